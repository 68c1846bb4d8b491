"""Baseline two: the plain Django way. Tables with foreign keys and many-to-many, django-filter, Count.

The tables exist only in the database of a benchmark. Words are found by the database's full text where Django
has one (PostgreSQL: a stored vector with its GIN index), else by `icontains`.
"""

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import django_filters
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import (
    SearchHeadline,
    SearchQuery,
    SearchRank,
    SearchVector,
    SearchVectorField,
)
from django.db import connection, models, transaction
from django.db.models import Count, F, QuerySet
from django.http import QueryDict
from django.template import engines

from tests.benchmarks import generator, invented
from tests.benchmarks.invented import Plain
from tests.benchmarks.queries import FACETS, TOP, Answer, Query
from tests.benchmarks.vocabulary import LANGUAGES

POSTGRESQL = connection.vendor == "postgresql"
SNIPPET = 150


class Value(models.Model):
    """One value of a facet, with its label."""

    name = models.CharField(max_length=200)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


def _values(table: str) -> Any:
    meta = type("Meta", (), {"app_label": "benchmark", "db_table": f"plain_{table}"})
    return type(table.capitalize(), (Value,), {"__module__": __name__, "Meta": meta})


Person, Place, Collection, Repository, Type, Language = map(
    _values, ("person", "place", "collection", "repository", "type", "language")
)


class Document(models.Model):
    """A published document."""

    ident = models.CharField(max_length=8, unique=True)
    title = models.TextField()
    body = models.TextField()
    day = models.DateField(db_index=True)
    year = models.PositiveSmallIntegerField(db_index=True)
    visible = models.BooleanField(default=True, db_index=True)
    collection = models.ForeignKey(Collection, models.PROTECT)
    repository = models.ForeignKey(Repository, models.PROTECT)
    type = models.ForeignKey(Type, models.PROTECT)
    language = models.ForeignKey(Language, models.PROTECT)
    people = models.ManyToManyField(Person)
    places = models.ManyToManyField(Place)
    if POSTGRESQL:
        vector = SearchVectorField(null=True)

    class Meta:
        app_label = "benchmark"
        db_table = "plain_document"
        indexes = [GinIndex(fields=["vector"], name="plain_document_vector")] if POSTGRESQL else []

    def __str__(self) -> str:
        return self.title


# --- Filling the tables ---

LABELS: dict[Any, Iterable[str]] = {
    Person: invented.names("person"),
    Place: invented.names("place"),
    Collection: invented.names("collection"),
    Repository: invented.names("repository"),
    Type: invented.TYPES,
    Language: LANGUAGES,
}


def fill(files: Iterable[Path]) -> None:
    """Makes the tables, if they are not there, and fills them from the plain data where it is missing."""
    if Document._meta.db_table not in connection.introspection.table_names():
        with connection.schema_editor() as editor:
            for model in (*LABELS, Document):
                editor.create_model(model)
    done = Document.objects.aggregate(last=models.Max("pk"))["last"] or 0
    if not done:
        for model, labels in LABELS.items():
            rows = [model(pk=n, name=name) for n, name in enumerate(labels, start=1)]
            model.objects.bulk_create(rows, ignore_conflicts=True)
    todo = [file for file in files if int(file.stem) > done]
    for file in todo:
        with file.open(encoding="utf-8") as lines:
            _enter([Plain(*json.loads(line)) for line in lines])
    if todo:
        generator.analyse()


@transaction.atomic
def _enter(plains: list[Plain]) -> None:
    Document.objects.bulk_create(_row(plain) for plain in plains)
    for relation, column in (("people", "person_id"), ("places", "place_id")):
        through = getattr(Document, relation).through
        through.objects.bulk_create(
            through(document_id=plain.number, **{column: value})
            for plain in plains
            for value in getattr(plain, relation)
        )
    if POSTGRESQL:
        words = SearchVector("title", weight="A", config="english") + SearchVector(
            "body", weight="D", config="english"
        )
        Document.objects.filter(pk__in=[plain.number for plain in plains]).update(vector=words)


def _row(plain: Plain) -> Document:
    return Document(
        pk=plain.number,
        ident=plain.ident,
        title=plain.title,
        body=plain.body,
        day=plain.day,
        year=plain.year,
        collection_id=plain.collection,
        repository_id=plain.repository,
        type_id=plain.type,
        language_id=plain.language,
    )


# --- Finding ---


