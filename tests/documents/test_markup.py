"""The markup: what is read, what is shown, what stays literal, and what an editor is told.

After a deliberate change of the grammar, `python -m tests.documents.test_markup` writes the golden file anew;
read the difference before it is committed.
"""

import json
import re
from collections import Counter
from itertools import chain
from pathlib import Path

import html5lib
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from documents.markup import (
    LONGEST,
    Emphasis,
    Heading,
    Item,
    LineBreak,
    MarkupError,
    Mention,
    Note,
    NoteTarget,
    Page,
    Paragraph,
    Quote,
    Supplied,
    Table,
    Text,
    anchor,
    anchors,
    backlinks,
    escape,
    footnote_problems,
    html,
    mentions,
    pages,
    parse,
    plain,
    problems,
    walk,
    words,
)

HERE = Path(__file__).parent
GOLDEN = HERE / "golden" / "markup.json"
GUIDE = (HERE.parents[1] / "docs" / "markup.md").read_text(encoding="utf-8")
SPECIMEN = HERE.parents[2] / "shared" / "specimen" / "letter-1920-07-10.txt"

LINKS = {"b7k2m9qx": "/people/b7k2m9qx/", "c3d4f5g6": "javascript:alert(1)"}
NOTES = {("*", 1): NoteTarget("note-a"), ("*", 2): NoteTarget("note-b"), ("1)", 1): NoteTarget("note-c")}

# Everything that can mean something, beside things that look like it.
PIECES = [
    *"\\_#>|[]*^abé1.,()<&'\" ",
    *(
        " ",
        "\n",
        "\n\n",
        "\n## ",
        "\n> ",
        "\n| ",
        " |\n",
        "\n|---|\n",
        "\n[[item:1)]] ",
        "\t",
        "\u0301",
        "\u202e",
    ),
    *("[[", "]]", "[^", "[^*]", "[^*#2]", "[^1)]", "[...]", "[?]", "[sic]", "[[page:72v]]", '[[page:"<>]]'),
    *("[[person:b7k2m9qx|", "[[place:c3d4f5g6|", "[[body:nobody00|x]]", "[[letter:b7k2m9qx|", "snake_case"),
    *("<script>alert(1)</script>", "javascript:", '" onclick="x', "\x00", "\x1b", "\ud800", "\ufffe", "\r\n"),
]
MARKED = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
ANYTHING = st.text(max_size=200) | st.text(alphabet=st.characters(), max_size=80)
FIT = st.text(
    alphabet=st.sampled_from("\\_#>|[]*^ab \n\u00a0é") | st.characters(exclude_categories=["Cc", "Cs", "Cn"]),
    max_size=80,
)

TAGS = {
    "p": {"class"},
    "br": set(),
    "em": set(),
    "h3": set(),
    "blockquote": set(),
    "div": {"class", "role", "tabindex", "aria-label"},
    "table": set(),
    "thead": set(),
    "tbody": set(),
    "tr": set(),
    "th": {"scope"},
    "td": set(),
    "sup": set(),
    "a": {"class", "href", "id", "role", "aria-label"},
    "span": {"class", "id", "role", "aria-label"},
}


def one(text: str) -> tuple:
    """The inlines of a text that is one paragraph."""
    (paragraph,) = parse(text)
    assert isinstance(paragraph, Paragraph)
    return paragraph.inlines


def shown(text: str) -> str:
    return html(parse(text), links=LINKS, notes=NOTES)


def elements(fragment: str) -> list:
    """The elements of a fragment, read by a parser that accepts no error."""
    page = f'<!DOCTYPE html><html lang="en"><head><title>t</title></head><body>{fragment}</body></html>'
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    return list(tree.find("body").iter())[1:]


def by_paragraphs(text: str) -> str:
    """The text with every run of blank lines as one."""
    blocks = re.split(r"\n(?:[^\S\n]*\n)+", "\n" + text + "\n\n")
    return "\n\n".join(
        block for block in (each.strip("\n") for each in blocks) if block and not block.isspace()
    )


# --- What is read ---


