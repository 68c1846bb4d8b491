"""What an editor is told after saving a document."""

import pytest

pytestmark = pytest.mark.django_db


def said(reply) -> list[str]:
    return [str(message) for message in reply.context["messages"]]


def hand_in(sheet, button: str = "_continue"):
    return sheet.client.post(sheet.address, {**sheet.data, button: "Save"}, follow=True)


def test_a_new_document_is_a_draft_and_its_first_revision(sheet):
    sheet.write(title="On the mill", texts__0__content="The wheel stands.", texts__0__language="en")
    reply = hand_in(sheet)
    assert said(reply) == ["Saved as a draft. This is revision 1."]
    assert "/change/" in reply.request["PATH_INFO"]


def test_a_later_save_names_its_revision(entered, sheet_of):
    assert said(hand_in(sheet_of(entered).write(title="Anew"))) == ["Saved. This is revision 2."]


def test_who_leaves_the_form_is_told_which_document_was_saved(entered, sheet_of):
    reply = hand_in(sheet_of(entered).write(title="Anew"), "_save")
    assert said(reply) == ["Saved: “Anew”. This is revision 2."]
    assert reply.request["PATH_INFO"] == "/admin/documents/document/"


def test_who_goes_on_with_another_gets_an_empty_form(sheet):
    sheet.write(title="On the mill", texts__0__content="The wheel stands.")
    reply = hand_in(sheet, "_addanother")
    assert said(reply) == ["Saved as a draft: “On the mill”. This is revision 1."]
    assert reply.request["PATH_INFO"] == "/admin/documents/document/add/"


def test_what_must_be_mended_before_publishing_is_told_with_its_number(entered, sheet_of):
    reply = hand_in(sheet_of(entered).fill({"texts-1-content": "Das Rad[^1] steht.[^2]"}))
    assert "The checks found 2 things to mend before publishing." in " ".join(said(reply))
    assert said(reply)[0] == "Saved. This is revision 2."
