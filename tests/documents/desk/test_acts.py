"""Publishing, withdrawing, reinstating, purging, copying and deleting from the desk; and who may not."""

import pytest

from documents import history
from documents.models import Document, Entry, Version
from documents.publishing import state_of
from tests.documents import builders

pytestmark = pytest.mark.django_db


def page(document: str, name: str) -> str:
    return f"/admin/documents/document/{document}/{name}/"


def publish(client, document: str, note: str = "As it stands on the desk."):
    last = history.revisions(document).first().number
    return client.post(page(document, "publish"), {"revision": last, "note": note})


@pytest.fixture
def publisher(at_desk):
    return at_desk("publisher")


def test_a_publisher_publishes_with_a_note_for_readers(entered, publisher):
    asked = publisher.get(page(entered, "publish")).content.decode()
    assert "version 1" in asked
    reply = publish(publisher, entered, "First publication.")
    assert reply.status_code == 302
    assert Version.objects.get().document_id == entered
    assert Entry.objects.get().note == "First publication."
    form = publisher.get(reply.url).content.decode()
    assert "Published, version 1" in form
    assert f'href="/documents/{entered}/"' in form


def test_what_somebody_saved_meanwhile_is_not_published_unseen(entered, publisher, sheet_of):
    sheet_of(entered).write(title="Another title").hand_in()
    reply = publisher.post(page(entered, "publish"), {"revision": 1, "note": "Mine"})
    assert "Somebody saved the document since" in reply.content.decode()
    assert "Mine" in reply.content.decode()
    assert not Version.objects.exists()


def test_the_form_says_when_the_desk_has_moved_on(entered, publisher, sheet_of):
    publish(publisher, entered)
    sheet_of(entered).write(title="A better title").hand_in()
    assert "changes that are not published" in publisher.get(page(entered, "change")).content.decode()


def test_private_remarks_are_no_unpublished_change(entered, publisher, sheet_of):
    publish(publisher, entered)
    sheet_of(entered).write(remarks="To be checked in the archive.").hand_in()
    assert "changes that are not published" not in publisher.get(page(entered, "change")).content.decode()


def test_publishing_twice_is_refused_with_a_sentence(entered, publisher):
    publish(publisher, entered)
    assert "Nothing has changed since version 1" in publish(publisher, entered).content.decode()


def test_withdrawing_needs_a_reason_and_reinstating_opens_a_version_again(entered, publisher):
    publish(publisher, entered)
    assert publisher.post(page(entered, "withdraw"), {"reason": " "}).status_code == 200
    assert state_of(entered).current == 1
    assert publisher.post(page(entered, "withdraw"), {"reason": "A wrong leaf."}).status_code == 302
    assert state_of(entered).current is None
    reply = publisher.post(page(entered, "reinstate"), {"number": "1", "reason": "It was right."})
    assert reply.status_code == 302
    assert state_of(entered).current == 1


def test_purging_needs_the_id_typed(entered, at_desk, publisher):
    publish(publisher, entered)
    administrator = at_desk("administrator")
    wrong = administrator.post(page(entered, "purge"), {"reason": "A ruling.", "typed_id": "b0000000"})
    assert "This is not the id" in wrong.content.decode()
    assert "A ruling." in wrong.content.decode()
    assert (
        administrator.post(page(entered, "purge"), {"reason": "A ruling.", "typed_id": entered}).status_code
        == 302
    )
    assert Version.objects.get().content == ""
    assert "Purged" in administrator.get(page(entered, "change"), follow=True).content.decode()


@pytest.mark.parametrize("role", ["contributor", "editor"])
@pytest.mark.parametrize("name", ["publish", "withdraw", "reinstate", "purge"])
def test_who_may_not_publish_meets_a_refusal_and_changes_nothing(entered, at_desk, role, name):
    client = at_desk(role)
    asked = {"revision": 1, "note": "", "reason": "Because", "number": 1, "typed_id": entered}
    assert client.get(page(entered, name)).status_code == 403
    assert client.post(page(entered, name), asked).status_code == 403
    assert not Entry.objects.exists()


def test_a_publisher_may_not_purge(entered, publisher):
    assert publisher.post(page(entered, "purge"), {"reason": "R", "typed_id": entered}).status_code == 403


def test_the_form_shows_an_editor_no_button_to_publish(entered, at_desk):
    form = at_desk("editor").get(page(entered, "change")).content.decode()
    assert page(entered, "publish") not in form
    assert page(entered, "purge") not in form


