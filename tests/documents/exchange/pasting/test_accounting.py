"""Every character that is pasted has exactly one place, whatever is pasted."""

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from documents.exchange.pasting import KINDS, Span, Use, account, read
from tests.documents.exchange.pasting.test_golden import CASES

# Text that looks like a page: pieces that the grammars know, shaken together with pieces that they do not.
PIECES = [
    *(case["line"] for _, case in CASES),
    "\n\n", "\n", ". ", ", ", "; ", ": ", " and ", " и ", "*", "• ", "* ", "1) ", "[1]", "«", "”", "(", ")",
    "Signed: ", "Published in: ", "Опубл.: ", "See doc. No. 348.", "Leave a Reply", "Attention readers: ",
    "July 10, 1920. Top Secret", "f. 1, op. 2, d. 3, l. 4", "Chairman ", "члены ", "of the 11th ", "A. Weber",
    "the decision of the Congress of May 5, 1921", "We ask for timber.", "[supplied]", "[[page:2]]", "\u00a0",
]  # fmt: skip
pages = st.lists(st.sampled_from(PIECES) | st.text(max_size=20), max_size=25).map("".join)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=150, deadline=None)
@given(text=pages)
@example(text="")
@example(text=" \n\n ")
@example(text="\n\n".join(case["line"] for _, case in CASES))
def test_the_pieces_put_together_are_what_was_pasted(kind, text):
    spans = read(text, kind).spans
    assert "".join(text[span.start : span.end] for span in spans) == text
    assert all(before.end == after.start for before, after in pairwise(spans))


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=100, deadline=None)
@given(text=pages)
def test_what_is_placed_has_a_field_and_what_is_left_has_none(kind, text):
    for span in read(text, kind).spans:
        assert bool(span.field) == (span.use in (Use.WORDS, Use.SIGN))
        if span.use is Use.SPACE:
            assert not text[span.start : span.end].strip()


@settings(max_examples=100, deadline=None)
@given(text=pages)
def test_the_same_words_give_the_same_proposal(text):
    assert read(text) == read(text)


@settings(max_examples=100, deadline=None)
@given(text=pages)
def test_names_as_signed_stand_in_the_paste_word_for_word(text):
    flat = text.replace("\n", " ")
    for row in read(text, "signatures").content.signatories:
        assert row.name_as_signed in flat
        assert row.capacity_as_signed in flat


def test_two_places_for_one_character_are_a_fault():
    with pytest.raises(ValueError, match="two places"):
        account("The mill", [Span(0, 5, "title"), Span(4, 8, "heading")])
    with pytest.raises(ValueError, match="two places"):
        account("The mill", [Span(4, 9, "title")])
