"""Anybody can check the archive: from the page, from the entries, and with the program in docs/."""

import json
import re
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from django.db import connection

from documents.chain import entry_data
from documents.models import Entry, Head
from documents.reading import integrity
from documents.snapshot import canonical
from tests.documents import builders

DOCS = Path(__file__).resolve().parents[2] / "docs"


def entries(client, **query) -> list[dict]:
    reply = client.get("/integrity/entries.jsonl", query)
    assert reply.status_code == 200
    assert reply.headers["Content-Type"] == "application/jsonl; charset=utf-8"
    return [json.loads(line) for line in reply.content.splitlines()]


# --- The entries ---


@pytest.mark.django_db
def test_the_entries_are_lines_of_canonical_json_with_their_digest(client):
    builders.withdraw(builders.published().document_id, "Слово \u2028 \U0001f4dc")
    lines = client.get("/integrity/entries.jsonl").content.split(b"\n")
    assert lines.pop() == b""
    assert len(lines) == 2
    for line, entry in zip(lines, Entry.objects.all(), strict=True):
        told = json.loads(line)
        assert canonical(told).encode() == line
        assert told.pop("digest") == sha256(canonical(told).encode()).hexdigest() == entry.digest
        assert told == entry_data(entry)


@pytest.mark.django_db
def test_entries_are_given_from_a_number_on_and_so_many_at_once(client, monkeypatch):
    for number in range(5):
        builders.published(title=f"Letter {number}")
    monkeypatch.setattr(integrity, "AT_ONCE", 2)
    assert [entry["number"] for entry in entries(client)] == [1, 2]
    assert [entry["number"] for entry in entries(client, **{"from": 3})] == [3, 4]
    assert [entry["number"] for entry in entries(client, **{"from": 5})] == [5]
    assert entries(client, **{"from": 6}) == []
    assert entries(client, **{"from": "9" * 15}) == []


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", ["", "x", "-1", "1.5", "١", "1_0", "9" * 16, " 1", "<script>"])
def test_a_number_that_is_none_is_refused_with_a_sentence(client, wrong):
    reply = client.get("/integrity/entries.jsonl", {"from": wrong})
    assert reply.status_code == 400
    assert reply.headers["Content-Type"].startswith("text/plain")
    assert "number of an entry" in reply.content.decode()
    assert "<script>" not in reply.content.decode()


@pytest.mark.django_db
def test_the_entries_of_an_empty_archive_are_none(client):
    assert client.get("/integrity/entries.jsonl").content == b""


# --- The page ---


@pytest.mark.django_db
def test_the_page_tells_the_head_and_the_last_entries(client):
    version = builders.published()
    builders.withdraw(version.document_id, "Names a <living> person")
    page = client.get("/integrity/").content.decode()
    assert Head.objects.get().digest in page
    assert "number 2" in page
    assert "Names a &lt;living&gt; person" in page
    assert f"/documents/{version.document_id}/versions/" in page
    assert "0 documents" in page


@pytest.mark.django_db
def test_the_page_tells_no_note_of_a_version_that_readers_cannot_open(client):
    ident = builders.published().document_id
    builders.changed(ident, title="Another")
    builders.publish(ident, note="Names somebody who lives")
    assert "Names somebody who lives" in client.get("/integrity/").content.decode()
    builders.withdraw(ident, "A living person")
    page = client.get("/integrity/").content.decode()
    assert "Names somebody who lives" not in page
    assert "A living person" in page
    assert "Names somebody who lives" in {entry["note"] for entry in entries(client)}


@pytest.mark.django_db
def test_the_page_of_an_empty_archive_says_so(client):
    assert "Nothing has been published yet" in client.get("/integrity/").content.decode()


