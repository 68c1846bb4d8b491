"""Pasting at the desk: what is read is shown, fills the form, and is saved only by the editor."""

import json
from pathlib import Path

import pytest

from documents import history, markup
from documents.models import Document, Level, PrintingRelation
from tests.documents import builders
from tests.documents.desk.conftest import Fields, Sheet

pytestmark = pytest.mark.django_db

PASTE = "/admin/documents/document/paste/"
SPECIMEN = Path(__file__).resolve().parents[4] / "shared" / "specimen"

PAGE = """The timber of Riverside – 1921

An editor's words before the letter, which say why it matters.

Letter of the Harvest Council to the Valley Congress on the timber for the mill.

Riverside, 5 May 1921. Secret

The wheel stands*. We ask [the Congress] for timber.

The people_of_the_mill wait.

Chairman of the Harvest Council A. Weber, Secretary K. Stein

Valley Archive, f. 4, op. 2, d. 17, l. 5. Original. Typewritten. Published in: Letters of the Valley. \
Riverside, 1957, doc. No. 12, pp. 30-31.

* Of the lower mill. See doc. No. 11.

Leave a Reply"""


def paste(client, pasted=PAGE, kind="page", address=PASTE, **extra):
    return client.post(address, {"kind": kind, "pasted": pasted, **extra})


def used(client, pasted=PAGE, kind="page", address=PASTE):
    """The form that opens after “Use these”, as a sheet that can be handed in."""
    response = paste(client, pasted, kind, address, use="1")
    assert response.status_code == 200, response
    sheet = Sheet.__new__(Sheet)
    sheet.client, sheet.address, sheet.response = client, response.context["form_url"], response
    sheet.data = Fields(response.content.decode()).data
    return sheet


def saved(sheet):
    response = sheet.hand_in()
    assert response.status_code == 302, [f.sentence for f in response.context["faults"]]
    return history.snapshot(response.url.split("/")[-3]).document


def test_a_page_is_shown_piece_by_piece_and_nothing_is_saved(at_desk):
    html = paste(at_desk("editor")).content.decode()
    pieces = ("Archival reference 1: leaves", "Printing 1: number", "Leave a Reply")
    for words in ("Where each piece goes", *pieces):
        assert words in html
    assert not Document.objects.exists()


def test_a_page_fills_the_form_and_the_editor_saves_it(at_desk):
    repository = builders.repository("Valley Archive")
    collection = builders.collection("Letters of the Valley")
    council, weber = builders.body("Harvest Council"), builders.person("A. Weber")
    sheet = used(at_desk("editor"))
    assert sheet.response.context["faults"] == []
    assert not Document.objects.exists()
    content = saved(sheet)
    assert content.title == "The timber of Riverside – 1921"
    assert content.heading.startswith("Letter of the Harvest Council to")
    assert (content.type, content.classification, content.date_edtf) == ("letter", "secret", "1921-05-05")
    assert content.place_as_written == "Riverside"
    sides = [row.as_written for row in content.correspondents]
    assert sides == ["the Harvest Council", "the Valley Congress"]
    assert content.texts[0].content == (
        "The wheel stands[^*]. We ask [the Congress] for timber.\n\nThe people\\_of\\_the\\_mill wait."
    )
    first, second = content.signatories
    assert (first.name_as_signed, first.body, first.person) == ("A. Weber", council, weber)
    assert (second.capacity_as_signed, second.capacity, second.person) == ("Secretary", "secretary", None)
    (reference,) = content.archival_references
    assert (reference.repository, reference.leaves, reference.exemplar) == (repository, "5", "original")
    (printing,) = content.printings
    assert (printing.collection, printing.number, printing.pages) == (collection, "12", "30-31")
    (note,) = content.footnotes
    assert (note.owner, note.label) == (content.texts[0].key, "*")
    (pointing,) = content.references
    assert (pointing.owner, pointing.number, pointing.collection) == (note.key, "11", collection)


def test_a_record_is_taken_only_where_one_is_called_exactly_so(at_desk):
    builders.person("A. Weber", born="1880")
    builders.person("A. Weber", born="1901")
    builders.person("K. Steinberg")
    client = at_desk("editor")
    html = paste(client).content.decode()
    assert "2 records are called so" in html
    assert "enter a new repository" in html
    assert [row.person for row in saved(used(client)).signatories] == [None, None]


