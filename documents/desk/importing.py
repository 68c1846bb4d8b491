"""The pages of imports: upload, look at the dry run, start it, follow it, read its report."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from documents import uploads
from documents.desk.meeting import model_of
from documents.desk.undoing import way_to_undo
from documents.exchange.importing import batches, incoming
from documents.exchange.importing.reports import (
    CONFLICT,
    DELETED,
    brings_something,
    counted,
    in_short,
    in_words,
    thing,
    urgency,
)
from documents.exchange.importing.running import LARGEST, PUBLISHING, may_import
from documents.merges import MODELS as AUTHORITIES
from documents.models import Answer, Document, DoubtfulMatch, ImportBatch, Imported, ImportState
from documents.reading.paging import Page, page_of

ON_A_PAGE = 100
MOST_FILES = 100
SHOWN = 20
WORD, SHEETS = (".docx", ".doc"), (".csv", ".xlsx", ".xls")
MODELS: dict[str, Any] = {Document.kind: Document, **AUTHORITIES}


class Several(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Files chosen together; each is looked at by itself."""

    widget = Several

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list | tuple) and data else [data or None]
        if faults := [fault for each in files if each for fault in _unfit(each)]:
            raise ValidationError(faults)
        found = [super(FilesField, self).clean(each, initial) for each in files]
        if large := [each.name for each in found if each.size > LARGEST]:
            raise ValidationError(f"{', '.join(large)}: a file can have {LARGEST // 1_000_000} MB at most.")
        return found


def _unfit(file: Any) -> list[str]:
    """Why no file of an edition is so: sentences with its name."""
    if file.name.lower().endswith(WORD):
        return [f"{file.name}: a text from Word is taken in on the form of its document, not here."]
    if file.name.lower().endswith(SHEETS):
        return [
            f"{file.name}: a spreadsheet is taken in by “Import” above the list of its records, not here."
        ]
    return [] if file.size else [f"{file.name} is empty."]


class UploadForm(forms.Form):
    chosen = FilesField(
        label="TEI files",
        help_text=f"At most {MOST_FILES} at a time, each of {LARGEST // 1_000_000} MB at most. "
        "First you are shown what would happen; nothing is entered before you say so.",
        error_messages={"required": "Please choose at least one file."},
    )


def imports(desk: Any, request: HttpRequest) -> HttpResponse:
    """`/admin/import/`: the imports so far, and the form that begins one."""
    _require(request)
    uploads.sweep()
    posting = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if posting else UploadForm()
    if posting and form.is_valid():
        batch = batches.begin(form.cleaned_data["chosen"], request.user)
        return HttpResponseRedirect(reverse("admin:import", args=[batch.pk]))
    to_compare, first = _to_compare()
    context = {
        **desk.each_context(request),
        "title": "Import",
        "form": form,
        "page": page_of(ImportBatch.objects.select_related("user"), request),
        "to_compare": to_compare,
        "first_to_compare": first,
        "doubtful": DoubtfulMatch.objects.filter(answer=Answer.OPEN).count(),
    }
    return TemplateResponse(request, "desk/imports.html", context, status=400 if form.errors else 200)


def imported(desk: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """`/admin/import/<pk>/`: how far it is and its report; POST starts it, or goes on with it."""
    _require(request)
    batch = get_object_or_404(ImportBatch.objects.select_related("user"), pk=pk)
    if request.method == "POST":
        return _act(request, batch)
    undone = batch.state in (ImportState.UNDOING, ImportState.UNDONE)
    lines = sorted(batches.undone(batch) if undone else batches.report(batch), key=urgency)
    brings_documents = batch.trial or not batch.counts or "document created" in batch.counts
    running = batches.is_running(batch)
    shown = page_of(lines, request, size=ON_A_PAGE)
    context = {
        **desk.each_context(request),
        "title": f"{'Dry run' if batch.trial else 'Import'} {batch.pk}",
        "batch": batch,
        "running": running,
        "interrupted": batches.was_interrupted(batch),
        "undone": undone,
        "percent": batch.share / 10,
        "sentences": in_words(counted(lines) if undone else batch.counts, batch.trial),
        "page": _as_shown(shown, batch),
        "brings_documents": brings_documents,
        "may_start": not running and not undone and _may_start(batch),
        "may_publish": request.user.has_perm(PUBLISHING),
        **way_to_undo(batch, request.user),
    }
    return TemplateResponse(request, "desk/import.html", context)


def _act(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    act = request.POST.get("act", "")
    here = reverse("admin:import", args=[batch.pk])
    if act == "start":
        return _start(request, batch)
    messages.error(request, "Nothing was done, because the form did not say what to do.")
    return HttpResponseRedirect(here)


def _may_start(batch: ImportBatch) -> bool:
    """Whether its files wait to be imported: after a dry run, if any can be; or to be gone on with."""
    if not batches.has_files(batch):
        return False
    return brings_something(batch.counts) if batch.trial else batch.state != ImportState.DONE


def _start(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    publish = request.POST.get("publish") == "yes"
    if publish and not request.user.has_perm(PUBLISHING):
        raise PermissionDenied
    if batches.is_running(batch) or not batches.has_files(batch):
        messages.error(request, "It was started already, or still runs.")
        return HttpResponseRedirect(reverse("admin:imports"))
    made = batches.go_on(batch, request.user, publish=publish)
    return HttpResponseRedirect(reverse("admin:import", args=[made.pk]))


def _as_shown(page: Page, batch: ImportBatch) -> Page:
    """Each line of the report in words, with the address of the record that it tells of, if that is here."""
    comparable = _comparable(page.rows)
    for line in page.rows:
        line["compare_at"] = comparable.get(line["public_id"], "") if line["what"] == CONFLICT else ""
        line["name"] = (
            line["title"] or line["identity"] or line["public_id"] or line["file"] or "without a name"
        )
        line["says"], line["thing"] = in_short(line["what"], batch.trial), thing(line["kind"])
        if line["what"] == DELETED:
            continue
        model = MODELS.get(line["kind"])
        if model and line["public_id"]:
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
            line["address"] = reverse(name, args=[line["public_id"]])
    return page


def _comparable(lines: Iterable[dict[str, Any]]) -> dict[str, str]:
    """Public id → where it is compared, of those of which the file says something that nobody has decided."""
    met = [line["public_id"] for line in lines if line["what"] == CONFLICT]
    waits = incoming.waiting().filter(imported__record__in=met) if met else ()
    return {each.imported.record: _compared_at(each.imported) for each in waits}


def _compared_at(imported: Imported) -> str:
    if imported.kind == Document.kind:
        return reverse("admin:documents_document_incoming", args=[imported.record])
    return reverse("admin:compare_with_file", args=[imported.kind, imported.record])


def _to_compare() -> tuple[str, list[tuple[str, str]]]:
    """How much waits to be compared with what a file says of it, in words; the first by address and name."""
    waits = incoming.waiting()
    first = [each.imported for each in waits[:SHOWN]]
    names: dict[str, str] = {}
    for kind in {each.kind for each in first}:
        here = model_of(kind).objects.filter(pk__in=[each.record for each in first if each.kind == kind])
        names |= {found.pk: str(found) for found in here}
    counts = Counter(waits.order_by().values_list("imported__kind", flat=True))
    told = ", ".join(f"{number} {thing(kind, number)}" for kind, number in sorted(counts.items()))
    return told, [(_compared_at(each), names[each.record]) for each in first if each.record in names]


def _require(request: HttpRequest) -> None:
    if not may_import(request.user):
        raise PermissionDenied
