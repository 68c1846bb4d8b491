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


def test_a_document_is_never_saved_over_what_somebody_else_saved(entered, sheet_of):
    slow, quick = sheet_of(entered), sheet_of(entered)
    quick.write(texts__1__content="Das Rad dreht sich.").hand_in()
    slow.write(title="The slow one").hand_in()
    reply = slow.write(seen_revision="2").hand_in()
    assert reply.status_code == 200
    assert "seen_revision" not in reply.content.decode()
    assert "The slow one" in reply.content.decode()
    assert history.snapshot(entered).document.texts[1].content == "Das Rad dreht sich."


def test_the_page_tells_what_the_other_editor_saved_in_fields_and_rows(entered, sheet_of):
    slow, quick = sheet_of(entered), sheet_of(entered)
    quick.write(title="The quick one", texts__1__content="Das Rad dreht sich.", remarks="To check.")
    quick.write(footnotes__1__label="**", footnotes__1__content="Of the upper mill.")
    quick.fill({"footnotes-1-owner": "texts-1", "signatories-0-DELETE": "on"}).hand_in()
    reply = slow.write(summary="Typed slowly.").hand_in()
    told = dict(reply.context["adminform"].form.theirs())
    assert told["title"] == "The quick one"
    assert told["Text 2, text"] == "Das Rad dreht sich."
    assert told["Footnote 2 (new), note"] == "Of the upper mill."
    assert told["Signatory 1 of before"] == "deleted"
    assert told["private remarks"] == "To check."
    assert "summary (regest)" not in told
    assert not [where for where in told if where.startswith("Text 1")]
    assert "Das Rad dreht sich." in reply.content.decode().partition("overtaken")[2]


def test_of_long_words_the_page_tells_those_around_the_change(entered, sheet_of):
    long = "Lorem " * 500
    sheet_of(entered).write(summary=long).hand_in()
    slow, quick = sheet_of(entered), sheet_of(entered)
    quick.write(summary=f"{long[:1500]}changed {long[1500:]}").hand_in()
    told = dict(slow.write(title="T").hand_in().context["adminform"].form.theirs())
    assert "changed" in told["summary (regest)"]
    assert len(told["summary (regest)"]) < 350


@pytest.mark.parametrize("base", ["", "0", "99", "-1", "x", "1" * 30])
def test_a_forged_base_is_no_error(entered, sheet_of, base):
    sheet_of(entered).write(title="The quick one").hand_in()
    slow = sheet_of(entered).write(title="The slow one", base_revision=base)
    assert slow.hand_in().status_code == 200
    assert history.snapshot(entered).document.title == "The quick one"


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


def test_another_document_can_be_saved_meanwhile(entered, sheet_of, sheet_for, at_desk):
    mine = sheet_of(entered)
    sheet_for(at_desk("editor")).write(title="Another").hand_in()
    assert mine.write(title="Mine").hand_in().status_code == 302
