"""Writes an invented archive of any size into a database of its own, straight into the archive's tables.

Beside them it fills those of the plain baseline.

    python -m tests.benchmarks.generator 30000 [FOLDER]

FOLDER (or BENCHMARK_FOLDER; by default a folder among the system's temporary files) gets a folder named by
the size: the SQLite database, the baselines' plain data, later the indexes. With DATABASE_URL of PostgreSQL
the database lies there, as `benchmark_<size>`. Interrupted, it goes on where it stopped.
"""

import json
import multiprocessing
import os
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import django

BATCH = 1_000  # documents of one transaction, and of one file of plain data
PROCESSES = 2


def folder_of(size: int, root: str = "") -> Path:
    """Where the archive of this size lies, made if it is not there."""
    among_temporary = Path(tempfile.gettempdir()) / "fonds-benchmark"
    found = Path(root or os.environ.get("BENCHMARK_FOLDER") or among_temporary) / str(size)
    (found / "plain").mkdir(parents=True, exist_ok=True)
    return found


@contextmanager
def database_of(size: int, folder: Path) -> Iterator[None]:
    """Turns the connection to the database of the archive of this size; DATA_DIR lies beside it."""
    from django.conf import settings
    from django.db import connection

    before = connection.settings_dict["NAME"], settings.DATA_DIR
    connection.close()
    if connection.vendor == "sqlite":
        connection.settings_dict["NAME"] = str(folder / "archive.sqlite3")
    else:
        connection.settings_dict["NAME"] = _database_on_server(f"benchmark_{size}")
    settings.DATA_DIR = folder
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"], settings.DATA_DIR = before


