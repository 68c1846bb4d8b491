"""Earlier states brought back: whole, one field, one row; shown first, written as a new revision."""

from dataclasses import replace

import pytest

from documents import history
from documents.models import Document, Event
from documents.models.event import Act
from documents.snapshot import Facsimile, Footnote, Signatory, Text
from people.models import Person
from places.revisions import Revision
from tests.documents import builders
from tests.documents.reading.fullest import fullest
from tests.documents.reading.seen import Seen

pytestmark = pytest.mark.django_db


def address(ident: str, **asked: str) -> str:
    asked = {name.rstrip("_"): value for name, value in asked.items()}
    return f"/admin/documents/document/{ident}/restore/?" + "&".join(f"{k}={v}" for k, v in asked.items())


def restore(client, ident: str, reason: str = "", **asked: str):
    """Looks at what would change, as an editor does, and restores it."""
    page = client.get(address(ident, **asked))
    assert page.status_code == 200
    return client.post(
        address(ident, **asked), {"base": page.context["form"]["base"].value(), "reason": reason}
    )


def content(ident: str):
    return history.snapshot(ident).document


@pytest.fixture
def letter() -> str:
    """A letter with every part, and four revisions after the first."""
    ident = builders.saved(**fullest())
    first = content(ident)
    text = replace(first.texts[0], content=first.texts[0].content.replace("Мельницы", "Всѣ мельницы"))
    builders.save(replace(first, texts=(text, *first.texts[1:])))
    builders.save(replace(content(ident), references=()))
    builders.save(replace(content(ident), signatories=content(ident).signatories[::-1]))
    builders.save(replace(content(ident), title="Another title", remarks="Private"))
    return ident


def test_a_whole_revision_is_shown_first_and_then_restored_in_a_new_one(letter, at_desk):
    client, before = at_desk("editor"), history.snapshot(letter, at=2)
    page = Seen(client.get(address(letter, from_="2")))
    assert "inserted: The mills ask for grain" in page.text or "deleted: Another title" in page.text
    assert content(letter).title == "Another title"
    reply = restore(client, letter, reason="It was right", from_="2")
    assert reply.status_code == 302
    assert history.snapshot(letter).to_json() == before.to_json()
    last = history.latest("document", letter)
    assert (last.number, last.reason, last.user) == (6, "Restored from revision 2: It was right", client.user)
    event = Event.objects.get(act=Act.RESTORED)
    assert (event.record, event.detail, event.user) == (letter, "revision 2", client.user)


def test_every_state_stays_as_it_was_when_another_is_restored(letter, at_desk):
    states = {number: history.snapshot(letter, at=number).to_json() for number in range(1, 6)}
    restore(at_desk("editor"), letter, from_="1")
    assert {number: history.snapshot(letter, at=number).to_json() for number in states} == states


def test_one_field_is_brought_back_and_nothing_else(letter, at_desk):
    before = content(letter)
    assert restore(at_desk("editor"), letter, from_="1", field="title").status_code == 302
    assert content(letter) == replace(before, title="The mills ask for grain")
    assert history.latest("document", letter).reason == "Title restored from revision 1"


def test_one_field_of_a_row_is_brought_back(letter, at_desk):
    first, now = history.snapshot(letter, at=1).document, content(letter)
    key = first.texts[0].key
    assert (
        restore(at_desk("editor"), letter, from_="1", part="texts", key=key, field="content").status_code
        == 302
    )
    assert content(letter) == replace(now, texts=first.texts)
    assert history.latest("document", letter).reason == "Text original, text restored from revision 1"


