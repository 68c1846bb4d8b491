"""A Word file becomes text and notes in our markup, and what is not in them is told."""

import time
import zipfile
from collections.abc import Callable
from io import BytesIO
from unicodedata import normalize
from xml.sax.saxutils import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents.exchange.word import Refused, take
from documents.exchange.word.safety import MOST_ELEMENTS
from documents.markup import anchors, parse, plain

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
Docx = Callable[..., bytes]


def run(words: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def p(*runs: str, style: str = "") -> str:
    looks = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{looks}{''.join(runs)}</w:p>"


def call(note: int) -> str:
    return f'<w:r><w:footnoteReference w:id="{note}"/></w:r>'


def test_paragraphs_emphasis_headings_and_line_breaks(docx: Docx) -> None:
    style = '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>'
    styles = f"<w:styles {W}>{style}</w:styles>"
    body = (
        p(run("On the harvest"), style="Heading1")
        + p(run("We read in "), run("Pravda", "<w:i/>"), run(" of it."))
        + p(run("one"), "<w:r><w:br/></w:r>", run("two"))
    )
    taken = take(docx(body, styles=styles))
    assert taken.content == "## On the harvest\n\nWe read in _Pravda_ of it.\n\none\ntwo"
    assert taken.notes == ()


def test_notes_are_numbered_as_the_text_calls_them(docx: Docx) -> None:
    body = p(run("First"), call(7), run(" and second"), call(3), run("."))
    taken = take(docx(body, {3: "The second.", 7: "The first.", 9: "Nobody calls me."}))
    assert taken.content == "First[^1] and second[^2]."
    assert [(note.label, note.content) for note in taken.notes][:2] == [
        ("1", "The first."),
        ("2", "The second."),
    ]
    assert anchors(parse(taken.content)) == [("1", 1), ("2", 1)]


def test_marks_of_ours_in_the_words_are_taken_literally(docx: Docx) -> None:
    words = "_no_ [[person:x|y]] [^1] | a \\ b"
    taken = take(docx(p(run(words)) + p(run("## no heading")) + p(run("&gt; no quotation"))))
    assert plain(parse(taken.content)) == f"{words}\n\n## no heading\n\n> no quotation"


def test_a_table_keeps_its_cells(docx: Docx) -> None:
    row = "<w:tr>" + "".join(f"<w:tc>{p(run(cell))}</w:tc>" for cell in ("1", "A|B")) + "</w:tr>"
    assert take(docx(f"<w:tbl>{row}</w:tbl>" + p())).content == "| 1 | A\\|B |"


def test_what_does_not_become_text_is_told(docx: Docx) -> None:
    body = p(
        run("Kept"),
        '<w:del w:id="1"><w:r><w:delText>gone</w:delText></w:r></w:del>',
        f'<w:ins w:id="2">{run(" and new")}</w:ins>',
        "<w:r><w:drawing/></w:r>",
        run(" under", '<w:u w:val="single"/>'),
    )
    comments = f'<w:comments {W}><w:comment w:id="0">{p(run("Is this so?"))}</w:comment></w:comments>'
    header = f"<w:hdr {W}>{p(run('Draft of May'))}</w:hdr>"
    taken = take(docx(body, comments=comments, header1=header))
    assert taken.content == "Kept and new under"
    for words in ("1 deletion", "1 insertion", "1 image", "“Is this so?”", "“Draft of May”", "underlined"):
        assert any(words in sentence for sentence in taken.told), words


def inside(name: str, *runs: str, space: str = "w") -> str:
    return f"<{space}:{name}>{''.join(runs)}</{space}:{name}>"


MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def in_ruby(words: str) -> str:
    return inside("r", inside("ruby", "<w:rubyPr/>", inside("rt", run("")), inside("rubyBase", run(words))))


def in_alternate(words: str) -> str:
    choice = f'<mc:Choice Requires="w14">{run(words)}</mc:Choice>'
    return f"<mc:AlternateContent {MC}>{choice}<mc:Fallback/></mc:AlternateContent>"


def in_control(words: str) -> str:
    box = '<w14:checkbox xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"/>'
    return inside("sdt", inside("sdtPr", box), inside("sdtContent", run(words)))


WRAPPERS: dict[str, Callable[[str], str]] = {
    "run": run,
    "field": lambda words: inside("fldSimple", run(words)),
    "direction": lambda words: inside("dir", inside("bdo", run(words))),
    "smart tag": lambda words: inside("smartTag", "<w:smartTagPr/>", inside("customXml", run(words))),
    "field in a link": lambda words: inside("hyperlink", inside("fldSimple", run(words))),
    "ruby": in_ruby,
    "alternate": in_alternate,
    "control": in_control,
    "insertion": lambda words: inside("ins", inside("dir", run(words))),
}


@pytest.mark.parametrize("wrapper", WRAPPERS)
def test_words_stay_whatever_word_puts_around_them(docx: Docx, wrapper: str) -> None:
    taken = take(docx(p(run("Before "), WRAPPERS[wrapper]("يوم"), run(" after"))))
    assert taken.content == "Before يوم after"
    assert [told for told in taken.told if not told.startswith("1 insertion")] == []


def test_they_stay_in_a_note_and_in_a_file_of_the_strict_kind(docx: Docx) -> None:
    body = p(run("See"), call(1), inside("dir", run(" יום")))
    assert take(docx(body, {1: f"</w:t></w:r>{inside('bdo', run('Ibid.'))}<w:r><w:t>"})).notes[0].content == (
        "Ibid."
    )
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    document = (
        f'<w:document xmlns:w="{strict}"><w:body>{p(inside("fldSimple", run("1920")))}</w:body></w:document>'
    )
    assert take(docx("", document=document)).content == "1920"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (
            run("A ") + '<w:r><w:sym w:font="Ogham" w:char="F0A7"/></w:r>' + run(" B"),
            "font “Ogham” (number F0A7)",
        ),
        (run("A ") + '<w:r><w:sym w:font="Ogham" w:char="F0A7"/></w:r>' + run(" B"), "paragraph “A B”"),
        (run("A") + inside("unheardOf", run("lost words")), "(“unheardOf”) are left out: “lost words”"),
        (run("A") + "<w:r><w:pgNum/></w:r>", "(“pgNum”) is left out"),
        (run("A") + '<w:r><w:br w:type="odd"/></w:r>', "break of an unknown kind"),
        (
            inside("r", inside("ruby", inside("rt", run("にほん")), inside("rubyBase", run("日本")))),
            "The reading above “日本” is left out: “にほん”",
        ),
        (
            run("A")
            + "<w:r><w:drawing><w:txbxContent>"
            + p(run("in a box"))
            + "</w:txbxContent></w:drawing></w:r>",
            "A text box is left out: “in a box”",
        ),
        (
            run("A")
            + '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>FORMCHECKBOX</w:instrText></w:r>'
            + '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
            "1 × boxes to be ticked are left out",
        ),
    ],
)
def test_whatever_is_passed_over_is_told(docx: Docx, body: str, said: str) -> None:
    assert any(said in sentence for sentence in take(docx(p(body))).told)


