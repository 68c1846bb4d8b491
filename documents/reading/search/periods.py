"""The documents by time: a bar for each century, decade, year, month or day, each with what it would find.

A document whose date is not exact is counted in every bar in which it may lie: the period clicked finds it.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from documents.dates import in_words, parse
from documents.reading.search.address import Address
from documents.reading.search.facets import unit
from documents.search.cards import NOT_STATED
from documents.search.counting import Days, days
from documents.search.index import Opened
from documents.search.request import Request
from documents.search.schema import ALWAYS, NEVER, day_number, in_period

MOST_BARS = 32
WIDTH = 100
STEPS = (1, 10, 100, 1000)
_OPEN = (in_period(NEVER, "year"), in_period(ALWAYS, "year"))


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of time: its name, how many documents may lie in it, the search within it, and its length."""

    name: str
    count: int
    address: str
    width: int
    is_whole: bool = False

    @property
    def unit(self) -> str:
        """What the count counts."""
        return unit(self.count)


@dataclass(frozen=True, slots=True)
class Periods:
    """The bars of one level; `wider` leads a level up; `undated` are those that no period can find.

    `is_repeating` is whether a document is counted in several bars.
    """

    bars: tuple[Bar, ...] = ()
    is_repeating: bool = False
    wider: str = ""
    undated: int = 0
    undated_address: str = ""
    is_undated: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """A bar before it is counted: its name, its bounds as a reader types them and as the index counts."""

    name: str
    first: str
    last: str
    lower: int
    upper: int


def periods(opened: Opened, request: Request, address: Address, by_year: Days | None = None) -> Periods:
    """The time of what a request finds, at the level that its own period asks for.

    `by_year` is how that is spread over the years if it has been counted; no period is asked for then.
    """
    # Counted as if no period were asked for: that is what the address of a bar finds.
    whenever = replace(request, earliest=None, latest=None)
    by_year = by_year or days(opened, whenever, "year")
    wider = address.without("from", "to") if address.get("from") or address.get("to") else ""
    without_day = address.changed({"from": (NOT_STATED,), "to": ()})
    bounds = None if request.undated else _bounds(by_year, request)
    bars, is_repeating = _bars(opened, whenever, address, by_year, bounds) if bounds else ((), False)
    return Periods(bars, is_repeating, wider, by_year.undated, without_day, request.undated)


def _bars(
    opened: Opened, whenever: Request, address: Address, by_year: Days, bounds: tuple[date, date]
) -> tuple[tuple[Bar, ...], bool]:
    period, stretches = _level(*bounds)
    counts = by_year if period == "year" else days(opened, _within(whenever, *bounds), period)
    rows = _trimmed([(each, counts.overlapping(each.lower, each.upper)) for each in stretches])
    if not rows:
        return (), False
    most = max(count for _, count in rows)
    bars = tuple(_bar(each, count, most, address) for each, count in rows)
    return bars, sum(bar.count for bar in bars) > counts.overlapping(rows[0][0].lower, rows[-1][0].upper)


def _bar(stretch: Stretch, count: int, most: int, address: Address) -> Bar:
    asked = {"from": (stretch.first,), "to": (stretch.last,)}
    is_whole = all(address.get(name) == value for name, value in asked.items())
    return Bar(stretch.name, count, address.changed(asked), -(-count * WIDTH // most), is_whole)


def _within(request: Request, first: date, last: date) -> Request:
    """What may lie in the whole months of a period: of these no month and no day of it is left uncounted."""
    end = last.replace(day=monthrange(last.year, last.month)[1])
    return replace(request, earliest=first.replace(day=1), latest=end)


def _trimmed(rows: list[tuple[Stretch, int]]) -> list[tuple[Stretch, int]]:
    """Without the empty stretches at both ends."""
    full = [place for place, (_, count) in enumerate(rows) if count]
    return rows[full[0] : full[-1] + 1] if full else []


def _bounds(by_year: Days, request: Request) -> tuple[date, date] | None:
    """The days between which bars are drawn: those asked for, else the years of what is found."""
    years = [year for bound in (by_year.first, by_year.last) for year in bound if year not in _OPEN]
    if not years:
        return None
    first = request.earliest or date(min([*years, *_year(request.latest)]), 1, 1)
    last = request.latest or date(max([*years, *_year(request.earliest)]), 12, 31)
    return first, last


def _year(day: date | None) -> list[int]:
    return [day.year] if day else []


def _level(first: date, last: date) -> tuple[str, list[Stretch]]:
    """Years, or the months of one year, or the days of one month."""
    if first.year != last.year:
        return "year", list(_years(first.year, last.year))
    if first.month != last.month:
        return "month", list(_months(first, last))
    return "day", list(_days(first, last))


def _years(first: int, last: int) -> Iterator[Stretch]:
    step = next((step for step in STEPS if (last // step - first // step) < MOST_BARS), STEPS[-1])
    for begin in range(first // step * step, last + 1, step):
        end = begin + step - 1
        name = f"{begin}" if step == 1 else f"{begin}s" if step == 10 else f"{begin}–{end}"
        yield Stretch(name, f"{max(begin, 1):04}", f"{end:04}", begin, end)


def _months(first: date, last: date) -> Iterator[Stretch]:
    for month in range(first.month, last.month + 1):
        written, number = f"{first.year:04}-{month:02}", first.year * 100 + month
        yield Stretch(in_words(parse(written)), written, written, number, number)


def _days(first: date, last: date) -> Iterator[Stretch]:
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        day = date.fromordinal(ordinal)
        number = day_number(day)
        yield Stretch(in_words(parse(f"{day}")), f"{day}", f"{day}", number, number)
