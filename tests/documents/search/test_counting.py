"""What is counted in one go is what is counted apart, and what is known without counting is so."""

from dataclasses import replace
from datetime import date

import pytest

from documents.search.counting import counted, days, is_value, surely_holds, total
from documents.search.index import opened
from documents.search.request import Request
from documents.search.schema import number_of
from tests.documents import builders

pytestmark = pytest.mark.django_db

DECREES = Request(include={"type": ("decree",)})


def test_what_withdrawn_documents_alone_have_is_no_value():
    builders.published(type="letter")
    gone = builders.published(type="decree").document_id
    assert is_value(opened(), "type", "decree")
    builders.withdraw(gone)
    assert not is_value(opened(), "type", "decree")
    assert is_value(opened(), "type", "letter")


def test_what_the_index_has_yet_to_leave_out_is_no_value():
    builders.published(type="letter")
    gone = builders.published(type="decree").document_id
    index = opened()
    assert is_value(index, "type", "decree")
    assert not is_value(replace(index, pending=(number_of(gone),)), "type", "decree")


def test_what_more_documents_have_than_are_gone_is_known_without_counting():
    first, *_ = [builders.published(type="decree").document_id for _ in range(3)]
    builders.withdraw(first)
    index = opened()
    assert surely_holds(index, "type", "decree")
    assert total(index, DECREES) == 2
    assert not surely_holds(replace(index, pending=(1, 2, 3)), "type", "decree")


def test_years_counted_with_the_facets_are_those_counted_apart():
    for dated in ("1919", "1919-11-02", "1919/1921", "../1920", ""):
        builders.published(date_edtf=dated, type="decree")
    builders.published(date_edtf="1921", type="letter")
    for request in (Request(), DECREES, Request(undated=True)):
        by_year = counted(opened(), request, years=True).by_year
        assert by_year == days(opened(), request, "year")
        assert by_year.undated == total(opened(), replace(request, undated=True))
    assert days(opened(), DECREES, "year").undated == 1


def test_years_are_counted_only_where_they_are_wanted_and_no_period_is_asked_for():
    builders.published(date_edtf="1919")
    assert counted(opened(), Request(earliest=date(1919, 1, 1)), years=True).by_year is None
    assert counted(opened(), Request()).by_year is None
    assert counted(opened(), Request(), (), years=True).by_year.first == {1919: 1}
