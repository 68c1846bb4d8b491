"""The ground every test stands on: settings from a fixed environment, data in a folder of its own.

Of the caller's environment only DATABASE_URL counts, so that the same tests run on PostgreSQL.
"""

import atexit
import os
import secrets
import shutil
import subprocess
import tempfile
from pathlib import Path

import hypothesis
import pytest
from django.template import Context
from django.utils.safestring import SafeString

# How long an example takes is a matter for the benchmarks. With CI set, the same examples are drawn always,
# so that one commit has one answer; whoever runs the tests by hand draws new ones.
hypothesis.settings.register_profile("fonds", deadline=None, derandomize=bool(os.environ.get("CI")))
hypothesis.settings.load_profile("fonds")

DATABASES = frozenset({"db", "transactional_db", "live_server", "django_db_setup", "django_db_blocker"})
"""The fixtures through which a test reaches a database."""

WIDGETS = ("django/forms/", "admin/widgets/")
"""The folders of the templates that are parts of a form's field."""

DATA_DIR = tempfile.mkdtemp(prefix="fonds-tests-")
Path(DATA_DIR, "static").mkdir()
atexit.register(shutil.rmtree, DATA_DIR, ignore_errors=True)

os.environ.update(
    DJANGO_SETTINGS_MODULE="archive.settings",
    DATA_DIR=DATA_DIR,
    DEBUG="off",
    HTTPS="off",
    SECRET_KEY=secrets.token_urlsafe(64),
    ALLOWED_HOSTS="testserver,localhost,127.0.0.1",
    CSRF_TRUSTED_ORIGINS="",
    SITE_URL="http://testserver",
    SITE_NAME="Fonds",
    # The browser's driver keeps an event loop in the thread in which the tests use the database.
    DJANGO_ALLOW_ASYNC_UNSAFE="true",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database-only", action="store_true", help="leave out the tests that can touch no database"
    )


def pytest_configure() -> None:
    """Trade what costs time and is tested on its own: hashed passwords, hashed static files."""
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


def can_touch_a_database(item: pytest.Item) -> bool:
    """Whether it asks for one, or starts programs of its own: from all others pytest-django keeps it away."""
    asks = item.get_closest_marker("django_db") or DATABASES & {*item.fixturenames}
    return bool(asks) or any(map(_starts_programs, vars(item.module).values()))


def _starts_programs(thing: object) -> bool:
    return thing is subprocess or getattr(thing, "__module__", None) == "subprocess"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let every test that commits leave the database as the migrations did.

    One that does not would flush the vocabularies and roles away, and make Django's own rows anew under other
    numbers, so that whatever comes after it fails.
    """
    if config.getoption("database_only"):
        config.hook.pytest_deselected(items=[item for item in items if not can_touch_a_database(item)])
        items[:] = filter(can_touch_a_database, items)
    for item in items:
        marker = item.get_closest_marker("django_db")
        commits = (marker and marker.kwargs.get("transaction")) or {
            "live_server",
            "transactional_db",
        } & {*item.fixturenames}
        if commits and "django_db_serialized_rollback" not in item.fixturenames:
            item.fixturenames.append("django_db_serialized_rollback")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """Drive the Chromium of this computer; without one, the tests in a browser are skipped."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if not found:
        pytest.skip("no Chromium on this computer")
    return {**browser_type_launch_args, "executable_path": found}


@pytest.fixture(scope="session")
def django_test_environment(django_test_environment) -> None:
    """Let the client note the templates of pages, not those of widgets: a form has thousands of these.

    With each template it notes, it copies all that the template was given.
    """
    from django.template import Template

    noted = Template._render

    def render(template: Template, context: Context) -> SafeString:
        if (template.name or "").startswith(WIDGETS):
            return template.nodelist.render(context)
        return noted(template, context)

    Template._render = render


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup) -> None:
    """Let every connection know the contents to which tests with `serialized_rollback` return, quickly.

    Once the browser's driver runs its event loop in this thread, Django uses another connection object than
    that which read them.
    """
    from django.db import connections
    from django.db.backends.base.creation import BaseDatabaseCreation

    from tests.restoring import restore

    BaseDatabaseCreation.deserialize_db_from_string = restore
    for connection in connections.all(initialized_only=True):
        if contents := getattr(connection, "_test_serialized_contents", None):
            type(connection)._test_serialized_contents = contents


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path: Path) -> Path:
    """Give each test a data folder of its own."""
    settings.DATA_DIR = tmp_path
    return tmp_path
