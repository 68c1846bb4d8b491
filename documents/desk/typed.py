"""What a form says, as a snapshot, without saving it: for the preview, and for merging."""

from typing import Any

from django.core.exceptions import BadRequest
from django.forms.formsets import all_valid
from django.http import HttpRequest

from documents import history
from documents.models import Document
from documents.snapshot import PARTS, Snapshot, from_data, named
from places import rows
from places.records import row_data


def sent(desk: Any, request: HttpRequest, document: Document | None) -> tuple[Any, list[Any], bool]:
    """The form and the formsets that a request holds, looked through, and whether all rows are faultless."""
    if fault := rows.faulty_number(request.POST):
        raise BadRequest(fault)
    names = [name for _, options in desk.fieldsets for line in options["fields"] for name in line]
    form = desk.get_form(request, document, change=bool(document), fields=names)(
        request.POST, request.FILES, instance=document
    )
    formsets, _ = desk._create_formsets(request, form.instance, change=bool(document))
    form.is_valid()
    return form, formsets, all_valid(formsets)


def snapshot(form: Any, formsets: list[Any]) -> Snapshot:
    """The document as it would be if the form were saved now. What is faulty keeps what it was before.

    The form and the formsets must have been validated; nothing is written.
    """
    data = _row(form.instance)
    parts = {formset.prefix: formset for formset in formsets}
    for part in PARTS:
        data[part] = [_row(row.instance) for row in standing(parts[part])] if part in parts else []
    content = from_data({"document": data}).document
    return Snapshot(document=content, names=history.names(named(content)))


def _row(row: Any) -> dict[str, Any]:
    """A row as plain data. What a forged form left out is a default, perhaps no plain str."""
    return {name: str(value) if isinstance(value, str) else value for name, value in row_data(row).items()}


def standing(formset: Any) -> list[Any]:
    """The rows that would be kept, in their order."""
    return sorted(formset.kept(), key=_typed_place)


def _typed_place(row: Any) -> float:
    place = row.cleaned_data.get("position")
    return float("inf") if place is None else place
