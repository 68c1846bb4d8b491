"""The parameters of a search, declared and cleaned here for every form of its answer.

A reader's address is never an error because of a value that is unknown here: such values are dropped, and the
page says so. Only what a reader has typed into a field and must see mended is refused.
"""

import re
from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any, Self

from django import forms
from django.http import QueryDict
from django_filters import Filter, FilterSet

from documents.dates import DateError, parse
from documents.models.listing import Listing
from documents.search.cards import FACETS, NOT_STATED, RECORDS
from documents.search.clauses import SCOPES
from documents.search.known import known_in
from documents.search.query import Either, Reading, Word, read
from documents.search.ranking import can_rank
from documents.search.recognising import printed_number
from documents.search.request import CHANGED, DATE, DATE_DOWN, LAST_PAGE, NUMBER, RELEVANCE, SORTS, Request
from places.register import is_well_formed

TIMELINE = "timeline"
VIEWS = ("list", "table", TIMELINE)
LONGEST = 500
TOO_LONG = f"Please ask with at most {LONGEST} characters."
MOST_VALUES, MOST_IN_ALL = 50, 100
"""Values of one parameter, and of all facets together: each costs the engine a question."""
PARAMETERS = (
    "q",
    "scope",
    "from",
    "to",
    *(name for facet in FACETS for name in (facet, f"not-{facet}")),
    "sort",
    "view",
    "page",
)
"""In the order in which they stand in an address."""

_DAY = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
_CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_NUMBER = re.compile(r"[1-9][0-9]{0,6}")


class LenientField(forms.Field):
    """A field that is never wrong: what it cannot take is left out and kept in `dropped`.

    `beyond` is how many values it could have taken, and did not, because there were too many.
    """

    dropped: tuple[str, ...] = ()
    beyond: int = 0

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        """Each form has fields of its own; what they were declared with never changes."""
        return copy(self)

    def clean(self, value: Any) -> Any:
        typed = dict.fromkeys(each for each in value or [] if each)
        fit = [each for each in typed if self.takes(each)]
        self.dropped = tuple(each for each in typed if not self.takes(each))
        self.beyond = max(len(fit) - MOST_VALUES, 0)
        return self.cleaned(fit[:MOST_VALUES])

    def takes(self, value: str) -> bool:
        raise NotImplementedError

    def cleaned(self, taken: list[str]) -> Any:
        return tuple(sorted(taken))


