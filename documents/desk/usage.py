"""Who names an authority record: what the documents tell the desks of people, places and vocabularies."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse

from documents.history import NAMES
from documents.models import Document, ListingName
from documents.reading.authorities import visible
from places.usage import Naming

SHOWN = 10
PUBLIC = {
    "person": "/people/",
    "body": "/bodies/",
    "place": "/places/",
    "collection": "/collections/",
    "repository": "/repositories/",
}


def naming(record: Any) -> Naming:
    """The documents on the desk that name a record, in a number of queries that does not depend on theirs."""
    found = documents_naming(type(record), record.pk)
    return Naming(
        count=found.count(),
        documents=tuple(found.order_by("title", "public_id")[:SHOWN]),
        all_at=f"{reverse('admin:documents_document_changelist')}?naming={record.kind}:{record.pk}",
        public_address=public_address(record),
    )


def documents_naming(model: Any, pk: str) -> QuerySet[Document]:
    """Documents that name the record in a field of theirs or of a part; or, published, by a mark."""
    wanted = Q(pk__in=_listed(model.kind, pk).values("listing"))
    for field in _columns_to(model):
        if field.model is Document:
            wanted |= Q(**{field.name: pk})
        else:
            wanted |= Q(pk__in=field.model.objects.filter(**{field.name: pk}).values("document"))
    return Document.objects.filter(wanted)


def _columns_to(model: Any) -> list[Any]:
    """The foreign keys to a table that documents and their parts have."""
    tables: tuple[Any, ...] = (Document, *Document.part_models())
    return [f for table in tables for f in table._meta.concrete_fields if f.related_model is model]


def _listed(kind: str, ident: Any) -> QuerySet[ListingName]:
    return ListingName.objects.filter(kind=kind, ident=ident)


def published(kind: str) -> Any:
    """A query expression: how many published documents name the record in the row."""
    counted = _listed(kind, OuterRef("pk")).order_by().values("ident")
    return Coalesce(
        Subquery(counted.annotate(n=Count("listing", distinct=True)).values("n")),
        0,
        output_field=IntegerField(),
    )


def is_seen(record: Any) -> bool:
    """Whether readers see the record, also by way of one merged with it."""
    return bool(visible(record.kind, [record.pk]))


def public_address(record: Any) -> str:
    """Where readers see the record; empty while no published document names it."""
    section = PUBLIC.get(record.kind)
    return f"{section}{record.pk}/" if section and _listed(record.kind, record.pk).exists() else ""


class NamingFilter(admin.SimpleListFilter):
    """In the list of documents: those that name one record. Only links lead here."""

    title = "names"
    parameter_name = "naming"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        record = self._record(request.GET.get("naming", ""))
        return [(request.GET["naming"], str(record))] if record else []

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if not (record := self._record(self.value() or "")):
            return queryset
        return queryset.filter(pk__in=documents_naming(type(record), record.pk).values("pk"))

    def _record(self, value: str) -> Any:
        kind, _, pk = value.partition(":")
        return NAMES[kind][0].objects.filter(pk=pk).first() if kind in NAMES else None
