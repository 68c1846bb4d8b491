"""The archive starts with safe settings only, and says what is missing."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from archive import checks
from archive.demonstration import environment

ROOT = Path(__file__).resolve().parents[2]
KEY = "rT5-kZw8xQ0nB3vL_yH6dJ1mF9sC2pG7uE4aXo-Ni5tVb8Wq0Rz"
SAFE = {
    "SECRET_KEY": KEY,
    "ALLOWED_HOSTS": "archive.example.org",
    "SITE_URL": "https://archive.example.org",
    "HTTPS": "on",
}


def manage(*arguments: str, data_dir: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the archive in an environment of these variables alone."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DATA_DIR": str(data_dir), **variables},
        capture_output=True,
        text=True,
        timeout=60,
    )


def faults(**changes) -> list[str]:
    """Return what is wrong with a safe archive after these changes."""
    safe = {
        "debug": False,
        "secret_key": KEY,
        "allowed_hosts": ["archive.example.org"],
        "site_url": "https://archive.example.org",
        "https": True,
    }
    return checks.faults(**(safe | changes))


def test_safe_settings_pass_django_s_own_checks_without_a_warning(tmp_path):
    result = manage("check", "--deploy", "--fail-level", "WARNING", data_dir=tmp_path, **SAFE)
    assert result.returncode == 0, result.stderr


def loaded(before: str, data_dir: Path) -> list[str]:
    """Modules of the desk that are loaded after `before` was done in an archive that has just started."""
    told = "import sys; print(*(name for name in sys.modules if name.startswith('documents.desk')))"
    script = f"import django; django.setup(); {before}; {told}"
    variables = {"PATH": os.environ["PATH"], "DATA_DIR": str(data_dir), **SAFE}
    environ = {**variables, "DJANGO_SETTINGS_MODULE": "archive.settings"}
    return subprocess.check_output([sys.executable, "-c", script], cwd=ROOT, env=environ, text=True).split()


def test_the_desk_is_loaded_by_whoever_shows_pages_and_by_the_checks_alone(tmp_path):
    importing = "from documents.management.commands import import_tei"
    assert loaded(importing, tmp_path) == []
    for act in ("import archive.wsgi", "from django.core import checks; checks.run_checks(tags=['admin'])"):
        assert "documents.desk.document" in loaded(act, tmp_path)


def test_an_archive_without_settings_does_not_start_and_names_all_that_is_missing(tmp_path):
    result = manage("check", data_dir=tmp_path)
    assert result.returncode != 0
    for name in ("SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL"):
        assert f"{name} is missing" in result.stderr


def test_an_archive_to_try_things_out_needs_only_debug(tmp_path):
    result = manage("check", data_dir=tmp_path, DEBUG="on")
    assert result.returncode == 0, result.stderr


def test_a_key_in_the_data_folder_serves_as_the_secret_key(tmp_path):
    environment.write_key(tmp_path / "secret-key")
    result = manage("check", data_dir=tmp_path, **{k: v for k, v in SAFE.items() if k != "SECRET_KEY"})
    assert result.returncode == 0, result.stderr


def test_the_database_lies_in_the_data_folder_whatever_its_name(tmp_path):
    folder = tmp_path / "Архив #1 ?"
    result = manage("migrate", "sessions", data_dir=folder, DEBUG="on")
    assert result.returncode == 0, result.stderr
    assert (folder / "fonds.sqlite3").is_file()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"secret_key": ""}, "SECRET_KEY is missing"),
        ({"secret_key": "short"}, "SECRET_KEY is too easy to guess"),
        ({"secret_key": "ab" * 40}, "SECRET_KEY is too easy to guess"),
        ({"allowed_hosts": []}, "ALLOWED_HOSTS is missing"),
        ({"allowed_hosts": ["*"]}, "ALLOWED_HOSTS must not be *"),
        ({"site_url": ""}, "SITE_URL is missing"),
        ({"site_url": "archive.example.org"}, "SITE_URL must be a scheme and a host only"),
        ({"site_url": "https://archive.example.org/fonds"}, "SITE_URL must be a scheme and a host only"),
        ({"site_url": "https://[::1"}, "SITE_URL must be a scheme and a host only"),
        ({"site_url": "https://other.example.org"}, "SITE_URL names a host that is not in ALLOWED_HOSTS"),
        ({"site_url": "http://archive.example.org"}, "SITE_URL begins with http:// while HTTPS is on"),
        ({"https": False}, "SITE_URL begins with https:// while HTTPS is off"),
    ],
)
def test_an_unsafe_setting_is_refused_by_name(changes, sentence):
    found = faults(**changes)
    assert len(found) == 1
    assert found[0].startswith(sentence)


def test_all_faults_are_told_at_once():
    assert len(faults(secret_key="", allowed_hosts=[], site_url="")) == 3


def test_safe_settings_have_no_fault():
    assert faults() == []


def test_every_variable_of_the_environment_is_documented():
    read = set(re.findall(r'env\.\w+\(\s*"(\w+)"', (ROOT / "archive/settings.py").read_text()))
    table = set(re.findall(r"^\| `(\w+)` \|", (ROOT / "docs/operations.md").read_text(), re.MULTILINE))
    assert read
    assert table == read


def test_every_requirement_is_pinned_and_explained():
    reasons = (ROOT / "docs/dependencies.md").read_text()
    for file in ("requirements.txt", "requirements-dev.txt"):
        for line in (ROOT / file).read_text().splitlines():
            if line and not line.startswith(("#", "-r")):
                assert re.fullmatch(r"[\w-]+(\[\w+\])?==[\d.]+", line), f"{line} is not pinned"
                assert f"| `{line}` |" in reasons, f"{line} is not explained in docs/dependencies.md"


@pytest.mark.django_db
def test_a_commit_in_sqlite_is_on_the_disk_and_references_hold():
    if connection.vendor != "sqlite":
        pytest.skip("speaks of SQLite")
    with connection.cursor() as cursor:
        found = {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 20_000}


@pytest.mark.django_db
def test_nobody_waits_for_ever_for_a_lock_in_postgresql():
    if connection.vendor != "postgresql":
        pytest.skip("speaks of PostgreSQL")
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("5s",)


@pytest.mark.parametrize(
    ("arguments", "host", "port"),
    [
        ([], "127.0.0.1", "8000"),
        (["8080"], "127.0.0.1", "8080"),
        (["0.0.0.0:80"], "0.0.0.0", "80"),
        (["[::1]:8080"], "[::1]", "8080"),
        (["--password", "secret", "localhost:9000"], "localhost", "9000"),
        (["--password=secret", "archive.test"], "archive.test", "8000"),
    ],
)
def test_the_demonstration_serves_where_it_is_told(arguments, host, port):
    assert environment.split(environment.address(arguments)) == (host, port)


def test_the_demonstration_needs_no_environment(tmp_path, monkeypatch):
    for name in ("SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL", "DEBUG", "HTTPS", "CSRF_TRUSTED_ORIGINS"):
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    environment.prepare(["0.0.0.0:8080"])
    prepared = {name: os.environ[name] for name in ("DEBUG", "HTTPS", "ALLOWED_HOSTS", "SITE_URL")}
    assert prepared["DEBUG"] == prepared["HTTPS"] == "off"
    assert prepared["SITE_URL"] == "http://127.0.0.1:8080"
    result = manage("check", data_dir=tmp_path, **prepared)
    assert result.returncode == 0, result.stderr


def test_the_key_of_the_demonstration_stays_the_same_and_private(tmp_path):
    file = tmp_path / "var" / "secret-key"
    environment.write_key(file)
    key = file.read_text()
    environment.write_key(file)
    assert file.read_text() == key
    assert file.stat().st_mode & 0o777 == 0o600
