"""Many documents entered and published at once leave what one by one would leave, in every table."""

import uuid
from collections import Counter
from contextlib import suppress
from datetime import datetime

import pytest
from django.apps import apps
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from documents import history, publishing
from documents.snapshot import Footnote, Signatory, Snapshot, Text
from places.entering import enter, prepare
from places.models import Place
from places.revisions import revision
from places.writing import write
from tests import strategies
from tests.documents import builders
from tests.documents.test_history import BY_CHANCE, TakenBack, pool  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db

# What is drawn by chance or follows from the moment, and the numbers that the database gives.
BY_ITSELF = {"history_id", "batch", "digest", "previous"}


def told(value) -> object:
    return "" if isinstance(value, datetime | uuid.UUID) else repr(value)


def rows_of(model) -> Counter:
    """What the rows of a table say; those that are referred to by a number are told by what they are."""
    parts = hasattr(model, "key") or hasattr(getattr(model, "instance_type", None), "key")
    columns = [
        column
        for column in model._meta.concrete_fields
        if column.name not in BY_ITSELF and not (column.name == "id" and (parts or column.primary_key))
    ]
    found = Counter()
    for row in model.objects.all():
        said = []
        for column in columns:
            value = getattr(row, column.name) if column.is_relation else getattr(row, column.attname)
            said.append((column.name, str(value) if column.is_relation else told(value)))
        if model._meta.label == "places.Revision":
            said.append(("digest", row.digest))
        if model._meta.label == "documents.Version":
            said.append(("digest", row.digest))
        found[tuple(said)] += 1
    return found


def tables() -> dict[str, Counter]:
    models = [m for m in apps.get_models() if m._meta.app_label in ("documents", "people", "places")]
    return {model._meta.label: rows_of(model) for model in models}


def after(act) -> dict[str, Counter]:
    """What all tables hold after an act, which is then taken back."""
    found = {}
    try:
        with transaction.atomic():
            act()
            found = tables()
            raise TakenBack
    except TakenBack:
        return found


def one_by_one(documents, publisher) -> None:
    for each in documents:
        with history.revision(publisher, "Came"):
            history.write(Snapshot(document=each), None)
        with suppress(publishing.Refused):
            publishing.publish(each.public_id, user=publisher)


def together(documents, publisher) -> None:
    with history.revision(publisher, "Came"):
        fresh = history.prepare(documents)
        assert not any(each.faults for each in fresh)
        publishing.publish_first(history.enter(fresh), user=publisher)


def test_together_is_one_by_one(pool):  # noqa: F811 - a fixture
    @BY_CHANCE
    @given(
        st.lists(strategies.documents(pool), min_size=1, max_size=3, unique_by=lambda each: each.public_id)
    )
    def try_some(documents):
        publisher = builders.user("publisher")
        expected = after(lambda: one_by_one(documents, publisher))
        found = after(lambda: together(documents, publisher))
        for label, rows in expected.items():
            assert found[label] == rows, label

    try_some()


def test_what_can_be_published_has_the_same_versions_entries_and_listings():
    person = builders.person()
    documents = [
        builders.content(
            texts=(Text(key="text0001", content=f"By [[person:{person}|her]].[^1]"),),
            footnotes=(Footnote(key="note0001", owner="text0001", label="1", content="A note."),),
            signatories=(Signatory(key="sign0001", person=person),),
        )
        for _ in range(3)
    ]
    publisher = builders.user("publisher")
    found = after(lambda: together(documents, publisher))
    assert sum(found["documents.Version"].values()) == 3
    assert found == after(lambda: one_by_one(documents, publisher))


def test_what_is_faulty_is_told_as_one_by_one_would():
    faulty = builders.content(date_edtf="soon", place="nobody00", title="A" * 1001)
    (fresh,) = history.prepare([faulty])
    assert fresh.faults.keys() == {"date_edtf", "names", "title"}


def test_a_place_with_coordinates_has_the_digest_of_what_the_database_gives_back():
    data = {"public_id": builders.content().public_id, "name": "Mill", "latitude": "41.5", "longitude": "2"}

    def one() -> None:
        with revision(None, "Came"):
            write(Place, data)

    def many() -> None:
        with revision(None, "Came"):
            enter(Place, [prepare(Place, data)])

    assert after(one) == after(many)