def tray(client, pasted, kind):
    """What is shown as not placed, and each piece with its label."""
    context = paste(client, pasted, kind).context
    return list(context["left"]), {each.words: each.label for each in context["pieces"]}


PRINTED = "Publ. in the collection: “Documents of Riverside”, ed. A. Weber, M., 1961, No. 12, p. 3"


def test_a_collection_that_is_not_in_the_archive_stands_in_the_line_as_printed(at_desk):
    client = at_desk("editor")
    left, labels = tray(client, PRINTED, "printings")
    assert left == []
    assert labels["12"] == "Printing 1: number"
    assert labels["Documents of Riverside"] == "Printing 1: as printed"
    assert "enter a new collection" in paste(client, PRINTED, "printings").content.decode()
    (printing,) = saved(used(client, PRINTED, "printings").write(title="X")).printings
    assert (printing.collection, printing.as_printed) == (None, PRINTED)


def test_they_have_their_place_as_soon_as_the_record_is_entered(at_desk):
    client = at_desk("editor")
    (missing,) = paste(client, PRINTED, "printings").context["missing"]
    entered = builders.collection("Documents of Riverside", **missing.wanted.details)
    left, labels = tray(client, PRINTED, "printings")
    assert left == []
    assert labels["Documents of Riverside"] == "Printing 1: source collection"
    assert saved(used(client, PRINTED, "printings").write(title="X")).printings[0].collection == entered


def test_a_detail_that_the_record_found_does_not_have_stands_in_the_line_as_printed(at_desk):
    builders.collection("Documents of Riverside", year="1961", editors="A. Weber")
    left, labels = tray(at_desk("editor"), PRINTED, "printings")
    assert (left, labels["M."]) == ([], "Printing 1: as printed")


def test_what_a_vocabulary_has_not_stands_in_the_wording_of_its_row_or_is_not_placed(at_desk):
    Level.objects.filter(pk="inventory").update(set_aside=True)
    PrintingRelation.objects.filter(pk="reprint").update(set_aside=True)
    client = at_desk("editor")
    left, labels = tray(client, "Valley Archive, f. 4, op. 2, l. 5.", "archival")
    assert left == []
    assert labels["4"] == "Archival reference 1: parts"
    assert labels["2"] == labels["Valley Archive"] == "Archival reference 1: as printed"
    line = "Reprinted in: Letters of the Valley. Riverside, 1961, doc. 15"
    left, labels = tray(client, line, "printings")
    assert left == []
    assert labels["Letters of the Valley"] == "Printing 1: as printed"


def test_people_and_places_of_exactly_one_name_are_marked_in_the_text(at_desk):
    riverside, lind = builders.place("Riverside"), builders.person("Anna Lind")
    builders.place("Weber"), builders.person("Weber")
    builders.place("Congress")
    page = "Anna Lind came to Riverside. Weber did not come to Riversides, nor to [Congress]."
    content = saved(used(at_desk("editor"), page).write(title="On the mill"))
    assert content.texts[0].content == (
        f"[[person:{lind}|Anna Lind]] came to [[place:{riverside}|Riverside]]. "
        "Weber did not come to Riversides, nor to [Congress]."
    )


def test_what_stands_in_a_document_is_never_overwritten(at_desk, entered):
    client = at_desk("editor")
    before = history.snapshot(entered).document
    sheet = used(client, address=f"/admin/documents/document/{entered}/paste/")
    html = sheet.response.content.decode()
    assert "Left as it was" in html
    assert history.snapshot(entered).document == before
    after = saved(sheet)
    assert (after.title, after.texts, after.signatories) == (before.title, before.texts, before.signatories)
    assert after.date_edtf == "1921-05-05"
    assert after.archival_references[0].leaves == "5"
    assert after.public_id == entered


def test_a_single_line_becomes_rows(at_desk):
    sheet = used(at_desk("editor"), "Members of the Harvest Council: A. Weber, K. Stein", "signatures")
    content = saved(sheet.write(title="On the mill"))
    assert [row.name_as_signed for row in content.signatories] == ["A. Weber", "K. Stein"]
    assert content.signature_line == "Members of the Harvest Council: A. Weber, K. Stein"


