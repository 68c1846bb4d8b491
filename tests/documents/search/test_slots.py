"""Places for searches: bounded, apart for readers, exports and the desk, and never a queue of threads."""

import threading
import time

import pytest

from documents.search.slots import DESK, EXPORT, WAITING, Busy, Held, slot
from tests.documents import builders

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_place(settings):
    settings.SEARCHES = 1


def test_no_more_than_a_few_wait_for_a_place_and_the_others_are_told_at_once():
    told = []

    def search():
        begun = time.monotonic()
        try:
            with slot(3):
                pass
        except Busy:
            told.append(time.monotonic() - begun)

    with slot():
        threads = [threading.Thread(target=search) for _ in range(WAITING + 6)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
    assert len(told) == WAITING + 6
    assert sum(each < 2.5 for each in told) == 6
    with slot(0):
        pass


def test_exports_and_the_desk_have_places_of_their_own():
    with slot(), slot(0, of=EXPORT), slot(0, of=DESK), pytest.raises(Busy), slot(0):
        pass


def test_an_export_holds_its_place_until_it_is_read(client):
    builders.published(title="Letter of a spring")
    first = client.get("/documents.csv")
    assert client.get("/documents.csv").status_code == 503
    assert client.get("/documents.json").status_code == 200
    assert b"Letter of a spring" in b"".join(first.streaming_content)
    assert client.get("/documents.csv").status_code == 200


def test_an_export_gives_its_place_back_when_the_reader_has_gone():
    left = Held(iter(["a", "b"]))
    with pytest.raises(Busy):
        Held(iter([]))
    left.close()
    assert [*Held(iter(["a", "b"]))] == ["a", "b"]
