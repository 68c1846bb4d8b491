"""What an editor is told before publishing: errors block, warnings need a glance."""

from dataclasses import dataclass

from documents.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at: a permanent code, where it is, a sentence that says what and how to mend it."""

    code: str
    where: str
    sentence: str
    blocks: bool


def check(snapshot: Snapshot) -> list[Finding]:
    """Everything the checks find in a snapshot, errors first."""
    return []
