"""The reference case: every piece of a page that somebody published by hand has its place on ours.

The page and what a correct entry of it holds lie beside the project, in ../shared/specimen.
"""

import json
from pathlib import Path

import pytest

from documents.models import Version
from documents.snapshot import (
    ArchivalPart,
    ArchivalReference,
    Correspondent,
    EditorialText,
    Footnote,
    Printing,
    Reference,
    Signatory,
    Text,
)
from tests.documents import builders
from tests.documents.reading.seen import Seen, words_of
from tests.documents.test_states import check_five_revisions

SPECIMEN = Path(__file__).resolve().parents[4] / "shared" / "specimen"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not SPECIMEN.is_dir(), reason="the specimen is not beside the project"),
]


@pytest.fixture
def expected() -> dict:
    return json.loads((SPECIMEN / "expected.json").read_text(encoding="utf-8"))


@pytest.fixture
def paragraphs() -> list[str]:
    """The paragraphs of the page as it was published."""
    text = (SPECIMEN / "letter-1920-07-10.txt").read_text(encoding="utf-8")
    return [each.strip() for each in text.split("\n\n") if each.strip()]


def beginning(paragraphs: list[str], start: str, count: int = 1) -> list[str]:
    at = next(n for n, each in enumerate(paragraphs) if start in each)
    return paragraphs[at : at + count]


@pytest.fixture
def body(expected, paragraphs) -> list[str]:
    text = expected["texts"][0]
    return beginning(paragraphs, text["starts"], text["paragraphs"])


@pytest.fixture
def note(expected, paragraphs) -> str:
    return beginning(paragraphs, expected["footnotes"][0]["starts"])[0].lstrip("• ")


def marked(text: str, names: list[str], ids: dict[str, str], kind: str) -> str:
    """The text with the first mention of each name marked that stands outside other marks."""
    for name in names:
        at, depth = -1, True
        while depth:
            at = text.index(name, at + 1)
            depth = text.count("[[", 0, at) > text.count("]]", 0, at) or text[at - 1] == "["
        text = f"{text[:at]}[[{kind}:{ids[name]}|{name}]]{text[at + len(name) :]}"
    return text