@pytest.mark.django_db
def test_the_page_shows_the_program_and_every_field_of_an_entry(client):
    builders.published()
    page = client.get("/integrity/").content.decode()
    assert "sha256(canonical.encode()).hexdigest()" in page
    for name in (*entry_data(Entry.objects.get()), "digest"):
        assert f"<code>{name}</code>" in page


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/integrity/", "/integrity/entries.jsonl"])
def test_both_are_new_with_every_entry_and_only_then(client, path):
    builders.published()
    first = client.get(path)
    assert client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    builders.saved(title="A draft")
    assert client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    builders.published(title="Another letter")
    assert client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200
    assert not first.cookies


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/integrity/", "/integrity/entries.jsonl"])
def test_both_can_only_be_read(client, path):
    assert client.post(path).status_code == 405
    head = client.head(path)
    assert (head.status_code, head.content) == (200, b"")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/integrity/", "/integrity/entries.jsonl"])
def test_both_cost_the_same_number_of_queries_for_many_entries(client, path, django_assert_num_queries):
    queries = {"/integrity/": 4, "/integrity/entries.jsonl": 2}[path]
    for more in (1, 30):
        for number in range(more):
            builders.published(title=f"Letter {number}")
        with django_assert_num_queries(queries):
            client.get(path)


# --- The program in docs/ ---


def check(address: str, *kept: str) -> tuple[int, str]:
    command = [sys.executable, DOCS / "check_archive.py", address, *kept]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert not done.stderr
    return done.returncode, done.stdout


def sql(statement: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount == 1


@pytest.fixture
def archive(live_server):
    """A served archive in which everything has happened; with the document that has two versions."""
    ident = builders.published(title="Лист").document_id
    builders.changed(ident, title="A letter")
    builders.publish(ident, note="Second")
    for step in (builders.withdraw, builders.purge):
        step(builders.published(title="Another letter").document_id)
    builders.withdraw(ident)
    builders.reinstate(ident, 1)
    builders.reinstate(ident, 2)
    return live_server.url, ident


served = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@served
def test_the_program_passes_a_sound_archive_and_finds_a_kept_digest(archive):
    address, _ = archive
    kept = Entry.objects.get(number=4).digest
    code, told = check(address, kept)
    assert (code, told) == (0, f"9 entries, 0 faults. The last digest is {Head.objects.get().digest}\n")


@served
def test_the_program_misses_a_digest_that_the_chain_does_not_have(archive):
    code, told = check(archive[0], "0" * 64)
    assert code == 1
    assert f"no entry has the digest {'0' * 64}" in told


@served
@pytest.mark.parametrize(
    ("statement", "told"),
    [
        (
            "UPDATE documents_version SET content = replace(content, 'Лист', 'лист')"
            " WHERE document_id = %s AND number = 1",
            "version 1 of {} does not have its digest",
        ),
        (
            "DELETE FROM documents_entry WHERE number = 4 AND document_id <> %s",
            "entry 5 does not follow entry 3",
        ),
        (
            "UPDATE documents_entry SET note = 'x' WHERE number = 2 AND document_id = %s",
            "entry 2 does not have its digest",
        ),
        (
            "UPDATE documents_entry SET before = 3 WHERE number = 2 AND document_id = %s",
            "entry 2 does not name the entry before of {}",
        ),
    ],
)
def test_the_program_names_what_was_altered(archive, statement, told):
    address, ident = archive
    sql(statement, ident)
    code, out = check(address)
    assert code == 1
    assert told.format(ident) in out


@served
def test_the_program_names_a_version_that_is_gone(archive):
    address, ident = archive
    sql("DELETE FROM documents_version WHERE document_id = %s AND number = 1", ident)
    code, out = check(address)
    assert code == 1
    assert f"version 1 of {ident} cannot be read" in out


# --- The page for third parties ---


def test_the_example_in_the_documentation_is_right():
    page = (DOCS / "integrity.md").read_text(encoding="utf-8")
    line = re.search(r"```json\n(.*)\n```", page)[1]
    assert canonical(json.loads(line)) == line
    assert f"is `{sha256(line.encode()).hexdigest()}`" in page


@pytest.mark.django_db
def test_the_documentation_tells_every_field_of_an_entry():
    builders.published()
    page = (DOCS / "integrity.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)
    assert sorted(told) == sorted([*entry_data(Entry.objects.get()), "digest"])
