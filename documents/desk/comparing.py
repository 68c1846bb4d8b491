"""Any two states compared: revisions, versions, the desk today, what readers see; two texts or documents."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode

from documents import comparison, history
from documents.comparison import Comparison, Group
from documents.desk import policy
from documents.desk.revisions import Known, known
from documents.models import Document, Version
from documents.publishing import state_of
from documents.reading import compared
from documents.snapshot import Snapshot, Text, load
from places.register import is_well_formed
from places.revisions import Revision

DESK, READERS = "desk", "readers"
# So many of the last revisions are offered to choose from.
MOST = 100
DIGITS = 7


class Unknown(Exception):
    """There is no such state; the message says so to whoever asked."""


@dataclass(frozen=True, slots=True)
class State:
    """One state of a document: how an address names it, what it is called, the document if it was there."""

    name: str
    title: str
    snapshot: Snapshot | None


def state_named(document: Known, asked: str) -> State:
    """The state of this name: `7` is a revision, `v2` a version; `desk`, `readers`. Raises Unknown."""
    ident = document.public_id
    if asked == DESK:
        return State(asked, "the desk today", history.snapshot(ident))
    if asked == READERS:
        current = state_of(ident).current
        return (
            _version(ident, current, asked) if current else State(asked, "what readers see (nothing)", None)
        )
    kind, number = ("v", asked[1:]) if asked.startswith("v") else ("", asked)
    if not (number.isascii() and number.isdigit() and len(number) <= DIGITS):
        raise Unknown(
            f"“{asked[:40]}” names no state: choose a revision, a version, the desk or the readers."
        )
    return _version(ident, int(number), asked) if kind else _revision(document, int(number))


def _revision(document: Known, number: int) -> State:
    if not 1 <= number <= document.last:
        raise Unknown(f"There is no revision {number}: the last one is {document.last}.")
    return State(str(number), f"revision {number}", history.snapshot(document.public_id, at=number))


def _version(ident: str, number: int, asked: str) -> State:
    found = Version.objects.filter(document=ident, number=number).first()
    if found is None or not found.content:
        raise Unknown(f"There is no version {number} that could be shown.")
    title = f"version {number}" + (", what readers see" if asked == READERS else "")
    return State(asked, title, load(found.content))


def shown(desk: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """`/admin/documents/document/<id>/compare/?from=6&to=desk`, and for two documents `&other=<id>`.

    `text` and `other_text` are the keys of two texts, in the first and in the second state.
    """
    document = known(request.user, object_id)
    other, told = _other(request, document)
    asked = request.GET.get("from", "") or _before(document), request.GET.get("to", "") or DESK
    context = {
        **desk.admin_site.each_context(request),
        "title": f"Compare: {document.title}",
        "document": document,
        "other": other,
        "asked": asked,
        "views": [(name, words, _address(request, view=name)) for name, words in compared.VIEWS.items()],
        "choices": _choices(document, asked[0]),
        "other_choices": _choices(other or document, asked[1]),
        "typed": request.GET.get("other", ""),
        "opts": desk.opts,
    }
    try:
        if told:
            raise Unknown(told)
        before, after = state_named(document, asked[0]), state_named(other or document, asked[1])
        context |= _found(request, document, other, before, after)
    except Unknown as unknown:
        context["told"] = str(unknown)
    return TemplateResponse(request, "desk/compare.html", context)


def _found(
    request: HttpRequest, document: Known, other: Known | None, before: State, after: State
) -> dict[str, Any]:
    """What the page shows of two states that there are. Raises Unknown for a text that there is not."""
    found = _compared(request, before, after, two=other is not None)
    view = compared.view_named(request.GET.get("view", ""))
    return {
        "before": before,
        "after": after,
        "comparison": compared.shown(found, view, _way_back(request, document, other, before, after)),
        "texts": _texts(before, after),
        "asked_texts": (request.GET.get("text", ""), request.GET.get("other_text", "")),
        "may_restore": _may_restore(request, document, before),
        "restore_address": restore_address(document.public_id, before.name),
        "public_only": is_public(before) or is_public(after),
    }


def _other(request: HttpRequest, document: Known) -> tuple[Known | None, str]:
    """The other document that the address asks for; or why there is none."""
    ident = request.GET.get("other", "").strip()
    if not ident or ident == document.public_id:
        return None, ""
    here = is_well_formed(ident) and history.latest(Document.kind, ident)
    if not here:
        return None, f"There is no document “{ident[:40]}”: check the id."
    try:
        return known(request.user, ident), ""
    except PermissionDenied:
        return None, "You may not see the history of the other document."


def _compared(request: HttpRequest, before: State, after: State, *, two: bool) -> Comparison:
    keys = request.GET.get("text", ""), request.GET.get("other_text", "")
    if all(keys):
        return _of_texts(_text(before, keys[0]), _text(after, keys[1]))
    if two and before.snapshot and after.snapshot:
        return comparison.compare_documents(before.snapshot, after.snapshot)
    # A version holds no private fields, and so nothing is told of them where one is compared.
    one, other = before.snapshot, after.snapshot
    if is_public(before) or is_public(after):
        one, other = one and one.public(), other and other.public()
    return comparison.compare(one, other)


def is_public(state: State) -> bool:
    """Whether the state is a published one, which holds nothing private."""
    return state.name == READERS or state.name.startswith("v")


def _of_texts(one: Text, other: Text) -> Comparison:
    found = comparison.compare_texts(one, other)
    return Comparison((Group("texts", "Two texts", (found,)),) if one.content != other.content else ())


def _text(state: State, key: str) -> Text:
    texts = state.snapshot.document.texts if state.snapshot else ()
    for text in texts:
        if text.key == key:
            return text
    raise Unknown(f"In {state.title} there is no such text. Choose it from the list.")


def _way_back(
    request: HttpRequest, document: Known, other: Known | None, before: State, after: State
) -> compared.WayBack | None:
    """Single pieces are brought back to the desk: where it stands beside an earlier state of itself."""
    may = policy.may_restore(request.user, document.public_id)
    if not may or other or after.name != DESK or before.name == DESK or request.GET.get("text"):
        return None
    return lambda part, key, field: restore_address(
        document.public_id, before.name, part=part, key=key, field=field
    )


def _may_restore(request: HttpRequest, document: Known, state: State) -> bool:
    here = state.name != DESK and state.snapshot is not None
    return here and policy.may_restore(request.user, document.public_id)


def restore_address(public_id: str, state: str, **piece: str) -> str:
    """Where one is asked whether to bring back a state, or a piece of it."""
    query = urlencode({"from": state, **{name: value for name, value in piece.items() if value}})
    return f"{reverse('admin:documents_document_restore', args=[public_id])}?{query}"


def _texts(before: State, after: State) -> tuple[list[tuple[str, str]], ...]:
    return tuple(
        [(text.key, _called(number, text)) for number, text in enumerate(_all_texts(state), 1)]
        for state in (before, after)
    )


def _all_texts(state: State) -> tuple[Text, ...]:
    return state.snapshot.document.texts if state.snapshot else ()


def _called(number: int, text: Text) -> str:
    return f"{number}. {text.role}, {text.language}" + (f", by {text.translator}" if text.translator else "")


def _before(document: Known) -> str:
    """What one compares with if nothing is asked: what readers see, else the revision before the last."""
    current = state_of(document.public_id).current
    return READERS if current else str(max(1, document.last - 1))


def _choices(document: Known, asked: str) -> list[tuple[str, str]]:
    """The states to choose from: the desk, readers, versions, the last hundred revisions, the asked one."""
    versions = Version.objects.filter(document=document.public_id).exclude(content="").order_by("-number")
    revisions = history.revisions(document.public_id).order_by("-number")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= DIGITS else 0
    chosen = revisions.filter(Q(number__gt=document.last - MOST) | Q(number=number))
    return [
        (DESK, "the desk today"),
        (READERS, "what readers see"),
        *((f"v{n}", f"version {n}") for n in versions.values_list("number", flat=True)),
        *((str(each.number), _described(each)) for each in chosen.select_related("user")),
    ]


def _described(revision: Revision) -> str:
    """A revision as it reads in a list: enough to tell it from the others."""
    words = f"revision {revision.number}, {revision.moment:%Y-%m-%d %H:%M}, {revision.user or 'the software'}"
    reason = " ".join(revision.reason.split())
    return f"{words}: {reason[:40]}{'…' if len(reason) > 40 else ''}" if reason else words


def _address(request: HttpRequest, **changed: str) -> str:
    kept = {
        name: request.GET[name]
        for name in ("from", "to", "other", "text", "other_text")
        if name in request.GET
    }
    return f"?{urlencode({**kept, **changed})}"
