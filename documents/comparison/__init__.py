"""Two snapshots → what differs between them, as data. Pure Python: no table and no template is known here."""

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

__all__ = [
    "ADDED",
    "CHANGED",
    "MOVED",
    "REMOVED",
    "Aligned",
    "Change",
    "Comparison",
    "Group",
    "RowChange",
]
