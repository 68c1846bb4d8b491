"""One import, or one undoing of an import, at a time: on this machine, and on all that share a database."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection

from documents.search.locks import locked

# Any number that nothing else takes as an advisory lock of this database; it spells “fonds”.
KEY = int.from_bytes(b"fonds", "big")


@contextmanager
def alone() -> Iterator[bool]:
    """Holds the turn to import; gives whether it is held. It goes with the process that holds it.

    The lock of the machine keeps two processes of it apart, and two threads. An archive on SQLite has no
    other machine; on PostgreSQL a lock of the database keeps the machines apart (pg_try_advisory_lock).
    """
    with locked("importing", wait=False) as here:
        if not here or connection.vendor != "postgresql":
            yield here
            return
        with _in_the_database() as everywhere:
            yield everywhere


@contextmanager
def _in_the_database() -> Iterator[bool]:
    is_held = _ask("pg_try_advisory_lock")
    try:
        yield is_held
    finally:
        if is_held:
            _give_back()


def _give_back() -> None:
    try:
        _ask("pg_advisory_unlock")
    except DatabaseError:
        connection.close()  # the lock is the connection's, and ends with it


def _ask(function: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [KEY])
        return bool(cursor.fetchone()[0])
