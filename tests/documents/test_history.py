"""Revisions: one save is one revision over all parts, and what was once saved can be read again."""

import threading
from dataclasses import replace

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents import history
from documents.models import Document, DocumentType, Facsimile, Footnote, Signatory, Text
from documents.snapshot import PARTS, Snapshot
from documents.snapshot import Document as Content
from documents.snapshot import Facsimile as FacsimileRow
from documents.snapshot import Footnote as FootnoteRow
from documents.snapshot import OnlineCopy as OnlineCopyRow
from documents.snapshot import Printing as PrintingRow
from documents.snapshot import Reference as ReferenceRow
from documents.snapshot import Relation as RelationRow
from documents.snapshot import Signatory as SignatoryRow
from documents.snapshot import Text as TextRow
from people.models import Person, PersonName
from places import records, register, writing
from places.records import Revised
from places.register import PublicId
from places.revisions import OutsideRevision, Revision
from tests import strategies
from tests.documents import builders

pytestmark = pytest.mark.django_db

BY_CHANCE = settings(
    deadline=None,
    max_examples=15,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)


def histories() -> list:
    """Every history table of the project."""
    return [model for model in apps.get_models() if hasattr(model, "instance_type")]


def counts() -> dict[str, int]:
    """How many rows each table of the desk and of the history has."""
    models = [m for m in apps.get_models() if m._meta.app_label in ("documents", "people", "places")]
    return {model._meta.label: model.objects.count() for model in models}


class TakenBack(Exception):
    """Raised to undo what an example has written."""


@pytest.fixture
def pool() -> strategies.Pool:
    """What the archive already has, for documents by chance to name."""
    known = {
        "person": [builders.person(), builders.person("Բ Պ")],
        "body": [builders.body()],
        "place": [builders.place()],
        "repository": [builders.repository()],
        "collection": [builders.collection()],
        "document": [builders.saved(title="Another document")],
    }
    terms = {
        model.kind: model
        for model in apps.get_models()
        if issubclass(model, Revised) and hasattr(model, "kind")
    }
    builders.term("harvest")
    for kind in strategies.VOCABULARIES:
        known[kind] = list(terms[kind].objects.values_list("pk", flat=True)[:2])
        assert known[kind]
    return strategies.Pool(known)


# --- Both ways ---


def test_read_write_into_an_empty_database_read_is_the_identity(pool):
    @BY_CHANCE
    @given(strategies.documents(pool))
    def try_one(document):
        first = written_and_read(document)
        second = written_and_read(first.document)
        assert first.document == document
        assert second == first

    try_one()


def test_a_printing_without_its_line_is_digested_as_it_was_before_there_was_such_a_line():
    ident = builders.saved(printings=(PrintingRow(key="prin0001", number="7"),))
    row = records.read(Document, ident)["printings"][0]
    told = "key collection number pages printing_relation basis reason"
    assert row.keys() == set(told.split())
    with_line = builders.saved(printings=(PrintingRow(key="prin0001", as_printed="Publ. in: X."),))
    assert records.read(Document, with_line)["printings"][0]["as_printed"] == "Publ. in: X."
    assert history.snapshot(with_line).document.printings[0].as_printed == "Publ. in: X."


def written_and_read(document: Content) -> Snapshot:
    """Writes a document into a database that does not have it, reads it, and takes it back."""
    assert history.snapshot(document.public_id) is None
    try:
        with transaction.atomic():
            builders.save(document)
            found = history.snapshot(document.public_id)
            assert history.snapshot(document.public_id, at=1) == found
            raise TakenBack
    except TakenBack:
        return found


def test_the_same_written_again_makes_no_revision(pool):
    @BY_CHANCE
    @given(strategies.documents(pool))
    def try_one(document):
        try:
            with transaction.atomic():
                builders.save(document)
                before = counts()
                assert builders.save(document) == 1
                assert counts() == before
                raise TakenBack
        except TakenBack:
            pass

    try_one()


@st.composite
def edits(draw, pool):
    """A sequence of states of one document: fields change; rows come, go, come back and change places."""
    whole = draw(strategies.documents(pool))
    states = []
    for _ in range(draw(st.integers(2, 5))):
        parts = {}
        for part in PARTS:
            rows = list(draw(st.permutations(getattr(whole, part))))
            parts[part] = tuple(rows[: draw(st.integers(0, len(rows)))])
        title = draw(st.sampled_from(["One", "Two"]))
        states.append(with_owners(replace(whole, title=title, **parts)))
    return states


