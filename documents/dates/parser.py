"""EDTF as an editor types it, read or refused with a sentence that says how to mend it."""

import re
from functools import lru_cache

from documents.dates.calendars import GREGORIAN, days_in_month
from documents.dates.edtf import Edtf, Point, Span
from documents.dates.words import MONTHS

MAX_LENGTH = 100

# Frequent slips, the first that fits is named: (what was typed, how to mend it).
HINTS = tuple(
    (re.compile(pattern), advice)
    for pattern, advice in (
        (r"[\u2010-\u2015\u2212]", "Join year, month and day by plain hyphens, as in 1920-07-10."),
        (r"[0-9]x", "Write a capital X for each unknown digit, as in 192X or 1920-XX."),
        (r"[?~%].", "Write one mark, at the end: ? uncertain, ~ about, % both, as in 1920-07?."),
        (r"[{}]", "For one of several dates use square brackets, as in [1919,1920]."),
        (r"[0-9]T[0-9]", "Leave out the time of day."),
        (r"^[Y-]", "Years run from 0001 to 9999."),
        (
            r"[][,/]|\.\.",
            "Write an interval as 1919/1920, and one of several dates as [1919,1920] or [1919..1920].",
        ),
        (r"\s", "Leave out spaces and words; write year, month and day as numbers, as in 1920-07-10."),
    )
)
ADVICE = "Write numbers, two digits for month and day, as in 1920, 1920-07 or 1920-07-10."

_POINT = re.compile(r"([0-9]{4}|[0-9]{3}X|[0-9]{2}XX)(?:-([0-9]{2}|XX)(?:-([0-9]{2}|XX))?)?([?~%]?)")


class DateError(ValueError):
    """A date that cannot be read; the message tells an editor what is wrong, where, and how to mend it."""


@lru_cache(maxsize=1000)
def parse(edtf: str, calendar: str = GREGORIAN) -> Edtf:
    """Read a date in EDTF that counts in the Gregorian or the Julian calendar.

    Space around it and after commas is dropped. Raises DateError for anything else, and no other error.
    """
    if len(edtf) > MAX_LENGTH:
        raise DateError(f"The date has {len(edtf)} characters; at most {MAX_LENGTH} can be read. Shorten it.")
    text = edtf.strip().replace(", ", ",")
    if not text:
        raise DateError("The date is empty. Write a year, month or day, as in 1920, 1920-07 or 1920-07-10.")
    if text.startswith("[") and text.endswith("]"):
        return Edtf(text, _read_set(text, calendar))
    if "/" in text:
        return Edtf(text, (_read_span(text, "/", calendar),))
    return Edtf(text, (_read_point(text, calendar),))


def _read_set(text: str, calendar: str) -> tuple[Point | Span, ...]:
    members = text[1:-1].split(",")
    if "" in members:
        raise DateError(f"{quote(text)} lacks a date between brackets or commas. Write it as in [1919,1920].")
    parts = tuple(
        _read_span(member, "..", calendar) if ".." in member else _read_point(member, calendar)
        for member in members
    )
    if len(parts) == 1 and isinstance(parts[0], Point):
        raise DateError(f"{quote(text)} names only one date. Leave out the brackets, or add the other dates.")
    return parts


def _read_span(text: str, mark: str, calendar: str) -> Span:
    begin, _, end = text.partition(mark)
    if mark in end:
        raise DateError(f"{quote(text)} has “{mark}” more than once. Write one beginning and one end.")
    gaps = ("", "..") if mark == "/" else ("",)
    if begin in gaps and end in gaps:
        raise DateError(
            f"{quote(text)} has neither beginning nor end. Write at least one, or leave the date empty."
        )
    span = Span(
        None if begin in gaps else _read_point(begin, calendar),
        None if end in gaps else _read_point(end, calendar),
        unknown=mark == "/" and "" in (begin, end),
    )
    if span.begin and span.end and span.begin.first > span.end.last:
        raise DateError(f"{quote(text)} ends before it begins. Write the earlier date first.")
    return span


def _read_point(text: str, calendar: str) -> Point:
    match = _POINT.fullmatch(text)
    if not match:
        advice = next((advice for pattern, advice in HINTS if pattern.search(text)), ADVICE)
        raise DateError(f"{quote(text)} cannot be read as a date. {advice}")
    year, month, day, qualifier = match.groups(default="")
    point = Point(year, month, day, qualifier, calendar)
    if fault := _fault(point):
        raise DateError(f"{quote(text)} is not a possible date: {fault}")
    return point


def _fault(point: Point) -> str:
    if point.year.replace("X", "0") == "0000":
        return "years run from 0001 to 9999."
    if "X" in point.year and point.month:
        return f"a month cannot follow a year with unknown digits. Write {point.year} alone."
    if point.month == "XX" and point.day.isdigit():
        return f"the day needs its month. Write the month, or {point.year}-XX-XX if it is not known."
    if point.month.isdigit() and not 1 <= int(point.month) <= 12:
        return f"there is no month {point.month}. Months run from 01 to 12."
    if point.is_day:
        length = days_in_month(int(point.year), int(point.month), point.calendar)
        if not 1 <= int(point.day) <= length:
            month = f"{MONTHS[int(point.month) - 1]} {point.year}"
            return f"{month} has days from 01 to {length} in the {point.calendar.title()} calendar."
    return ""


def quote(text: str) -> str:
    """What was typed, fit to stand in a message: short, and without characters that cannot be shown."""
    shown = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text[:40])
    return f"“{shown}”" if len(text) <= 40 else f"“{shown}…”"
