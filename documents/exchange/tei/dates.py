"""Dates ⇄ `date`: the words, the normalised date as typed, its calendar, and the days that it may mean.

`@when-custom` is the EDTF as it was typed and `@datingMethod` the calendar that it counts in; `@calendar` is
what the editors chose. `@when`, `@from`, `@to`, `@notBefore` and `@notAfter` are derived, for other programs.
"""

import re
from typing import Any

from documents.dates import GREGORIAN, JULIAN
from documents.exchange.tei.elements import Element, add, attribute_name, child, children, get, put, words_of
from documents.snapshot import Document, FurtherDate, date_of

CALENDARS = {
    "gregorian": "Gregorian calendar (new style)",
    "julian": "Julian calendar (old style)",
    "both": "The source states both styles",
    "other": "Another calendar",
}
_PLAIN = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_NAMED = "calendar."


def write_date(element: Element, row: Document | FurtherDate) -> None:
    """Sets the attributes of a date; a date in old style beside it becomes the next element."""
    if row.date_edtf:
        put(element, "when-custom", row.date_edtf)
        put(element, "datingMethod", f"#{JULIAN if row.date_calendar == JULIAN else GREGORIAN}")
    if row.date_calendar_name:
        put(element, "calendar", f"#{_NAMED}{get(element, 'xml:id')}")
    elif row.date_calendar != GREGORIAN:
        put(element, "calendar", f"#{row.date_calendar}")
    for name, value in _days(row).items():
        put(element, name, value)
    if row.date_edtf_julian:
        old = add(element.getparent(), "date", corresp=f"#{get(element, 'xml:id')}", type_="old-style")
        put(old, "when-custom", row.date_edtf_julian)
        put(old, "datingMethod", f"#{JULIAN}")


def _days(row: Document | FurtherDate) -> dict[str, str]:
    """The Gregorian days in the attributes that every program knows."""
    if not row.date_edtf:
        return {}
    date = date_of(row)
    if row.date_calendar != JULIAN and _PLAIN.fullmatch(row.date_edtf):
        return {"when": row.date_edtf} if date.earliest else {}
    first, last = (day.isoformat() if day else "" for day in (date.earliest, date.latest))
    if first and first == last:
        return {"when": first}
    begins, ends = ("from", "to") if "/" in row.date_edtf else ("notBefore", "notAfter")
    return {name: day for name, day in ((begins, first), (ends, last)) if day}


def write_calendars(profile: Element, document: Document) -> None:
    """Says what the calendars are to which the dates point."""
    rows: tuple[Document | FurtherDate, ...] = (document, *document.further_dates)
    used = {GREGORIAN, JULIAN} if any(row.date_edtf for row in rows) else set()
    used |= {
        row.date_calendar for row in rows if row.date_calendar != GREGORIAN and not row.date_calendar_name
    }
    named = [row for row in rows if row.date_calendar_name]
    if not used and not named:
        return
    holder = add(profile, "calendarDesc")
    for code, words in CALENDARS.items():
        if code in used:
            add(add(holder, "calendar", xml_id=code), "p", words)
    for row in named:
        ident = f"k-{row.key}" if isinstance(row, FurtherDate) else "date"
        calendar = add(holder, "calendar", xml_id=f"{_NAMED}{ident}", n=row.date_calendar)
        add(calendar, "p", row.date_calendar_name)


def read_date(element: Element, root: Element) -> dict[str, str]:
    """The fields of a date from its element."""
    found = {"date_edtf": get(element, "when-custom") or ""}
    pointer = get(element, "calendar")
    if pointer:
        named = _calendar(root, pointer[1:])
        found["date_calendar"] = pointer[1:] if named is None else get(named, "n") or ""
        if named is not None:
            found["date_calendar_name"] = words_of(child(named, "p"))
    own = f"#{get(element, 'xml:id')}"
    for each in children(element.getparent(), "date"):
        if get(each, "corresp") == own:
            found["date_edtf_julian"] = get(each, "when-custom") or ""
    return found


def _calendar(root: Element, ident: str) -> Any:
    """The calendar that has a name of its own."""
    if not ident.startswith(_NAMED):
        return None
    holder = child(root, "teiHeader", "profileDesc", "calendarDesc")
    for each in children(holder, "calendar"):
        if each.get(attribute_name("xml:id")) == ident:
            return each
    return None