class ValuesField(LenientField):
    """The values of a facet: public ids or codes, or `none`. No list of choices is ever made."""

    widget = forms.MultipleHiddenInput

    def __init__(self, *, facet: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.facet = facet

    def takes(self, value: str) -> bool:
        if self.facet in RECORDS:
            return value == NOT_STATED or is_well_formed(value)
        return bool(_CODE.fullmatch(value))


class OneOfField(LenientField):
    """One of a few words; anything else is taken for the first of them."""

    widget = forms.MultipleHiddenInput

    def __init__(self, *, words: Iterable[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.words = tuple(words)

    def takes(self, value: str) -> bool:
        return value in self.words

    def cleaned(self, taken: list[str]) -> str:
        return taken[0] if taken else ""


class PageField(LenientField):
    """The number of a page, from 1; all beyond LAST_PAGE are the same, and empty."""

    widget = forms.MultipleHiddenInput

    def takes(self, value: str) -> bool:
        return bool(_NUMBER.fullmatch(value))

    def cleaned(self, taken: list[str]) -> int:
        return min(int(taken[0]), LAST_PAGE + 1) if taken else 1


class PeriodField(forms.CharField):
    """A year, a month or a day of the Gregorian calendar; cleans to its first or to its last day.

    Where `undated` is set, `none` asks for what has no date.
    """

    def __init__(self, *, bound: str, undated: bool = False, **kwargs: Any) -> None:
        super().__init__(max_length=40, **kwargs)
        self.bound, self.undated = bound, undated

    def clean(self, value: Any) -> date | str | None:
        typed = super().clean(value)
        if not typed or (self.undated and typed == NOT_STATED):
            return typed or None
        if not _DAY.fullmatch(typed):
            raise forms.ValidationError(
                "Please write a year, a month or a day in numbers: 1920, 1920-07 or 1920-07-10."
            )
        try:
            return getattr(parse(typed), self.bound)
        except DateError as error:
            raise forms.ValidationError(str(error)) from error


class Parameter(Filter):
    """A parameter of a search. What it was declared with never changes, so a copy may share it."""

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return copy(self)


class WordsFilter(Parameter):
    field_class = forms.CharField


class ValuesFilter(Parameter):
    field_class = ValuesField


class OneOfFilter(Parameter):
    field_class = OneOfField


class PageFilter(Parameter):
    field_class = PageField


class PeriodFilter(Parameter):
    field_class = PeriodField


class SearchForm(forms.Form):
    """The form of the filters: a period ends after its beginning, and not all of an archive is asked for."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        left = MOST_IN_ALL
        for name, field in self.fields.items():
            if isinstance(field, ValuesField) and (values := cleaned.get(name)):
                field.beyond += max(len(values) - left, 0)
                cleaned[name] = values[:left]
                left -= len(cleaned[name])
        first, last = cleaned.get("from"), cleaned.get("to")
        if isinstance(first, date) and last and last < first:
            self.add_error(
                "to", "The period ends before it begins. Please exchange the two dates or leave one out."
            )
        return cleaned


_forms: dict[type[FilterSet], type[forms.Form]] = {}


class SearchFilter(FilterSet):
    """Every parameter of a search. It declares and cleans; the index finds, so its queryset stays empty."""

    class Meta:
        model = Listing
        fields: tuple[str, ...] = ()
        form = SearchForm

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, Listing.objects.none())

    def get_form_class(self) -> type[forms.Form]:
        """The form of the filters, made once: no request changes it."""
        return _forms.get(type(self)) or _forms.setdefault(type(self), super().get_form_class())

    @classmethod
    def get_filters(cls) -> dict[str, Filter]:
        """The filters by parameter, in the order of an address."""
        values = {
            name: ValuesFilter(label=name, facet=name.removeprefix("not-"))
            for facet in FACETS
            for name in (facet, f"not-{facet}")
        }
        return {
            "q": WordsFilter(
                label="Words", max_length=LONGEST, strip=True, error_messages={"max_length": TOO_LONG}
            ),
            "scope": OneOfFilter(label="Where", words=[scope for scope in SCOPES if scope]),
            "from": PeriodFilter(label="From", bound="earliest", undated=True),
            "to": PeriodFilter(label="To", bound="latest"),
            **values,
            "sort": OneOfFilter(label="Order", words=SORTS),
            "view": OneOfFilter(label="View", words=VIEWS),
            "page": PageFilter(label="Page"),
        }

    # --- What was asked for; only if `is_valid()` ---

    @cached_property
    def words(self) -> Reading:
        """The words as they were understood; “No. 12” finds the documents of that number too."""
        typed = self.form.cleaned_data["q"]
        reading, number = read(typed), printed_number(typed)
        if number and reading.tree and not self.form.cleaned_data["scope"]:
            return replace(reading, tree=Either((reading.tree, Word(number, "number"))))
        return reading

    def asked(self) -> Request:
        """What a reader asks for, cleaned."""
        cleaned = self.form.cleaned_data
        undated = cleaned["from"] == NOT_STATED
        return Request(
            tree=(tree := self.words.tree),
            known=known_in(tree, cleaned["scope"]),
            scope=cleaned["scope"],
            include={facet: cleaned[facet] for facet in FACETS if cleaned[facet]},
            exclude={facet: found for facet in FACETS if (found := cleaned[f"not-{facet}"])},
            earliest=None if undated else cleaned["from"],
            latest=None if undated else cleaned["to"],
            undated=undated,
            sort=self._sort(),
            page=cleaned["page"],
        )

    def sorts(self) -> tuple[str, ...]:
        """The orders that make sense here, the usual one first.

        Relevance needs words that can match more or less well, a number needs one collection, and a timeline
        is in the order of time.
        """
        cleaned = self.form.cleaned_data
        if cleaned["view"] == TIMELINE:
            return (DATE, DATE_DOWN)
        by_match = (RELEVANCE,) if can_rank(self.words.tree) else ()
        by_number = (NUMBER,) if len(cleaned["collection"]) == 1 else ()
        return (*by_match, DATE, DATE_DOWN, CHANGED, *by_number)

    def _sort(self) -> str:
        asked, fit = self.form.cleaned_data["sort"], self.sorts()
        return asked if asked in fit else fit[0]

    def told(self) -> Iterator[str]:
        """What was not understood, in sentences."""
        yield from self.words.told
        for name, field in self.form.fields.items():
            for value in getattr(field, "dropped", ()):
                yield f"“{value[:40]}” is no value of “{name.removeprefix('not-')}” and was left out."
            if beyond := getattr(field, "beyond", 0):
                yield f"So many values cannot be asked for at once: {beyond} of “{name}” were left out."

    def typed(self) -> dict[str, tuple[str, ...]]:
        """The parameters in the order of an address, without those that say nothing."""
        cleaned = self.form.cleaned_data
        found = {name: self._typed(name, cleaned[name]) for name in PARAMETERS}
        return {name: values for name, values in found.items() if values}

    def _typed(self, name: str, value: Any) -> tuple[str, ...]:
        if name in ("from", "to"):
            return tuple(filter(None, [self.data.get(name, "").strip()]))
        if name == "page":
            return (str(value),) if value > 1 else ()
        if name == "view" and value == VIEWS[0]:
            return ()
        return value if isinstance(value, tuple) else tuple(filter(None, [value]))
