"""When nothing was found: which one condition to leave out; other spellings of a word."""

from dataclasses import dataclass, replace

from documents.reading.search.address import Address
from documents.reading.search.chips import PERIOD, Chip
from documents.search import instead
from documents.search.counting import total
from documents.search.index import Opened
from documents.search.query import in_words, typed_again
from documents.search.request import Request

MOST_CHIPS = 12


@dataclass(frozen=True, slots=True)
class Offer:
    """Another search that finds something: what differs in it, its address, how many documents it finds."""

    words: str
    address: str
    count: int


@dataclass(frozen=True, slots=True)
class Instead:
    """All that can be offered, the best first. `everything`, if there is but one condition to leave out.

    `unquoted` is the same words, not as a phrase.
    """

    spellings: tuple[Offer, ...] = ()
    without: tuple[Offer, ...] = ()
    everything: Offer | None = None
    unquoted: Offer | None = None


def offers(opened: Opened, request: Request, address: Address, chips: list[Chip], found: int = 0) -> Instead:
    """What to ask instead; every offer has been counted. Where something was found, what finds more."""
    spelled = tuple(
        Offer(typed_again(each.tree), address.changed({"q": (typed_again(each.tree),)}), each.count)
        for each in instead.spellings(opened, request)
        if each.count > found
    )
    if found:
        return Instead(spelled)
    words = [
        Offer(in_words(each.word), address.changed({"q": (typed_again(each.tree),)}), each.count)
        for each in instead.without_words(opened, request)
    ]
    conditions = [
        Offer(f"{chip.about}: {'not ' if chip.excluded else ''}{chip.value}", chip.address, count)
        for chip in chips[:MOST_CHIPS]
        if (count := total(opened, without(request, chip)))
    ]
    loose = _unquoted(opened, request, address)
    if len(chips) == 1 and not words:
        return Instead(spelled, everything=conditions[0] if conditions else None, unquoted=loose)
    # That every document is found without any word need not be told where leaving out one is enough.
    told = conditions if len(chips) > 1 else []
    without_one = tuple(sorted([*told, *words], key=lambda offer: -offer.count))
    return Instead(spelled, without_one, unquoted=loose)


def _unquoted(opened: Opened, request: Request, address: Address) -> Offer | None:
    found = instead.unquoted(opened, request)
    if found is None:
        return None
    return Offer(in_words(found.word), address.changed({"q": (typed_again(found.tree),)}), found.count)


def without(request: Request, chip: Chip) -> Request:
    """The request without the condition that a chip shows."""
    if chip.name == "q":
        return replace(request.worded(None, request.scope), sort="date")
    if chip.name == "scope":
        return request.worded(request.tree, "")
    if chip.name == PERIOD:
        return replace(request, earliest=None, latest=None)
    if chip.name == "from":
        return replace(request, earliest=None, undated=False)
    if chip.name == "to":
        return replace(request, latest=None)
    part = "exclude" if chip.name.startswith("not-") else "include"
    facet = chip.name.removeprefix("not-")
    values = getattr(request, part)
    left = tuple(value for value in values[facet] if value != chip.key)
    others = {name: each for name, each in values.items() if name != facet}
    changed = others | {facet: left} if left else others
    return replace(request, exclude=changed) if part == "exclude" else replace(request, include=changed)
