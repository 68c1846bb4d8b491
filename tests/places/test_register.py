"""Public ids: drawn once, of one kind, and a slip of the pen is noticed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from places import register
from places.models import Place, PublicId
from places.revisions import revision


@given(st.builds(register.candidate), st.integers(0, 7), st.sampled_from(register.ALPHABET))
def test_one_wrong_character_is_noticed(ident, place, character):
    wrong = ident[:place] + character + ident[place + 1 :]
    assert register.is_well_formed(wrong) == (wrong == ident)


@given(st.builds(register.candidate), st.integers(0, 6))
def test_two_swapped_characters_are_noticed(ident, place):
    wrong = ident[:place] + ident[place + 1] + ident[place] + ident[place + 2 :]
    assert register.is_well_formed(wrong) == (wrong == ident)


@pytest.mark.django_db
def test_a_record_brings_its_id_into_the_register():
    ident = register.candidate()
    with revision():
        Place.objects.create(public_id=ident, name="Riverside")
    assert PublicId.objects.get(pk=ident).kind == "place"


@pytest.mark.django_db
def test_an_id_serves_one_kind_of_record():
    ident = register.draw("person")
    with revision(), pytest.raises(ValueError, match="already the id of a person"):
        Place.objects.create(public_id=ident, name="Riverside")