def test_nothing_is_told_of_what_only_looks_otherwise(docx: Docx) -> None:
    body = p(run("A", '<w:rStyle w:val="None"/>'), "<w:permStart/>", run("B"), "<w:r><w:cr/></w:r>", run("C"))
    taken = take(docx(body))
    assert (taken.content, taken.told) == ("AB\nC", ())


LETTERS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=1, max_size=40)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(st.tuples(LETTERS, st.sampled_from(sorted(WRAPPERS))), min_size=1, max_size=4))
def test_any_words_come_through(docx: Docx, words: list[tuple[str, str]]) -> None:
    taken = take(docx("".join(p(WRAPPERS[wrapper](escape(each))) for each, wrapper in words)))
    assert plain(parse(taken.content)) == normalize("NFC", "\n\n".join(each for each, _ in words))


# --- Files that mean harm, or are broken ---


def _zip(**parts: str) -> bytes:
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no Word file"),
        (b"words", "no Word file"),
        (b"PK\x03\x04" + bytes(100), "no Word file"),
        (b"\xd0\xcf\x11\xe0" + bytes(100), "older Word file"),
        (bytes(20 * 1024 * 1024 + 1), "larger than 20 MB"),
        (_zip(**{"a.txt": "words"}), "no text of Word"),
        (_zip(**{"word/document.xml": "<w:document"}), "damaged"),
        (_zip(**{"word/document.xml": f"<w:document {W}/>"}), "could not be read"),
        (
            _zip(**{"word/document.xml": f'<!DOCTYPE d [<!ENTITY a "b">]><w:document {W}>&a;</w:document>'}),
            "damaged or not made by Word",
        ),
        (_zip(**{"word/document.xml": "<a>" * 300 + "</a>" * 300}), "damaged or not made by Word"),
    ],
)
def test_what_is_no_word_file_is_refused_with_a_sentence(data: bytes, said: str) -> None:
    with pytest.raises(Refused, match=said):
        take(data)


def test_a_zip_bomb_is_refused_without_unpacking_it(docx: Docx) -> None:
    began = time.monotonic()
    with pytest.raises(Refused, match="2 MB"):
        take(docx(p(run("x" * 200_000_000))))
    with pytest.raises(Refused, match="2 MB"):
        take(docx(p(run("x")), big=" " * 100_000_000))
    assert time.monotonic() - began < 20


def test_as_many_paragraphs_as_would_take_minutes_are_refused(docx: Docx) -> None:
    with pytest.raises(Refused, match="runs and other elements"):
        take(docx(p(run("x")) * (MOST_ELEMENTS // 3 + 1)))


def test_a_damaged_archive_is_read_or_refused_and_nothing_else(docx: Docx) -> None:
    whole = docx(p(run("words and words " * 50)))
    refused = 0
    for at in range(0, len(whole), 37):
        try:
            take(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        except Refused:
            refused += 1
    assert refused
