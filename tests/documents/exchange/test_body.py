"""The body of a TEI text in our markup: every word is taken literally, marks stand for what was encoded."""

import re
import time
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from documents.exchange.importing.dialects.body import TEI, Scribe, plain
from documents.exchange.importing.xml import parse as parse_xml
from documents.markup import footnote_problems, parse, problems
from documents.markup import plain as words_of

# What XML can hold and our texts may hold: no control characters, no lone surrogates, no noncharacters.
CHARACTERS = st.characters(exclude_categories=("Cs", "Cc", "Cn"), include_characters="\n\t")


class Linking(Scribe):
    """A dialect of the tests: `persName` with a reference is a mention."""

    def mention(self, element):
        named = element.get("ref", "").removeprefix("#")
        return ("person", named) if named else None


def body(inner: str):
    return parse_xml(f'<div xmlns="http://www.tei-c.org/ns/1.0">{inner}</div>'.encode(), "some.xml")


def written(inner: str, scribe: Scribe | None = None) -> str:
    return (scribe or Linking()).inside(body(inner), "text")


def resolved(text: str) -> str:
    return re.sub(r"\[\[person:@[^|]+\|", "[[person:b2345678|", text)


def blanks_run_together(text: str) -> str:
    return unicodedata.normalize("NFC", re.sub(r"[ \t\r\n]+", " ", text).strip(" \t\r\n"))


@given(st.text(CHARACTERS, max_size=80), st.text(CHARACTERS, max_size=80), st.text(CHARACTERS, max_size=80))
def test_any_text_reads_as_itself(before, within, after):
    div = etree.Element(f"{TEI}div")
    paragraph = etree.SubElement(div, f"{TEI}p")
    paragraph.text = before
    emphasised = etree.SubElement(paragraph, f"{TEI}hi", rend="smallcaps")
    emphasised.text, emphasised.tail = within, after
    text = Scribe().inside(div, "text")
    assert without_layout(words_of(parse(text))) == without_layout(before + within + after)
    assert problems(text) == []


def without_layout(text: str) -> str:
    """Beside a tag, a line end of the file before a comma is no blank; so blanks are not compared."""
    return re.sub(r"[ \t\r\n]+", "", unicodedata.normalize("NFC", text))


@given(st.text(CHARACTERS.filter(lambda sign: sign != "\n"), max_size=120))
@example("\u00a0")
def test_a_paragraph_reads_as_itself_with_its_blanks(text):
    div = etree.Element(f"{TEI}div")
    etree.SubElement(div, f"{TEI}p").text = text
    # What has nothing but blanks, be they such as do not break, is no paragraph in the markup.
    read = blanks_run_together(text) if text.strip() else ""
    assert words_of(parse(Scribe().inside(div, "text"))) == read


@given(st.text(" \n\t\u00a0ab", max_size=60))
def test_lines_of_the_file_within_a_paragraph_are_one_space_each(between):
    div = etree.Element(f"{TEI}div")
    etree.SubElement(div, f"{TEI}p").text = f"from{between}to"
    assert words_of(parse(Scribe().inside(div, "text"))) == blanks_run_together(f"from{between}to")


@given(
    st.lists(st.sampled_from(["hi", "persName", "supplied", "note", "pb", "lb", "q", "del"]), max_size=8),
    st.data(),
)
def test_marks_among_any_words_leave_no_problem(names, data):
    div = etree.Element(f"{TEI}div")
    parent = etree.SubElement(div, f"{TEI}p")
    for name in names:
        child = etree.SubElement(parent, f"{TEI}{name}", n="7", ref="#someone")
        child.text, child.tail = (
            data.draw(st.text(CHARACTERS, max_size=8)),
            data.draw(st.text(CHARACTERS, max_size=8)),
        )
        if data.draw(st.booleans()):
            parent = child
    scribe = Linking()
    text = scribe.inside(div, "text")
    assert footnote_problems(resolved(text), [n.label for n in scribe.footnotes if n.owner == "text"]) == []
    assert [p for p in problems(resolved(text)) if "_" not in p.sentence] == []


def test_what_is_supplied_within_supplied_words_is_in_brackets_already():
    div = etree.fromstring(
        f'<div xmlns="{TEI[1:-1]}"><p><supplied><supplied>a</supplied> b</supplied></p></div>'
    )
    assert Scribe().inside(div, "text") == "[a b]"


TABLE = "| A |\n|---|\n| 1\\|2 |"


