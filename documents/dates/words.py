"""Dates in words for a reader, never more precise than they were typed."""

from collections.abc import Iterator

from documents.dates.edtf import Edtf, Point, Span

# All English wording of dates, in one place so that it can be translated.
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WORDS = {
    "day": "{day} {month} {year}",
    "month": "{month} {year}",
    "decade": "{decade}0s",
    "years": "{first}–{last}",
    "about": "about {date}",
    "noted": "{date} ({notes})",
    "day unknown": "day unknown",
    "month unknown": "month unknown",
    "month and day unknown": "month and day unknown",
    "uncertain": "uncertain",
    "old style": "old style",
    "interval": "{begin} to {end}",
    "begin open": "until {end}",
    "end open": "from {begin}",
    "begin unknown": "until {end}, beginning unknown",
    "end unknown": "from {begin}, end unknown",
    "between": "between {begin} and {end}",
    "or earlier": "{end} or earlier",
    "or later": "{begin} or later",
    "one of": "one of {first} or {last}",
}


def in_words(edtf: Edtf) -> str:
    """A date as English words for a reader, never more precise than it was typed."""
    if not edtf.is_set:
        return _part_in_words(edtf.parts[0])
    *rest, last = [_part_in_words(part, in_set=True) for part in edtf.parts]
    if rest:
        return WORDS["one of"].format(first=", ".join(rest), last=last)
    span = edtf.parts[0]
    if isinstance(span, Span) and span.begin and span.end:
        return WORDS["between"].format(begin=_point_in_words(span.begin), end=_point_in_words(span.end))
    return last


def _part_in_words(part: Point | Span, in_set: bool = False) -> str:
    if isinstance(part, Point):
        return _point_in_words(part)
    begin = _point_in_words(part.begin) if part.begin else ""
    end = _point_in_words(part.end) if part.end else ""
    if begin and end:
        return WORDS["interval"].format(begin=begin, end=end)
    if in_set:
        form = "or later" if begin else "or earlier"
    else:
        form = f"{'end' if begin else 'begin'} {'unknown' if part.unknown else 'open'}"
    return WORDS[form].format(begin=begin, end=end)


def _point_in_words(point: Point) -> str:
    notes = [WORDS[note] for note in _unknown(point)]
    if point.qualifier in ("?", "%"):
        notes.append(WORDS["uncertain"])
    words = _plain(point)
    if point.qualifier in ("~", "%"):
        words = WORDS["about"].format(date=words)
    return WORDS["noted"].format(date=words, notes=", ".join(notes)) if notes else words


def _unknown(point: Point) -> Iterator[str]:
    if point.month == "XX":
        yield "month and day unknown" if point.day else "month unknown"
    elif point.day == "XX":
        yield "day unknown"


def _plain(point: Point) -> str:
    if point.year.endswith("X"):
        # “1900s” might mean ten years or a hundred, so these are written out.
        form = "years" if point.year.endswith(("XX", "0X")) else "decade"
        first, last = point.year.replace("X", "0"), point.year.replace("X", "9")
        return WORDS[form].format(decade=first[:3], first=first, last=last)
    if not point.month.isdigit():
        return point.year
    month = MONTHS[int(point.month) - 1]
    if not point.is_day:
        return WORDS["month"].format(month=month, year=point.year)
    return WORDS["day"].format(day=int(point.day), month=month, year=point.year)
