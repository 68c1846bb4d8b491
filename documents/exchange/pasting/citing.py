"""References within a note to other documents: “See doc. No. 348”, “the decision of the Council, 5 May 1920”.

Only what is said in so many words; which document is meant is for the archive to find, or for editors.
"""

import re

from documents.exchange.pasting.dating import find_date
from documents.exchange.pasting.terms import TYPES
from documents.snapshot import Reference

MOST = 100

_DOC = r"(?:doc(?:ument)?s?|док(?:умент)?)\.?\s{0,3}"
_BY_NUMBER = re.compile(
    rf"(?:see|cf\.?|compare|см\.|ср\.)\s+(?:also\s+|также\s+)?{_DOC}(?:No\.?|№)?\s{{0,3}}(?P<number>\d+[a-zа-я]?)"
    rf"|(?<!\w){_DOC}(?:No\.?|№)\s{{0,3}}(?P<number2>\d+[a-zа-я]?)",
    re.IGNORECASE,
)
_TYPE_WORDS = "|".join(sorted((word for word in TYPES if word.isascii()), key=len, reverse=True))
# The type, “of” somebody, in the same sentence, and then a date.
_BY_DESCRIPTION = re.compile(
    rf"(?<!\w)(?P<type>{_TYPE_WORDS})[”\"»’]?\s+(?:of|by|from)\s+(?:the\s+)?(?P<issuer>[^\W\d_][^.;:!?\n]{{2,160}})",
    re.IGNORECASE,
)
_BEFORE_DATE = re.compile(r"\s*,?\s+(?:of|on|dated|from)\s*$", re.IGNORECASE)
NUMBERED = "A number without a collection is one of the collection in which this document was printed."


def references_in(text: str, owner: str, first: int = 0) -> list[Reference]:
    """The references in a passage, in the order in which they stand; their rows count from `first`."""
    found = sorted([*_numbered(text, owner), *_described(text, owner)], key=lambda each: each[0])
    return [Reference(key=f"references-{first + n}", **row) for n, (_, row) in enumerate(found[:MOST])]


def _numbered(text: str, owner: str) -> list[tuple[int, dict[str, str]]]:
    return [
        (
            each.start(),
            {
                "owner": owner,
                "by": "number",
                "words": each[0].replace("\n", " "),
                "number": each["number"] or each["number2"],
                "collection_basis": "inferred",
                "collection_reason": NUMBERED,
            },
        )
        for each in _BY_NUMBER.finditer(text)
    ]


def _described(text: str, owner: str) -> list[tuple[int, dict[str, str]]]:
    found = []
    at = 0
    while each := _BY_DESCRIPTION.search(text, at):
        at = each.end("type")
        start, end = each.span("issuer")
        date = find_date(text, start, min(end + 40, len(text)))
        joint = _BEFORE_DATE.search(text, start, date.start) if date else None
        if not date or not joint or date.start > end:
            continue
        words = {
            "owner": owner,
            "words": text[each.start() : date.end].replace("\n", " "),
            "described_type": TYPES[each["type"].lower()],
            "issuer": text[start : joint.start()].replace("\n", " "),
            "described_date": date.edtf,
        }
        found.append((each.start(), words))
        at = date.end
    return found