def test_fields_that_say_one_thing_together_come_back_together(at_desk):
    png = Facsimile(key="face0001", label="72v", image="a" * 64, media_type="image/png", width=10, height=20)
    jpeg = replace(png, image="b" * 64, media_type="image/jpeg", width=300, height=400)
    ident = builders.saved(
        facsimiles=(png,), date_edtf="1920-07-10", date_basis="inferred", date_reason="seal"
    )
    builders.changed(ident, facsimiles=(jpeg,), date_edtf="1921", date_basis="stated", date_reason="")
    client = at_desk("editor")
    restore(client, ident, from_="1", part="facsimiles", key="face0001", field="image")
    assert content(ident).facsimiles == (png,)
    restore(client, ident, from_="1", field="date_edtf")
    document = content(ident)
    assert (document.date_edtf, document.date_basis, document.date_reason) == (
        "1920-07-10",
        "inferred",
        "seal",
    )


def test_a_deleted_row_comes_back_in_its_place(letter, at_desk):
    first = history.snapshot(letter, at=1).document
    gone = first.footnotes[2]
    builders.save(replace(content(letter), footnotes=(*first.footnotes[:2], *first.footnotes[3:])))
    assert restore(at_desk("editor"), letter, from_="1", part="footnotes", key=gone.key).status_code == 302
    assert content(letter).footnotes == first.footnotes


def test_a_row_that_was_added_since_is_taken_out_again(letter, at_desk):
    extra = Signatory(key="extra001", name_as_signed="Somebody")
    builders.save(replace(content(letter), signatories=(*content(letter).signatories, extra)))
    restore(at_desk("editor"), letter, from_="5", part="signatories", key="extra001")
    assert "extra001" not in [row.key for row in content(letter).signatories]


def test_the_page_of_a_comparison_leads_to_each_piece(letter, at_desk):
    reply = at_desk("editor").get(f"/admin/documents/document/{letter}/compare/?from=1&to=desk")
    ways = [each.get("href") for each in Seen(reply).all("a") if "/restore/" in (each.get("href") or "")]
    assert any("field=title" in way for way in ways)
    for way in ways:
        assert at_desk("editor").get(way).status_code == 200


def test_a_version_is_restored_without_touching_private_remarks(letter, at_desk):
    builders.publish(letter)
    builders.changed(letter, title="Wrong", remarks="Keep this")
    restore(at_desk("editor"), letter, from_="v1")
    assert (content(letter).title, content(letter).remarks) == ("Another title", "Keep this")


def test_restoring_the_same_makes_no_revision(letter, at_desk):
    page = at_desk("editor").get(address(letter, from_="5"))
    assert "Nothing differs" in Seen(page).text
    reply = at_desk("editor").post(address(letter, from_="5"), {"base": 5})
    assert reply.status_code == 302
    assert history.latest("document", letter).number == 5


def test_a_deleted_document_comes_back_whole_at_its_old_address(letter, at_desk):
    before = history.snapshot(letter).to_json()
    with history.revision(builders.user("editor"), "Deleted"):
        Document.objects.get(pk=letter).delete()
    assert "The document is deleted" in Seen(at_desk("editor").get(address(letter, from_="5"))).text
    assert restore(at_desk("editor"), letter, from_="5").status_code == 302
    assert history.snapshot(letter).to_json() == before
    assert history.latest("document", letter).number == 7


def test_what_somebody_saved_meanwhile_is_not_restored_over(letter, at_desk):
    client = at_desk("editor")
    page = client.get(address(letter, from_="1"))
    builders.changed(letter, title="Saved meanwhile")
    typed = {"base": page.context["form"]["base"].value(), "reason": "My reason"}
    reply = client.post(address(letter, from_="1"), typed)
    seen = Seen(reply)
    assert "Somebody saved the document since" in seen.text
    assert "Saved meanwhile" in seen.text
    assert 'value="My reason"' in reply.content.decode()
    assert content(letter).title == "Saved meanwhile"
    again = {"base": reply.context["form"]["base"].value(), "reason": "My reason"}
    assert client.post(address(letter, from_="1"), again).status_code == 302


