"""The desk of names in a real browser: the console and axe have no complaint, rows are moved by keyboard."""

import pytest

from documents.models import Repository
from people.models import Person, PersonName
from places import records
from places.revisions import revision
from tests.browser.looking import faultless, seen_at
from tests.documents import builders

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

WIDTHS = (1280, 360)


@pytest.fixture
def at_desk(page, live_server):
    """A page of the browser, logged in as an editor; `page.complaints` is what stood in the console."""
    editor = builders.user("editor")
    editor.set_password("correct horse battery")
    editor.save()
    page.complaints = []
    page.on("console", lambda m: page.complaints.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(f"{live_server.url}/admin/login/")
    page.fill("#id_username", "editor")
    page.fill("#id_password", "correct horse battery")
    page.click("text=Log in >> nth=-1")
    page.wait_for_selector("h1:has-text('Desk')")
    return page


@pytest.fixture
def ada() -> str:
    ident = builders.person()
    with revision():
        for position, name in enumerate(("First", "Second", "Third")):
            PersonName.objects.create(person_id=ident, name=name, language="en", position=position)
    return ident


def names(ident: str) -> list[str]:
    return [row["name"] for row in records.read(Person, ident)["names"]]


@pytest.mark.looks
def test_no_page_of_the_desk_of_names_makes_the_console_or_axe_complain(at_desk, live_server, ada):
    addresses = ("", "people/person/", f"people/person/{ada}/change/", "documents/repository/add/")
    for width in WIDTHS:
        seen_at(at_desk, width, "light")
        for address in (*addresses, f"people/person/{ada}/history/"):
            at_desk.goto(f"{live_server.url}/admin/{address}")
            assert at_desk.complaints == [], address
            faultless(at_desk)
            at_desk.complaints.clear()  # axe itself brings styles along, which the policy refuses


def test_a_row_is_moved_by_keyboard_and_saved_where_it_stands(at_desk, live_server, ada):
    at_desk.goto(f"{live_server.url}/admin/people/person/{ada}/change/")
    at_desk.focus("[aria-label='Move row 3 up']")
    at_desk.keyboard.press("Enter")
    assert at_desk.locator("[role=status]").last.inner_text() == "Now row 2 of 4."
    at_desk.keyboard.press("Enter")
    at_desk.click("[name=_save]")
    at_desk.wait_for_url("**/people/person/")
    assert names(ada) == ["Third", "First", "Second"]


def test_rows_added_moved_and_removed_are_saved_as_they_stand(at_desk, live_server, ada):
    at_desk.goto(f"{live_server.url}/admin/people/person/{ada}/change/")
    at_desk.fill("[name=names-3-name]", "Removed again")
    at_desk.click("#names-group .add-row a")
    at_desk.fill("[name=names-4-name]", "New")
    for number in (5, 4, 3, 2):
        at_desk.click(f"[aria-label='Move row {number} up']")
    at_desk.click("tr:has([name=names-3-name]) .inline-deletelink")
    at_desk.click("[name=_save]")
    at_desk.wait_for_url("**/people/person/")
    assert names(ada) == ["New", "First", "Second", "Third"]


def test_a_place_is_found_by_typing_and_made_in_place(at_desk, live_server):
    builders.place("Красная площадь")
    at_desk.goto(f"{live_server.url}/admin/documents/repository/add/")
    at_desk.fill("#id_name", "Valley Archive")
    at_desk.click("[role=combobox][aria-label='Place']")
    at_desk.fill(".select2-search__field", "красНАЯ")
    at_desk.click(".select2-results__option:has-text('Красная площадь')")
    with at_desk.expect_popup() as opened:
        at_desk.click("#add_id_place")
    opened.value.fill("#id_name", "Riverside")
    opened.value.click("[name=_save]")
    at_desk.wait_for_selector(".select2-selection__rendered:has-text('Riverside')")
    at_desk.click("[name=_save]")
    at_desk.wait_for_url("**/documents/repository/")
    assert Repository.objects.get().place.name == "Riverside"
    assert at_desk.complaints == []
