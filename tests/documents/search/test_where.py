"""Where a hit matched: the words are marked as they stand, and only those that were looked for."""

import sys
from itertools import pairwise
from unicodedata import normalize

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from documents.search.faces import Face
from documents.search.finding import Hit, Piece
from documents.search.folding import EXACT, words
from documents.search.query import Phrase, Prefix, Word, read
from documents.search.snippets import snippet
from documents.search.spots import leaves, letters_apart, spots_in
from documents.search.where import matched


def marked(
    typed: str, text: str, voice: str = "own", where: str = "original", language: str = "en", scope: str = ""
):
    piece = Piece(voice, where, language, text)
    return [text[spot.start : spot.end] for spot in spots_in(piece, leaves(read(typed).tree, scope))]


@pytest.mark.parametrize(
    ("typed", "text", "language", "found"),
    [
        ("government", "The Governments met; the government’s note", "en", ["Governments", "government"]),
        ("правительство", "Заявление Правительства", "ru", ["Правительства"]),
        ("réunion", "Les réunions, la REUNION", "fr", ["réunions", "REUNION"]),
        ("reunion", "la réunion", "fr", ["réunion"]),
        ("Istanbul", "İstanbul’da", "tr", ["İstanbul"]),
        ("Երեւան", "քաղաք Երևան", "hy", ["Երևան"]),
        ("Karabakh", "the Kara[bakh] question", "en", ["Kara[bakh]"]),
        ("bakh", "the Kara[bakh] question", "en", ["bakh"]),
        ('"complete unity"', "for complete unity; unity complete", "en", ["complete unity"]),
        ('"complete unity"', "complete\nunity", "en", ["complete\nunity"]),
        ("constan*", "Constantinople, konstan", "en", ["Constantinople"]),
        ("Gerusi~", "Gerusy and Goris", "en", ["Gerusy"]),
        ("unity -treaty", "treaty of unity", "en", ["unity"]),
        ("Tiflis-Baku", "the line Tiflis–Baku", "en", ["Tiflis–Baku"]),
        ("cat", "concatenate", "en", []),
    ],
)
def test_words_are_marked_as_they_stand(typed, text, language, found):
    assert marked(typed, text, language=language) == found


@pytest.mark.parametrize(
    ("typed", "voice", "found"),
    [("note:unity", "own", []), ("note:unity", "notes", ["unity"]), ("text:unity", "notes", [])],
)
def test_a_scope_looks_into_its_own_passages_only(typed, voice, found):
    assert marked(typed, "of unity", voice) == found


def test_of_supplied_words_only_those_in_brackets_are_marked():
    assert marked("supplied:Karabakh", "Karabakh, or [Karabakh]") == ["Karabakh"]


def test_another_spelling_of_a_name_is_marked_and_explained():
    piece = Piece("signed", "signatory", "ru", "Б. Мдивани")
    hit = Hit("b0000000", 1, Face(), (piece,))
    found = matched(hit, leaves(read("Mdivani").tree))
    assert [(reason.typed, reason.found) for reason in found.reasons] == [("Mdivani", "Мдивани")]
    assert matched(hit, leaves(read('"Mdivani"').tree)).reasons == ()


def test_a_snippet_says_whether_all_that_matched_was_supplied():
    for text, is_supplied in (("of [Karabakh] and", True), ("Karabakh of [Karabakh]", False)):
        piece = Piece("own", "original", "en", text)
        spots = spots_in(piece, leaves(read("Karabakh").tree))
        assert snippet(piece, spots).is_supplied is is_supplied


WORDS = st.text(alphabet="abé ıйё[]\n.,Աә\u0301-", max_size=80)


@given(WORDS, st.text(alphabet="abéıйё", min_size=1, max_size=5), st.text(max_size=30))
def test_turns_of_a_snippet_are_a_piece_of_the_passage(text, word, rest):
    piece = Piece("own", "original", "en", text + rest)
    if spots := spots_in(piece, leaves(read(word).tree)):
        made = snippet(piece, spots)
        assert "".join(words for words, _ in made.turns) in piece.text
        assert any(is_match for _, is_match in made.turns)
        assert all(one.end <= other.start for one, other in pairwise(spots))


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [("", "", 0), ("a", "", 1), ("abc", "acb", 1), ("goris", "gerusi", 3), ("tunel", "tunnel", 1)],
)
def test_letters_apart(one, other, apart):
    assert letters_apart(one, other) == letters_apart(other, one) == apart


@pytest.mark.parametrize(
    "word",
    ["война", "районе", "май", "Łódź", "Fuß", "København", "Œuvre", "Ærø", "Straße", "Þingvellir", "და", "և"],
)
def test_words_with_letters_that_the_index_folds_are_marked(word):
    text = f"Then {word} and {word.upper()}."
    assert word in marked_in(text, Word(word))


# Latin, Greek, Cyrillic, Armenian, Hebrew and Arabic; Georgian; Latin and Greek with more accents.
LETTERS = st.one_of(
    st.characters(categories=("Lu", "Ll", "Lo"), min_codepoint=first, max_codepoint=last)
    for first, last in ((0x41, 0x6FF), (0x10A0, 0x10FF), (0x1E00, 0x1FFF))
)


@given(st.text(LETTERS, min_size=1, max_size=12))
def test_whatever_word_the_index_holds_is_marked_where_it_stands(word):
    word = normalize("NFC", word)
    assume(len(words(word, EXACT)) == 1)
    for leaf in (Word(word), Phrase(word), Prefix(word)):
        assert word in marked_in(f"Then {word}, again.", leaf)


def test_every_letter_that_the_index_folds_is_marked_where_it_is_typed_folded():
    letters = filter(str.isalnum, map(chr, range(sys.maxunicode + 1)))
    folded = {letter: words(letter, EXACT) for letter in letters if normalize("NFC", letter) == letter}
    typed = {
        letter: found[0] for letter, found in folded.items() if found and words(found[0], EXACT) == found
    }
    assert typed["ǧ"] == "g"
    assert len(typed) > 100_000
    typed = {letter: found for letter, found in typed.items() if found != letter}
    assert len(typed) > 2000
    assert [letter for letter in typed if marked_in(f"- {letter} -", Word(typed[letter])) != [letter]] == []


def marked_in(text, leaf):
    piece = Piece("own", "original", "ru", text)
    return [text[spot.start : spot.end] for spot in spots_in(piece, [(leaf, "")])]
