"""The desk of places."""

from typing import Any, ClassVar

from django.contrib import admin

from places.authorities import IDENTIFIER_FIELDS, NAME, NOTES, STANDING, AuthorityAdmin
from places.inlines import PartInline
from places.models import Place, PlaceIdentifier, PlaceName


class PlaceNameInline(PartInline):
    model = PlaceName
    fields = ["name", "language", "from_year", "to_year", "position"]
    verbose_name = "name"
    verbose_name_plural = "other names, and names over time"


class PlaceIdentifierInline(PartInline):
    model = PlaceIdentifier
    fields = IDENTIFIER_FIELDS
    verbose_name = "identifier"
    verbose_name_plural = "identifiers elsewhere"


@admin.register(Place)
class PlaceAdmin(AuthorityAdmin):
    """Places, with their names over time."""

    list_display = ["name", "other_names", "part_of", "published", "standing"]
    search_fields = [*AuthorityAdmin.search_fields, "names__name__folded"]
    autocomplete_fields = ["part_of"]
    fieldsets: ClassVar[Any] = [
        NAME,
        ("Where it lies", {"fields": ["part_of", ("latitude", "longitude", "precision")]}),
        NOTES,
        STANDING,
    ]
    inlines = [PlaceNameInline, PlaceIdentifierInline]

    def for_list(self, queryset: Any) -> Any:
        return super().for_list(queryset).select_related("part_of").prefetch_related("names")

    def on_offer(self, queryset: Any) -> Any:
        return super().on_offer(queryset).select_related("part_of")

    def in_choices(self, record: Place) -> str:
        return f"{record}, {record.part_of}" if record.part_of else str(record)
