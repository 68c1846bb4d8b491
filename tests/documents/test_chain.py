"""The chain: numbers without gaps, digests that others can compute, links that hold."""

import json
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256

import pytest
import rfc8785
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from documents import chain
from documents.chain import Link, entry_data, entry_digest, moment_text, readable_versions
from documents.models import Entry, Head
from documents.models.entry import EntryKind
from tests.documents import builders


def entries(*steps: tuple[str, int | None]) -> list[Entry]:
    return [Entry(kind=kind, version=version) for kind, version in steps]


# --- What is digested ---


def test_the_digest_of_an_entry_can_be_computed_by_anybody():
    entry = Entry(
        number=2,
        moment=datetime(2026, 11, 22, 9, 30, tzinfo=UTC),
        kind="withdrawn",
        document_id="b0000000",
        version=1,
        version_digest="a" * 64,
        before=1,
        note="„Ж“ \u2028 \U0001f4dc",
        previous="b" * 64,
    )
    text = (
        '{"before":1,"document":"b0000000","kind":"withdrawn","moment":"2026-11-22T09:30:00.000000Z",'
        '"note":"„Ж“ \u2028 \U0001f4dc","number":2,"previous":"' + "b" * 64 + '","version":1,'
        '"version_digest":"' + "a" * 64 + '"}'
    )
    assert entry_digest(entry) == sha256(text.encode()).hexdigest()
    assert rfc8785.dumps(entry_data(entry)).decode() == text


@given(st.datetimes(datetime(2, 1, 1), datetime(9998, 1, 1), timezones=st.timezones()))  # noqa: DTZ001 - hypothesis wants them bare
def test_a_moment_is_digested_in_utc_with_microseconds(moment):
    text = moment_text(moment)
    assert datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%f%z") == moment.astimezone(UTC)
    assert len(text) == 27


def test_a_moment_of_an_early_year_keeps_its_four_digits():
    assert (
        moment_text(datetime(33, 4, 3, tzinfo=timezone(timedelta(hours=1)))) == "0033-04-02T23:00:00.000000Z"
    )


@pytest.mark.django_db
def test_what_is_digested_is_what_the_database_gives_back():
    builders.withdraw(builders.published().document_id, "Ж")
    for entry in Entry.objects.all():
        assert entry.digest == entry_digest(entry)


# --- Appending ---


@pytest.mark.django_db
def test_entries_are_numbered_and_linked_from_the_first_on():
    first, second = chain.append([Link("touched", note="one"), Link("touched", note="two")])
    (third,) = chain.append([Link("touched", note="three")])
    assert [first.number, second.number, third.number] == [1, 2, 3]
    assert first.previous == ""
    assert (second.previous, third.previous) == (first.digest, second.digest)
    head = Head.objects.get()
    assert (head.number, head.digest, head.published) == (3, third.digest, 0)
    assert chain.clock() == 3


@pytest.mark.django_db
def test_each_entry_names_the_one_before_of_its_document():
    one, two = builders.saved(), builders.saved()
    chain.append([Link("published", one, 1), Link("published", two, 1), Link("withdrawn", one, 1)])
    chain.append([Link("touched"), Link("withdrawn", two, 1), Link("touched")])
    assert list(Entry.objects.values_list("before", flat=True)) == [None, None, 1, None, 2, None]


@pytest.mark.django_db
def test_a_rollback_gives_the_number_back():
    class Stumble(Exception):
        pass

    def append_and_stumble() -> None:
        with transaction.atomic():
            chain.append([Link("touched", note="never")])
            raise Stumble

    with pytest.raises(Stumble):
        append_and_stumble()
    (entry,) = chain.append([Link("touched")])
    assert (entry.number, Entry.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_entering_many_costs_as_many_queries_as_entering_one(django_assert_num_queries):
    idents = [builders.saved() for _ in range(20)]
    for some in (idents[:1], idents[1:]):
        with django_assert_num_queries(4):
            chain.append(Link("published", ident, 1) for ident in some)


@pytest.mark.django_db
def test_without_a_head_the_chain_begins_anew_and_not_with_an_error():
    Head.objects.all().delete()
    assert chain.clock() == 0
    chain.append([Link("touched")])
    assert chain.clock() == 1


@pytest.mark.django_db
def test_a_second_head_is_impossible():
    with pytest.raises(IntegrityError), transaction.atomic():
        Head.objects.create(pk=2)


@pytest.mark.django_db
def test_a_kind_that_nobody_knows_is_impossible():
    with pytest.raises(IntegrityError), transaction.atomic():
        chain.append([Link("forged")])


# --- What readers can open ---


@pytest.mark.parametrize(
    ("steps", "readable"),
    [
        ([], set()),
        ([("published", 1), ("published", 2)], {1, 2}),
        ([("published", 1), ("published", 2), ("withdrawn", 2)], set()),
        ([("published", 1), ("withdrawn", 1), ("published", 2)], {2}),
        ([("published", 1), ("withdrawn", 1), ("published", 2), ("reinstated", 1)], {1, 2}),
        ([("published", 1), ("purged", 1)], set()),
        ([("touched", None), ("published", 1), ("touched", None)], {1}),
    ],
)
def test_the_entries_of_a_document_say_which_versions_are_open(steps, readable):
    assert readable_versions(entries(*steps)) == readable


@pytest.mark.django_db
def test_the_entries_are_plain_data_for_json():
    builders.published()
    data = entry_data(Entry.objects.get())
    assert json.loads(json.dumps(data)) == data
    assert data["kind"] in EntryKind.values
    assert "user" not in data
