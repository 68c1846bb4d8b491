"""Bringing back an earlier state of a document: what would change is shown first, then it is a revision."""

from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from documents import audit, comparison, facsimiles, history, restoring, rights
from documents.audit import Act
from documents.desk import ended, policy
from documents.desk.comparing import State, Unknown, is_public, state_named
from documents.desk.revisions import Known, known
from documents.history import Stale
from documents.models import Document
from documents.reading import compared
from documents.restoring import NoSuchPart, Piece, Redirect
from documents.snapshot import PRIVATE, Snapshot
from places.revisions import revision
from places.words import WordsInput, refuse_control_characters

STALE = "Somebody saved the document since this page was opened. Below is what would change now."


class RestoreForm(forms.Form):
    """The revision that was looked at, and why something is brought back."""

    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**9)
    reason = WordsInput(
        label="Why?",
        required=False,
        max_length=800,
        validators=[refuse_control_characters],
        help_text="One line for those who read the history later.",
    )


@dataclass(frozen=True, slots=True)
class Plan:
    """What is on the desk, what it would become, from which state, and which merged records are replaced."""

    state: State
    piece: Piece
    now: Snapshot | None
    wanted: Snapshot
    redirects: tuple[Redirect, ...]


def shown(desk: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """`/admin/documents/document/<id>/restore/?from=3`, with `part`, `key` and `field` for less than all."""
    document = known(request.user, object_id)
    if not policy.may_restore(request.user, object_id):
        raise PermissionDenied
    context = {
        **desk.admin_site.each_context(request),
        "title": f"Restore: {document.title}",
        "document": document,
        "opts": desk.opts,
    }
    try:
        plan = _planned(request, document)
    except (Unknown, NoSuchPart) as refusal:
        return TemplateResponse(request, "desk/restore.html", {**context, "told": str(refusal)}, status=404)
    form = RestoreForm(request.POST if request.method == "POST" else None, initial={"base": document.last})
    if request.method == "POST" and form.is_valid():
        try:
            return _restored(request, document, plan, form.cleaned_data)
        except (Stale, ValidationError) as refusal:
            context["refusals"] = _told(refusal)
            plan, document = _planned(request, document), known(request.user, object_id)
            form = RestoreForm(initial={**form.cleaned_data, "base": document.last})
    return TemplateResponse(request, "desk/restore.html", {**context, **_shown(request, plan), "form": form})


def _planned(request: HttpRequest, document: Known) -> Plan:
    """What the address asks for. Raises Unknown, or NoSuchPart."""
    if rights.was_purged(document.public_id):
        raise Unknown("This document was purged: nothing of it is left that could be brought back.")
    state = state_named(document, request.GET.get("from", ""))
    if state.snapshot is None:
        raise Unknown(f"In {state.title} the document is not there, so nothing can be brought back from it.")
    piece = Piece(*(request.GET.get(name, "") for name in ("part", "key", "field")))
    now, then = history.snapshot(document.public_id), state.snapshot.document
    if now and is_public(state):
        # A version holds nothing private; what editors remarked stays as it is.
        then = replace(then, **{name: getattr(now.document, name) for name in PRIVATE})
    wanted, redirects = restoring.with_survivors(
        restoring.restored(now.document if now else None, then, piece)
    )
    return Plan(state, piece, now, wanted, redirects)


def _what(plan: Plan) -> str:
    """What is brought back, and from where: “Title restored from revision 3”."""
    found = comparison.compare(plan.now, plan.wanted)
    if plan.now is None or plan.piece == Piece() or not found:
        return f"Restored from {plan.state.title}"
    words = [change.label for group in found.groups for change in group.fields]
    words += [f"{row.noun} {row.title}".strip() for group in found.groups for row in group.rows]
    if plan.piece.part and plan.piece.field:
        words = [f"{words[0]}, {next(found.changes()).label}"]
    return f"{words[0]} restored from {plan.state.title}".capitalize()


def _shown(request: HttpRequest, plan: Plan) -> dict[str, Any]:
    view = compared.view_named(request.GET.get("view", ""))
    return {
        "state": plan.state,
        "is_piece": plan.piece != Piece() and plan.now is not None,
        "deleted": plan.now is None,
        "comparison": compared.shown(comparison.compare(plan.now, plan.wanted), view),
        "redirects": restoring.called(plan.redirects),
        "lost_images": _lost_images(plan.wanted),
    }


def _restored(request: HttpRequest, document: Known, plan: Plan, asked: dict[str, Any]) -> HttpResponse:
    """Writes it in a revision of its own and leads to the form. Raises Stale, or ValidationError."""
    ident, base, what = document.public_id, asked["base"], _what(plan)
    reason = asked["reason"].strip()
    with ended.told(request, ident), revision(request.user, f"{what}: {reason}" if reason else what):
        number = history.write(plan.wanted, base)
        if number != base:
            audit.note(
                Act.RESTORED, user=request.user, kind=Document.kind, record=ident, detail=plan.state.title
            )
    if number == base:
        messages.info(request, "Nothing had to be changed, so there is no new revision.")
    else:
        messages.success(request, f"{what}. This is revision {number}.")
    return HttpResponseRedirect(reverse("admin:documents_document_change", args=[ident]))


def _told(refusal: Stale | ValidationError) -> list[str]:
    if isinstance(refusal, Stale):
        return [STALE]
    return [f"{where}: {' '.join(sentences)}" for where, sentences in refusal.message_dict.items()]


def _lost_images(wanted: Snapshot) -> list[str]:
    """The page images that cannot be read any more, by their labels."""
    lost = []
    for row in wanted.document.facsimiles:
        try:
            facsimiles.read(row.image).close()
        except facsimiles.Unfit:
            lost.append(row.label or row.image[:12])
    return lost
