"""Repositories: the archives, libraries and museums that keep the documents."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from documents.reading.authorities import Found, links
from documents.reading.caching import by_clock
from documents.reading.records import index_page, record_page
from documents.reading.roles import documents_of


@require_safe
@by_clock
def repositories(request: HttpRequest) -> HttpResponse:
    """`/repositories/`"""
    return index_page(request, "repository", "reading/repositories.html")


@require_safe
@by_clock
def repository(request: HttpRequest, ident: str) -> HttpResponse:
    """`/repositories/<id>/`"""
    return record_page(request, "repository", ident, repository_facts)


def repository_facts(found: Found, request: HttpRequest) -> dict[str, Any]:
    """Where a repository is, how a full reference to it is written, and what is kept there."""
    record = found.record
    levels = record.levels.select_related("level")
    return {
        "place": links([record.place] if record.place else []),
        "levels": [row.level.label for row in levels],
        **documents_of(found, request),
    }
