"""Importing at the desk: upload, dry run, start, report, undo; and the pairs that may be the same."""

import json
import time
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models.signals import post_save
from django.utils import timezone

from documents import history
from documents.decisions import Refused
from documents.exchange.importing import batches
from documents.exchange.importing.reports import faults_in_words, in_words, urgency
from documents.exchange.importing.running import Run
from documents.exchange.importing.undoing import undo
from documents.models import Document, DoubtfulMatch, Entry, ImportBatch, Listing
from documents.snapshot import Signatory
from people.models import Person
from tests.documents import builders
from tests.documents.importing import tiny
from tests.documents.importing.test_running import ADA, content_of
from tests.forms import desk


def upload(documents: list[dict], named=()) -> SimpleUploadedFile:
    told = {"identity": "v", "documents": documents, "named": list(named)}
    return SimpleUploadedFile("letters.xml", json.dumps(told).encode())


def ended(batch: ImportBatch) -> ImportBatch:
    """The batch once its run in the background has ended."""
    for _ in range(200):
        batch.refresh_from_db()
        if batch.state not in ("running", "undoing"):
            return batch
        time.sleep(0.05)
    raise AssertionError("The import did not end.")


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_files_are_tried_looked_at_imported_and_undone():
    publisher = builders.user("publisher")
    odd = tiny.document("v/2") | {"unknown": {"seg": 2}}
    trial = ended(batches.begin([upload([tiny.document("v/1"), odd], [ADA])], publisher, read=tiny.read))
    assert (trial.state, trial.trial, Document.objects.count()) == ("done", True, 0)
    page = desk("publisher").get(f"/admin/import/{trial.pk}/").content.decode()
    assert "2 documents would be created." in page
    assert "Not understood: seg (2)" in page
    assert "Import these files" in page
    made = ended(batches.go_on(trial, publisher, publish=True, read=tiny.read))
    assert (made.state, made.share, Listing.objects.count()) == ("done", 1000, 2)
    page = desk("publisher").get(f"/admin/import/{made.pk}/").content.decode()
    assert "2 documents created." in page
    assert "created, published" in page
    address = f"/admin/import/{made.pk}/undo/"
    assert f'href="{address}"' in page
    page = desk("publisher").get(address).content.decode()
    assert "2 documents would be withdrawn from readers." in page
    assert "1 person would be set aside." in page
    assert "The import of " in page
    answer = desk("publisher").post(address, {"reason": ""})
    assert (answer.status_code, Listing.objects.count()) == (400, 2)
    desk("publisher").post(address, {"reason": "The wrong edition."})
    assert ended(made).state == "undone"
    assert not Listing.objects.exists()
    assert set(Entry.objects.filter(kind="withdrawn").values_list("note", flat=True)) == {
        "The wrong edition."
    }
    page = desk("publisher").get(f"/admin/import/{made.pk}/").content.decode()
    assert "2 documents withdrawn from readers." in page
    assert "created" not in page
    assert "Letter v/1" in page


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_drafts_no_reason_is_asked_and_each_is_told(tmp_path):
    _, made = tiny.run(tiny.file(tmp_path, "v", [tiny.document("v/1")], [ADA]))
    page = desk("publisher").get(f"/admin/import/{made.batch.pk}/undo/").content.decode()
    assert "1 document would be deleted." in page
    assert 'name="reason"' not in page
    page = desk("publisher").post(f"/admin/import/{made.batch.pk}/undo/", follow=True).content.decode()
    assert ended(made.batch).state == "undone"
    page = desk("publisher").get(f"/admin/import/{made.batch.pk}/").content.decode()
    assert "1 document deleted." in page
    assert "1 person set aside." in page


