"""What readers find where a document was withdrawn or purged."""

import re

import pytest

from tests.documents import builders
from tests.documents.reading.seen import Seen

pytestmark = pytest.mark.django_db

FORMS = (
    *("/", ".json", ".txt", ".bib", ".ris", ".tei.xml", "/versions/"),
    *("/v1/", "/v1.json", "/v1.txt", "/v1.bib", "/v1.ris", "/v1.tei.xml"),
    f"/v1/facsimiles/{'0' * 64}",
)


@pytest.fixture
def withdrawn():
    version = builders.published(title="Quillwort in the title", heading="Quillwort in the heading")
    builders.withdraw(version.document_id, reason="The heirs have asked for it")
    return version


@pytest.mark.parametrize("form", FORMS)
def test_every_address_says_gone_without_a_word_of_it(client, withdrawn, form):
    reply = client.get(f"/documents/{withdrawn.document_id}{form}")
    assert reply.status_code == 410
    assert b"quillwort" not in reply.content.lower()
    assert b"The harvest" not in reply.content


def test_page_gives_number_days_reason_and_digest(client, withdrawn):
    text = Seen(client.get(f"/documents/{withdrawn.document_id}/")).text
    assert "This was withdrawn" in text
    assert "Version 1 Published on" in text
    assert "Reason: The heirs have asked for it" in text
    assert withdrawn.digest in text


def test_version_that_never_was_is_not_found_even_here(client, withdrawn):
    assert client.get(f"/documents/{withdrawn.document_id}/v2/").status_code == 404


def test_publishing_again_leaves_the_old_version_gone(client, withdrawn):
    ident = withdrawn.document_id
    builders.changed(ident, title="Without the plant")
    builders.publish(ident)
    assert client.get(f"/documents/{ident}/").status_code == 200
    old = client.get(f"/documents/{ident}/v1/")
    assert old.status_code == 410
    assert "To the current version of the document" in Seen(old).text
    assert "Without the plant" not in Seen(old).text


def test_reinstated_version_can_be_read_again(client, withdrawn):
    builders.reinstate(withdrawn.document_id, 1)
    assert client.get(f"/documents/{withdrawn.document_id}/").status_code == 200
    assert client.get(f"/documents/{withdrawn.document_id}/v1.json").content == withdrawn.content.encode()


def test_second_withdrawal_gives_its_own_reason(client, withdrawn):
    builders.reinstate(withdrawn.document_id, 1)
    builders.withdraw(withdrawn.document_id, reason="A second thought")
    text = Seen(client.get(f"/documents/{withdrawn.document_id}/")).text
    assert "A second thought" in text
    assert "The heirs" not in text


def test_purged_document_says_so_with_the_reason(client):
    version = builders.published(title="Quillwort")
    builders.purge(version.document_id, reason="Ordered by a court")
    for form in FORMS:
        assert client.get(f"/documents/{version.document_id}{form}").status_code == 410
    text = Seen(client.get(f"/documents/{version.document_id}/")).text
    assert "This was removed for ever" in text
    assert "Reason: Ordered by a court" in text
    assert version.digest in text


def test_reader_who_holds_the_page_learns_of_the_withdrawal_at_once(client):
    version = builders.published()
    address = f"/documents/{version.document_id}"
    held = {form: client.get(address + form)["ETag"] for form in FORMS[:-1]}
    builders.withdraw(version.document_id)
    for form, etag in held.items():
        assert client.get(address + form, headers={"If-None-Match": etag}).status_code == 410


def test_list_says_when_and_why_a_version_was_withdrawn(client, withdrawn):
    ident = withdrawn.document_id
    builders.changed(ident, title="Mended")
    builders.publish(ident)
    for form in ("", "versions/"):
        text = Seen(client.get(f"/documents/{ident}/{form}")).text
        assert re.search(r"Withdrawn on \d+ \w+ \d{4}\. Reason: The heirs have asked for it", text)


def test_list_says_that_a_version_was_withdrawn_for_a_time(client, withdrawn):
    ident = withdrawn.document_id
    builders.reinstate(ident, 1, reason="It was right")
    builders.withdraw(ident, reason="A second thought")
    builders.reinstate(ident, 1, reason="It was right after all")
    text = Seen(client.get(f"/documents/{ident}/versions/")).text
    told = r"Withdrawn on [^.]+\. Reason: {} Reinstated on [^.]+\. Reason: {}"
    assert re.search(told.format("A second thought", "It was right after all"), text)
    assert "It was right Withdrawn on" in text
