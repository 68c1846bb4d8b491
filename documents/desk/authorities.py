"""The desk of repositories, source collections and vocabularies."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db import models

from documents.desk import usage
from documents.models import VOCABULARIES, Repository, RepositoryLevel, SourceCollection
from places.authorities import NOTES, STANDING, AuthorityAdmin, TermAdmin
from places.inlines import PartInline
from places.usage import tell

tell(usage)


class RepositoryLevelInline(PartInline):
    model = RepositoryLevel
    fields = ["level", "position"]
    autocomplete_fields = ["level"]
    verbose_name = "level"
    verbose_name_plural = "levels of a full reference, from the top down"


@admin.register(Repository)
class RepositoryAdmin(AuthorityAdmin):
    """Archives, libraries and museums."""

    list_display = ["name", "short_name", "place", "published", "standing"]
    search_fields = [*AuthorityAdmin.search_fields, "short_name__folded"]
    autocomplete_fields = ["place"]
    fieldsets: ClassVar[Any] = [
        (None, {"fields": [("name", "language"), "short_name", "place", "address"]}),
        NOTES,
        STANDING,
    ]
    inlines = [RepositoryLevelInline]
    formfield_overrides = {
        **AuthorityAdmin.formfield_overrides,
        models.URLField: {"assume_scheme": "https"},
    }

    def for_list(self, queryset: Any) -> Any:
        return super().for_list(queryset).select_related("place")

    def in_choices(self, record: Repository) -> str:
        return f"{record} ({record.short_name})" if record.short_name else str(record)


@admin.register(SourceCollection)
class SourceCollectionAdmin(AuthorityAdmin):
    """Printed collections of documents."""

    list_display = ["name", "short_name", "editors", "year", "published", "standing"]
    search_fields = [*AuthorityAdmin.search_fields, "short_name__folded", "editors__folded"]
    search_help_text = "Title, short name or editors; or the public id."
    fieldsets: ClassVar[Any] = [
        (None, {"fields": [("name", "language"), "short_name"]}),
        ("Imprint", {"fields": ["editors", ("published_in", "publisher", "year")]}),
        NOTES,
        STANDING,
    ]

    def in_choices(self, record: SourceCollection) -> str:
        known = ", ".join(filter(None, [record.short_name, record.year]))
        return f"{record} ({known})" if known else str(record)


for vocabulary in VOCABULARIES:
    admin.site.register(vocabulary, TermAdmin)
