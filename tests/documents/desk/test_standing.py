"""Whether the desk has moved on since a document was published: the form and the list say the same."""

import pytest

from tests.documents.desk.test_acts import page, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def publisher(at_desk):
    return at_desk("publisher")


def has_moved_on(client, document: str) -> bool:
    """What the form and the list say, which must agree."""
    form = "changes that are not published" in client.get(page(document, "change")).content.decode()
    found = client.get("/admin/documents/document/", {"state": "changed"}).context["cl"].result_list
    assert [row.pk for row in found] == ([document] if form else [])
    return form


def test_nothing_has_changed_right_after_publishing(entered, publisher):
    assert not has_moved_on(publisher, entered)
    publish(publisher, entered)
    assert not has_moved_on(publisher, entered)


@pytest.mark.parametrize(
    "typed",
    [
        {"title": "A better title"},
        {"summary": "What it says."},
        {"date_as_written": "in May", "date_edtf": "1798-05"},
        {"texts-1-content": "Das Rad dreht sich."},
        {"signatories-0-DELETE": "on"},
        {"signatories-0-position": "2", "signatories-1-position": "1"},
        {"online_copies-0-address": "https://example.org/mill"},
    ],
    ids=lambda typed: next(iter(typed)),
)
def test_a_public_change_counts_until_it_is_published(entered, publisher, sheet_of, typed):
    publish(publisher, entered)
    assert sheet_of(entered).fill(typed).hand_in().status_code == 302
    assert has_moved_on(publisher, entered)
    publish(publisher, entered)
    assert not has_moved_on(publisher, entered)


def test_private_remarks_do_not_count_in_the_list_either(entered, publisher, sheet_of):
    publish(publisher, entered)
    sheet_of(entered).write(remarks="To check.", suppressed_warnings="no-date").hand_in()
    assert not has_moved_on(publisher, entered)


def test_a_title_changed_and_changed_back_does_not_count(entered, publisher, sheet_of):
    publish(publisher, entered)
    for title in ("Another title", "On the mill"):
        sheet_of(entered).write(title=title).hand_in()
    assert not has_moved_on(publisher, entered)
