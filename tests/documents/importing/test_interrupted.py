"""An import that is killed and run again ends where an undisturbed one ends."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest
from django.conf import settings
from django.db import connection, transaction

from tests.documents import builders
from tests.documents.importing import volumes
from tests.documents.importing.state import counts, state
from tests.documents.importing.tiny import document, file, run

NAMED = [
    {"kind": "person", "local": f"p{n}", "name": f"Person {n}", "born": str(1800 + n)} for n in range(12)
]


def letters(folder: Path, each: int) -> None:
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
    letters(tmp_path, 70)
    states = []
    for stops in ((), (5, 100, 230)):
        try:
            with transaction.atomic():
                for stop in stops:
                    run_until(tmp_path, stop)
                run(tmp_path, publishes=True)
                states.append(state(index=False))
                before = counts()
                run(tmp_path, publishes=True)
                assert counts() == before
                raise Killed
        except Killed:
            pass
    assert states[0] == states[1]
    assert not states[0]["documents.Awaited"]
    assert len(states[0]["documents.Listing"]) == 210


# --- Real processes, killed by the system ---

KILLS = int(os.environ.get("KILLS", "20"))
IN_ONE_ARCHIVE = 4
EACH = 40
PROJECT = Path(__file__).resolve().parents[3]


@dataclass(slots=True)
class Archive:
    """An archive of its own: its database, its folder of data, and the environment of its processes."""

    name: str
    folder: Path
    env: dict[str, str] = field(default_factory=dict)

    def process(self, *words: str) -> subprocess.Popen:
        told = (self.folder / "told").open("a")
        return subprocess.Popen(
            [sys.executable, *words], cwd=PROJECT, env=self.env, stdout=subprocess.PIPE, stderr=told
        )

    def told(self, *words: str) -> str:
        """What the process says at its end, which is a good one."""
        process = self.process(*words)
        said = process.communicate()[0].decode()
        assert process.returncode == 0, (self.folder / "told").read_text()[-2000:]
        return said

    def state(self) -> dict:
        return json.loads(self.told("-m", "tests.documents.importing.state"))


@pytest.fixture
def archives(tmp_path):
    """Makes archives with nothing in them but an importer, and takes them away in the end."""
    if connection.vendor == "sqlite" and "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("another process does not see a database in memory")
    builders.user("publisher")
    connection.close()  # nobody may be in a database that is copied
    made = []

    def make(name: str) -> Archive:
        connection.creation.clone_test_db(suffix=name, verbosity=0)
        database = connection.creation.get_test_db_clone_settings(name)["NAME"]
        made.append(name)
        folder = tmp_path / name
        folder.mkdir()
        url = f"sqlite:///{database}"
        if connection.vendor != "sqlite":
            url = f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{database}"
        told = {"DATABASE_URL": url, "DATA_DIR": str(folder), "SECRET_KEY": settings.SECRET_KEY}
        return Archive(name, folder, os.environ | told)

    yield make
    for name in made:
        connection.creation.destroy_test_db(suffix=name, verbosity=0)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_killed_at_many_random_points_it_ends_in_the_same_state(tmp_path, archives):
    """KILLS says at how many (20), each -9, four in an archive; what happened is printed with `pytest -s`."""
    files = tmp_path / "files"
    files.mkdir()
    volumes.volumes(files, EACH)
    command = ("manage.py", "import_tei", "--publish", "--user", "publisher", str(files))
    undisturbed, begun = archives("undisturbed"), time.monotonic()
    undisturbed.told("manage.py", "import_tei", "--help")
    start, begun = time.monotonic() - begun, time.monotonic()
    undisturbed.told(*command)
    working = time.monotonic() - begun - start
    wanted = undisturbed.state()["state"]
    assert len(wanted["documents.Listing"]) == len(wanted["index"]) == 3 * (EACH + EACH // 10)
    random, killed, entered = Random(5), 0, []
    for number in range(-(-KILLS // IN_ONE_ARCHIVE)):
        archive = archives(f"killed{number}")
        killed += _killed(
            archive, command, [start + random.uniform(0.05, 0.4) * working for _ in range(IN_ONE_ARCHIVE)]
        )
        entered.append(archive.state()["counts"]["documents.Document"])
        archive.told(*command)
        found = archive.state()
        assert found["state"] == wanted
        archive.told("manage.py", "verify")
        archive.told("manage.py", "index", "--check")
        again = archive.told(*command)
        assert "created" not in again
        assert "changed" not in again
        assert archive.state() == found
    told = f"{start + working:.0f} s undisturbed; {killed} kills; documents before the last runs: {entered}"
    print(f"\n{connection.vendor}: {told}")  # noqa: T201 - what it is run for
    assert killed >= KILLS * 3 // 4


def _killed(archive: Archive, command: tuple[str, ...], moments: list[float]) -> int:
    """Runs it again and again, each time only so many seconds, and gives how often it was still at it."""
    killed = 0
    for moment in moments:
        process = archive.process(*command)
        try:
            process.wait(moment)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            killed += 1
        process.communicate()
    return killed
