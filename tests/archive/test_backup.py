"""A backup is a whole database of one moment, or it is not there."""

import hashlib
import shlex
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from documents.exchange import backup


@pytest.fixture
def ledger(tmp_path) -> Path:
    """A database where each transaction writes one row into each of two tables."""
    file = tmp_path / "ledger.sqlite3"
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.executescript("CREATE TABLE debit (n, words); CREATE TABLE credit (n, words)")
        write(database, range(2000))
    return file


def write(database: sqlite3.Connection, numbers) -> None:
    for n in numbers:
        with database:
            database.execute("INSERT INTO debit VALUES (?, ?)", (n, "words " * 100))
            database.execute("INSERT INTO credit VALUES (?, ?)", (n, "words " * 100))


def counts(file: Path) -> tuple[int, int]:
    with closing(sqlite3.connect(file)) as database:
        rows = (
            database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("debit", "credit")
        )
        return tuple(rows)


def test_a_backup_taken_while_another_writes_is_of_one_moment(ledger, tmp_path):
    stop = threading.Event()
    wrote = threading.Event()

    def go_on_writing():
        with closing(sqlite3.connect(ledger, timeout=20)) as database:
            n = 2000
            while not stop.is_set():
                write(database, [n])
                n += 1
                wrote.set()

    writer = threading.Thread(target=go_on_writing)
    writer.start()
    wrote.wait(10)
    try:
        copies = [backup.copy_sqlite(ledger, tmp_path / f"copy-{n}.sqlite3") for n in range(5)]
    finally:
        stop.set()
        writer.join()
    for copy in copies:
        debits, credits = counts(copy.file)
        assert debits == credits > 2000


def test_a_backup_is_one_file_with_its_size_and_digest(ledger, tmp_path):
    target = tmp_path / "copies" / "copy.sqlite3"
    target.parent.mkdir()
    copy = backup.copy_sqlite(ledger, target)
    assert [file.name for file in target.parent.iterdir()] == ["copy.sqlite3"]
    assert copy.size == target.stat().st_size
    assert copy.sha256 == hashlib.sha256(target.read_bytes()).hexdigest()
    assert counts(target) == (2000, 2000)


def test_a_backup_never_overwrites_a_file(ledger, tmp_path):
    target = tmp_path / "copy.sqlite3"
    target.write_text("an older copy")
    with pytest.raises(backup.BackupRefused, match="exists, and a backup is never overwritten"):
        backup.copy_sqlite(ledger, target)
    assert target.read_text() == "an older copy"


def test_a_backup_into_a_folder_that_is_not_there_says_so(ledger, tmp_path):
    with pytest.raises(backup.BackupRefused, match="There is no folder"):
        backup.copy_sqlite(ledger, tmp_path / "nowhere" / "copy.sqlite3")


def test_a_damaged_database_gives_no_backup(ledger, tmp_path):
    folder = tmp_path / "copies"
    folder.mkdir()
    content = bytearray(ledger.read_bytes())
    content[8192:16384] = b"\xff" * 8192
    ledger.write_bytes(content)
    with pytest.raises(backup.BackupRefused):
        backup.copy_sqlite(ledger, folder / "copy.sqlite3")
    assert list(folder.iterdir()) == []


@pytest.mark.django_db(transaction=True)
def test_the_command_backs_up_the_archive(tmp_path, django_user_model, capsys):
    if connection.vendor != "sqlite":
        pytest.skip("speaks of SQLite")
    django_user_model.objects.create_user("editor")
    call_command("backup", str(tmp_path / "copy.sqlite3"))
    said = capsys.readouterr().out
    assert hashlib.sha256((tmp_path / "copy.sqlite3").read_bytes()).hexdigest() in said
    assert f"Page images are not in it: copy the folder {tmp_path / 'facsimiles'} too." in said
    with closing(sqlite3.connect(tmp_path / "copy.sqlite3")) as copy:
        assert copy.execute("SELECT username FROM auth_user").fetchall() == [("editor",)]


@pytest.mark.django_db
def test_the_command_names_the_tool_of_postgresql(tmp_path):
    if connection.vendor != "postgresql":
        pytest.skip("speaks of PostgreSQL")
    with pytest.raises(CommandError, match="pg_dump --format=custom") as told:
        call_command("backup", str(tmp_path / "copy.dump"))
    assert str(tmp_path / "facsimiles") in str(told.value)


def test_the_command_for_postgresql_is_ready_for_the_shell():
    database = {
        "NAME": "fonds",
        "USER": "o'neill",
        "HOST": "db.example.org",
        "PORT": 5433,
        "PASSWORD": "secret",
    }
    said = backup.pg_dump(database, Path("/backups/a copy.dump"))
    assert shlex.split(said) == [
        "pg_dump",
        "--format=custom",
        "--file=/backups/a copy.dump",
        "--host=db.example.org",
        "--port=5433",
        "--username=o'neill",
        "--dbname=fonds",
    ]
