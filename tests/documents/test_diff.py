"""What became of a text, by words: exact whatever the texts, and readable for the usual ones."""

import itertools
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import diff
from documents.diff import DELETED, INSERTED, SAME, Segment

texts = st.text(st.sampled_from("ab .,\n\t[^*]é́ԱЖ漢\U0001f4dc\u00a0\u200f"), max_size=60)
any_text = st.one_of(texts, st.text(max_size=40))


def before(segments):
    return "".join(each.text for each in segments if each.kind != INSERTED)


def after(segments):
    return "".join(each.text for each in segments if each.kind != DELETED)


def told(old, new):
    return [(each.kind, each.text) for each in diff.words(old, new)]


@given(any_text, any_text)
def test_the_segments_are_both_texts_character_by_character(old, new):
    found = diff.words(old, new)
    assert before(found) == old
    assert after(found) == new


@given(any_text)
def test_equal_texts_have_no_difference(text):
    assert all(each.kind == SAME for each in diff.words(text, text))


@given(texts, texts)
def test_neighbours_are_never_of_one_kind(old, new):
    kinds = [each.kind for each in diff.words(old, new)]
    assert all(one != other for one, other in itertools.pairwise(kinds))
    assert all(each.text for each in diff.words(old, new))


@given(st.lists(st.sampled_from(["Ada", "Զորք", "мир"]), min_size=1, max_size=8), st.integers(0, 7))
def test_no_word_is_split(words, at):
    changed = [*words[:at], "Adalbert", *words[at + 1 :]]
    for each in diff.words(" ".join(words), " ".join(changed)):
        assert all(word in (*words, *changed) for word in each.text.split())


def test_an_exchanged_word_leaves_the_blanks_and_signs_around_it():
    assert told("on 27 June 1920.", "on 10 July 1920.") == [
        (SAME, "on "),
        (DELETED, "27 June"),
        (INSERTED, "10 July"),
        (SAME, " 1920."),
    ]


def test_a_word_behind_which_another_comes_is_not_exchanged_itself():
    assert told("brought in.", "brought in today.") == [
        (SAME, "brought in"),
        (INSERTED, " today"),
        (SAME, "."),
    ]


def test_blanks_and_line_ends_are_told_too():
    assert told("a b", "a  b") == [(SAME, "a "), (INSERTED, " "), (SAME, "b")]
    assert told("a\nb", "a\n\nb") == [(SAME, "a\n"), (INSERTED, "\n"), (SAME, "b")]


def test_the_anchor_of_a_note_is_one_word():
    assert (DELETED, "[^12]") in told("Armenians[^12].", "Armenians[^1].")


def test_letters_with_marks_above_them_stay_whole():
    assert told("све́тлый день", "светлый день")[:2] == [(DELETED, "све́тлый"), (INSERTED, "светлый")]


def test_long_texts_are_compared_by_paragraphs_and_then_by_words():
    paragraphs = [f"Paragraph {n} speaks of {'grain ' * 60}" for n in range(400)]
    changed = [*paragraphs[:200], paragraphs[200].replace("speaks", "tells"), *paragraphs[201:]]
    old, new = "\n\n".join(paragraphs), "\n\n".join(changed)
    assert len(old) > diff.LONG
    found = diff.words(old, new)
    assert [each for each in found if each.kind != SAME] == [
        Segment(DELETED, "speaks"),
        Segment(INSERTED, "tells"),
    ]


HOSTILE = {
    "nothing in common": ("a b " * 100_000, "c d " * 100_000),
    "the same in another order": ("a b " * 100_000, "b a " * 99_999 + "b b"),
    "one sign": ("." * 400_000, "." * 200_000 + "!" + "." * 199_999),
    "line ends": ("\n" * 400_000, "\n\n " * 130_000),
    "brackets": ("[[" * 200_000, "[[a:" * 100_000),
    "blanks": (" " * 400_000, " " * 399_999),
    "marks above nothing": ("\ud7ff\u0300" * 200_000, "\u0300" * 390_000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_the_texts_the_difference_is_exact(name):
    old, new = HOSTILE[name]
    found = diff.words(old, new, seconds=0.05)
    assert before(found) == old
    assert after(found) == new


def test_when_time_is_up_the_rest_is_exchanged_as_a_whole():
    start = perf_counter()
    old, new = ("x".join(map(str, range(n, n + 9_000))) for n in (0, 50_000))
    found = diff.words(old, new, seconds=0)
    assert (before(found), after(found)) == (old, new)
    assert perf_counter() - start < 30  # no bound of speed: it ends at all
