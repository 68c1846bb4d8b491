"""Two editors with one document: nobody saves over what he has not seen, and nobody loses what she typed."""

import pytest

from documents import history

pytestmark = pytest.mark.django_db


def test_a_form_that_was_overtaken_is_refused_and_keeps_what_was_typed(entered, sheet_of):
    slow, quick = sheet_of(entered), sheet_of(entered)
    quick.write(title="The quick one", change_reason="Quickly").hand_in()
    reply = slow.write(title="The slow one", texts__0__content="Typed slowly.").hand_in()
    page = reply.content.decode()
    assert reply.status_code == 200
    assert "Somebody else saved this" in page
    assert quick.client.user.username in page
    assert "Quickly" in page
    assert "The slow one" in page
    assert "Typed slowly." in page
    assert history.snapshot(entered).document.title == "The quick one"
    assert history.revisions(entered).count() == 2


def test_who_has_seen_the_other_save_may_save_over_it(entered, sheet_of):
    slow, quick = sheet_of(entered), sheet_of(entered)
    quick.write(title="The quick one").hand_in()
    slow.write(title="The slow one").hand_in()
    assert slow.write(seen_revision="2").hand_in().status_code == 302
    assert history.snapshot(entered).document.title == "The slow one"


def test_a_third_save_in_between_is_noticed_again(entered, sheet_of):
    slow, quick = sheet_of(entered), sheet_of(entered)
    quick.write(title="The quick one").hand_in()
    sheet_of(entered).write(title="The third").hand_in()
    assert slow.write(title="The slow one", seen_revision="2").hand_in().status_code == 200
    assert history.snapshot(entered).document.title == "The third"


def test_words_in_a_row_that_somebody_deleted_meanwhile_are_not_lost(entered, sheet_of):
    slow, quick = sheet_of(entered), sheet_of(entered)
    quick.fill({"signatories-0-DELETE": "on"}).hand_in()
    slow.write(signatories__0__name_as_signed="Anna Maria Weber")
    assert "Anna Maria Weber" in slow.hand_in().content.decode()
    assert slow.write(seen_revision="2").hand_in().status_code == 302
    assert "Anna Maria Weber" in [
        row.name_as_signed for row in history.snapshot(entered).document.signatories
    ]


def test_another_document_can_be_saved_meanwhile(entered, sheet_of, sheet_for, at_desk):
    mine = sheet_of(entered)
    sheet_for(at_desk("editor")).write(title="Another").hand_in()
    assert mine.write(title="Mine").hand_in().status_code == 302
