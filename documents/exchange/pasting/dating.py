"""Dates as printed pages write them, in English and Russian: “July 10, 1920”, «27 июня (10 июля) 1920 г.»."""

import re
from dataclasses import dataclass

from documents.dates import HistoricalDate

ENGLISH = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
RUSSIAN = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
NOMINATIVE = (
    "январь", "февраль", "март", "апрель", "май", "июнь",
    "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
)  # fmt: skip
MONTHS = {name.lower(): number % 12 + 1 for number, name in enumerate([*ENGLISH, *RUSSIAN, *NOMINATIVE])}
# From this day on Soviet Russia counted in the new style.
SWITCH = "1918-02-14"

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th|-го|-е)?"
_YEAR = r"1\d{3}|20\d\d"
_STYLE = (
    r"old style|O\. ?S\.|ст\. ?ст\.|по старому стилю|new style|N\. ?S\.|н\. ?ст\.|нов\. ?ст\.|по новому стилю"
)
_END = rf"(?: ?(?:года|г)\b\.?)?(?: ?\(?(?P<style>{_STYLE})\)?)?"
_DATE = re.compile(
    rf"(?<!\w)(?:(?P<m1>{_MONTH})\.? (?P<d1>{_DAY}),? (?P<y1>{_YEAR})"
    rf"|(?P<d2>{_DAY}) (?:of )?(?:(?P<m2>{_MONTH}) ?)?\((?P<d3>{_DAY})(?: (?P<m3>{_MONTH}))?\) ?"
    rf"(?:(?P<m4>{_MONTH}),? ?)?(?P<y2>{_YEAR})"
    rf"|(?:(?P<d5>{_DAY}) (?:of )?)?(?P<m5>{_MONTH}),? (?P<y5>{_YEAR}))(?!\d){_END}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date in a text: where it stands, and how it is normalised (EDTF, with its calendar)."""

    start: int
    end: int
    edtf: str
    calendar: str = "gregorian"
    edtf_julian: str = ""
    calendar_stated: bool = False


def find_date(text: str, start: int = 0, end: int | None = None) -> Dated | None:
    """The first date in the text that is one; None where none is. No day that never was is proposed."""
    for found in _DATE.finditer(text, start, len(text) if end is None else end):
        dated = _read(found)
        value = HistoricalDate(edtf=dated.edtf, calendar=dated.calendar, edtf_julian=dated.edtf_julian)
        if not value.problems():
            return dated
    return None


def _read(found: re.Match[str]) -> Dated:
    if found["d3"]:
        month = found["m2"] or found["m4"] or found["m3"] or ""
        old = _edtf(found["y2"], month, found["d2"])
        new = _edtf(found["y2"], found["m3"] or month, found["d3"])
        return Dated(*found.span(), new, "both", old, calendar_stated=True)
    edtf = _edtf(found["y1"] or found["y5"], found["m1"] or found["m5"], found["d1"] or found["d5"])
    style = (found["style"] or "").lower()
    is_old = style.startswith(("o", "ст", "по"))
    return Dated(*found.span(), edtf, "julian" if is_old else "gregorian", calendar_stated=bool(style))


def _edtf(year: str, month: str, day: str | None) -> str:
    if not month:
        return year
    date = f"{year}-{MONTHS[month.lower()]:02}"
    return f"{date}-{int(re.sub(r'[^0-9]', '', day)):02}" if day else date


def fields_of(dated: Dated, written: str, *, russian: bool) -> dict[str, str]:
    """The fields of a document for its date; where no calendar is stated, why this one is proposed."""
    calendar, reason = dated.calendar, ""
    if not dated.calendar_stated:
        calendar, reason = _calendar(dated.edtf, russian)
    return {
        "date_as_written": written,
        "date_edtf": dated.edtf,
        "date_edtf_julian": dated.edtf_julian,
        "date_calendar": calendar,
        "date_calendar_basis": "stated" if dated.calendar_stated else "inferred",
        "date_calendar_reason": reason,
    }


def _calendar(edtf: str, russian: bool) -> tuple[str, str]:
    if edtf >= SWITCH:
        old = HistoricalDate(edtf=edtf).julian()
        words = HistoricalDate(edtf=old, calendar="julian").in_words().removesuffix(" (old style)")
        beside = f"; in the old style it would be {words}" if words else ""
        return (
            "gregorian",
            f"No calendar is stated; the date is later than the change of style in 1918{beside}.",
        )
    if russian:
        return "julian", "No calendar is stated; a Russian date before the change of style in 1918."
    return "gregorian", "No calendar is stated."