@pytest.fixture
def seen(client, expected, paragraphs, body, note) -> Seen:
    bodies = _ids(builders.body, _bodies(expected))
    people = _ids(builders.person, expected["people_mentioned"])
    places = _ids(builders.place, expected["places_mentioned"])
    first, second = expected["printings"]
    letters = builders.collection(first["collection"], published_in=first["place"], year=first["year"])
    other = builders.collection(second["collection"], editors=second["editor"])
    archive = expected["archival_reference"]
    anchored = expected["footnotes"][0]["anchor_after"]
    text = "\n\n".join(body).replace(f"{anchored}*", f"{anchored}[^*]")
    text = marked(text, sorted(people, key=len, reverse=True), people, "person")
    text = marked(text, sorted(places, key=len, reverse=True), places, "place")
    introduction, notice = expected["editorial_texts"]
    by_number, by_description = expected["footnotes"][0]["references"]
    heading, date, role = expected["heading"], expected["date"], expected["texts"][0]["role"]
    voice = expected["footnotes"][0]["voice"]
    version = builders.published(
        title=expected["title"],
        wording_language="en",
        heading=heading["as_written"],
        heading_voice=heading["voice"]["value"],
        heading_voice_basis=heading["voice"]["basis"],
        heading_voice_reason=heading["voice"]["reason"],
        type=expected["type"]["value"],
        classification_as_written=expected["classification"]["as_written"],
        date_as_written=date["as_written"],
        date_edtf=date["edtf"],
        date_calendar=date["calendar"]["value"],
        date_calendar_basis=date["calendar"]["basis"],
        date_calendar_reason=date["calendar"]["reason"],
        signature_line=expected["signature_line_as_printed"],
        correspondents=tuple(
            Correspondent(
                key=f"corr{n:04d}",
                role=role,
                as_written=row["as_written"],
                by=row.get("by", ""),
                body=bodies[row["body"]],
            )
            for n, (role, row) in enumerate(
                [("sender", row) for row in expected["senders"]]
                + [("recipient", row) for row in expected["recipients"]]
            )
        ),
        texts=(
            Text(
                key="text0001",
                role=role["value"],
                role_basis=role["basis"],
                role_reason=role["reason"],
                language=expected["texts"][0]["language"],
                content=text,
            ),
        ),
        signatories=tuple(
            Signatory(
                key=f"sign{row['order']:04d}",
                name_as_signed=row["name_as_signed"],
                capacity_as_signed=row["capacity_as_signed"],
                body=bodies[row["body"]["value"]],
                body_basis=row["body"]["basis"],
                body_reason=row["body"].get("reason", ""),
            )
            for row in expected["signatories"]
        ),
        footnotes=(
            Footnote(
                key="note0001",
                owner="text0001",
                label=expected["footnotes"][0]["label"],
                content=note,
                voice=voice["value"],
                voice_basis=voice["basis"],
                voice_reason=voice["reason"],
            ),
        ),
        references=(
            Reference(
                key="refer001",
                owner="note0001",
                by="number",
                number=by_number["number"],
                collection=letters,
                collection_basis=by_number["collection"]["basis"],
            ),
            _described("refer002", "note0001", by_description),
            _described("refer003", "words001", introduction["references"][0]),
        ),
        archival_references=(
            ArchivalReference(
                key="archiv01",
                repository=builders.repository(archive["repository"]),
                parts=tuple(ArchivalPart(**part) for part in archive["parts"]),
                leaves=archive["leaves"],
                exemplar=archive["status"],
                production=archive["production"],
                as_printed=archive["as_printed"],
            ),
        ),
        printings=(
            Printing(key="print001", collection=letters, number=first["number"]),
            Printing(key="print002", collection=other, basis=second["basis"], reason=second["reason"]),
        ),
        editorial_texts=(
            EditorialText(
                key="words001",
                language="en",
                content="\n\n".join(
                    beginning(paragraphs, introduction["starts"], introduction["paragraphs"])
                ),
            ),
            EditorialText(
                key="words002",
                editorial_kind="notice",
                language="en",
                content=beginning(paragraphs, notice["starts"])[0],
            ),
        ),
    )
    return Seen(client.get(f"/documents/{version.document_id}/"))


def _ids(build, names) -> dict[str, str]:
    return {name: build(name) for name in names}


def _bodies(expected: dict) -> list[str]:
    rows = [row["body"] for row in (*expected["senders"], *expected["recipients"])]
    return list(dict.fromkeys([*rows, *(row["body"]["value"] for row in expected["signatories"])]))


def _described(key: str, owner: str, row: dict) -> Reference:
    return Reference(
        key=key, owner=owner, described_type=row["type"], issuer=row["issuer"], described_date=row["date"]
    )


