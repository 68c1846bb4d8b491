"""A sheet taken in as it went out changes nothing; what is changed in it is all that changes."""

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents import history
from documents.exchange.spreadsheets.kinds import KINDS, family
from documents.exchange.spreadsheets.planning import UNCHANGED
from documents.models import Document
from documents.snapshot import PRIVATE, PUBLIC, Footnote, Signatory, Snapshot
from documents.snapshot import Document as Content
from people.models import Body, Person
from places import records
from places.models import Place
from places.revisions import Revision, revision
from tests import strategies
from tests.documents import builders
from tests.documents.exchange.spreadsheets.tables import empty, exported, faults

pytestmark = pytest.mark.django_db

BY_CHANCE = settings(
    deadline=None,
    max_examples=12,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)


class TakenBack(Exception):
    """Raised to undo what an example has written."""


@pytest.fixture
def pool() -> strategies.Pool:
    """What the archive has, for documents by chance to name."""
    known = {
        "person": [builders.person(), builders.person("=Բ Պ")],
        "body": [builders.body()],
        "place": [builders.place()],
        "repository": [builders.repository()],
        "collection": [builders.collection()],
        "document": [builders.saved(title="Another document")],
    }
    builders.term("harvest")
    terms = {
        model.kind: model
        for model in apps.get_models()
        if getattr(model, "kind", "") in strategies.VOCABULARIES
    }
    for kind in strategies.VOCABULARIES:
        known[kind] = list(terms[kind].objects.values_list("pk", flat=True)[:2])
    return strategies.Pool(known)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@BY_CHANCE
@given(data=st.data())
def test_documents_taken_in_as_they_went_out_are_unchanged(pool, form, data):
    document = data.draw(strategies.documents(pool))
    try:
        with transaction.atomic():
            with history.revision(builders.user("editor")):
                history.write(Snapshot(document=document), None)
            for kind in family(Document):
                found = exported(kind.name, document.public_id, form=form).plan(form)
                assert [line.what for line in found.lines] == [UNCHANGED] * len(found.lines), faults(found)
                assert not found.can_be_done
            raise TakenBack
    except TakenBack:
        pass


@pytest.fixture
def names() -> dict[str, list[str]]:
    """People, bodies, places and collections with all that their sheets can say: model's kind → ids."""
    with revision(builders.user("editor")):
        above = Place.objects.create(name="The Valley", latitude="49.25", longitude="-3", precision="area")
        place = Place.objects.create(name="+Riverside", part_of=above, note="First\nand second line")
        place.names.create(name="@Հայք", language="hy", from_year=1918, to_year=1920)
        place.identifiers.create(scheme="geonames", value="123")
        parent = Body.objects.create(name="Harvest Council", founded="1918-12", dissolved="1920~")
        body = Body.objects.create(name="'=Its committee", parent=parent)
        body.names.create(name="HC", name_kind="abbreviation")
        ada = Person.objects.create(name="-Ada", language="und", born="1870?", died="192X", note="=1+1")
        for position, words in ((4, "\tAda"), (9, "''+Ada"), (9, "Ада")):
            ada.names.create(name=words, language="ru", position=position, name_kind="birth")
    return {
        "place": [above.pk, place.pk],
        "body": [parent.pk, body.pk],
        "person": [ada.pk],
        "collection": [builders.collection(short_name="LV", editors="A; B", year="1992, 1993")],
    }


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize(
    "kind", [kind for kind in KINDS.values() if kind.model is not Document], ids=lambda k: k.name
)
def test_names_taken_in_as_they_went_out_are_unchanged(names, kind, form):
    sheet = exported(kind.name, *names[kind.model.kind], form=form)
    found = sheet.plan(form)
    assert {line.what for line in found.lines} <= {UNCHANGED}, faults(found)
    assert len(found.lines) == len(sheet.rows)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize(
    "words", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "'", "'=1", "''=1", "＝1", "'words"]
)
def test_a_formula_taken_in_says_what_it_said_where_it_came_from(words, form):
    ident = builders.saved(title="A letter", summary=words)
    sheet = exported("documents", ident, form=form)
    assert sheet.rows[0]["summary"] == words
    sheet.rows[0]["rights"] = words
    sheet.take_in(form=form)
    assert history.snapshot(ident).document.rights == words


