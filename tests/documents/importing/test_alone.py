"""One import at a time, whatever machine it runs on."""

import pytest
from django.db import connection

from documents.decisions import Refused
from documents.exchange.importing.alone import KEY, alone
from documents.exchange.importing.running import Running
from documents.exchange.importing.undoing import undo
from documents.models import Document
from tests.documents import builders
from tests.documents.importing.tiny import document, file, run

pytestmark = pytest.mark.django_db

on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql",
    reason="An archive on SQLite is one file on one machine, where the lock of the machine is enough.",
)


@pytest.fixture
def elsewhere():
    """A session of the database as another machine has one: asks for a lock or gives it back."""
    other = connection.copy()

    def ask(function: str) -> bool:
        with other.cursor() as cursor:
            cursor.execute(f"SELECT {function}(%s)", [KEY])
            return cursor.fetchone()[0]

    yield ask
    other.close()


def test_the_turn_is_one_process_s_or_thread_s_and_can_be_had_again():
    with alone() as first, alone() as second:
        assert (first, second) == (True, False)
    with alone() as third:
        assert third


@on_postgresql
def test_while_another_machine_imports_nothing_is_imported_or_undone_here(tmp_path, elsewhere):
    path = file(tmp_path, "v", [document("v/1")])
    _, made = run(path)
    assert elsewhere("pg_try_advisory_lock")
    with pytest.raises(Running, match="Another import is running"):
        run(file(tmp_path, "w", [document("w/1")]))
    with pytest.raises(Refused):
        list(undo(made.batch, builders.user("publisher")))
    assert Document.objects.count() == 1
    assert elsewhere("pg_advisory_unlock")
    run(tmp_path / "w.xml")
    assert Document.objects.count() == 2


@on_postgresql
def test_while_one_imports_here_no_other_machine_can_and_afterwards_it_can(elsewhere):
    with alone() as mine:
        assert mine
        assert not elsewhere("pg_try_advisory_lock")
    assert elsewhere("pg_try_advisory_lock")
    assert elsewhere("pg_advisory_unlock")


@on_postgresql
def test_an_import_that_fails_gives_its_turn_back(elsewhere):
    with pytest.raises(ZeroDivisionError), alone():
        _ = 1 / 0
    assert elsewhere("pg_try_advisory_lock")
    assert elsewhere("pg_advisory_unlock")
