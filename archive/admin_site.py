"""The desk as a whole: what its first page shows, in the order of an editor's tasks."""

from functools import partial, wraps
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods
from django.views.generic import RedirectView

from archive.context import site
from archive.errors import log_in_ended
from archive.guessing import MINUTES, LogInForm
from documents.desk import (
    audit,
    doubtful,
    importing,
    incoming,
    looks,
    news,
    policy,
    queue,
    spreadsheets,
    submission,
    undoing,
)
from documents.desk.finding import page as finding
from places import keeping

# Task → models, as Django names them. What stands in no task comes last, by its application.
TASKS: dict[str, tuple[str, ...]] = {
    "Documents": ("documents.Document",),
    "People and bodies": ("people.Person", "people.Body"),
    "Places": ("places.Place",),
    "Sources": ("documents.Repository", "documents.SourceCollection"),
    "Vocabularies": (
        "documents.DocumentType",
        "documents.Classification",
        "documents.Topic",
        "people.Capacity",
        "documents.DateKind",
        "documents.Level",
        "documents.Exemplar",
        "documents.Production",
        "documents.PrintingRelation",
    ),
    "Users": ("auth.User",),
}
FOLDED_TASKS = frozenset({"Vocabularies"})
# Views of Django's admin that only show something, but would answer any method.
READING = frozenset({"index", "app_index", "history_view", "catch_all_view", "shortcut"})


class Choices(AutocompleteJsonView):
    """The choices of a field, each with what tells it from its namesakes, and the language of its name."""

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        in_choices = getattr(self.model_admin, "in_choices", str)
        return {**super().serialize_result(obj, to_field_name), "text": in_choices(obj)}


class FondsDesk(AdminSite):
    """Django's admin as the desk of the archive."""

    site_header = "Fonds desk"
    site_title = "Fonds desk"
    index_title = "Desk"
    enable_nav_sidebar = False
    login_form = LogInForm

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """What every page of the desk may name. Django's log-in page would call the archive by its host."""
        return {**super().each_context(request), **site(request)}

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """A form sent without a log-in is not led elsewhere, where all that was typed would be gone."""
        reads = getattr(view, "__name__", "") in READING or getattr(view, "view_class", None) is RedirectView
        methods = ("GET", "HEAD") if reads else ("GET", "HEAD", "POST")
        guarded = require_http_methods(methods)(super().admin_view(view, cacheable))

        @wraps(view)
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            leaving = request.path == reverse("admin:logout", current_app=self.name)
            posting = request.method == "POST" and not reads
            if posting and request.user.is_anonymous and not leaving:
                return log_in_ended(request)
            return guarded(request, *args, **kwargs)

        return answered

    def get_urls(self) -> list[Any]:
        def at(route: str, view: Any, name: str, *methods: str) -> Any:
            guarded = require_http_methods(methods)(self.admin_view(partial(view, self)))
            return path(route, guarded, name=name)

        return [
            at("review/", queue.queue, "review", "GET", "HEAD"),
            at("review/<int:pk>/", submission.submission, "submission", "GET", "HEAD", "POST"),
            at("audit/", audit.shown, "audit", "GET", "HEAD"),
            at("documents/find/", finding.found, "find", "GET", "HEAD"),
            at("keep/", keeping.keep_view, "keep", "POST"),
            at("import/", importing.imports, "imports", "GET", "HEAD", "POST"),
            at("import/<int:pk>/", importing.imported, "import", "GET", "HEAD", "POST"),
            at("import/<int:pk>/undo/", undoing.undone, "undo_import", "GET", "HEAD", "POST"),
            at("import/doubtful/", doubtful.doubtful, "doubtful", "GET", "HEAD", "POST"),
            at("spreadsheets/<slug:name>/", spreadsheets.sheet, "spreadsheet", "GET", "HEAD", "POST"),
            at(
                "spreadsheets/<slug:name>/<uuid:number>/",
                spreadsheets.looked_at,
                "spreadsheet_look",
                "GET",
                "HEAD",
                "POST",
            ),
            at(
                "spreadsheets/<slug:name>.<slug:form>",
                spreadsheets.exported,
                "spreadsheet_export",
                "GET",
                "HEAD",
            ),
            at(
                "import/compare/<slug:kind>/<str:ident>/",
                incoming.record,
                "compare_with_file",
                "GET",
                "HEAD",
                "POST",
            ),
            at("import/doubtful/<int:pk>/", doubtful.pair, "pair", "GET", "HEAD", "POST"),
            at("news/", news.shown, "news", "GET", "HEAD"),
            at("news/seen/", news.seen, "news_seen", "POST"),
            *super().get_urls(),
        ]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The first page: the tasks, and before them what is new to this user."""
        more = {
            "may_look": looks.may_look(request.user),
            "news_count": looks.how_many(request.user),
            "may_find": policy.may_find(request.user),
            "may_import": importing.may_import(request.user),
            "may_read_audit": audit.may_read(request.user),
            "may_review": policy.may_review(request.user),
            "waiting": queue.waiting_for(request.user) if policy.may_review(request.user) else 0,
        }
        return super().index(request, {**more, **(extra_context or {})})

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The log-in page; 429 where there were too many wrong passwords."""
        response = super().login(request, extra_context)
        form = (getattr(response, "context_data", None) or {}).get("form")
        if form is not None and form.must_wait:
            response.status_code = 429
            response.headers["Retry-After"] = str(MINUTES * 60)
        return response

    def autocomplete_view(self, request: HttpRequest) -> Any:
        return Choices.as_view(admin_site=self)(request)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """The models that this user may see: by task, or those of one application."""
        apps = super().get_app_list(request, app_label)
        if app_label:
            return apps
        models = {model["model"]._meta.label: model for app in apps for model in app["models"]}
        tasks = [
            {
                "name": task,
                "app_label": task.lower().replace(" ", "-"),
                "app_url": "",
                "folded": task in FOLDED_TASKS,
                "models": [models.pop(label) for label in labels if label in models],
            }
            for task, labels in TASKS.items()
        ]
        others = [
            {**app, "models": [m for m in app["models"] if m["model"]._meta.label in models]} for app in apps
        ]
        return [task for task in (*tasks, *others) if task["models"]]
