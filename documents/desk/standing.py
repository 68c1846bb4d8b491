"""How a document stands with its readers: draft, published, withdrawn; and whether the desk has moved on."""

from dataclasses import dataclass
from typing import Any

from documents import history
from documents.models import Document, Version
from documents.publishing import State, state_of
from documents.snapshot import Snapshot, digest


@dataclass(frozen=True, slots=True)
class Standing:
    """What the head of the form tells, and on what its buttons depend."""

    state: State
    versions: tuple[int, ...]
    moved_on: bool

    @property
    def ever_published(self) -> bool:
        return self.state.last is not None

    @property
    def withdrawn(self) -> tuple[int, ...]:
        """The versions that could be reinstated."""
        if self.state.purged:
            return ()
        return tuple(number for number in self.versions if number not in self.state.readable)

    @property
    def words(self) -> str:
        """The state in a few words."""
        if self.state.current:
            words = f"Published, version {self.state.current}"
            return f"{words}; the desk has changes that are not published" if self.moved_on else words
        if self.state.purged:
            return "Purged"
        return "Withdrawn" if self.ever_published else "Draft: readers do not see it"


def standing_of(document: Document) -> Standing:
    """How the document stands now."""
    state = state_of(document.pk)
    versions = dict(Version.objects.filter(document=document.pk).values_list("number", "digest"))
    last = versions.get(state.current) if state.current else None
    return Standing(
        state, tuple(versions), last is not None and last != _digest(history.snapshot(document.pk))
    )


def _digest(snapshot: Snapshot | None) -> str:
    return digest(snapshot.public().to_json()) if snapshot else ""


def next_version(versions: tuple[int, ...]) -> int:
    """The number that a version published now would get."""
    return max(versions, default=0) + 1


def revision_of(document: Any) -> int:
    """The number of the document's last revision."""
    last = history.latest(Document.kind, document.pk)
    return last.number if last else 0
