"""Two texts → what was deleted, inserted, and stayed, by whole words. Pure Python."""

from dataclasses import dataclass

SAME, DELETED, INSERTED = "same", "deleted", "inserted"
# Words that only got, lost or changed a mark for a person, body, place or document (see comparison/prose.py).
MARKED = "marked"
# Unchanged words that a page need not show at once.
FOLDED = "folded"


@dataclass(frozen=True, slots=True)
class Segment:
    """Words that were treated alike: `kind` is SAME, DELETED, INSERTED, MARKED or FOLDED."""

    kind: str
    text: str
