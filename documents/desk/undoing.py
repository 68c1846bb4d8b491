"""The page on which an import is undone: what would happen in numbers, and why, if readers see any of it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from documents.decisions import Refused
from documents.desk.asking import words_field
from documents.exchange.importing import batches
from documents.exchange.importing.before_undoing import foreseen, readers_see, refuse_undoing, size_of
from documents.exchange.importing.reports import LEFT, in_words
from documents.exchange.importing.running import may_import
from documents.exchange.importing.undoing import reason_for
from documents.models import ImportBatch, ImportState

ASK = "It can be undone by somebody who may delete and withdraw what it brought. Please ask a publisher."


class UndoForm(forms.Form):
    """Why what readers see is taken from them; asked only where they see any of it."""

    reason = words_field(
        "Reason",
        "Readers see it at the addresses of the documents. It can never be taken back: name nobody who has "
        "to be protected.",
    )


def undone(desk: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """`/admin/import/<pk>/undo/`: GET tells what would happen, POST begins it."""
    if not may_import(request.user):
        raise PermissionDenied
    batch = get_object_or_404(ImportBatch, pk=pk)
    here = HttpResponseRedirect(reverse("admin:import", args=[batch.pk]))
    try:
        refuse_undoing(batch, request.user)
        seen = readers_see(batch)
        form = UndoForm(
            request.POST if request.method == "POST" else None, initial={"reason": reason_for(batch)}
        )
        if request.method == "POST" and (not seen or form.is_valid()):
            batches.take_back(batch, request.user, form.cleaned_data["reason"] if seen else "")
            return here
    except Refused as refused:
        messages.error(request, str(refused))
        return here
    counts = foreseen(batch)
    context = {
        **desk.each_context(request),
        "title": f"Undo import {batch.pk}",
        "batch": batch,
        "form": form if seen else None,
        "sentences": in_words(counts, trial=True),
        "something_stays": any(name.endswith(f" {LEFT}") for name in counts),
    }
    return TemplateResponse(request, "desk/undo_import.html", context, status=400 if form.errors else 200)


def way_to_undo(batch: ImportBatch, user: Any) -> dict[str, Any]:
    """What the page of an import says of undoing it: `may_undo`, or in a sentence why not, or nothing."""
    over = batch.trial or batch.state == ImportState.UNDONE or batches.is_running(batch)
    if over or not size_of(batch):
        return {}
    try:
        refuse_undoing(batch, user)
    except PermissionDenied:
        return {"why_not_undone": ASK}
    except Refused as refused:
        return {"why_not_undone": str(refused)}
    return {"may_undo": True}