def _database_on_server(name: str) -> str:
    from django.db import connection

    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if not cursor.fetchone():
            cursor.execute(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
    return name


def plain_files(folder: Path, size: int) -> list[Path]:
    """The files of plain data, each a batch of documents, one on a line."""
    return [folder / "plain" / f"{first:07d}.jsonl" for first in range(1, size + 1, BATCH)]


Row = tuple[Any, ...]


class Made(NamedTuple):
    """One document as a process hands it over: its rows, as the database takes them."""

    ident: str
    digest: str
    document: Row
    version: Row
    listing: Row
    card: Row
    names: list[Row]


def made(first: int, last: int, file: Path) -> list[Made]:
    """Makes the documents from `first` to `last` and writes their plain data."""
    from documents import listings
    from documents.models import Document, Version
    from documents.search import prepared
    from documents.search.cards import card_of
    from documents.snapshot import digest
    from tests.benchmarks import invented

    found, on_desk = [], row_of(Document(public_id="", title=""))
    with file.with_suffix(".part").open("w", encoding="utf-8") as lines:
        for number in range(first, last + 1):
            snapshot, plain = invented.document(number)
            content = snapshot.to_json()
            version = Version(
                document_id=plain.ident, number=1, revision=1, content=content, digest=digest(content)
            )
            listing = listings.listing_of(snapshot, version)
            card = prepared.card_row(card_of(snapshot.public(), 1))
            names = listings.names_of(snapshot.document, listing)
            lines.write(json.dumps(plain, ensure_ascii=False) + "\n")
            found.append(
                Made(
                    plain.ident,
                    version.digest,
                    _with(on_desk, Document, public_id=plain.ident, title=plain.title),
                    row_of(version),
                    row_of(listing),
                    row_of(card),
                    [row_of(name) for name in names],
                )
            )
    file.with_suffix(".part").rename(file)
    return found


def columns(model: Any) -> list[Any]:
    """The columns of a table, without those that the database numbers by itself."""
    return [field for field in model._meta.concrete_fields if not field.db_returning]


def row_of(record: Any) -> Row:
    """A record as the database takes it."""
    from django.db import connection

    return tuple(
        field.get_db_prep_save(field.pre_save(record, True), connection) for field in columns(type(record))
    )


def _with(row: Row, model: Any, **values: Any) -> Row:
    """The row with other values in these columns."""
    return tuple(values.get(field.attname, value) for field, value in zip(columns(model), row, strict=True))


def insert(model: Any, rows: list[Row]) -> None:
    """Writes the rows: `bulk_create` without its looking at each value once more."""
    from django.db import connection

    fields = columns(model)
    quoted = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({quoted}) VALUES ({marks})", rows)


def _made(batch: tuple[int, int, Path]) -> list[Made]:
    return made(*batch)


def enter_authorities() -> None:
    """Enters all people, places, bodies, collections and repositories, unless they are there."""
    from django.db import transaction

    from documents.models import Repository, SourceCollection
    from people.models import Body, Person, PersonName
    from places.models import Place, PlaceName, PublicId
    from tests.benchmarks import invented

    models = (Person, Place, Body, SourceCollection, Repository)
    other_names = {Person: PersonName, Place: PlaceName}
    if Repository.objects.exists():
        return
    with transaction.atomic():
        for model in models:
            rows = [
                model(public_id=invented.ident(model.kind, number), name=name)
                for number, name in enumerate(invented.names(model.kind), start=1)
            ]
            PublicId.objects.bulk_create(PublicId(id=row.pk, kind=model.kind) for row in rows)
            model.objects.bulk_create(rows)
            if named := other_names.get(model):
                named.objects.bulk_create(_another_name(named, row) for row in rows)


def _another_name(model: Any, row: Any) -> Any:
    words = " ".join(reversed(row.name.split())) if " " in row.name else f"{row.name}abad"
    return model(**{model.owner_field: row}, key="name0001", name=words)


def enter(documents: list[Made]) -> None:
    """Publishes the documents: one transaction with all their rows, the chain's entries last."""
    from django.db import transaction

    from documents import chain
    from documents.models import Document, Version
    from documents.models.entry import EntryKind
    from documents.models.listing import Listing, ListingCard, ListingName
    from places.models import PublicId, Revision

    idents = [each.ident for each in documents]
    ident, revision = PublicId(id="", kind=Document.kind), Revision(kind=Document.kind, record="", number=1)
    revision.batch = uuid.uuid4()
    known, revised = row_of(ident), row_of(revision)
    with transaction.atomic():
        insert(PublicId, [_with(known, PublicId, id=each) for each in idents])
        insert(Document, [each.document for each in documents])
        insert(Revision, [_with(revised, Revision, record=each) for each in idents])
        insert(Version, [each.version for each in documents])
        versions = dict(Version.objects.filter(document__in=idents).values_list("document", "pk"))
        insert(Listing, [_with(e.listing, Listing, version_id=versions[e.ident]) for e in documents])
        insert(ListingCard, [each.card for each in documents])
        insert(ListingName, [name for each in documents for name in each.names])
        chain.append(
            (chain.Link(EntryKind.PUBLISHED, each.ident, 1, each.digest) for each in documents),
            published=len(documents),
        )


def generate(size: int, folder: Path) -> float:
    """Fills the database that is connected up to so many documents; gives the seconds that this took."""
    from django.db import connection

    from documents.models.entry import Head

    begun = time.perf_counter()
    enter_authorities()
    done = Head.objects.values_list("published", flat=True).first() or 0
    todo = [
        (first, min(first + BATCH - 1, size), file)
        for first, file in zip(range(1, size + 1, BATCH), plain_files(folder, size), strict=True)
        if first > done
    ]
    connection.close()  # what forks would share it
    with multiprocessing.get_context("fork").Pool(PROCESSES) as pool:
        for count, documents in enumerate(_not_too_far_ahead(pool, todo), start=1):
            enter(documents)
            spent = time.perf_counter() - begun
            _tell(f"\r{todo[count - 1][1]:,} of {size:,} documents, {count * BATCH / spent:,.0f}/s ")
    if todo:
        _tell("\n")
        analyse()
    return time.perf_counter() - begun


def analyse() -> None:
    """Lets the database look at what its tables hold, as an archive in use has done long since."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _not_too_far_ahead(pool: Any, todo: list[tuple[int, int, Path]]) -> Iterator[list[Made]]:
    """The batches in order; at most four are made before the first of them is entered."""
    waiting = [pool.apply_async(_made, (batch,)) for batch in todo[:4]]
    for place in range(len(todo)):
        found = waiting.pop(0).get()
        if place + 4 < len(todo):
            waiting.append(pool.apply_async(_made, (todo[place + 4],)))
        yield found


def _tell(words: str) -> None:
    sys.stderr.write(words)
    sys.stderr.flush()


def prepare(size: int, folder: Path) -> float:
    """Migrates the connected database and generates what it lacks; gives the seconds of the latter."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    return generate(size, folder)


def main() -> None:
    """The command line."""
    size, root = int(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else ""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    os.environ.setdefault("DEBUG", "on")
    folder = folder_of(size, root)
    os.environ.setdefault("DATA_DIR", str(folder))
    django.setup()
    from django.conf import settings

    settings.DEBUG = False  # else every query is kept
    with database_of(size, folder):
        spent = prepare(size, folder)
        _tell(f"{folder}: the archive in {spent:,.0f} s\n")
        from tests.benchmarks import plain_django

        begun = time.perf_counter()
        plain_django.fill(plain_files(folder, size))
        _tell(f"{folder}: the plain tables in {time.perf_counter() - begun:,.0f} s\n")


if __name__ == "__main__":
    main()
