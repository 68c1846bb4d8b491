"""What the desks of people, bodies, places, repositories, collections and vocabularies have in common."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from places import usage
from places.desk import RevisedAdmin
from places.revisions import Revision

NO_DELETING = (
    "Nothing is deleted here, for documents and their history may name this record. Set aside, it is no "
    "longer offered where a name is chosen; whatever names it already keeps it."
)
STANDING: Any = ("Standing", {"fields": ["set_aside"], "description": NO_DELETING})
NAME: Any = (None, {"fields": [("name", "language")]})
NOTES: Any = ("Notes", {"fields": ["note", "remarks"]})
IDENTIFIER_FIELDS: list[Any] = ["scheme", "value", "position"]


class StandingFilter(admin.SimpleListFilter):
    """Records still to be chosen, and those that are not."""

    title = "standing"
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("in-use", "in use"), ("set-aside", "set aside or merged")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == "in-use":
            return queryset.in_use()
        if self.value() == "set-aside":
            return queryset.exclude(pk__in=queryset.in_use().values("pk"))
        return queryset


class RecordAdmin(RevisedAdmin):
    """Records that documents name. Those set aside or merged are not offered where a name is chosen."""

    list_per_page = 50
    list_filter = [StandingFilter]
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        if _is_choosing(request):
            queryset = self.on_offer(queryset)
        return super().get_search_results(request, queryset, search_term)

    def on_offer(self, queryset: Any) -> Any:
        """The records that may be chosen."""
        return queryset.in_use()

    def in_choices(self, record: Any) -> str:
        """A record as it reads in a list of choices: enough to tell it from its namesakes."""
        return str(record)

    @admin.display(description="standing")
    def standing(self, record: Any) -> str:
        if getattr(record, "merged_into_id", None):
            return "merged"
        return "set aside" if record.set_aside else "in use"

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        if record := context.get("original"):
            context["naming"] = usage.teller.naming(record)
        return super().render_change_form(request, context, *args, **kwargs)


class AuthorityAdmin(RecordAdmin):
    """Authority records: a preferred name, other names, a note, and who names them."""

    search_fields = ["=public_id", "name__folded"]
    search_help_text = "Any of the names, in any script; or the public id."

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        found = super().get_queryset(request)
        return self.for_list(found) if _view_name(request).endswith("_changelist") else found

    def for_list(self, queryset: Any) -> Any:
        """What the columns of the list need, fetched for all rows at once."""
        return queryset.annotate(published_count=usage.teller.published(self.model.kind))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Editors change all; others what they entered, until readers see it (names are seen at once)."""
        may = super().has_change_permission(request, obj)
        if obj is None or not may or self.may_see_history(request):
            return may
        return _entered_by(request.user, obj) and not usage.teller.is_seen(obj)

    @admin.display(description="published documents naming it", ordering="published_count")
    def published(self, record: Any) -> int:
        return record.published_count

    @admin.display(description="other names")
    def other_names(self, record: Any) -> str:
        return "; ".join(row.name for row in record.names.all())


class TermAdmin(RecordAdmin):
    """The terms of one vocabulary. A code, once saved, is permanent."""

    list_display = ["label", "code", "rank", "standing"]
    search_fields = ["=code", "label__folded"]
    fieldsets = [(None, {"fields": ["label", "code", "description", "rank"]}), STANDING]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("code",) if obj else ()


def _entered_by(user: Any, record: Any) -> bool:
    first = Revision.objects.filter(kind=record.kind, record=record.pk, number=1)
    return first.filter(user=user.pk).exists()


def _view_name(request: HttpRequest) -> str:
    return request.resolver_match.url_name or "" if request.resolver_match else ""


def _is_choosing(request: HttpRequest) -> bool:
    return _view_name(request) == "autocomplete"
