"""The best match first, and of equal matches the earliest: page by page, on whatever machine."""

import random

import pytest

from documents.search import folders
from documents.search.filters import SearchFilter
from documents.search.finding import find, idents
from documents.search.index import opened
from documents.search.query import read
from documents.search.ranking import can_rank
from documents.search.request import RELEVANCE, Request
from documents.snapshot import Text
from tests.documents import builders

pytestmark = pytest.mark.django_db

YEARS = range(1900, 1909)


def letter(year: int, words: str) -> str:
    text = Text(key="text0001", language="en", content=words)
    return builders.published(date_edtf=str(year), texts=(text,)).document_id


def pages(typed: str, size: int) -> list[str]:
    """All that is found, read page by page."""
    index, found = opened(), []
    for page in range(1, len(YEARS) + 2):
        request = Request(tree=read(typed).tree, sort=RELEVANCE, page=page)
        found += [hit.document for hit in find(index, request, size=size, facets=()).hits]
    return found


@pytest.fixture
def letters() -> dict[int, str]:
    """Letters of which those of every third year match better, the others equally well; year → document."""
    years = random.sample(YEARS, len(YEARS))
    found = {}
    for year in years:
        words = "A thistle, a thistle, a thistle." if year % 3 == 0 else "A thistle and a lily grow."
        found[year] = letter(year, words)
        opened()  # the machine learns of each by itself, in this order
    return found


def test_equal_matches_stand_in_the_order_of_time_on_every_page_of_every_machine(letters, settings, tmp_path):
    better = [letters[year] for year in YEARS if year % 3 == 0]
    others = [letters[year] for year in YEARS if year % 3]
    for machine in ("ours", "another"):
        for size in (1, 2, 3, 4, 20):
            assert pages("thistle", size) == [*better, *others], (machine, size)
        request = Request(tree=read("thistle").tree, sort=RELEVANCE)
        for most in (1, 4, 5, 20):
            assert idents(opened(), request, most) == [*better, *others][:most], (machine, most)
        settings.DATA_DIR = tmp_path / "another"
        folders.forget()


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("thistle", True),
        ('"a thistle"', True),
        ("this* OR lily", True),
        ("this*", False),
        ("thistel~", False),
        ("-thistle", False),
        ("this* -lily", False),
        ("", False),
    ],
)
def test_only_whole_words_can_match_better(typed, expected):
    assert can_rank(read(typed).tree) is expected


def test_where_nothing_matches_better_the_order_is_that_of_time(rf):
    filters = SearchFilter(rf.get("/", {"q": "this*", "sort": "relevance"}).GET)
    assert filters.is_valid()
    assert filters.asked().sort == "date"
    assert RELEVANCE not in filters.sorts()
