"""What words look like besides words is offered on the page of results, counted, and leaks nothing."""

import pytest

from documents.snapshot import ArchivalPart, ArchivalReference, Printing, Signatory
from tests.documents import builders
from tests.documents.reading.seen import Seen, words_of

pytestmark = pytest.mark.django_db


def offered(client, typed: str, **more: str) -> dict[str, str]:
    """The words of each offer with where it leads."""
    page = Seen(client.get("/documents/", {"q": typed, **more}, follow=True))
    return {
        words: address
        for words, address in page.links().items()
        if words.startswith(("Documents of", "Documents with", "Open the page"))
    }


def test_a_date_is_offered_in_both_styles_with_the_count(client):
    builders.published(date_edtf="1920-07-10")
    page = Seen(client.get("/documents/", {"q": "10 июля 1920"}, follow=True))
    assert "Read as a date: 10 July 1920, new style. Documents of this day (1)" in page.text
    assert "10 July 1920 in old style is 23 July 1920 in new style. Documents of that day: none." in page.text


def test_other_conditions_and_words_stay_beside_a_date(client):
    builders.published(date_edtf="1920-07-10", type="letter", title="Bells")
    found = offered(client, "bells 10 July 1920", type="letter", scope="title")
    assert found == {"Documents of this day": "/documents/?q=bells&from=1920-07-10&to=1920-07-10&type=letter"}


@pytest.mark.parametrize(
    "typed",
    ["f. 609, op. 1, d. 21", "f. 609, op. 1, d. 21, l. 110", "ф. 609, оп. 1, д. 21", "fond 609 opis 1"],
)
@pytest.mark.parametrize(
    "printed", ["RGASPI, f. 609, op. 1, d. 21, l. 110", "ЦГА, ф. 609, оп. 1, д. 21, лл. 1-2", ""]
)
def test_a_reference_leads_to_its_documents_in_whatever_script(client, typed, printed):
    levels = (("fonds", "609"), ("inventory", "1"), ("file", "21"))
    parts = tuple(ArchivalPart(level=level, value=value) for level, value in levels)
    reference = ArchivalReference(key="arch0001", as_printed=printed, parts=parts)
    builders.published(title="The one", archival_references=(reference,))
    builders.published(title="Another")
    found = offered(client, typed)
    page = Seen(client.get(found["Documents with this reference"], follow=True))
    assert "The one" in page.links()
    assert "Another" not in page.links()


def test_a_reference_is_found_with_the_signs_that_were_typed(client):
    for title, printed in (
        ("The one", "HA, f. 7, inv. 2, file 3, l. 1"),
        ("Another", "HA, f. 7, inv. 2, file 4"),
    ):
        reference = ArchivalReference(key="arch0001", as_printed=printed)
        builders.published(title=title, archival_references=(reference,))
    found = offered(client, "F. 7, inv. 2, file 3")
    links = Seen(client.get(found["Documents with this reference"], follow=True)).links()
    assert "The one" in links
    assert "Another" not in links


def test_a_printed_number_leads_to_its_documents(client):
    book = builders.collection()
    for number in ("367", "3670"):
        printing = Printing(key="prin0001", collection=book, number=number)
        builders.published(title=f"Document {number}", printings=(printing,))
    found = offered(client, "doc. No. 367")
    links = Seen(client.get(found["Documents with number 367"])).links()
    assert "Document 367" in links
    assert "Document 3670" not in links


def test_documents_of_a_number_stand_before_those_that_only_say_it(client):
    book = builders.collection()
    for title in ("No, no, no: 12 and 12", "Of no use, 12 times"):
        builders.published(title=title)
    printing = Printing(key="prin0001", collection=book, number="12")
    builders.published(title="The twelfth", printings=(printing,))
    builders.published(title="Another", printings=(Printing(key="prin0001", collection=book, number="13"),))
    for typed in ("No. 12", "doc. No. 12", "№ 12"):
        page = client.get("/documents/", {"q": typed}, follow=True).context["page"]
        titles = [str(result.row.title) for result in page.results]
        assert titles[0] == "The twelfth", typed
        assert "Another" not in titles
    page = client.get("/documents/", {"q": "No. 12", "scope": "title"}, follow=True).context["page"]
    assert len(page.results) == 2


def test_where_no_words_are_found_the_date_stands_before_all_that_can_be_done(client):
    builders.published(date_edtf="1920-07-10", title="Bells")
    page = Seen(client.get("/documents/", {"q": "10.VII.1920"}, follow=True))
    (section,) = page.all("section", class_="instead")
    first = words_of(section).removeprefix("What can be done").strip()
    assert first.startswith("Read as a date: 10 July 1920, new style. Documents of this day (1)")
    assert page.text.count("Read as a date") == 1


def test_an_id_leads_to_its_page(client):
    ada = builders.person()
    ident = builders.published(signatories=(Signatory(key="sign0001", person=ada),)).document_id
    assert offered(client, ident) == {"Open the page of the document": f"/documents/{ident}/"}
    assert offered(client, ada.upper()) == {"Open the page of the person": f"/people/{ada}/"}


def test_an_id_that_readers_do_not_see_is_offered_to_nobody(client):
    hidden = builders.person("Hidden Person")
    draft = builders.saved(signatories=(Signatory(key="sign0001", person=hidden),))
    withdrawn = builders.published().document_id
    builders.withdraw(withdrawn)
    for ident in (draft, withdrawn, hidden):
        assert offered(client, ident) == {}


@pytest.mark.parametrize("typed", ['10 July 1920 <script>"&', "f. 1, op. 1 <script>", "№ 367"])
def test_what_is_offered_is_escaped(client, typed):
    reply = client.get("/documents/", {"q": typed}, follow=True)
    assert "<script>" not in reply.content.decode()
    assert Seen(reply).all("p", class_="suggestion")
