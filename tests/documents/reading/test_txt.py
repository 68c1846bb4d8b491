"""A version as plain text."""

import pytest

from documents.snapshot import Facsimile
from tests.documents import builders
from tests.documents.reading.fullest import fullest

pytestmark = pytest.mark.django_db


@pytest.fixture
def reply(client):
    image = Facsimile(
        key="facs0001",
        image="a" * 64,
        media_type="image/png",
        width=1,
        height=1,
        label="Leaf 72",
        description="The first leaf, torn",
        credit="Photograph: A. Reader",
    )
    return client.get(f"/documents/{builders.published(**fullest(facsimiles=(image,))).document_id}.txt")


def test_text_is_utf8_and_shown_by_the_browser(reply):
    assert reply["Content-Type"] == "text/plain; charset=utf-8"
    assert "Content-Disposition" not in reply


def test_text_holds_the_words_of_the_page_in_its_order(reply):
    text = reply.content.decode()
    pieces = [
        "The mills ask for grain",
        "28 May 1917 (old style); 10 June 1917 (new style)",
        "Topics: Mills and millers",
        "Mills were many then",
        "Прошеніе мельниковъ",
        "Heading by an earlier compiler [inferred: millers did not head their letters]",
        "Просимъ Совѣтъ о зернѣ",
        "Мельницы [стоятъ].",
        "translator not named",
        "Мельникъ, Мельничиха",
        "мельники Гильдіи; Guild of Millers [inferred: the seal]: Мельникъ; probably Борис Мельник",
        "* See doc. No. 348.",
        "C. Reader; 2020",
        "fonds: not stated",
        "file (delo): 44-33-a",
        "Letters of the Valley; Riverside, 1992; No. 367",
        "Leaf 72; The first leaf, torn; Photograph: A. Reader",
        "a copy; https://example.org/copy",
        "This document is a reply to an inquiry of the Council",
        "People named here:",
        "Ada Miller 1870–1925; signatory; mentioned as “Ada”",
        "https://example.org/mills; first seen 2019-03-02; last seen 2024-11-30",
        "SHA-256",
    ]
    places = [text.index(piece) for piece in pieces]
    assert places == sorted(places)


def test_text_does_not_depend_on_other_documents(client):
    version = builders.published(**fullest())
    address = f"/documents/{version.document_id}/v1.txt"
    before = client.get(address)
    builders.published(title="Another")
    after = client.get(address, headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 304
