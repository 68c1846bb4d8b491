"""Submitting for review, taking back, sending back, commenting, and publishing what was handed in."""

import threading
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from documents import history, publishing, submissions
from documents.models import Comment, Document, Entry, Event, Outcome, Submission, Version
from documents.publishing import Refused, state_of
from documents.snapshot import Snapshot, Text
from tests.documents import builders

pytestmark = pytest.mark.django_db


def last(ident: str) -> int:
    return history.latest(Document.kind, ident).number


def submitted(ident: str = "", role: str = "editor", note: str = "") -> Submission:
    """A submission that waits: of the last revision, by a user of that role."""
    ident = ident or builders.saved()
    return submissions.submit(ident, user=builders.user(role), revision=last(ident), note=note)


def outcome(submission: Submission) -> str:
    submission.refresh_from_db()
    return submission.outcome


def entered_by(role: str, **fields) -> str:
    """A document entered by the user of that role."""
    document = builders.content(**fields)
    with history.revision(builders.user(role)):
        history.write(Snapshot(document=document), None)
    return document.public_id


def everything() -> tuple:
    models = (Submission, Comment, Version, Entry, Event)
    return tuple(list(model.objects.order_by("pk").values()) for model in models)


# --- Submitting ---


def test_a_submission_pins_the_revision_that_was_looked_at():
    ident = builders.saved()
    builders.changed(ident, title="As it is handed in")
    made = submitted(ident, note="Is the date right?\r\nI doubt it.")
    assert (made.document_id, made.revision, made.outcome) == (ident, 2, Outcome.WAITING)
    assert made.note == "Is the date right?\nI doubt it."
    assert submissions.waiting(ident) == made
    assert [event.act for event in Event.objects.all()] == ["submitted"]


@pytest.mark.parametrize("revision", [0, 1, 3, 99])
def test_a_revision_that_is_not_the_last_is_refused(revision):
    ident = builders.saved()
    builders.changed(ident, title="Saved meanwhile")
    with pytest.raises(Refused, match="Somebody saved the document since"):
        submissions.submit(ident, user=builders.user("editor"), revision=revision)
    assert not Submission.objects.exists()


def test_what_waits_is_not_submitted_a_second_time():
    made = submitted()
    with pytest.raises(Refused, match="waits for review already; editor has submitted it"):
        submitted(made.document_id, "publisher")
    assert Submission.objects.count() == 1


def test_what_readers_see_already_is_not_submitted():
    ident = builders.published().document_id
    with pytest.raises(Refused, match="nothing to review"):
        submitted(ident)
    builders.changed(ident, remarks="For editors only")
    with pytest.raises(Refused, match="nothing to review"):
        submitted(ident)
    builders.changed(ident, title="A better title")
    assert submitted(ident).revision == 3


def test_a_withdrawn_document_may_be_submitted_as_it_is():
    ident = builders.published().document_id
    builders.withdraw(ident)
    assert submitted(ident).outcome == Outcome.WAITING


def test_what_the_checks_find_does_not_refuse_a_submission():
    ident = builders.saved(texts=())
    assert submitted(ident).outcome == Outcome.WAITING
    with pytest.raises(Refused, match="has no text"):
        builders.publish(ident)


def test_a_purged_and_an_unknown_document_are_refused():
    ident = builders.published().document_id
    builders.purge(ident)
    with pytest.raises(Refused, match="was purged"):
        submitted(ident)
    with pytest.raises(Refused, match="no such document"):
        submissions.submit("b0000000", user=builders.user("editor"), revision=1)


@pytest.mark.parametrize("words", ["with a bell \x07", "cut \ud800 short", "nul \x00"])
def test_control_characters_are_refused_with_their_place(words):
    made = submitted()
    editor, publisher = builders.user("editor"), builders.user("publisher")
    before = everything()
    with pytest.raises(Refused, match="control character"):
        submissions.submit(builders.saved(), user=editor, revision=1, note=words)
    with pytest.raises(Refused, match="control character"):
        submissions.comment(made, user=editor, words=words)
    with pytest.raises(Refused, match="control character"):
        submissions.send_back(made, user=publisher, reason=words)
    assert everything() == before


