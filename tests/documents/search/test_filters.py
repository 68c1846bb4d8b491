"""What a form of a search takes, and what it says of the rest."""

from django.http import QueryDict

from documents.search.filters import MOST_IN_ALL, MOST_VALUES, SearchFilter


def asked(query: str) -> SearchFilter:
    found = SearchFilter(QueryDict(query))
    assert found.is_valid(), found.errors
    return found


def test_of_one_parameter_no_more_values_than_it_may_have_are_asked_for_and_that_is_said():
    found = asked("&".join(f"type=t{n}" for n in range(MOST_VALUES + 7)))
    assert len(found.asked().include["type"]) == MOST_VALUES
    assert list(found.told()) == [
        "So many values cannot be asked for at once: 7 of “type” were left out.",
    ]


def test_of_all_facets_together_no_more_values_than_an_engine_can_count_are_asked_for():
    found = asked(
        "&".join(f"{name}=v{n}" for n in range(40) for name in ("type", "not-type", "language", "topic"))
    )
    request = found.asked()
    values = [
        value for part in (request.include, request.exclude) for each in part.values() for value in each
    ]
    assert len(values) == MOST_IN_ALL
    assert sum("left out" in sentence for sentence in found.told()) == 2


def test_what_is_no_value_and_what_is_one_too_many_are_told_apart():
    found = asked("type=letter&type=%00&page=-3")
    assert [sentence.partition(" is ")[0] for sentence in found.told()] == ["“\x00”", "“-3”"]


def test_a_question_that_is_too_long_is_refused_in_a_sentence():
    found = SearchFilter(QueryDict("q=" + "a" * 600))
    assert found.errors["q"] == ["Please ask with at most 500 characters."]
