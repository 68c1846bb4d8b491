"""The help page: its examples run on the archive at hand, whatever that holds."""

import pytest

from documents.reading.caching import kept
from documents.reading.search.examples import SECTIONS
from documents.reading.search.page import Page
from documents.search.query import PREFIXES
from documents.snapshot import ArchivalReference, EditorialText, Footnote, Printing, Signatory, Text
from tests.documents import builders
from tests.documents.reading.seen import Seen, words_of

pytestmark = pytest.mark.django_db

HELP = "/documents/help/"


@pytest.fixture
def archive():
    """Two documents that have something for every example."""
    text = Text(key="text0001", language="en", content="Inhabitants, remember the third [regiment].[^1]")
    builders.published(
        title="Proclamation of the Harvest Council",
        date_edtf="1920-07-10",
        texts=(text,),
        signatories=(Signatory(key="sign0001", name_as_signed="A. Miller"),),
        printings=(Printing(key="prin0001", collection=builders.collection(), number="367"),),
        archival_references=(
            ArchivalReference(key="arch0001", as_printed="TsGA, f. 64, op. 1, d. 10, l. 3."),
        ),
        footnotes=(
            Footnote(
                key="note0001",
                owner="text0001",
                label="1",
                content="Crossed out in the manuscript.",
                voice="editors",
            ),
        ),
        editorial_texts=(
            EditorialText(
                key="edit0001", editorial_kind="introduction", language="en", content="Printed twice."
            ),
        ),
    )
    builders.published(title="Telegram about bells", date_edtf="1921-02-03")


def examples(client) -> dict[str, tuple[str, str]]:
    """What is typed → its address, and what the page says of it."""
    page = Seen(client.get(HELP))
    return {
        words_of(link): (link.get("href"), words_of(group.find("dd")))
        for listed in page.all("dl", class_="examples")
        for group in listed.iter("div")
        for link in group.iter("a")
    }


def found(client, address: str) -> Page:
    """The page of results at an address, which is its one address."""
    kept.pages.clear()
    reply = client.get(address)
    assert reply.status_code == 200
    return reply.context["page"]


def test_every_example_runs_and_is_wholly_understood(client, archive):
    shown = examples(client)
    assert len(shown) == len({each for section in SECTIONS for each in section.examples})
    for typed, (address, _) in shown.items():
        page = found(client, address)
        assert page.told == []
        assert page.address.get("q") == (typed,)


def test_every_example_finds_something_and_says_how_much(client, archive):
    for typed, (address, said) in examples(client).items():
        page = found(client, address)
        if page.suggestions:
            assert said == " ".join(each.sentence for each in page.suggestions)
            assert page.suggestions[0].count == 1
        else:
            assert page.total > 0, typed
            assert said.endswith(f"{page.total} document{'s' if page.total > 1 else ''}")


def test_references_and_numbers_are_borrowed_from_whatever_documents_have_them(client):
    for day in range(50):
        builders.published(title=f"Letter {day}", date_edtf="1700")
    held, book = builders.repository("State Archive"), builders.collection("Documents")
    part = ArchivalReference(key="arch0001", repository=held, as_printed="f. 3, op. 2, d. 17")
    builders.published(
        date_edtf="1920",
        archival_references=(part,),
        printings=(Printing(key="prin0001", collection=book, number="52"),),
    )
    assert {"f. 3, op. 2, d. 17", "doc. No. 52"} <= {*examples(client)}


def test_an_example_means_what_the_search_understands(client, archive):
    shown = examples(client)
    assert shown["Proclamation OR Telegram"][1] == "“Proclamation” or “Telegram”. 2 documents"
    assert shown['"Harvest Council"'][1] == "The phrase “Harvest Council”. 1 document"
    assert shown["supplied:regiment"][1] == "“regiment” in supplied words. 1 document"
    assert shown["note:Crossed"][1] == "“Crossed” in notes. 1 document"
    assert shown["10 July 1920"][1].startswith("Read as a date: 10 July 1920, new style.")


def test_an_empty_archive_has_examples_too(client):
    for typed, (address, said) in examples(client).items():
        page = found(client, address)
        assert page.told == []
        assert page.suggestions or said.endswith("No documents"), typed


def test_words_that_readers_no_longer_see_are_not_borrowed(client, archive):
    gone = builders.published(title="Quillwort everywhere", date_edtf="1900").document_id
    assert "Quillwort" in Seen(client.get(HELP)).text
    builders.withdraw(gone)
    assert "Quillwort" not in Seen(client.get(HELP)).text


def test_drafts_lend_no_words(client, archive):
    builders.saved(title="Quillwort everywhere", date_edtf="1900")
    assert "Quillwort" not in Seen(client.get(HELP)).text


def test_whatever_stands_in_documents_the_examples_are_understood(client):
    odd = 'AND "OR" title: (NOT -* ~2 <script>'
    builders.published(
        title=odd,
        signatories=(Signatory(key="sign0001", name_as_signed=odd),),
        texts=(Text(key="text0001", language="en", content=odd),),
    )
    for address, _ in examples(client).values():
        assert found(client, address).told == []


def test_while_no_search_can_run_the_page_stands_without_counts(client, archive, settings):
    settings.SEARCHES = 0
    reply = client.get(HELP)
    assert reply.status_code == 200
    assert reply.headers["Cache-Control"] == "no-store"
    assert [words_of(each) for each in Seen(reply).all("dd")][:2] == ["“appeal”.", "“appeal” and “council”."]


def test_the_page_is_sent_once(client, archive):
    first = client.get(HELP)
    again = client.get(HELP, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    builders.published()
    assert client.get(HELP, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_all_prefixes_and_the_way_from_the_search_are_there(client):
    page = Seen(client.get(HELP))
    assert {words_of(each) for each in page.all("code")} == {f"{prefix}:" for prefix in PREFIXES}
    assert Seen(client.get("/documents/")).links()["How to search"] == HELP
