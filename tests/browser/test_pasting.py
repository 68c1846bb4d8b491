"""Pasting as an editor does it: a page without script, a line beside its rows; axe on what is shown."""

import re

import pytest
from playwright.sync_api import expect

from documents import history
from documents.models import Document
from tests.browser.entering import ADD, Desk
from tests.browser.looking import faultless, seen_at
from tests.documents import builders
from tests.documents.desk.test_pasting import PAGE, PASTE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


@pytest.fixture
def editor(desk_of) -> Desk:
    return desk_of("editor")


def test_a_page_is_pasted_and_saved_without_script(editor, new_context, live_server):
    builders.collection("Letters of the Valley")
    plain = new_context(java_script_enabled=False)
    plain.add_cookies(editor.page.context.cookies())
    page = plain.new_page()
    page.goto(live_server.url + ADD)
    page.get_by_role("link", name="Paste a page").click()
    page.get_by_label("Pasted text").fill(PAGE)
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_role("region", name="What was read")).to_contain_text("Signatory 2: name as signed")
    # The collection's record tells nothing of place and year; they stand in the line as printed.
    expect(page.locator(".tray li")).to_have_text(["Leave a Reply"])
    assert not Document.objects.exists()
    page.get_by_role("button", name="Use these").first.click()
    expect(page.get_by_role("heading", name="Filled in from what you pasted")).to_be_visible()
    assert page.locator("#id_signatories-1-name_as_signed").input_value() == "K. Stein"
    assert not Document.objects.exists()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("Saved as a draft")
    content = history.snapshot(Document.objects.get().pk).document
    assert content.printings[0].number == "12"
    assert content.footnotes[0].owner == content.texts[0].key


def test_a_line_is_pasted_beside_its_rows(editor):
    council = builders.body("Harvest Council")
    editor.open(ADD)
    editor.write("title", "On the mill")
    box = editor.page.locator(".paste-line", has=editor.page.get_by_text("Paste a line of signatures"))
    box.locator("summary").click()
    box.get_by_label("Pasted line").fill("Members of the Harvest Council: A. Weber, K. Stein")
    box.get_by_role("button", name="Read it").click()
    expect(box.get_by_role("status")).to_contain_text("Signatory 2: name as signed")
    box.get_by_role("button", name="Use these").click()
    expect(box.get_by_role("status")).to_contain_text("2 rows were filled in")
    expect(editor.page.locator("#id_signatories-1-body + .select2-container")).to_contain_text(
        "Harvest Council"
    )
    content = history.snapshot(editor.save()).document
    assert [(row.name_as_signed, row.body) for row in content.signatories] == [
        ("A. Weber", council),
        ("K. Stein", council),
    ]
    assert content.signature_line == "Members of the Harvest Council: A. Weber, K. Stein"
    assert editor.complaints == []


def test_steps_of_a_reference_are_filled_and_a_fault_keeps_the_line(editor):
    editor.open(ADD)
    editor.write("title", "On the mill")
    box = editor.page.locator(".paste-line", has=editor.page.get_by_text("Paste an archival reference"))
    box.locator("summary").click()
    box.get_by_role("button", name="Read it").click()
    expect(box.get_by_role("status")).to_contain_text("Nothing was pasted")
    box.get_by_label("Pasted line").fill("Valley Archive, f. 4, op. 2, d. 17, l. 5. Copy.")
    box.get_by_role("button", name="Read it").click()
    box.get_by_role("button", name="Use these").click()
    (row,) = history.snapshot(editor.save()).document.archival_references
    assert [(step.level, step.value) for step in row.parts] == [
        ("fonds", "4"),
        ("inventory", "2"),
        ("file", "17"),
    ]
    assert (row.leaves, row.exemplar) == ("5", "copy")


@pytest.mark.looks
@pytest.mark.parametrize("width", [360, 768, 1280])
def test_axe_finds_nothing_on_pasting_and_it_fits(editor, width):
    builders.collection("Letters of the Valley")
    seen_at(editor.page, width, "light")
    editor.open(PASTE)
    faultless(editor.page, "empty")
    editor.page.get_by_label("Pasted text").fill(PAGE)
    editor.page.get_by_role("button", name="Read it").click()
    expect(editor.page.locator("#proposal")).to_be_visible()
    faultless(editor.page, "read")
    editor.page.get_by_role("button", name="Use these").first.click()
    expect(editor.page.locator("#filled")).to_be_visible()
    editor.page.get_by_text("Where each piece went").click()
    for summary in editor.page.get_by_text(re.compile("^Paste (a line|an archival|a “pub)")).all():
        summary.click()
    box = editor.page.locator(".paste-line").first
    box.get_by_label("Pasted line").fill("Chairman A. Weber")
    box.get_by_role("button", name="Read it").click()
    expect(box.get_by_role("status")).to_contain_text("Signatory 1")
    faultless(editor.page, "filled")
