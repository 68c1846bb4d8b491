"""An import in a real browser, from upload to undo, and what it leaves to decide: every page is looked at."""

from dataclasses import replace

import pytest

from documents.models import Document, DoubtfulMatch, ImportBatch
from documents.snapshot import Signatory
from tests.browser.looking import look
from tests.documents import builders
from tests.documents.importing import hostile, tiny
from tests.documents.importing.test_running import ADA, content_of, id_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

LONG = "o:an.edition.with.a.very.long.identity.of.its.own.which.no.browser.can.break.anywhere"


def files(folder) -> list:
    """A letter with an element that nobody knows and a note of its own, and a file that is refused."""
    good, bad = folder / "letter.xml", folder / f"{'x' * 80}.xml"
    words = '<p>The <odd>mill</odd> stands.<note n="1">Of the lower mill.</note></p>'
    good.write_bytes(hostile.letter(words).replace(b"o:x.1", LONG.encode()))
    bad.write_bytes(hostile.letter(hostile.notes(2001)))
    return [good, bad]


def looked_at(desk) -> None:
    """Neither console nor axe complain."""
    assert desk.complaints == []
    look(desk.page)
    desk.complaints.clear()  # axe itself brings styles along, which the policy refuses


def test_files_are_uploaded_tried_imported_and_undone(desk_of, tmp_path):
    desk = desk_of("publisher")
    page = desk.page
    desk.open("/admin/import/")
    looked_at(desk)
    page.set_input_files("input[type=file]", files(tmp_path))
    page.get_by_role("main").locator("form button[type=submit]").first.click()
    page.wait_for_selector("text=1 document would be created.")
    page.wait_for_selector("text=Import these files")
    looked_at(desk)
    page.click("text=Import these files")
    page.wait_for_selector("text=1 document created.")
    page.wait_for_selector("text=Undo this import")
    looked_at(desk)
    page.click("text=Undo this import")
    page.wait_for_selector("text=1 document would be deleted.")
    looked_at(desk)
    page.locator("input[type=submit][value='Undo this import']").click()
    page.wait_for_selector("text=1 document deleted.")
    looked_at(desk)
    assert not Document.objects.exists()
    desk.open("/admin/import/")
    looked_at(desk)


@pytest.mark.parametrize("state", ["running", "stopped", "undoing"])
def test_an_import_under_way_and_one_that_failed(desk_of, state):
    batch = ImportBatch.objects.create(
        state=state,
        share=420,
        files=[f"{LONG}.xml"],
        counts={"document created": 42, "element odd": 3},
        why="" if state != "stopped" else f"OSError: no room for {LONG}",
    )
    desk = desk_of("editor")
    desk.open(f"/admin/import/{batch.pk}/")
    looked_at(desk)


def test_a_file_and_the_desk_side_by_side(desk_of, tmp_path):
    words = {"texts": [{"language": "en", "content": "The words of the file."}]}
    tiny.run(tiny.file(tmp_path, "v", [tiny.document("v/1", title="A letter", **words)]))
    builders.save(replace(content_of("v/1"), title="The editor's letter", summary="The editor's summary."))
    said = {"texts": [{"language": "en", "content": f"Other words of {LONG}."}]}
    tiny.run(tiny.file(tmp_path, "v", [tiny.document("v/1", title=f"The letter {LONG}", **said)]))
    desk = desk_of("editor")
    desk.open(f"/admin/documents/document/{id_of('v/1')}/incoming/")
    desk.page.locator("details").evaluate_all("all => all.forEach((each) => { each.open = true; })")
    looked_at(desk)


def test_pairs_that_may_be_the_same(desk_of, tmp_path):
    builders.person("Ada Example", note="A miller's daughter.")
    tiny.run(tiny.file(tmp_path, "v", [], [ADA | {"note": LONG}]))
    doubt = DoubtfulMatch.objects.get()
    builders.saved(title="A letter", signatories=(Signatory(key="sign0001", person=doubt.fresh),))
    desk = desk_of("editor")
    desk.open("/admin/import/doubtful/")
    looked_at(desk)
    desk.open(f"/admin/import/doubtful/{doubt.pk}/")
    looked_at(desk)
    desk.page.get_by_role("main").locator("form button[type=submit]").first.click()
    desk.page.wait_for_selector("text=Decided lately")
    looked_at(desk)
