"""The capacity in which somebody signs, as printed: “For the Chairman of the Council”."""

import re
from dataclasses import dataclass

from documents.exchange.pasting import terms

LED = re.compile(r"(?P<instead>(?:for|за|по поручению|per pro\.?|p\. ?p\.)\s+)?(?:the\s+)?", re.IGNORECASE)
_HEADS = (*terms.CAPACITIES, *terms.OTHER_CAPACITIES)


@dataclass(slots=True)
class Capacity:
    """A capacity as printed, and which names it holds for."""

    start: int
    end: int
    head: str
    holds_on: bool  # for more than one name
    manner: str = "signed"


def capacity_at(text: str, start: int, end: int) -> Capacity | None:
    """The capacity with which a piece begins; it ends, for now, with its head: “For the Chairman”."""
    led = LED.match(text, start, end)
    begins = led.end() if led else start
    head = terms.at_start(text[begins:end], _HEADS)
    if not head:
        return None
    manner = "for" if led and led["instead"] else "signed"
    word = head[0].lower()
    return Capacity(start, begins + head.end(), word, word in terms.PLURALS, manner)
