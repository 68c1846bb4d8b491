"""Citations of a version as BibTeX and RIS: what they say, and that no words of a document can break them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.exchange.bibtex import bibtex
from documents.exchange.citations import Citation, citation_of
from documents.exchange.ris import ris
from documents.snapshot import (
    ArchivalPart,
    ArchivalReference,
    Correspondent,
    Document,
    Name,
    Printing,
    Signatory,
    Snapshot,
)
from tests.documents import builders
from tests.documents.reading.fullest import fullest

DIGEST = "0123456789abcdef" * 4
ADDRESS = "https://archive.example/documents/b1234567/v2/"
NAMES = {
    "person001": Name(kind="person", label="Melnik, Ada", detail="1870–1925"),
    "person002": Name(kind="person", label="Борис Мельник"),
    "body00001": Name(kind="body", label="Council of Mills and Harvest"),
    "collect01": Name(kind="collection", label="Letters of the Valley", detail="Riverside, 1992"),
    "repos0001": Name(kind="repository", label="Valley Archive"),
    "level:fonds": Name(kind="level", label="fonds"),
    "level:file": Name(kind="level", label="file"),
}
TOLD = {
    r"\textbackslash{}": "\\",
    r"\textbraceleft{}": "{",
    r"\textbraceright{}": "}",
    r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^",
    **{f"\\{character}": character for character in "%&#_$"},
}
HOSTILE = (
    "}, title = {forged",
    "{ one brace",
    "\\input{secret} \\",
    "100 % & #1_2 ~ ^ $x$",
    'quotation " marks @misc{b, }',
    "line\r\nER  - \r\nTY  - BOOK",
    "line\nTI  - forged\x85AU  - forged\u2028ER  - \x1dPY  - 1",
)


def cited(**fields) -> Citation:
    fields = {"public_id": "b1234567", "title": "A letter", **fields}
    snapshot = Snapshot(document=Document(**fields), names=NAMES)
    return citation_of(snapshot, version=2, digest=DIGEST, address=ADDRESS, archive="Valley Papers")


def read_bibtex(text: str) -> list[tuple[str, dict[str, str]]]:
    """The entries as BibTeX reads them: it counts braces and knows no backslash."""
    entries, rest = [], text.lstrip()
    while rest:
        head = re.match(r"@misc\{([0-9a-z-]+),\n", rest)
        assert head, rest
        key, fields, rest = head[1], {}, rest[head.end() :]
        while field := re.match(r"  ([a-z]+) = \{", rest):
            value, rest = braced(rest[field.end() :])
            assert rest.startswith(",\n")
            assert "\n" not in value
            fields[field[1]] = value
            rest = rest[2:]
        assert rest.startswith("}\n")
        entries.append((key, fields))
        rest = rest[2:].lstrip()
    return entries


def braced(text: str) -> tuple[str, str]:
    """What stands before the brace that closes a field, and what follows it."""
    depth = 1
    for place, character in enumerate(text):
        depth += {"{": 1, "}": -1}.get(character, 0)
        if not depth:
            return text[:place], text[place + 1 :]
    raise AssertionError(f"A brace is never closed: {text}")


def in_print(value: str) -> str:
    """What TeX would print; every character on which it acts has to be a command that we know."""
    pieces = re.split("(" + "|".join(map(re.escape, TOLD)) + ")", value)
    assert not re.search(r"[\\{}%&#_$~^]", "".join(pieces[::2])), value
    return "".join(TOLD.get(piece, piece) for piece in pieces)


def only_entry(citation: Citation) -> dict[str, str]:
    ((key, fields),) = read_bibtex(bibtex(citation))
    assert key == "b1234567-v2"
    return fields


def read_ris(text: str) -> list[tuple[str, str]]:
    """The lines of one record: TY first, ER last, each once."""
    assert text.endswith("\r\n")
    lines = text[:-2].split("\r\n")
    assert all(len(line.splitlines()) == 1 for line in lines)
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines)
    tags = [line[:2] for line in lines]
    assert (tags[0], tags[-1], tags.count("TY"), tags.count("ER")) == ("TY", "ER", 1, 1)
    return [(line[:2], line[6:]) for line in lines]


def values(citation: Citation, tag: str) -> list[str]:
    return [value for name, value in read_ris(ris(citation)) if name == tag]


def test_bibtex_names_the_version_by_key_address_and_digest():
    fields = only_entry(cited())
    assert fields["url"] == ADDRESS
    assert fields["note"] == "Version 2; SHA-256 0123456789ab"
    assert fields["howpublished"] == "Valley Papers"
    assert fields["title"] == "{A letter}"


def test_ris_names_the_version_by_id_address_and_digest():
    assert read_ris(ris(cited())) == [
        ("TY", "GEN"),
        ("ID", "b1234567-v2"),
        ("TI", "A letter"),
        ("PB", "Valley Papers"),
        ("UR", ADDRESS),
        ("N1", "Version 2; SHA-256 0123456789ab"),
        ("ER", ""),
    ]


def test_heading_in_one_line_stands_in_for_a_title():
    assert cited(title="", heading="To the\nCouncil[^*]").title == "To the Council"
    assert cited(title="", heading="").title == "Untitled document"


def test_author_is_a_sender_whom_the_editors_have_identified():
    rows = (
        Correspondent(key="c1", as_written="A. M.", person="person001"),
        Correspondent(key="c2", as_written="somebody"),
        Correspondent(key="c3", as_written="the Council", body="body00001"),
        Correspondent(key="c4", role="recipient", person="person002"),
    )
    citation = cited(correspondents=rows, signatories=(Signatory(key="s1", person="person002"),))
    assert values(citation, "AU") == ["Melnik, Ada", "Council of Mills and Harvest"]
    assert only_entry(citation)["author"] == "Melnik, Ada and {Council of Mills and Harvest}"


def test_members_of_a_body_do_not_make_the_body_an_author():
    row = Correspondent(key="c1", as_written="some of the Council", by="members of", body="body00001")
    assert cited(correspondents=(row,)).authors == ()


@pytest.mark.parametrize(
    ("row", "names"),
    [
        ({"person": "person002"}, ["Борис Мельник"]),
        ({"person": "person002", "certainty": "probable"}, []),
        ({"person": "person002", "manner": "absent"}, []),
        ({"person": "person002", "manner": "for"}, []),
        ({"name_as_signed": "B. Melnik"}, []),
    ],
)
def test_without_a_sender_those_who_certainly_signed_are_authors(row, names):
    assert values(cited(signatories=(Signatory(key="s1", **row),)), "AU") == names


@pytest.mark.parametrize(
    ("edtf", "in_bibtex", "year", "in_ris"),
    [
        ("1920-07-10", "1920-07-10", "1920", ["1920/07/10"]),
        ("1920-07", "1920-07", "1920", ["1920/07"]),
        ("1920~", "1920~", "1920", []),
        ("1920-07-10/1920-07-12", "1920-07-10/1920-07-12", "1920", []),
        ("192X", "192X", "1920s", []),
    ],
)
def test_date_is_told_as_precisely_as_it_is_known(edtf, in_bibtex, year, in_ris):
    citation = cited(date_edtf=edtf)
    fields = only_entry(citation)
    assert (fields["date"], in_print(fields["year"])) == (in_bibtex, year)
    assert values(citation, "DA") == in_ris
    assert values(citation, "PY") == ([year] if year == "1920" else [])


def test_julian_date_is_cited_in_the_new_style_and_as_written():
    citation = cited(date_edtf="1917-05-28", date_calendar="julian", date_as_written="28 мая[^d] 1917")
    assert only_entry(citation)["date"] == "1917-06-10"
    assert "Dated in the source: 28 мая 1917" in values(citation, "N1")[0]


def test_date_that_nobody_has_read_stands_as_written():
    fields = only_entry(cited(date_as_written="in the hungry year"))
    assert fields["year"] == "in the hungry year"
    assert "date" not in fields


def test_one_of_several_days_is_no_date_for_biblatex_but_told_in_words():
    fields = only_entry(cited(date_edtf="[1920-07-10,1921-07-10]"))
    assert "date" not in fields
    assert "1920" in fields["year"]
    assert "1921" in fields["year"]


def test_a_printing_in_a_collection_that_nobody_has_identified_is_cited_as_printed():
    line = "Publ. in the collection: Letters. Riverside, 1992, doc. No. 367."
    printing = Printing(key="p1", number="367", as_printed=line)
    assert f"Printed in: {line}" in cited(printings=(printing,)).note


def test_archival_reference_and_printing_are_told():
    citation = cited(
        archival_references=(
            ArchivalReference(key="a1", as_printed="ЦГИА, ф. 44, д. 33-а, л. 72"),
            ArchivalReference(
                key="a2",
                repository="repos0001",
                parts=(ArchivalPart(level="fonds", value="44"), ArchivalPart(level="file", value="33_a")),
                leaves="72v",
            ),
        ),
        printings=(Printing(key="p1", collection="collect01", number="367", pages="5–6"),),
    )
    kept = "ЦГИА, ф. 44, д. 33-а, л. 72; Valley Archive, fonds 44, file 33_a, leaves 72v"
    assert values(citation, "CN") == [kept]
    assert kept in in_print(only_entry(citation)["note"])
    assert values(citation, "N1")[0].endswith(
        "Printed in: Letters of the Valley (Riverside, 1992), No. 367, pp. 5–6"
    )


@pytest.mark.parametrize("title", ["Прошеніе мельниковъ", "Ջրաղացպանների խնդրագիրը", "მეწისქვილეთა თხოვნა"])
def test_every_script_stays_as_it_is(title):
    assert only_entry(cited(title=title))["title"] == f"{{{title}}}"
    assert values(cited(title=title), "TI") == [title]


def hostile(words: str) -> Citation:
    """A citation in which these words stand wherever a document can hold words."""
    names = {key: Name(kind=name.kind, label=words, detail=words) for key, name in NAMES.items()}
    snapshot = Snapshot(
        document=Document(
            public_id="b1234567",
            title=words,
            date_as_written=words,
            correspondents=(
                Correspondent(key="c1", person="person001"),
                Correspondent(key="c2", body="body00001"),
            ),
            archival_references=(ArchivalReference(key="a1", as_printed=words),),
            printings=(Printing(key="p1", collection="collect01", number=words, pages=words),),
        ),
        names=names,
    )
    return citation_of(snapshot, version=2, digest=DIGEST, address=ADDRESS, archive=words)


def check(words: str) -> None:
    citation = hostile(words)
    fields = only_entry(citation)
    assert in_print(fields["title"][1:-1]) == citation.title
    assert in_print(fields["note"]) == citation.note
    assert fields["url"] == ADDRESS
    assert values(citation, "TI") == [citation.title]
    assert values(citation, "UR") == [ADDRESS]
    assert len(read_bibtex(bibtex(citation) * 2)) == 2


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_break_neither_form(words):
    check(words)


@given(st.text(st.sampled_from('{}\\%&#_~^$"@,=-\r\n\t\x85\u2028 ERTYandж') | st.characters(codec="utf-8")))
def test_no_words_break_either_form(words):
    check(words)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("form", "kind"),
    [
        ("bib", "application/x-bibtex; charset=utf-8"),
        ("ris", "application/x-research-info-systems; charset=utf-8"),
    ],
)
def test_readers_fetch_the_citation_of_the_current_version_and_of_each(client, settings, form, kind):
    settings.SITE_URL = "https://archive.example"
    version = builders.published(**fullest())
    current = client.get(f"/documents/{version.document_id}.{form}")
    numbered = client.get(f"/documents/{version.document_id}/v1.{form}")
    assert (current.status_code, current["Content-Type"]) == (200, kind)
    assert current.content == numbered.content
    text = current.content.decode()
    assert f"https://archive.example/documents/{version.document_id}/v1/" in text
    assert version.digest[:12] in text
    again = client.get(f"/documents/{version.document_id}.{form}", headers={"If-None-Match": current["ETag"]})
    assert again.status_code == 304


@pytest.mark.django_db
def test_page_leads_to_both_forms_of_its_own_version(client):
    version = builders.published()
    page = client.get(f"/documents/{version.document_id}/v1/").content.decode()
    for form in ("bib", "ris"):
        assert f'<a href="/documents/{version.document_id}/v1.{form}">' in page
