"""What keeps a form from being saved, fault by fault, for the top of the page."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a field: where it is in words, its id on the page, the sentence."""

    where: str
    anchor: str
    sentence: str


def faults(form: Any, formsets: list[Any]) -> list[Fault]:
    """Everything that keeps the form from being saved, in the order of the page."""
    found = list(_of_form(form, ""))
    for formset in formsets:
        found += _of_rows(formset)
    return found


def _of_rows(formset: Any) -> Iterator[Fault]:
    for sentence in formset.non_form_errors():
        rows = str(formset.model._meta.verbose_name_plural).capitalize()
        yield Fault(rows, f"{formset.prefix}-group", sentence)
    for number, row in enumerate(formset.forms, start=1):
        if not formset._should_delete_form(row):
            yield from _of_form(row, f"{formset.noun} {number}".capitalize())


def _of_form(form: Any, row: str) -> Iterator[Fault]:
    for name, sentences in form.errors.items():
        shown = name in form.fields and not form.fields[name].widget.is_hidden
        where = ", ".join(filter(None, [row, str(form[name].label) if shown else ""]))
        anchor = form[name].id_for_label if shown else (form.prefix or "")
        for sentence in sentences:
            yield Fault(where, anchor, sentence)