class DocumentFilter(django_filters.FilterSet):
    """The parameters of a list of documents, as the guide to django-filter declares them."""

    q = django_filters.CharFilter(method="with_words")
    people = django_filters.ModelMultipleChoiceFilter(queryset=Person.objects.all())
    places = django_filters.ModelMultipleChoiceFilter(queryset=Place.objects.all())
    collection = django_filters.ModelMultipleChoiceFilter(queryset=Collection.objects.all())
    repository = django_filters.ModelMultipleChoiceFilter(queryset=Repository.objects.all())
    type = django_filters.ModelMultipleChoiceFilter(queryset=Type.objects.all())
    language = django_filters.ModelMultipleChoiceFilter(queryset=Language.objects.all())
    year = django_filters.MultipleChoiceFilter(choices=[(year, year) for year in invented.YEARS])

    class Meta:
        model = Document
        fields = FACETS

    def with_words(self, found: QuerySet, name: str, typed: str) -> QuerySet:
        """Those that hold what was typed: words, a phrase in quotes, a beginning with an asterisk."""
        if not POSTGRESQL:
            words = typed.strip('"*')
            return found.filter(models.Q(title__icontains=words) | models.Q(body__icontains=words))
        return found.filter(vector=_asked(typed))


def _asked(typed: str) -> SearchQuery:
    if typed.endswith("*"):
        return SearchQuery(f"{typed[:-1]}:*", search_type="raw", config="english")
    kind = "phrase" if typed.startswith('"') else "plain"
    return SearchQuery(typed.strip('"'), search_type=kind, config="english")


PAGE = """<h1>{{ total }} documents</h1>
<ol>{% for hit in hits %}<li><a href="/documents/{{ hit.ident }}/">{{ hit.title }}</a> {{ hit.day }}
 {{ hit.collection.name }}, {{ hit.type.name }} <p>{{ hit.snippet|safe }}</p></li>{% endfor %}</ol>
{% for facet, values in facets.items %}<h2>{{ facet }}</h2><ul>{% for value, label, count in values %}
<li><a href="?{{ query }}&amp;{{ facet }}={{ value }}">{{ label }}</a> {{ count }}</li>{% endfor %}</ul>
{% endfor %}"""


class PlainDjango:
    """Answers with a rendered page: total, twenty hits with snippets, the seven facets."""

    def __init__(self) -> None:
        self.template = engines["django"].from_string(PAGE)

    def __call__(self, query: Query) -> Answer:
        found = _found(query, query.chosen)
        total, hits = found.count(), _page(found, query)
        facets = {facet: _values_of(facet, query) for facet in FACETS}
        self.template.render(
            {
                "total": total,
                "hits": hits,
                "facets": facets,
                "query": _parameters(query, query.chosen).urlencode(),
            }
        )
        counts = {facet: tuple(count for _, _, count in values) for facet, values in facets.items()}
        return Answer(total, len(hits), counts)


def _parameters(query: Query, chosen: Mapping[str, tuple[int, ...]]) -> QueryDict:
    asked = QueryDict(mutable=True)
    if query.typed():
        asked["q"] = query.typed()
    for facet, values in chosen.items():
        asked.setlist(facet, [str(value) for value in values])
    return asked


def _found(query: Query, chosen: Mapping[str, tuple[int, ...]]) -> QuerySet:
    return DocumentFilter(_parameters(query, chosen), Document.objects.filter(visible=True)).qs


def _page(found: QuerySet, query: Query) -> list[Any]:
    found = found.select_related("collection", "type")
    if not POSTGRESQL or not query.typed():
        hits = list(found.order_by("day", "pk")[:TOP])
        for hit in hits:
            hit.snippet = _snippet(hit.body, query.typed().strip('"*'))
        return hits
    asked = _asked(query.typed())
    found = found.annotate(rank=SearchRank(F("vector"), asked)).order_by("-rank", "pk")
    return list(found.annotate(snippet=SearchHeadline("body", asked, config="english"))[:TOP])


def _snippet(body: str, words: str) -> str:
    if not words:
        return body[:SNIPPET]
    at = max(body.lower().find(words.lower()) - SNIPPET // 2, 0)
    return re.sub(re.escape(words), r"<mark>\g<0></mark>", body[at : at + SNIPPET], flags=re.IGNORECASE)


def _values_of(facet: str, query: Query) -> list[tuple[Any, str, int]]:
    """The most frequent values, as if none of this facet were chosen: value, label, count."""
    found = _found(query, query.without(facet)).order_by()
    label = facet if facet == "year" else f"{facet}__name"
    counted = found.values_list(facet, label).annotate(count=Count("pk", distinct=True))
    counted = counted.order_by("-count", facet)
    return list(counted if facet == "year" else counted[:TOP])