def golden(text: str) -> dict:
    blocks = parse(text)
    return {
        "input": text,
        "blocks": [repr(block) for block in blocks],
        "html": html(blocks, links=LINKS, notes=NOTES).split("\n"),
        "plain": plain(blocks, notes=True),
    }


CASES = json.loads(GOLDEN.read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["input"][:40] for case in CASES])
def test_text_reads_as_in_the_golden_file(case):
    assert golden(case["input"]) == case


def test_golden_file_has_a_case_for_every_node():
    assert len(CASES) >= 40
    said = " ".join(block for case in CASES for block in case["blocks"])
    nodes = Paragraph, Heading, Quote, Table, Item, Text, LineBreak, Page, Note, Emphasis, Supplied, Mention
    assert [node.__name__ for node in nodes if f"{node.__name__}(" not in said] == []


EXAMPLES = re.findall(r"```text\n(.*?)```\n+```html\n(.*?)```", GUIDE, re.DOTALL)


@pytest.mark.parametrize(("source", "expected"), EXAMPLES, ids=[source[:30] for source, _ in EXAMPLES])
def test_example_of_the_guide_is_shown_as_the_guide_says(source, expected):
    assert shown(source.removesuffix("\n")) == expected.removesuffix("\n")


def test_guide_has_examples():
    assert len(EXAMPLES) >= 10


def test_star_is_never_markup():
    text = "* not a list, *not* emphasis, **nor** strong, Armenians*"
    assert one(text) == (Text(text),)


def test_emphasis_needs_word_boundaries():
    assert one("snake_case a_b _ __ ____") == (Text("snake_case a_b _ __ ____"),)
    assert one(r"_a\__ and _\_b_") == (Emphasis((Text("a_"),)), Text(" and "), Emphasis((Text("_b"),)))
    assert one("x\u0302_a_ _b _") == (Text("x\u0302_a_ _b _"),)
    assert one("(_Pravda_)") == (Text("("), Emphasis((Text("Pravda"),)), Text(")"))


def test_numbered_or_indented_line_stays_a_paragraph():
    assert parse("1920. A year\n\n    indented") == (
        Paragraph((Text("1920. A year"),)),
        Paragraph((Text("    indented"),)),
    )


def test_marks_of_the_genre_are_supplied_words_of_a_kind():
    found = [
        (inline.kind, inline.inlines)
        for inline in walk(parse("[K.] [...] [. . .] [?] [sic] [_sic!_]"))
        if isinstance(inline, Supplied)
    ]
    assert [kind for kind, _ in found] == ["supplied", "gap", "gap", "unclear", "sic", "sic"]
    assert found[0][1] == (Text("K."),)


def test_supplied_words_stand_in_a_mention_and_a_mention_in_supplied_words():
    inside = Mention("place", "b7k2m9qx", (Supplied((Text("Karabakh"),)),))
    around = Supplied((Mention("place", "b7k2m9qx", (Text("Karabakh"),)),))
    assert one("[[place:b7k2m9qx|[Karabakh]]]") == (inside,)
    assert one("[[[place:b7k2m9qx|Karabakh]]]") == (around,)


def test_of_two_open_mentions_the_inner_one_counts():
    text = "[[person:b7k2m9qx|a [[place:b7k2m9qx|b]] c]]"
    assert [mention.kind for mention in mentions(parse(text))] == ["place"]
    assert plain(parse(text)) == "[[person:b7k2m9qx|a b c]]"


@pytest.mark.parametrize(
    "text",
    [
        "[[person:B7K2M9QX|upper case]]",
        "[[person:b7k2m9q|seven]]",
        "[[person:b7k2m9qxy|nine]]",
        "[[person:b7k2m9qx]]",
        "[[person:b7k2m9qx|]]",
        "[[letter:b7k2m9qx|unknown]]",
        "[[person:b7k2m9qx|never closed",
        "[[page:]] [[page: 72]] [[page:7|2]]",
        "here [[item:1)]] is no beginning",
        "[^] [^ ] [^a label of more than twenty characters]",
        "[open and _open and [[open",
        "[]",
        "##no space, ## in the middle",
        ">no space",
        "|no space|",
        "| no end",
        "|---|---|",
    ],
)
def test_mark_that_is_not_understood_stays_literal(text):
    assert one(text) == (Text(text),)


