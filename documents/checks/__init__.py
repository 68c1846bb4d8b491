"""What an editor is told before publishing: errors block, warnings need a glance.

Each rule is a function from a snapshot to findings; RULES lists them all. Nothing here asks the database.
"""

from collections.abc import Callable, Iterator

from documents.checks.findings import Finding, Passage, passages_of
from documents.checks.marks import marks_not_understood, mentions_of_nobody, notes_and_anchors
from documents.checks.required import dates_that_cannot_be, what_is_missing
from documents.checks.scripts import look_alike_letters
from documents.checks.wording import (
    bodies_that_the_heading_does_not_name,
    quotations_not_in_the_text,
    references_to_no_collection,
)
from documents.snapshot import Snapshot

__all__ = ["BLOCKING", "RULES", "Finding", "Passage", "check", "errors", "passages_of"]

Rule = Callable[[Snapshot], Iterator[Finding]]

# Those that find what blocks publishing, and then all; the others only warn.
BLOCKING: tuple[Rule, ...] = (
    what_is_missing,
    dates_that_cannot_be,
    marks_not_understood,
    mentions_of_nobody,
    notes_and_anchors,
)
RULES: tuple[Rule, ...] = (
    *BLOCKING,
    quotations_not_in_the_text,
    references_to_no_collection,
    bodies_that_the_heading_does_not_name,
    look_alike_letters,
)


def check(snapshot: Snapshot) -> list[Finding]:
    """What the checks find in a snapshot, errors first, without the warnings that an editor suppressed."""
    silenced = {line.strip() for line in snapshot.document.suppressed_warnings.splitlines()}
    found = [finding for rule in RULES for finding in rule(snapshot)]
    told = [each for each in found if each.blocks or not _is_silenced(each, silenced)]
    return sorted(told, key=lambda finding: not finding.blocks)


def errors(snapshot: Snapshot) -> list[Finding]:
    """What of it would keep the snapshot from being published; warnings are not looked for."""
    return [finding for rule in BLOCKING for finding in rule(snapshot) if finding.blocks]


def _is_silenced(warning: Finding, silenced: set[str]) -> bool:
    """A line silences a code everywhere (`weekday`), or in one place (`weekday:Date`)."""
    place = warning.where.partition(", line ")[0]
    return not silenced.isdisjoint(
        {warning.code, f"{warning.code}:{place}", f"{warning.code}:{warning.where}"}
    )
