"""A text from a Word file at the desk: read and shown, put into the form, saved only by the editor."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from documents import history
from documents.models import Document
from tests.documents.desk.conftest import Fields, Sheet
from tests.documents.exchange.word.conftest import call, word_file

pytestmark = pytest.mark.django_db

WORD = "/admin/documents/document/word/"
BODY = (
    "<w:p><w:r><w:t>The wheel stands</w:t></w:r>"
    + call(2)
    + "</w:p><w:p><w:r><w:t>We wait.</w:t></w:r></w:p>"
)


def read(client, data, address=WORD):
    return client.post(address, {"file": SimpleUploadedFile("letter.docx", data)})


def test_the_text_is_shown_and_nothing_is_saved(at_desk):
    client = at_desk("editor")
    response = read(client, word_file(BODY, {2: "Of the lower mill."}))
    page = response.content.decode()
    assert response.status_code == 200
    assert "The wheel stands[^1]" in page
    assert "Of the lower mill." in page
    assert not Document.objects.exists()


def test_what_was_read_fills_the_form_and_is_saved_with_it(at_desk):
    client = at_desk("editor")
    carried = read(client, word_file(BODY, {2: "Of the lower mill."})).context["carried"]
    response = client.post(WORD, {"taken": carried})
    assert response.status_code == 200
    assert not Document.objects.exists()
    sheet = Sheet.__new__(Sheet)
    sheet.client, sheet.address, sheet.response = client, response.context["form_url"], response
    sheet.data = Fields(response.content.decode()).data | {"title": "On the wheel"}
    answer = sheet.hand_in()
    assert answer.status_code == 302, [fault.sentence for fault in answer.context["faults"]]
    document = history.snapshot(answer.url.split("/")[-3]).document
    assert document.texts[0].content == "The wheel stands[^1]\n\nWe wait."
    note = document.footnotes[0]
    assert (note.label, note.content, note.owner) == ("1", "Of the lower mill.", document.texts[0].key)


def test_a_file_that_is_none_of_word_is_refused_with_a_sentence(at_desk):
    client = at_desk("editor")
    response = read(client, b"words")
    assert response.status_code == 200
    assert "This is no Word file" in response.content.decode()


def test_what_was_changed_on_the_way_is_refused(at_desk):
    client = at_desk("editor")
    response = client.post(WORD, {"taken": "something else"})
    assert response.status_code == 200
    assert "Choose the file again" in response.content.decode()
