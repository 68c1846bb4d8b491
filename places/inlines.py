"""Ordered rows in a form: names, offices, identifiers …

Their order is a number. With script there are buttons instead (archive/static/desk/order.js).
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.functional import cached_property


class PartForm(forms.ModelForm):
    """One row. A new row of which only the position was set is an empty one."""

    lost = False

    @cached_property
    def changed_data(self) -> list[str]:
        changed = super().changed_data
        return [] if self.instance._state.adding and changed == ["position"] else changed

    def clean(self) -> dict[str, Any] | None:
        if self.lost:
            raise ValidationError(
                "Somebody else deleted this row while you were working. To keep it, copy it into a new row "
                "of the record as it is now."
            )
        return super().clean()


class PartFormSet(BaseInlineFormSet):
    """The rows of one part of a record. A new row comes last, unless the editor says otherwise."""

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        form = super()._construct_form(i, **kwargs)
        form.lost = self.is_bound and i < self.initial_form_count() and form.instance.pk is None
        return form

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        number = self.total_form_count() if index is None else index
        if form.instance._state.adding and "position" in form.fields:
            form.initial["position"] = self.last_position + 1 + number - self.initial_form_count()
        self._name_fields(form, number)

    @cached_property
    def last_position(self) -> int:
        return max((row.position for row in self.get_queryset()), default=-1)

    def _name_fields(self, form: Any, number: int) -> None:
        """In a table the heading of the column is no label: each field says its own name."""
        for name, field in form.fields.items():
            if not field.widget.is_hidden and not field.widget.attrs.get("aria-label"):
                label = field.label or name.replace("_", " ").capitalize()
                field.widget.attrs["aria-label"] = f"{label}, {self.model._meta.verbose_name} {number + 1}"


class PartInline(admin.TabularInline):
    """The rows of one part in the record's form. Who may change the record may change its rows."""

    form = PartForm
    formset = PartFormSet
    extra = 1  # without script, this is where a row is added

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
