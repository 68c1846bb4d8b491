"""What imports leave on the disk: uploads go once taken in, or after a week; a purge takes its part."""

import os
import time

import pytest

from documents import history, uploads
from documents.decisions import Refused
from documents.exchange.importing import batches
from documents.exchange.importing.reports import Outcome
from documents.exchange.spreadsheets import keeping
from documents.models import Imported
from tests.documents import builders
from tests.documents.importing import tiny
from tests.documents.importing.test_desk import ended, upload
from tests.forms import desk

SECRET = "The words of v/1"


def words_on_the_disk(folder) -> str:
    return " ".join(path.read_text("utf-8") for path in folder.rglob("*") if path.is_file())


def grown_old(path, days: float) -> None:
    then = time.time() - days * 24 * 60 * 60
    os.utime(path, (then, then))


def tried(user, *documents):
    return ended(batches.begin([upload(list(documents))], user, read=tiny.read))


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_files_of_an_import_that_is_done_are_gone_and_its_report_stays(settings):
    editor = builders.user("editor")
    trial = tried(editor, tiny.document("v/1"))
    assert SECRET in words_on_the_disk(settings.DATA_DIR / "imports")
    made = ended(batches.go_on(trial, editor, publish=False, read=tiny.read))
    for _ in range(100):
        if not batches.has_files(made):
            break
        time.sleep(0.05)
    assert SECRET not in words_on_the_disk(settings.DATA_DIR / "imports")
    assert len(list(batches.report(made))) == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_purge_takes_away_the_uploads_in_which_the_document_was_and_its_lines(settings):
    editor = builders.user("editor")
    one, other = tiny.document("v/1"), tiny.document("v/2")
    made = ended(batches.go_on(tried(editor, one, other), editor, publish=False, read=tiny.read))
    waiting, unconcerned = tried(editor, one, other), tried(editor, other)
    keeping.keep("documents", "sheet.csv", SECRET.encode())
    builders.purge(Imported.objects.get(identity="v/1").record)
    assert SECRET not in words_on_the_disk(settings.DATA_DIR / "imports")
    assert not list((settings.DATA_DIR / "spreadsheets").iterdir())
    assert not batches.has_files(waiting)
    assert batches.has_files(unconcerned)
    assert [line["identity"] for line in batches.report(made)] == ["v/2"]
    assert [line["identity"] for line in batches.report(waiting)] == ["v/2"]


@pytest.mark.django_db
def test_a_purge_that_cannot_remove_an_upload_says_so_and_does_nothing(settings):
    ident = builders.saved(title="A letter")
    batch = tiny.batch()
    batches.tell(batch, [Outcome(what="created", kind="document", file="a.xml", record=ident)])
    report = batches.folder_of(batch) / "report.jsonl"
    report.with_suffix(".new").mkdir()
    with pytest.raises(Refused, match="could not be removed"):
        builders.purge(ident)
    assert history.snapshot(ident).document.title == "A letter"


@pytest.mark.django_db
def test_uploads_that_nobody_took_in_go_after_a_week_whoever_looks_at_the_page(settings):
    old, fresh = tiny.batch(), tiny.batch()
    for batch in (old, fresh):
        files = batches.folder_of(batch) / "files"
        files.mkdir(parents=True)
        (files / "0000.xml").write_text(SECRET)
        batches.tell(batch, [])
    for path in (batches.folder_of(old) / "files", batches.folder_of(old) / "report.jsonl"):
        grown_old(path, uploads.DAYS + 1)
    grown_old(batches.folder_of(fresh) / "files", uploads.DAYS + 1)  # it still runs, as its report shows
    desk("editor").get("/admin/import/")
    assert not batches.has_files(old)
    assert (batches.folder_of(old) / "report.jsonl").exists()
    assert batches.has_files(fresh)


@pytest.mark.django_db
def test_sheets_go_after_a_day_but_none_that_is_being_taken_in(settings):
    taken, old = (keeping.keep("people", "sheet.csv", b"x") for _ in range(2))
    assert keeping.take(taken)
    root = settings.DATA_DIR / "spreadsheets"
    for kept in (taken, old):
        grown_old(root / kept.number.hex, 1.5)
    desk("editor").get("/admin/spreadsheets/people/")
    assert [folder.name for folder in root.iterdir()] == [taken.number.hex]
    keeping.give_back(taken)
    assert taken.data == b"x"


def test_a_sheet_that_vanishes_while_others_are_swept_hinders_nobody(settings):
    root = settings.DATA_DIR / "spreadsheets"
    root.mkdir()
    root.joinpath("vanished").symlink_to("nowhere")  # it is listed, and then not there
    kept = keeping.keep("people", "sheet.csv", b"x")
    assert kept.data == b"x"
