"""The desk looks like a part of the house, and keeps its rules: tasks, one title a page, nothing inline."""

import re

import pytest

from tests.documents import builders
from tests.forms import desk

pytestmark = pytest.mark.django_db

INLINE = re.compile(
    r"<style|<script(?![^>]*\bsrc=)(?![^>]*application/json)|\sstyle=|\son[a-z]+=|javascript:"
)


@pytest.fixture
def pages() -> dict[str, str]:
    """Pages of every kind, by what they are."""
    ada = builders.person()
    return {
        "first page": "/admin/",
        "list": "/admin/people/person/",
        "empty list": "/admin/documents/repository/?q=nothing",
        "form": f"/admin/people/person/{ada}/change/",
        "new": "/admin/places/place/add/",
        "window of its own": "/admin/people/body/add/?_popup=1",
        "term": "/admin/documents/level/item/change/",
        "revisions": f"/admin/people/person/{ada}/history/",
        "password": "/admin/password_change/",
    }


def tasks(page: str) -> list[str]:
    return re.findall(r"<h2[^>]*>(.*?)</h2>", page)


def test_the_first_page_lists_an_editors_tasks():
    page = desk().get("/admin/").content.decode()
    assert tasks(page) == ["Documents", "People and bodies", "Places", "Sources", "Vocabularies"]
    assert page.index("Source collections") < page.index('<details class="task task-vocabularies">')
    assert page.index('<details class="task task-vocabularies">') < page.index("Capacities")


def test_administrators_look_after_users_too():
    assert tasks(desk("administrator").get("/admin/").content.decode())[-1] == "Users"


def test_whoever_has_no_role_is_told_what_to_do(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("nobody", is_staff=True))
    assert "Ask an administrator for a role." in client.get("/admin/").content.decode()


def test_every_page_has_a_title_of_its_own_and_one_heading(pages):
    titles = set()
    for address in pages.values():
        page = desk().get(address).content.decode()
        title = re.search(r"<title>\s*(.*?)\s*</title>", page, re.DOTALL)[1]
        assert title.endswith("Fonds desk")
        titles.add(title)
        assert page.count("<h1") == 1, address
    assert len(titles) == len(pages)


def test_nothing_in_a_page_asks_for_an_exception_from_the_policy(pages, client):
    replies = {address: desk().get(address) for address in pages.values()}
    replies["/admin/login/"] = client.get("/admin/login/")
    for address, reply in replies.items():
        assert "unsafe" not in reply.headers["Content-Security-Policy"]
        assert not INLINE.findall(reply.content.decode()), address


def test_every_field_of_a_row_says_its_name(pages):
    page = desk().get(pages["form"]).content.decode()
    fields = re.findall(r'<(?:input|select)[^>]*name="(?:names|offices|identifiers)-0-[a-z_]+"[^>]*>', page)
    shown = [field for field in fields if 'type="hidden"' not in field]
    assert len(shown) > 9
    assert all('aria-label="' in field for field in shown)


def test_the_archive_goes_by_its_name(client, settings):
    settings.SITE_NAME = "Valley Archive"
    assert "Valley Archive <span>desk</span>" in client.get("/admin/login/").content.decode()
    assert "Valley Archive <span>desk</span>" in desk().get("/admin/").content.decode()


def test_the_demonstration_says_so_on_the_desk_too(settings):
    (settings.DATA_DIR / "demonstration").touch()
    assert "everything in it are fictional" in desk().get("/admin/").content.decode()
