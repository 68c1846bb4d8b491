"""Where in a document's form a finding of the checks is mended."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from documents.checks import Finding

# How the checks name a place, and what it is called in the form: a field, or rows that are counted.
FIELDS = {
    "Title": "id_title",
    "Heading": "id_heading",
    "Date": "section-date",
    "Signature line": "id_signature_line",
    "Summary": "id_summary",
    "Texts": "section-texts",
}
ROWS = {
    "Text": "texts",
    "Editorial text": "editorial_texts",
    "Footnote": "footnotes",
    "Further date": "further_dates",
    "Sender or recipient": "correspondents",
    "Signatory": "signatories",
    "Archival reference": "archival_references",
    "Printing": "printings",
    "Reference": "references",
}
_ROW = re.compile(r"([A-Z][a-z ]*?) ([0-9]+)\b")


@dataclass(frozen=True, slots=True)
class Found:
    """A finding with the id of what mends it in the form, "" where the form has no such place."""

    code: str
    where: str
    sentence: str
    blocks: bool
    anchor: str


def with_places(findings: Iterable[Finding]) -> list[Found]:
    """The findings with their places in the form of the document as it is saved."""
    return [
        Found(each.code, each.where, each.sentence, each.blocks, anchor_of(each.where)) for each in findings
    ]


def anchor_of(where: str) -> str:
    """The id of a place that the checks name: “Text 2, line 3” → texts-1."""
    row = _ROW.match(where)
    if row and row[1] in ROWS:
        return f"{ROWS[row[1]]}-{int(row[2]) - 1}"
    return FIELDS.get(where.partition(",")[0], "")


def blocking(findings: Iterable[Finding]) -> str:
    """How many things must be mended before publishing, in a sentence; "" if nothing must."""
    many = sum(finding.blocks for finding in findings)
    if not many:
        return ""
    things = "1 thing" if many == 1 else f"{many} things"
    return f"The checks found {things} to mend before publishing. The preview says what and where."
