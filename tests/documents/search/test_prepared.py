"""Cards are made once, when a version becomes current; an index made of them is one made of the versions."""

from io import StringIO

import pytest
from django.core.management import call_command
from hypothesis import given

from documents.models import Listing, ListingCard, Version
from documents.search import cards, making, prepared, schema
from documents.search.index import opened
from documents.snapshot import Signatory, Text, load
from documents.verification import Tally, verify
from tests import strategies
from tests.documents import builders

WORDS = "Sent to [Mr.] Чичерин at Tif[lis]; [[page:2]]_see_ Ա. Խատիսեան."
SIGNED = (Signatory(key="sign0001", name_as_signed="N. Nobody", capacity_as_signed="Clerk"),)


@given(strategies.snapshots())
def test_a_card_that_was_kept_says_what_it_said(snapshot):
    card = cards.card_of(snapshot.public(), 3)
    assert cards.Card.from_json(card.document, card.to_json()) == card


def published(words: str = WORDS) -> str:
    text = Text(key="text0001", language="ru", content=words)
    return builders.published(texts=(text,), signatories=SIGNED, date_edtf="1920-06").document_id


def kept(ident: str) -> str | None:
    return ListingCard.objects.filter(pk=ident).values_list("content", flat=True).first()


def wanted(ident: str, number: int) -> str:
    content = Version.objects.get(document=ident, number=number).content
    return cards.card_of(load(content), number).to_json()


def held() -> list[tuple]:
    """All that the index holds, in no order."""
    searcher = opened().searcher
    addresses = [found for _, found in searcher.search(schema.tantivy.Query.all_query(), limit=100).hits]
    return sorted(
        (
            searcher.doc(each).get_first("kept"),
            *(searcher.fast_field_values(name, [each])[0] for name in FAST),
        )
        for each in addresses
    )


FAST = ("id", "version", "changed", "by_date", "first_year", "last_day", "unstated", "signatory")


@pytest.mark.django_db
class TestKept:
    def test_readers_version_and_no_other_one_has_a_card(self):
        ident = published()
        assert kept(ident) == wanted(ident, 1)
        builders.changed(ident, title="Another title")
        builders.publish(ident)
        assert kept(ident) == wanted(ident, 2) != wanted(ident, 1)
        builders.withdraw(ident)
        assert kept(ident) is None
        builders.reinstate(ident, 1)
        assert kept(ident) == wanted(ident, 1)

    def test_a_purge_leaves_no_card(self):
        ident = published("Words that the law forbids.")
        builders.purge(ident)
        assert not ListingCard.objects.filter(content__contains="the law forbids").exists()


@pytest.mark.django_db
class TestUsed:
    @pytest.mark.parametrize("how", ["missing", "of another edition"])
    def test_an_archive_without_cards_is_found_as_one_with_them(self, how):
        published()
        published("Other words.")
        opened()
        before = held()
        if how == "missing":
            ListingCard.objects.all().delete()
        else:
            ListingCard.objects.update(edition=cards.EDITION - 1, content="[]")
        making.rebuild()
        assert held() == before
        assert len(before) == 2

    def test_index_makes_every_card_anew_of_its_version(self):
        ident, other = published(), published("Other words.")
        ListingCard.objects.filter(pk=ident).update(content=wanted(other, 1))
        ListingCard.objects.filter(pk=other).delete()
        call_command("index", stdout=StringIO())
        assert (kept(ident), kept(other)) == (wanted(ident, 1), wanted(other, 1))
        assert ListingCard.objects.count() == Listing.objects.count()

    def test_a_card_that_does_not_say_what_its_version_says_is_named(self):
        ident, other = published(), published("Other words.")
        ListingCard.objects.filter(pk=ident).update(content=wanted(other, 1))
        ListingCard.objects.filter(pk=other).update(edition=cards.EDITION - 1, content="[]")
        assert [str(fault.sentence) for fault in verify(Tally())] == [
            "its card for the search is not that of version 1. Run `manage.py index`."
        ]

    @pytest.mark.parametrize("meanwhile", ["all cards go", "all cards are made"])
    def test_a_document_is_in_the_index_once_whatever_becomes_of_its_card(self, meanwhile):
        here = {published(), published(), published()}
        ListingCard.objects.filter(pk=min(here)).delete()
        found = prepared.cards(here)
        first = next(found)
        if meanwhile == "all cards go":
            ListingCard.objects.all().delete()
        else:
            prepared.make_anew()
        assert sorted([first.document, *(card.document for card in found)]) == sorted(here)

    def test_a_version_published_while_cards_are_made_keeps_its_own(self, monkeypatch):
        ident, other = published(), published("Other words.")
        made_of = prepared.card_of

        def publishing_meanwhile(snapshot, number):
            if number == 1 and snapshot.document.public_id == ident:
                builders.changed(ident, title="Another title")
                builders.publish(ident)
            return made_of(snapshot, number)

        monkeypatch.setattr(prepared, "card_of", publishing_meanwhile)
        ListingCard.objects.filter(pk=other).delete()
        prepared.make_anew()
        assert (kept(ident), kept(other)) == (wanted(ident, 2), wanted(other, 1))

    def test_a_version_that_cannot_be_read_keeps_its_card_and_costs_no_other_its_own(self):
        ident, other = published(), published("Other words.")
        before = kept(ident)
        Version.objects.filter(document=ident).update(content="{broken")
        ListingCard.objects.filter(pk=other).delete()
        prepared.make_anew()
        assert (kept(ident), kept(other)) == (before, wanted(other, 1))
        assert making.rebuild() == 2

    def test_texts_are_not_read_where_cards_are_kept(self, django_assert_num_queries):
        here = [published() for _ in range(3)]
        opened()
        with django_assert_num_queries(1) as asked:
            assert len([*prepared.cards(here)]) == 3
        assert not any("documents_version" in each["sql"] for each in asked.captured_queries)
