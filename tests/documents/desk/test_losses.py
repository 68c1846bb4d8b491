"""Whatever happens while somebody types, the words stay: deleted documents, log-ins that end, stale forms."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from documents import history
from documents.models import Document
from tests.documents.desk.conftest import Fields
from tests.documents.desk.test_rows import note

pytestmark = pytest.mark.django_db


def delete(client, document: str) -> None:
    reply = client.post(f"/admin/documents/document/{document}/delete/", {"post": "yes"})
    assert reply.status_code == 302
    assert not Document.objects.filter(pk=document).exists()


def test_what_was_typed_into_a_document_deleted_meanwhile_can_be_entered_anew(entered, sheet_of, at_desk):
    sheet = sheet_of(entered).write(title="Typed for hours", texts__0__content="The wheel[^*] is lost.")
    delete(at_desk("publisher"), entered)
    reply = sheet.hand_in()
    page = reply.content.decode()
    assert reply.status_code == 409
    assert "deleted this record while you were working" in page
    assert [fault.where for fault in reply.context["faults"]] == [""]
    assert 'action="/admin/documents/document/add/"' in page
    assert not Document.objects.exists()
    sheet.address, sheet.data = "/admin/documents/document/add/", Fields(page).data
    saved = sheet.hand_in()
    assert saved.status_code == 302, saved.context["faults"]
    made = saved.url.split("/")[-3]
    content = history.snapshot(made).document
    assert made != entered
    assert content.title == "Typed for hours"
    assert [text.content for text in content.texts] == ["The wheel[^*] is lost.", "Das Rad steht."]
    assert content.footnotes[0].owner == content.texts[0].key


def test_a_forged_form_of_a_document_that_never_was_saves_nothing(sheet):
    sheet.address = "/admin/documents/document/zzzzzzzz/change/"
    assert sheet.write(title="T").hand_in().status_code == 302
    assert not Document.objects.exists()


def test_a_form_sent_after_the_log_in_ended_is_answered_by_a_page_not_by_a_way_elsewhere(entered, sheet_of):
    sheet = sheet_of(entered).write(title="Typed for hours")
    Session.objects.all().delete()
    reply = sheet.hand_in()
    page = reply.content.decode()
    assert reply.status_code == 403
    assert "log-in has ended" in page
    assert 'href="/admin/login/"' in page
    assert history.snapshot(entered).document.title == "On the mill"


def send_again(page: str) -> dict[str, str]:
    """What the page that answers instead of the form holds."""
    return Fields(page.replace('id="send-again"', 'id="document_form"')).data


def test_the_page_that_tells_of_the_ended_log_in_holds_every_row_that_was_added(entered, at_desk, sheet_of):
    sheet = sheet_of(entered).write(title="Typed for hours")
    sheet.fill(note(1, label="3", content="A note\nof two lines"))
    Session.objects.all().delete()
    page = sheet.hand_in().content.decode()
    held = send_again(page)
    token = {"csrfmiddlewaretoken": held["csrfmiddlewaretoken"]}
    assert {**sheet.data, **token}.items() <= held.items()
    browser = at_desk("editor")
    assert browser.post(sheet.address, held).status_code == 302
    content = history.snapshot(entered).document
    assert content.title == "Typed for hours"
    assert "A note\nof two lines" in [note.content for note in content.footnotes]


def test_a_form_that_comes_without_any_cookie_is_kept_on_the_page_too(entered):
    browser = Client(enforce_csrf_checks=True)
    address = f"/admin/documents/document/{entered}/change/"
    reply = browser.post(address, {"title": "Typed for hours"}, HTTP_ORIGIN="http://testserver")
    assert reply.status_code == 403
    assert "log-in has ended" in reply.content.decode()
    assert send_again(reply.content.decode())["title"] == "Typed for hours"


def test_a_form_that_is_older_than_the_log_in_is_sent_again_from_the_page_that_refuses_it(entered, at_desk):
    editor = at_desk("editor").user
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(editor)
    address = f"/admin/documents/document/{entered}/change/"
    typed = Fields(browser.get(address).content.decode()).data | {"title": "Line one", "_continue": "Save"}
    typed["texts-0-content"] = 'A "wheel"[^*]\r\n\r\n& timber'
    Session.objects.all().delete()
    assert browser.post(address, typed, HTTP_ORIGIN="http://testserver").status_code == 403
    login = browser.get("/admin/login/")
    given = {"username": editor.username, "password": "correct horse battery", "next": "/admin/"}
    token = str(login.context["csrf_token"])
    assert browser.post("/admin/login/", {**given, "csrfmiddlewaretoken": token}).status_code == 302
    refused = browser.post(address, typed, HTTP_ORIGIN="http://testserver")
    assert refused.status_code == 403
    assert history.snapshot(entered).document.title == "On the mill"
    again = Fields(refused.content.decode().replace('id="send-again"', 'id="document_form"')).data
    assert browser.post(address, again, HTTP_ORIGIN="http://testserver").status_code == 302
    content = history.snapshot(entered).document
    assert content.title == "Line one"
    assert content.texts[0].content == 'A "wheel"[^*]\n\n& timber'


@pytest.mark.parametrize("origin", [{}, {"HTTP_ORIGIN": "https://elsewhere.example"}])
def test_what_another_site_sends_is_not_offered_to_be_sent_again(entered, at_desk, origin):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(at_desk("editor").user)
    reply = browser.post(f"/admin/documents/document/{entered}/change/", {"title": "Forged"}, **origin)
    assert reply.status_code == 403
    assert "Forged" not in reply.content.decode()


def test_a_password_is_never_put_into_a_page(at_desk):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(at_desk("editor").user)
    given = {"username": "ada", "password": "a secret of mine"}
    reply = browser.post("/admin/login/", given, HTTP_ORIGIN="http://testserver")
    assert reply.status_code == 403
    assert "a secret of mine" not in reply.content.decode()


def test_logging_out_twice_is_no_error():
    assert Client().post("/admin/logout/").status_code == 302