def test_a_merged_record_gives_way_to_the_one_in_its_place(at_desk):
    ada, survivor = builders.person("Ada M."), builders.person("Ada Miller")
    ident = builders.saved(signatories=(Signatory(key="sign0001", name_as_signed="Ada", person=ada),))
    builders.changed(ident, signatories=())
    with history.revision(builders.user("editor"), "Merged"):
        row = Person.objects.get(pk=ada)
        row.merged_into_id = survivor
        row.save()
    client = at_desk("editor")
    page = Seen(client.get(address(ident, from_="1"))).text
    assert "“Ada M.” has been merged since. “Ada Miller” is named in its place." in page
    restore(client, ident, from_="1")
    assert [row.person for row in content(ident).signatories] == [survivor]


def test_a_page_image_that_is_gone_is_told(at_desk):
    image = Facsimile(key="face0001", label="72v", image="a" * 64, media_type="image/png")
    ident = builders.saved(facsimiles=(image,))
    builders.changed(ident, facsimiles=())
    page = Seen(at_desk("editor").get(address(ident, from_="1"))).text
    assert "not on the disk any more" in page
    assert "72v" in page


def test_what_cannot_be_written_is_named(at_desk):
    text, note = Text(key="text0001", content="A[^*]"), Footnote(key="note0001", owner="text0001", label="*")
    ident = builders.saved(texts=(text,), footnotes=(note,))
    builders.changed(ident, texts=(replace(text, key="text0002"),), footnotes=())
    reply = restore(at_desk("editor"), ident, from_="1", part="footnotes", key="note0001")
    page = Seen(reply).text
    assert "Nothing has been restored" in page
    assert "No part of the document has the key" in page
    assert content(ident).footnotes == ()


@pytest.mark.parametrize(
    "asked",
    [
        {"from_": "99"},
        {"from_": "v9"},
        {"from_": ""},
        {"from_": "1", "field": "texts"},
        {"from_": "1", "field": "public_id"},
        {"from_": "1", "field": "__class__"},
        {"from_": "1", "part": "nothing", "key": "x"},
        {"from_": "1", "part": "texts", "key": "zzzzzzzz"},
        {"from_": "1", "part": "texts", "key": "zzzzzzzz", "field": "content"},
    ],
)
def test_what_is_not_there_is_told_politely_and_writes_nothing(letter, at_desk, asked):
    client, before = at_desk("editor"), history.snapshot(letter)
    for reply in (client.get(address(letter, **asked)), client.post(address(letter, **asked), {"base": 5})):
        assert reply.status_code == 404
        assert Seen(reply).all("p", role="alert")
    assert history.snapshot(letter) == before


def test_nothing_of_a_purged_document_is_restored(letter, at_desk):
    builders.publish(letter)
    builders.purge(letter)
    reply = at_desk("administrator").post(address(letter, from_="1"), {"base": 6})
    assert reply.status_code == 404
    assert "was purged" in Seen(reply).text


def test_contributors_restore_their_own_until_readers_see_it(letter, at_desk):
    client = at_desk("contributor")
    assert client.post(address(letter, from_="1"), {"base": 5}).status_code == 403
    Revision.objects.filter(record=letter, number=1).update(user=client.user)
    assert restore(client, letter, from_="1").status_code == 302
    builders.publish(letter)
    assert client.post(address(letter, from_="2"), {"base": 6}).status_code == 403


def test_readers_see_nothing_of_what_is_restored(letter, at_desk, client):
    builders.publish(letter)
    restore(at_desk("editor"), letter, from_="1")
    assert "Another title" in client.get(f"/documents/{letter}/").content.decode()


def test_restoring_ends_a_review_and_says_so(letter, at_desk):
    from documents import submissions

    publisher = at_desk("publisher")
    submissions.submit(letter, user=publisher.user, revision=5)
    reply = restore(publisher, letter, from_="1")
    assert "it must be submitted again" in publisher.get(reply.url).content.decode()
