"""The dates of a document of a volume, and the place where it was written."""

import re
from typing import Any

from documents.dates import HistoricalDate
from documents.exchange.importing.dialects.body import TEI, Element, local, plain
from documents.exchange.importing.dialects.fitting import cut
from documents.exchange.importing.dialects.frus_part import Part
from documents.markup import escape
from documents.snapshot import FurtherDate

_RECEIVED = re.compile(r"[\[(]\s*Received(?: at [^,\])]+,)?\s+([^\])]+?)\s*[\])]")
_MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905 - easier to read
)
_IN_HEAD = re.compile(rf"(({'|'.join(_MONTHS)}) (\d{{1,2}})(?:st|nd|rd|th)?, (\d{{4}}))\b")
LONGEST = 500
_DAY = re.compile(r"(\d{4}(?:-\d\d(?:-\d\d)?)?)(?:T.*)?")


def dated(part: Part) -> dict[str, Any]:
    """Date, place and further dates of the document's first dateline."""
    lines = part.own("dateline")
    if not lines or not any(True for _ in lines[0].iter(f"{TEI}date")):
        return {**_placed(lines, part), **_dated_in_head(part)}
    dates = list(lines[0].iter(f"{TEI}date"))
    return {
        **_placed(lines, part),
        "date_as_written": _date(_worded(dates[0]), part),
        "date_edtf": _edtf(part, dates[0]),
        "further_dates": _further(part, plain(lines[0]), dates[1:]),
    }


def _further(part: Part, words: str, dates: list[Element]) -> tuple[FurtherDate, ...]:
    """The other dates of the dateline; where there are none, the words that tell of the receipt."""
    if received := None if dates else _RECEIVED.search(words):
        written = _date(received[1], part)
        return (FurtherDate(key="received", date_kind="received", date_as_written=written),)
    return tuple(
        FurtherDate(
            key=f"date {number}",
            date_kind="received" if "eceived" in words else None,
            date_as_written=_date(plain(each), part),
            date_edtf=_edtf(part, each),
        )
        for number, each in enumerate(dates, start=2)
    )


def _placed(lines: list[Element], part: Part) -> dict[str, Any]:
    place = lines[0].find(f".//{TEI}placeName") if lines else None
    if place is None:
        return {}
    written = plain(place).rstrip(" ,;")
    return {"place_as_written": cut(written, LONGEST, "The place of writing", part.scribe.left)}


def _dated_in_head(part: Part) -> dict[str, Any]:
    """The date that only the head names, as that of minutes: concluded, and said to be so."""
    found = _IN_HEAD.findall(plain(part.head)) if part.head is not None else []
    if len(found) != 1:
        return {}
    words, month, day, year = found[0]
    edtf = f"{year}-{_MONTHS.index(month) + 1:02d}-{int(day):02d}"
    if HistoricalDate(edtf=edtf).problems():
        return {}
    reason = "There is no dateline; the head of the document names the day."
    return {"date_as_written": words, "date_edtf": edtf, "date_basis": "inferred", "date_reason": reason}


def _edtf(part: Part, date: Element) -> str:
    """What the attributes of a `date` say, as EDTF (TEI P5, att.datable.w3c); the wording has the hours."""
    when, begins, ends, after, before = (
        _day(date.get(name, "")) for name in ("when", "from", "to", "notBefore", "notAfter")
    )
    if begins or ends:
        edtf = begins if begins == ends else f"{begins or '..'}/{ends or '..'}"
    elif after or before:
        edtf = after if after == before else f"[{after}..{before}]"
    else:
        edtf = when
    if edtf and ((when and edtf != when) or HistoricalDate(edtf=edtf).problems()):
        part.scribe.left[f"The machine-readable date “{edtf}” is not possible and left out."] += 1
        return ""
    return edtf


def _worded(date: Element) -> str:
    """The words of a date, with those of the time of day that follows it."""
    time = date.getnext()
    return (
        plain(date) + (date.tail or "").rstrip() + " " + plain(time) if local(time) == "time" else plain(date)
    )


def _day(value: str) -> str:
    found = _DAY.fullmatch(value.strip())
    return found[1] if found else value.strip()


def _date(words: str, part: Part) -> str:
    """The wording of a date as literal words; half as many characters fit where each may need a stroke."""
    words = words.rstrip(" ,;")
    literal = escape(words)
    if len(literal) <= LONGEST:
        return literal
    return escape(cut(words, LONGEST // 2, "The wording of a date", part.scribe.left))
