"""Two editors with one document: nobody saves over what he has not seen, and nobody loses what she typed."""

from html.parser import HTMLParser

import pytest

from documents import facsimiles, history
from tests.documents.desk.conftest import Fields, signatory
from tests.documents.desk.test_rows import picture

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


# --- Putting both together ---


MERGE = "/admin/documents/document/{}/merge/"


class Merging(HTMLParser):
    """The page on which both are put together: what it asks, and what is chosen there."""

    def __init__(self, client, reply) -> None:
        super().__init__()
        assert reply.status_code == 200, reply
        assert "desk/merge.html" in [each.name for each in reply.templates], reply.content.decode()
        self.client, self.reply, self.page = client, reply, reply.content.decode()
        self.address, self.chosen, self.asked, self._inside = "", {}, {}, False
        self.feed(self.page)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self._inside = given.get("class") == "merge-form"
            self.address = given["action"] if self._inside else self.address
        if tag == "input" and self._inside and given.get("name"):
            if given["type"] == "radio":
                self.asked.setdefault(given["name"], []).append(given["value"])
            if given["type"] != "radio" or "checked" in given:
                self.chosen[given["name"]] = given.get("value", "")

    def hand_in(self, **choices):
        return self.client.post(
            self.address, self.chosen | {k.replace("__", "."): v for k, v in choices.items()}
        )

    def again(self, **choices) -> "Merging":
        return Merging(self.client, self.hand_in(**choices))


def put_together(sheet) -> Merging:
    """Sends an overtaken form to where both are put together, as its button does."""
    reply = sheet.hand_in()
    address = MERGE.format(sheet.address.split("/")[-3])
    assert f'formaction="{address}"' in reply.content.decode()
    return Merging(sheet.client, sheet.client.post(address, {**sheet.data, "_merge": ""}))


def test_what_each_changed_alone_is_saved_together_in_one_revision(entered, sheet_of):
    slow, quick = sheet_of(entered), sheet_of(entered)
    quick.write(summary="By the quick one.", texts__1__content="Das Rad dreht sich.").hand_in()
    merging = put_together(slow.write(title="By the slow one", change_reason="A better title"))
    assert merging.chosen["document..title"] == "mine"
    assert merging.chosen["document..summary"] == "theirs"
    reply = merging.hand_in()
    assert reply.status_code == 302
    document = history.snapshot(entered).document
    assert (document.title, document.summary) == ("By the slow one", "By the quick one.")
    assert document.texts[1].content == "Das Rad dreht sich."
    last = history.revisions(entered).first()
    assert (last.number, last.base, last.user, last.reason) == (3, 2, slow.client.user, "A better title")


def test_what_both_changed_is_asked_and_nothing_is_chosen_for_them(entered, sheet_of):
    slow, quick = sheet_of(entered), sheet_of(entered)
    quick.write(title="The quick mill").hand_in()
    merging = put_together(slow.write(title="The slow mill"))
    assert merging.asked == {"document..title": ["mine", "theirs"]}
    assert "document..title" not in merging.chosen
    assert "<ins>" in merging.page
    again = merging.again(change_reason="Kept")
    assert "1 thing that you both changed is not decided yet" in again.page
    assert history.revisions(entered).count() == 2
    assert again.chosen["change_reason"] == "Kept"
    assert again.hand_in(**{"document..title": "mine"}).status_code == 302
    assert history.snapshot(entered).document.title == "The slow mill"


def test_the_other_ones_words_can_be_chosen(entered, sheet_of):
    slow, quick = sheet_of(entered), sheet_of(entered)
    quick.write(title="The quick mill").hand_in()
    merging = put_together(slow.write(title="The slow mill", summary="S"))
    merging.hand_in(**{"document..title": "theirs", "document..summary": "theirs"})
    document = history.snapshot(entered).document
    assert (document.title, document.summary) == ("The quick mill", "")
    assert history.revisions(entered).count() == 2  # nothing differs from theirs, so nothing was saved


