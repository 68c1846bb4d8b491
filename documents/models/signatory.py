"""Those who signed."""

from documents.models.choices import Basis, Certainty, Manner, basis, listed, one_of
from documents.models.part import DocumentPart, part_of_document, to
from places.words import Line


class Signatory(DocumentPart):
    """One name under the document; the person behind it may stay unidentified."""

    document = part_of_document("signatories")
    name_as_signed = Line(max_length=500, blank=True)
    capacity_as_signed = Line(max_length=500, blank=True)
    capacity = to("people.Capacity")
    body = to("people.Body")
    body_basis = basis(verbose_name="the body is")
    body_reason = Line("because", max_length=1000, blank=True)
    person = to("people.Person")
    certainty = listed(Certainty, default=Certainty.CERTAIN, verbose_name="the person is")
    manner = listed(Manner, default=Manner.SIGNED)

    class Meta(DocumentPart.Meta):
        verbose_name_plural = "signatories"
        constraints = [
            *DocumentPart.Meta.constraints,
            one_of("body_basis", Basis),
            one_of("certainty", Certainty),
            one_of("manner", Manner),
        ]

    def __str__(self) -> str:
        return self.name_as_signed or str(self.person or "")
