"""The list of documents on the desk: what it shows, finds and narrows, in a fixed number of queries."""

import pytest

from documents import publishing
from tests.documents import builders

pytestmark = pytest.mark.django_db
LIST = "/admin/documents/document/"


@pytest.fixture
def publisher(at_desk):
    return at_desk("publisher")


def listed(client, **query) -> list[str]:
    reply = client.get(LIST, query)
    assert reply.status_code == 200
    return [row.pk for row in reply.context["cl"].result_list]


def test_the_state_of_each_document_is_shown(publisher):
    draft = builders.saved(title="A draft")
    published = builders.published(title="A published one").document_id
    changed = builders.published(title="A changed one").document_id
    builders.changed(changed, title="A changed one, anew")
    withdrawn = builders.published(title="A withdrawn one").document_id
    publishing.withdraw(withdrawn, user=publisher.user, reason="An error")
    purged = builders.published(title="A purged one").document_id
    builders.purge(purged)
    states = {row.pk: row.state for row in publisher.get(LIST).context["cl"].result_list}
    assert states == {
        draft: "draft",
        published: "published",
        changed: "changed",
        withdrawn: "withdrawn",
        purged: "purged",
    }
    page = publisher.get(LIST).content.decode()
    assert "published v1, with unpublished changes" in page
    for state, document in {v: k for k, v in states.items()}.items():
        assert listed(publisher, state=state) == [document]


def test_untitled_documents_are_sorted_by_their_heading(publisher):
    second = builders.saved(title="", heading="B")
    third, first = builders.saved(title="C", heading="A"), builders.saved(title="A", heading="Z")
    assert listed(publisher, o="0") == [first, second, third]


def test_a_document_is_found_by_title_heading_signatory_number_and_id(publisher):
    from documents import snapshot as s

    collection = builders.collection("Letters")
    wanted = builders.saved(
        title="Прошение мельников",
        heading="Die Bitte der Müller",
        signatories=(s.Signatory(key="s1234567", name_as_signed="Anna Weber"),),
        printings=(s.Printing(key="p1234567", collection=collection, number="367"),),
    )
    builders.saved(title="Another one")
    for words in ("прошение", "bitte der MÜLLER", "weber", "367", wanted):
        assert listed(publisher, q=words) == [wanted], words
    assert listed(publisher, q="36") == []


def test_the_list_is_narrowed_by_type_collection_and_repository(publisher):
    from documents import snapshot as s

    collection, repository = builders.collection("Letters"), builders.repository("Archive")
    wanted = builders.saved(
        type="letter",
        printings=(s.Printing(key="p1234567", collection=collection),),
        archival_references=(s.ArchivalReference(key="a1234567", repository=repository),),
    )
    builders.saved(title="Another", type="report")
    assert listed(publisher, type__code__exact="letter") == [wanted]
    assert listed(publisher, printings__collection__public_id__exact=collection) == [wanted]
    assert listed(publisher, archival_references__repository__public_id__exact=repository) == [wanted]
    assert listed(publisher, naming=f"collection:{collection}") == [wanted]


@pytest.mark.parametrize(
    "query", [{"state": "<script>"}, {"naming": "person:x"}, {"q": "'; DROP"}, {"p": "99999"}, {"o": "x"}]
)
def test_an_odd_address_is_no_error(publisher, query):
    reply = publisher.get(LIST, query, follow=True)
    assert reply.status_code == 200
    assert "<script>" not in reply.content.decode().replace("<script>\n", "")


def test_the_last_change_comes_first_with_who_and_when(publisher):
    first, second = builders.saved(title="First"), builders.saved(title="Second")
    assert listed(publisher) == [second, first]
    builders.changed(first, title="First again")
    assert listed(publisher) == [first, second]
    assert "by editor" in publisher.get(LIST).content.decode()


def test_the_number_of_queries_does_not_grow(publisher, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            publisher.get(LIST)
        return len(seen)

    builders.published(title="One", type="letter")
    few = queries()
    for number in range(8):
        builders.published(title=f"More {number}", type="report")
    assert queries() == few


def test_no_action_deletes_in_bulk(publisher):
    builders.saved(title="One")
    assert "delete_selected" not in publisher.get(LIST).content.decode()
