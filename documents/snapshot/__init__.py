"""The snapshot: one document with every part, at one moment, as plain data.

It is the only form in which a document leaves the desk: frozen dataclasses here, canonical JSON outside
(RFC 8785; no floats), told field by field in docs/snapshot.md. `document` names people, bodies, places,
repositories, collections and terms by id; `names` holds what each of them was called at that moment.

Pure Python: nothing here knows of Django or of the database.
"""

from documents.snapshot.building import SnapshotError
from documents.snapshot.canonical import canonical, digest
from documents.snapshot.content import (
    PARTS,
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
    date_of,
    passages,
    rows,
)
from documents.snapshot.names import (
    AUTHORITIES,
    VOCABULARIES,
    Name,
    mentioned,
    name_key,
    named,
    referred,
)
from documents.snapshot.public import PRIVATE, PUBLIC
from documents.snapshot.snapshot import SCHEMA, UPGRADES, Snapshot, from_data, load, upgrade

__all__ = [
    "AUTHORITIES",
    "PARTS",
    "PRIVATE",
    "PUBLIC",
    "SCHEMA",
    "UPGRADES",
    "VOCABULARIES",
    "ArchivalPart",
    "ArchivalReference",
    "Correspondent",
    "Document",
    "DocumentTopic",
    "EditorialText",
    "Facsimile",
    "Footnote",
    "FurtherDate",
    "Name",
    "OnlineCopy",
    "Printing",
    "Reference",
    "Relation",
    "Signatory",
    "Snapshot",
    "SnapshotError",
    "Text",
    "canonical",
    "date_of",
    "digest",
    "from_data",
    "load",
    "mentioned",
    "name_key",
    "named",
    "passages",
    "referred",
    "rows",
    "upgrade",
]
