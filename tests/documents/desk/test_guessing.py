"""A list is narrowed by what it offers, nothing else: private words cannot be guessed letter by letter."""

import pytest

from tests.documents import builders

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("desk", "query"),
    [
        ("documents/document", "remarks__contains=a"),
        ("documents/document", "remarks__startswith=a"),
        ("documents/document", "remarks=a"),
        ("documents/document", "type__label__contains=a"),
        ("documents/document", "printings__collection__note__contains=a"),
        ("documents/document", "suppressed_warnings__regex=a"),
        ("people/person", "note__contains=a"),
        ("documents/topic", "label__startswith=a"),
    ],
)
def test_what_is_not_offered_is_refused(at_desk, desk, query):
    assert at_desk("contributor").get(f"/admin/{desk}/?{query}").status_code == 400


def test_what_is_offered_is_answered(at_desk):
    client, body = at_desk("contributor"), builders.saved(title="T")
    page = client.get("/admin/documents/document/")
    offered = [
        choice["query_string"]
        for spec in page.context["cl"].filter_specs
        for choice in spec.choices(page.context["cl"])
    ]
    assert body
    assert len(offered) > 4
    for query in [*offered, "?type__isnull=True", "?type__code__exact=decree", "?state=draft"]:
        assert client.get(f"/admin/documents/document/{query}").status_code == 200, query
    for query in ("standing=in-use", "q=a", "o=1"):
        assert client.get(f"/admin/people/person/?{query}").status_code == 200, query