def test_the_script_gets_rows_and_a_fragment(at_desk):
    council = builders.body("Harvest Council")
    response = at_desk("editor").post(
        PASTE,
        {"kind": "signatures", "pasted": "Chairman of the Harvest Council A. Weber"},
        headers={"accept": "application/json"},
    )
    told = response.json()
    assert told["rows"]["signatories"][0]["body"] == council
    assert told["called"] == {council: "Harvest Council", "chairman": "chairman"}
    assert "Signatory 1: name as signed" in told["html"]


@pytest.mark.parametrize(
    ("pasted", "sentence"),
    [
        ("", "Nothing was pasted"),
        ("x" * 300_001, "longer than 300,000"),
        ("x" * 1_000_000, "longer than 300,000"),
        ("The mill\x00 stands", "control character (U+0000)"),
    ],
)
def test_what_cannot_be_read_is_refused_politely_and_kept_on_the_page(at_desk, pasted, sentence):
    response = paste(at_desk("editor"), pasted)
    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert not Document.objects.exists()


@pytest.mark.parametrize("kind", ["page", "signatures"])
@pytest.mark.parametrize(
    "pasted",
    [
        "<script>alert(1)</script>",
        "Chairman <script>alert(1)</script> A. Weber",
        "Archive <img src=x onerror=alert(1)>, f. 1, op. 2, d. 3",
        "[" * 100_000,
        " " * 150_000 + "x",
        "f. 1, op. 2, " * 20_000,
        "A. Weber\n\n" * 20_000,
        "* See doc. No. 1\n\n" * 40,
        "letter of the x of the x " * 10_000,
        "‮gnitfihs‬ \u202e",
    ],
)
def test_hostile_words_are_escaped_and_bounded(at_desk, pasted, kind):
    client = at_desk("editor")
    for extra in ({}, {"use": "1"}):
        response = paste(client, pasted, kind, **extra)
        assert response.status_code == 200
        html = response.content.decode()
        assert "<script>alert" not in html
        assert "<img src=x" not in html


def test_who_may_not_add_documents_may_not_paste(at_desk, client):
    assert client.get(PASTE).status_code == 302
    contributor = at_desk("contributor")
    assert contributor.get(PASTE).status_code == 200
    others = builders.saved()
    assert contributor.get(f"/admin/documents/document/{others}/paste/").status_code == 403
    assert contributor.get("/admin/documents/document/b0000000/paste/").status_code == 404


needs_specimen = pytest.mark.skipif(
    not SPECIMEN.is_dir(), reason="the reference case is not on this computer (../shared/specimen)"
)


@needs_specimen
def test_the_reference_page_saves_without_a_fault(at_desk):
    expected = json.loads((SPECIMEN / "expected.json").read_text("utf-8"))
    body = builders.body("Revolutionary Military Council of the 11th Red Army")
    sheet = used(at_desk("editor"), (SPECIMEN / "letter-1920-07-10.txt").read_text("utf-8"))
    assert sheet.response.context["faults"] == []
    content = saved(sheet)
    assert content.title == expected["title"]
    assert [row.name_as_signed for row in content.signatories] == [
        row["name_as_signed"] for row in expected["signatories"]
    ]
    assert [row.body for row in content.signatories[4:]] == [body] * 3
    assert {row.body_basis for row in content.signatories[4:]} == {"inferred"}


@needs_specimen
def test_mentions_of_the_reference_page_are_those_expected(at_desk):
    expected = json.loads((SPECIMEN / "expected.json").read_text("utf-8"))
    people = {builders.person(name): name for name in expected["people_mentioned"]}
    places = {builders.place(name): name for name in expected["places_mentioned"]}
    sheet = used(at_desk("editor"), (SPECIMEN / "letter-1920-07-10.txt").read_text("utf-8"))
    words = saved(sheet).texts[0].content
    found = {(each.kind, each.id) for each in markup.mentions(markup.parse(words))}
    assert found == {*(("person", one) for one in people), *(("place", one) for one in places)}
