"""A worker as it stands in memory: it answers the whole mix of queries, says so, and waits.

    python -m tests.benchmarks.worker SIZE FOLDER

Private memory (USS) is what a worker alone holds. Pages of the index's files count as shared only while
another worker has them too, so two are measured at one time.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

READY = "ready"
ROUNDS = 5
_PRIVATE = re.compile(r"^Private_(?:Clean|Dirty):\s+(\d+) kB", re.MULTILINE)


def private_memory(size: int, folder: Path, workers: int = 2) -> list[float]:
    """What each of so many workers holds alone, in megabytes (Linux)."""
    command = [sys.executable, "-m", "tests.benchmarks.worker", str(size), str(folder)]
    started = [
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=_settings(folder)
        )
        for _ in range(workers)
    ]
    try:
        for each in started:
            assert each.stdout
            assert each.stdout.readline().strip() == READY
        return [_private(each.pid) for each in started]
    finally:
        for each in started:
            each.kill()
            each.wait()


def _settings(folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "archive.settings",
        "DEBUG": "on",
        "DATA_DIR": str(folder),
    }


def _private(process: int) -> float:
    rollup = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
    return sum(map(int, _PRIVATE.findall(rollup))) * 1024 / 1e6


def main() -> None:
    """The command line."""
    import django

    django.setup()
    from django.conf import settings

    from tests.benchmarks import generator

    settings.DEBUG = False  # else every query is kept
    settings.ALLOWED_HOSTS = ["localhost"]
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    size, folder = int(sys.argv[1]), Path(sys.argv[2])
    with generator.database_of(size, folder):
        from tests.benchmarks.our_page import OurPage
        from tests.benchmarks.queries import QUERIES

        page = OurPage()
        for _ in range(ROUNDS):
            for query in QUERIES:
                page(query)
        sys.stdout.write(f"{READY}\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main()