def test_nothing_is_done_by_following_a_link(entered, publisher, at_desk):
    for name in ("publish", "withdraw", "reinstate"):
        publisher.get(page(entered, name))
    assert at_desk("editor").get(page(entered, "copy")).status_code == 405
    assert not Entry.objects.exists()
    assert Document.objects.count() == 1


def test_a_forged_post_without_a_token_is_refused(entered, publisher):
    publisher.handler.enforce_csrf_checks = True
    assert publish(publisher, entered).status_code == 403
    assert publisher.post(page(entered, "copy")).status_code == 403
    assert not Entry.objects.exists()


def test_a_copy_has_source_collection_and_signatories_but_no_words_or_dates(sheet, sheet_of):
    sheet.write(
        title="First letter",
        date_as_written="3 May 1921",
        date_edtf="1921-05-03",
        type="letter",
        texts__0__content="Words of the first letter.",
        signatories__0__name_as_signed="Anna Weber",
        printings__0__number="12",
        archival_references__0__parts_0="fonds",
        archival_references__0__parts_1="17",
        archival_references__0__leaves="4",
    )
    first = sheet.hand_in().url.split("/")[-3]
    reply = sheet.client.post(page(first, "copy"))
    made = reply.url.split("/")[-3]
    copy, original = history.snapshot(made).document, history.snapshot(first).document
    assert made != first
    assert copy.title == f"Copy of {first}"
    assert (copy.texts, copy.date_as_written, copy.date_edtf) == ((), "", "")
    assert (copy.type, copy.signatories[0].name_as_signed) == ("letter", "Anna Weber")
    assert (copy.archival_references[0].parts[0].value, copy.archival_references[0].leaves) == ("17", "")
    assert copy.printings[0].number == ""
    assert copy.signatories[0].key != original.signatories[0].key
    assert history.revisions(made).get().reason == f"Copied from {first}"


def test_a_copy_tells_no_word_of_an_original_purged_later(at_desk):
    original = builders.saved(title="", heading="About *quillwort*")
    made = at_desk("publisher").post(page(original, "copy")).url.split("/")[-3]
    assert "quillwort" not in history.snapshot(made).to_json()
    assert "quillwort" not in history.revisions(made).get().reason


def test_a_draft_is_deleted_in_one_revision_and_can_still_be_read(entered, publisher):
    assert publisher.get(page(entered, "delete")).status_code == 200
    assert publisher.post(page(entered, "delete"), {"post": "yes"}).status_code == 302
    assert not Document.objects.exists()
    assert history.revisions(entered).first().number == 2
    assert history.snapshot(entered, at=2) is None
    assert history.snapshot(entered, at=1).document.title == "On the mill"


def test_what_was_ever_published_is_not_deleted_and_the_editor_is_told_why(entered, publisher):
    publish(publisher, entered)
    publisher.post(page(entered, "withdraw"), {"reason": "A wrong leaf."})
    reply = publisher.post(page(entered, "delete"), {"post": "yes"}, follow=True)
    assert "withdraw it instead" in reply.content.decode()
    assert Document.objects.exists()


def test_an_editor_deletes_only_drafts_of_her_own(entered, at_desk):
    assert at_desk("editor").post(page(entered, "delete"), {"post": "yes"}).status_code == 403
    assert Document.objects.exists()


def test_a_contributor_changes_only_documents_of_his_own(entered, at_desk, sheet_of):
    contributor = at_desk("contributor")
    assert contributor.post(page(entered, "change"), {"title": "Mine"}).status_code == 403
    looked = contributor.get(page(entered, "change"), follow=True)
    assert "PREVIEW" in looked.content.decode()
    assert contributor.get(page(entered, "history")).status_code == 403
    assert history.revisions(entered).count() == 1


def test_a_contributor_works_on_what_he_entered(at_desk, sheet_of, sheet_for):
    contributor = at_desk("contributor")
    mine = sheet_for(contributor).write(title="Mine").hand_in().url.split("/")[-3]
    assert sheet_of(mine, contributor).write(title="Mine, better").hand_in().status_code == 302
    assert contributor.get(page(mine, "history")).status_code == 200
    assert Document.objects.get().title == "Mine, better"


def test_who_has_no_role_is_kept_out(entered, db):
    from django.contrib.auth.models import User
    from django.test import Client

    client = Client()
    client.force_login(User.objects.create_user("guest", is_staff=True))
    for name in ("change", "preview", "history", "delete", "publish"):
        assert client.get(page(entered, name)).status_code == 403
    assert Client().get(page(entered, "change")).status_code == 302


