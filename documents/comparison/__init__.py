"""Two snapshots → what differs between them, as data. Pure Python: no table and no template is known here."""

from collections.abc import Mapping
from time import time
from typing import Any

from documents.comparison import document, prose
from documents.comparison.changes import (
    ADDED,
    CHANGED,
    MOVED,
    REMOVED,
    Aligned,
    Change,
    Comparison,
    Group,
    RowChange,
)
from documents.comparison.comparing import SECONDS, State, differences, with_owners
from documents.comparison.likeness import with_keys_of
from documents.comparison.prose import aligned, folded
from documents.comparison.shape import Shape
from documents.comparison.wording import in_words
from documents.snapshot import Name, Snapshot, Text

__all__ = [
    "ADDED",
    "CHANGED",
    "MOVED",
    "REMOVED",
    "Aligned",
    "Budget",
    "Change",
    "Comparison",
    "Group",
    "RowChange",
    "aligned",
    "compare",
    "compare_documents",
    "compare_records",
    "compare_texts",
    "folded",
    "in_words",
]

NOTHING = State({})


class Budget:
    """The seconds that a page has for all of its comparisons."""

    def __init__(self, seconds: float = 3.0) -> None:
        self.until = time() + seconds

    def left(self) -> float:
        """What one comparison may take now; 0 where nothing is left."""
        return min(SECONDS, max(0.0, self.until - time()))


def compare(before: Snapshot | None, after: Snapshot | None, seconds: float = SECONDS) -> Comparison:
    """Two states of one document, None where it is not there. Rows are matched by their key."""
    return differences(_state(before), _state(after), document.SHAPE, seconds)


def compare_documents(before: Snapshot, after: Snapshot) -> Comparison:
    """Two documents, whose rows have no keys in common: they are matched by what they say."""
    one, other = _state(before), _state(after)
    return differences(one, with_keys_of(one, other, document.SHAPE), document.SHAPE)


def compare_texts(one: Text, other: Text) -> Change:
    """Two texts of one document by words: two translations, two printings."""
    return Change(
        name="content",
        label="text",
        before=one.content,
        after=other.content,
        segments=prose.compared(one.content, other.content),
        language=one.language if one.language == other.language != "und" else "",
        direction=one.direction if one.direction == other.direction else "auto",
        is_source=True,
    )


def compare_records(
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    shape: Shape,
    names_before: Mapping[str, Name] | None = None,
    names_after: Mapping[str, Name] | None = None,
    seconds: float = SECONDS,
) -> Comparison:
    """Two states of any record as plain data (places.records.read); its shape says what it consists of."""
    one, other = State(before or {}, names_before or {}), State(after or {}, names_after or {})
    return differences(one, other, shape, seconds)


def _state(snapshot: Snapshot | None) -> State:
    if snapshot is None:
        return NOTHING
    return with_owners(State(snapshot.to_data()["document"], snapshot.names), document.SHAPE)
