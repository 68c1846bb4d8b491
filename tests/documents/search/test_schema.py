"""What a card becomes: the quick ways of the index give what the slow and plain ones give."""

import re

from hypothesis import example, given
from hypothesis import strategies as st

from documents.search.keys import keys_in
from documents.search.spelling import keys

LETTERS = "aXzÀéßğƏǅЯёжҸԱևაჰ٣9_-'’ʼ.,“ \n\u00a0\u0301[]𐐀𐐨"
texts = st.text(LETTERS, max_size=40) | st.text(max_size=40)

WORD = re.compile(r"(?![a-zа-яё])[^\W\d_][^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")


@given(texts)
@example("Mdivani and “Мдивани”, საქართველო: O'Brien-Мдивани 1920Baku éTiflis")
def test_the_names_of_a_text_are_its_words_with_a_capital_and_the_georgian_ones(text):
    names = [word for word in WORD.findall(text) if word[0].isupper() or "ა" <= word[0] <= "ჺ"]
    assert keys_in(text) == {key for name in names for key in keys(name)}


@given(texts)
def test_a_key_is_one_piece_for_the_engine(text):
    assert all(key.split() == [key] for key in keys_in(text))
