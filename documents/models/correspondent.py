"""Senders and recipients."""

from documents.models.choices import ActingBy, Basis, CorrespondentRole, basis, listed, one_of
from documents.models.part import DocumentPart, part_of_document, to
from places.words import Line


class Correspondent(DocumentPart):
    """One sender or recipient: as written, and the person or body behind the words."""

    document = part_of_document("correspondents")
    role = listed(CorrespondentRole, default=CorrespondentRole.SENDER)
    as_written = Line(max_length=1000, blank=True)
    by = listed(ActingBy, blank=True, verbose_name="acting")
    person = to("people.Person")
    body = to("people.Body")
    basis = basis(verbose_name="person and body are")
    reason = Line("because", max_length=1000, blank=True)

    class Meta(DocumentPart.Meta):
        verbose_name = "sender or recipient"
        verbose_name_plural = "senders and recipients"
        constraints = [
            *DocumentPart.Meta.constraints,
            one_of("role", CorrespondentRole),
            one_of("by", ActingBy, blank=True),
            one_of("basis", Basis),
        ]

    def __str__(self) -> str:
        return self.as_written or str(self.person or self.body or "")
