"""What is wrong with a sheet is told by row and column, and nothing of it is written."""

import pytest

from documents import history
from documents.exchange.spreadsheets import planning, read
from documents.exchange.spreadsheets.carrying_out import NotTakenIn
from documents.exchange.spreadsheets.kinds import KINDS
from documents.exchange.spreadsheets.mapping import NOTHING, understand
from documents.exchange.spreadsheets.mapping import faults as hindered
from documents.models import Document, ImportBatch
from documents.snapshot import Footnote, Signatory
from people.models import Person
from places import register
from places.models import Place
from places.revisions import Revision, revision
from tests.documents import builders
from tests.documents.exchange.spreadsheets.tables import Table, empty, exported, faults

pytestmark = pytest.mark.django_db


def told(sheet: Table) -> list[tuple[int, str, str]]:
    return faults(sheet.plan())


@pytest.mark.parametrize(
    ("column", "cell", "sentence"),
    [
        ("title", "", "needs a title or a heading"),
        ("title", "x" * 1001, "at most 1000 characters"),
        ("title", "a\u0007b", "character 2 is a control character"),
        ("date_edtf", "10.07.1920", "10.07.1920"),
        ("date_calendar", "Mayan", "not in the list: gregorian, julian"),
        ("title_language", "", "cannot be empty"),
        ("place", "Riverside", "no public id"),
        ("place", "{person}", "another kind of record (person), not of a place"),
        ("place", "{free}", "There is no place with the public id"),
        (
            "type",
            "Letter",
            "no document type with the code “Letter”",
        ),
        ("heading_voice", "the author", "not in the list: author"),
    ],
)
def test_a_cell_that_cannot_be_is_told_with_its_row_and_column(column, cell, sentence):
    (free,) = register.candidates(1)
    ident = builders.saved(title="A letter")
    sheet = exported("documents", builders.saved(), ident)
    sheet.rows[1][column] = cell.format(person=builders.person(), free=free)
    found = told(sheet)
    assert [(row, name) for row, name, _ in found] == [(3, column)]
    assert sentence in found[0][2]


def test_all_that_is_wrong_is_told_at_once():
    sheet = empty(
        "people",
        {"public_id": "", "name": "", "born": "sometime", "language": "English, I think"},
        {"public_id": "b1234567", "name": "Ada", "born": "", "language": "en"},
        {"public_id": "", "name": "Ada", "born": "1920", "died": "1919", "language": "en"},
    )
    assert {(row, column) for row, column, _ in told(sheet)} == {
        (2, "name"),
        (2, "born"),
        (2, "language"),
        (3, "public_id"),
        (4, "died"),
    }


def test_nothing_is_written_where_one_row_is_wrong():
    ident = builders.saved(title="A letter")
    sheet = exported("documents", ident)
    sheet.rows[0]["title"] = "Another"
    sheet.rows.append({"public_id": "", "title": "New", "date_edtf": "never"})
    with pytest.raises(NotTakenIn):
        sheet.take_in()
    assert history.latest("document", ident).number == 1
    assert Document.objects.count() == 1
    assert not ImportBatch.objects.exists()


def test_a_fault_found_only_while_writing_takes_everything_back():
    # Each place may lie in the other, but not both.
    one, other = builders.place("One"), builders.place("Other")
    sheet = empty("places", {"public_id": one, "part_of": other}, {"public_id": other, "part_of": one})
    with pytest.raises(NotTakenIn) as refused:
        sheet.take_in()
    assert refused.value.faults == {3: {"part_of": ["This place would lie within itself, by way of others."]}}
    assert not Place.objects.exclude(part_of=None).exists()
    assert Revision.objects.filter(kind="place").count() == 2


def test_half_a_pair_of_coordinates_is_told():
    assert "both latitude" in told(empty("places", {"public_id": "", "name": "Mill", "latitude": "49"}))[0][2]


@pytest.mark.parametrize("number", ["49,5", "NaN", "1e999", "91", "49.1234567", "north"])
def test_what_is_no_latitude_is_told(number):
    sheet = empty("places", {"public_id": "", "name": "Mill", "latitude": number, "longitude": "3"})
    row, column, _ = told(sheet)[0]
    assert (row, column) == (2, "latitude")


def test_rows_of_documents_must_be_theirs():
    ident = builders.saved(signatories=(Signatory(key="sign0001"),))
    sheet = empty(
        "signatories",
        {"document": ident, "key": "sign0009", "name_as_signed": "A"},
        {"document": "", "key": "", "name_as_signed": "B"},
        {"document": builders.person(), "key": "", "name_as_signed": "C"},
        {"document": ident, "key": "sign0001", "name_as_signed": "D"},
        {"document": ident, "key": "sign0001", "name_as_signed": "E"},
    )
    assert [(row, column) for row, column, _ in told(sheet)] == [
        (2, "key"),
        (3, "document"),
        (4, "document"),
        (6, "key"),
    ]


