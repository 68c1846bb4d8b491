"""The sheets that there are: a row of one is a record, or a row of one part of a record.

Their columns are public fields by the names that docs/snapshot.md gives them. Private remarks do not leave
the house in a file, and how a document stands with its readers is set by no column.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from documents.comparison import document
from documents.comparison.shape import Field, Section, Shape
from documents.models import Document, SourceCollection
from documents.snapshot import PARTS, PUBLIC, Footnote, Signatory
from documents.snapshot import Document as Content
from people.models import Body, Person
from places.authority import Authority
from places.models import Place
from places.shapes import shape_of

IDENT, KEY, POSITION, REVISION = "public_id", "key", "position", "revision"
# Whether the record is still to be chosen: for reading only, for it is decided on the record's own page.
STANDING = "standing"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of sheet: its name in addresses, its title, whose records, which part of them, which fields."""

    name: str
    title: str
    model: Any
    fields: tuple[str, ...]
    part: str = ""

    @property
    def row_model(self) -> Any:
        """The table of which a row of the sheet is a row."""
        return self.model._meta.get_field(self.part).related_model if self.part else self.model

    @property
    def owner(self) -> str:
        """The column that names the record: its own id, or that of the record to which the row belongs."""
        return self.row_model.owner_field if self.part else IDENT

    @property
    def required(self) -> tuple[str, ...]:
        """Columns without which a sheet cannot be taken in."""
        return (self.owner, KEY) if self.part else (IDENT,)

    @property
    def tells_standing(self) -> bool:
        """Whether its rows are records that can be set aside or merged."""
        return not self.part and issubclass(self.model, Authority)

    @property
    def writable(self) -> tuple[str, ...]:
        """Columns by which something can be changed, in their order."""
        return (POSITION, *self.fields) if self.part else self.fields


def _public(row: Any, *left_out: str) -> tuple[str, ...]:
    return tuple(name for name in PUBLIC[row].split() if name not in {IDENT, KEY, *PARTS, *left_out})


_IDENTIFIER = ("scheme", "value")
KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("documents", "Documents", Document, _public(Content)),
        Kind("signatories", "Signatories", Document, _public(Signatory), "signatories"),
        Kind("footnotes", "Footnotes", Document, _public(Footnote), "footnotes"),
        Kind("people", "People", Person, ("name", "language", "born", "died", "note")),
        Kind(
            "names-of-people",
            "Other names of people",
            Person,
            ("name", "language", "name_kind", "transliteration"),
            "names",
        ),
        Kind("identifiers-of-people", "Identifiers of people", Person, _IDENTIFIER, "identifiers"),
        Kind("bodies", "Bodies", Body, ("name", "language", "founded", "dissolved", "parent", "note")),
        Kind("names-of-bodies", "Other names of bodies", Body, ("name", "language", "name_kind"), "names"),
        Kind("identifiers-of-bodies", "Identifiers of bodies", Body, _IDENTIFIER, "identifiers"),
        Kind(
            "places",
            "Places",
            Place,
            ("name", "language", "latitude", "longitude", "precision", "part_of", "note"),
        ),
        Kind(
            "names-of-places",
            "Other names of places",
            Place,
            ("name", "language", "from_year", "to_year"),
            "names",
        ),
        Kind("identifiers-of-places", "Identifiers of places", Place, _IDENTIFIER, "identifiers"),
        Kind(
            "collections",
            "Source collections",
            SourceCollection,
            ("name", "language", "short_name", "editors", "published_in", "publisher", "year", "note"),
        ),
    )
}


def family(model: Any) -> list[Kind]:
    """The sheets of one kind of record, that of the records themselves first."""
    return [kind for kind in KINDS.values() if kind.model is model]


@cache
def shape(name: str) -> Shape:
    """The fields of a row of this sheet as one section, for comparing it as it was and as it will be."""
    kind = KINDS[name]
    known = _known_fields(kind)
    fields = [known[each] for each in kind.fields]
    if kind.part:
        fields.append(Field(POSITION, "position"))
    return (Section(kind.name, kind.title, tuple(fields)),)


def _known_fields(kind: Kind) -> dict[str, Field]:
    sections = document.SHAPE if kind.model is Document else shape_of(kind.model)
    if kind.part:
        rows = next(each.rows for each in sections if each.rows and each.rows.name == kind.part)
        return {field.name: field for field in rows.fields}
    return {field.name: field for section in sections for field in section.fields}


def labels(kind: Kind) -> dict[str, str]:
    """Column → what it is called on the desk, for those that can be taken in."""
    fixed = {kind.owner: f"public id of the {kind.model._meta.verbose_name}"}
    if kind.part:
        fixed[KEY] = "key of the row"
    told = {field.name: field.label for section in shape(kind.name) for field in section.fields}
    return {**fixed, REVISION: "revision at the export", **{name: told[name] for name in kind.writable}}
