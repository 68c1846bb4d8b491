"""Whoever is killed while two machines publish, withdraw and search: no answer is wrong, nothing is lost.

TORTURE_SECONDS says how long (10 unless told otherwise). What happened is printed with `pytest -s`.
"""

import json
import os
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from documents import chain
from documents.search import checking, folders, position
from documents.search.index import opened
from documents.verification import Tally, verify
from tests.documents import builders
from tests.documents.search.torture import MACHINES, telling

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

SECONDS = float(os.environ.get("TORTURE_SECONDS", "10"))
DOCUMENTS = 150
PROJECT = Path(__file__).resolve().parents[3]


def database_url() -> str:
    """The address of the database of the tests, for processes outside of this one."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"


@pytest.fixture
def archive() -> None:
    """Published documents, and the users and people whom the processes need."""
    for role in builders.ROLES:
        builders.user(role)
    people = [builders.person(name) for name in ("Ada", "Bob", "Cleo", "Dan")]
    for _ in range(DOCUMENTS):
        builders.published(**telling(people))


def tortured(folder: Path) -> list[dict]:
    """What the processes told."""
    for machine in MACHINES:
        (folder / machine).mkdir()
    told = {"DATABASE_URL": database_url(), "DATA_DIR": str(folder), "SECRET_KEY": settings.SECRET_KEY}
    command = [sys.executable, "-m", "tests.documents.search.torture", str(SECONDS), str(folder)]
    with (folder / "stderr").open("w") as file:
        subprocess.run(command, cwd=PROJECT, env=os.environ | told, stderr=file, check=True)
    return [json.loads(line) for line in (folder / "log").read_text().splitlines()]


def test_no_answer_is_wrong_whoever_is_killed(archive, tmp_path, settings):
    before = chain.clock()
    told = tortured(tmp_path)
    sums: Counter[str] = Counter()
    for line in told:
        sums.update({name: count for name, count in line.items() if isinstance(count, int)})
    noted = {name: [line[name] for line in told if name in line] for name in ("wrong", "error", "behind")}
    print(f"\n{connection.vendor}, {SECONDS:.0f} s: {chain.clock() - before} entries, {dict(sums)}")  # noqa: T201 - what it is run for
    assert noted == {"wrong": [], "error": [], "behind": []}
    assert min(sums[name] for name in ("answers", "counted", "pairs", "killed_search", "killed_write")) > 0
    assert list(verify(Tally())) == []
    for machine in random.sample(MACHINES, 2):
        settings.DATA_DIR = tmp_path / machine
        folders.forget()
        while not opened().is_exact:
            pass
        assert checking.differences() == []
        assert position.read().number == chain.clock()
        assert not position.read().purged
