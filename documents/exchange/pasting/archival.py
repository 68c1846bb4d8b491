"""A printed archival reference: “CPA, f. 461, op. 1, d. 45525, l. 1. Copy. Typewritten.”, also in Russian.

The repository, the steps down to the file (ISAD(G) 3.1.1), the leaves, then what the exemplar is and how it
was made. What is not stated is not made up.
"""

import re

from documents.exchange.pasting.accounting import Span, filled_up, with_signs
from documents.exchange.pasting.proposal import Proposed, Wanted, proposed
from documents.exchange.pasting.terms import EXEMPLARS, PRODUCTIONS, first_in
from documents.snapshot import ArchivalPart, ArchivalReference

LONGEST = 2000
MOST = 50

STEPS = {
    "fonds": r"fonds?|f|фонд|ф",
    "record-group": r"record group|RG",
    "series": r"series|ser|серия|сер",
    "inventory": r"inventory|inv|opis|op|опись|оп",
    "box": r"box|коробка|кор",
    "volume": r"volume|vol|том|т",
    "file": r"file|folder|delo|d|дело|д|ед\. ?хр|ед\.хр",
    "item": r"item|док|doc",
}
LEAVES = r"leaves|leaf|folios|folio|fols?|ff|ll?|pages|page|pp?|листы|лист|лл?|стр|с"
# A number: 465, 44-33-a, П-1, 1 доп., 2c; and leaves: 24–25 об., 12v, 3 verso, 1, 4-6.
VALUE = r"(?:(?-i:[A-ZА-Я]{1,3})[-–.]? ?)?\d[\w/–-]*(?: ?\((?:[^()\n]{1,20})\))?(?: доп\.)?"
LEAF = r"\d+(?: ?(?:(?:об|ob)\b\.?|(?:v|r|verso|rev)\b))?"
LEAF_VALUE = rf"{LEAF}(?:(?: ?[-–—] ?|, ?){LEAF})*"

_STEP = re.compile(
    "|".join(rf"(?P<{code.replace('-', '_')}>(?<!\w)(?:{words})(?![^\W\d_])\.? ?"
             rf"(?:(?:No\.?|№) ?)?(?={VALUE}))"
             for code, words in STEPS.items()),
    re.IGNORECASE,
)  # fmt: skip
_VALUE = re.compile(VALUE)
_LEAVES = re.compile(rf"(?<!\w)(?:{LEAVES})\.? ?({LEAF_VALUE})", re.IGNORECASE)
_ENDS = " \n\t,;:."


def is_archival(text: str) -> bool:
    """Whether a passage reads as an archival reference: two steps, or one and leaves; no book alone."""
    if len(text) > LONGEST:
        return False
    row, _, _ = _one(text, 0, len(text), 0)
    if not row or {step.level for step in row.parts} <= {"volume", "item"}:
        return False
    return len(row.parts) + bool(row.leaves) > 1


def read_archival(text: str) -> Proposed:
    """The references in the text, those apart by semicolons or on lines of their own each in a row."""
    rows: list[ArchivalReference] = []
    placed: list[Span] = []
    wanted: list[Wanted] = []
    for start, end in _pieces(text):
        row, spans, repository = _one(text, start, end, len(rows))
        if row and len(rows) < MOST:
            rows.append(row)
            placed += spans
            wanted += repository
    placed = with_signs(text, 0, len(text), placed, f"archival_references-{len(rows) - 1}") if rows else []
    return proposed(text, placed, wanted, archival_references=tuple(rows))


def _pieces(text: str) -> list[tuple[int, int]]:
    """Where each reference begins and ends: after a semicolon or a line end a new one may begin."""
    pieces: list[list[int]] = []
    for found in re.finditer(r"[^;\n]+", text):
        start, end = found.span()
        if pieces and not _begins_reference(found[0]):
            pieces[-1][1] = end
        else:
            pieces.append([start, end])
    trimmed = (
        (start + _leading(text[start:end]), start + len(text[start:end].rstrip())) for start, end in pieces
    )
    return [(start, end) for start, end in trimmed if start < end and end - start <= LONGEST]


def _leading(text: str) -> int:
    return len(text) - len(text.lstrip())


def _begins_reference(text: str) -> bool:
    """Another repository, or a fonds: what is only “Original.” belongs to the reference before."""
    step = _STEP.search(text)
    if step is None:
        return False
    return step.lastgroup in ("fonds", "record_group") or bool(text[: step.start()].strip(_ENDS))


def _one(
    text: str, start: int, end: int, number: int
) -> tuple[ArchivalReference | None, list[Span], list[Wanted]]:
    """The reference from `start` up to `end`, its spans, and the repository to look for."""
    name = f"archival_references-{number}"
    steps, spans = _steps(text, start, end, name)
    leaves = _leaves_after(text, spans[-1].end if spans else start, end)
    if leaves:
        spans.append(Span(leaves.start(1), leaves.end(1), f"{name}-leaves"))
    if not steps and not leaves:
        return None, [], []
    head = text[start : _first_sign(text, start, end)].rstrip(_ENDS + "(")
    wanted = [Wanted(field=f"{name}-repository", kind="repository", words=head)] if head else []
    if head:
        spans.insert(0, Span(start, start + len(head), f"{name}-repository"))
    tail = text[spans[-1].end : end]
    exemplar, production = first_in(tail, EXEMPLARS), first_in(tail, PRODUCTIONS)
    offset = spans[-1].end
    terms = ((exemplar, "exemplar"), (production, "production"))
    spans += [Span(offset + m.start(), offset + m.end(), f"{name}-{what}") for m, what in terms if m]
    row = ArchivalReference(
        key=name,
        parts=tuple(steps),
        leaves=leaves[1] if leaves else "",
        exemplar=EXEMPLARS[exemplar[0].lower()] if exemplar else None,
        production=PRODUCTIONS[production[0].lower()] if production else None,
        as_printed=text[start:end].replace("\n", " "),
    )
    return row, filled_up(start, end, spans, f"{name}-as_printed"), wanted


def _steps(text: str, start: int, end: int, name: str) -> tuple[list[ArchivalPart], list[Span]]:
    steps: list[ArchivalPart] = []
    spans: list[Span] = []
    at = start
    while len(steps) < 8 and (found := _STEP.search(text, at, end)):
        value = _VALUE.match(text, found.end(), end)
        if not value or (steps and not _stands_close(text[at : found.start()])):
            break
        steps.append(ArchivalPart(level=(found.lastgroup or "").replace("_", "-"), value=value[0]))
        spans.append(Span(value.start(), value.end(), f"{name}-parts"))
        at = value.end()
    return steps, spans


def _stands_close(between: str) -> bool:
    """One step follows the other, with nothing but signs between them."""
    return not between.strip(_ENDS + "/—–-")


def _leaves_after(text: str, at: int, end: int) -> re.Match[str] | None:
    found = _LEAVES.search(text, at, end)
    return found if found and len(text[at : found.start()].strip(_ENDS)) <= 40 else None


def _first_sign(text: str, start: int, end: int) -> int:
    """Where the words of the repository end."""
    signs = (_STEP.search(text, start, end), _LEAVES.search(text, start, end))
    return min((found.start() for found in signs if found), default=start)
