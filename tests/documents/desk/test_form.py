"""The document form: what is typed is on the desk afterwards, in its order, in one revision."""

import pytest

from documents import history
from documents.models import Document

pytestmark = pytest.mark.django_db


def test_a_document_with_its_rows_is_entered_in_one_form(entered):
    document = history.snapshot(entered).document
    assert [text.language for text in document.texts] == ["en", "de"]
    assert document.texts[0].content == "The wheel[^*] stands.\n\nWe ask for timber."
    assert [s.name_as_signed for s in document.signatories] == ["Anna Weber", "Karl Stein"]
    assert document.footnotes[0].owner == document.texts[0].key


def test_one_save_is_one_revision_with_its_reason(entered, sheet_of):
    sheet_of(entered).write(
        title="On the lower mill", signatories__0__manner="for", change_reason="The place was missing."
    ).hand_in()
    last, first = history.revisions(entered)
    assert (first.number, last.number) == (1, 2)
    assert last.reason == "The place was missing."
    assert last.user.username.startswith("editor")


def test_an_unchanged_save_makes_no_revision_and_says_so(entered, sheet_of):
    sheet = sheet_of(entered)
    reply = sheet.client.post(sheet.address, {**sheet.data, "_continue": "Save"}, follow=True)
    assert history.revisions(entered).count() == 1
    assert "Nothing was changed" in reply.content.decode()


def test_line_ends_of_a_browser_are_no_change(entered, sheet_of):
    sheet = sheet_of(entered)
    sheet.data["texts-0-content"] = sheet.data["texts-0-content"].replace("\n", "\r\n")
    sheet.hand_in()
    assert history.revisions(entered).count() == 1


def test_a_document_needs_a_title_or_a_heading(sheet):
    reply = sheet.write(texts__0__content="Words that must not be lost.").hand_in()
    page = reply.content.decode()
    assert reply.status_code == 200
    assert "A document needs a title or a heading" in page
    assert 'href="#id_title"' in page
    assert "Words that must not be lost." in page
    assert not Document.objects.exists()


def test_a_form_is_opened_with_few_queries(entered, sheet_of, django_assert_max_num_queries):
    """Who may change the document is asked once, not for every right to each of its thirteen parts."""
    sheet = sheet_of(entered)
    with django_assert_max_num_queries(60):
        sheet.open()


@pytest.mark.parametrize("ident", ["b1234567", "_00", "a_00b", "_22", "é" * 200])
def test_an_address_of_no_document_leads_back_to_the_desk_and_says_so(at_desk, ident):
    reply = at_desk("editor").get(f"/admin/documents/document/{ident}/change/", follow=True)
    assert reply.status_code == 200
    assert "doesn’t exist" in reply.content.decode()
