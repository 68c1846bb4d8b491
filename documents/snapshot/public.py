"""What readers may see of a snapshot: an explicit list of fields, and nothing beside it."""

from functools import cache
from typing import Any

from documents.snapshot.building import fits
from documents.snapshot.content import (
    ArchivalPart,
    ArchivalReference,
    Correspondent,
    Document,
    DocumentTopic,
    EditorialText,
    Facsimile,
    Footnote,
    FurtherDate,
    OnlineCopy,
    Printing,
    Reference,
    Relation,
    Signatory,
    Text,
)

# A field of the snapshot is public only if it stands here; a test fails for a field in neither list.
PRIVATE = {"remarks", "suppressed_warnings"}
PUBLIC = {
    Document: """public_id title title_language wording_language heading heading_voice
        heading_voice_basis heading_voice_reason type type_basis type_reason classification_as_written
        classification date_as_written date_edtf date_edtf_julian date_calendar date_calendar_name
        date_basis date_reason date_calendar_basis date_calendar_reason place_as_written place
        place_basis place_reason summary original_language signature_line rights further_dates
        correspondents texts signatories footnotes references archival_references printings
        editorial_texts relations topics facsimiles online_copies""",
    FurtherDate: """key date_kind date_as_written date_edtf date_edtf_julian date_calendar date_calendar_name
        date_basis date_reason date_calendar_basis date_calendar_reason""",
    Correspondent: "key role as_written by person body basis reason",
    Text: """key role role_basis role_reason language direction translator taken_from extent content""",
    Signatory: """key name_as_signed capacity_as_signed capacity body body_basis body_reason person certainty
        manner""",
    Footnote: "key owner label language content voice voice_basis voice_reason note_kind",
    Reference: """key owner by words number collection collection_basis collection_reason described_type
        issuer described_date address target""",
    ArchivalReference: "key repository parts leaves exemplar production as_printed",
    ArchivalPart: "level value",
    Printing: "key collection number pages printing_relation basis reason as_printed",
    EditorialText: "key editorial_kind language direction credit dated content",
    Relation: "key relation_kind target described",
    Facsimile: "key label image media_type width height description credit",
    OnlineCopy: "key address first_seen last_seen",
    DocumentTopic: "key topic",
}


def public(row: Any) -> Any:
    """The row, or the document with all its rows, with its public fields only."""
    kind = row.__class__
    if not any(getattr(row, name) for name in _hiding(kind)):
        return row
    values = {name: getattr(row, name) for name in _kept(kind)}
    return kind(**{n: tuple(map(public, v)) if isinstance(v, tuple) else v for n, v in values.items()})


@cache
def _kept(kind: type) -> tuple[str, ...]:
    return tuple(PUBLIC[kind].split())


@cache
def _hiding(kind: type) -> tuple[str, ...]:
    """The fields of such rows that are not public, or hold rows that have such fields; most have none."""
    kept = _kept(kind)
    return tuple(
        name for name, fit in fits(kind).items() if name not in kept or (fit.row and _hiding(fit.row))
    )