def with_owners(document: Content) -> Content:
    """The document without the notes and references that have lost what they belong to."""
    while True:
        keys = {row.key for part in PARTS for row in getattr(document, part)}
        keys |= {"", "heading", "date", "signatures", "document"}
        notes = tuple(row for row in document.footnotes if row.owner in keys)
        references = tuple(row for row in document.references if row.owner in keys)
        if (notes, references) == (document.footnotes, document.references):
            return document
        document = replace(document, footnotes=notes, references=references)


def test_every_revision_can_be_read_as_it_was(pool):
    @BY_CHANCE
    @given(edits(pool))
    def try_one(states):
        ident, expected = states[0].public_id, {}
        try:
            with transaction.atomic():
                for state in states:
                    expected[builders.save(state)] = state
                assert [r.number for r in history.revisions(ident)] == sorted(expected, reverse=True)
                assert sorted(expected) == list(range(1, len(expected) + 1))
                for number, state in expected.items():
                    assert history.snapshot(ident, at=number).document == state
                assert history.snapshot(ident).document == states[-1]
                assert not any(model.objects.filter(revision=None).exists() for model in histories())
                raise TakenBack
        except TakenBack:
            pass

    try_one()


# --- One save, one revision ---


def test_all_parts_saved_together_are_one_revision():
    ident = builders.saved()
    with history.revision(builders.user("editor"), "Signatures added"):
        Signatory.objects.create(document_id=ident, name_as_signed="Ada", position=1)
        text = Text.objects.get(document=ident)
        text.content = "The harvest has not been brought in."
        text.save()
        Document.objects.get(pk=ident).save()
    last = history.revisions(ident).first()
    assert (last.number, last.base, last.reason) == (2, 1, "Signatures added")
    assert last.user == builders.user("editor")
    assert {row.revision for row in (*Signatory.history.filter(document=ident), *Text.history.all()[:1])} == {
        last
    }


def test_a_save_that_changes_nothing_leaves_no_trace():
    ident = builders.saved()
    before = counts()
    with history.revision(builders.user("editor"), "Looked at it"):
        Document.objects.get(pk=ident).save()
        Text.objects.get(document=ident).save()
    assert counts() == before


def test_a_change_taken_back_in_the_same_block_leaves_no_trace():
    ident = builders.saved()
    before = counts()
    with history.revision(builders.user("editor")):
        for title in ("Another title", "A letter"):
            document = Document.objects.get(pk=ident)
            document.title = title
            document.save()
    assert counts() == before


@pytest.mark.parametrize(
    "save",
    [
        lambda ident: Document.objects.get(pk=ident).save(),
        lambda ident: Document.objects.get(pk=ident).delete(),
        lambda ident: Text.objects.get(document=ident).save(),
        lambda ident: Text.objects.get(document=ident).delete(),
        lambda ident: Document.objects.create(title="New"),
        lambda ident: Person.objects.create(name="New"),
        lambda ident: DocumentType.objects.get(pk="letter").save(),
        lambda ident: history.write(history.snapshot(ident), 1),
    ],
)
def test_nothing_with_a_history_can_be_saved_outside_a_block(save):
    ident = builders.saved()
    builders.user("editor")
    before = counts()
    with pytest.raises(OutsideRevision, match="inside"), transaction.atomic():
        save(ident)
    assert counts() == before
    assert history.snapshot(ident, at=1) == history.snapshot(ident)


def test_each_record_of_one_act_has_a_revision_of_its_own_in_one_batch():
    ident = builders.saved()
    with history.revision(builders.user("editor"), "Both"):
        ada = Person.objects.create(name="Ada")
        PersonName.objects.create(person=ada, name="Ада")
        Signatory.objects.create(document_id=ident, name_as_signed="Ada", person=ada)
    of_person, of_document = Revision.objects.get(record=ada.pk), history.revisions(ident).first()
    assert of_person.batch == of_document.batch
    assert (of_person.kind, of_person.number, of_document.number) == ("person", 1, 2)


def test_a_planted_term_saved_unchanged_has_no_second_revision():
    with history.revision(builders.user("editor")):
        DocumentType.objects.get(pk="letter").save()
    assert Revision.objects.filter(kind="type", record="letter").count() == 1


def test_a_deleted_document_has_a_revision_and_can_be_read_and_restored():
    ident = builders.saved(signatories=(SignatoryRow(key="sign0001", name_as_signed="Ada"),))
    before = history.snapshot(ident)
    with history.revision(builders.user("editor"), "Entered twice"):
        Document.objects.get(pk=ident).delete()
    assert history.snapshot(ident) is None
    assert history.snapshot(ident, at=2) is None
    assert history.snapshot(ident, at=1) == before
    with history.revision(builders.user("editor"), "Not twice after all"):
        assert history.write(before, 2) == 3
    assert history.snapshot(ident) == before


