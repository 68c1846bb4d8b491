"""The form of a search and its page for other eyes: what could not be read keeps all that was asked for."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents.reading.caching import kept
from tests.documents import builders

pytestmark = pytest.mark.django_db


def html_of(client, address, status=200):
    reply = client.get(address)
    assert reply.status_code == status
    return reply.content.decode()


def test_a_period_that_cannot_be_read_loses_nothing_else_that_was_asked_for(client):
    html = html_of(client, "/documents/?q=harvest&scope=notes&from=yesterday&type=letter", 400)
    assert '<option value="notes" selected>' in html
    assert 'name="type" value="letter"' in html
    assert 'value="harvest"' in html
    assert 'value="yesterday"' in html


@pytest.mark.parametrize(
    "parameters", ["sort=-date", "view=table", "view=timeline", "from=1920-07-10&to=1920-07-10"]
)
def test_another_view_or_order_of_a_list_is_not_for_search_engines(client, parameters):
    builders.published(title="Letter of a spring")
    assert 'name="robots"' not in html_of(client, "/documents/")
    assert '<meta name="robots" content="noindex' in html_of(client, f"/documents/?{parameters}")


@pytest.mark.parametrize(("parameters", "most"), [("", 3), ("?q=letter&type=letter", 4)])
def test_a_page_asks_the_database_as_often_however_many_documents_it_shows(client, parameters, most):
    for more in (1, 6):
        for _ in range(more):
            builders.published(type="letter", title="A letter")
        html_of(client, f"/documents/{parameters}")  # the index catches up, labels are read
        kept.pages.clear()
        with CaptureQueriesContext(connection) as asked:
            html_of(client, f"/documents/{parameters}")
        assert len(asked) == most
