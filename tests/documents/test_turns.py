"""Words that are looked for are marked in the HTML of a text, and nothing else in it changes."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from documents import markup
from documents.markup import NoteTarget
from tests.strategies import Pool, passages

NOTES = {("*", 1): NoteTarget("note-a"), ("*", 2): NoteTarget("note-b"), ("1)", 1): NoteTarget("note-c")}
LINKS = {"b0000006": "/people/b0000006/"}
STRETCHES = st.lists(st.tuples(st.integers(-2, 80), st.integers(-2, 80)), max_size=12)


def shown(text: str, sought=None) -> str:
    return markup.html(markup.parse(text), links=LINKS, notes=NOTES, prefix="t-", sought=sought)


def marking(word: str):
    """Looks for a word as it reads without brackets."""

    def sought(text: str) -> list[tuple[int, int]]:
        places = [at for at, sign in enumerate(text) if sign not in "[]"]
        plain = "".join(text[at] for at in places)
        starts = [at for at in range(len(plain)) if plain.startswith(word, at)]
        return [(places[at], places[at + len(word) - 1] + 1) for at in starts]

    return sought


@given(passages(Pool()), STRETCHES)
def test_html_without_its_marks_is_the_html_byte_for_byte(text, stretches):
    marked = shown(text, lambda _: stretches)
    assert marked.replace("<mark>", "").replace("</mark>", "") == shown(text)


@given(passages(Pool()))
def test_everything_looked_for_is_every_word_marked(text):
    marked = shown(text, lambda words: [(0, len(words))])
    words = [each.words for each in markup.walk(markup.parse(text)) if isinstance(each, markup.Text)]
    assert marked.count("<mark>") == marked.count("</mark>") == len([each for each in words if each])


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("In Kara[bakh] now", "Karabakh", "<p>In <mark>Kara</mark>"
         '<span class="supplied">[<mark>bakh</mark>]</span> now</p>'),
        ("a _red_ mill", "a red mill", "<p><mark>a </mark><em><mark>red</mark></em><mark> mill</mark></p>"),
        ("to [[person:b0000006|Ada]] there", "Ada there", "<p>to "
         '<a class="mention person" href="/people/b0000006/"><mark>Ada</mark></a><mark> there</mark></p>'),
        ("a & b < c", "& b <", "<p>a <mark>&amp; b &lt;</mark> c</p>"),
        ("one\ntwo", "one\ntwo", "<p><mark>one</mark><br>\n<mark>two</mark></p>"),
    ],
)  # fmt: skip
def test_words_are_marked_in_pieces_where_other_marks_stand_among_them(text, word, expected):
    assert shown(text, marking(word)) == expected


def test_an_anchor_in_the_midst_of_a_word_is_not_marked():
    marked = shown("Constan[^*]tinople", marking("Constantinople"))
    assert marked.startswith('<p><mark>Constan</mark><a class="noteref"')
    assert marked.endswith("</a><mark>tinople</mark></p>")


def test_words_in_tables_quotes_items_and_headings_are_marked():
    text = "## A mill\n\n> one mill\n\n| a mill | b |\n| --- | --- |\n| mill | c |\n\n[[item:1)]] the mill"
    assert shown(text, marking("mill")).count("<mark>mill</mark>") == 5


def test_mentions_are_told_where_they_stand_in_what_is_looked_through():
    blocks = markup.parse("# In [[place:b0000006|_Upper_ [Mill]]] now[^1]\n\n> [[person:b0000007|Ada]]’s")
    read = []
    markup.html(blocks, sought=lambda text: read.append(text) or ())
    text, standing = markup.reading(blocks)
    assert [text] == read
    assert [(each.id, text[each.start : each.end]) for each in standing] == [
        ("b0000006", "Upper [Mill]"),
        ("b0000007", "Ada"),
    ]


@given(st.text("<>\"'&mark id=match/[]_ab\n", max_size=60))
@example('<mark><mark id="x">[<b]_<mark>_')
def test_only_the_first_mark_has_the_id_whatever_the_words_are(text):
    blocks = markup.parse(text)

    def everything(words):
        return [(0, len(words))]

    bare = markup.html(blocks, sought=everything)
    assert markup.html(blocks, sought=everything, match_id="match") == bare.replace(
        "<mark>", '<mark id="match">', 1
    )
    assert 'id="match"' not in bare


@pytest.mark.parametrize("ident", ['x" onclick="y', "<b>", "1", " "])
def test_what_is_no_id_is_refused(ident):
    with pytest.raises(ValueError, match="is no id"):
        markup.html(markup.parse("words"), match_id=ident)
