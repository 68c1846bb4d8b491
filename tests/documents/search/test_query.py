"""What readers type, and how it is understood."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.search.query import (
    DEEPEST,
    LONGEST,
    MOST_WORDS,
    PREFIXES,
    All,
    Either,
    Fuzzy,
    Node,
    Not,
    Phrase,
    Prefix,
    Word,
    in_words,
    read,
    typed_again,
)

A, B, C = Word("aa"), Word("bb"), Word("cc")


@pytest.mark.parametrize(
    ("typed", "tree"),
    [
        ("aa", A),
        ("aa bb", All((A, B))),
        ("aa AND bb & cc", All((A, B, C))),
        ("aa OR bb | cc", Either((A, B, C))),
        ("aa|bb", Either((A, B))),
        ("aa bb OR cc", Either((All((A, B)), C))),
        ("aa (bb OR cc)", All((A, Either((B, C))))),
        ("aa NOT bb", All((A, Not(B)))),
        ("aa -bb", All((A, Not(B)))),
        ("-aa", Not(A)),
        ("NOT -aa", A),
        ('-"aa bb"', Not(Phrase("aa bb"))),
        ("-(aa bb)", Not(All((A, B)))),
        ("-title:aa", Not(Word("aa", "title"))),
        ("title:-aa", Not(Word("aa", "title"))),
        ('title:"aa bb"', Phrase("aa bb", "title")),
        ("title:(aa OR note:bb)", Either((Word("aa", "title"), Word("bb", "notes")))),
        ("TITLE:aa", Word("aa", "title")),
        ("no:367", Word("367", "number")),
        ("constan*", Prefix("constan")),
        ("signed:Mdiv*", Prefix("Mdiv", "signed")),
        ("Gerusi~", Fuzzy("Gerusi", 1)),
        ("Gerusi~1", Fuzzy("Gerusi", 1)),
        ("Gerusi~2", Fuzzy("Gerusi", 2)),
        ("and or not", All((Word("and"), Word("or"), Word("not")))),
        ("Tiflis-Baku", Word("Tiflis-Baku")),
        ("d’Abernon O'Hara", All((Word("d’Abernon"), Word("O'Hara")))),
        ("10:30 http://a.b/c Baku: aa", All((Word("10:30"), Word("http://a.b/c"), Word("Baku"), A))),
        ("-1920", Not(Word("1920"))),
        (
            "единство Կարաբաղ ყარაბაღი قره‌باغ",
            All(tuple(map(Word, ("единство", "Կարաբաղ", "ყარაბაღი", "قرهباغ")))),
        ),
        ("[un]ity, now.", All((Word("unity"), Word("now")))),
        ("", None),
        (" \0 \ud800 ", None),
        ("aa(bb)", All((A, B))),
        ('"aa"bb', All((Phrase("aa"), B))),
        ("title:note:aa", Word("aa", "notes")),
        ("1917–1918 5-7", All((Word("1917–1918"), Word("5-7")))),
        ("مكتوب -باكو", All((Word("مكتوب"), Not(Word("باكو"))))),
    ],
)
def test_words_are_read_as_they_are_meant(typed: str, tree: Node | None) -> None:
    reading = read(typed)
    assert reading.tree == tree
    assert reading.told == ()


@pytest.mark.parametrize(
    "typed",
    [
        '"aa bb"', "“aa bb”", "„aa bb“", "«aa bb»", "»aa bb«", "‟aa bb”", "″aa bb″", "‘aa bb’", "‚aa bb‘",
        "‹aa bb›",
    ],
)  # fmt: skip
def test_every_kind_of_quotation_marks_makes_a_phrase(typed: str) -> None:
    assert read(typed) == read('"aa bb"')
    assert read(f"title:{typed}").tree == Phrase("aa bb", "title")


def test_an_apostrophe_within_single_quotes_stays() -> None:
    assert read("‘the soldier’s oath’").tree == Phrase("the soldier’s oath")
    assert read("the soldiers’ oath").tree == All((Word("the"), Word("soldiers"), Word("oath")))
    assert read('"so ‘called’ unity"').tree == Phrase("so ‘called’ unity")


@pytest.mark.parametrize(
    ("typed", "tree", "named"),
    [
        ('aa "bb', All((A, B)), "quotation mark"),
        ("aa (bb", All((A, B)), "“(”"),
        ("aa) bb", All((A, B)), "“)”"),
        ("aa OR", All((A, Word("or"))), "“OR”"),
        ("AND aa", All((Word("and"), A)), "“AND”"),
        ("aa NOT", All((A, Word("not"))), "“NOT”"),
        ("aa |", A, "“|”"),
        ("aa AND AND bb", All((A, Word("and"), B)), "“AND”"),
        ("aa -", A, "“-”"),
        ("- aa", A, "“-”"),
        ("--aa", A, "“-”"),
        ("* aa", A, "“*”"),
        ("aa ~", A, "“~”"),
        ("-* aa", A, "“*”"),
        ("a*", Word("a"), "“a*”"),
        ("abc~", Word("abc"), "“abc~”"),
        ("abcd~5", Word("abcd~5"), "“abcd~5”"),
        ("title: aa", All((Word("title"), A)), "“title:”"),
        ('aa ""', A, "Quotation marks"),
        ('"aa bb', All((A, B)), "searched one by one"),
        ('title:"aa bb', All((Word("aa", "title"), B)), "quotation mark"),
        ("con*an", Word("con*an"), "“con*an”"),
        ("foo:bar aa", All((Word("foo"), Word("bar"), A)), "“foo:” names no part of the documents and was"),
        ("-foo:bar aa", All((Not(Word("foo:bar")), A)), "“foo:bar” was searched as words"),
        ("title:foo:bar", Word("foo:bar", "title"), "“foo:bar” was searched as words"),
        ('foo:"aa bb"', All((Word("foo"), Phrase("aa bb"))), "“foo:”"),
        ('-foo:"aa bb" aa', All((Not(Phrase("foo aa bb")), A)), '“foo:"aa bb"” was searched as a phrase'),
        ('title:foo:"aa bb"', Phrase("foo aa bb", "title"), "“foo:” names no part"),
        ("-author:(aa OR bb)", All((Not(Word("author")), Either((A, B)))), "“author:”"),
        (" .,;: — ", None, "“.,;: —”"),
        ("title:()", None, "“title:()”"),
    ],
)
def test_what_cannot_be_read_is_searched_as_words_and_told(typed: str, tree: Node | None, named: str) -> None:
    reading = read(typed)
    assert reading.tree == tree
    assert any(named in sentence for sentence in reading.told)


def test_more_words_than_can_be_searched_are_left_out_and_told() -> None:
    reading = read(" ".join(f"w{number}" for number in range(MOST_WORDS + 5)))
    assert isinstance(reading.tree, All)
    assert len(reading.tree.parts) == MOST_WORDS
    assert reading.told == (f"Only the first {MOST_WORDS} words were searched; the rest were left out.",)
    assert len(read("w " * MOST_WORDS).told) == 0


def test_what_is_too_long_keeps_its_parentheses() -> None:
    reading = read("zz (" + " OR ".join(f"w{number}" for number in range(MOST_WORDS + 5)) + ")")
    assert isinstance(reading.tree, All)
    assert isinstance(reading.tree.parts[1], Either)
    assert len(reading.told) == 1


def test_parentheses_too_deep_leave_their_words() -> None:
    deep = DEEPEST + 3
    reading = read("(" * deep + "aa" + ")" * deep + " bb")
    assert reading.tree == All((A, B))
    assert any(f"{DEEPEST} deep" in sentence for sentence in reading.told)
    assert read("(" * DEEPEST + "aa" + ")" * DEEPEST).told == ()


def test_too_many_characters_are_told() -> None:
    assert any(str(LONGEST) in sentence for sentence in read("a" * (LONGEST + 1)).told)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ('"complete unity" karabakh', "the phrase “complete unity” and “karabakh”"),
        ("unity -title:karabakh", "“unity”, without “karabakh” in titles and headings"),
        ("-unity", "everything without “unity”"),
        ("-aa -bb", "everything without “aa” and without “bb”"),
        ("aa (bb OR constan*)", "“aa” and (“bb” or words that begin with “constan”)"),
        ("Gerusi~2", "words that differ from “Gerusi” by at most two letters"),
        ('aa NOT "bb"', "“aa”, without the exact word “bb”"),
        ("title:(aa OR bb)", "(“aa” or “bb”) in titles and headings"),
        ("cc title:(aa OR (bb dd))", "“cc” and (“aa” or (“bb” and “dd”)) in titles and headings"),
        ("title:(aa -bb)", "“aa” in titles and headings, without “bb” in titles and headings"),
        ("title:aa OR note:bb", "“aa” in titles and headings or “bb” in notes"),
        ("no:367", "“367” as a number in a collection"),
        ("-(aa OR bb)", "everything without (“aa” or “bb”)"),
    ],
)
def test_a_query_is_said_in_english(typed: str, said: str) -> None:
    tree = read(typed).tree
    assert tree
    assert in_words(tree) == said


def test_every_example_and_prefix_of_the_page_is_understood() -> None:
    page = (Path(__file__).parents[3] / "docs" / "search.md").read_text(encoding="utf-8")
    page = page.partition("## For engineers")[0]
    cells = [re.split(r"(?<!\\)\|", row)[1] for row in page.splitlines() if row.startswith("| `")]
    typed = [each.replace("\\|", "|") for cell in cells for each in re.findall(r"`([^`]+)`", cell)]
    assert len(typed) > 20
    assert [each for each in typed if read(each).told] == []
    assert set(PREFIXES) <= set(typed)


# --- Whatever is typed ---


def leaves(node: Node) -> list[Node]:
    """The words, phrases and beginnings of a tree."""
    match node:
        case All(parts) | Either(parts):
            return [leaf for part in parts for leaf in leaves(part)]
        case Not(part):
            return leaves(part)
    return [node]


_words = st.text(st.sampled_from("abcdżяաგع1"), min_size=4, max_size=7)
_scopes = st.sampled_from(["", *sorted(set(PREFIXES.values()))])
_leaves = st.one_of(
    st.builds(Word, _words, _scopes),
    st.builds(Phrase, st.lists(_words, min_size=1, max_size=3).map(" ".join), _scopes),
    st.builds(Prefix, _words, _scopes),
    st.builds(Fuzzy, _words, st.sampled_from([1, 2]), _scopes),
)


def _signed(nodes: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return nodes | nodes.filter(lambda node: not isinstance(node, Not)).map(Not)


def _of(kind: type, other: type, nodes: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    parts = nodes.filter(lambda node: not isinstance(node, kind))
    return st.lists(_signed(parts), min_size=2, max_size=3).map(lambda found: kind(tuple(found)))


trees = _signed(
    st.recursive(_leaves, lambda nodes: _of(All, Either, nodes) | _of(Either, All, nodes), max_leaves=6)
)
hostile = st.lists(
    st.sampled_from(
        [
            "aa",
            "OR",
            "AND",
            "NOT",
            "-",
            "(",
            ")",
            '"',
            "‘",
            "’",
            "*",
            "~",
            "~2",
            "title:",
            "no:",
            ":",
            "|",
            "&",
            " ",
        ]
    )
    | st.characters(),
    max_size=40,
).map("".join)


@given(trees)
def test_a_tree_typed_again_is_the_same_tree(tree: Node) -> None:
    reading = read(typed_again(tree))
    assert reading.tree == tree
    assert reading.told == ()


@given(hostile)
@settings(max_examples=400)
def test_what_was_understood_can_be_typed_again(typed: str) -> None:
    tree = read(typed).tree
    if tree:
        assert read(typed_again(tree)).tree == tree
        assert in_words(tree)


@given(st.text(st.characters(exclude_categories=()), max_size=600) | hostile)
def test_nothing_that_is_typed_is_an_error(typed: str) -> None:
    reading = read(typed)
    assert all(sentence.endswith(".") for sentence in reading.told)
    "".join(reading.told).encode()
    if reading.tree:
        typed_again(reading.tree).encode()
        assert len(leaves(reading.tree)) <= MOST_WORDS


@pytest.mark.parametrize(
    "piece", ["(", "-", "NOT ", '"', "‘a", "title:", "~", "*", "\0", "\ud800", "\u200f", "a|"]
)
def test_a_hundred_thousand_characters_are_cut_and_told(piece: str) -> None:
    reading = read(piece * 100_000)
    assert any(str(LONGEST) in sentence for sentence in reading.told)
    assert len(reading.told) <= 4
