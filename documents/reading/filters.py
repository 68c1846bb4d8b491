"""By what readers narrow the list of documents. Every parameter is declared and cleaned here."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import Count
from django.http import QueryDict
from django_filters import Filter, FilterSet, MultipleChoiceFilter

from documents.dates import DateError, parse
from documents.models.listing import Listing, ListingQuerySet

NOT_STATED = "none"
PARAMETERS = ("from", "to", "type")

_DAY = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")


class PeriodField(forms.CharField):
    """A year, a month or a day of the Gregorian calendar; cleans to its first or to its last day."""

    def __init__(self, *, bound: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.bound = bound

    def clean(self, value: Any) -> date | None:
        typed = super().clean(value)
        if not typed:
            return None
        if not _DAY.fullmatch(typed):
            raise forms.ValidationError(
                "Please write a year, a month or a day in numbers: 1920, 1920-07 or 1920-07-10."
            )
        try:
            return getattr(parse(typed), self.bound)
        except DateError as error:
            raise forms.ValidationError(str(error)) from error


class PeriodFilter(Filter):
    """Documents whose date overlaps the period that begins (or ends) with what was typed."""

    field_class = PeriodField

    def filter(self, qs: ListingQuerySet, value: date | None) -> ListingQuerySet:
        return qs.dated_between(**{self.field_name: value}) if value else qs


class TypeFilter(MultipleChoiceFilter):
    """Documents of any of the types chosen; `none` means that no type is stated."""

    def filter(self, qs: ListingQuerySet, value: Sequence[str]) -> ListingQuerySet:
        return qs.of_type(*("" if code == NOT_STATED else code for code in value)) if value else qs


class NarrowingForm(forms.Form):
    """The form of the filters: a period ends after its beginning."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("from"), cleaned.get("to")
        if first and last and last < first:
            self.add_error(
                "to", "The period ends before it begins. Please exchange the two dates or leave one out."
            )
        return cleaned


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value to choose: how it is called, how many documents it would find, whether it is chosen."""

    value: str
    label: str
    count: int
    selected: bool


class DocumentFilter(FilterSet):
    """Period and type; `types` gives the labels of the vocabulary by code.

    Use `narrowed` and the cleaned values only if `is_valid()`.
    """

    class Meta:
        model = Listing
        fields: tuple[str, ...] = ()
        form = NarrowingForm

    @classmethod
    def get_filters(cls) -> dict[str, Filter]:
        """The filters by parameter; "from" is a word of Python's own, so they cannot be attributes."""
        return {
            "from": PeriodFilter("earliest", bound="earliest", label="From"),
            "to": PeriodFilter("latest", bound="latest", label="To"),
            "type": TypeFilter(
                "type",
                label="Type",
                error_messages={
                    "invalid_choice": "One of the types is unknown here. Please choose from the list."
                },
            ),
        }

    def __init__(self, data: QueryDict, queryset: ListingQuerySet, types: dict[str, str]) -> None:
        super().__init__(data, queryset)
        self.filters["type"].extra["choices"] = [*types.items(), (NOT_STATED, "not stated")]

    def narrowed(self, *, but: str = "") -> ListingQuerySet:
        """The documents that all filters let through, or all filters but one."""
        found = self.queryset
        for name, value in self.form.cleaned_data.items():
            found = found if name == but else self.filters[name].filter(found, value)
        return found

    def type_values(self) -> list[FacetValue]:
        """Every type that a document in the period has, or that is chosen, with its count."""
        within = self.narrowed(but="type") if self.is_valid() else self.queryset
        counts = dict(within.order_by().values_list("type").annotate(Count("pk")))
        chosen = self.form.cleaned_data.get("type", [])
        values = [
            FacetValue(code, label, counts.get("" if code == NOT_STATED else code, 0), code in chosen)
            for code, label in self.form.fields["type"].choices
        ]
        return [value for value in values if value.count or value.selected]

    @property
    def has_period(self) -> bool:
        """Whether a beginning or an end is asked for."""
        return any(self.form.cleaned_data.get(name) for name in ("from", "to"))