@pytest.mark.parametrize(
    ("source", "markup"),
    [
        ("<p>one</p>\n<p>two</p>", "one\n\ntwo"),
        ("<p>one<lb/>two</p>", "one\ntwo"),
        ("<p>an <hi rend='italic'>old</hi> one</p>", "an _old_ one"),
        ("<p>M<hi rend='italic'>c</hi>Lane</p>", "McLane"),
        ("<p><hi rend='italic'>old </hi>one</p>", "_old_ one"),
        ("<p>the <hi rend='smallcaps'>King</hi></p>", "the King"),
        ("<p>snake_case [x] * # |</p>", r"snake\_case \[x\] * # \|"),
        ("<p>a<lb/># b</p>", "a\n\\# b"),
        ("<p>may be <pb n='457'/>seen</p>", "may be [[page:457]]seen"),
        ("<p>be<pb n='457' break='no'/>seen</p>", "be[[page:457]]seen"),
        ("<p>be<pb n='457'/>seen</p>", "be [[page:457]]seen"),
        ("<p>a<supplied>b</supplied> <gap/> <unclear>c</unclear></p>", "a[b] [...] c [?]"),
        ("<p><choice><sic>teh</sic><corr>the</corr></choice> end</p>", "the end"),
        ("<p>a <del>struck</del> word</p>", "a word"),
        ("<p>(\n <persName>Bliss</persName>\n ), <date>1918</date>\n .</p>", "(Bliss), 1918."),
        ("<p><persName ref='#p1'>Onou<note n='2'>Who?</note></persName></p>", "[[person:@p1|Onou]][^2]"),
        (
            "<p><persName ref='#a'>A of <persName ref='#b'>B</persName></persName></p>",
            "[[person:@a|A of]] [[person:@b|B]]",
        ),
        (
            "<p><persName ref='#a'><supplied>A <persName ref='#b'>B</persName></supplied></persName></p>",
            "[[person:@a|[A B]]]",
        ),
        ("<head>On\n grain</head><p>x</p>", "## On grain\n\nx"),
        ("<list><item>a</item><item>b</item></list>", "a\nb"),
        ("<list><head>WITH:</head><item>a</item><item>b</item></list>", "WITH:\na\nb"),
        ("<list><item>a</item><item>b <list><item>c</item></list></item></list>", "a\nb\n\nc"),
        ("<list><label>1.</label><item>a</item><item>b</item></list>", "[[item:1.]] a\n\nb"),
        ("<list><label>[1.]</label><item>a</item></list>", r"\[1.\] a"),
        ("<table><row role='label'><cell>A</cell></row><row><cell>1|2</cell></row></table>", TABLE),
        ("<quote rend='blockquote'><p>a</p><p>b</p></quote>", "> a\n>\n> b"),
        ("<lg><l>a</l><l>b</l></lg>", "a\nb"),
        ("<p>a</p><note n='*'>N</note>", "a[^*]"),
        ("<closer><signed>A.<lb/><hi rend='italic'>Clerk</hi></signed></closer>", "A.\n_Clerk_"),
        ("<p>left<seg type='margin'>right</seg></p>", "left\nright"),
    ],
)
def test_what_is_encoded_becomes_a_mark(source, markup):
    assert written(source) == markup


def test_notes_have_their_printed_labels_their_owners_and_the_notes_in_them():
    scribe = Linking()
    text = written("<p>a<note n='*'>one<note n='1'>deep</note></note> b<note n='*'>two</note></p>", scribe)
    assert text == "a[^*] b[^*#2]"
    outer, inner, second = scribe.footnotes
    assert (outer.owner, outer.label, outer.content) == ("text", "*", "one[^1]")
    assert (inner.owner, inner.label, inner.content) == (outer.key, "1", "deep")
    assert (second.owner, second.label, second.content) == ("text", "*", "two")


def test_notes_of_one_label_are_numbered_when_no_anchor_can_count_them():
    scribe = Linking()
    text = written("<p>a" + "<note>x</note>" * 1002 + "</p>", scribe)
    assert len(scribe.footnotes) == 1002
    assert footnote_problems(text, [note.label for note in scribe.footnotes]) == []
    assert any("999 notes" in told for told in scribe.left)


def test_no_two_notes_have_one_key():
    scribe = Linking()
    written("<p>a<note xml:id='text'>x</note><note xml:id='f'>y</note><note xml:id='f'>z</note></p>", scribe)
    assert len({note.key for note in scribe.footnotes} - {"text"}) == 3


def test_words_of_unknown_elements_stay_and_the_elements_are_counted():
    scribe = Linking()
    assert written("<p>a <riddle>b <hi rend='italic'>c</hi></riddle> d</p>", scribe) == "a b _c_ d"
    assert scribe.unknown == {"riddle": 1}


def test_what_is_left_out_on_purpose_is_told():
    scribe = Linking()
    written("<p><del>SECRET</del> <figure><graphic url='map.png'/></figure></p>", scribe)
    told = " ".join(scribe.left)
    assert "SECRET" in told
    assert "map.png" in told


def test_plain_words_are_without_notes_and_layout():
    assert plain(
        body("<head>The Ambassador (\n <persName>Francis</persName>\n )<note n='1'>x</note></head>")
    ) == ("The Ambassador (Francis)")


@pytest.mark.parametrize(
    "piece",
    [
        "<hi> </hi>",
        "<lb/> ",
        " <hi rend='italic'> \n</hi>",
        "<persName ref='#a'>b</persName>",
        "<c/>\n",
        "_ [",
        "          ",
        "<note>x</note>",
        "</p><note>x</note><p>",
        "</p><pb n='1'/><p>",
        "<del>x</del>",
    ],
)
def test_the_time_grows_with_the_length_only(piece):
    def seconds(times: int) -> float:
        root = body("<p>" + piece * times + "</p>")
        begun = time.process_time()
        Linking().inside(root, "text")
        return time.process_time() - begun

    seconds(100)
    assert seconds(40_000) < max(0.2, seconds(10_000) * 12)


def test_a_hundred_levels_of_anything_are_read():
    for name in ("div", "hi", "quote", "note", "item", "supplied", "persName"):
        assert "deep" in written(f"<{name} n='1'>" * 98 + "deep" + f"</{name}>" * 98) or name == "note"
