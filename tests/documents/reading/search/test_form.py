"""The form of a search and its page for other eyes: what could not be read keeps all that was asked for."""

import pytest

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


@pytest.mark.parametrize("parameters", ["sort=-date", "view=table", "view=timeline"])
def test_another_view_or_order_of_a_list_is_not_for_search_engines(client, parameters):
    builders.published(title="Letter of a spring")
    assert 'name="robots"' not in html_of(client, "/documents/")
    assert '<meta name="robots" content="noindex' in html_of(client, f"/documents/?{parameters}")
