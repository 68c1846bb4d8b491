"""The reference case: a page that somebody published by hand is entered, published, read piece by piece."""

import json
from pathlib import Path

import pytest

from tests.browser.specimen import Comparing, Entering

SPECIMEN = Path(__file__).resolve().parents[3] / "shared" / "specimen"
LETTER, EXPECTED = SPECIMEN / "letter-1920-07-10.txt", SPECIMEN / "expected.json"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif(
        not EXPECTED.is_file(), reason="the reference case is not on this computer (../shared/specimen)"
    ),
]


def test_every_piece_of_the_page_is_entered_published_and_read(desk_of, page, live_server):
    expected, words = json.loads(EXPECTED.read_text("utf-8")), LETTER.read_text("utf-8")
    editor = desk_of("editor")
    document = Entering(editor, expected, words).all()
    publisher = desk_of("publisher")
    publisher.publish(document, "As the page had it.")
    Comparing(page, f"{live_server.url}/documents/{document}/", expected, words).everything()
    assert editor.complaints == []
    assert publisher.complaints == []