def test_page_alone_on_its_line_takes_no_line():
    assert one("end\n[[page:73]]\nbegin") == (Text("end"), LineBreak(), Page("73"), Text("begin"))
    assert plain(parse("end\n[[page:73]]\nbegin")) == "end\nbegin"
    assert one("end\n  [[page:73]] [[page:74]]") == (Text("end"), Page("73"), Page("74"))
    assert parse("[[page:72v]]") == (Paragraph((Page("72v"),)),)
    assert pages(parse("[[page:72v]]\n\n| a[[page:73]] |")) == ["72v", "73"]


def test_backslash_is_itself_except_before_a_mark():
    assert plain(parse(r"\_a\_ \[b\] \## \\ C:\dir \n")) == r"_a_ [b] ## \ C:\dir \n"


def test_quote_holds_every_block_but_no_quote():
    (quote,) = parse("> ## H\n> | a |\n>\n> > b\n> [[item:1]] c")
    assert [type(block) for block in quote.blocks] == [Heading, Table, Paragraph, Item]
    assert plain([quote.blocks[2]]) == "> b"


def test_bar_in_a_mark_divides_no_cell():
    (table,) = parse(r"| [[person:b7k2m9qx|N.]] | a\|b | [^|] |")
    assert [plain([Paragraph(cell)], notes=True) for cell in table.rows[0]] == ["N.", "a|b", "|"]


def test_figures_in_a_table_can_be_set_under_each_other():
    figures = ("13, 093, 678", "$465.50", "12 1/2", "–3", "4½")
    words = ("", "No. 5", "5 tons", "a", "–", "8[?]")
    for cells, wanted in ((figures, len(figures)), (words, 0)):
        shown = html(parse(f"| {' | '.join(cells)} |"))
        assert (shown.count('class="numeric"'), shown.count("<td")) == (wanted, len(cells))


def test_rows_of_a_table_are_filled_up_to_the_widest():
    shown = html(parse("| a |\n| b | c |\n| d |"))
    assert [row.count("<td") for row in shown.split("<tr>")[1:]] == [2, 2, 2]


def test_line_of_dashes_that_follows_no_row_is_text():
    assert one("|---|---|\nwords") == (Text("|---|---|"), LineBreak(), Text("words"))


def test_line_ends_of_any_system_are_line_ends():
    assert parse("a\r\nb\rc\n\r\nd") == parse("a\nb\nc\n\nd")


def test_too_long_text_is_refused_with_a_sentence():
    assert parse("a" * LONGEST)
    with pytest.raises(MarkupError, match="1,000,001 characters; at most 1,000,000"):
        parse("a" * (LONGEST + 1))


@given(MARKED | ANYTHING)
def test_any_text_can_be_read(text):
    shown(text).encode()
    plain(parse(text), notes=True).encode()
    words(parse(text))
    problems(text)
    footnote_problems(text, ["*", "*"])


@given(FIT)
@example("## a\n> b\n| c |\n|---|\n[[item:1]] d\n\n_e_ [f] [^*] [[page:1]] \\ \\\\ \\_ *")
@example("#\n>\n\n>")
def test_escaped_text_reads_as_itself(text):
    blocks = parse(escape(text))
    assert plain(blocks) == by_paragraphs(text)
    assert {type(inline) for inline in walk(blocks)} <= {Text, LineBreak}


@given(FIT.map(lambda text: " ".join(text.split())).filter(bool))
@example("a_")
@example("_b]")
@example("^")
def test_escaped_words_stand_in_any_mark(text):
    safe = escape(text)
    assert mentions(parse(f"a [[person:b7k2m9qx|{safe}]]")) == [("person", "b7k2m9qx", text)]
    assert one(f"a _{safe}_") == (Text("a "), Emphasis((Text(text),)))
    assert words(parse(f"a [{safe}]")).supplied == f"[{text}]"
    assert parse(f"| a | {safe} |") == (Table((((Text("a"),), (Text(text),)),)),)
    assert parse(f"> {safe}") == (Quote((Paragraph((Text(text),)),)),)
    assert parse(f"[[item:1)]] {safe}") == (Item("1)", (Text(text),)),)


