"""Tags of languages have the shape that BCP 47 gives them."""

import pytest
from django.core.exceptions import ValidationError

from places.languages import FREQUENT, refuse_other_tags


@pytest.mark.parametrize(
    "tag",
    [
        *FREQUENT,
        "ru-Latn-petr1708",
        "sr-Cyrl-RS",
        "de-1996",
        "es-419",
        "zh-cmn-Hans-CN",
        "x-old",
        "EN-gb",
        "hy-arevmda",
    ],
)
def test_a_tag_is_taken(tag):
    refuse_other_tags(tag)


@pytest.mark.parametrize(
    "tag",
    [
        "",
        " ",
        "Russian",
        "Russian language",
        "r",
        "ru_RU",
        "en-",
        "-en",
        "русский",
        "az-Cyrl\n",
        "en-x",
        "e1",
        "ru-" * 30,
    ],
)
def test_anything_else_is_refused_with_an_example(tag):
    with pytest.raises(ValidationError, match="az-Cyrl"):
        refuse_other_tags(tag)
