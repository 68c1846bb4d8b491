"""How many documents an import enters, publishes and indexes in a second, on one core.

    pytest -m benchmark -n0 tests/benchmarks/test_import_speed.py -s

Measured is the command as an administrator runs it, from its start to its end: reading of the files, history,
versions, chain and the index. The files are seven volumes of *Foreign Relations of the United States*; they
are looked for in IMPORT_CORPUS. Where they are not, the corpus is invented: IMPORT_DOCUMENTS letters (2,300)
of about 1,000 words with three signatories, five footnotes, an archival reference and mentions.

The rate counts every document that was entered and published. An enclosure is one of them: it has a page, a
history, a version and an entry of its own. How many a volume numbers is told as well, with their rate.
What cannot be published, for it has no text, is entered as a draft and not counted.

What is demanded is demanded of the processor's seconds: on a machine that others use, too, those of the clock
say little. Both are told, and how much plain work the same core did in a second meanwhile (yardstick.py).
"""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from documents.models import Entry, Listing
from tests.benchmarks import invented_volume
from tests.documents import builders

pytestmark = [pytest.mark.benchmark, pytest.mark.django_db(transaction=True)]

CORPUS = Path(os.environ.get("IMPORT_CORPUS", Path(settings.BASE_DIR).parent / "shared" / "corpora" / "frus"))
SIZE = int(os.environ.get("IMPORT_DOCUMENTS", "2300"))
AT_LEAST = {"sqlite": 120, "postgresql": 80}
MOST_MEMORY = 500  # MB


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds of the clock and of the processor, megabytes at the most, units of plain work in a second."""

    clock: float
    processor: float
    memory: float
    units: float


def environment(data: Path) -> dict[str, str]:
    """That of a process which works with this test's database, and with an index of its own."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        url = f"sqlite:///{name}"
    else:
        url = f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"
    # Programs are compiled once, as wherever the archive is installed.
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**inherited, "DATABASE_URL": url, "DATA_DIR": str(data), "FOUR_EYES": "off"}


def measured(command: list[str], **how) -> Measured:
    """Runs a command on one core, and plain work beside it."""
    core = max(os.sched_getaffinity(0))
    pinned = ["taskset", "-c", str(core), sys.executable]
    yardstick = subprocess.Popen(
        [*pinned, "-m", "tests.benchmarks.yardstick"], stdout=subprocess.PIPE, text=True
    )
    begun = time.perf_counter()
    process = subprocess.Popen([*pinned, *command], **how)
    _, status, used = os.wait4(process.pid, 0)
    clock = time.perf_counter() - begun
    yardstick.terminate()
    units = float(yardstick.communicate()[0])
    assert os.waitstatus_to_exitcode(status) == 0
    return Measured(clock, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, units)


@pytest.fixture
def corpus(tmp_path) -> Path:
    """The volumes, or what is invented in their place."""
    return CORPUS if CORPUS.is_dir() else invented_volume.written(tmp_path / "corpus", SIZE)


def test_an_import_with_publishing_and_indexing_is_quick(tmp_path, corpus):
    builders.user("publisher")
    how = {
        "cwd": settings.BASE_DIR,
        "env": environment(tmp_path / "data"),
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
    }
    (tmp_path / "data").mkdir()
    subprocess.run([sys.executable, "manage.py", "index"], check=True, **how)
    report = tmp_path / "report.jsonl"
    options = ["--publish", "--user", "publisher", "--report", str(report)]
    found = measured(["manage.py", "import_tei", str(corpus), *options], **how)

    lines = [json.loads(line) for line in report.read_text("utf-8").splitlines()]
    created = [line for line in lines if line["kind"] == "document" and line["what"] == "created"]
    entered = {line["public_id"] for line in created}
    published = {line["public_id"]: line["identity"] for line in lines if line["published"]}
    # A volume numbers its documents, and not what is enclosed in them.
    numbered = [identity for identity in published.values() if ".a" not in identity.rpartition("/")[2]]
    rate = len(published) / found.processor
    print(  # noqa: T201 - what a benchmark is for
        f"\n{connection.vendor}: {len(published)} documents published ({len(numbered)} numbered, "
        f"{len(published) - len(numbered)} enclosures), {len(entered) - len(published)} drafts; "
        f"{found.clock:.1f} s ({len(published) / found.clock:.0f}/s), "
        f"{found.processor:.1f} s of the processor: {rate:.0f}/s, of the numbered ones "
        f"{len(numbered) / found.processor:.0f}/s; {found.memory:.0f} MB; "
        f"a document is {found.units / rate:.1f} units of plain work, of which a second had "
        f"{found.units:.0f}; load {os.getloadavg()[0]:.1f}"
    )
    assert published.keys() <= entered
    assert len(published) == Listing.objects.count() == Entry.objects.values("document").distinct().count()
    position = json.loads(next((tmp_path / "data").rglob("position.json")).read_text("utf-8"))
    assert position["number"] == Entry.objects.count(), "the index is behind"
    assert found.memory <= MOST_MEMORY
    assert rate >= AT_LEAST[connection.vendor]
