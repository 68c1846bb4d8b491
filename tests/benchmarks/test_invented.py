"""The invented archives are archives: all stands in them as publishing would have put it."""

from pathlib import Path

import pytest

from documents import checks, listings, verification
from documents.models import Version
from documents.models.entry import Head
from documents.models.listing import Listing
from documents.snapshot import load
from tests.benchmarks import generator, invented, vocabulary


def test_an_invented_document_can_be_published():
    for number in range(1, 41):
        snapshot = invented.document(number).snapshot
        assert checks.check(snapshot) == []
        assert load(snapshot.to_json()) == snapshot == snapshot.public()


def test_a_document_follows_from_its_number():
    assert invented.document(7) == invented.document(7) != invented.document(8)


def test_what_is_asked_for_is_no_invented_word():
    for language in vocabulary.LANGUAGES:
        words = vocabulary.words(language)
        assert len(set(words)) == vocabulary.WORDS
        assert not [word for word in words if any(stem in word for stem in vocabulary.ASKED)]


@pytest.mark.django_db
def test_documents_are_entered_as_publishing_enters_them(tmp_path: Path):
    for first, last in ((1, 20), (21, 30)):
        generator.enter(generator.made(first, last, tmp_path / f"{first}.jsonl"))
    tally = verification.Tally()
    assert list(verification.verify(tally)) == []
    standing = listings.listed(Listing.objects.values_list("pk", flat=True))
    assert [standing[version.document_id].differences(version) for version in Version.objects.all()] == [
        []
    ] * 30
    assert Head.objects.get().published == 30
