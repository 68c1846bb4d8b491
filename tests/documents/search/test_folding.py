"""Folding: quick by rows of characters, and the same as letter by letter."""

import re
import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from documents.search import folding
from documents.search.folding import EXACT, OTHER, fold, stemmed

LETTERS = "aXzÀéßİıƏЁёѣЄжίάςΣὠև" + "Աաაჰआऀשָּؠًّ\u00ad\u200c\u200d\u0301\u0483’ʼ'.,“ \n"
texts = st.text(LETTERS, max_size=40) | st.text(max_size=40)


@given(texts)
@example("Στις Ἀθήνας, Ёлка\u0301, ա\u00adև’ı İ שָׁלוֹם مَرْحَبًا")
def test_folding_is_the_same_letter_by_letter(text):
    assert fold(text) == "".join(map(fold, text))


@given(texts)
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


def test_marks_and_letters_that_readers_do_not_type_are_folded():
    assert fold("Ёлка і ѣ") == "Елка и е"
    assert fold("Αθήνας Σς") == "Αθηνασ Σσ"
    assert fold("ա\u00adև’") == "աեւ'"
    assert fold("שָׁלוֹם مَرْحَبًا") == "שלום مرحبا"
    assert fold(unicodedata.normalize("NFD", "é")) == "e"
    assert fold("naïve") == "naïve"  # the engine's own filter does these


@given(texts)
@example("ἀθῆναι и Երեւան")
def test_stems_before_the_engine_are_the_same_whatever_else_stands_there(text):
    for name in ("en", OTHER, EXACT):
        pieces = re.split(r"(\s+)", text)
        assert stemmed(text, name) == "".join(stemmed(piece, name) for piece in pieces)


def test_a_row_is_the_upper_half_of_a_character():
    assert folding.rows_in("aжα€") == bytes([0x00, 0x04, 0x03, 0x20])