def test_a_note_needs_an_owner_that_is_there():
    ident = builders.saved(footnotes=(Footnote(key="note0001", label="1"),))
    rows = [
        {"document": ident, "key": "", "label": "2", "owner": each}
        for each in ("heading", "text0001", "note0001")
    ]
    assert told(empty("footnotes", *rows)) == []
    (fault,) = told(empty("footnotes", {"document": ident, "key": "", "label": "3", "owner": "text0009"}))
    assert fault[:2] == (2, "owner")


def test_one_record_in_two_rows_is_told():
    ident = builders.saved()
    rows = [{"public_id": ident, "title": "One"}, {"public_id": ident, "title": "Two"}]
    assert [(row, column) for row, column, _ in told(empty("documents", *rows))] == [(3, "public_id")]


def test_merged_records_and_those_set_aside_are_not_chosen_anew():
    survivor, merged, aside = (
        builders.person("Ada"),
        builders.person("A."),
        builders.person("B.", set_aside=True),
    )
    with revision(builders.user("editor")):
        row = Person.objects.get(pk=merged)
        row.merged_into_id = survivor
        row.save()
    ident = builders.saved(signatories=(Signatory(key="sign0001", person=merged),))
    assert exported("signatories", ident).plan().counts["unchanged"] == 1
    rows = [{"document": ident, "key": "", "person": each} for each in (merged, aside)]
    found = told(empty("signatories", *rows))
    assert f"name “{survivor}”" in found[0][2]
    assert "set aside" in found[1][2]


def test_a_sheet_older_than_what_it_would_overwrite_is_refused_there():
    ident = builders.saved(title="A letter", summary="Old")
    sheet = exported("documents", ident)
    builders.changed(ident, summary="Written by somebody else")
    (fault,) = told(sheet)
    assert fault[:2] == (2, "revision")
    sheet.rows[0]["revision"] = ""
    assert sheet.plan().counts["changed"] == 1


def test_a_record_saved_after_the_look_is_not_overwritten():
    from documents.exchange.spreadsheets.carrying_out import take_in

    ident = builders.saved(title="A letter")
    sheet = exported("documents", ident)
    sheet.rows[0]["title"] = "Mine"
    found = sheet.plan()
    builders.changed(ident, summary="Theirs")
    with pytest.raises(NotTakenIn, match="Somebody has saved"):
        take_in(found, builders.user("editor"), "sheet.csv")
    assert history.snapshot(ident).document.title == "A letter"
    assert sheet.plan().digest != found.digest


def test_a_purged_document_does_not_come_back_by_a_sheet():
    ident = builders.published(title="A letter").document_id
    sheet = exported("documents", ident)
    builders.withdraw(ident)
    builders.purge(ident)
    sheet.rows[0]["revision"] = ""
    assert [(row, column) for row, column, _ in told(sheet)] == [(2, "public_id")]
    new = empty("signatories", {"document": ident, "key": "", "name_as_signed": "Ada"})
    assert [(row, column) for row, column, _ in told(new)] == [(2, "document")]


def test_more_than_others_can_wait_for_is_refused(monkeypatch):
    monkeypatch.setattr(planning, "MOST_CHANGED", 1)
    sheet = exported("people", builders.person(), builders.person())
    for row in sheet.rows:
        row["note"] = "A miller"
    found = sheet.plan()
    assert "This would change 2 records" in found.hindered
    assert not found.can_be_done
    del sheet.rows[0]
    assert sheet.plan().can_be_done


# --- Columns ---


def columns(kind: str, head: str, chosen: dict[str, str] | None = None):
    sheet = read(f"{head}\nx".encode())
    found = understand(KINDS[kind], sheet, chosen or {})
    return [each.column for each in found], [each.in_words for each in found], hindered(KINDS[kind], found)


def test_columns_are_known_by_name_by_label_or_as_chosen():
    head = "public_id,Date as written,Titel,state,place (name)"
    found, told, faulty = columns("documents", head, {"Titel": "title", "state": NOTHING})
    assert found == ["public_id", "date_as_written", "title", "", ""]
    assert told[2:] == [
        "as you have chosen",
        "left out, as you have chosen",
        "for reading only: nothing is taken in from it",
    ]
    assert faulty == []


def test_how_a_document_stands_with_its_readers_is_set_by_no_column():
    ident = builders.saved()
    rows = {"public_id": ident, "state": "published", "version": "1", "title": "A letter", "remarks": "x"}
    assert empty("documents", rows).plan().counts["unchanged"] == 1
    assert columns("documents", "public_id,title,state")[1][2] == "not known, so it is left out"


@pytest.mark.parametrize(
    ("kind", "head", "sentence"),
    [
        ("documents", "title,summary", "The column “public_id”"),
        ("signatories", "key,name_as_signed", "The column “document”"),
        ("signatories", "document,name_as_signed", "The column “key”"),
        ("documents", "public_id,title,Title", "2 columns are taken for “title”"),
        ("documents", "public_id,words", "None of its columns"),
    ],
)
def test_columns_that_are_missing_or_twice_there_are_told(kind, head, sentence):
    assert any(sentence in each for each in columns(kind, head)[2])
