"""The preview shows the public page of what is typed, and leaves no trace."""

import pytest
from django.apps import apps

from documents import history

pytestmark = pytest.mark.django_db


def everything() -> dict:
    """The number of rows in every table but that of log-ins."""
    return {m.__name__: m._default_manager.count() for m in apps.get_models() if m.__name__ != "Session"}


def preview(sheet):
    return sheet.client.post(
        sheet.address.replace("change/", "").replace("add/", "") + "preview/", sheet.data
    )


def test_a_new_document_is_shown_as_typed_before_it_is_saved(sheet):
    sheet.write(
        title="On the mill",
        texts__0__content="The wheel[^*] stands.",
        texts__0__language="en",
        footnotes__0__label="*",
        footnotes__0__content="Of the lower mill.",
        signatories__0__name_as_signed="Anna Weber",
    )
    before = everything()
    reply = preview(sheet)
    page = reply.content.decode()
    assert "PREVIEW" in page
    for words in ("On the mill", "The wheel", "Of the lower mill.", "Anna Weber"):
        assert words in page
    assert "no-store" in reply.headers["Cache-Control"]
    assert everything() == before


def test_the_preview_is_what_will_be_saved(entered, sheet_of):
    sheet = sheet_of(entered).write(
        title="Typed anew",
        texts__0__position="9",
        footnotes__0__owner="texts-1",
        footnotes__1__label="1",
        footnotes__1__owner="footnotes-0",
        footnotes__1__voice="unknown",
        footnotes__1__voice_basis="stated",
        footnotes__1__note_kind="content",
        footnotes__1__content="A note on a note.",
    )
    shown = preview(sheet)
    said = shown.context["page"].version.digest
    sheet.hand_in()
    from documents.snapshot import digest

    assert (
        digest(history.snapshot(entered).public().to_json()) != said
    )  # the key of the new row was drawn anew
    assert [t.language for t in history.snapshot(entered).document.texts] == ["de", "en"]
    again = preview(sheet_of(entered)).context["page"].version.digest
    assert again == digest(history.snapshot(entered).public().to_json())


def test_private_remarks_are_not_in_the_preview(sheet):
    assert "quill" not in preview(sheet.write(title="T", remarks="quill")).content.decode()


def test_a_form_with_faults_is_shown_as_far_as_it_goes(sheet):
    page = preview(sheet.write(title="T", date_edtf="July", texts__0__content="Words.")).content.decode()
    assert "Words." in page
    assert "cannot be read as a date" in page


def test_the_checks_speak_in_the_preview(sheet):
    assert "no note" in preview(sheet.write(title="T", texts__0__content="Words[^*].")).content.decode()


def test_a_contributor_cannot_preview_into_the_documents_of_others(entered, sheet_of, at_desk):
    sheet = sheet_of(entered)
    sheet.client = at_desk("contributor")
    assert preview(sheet).status_code == 403


def test_what_is_saved_is_shown_to_all_who_may_see_the_desk(entered, at_desk):
    page = at_desk("contributor").get(f"/admin/documents/document/{entered}/preview/")
    assert "PREVIEW" in page.content.decode()
    assert "The wheel of the lower mill." in page.content.decode()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_saved_document_is_previewed_outside_of_any_transaction(entered, sheet_of):
    page = preview(sheet_of(entered).write(title="As typed just now")).content.decode()
    assert "As typed just now" in page
    assert history.snapshot(entered).document.title == "On the mill"


def test_a_preview_gives_no_number_address_or_digest(sheet):
    page = preview(sheet.write(title="T", texts__0__content="Words.")).content.decode()
    assert "Version number, address and digest are given on publication." in page
    assert "SHA-256" not in page
    assert "stands for this version for ever" not in page
    assert "Version 1" not in page


def test_a_fault_is_listed_once(sheet):
    page = preview(
        sheet.write(title="T", date_edtf="1920-02-31", texts__0__content="Words.")
    ).content.decode()
    assert page.count("1920-02-31") == 1


def test_who_opens_the_document_of_somebody_else_is_told_why_it_is_not_the_form(entered, at_desk, sheet):
    page = at_desk("contributor").get(f"/admin/documents/document/{entered}/change/", follow=True)
    said = page.content.decode()
    assert "You can change only documents that you entered" in said
    assert f"this one was entered by {sheet.client.user.username}." in said
    assert 'href="/admin/"' in said


def test_who_may_change_it_is_told_nothing_of_the_kind(entered, at_desk):
    page = at_desk("editor").get(f"/admin/documents/document/{entered}/preview/").content.decode()
    assert "You can change only" not in page


def test_a_warning_gives_the_code_by_which_it_is_silenced(entered, at_desk, sheet_of):
    address = f"/admin/documents/document/{entered}/preview/"
    assert "<code>no-date</code>" in at_desk("editor").get(address).content.decode()
    assert (
        "The code stands behind each warning"
        in sheet_of(entered).client.get(f"/admin/documents/document/{entered}/change/").content.decode()
    )
