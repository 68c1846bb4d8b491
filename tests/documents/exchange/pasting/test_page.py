"""Whole pages: a page of the project's own, and the reference case piece by piece."""

import json
from pathlib import Path
from time import thread_time

import pytest

from documents.exchange.pasting import LONGEST, read

SPECIMEN = Path(__file__).resolve().parents[5] / "shared" / "specimen"
needs_specimen = pytest.mark.skipif(
    not SPECIMEN.is_dir(), reason="the reference case is not on this computer (../shared/specimen)"
)

RUSSIAN = """№ 12

Телеграмма Урожайного совета в Долинный съезд о лесе для мельницы.

г. Риверсайд, 27 июня (10 июля) 1920 г. Совершенно секретно

Колесо стоит¹. Просим леса.

Председатель Урожайного совета А. Вебер
Члены: К. Штейн, И. Линд

ГАДР, ф. 28, оп. 1, д. 99, л. 150 об. Подлинник. Машинопись.

Опубл.: Письма из долины. Риверсайд, 1957, док. № 12, с. 30.

¹ Нижней мельницы. См. док. № 11."""


def test_a_russian_page_is_taken_apart():
    proposed = read(RUSSIAN)
    content = proposed.content
    assert content.heading == "Телеграмма Урожайного совета в Долинный съезд о лесе для мельницы."
    assert (content.type, content.classification) == ("telegram", "top-secret")
    assert (content.date_edtf, content.date_edtf_julian) == ("1920-07-10", "1920-06-27")
    assert content.date_calendar_basis == "stated"
    assert content.place_as_written == "г. Риверсайд"
    assert content.texts[0].content == "Колесо стоит[^¹]. Просим леса."
    assert (content.texts[0].language, content.texts[0].role) == ("ru", "transcription")
    assert [row.name_as_signed for row in content.signatories] == ["А. Вебер", "К. Штейн", "И. Линд"]
    assert content.archival_references[0].leaves == "150 об."
    assert (content.printings[0].number, content.printings[0].pages) == ("12", "30")
    assert content.footnotes[0].content == "Нижней мельницы. См. док. № 11."
    assert content.references[0].number == "11"
    assert proposed.left == ("№ 12",)


def test_a_text_without_anything_around_it_is_a_text():
    content = read("The wheel stands.\n\nWe ask for timber.").content
    assert content.texts[0].content == "The wheel stands.\n\nWe ask for timber."
    assert content.signatories == ()


def test_marks_of_the_archive_are_literal_and_marks_of_the_genre_stay():
    content = read("The_mill [at Riverside] stands [...] [[page:2]] and C:\\_x.\n\n# no heading").content
    assert content.texts[0].content == (
        "The\\_mill [at Riverside] stands [...] \\[[page:2]] and C:\\\\\\_x.\n\n# no heading"
    )


def test_a_label_that_could_be_another_thing_is_no_anchor():
    page = (
        "Letter of A to B on it.\n\n5 May 1921\n\nThe mill1 and the wheel1.\n\nChairman A. Weber\n\n1) Lower."
    )
    assert read(page).content.texts[0].content == "The mill1 and the wheel1."


@pytest.mark.parametrize(
    "hostile",
    [
        " ",
        "\n\n",
        "[",
        "f. 1, ",
        "A. Weber\n\n",
        "See ",
        "Letter of the ",
        "the decision of the x",
        "«",
        "1) ",
        "* See doc. No. 1\n\n",
        "Riverside ",
    ],
)
@pytest.mark.parametrize("kind", ["page", "signatures", "archival", "printings"])
def test_reading_is_bounded(hostile, kind):
    text = (hostile * LONGEST)[:LONGEST]
    began = thread_time()  # of the processor: what else the machine does is not the reader's
    read(text, kind)
    assert thread_time() - began < 10


# --- The reference case ---


@pytest.fixture(scope="module")
def specimen():
    page = (SPECIMEN / "letter-1920-07-10.txt").read_text("utf-8")
    return read(page), json.loads((SPECIMEN / "expected.json").read_text("utf-8")), page


def value(entry):
    return entry["value"] if isinstance(entry, dict) else entry


def basis(entry):
    return entry.get("basis", "stated") if isinstance(entry, dict) else "stated"


def words_for(proposed, field):
    return next(
        (each.words.replace("[", "").replace("]", "") for each in proposed.wanted if each.field == field), ""
    )


@needs_specimen
def test_head_of_the_reference_page(specimen):
    content, expected = specimen[0].content, specimen[1]
    assert content.title == expected["title"]
    assert content.heading == expected["heading"]["as_written"]
    assert content.heading_voice == value(expected["heading"]["voice"])
    assert content.heading_voice_basis == basis(expected["heading"]["voice"])
    assert (content.type, content.type_basis) == (expected["type"]["value"], expected["type"]["basis"])
    assert content.classification_as_written == expected["classification"]["as_written"]
    assert (content.date_as_written, content.date_edtf) == (
        expected["date"]["as_written"],
        expected["date"]["edtf"],
    )
    assert content.date_calendar == value(expected["date"]["calendar"])
    assert content.date_calendar_basis == basis(expected["date"]["calendar"])
    assert (content.place_as_written, expected["place_of_writing"]) == ("", None)