def test_one_changed_cell_is_one_revision_of_one_document():
    one, other = builders.saved(title="A letter"), builders.saved(title="Another")
    sheet = exported("documents", one, other)
    sheet.rows[0]["title"] = "A later letter"
    before = history.snapshot(one).document
    batch = sheet.take_in()
    (made,) = Revision.objects.filter(batch=batch.batch)
    assert (made.record, made.number, made.base, made.user) == (one, 2, 1, builders.user("editor"))
    assert made.reason == "Imported from sheet.csv"
    assert history.snapshot(one, at=1).document == before
    assert history.snapshot(one).document.title == "A later letter"
    assert history.latest("document", other).number == 1
    assert Document.history.filter(public_id=one).count() == 2


def test_many_rows_of_one_document_are_one_revision():
    ident = builders.saved(
        signatories=tuple(Signatory(key=f"sign000{n}", name_as_signed=f"Name {n}") for n in range(3))
    )
    sheet = exported("signatories", ident)
    for row in sheet.rows:
        row["capacity_as_signed"] = "miller"
    sheet.rows.append({"document": ident, "name_as_signed": "A fourth"})
    batch = sheet.take_in()
    assert [(r.record, r.number) for r in Revision.objects.filter(batch=batch.batch)] == [(ident, 2)]
    found = history.snapshot(ident).document.signatories
    assert [row.name_as_signed for row in found] == ["Name 0", "Name 1", "Name 2", "A fourth"]
    assert [row.capacity_as_signed for row in found] == ["miller"] * 3 + [""]
    assert [row.key for row in found[:3]] == ["sign0000", "sign0001", "sign0002"]


def test_rows_and_columns_that_the_sheet_does_not_have_stay_as_they_are():
    ident = builders.saved(
        summary="On the mill",
        signatories=(
            Signatory(key="sign0001", name_as_signed="Ada", certainty="possible"),
            Signatory(key="sign0002"),
        ),
    )
    empty("signatories", {"document": ident, "key": "sign0001", "name_as_signed": "Ada E."}).take_in()
    empty("documents", {"public_id": ident, "title": "A later letter"}).take_in()
    document = history.snapshot(ident).document
    assert (document.title, document.summary) == ("A later letter", "On the mill")
    assert [(row.name_as_signed, row.certainty) for row in document.signatories] == [
        ("Ada E.", "possible"),
        ("", "certain"),
    ]
    assert len(document.texts) == 1


def test_rows_are_put_where_their_positions_say():
    ident = builders.saved(footnotes=tuple(Footnote(key=f"note000{n}", label=str(n)) for n in range(4)))
    sheet = exported("footnotes", ident)
    for row, position in zip(sheet.rows, "4132", strict=True):
        row["position"] = position
    sheet.take_in()
    assert [row.label for row in history.snapshot(ident).document.footnotes] == ["1", "3", "2", "0"]
    again = exported("footnotes", ident).plan()
    assert {line.what for line in again.lines} == {UNCHANGED}


def test_positions_that_cannot_be_are_told():
    ident = builders.saved(footnotes=tuple(Footnote(key=f"note000{n}", label=str(n)) for n in range(2)))
    sheet = exported("footnotes", ident)
    sheet.rows[1]["position"] = "1"
    assert [(row, column) for row, column, _ in faults(sheet.plan())] == [(2, "position")]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_rows_without_an_id_are_new_records(form):
    place = builders.place()
    sheet = empty(
        "documents",
        {"public_id": "", "title": "One", "date_edtf": "1920-07-10", "place": place, "type": "letter"},
        {"public_id": "", "title": "Two", "date_edtf": "", "place": "", "type": ""},
    )
    assert sheet.plan(form).counts == {"faulty": 0, "changed": 0, "new": 2, "unchanged": 0}
    batch = sheet.take_in(form=form)
    made = {
        Revision.objects.get(batch=batch.batch, record=pk).number
        for pk in Document.objects.values_list("pk", flat=True)
    }
    assert made == {1}
    one = history.snapshot(Document.objects.get(title="One").pk).document
    assert (one.place, one.type, one.date_edtf, one.title_language) == (place, "letter", "1920-07-10", "en")
    assert batch.counts == {"document created": 2}


