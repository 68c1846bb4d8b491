"""The form with a proposal in it: only what is empty is filled; what stands there already is told."""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict

from documents.desk.pasting.values import Filling, Values

# Fields that are filled together, under the ones that tell whether something stands there.
TOGETHER: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("title",), ("title_language",)),
    (("heading",), ("heading_voice", "heading_voice_basis", "heading_voice_reason")),
    (("wording_language",), ()),
    (("type",), ("type_basis", "type_reason")),
    (("classification_as_written", "classification"), ()),
    (
        ("date_as_written", "date_edtf"),
        (
            "date_edtf_julian",
            "date_calendar",
            "date_calendar_name",
            "date_basis",
            "date_reason",
            "date_calendar_basis",
            "date_calendar_reason",
        ),
    ),
    (("place_as_written", "place"), ("place_basis", "place_reason")),
    (("signature_line",), ()),
)
NOTHING = ("", "und")


@dataclass(slots=True)
class Filled:
    """The form's data as a browser would send it, and the names of what stood there already."""

    data: QueryDict
    kept: list[str] = field(default_factory=list)


def filled(desk: Any, request: HttpRequest, document: Any, filling: Filling) -> Filled:
    """The document's form, or an empty one, with the filling in its empty fields and parts.

    `request` is one by GET: the form is that of what is saved.
    """
    form, formsets = _empty_forms(desk, request, document)
    data = values_of(form)
    result = Filled(QueryDict(mutable=True))
    _fill_fields(data, filling.own, result)
    standing = {each.prefix for each in formsets if each.initial_forms and each.prefix in filling.rows}
    for formset in formsets:
        data |= _rows(formset, filling.rows.get(formset.prefix, []), standing, result)
    for name, value in data.items():
        result.data[name] = value
    return result


def _empty_forms(desk: Any, request: HttpRequest, document: Any) -> tuple[Any, list[Any]]:
    names = [name for _, options in desk.fieldsets for line in options["fields"] for name in line]
    made = desk.get_form(request, document, change=bool(document), fields=names)
    form = made(instance=document) if document else made(initial=desk.get_changeform_initial_data(request))
    formsets, _ = desk._create_formsets(request, form.instance, change=bool(document))
    return form, formsets


def values_of(form: Any) -> Values:
    """What a browser would send if the form were handed in as it stands."""
    values: Values = {}
    for each in form:
        widget, value = each.field.widget, each.value()
        if isinstance(widget, forms.FileInput) or (isinstance(widget, forms.CheckboxInput) and not value):
            continue
        if isinstance(widget, forms.MultiWidget):
            steps = widget.decompress(value) or []
            values |= {f"{each.html_name}_{n}": str(step) for n, step in enumerate(steps)}
        else:
            values[each.html_name] = "" if value is None else str(value)
    return values


def _fill_fields(data: Values, own: Values, result: Filled) -> None:
    for telling, others in TOGETHER:
        if not any(own.get(name) for name in (*telling, *others)):
            continue
        if all(data.get(name, "") in NOTHING for name in telling):
            data.update({name: own[name] for name in (*telling, *others) if name in own})
        elif any(own.get(name, "") not in ("", data.get(name)) for name in telling):
            result.kept.append(telling[0])


def _rows(formset: Any, rows: list[Values], standing: set[str], result: Filled) -> Values:
    """The data of one part: its rows as they are, or the proposed ones where it has none."""
    data = values_of(formset.management_form)
    for form in formset.forms:
        data |= values_of(form)
    if formset.prefix in standing:
        result.kept.append(formset.prefix)
        return data
    pattern = {name.split("__prefix__-")[1]: value for name, value in values_of(formset.empty_form).items()}
    for number in range(len(rows) + 1 if rows else 0):
        said = rows[number] if number < len(rows) else {}
        row = {**pattern, **said, "position": str(number + 1)}
        if row.get("owner", "").partition("-")[0] in standing - {"texts"}:
            row["owner"] = pattern["owner"]  # what it belonged to is not taken over
        data |= {f"{formset.prefix}-{number}-{name}": value for name, value in row.items()}
    if rows:
        data[f"{formset.prefix}-TOTAL_FORMS"] = str(len(rows) + 1)
    return data
