"""What `manage.py demo` sets before Django starts, so that it needs no environment of its own."""

import os
import secrets
from pathlib import Path

DEFAULT = "127.0.0.1:8000"
LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]
EVERYWHERE = ("0.0.0.0", "[::]")
OPTIONS_WITH_A_VALUE = ("--password", "--settings", "--pythonpath", "-v", "--verbosity")


def prepare(arguments: list[str]) -> None:
    """Set the environment of the demonstration from the arguments that follow `demo`.

    DEBUG stays off: what is demonstrated is what a real archive does.
    """
    host, port = split(address(arguments))
    named = "127.0.0.1" if host in EVERYWHERE else host
    os.environ["DEBUG"] = "off"
    os.environ["HTTPS"] = "off"
    os.environ["ALLOWED_HOSTS"] = ",".join([*LOOPBACK, host])
    os.environ["SITE_URL"] = f"http://{named}:{port}"
    if not os.environ.get("SECRET_KEY"):
        os.environ["SECRET_KEY"] = _key(data_dir() / "secret-key")


def address(arguments: list[str]) -> str:
    """Return the ADDRESS:PORT among the arguments of `demo`, or the default."""
    rest = iter(arguments)
    for argument in rest:
        if argument in OPTIONS_WITH_A_VALUE:
            next(rest, None)
        elif not argument.startswith("-"):
            return argument
    return DEFAULT


def split(written: str) -> tuple[str, str]:
    """Return host and port of `8080`, `192.0.2.7:8080`, `[::1]:8080` or a host alone."""
    if written.isdecimal():
        return DEFAULT.partition(":")[0], written
    host, colon, port = written.rpartition(":")
    if colon and port.isdecimal():
        return host, port
    return written, DEFAULT.partition(":")[2]


def data_dir() -> Path:
    """Return the folder of the database, as the settings will find it."""
    project = Path(__file__).resolve().parent.parent.parent
    return Path(os.environ.get("DATA_DIR") or project / "var")


def _key(file: Path) -> str:
    if not file.is_file():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(64), encoding="ascii")
    return file.read_text(encoding="ascii")
