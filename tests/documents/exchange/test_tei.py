"""A document as TEI: everything in it comes back, the same bytes are written again, every file is valid."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from documents.exchange.tei.blocks import Notes
from documents.exchange.tei.elements import TEI, tag
from documents.exchange.tei.forms import FORMS
from documents.exchange.tei.imprint import Imprint
from documents.exchange.tei.passages import write_line, write_passage
from documents.exchange.tei.reading import NotOurs, read
from documents.exchange.tei.spelling import line, passage
from documents.exchange.tei.writing import write
from documents.models import Version
from documents.snapshot import (
    PUBLIC,
    Correspondent,
    Document,
    Footnote,
    Name,
    Printing,
    Signatory,
    Snapshot,
    Text,
    load,
)
from tests.archive.test_demonstration import load_demo, undone
from tests.strategies import snapshots

SCHEMA = Path(__file__).parent / "tei_all" / "tei_all.rng"
IMPRINT = Imprint(archive="Archive & <Sons>", site="https://a.example.org", version=2, digest="ab" * 32)
ADA = "b7k2m9qx"

LETTER = Snapshot(
    document=Document(
        public_id="c0000009",
        title="A letter on the harvest",
        heading="Letter of [V.] Lind[^*]",
        heading_voice="earlier compiler",
        date_as_written="27 June 1920",
        date_edtf="1920-06-27",
        date_calendar="julian",
        date_basis="inferred",
        date_reason="The post mark",
        type="letter",
        signature_line="_V. Lind_",
        correspondents=(Correspondent(key="corr0001", as_written="V. Lind", person=ADA),),
        texts=(
            Text(
                key="text0001",
                language="en",
                translator="A. Moor",
                content=f"To [[person:{ADA}|Ada]][^1]\nat [...] once.\n\n## Then\n[[item:1)]] one",
            ),
        ),
        signatories=(Signatory(key="sign0001", name_as_signed="V. Lind", person=ADA, certainty="probable"),),
        footnotes=(
            Footnote(key="note0001", owner="text0001", label="1", content="So it _is_.", voice="editors"),
            Footnote(key="note0002", owner="heading", label="*", content="Thus."),
        ),
    ),
    names={
        ADA: Name(kind="person", label="Lind, Ada", language="en", detail="1870–1925"),
        "type:letter": Name(kind="type", label="letter", language="en"),
    },
)


@pytest.fixture(scope="module")
def schema():
    """It takes some ten seconds to load, so it is loaded once."""
    return etree.RelaxNG(etree.parse(SCHEMA))


def found(data: bytes, path: str) -> list:
    return etree.fromstring(data).xpath(path, namespaces={"t": TEI})


class TestThereAndBack:
    @given(snapshots())
    def test_every_document_comes_back_whole(self, snapshot):
        public = snapshot.public()
        assert read(write(public, IMPRINT)) == (public, IMPRINT)

    @given(snapshots())
    @settings(max_examples=30)
    def test_what_was_read_is_written_in_the_same_bytes(self, snapshot):
        written = write(snapshot.public(), IMPRINT)
        assert write(*read(written)) == written

    def test_an_empty_document_comes_back(self):
        empty = (Snapshot(), Imprint())
        assert read(write(*empty)) == empty

    @pytest.mark.parametrize("blank", [" ", "\n\n", "\n \u00a0", "\ufffe"])
    def test_passages_of_nothing_but_blanks_come_back(self, blank):
        fields = dict.fromkeys(("summary", "heading", "signature_line", "date_as_written"), blank)
        document = replace(LETTER.document, **fields)
        assert read(write(replace(LETTER, document=document), IMPRINT)).snapshot.document == document

    def test_the_letter_comes_back(self):
        assert read(write(LETTER, IMPRINT)).snapshot == LETTER

    def test_every_plain_field_has_a_place_that_is_named_once(self):
        for kind, places in FORMS.items():
            assert places.keys() <= set(PUBLIC[kind].split())
            assert len(set(places.values())) == len(places)


SIGNS = st.sampled_from(
    [
        *"ab _[]|\\#>^*-\n\t\r\u00a0\u2028\x85\x0c\ufffd\ufffe",
        *("\n\n", "## ", "> ", "> > ", ">\n", "| a | b |\n", "|---|---|\n", "[[item:1)]] ", "\n[[page:7]]\n"),
        *("[[page:72v]]", "[^*]", "[^*#2]", "[^*#1]", f"[[person:{ADA}|", f"[[document:{ADA}|", "]]"),
        *("[...]", "[?]", "[sic]", "[supplied]", "_e_", "\ufffd0041;", "\\[", "\\_"),
    ]
)


class TestPassages:
    @given(st.lists(SIGNS, max_size=14).map("".join), st.sampled_from(["div", "note", "abstract", "quote"]))
    @example("one\n\n\n  \ntwo\n", "div")
    @example("> one\n> \n> | a |\n>\n> two", "note")
    @example("one\n[[page:7]]\ntwo", "div")
    @settings(max_examples=300)
    def test_what_was_typed_comes_back_letter_by_letter(self, text, name):
        element, words = etree.Element(tag(name)), etree.Element(tag("head"))
        write_passage(element, text, Notes())
        write_line(words, text, Notes())
        element, words = (etree.fromstring(etree.tostring(each)) for each in (element, words))
        assert passage(element) == text
        assert line(words) == text

    @pytest.mark.parametrize(
        "text",
        [
            "One line\nand another.\n\nA [supplied] word, _set off_[^1)].",
            "## A heading\n[[item:1)]] one\n[[item:2)]] two",
            "> quoted\n>\n> again\n\nthe end of the leaf\n[[page:73]]\nand the next",
            "| No. | Name |\n|---|---|\n| 1 | Ada |",
            r"\[not supplied\], file\_name, C:\\dir",
        ],
    )
    def test_what_is_typed_in_the_ordinary_way_is_nowhere_repeated(self, text):
        element = etree.Element(tag("div"))
        write_passage(element, text, Notes())
        assert b"style" not in etree.tostring(element)

    def test_what_another_program_changed_in_the_elements_counts(self):
        snapshot = replace(LETTER, document=replace(LETTER.document, summary="an old_name of it"))
        written = write(snapshot, IMPRINT)
        assert b'style="an old_name of it"' in written
        changed = written.replace(b"old_name of it</p>", b"old_name of hers</p>")
        assert read(changed).snapshot.document.summary == r"an old\_name of hers"

    def test_words_that_another_program_put_between_the_blocks_are_kept(self):
        element = etree.fromstring(f'<div xmlns="{TEI}">\n  <p>one</p>\n  stray\n  <lg>verse</lg>\n  </div>')
        assert passage(element) == "one\n\nstray\n\nverse"


class TestStandardPlaces:
    def test_a_julian_date_stands_as_typed_with_the_gregorian_day(self):
        (date,) = found(write(LETTER, IMPRINT), "//t:creation/t:date")
        assert date.attrib["when-custom"] == "1920-06-27"
        assert date.attrib["datingMethod"] == "#julian"
        assert date.attrib["when"] == "1920-07-10"
        assert date.text == "27 June 1920"

    def test_an_anchor_leads_to_its_note_and_a_mention_to_the_person(self):
        data = write(LETTER, IMPRINT)
        (target,) = found(data, "//t:body/t:div//t:ref/@target")
        (note,) = found(data, f"//t:note[@xml:id='{target[1:]}']")
        assert "".join(note.itertext()) == "So it is."
        assert (note.get("n"), note.get("resp")) == ("1", "#editors")
        (mention,) = found(data, "//t:body//t:p/t:persName")
        (person,) = found(data, f"//t:person[@xml:id='{mention.get('ref')[1:]}']")
        assert person[0].text == "Lind, Ada"

    def test_it_says_which_version_of_which_archive_it_is(self):
        said = found(write(LETTER, IMPRINT), "//t:publicationStmt/t:idno/text()")
        assert {"c0000009", "2", "ab" * 32, "https://a.example.org/documents/c0000009/v2/"} == set(said)

    def test_brackets_stay_characters(self):
        (gap,) = found(write(LETTER, IMPRINT), "//t:body//t:gap/t:desc/text()")
        assert gap == "[...]"

    def test_what_is_inferred_says_why(self):
        (certainty,) = found(write(LETTER, IMPRINT), "//t:certainty")
        assert dict(certainty.attrib) == {
            "target": "#document",
            "locus": "value",
            "type": "inferred",
            "subtype": "date",
        }
        assert certainty[0].text == "The post mark"


class TestRefused:
    @pytest.mark.parametrize("data", [b"", b"<TEI", b"<TEI/>", f'<TEI xmlns="{TEI}"/>'.encode()])
    def test_what_is_not_ours(self, data):
        with pytest.raises(NotOurs):
            read(data)

    def test_a_later_form(self):
        later = write(LETTER, IMPRINT).replace(b'ident="fonds" version="1"', b'ident="fonds" version="2"')
        with pytest.raises(NotOurs, match="form 1"):
            read(later)


class TestValid:
    """The files against the schema of all of TEI P5."""

    @given(snapshots())
    @settings(max_examples=60)
    def test_every_document(self, schema, snapshot):
        schema.assertValid(etree.fromstring(write(snapshot.public(), IMPRINT)))

    @given(st.lists(SIGNS, max_size=10).map("".join))
    @settings(max_examples=60)
    def test_every_passage_wherever_it_stands(self, schema, text):
        document = replace(
            LETTER.document,
            **dict.fromkeys(("heading", "summary", "date_as_written", "signature_line"), text),
            texts=(replace(LETTER.document.texts[0], content=text),),
            footnotes=(replace(LETTER.document.footnotes[0], content=text),),
        )
        schema.assertValid(etree.fromstring(write(replace(LETTER, document=document), IMPRINT)))

    def test_an_empty_document(self, schema):
        schema.assertValid(etree.fromstring(write(Snapshot(), Imprint())))

    def test_the_demonstration_archive_is_valid_and_comes_back(
        self, schema, db, tmp_path, monkeypatch, django_db_blocker
    ):
        monkeypatch.setattr("django.conf.settings.DATA_DIR", tmp_path)
        with undone():
            load_demo()
            versions = list(Version.objects.exclude(content=""))
        assert len(versions) > 40
        for version in versions:
            imprint = replace(IMPRINT, version=version.number, digest=version.digest)
            written = write(load(version.content), imprint)
            schema.assertValid(etree.fromstring(written))
            again = read(written)
            assert again.snapshot.to_json() == version.content
            assert write(*again) == written


def test_a_printing_keeps_its_line_and_a_title_that_points_to_no_record_is_kept_as_printed():
    line = "Publ. in: Letters, No. 7."
    printed = (Printing(key="prin0001", number="7", as_printed=line), Printing(key="prin0002"))
    written = write(replace(LETTER, document=replace(LETTER.document, printings=printed)), IMPRINT)
    assert read(written).snapshot.document.printings == printed
    root = etree.fromstring(written)
    for title in root.iterfind(f".//{tag('biblStruct')}/{tag('monogr')}/{tag('title')}"):
        title.text = "Letters of the Valley"
    titled = read(etree.tostring(root)).snapshot.document.printings
    assert [row.as_printed for row in titled] == [line, "Letters of the Valley"]