@given(st.text(alphabet="ab*_\\#>|[]^ \n", max_size=80))
def test_nothing_but_marks_is_lost_in_plain_text(text):
    kept = plain(parse(text), notes=True)
    assert [c for c in kept if c in "ab*"] == [c for c in text if c in "ab*"]


@given(MARKED)
def test_every_word_has_one_voice(text):
    blocks = parse(text)
    apart = words(blocks)
    assert Counter("".join(plain(blocks).split())) == Counter("".join((apart.own + apart.supplied).split()))


# --- Plain text ---


def test_plain_text_by_voice():
    blocks = parse("The [Red] _Army_ of [[place:b7k2m9qx|[Kara]bakh]][^*#2] [...] fell.")
    assert plain(blocks) == "The [Red] Army of [Kara]bakh [...] fell."
    assert plain(blocks, notes=True) == "The [Red] Army of [Kara]bakh* [...] fell."
    said = words(blocks)
    assert said.shown == plain(blocks)
    assert (said.own, said.supplied) == ("The  Army of bakh  fell.", "[Red] [Kara] [...]")
    assert said.mixed == "The Red Army of Karabakh ... fell."


@given(MARKED)
def test_the_words_by_voice_are_the_plain_text_by_voice(text):
    blocks = parse(text)
    said = words(blocks)
    assert said.shown == plain(blocks)
    assert (said.own, said.supplied) == tuple(plain(blocks, voices=(voice,)) for voice in ("own", "supplied"))
    mixed = [block for block in blocks if any(isinstance(each, Supplied) for each in walk([block]))]
    assert said.mixed == re.sub(r"[\[\]]", "", plain(mixed))


def test_gap_does_not_glue_words_together():
    assert words(parse("over[...]throw")).own == "over throw"


def test_plain_text_of_blocks():
    text = "## H\n> q\n>\n> r\n| a | b |\n|---|---|\n| c | d |\n[[item:1)]] one"
    assert plain(parse(text)) == "H\n\nq\n\nr\n\na\tb\nc\td\n\n1) one"


def test_anchors_mentions_and_pages_are_listed_in_order():
    blocks = parse("a[^*]\n\n> b[^*#2] [[person:b7k2m9qx|_N._ [Narimanov]]]\n| c[^*] [[page:2]] |")
    assert anchors(blocks) == [("*", 1), ("*", 2), ("*", 1)]
    assert mentions(blocks) == [("person", "b7k2m9qx", "N. [Narimanov]")]
    assert pages(blocks) == ["2"]


# --- HTML ---


@given(MARKED | ANYTHING)
@example('[[page:" onload="x]] [[person:c3d4f5g6|x]] <script>')
def test_html_is_valid_and_holds_only_the_tags_of_the_markup(text):
    found = elements(shown(text))
    for element in found:
        assert element.tag in TAGS
        assert set(element.attrib) <= TAGS[element.tag]
        assert element.get("href", "#").startswith(("#note-", "/people/")) or "href" not in element.attrib
    ids = [element.get("id") for element in found if element.get("id")]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[A-Za-z][\w-]*", each, re.ASCII) for each in ids)


@given(MARKED)
def test_html_shows_the_words_of_the_plain_text(text):
    blocks = tuple(block for block in parse(text) if not pages([block]))
    body = "".join("".join(element.itertext()) for element in elements(f"<div>{html(blocks)}</div>")[:1])
    assert "".join(body.split()) == "".join(plain(blocks, notes=True).split())


@pytest.mark.parametrize(
    "path", ["javascript:alert(1)", "https://x.test/", "//x.test", "/\\x.test", "/\t/x.test", "", "x"]
)
def test_link_leads_nowhere_but_to_a_path_of_this_archive(path):
    blocks = parse("[[person:b7k2m9qx|N.]]")
    assert html(blocks, links={"b7k2m9qx": path}) == '<p><span class="mention person">N.</span></p>'


