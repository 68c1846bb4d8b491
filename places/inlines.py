"""Ordered rows in a form: names, offices, identifiers …

Their order is a number, counted from 1. With script there are buttons, too (archive/static/desk/order.js).
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.functional import cached_property

from places.desk import offer_languages
from places.fields import ChoosesRecords, fetch_chosen
from places.records import state_fields

# Columns that name a row, or the row that it belongs to.
NAMING = {"key", "owner"}
SAYS_NOTHING = "This row says nothing. Fill in one of its fields, or delete the row."


class PartForm(forms.ModelForm):
    """One row. A new row of which only the position was set is an empty one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_languages(self)
        if "position" in self.fields:
            self.fields["position"].required = False
            self.fields["position"].label = "Order"
            self.initial["position"] = self.instance.position + 1

    @cached_property
    def changed_data(self) -> list[str]:
        changed = super().changed_data
        return [] if self.instance._state.adding and changed == ["position"] else changed

    def clean(self) -> dict[str, Any] | None:
        """Refuses a row whose choices were made, or whose words were taken out, so that nothing is said."""
        cleaned = super().clean()
        is_touched = set(self.changed_data) - {"position", "DELETE"}
        if is_touched and not self.errors and not self._says_something():
            raise ValidationError(SAYS_NOTHING, code="empty")
        return cleaned

    def _says_something(self) -> bool:
        """Whether a column holds something, of those that are empty unless somebody fills them in."""
        model: Any = self._meta.model
        columns = [
            f
            for f in state_fields(model)
            if f.name not in NAMING and not f.primary_key and not f.get_default()
        ]
        return any(
            self.cleaned_data.get(f.name) if f.name in self.fields else getattr(self.instance, f.attname)
            for f in columns
        )

    def move_to(self, position: int) -> None:
        """Puts the row at a position, counted from 0. It is saved if it stood elsewhere."""
        stood_at = self.initial.get("position", 0) - 1
        self.instance.position = position
        self.changed_data = [name for name in self.changed_data if name != "position"]
        if stood_at != position:
            self.changed_data.append("position")


class PartFormSet(BaseInlineFormSet):
    """The rows of one part of a record. A new row comes last, unless the editor says otherwise."""

    noun: Any = "row"

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        form = super()._construct_form(i, **kwargs)  # type: ignore[misc]  # Django's is untyped
        if self.is_bound and i < self.initial_form_count() and form.instance.pk is None:
            # Somebody else deleted this row in the meantime. What was typed into it becomes a new one, by
            # its old key, so that it is known to be the same.
            form.fields[form._meta.model._meta.pk.name] = forms.Field(
                required=False, widget=forms.HiddenInput
            )
            form.instance.key = self._keys_of_old.pop(str(form["id"].value()), form.instance.key)
        return form

    @cached_property
    def _keys_of_old(self) -> dict[str, str]:
        """The keys of the record's rows that are gone, by the id that each had as a row."""
        rows: Any = self.model
        of_record = {self.fk.name: self.instance.pk}
        standing = rows.objects.filter(**of_record).values("key")
        gone = rows.history.filter(**of_record, history_type="-").exclude(key__in=standing)
        return {str(ident): key for ident, key in gone.values_list("id", "key")}

    @property
    def initial_forms(self) -> list[Any]:
        return [form for form in self.forms if not form.instance._state.adding]

    @property
    def extra_forms(self) -> list[Any]:
        return [form for form in self.forms if form.instance._state.adding]

    @cached_property
    def forms(self) -> list[Any]:
        found = super().forms
        fetch_chosen(found)
        return found

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        # A new record has no id yet: what a row says of it was typed for a record that somebody deleted.
        form.fields[self.fk.name].disabled = self.instance._state.adding
        number = self.total_form_count() if index is None else index
        if form.instance._state.adding:
            form.initial["position"] = number + 1
        self._name_fields(form, number)

    def clean(self) -> None:
        """Numbers the rows afresh, in the order of the numbers that were typed."""
        super().clean()
        if not any(self.errors):
            for position, form in enumerate(sorted(self.kept(), key=_place)):
                form.move_to(position)

    def kept(self) -> list[Any]:
        rows = [form for form in self.forms if not self._should_delete_form(form)]  # type: ignore[attr-defined]  # Django's is untyped
        return [form for form in rows if form.has_changed() or not form.instance._state.adding]

    def _name_fields(self, form: Any, number: int) -> None:
        """In a table the heading of the column is no label: each field says its own name."""
        for name, field in form.fields.items():
            label = str(field.label or name.replace("_", " ")).capitalize()
            widget = getattr(field.widget, "widget", field.widget)  # a wrapper has none
            widget.attrs.setdefault("aria-label", f"{label}, {self.noun} {number + 1}")


def _place(form: Any) -> float:
    place = form.cleaned_data.get("position")
    return float("inf") if place is None else place


class PartInline(ChoosesRecords, admin.TabularInline):
    """The rows of one part in the record's form. Who may change the record may change its rows."""

    form = PartForm
    formset = PartFormSet
    extra = 1  # without script, this is where a row is added

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset: Any = super().get_formset(request, obj, **kwargs)
        formset.noun = self.verbose_name
        return formset

    def _may(self, request: HttpRequest, record: Any) -> bool:
        owner = self.admin_site.get_model_admin(self.parent_model)
        return owner.has_change_permission(request, record) if record else owner.has_add_permission(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, obj)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.get_model_admin(self.parent_model).has_view_permission(request, obj)
