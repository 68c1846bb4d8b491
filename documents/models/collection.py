"""Source collections, and the printings of a document in them."""

from django.db import models

from documents.models.choices import Basis, basis, one_of
from documents.models.part import DocumentPart, part_of_document, to
from places.authority import Authority
from places.words import Line


class SourceCollection(Authority):
    """A printed collection of documents; its `name` is its title."""

    kind = "collection"

    short_name = Line(max_length=100, blank=True, help_text="As it is called in lists.")
    editors = Line(max_length=500, blank=True)
    published_in = Line("place of publication", max_length=200, blank=True)
    publisher = Line(max_length=300, blank=True)
    year = Line(max_length=40, blank=True, help_text="As printed: 1992, 1989–1993.")

    class Meta(Authority.Meta):
        pass

    @property
    def imprint(self) -> str:
        """Editors, place, publisher and year in one line, of what is known."""
        editors = f"Ed. {self.editors}" if self.editors else ""
        house = ": ".join(p for p in (self.published_in, self.publisher) if p)
        return ". ".join(p for p in (editors, ", ".join(p for p in (house, self.year) if p)) if p)


class Printing(DocumentPart):
    """The document's number and pages in a source collection."""

    later = frozenset({"as_printed"})

    document = part_of_document("printings")
    collection = to("documents.SourceCollection", verbose_name="source collection")
    number = Line(max_length=50, blank=True)
    pages = Line(max_length=100, blank=True)
    printing_relation = to("documents.PrintingRelation", verbose_name="this printing is")
    basis = basis(verbose_name="the printing is")
    reason = Line("because", max_length=1000, blank=True)
    as_printed = Line(
        max_length=3000,
        blank=True,
        help_text="The line that tells of this printing, as it stands: “Publ. in the collection: …”.",
    )

    class Meta(DocumentPart.Meta):
        constraints = [*DocumentPart.Meta.constraints, one_of("basis", Basis)]
        indexes = [models.Index(fields=["collection", "number"], name="printing_number")]

    def __str__(self) -> str:
        return f"{self.collection or ''} {self.number}".strip() or self.as_printed
