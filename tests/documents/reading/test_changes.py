"""What has changed in the whole archive, as a page and as a feed."""

import re
from xml.etree import ElementTree

import pytest
from django.db import transaction
from django.test import Client

from documents import chain, history
from documents.models import Entry, EntryKind, Head
from documents.reading.stretches import SIZE
from documents.snapshot import Signatory
from people.models import Person
from tests.documents import builders
from tests.documents.reading.seen import Seen, words_of

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = "</title><script>alert(1)</script>&lt;b&gt; ]]> \"'<img src=x onerror=alert(1)>"


def changes(client: Client, query: str = "") -> Seen:
    reply = client.get(f"/changes/{query}")
    assert reply.status_code == 200
    return Seen(reply)


def lines(page: Seen) -> list[str]:
    """The words of each change on the page."""
    return [words_of(each) for entries in page.all("ol", class_="entries") for each in entries.iter("li")]


def feed(client: Client, query: str = "") -> ElementTree.Element:
    reply = client.get(f"/changes.atom{query}")
    assert reply.status_code == 200
    assert reply["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(reply.content)  # noqa: S314 - our own


def entries(root: ElementTree.Element) -> list[ElementTree.Element]:
    return root.findall(f"{ATOM}entry")


def link(element: ElementTree.Element, relation: str) -> str | None:
    """The address that a feed or an entry links to by this relation."""
    found = [each.get("href") for each in element.findall(f"{ATOM}link") if each.get("rel") == relation]
    assert len(found) <= 1
    return found[0] if found else None


def renamed(person: str, name: str) -> None:
    with history.revision(builders.user("editor"), "Another name"):
        record = Person.objects.get(pk=person)
        record.name = name
        record.save()


def touched(count: int) -> None:
    """So many entries about a person whom readers can see, after at most one that names her."""
    ada = Person.objects.values_list("pk", flat=True).first() or builders.person()
    if not Entry.objects.exists():
        builders.published(signatories=(Signatory(key="sign0001", person=ada),))
    with transaction.atomic():
        chain.append(chain.Link(EntryKind.TOUCHED, note=f"person {ada}") for _ in range(count))


# --- The page ---


def test_an_empty_archive_says_so(client):
    assert "Nothing has been published here yet." in changes(client).text


def test_changes_are_told_in_words_the_newest_first(client):
    ident = builders.published(title="To the millers").document_id
    builders.changed(ident, title="To all millers")
    builders.publish(ident, note="The address was misread")
    assert lines(changes(client)) == [
        "To all millers Version 2 published · what changed since version 1 The address was misread",
        "To all millers Published for the first time",
    ]


def test_a_new_version_leads_to_what_changed_in_it(client):
    ident = builders.published().document_id
    builders.changed(ident, title="Another title")
    builders.publish(ident)
    found = changes(client).links()
    assert found["what changed since version 1"] == f"/documents/{ident}/compare/1..2/"
    assert found["Version 2 published"] == f"/documents/{ident}/v2/"
    assert found["Another title"] == f"/documents/{ident}/"


def test_a_withdrawn_document_is_named_by_its_id_with_the_reason_and_no_word_of_it(client):
    ident = builders.saved(title="Quillwort in the title")
    builders.publish(ident, note="Quillwort in the note")
    builders.withdraw(ident, reason="The heirs have asked for it")
    page = changes(client)
    assert lines(page) == [
        f"Document {ident} Withdrawn The heirs have asked for it",
        f"Document {ident} Published for the first time",
    ]
    assert "quillwort" not in client.get("/changes.atom").content.decode().lower()


def test_reinstating_and_purging_are_told(client):
    ident = builders.published(title="A letter").document_id
    builders.withdraw(ident)
    builders.reinstate(ident, 1)
    assert lines(changes(client))[0] == "A letter Version 1 can be read again Mended"
    builders.withdraw(ident)
    builders.purge(ident)
    assert lines(changes(client))[0] == f"Document {ident} Removed for ever A court demands it"


def test_a_changed_record_is_named_once_a_day_and_only_where_readers_can_see_it(client):
    ada, hidden = builders.person("Ada Example"), builders.person("Quillwort Hidden")
    ident = builders.published(signatories=(Signatory(key="sign0001", person=ada),)).document_id
    builders.saved(signatories=(Signatory(key="sign0001", person=hidden),))
    renamed(ada, "Ada Lovely")
    renamed(ada, "Ada Lovelier")
    renamed(hidden, "Quillwort Other")
    assert lines(changes(client))[0] == "Ada Lovelier What is known of a person has changed"
    assert len(lines(changes(client))) == 2
    builders.withdraw(ident)
    assert "Ada" not in changes(client).text
    assert "uillwort" not in changes(client).text


def test_a_record_that_was_merged_is_called_by_the_one_it_went_into(client):
    ada, hidden = builders.person("Ada Example"), builders.person("Quillwort Hidden")
    builders.published(signatories=(Signatory(key="sign0001", person=ada),))
    with history.revision(builders.user("editor"), "The same person"):
        record = Person.objects.get(pk=hidden)
        record.merged_into_id = ada
        record.save()
    assert Entry.objects.filter(note=f"person {hidden}").exists()
    assert lines(changes(client))[0] == "Ada Example What is known of a person has changed"
    for address in ("/changes/", "/changes.atom"):
        assert "uillwort" not in client.get(address).content.decode()


def test_changes_stand_under_their_days(client):
    builders.published()
    (day,) = changes(client).all("section", class_="day")
    assert words_of(next(day.iter("h2"))) == f"{Entry.objects.get().moment:%-d %B %Y}"


def test_a_page_is_named_by_an_entry_and_never_moves(client):
    touched(SIZE + 4)
    older = changes(client).links()["Older changes →"]
    assert older == "/changes/?before=6"
    shown = lines(changes(client, "?before=6"))
    assert len(shown) == 2
    touched(3)
    assert lines(changes(client, "?before=6")) == shown
    assert "Newer changes" not in changes(client).text
    assert changes(client, "?before=6").links()["← Newer changes"] == "/changes/?before=56"
    assert changes(client, "?before=56").links()["← Newer changes"] == "/changes/"


@pytest.mark.parametrize("before", ["", "0", "1", "-3", "x", "٣", "9" * 400, "99"])
def test_a_number_that_no_entry_has_gives_the_newest(client, before):
    builders.published()
    assert len(lines(changes(client, f"?before={before}"))) == 1
    assert len(entries(feed(client, f"?before={before}"))) == 1


@pytest.mark.parametrize("address", ["/changes/", "/changes.atom"])
def test_the_number_of_queries_does_not_grow(client, django_assert_max_num_queries, address):
    ada = builders.person("Ada")
    idents = [
        builders.published(signatories=(Signatory(key="sign0001", person=ada),)).document_id for _ in "ab"
    ]
    renamed(ada, "Ada E.")
    with django_assert_max_num_queries(10) as few:
        client.get(address)
    for number, ident in enumerate(idents * 3):
        builders.changed(ident, title=f"Title {number}")
        builders.publish(ident)
    touched(5)
    with django_assert_max_num_queries(len(few)):
        client.get(address)


@pytest.mark.parametrize("address", ["/changes/", "/changes.atom"])
def test_it_is_sent_again_only_when_something_has_changed(client, address):
    ident = builders.published().document_id
    tag = client.get(address)["ETag"]
    builders.changed(ident, title="Not yet")
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    builders.publish(ident)
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("address", ["/changes/", "/changes.atom"])
def test_it_is_only_read_and_sets_no_cookie(client, address):
    assert client.post(address).status_code == 405
    reply = client.head(address)
    assert (reply.status_code, reply.content) == (200, b"")
    assert not reply.cookies


def test_every_page_leads_to_it(client):
    ident = builders.published().document_id
    for address in ("/", "/people/", f"/documents/{ident}/"):
        page = Seen(client.get(address))
        assert page.links()["what has changed"] == "/changes/"
        (found,) = page.all("link", type="application/atom+xml")
        assert (found.get("rel"), found.get("href")) == ("alternate", "/changes.atom")


# --- The feed ---


def test_the_feed_has_what_atom_asks_for(client):
    builders.published(title="To the millers")
    root = feed(client)
    assert root.tag == f"{ATOM}feed"
    for element in (root, *entries(root)):
        for name in ("id", "title", "updated"):
            (found,) = element.findall(f"{ATOM}{name}")
            assert found.text, name
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", element.findtext(f"{ATOM}updated"))
        assert link(element, "alternate").startswith("http://testserver/")
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "Fonds"
    assert link(root, "self") == "http://testserver/changes.atom"


def test_an_empty_feed_is_a_feed(client):
    root = feed(client)
    assert root.findtext(f"{ATOM}updated") == "1970-01-01T00:00:00.000000Z"
    assert entries(root) == []


def test_an_entry_of_the_feed_says_what_happened_and_where_to_read_it(client):
    ident = builders.published().document_id
    builders.changed(ident, title="To all millers")
    builders.publish(ident, note="Misread")
    newest, first = entries(feed(client))
    assert newest.findtext(f"{ATOM}title") == "Version 2 published: To all millers"
    assert newest.findtext(f"{ATOM}content").startswith("Misread")
    assert link(newest, "alternate") == f"http://testserver/documents/{ident}/v2/"
    assert link(newest, "related") == f"http://testserver/documents/{ident}/compare/1..2/"
    assert link(first, "related") is None
    assert newest.find(f"{ATOM}category").get("term") == "published"


def test_the_feed_carries_the_head_of_the_chain_and_the_seal_of_every_entry(client):
    touched(2)
    head = Head.objects.get()
    root = feed(client)
    assert (
        root.findtext(f"{ATOM}subtitle") == f"Head of the chain: entry {head.number}, SHA-256 {head.digest}"
    )
    sealed = {entry.number: entry.digest for entry in Entry.objects.all()}
    told = [each.findtext(f"{ATOM}content").splitlines()[-1] for each in entries(root)]
    assert told == [f"Entry {number}, SHA-256 {sealed[number]}" for number in sorted(sealed, reverse=True)]


def test_ids_are_tags_of_their_own_that_stay(client):
    idents = [builders.published().document_id for _ in "abc"]
    before = [each.findtext(f"{ATOM}id") for each in entries(feed(client))]
    assert len(set(before)) == 3
    assert all(re.fullmatch(r"tag:testserver,\d{4}-\d\d-\d\d:entry/\d+", each) for each in before)
    builders.withdraw(idents[0])
    assert [each.findtext(f"{ATOM}id") for each in entries(feed(client))][1:] == before


def test_whoever_follows_the_pages_of_the_feed_misses_no_entry(client):
    touched(2 * SIZE + 2)
    whole = "http://testserver/changes.atom"
    found, address = [], whole
    while address:
        root = feed(client, address.removeprefix(whole))
        assert link(root, "self") == address
        assert link(root, "first") == whole
        found += [each.findtext(f"{ATOM}id").rpartition("/")[2] for each in entries(root)]
        last, address = address, link(root, "next")
    assert found == [str(number) for number in range(2 * SIZE + 3, 0, -1)]
    assert link(feed(client), "last") == f"http://testserver/changes.atom?before={SIZE + 1}"
    assert link(feed(client), "previous") is None
    assert link(feed(client, last.removeprefix(whole)), "previous")


def test_hostile_words_stay_words(client):
    ada = builders.person(HOSTILE)
    ident = builders.published(
        title=HOSTILE, signatories=(Signatory(key="sign0001", person=ada),)
    ).document_id
    builders.changed(ident, heading="Changed")
    builders.publish(ident, note=HOSTILE)
    renamed(ada, HOSTILE + "!")
    gone = builders.published().document_id
    builders.withdraw(gone, reason=HOSTILE)
    page = changes(client)
    assert not page.all("script")
    assert not [each for each in page.root.iter() if any(name.startswith("on") for name in each.attrib)]
    assert page.text.count("<script>alert(1)</script>") == 5
    assert sum(HOSTILE in (each.findtext(f"{ATOM}title") or "") for each in entries(feed(client))) == 3


def test_what_xml_cannot_hold_breaks_no_feed(client):
    builders.published(title="A \ufffe letter \uffff")
    assert entries(feed(client))[0].findtext(f"{ATOM}title").endswith("A \ufffd letter \ufffd")