def test_a_name_is_told_as_it_is_now_also_for_an_earlier_revision():
    ada = builders.person("Ada", born="1870", died="1925-03")
    ident = builders.saved(signatories=(SignatoryRow(key="sign0001", person=ada),))
    with history.revision(builders.user("editor")):
        person = Person.objects.get(pk=ada)
        person.name = "Ada Example"
        person.save()
    name = history.snapshot(ident, at=1).names[ada]
    assert (name.kind, name.label, name.detail) == ("person", "Ada Example", "1870–1925")


# --- Refusals: all faults at once, each with its place, and nothing written ---


def refused(document: Content) -> dict[str, list[str]]:
    before = counts()
    with pytest.raises(ValidationError) as refusal:
        builders.save(document)
    assert counts() == before
    return refusal.value.message_dict


def test_every_fault_is_told_with_its_place_and_nothing_is_written():
    builders.user("editor")
    faults = refused(
        builders.content(
            date_edtf="1920-13",
            texts=(TextRow(key="text0001"), TextRow(key="text0002", direction="up")),
            signatories=(SignatoryRow(key="sign0001", name_as_signed="a\x07b"),),
            online_copies=(OnlineCopyRow(key="copy0001", address="https://example.org/", first_seen="soon"),),
            facsimiles=(FacsimileRow(key="face0001", image="x", media_type="image/png", width=-1),),
        )
    )
    assert faults.keys() == {
        "date_edtf",
        "texts[1].direction",
        "signatories[0].name_as_signed",
        "online_copies[0].first_seen",
        "facsimiles[0].image",
        "facsimiles[0].width",
    }


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ({"footnotes": (FootnoteRow(key="note0001", owner="gone0000", label="*"),)}, "footnotes[0].owner"),
        ({"references": (ReferenceRow(key="refr0001", owner="gone0000"),)}, "references[0].owner"),
        ({"signatories": (SignatoryRow(key="text0001"),)}, "key"),
        ({"signatories": (SignatoryRow(key="A B C-D!"),)}, "signatories[0].key"),
        ({"signatories": (SignatoryRow(key="short"),)}, "signatories[0].key"),
        ({"signatories": (SignatoryRow(key="sign0001", person="b0000000"),)}, "names"),
        ({"type": "no-such-type"}, "names"),
        ({"relations": (RelationRow(key="rela0001", target="b0000000"),)}, "relations[0].target"),
        ({"references": (ReferenceRow(key="refr0001", target="b0000000"),)}, "references[0].target"),
        (
            {
                "online_copies": (
                    OnlineCopyRow(
                        key="copy0001",
                        address="https://a.org/",
                        first_seen="2020-01-02",
                        last_seen="2020-01-01",
                    ),
                )
            },
            "online_copies[0]",
        ),
        ({"public_id": "abc"}, "public_id"),
        ({"title": " ", "heading": ""}, "title"),
    ],
)
def test_what_does_not_hang_together_is_refused_with_its_place(rows, place):
    builders.user("editor")
    assert place in refused(builders.content(**rows))


def test_a_document_cannot_be_related_to_itself():
    ident = builders.saved()
    document = replace(
        history.snapshot(ident).document, relations=(RelationRow(key="rela0001", target=ident),)
    )
    assert "relations[0]" in refused(document)


def test_the_id_of_another_kind_of_record_is_refused():
    assert "public_id" in refused(builders.content(public_id=builders.person()))


def test_a_refused_document_does_not_disturb_the_others_of_its_block():
    good, bad = builders.content(), builders.content(texts=(TextRow(key="text0001", direction="up"),))
    with history.revision(builders.user("editor"), "Imported"):
        history.write(Snapshot(document=good), None)
        with pytest.raises(ValidationError):
            history.write(Snapshot(document=bad), None)
    assert history.snapshot(good.public_id).document == good
    assert history.snapshot(bad.public_id) is None
    assert not PublicId.objects.filter(pk=bad.public_id).exists()


def test_an_error_in_a_block_leaves_nothing_behind():
    ident = builders.saved()
    before = counts()

    def save_and_stumble() -> None:
        with history.revision(builders.user("editor")):
            history.write(Snapshot(document=builders.content()), None)
            Signatory.objects.create(document_id=ident, name_as_signed="Ada")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        save_and_stumble()
    assert counts() == before
    builders.changed(ident, title="The next save is not disturbed")
    assert history.revisions(ident).first().number == 2