def test_a_contributor_deletes_drafts_of_her_own_and_no_other(entered, at_desk, sheet_for):
    contributor = at_desk("contributor")
    own = sheet_for(contributor).write(title="A slip").hand_in().url.split("/")[-3]
    assert page(own, "delete") in contributor.get(page(own, "change")).content.decode()
    assert contributor.get(page(own, "delete")).status_code == 200
    assert contributor.post(page(own, "delete"), {"post": "yes"}).status_code == 302
    assert contributor.post(page(entered, "delete"), {"post": "yes"}).status_code == 403
    assert [document.pk for document in Document.objects.all()] == [entered]


def test_a_contributor_does_not_delete_what_was_published(at_desk, sheet_for, publisher):
    contributor = at_desk("contributor")
    sheet = sheet_for(contributor).write(title="Mine", texts__0__content="Words", texts__0__language="en")
    own = sheet.hand_in().url.split("/")[-3]
    publish(publisher, own)
    reply = contributor.post(page(own, "delete"), {"post": "yes"}, follow=True)
    assert "withdraw it instead" in reply.content.decode()
    assert Document.objects.filter(pk=own).exists()


# --- What is said when there is nothing to do, or something to mend first ---


def test_faults_are_told_with_the_way_to_each_and_nothing_more_is_asked(entered, publisher, sheet_of):
    sheet_of(entered).fill({"texts-1-content": "Das Rad[^1] steht."}).hand_in()
    asked = publisher.get(page(entered, "publish")).content.decode()
    assert "It cannot be published until these are mended" in asked
    assert f'<a href="{page(entered, "change")}#texts-1">Text 2' in asked
    assert 'id="texts-1"' in publisher.get(page(entered, "change")).content.decode()
    assert "Note for readers" not in asked
    assert "It will be" not in asked


def test_a_note_typed_for_what_cannot_be_published_is_not_lost(entered, publisher, sheet_of):
    sheet_of(entered).fill({"texts-1-content": "Das Rad[^1] steht."}).hand_in()
    assert "My long note" in publish(publisher, entered, "My long note").content.decode()
    assert not Version.objects.exists()


def test_an_unchanged_document_is_not_offered_for_publishing(entered, publisher):
    publish(publisher, entered)
    asked = publisher.get(page(entered, "publish")).content.decode()
    assert "Nothing has changed since version 1, so there is nothing to publish." in asked
    assert 'value="Publish"' not in asked
    form = publisher.get(page(entered, "change")).content.decode()
    assert f'<a class="publish" href="{page(entered, "publish")}"' not in form


def test_a_draft_is_offered_for_publishing(entered, publisher):
    form = publisher.get(page(entered, "change")).content.decode()
    assert f'<a class="publish" href="{page(entered, "publish")}"' in form


def test_what_is_not_withdrawn_cannot_be_reinstated_and_no_draft_withdrawn(entered, publisher):
    for name, sentence in (
        ("reinstate", "No version is withdrawn."),
        ("withdraw", "It was never published, so there is nothing to withdraw."),
    ):
        asked = publisher.get(page(entered, name)).content.decode()
        assert sentence in asked
        assert 'name="reason"' not in asked


def test_from_the_second_version_on_readers_are_told_what_is_new(entered, publisher, sheet_of):
    assert publish(publisher, entered, note="").status_code == 302
    sheet_of(entered).write(title="A better title").hand_in()
    assert "readers want to know what is new" in publisher.get(page(entered, "publish")).content.decode()
    assert "Please say in a few words what is new" in publish(publisher, entered, note="").content.decode()
    assert Version.objects.count() == 1
    assert publish(publisher, entered, note="The title.").status_code == 302


@pytest.mark.parametrize(
    ("role", "sentence"), [("editor", "a publisher can withdraw it"), ("publisher", "it can be withdrawn")]
)
def test_the_form_says_who_can_withdraw_what_cannot_be_deleted(entered, at_desk, publisher, role, sentence):
    publish(publisher, entered)
    assert sentence in at_desk(role).get(page(entered, "change")).content.decode()


@pytest.mark.parametrize("name", ["publish", "delete"])
def test_the_way_back_begins_at_the_desk(entered, publisher, name):
    asked = publisher.get(page(entered, name)).content.decode()
    assert '<a href="/admin/">Desk</a>' in asked
    assert ">Home<" not in asked
