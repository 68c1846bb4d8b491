"""From search to search without a page being loaded anew: what the script adds, and what it leaves alone."""

import re
from time import monotonic

import pytest
from playwright.sync_api import expect

from tests.browser.looking import violations
from tests.browser.test_public_pages import RULES, Reader
from tests.documents import builders

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

LETTERS, NOTES = 30, 8
PATIENCE = 5


@pytest.fixture
def archive() -> None:
    towns = [builders.place(f"Riverside {number}") for number in range(9)]
    for number in range(LETTERS + NOTES):
        builders.published(
            title=f"Paper {number}",
            type="letter" if number < LETTERS else "note",
            date_edtf=f"19{number + 10}",
            place=towns[number % 9],
        )


@pytest.fixture
def reader(archive, new_context, live_server):
    reader = Reader(new_context(viewport={"width": 1280, "height": 800}))
    opened(reader, f"{live_server.url}/documents/")
    return reader


def opened(reader: Reader, address: str) -> None:
    """Opens a page and leaves a mark in its window, which goes with it."""
    reader.open(address)
    reader.page.evaluate("window.marked = true")


def is_same_window(page) -> bool:
    return page.evaluate("window.marked === true")


def until(page, condition: str) -> None:
    """Waits, without the evaluation within the page that its policy forbids."""
    deadline = monotonic() + PATIENCE
    while not page.evaluate(condition):
        assert monotonic() < deadline, condition
        page.wait_for_timeout(50)


def value(page, name: str):
    facets = page.get_by_role("navigation", name="Narrow the search")
    return facets.get_by_role("link", name=re.compile(rf"^(Chosen:\s+)?(✓\s+)?{name} \d"))


def total(page):
    return page.locator("main .found")


def heard(page):
    return page.get_by_role("status")


def test_a_value_narrows_the_search_in_place_and_back_restores_it(reader):
    page = reader.page
    value(page, "letter").click()
    expect(total(page)).to_contain_text(f"{LETTERS} documents")
    assert page.url.endswith("/documents/?type=letter")
    assert f"{LETTERS} documents found" in page.title()
    expect(value(page, "letter")).to_be_focused()
    expect(heard(page)).to_have_count(1)
    expect(heard(page)).to_contain_text(f"{LETTERS} documents")
    page.go_back()
    expect(total(page)).to_contain_text(f"{LETTERS + NOTES} documents")
    assert page.url.endswith("/documents/")
    assert page.title().startswith("Documents –")
    page.go_forward()
    expect(total(page)).to_contain_text(f"{LETTERS} documents")
    assert page.url.endswith("/documents/?type=letter")
    assert is_same_window(page)
    assert reader.faults == []


def test_every_step_from_search_to_search_stays_in_the_window(reader):
    page = reader.page
    steps = (
        ("Later page →", "?page=2"),
        ("table", "?view=table"),
        ("list", ""),
        ("by date, latest first", "?sort=-date"),
        ("1930s", "?from=1930&to=1939&sort=-date"),
        ("Remove: From: 1930", "?to=1939&sort=-date"),
        ("Remove: To: 1939", "?sort=-date"),
    )
    taken = []
    for name, _query in steps:
        before = page.url
        page.locator("main").get_by_role("link", name=name, exact=True).click()
        page.wait_for_url(lambda url, before=before: url != before)
        expect(page.locator("main[aria-busy]")).to_have_count(0)
        taken.append((name, page.url.partition("/documents/")[2]))
    assert taken == list(steps)
    assert is_same_window(page)
    assert reader.faults == []


def test_the_form_is_sent_in_place_and_its_address_is_the_canonical_one(reader):
    page = reader.page
    page.get_by_label("Search the archive").fill("paper")
    page.get_by_label("Search the archive").press("Enter")
    expect(page.get_by_role("link", name="Remove: Words: paper")).to_be_visible()
    assert page.url.endswith("/documents/?q=paper")
    expect(total(page)).to_be_focused()
    assert page.get_by_label("Search the archive").input_value() == "paper"
    assert is_same_window(page)
    # The new box is offered names as the old one was.
    with page.expect_request("**/suggest.json?q=rive"):
        page.get_by_label("Search the archive").fill("rive")
    expect(page.locator("datalist option").first).to_have_attribute("value", re.compile("^Riverside"))
    assert reader.faults == []