@pytest.mark.django_db
def test_undoing_under_way_shows_how_far_it_is_and_interrupted_can_be_gone_on_with(tmp_path):
    _, made = tiny.run(tiny.file(tmp_path, "v", [tiny.document("v/1"), tiny.document("v/2")]))
    batch = ImportBatch.objects.get(pk=made.batch.pk)
    batches.take_back(batch, builders.user("publisher"))  # begins at a commit, which this test has not
    ImportBatch.objects.filter(pk=batch.pk).update(share=500)
    page = desk("publisher").get(f"/admin/import/{batch.pk}/").content.decode()
    assert "Undone so far" in page
    assert 'value="50.0"' in page
    assert f"/admin/import/{batch.pk}/undo/" not in page
    with pytest.raises(Refused, match="wait for its end"):
        batches.take_back(batch, builders.user("publisher"))
    going = undo(batch, builders.user("publisher"), "A mistake.")
    next(going)
    going.close()
    ImportBatch.objects.filter(pk=batch.pk).update(heard=timezone.now() - batches.SILENT * 2)
    page = desk("publisher").get(f"/admin/import/{batch.pk}/").content.decode()
    assert "Undoing it was interrupted" in page
    assert "Go on undoing this import" in page
    page = desk("publisher").get(f"/admin/import/{batch.pk}/undo/").content.decode()
    assert "1 document would be deleted." in page
    batches.follow_undoing(batch, builders.user("publisher"), "")
    assert {line["what"] for line in batches.undone(batch)} == {"deleted"}
    assert len(batches.undone(batch)) == 2


@pytest.mark.django_db
def test_why_undoing_has_stopped_is_told(tmp_path):
    _, made = tiny.run(tiny.file(tmp_path, "v", [tiny.document("v/1")]))
    ImportBatch.objects.filter(pk=made.batch.pk).update(state="undoing", why="OSError: no room")
    page = desk("publisher").get(f"/admin/import/{made.batch.pk}/").content.decode()
    assert "OSError: no room" in page
    assert "Go on undoing this import" in page


@pytest.mark.django_db
def test_who_may_not_undo_is_told_whom_to_ask(tmp_path):
    _, made = tiny.run(tiny.file(tmp_path, "v", [tiny.document("v/1")]), publishes=True)
    address = f"/admin/import/{made.batch.pk}/"
    page = desk("editor").get(address).content.decode()
    assert "ask a publisher" in page
    assert f"{address}undo/" not in page
    answer = desk("editor").get(f"{address}undo/")
    assert answer.status_code == 403
    assert "Please ask a publisher." in answer.content.decode()


@pytest.mark.django_db
def test_what_somebody_worked_on_is_named_in_place_of_the_button(tmp_path):
    _, made = tiny.run(tiny.file(tmp_path, "v", [tiny.document("v/1")]))
    builders.save(replace(content_of("v/1"), title="By an editor"))
    page = desk("publisher").get(f"/admin/import/{made.batch.pk}/").content.decode()
    assert "cannot be undone as a whole" in page
    answer = desk("publisher").post(f"/admin/import/{made.batch.pk}/undo/", follow=True)
    assert "cannot be undone as a whole" in answer.content.decode()


def test_what_needs_a_look_stands_first():
    quiet = {"told": [], "unknown": {}, "loses": False, "doubtful": 0}
    lines = [
        {**quiet, "what": "created"},
        {**quiet, "what": "changed", "told": ["A remark."]},
        {**quiet, "what": "created", "doubtful": 2},
        {**quiet, "what": "faulty"},
        {**quiet, "what": "conflict"},
        {**quiet, "what": "refused"},
    ]
    found = [line["what"] for line in sorted(lines, key=urgency)]
    assert found == ["refused", "conflict", "faulty", "created", "changed", "created"]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_who_is_met_twice_in_the_same_files_is_counted_once_and_has_no_address_yet():
    other = SimpleUploadedFile(
        "b.xml", json.dumps({"identity": "w", "documents": [], "named": [ADA]}).encode()
    )
    user = builders.user("publisher")
    trial = ended(batches.begin([upload([tiny.document("v/1")], [ADA]), other], user, read=tiny.read))
    assert {name for name in trial.counts if name.startswith("person")} == {"person created", "person again"}
    page = desk("publisher").get(f"/admin/import/{trial.pk}/").content.decode()
    assert "1 person would be created." in page
    assert "1 person told of again in these files." in page
    assert "in the archive already" not in page
    assert "/admin/people/person/" not in page.partition("<h2>Report</h2>")[2]
    made = ended(batches.go_on(trial, user, publish=False, read=tiny.read))
    assert made.counts == trial.counts
    page = desk("publisher").get(f"/admin/import/{made.pk}/").content.decode()
    assert f"/admin/people/person/{Person.objects.get().pk}/change/" in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("letter.xml", b"", "letter.xml is empty."),
        ("text.DOCX", b"PK", "text.DOCX: a text from Word"),
        ("people.xlsx", b"PK", "people.xlsx: a spreadsheet"),
    ],
)
def test_a_file_that_is_no_edition_is_named(name, content, told):
    chosen = {"chosen": [SimpleUploadedFile("good.xml", b"<TEI/>"), SimpleUploadedFile(name, content)]}
    answer = desk("editor").post("/admin/import/", chosen)
    assert (answer.status_code, ImportBatch.objects.count()) == (400, 0)
    assert told in answer.content.decode()


