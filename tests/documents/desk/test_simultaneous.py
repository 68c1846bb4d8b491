"""Eight editors save one document at the same moment, on a real server with four workers.

SIMULTANEOUS_ROUNDS says how often (2 unless told otherwise). What is measured is printed with `pytest -s`.
"""

import http.client
import os
import secrets
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path
from threading import Barrier
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection

from documents import history
from tests.documents import builders

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

ROUNDS = int(os.environ.get("SIMULTANEOUS_ROUNDS", "2"))
EDITORS, WORKERS = 8, 4
PROJECT = Path(__file__).resolve().parents[3]


def database_url() -> str:
    """The address of the database of the tests, for a server outside of this process."""
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{told['NAME']}"
    host = (told["HOST"] or "").replace("/", "%2F")
    port = f":{told['PORT']}" if told["PORT"] else ""
    return f"postgres://{told['USER']}:{told['PASSWORD']}@{host}{port}/{told['NAME']}"


@pytest.fixture
def server(tmp_path):
    """The address (host, port) of gunicorn with four workers on the database of the tests."""
    pytest.importorskip("gunicorn", reason="gunicorn is not installed here")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = f"-m gunicorn archive.wsgi --bind 127.0.0.1:{port} --workers {WORKERS} --no-control-socket"
    told = {"DATABASE_URL": database_url(), "DATA_DIR": str(tmp_path), "SECRET_KEY": settings.SECRET_KEY}
    with (tmp_path / "gunicorn.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, *command.split()], cwd=PROJECT, env=os.environ | told, stdout=log, stderr=log
        )
        try:
            _wait_for(port, process, tmp_path / "gunicorn.log")
            yield "127.0.0.1", port
        finally:
            process.terminate()
            process.wait(timeout=60)


def _wait_for(port: int, process: subprocess.Popen, log: Path) -> None:
    for _ in range(600):
        try:
            if request(("127.0.0.1", port), "GET", "/readyz")[0] == 200:
                return
        except OSError:
            time.sleep(0.2)
        assert process.poll() is None, log.read_text()
    raise AssertionError(log.read_text())


def request(server, method: str, path: str, body: str = "", **headers) -> tuple[int, str]:
    to = http.client.HTTPConnection(*server, timeout=120)
    try:
        to.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        reply = to.getresponse()
        return reply.status, reply.read().decode()
    finally:
        to.close()


def save(server, sheet, start: Barrier) -> tuple[int, str, float]:
    """Sends the form over the wire, together with all others."""
    token = secrets.token_hex(16)
    cookies = f"sessionid={sheet.client.cookies['sessionid'].value}; csrftoken={token}"
    told = {"Cookie": cookies, "Content_Type": "application/x-www-form-urlencoded"}
    body = urlencode({**sheet.data, "csrfmiddlewaretoken": token, "_continue": "Save"})
    start.wait(timeout=60)
    began = time.monotonic()
    status, page = request(server, "POST", sheet.address, body, **told)
    return status, page, time.monotonic() - began


def test_of_simultaneous_saves_one_is_acknowledged_and_no_word_is_lost(server, at_desk, sheet_of):
    document = builders.saved(title="On the mill")
    editors = [at_desk("editor") for _ in range(EDITORS)]
    acknowledged, refused, slowest = [], 0, 0.0
    for round_ in range(ROUNDS):
        sheets = [sheet_of(document, client) for client in editors]
        for number, sheet in enumerate(sheets):
            sheet.write(
                title=f"Round {round_}, editor {number}", texts__0__content=f"Words of {round_}-{number}."
            )
        start = Barrier(EDITORS)
        with ThreadPoolExecutor(EDITORS) as pool:
            replies = list(pool.map(lambda sheet, start=start: save(server, sheet, start), sheets))
        winners = [number for number, reply in enumerate(replies) if reply[0] == 302]
        assert len(winners) == 1, [(status, page[:900]) for status, page, _ in replies]
        for number, (status, page, _) in enumerate(replies):
            if number not in winners:
                assert status == 200
                assert "Somebody else saved this record" in page
                assert f"Round {round_}, editor {number}" in unescape(page)
                assert f"Words of {round_}-{number}." in unescape(page)
                refused += 1
        stands = history.snapshot(document).document
        assert stands.title == f"Round {round_}, editor {winners[0]}"
        assert stands.texts[0].content == f"Words of {round_}-{winners[0]}."
        assert history.revisions(document).count() == round_ + 2
        acknowledged += winners
        slowest = max(slowest, *(seconds for *_, seconds in replies))
    how = f"{connection.vendor}: {ROUNDS} rounds, {EDITORS} at once on {WORKERS} workers"
    told = f"{len(acknowledged)} acknowledged, {refused} refused with every word kept"
    print(f"\n{how}: {told}, slowest reply {slowest:.1f} s")  # noqa: T201 - the measurement
