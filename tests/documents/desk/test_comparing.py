"""Any two states of a document compared at the desk; two of its texts; two documents."""

from dataclasses import fields, replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents import history
from documents.snapshot import PARTS, Document, Footnote, Signatory, Text
from places.revisions import Revision
from tests.documents import builders
from tests.documents.reading.fullest import fullest
from tests.documents.reading.seen import Seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter() -> str:
    """A letter: published as entered, then changed twice, with a private remark."""
    text = Text(key="text0001", language="en", content="The harvest[^*] is in.")
    other = Text(key="text0002", role="translation", language="en", content="The crop is in.")
    note = Footnote(key="note0001", owner="text0001", label="*", content="In the old style.")
    ident = builders.saved(texts=(text, other), footnotes=(note,))
    builders.publish(ident)
    builders.changed(ident, texts=(replace(text, content="The whole harvest[^*] is in."), other))
    builders.changed(ident, remarks="Ask the miller")
    return ident


def compare(client, ident: str, **asked):
    asked = {name.rstrip("_"): value for name, value in asked.items()}
    reply = client.get(f"/admin/documents/document/{ident}/compare/", asked)
    assert reply.status_code == 200
    return reply


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("1", "2"), "inserted: whole"),
        (("v1", "desk"), "inserted: whole"),
        (("readers", "desk"), "inserted: whole"),
        (("desk", "1"), "deleted: whole"),
        (("2", "3"), "Ask the miller"),
        (("2", "2"), "Nothing differs"),
        (("1", "v1"), "Nothing differs"),
    ],
)
def test_any_two_states_can_be_compared(letter, at_desk, asked, told):
    page = Seen(compare(at_desk("editor"), letter, from_=asked[0], to=asked[1])).text
    assert told in page


def test_nothing_asked_compares_what_readers_see_with_the_desk(letter, at_desk):
    reply = compare(at_desk("editor"), letter)
    assert (reply.context["before"].title, reply.context["after"].title) == (
        "version 1, what readers see",
        "the desk today",
    )


def test_private_remarks_are_no_difference_to_a_version(letter, at_desk):
    page = Seen(compare(at_desk("editor"), letter, from_="readers", to="desk")).text
    assert "Ask the miller" not in page
    assert "Private remarks are left out" in page


@pytest.mark.parametrize("state", ["99", "v7", "x", "0", "-1", "1.5", "९", "9" * 50, "<script>", "v"])
def test_a_state_that_is_not_there_is_told_politely(letter, at_desk, state):
    reply = compare(at_desk("editor"), letter, from_=state, to="desk")
    assert Seen(reply).all("p", role="alert")
    assert "<script>" not in reply.content.decode()


@pytest.mark.parametrize("view", ["inline", "side", "", "<b>"])
def test_both_views_hold_every_word(letter, at_desk, view):
    page = Seen(compare(at_desk("editor"), letter, from_="1", to="2", view=view)).text
    assert "whole" in page
    assert "harvest" in page


def test_two_texts_of_a_document_are_compared(letter, at_desk):
    reply = compare(
        at_desk("editor"), letter, from_="desk", to="desk", text="text0001", other_text="text0002"
    )
    assert "inserted: crop" in Seen(reply).text
    told = compare(at_desk("editor"), letter, from_="desk", to="desk", text="text0001", other_text="nothing")
    assert "there is no such text" in Seen(told).text


def test_two_documents_are_compared_by_what_their_rows_say(at_desk):
    mill = Signatory(key="sign0001", name_as_signed="Miller")
    one = builders.saved(title="A letter to the mill", signatories=(mill,))
    other = builders.saved(title="A letter to the town", signatories=(replace(mill, key="sign0009"),))
    page = Seen(compare(at_desk("editor"), one, from_="desk", to="desk", other=other)).text
    assert "deleted: mill" in page
    assert "inserted: town" in page
    assert "signatory Miller" not in page


@pytest.mark.parametrize("other", ["zzzzzzzz", "<script>", "b9999999"])
def test_another_document_that_is_not_there_is_told(letter, at_desk, other):
    page = Seen(compare(at_desk("editor"), letter, other=other)).text
    assert "There is no document" in page
    assert "inserted:" not in page


def test_contributors_compare_their_own_documents_only(letter, at_desk):
    client = at_desk("contributor")
    assert client.get(f"/admin/documents/document/{letter}/compare/").status_code == 403
    own = builders.saved(title="Mine")
    Revision.objects.filter(record=own, number=1).update(user=client.user)
    page = Seen(compare(client, own, other=letter)).text
    assert "You may not see the history of the other document" in page
    assert "harvest" not in page


def test_a_deleted_document_can_be_compared(letter, at_desk):
    from documents.models import Document as Row

    ident = builders.saved(title="Lost")
    builders.changed(ident, title="Lost letter")
    with history.revision(builders.user("editor"), "Deleted"):
        Row.objects.get(pk=ident).delete()
    assert "inserted: letter" in Seen(compare(at_desk("editor"), ident, from_="1", to="2")).text
    page = Seen(compare(at_desk("editor"), ident, from_="2", to="desk")).text
    assert "In the desk today the document is not there" in page


HOSTILE = """<script>alert("x")</script><img src=x onerror=alert(1)>"'`{{ 7|add:7 }}"""


def _with_hostile_words(row, marked: str):
    """The row with hostile words in every field that takes words."""
    closed = {"key", "owner", "public_id", "image", "media_type", "address", "first_seen", "last_seen"}
    changed = {
        field.name: marked
        for field in fields(row)
        if field.type in ("str", str)
        and getattr(row, field.name)
        and field.name not in closed
        and not field.name.endswith(("basis", "language", "edtf", "julian", "calendar", "role", "kind"))
        and field.name
        not in (
            "by",
            "voice",
            "extent",
            "direction",
            "certainty",
            "manner",
            "heading_voice",
            "dated",
            "described_date",
        )
    }
    return replace(row, **changed)


@pytest.mark.parametrize("view", ["inline", "side"])
def test_no_markup_comes_alive_in_any_field(at_desk, view):
    ident = builders.saved(**fullest())
    document: Document = history.snapshot(ident).document
    changed = replace(_with_hostile_words(document, HOSTILE), classification_as_written=HOSTILE)
    for part in PARTS:
        rows = tuple(_with_hostile_words(row, HOSTILE) for row in getattr(document, part))
        short = [name for name in ("label", "number") if rows and hasattr(rows[0], name)]
        rows = tuple(replace(row, **dict.fromkeys(short, f"<script>{n}")) for n, row in enumerate(rows))
        changed = replace(changed, **{part: rows})
    builders.save(changed)
    reply = compare(at_desk("editor"), ident, from_="1", to="2", view=view)
    page = Seen(reply)
    assert reply.content.decode().count("&lt;script&gt;") > 30
    assert not [each for each in page.all("script") if not each.get("src")]
    assert not page.all("img", src="x")


def test_the_number_of_queries_does_not_grow_with_rows_and_revisions(at_desk):
    client, counts = at_desk("editor"), []
    for many in (1, 40):
        rows = tuple(Signatory(key=f"sign{n:04d}", name_as_signed=f"N {n}") for n in range(many))
        ident = builders.saved(signatories=rows)
        for n in range(many // 10 + 1):
            builders.changed(ident, title=f"T {n}")
        with CaptureQueriesContext(connection) as queries:
            compare(client, ident, from_="1", to="desk")
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] < 80
