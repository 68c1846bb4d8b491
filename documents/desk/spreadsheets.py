"""The pages of spreadsheets: one goes out; one comes in, is looked at row by row, is taken in or not."""

from collections.abc import Sequence
from contextlib import suppress
from copy import copy
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from documents import audit
from documents.audit import Act
from documents.exchange.spreadsheets import FORMATS, Refused, Sheet, keeping, mapping, read
from documents.exchange.spreadsheets.carrying_out import NotTakenIn, may_take_in, take_in, was_taken_in
from documents.exchange.spreadsheets.exporting import export
from documents.exchange.spreadsheets.keeping import Kept
from documents.exchange.spreadsheets.kinds import KINDS, Kind, family, labels
from documents.exchange.spreadsheets.namesakes import namesakes
from documents.exchange.spreadsheets.planning import FAULTY, ORDER, Plan, compared, plan
from documents.exchange.spreadsheets.sheets import LARGEST, MOST_ROWS
from documents.reading.paging import page_of

ON_A_PAGE = 100
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# What an address of a list says of its order and page, not of what is in it.
OF_THE_LIST_ALONE = ("o", "p", "e", "all")
OTHERWISE = (
    "The archive has changed since you looked at this, so nothing was taken in. Below stands what would "
    "happen now: please look at it again."
)
GONE = "This file is not there any more: it was taken in, or had waited for more than a day. Choose it again."


class UploadForm(forms.Form):
    """The file that is chosen. What it holds is in `content` once the form is valid."""

    content: bytes
    file = forms.FileField(
        label="Spreadsheet",
        help_text="CSV (UTF-8, with commas, semicolons or tabs) or .xlsx; up to 20 MB. First you are shown "
        "what would happen; nothing is saved before you say so.",
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        error_messages={"required": "Choose a file first.", "empty": "This file is empty."},
    )

    def __init__(self, kind: Kind, *args: Any) -> None:
        super().__init__(*args)
        self.kind = kind

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        self.content = file.read(LARGEST + 1)
        try:
            read(self.content, partial(mapping.knows, self.kind))
        except Refused as refused:
            raise ValidationError(str(refused)) from refused
        return file


def address_of(model: Any) -> str:
    """Where the sheets of these records are exported and taken in; "" where there are none."""
    kinds = family(model)
    return reverse("admin:spreadsheet", args=[kinds[0].name]) if kinds else ""


# --- One kind of sheet: out, and the form by which one comes in ---


def sheet(desk: Any, request: HttpRequest, name: str) -> HttpResponse:
    """`/admin/spreadsheets/<name>/`: what can be exported, and where a file is chosen."""
    kind = _kind(desk, request, name)
    may = may_take_in(request.user, kind)
    keeping.sweep()
    sent = (request.POST or None, request.FILES or None) if request.method == "POST" else ()
    form = UploadForm(kind, *sent)
    if request.method == "POST":
        if not may:
            raise PermissionDenied
        if form.is_valid():
            kept = keeping.keep(kind.name, form.cleaned_data["file"].name, form.content)
            return HttpResponseRedirect(_address(kept))
    query = request.GET.urlencode()
    context = {
        **desk.each_context(request),
        "title": kind.title,
        "kind": kind,
        "family": family(kind.model),
        "number": _listed(desk, request, kind).count(),
        "narrowed": bool(query),
        "query": f"?{query}" if query else "",
        "formats": FORMATS,
        "columns": labels(kind).items(),
        "may_take_in": may,
        "form": form,
        "opts": kind.model._meta,
    }
    return TemplateResponse(request, "desk/spreadsheet.html", context, status=400 if form.errors else 200)


def exported(desk: Any, request: HttpRequest, name: str, form: str) -> HttpResponse:
    """`/admin/spreadsheets/<name>.csv` and `.xlsx`: of the records that the list with this query shows."""
    kind = _kind(desk, request, name)
    if form not in FORMATS:
        raise Http404("There is no such format.")
    try:
        # One more than can be exported is enough to tell that there are too many.
        found = _listed(desk, request, kind).values_list("pk", flat=True)[: MOST_ROWS + 1]
        data = export(kind, list(found), form)
    except Refused as refused:
        messages.error(request, str(refused))
        here = reverse("admin:spreadsheet", args=[name])
        return HttpResponseRedirect(f"{here}?{request.GET.urlencode()}")
    audit.note_apart(Act.EXPORTED, user=request.user, detail=f"a spreadsheet: {kind.title.lower()}")
    response = HttpResponse(data, content_type=TYPES[form])
    file = f"{name}-{timezone.localdate():%Y-%m-%d}.{form}"
    response.headers["Content-Disposition"] = f'attachment; filename="{file}"'
    return response


def _kind(desk: Any, request: HttpRequest, name: str) -> Kind:
    """The kind of sheet. Raises Http404, or PermissionDenied for who may not look at its records."""
    if name not in KINDS:
        raise Http404("There is no such spreadsheet.")
    kind = KINDS[name]
    if not desk._registry[kind.model].has_view_permission(request):
        raise PermissionDenied
    return kind