def test_a_third_editor_in_between_is_met_again_and_nothing_is_lost(entered, sheet_of):
    slow, quick = sheet_of(entered), sheet_of(entered)
    quick.write(title="The quick mill").hand_in()
    merging = put_together(slow.write(title="The slow mill", remarks="Private words."))
    third = sheet_of(entered)
    third.write(title="The third mill", summary="By the third.").hand_in()
    again = merging.again(**{"document..title": "mine"})
    assert f"{third.client.user} saved this document once more" in again.page
    assert "document..title" not in again.chosen  # their words are others now, so it is asked anew
    assert again.chosen["document..remarks"] == "mine"
    assert history.revisions(entered).count() == 3
    assert again.hand_in(**{"document..title": "mine"}).status_code == 302
    document = history.snapshot(entered).document
    assert (document.title, document.summary) == ("The slow mill", "By the third.")
    assert document.remarks == "Private words."


def test_a_choice_that_the_third_editor_did_not_touch_still_holds(entered, sheet_of):
    slow, quick = sheet_of(entered), sheet_of(entered)
    quick.write(title="The quick mill").hand_in()
    merging = put_together(slow.write(title="The slow mill"))
    sheet_of(entered).write(summary="By the third.").hand_in()
    again = merging.again(**{"document..title": "theirs"})
    assert again.chosen["document..title"] == "theirs"


def test_rows_of_both_are_there(entered, sheet_of):
    slow, quick = sheet_of(entered), sheet_of(entered)
    quick.fill({f"signatories-2-{k}": v for k, v in signatory("Quick", 3).items()}).hand_in()
    slow.fill({f"signatories-2-{k}": v for k, v in signatory("Slow", 1).items()})
    slow.fill({"signatories-0-position": "2", "signatories-1-position": "3"})
    assert put_together(slow).hand_in().status_code == 302
    names = [row.name_as_signed for row in history.snapshot(entered).document.signatories]
    assert names == ["Slow", "Anna Weber", "Karl Stein", "Quick"]


def test_words_in_a_row_that_the_other_deleted_are_asked_about_and_can_be_kept(entered, sheet_of):
    slow, quick = sheet_of(entered), sheet_of(entered)
    quick.fill(
        {"texts-0-DELETE": "on", "footnotes-0-owner": "texts-1", "texts-1-content": "Das Rad[^*]."}
    ).hand_in()
    merging = put_together(slow.write(texts__0__content="Getippt."))
    key = history.snapshot(entered, at=1).document.texts[0].key
    name = f"texts.{key}.row"
    assert merging.asked[name] == ["mine", "theirs"]
    assert name not in merging.chosen
    assert "Getippt" in merging.page
    assert merging.hand_in(**{name: "mine"}).status_code == 302
    texts = history.snapshot(entered).document.texts
    assert [(text.key == key, text.content) for text in texts] == [
        (True, "Getippt."),
        (False, "Das Rad[^*]."),
    ]


def test_a_note_added_to_a_text_that_the_other_deleted_is_a_fault_that_can_be_mended(entered, sheet_of):
    slow, quick = sheet_of(entered), sheet_of(entered)
    quick.fill({"texts-1-DELETE": "on"}).hand_in()
    merging = put_together(
        slow.fill(
            {"footnotes-1-owner": "texts-1", "footnotes-1-label": "1", "footnotes-1-content": "A note."}
        )
    )
    again = merging.again()
    assert "Choose otherwise" in again.page
    assert "A note." in again.page
    key = history.snapshot(entered, at=1).document.texts[1].key
    assert again.hand_in(**{f"texts.{key}.row": "mine"}).status_code == 302
    document = history.snapshot(entered).document
    assert document.footnotes[1].owner == key == document.texts[1].key


def test_a_faulty_form_is_mended_before_both_are_put_together(entered, sheet_of):
    slow, quick = sheet_of(entered), sheet_of(entered)
    quick.write(title="The quick mill").hand_in()
    slow.write(date_edtf="July", remarks="Kept.")
    for address in (slow.address, MERGE.format(entered)):
        reply = slow.client.post(address, slow.data)
        page = reply.content.decode()
        assert {"date_edtf", "seen_revision"} <= reply.context["adminform"].form.errors.keys()
        assert "Mend first what else is listed above" in page
        assert "The quick mill" in page
        assert "Kept." in page
        assert f'action="{slow.address}"' in page or address == slow.address
    put_together(slow.write(date_edtf="1920-07")).hand_in()
    assert history.snapshot(entered).document.date_edtf == "1920-07"


