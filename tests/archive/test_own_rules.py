"""The rules by which the tests themselves are chosen: which of them can touch a database."""

from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

CONFTEST = Path(__file__).resolve().parents[1] / "conftest.py"


def item(code: str = "", fixtures: tuple[str, ...] = (), marker: object = None) -> SimpleNamespace:
    """A test with these fixtures and this mark, in a module of this code."""
    module = ModuleType("tests.some")
    exec(code, vars(module))  # noqa: S102 - lines of this page
    return SimpleNamespace(module=module, fixturenames=fixtures, get_closest_marker=lambda name: marker)


@pytest.mark.parametrize(
    ("code", "fixtures", "marker", "can"),
    [
        ("import os", (), None, False),
        ("", ("db",), None, True),
        ("", ("django_db_blocker",), None, True),
        ("", (), pytest.mark.django_db, True),
        ("import subprocess", (), None, True),
        ("from subprocess import run", (), None, True),
        ("from subprocess import Popen as start", (), None, True),
        ("import subprocess as programs", (), None, True),
    ],
)
def test_whoever_can_touch_a_database_is_run_on_each(pytestconfig, code, fixtures, marker, can):
    rules = pytestconfig.pluginmanager.get_plugin(str(CONFTEST))
    assert rules.can_touch_a_database(item(code, fixtures, marker)) is can
