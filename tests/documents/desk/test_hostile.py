"""Whatever is typed into whatever field: a clear message or a safe page, never an error of ours."""

import pytest

from documents import history
from documents.models import Document

HOSTILE = {
    "script": "<script>alert(1)</script>",
    "address": "javascript:alert(1)",
    "quotes": "\"'><img src=x onerror=alert(1)>",
    "brackets": "[" * 100_000,
    "marks": "[[person:" * 1000 + "]]" * 1000,
    "nul": "before\0after",
    "bell": "before\x07after",
    "right to left": "\u202eabc\u2066\u200f",
    "two megabytes": "word " * 400_000,
    "formula": "=cmd|'/c calc'!A1",
}
# How a lone surrogate arrives from a browser that should not exist.
BROKEN = b"before%ED%A0%80after"

pytestmark = pytest.mark.django_db

# Fields for free words, by their last name.
FREE = {
    "title",
    "heading",
    "classification_as_written",
    "date_as_written",
    "place_as_written",
    "summary",
    "signature_line",
    "rights",
    "remarks",
    "content",
    "credit",
    "as_written",
    "reason",
    "name_as_signed",
    "capacity_as_signed",
    "translator",
    "taken_from",
    "role_reason",
    "body_reason",
    "voice_reason",
    "heading_voice_reason",
    "type_reason",
    "date_reason",
    "date_calendar_reason",
    "place_reason",
    "as_printed",
    "leaves",
    "number",
    "pages",
    "words",
    "described_type",
    "issuer",
    "described",
    "description",
    "label",
}


ROWS = {
    "editorial_texts": {"editorial_kind": "introduction", "direction": "ltr", "language": "en"},
    "further_dates": {"date_calendar": "gregorian", "date_basis": "stated", "date_calendar_basis": "stated"},
    "correspondents": {"role": "sender", "basis": "stated"},
    "texts": {
        "role": "original",
        "role_basis": "stated",
        "direction": "ltr",
        "extent": "full",
        "language": "en",
    },
    "signatories": {"body_basis": "stated", "certainty": "certain", "manner": "signed"},
    "footnotes": {
        "owner": "texts-0",
        "voice": "unknown",
        "voice_basis": "stated",
        "note_kind": "content",
        "label": "*",
    },
    "archival_references": {},
    "printings": {"basis": "stated"},
    "references": {"owner": "document", "by": "description", "collection_basis": "stated"},
    "relations": {"relation_kind": "same_as"},
    "topics": {},
    "facsimiles": {},
    "online_copies": {"address": "https://example.org/"},
}


def fields(sheet) -> list[str]:
    """Every field of the form: of the document, and of the first row of every part."""
    ignored = ("csrfmiddlewaretoken", "base_revision", "seen_revision")
    return [n for n in sheet.data if n not in ignored and not n.endswith(("_FORMS", "-id", "-document"))]


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE.keys())
def test_every_field_takes_or_refuses_what_is_typed(sheet, words):
    names = fields(sheet)
    assert len(names) > 100
    if len(words) > 1_000_000:  # what has a list to choose from or a number needs no second of megabytes
        names = [name for name in names if name.rpartition("-")[2] in FREE]
    empty = dict(sheet.data)
    for some in portions(names, words):
        sheet.data = dict(empty)
        reply = sheet.fill(dict.fromkeys(some, words)).hand_in()
        assert reply.status_code in (200, 302), reply
        if reply.status_code == 200:
            page = reply.content.decode()
            assert "Nothing has been saved yet" in page
            assert "<script>alert" not in page
            assert "<img src=x" not in page