@pytest.mark.django_db
def test_imports_so_far_are_told_by_their_files():
    tiny.batch(state="done", files=["people.csv"])
    tiny.batch(state="done", files=["a.xml", "b.xml", "c.xml", "d.xml"])
    page = desk("editor").get("/admin/import/").content.decode()
    assert "spreadsheet <bdi>people.csv</bdi>" in page
    assert "<bdi>a.xml</bdi>, <bdi>b.xml</bdi> and 2 more" in page


def test_counts_are_said_of_one_thing_as_of_one():
    assert in_words({"body matched": 1, "type created": 1}, True) == [
        "1 body is in the archive already.",
        "1 document type would be created.",
    ]
    assert faults_in_words({"name": ["This field cannot be blank."]}) == ["It has no name."]


@pytest.mark.django_db
def test_what_brought_nothing_is_neither_imported_nor_undone():
    refused = {"file refused": 2, "document faulty": 1}
    trial = tiny.batch(state="done", counts=refused)
    ImportBatch.objects.filter(pk=trial.pk).update(trial=True)
    (batches.folder_of(trial) / "files").mkdir(parents=True)
    page = desk("publisher").get(f"/admin/import/{trial.pk}/").content.decode()
    assert "Import these files" not in page
    made = tiny.batch(state="done", counts=refused)
    assert "Undo this import" not in desk("publisher").get(f"/admin/import/{made.pk}/").content.decode()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_report_is_whole_when_the_import_says_that_it_is_done(tmp_path):
    found = []

    def look(sender, instance, **kwargs):
        if instance.state == "done":
            found.append(len(list(batches.report(instance))))

    path = tiny.file(tmp_path, "v", [tiny.document(f"v/{n}") for n in range(5)])
    batch = tiny.batch()
    batches.folder_of(batch).mkdir(parents=True)
    post_save.connect(look, sender=ImportBatch)
    try:
        batches.follow(Run(tiny.files(path), batch, tiny.read))
    finally:
        post_save.disconnect(look, sender=ImportBatch)
    assert found == [5]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_file_that_is_no_xml_is_told_in_the_dry_run(client):
    client.force_login(builders.user("editor"))
    answer = client.post("/admin/import/", {"chosen": SimpleUploadedFile("a.xml", b"no xml")})
    assert answer.status_code == 302
    batch = ended(ImportBatch.objects.get())
    assert batch.counts["file refused"] == 1
    assert "a.xml" in client.get(answer["Location"]).content.decode()


@pytest.mark.django_db
def test_an_import_whose_process_was_stopped_can_go_on(tmp_path):
    batch = tiny.batch(files=["letters.xml"])
    (batches.folder_of(batch) / "files").mkdir(parents=True)
    ImportBatch.objects.filter(pk=batch.pk).update(heard=timezone.now() - batches.SILENT * 2)
    page = desk("publisher").get(f"/admin/import/{batch.pk}/").content.decode()
    assert "It was interrupted" in page
    assert "Go on with the import" in page


@pytest.mark.django_db
def test_a_running_import_shows_how_far_it_is():
    batch = tiny.batch(share=420)
    page = desk("publisher").get(f"/admin/import/{batch.pk}/").content.decode()
    assert 'value="42.0"' in page
    assert "desk/following.js" in page


