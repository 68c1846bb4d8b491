"""The list of documents: what stands in its columns, by what it is narrowed, how it is searched."""

from typing import Any

from django.contrib import admin
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Coalesce, NullIf
from django.http import HttpRequest

from documents.desk.standing import moved_on_only
from documents.desk.usage import NamingFilter
from documents.models import Document, Entry, Submission
from documents.models.entry import EntryKind
from documents.models.submission import Outcome
from places.revisions import Revision

STATES = {
    "draft": "draft",
    "published": "published",
    "changed": "published, with unpublished changes",
    "withdrawn": "withdrawn",
    "purged": "purged",
}
# Whatever the state, the desk's copy may be in review.
IN_REVIEW = "in review"

# By what untitled documents stand in their place among the others: their heading.
NAMED = Coalesce(NullIf("title", Value("")), "heading", output_field=TextField())


def with_state(queryset: QuerySet) -> QuerySet:
    """Adds `state`, `in_review`, `version`, `last_moment` and `last_user`, in the one query of the list."""
    last = Revision.objects.filter(kind=Document.kind, record=OuterRef("pk")).order_by("-number")
    entered = Entry.objects.filter(document=OuterRef("pk"))
    return queryset.annotate(
        version=F("listing__version__number"),
        last_moment=Subquery(last.values("moment")[:1]),
        last_user=Subquery(last.values("user__username")[:1]),
        in_review=Exists(Submission.objects.filter(document=OuterRef("pk"), outcome=Outcome.WAITING)),
        state=Case(
            When(Exists(entered.filter(kind=EntryKind.PURGED)), then=Value("purged")),
            When(Q(listing=None) & Exists(entered), then=Value("withdrawn")),
            When(listing=None, then=Value("draft")),
            When(Exists(moved_on_only(Document.objects.filter(pk=OuterRef("pk")))), then=Value("changed")),
            default=Value("published"),
        ),
    )


def standing(document: Any) -> str:
    """How a document of `with_state` stands with its readers, in words."""
    words = STATES[document.state]
    if document.version:
        words = words.replace("published", f"published v{document.version}", 1)
    return f"{words}, {IN_REVIEW}" if document.in_review else words


class StateFilter(admin.SimpleListFilter):
    """By how the document stands with its readers, or whether it is in review."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [*STATES.items(), ("review", IN_REVIEW)]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "review":
            return queryset.filter(in_review=True)
        return queryset.filter(state=self.value()) if self.value() in STATES else queryset


class DocumentList(admin.ModelAdmin):
    """The list's half of the documents' admin."""

    list_display = ("name", "dated", "type", "standing", "changed")
    list_filter = (
        StateFilter,
        "type",
        ("printings__collection", admin.RelatedOnlyFieldListFilter),
        ("archival_references__repository", admin.RelatedOnlyFieldListFilter),
        NamingFilter,
    )
    list_select_related = ("type",)
    list_per_page = 50
    show_full_result_count = False
    actions = None
    empty_value_display = "not stated"
    search_fields = (
        "=public_id",
        "title__folded",
        "heading__folded",
        "signatories__name_as_signed__folded",
        "signatories__person__name__folded",
        "=printings__number",
    )
    search_help_text = "Title, heading, signatory, number in a collection, or public id."

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        found = with_state(super().get_queryset(request))
        return found.order_by(F("last_moment").desc(nulls_last=True), "public_id")

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """One document for its form and its acts, without the columns of the list, which take long."""
        try:
            return Document.objects.filter(**{from_field or "pk": object_id}).first()
        except ValueError:  # such characters stand in no id, and PostgreSQL refuses them
            return None

    @admin.display(description="title", ordering=NAMED)
    def name(self, document: Any) -> str:
        words = document.title or document.heading
        return words if len(words) <= 150 else f"{words[:150]}…"

    @admin.display(description="date", ordering="date_earliest")
    def dated(self, document: Any) -> str:
        return document.date.in_words() or document.date_as_written

    @admin.display(description="state", ordering="state")
    def standing(self, document: Any) -> str:
        return standing(document)

    @admin.display(description="last change", ordering="last_moment")
    def changed(self, document: Any) -> str:
        moment = document.last_moment
        return f"{moment:%Y-%m-%d %H:%M} by {document.last_user or 'nobody'}" if moment else ""