def portions(names: list[str], words: str) -> list[list[str]]:
    """As many fields at once as one request may hold."""
    size = max(1, 11_000_000 // len(words.encode()))
    return [names[start : start + size] for start in range(0, len(names), size)]


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_document_made_of_it_is_saved_shown_and_previewed_or_refused_in_words(sheet, words):
    """Only the fields for free words, so that all that can be kept is kept."""
    for part, others in ROWS.items():
        sheet.fill(
            {f"{part}-0-{name}": value for name, value in others.items()} if part != "facsimiles" else {}
        )
    free = [n for n in fields(sheet) if n.rpartition("-")[2] in FREE]
    assert len(free) > 30
    sheet.fill(dict.fromkeys(portions(free, words)[0], words))
    reply = sheet.hand_in()
    assert reply.status_code in (200, 302)
    if reply.status_code == 302:
        document = Document.objects.get().pk
        for place in ("change", "preview", "history"):
            page = sheet.client.get(f"/admin/documents/document/{document}/{place}/").content.decode()
            assert "<script>alert" not in page
            assert "<img src=x" not in page
        listed = sheet.client.get("/admin/documents/document/").content.decode()
        assert "<script>alert" not in listed
        assert history.snapshot(document).document.title == words


@pytest.mark.parametrize("name", ["title", "heading", "remarks", "suppressed_warnings", "change_reason"])
def test_a_control_character_is_refused_with_its_place(sheet, name):
    sheet.write(title="T", texts__0__content="Kept.")
    page = sheet.fill({name: "line one\nab\0c"}).hand_in().content.decode()
    assert "Line 2, character 3 is a control character (U+0000)" in page
    assert "Kept." in page


def test_broken_bytes_are_no_error(sheet):
    body = (
        b"title="
        + BROKEN
        + b"&"
        + "&".join(f"{name}={value}" for name, value in sheet.data.items() if name != "title").encode()
    )
    reply = sheet.client.post(sheet.address, body, content_type="application/x-www-form-urlencoded")
    assert reply.status_code in (200, 302)


@pytest.mark.parametrize("forms", ["-1", "x", ""])
def test_a_forged_number_of_rows_is_no_error(sheet, forms):
    reply = sheet.write(title="T").fill({"topics-TOTAL_FORMS": forms}).hand_in()
    assert reply.status_code in (200, 302)


def test_a_forged_number_of_rows_that_no_form_can_have_is_refused(sheet):
    reply = sheet.write(title="T").fill({"topics-TOTAL_FORMS": "99999999"}).hand_in()
    assert reply.status_code == 400
    assert "It can have 2000 at most" in reply.content.decode()


@pytest.mark.parametrize("ident", ["-1", "99999999999999999999999", "x", "\0"])
def test_a_forged_row_is_no_error(entered, sheet_of, ident):
    reply = sheet_of(entered).fill({"texts-0-id": ident}).hand_in()
    assert reply.status_code in (200, 302)
    assert "The wheel[^*] stands." in history.snapshot(entered).document.texts[0].content


@pytest.mark.parametrize(
    "name", ["type", "place", "signatories-0-person", "printings-0-collection", "relations-0-target"]
)
@pytest.mark.parametrize("ident", ["\0", "x" * 5000, "zzzzzzzz", "1 OR 1=1"])
def test_a_record_that_is_not_there_cannot_be_chosen(sheet, name, ident):
    page = sheet.write(title="T").fill({name: ident}).hand_in().content.decode()
    assert "not there to choose" in page


def test_state_dates_and_ids_cannot_be_forged_into_the_form(entered, sheet_of):
    forged = {
        "public_id": "b0000000",
        "date_earliest": "1900-01-01",
        "listing": "1",
        "texts-0-key": "aaaaaaaa",
    }
    sheet_of(entered).fill(forged).hand_in()
    document = Document.objects.get()
    assert (document.pk, document.date_earliest) == (entered, None)
    assert history.revisions(entered).count() == 1


@pytest.mark.parametrize("words", [w for w in HOSTILE.values() if "\0" not in w and len(w) < 1000])
def test_the_pages_of_acts_take_it_or_refuse_it(entered, at_desk, words):
    client = at_desk("administrator")
    for name in ("publish", "withdraw", "reinstate", "purge"):
        asked = {"note": words, "reason": words, "revision": words, "number": words, "typed_id": words}
        reply = client.post(f"/admin/documents/document/{entered}/{name}/", asked)
        assert reply.status_code == 200
        assert "<script>alert" not in reply.content.decode()
