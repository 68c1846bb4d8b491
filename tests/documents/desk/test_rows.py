"""Rows of the form: their order, to whom notes belong, steps of a reference, images of pages."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from documents import facsimiles, history
from documents.desk import images
from documents.models import Facsimile, Signatory

pytestmark = pytest.mark.django_db


def content(document: str):
    return history.snapshot(document).document


# --- Order ---


def test_the_numbers_typed_order_the_rows_and_become_0_1_2(entered, sheet_of):
    sheet_of(entered).write(signatories__0__position="30", signatories__1__position="7").hand_in()
    rows = Signatory.objects.order_by("position")
    assert [(row.position, row.name_as_signed) for row in rows] == [(0, "Karl Stein"), (1, "Anna Weber")]


def test_without_numbers_rows_stand_as_they_were_entered(sheet):
    for number, name in enumerate(("Weber", "Stein", "Voss")):
        sheet.fill({f"signatories-{number}-name_as_signed": name, f"signatories-{number}-position": ""})
        sheet.fill({f"signatories-{number}-{k}": v for k, v in DEFAULTS.items()})
    document = sheet.write(title="T").hand_in().url.split("/")[-3]
    assert [row.name_as_signed for row in content(document).signatories] == ["Weber", "Stein", "Voss"]


DEFAULTS = {"body_basis": "stated", "certainty": "certain", "manner": "signed"}


def test_a_deleted_row_leaves_no_gap(entered, sheet_of):
    sheet_of(entered).fill({"signatories-0-DELETE": "on"}).hand_in()
    assert [(row.position, row.name_as_signed) for row in Signatory.objects.all()] == [(0, "Karl Stein")]
    assert history.revisions(entered).count() == 2


def test_keys_stay_and_cannot_be_typed(entered, sheet_of):
    before = [row.key for row in content(entered).signatories]
    sheet = sheet_of(entered)
    assert "signatories-0-key" not in sheet.data
    sheet.fill({"signatories-0-key": "zzzzzzzz", "signatories-0-name_as_signed": "A. Weber"}).hand_in()
    assert [row.key for row in content(entered).signatories] == before


# --- Rows that say nothing ---

ONLY_CHOICES = {
    "printings": {"basis": "inferred"},
    "correspondents": {"role": "recipient"},
    "signatories": {"manner": "absent"},
    "texts": {"role": "translation"},
    "editorial_texts": {"editorial_kind": "notice"},
    "relations": {"relation_kind": "reply_to"},
    "further_dates": {"date_basis": "inferred"},
}


@pytest.mark.parametrize("part", ONLY_CHOICES)
def test_a_row_of_which_only_choices_were_made_is_refused_and_nothing_typed_is_lost(sheet, part):
    fields = {f"{part}-0-{name}": value for name, value in ONLY_CHOICES[part].items()}
    reply = sheet.write(title="T").fill(fields).hand_in()
    assert reply.status_code == 200
    assert "This row says nothing." in reply.content.decode()
    assert 'value="T"' in reply.content.decode()


def test_a_row_whose_words_are_taken_out_is_refused_until_it_is_deleted(sheet, sheet_of):
    document = sheet.write(title="T", printings__0__number="7").hand_in().url.split("/")[-3]
    emptied = sheet_of(document).fill({"printings-0-number": ""})
    assert "This row says nothing." in emptied.hand_in().content.decode()
    assert content(document).printings[0].number == "7"
    assert emptied.fill({"printings-0-DELETE": "on"}).hand_in().status_code == 302
    assert content(document).printings == ()


def test_a_row_that_nobody_touched_is_left_out(sheet):
    document = sheet.write(title="T", printings__0__basis="stated", printings__0__position="1").hand_in()
    assert content(document.url.split("/")[-3]).printings == ()


def test_a_row_with_one_thing_said_is_kept(sheet):
    document = sheet.write(title="T", printings__0__as_printed="Publ. in: X.").hand_in().url.split("/")[-3]
    assert content(document).printings[0].as_printed == "Publ. in: X."


# --- To whom notes belong ---


NOTE = {"voice": "unknown", "voice_basis": "stated", "note_kind": "content", "content": "A note."}


def note(number: int, **fields: str) -> dict[str, str]:
    return {f"footnotes-{number}-{name}": words for name, words in {**NOTE, **fields}.items()}


@pytest.mark.parametrize("owner", ["heading", "date", "signatures"])
def test_a_note_belongs_to_a_fixed_part(sheet, owner):
    document = sheet.fill(note(0, label="*", owner=owner)).write(title="T").hand_in().url.split("/")[-3]
    assert content(document).footnotes[0].owner == owner


def test_a_note_belongs_to_a_row_that_is_entered_at_the_same_time(sheet):
    sheet.write(title="T", editorial_texts__0__content="We say.", texts__0__content="They say.")
    sheet.fill(note(0, label="1", owner="editorial_texts-0"))
    sheet.fill(note(1, label="a", owner="footnotes-0"))
    sheet.fill({"references-0-owner": "footnotes-1", "references-0-words": "See there."})
    document = content(sheet.hand_in().url.split("/")[-3])
    assert document.footnotes[0].owner == document.editorial_texts[0].key
    assert document.footnotes[1].owner == document.footnotes[0].key
    assert document.references[0].owner == document.footnotes[1].key


def test_the_owner_is_shown_in_words_and_selected(entered, sheet_of):
    sheet = sheet_of(entered)
    page = sheet.client.get(sheet.address).content.decode()
    for words in ("the heading", "the date", "the signature line", "Text 1 (transcription, en)", "Note *"):
        assert words in page
    assert sheet.data["footnotes-0-owner"] == "texts-0"
    assert sheet.data["references-0-owner"] == "document"


def test_a_note_does_not_follow_a_text_that_is_deleted_or_empty(entered, sheet_of):
    reply = sheet_of(entered).fill({"texts-0-DELETE": "on"}).hand_in()
    assert "which is being deleted" in reply.content.decode()
    reply = sheet_of(entered).fill({"footnotes-0-owner": "texts-2"}).hand_in()
    assert "which is empty" in reply.content.decode()
    assert history.revisions(entered).count() == 1


def test_two_notes_cannot_belong_to_each_other(entered, sheet_of):
    sheet = sheet_of(entered).fill(note(1, label="a", owner="footnotes-0"))
    reply = sheet.fill({"footnotes-0-owner": "footnotes-1"}).hand_in()
    assert "belong to each other" in reply.content.decode()


def test_a_forged_owner_is_refused(entered, sheet_of):
    reply = sheet_of(entered).fill({"footnotes-0-owner": "texts-99"}).hand_in()
    assert "not there" in reply.content.decode()


# --- Steps of an archival reference ---


def test_the_steps_of_a_reference_are_rows_of_level_and_value(sheet, sheet_of):
    sheet.write(title="T")
    sheet.fill({"archival_references-0-parts_0": "fonds", "archival_references-0-parts_1": "17"})
    sheet.fill({"archival_references-0-parts_4": "file", "archival_references-0-parts_5": "44-а"})
    document = sheet.hand_in().url.split("/")[-3]
    assert [(p.level, p.value) for p in content(document).archival_references[0].parts] == [
        ("fonds", "17"),
        ("file", "44-а"),
    ]
    again = sheet_of(document)
    assert again.data["archival_references-0-parts_2"] == "file"
    again.hand_in()
    assert history.revisions(document).count() == 1


def test_a_level_without_a_value_is_told(sheet):
    reply = sheet.write(title="T").fill({"archival_references-0-parts_0": "fonds"}).hand_in()
    assert "Each step needs a level and a value" in reply.content.decode()
    assert 'href="#id_archival_references-0-parts_0"' in reply.content.decode()


# --- Images of pages ---


def picture(kind: str = "PNG", name: str = "leaf.png") -> SimpleUploadedFile:
    kept = BytesIO()
    Image.new("RGB", (30, 40), "ivory").save(kept, kind)
    return SimpleUploadedFile(name, kept.getvalue())


@pytest.mark.parametrize(
    ("kind", "media_type"), [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/webp")]
)
def test_an_image_is_kept_under_its_digest(sheet, kind, media_type, at_desk):
    upload = picture(kind)
    reply = sheet.write(title="T").hand_in(**{"facsimiles-0-upload": upload, "facsimiles-0-label": "1 verso"})
    assert reply.status_code == 302
    row = Facsimile.objects.get()
    upload.seek(0)
    assert (facsimiles.folder() / row.image).read_bytes() == upload.read()
    assert (row.media_type, row.width, row.height, row.label) == (media_type, 30, 40, "1 verso")
    shown = at_desk("contributor").get(f"/admin/documents/document/facsimiles/{row.image}/")
    assert shown.headers["Content-Type"] == media_type


@pytest.mark.parametrize(
    "upload",
    [
        SimpleUploadedFile("leaf.png", b"<svg onload=alert(1)>"),
        SimpleUploadedFile("leaf.jpg", b""),
        picture("GIF", "leaf.png"),
        SimpleUploadedFile("leaf.png", picture().read()[:60]),
        SimpleUploadedFile("leaf.png", b"x" * (images.LARGEST + 1)),
    ],
    ids=["markup", "empty", "gif", "half", "large"],
)
def test_what_is_no_image_of_a_page_is_refused_with_a_sentence(sheet, upload):
    reply = sheet.write(title="T").hand_in(**{"facsimiles-0-upload": upload, "facsimiles-0-label": "1"})
    page = reply.content.decode()
    assert reply.status_code == 200
    assert 'href="#id_facsimiles-0-upload"' in page
    assert "Only images must be chosen again" in page
    assert not Facsimile.objects.exists()


def test_a_row_without_an_image_asks_for_one(sheet):
    reply = sheet.write(title="T", facsimiles__0__label="1").hand_in()
    assert "Choose the image of the page" in reply.content.decode()


def test_an_image_once_chosen_stays_when_its_label_is_changed(sheet, sheet_of):
    upload = picture()
    document = sheet.write(title="T").hand_in(**{"facsimiles-0-upload": upload}).url.split("/")[-3]
    before = Facsimile.objects.get().image
    assert sheet_of(document).write(facsimiles__0__label="2").hand_in().status_code == 302
    assert (Facsimile.objects.get().image, Facsimile.objects.get().label) == (before, "2")
