"""The history of a document at the desk: every save in words, to narrow, to page, deleted documents too."""

import datetime
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from documents import history
from documents.models import Document
from documents.snapshot import Footnote, Signatory, Text
from places.revisions import Revision
from tests.documents import builders
from tests.documents.reading.seen import Seen

pytestmark = pytest.mark.django_db


def page(client, ident: str, **asked) -> str:
    reply = client.get(f"/admin/documents/document/{ident}/history/", asked)
    assert reply.status_code == 200
    return Seen(reply).text


@pytest.fixture
def letter() -> str:
    """A letter with four revisions, of which the second was published."""
    text = Text(key="text0001", language="en", content="The harvest[^*] has been brought in.")
    note = Footnote(key="note0001", owner="text0001", label="*", content="In the old style.")
    signatories = tuple(Signatory(key=f"sign000{n}", name_as_signed=name) for n, name in enumerate("AB"))
    ident = builders.saved(texts=(text,), footnotes=(note,), signatories=signatories)
    builders.changed(ident, signatories=signatories[::-1])
    builders.publish(ident)
    words = Text(key="text0001", language="en", content="The whole harvest[^*] is in.")
    builders.changed(ident, texts=(words,))
    dated = replace(history.snapshot(ident).document, title="A letter, dated")
    builders.save(dated, "The envelope bears a date")
    return ident


def test_every_save_is_told_in_words_with_who_and_why(letter, at_desk):
    told = page(at_desk("publisher"), letter)
    assert "4 revisions" in told
    assert "editor: The envelope bears a date" in told
    assert "title: 1 word added" in told
    assert "text transcription: 2 words added, 3 removed" in told
    assert "signatory A moved" in told or "signatory B moved" in told
    assert "entered" in told


def test_a_revision_that_was_published_names_its_version(letter, at_desk):
    client = at_desk("editor")
    reply = client.get(f"/admin/documents/document/{letter}/history/")
    rows = {row.revision.number: row.versions for row in reply.context["rows"]}
    assert rows == {4: (), 3: (), 2: (1,), 1: ()}
    assert f'href="/documents/{letter}/v1/"' in reply.content.decode()


def test_a_purged_document_tells_no_word_of_what_it_was(letter, at_desk):
    builders.purge(letter)
    told = page(at_desk("administrator"), letter)
    assert "harvest" not in told
    assert "envelope" not in told


def test_the_history_is_narrowed_by_user_and_days(letter, at_desk):
    Revision.objects.filter(record=letter, number=1).update(
        user=builders.user("contributor"), moment=timezone.now() - datetime.timedelta(days=40)
    )
    client = at_desk("publisher")

    def numbers(**asked):
        reply = client.get(f"/admin/documents/document/{letter}/history/", asked)
        return [row.revision.number for row in reply.context["rows"]]

    today = timezone.now().date()
    assert numbers() == [4, 3, 2, 1]
    assert numbers(user="contributor") == [1]
    assert numbers(user="nobody") == []
    assert numbers(**{"from": today.isoformat()}) == [4, 3, 2]
    assert numbers(to=(today - datetime.timedelta(days=30)).isoformat()) == [1]
    assert numbers(**{"from": "yesterday", "to": "1920-02-31"}) == [4, 3, 2, 1]


def test_a_narrowed_history_still_tells_what_each_save_changed(letter, at_desk):
    Revision.objects.filter(record=letter, number=3).update(user=builders.user("publisher"))
    told = page(at_desk("publisher"), letter, user="publisher")
    assert "text transcription: 2 words added, 3 removed" in told
    assert "title: 1 word added" not in told


def test_a_long_history_is_paged_with_as_many_queries_as_a_short_one(at_desk):
    client = at_desk("editor")
    counts = []
    for saves in (2, 70):
        ident = builders.saved()
        for number in range(saves - 1):
            builders.changed(ident, title=f"Title {number}")
        with CaptureQueriesContext(connection) as queries:
            reply = client.get(f"/admin/documents/document/{ident}/history/", {"page": "2"})
        counts.append(len(queries))
        assert reply.status_code == 200
    assert len(reply.context["rows"]) == 25
    assert [row.revision.number for row in reply.context["rows"]] == list(range(45, 20, -1))
    assert abs(counts[0] - counts[1]) <= 1
    assert max(counts) < 50


def test_contributors_see_the_history_of_their_own_documents_only(letter, at_desk):
    client = at_desk("contributor")
    assert client.get(f"/admin/documents/document/{letter}/history/").status_code == 403
    Revision.objects.filter(record=letter, number=1).update(user=client.user)
    assert client.get(f"/admin/documents/document/{letter}/history/").status_code == 200


@pytest.mark.parametrize("ident", ["zzzzzzzz", "nothing", "../../etc"])
def test_a_document_that_never_was_has_no_history(at_desk, ident):
    assert at_desk("editor").get(f"/admin/documents/document/{ident}/history/").status_code == 404


def test_hostile_words_stay_words(at_desk):
    hostile = "<script>alert(1)</script>"
    ident = builders.saved(title=hostile, signatories=(Signatory(key="sign0001", name_as_signed=hostile),))
    builders.save(replace(history.snapshot(ident).document, title=f"{hostile}2", signatories=()), hostile)
    source = at_desk("editor").get(f"/admin/documents/document/{ident}/history/").content.decode()
    assert "<script>alert" not in source
    assert "&lt;script&gt;alert" in source


# --- Deleted documents ---


def delete(ident: str, user: str = "editor") -> None:
    with history.revision(builders.user(user), "Entered twice"):
        Document.objects.get(pk=ident).delete()


def test_a_deleted_document_is_listed_with_the_way_to_its_history(at_desk):
    ident = builders.saved(title="Lost letter")
    delete(ident)
    client = at_desk("editor")
    listed = client.get("/admin/documents/document/deleted/")
    assert "Lost letter" in Seen(listed).text
    assert f'href="/admin/documents/document/{ident}/history/"' in listed.content.decode()
    told = page(client, ident)
    assert "This document is deleted" in told
    assert "deleted" in told
    assert "entered" in told


def test_documents_on_the_desk_are_not_listed_as_deleted(at_desk):
    builders.saved(title="Here")
    ident = builders.saved(title="Here again")
    before = history.snapshot(ident)
    delete(ident)
    with history.revision(builders.user("editor"), "Back"):
        history.write(before, 2)
    assert "No document is deleted" in Seen(at_desk("editor").get("/admin/documents/document/deleted/")).text


def test_contributors_find_only_what_they_entered_themselves(at_desk):
    ident = builders.saved(title="Not mine")
    delete(ident)
    own = builders.saved(title="Mine")
    client = at_desk("contributor")
    Revision.objects.filter(record=own, number=1).update(user=client.user)
    delete(own)
    told = Seen(client.get("/admin/documents/document/deleted/")).text
    assert "Mine" in told
    assert "Not mine" not in told
