"""The page on which a text is taken from a Word file: read, looked at, and only then put into the form."""

from copy import copy
from dataclasses import asdict
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

from documents.desk.pasting import filling, showing
from documents.desk.pasting.values import Filling
from documents.desk.pasting.views import document_to_fill, form_address
from documents.exchange.word import LARGEST, Note, Refused, Taken, take
from documents.models import Document

SALT = "word"


class WordForm(forms.Form):
    """The file that is chosen. What was read of it is in `taken` once the form is valid."""

    taken: Taken
    file = forms.FileField(
        label="Word file",
        help_text="Ends with .docx; up to 20 MB.",
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        error_messages={"required": "Choose a file first.", "empty": "This file is empty."},
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        try:
            self.taken = take(file.read(LARGEST + 1))
        except Refused as refused:
            raise ValidationError(str(refused)) from refused
        return file


def page(desk: Any, request: HttpRequest, object_id: str = "") -> HttpResponse:
    """GET: where to choose a file. POST: what was read of it; with `taken`, the form with it, not saved."""
    document = document_to_fill(desk, request, object_id)
    if request.method != "POST":
        return _page(desk, request, document, WordForm())
    if "taken" in request.POST:
        try:
            said = signing.loads(request.POST["taken"], salt=SALT)
        except signing.BadSignature:
            form = WordForm({}, MultiValueDict())
            form.add_error(None, "What was read of the file did not come back whole. Choose the file again.")
            return _page(desk, request, document, form)
        notes = tuple(Note(**each) for each in said["notes"])
        return _in_form(desk, request, document, Taken(said["content"], notes, tuple(said["told"])))
    form = WordForm(request.POST, request.FILES)
    return _page(desk, request, document, form, form.taken if form.is_valid() else None)


def _page(
    desk: Any, request: HttpRequest, document: Document | None, form: WordForm, taken: Taken | None = None
) -> HttpResponse:
    context = {
        **desk.admin_site.each_context(request),
        "title": "Take a text from a Word file",
        "opts": desk.opts,
        "document": document,
        "has_text": document is not None and document.texts.exists(),
        "form": form,
        "form_address": form_address(document),
        "word_address": address(document),
        "taken": taken,
        "carried": signing.dumps(asdict(taken), salt=SALT, compress=True) if taken else "",
    }
    return TemplateResponse(request, "desk/word.html", context)


def _in_form(desk: Any, request: HttpRequest, document: Document | None, taken: Taken) -> HttpResponse:
    """The form of the document with the text and the notes where it has none, not saved."""
    asked = copy(request)
    asked.method, asked.GET = "GET", QueryDict()
    result = filling.filled(desk, asked, document, _filling(document, taken))
    asked.filled = result.data.urlencode()  # type: ignore[attr-defined]  # read by the form
    told = {"kept_fields": [showing.label_of(name) for name in result.kept], "left": taken.told}
    ident = document.pk if document else None
    return desk.changeform_view(asked, ident, form_address(document), {"pasted": told, "from_word": True})


def _filling(document: Document | None, taken: Taken) -> Filling:
    """Notes go with their text: where the document has one already, neither is put in."""
    rows = {"texts": [{"content": taken.content}]}
    if taken.notes and not (document is not None and document.texts.exists()):
        rows["footnotes"] = [
            {"owner": "texts-0", "label": note.label, "content": note.content} for note in taken.notes
        ]
    return Filling({}, rows, {})


def address(document: Document | None) -> str:
    """Where a Word file is chosen for this document, or for a new one."""
    if document is None:
        return reverse("admin:documents_document_word_new")
    return reverse("admin:documents_document_word", args=[document.pk])
