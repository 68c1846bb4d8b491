"""What a form says, as a snapshot, without saving it: for the preview."""

from typing import Any

from documents import history
from documents.snapshot import PARTS, Snapshot, from_data, named
from places.records import row_data


def snapshot(form: Any, formsets: list[Any]) -> Snapshot:
    """The document as it would be if the form were saved now. What is faulty keeps what it was before.

    The form and the formsets must have been validated; nothing is written.
    """
    data = row_data(form.instance)
    rows = {formset.prefix: formset for formset in formsets}
    for part in PARTS:
        data[part] = [row_data(row.instance) for row in standing(rows[part])] if part in rows else []
    content = from_data({"document": data}).document
    return Snapshot(document=content, names=history.names(named(content)))


def standing(formset: Any) -> list[Any]:
    """The rows that would be kept, in their order."""
    return sorted(formset.kept(), key=_typed_place)


def _typed_place(row: Any) -> float:
    place = row.cleaned_data.get("position")
    return float("inf") if place is None else place
