"""Names are found however they are spelled, in whatever script, and other names are not."""

import time
import unicodedata
from collections import defaultdict
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from documents.search.spelling import LONGEST, MOST_KEYS, keys

# One name, another spelling of it, what it names.
ALIKE = [
    tuple(line.split("\t")) for line in (Path(__file__).parent / "name_pairs.tsv").read_text().splitlines()
]
# Two names that somebody could take for one another.
OTHERS = [
    tuple(line.split("\t")) for line in (Path(__file__).parent / "other_names.tsv").read_text().splitlines()
]
words = st.text(max_size=60) | st.text(
    "abcdefghijklmnopqrstuvwxyzçşğıəžšабвгдеёжзийклмнопрстуфхцчшщъыьэюяѣіաբգդեզէըթժիլխծկհձღყშჩცძწჭ'’ʻ-",
    max_size=60,
)


@pytest.mark.parametrize(("name", "spelling", "kind"), ALIKE)
def test_two_spellings_of_one_name_meet(name, spelling, kind):
    assert keys(name) & keys(spelling)


@pytest.mark.parametrize(("name", "other"), OTHERS)
def test_two_names_do_not_meet(name, other):
    assert not keys(name) & keys(other)


def test_of_all_names_in_the_table_no_two_meet():
    names_by_key = defaultdict(set)
    for name, spelling, _ in ALIKE:
        for key in keys(name) | keys(spelling):
            names_by_key[key].add(name)
    assert [pair for names in names_by_key.values() for pair in combinations(sorted(names), 2)] == []


def test_the_tables_are_large_enough_to_say_something():
    assert len(set(ALIKE)) >= 220
    assert len(set(OTHERS)) >= 120
    assert not {frozenset(pair[:2]) for pair in ALIKE} & {frozenset(pair) for pair in OTHERS}


@pytest.mark.parametrize(
    ("name", "typed"), [("Мдивани", "Mдивaни"), ("Чичерин", "Чичepин"), ("Mdivani", "Мdivаni")]
)
def test_a_letter_of_another_script_that_looks_the_same_does_no_harm(name, typed):
    assert keys(name) & keys(typed)


@pytest.mark.parametrize(
    ("short", "key"), [("Dro", "=dro"), ("Дро", "=dro"), ("Դրո", "=dro"), ("12-a", "=12a")]
)
def test_short_words_and_figures_are_kept_as_they_are(short, key):
    assert keys(short) == {key}


@pytest.mark.parametrize("nothing", ["", " ", "—", "…", "\u0301", "\ud800"])
def test_what_is_no_word_has_no_key(nothing):
    assert keys(nothing) == frozenset()


@given(words)
@example("İsmayıl")
@example("ŉ")
@example("ΐ")
@example("ẞ")
def test_every_word_has_few_keys_whatever_its_case(word):
    found = keys(word)
    assert len(found) <= MOST_KEYS
    assert keys(word.upper()) == keys(word.lower()) == found
    assert keys(unicodedata.normalize("NFD", word)) == keys(unicodedata.normalize("NFC", word)) == found


def bare_letter(letter):
    if letter in "йўїЙЎЇ":  # nobody leaves those marks away
        return letter
    return "".join(c for c in unicodedata.normalize("NFD", letter) if not unicodedata.combining(c))


@given(words)
def test_a_word_typed_without_its_diacritics_meets_itself(word):
    bare = "".join(map(bare_letter, unicodedata.normalize("NFC", word)))
    assert keys(word) & keys(bare) or keys(word) == keys(bare) == frozenset()


@pytest.mark.parametrize("piece", ["a", "iy", "ian", "schtsch", "га", "ու", "'", "\u0301", "zw"])
def test_a_long_word_takes_time_in_proportion(piece):
    begun = time.thread_time()
    found = keys(piece * (400_000 // len(piece)))
    assert time.thread_time() - begun < 3
    assert all(len(key) > LONGEST for key in found)
