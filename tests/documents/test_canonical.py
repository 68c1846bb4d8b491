"""Canonical JSON: our library writes what the standard library does, with which RFC 8785 agrees here."""

import json
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from documents.snapshot.canonical import canonical

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
keys = st.text(st.characters(codec="ascii"), max_size=10)
values = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts
data = st.recursive(
    values, lambda each: st.lists(each, max_size=4) | st.dictionaries(keys, each, max_size=4), max_leaves=20
)


@given(data)
@example({"b": '\x00\x1f\x7f\u2028/\\"\b\f\n\r\t', "a": ["Цхинвал 😀", (1, 2)], "B": {"é": None}})
def test_the_same_data_gives_the_characters_of_the_standard_library(plain):
    wanted = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert canonical(plain) == wanted


@pytest.mark.parametrize(
    "foreign", [date(1920, 6, 1), {1}, object(), {1: "a key that is no text"}, "\ud800", 2**64]
)
def test_what_is_no_plain_data_is_refused(foreign):
    with pytest.raises(TypeError):
        canonical({"said": foreign})
