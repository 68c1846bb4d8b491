"""A date that was read from EDTF: its parts, and the days it covers.

EDTF is the Extended Date/Time Format (Library of Congress 2019, ISO 8601-2:2019); docs/dates.md lists
the subset that is read here.
"""

import re
from dataclasses import dataclass
from datetime import date

from documents.dates.calendars import day_number, days_in_month, gregorian_day, iso_day

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Point:
    """One year, month or day as typed, unknown digits as X; "" for what was not given."""

    year: str
    month: str
    day: str
    qualifier: str
    calendar: str

    @property
    def first(self) -> int:
        """The Julian day number of the first day it may mean."""
        month = int(self.month) if self.month.isdigit() else 1
        day = int(self.day) if self.day.isdigit() else 1
        return day_number(int(self.year.replace("X", "0")), month, day, self.calendar)

    @property
    def last(self) -> int:
        """The Julian day number of the last day it may mean."""
        year = int(self.year.replace("X", "9"))
        month = int(self.month) if self.month.isdigit() else 12
        day = int(self.day) if self.day.isdigit() else days_in_month(year, month, self.calendar)
        return day_number(year, month, day, self.calendar)

    @property
    def is_day(self) -> bool:
        return self.day.isdigit()

    @property
    def points(self) -> tuple["Point", ...]:
        return (self,)


@dataclass(frozen=True, slots=True)
class Span:
    """An interval, or a range in a set. At most one end is None: open or, if `unknown`, not known."""

    begin: Point | None
    end: Point | None
    unknown: bool = False

    @property
    def first(self) -> int | None:
        return self.begin.first if self.begin else None

    @property
    def last(self) -> int | None:
        return self.end.last if self.end else None

    @property
    def points(self) -> tuple[Point, ...]:
        return tuple(point for point in (self.begin, self.end) if point)


@dataclass(frozen=True, slots=True)
class Edtf:
    """A date that was read. `parts` holds one Point, one Span, or the members of a one-of set."""

    text: str
    parts: tuple[Point | Span, ...]

    @property
    def is_set(self) -> bool:
        return self.text.startswith("[")

    @property
    def points(self) -> tuple[Point, ...]:
        return tuple(point for part in self.parts for point in part.points)

    @property
    def is_day(self) -> bool:
        """Whether it is one day, perhaps uncertain or approximate."""
        return not self.is_set and isinstance(self.parts[0], Point) and self.parts[0].is_day

    @property
    def first(self) -> int | None:
        """The Julian day number of the first day covered; None where the beginning is open."""
        days = [part.first for part in self.parts]
        return None if None in days else min(day for day in days if day is not None)

    @property
    def last(self) -> int | None:
        """The Julian day number of the last day covered; None where the end is open."""
        days = [part.last for part in self.parts]
        return None if None in days else max(day for day in days if day is not None)

    @property
    def earliest(self) -> date | None:
        """The first day covered, in Gregorian; None if open, or not within the Gregorian years 1 to 9999."""
        first = self.first
        return None if first is None else gregorian_day(first)

    @property
    def latest(self) -> date | None:
        """The last day covered, in Gregorian; None if open, or not within the Gregorian years 1 to 9999."""
        last = self.last
        return None if last is None else gregorian_day(last)

    @property
    def uncertain(self) -> bool:
        return any(point.qualifier in ("?", "%") for point in self.points)

    @property
    def approximate(self) -> bool:
        return any(point.qualifier in ("~", "%") for point in self.points)

    def in_calendar(self, calendar: str) -> str:
        """The same days as EDTF of another calendar; "" unless all are full days of the years 1 to 9999.

        A month or year of one calendar is none of the other, so nothing coarser than a day is converted.
        """
        days = [iso_day(point.first, calendar) if point.is_day else "" for point in self.points]
        remaining = iter(days)
        return _DAY.sub(lambda _: next(remaining), self.text) if all(days) else ""
