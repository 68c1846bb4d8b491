"""Several editors save one record at once: one is acknowledged, the others keep what they typed."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from people.models import Person
from places.revisions import Revision
from tests.documents import builders
from tests.forms import Sheet

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

EDITORS = 4


def test_of_simultaneous_saves_exactly_one_is_acknowledged():
    ada = builders.person("Ada Example")
    for round_ in range(3):
        sheets = [Sheet(f"people/person/{ada}/change/") for _ in range(EDITORS)]
        start = Barrier(EDITORS)

        def save(number: int, sheets=sheets, start=start, round_=round_) -> tuple[int, str]:
            try:
                sheet = sheets[number].write(note=f"Round {round_}, editor {number}")
                start.wait(timeout=30)
                reply = sheet.hand_in()
                return reply.status_code, reply.content.decode()
            finally:
                connection.close()

        with ThreadPoolExecutor(EDITORS) as pool:
            replies = list(pool.map(save, range(EDITORS)))
        winners = [number for number, (status, _) in enumerate(replies) if status == 302]
        assert len(winners) == 1, [status for status, _ in replies]
        assert Person.objects.get(pk=ada).note == f"Round {round_}, editor {winners[0]}"
        for number, (status, page) in enumerate(replies):
            if number not in winners:
                assert status == 200
                assert f"Round {round_}, editor {number}" in page
    assert Revision.objects.filter(record=ada).count() == 4


def test_rows_that_somebody_else_saved_are_told_before_they_are_saved_over():
    ada = builders.person("Ada Example")
    first = Sheet(f"people/person/{ada}/change/")
    first.write(names__0__name="Ada the Elder", names__0__language="en")
    assert first.hand_in().status_code == 302
    slow, quick = (Sheet(f"people/person/{ada}/change/") for _ in "12")
    quick.write(
        names__0__name="Ada the Younger", names__1__name="Adelheid", names__1__language="de"
    ).hand_in()
    reply = slow.write(note="Typed slowly").hand_in()
    told = dict(reply.context["adminform"].form.theirs())
    assert [words for where, words in told.items() if "(new)" in where and "Adelheid" in words]
    assert [words for where, words in told.items() if "Ada the Younger" in words and "(new)" not in where]
    assert "Adelheid" in reply.content.decode().partition("overtaken")[2]
    quick.client.post(quick.address, Sheet(f"people/person/{ada}/change/").data | {"names-0-DELETE": "on"})
    told = dict(slow.hand_in().context["adminform"].form.theirs())
    assert "deleted" in told.values()
