"""What it costs to rebuild a state of a document among 145,000 rows of history, against plain queries."""

import os
import uuid
from statistics import median
from time import perf_counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from documents import history
from documents.models import Document, Signatory
from documents.snapshot import Footnote
from documents.snapshot import Signatory as SignatoryRow
from places.revisions import Revision
from tests.documents import builders

pytestmark = [pytest.mark.benchmark, pytest.mark.django_db]

DOCUMENTS = int(os.environ.get("HISTORY_DOCUMENTS", "25000"))
PARTS = int(os.environ.get("HISTORY_PARTS", "120000"))
ROUNDS, BOUND = 30, 3


def a_long_history() -> str:
    """Fills the history of documents and signatories; gives a document with 20 revisions."""
    batch, now = uuid.uuid4(), timezone.now()
    revisions = Revision.objects.bulk_create(
        (Revision(batch=batch, kind="document", record=f"x{n:07d}", number=1) for n in range(DOCUMENTS)),
        batch_size=2_000,
    )
    past = {"history_type": "+", "history_date": now}
    Document.history.model.objects.bulk_create(
        (
            Document.history.model(public_id=each.record, title="A letter", revision=each, **past)
            for each in revisions
        ),
        batch_size=500,
    )
    Signatory.history.model.objects.bulk_create(
        (
            Signatory.history.model(
                id=10**6 + n,
                key=f"k{n % 10**7:07d}",
                position=n % 5,
                document_id=revisions[n % DOCUMENTS].record,
                name_as_signed="Somebody",
                revision=revisions[n % DOCUMENTS],
                **past,
            )
            for n in range(PARTS)
        ),
        batch_size=1_000,
    )
    rows = tuple(SignatoryRow(key=f"sign{n:04d}", name_as_signed=f"N {n}") for n in range(5))
    ident = builders.saved(
        signatories=rows, footnotes=(Footnote(key="note0001", owner="heading", label="*"),)
    )
    for number in range(19):
        builders.changed(ident, title=f"Title {number}")
    return ident


def plain_queries(ident: str) -> None:
    """One indexed SELECT for the document's table and for each of its parts."""
    list(Document.history.filter(public_id=ident))
    for part in Document.part_models():
        list(part.history.filter(document=ident))


def seconds(call) -> float:
    start = perf_counter()
    call()
    return perf_counter() - start


def test_a_state_costs_at_most_three_plain_queries_for_each_table(capsys):
    ident = a_long_history()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    with CaptureQueriesContext(connection) as queries:
        history.snapshot(ident, at=10)
    rounds = [
        (
            seconds(lambda: history.snapshot(ident, at=10)),
            seconds(lambda: history.states(ident, range(1, 21))),
            seconds(lambda: plain_queries(ident)),
        )
        for _ in range(ROUNDS)
    ]
    state, states, plain = (median(column) * 1000 for column in zip(*rounds, strict=True))
    tables = len(Document.part_models())
    with capsys.disabled():
        print(  # noqa: T201 - what it is run for
            f"\n{DOCUMENTS + PARTS:,} rows, {connection.vendor}: a state {state:.1f} ms in "
            f"{len(queries)} queries ({tables} tables of parts), twenty states "
            f"{states:.1f} ms; plain queries {plain:.1f} ms: {state / plain:.2f} times"
        )
    assert len(queries) <= tables + 3
    assert state <= BOUND * plain
