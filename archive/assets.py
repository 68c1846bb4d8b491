"""The static files of the pages, gathered by the server itself, so that there is no step to forget."""

import fcntl
import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def gather() -> bool:
    """Copy the static files under hashed names into STATIC_ROOT, unless they are there already.

    Several processes may start at once: one gathers, the others wait. Returns whether files were
    gathered.
    """
    root = Path(settings.STATIC_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    with (root.parent / "static.gathered").open("a+", encoding="ascii") as mark:
        fcntl.flock(mark, fcntl.LOCK_EX)
        mark.seek(0)
        present = fingerprint()
        if mark.read() == present and (root / "staticfiles.json").is_file():
            return False
        call_command("collectstatic", interactive=False, verbosity=0)
        mark.truncate(0)
        mark.write(present)
    return True


def fingerprint() -> str:
    """Return a digest of path, size and time of every static file of the applications."""
    files = [
        (path, storage.size(path), storage.get_modified_time(path).isoformat())
        for finder in get_finders()
        for path, storage in finder.list([])
    ]
    return hashlib.sha256(repr(sorted(files)).encode()).hexdigest()