# --- A later save ends it ---


def test_a_later_save_ends_the_review():
    made = submitted()
    builders.changed(made.document_id, title="Changed under review")
    assert outcome(made) == Outcome.OVERTAKEN
    assert (made.decided_by, made.reason) == (builders.user("editor"), "Revision 2 was saved.")
    assert submissions.waiting(made.document_id) is None
    assert submitted(made.document_id).revision == 2


def test_a_save_that_changes_nothing_ends_no_review():
    made = submitted()
    builders.changed(made.document_id)
    assert outcome(made) == Outcome.WAITING


def test_a_save_of_one_document_leaves_the_review_of_another():
    made = submitted()
    builders.changed(builders.saved(), title="Another")
    builders.person("Somebody new")
    assert outcome(made) == Outcome.WAITING


def test_a_change_of_a_row_alone_ends_the_review():
    made = submitted()
    builders.changed(made.document_id, texts=(Text(key="text0001", content="Other words."),))
    assert outcome(made) == Outcome.OVERTAKEN


def test_a_save_that_is_rolled_back_ends_no_review():
    made = submitted()
    with transaction.atomic():
        builders.changed(made.document_id, title="Never kept")
        transaction.set_rollback(True)
    assert outcome(made) == Outcome.WAITING


def test_deleting_ends_the_review_which_outlives_the_document():
    made = submitted()
    submissions.comment(made, user=builders.user("publisher"), words="A word")
    with history.revision(builders.user("publisher"), "Deleted"):
        Document.objects.get(pk=made.document_id).delete()
    assert outcome(made) == Outcome.OVERTAKEN
    assert made.comments.count() == 1
    with pytest.raises(Refused, match="no such document"):
        submissions.comment(made, user=builders.user("publisher"), words="Another")


def test_one_act_that_saves_many_documents_ends_the_review_of_each():
    first, second = submitted(), submitted()
    with history.revision(builders.user("editor"), "A merge"):
        for made in (first, second):
            document = Document.objects.get(pk=made.document_id)
            document.title = "Merged"
            document.save()
    assert (outcome(first), outcome(second)) == (Outcome.OVERTAKEN, Outcome.OVERTAKEN)


# --- Deciding ---


def test_approving_publishes_the_pinned_revision_and_closes_the_submission():
    made = submitted(builders.saved(title="As handed in"))
    version = submissions.approve(made, user=builders.user("publisher"), note="First publication")
    assert (version.revision, version.number) == (made.revision, 1)
    assert version.content == history.snapshot(made.document_id, at=made.revision).public().to_json()
    assert (outcome(made), made.decided_by) == (Outcome.PUBLISHED, builders.user("publisher"))
    assert Entry.objects.get().note == "First publication"


def test_publishing_without_looking_at_the_queue_closes_the_submission_too():
    made = submitted()
    builders.publish(made.document_id)
    assert outcome(made) == Outcome.PUBLISHED


def test_what_was_overtaken_is_not_published():
    made = submitted(builders.saved(title="As handed in"))
    builders.changed(made.document_id, title="Saved since")
    with pytest.raises(Refused, match="ended when the document was saved again by editor"):
        submissions.approve(made, user=builders.user("publisher"))
    assert not Version.objects.exists()


def test_another_revision_than_the_one_in_review_is_not_published():
    ident = builders.saved()
    builders.changed(ident, title="Handed in")
    made = submitted(ident)
    with pytest.raises(Refused, match="Revision 2 of this document waits for review"):
        builders.publish(ident, number=1)
    assert outcome(made) == Outcome.WAITING
    assert not Version.objects.exists()


def test_a_publication_that_is_refused_leaves_the_submission_waiting():
    made = submitted(builders.saved(texts=()))
    with pytest.raises(Refused, match="cannot be published yet"):
        submissions.approve(made, user=builders.user("publisher"))
    assert outcome(made) == Outcome.WAITING