def test_what_was_opened_and_the_place_on_the_page_stay(reader):
    page = reader.page
    period = page.locator("details.facet", has_text="Period").first
    period.locator("summary").click()
    page.get_by_text("Period, and where to look").click()
    page.evaluate("scrollTo(0, 300)")
    top = value(page, "letter").bounding_box()["y"]
    value(page, "letter").click()
    expect(total(page)).to_contain_text(f"{LETTERS} documents")
    assert abs(value(page, "letter").bounding_box()["y"] - top) < 2
    expect(period).not_to_have_attribute("open", "")
    expect(page.get_by_label("From")).to_be_visible()
    page.go_back()
    expect(total(page)).to_contain_text(f"{LETTERS + NOTES} documents")
    until(page, "Math.abs(scrollY - 300) < 2")
    assert reader.faults == []


def test_a_document_is_a_page_of_its_own_and_back_returns_to_the_place(reader):
    page = reader.page
    value(page, "letter").click()
    expect(total(page)).to_contain_text(f"{LETTERS} documents")
    link = page.get_by_role("link", name="Paper 18", exact=True)
    link.scroll_into_view_if_needed()
    place = page.evaluate("scrollY")
    assert place > 200
    link.click()
    page.wait_for_url(re.compile(r"/documents/[0-9a-z]{8}/"))
    assert not is_same_window(page)
    page.go_back()
    expect(total(page)).to_contain_text(f"{LETTERS} documents")
    until(page, f"Math.abs(scrollY - {place}) < 2")
    page.go_back()
    expect(total(page)).to_contain_text(f"{LETTERS + NOTES} documents")


@pytest.mark.parametrize("name", ["feed", "All values of: Place", "How to search"])
def test_what_is_no_page_of_results_is_left_to_the_browser(reader, name):
    left = reader.page.evaluate(
        """(name) => {
            const link = [...document.querySelectorAll("main a")].find((each) => each.textContent === name);
            if (!link) return "missing";
            let taken;
            addEventListener("click", (event) => { taken = event.defaultPrevented; event.preventDefault(); });
            link.click();
            return taken ? "taken" : "left";
        }""",
        name,
    )
    assert left == "left"


@pytest.mark.parametrize("key", ["Control", "Shift"])
def test_a_click_for_another_window_is_untouched(reader, key):
    page = reader.page
    with reader.context.expect_page() as other:
        value(page, "letter").click(modifiers=[key])
    other.value.wait_for_url("**/documents/?type=letter")
    assert page.url.endswith("/documents/")
    expect(total(page)).to_contain_text(f"{LETTERS + NOTES} documents")


@pytest.mark.parametrize(
    "fault",
    [
        lambda route: route.abort(),
        lambda route: route.fulfill(status=503, content_type="text/html", body="<main>Busy</main>"),
        lambda route: route.fulfill(content_type="text/html", body="<main>Another page</main>"),
        lambda route: route.fulfill(content_type="application/json", body="{}"),
    ],
    ids=["no answer", "busy", "another page", "no page"],
)
def test_when_the_page_cannot_be_fetched_the_browser_goes_there(reader, fault):
    page = reader.page

    def only_when_fetched(route):
        fault(route) if route.request.resource_type == "fetch" else route.fallback()

    page.route("**/documents/?type=letter", only_when_fetched)
    with page.expect_event("domcontentloaded"):
        value(page, "letter").click()
    assert not is_same_window(page)
    expect(total(page)).to_contain_text(f"{LETTERS} documents")
    assert page.url.endswith("/documents/?type=letter")
    page.go_back()
    expect(total(page)).to_contain_text(f"{LETTERS + NOTES} documents")


def test_a_form_to_mend_is_shown_as_it_is_without_script(reader):
    page = reader.page
    page.get_by_text("Period, and where to look").click()
    page.get_by_label("From").fill("yesterday")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was looked for")
    assert page.get_by_label("From").input_value() == "yesterday"


def test_of_two_steps_the_later_one_counts(reader):
    page = reader.page
    held = []
    page.route("**/documents/?type=letter", lambda route: held.append(route))
    value(page, "letter").click()
    until(page, "document.querySelector('main').ariaBusy === 'true'")
    value(page, "note").click()
    expect(total(page)).to_contain_text(f"{NOTES} documents")
    held[0].continue_()
    page.wait_for_timeout(300)
    expect(total(page)).to_contain_text(f"{NOTES} documents")
    assert page.url.endswith("/documents/?type=note")
    assert page.locator("main").get_attribute("aria-busy") is None
    assert is_same_window(page)


@pytest.mark.looks
@pytest.mark.parametrize("width", [360, 1280])
def test_a_page_refined_is_as_accessible_as_one_loaded(archive, new_context, live_server, width):
    reader = Reader(new_context(viewport={"width": width, "height": 800}))
    opened(reader, f"{live_server.url}/documents/")
    page = reader.page
    value(page, "letter").click()
    expect(total(page)).to_contain_text(f"{LETTERS} documents")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page, RULES) == []
    assert is_same_window(page)
    assert reader.faults == []