@pytest.mark.django_db
def test_no_file_and_too_large_a_file_are_told(monkeypatch):
    assert "choose at least one file" in desk("editor").post("/admin/import/", {}).content.decode()
    monkeypatch.setattr("documents.desk.importing.LARGEST", 3)
    large = {"chosen": SimpleUploadedFile("a.xml", b"12345")}
    answer = desk("editor").post("/admin/import/", large)
    assert answer.status_code == 400
    assert "a.xml" in answer.content.decode()


@pytest.fixture
def doubt(tmp_path) -> DoubtfulMatch:
    builders.person("Ada Example")
    tiny.run(tiny.file(tmp_path, "v", [], [ADA]))
    return DoubtfulMatch.objects.get()


def decide(doubt: DoubtfulMatch, **answer: str) -> str:
    address = f"/admin/import/doubtful/{doubt.pk}/"
    return desk("editor").post(address, answer, follow=True).content.decode()


@pytest.mark.django_db
def test_both_are_looked_at_before_they_are_one(doubt):
    client = desk("editor")
    assert f"/admin/import/doubtful/{doubt.pk}/" in client.get("/admin/import/doubtful/").content.decode()
    builders.saved(title="A letter", signatories=(Signatory(key="sign0001", person=doubt.fresh),))
    page = client.get(f"/admin/import/doubtful/{doubt.pk}/").content.decode()
    assert "A. Example" in page
    assert "1 document<" in page
    assert "no document<" in page
    assert not Person.objects.exclude(merged_into=None).exists()


@pytest.mark.django_db
def test_who_is_the_same_becomes_one_record(doubt):
    page = decide(doubt, answer="same", keep="known")
    assert "The two are one record now" in page
    assert "nothing to decide" in page
    assert Person.objects.get(pk=doubt.fresh).merged_into_id == doubt.known
    doubt.refresh_from_db()
    assert (doubt.answer, doubt.decided_by.username) == ("same", "editor")
    assert "Nothing was done" in decide(doubt, answer="same", keep="fresh")


@pytest.mark.django_db
def test_the_one_from_the_file_can_remain(doubt):
    decide(doubt, answer="same", keep="fresh")
    assert Person.objects.get(pk=doubt.known).merged_into_id == doubt.fresh


@pytest.mark.django_db
def test_readers_are_led_on_and_the_chain_says_so(doubt, client):
    said = (Signatory(key="sign0001", person=doubt.fresh), Signatory(key="sign0002", person=doubt.known))
    before = builders.published(title="A letter", signatories=said)
    decide(doubt, answer="same", keep="known")
    assert client.get(f"/people/{doubt.fresh}/", follow=True).redirect_chain == [
        (f"/people/{doubt.known}/", 301)
    ]
    assert history.snapshot(before.document_id).document.signatories == said
    assert Entry.objects.filter(kind="touched", note=f"person {doubt.fresh}").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("keep", ["known", "fresh"])
def test_it_can_be_taken_back_and_is_asked_again(doubt, keep):
    decide(doubt, answer="same", keep=keep)
    page = desk("editor").post("/admin/import/doubtful/", {"pair": doubt.pk, "answer": ""}, follow=True)
    assert "they are two records again" in page.content.decode()
    assert not Person.objects.exclude(merged_into=None).exists()
    doubt.refresh_from_db()
    assert doubt.answer == ""


@pytest.mark.django_db
def test_who_is_not_the_same_stays_apart_and_is_not_offered_again(doubt, tmp_path):
    desk("editor").post("/admin/import/doubtful/", {"pair": doubt.pk, "answer": "other"})
    decide(doubt, answer="same")
    assert not Person.objects.exclude(merged_into=None).exists()
    tiny.run(tiny.file(tmp_path, "v", [tiny.document("v/1")], [ADA | {"note": "Told anew."}]))
    assert DoubtfulMatch.objects.get().answer == "other"
    assert Person.objects.count() == 2


@pytest.mark.django_db
def test_who_may_not_import_decides_nothing(doubt):
    assert (
        desk("contributor").post(f"/admin/import/doubtful/{doubt.pk}/", {"answer": "same"}).status_code == 403
    )
