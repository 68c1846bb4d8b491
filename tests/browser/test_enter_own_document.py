"""The same way with a document of our own: fictional, so that it can lie beside the test."""

import json
from pathlib import Path

import pytest

from tests.browser.specimen import Comparing, Entering

OWN = Path(__file__).with_name("own_document.json")

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def test_a_document_is_entered_published_and_read(desk_of, page, live_server):
    own = json.loads(OWN.read_text("utf-8"))
    expected, words = own["expected"], "\n\n".join(own["page"])
    editor = desk_of("editor")
    document = Entering(editor, expected, words).all()
    publisher = desk_of("publisher")
    publisher.publish(document, "First publication.")
    Comparing(page, f"{live_server.url}/documents/{document}/", expected, words).everything()
    assert editor.complaints == []
    assert publisher.complaints == []