@needs_specimen
def test_both_sides_of_the_reference_page(specimen):
    content, expected = specimen[0].content, specimen[1]
    for role in ("sender", "recipient"):
        found = [(row.as_written, row.by) for row in content.correspondents if row.role == role]
        assert found == [(row["as_written"], row.get("by", "")) for row in expected[f"{role}s"]]


@needs_specimen
def test_text_of_the_reference_page(specimen):
    content, (entry,), page = specimen[0].content, specimen[1]["texts"], specimen[2]
    (text,) = content.texts
    assert (text.role, text.role_basis) == (value(entry["role"]), basis(entry["role"]))
    assert (text.language, text.translator, content.original_language) == (entry["language"], "", "")
    paragraphs = text.content.split("\n\n")
    assert len(paragraphs) == entry["paragraphs"]
    assert paragraphs[0].startswith(entry["starts"])
    assert paragraphs[-1].endswith(entry["ends"])
    assert all(supplied in text.content for supplied in entry["supplied"])
    assert text.content.replace("[^*]", "*") in page


@needs_specimen
def test_signatures_of_the_reference_page(specimen):
    proposed, expected, _ = specimen
    rows = proposed.content.signatories
    assert proposed.content.signature_line == expected["signature_line_as_printed"]
    assert [(row.name_as_signed, row.capacity_as_signed) for row in rows] == [
        (row["name_as_signed"], row["capacity_as_signed"]) for row in expected["signatories"]
    ]
    assert len(rows) == 7
    assert len({row.capacity_as_signed for row in rows}) == 4
    assert [row.body_basis for row in rows] == [basis(row["body"]) for row in expected["signatories"]]
    council = value(expected["signatories"][4]["body"])
    assert [words_for(proposed, f"{row.key}-body") for row in rows[4:]] == [council] * 3
    assert all("left out" in row.body_reason for row in rows[4:])


@needs_specimen
def test_source_of_the_reference_page(specimen):
    proposed, entry = specimen[0], specimen[1]["archival_reference"]
    (row,) = proposed.content.archival_references
    assert words_for(proposed, f"{row.key}-repository") == entry["repository"]
    assert [{"level": step.level, "value": step.value} for step in row.parts] == entry["parts"]
    assert (row.leaves, row.exemplar, row.production) == (
        entry["leaves"],
        entry["status"],
        entry["production"],
    )
    assert row.as_printed == entry["as_printed"]


@needs_specimen
def test_printings_of_the_reference_page(specimen):
    proposed, expected, _ = specimen
    rows = proposed.content.printings
    for row, entry in zip(rows, expected["printings"], strict=True):
        wanted = next(each for each in proposed.wanted if each.field == f"{row.key}-collection")
        assert wanted.words == entry["collection"]
        assert wanted.details.get("published_in") == entry.get("place")
        assert wanted.details.get("year") == entry.get("year")
        assert wanted.details.get("editors") == entry.get("editor")
        assert (row.number, row.basis) == (entry["number"] or "", entry.get("basis", "stated"))


@needs_specimen
def test_notes_and_editors_texts_of_the_reference_page(specimen):
    proposed, expected, _ = specimen
    content = proposed.content
    for row, entry in zip(content.footnotes, expected["footnotes"], strict=True):
        assert (row.label, row.owner) == (entry["label"], "texts-0")
        assert row.content.startswith(entry["starts"])
        assert row.content.endswith(entry["ends"])
        assert (row.voice, row.voice_basis) == (value(entry["voice"]), basis(entry["voice"]))
        assert f"{entry['anchor_after']}[^{entry['label']}]" in content.texts[0].content
    for row, entry in zip(content.editorial_texts, expected["editorial_texts"], strict=True):
        assert (row.editorial_kind, row.credit) == (entry["kind"], entry["credit"] or "")
        assert row.content.startswith(entry["starts"])
        assert len(row.content.split("\n\n")) == entry.get("paragraphs", 1)


@needs_specimen
def test_references_of_the_reference_page(specimen):
    proposed, expected, _ = specimen
    owners = [("editorial_texts", expected["editorial_texts"]), ("footnotes", expected["footnotes"])]
    wanted = {
        (f"{part}-{n}", each["by"], each.get("number", ""), each.get("type", ""), each.get("date", ""))
        for part, rows in owners
        for n, row in enumerate(rows)
        for each in row.get("references", ())
    }
    rows = proposed.content.references
    assert {(r.owner, r.by, r.number, r.described_type, r.described_date) for r in rows} == wanted
    congress = next(each for each in rows if each.described_type == "decision")
    assert congress.issuer == "VII Congress of Karabakh Armenians"
    numbered = next(each for each in rows if each.by == "number")
    assert words_for(proposed, f"{numbered.key}-collection") == expected["printings"][0]["collection"]
    assert numbered.collection_basis == "inferred"


@needs_specimen
def test_only_the_page_s_own_navigation_is_left(specimen):
    (left,) = specimen[0].left
    assert left.startswith("Leave a Reply")
    assert left.endswith("Required fields are marked *")
