"""The address of a search: one search has one address, and every way from it is a search of its own."""

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from documents.reading.search.address import Address
from documents.search.filters import PARAMETERS, SearchFilter
from tests.documents import builders
from tests.documents.reading.seen import Seen

pytestmark = pytest.mark.django_db

VALUES = st.sampled_from(
    ["", "none", "letter", "1920", "1920-07", "2", "b0000000", "a b+c", "„x“", "&=?#%", "-date", "list"]
)
QUERIES = st.lists(st.tuples(st.sampled_from([*PARAMETERS, "colour"]), VALUES), max_size=12)


def asked(query: str) -> SearchFilter:
    filters = SearchFilter(QueryDict(query))
    assert filters.is_valid()
    return filters


def test_parameters_stand_in_one_order_and_say_something():
    typed = "page=2&type=letter&q=unity&type=decree&colour=red&scope=&to=1921&sort=relevance"
    assert (
        str(Address(asked(typed).typed()))
        == "/documents/?q=unity&to=1921&type=decree&type=letter&sort=relevance&page=2"
    )


@given(QUERIES)
def test_an_address_read_again_is_itself(pairs):
    typed = QueryDict(mutable=True)
    for name, value in pairs:
        typed.appendlist(name, value)
    filters = SearchFilter(typed)
    if filters.is_valid():
        once = str(Address(filters.typed()))
        assert str(Address(asked(once.partition("?")[2]).typed())) == once


def test_a_page_of_which_something_was_left_out_names_its_own_address(client):
    builders.published(type="letter")
    reply = client.get("/documents/?type=no+value&page=1&type=letter&q=harvest")
    (link,) = Seen(reply).all("link", rel="canonical")
    assert link.get("href") == "http://testserver/documents/?q=harvest&type=letter"
    assert client.get("/documents/?type=letter&q=harvest").url == "/documents/?q=harvest&type=letter"


def test_another_condition_begins_on_the_first_page():
    address = Address(asked("q=unity&type=letter&page=3").typed())
    assert address.with_value("type", "decree") == "/documents/?q=unity&type=decree&type=letter"
    assert address.without_value("type", "letter") == "/documents/?q=unity"
    assert address.without("q") == "/documents/?type=letter"
    assert str(address).endswith("&page=3")


def test_a_value_is_not_asked_for_and_excluded_at_once():
    address = Address(asked("type=letter").typed())
    assert address.with_value("not-type", "letter") == "/documents/?not-type=letter"
    address = Address(asked("not-type=letter").typed())
    assert address.with_value("type", "letter") == "/documents/?type=letter"


@pytest.mark.parametrize("name", ["type", "person", "language", "has"])
def test_what_cannot_be_a_value_is_left_out_and_told(name):
    filters = asked(f"{name}=%3Cb%3E&{name}=none")
    assert filters.asked().include == {name: ("none",)}
    assert any("<b>" in sentence for sentence in filters.told())