def _listed(desk: Any, request: HttpRequest, kind: Kind) -> QuerySet:
    """The records that the list shows with this query, in its order."""
    asked, query = copy(request), request.GET.copy()
    for name in OF_THE_LIST_ALONE:
        query.pop(name, None)
    asked.GET = query  # type: ignore[assignment]  # a copy
    try:
        found = desk._registry[kind.model].get_changelist_instance(asked)
    except IncorrectLookupParameters as error:
        raise Http404("The list cannot be narrowed so.") from error
    return found.get_queryset(asked)


# --- A sheet that came: looked at, and taken in ---


def looked_at(desk: Any, request: HttpRequest, name: str, number: UUID) -> HttpResponse:
    """`/admin/spreadsheets/<name>/<number>/`: columns and rows; POST says what columns are, or takes in."""
    kind = _kind(desk, request, name)
    if not may_take_in(request.user, kind):
        raise PermissionDenied
    kept = keeping.kept(number, name)
    try:
        data = kept.data if kept else None
    except FileNotFoundError:
        data = None
    if kept is None or data is None:
        messages.error(request, GONE)
        return HttpResponseRedirect(reverse("admin:spreadsheet", args=[name]))
    found = read(data, partial(mapping.knows, kind))
    columns = mapping.understand(kind, found, kept.chosen)
    if request.method == "POST" and request.POST.get("act") == "columns":
        with suppress(FileNotFoundError):  # removed meanwhile, as the page will say
            keeping.remember(replace(kept, chosen=_chosen(request, kind, columns)))
        return HttpResponseRedirect(_address(kept))
    return _preview(desk, request, kind, kept, found, columns)


def _preview(
    desk: Any, request: HttpRequest, kind: Kind, kept: Kept, found: Sheet, columns: Sequence[Any]
) -> HttpResponse:
    hindered = mapping.faults(kind, columns)
    planned = None if hindered else plan(kind, found, columns)
    refused, status = "", 200
    if request.method == "POST" and planned:
        try:
            return _take_in(request, kept, planned)
        except NotTakenIn as error:
            refused, status = str(error), 409
            _with_faults(planned, error)
    context = {
        **desk.each_context(request),
        "title": f"Import {kind.title.lower()}",
        "kind": kind,
        "kept": kept,
        "columns": columns,
        "divided_by": found.divided_by,
        "choices": [(each, label) for each, label in labels(kind).items()],
        "nothing": mapping.NOTHING,
        "unknown": [each.header for each in columns if each.how == mapping.UNKNOWN],
        "can_choose": any(each.can_be_chosen for each in columns),
        "hindered": hindered,
        "refused": refused,
        "plan": planned,
        **(_rows(request, kind, found, planned) if planned else {}),
        "opts": kind.model._meta,
    }
    return TemplateResponse(request, "desk/spreadsheet_preview.html", context, status=status)


def _take_in(request: HttpRequest, kept: Kept, planned: Plan) -> HttpResponse:
    if request.POST.get("digest") != planned.digest:
        raise NotTakenIn(OTHERWISE)
    if not keeping.take(kept):
        raise NotTakenIn(GONE)
    try:
        batch = take_in(planned, request.user, kept.name, kept.number)
    finally:
        # What fails after the commit must not bring the same rows in once more.
        (keeping.drop if was_taken_in(kept.number) else keeping.give_back)(kept)
    messages.success(request, "The spreadsheet was taken in. Each change is in the history of its record.")
    return HttpResponseRedirect(reverse("admin:import", args=[batch.pk]))


def _chosen(request: HttpRequest, kind: Kind, columns: Sequence[Any]) -> dict[str, str]:
    """What the editor says of columns that were not known by name."""
    said = {
        each.header: request.POST.get(f"column-{each.place}", "") for each in columns if each.can_be_chosen
    }
    return {header: name for header, name in said.items() if name in (*labels(kind), mapping.NOTHING)}


def _with_faults(planned: Plan, error: NotTakenIn) -> None:
    for line in planned.lines:
        for column, sentences in error.faults.get(line.number, {}).items():
            for sentence in sentences:
                line.refuse(column, sentence)


def _rows(request: HttpRequest, kind: Kind, found: Sheet, planned: Plan) -> dict[str, Any]:
    """What the page shows of the rows: those asked for, what needs a look first."""
    shown = request.GET.get("show", "")
    lines = [line for line in planned.lines if shown not in ORDER or line.what == shown]
    alike = namesakes(kind, planned.lines)
    page = page_of(sorted(lines, key=lambda line: ORDER.index(line.what)), request, ["show"], ON_A_PAGE)
    return {
        "page": page,
        "rows": [
            (line, changes, _address_of(kind, line.record), _addresses(kind, alike.get(line.number, [])))
            for line, changes in compared(kind, page.rows)
        ],
        "namesakes": len(alike),
        "counts": [(what, number) for what, number in planned.counts.items() if number],
        "shown": shown,
        "faulty": planned.counts[FAULTY],
    }


def _addresses(kind: Kind, records: list[str]) -> list[tuple[str, str]]:
    return [(record, _address_of(kind, record)) for record in records]


def _address_of(kind: Kind, record: str) -> str:
    if not record:
        return ""
    app, model = kind.model._meta.app_label, kind.model._meta.model_name
    return reverse(f"admin:{app}_{model}_change", args=[record])


def _address(kept: Kept) -> str:
    return reverse("admin:spreadsheet_look", args=[kept.kind, kept.number])
