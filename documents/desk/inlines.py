"""The rows of a document's form: one class for each part, with the lines in which its fields stand."""

from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest

from documents import models
from documents.desk import fields
from documents.desk.forms import (
    ArchivalReferenceForm,
    FacsimileForm,
    FootnoteForm,
    OwnedFormSet,
    ReferenceForm,
    ReferenceFormSet,
    RowForm,
    RowFormSet,
)
from places.inlines import PartInline

Lines = tuple[tuple[str, ...], ...]

# No printed page has more; a forged number of rows costs no more than these.
MOST_ROWS = 1000


class RowInline(PartInline):
    """One part of the document: its rows, each with `lines` of fields."""

    form = RowForm
    formset = RowFormSet
    fk_name = "document"
    template = "desk/rows.html"
    formfield_overrides = fields.OVERRIDES
    lines: ClassVar[Lines] = ()
    max_num = MOST_ROWS
    # Begins with an open row, because hardly any document lacks one.
    begun = False

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        return super().get_formset(request, obj, **{"absolute_max": MOST_ROWS, **kwargs})

    def _may(self, request: HttpRequest, record: Any) -> bool:
        """The same for all parts of a document, each of which asks many times while a form is made."""
        known: dict[Any, bool] = request.__dict__.setdefault("may_change_rows_of", {})
        of = record.pk if record else None
        if of not in known:
            known[of] = super()._may(request, record)
        return known[of]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return [(None, {"fields": [*self.lines, "position"]})]

    @property
    def media(self) -> forms.Media:
        return forms.Media()


class EditorialTextInline(RowInline):
    model = models.EditorialText
    lines = (("content",), ("editorial_kind", "language", "direction"), ("credit", "dated"))


class FurtherDateInline(RowInline):
    model = models.FurtherDate
    autocomplete_fields = ("date_kind",)
    lines = (
        ("date_kind", "date_as_written"),
        ("date_edtf", "date_basis", "date_reason"),
        ("date_calendar", "date_calendar_basis", "date_calendar_reason"),
        ("date_edtf_julian", "date_calendar_name"),
    )


class CorrespondentInline(RowInline):
    model = models.Correspondent
    autocomplete_fields = ("person", "body")
    lines = (("role", "as_written", "by"), ("person", "body"), ("basis", "reason"))


class TextInline(RowInline):
    model = models.Text
    begun = True
    lines = (
        ("content",),
        ("role", "role_basis", "role_reason"),
        ("language", "direction"),
        ("translator",),
        ("taken_from",),
        ("extent",),
    )


class SignatoryInline(RowInline):
    model = models.Signatory
    autocomplete_fields = ("person", "body", "capacity")
    lines = (
        ("name_as_signed", "person", "certainty"),
        ("capacity_as_signed", "capacity", "manner"),
        ("body", "body_basis", "body_reason"),
    )


class FootnoteInline(RowInline):
    model = models.Footnote
    form = FootnoteForm
    formset = OwnedFormSet
    lines = (
        ("label", "owner", "note_kind", "language"),
        ("content",),
        ("voice", "voice_basis", "voice_reason"),
    )


class ReferenceInline(RowInline):
    model = models.Reference
    form = ReferenceForm
    formset = ReferenceFormSet
    autocomplete_fields = ("collection", "target")
    lines = (
        ("owner", "by", "words"),
        ("number", "collection", "collection_basis", "collection_reason"),
        ("described_type", "issuer", "described_date"),
        ("address", "target"),
    )


class ArchivalReferenceInline(RowInline):
    model = models.ArchivalReference
    form = ArchivalReferenceForm
    autocomplete_fields = ("repository", "exemplar", "production")
    lines = (("repository", "leaves"), ("parts",), ("exemplar", "production"), ("as_printed",))


class PrintingInline(RowInline):
    model = models.Printing
    autocomplete_fields = ("collection", "printing_relation")
    lines = (
        ("collection", "number", "pages", "printing_relation"),
        ("basis", "reason"),
        ("as_printed",),
    )


class RelationInline(RowInline):
    model = models.Relation
    autocomplete_fields = ("target",)
    lines = (("relation_kind", "target", "described"),)


class TopicInline(RowInline):
    model = models.DocumentTopic
    autocomplete_fields = ("topic",)
    lines = (("topic",),)


class FacsimileInline(RowInline):
    model = models.Facsimile
    form = FacsimileForm
    lines = (("upload", "waiting", "label", "credit"), ("description",))


class OnlineCopyInline(RowInline):
    model = models.OnlineCopy
    lines = (("address", "first_seen", "last_seen"),)


INLINES = (
    EditorialTextInline,
    FurtherDateInline,
    CorrespondentInline,
    TextInline,
    SignatoryInline,
    FootnoteInline,
    ArchivalReferenceInline,
    PrintingInline,
    ReferenceInline,
    RelationInline,
    TopicInline,
    FacsimileInline,
    OnlineCopyInline,
)
