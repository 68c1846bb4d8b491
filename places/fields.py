"""Fields of the desk's forms in which a record or a term is chosen."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest


class RecordField(forms.ModelChoiceField):
    """A reference to a record or a term."""

    default_error_messages = {
        "invalid_choice": "This is not there to choose (any more). Please choose again."
    }

    def to_python(self, value: Any) -> Any:
        if not _can_be_asked_for(value):
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)


class RecordSelect(AutocompleteSelect):
    """The box in which a record is found by typing."""

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        return super().optgroups(name, [each for each in value if _can_be_asked_for(each)], attr)


def _can_be_asked_for(value: Any) -> bool:
    # PostgreSQL refuses to look for a NUL, so nothing can be found by one.
    return "\0" not in str(value)


class Chosen:
    """Records that were fetched before, for the box that asks its queryset for the chosen one."""

    def __init__(self, records: Iterable[Any]) -> None:
        self.records = {str(record.pk): record for record in records}

    def using(self, database: str | None) -> "Chosen":
        return self

    def filter(self, **where: Any) -> list[Any]:
        (wanted,) = where.values()
        return [self.records[key] for key in wanted if key in self.records]


def fetch_chosen(rows: list[Any]) -> None:
    """Fetches what is chosen in all rows of a form at once, a query a field, not one for each row."""
    for name, field in rows[0].fields.items() if rows else ():
        if isinstance(getattr(field.widget, "widget", None), RecordSelect):
            wanted = {str(row[name].value() or "") for row in rows} - {""}
            chosen = Chosen(field.queryset.filter(pk__in=filter(_can_be_asked_for, wanted)) if wanted else ())
            for row in rows:
                row.fields[name].widget.choices.queryset = chosen


class ChoosesRecords:
    """For the admin of a record or its rows: records are found by typing, and new ones made in place."""

    formfield_overrides: ClassVar[Any] = {models.ForeignKey: {"form_class": RecordField}}

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):  # type: ignore[attr-defined]  # of the admin it is mixed into
            kwargs["widget"] = RecordSelect(db_field, self.admin_site)  # type: ignore[attr-defined]  # of the admin it is mixed into
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]  # of the admin it is mixed into

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Beside the box stands a link to a new record, and none that leads away to the chosen one."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]  # of the admin it is mixed into
        if isinstance(field, RecordField):
            field.widget.can_change_related = field.widget.can_view_related = False
        return field