def test_every_piece_of_the_specimen_is_on_the_page(seen, expected, body, note, paragraphs):
    assert words_of(seen.all("h1")[0]) == expected["title"]
    heading = seen.section("Heading in the source")
    assert expected["heading"]["as_written"] in heading
    assert f"inferred: {expected['heading']['voice']['reason']}" in heading

    assert seen.fact("Type") == "Letter"
    assert seen.fact("Marked") == expected["classification"]["as_written"]
    date = seen.fact("Date")
    assert "10 July 1920 As written: July 10, 1920" in date
    assert f"Gregorian calendar (new style) inferred: {expected['date']['calendar']['reason']}" in date
    assert seen.fact("Written at") == "not stated"
    for term, rows in (("From", expected["senders"]), ("To", expected["recipients"])):
        for row in rows:
            acting = f"{row['by']} " if "by" in row else ""
            if acting and acting in row["as_written"].lower():
                acting = "of "  # it is not said twice
            assert f"{row['as_written']} that is {acting}{row['body']}" in seen.fact(term)
    assert seen.fact("Original language") == "not stated"

    text = seen.section("Translation into English")
    assert f"inferred: {expected['texts'][0]['role']['reason']} · translator not named · in full" in text
    shown = seen.all("div", class_="text")[0]
    assert shown.get("lang") == "en"
    assert [words_of(each) for each in shown.iter("p")] == [" ".join(each.split()) for each in body]
    supplied = [words_of(each) for each in seen.all("span", class_="supplied")]
    assert supplied[: len(expected["texts"][0]["supplied"])] == expected["texts"][0]["supplied"]

    assert expected["signature_line_as_printed"] in seen.section("Signatures")
    groups = [words_of(each) for each in seen.all("li", class_="group")]
    assert len(groups) == 4
    rest = " ".join(groups)
    for row in expected["signatories"]:
        assert row["capacity_as_signed"] in rest
        assert row["body"]["value"] in rest
        if "reason" in row["body"]:
            assert f"inferred: {row['body']['reason']}" in rest
    names = [words_of(each).removesuffix(" not identified") for each in seen.all("li", class_="name")]
    assert names == [row["name_as_signed"] for row in expected["signatories"]]

    archive = expected["archival_reference"]
    assert seen.section("In the archive").startswith(
        f"In the archive Repository {archive['repository']} Fonds not stated Inventory not stated "
        f"File (delo) {archive['parts'][0]['value']} Leaves or pages {archive['leaves']} "
        f"The exemplar is {archive['status']} Produced as {archive['production']}"
    )
    assert expected["archival_reference"]["as_printed"] in seen.section("In the archive")
    first, second = expected["printings"]
    printed = seen.section("In print")
    assert f"{first['collection']}. {first['place']}, {first['year']} Number No. {first['number']}" in printed
    assert f"{second['collection']}. Ed. {second['editor']} inferred: {second['reason']}" in printed
    assert "Number number not stated" in printed

    notes = seen.section("Notes")
    assert f"* {' '.join(note.split())}" in notes
    assert f"earlier compiler inferred: {expected['footnotes'][0]['voice']['reason']}" in notes
    by_number, by_description = expected["footnotes"][0]["references"]
    collection = by_number["collection"]["value"]
    assert f"No. {by_number['number']} of {collection} inferred not yet in this archive" in notes
    assert f"decision, {by_description['issuer']}, 22 August 1919 not yet in this archive" in notes

    introduction, notice = expected["editorial_texts"]
    said = seen.section("Introduction by editors")
    assert said.startswith(f"Introduction by editors credit not stated {introduction['starts']}")
    for each in beginning(paragraphs, introduction["starts"], introduction["paragraphs"]):
        assert " ".join(each.split()) in said
    assert (
        f"instruction, {introduction['references'][0]['issuer']}, 7 July 1920 not yet in this archive" in said
    )
    said = seen.section("Notice by editors")
    assert said.startswith("Notice by editors credit not stated")
    assert notice["starts"] in said

    named = seen.section("Named here")
    for name in (*expected["people_mentioned"], *expected["places_mentioned"]):
        assert f"{name} mentioned" in named


def test_five_revisions_of_the_page_are_rebuilt_and_the_second_is_restored(seen):
    check_five_revisions(Version.objects.get().document_id)


@pytest.mark.parametrize(
    ("typed", "where"),
    [
        ("Karabakh", "in the translation"),
        ('"complete unity"', "in note *, by an earlier compiler"),
        ("Barsegov", "in the notice, by the editors"),
    ],
)
def test_words_of_the_specimen_are_found_with_whose_they_are(seen, client, typed, where):
    reply = client.get("/documents/", {"q": typed}, follow=True)
    assert reply.context["page"].total == 1
    places = [words_of(each) for each in Seen(reply).all("span", class_="where")]
    assert f"{where}:" in places or f"{where}, supplied by another hand:" in places, places


def test_supplied_words_of_the_specimen_are_told_from_its_own(seen, client):
    asked = {"q": "Karabakh", "scope": "supplied"}
    (place, *_) = Seen(client.get("/documents/", asked, follow=True)).all("span", class_="where")
    assert words_of(place) == "in the translation, supplied by another hand:"
    for scope in ("text", "title", "editorial"):
        asked = {"q": '"complete unity"', "scope": scope}
        assert client.get("/documents/", asked, follow=True).context["page"].total == 0
