"""Static files are gathered by the server itself, once, under names that tell their content."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage

from archive import assets

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def static_root(settings, tmp_path) -> Path:
    """A server that has not started yet, with the storage of a real archive."""
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    return settings.STATIC_ROOT


def test_the_first_start_gathers_the_files_and_the_second_finds_them(static_root):
    assert assets.gather() is True
    address = staticfiles_storage.url("admin/css/base.css")
    assert re.fullmatch(r"/static/admin/css/base\.[0-9a-f]{12}\.css", address)
    assert (static_root / address.removeprefix("/static/")).is_file()
    assert assets.gather() is False
    (static_root / "staticfiles.json").unlink()
    assert assets.gather() is True


def test_a_changed_file_changes_the_fingerprint(settings, tmp_path):
    settings.STATICFILES_DIRS = [tmp_path]
    finders.get_finder.cache_clear()
    before = assets.fingerprint()
    (tmp_path / "page.css").write_text("p { color: black }")
    with_file = assets.fingerprint()
    (tmp_path / "page.css").write_text("p { color: maroon }")
    assert len({before, with_file, assets.fingerprint()}) == 3
    finders.get_finder.cache_clear()


def test_every_static_file_that_a_template_names_is_there():
    names = {
        name
        for template in ROOT.glob("templates/**/*.*")
        for name in re.findall(r"""{%\s*static\s+['"]([^'"]+)['"]""", template.read_text())
    }
    assert names
    assert {name for name in names if not finders.find(name)} == set()
