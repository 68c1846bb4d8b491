"""Signs of health for whoever watches the server: is the process alive, can it serve readers?"""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from archive.errors import RETRY_SECONDS


@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """Answer "ok" while the process runs; the database is not asked."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Answer "ok" when the database answers and every migration is applied, else 503 with the reason."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return _not_yet("the database does not answer")
    return _not_yet("migrations are not applied") if waiting else alive(request)


def _not_yet(reason: str) -> HttpResponse:
    headers = {"Retry-After": str(RETRY_SECONDS)}
    return HttpResponse(f"{reason}\n", status=503, content_type="text/plain", headers=headers)
