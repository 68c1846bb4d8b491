"""Results in the order of a collection: 9, 10, 10a, 11, and what has no number last."""

import pytest

from documents.snapshot import Printing
from tests.documents import builders

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_index(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def printed(book: str, *numbers: str) -> list[str]:
    return [
        builders.published(
            title=f"No. {number}", printings=(Printing(key="prin0001", collection=book, number=number),)
        ).document_id
        for number in numbers
    ]


def titles(client, query: str) -> list[str]:
    return [str(result.row.title) for result in client.get(f"/documents/?{query}").context["page"].results]


def test_documents_of_one_collection_stand_by_their_numbers(client):
    book, other = builders.collection("Book"), builders.collection("Other")
    printed(book, "11", "9", "10a", "", "10")
    printed(other, "1")
    wanted = ["No. 9", "No. 10", "No. 10a", "No. 11", "No. "]
    assert titles(client, f"collection={book}&sort=number") == wanted


def test_pages_by_number_hold_each_document_once(client):
    book = builders.collection("Book")
    printed(book, *map(str, range(23, 0, -1)))
    pages = [titles(client, f"collection={book}&sort=number{page}") for page in ("", "&page=2")]
    assert pages[0] + pages[1] == [f"No. {number}" for number in range(1, 24)]


def test_without_one_collection_there_is_no_order_by_number(client):
    book = builders.collection("Book")
    printed(book, "2", "1")
    page = client.get("/documents/?sort=number").context["page"]
    assert "by number in the collection" not in [sort.name for sort in page.sorts]


def test_a_collection_that_only_the_line_of_a_printing_names_is_found(client):
    line = "Publ. in the collection: Letters of the Valley. Riverside, 1992, doc. No. 7."
    builders.published(title="Printed", printings=(Printing(key="prin0001", as_printed=line),))
    builders.published(title="Not printed")
    assert titles(client, "q=%22Letters+of+the+Valley%22") == ["Printed"]
