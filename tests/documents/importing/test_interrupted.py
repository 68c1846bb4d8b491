"""An import that is killed and run again ends where an undisturbed one ends."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest
from django.apps import apps

from documents import history
from documents.models import Awaited, Document, Entry, Imported, Listing, Version
from documents.snapshot import load
from people.models import Person
from tests.documents.importing.tiny import document, file, run

NAMED = [
    {"kind": "person", "local": f"p{n}", "name": f"Person {n}", "born": str(1800 + n)} for n in range(12)
]


def volumes(folder: Path, each: int) -> None:
    """Three files whose documents refer to each other, forth and back, within a file and over files."""
    for number, name in enumerate("abc"):
        after = "abca"[number + 1]
        documents = [
            document(
                f"{name}/{n}",
                texts=[{"content": f"To [[person:@p{n % 12}|him]], see [[document:@{after}/{n}|there]]."}],
                references=[{"words": "next", "target": f"@{name}/{(n + 60) % each}"}],
                footnotes=[],
            )
            for n in range(each)
        ]
        file(folder, name, documents, NAMED)


def archive() -> dict:
    """All that the archive says, by identities instead of ids, without numbers of revisions and times."""
    identities = {row.record: f"{row.kind} {row.identity}" for row in Imported.objects.all()}
    words = json.dumps(
        {
            "desk": {
                identities[pk]: history.snapshot(pk).to_data()
                for pk in Document.objects.values_list("pk", flat=True)
            },
            "people": sorted(Person.objects.values_list("name", "public_id")),
            "readers": {
                identities[row.document_id]: load(row.version.content).to_data()
                for row in Listing.objects.select_related("version")
            },
            "versions": sorted(
                f"{identities[pk]} {number}"
                for pk, number in Version.objects.values_list("document", "number")
            ),
            "entries": sorted(f"{e.kind} {identities[e.document_id]}" for e in Entry.objects.all()),
            "imported": sorted(Imported.objects.values_list("kind", "identity", "digest", "source")),
            "awaited": Awaited.objects.count(),
        },
        sort_keys=True,
    )
    for ident, identity in identities.items():
        words = words.replace(ident, identity)
    return json.loads(words)


def counts() -> dict[str, int]:
    models = [m for m in apps.get_models() if m._meta.app_label in ("documents", "people", "places")]
    return {m._meta.label: m.objects.count() for m in models if m.__name__ != "ImportBatch"}


class Killed(BaseException):
    """As if the process had been killed here."""


def run_until(folder: Path, outcomes: int) -> None:
    from documents.exchange.importing.running import Run, files_in
    from tests.documents.importing.tiny import batch, read

    made = Run(files_in([folder]), batch(publishes=True), read)
    going = made.outcomes()
    for _ in range(outcomes):
        next(going)
    going.close()


@pytest.mark.django_db
def test_stopped_at_three_points_and_run_again_it_ends_in_the_same_state(tmp_path):
    from django.db import transaction

    volumes(tmp_path, 70)
    states = []
    for stops in ((), (5, 100, 230)):
        try:
            with transaction.atomic():
                for stop in stops:
                    run_until(tmp_path, stop)
                run(tmp_path, publishes=True)
                states.append(archive())
                before = counts()
                run(tmp_path, publishes=True)
                assert counts() == before
                raise Killed
        except Killed:
            pass
    assert states[0] == states[1]
    assert states[0]["awaited"] == 0
    assert len(states[0]["readers"]) == 210


SCRIPT = """
import sys
from pathlib import Path
import tests.conftest
import os
os.environ.update(json) if (json := __import__("json").loads(sys.argv[2])) else None
import django
django.setup()
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[3]
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[3]
from tests.documents.importing.tiny import run
run(Path(sys.argv[1]), publishes=True)
"""


@pytest.mark.slow
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_killed_at_many_random_points_it_ends_in_the_same_state(tmp_path, settings):
    """KILLS says at how many (20). Each kill is -9, in the middle of whatever is being done."""
    from django.db import connection

    if connection.vendor == "sqlite" and "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("another process does not see a database in memory")
    folder = tmp_path / "files"
    folder.mkdir()
    volumes(folder, 120)
    kills, random = int(os.environ.get("KILLS", "20")), Random(5)
    command = [
        sys.executable,
        "-c",
        SCRIPT,
        str(folder),
        json.dumps({"DATA_DIR": str(settings.DATA_DIR)}),
        str(connection.settings_dict["NAME"]),
    ]
    killed = 0
    while killed < kills:
        going = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(random.uniform(1.5, 6))
        if going.poll() is None:
            going.send_signal(signal.SIGKILL)
        going.wait()
        killed += 1
    run(folder, publishes=True)
    found = archive()
    before = counts()
    run(folder, publishes=True)
    assert counts() == before
    for model in (Awaited, Entry, Listing):
        assert model.objects.count() == (0 if model is Awaited else 360)
    assert set(found["desk"]) == set(found["readers"])
    assert all(row.endswith(" 1") for row in found["versions"])
