"""What of the desk a user may open: documents among the hits, and the record whose id was typed."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Model
from django.urls import reverse

from documents.desk.finding.index import there
from documents.merges import MODELS
from documents.models import Document
from documents.reading.search.suggestions import Suggestion
from documents.rights import EVERYBODYS, entered
from places.register import PublicId

KINDS: dict[str, type[Model]] = {Document.kind: Document, **MODELS}


def own_of(user: Any, idents: list[str]) -> set[str]:
    """Those of these documents that this user may change; none of them was purged."""
    if not user.has_perm("documents.change_document"):
        return set()
    if user.has_perm(EVERYBODYS):
        return {*idents}
    return {*entered(user).filter(record__in=idents).values_list("record", flat=True)}


def pages_of(user: Any, ident: str) -> Iterator[Suggestion]:
    """The page of the desk for the record of an id, if there is one and this user may open it."""
    kind = PublicId.objects.filter(pk=ident).values_list("kind", flat=True).first() or ""
    model = KINDS.get(kind)
    if model is None or not _is_there(model, ident):
        return
    names = model._meta
    if user.has_perm(f"{names.app_label}.view_{names.model_name}"):
        way = "preview" if model is Document and not own_of(user, [ident]) else "change"
        address = reverse(f"admin:{names.app_label}_{names.model_name}_{way}", args=[ident])
        yield Suggestion(f"“{ident}” is the id of a {kind} on the desk.", f"Open the {kind}", address)


def _is_there(model: type[Model], ident: str) -> bool:
    records = there() if model is Document else model._default_manager.all()
    return records.filter(pk=ident).exists()