def test_rows_without_a_key_are_given_one():
    ident = builders.saved(
        signatories=(SignatoryRow(name_as_signed="Ada"), SignatoryRow(name_as_signed="Bo"))
    )
    keys = [row.key for row in history.snapshot(ident).document.signatories]
    assert [len(key) for key in keys] == [8, 8]
    assert len(set(keys)) == 2


def test_faults_of_an_authority_record_are_told_with_their_place():
    names = [{"key": "name0001", "name": " "}, {"key": "name0001", "name": "Ada"}]
    data = {"public_id": register.candidate(), "name": "Ada", "born": "yesterday", "names": names}
    with pytest.raises(ValidationError) as refusal, history.revision(builders.user("editor")):
        writing.write(Person, data)
    assert refusal.value.message_dict.keys() == {"born", "names[0].name", "names[1].key"}


def test_words_are_kept_as_typed_but_composed_and_with_plain_line_ends():
    ident = builders.saved(
        title="  Cafe\u0301 ", texts=(TextRow(key="text0001", content="a\r\nb\rc\u00ad\u200f"),)
    )
    document = history.snapshot(ident).document
    assert document.title == "  Café "
    assert document.texts[0].content == "a\nb\nc\u00ad\u200f"


# --- Two editors ---


def test_a_write_based_on_an_older_revision_is_refused():
    ident = builders.saved()
    mine = history.snapshot(ident)
    builders.changed(ident, title="Theirs")
    before = counts()
    with (
        pytest.raises(history.Stale, match="revision 2") as refusal,
        history.revision(builders.user("editor")),
    ):
        history.write(mine, 1)
    assert (refusal.value.base, refusal.value.last.number) == (1, 2)
    assert counts() == before


def test_a_document_said_to_be_new_is_refused_if_the_archive_has_it():
    ident = builders.saved()
    with pytest.raises(history.Stale), history.revision(builders.user("editor")):
        history.write(history.snapshot(ident), None)


def written_at_once(mine: Snapshot, base: int) -> list[int | None]:
    """Six editors write the snapshot at once, each with another title: the winner by number, else None."""
    editor, start, told = builders.user("editor"), threading.Barrier(6), []

    def write(number: int) -> None:
        try:
            start.wait(timeout=30)
            with history.revision(editor, f"By {number}"):
                history.write(replace(mine, document=replace(mine.document, title=f"Title {number}")), base)
            told.append(number)
        except history.Stale:
            told.append(None)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_editors_who_write_at_once_exactly_one_wins():
    ident = builders.saved()
    told = written_at_once(history.snapshot(ident), 1)
    (winner,) = [number for number in told if number is not None]
    assert len(told) == 6
    assert history.snapshot(ident).document.title == f"Title {winner}"
    assert [revision.number for revision in history.revisions(ident)] == [2, 1]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_editors_who_bring_back_a_deleted_document_at_once_exactly_one_wins():
    ident = builders.saved()
    before = history.snapshot(ident)
    with history.revision(builders.user("editor"), "Deleted"):
        Document.objects.get(pk=ident).delete()
    told = written_at_once(before, 2)
    (winner,) = [number for number in told if number is not None]
    assert len(told) == 6
    assert history.snapshot(ident).document.title == f"Title {winner}"
    assert [revision.number for revision in history.revisions(ident)] == [3, 2, 1]


# --- Cost ---


def test_writing_costs_the_same_number_of_queries_for_many_rows(django_assert_max_num_queries):
    def of(rows: int) -> Content:
        return builders.content(
            texts=tuple(TextRow(key=f"text{n:04}", content="Words") for n in range(rows)),
            footnotes=tuple(FootnoteRow(key=f"note{n:04}", owner="text0000", label="*") for n in range(rows)),
        )

    few, many = of(1), of(60)
    builders.user("editor")
    for document in (few, many):
        with django_assert_max_num_queries(60):
            builders.save(document)
        with django_assert_max_num_queries(60):
            builders.save(replace(document, texts=tuple(replace(t, content="More") for t in document.texts)))
        with django_assert_max_num_queries(60):
            builders.save(replace(document, footnotes=()))
        with django_assert_max_num_queries(16):
            history.snapshot(document.public_id)
    assert Footnote.history.filter(document=many.public_id, history_type="-").count() == 60
    assert Facsimile.history.count() == 0


def test_ids_of_documents_are_drawn_once():
    assert register.is_well_formed(builders.saved())
