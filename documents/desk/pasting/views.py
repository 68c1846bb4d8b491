"""The page on which something is pasted: read, looked at, and only then put into the form."""

from copy import copy
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse

from documents.desk.pasting import filling, matching, mentions, placing, showing, values
from documents.exchange import pasting
from documents.exchange.pasting import KINDS, LONGEST, Proposed
from documents.models import Document
from places.words import WordsInput, refuse_control_characters

LABELS = {
    "page": "a whole page",
    "signatures": "a line of signatures",
    "archival": "an archival reference",
    "printings": "a “published in” line",
}


class PasteForm(forms.Form):
    """What is pasted, and what it is."""

    kind = forms.ChoiceField(label="What is it?", choices=[(kind, LABELS[kind]) for kind in KINDS])
    pasted = WordsInput(
        label="Pasted text",
        strip=False,
        max_length=LONGEST,
        validators=[refuse_control_characters],
        widget=forms.Textarea(attrs={"rows": 14}),
        error_messages={
            "required": "Nothing was pasted. Copy the words where you found them, and paste them here.",
            "max_length": f"This is longer than {LONGEST:,} characters. Paste it in parts: the text itself "
            "can be pasted into its field in the form.",
        },
    )


def page(desk: Any, request: HttpRequest, object_id: str = "") -> HttpResponse:
    """GET: where to paste. POST: what is proposed; with `use`, the form with it; to the script, as JSON."""
    document = document_to_fill(desk, request, object_id)
    if request.method != "POST":
        kind = request.GET.get("kind", "")
        return _page(desk, request, document, PasteForm(initial={"kind": kind if kind in KINDS else "page"}))
    form = PasteForm(request.POST)
    is_script = request.headers.get("Accept") == "application/json"
    if not form.is_valid():
        if is_script:
            faults = [str(sentence) for each in form.errors.values() for sentence in each]
            return JsonResponse({"fault": " ".join(faults)}, status=400)
        return _page(desk, request, document, form)
    proposed = pasting.read(form.cleaned_data["pasted"], form.cleaned_data["kind"])
    if is_script:
        return _for_script(request, proposed)
    if "use" in request.POST:
        return _in_form(desk, request, document, proposed)
    return _page(desk, request, document, form, proposed)


def document_to_fill(desk: Any, request: HttpRequest, object_id: str) -> Document | None:
    """The document to be filled, None for a new one. Raises PermissionDenied for who could not save it."""
    document = desk.get_object(request, object_id) if object_id else None
    if object_id and document is None:
        raise Http404("There is no such document.")
    if not (desk.has_change_permission(request, document) if document else desk.has_add_permission(request)):
        raise PermissionDenied
    return document


def _page(
    desk: Any,
    request: HttpRequest,
    document: Document | None,
    form: PasteForm,
    proposed: Proposed | None = None,
) -> HttpResponse:
    context = {
        **desk.admin_site.each_context(request),
        "title": "Paste",
        "opts": desk.opts,
        "document": document,
        "form": form,
        "form_address": form_address(document),
        "paste_address": address(document),
        **(shown(proposed) if proposed else {}),
    }
    return TemplateResponse(request, "desk/paste.html", context)


@dataclass(frozen=True, slots=True)
class Read:
    """A proposal with what the archive has of it, and its pieces where they go in this archive."""

    proposed: Proposed
    found: list[matching.Found]
    mentioned: list[mentions.Mentioned]
    filling: values.Filling


def look_up(proposed: Proposed) -> Read:
    """The records that the paste names and mentions, and the values of the form with them."""
    found, those = matching.found(proposed), mentions.mentioned(proposed)
    fields = values.of(proposed, found, those)
    return Read(placing.placed(proposed, found, fields), found, those, fields)


def shown(proposed: Proposed) -> dict[str, Any]:
    """What a template tells of a proposal."""
    read = look_up(proposed)
    return {
        "proposed": read.proposed,
        "pieces": showing.pieces(read.proposed),
        "groups": showing.groups(read.filling, read.found),
        "found": _once([each for each in read.found if each.record is not None]),
        "missing": _once([each for each in read.found if each.record is None]),
        "mentioned": read.mentioned,
        "left": read.proposed.left,
    }


def _once(found: list[matching.Found]) -> list[matching.Found]:
    """Who is named several times is told of once."""
    return list({(each.wanted.kind, each.wanted.words): each for each in reversed(found)}.values())[::-1]


def _for_script(request: HttpRequest, proposed: Proposed) -> JsonResponse:
    """The proposal as a fragment of a page, and what the script would write where."""
    context = shown(proposed)
    read = look_up(proposed)
    filled = read.filling
    return JsonResponse(
        {
            "html": render_to_string("desk/_pasted.html", context, request),
            "own": filled.own,
            "rows": filled.rows,
            "called": {
                **{code: label for (_, code), label in filled.called.items()},
                **{str(each.record.pk): str(each.record) for each in read.found if each.record is not None},
            },
        }
    )


def _in_form(desk: Any, request: HttpRequest, document: Document | None, proposed: Proposed) -> HttpResponse:
    """The form of the document with the proposal in its empty fields, not saved."""
    asked = copy(request)
    asked.method, asked.GET = "GET", QueryDict()
    result = filling.filled(desk, asked, document, look_up(proposed).filling)
    asked.filled = result.data.urlencode()  # type: ignore[attr-defined]  # read by the form
    told = {**shown(proposed), "kept_fields": [showing.label_of(name) for name in result.kept]}
    ident = document.pk if document else None
    return desk.changeform_view(asked, ident, form_address(document), {"pasted": told})


def address(document: Document | None) -> str:
    """Where something is pasted for this document, or for a new one."""
    if document is None:
        return reverse("admin:documents_document_paste_new")
    return reverse("admin:documents_document_paste", args=[document.pk])


def form_address(document: Document | None) -> str:
    """Where the form is that is filled."""
    if document is None:
        return reverse("admin:documents_document_add")
    return reverse("admin:documents_document_change", args=[document.pk])
