"""Whether a thing is stated or inferred, and why ⇄ `certainty`, one for each statement that says something.

`@target` is the row, `@subtype` the field that it is about (none: the row as a whole), `@type` the basis,
`desc` the reason.
"""

from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from typing import Any

from documents.exchange.tei.elements import Element, add, child, children, get, put, words_of
from documents.exchange.tei.forms import KEY, pointer
from documents.snapshot import Document, rows

STATED = "stated"
WHOLE = "document"


def statements(document: Document) -> Iterator[tuple[str, str, str, str]]:
    """(xml:id of the row, field, basis, reason) of whatever is inferred or explained."""
    for row in (document, *rows(document)):
        for unit, basis_field, reason_field in _units(row.__class__):
            basis, reason = getattr(row, basis_field), getattr(row, reason_field)
            if basis != STATED or reason:
                yield WHOLE if isinstance(row, Document) else pointer(row.key), unit, basis, reason


def write_statements(parent: Element, document: Document) -> None:
    """Adds the statements of the document and of its rows."""
    for ident, unit, basis, reason in statements(document):
        made = add(parent, "certainty", target=f"#{ident}", locus="value", type_=basis)
        if unit:
            put(made, "subtype", unit)
        if reason:
            add(made, "desc", reason)


def read_statements(parent: Element | None) -> dict[str, dict[str, str]]:
    """By key of the row, or "document", the fields of basis and reason."""
    found: dict[str, dict[str, str]] = {}
    for each in children(parent, "certainty"):
        owner = (get(each, "target") or "").removeprefix("#").removeprefix(KEY)
        unit = get(each, "subtype")
        before = f"{unit}_" if unit else ""
        found.setdefault(owner, {})[f"{before}basis"] = get(each, "type") or STATED
        found[owner][f"{before}reason"] = words_of(child(each, "desc"))
    return found


@cache
def _units(kind: Any) -> list[tuple[str, str, str]]:
    names = [f.name for f in fields(kind)]
    return [
        (name.removesuffix("basis").rstrip("_"), name, name.removesuffix("basis") + "reason")
        for name in names
        if name == "basis" or name.endswith("_basis")
    ]
