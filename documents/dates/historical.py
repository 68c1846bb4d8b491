"""The date of a document: as the source has it, and beside it as editors understand it, in both styles."""

import re
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from documents.dates.calendars import GREGORIAN, JULIAN
from documents.dates.edtf import Edtf
from documents.dates.parser import DateError, parse, quote
from documents.dates.words import WEEKDAYS, WORDS, in_words

BOTH = "both"  # the source states old and new style
OTHER = "other"  # a calendar given by name; the normalised date is Gregorian
CALENDARS = (GREGORIAN, JULIAN, BOTH, OTHER)

_WEEKDAY = re.compile(rf"\b({'|'.join(WEEKDAYS)})\b", re.IGNORECASE)


class Styles(NamedTuple):
    """One date in words by both styles; "" for the style in which it cannot be told."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class HistoricalDate:
    """A date as it stands in the source, and beside it what editors make of it.

    `edtf` counts in the Julian calendar if `calendar` is "julian", else in the Gregorian. `edtf_julian` is
    the old-style date where the source states both. `calendar_name` names a calendar that is "other".
    """

    as_written: str = ""
    edtf: str = ""
    calendar: str = GREGORIAN
    calendar_name: str = ""
    edtf_julian: str = ""

    def _read(self) -> Edtf | None:
        return _read_or_none(self.edtf, self._calendar_of_edtf)

    def _read_old(self) -> Edtf | None:
        return _read_or_none(self.edtf_julian, JULIAN) if self.calendar == BOTH else None

    @property
    def _calendar_of_edtf(self) -> str:
        return JULIAN if self.calendar == JULIAN else GREGORIAN

    @property
    def earliest(self) -> date | None:
        """The first Gregorian day it may mean; None if unreadable, open, or out of the years 1 to 9999."""
        read = self._read()
        return read.earliest if read else None

    @property
    def latest(self) -> date | None:
        """The last Gregorian day it may mean; None if unreadable, open, or out of the years 1 to 9999."""
        read = self._read()
        return read.latest if read else None

    @property
    def is_day(self) -> bool:
        """Whether one full day is given, perhaps uncertain or approximate."""
        read = self._read()
        return bool(read and read.is_day)

    def sort_key(self) -> tuple[date, date]:
        """Orders by first, then last day; an open beginning sorts by its end, and undated dates come last."""
        earliest, latest = self.earliest, self.latest
        return earliest or latest or date.max, latest or date.max

    def gregorian(self) -> str:
        """The date in EDTF of the new style; "" if it cannot be converted without inventing precision."""
        read = self._read()
        if not read:
            return ""
        return read.in_calendar(GREGORIAN) if self.calendar == JULIAN else read.text

    def julian(self) -> str:
        """The date in EDTF of the old style; "" if it cannot be converted without inventing precision."""
        if old := self._read_old():
            return old.text
        read = self._read()
        if not read:
            return ""
        return read.text if self.calendar == JULIAN else read.in_calendar(JULIAN)

    def in_words(self) -> str:
        """English words, in the style typed (the new where both are); "" without a readable date."""
        read = self._read()
        if read and self.calendar == JULIAN:
            return WORDS["noted"].format(date=in_words(read), notes=WORDS["old style"])
        return in_words(read) if read else ""

    def both_styles(self) -> Styles | None:
        """The words of old and new style, for a date that is Julian or stated in both; else None."""
        if self.calendar not in (JULIAN, BOTH):
            return None
        old = _read_or_none(self.julian(), JULIAN)
        new = _read_or_none(self.gregorian(), GREGORIAN)
        return Styles(in_words(old) if old else "", in_words(new) if new else "") if old or new else None

    def problems(self) -> list[str]:
        """What keeps the date from being understood, a sentence or two each; empty if all is well."""
        problems = [_why_unreadable(self.edtf, self._calendar_of_edtf)]
        if old := _why_unreadable(self.edtf_julian, JULIAN):
            problems.append(f"Old-style date: {old}")
        problems += [self._calendar_problem(), self._calendar_name_problem(), self._pair_problem()]
        return [problem for problem in problems if problem]

    def _calendar_problem(self) -> str:
        if self.calendar not in CALENDARS:
            return f"There is no calendar {quote(self.calendar)}. Choose one of {', '.join(CALENDARS)}."
        if self.calendar == JULIAN and not self.edtf.strip():
            return "The calendar is Julian, but no date is given in it. Add the date, or choose Gregorian."
        if self.calendar == BOTH and not (self.edtf.strip() and self.edtf_julian.strip()):
            return "One of the two styles is missing. Add it, or choose the calendar of the other."
        if self.calendar != BOTH and self.edtf_julian.strip():
            return "An old-style date stands beside the date. Choose “both” as calendar, or remove it."
        return ""

    def _calendar_name_problem(self) -> str:
        if self.calendar == OTHER and not self.calendar_name.strip():
            return "The calendar is another one, but it has no name. Add the name, such as “Hijri”."
        if self.calendar != OTHER and self.calendar_name.strip():
            return "A calendar is named that is not used. Choose “other” as calendar, or remove the name."
        return ""

    def _pair_problem(self) -> str:
        new, old = self._read(), self._read_old()
        if not new or not old or _may_be_one(old, new):
            return ""
        meant = _read_or_none(old.in_calendar(GREGORIAN), GREGORIAN)
        is_not = f"is {in_words(meant)} in the new style, not" if meant else "in the old style is never"
        return f"The two styles disagree: {in_words(old)} {is_not} {in_words(new)}. Correct one of them."

    def weekday_problem(self) -> str:
        """A sentence if the date as written names, in English, a weekday that its day was not; else ""."""
        read = self._read()
        day = read.earliest if read and read.is_day and not read.approximate else None
        named = [name.capitalize() for name in _WEEKDAY.findall(self.as_written)] if day else []
        if not day or not named or WEEKDAYS[day.weekday()] in named:
            return ""
        fact = f"{self.in_words()} was a {WEEKDAYS[day.weekday()]}"
        return f"The date as written says {named[0]}, but {fact}. Check the day, and the calendar."


def _read_or_none(edtf: str, calendar: str) -> Edtf | None:
    if not edtf:
        return None
    try:
        return parse(edtf, calendar)
    except DateError:
        return None


def _why_unreadable(edtf: str, calendar: str) -> str:
    if not edtf:
        return ""
    try:
        parse(edtf, calendar)
    except DateError as error:
        return str(error) if edtf.strip() else ""
    return ""


def _may_be_one(old: Edtf, new: Edtf) -> bool:
    """Whether both styles can mean one date: full days must agree, anything vaguer must overlap."""
    if old.approximate or new.approximate:
        return True
    if old.in_calendar(GREGORIAN) and new.in_calendar(JULIAN):
        return (old.first, old.last) == (new.first, new.last)
    starts = [day for day in (old.first, new.first) if day is not None]
    ends = [day for day in (old.last, new.last) if day is not None]
    return max(starts, default=0) <= min(ends, default=10**8)
