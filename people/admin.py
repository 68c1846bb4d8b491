"""The desk of people and bodies."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Prefetch

from people.models import (
    Body,
    BodyIdentifier,
    BodyName,
    Capacity,
    Office,
    Person,
    PersonIdentifier,
    PersonName,
    Predecession,
)
from people.years import years
from places.authorities import IDENTIFIER_FIELDS, NAME, NOTES, STANDING, AuthorityAdmin, TermAdmin
from places.inlines import PartInline


class PersonNameInline(PartInline):
    model = PersonName
    fields = ["name", "language", "name_kind", "transliteration", "position"]
    verbose_name = "name"
    verbose_name_plural = "other names, spellings and scripts"


class OfficeInline(PartInline):
    model = Office
    fields = ["capacity", "body", "begins", "ends", "position"]
    autocomplete_fields = ["capacity", "body"]
    verbose_name_plural = "offices held"


class PersonIdentifierInline(PartInline):
    model = PersonIdentifier
    fields = IDENTIFIER_FIELDS
    verbose_name = "identifier"
    verbose_name_plural = "identifiers elsewhere"


@admin.register(Person)
class PersonAdmin(AuthorityAdmin):
    """People, with all their names and the offices they held."""

    list_display = ["name", "life", "other_names", "published", "standing"]
    search_fields = [*AuthorityAdmin.search_fields, "names__name__folded", "names__transliteration__folded"]
    fieldsets: ClassVar[Any] = [NAME, ("Life", {"fields": [("born", "died")]}), NOTES, STANDING]
    inlines = [PersonNameInline, OfficeInline, PersonIdentifierInline]

    def for_list(self, queryset: Any) -> Any:
        return super().for_list(queryset).prefetch_related("names")

    @admin.display(description="life", ordering="born")
    def life(self, record: Person) -> str:
        return years(record.born, record.died)

    def in_choices(self, record: Person) -> str:
        life = years(record.born, record.died)
        return f"{record} ({life})" if life else str(record)


class BodyNameInline(PartInline):
    model = BodyName
    fields = ["name", "language", "name_kind", "position"]
    verbose_name = "name"
    verbose_name_plural = "other names and abbreviations"


class PredecessionInline(PartInline):
    model = Predecession
    fk_name = "body"
    fields = ["predecessor", "when", "position"]
    autocomplete_fields = ["predecessor"]
    verbose_name_plural = "bodies whose place it took"


class BodyIdentifierInline(PartInline):
    model = BodyIdentifier
    fields = IDENTIFIER_FIELDS
    verbose_name = "identifier"
    verbose_name_plural = "identifiers elsewhere"


@admin.register(Body)
class BodyAdmin(AuthorityAdmin):
    """Corporate bodies, with their names, abbreviations and predecessors."""

    list_display = ["name", "life", "other_names", "parent", "published", "standing"]
    search_fields = [*AuthorityAdmin.search_fields, "names__name__folded"]
    autocomplete_fields = ["parent"]
    fieldsets: ClassVar[Any] = [
        NAME,
        ("Life", {"fields": [("founded", "dissolved"), "parent"]}),
        NOTES,
        STANDING,
    ]
    inlines = [BodyNameInline, PredecessionInline, BodyIdentifierInline]

    def for_list(self, queryset: Any) -> Any:
        return super().for_list(queryset).select_related("parent").prefetch_related("names")

    def on_offer(self, queryset: Any) -> Any:
        abbreviations = BodyName.objects.filter(name_kind="abbreviation")
        return super().on_offer(queryset).prefetch_related(Prefetch("names", abbreviations, "abbreviations"))

    @admin.display(description="existed", ordering="founded")
    def life(self, record: Body) -> str:
        return years(record.founded, record.dissolved)

    def in_choices(self, record: Body) -> str:
        short = ", ".join(row.name for row in record.abbreviations)  # type: ignore[attr-defined]  # prefetched
        return f"{record} ({short})" if short else str(record)


@admin.register(Capacity)
class CapacityAdmin(TermAdmin):
    """The vocabulary of capacities."""
