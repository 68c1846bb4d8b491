"""A spreadsheet on its way out and in, in a real browser: every page passes axe, fits, makes no complaint."""

import csv
from io import StringIO
from pathlib import Path

import pytest

from documents import history
from documents.models import Document
from documents.snapshot import Signatory
from tests.browser.looking import look
from tests.documents import builders

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def test_a_sheet_is_exported_changed_looked_at_and_taken_in(desk_of, tmp_path):
    desk = desk_of("editor")
    page = desk.page
    ident = builders.saved(
        title="On the mill", summary="Of the old mill.", signatories=(Signatory(key="sign0001"),)
    )
    desk.open("/admin/documents/document/")
    page.click("text=Export")
    page.wait_for_selector("h1:has-text('Documents as a spreadsheet')")
    assert desk.complaints == []
    look(page)
    desk.complaints.clear()  # axe itself brings styles along, which the policy refuses
    with page.expect_download() as loaded:
        page.click("text=Export as CSV")
    file = tmp_path / "documents.csv"
    loaded.value.save_as(file)
    rewrite(file)
    page.set_input_files("input[name=file]", file)
    page.click("text=Show what would happen")
    page.wait_for_selector("h1:has-text('Import documents')")
    assert desk.complaints == []
    page.select_option("[aria-label='What “Terms of use” is']", "rights")
    page.click("text=Understand them so")
    page.wait_for_selector("text=as you have chosen")
    look(page)
    desk.complaints.clear()
    page.click("text=Import these 2 rows")
    page.wait_for_selector("text=1 document created.")
    assert desk.complaints == []
    document = history.snapshot(ident).document
    assert (document.summary, document.rights) == ("Of the new mill.", "Free to read")
    assert Document.objects.filter(title="=New", rights="").exists()


def rewrite(file: Path) -> None:
    """Changes cells, adds a row and calls a column otherwise, as somebody would with a spreadsheet."""
    head, row = csv.reader(StringIO(file.read_text(encoding="utf-8-sig"), newline=""))
    row[head.index("summary")], row[head.index("rights")] = "Of the new mill.", "Free to read"
    new = ["'=New" if name == "title" else "" for name in head]
    head[head.index("rights")] = "Terms of use"
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([head, row, new])


def test_faults_are_told_on_a_page_that_passes_axe(desk_of, tmp_path):
    desk = desk_of("editor")
    page = desk.page
    file = tmp_path / "people.csv"
    file.write_text("public_id,name,born,Pseudonym\n,Ada,sometime,A.\nb1234567,Ada,,\n", encoding="utf-8")
    desk.open("/admin/spreadsheets/people/")
    page.set_input_files("input[name=file]", file)
    page.click("text=Show what would happen")
    page.wait_for_selector("text=2 rows cannot be taken in")
    look(page)