def test_link_is_escaped():
    assert 'href="/?a=1&amp;b=&quot;"' in html(
        parse("[[person:b7k2m9qx|N.]]"), links={"b7k2m9qx": '/?a=1&b="'}
    )


def test_backlinks_name_the_anchors_of_the_html():
    blocks = parse("a[^*]\n\n| b[^*#2] | c[^*] |\n> d[^*] e[^9]")
    links = backlinks(blocks, NOTES)
    assert links == {
        "note-a": ["note-a-ref-1", "note-a-ref-2", "note-a-ref-3"],
        "note-b": ["note-b-ref-1"],
        "note-c": [],
    }
    refs = [element for element in elements(html(blocks, notes=NOTES)) if element.tag == "a"]
    assert sorted(each.get("id") for each in refs) == sorted(chain.from_iterable(links.values()))
    assert all(each.get("id").startswith(each.get("href")[1:]) for each in refs)


def test_page_breaks_of_one_label_and_of_several_texts_have_ids_of_their_own():
    text = "[[page:72v]] [[page:72v]] [[page:72 v]] [[page:72_20_v]] [[page:л. 5]]"
    found = [
        each.get("id") for each in elements(html(parse(text), prefix="t1-")) if each.get("class") == "page"
    ]
    assert found == ["t1-p-72v", "t1-p-72v-2", "t1-p-72_20_v", "t1-p-72_5f_20_5f_v", "t1-p-_43b__2e__20_5"]


@pytest.mark.parametrize("name", ["1a", "a b", 'a"', "é"])
def test_id_that_html_cannot_have_is_refused(name):
    with pytest.raises(ValueError, match="a letter, then"):
        NoteTarget(name)
    with pytest.raises(ValueError, match="a letter, then"):
        html((), prefix=name)


# --- What an editor is told ---


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("a\nb [[person:b7k2m9qx|N.", (2, 3), "is not closed"),
        ("a [[page:72", (1, 3), "is not closed"),
        ("[[letter:b7k2m9qx|x]]", (1, 1), "“letter” is no kind of mark"),
        ("[[ x ]]", (1, 1), "begins a mark"),
        ("[[[[x]]", (1, 3), "begins a mark"),
        ("[[person:B7|x]]", (1, 1), "the ID has eight characters"),
        ("[[person:b7k2m9qx|]]", (1, 1), "has no words"),
        ("a [[item:1)]]", (1, 3), "An item begins a line"),
        ("[[page:]]", (1, 1), "1 to 40 characters"),
        ("[^ ]", (1, 1), "begins a note anchor"),
        ("[[person:b7k2m9qx|N.[^1]]]", (1, 21), "write [^1] after the ]]"),
        ("> | a | [[x:1]] |", (1, 9), "“x” is no kind of mark"),
        ("[[item:1)]] [[page:", (1, 13), "is not closed"),
        ("a\r\nb\x00", (2, 2), "U+0000"),
        ("\ud800", (1, 1), "U+D800"),
        ("a\n\x85", (2, 1), "U+0085"),
        ("a" * (LONGEST + 1), (1, 1), "at most 1,000,000"),
    ],
)
def test_mistake_is_told_with_its_place(text, place, said):
    (problem,) = problems(text)
    assert (problem.line, problem.column) == place
    assert said in problem.sentence


@pytest.mark.parametrize(
    "text",
    [
        "\tplain\ntext, a_b, [Karabakh], [...], * and \\[[ and [open",
        "[[person:b7k2m9qx|[N.] _x_]][^*]\n[[item:1)]] a\n[[page:2]]\n| [[[body:b7k2m9qx|x]]] |",
    ],
)
def test_correct_text_has_no_problems(text):
    assert problems(text) == []


def test_problems_are_told_in_the_order_of_their_places_and_not_without_end():
    text = "\x00 [[x\n" * 500
    found = problems(text)
    assert found == sorted(found)
    assert len(found) == 100


def test_anchors_and_notes_that_match_are_silent():
    assert footnote_problems("a[^*] b[^*#2] c[^*] d[^1)]", ["*", "*", "1)"]) == []