def test_new_people_come_with_their_history_and_get_their_other_names():
    batch = empty("people", {"public_id": "", "name": "Ada Example", "born": "1870"}).take_in()
    ada = Person.objects.get()
    assert history.latest("person", ada.pk).batch == batch.batch
    empty("names-of-people", {"person": ada.pk, "key": "", "name": "Ада", "language": "ru"}).take_in()
    assert [row["name"] for row in records.read(Person, ada.pk)["names"]] == ["Ада"]
    assert records.read(Person, ada.pk, 1)["names"] == []


def test_an_editor_s_sheet_of_a_published_document_changes_the_desk_s_copy_only():
    version = builders.published(title="As readers see it")
    sheet = exported("documents", version.document_id)
    sheet.rows[0]["title"] = "As the desk has it"
    sheet.take_in()
    version.refresh_from_db()
    assert "As readers see it" in version.content
    assert Document.objects.published().get().title == "As the desk has it"
    assert Document.objects.get().listing.version == version


def test_every_public_field_has_a_column_and_no_private_one():
    for kind, row in (("documents", Content), ("signatories", Signatory), ("footnotes", Footnote)):
        own = {name for name in PUBLIC[row].split() if name not in Document.parts}
        assert own - {"public_id", "key"} == set(KINDS[kind].fields)
    assert not [
        kind for kind in KINDS.values() if {*kind.fields} & {*PRIVATE, "set_aside", "merged_into", "state"}
    ]


def test_what_is_kept_verbatim_loses_only_line_ends_and_composition():
    ident = builders.saved(heading="x")
    sheet = exported("documents", ident)
    sheet.rows[0] |= {"heading": "  The mill\r\n\u0435\u0308 ", "date_as_written": " 10 July\u00a0"}
    sheet.take_in()
    document = history.snapshot(ident).document
    assert document.heading == "  The mill\n\u0451 "
    assert document.date_as_written == " 10 July\u00a0"


@pytest.mark.parametrize("kind", ["documents", "signatories", "footnotes", "people", "names-of-people"])
def test_more_rows_need_no_more_queries_to_go_out_or_to_be_looked_at(kind):
    def made(number: int) -> list[str]:
        if KINDS[kind].model is Person:
            found = [builders.person(f"Ada {n}") for n in range(number)]
            with revision(builders.user("editor")):
                for ident in found:
                    Person.objects.get(pk=ident).names.create(name="Ада")
            return found
        ada = builders.person()
        return [
            builders.saved(
                signatories=(Signatory(key="sign0001", person=ada),),
                footnotes=(Footnote(key="note0001", label="1", owner="text0001"),),
            )
            for _ in range(number)
        ]

    counted = []
    for number in (2, 9):
        idents = made(number)
        with CaptureQueriesContext(
            connection,
        ) as out:
            sheet = exported(kind, *idents)
        for row in sheet.rows:
            row[next(name for name in ("title", "name_as_signed", "content", "name") if name in row)] = (
                "Other words"
            )
        with CaptureQueriesContext(connection) as looked:
            assert sheet.plan().counts["changed"] == number
        counted.append((len(out), len(looked)))
    assert counted[0] == counted[1]
    assert max(counted[0]) < 15


def test_a_sheet_of_records_tells_who_is_set_aside_or_merged_and_takes_nothing_in_from_there():
    ada, ida, eda = (builders.person(name) for name in ("Ada", "Ida", "Eda"))
    with revision(builders.user("editor"), "Standing"):
        for record, said in ((ida, {"set_aside": True}), (eda, {"merged_into_id": ada})):
            person = Person.objects.get(pk=record)
            for name, value in said.items():
                setattr(person, name, value)
            person.save()
    before = Revision.objects.count()
    table = exported("people", ada, ida, eda)
    told = {row["public_id"]: row["standing"] for row in table.rows}
    assert told == {ada: "in use", ida: "set aside", eda: f"merged into {ada}"}
    assert {line.what for line in table.plan().lines} == {UNCHANGED}
    for row in table.rows:
        row["standing"] = "in use"
    assert {line.what for line in table.plan().lines} == {UNCHANGED}
    assert Revision.objects.count() == before
    assert Person.objects.get(pk=ida).set_aside
