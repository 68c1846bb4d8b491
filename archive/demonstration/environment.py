"""What `manage.py demo` sets before Django starts, so that it needs no environment of its own."""

import os
import secrets
from pathlib import Path

HOST, PORT = "127.0.0.1", "8000"
LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]
EVERY_INTERFACE = ("0.0.0.0", "[::]")  # noqa: S104 - compared with, not listened on
OPTIONS_WITH_A_VALUE = ("--password", "--settings", "--pythonpath", "--verbosity", "-v")
PROJECT = Path(__file__).resolve().parent.parent.parent


def prepare(arguments: list[str]) -> None:
    """Set the environment of the demonstration from the arguments that follow `demo`.

    DEBUG stays off: what is demonstrated is what a real archive does. DATA_DIR, DATABASE_URL
    and SECRET_KEY are used where the caller has set them.
    """
    host, port = split(address(arguments))
    named = HOST if host in EVERY_INTERFACE else host
    os.environ.update(
        DEBUG="off",
        HTTPS="off",
        ALLOWED_HOSTS=",".join([*LOOPBACK, host]),
        CSRF_TRUSTED_ORIGINS="",
        SITE_URL=f"http://{named}:{port}",
    )
    write_key(Path(os.environ.get("DATA_DIR") or PROJECT / "var") / "secret-key")


def address(arguments: list[str]) -> str:
    """Return the ADDRESS:PORT among the arguments of `demo`, or the default one."""
    rest = iter(arguments)
    for argument in rest:
        if argument in OPTIONS_WITH_A_VALUE:
            next(rest, None)
        elif not argument.startswith("-"):
            return argument
    return f"{HOST}:{PORT}"


def split(written: str) -> tuple[str, str]:
    """Return host and port of `8080`, `192.0.2.7:8080`, `[::1]:8080`, or of a host alone."""
    if written.isdecimal():
        return HOST, written
    host, _, port = written.rpartition(":")
    return (host, port) if host and port.isdecimal() else (written, PORT)


def write_key(file: Path) -> None:
    """Write a random key that only the owner can read, once; the settings find it there."""
    if file.is_file():
        return
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file.touch(mode=0o600)
    file.write_text(secrets.token_urlsafe(64), encoding="ascii")
