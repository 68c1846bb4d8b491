"""The review at the desk: handing in, the queue, the page of a submission, deciding; and who may not."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents import history, publishing, submissions
from documents.models import Comment, Document, Entry, Outcome, Submission, Version
from documents.publishing import state_of
from documents.snapshot import Text
from tests.documents import builders
from tests.documents.desk.test_hostile import HOSTILE

pytestmark = pytest.mark.django_db

QUEUE = "/admin/review/"
LIST = "/admin/documents/document/"


def page(document: str, name: str) -> str:
    return f"{LIST}{document}/{name}/"


def review(submission: Submission) -> str:
    return f"{QUEUE}{submission.pk}/"


def words(reply) -> str:
    assert reply.status_code == 200, reply
    return reply.content.decode()


def submit(client, document: str, note: str = ""):
    last = history.revisions(document).first().number
    return client.post(page(document, "submit"), {"revision": last, "note": note}, follow=True)


def in_review(document: str = "", role: str = "editor", note: str = "") -> Submission:
    document = document or builders.saved()
    last = history.revisions(document).first().number
    return submissions.submit(document, user=builders.user(role), revision=last, note=note)


def decide(client, submission: Submission, act: str, **asked):
    return client.post(review(submission), {"act": act, **asked})


@pytest.fixture
def editor(at_desk):
    return at_desk("editor")


@pytest.fixture
def publisher(at_desk):
    return at_desk("publisher")


@pytest.fixture
def contributor(at_desk):
    return at_desk("contributor")


@pytest.fixture
def own(contributor, sheet_for) -> str:
    """A document that the contributor entered."""
    sheet = sheet_for(contributor)
    sheet.write(title="Of my own", texts__0__content="The wheel stands.", texts__0__language="en")
    return sheet.hand_in().url.split("/")[-3]


# --- Handing in ---


def test_an_editor_hands_in_a_document_and_the_desk_says_so(entered, editor):
    assert page(entered, "submit") in words(editor.get(page(entered, "change")))
    asked = words(editor.get(page(entered, "submit")))
    assert "Note for the review" in asked
    said = words(submit(editor, entered, "Is the date right?"))
    assert "Submitted for review." in said
    assert "Draft, in review" in said
    assert page(entered, "submit") not in said
    assert page(entered, "take-back") in said
    made = Submission.objects.get()
    assert (made.document_id, made.revision, made.note) == (entered, 1, "Is the date right?")


def test_a_contributor_hands_in_what_she_entered_and_nothing_else(own, contributor, entered):
    assert page(own, "submit") in words(contributor.get(page(own, "change")))
    submit(contributor, own)
    assert submit(contributor, entered).status_code == 403
    assert [each.document_id for each in Submission.objects.all()] == [own]


def test_what_was_saved_meanwhile_is_not_handed_in_and_the_note_is_kept(entered, editor, sheet_of):
    sheet_of(entered).write(title="Another title").hand_in()
    reply = editor.post(page(entered, "submit"), {"revision": 1, "note": "My note"})
    assert "Somebody saved the document since" in words(reply)
    assert "My note" in words(reply)
    assert not Submission.objects.exists()


def test_errors_are_told_on_the_way_but_do_not_keep_from_handing_in(editor):
    ident = builders.saved(texts=())
    asked = words(editor.get(page(ident, "submit")))
    assert "To mend" in asked
    assert "cannot be published before" in asked
    submit(editor, ident)
    assert Submission.objects.count() == 1


@pytest.mark.parametrize("name", ["submit", "take-back"])
def test_what_cannot_be_done_now_is_told_and_offers_no_button(editor, name):
    made = in_review()
    ident = made.document_id if name == "submit" else builders.published().document_id
    asked = words(editor.get(page(ident, name)))
    assert "waits for review" in asked or "does not wait for review" in asked
    assert 'type="submit" class="default"' not in asked


def test_only_who_handed_in_is_offered_to_take_back(entered, editor, publisher):
    submit(editor, entered)
    form = words(publisher.get(page(entered, "change")))
    assert page(entered, "take-back") not in form
    assert "can take it back" in words(publisher.get(page(entered, "take-back")))
    assert publisher.post(page(entered, "take-back")).status_code == 403
    assert "Taken back." in words(editor.post(page(entered, "take-back"), follow=True))
    assert Submission.objects.get().outcome == Outcome.TAKEN_BACK


def test_nothing_is_handed_in_by_following_a_link_or_without_a_token(entered, editor):
    editor.get(page(entered, "submit"))
    editor.handler.enforce_csrf_checks = True
    assert editor.post(page(entered, "submit"), {"revision": 1}).status_code == 403
    assert not Submission.objects.exists()


# --- A later save ---


def test_a_save_ends_the_review_and_the_editor_is_told(entered, editor, sheet_of):
    submit(editor, entered)
    sheet = sheet_of(entered, editor).write(title="Changed under review")
    reply = editor.post(sheet.address, {**sheet.data, "_continue": "Save"}, follow=True)
    assert "It was in review; since you changed it, it must be submitted again." in words(reply)
    assert "Draft: readers do not see it" in words(reply)
    assert Submission.objects.get().outcome == Outcome.OVERTAKEN


def test_a_save_without_a_change_ends_no_review_and_says_nothing_of_it(entered, editor, sheet_of):
    submit(editor, entered)
    sheet = sheet_of(entered, editor)
    reply = editor.post(sheet.address, {**sheet.data, "_continue": "Save"}, follow=True)
    assert "It was in review" not in words(reply)
    assert Submission.objects.get().outcome == Outcome.WAITING


def test_a_save_of_what_is_not_in_review_says_nothing_of_reviews(entered, editor, sheet_of):
    sheet = sheet_of(entered, editor).write(title="Changed")
    reply = editor.post(sheet.address, {**sheet.data, "_continue": "Save"}, follow=True)
    assert "It was in review" not in words(reply)


def test_deleting_ends_the_review_and_says_so(publisher):
    made = in_review()
    reply = publisher.post(page(made.document_id, "delete"), {"post": "yes"}, follow=True)
    assert "the review has ended" in words(reply)
    assert "deleted on the desk" in words(publisher.get(QUEUE, {"show": "decided"}))
    assert "ended when the document was saved again" in words(publisher.get(review(made)))


# --- The states ---


def test_the_list_says_what_is_in_review_and_is_narrowed_to_it(publisher):
    draft, published = builders.saved(title="A draft"), builders.published(title="Out").document_id
    builders.saved(title="Not in review")
    builders.changed(published, title="Out, changed")
    in_review(draft)
    in_review(published)
    shown = words(publisher.get(LIST))
    assert "draft, in review" in shown
    assert "published v1, with unpublished changes, in review" in shown
    reply = publisher.get(LIST, {"state": "review"})
    assert {row.pk for row in reply.context["cl"].result_list} == {draft, published}


def test_the_form_says_that_the_changes_of_a_published_document_are_in_review(publisher):
    ident = builders.published().document_id
    builders.changed(ident, title="A better title")
    in_review(ident)
    form = words(publisher.get(page(ident, "change")))
    assert "Published, version 1; the desk has changes that are not published, in review" in form


def test_nothing_is_offered_for_review_that_readers_see(publisher):
    ident = builders.published().document_id
    assert page(ident, "submit") not in words(publisher.get(page(ident, "change")))


# --- The queue ---


def test_the_queue_tells_who_handed_in_what_and_what_would_be_new(publisher):
    ident = builders.published(title="A letter").document_id
    builders.changed(ident, title="A letter to the mill")
    made = in_review(ident, note="Only the title.")
    submissions.comment(made, user=builders.user("editor"), words="A word")
    in_review(builders.saved(title="A new one"))
    shown = words(publisher.get(QUEUE))
    for told in (
        "A letter to the mill",
        "Submitted by editor",
        "Only the title.",
        "a change of version 1",
        "1 comment\n",
        "A new one",
        "new to readers",
        "Waiting (2)",
    ):
        assert told in shown, told
    row = publisher.get(QUEUE).context["rows"][0]
    assert row.submission == made
    assert any("title" in change for change in row.changes)


def test_the_first_page_says_how_many_wait(publisher, contributor):
    assert "nothing waits" in words(publisher.get("/admin/"))
    in_review()
    in_review()
    assert "2 submissions waiting" in words(publisher.get("/admin/"))
    assert "nothing waits" in words(contributor.get("/admin/"))


def test_a_contributor_sees_her_own_submissions_and_what_became_of_them(own, contributor, publisher):
    others = in_review(builders.saved(title="Of somebody else"))
    submit(contributor, own)
    decide(publisher, Submission.objects.get(document=own), "send_back", reason="The leaf is missing.")
    shown = words(contributor.get(QUEUE))
    assert "Of my own" in shown
    assert "Sent back" in shown
    assert "The leaf is missing." in shown
    for name in ("waiting", "decided", "own"):
        assert "Of somebody else" not in words(contributor.get(QUEUE, {"show": name}))
    assert contributor.get(review(others)).status_code == 403
    form = words(contributor.get(page(own, "change")))
    assert "Sent back" in form
    assert "The leaf is missing." in form


def test_who_has_no_role_sees_no_review(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("nobody", is_staff=True))
    made = in_review()
    assert client.get(QUEUE).status_code == 403
    assert client.get(review(made)).status_code == 403
    assert client.post(review(made), {"act": "comment", "words": "Hello"}).status_code == 403
    assert "/admin/review/" not in words(client.get("/admin/"))
    client.logout()
    assert client.get(QUEUE).status_code == 302


@pytest.mark.parametrize(
    "query", [{"show": "<script>"}, {"page": "99999999999"}, {"page": "x"}, {"show": "decided", "page": "-1"}]
)
def test_an_odd_address_of_the_queue_is_no_error(publisher, query):
    in_review()
    assert "<script>" not in words(publisher.get(QUEUE, query)).replace("<script>\n", "")


def test_what_waits_longest_comes_first_and_the_queue_has_pages(publisher):
    made = [in_review(builders.saved(title=f"Letter {number}")) for number in range(27)]
    first = publisher.get(QUEUE)
    assert [row.submission for row in first.context["rows"]] == made[:25]
    assert "1–25 of 27" in words(first)
    assert [row.submission for row in publisher.get(QUEUE, {"page": 2}).context["rows"]] == made[25:]


def queries(client, address: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def change_in_review() -> Submission:
    person, place = builders.person(), builders.place()
    ident = builders.published(place=place).document_id
    told = f"The harvest of [[person:{person}|Ada]] has been brought in."
    builders.changed(ident, texts=(Text(key="text0001", language="en", content=told),))
    return in_review(ident, note="A note")


def test_the_number_of_queries_does_not_grow_with_the_queue(publisher):
    change_in_review()
    in_review()
    few = queries(publisher, QUEUE)
    for _ in range(5):
        submissions.comment(change_in_review(), user=builders.user("editor"), words="A word")
        in_review()
    assert queries(publisher, QUEUE) == few
    assert few <= 24


def test_the_number_of_queries_does_not_grow_with_what_is_said(publisher):
    made = change_in_review()
    submissions.comment(made, user=builders.user("editor"), words="A word")
    few = queries(publisher, review(made))
    for role in (*builders.ROLES[1:], "editor"):
        submissions.comment(made, user=builders.user(role), words="Another")
    assert queries(publisher, review(made)) == few
    assert few <= 40


# --- The page of a submission ---


def test_the_page_shows_the_pinned_revision_against_what_readers_see(publisher):
    ident = builders.published(title="A letter").document_id
    builders.changed(ident, title="A letter to the mill")
    made = in_review(ident, note="Only the title.")
    for view in ("inline", "side"):
        shown = words(publisher.get(review(made), {"view": view}))
        assert "compared with version 1" in shown
        assert "<ins" in shown or "to the mill" in shown
    builders.changed(ident, title="Quite another title")
    assert "Quite another title" not in words(publisher.get(review(made)))
    assert "Quite another title" not in words(publisher.get(page(ident, "preview"), {"revision": 2}))


def test_what_was_published_by_a_review_is_compared_with_what_readers_saw_before_it(publisher):
    ident = builders.published(title="A letter").document_id
    builders.changed(ident, title="A letter to the mill")
    made = in_review(ident)
    decide(publisher, made, "publish", note="The title")
    builders.withdraw(ident)
    builders.publish(ident, note="The same once more")
    assert list(Version.objects.values_list("revision", flat=True).order_by("number")) == [1, 2, 2]
    assert "compared with version 1" in words(publisher.get(review(made)))


def test_the_note_for_readers_says_that_it_stays(publisher):
    assert "never be taken back" in words(publisher.get(review(in_review())))
    ident = builders.published().document_id
    builders.changed(ident, title="Another")
    assert "never be taken back" in words(publisher.get(review(in_review(ident))))


@pytest.mark.parametrize("revision", ["0", "99", "x", "-1", "9" * 30, "²"])
def test_a_preview_of_a_revision_that_is_not_there_is_not_found(publisher, revision):
    assert publisher.get(page(builders.saved(), "preview"), {"revision": revision}).status_code == 404


def test_earlier_revisions_are_previewed_by_those_who_may_see_the_history(contributor):
    ident = builders.saved()
    assert contributor.get(page(ident, "preview")).status_code == 200
    assert contributor.get(page(ident, "preview"), {"revision": 1}).status_code == 403


def test_a_publisher_publishes_from_the_review_with_a_note_for_readers(publisher):
    made = in_review(builders.saved(title="As handed in"))
    reply = decide(publisher, made, "publish", note="First publication")
    assert reply.status_code == 302
    assert "Published as version 1." in words(publisher.get(reply.url))
    assert Entry.objects.get().note == "First publication"
    assert Version.objects.get().revision == made.revision


def test_a_publisher_sends_back_with_a_reason_and_without_one_does_not(publisher):
    made = in_review()
    assert "Nothing has been done yet" in words(decide(publisher, made, "send_back", reason=" "))
    made.refresh_from_db()
    assert made.outcome == Outcome.WAITING
    reply = decide(publisher, made, "send_back", reason="The leaf is missing.")
    assert "was sent back by" in words(publisher.get(reply.url))


def test_what_was_decided_meanwhile_is_told_politely_and_what_was_typed_stays(publisher):
    made = in_review()
    builders.publish(made.document_id)
    reply = decide(publisher, made, "send_back", reason="The leaf is missing.")
    assert "was published by publisher" in words(reply)
    assert "Nothing has been done now." in words(reply)
    assert "The leaf is missing." in words(reply)
    assert 'value="send_back"' not in words(reply)
    assert state_of(made.document_id).current == 1


def test_a_later_version_is_not_published_from_the_review_without_saying_what_is_new(publisher):
    made = change_in_review()
    assert "readers want to know what is new" in words(publisher.get(review(made)))
    assert "Please say in a few words what is new" in words(decide(publisher, made, "publish", note=" "))
    assert Version.objects.count() == 1
    assert decide(publisher, made, "publish", note="The title.").status_code == 302
    assert Version.objects.count() == 2


def test_the_review_leads_from_each_fault_to_its_place_in_the_form(publisher):
    made = in_review(builders.saved(texts=()))
    shown = words(publisher.get(review(made)))
    assert "It cannot be published until these are mended" in shown
    assert f'href="{page(made.document_id, "change")}#section-texts"' in shown


def test_what_was_overtaken_meanwhile_is_not_published(publisher):
    made = in_review(builders.saved(title="As handed in"))
    builders.changed(made.document_id, title="Saved since")
    assert "ended when the document was saved again" in words(decide(publisher, made, "publish", note="Mine"))
    assert not Version.objects.exists()


def test_what_has_errors_is_not_published_from_the_review(publisher):
    made = in_review(builders.saved(texts=()))
    assert 'value="publish"' not in words(publisher.get(review(made)))
    assert "cannot be published yet" in words(decide(publisher, made, "publish", note=""))
    assert not Version.objects.exists()


def test_a_comment_takes_no_word_typed_for_the_decision(editor, publisher):
    made = submissions.submit(builders.saved(), user=editor.user, revision=1)
    reply = decide(publisher, made, "comment", words="Which mill?", reason="Not yet", note="For readers")
    page = reply.content.decode()
    assert reply.status_code == 200
    assert [comment.words for comment in made.comments.all()] == ["Which mill?"]
    assert "Not yet</textarea>" in page
    assert "For readers</textarea>" in page
    assert "Which mill?</textarea>" not in page


def test_what_is_refused_is_told_at_the_head_of_the_page_with_the_words_of_all_boxes(editor, publisher):
    made = submissions.submit(builders.saved(), user=editor.user, revision=1)
    page = decide(publisher, made, "send_back", words="Half a comment").content.decode()
    assert "<title>Error: " in page
    assert page.index("Nothing has been done yet") < page.index('role="status"')
    assert "Half a comment</textarea>" in page
    made.refresh_from_db()
    assert not made.outcome


def test_comments_are_said_and_read(editor, publisher):
    made = in_review()
    assert decide(editor, made, "comment", words="Is it\n1920?").status_code == 302
    assert "Is it<br>1920?" in words(publisher.get(review(made)))
    assert "Nothing has been done yet" in words(decide(editor, made, "comment", words=""))
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("act", ["publish", "send_back"])
@pytest.mark.parametrize("asked", [{"note": "", "reason": "Because"}, {"reason": ""}])
@pytest.mark.parametrize("role", ["contributor", "editor"])
def test_a_forged_decision_changes_nothing(own, contributor, editor, role, act, asked):
    submit(contributor, own)
    made = Submission.objects.get()
    client = {"contributor": contributor, "editor": editor}[role]
    assert 'value="publish"' not in words(client.get(review(made)))
    assert decide(client, made, act, **asked).status_code == 403
    made.refresh_from_db()
    assert made.outcome == Outcome.WAITING
    assert not Version.objects.exists()


def test_no_field_of_the_form_changes_the_state(entered, editor, sheet_of):
    sheet = sheet_of(entered, editor).write(title="Changed")
    forged = {
        "outcome": "published",
        "state": "published",
        "decided_by": "1",
        "submissions-0-outcome": "published",
    }
    editor.post(sheet.address, {**sheet.data, **forged, "_continue": "Save"})
    assert Document.objects.get().title == "Changed"
    assert not Submission.objects.exists()
    assert state_of(entered).last is None


@pytest.mark.parametrize("act", ["", "purge", "<script>"])
def test_an_unknown_button_does_nothing_and_says_so(publisher, act):
    made = in_review()
    assert "please use one of the buttons" in words(decide(publisher, made, act))
    assert not Entry.objects.exists()


def test_a_decision_without_a_token_is_refused(publisher):
    made = in_review()
    publisher.handler.enforce_csrf_checks = True
    assert decide(publisher, made, "publish", note="").status_code == 403
    assert not Version.objects.exists()


def test_a_submission_that_is_not_there_is_not_found(publisher):
    assert publisher.get(f"{QUEUE}999999/").status_code == 404
    assert publisher.post(f"{QUEUE}999999/", {"act": "publish"}).status_code == 404


def test_earlier_submissions_of_the_document_are_linked(publisher):
    first = in_review()
    decide(publisher, first, "send_back", reason="The leaf is missing.")
    second = in_review(first.document_id)
    shown = words(publisher.get(review(second)))
    assert review(first) in shown
    assert "The leaf is missing." in shown


def test_under_the_rule_of_four_eyes_the_page_says_who_may_publish(
    own, contributor, publisher, settings, sheet_of
):
    settings.FOUR_EYES = True
    sheet_of(own, publisher).write(title="Mended by the publisher").hand_in()
    submit(publisher, own)
    made = Submission.objects.get()
    shown = words(publisher.get(review(made)))
    assert "your own" in shown
    assert 'value="publish"' not in shown
    assert "your own" in words(publisher.get(page(own, "publish")))
    assert "your own" in words(decide(publisher, made, "publish", note=""))
    assert not Version.objects.exists()


def test_the_review_of_a_purged_document_shows_no_word_of_it(publisher):
    made = in_review(builders.saved(title="A quillwort"))
    publishing.purge(made.document_id, user=builders.user("administrator"), reason="A ruling")
    assert "quillwort" not in words(publisher.get(review(made)))
    for name in ("waiting", "decided", "own"):
        assert "A quillwort" not in words(publisher.get(QUEUE, {"show": name}))


# --- Hostile words ---


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_words_are_kept_as_text_or_refused_and_never_come_alive(entered, publisher, name):
    typed = HOSTILE[name]
    submit(publisher, entered, typed)
    made = Submission.objects.first() or in_review(entered)
    decide(publisher, made, "comment", words=typed)
    decide(publisher, made, "send_back", reason=typed)
    for address in (QUEUE, f"{QUEUE}?show=decided", review(made), page(entered, "change")):
        shown = words(publisher.get(address))
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown
        assert "\0" not in shown