def test_sending_back_needs_a_reason_and_keeps_it():
    made = submitted()
    publisher = builders.user("publisher")
    with pytest.raises(Refused, match="Please say why"):
        submissions.send_back(made, user=publisher, reason=" \n ")
    submissions.send_back(made, user=publisher, reason="The leaf is missing.")
    assert (outcome(made), made.reason, made.decided_by) == ("sent back", "The leaf is missing.", publisher)
    assert state_of(made.document_id).current is None
    assert [event.act for event in Event.objects.order_by("pk")] == ["submitted", "sent back"]


def test_only_who_submitted_takes_back():
    made = submitted(role="editor")
    with pytest.raises(PermissionDenied):
        submissions.take_back(made, user=builders.user("publisher"))
    submissions.take_back(made, user=builders.user("editor"))
    assert outcome(made) == Outcome.TAKEN_BACK
    assert submitted(made.document_id, "publisher").revision == made.revision


DECISIONS = {
    "approve": lambda made: submissions.approve(made, user=builders.user("publisher")),
    "send back": lambda made: submissions.send_back(made, user=builders.user("publisher"), reason="Why"),
    "take back": lambda made: submissions.take_back(made, user=builders.user("editor")),
}


@pytest.mark.parametrize("second", DECISIONS)
@pytest.mark.parametrize("first", DECISIONS)
def test_what_is_decided_is_not_decided_again(first, second):
    made, stale = (each := submitted()), Submission.objects.get(pk=each.pk)
    DECISIONS[first](made)
    before = everything()
    with pytest.raises(Refused, match="Nothing has been done now"):
        DECISIONS[second](stale)
    assert everything() == before


def at_once(*acts) -> list[str]:
    """Does all of them at the same moment, each on a connection of its own; gives what each one said."""
    said, ready = [], threading.Barrier(len(acts))

    def run(act) -> None:
        try:
            ready.wait()
            act()
            said.append("done")
        except Refused as refusal:
            said.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_two_who_decide_at_once_one_is_told_what_the_other_did():
    for role in ("publisher", "editor"):
        builders.user(role)
    for _ in range(4):
        made = submitted()
        stale = [Submission.objects.get(pk=made.pk) for _ in range(2)]
        said = at_once(
            *(partial(DECISIONS[name], s) for name, s in zip(("approve", "send back"), stale, strict=True))
        )
        assert sorted(words.rpartition(" ")[2] for words in said) == ["done", "now."], said
        published = Version.objects.filter(document=made.document_id).exists()
        assert outcome(made) == (Outcome.PUBLISHED if published else Outcome.SENT_BACK)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_save_while_somebody_publishes_comes_before_it_or_after_it():
    for role in ("publisher", "editor"):
        builders.user(role)
    for _ in range(4):
        made = submitted(builders.saved(title="As handed in"))
        stale = Submission.objects.get(pk=made.pk)
        save = partial(builders.changed, made.document_id, title="Saved at the same moment")
        said = at_once(partial(DECISIONS["approve"], stale), save)
        version = Version.objects.filter(document=made.document_id).first()
        assert last(made.document_id) == 2
        if version:
            assert (version.revision, outcome(made), said) == (1, Outcome.PUBLISHED, ["done", "done"])
            assert "As handed in" in version.content
        else:
            assert outcome(made) == Outcome.OVERTAKEN


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_two_who_submit_at_once_one_is_told_that_it_waits():
    ident, editor, publisher = builders.saved(), builders.user("editor"), builders.user("publisher")
    said = at_once(
        *(partial(submissions.submit, ident, user=user, revision=1) for user in (editor, publisher))
    )
    assert sorted(words[:8] for words in said) == ["It waits", "done"]
    assert Submission.objects.count() == 1


# --- Comments ---


def test_comments_stand_in_order_also_after_the_decision():
    made = submitted()
    for role, words in (("editor", "Is it 1920?"), ("publisher", "It is.")):
        submissions.comment(made, user=builders.user(role), words=f"  {words} ")
    submissions.send_back(made, user=builders.user("publisher"), reason="Why")
    submissions.comment(made, user=builders.user("editor"), words="I see.")
    assert [each.words for each in made.comments.all()] == ["Is it 1920?", "It is.", "I see."]


