"""What every public page has in common."""

import re
from pathlib import Path

import pytest
from django.conf import settings as project

from documents.reading.demonstration import DEMONSTRATION
from tests.documents import builders
from tests.documents.reading.seen import Seen, words_of

pytestmark = pytest.mark.django_db

STYLE = Path(project.BASE_DIR, "archive", "static", "fonds")


@pytest.fixture
def shown(client) -> Seen:
    return Seen(client.get(f"/documents/{builders.published().document_id}/"))


def test_first_link_leads_to_the_page_itself(shown):
    first = shown.all("a")[0]
    assert first.get("href") == "#main"
    assert shown.by_id("main").tag == "main"


def test_every_page_leads_to_all_rooms_and_to_the_proof(shown):
    nav = shown.all("nav", aria_label="Archive")[0]
    rooms = [words_of(each) for each in nav.iter("a")]
    assert rooms == ["Documents", "People", "Bodies", "Places", "Collections", "Repositories", "About"]
    assert shown.links()["how to check"] == "/integrity/"


def test_demonstration_says_so_on_every_page(client, data_dir):
    address = f"/documents/{builders.published().document_id}/"
    assert "fictional" not in Seen(client.get(address)).text
    (data_dir / DEMONSTRATION).touch()
    builders.published()
    assert "the archive and everything in it are fictional" in Seen(client.get(address)).text


def test_page_loads_nothing_from_elsewhere_and_runs_no_script(shown):
    loaded = [
        each.get("href") for each in shown.all("link") if each.get("rel") in ("stylesheet", "preload", "icon")
    ]
    assert loaded
    assert all(address.startswith("/static/") for address in loaded)
    assert not shown.all("script")
    assert not shown.all("style")


def test_style_names_only_files_that_are_there():
    named = re.findall(r'url\("([^"]+)"\)', (STYLE / "fonds.css").read_text(encoding="utf-8"))
    assert named
    assert all((STYLE / name).is_file() for name in named)
