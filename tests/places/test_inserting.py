"""Many rows at once: what goes in is what stands there, and what the database refuses is refused as ever."""

import pytest
from django.db import DataError, IntegrityError, connection, transaction
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from documents.models import Version
from documents.models.event import Act, Event
from places.inserting import insert

words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)


class WordsComeBack(TestCase):
    @given(st.lists(words, max_size=4))
    @settings(max_examples=40, deadline=None)
    @example(["\\N", "", "\\.", "a\tb\nc\rd", "\\", "'\"; --", "\\x41", "𐐀\u200f"])
    def test_whatever_the_words_are(self, told):
        insert(Event, [Event(act=Act.IMPORTED, detail=each) for each in told])
        found = Event.objects.order_by("pk")
        assert [(event.detail, event.user_id) for event in found] == [(each, None) for each in told]
        Event.objects.all().delete()


@pytest.mark.django_db
def test_all_rows_of_one_insert_have_one_moment():
    insert(Event, [Event(act=Act.IMPORTED), Event(act=Act.EXPORTED)])
    assert Event.objects.values("moment").distinct().count() == 1


@pytest.mark.django_db
def test_what_a_constraint_forbids_is_refused_with_all_that_came_with_it():
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(Event, [Event(act=Act.IMPORTED), Event(act="danced")])
    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_row_of_nothing_that_is_there_is_refused():
    version = Version(document_id="nowhere0", number=1, revision=1, content="{}", digest="0" * 64)
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(Version, [version])
    assert not Version.objects.exists()


@pytest.mark.django_db
def test_what_does_not_fit_its_column_is_refused_where_the_database_measures():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite keeps words of any length")
    with pytest.raises(DataError), transaction.atomic():
        insert(Event, [Event(act=Act.IMPORTED, kind="k" * 31)])
