"""Senders and recipients ⇄ `correspDesc`, in their order: neighbours of one role stand together."""

from itertools import groupby

from documents.exchange.tei.elements import Element, add, child, children, get, name_of, put, words_of
from documents.exchange.tei.forms import ACTING, KEY, pointer
from documents.snapshot import Correspondent

ACTIONS = {"sender": "sent", "recipient": "received"}
_ROLES = {action: role for role, action in ACTIONS.items()}
_ACTING = {tei: ours for ours, tei in ACTING.items()}


def write_correspondents(profile: Element, correspondents: tuple[Correspondent, ...]) -> None:
    """Adds who wrote to whom."""
    if not correspondents:
        return
    holder = add(profile, "correspDesc")
    for role, rows in groupby(correspondents, key=lambda row: row.role):
        action = add(holder, "correspAction", type_=ACTIONS[role])
        for row in rows:
            _write(action, row)


def _write(action: Element, row: Correspondent) -> None:
    """A person is a `persName`, a body an `orgName`; the body of a person stands in the person's name."""
    made = add(action, _element(row), row.as_written, xml_id=pointer(row.key))
    if row.by:
        put(made, "type", ACTING.get(row.by, row.by))
    if ident := row.person or row.body:
        put(made, "ref", f"#{ident}")
    if row.person and row.body:
        add(made, "orgName", ref=f"#{row.body}")


def _element(row: Correspondent) -> str:
    if row.person:
        return "persName"
    return "orgName" if row.body else "name"


def read_correspondents(profile: Element | None) -> list[dict[str, str | None]]:
    """The fields of the correspondents, without basis and reason."""
    holder = child(profile, "correspDesc")
    return [
        _read(each, _ROLES[get(action, "type") or ""])
        for action in children(holder, "correspAction")
        if get(action, "type") in _ROLES
        for each in action
        if name_of(each) in ("persName", "orgName", "name")
    ]


def _read(element: Element, role: str) -> dict[str, str | None]:
    acting, ident, inner = get(element, "type") or "", get(element, "ref"), child(element, "orgName")
    named = {"persName": "person", "orgName": "body"}
    found: dict[str, str | None] = {
        "key": (get(element, "xml:id") or "").removeprefix(KEY),
        "role": role,
        "as_written": words_of(element),
        "by": _ACTING.get(acting, acting),
    }
    if ident and name_of(element) in named:
        found[named[name_of(element)]] = ident.removeprefix("#")
    if inner is not None:
        found["body"] = (get(inner, "ref") or "").removeprefix("#")
    return found
