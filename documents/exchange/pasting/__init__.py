"""What an editor pastes, read by a grammar: the same words give the same proposal, and nothing is saved.

`read(text, kind)` proposes the fields of a document. Every character of the text has exactly one place: a
field, or the tray of what was not placed. Pure Python: records of the archive are looked for elsewhere.
"""

from collections.abc import Callable

from documents.exchange.pasting.accounting import Span, Use, account
from documents.exchange.pasting.archival import read_archival
from documents.exchange.pasting.page import read_page
from documents.exchange.pasting.printings import read_printings
from documents.exchange.pasting.proposal import Proposed, Wanted
from documents.exchange.pasting.signatures import read_signatures

__all__ = ["KINDS", "LONGEST", "Proposed", "Span", "Use", "Wanted", "account", "read"]

# Characters in one paste: a document of a hundred pages with its notes stays below.
LONGEST = 300_000

KINDS: dict[str, Callable[[str], Proposed]] = {
    "page": read_page,
    "signatures": read_signatures,
    "archival": read_archival,
    "printings": read_printings,
}


def read(text: str, kind: str = "page") -> Proposed:
    """What the pasted text says, read as one of KINDS. Line ends are “\\n”, the text is NFC."""
    return KINDS[kind](text)