def test_anchor_without_note_and_note_without_anchor_are_told():
    assert footnote_problems("a[^*]\nb[^*#3] c[^5] [[person:b7k2m9qx|x[^6]]]", ["*", "*", "6"]) == [
        "The anchor [^*#3] in line 2 has no note: only 2 notes have the label *.",
        "The anchor [^5] in line 2 has no note: add a note labelled 5, or remove the anchor.",
        "Note * (number 2 of this label) has no anchor: write [^*#2] where it belongs in the text.",
        "Note 6 has no anchor: write [^6] where it belongs in the text.",
    ]


def test_note_whose_label_cannot_be_anchored_is_told():
    (said,) = footnote_problems("", ["[1]"])
    assert "“[1]” cannot be anchored" in said


@given(st.text(alphabet="*1)†#2a ]", min_size=1, max_size=22), st.integers(1, 1000))
@example("a#2", 1)
def test_anchor_is_written_so_that_it_is_read(label, number):
    try:
        mark = anchor(label, number)
    except MarkupError:
        assert "]" in label or label != label.strip() or len(label) > 20 or number > 999
    else:
        assert one(f"a{mark}") == (Text("a"), Note(label, number))


# --- Hostile texts; what they cost is measured in tests/benchmarks/test_markup_speed.py ---

HOSTILE = {
    **{mark: mark for mark in ("[", "_", "\\", "|", ">", "[[", "[^", "]", "*")},
    "open emphasis": "_a ",
    "closed emphasis": " _a_",
    "open bracket": "[a",
    "closed bracket": "[a]",
    "crossed": "[_",
    "open mention": "[[person:b7k2m9qx|",
    "mention": "[[person:b7k2m9qx|a]]",
    "page": "[[page:1]]\n",
    "note": "[^1]",
    "long label": "[^" + "a" * 20,
    "item": "[[item:1]]\n",
    "quote": "> \n",
    "row": "| a |\n",
    "cell": "| ",
    "rule": "|---",
    "line": "x\n",
    "blank line": " \n",
    "script": "<script>",
    "escape": "\\[",
    "NUL": "\0",
}


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_read_shown_and_questioned(unit):
    text = (unit * 50_000)[:50_000]
    blocks = parse(text)
    html(blocks).encode()
    plain(blocks).encode()
    assert len(problems(text)) <= 100
    assert len(footnote_problems(text, [])) <= 100


def test_deeply_nested_brackets_are_read_as_they_stand():
    text = "[" * 50_000 + "a" + "]" * 50_000
    assert plain(parse(text)) == text


# --- The specimen ---


@pytest.mark.skipif(not SPECIMEN.exists(), reason="the reference page ../shared/specimen is not here")
def test_specimen_page_reads_as_it_stands():
    text = SPECIMEN.read_text(encoding="utf-8")
    blocks = parse(text)
    assert plain(blocks) == by_paragraphs(text)
    assert problems(text) == []
    assert {type(inline) for inline in walk(blocks)} == {Text, Supplied}
    assert words(blocks).supplied == "[Karabakh]"
    assert "life for Armenians*." in plain(blocks)
    elements(html(blocks))


if __name__ == "__main__":
    rows = [golden(case["input"]) for case in CASES]
    GOLDEN.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


@pytest.mark.parametrize("text", ["_open emphasis.", "_a _b_ c", "[_a] b_", "[[person:b0000006|_Ada]] x"])
def test_emphasis_that_does_not_end_is_told(text):
    (problem,) = problems(text)
    assert "emphasis that does not end" in problem.sentence


@pytest.mark.parametrize("text", ["a _b_ c", "file_name", "__init__", "_ a", "x_ y", r"\_open", "[_a_] b"])
def test_other_underscores_are_no_problem(text):
    assert not problems(text)


def test_an_anchor_without_a_note_is_told_once_with_all_its_lines():
    (told,) = footnote_problems("a[^9]\n\nb[^9]\nc[^9]", [])
    assert told.startswith("The anchor [^9] in lines 1, 3 and 4 has no note")
    (told,) = footnote_problems("a[^9]\n" * 20, [])
    assert told.startswith("The anchor [^9] in lines 1, 2, 3, 4, 5 and others has no note")