@pytest.mark.parametrize(
    ("words", "told"), [("", "write a comment"), (" \n", "write a comment"), ("a" * 2001, "2000")]
)
def test_an_empty_and_an_endless_comment_are_refused(words, told):
    made = submitted()
    with pytest.raises(Refused, match=told):
        submissions.comment(made, user=builders.user("editor"), words=words)
    assert not Comment.objects.exists()


# --- Who may ---

VERBS = {
    "submit": lambda ident, made, user: submissions.submit(ident, user=user, revision=last(ident)),
    "comment": lambda ident, made, user: submissions.comment(made, user=user, words="A word"),
    "send back": lambda ident, made, user: submissions.send_back(made, user=user, reason="Why"),
    "approve": lambda ident, made, user: submissions.approve(made, user=user),
}
MAY = {
    "contributor": set(),
    "editor": {"submit", "comment"},
    "publisher": set(VERBS),
    "administrator": set(VERBS),
}


def ready_for(verb: str, ident: str) -> Submission | None:
    return None if verb == "submit" else submitted(ident)


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("role", builders.ROLES)
def test_each_role_decides_what_it_is_there_for_and_no_more(role, verb):
    ident, user = builders.saved(), builders.user(role)
    made = ready_for(verb, ident)
    before = everything()
    if verb in MAY[role]:
        VERBS[verb](ident, made, user)
        assert everything() != before
        return
    with pytest.raises(PermissionDenied):
        VERBS[verb](ident, made, user)
    assert everything() == before


def test_a_contributor_submits_comments_and_takes_back_documents_of_her_own():
    ident, contributor = entered_by("contributor"), builders.user("contributor")
    made = submissions.submit(ident, user=contributor, revision=1)
    submissions.comment(made, user=contributor, words="The date is mine.")
    for verb in ("send back", "approve"):
        with pytest.raises(PermissionDenied):
            VERBS[verb](ident, made, contributor)
    submissions.take_back(made, user=contributor)
    assert outcome(made) == Outcome.TAKEN_BACK


@pytest.mark.parametrize("verb", VERBS)
def test_nobody_and_the_deactivated_do_nothing(verb):
    ident = builders.saved()
    made, gone = ready_for(verb, ident), builders.user("administrator")
    gone.is_active = False
    before = everything()
    for user in (None, gone):
        with pytest.raises(PermissionDenied):
            VERBS[verb](ident, made, user)
    assert everything() == before


# --- Four eyes ---


def test_under_the_rule_of_four_eyes_the_last_editor_does_not_publish(settings):
    ident = entered_by("publisher")
    settings.FOUR_EYES = True
    with pytest.raises(Refused, match="last change in this document is your own"):
        builders.publish(ident)
    made = submitted(ident, "publisher")
    with pytest.raises(Refused, match="last change in this document is your own"):
        submissions.approve(made, user=builders.user("publisher"))
    assert outcome(made) == Outcome.WAITING
    assert submissions.approve(made, user=builders.user("administrator")).number == 1


def test_under_the_rule_of_four_eyes_somebody_elses_last_change_is_published(settings):
    settings.FOUR_EYES = True
    assert builders.publish(builders.saved()).number == 1


def test_without_the_rule_one_person_may_do_all():
    assert builders.publish(entered_by("publisher")).number == 1


# --- Purging ---


def test_a_purge_reaches_what_was_said_in_reviews():
    ident = builders.saved()
    first = submitted(ident, note="quillwort in the note")
    submissions.comment(first, user=builders.user("editor"), words="quillwort in a comment")
    submissions.send_back(first, user=builders.user("publisher"), reason="quillwort in the reason")
    second = submitted(ident, note="quillwort again")
    other = submitted(note="another document's")
    publishing.purge(ident, user=builders.user("administrator"), reason="A ruling")
    assert "quillwort" not in str(everything())
    assert (outcome(first), outcome(second), outcome(other)) == ("sent back", "overtaken", "")
    assert Submission.objects.get(pk=other.pk).note == "another document's"
