"""Further dates of a document: received, adopted."""

from documents.models.dated import DERIVED, Dated
from documents.models.part import DocumentPart, part_of_document, to


class FurtherDate(Dated, DocumentPart):
    derived = DERIVED

    document = part_of_document("further_dates")
    date_kind = to("documents.DateKind", verbose_name="kind of date")

    class Meta(DocumentPart.Meta):
        constraints = [*DocumentPart.Meta.constraints, *Dated.Meta.constraints]

    def __str__(self) -> str:
        return f"{self.date_kind or ''} {self.date_as_written or self.date_edtf}".strip()
