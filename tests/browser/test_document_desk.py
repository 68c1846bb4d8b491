"""The document form in a browser: keyboard, preview, faults, without script; and axe on its own parts."""

import re

import pytest
from playwright.sync_api import expect

from documents import history
from documents.models import Document
from tests.browser.entering import ADD, Desk
from tests.browser.looking import faultless, seen_at
from tests.documents import builders

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


@pytest.fixture
def editor(desk_of) -> Desk:
    return desk_of("editor")


def test_rows_are_added_and_moved_by_keyboard(editor):
    editor.open(ADD)
    editor.write("title", "On the mill")
    for name in ("Weber", "Stein"):
        editor.write(f"{editor.add('signatories')}name_as_signed", name)
    editor.page.locator("#signatories-1 button.move[value=up]").focus()
    editor.page.keyboard.press("Enter")
    expect(editor.page.locator("#signatories-group > .row").first.locator("legend")).to_have_text(
        re.compile("1$")
    )
    document = editor.save()
    assert [s.name_as_signed for s in history.snapshot(document).document.signatories] == ["Stein", "Weber"]


def test_a_note_can_belong_to_a_text_just_added(editor):
    editor.open(ADD)
    editor.write("title", "On the mill")
    editor.write("texts-0-content", "The first.")
    second = editor.add("texts")
    editor.write(f"{second}content", "The second[^*].")
    note = editor.add("footnotes")
    editor.choose(f"{note}owner", second.rstrip("-"))
    editor.write(f"{note}label", "*")
    content = history.snapshot(editor.save()).document
    assert content.footnotes[0].owner == content.texts[1].key


@pytest.mark.looks
def test_the_preview_follows_what_is_typed_and_saves_nothing(editor):
    editor.open(ADD)
    editor.write("title", "On the mill")
    editor.page.get_by_role("button", name="Preview").click()
    preview = editor.page.frame_locator("#preview-place iframe:not(.coming)")
    expect(preview.get_by_role("heading", level=1)).to_have_text("On the mill")
    expect(preview.get_by_text("PREVIEW")).to_be_visible()
    editor.field("title").press("End")
    editor.field("title").press_sequentially(", anew")
    expect(preview.get_by_role("heading", level=1)).to_have_text("On the mill, anew", timeout=10_000)
    assert not Document.objects.exists()
    assert editor.complaints == []


@pytest.mark.looks
def test_faults_are_told_at_the_top_and_lead_to_their_fields(editor):
    editor.open(ADD)
    editor.write("title", "On the mill")
    editor.write("date_edtf", "July 1920")
    editor.write("texts-0-content", "Kept.")
    with editor.page.expect_navigation():
        editor.page.get_by_role("button", name="Save", exact=True).click()
    faults = editor.page.locator("#faults")
    expect(faults).to_be_focused()
    faults.get_by_role("link").first.click()
    field = editor.field("date_edtf")
    expect(field).to_be_focused()
    described = field.get_attribute("aria-describedby").split()
    said = " ".join(editor.page.locator(f"#{each}").inner_text() for each in described)
    assert "cannot be read as a date" in said
    assert field.get_attribute("aria-invalid") == "true"
    assert editor.field("texts-0-content").input_value() == "Kept."


def test_everything_can_be_entered_without_script(editor, new_context, live_server):
    kept = editor.page.context.cookies()
    plain = new_context(java_script_enabled=False)
    plain.add_cookies(kept)
    page = plain.new_page()
    page.goto(live_server.url + ADD)
    page.locator("#id_title").fill("On the mill")
    page.locator("#id_texts-0-content").fill("The wheel[^*].")
    page.locator("#footnotes-group summary").click()
    page.locator("#id_footnotes-0-label").fill("*")
    page.locator("#id_footnotes-0-content").fill("Of the lower mill.")
    with plain.expect_page() as opened:
        page.get_by_role("button", name="Preview").click()
    expect(opened.value.get_by_text("Of the lower mill.")).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("Saved as a draft")
    assert page.locator("#id_footnotes-0-content").input_value() == "Of the lower mill."


@pytest.mark.looks
@pytest.mark.parametrize("width", [360, 768, 1280])
def test_axe_finds_nothing_on_the_form_and_it_fits_by_day_or_night(desk_of, width):
    desk = desk_of("administrator")
    seen_at(desk.page, width, "light")
    document = builders.published(title="On the mill").document_id
    for path in (
        ADD,
        *(f"/admin/documents/document/{document}/{name}/" for name in ("change", "publish", "purge")),
    ):
        desk.open(path)
        for button in desk.page.locator(".add-row button:visible").all():
            button.click()
        faultless(desk.page)
