"""What is told before publishing that only the register of ids can know."""

import pytest

from documents import history, publishing, review
from documents.snapshot import Footnote, Text
from people.models import Person
from places.register import candidate
from tests.documents import builders

pytestmark = pytest.mark.django_db


def mentioning(*idents: str) -> str:
    """A draft that mentions documents by these ids."""
    words = " ".join(f"See [[document:{ident}|that]]." for ident in idents)
    return builders.saved(texts=(Text(key="text0001", language="en", content=words),))


def told(ident: str) -> list[tuple[str, str]]:
    return [(each.code, each.where) for each in review.findings(history.snapshot(ident)) if each.blocks]


def test_a_mention_of_a_document_that_the_archive_never_had_blocks_publishing():
    unknown = candidate()
    ident = mentioning(unknown)
    assert told(ident) == [("unknown-document", "Text 1")]
    with pytest.raises(publishing.Refused, match=f"no document with the id {unknown}"):
        builders.publish(ident)


def test_a_mention_of_a_draft_or_of_the_document_itself_may_be_published():
    ident = mentioning(builders.saved())
    note = Footnote(key="note0001", owner="text0001", label="*", content=f"[[document:{ident}|This]].")
    text = Text(key="text0001", language="en", content="Words[^*].")
    assert told(ident) == []
    builders.publish(ident)
    builders.changed(ident, texts=(text,), footnotes=(note,))
    assert builders.publish(ident).number == 2


def test_the_id_of_a_person_is_not_that_of_a_document():
    assert told(mentioning(builders.person())) == [("unknown-document", "Text 1")]
    assert Person.objects.count() == 1


def test_a_mistyped_id_is_told_once():
    assert told(mentioning("bbbbbbbb")) == [("unknown-mention", "Text 1")]


def test_many_mentions_are_one_query(django_assert_num_queries):
    snapshot = history.snapshot(mentioning(*(candidate() for _ in range(20))))
    with django_assert_num_queries(1):
        assert len([each for each in review.findings(snapshot) if each.blocks]) == 20


def test_the_desk_shows_it_before_publishing(client):
    unknown = candidate()
    client.force_login(builders.user("publisher"))
    page = client.get(f"/admin/documents/document/{mentioning(unknown)}/publish/").content.decode()
    assert f"This archive has no document with the id {unknown}" in page
