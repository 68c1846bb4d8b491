"""What is typed is kept while nobody presses Save: on the desk, or in the browser when the log-in is gone."""

import pytest
from playwright.sync_api import expect

from documents import history
from places.work_in_progress import WorkInProgress
from tests.browser.conftest import PASSWORD
from tests.browser.looking import faultless, seen_at
from tests.documents import builders

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


@pytest.fixture
def document() -> str:
    return builders.saved(title="On the mill")


def form_of(document: str) -> str:
    return f"/admin/documents/document/{document}/change/"


def hide(page) -> None:
    """Turns to another window, at which what was typed is kept without waiting."""
    page.evaluate(
        """() => {
          Object.defineProperty(document, "hidden", {configurable: true, get: () => true});
          document.dispatchEvent(new Event("visibilitychange"));
        }"""
    )


def leave(desk, path: str) -> None:
    desk.page.on("dialog", lambda question: question.accept())
    desk.open(path)


def test_what_was_typed_is_kept_offered_taken_up_and_saved(desk_of, document):
    desk = desk_of("editor")
    desk.open(form_of(document))
    desk.write("title", "Half typed")
    desk.write(f"{desk.add('signatories')}name_as_signed", "Anna Weber")
    hide(desk.page)
    expect(desk.page.locator(".kept-state")).to_contain_text("is kept, not saved")
    leave(desk, form_of(document))
    expect(desk.field("title")).to_have_value("On the mill")
    desk.page.get_by_role("link", name="Take it up again").click()
    expect(desk.field("title")).to_have_value("Half typed")
    assert history.revisions(document).count() == 1
    desk.save()
    saved = history.snapshot(document).document
    assert (saved.title, saved.signatories[0].name_as_signed) == ("Half typed", "Anna Weber")
    expect(desk.page.locator("#kept")).to_have_count(0)
    assert not WorkInProgress.objects.exclude(data="").exists()
    assert desk.complaints == []


def test_without_a_log_in_the_browser_keeps_it_until_it_is_saved(desk_of, document):
    desk = desk_of("editor")
    desk.open(form_of(document))
    name = desk.page.locator("#user-tools strong").inner_text()
    desk.page.context.clear_cookies(name="sessionid")
    desk.write("title", "Typed too late")
    hide(desk.page)
    expect(desk.page.locator(".kept-state")).to_contain_text("kept in this browser")
    desk.page.on("dialog", lambda question: question.accept())
    desk.log_in(name, PASSWORD)
    desk.open(form_of(document))
    with desk.page.expect_navigation():
        desk.page.get_by_role("button", name="Take it up again").click()
    expect(desk.field("title")).to_have_value("Typed too late")
    desk.save()
    assert history.snapshot(document).document.title == "Typed too late"
    assert not desk.page.evaluate("Object.keys(localStorage).filter(each => each.startsWith('fonds-kept'))")


def test_logging_out_leaves_nothing_typed_in_the_browser(desk_of, document):
    desk = desk_of("editor")
    desk.open(form_of(document))
    desk.page.route("**/admin/keep/**", lambda route: route.abort())
    desk.write("title", "Private words")
    hide(desk.page)
    expect(desk.page.locator(".kept-state")).to_contain_text("kept in this browser")
    assert "Private" in desk.page.evaluate("JSON.stringify(localStorage)")
    desk.page.on("dialog", lambda question: question.accept())
    with desk.page.expect_navigation():
        desk.page.get_by_role("button", name="Log out").click()
    assert "Private" not in desk.page.evaluate("JSON.stringify(localStorage)")


def test_two_editors_see_each_other_and_put_both_together(desk_of, document):
    slow, quick = desk_of("editor"), desk_of("editor")
    slow.open(form_of(document))
    slow.page.wait_for_function(
        "() => performance.getEntriesByType('resource').some(e => e.name.includes('/keep/'))"
    )
    quick.open(form_of(document))
    expect(quick.page.locator(".at-work")).to_contain_text("is editing this since")
    quick.write("title", "The quick mill")
    quick.save()
    slow.write("title", "The slow mill")
    slow.write("texts-0-content", "Typed slowly.")
    with slow.page.expect_navigation():
        slow.page.get_by_role("button", name="Save", exact=True).click()
    with slow.page.expect_navigation():
        slow.page.get_by_role("button", name="Put yours and theirs together").click()
    slow.page.get_by_role("group", name="Title").get_by_label("Theirs").check()
    with slow.page.expect_navigation():
        slow.page.get_by_role("button", name="Save").click()
    expect(slow.page.locator(".messagelist")).to_contain_text("Both are saved")
    saved = history.snapshot(document).document
    assert (saved.title, saved.texts[0].content) == ("The quick mill", "Typed slowly.")
    assert slow.complaints == quick.complaints == []


@pytest.mark.looks
@pytest.mark.parametrize("width", [360, 768, 1280])
def test_axe_finds_nothing_where_both_are_put_together_and_it_fits(desk_of, document, width):
    desk = desk_of("editor")
    seen_at(desk.page, width, "light")
    desk.open(form_of(document))
    builders.changed(document, title="The quick mill", summary="S")
    desk.write("title", "The slow mill")
    for button in ("Save", "Put yours and theirs together …"):
        with desk.page.expect_navigation():
            desk.page.get_by_role("button", name=button, exact=True).click()
    desk.page.locator("details").evaluate_all("all => all.forEach((each) => { each.open = true; })")
    faultless(desk.page)
