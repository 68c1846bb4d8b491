"""Names are found on the desk whatever their case, in every script, on both databases."""

import pytest

from places.models import Place
from tests.documents import builders

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Красная площадь", "красНАЯ"),
        ("Łódź", "łódź"),
        ("Գյումրի", "ԳՅՈՒՄ"),
        ("Éire", "E\u0301ire"),
        ("100 % sure_", "% sure_"),
        ("back\\slash", "\\S"),
    ],
)
def test_a_name_is_found_as_it_is_typed(name, typed):
    ident = builders.place(name)
    builders.place("Elsewhere")
    assert [place.pk for place in Place.objects.filter(name__folded=typed)] == [ident]


def test_signs_of_the_query_language_are_only_signs():
    builders.place("Riverside")
    assert not Place.objects.filter(name__folded="%").exists()
    assert not Place.objects.filter(name__folded="R_verside").exists()