def test_a_document_deleted_while_choosing_costs_no_word(entered, sheet_of, at_desk):
    slow, quick = sheet_of(entered), sheet_of(entered)
    quick.write(title="The quick mill").hand_in()
    merging = put_together(slow.write(title="The slow mill"))
    at_desk("publisher").post(f"/admin/documents/document/{entered}/delete/", {"post": "yes"})
    assert history.snapshot(entered) is None
    reply = merging.hand_in(**{"document..title": "mine"})
    assert reply.status_code == 409
    assert "was deleted meanwhile" in reply.content.decode()
    assert "slow" in reply.content.decode()


# --- Nobody gains a right by it ---


def test_who_may_not_change_the_document_may_not_merge(entered, sheet_of, at_desk):
    slow, quick = sheet_of(entered), sheet_of(entered)
    quick.write(title="The quick mill").hand_in()
    merging = put_together(slow.write(title="The slow mill"))
    other = at_desk("contributor")
    assert other.post(merging.address, merging.chosen).status_code == 403
    assert other.post(MERGE.format(entered), slow.data).status_code == 403
    assert at_desk("editor").post(merging.address, merging.chosen).status_code == 403  # it is not hers
    assert slow.client.get(merging.address).status_code == 405
    assert history.revisions(entered).count() == 2


def test_what_was_typed_comes_back_as_it_was_sent_or_not_at_all(entered, sheet_of):
    slow, quick = sheet_of(entered), sheet_of(entered)
    quick.write(title="The quick mill").hand_in()
    merging = put_together(slow.write(title="The slow mill"))
    for typed in ("", "x", merging.chosen["typed"][:-2] + "AA"):
        assert merging.hand_in(typed=typed).status_code == 400
    another = sheet_of(entered).data["base_revision"]
    assert another == "2"
    elsewhere = merging.address.replace(entered, "b0000000")
    assert slow.client.post(elsewhere, merging.chosen).status_code in (403, 404)


def test_hostile_words_stay_words(entered, sheet_of):
    slow, quick = sheet_of(entered), sheet_of(entered)
    quick.write(title="<script>alert(1)</script>", texts__0__content="<img src=x onerror=alert(1)>").hand_in()
    page = put_together(slow.write(title="<b>mine</b>", texts__0__content="<svg onload=alert(1)>")).page
    for hostile in ("<script>alert", "<img src=x", "<b>mine", "<svg onload"):
        assert hostile not in page


@pytest.mark.parametrize(
    ("reason", "told"), [("a\0b", "U+0000"), ("a\x1bb", "U+001B"), ("a" * 1001, "at most 1000")]
)
def test_a_reason_that_cannot_be_kept_is_told_and_no_choice_is_lost(entered, sheet_of, reason, told):
    slow, quick = sheet_of(entered), sheet_of(entered)
    quick.write(title="The quick mill").hand_in()
    merging = put_together(slow.write(title="The slow mill"))
    again = merging.again(**{"document..title": "mine"}, change_reason=reason)
    assert told in again.page
    assert again.reply.context["conflict"].reason == reason
    assert again.chosen["document..title"] == "mine"
    assert history.revisions(entered).count() == 2
    assert again.hand_in(change_reason="Both").status_code == 302
    assert history.revisions(entered).first().reason == "Both"


def test_a_page_image_sent_with_an_overtaken_form_is_saved_by_the_merge(entered, sheet_of):
    slow, quick = sheet_of(entered), sheet_of(entered)
    quick.write(title="The quick mill").hand_in()
    upload = picture()
    refused = slow.write(summary="S").hand_in(**{"facsimiles-0-upload": upload, "facsimiles-0-label": "1"})
    assert "chosen again" not in refused.content.decode()
    slow.data |= Fields(refused.content.decode()).data
    slow.fill({"facsimiles-0-label": "1"})
    assert put_together(slow).hand_in().status_code == 302
    (row,) = history.snapshot(entered).document.facsimiles
    upload.seek(0)
    with facsimiles.read(row.image) as kept:
        assert kept.read() == upload.read()


@pytest.mark.parametrize("name", ["x", "../secret-key", "0" * 64, "\0", ""])
def test_a_forged_name_of_an_image_is_no_image(entered, sheet_of, name):
    sheet = sheet_of(entered).fill({"facsimiles-0-label": "1", "facsimiles-0-waiting": name})
    reply = sheet.hand_in()
    assert reply.status_code == 200
    assert "Choose the image of the page" in reply.content.decode()
