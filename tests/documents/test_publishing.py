"""Publishing, withdrawing, reinstating, purging: what readers can see, and what it leaves in the tables."""

import sqlite3
import threading
from contextlib import closing
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import ProtectedError

from documents import chain, erasing, facsimiles, history, publishing
from documents.models import Awaited, Document, Entry, Head, ImportBatch, Imported, Incoming, Listing, Version
from documents.models import Facsimile as Facsimiles
from documents.publishing import Refused, state_of
from documents.snapshot import (
    ArchivalPart,
    ArchivalReference,
    Correspondent,
    EditorialText,
    Facsimile,
    Footnote,
    FurtherDate,
    OnlineCopy,
    Printing,
    Reference,
    Relation,
    Signatory,
    Text,
)
from documents.verification import Tally, verify
from tests.documents import builders

pytestmark = pytest.mark.django_db


def facts() -> tuple:
    """All that readers' pages are made of."""
    return tuple(list(model.objects.order_by("pk").values()) for model in (Version, Entry, Head, Listing))


# --- Publishing ---


def test_a_published_document_is_frozen_listed_and_entered():
    ident = builders.saved(title="A letter", remarks="Not for readers")
    version = builders.publish(ident, note="First publication")
    assert (version.number, version.revision) == (1, 1)
    assert version.content == history.snapshot(ident, at=1).public().to_json()
    assert "Not for readers" not in version.content
    entry = Entry.objects.get()
    assert (entry.kind, entry.document_id, entry.version, entry.note) == (
        "published",
        ident,
        1,
        "First publication",
    )
    assert entry.version_digest == version.digest
    assert Listing.objects.get(document=ident).version == version
    assert Head.objects.get().published == 1
    assert state_of(ident).current == 1


def test_the_pinned_revision_is_frozen_and_not_what_the_desk_says_today():
    ident = builders.saved(title="Reviewed")
    builders.changed(ident, title="Changed after the review")
    version = builders.publish(ident, number=1)
    assert version.revision == 1
    assert '"title":"Reviewed"' in version.content
    assert Listing.objects.get(document=ident).title == "Reviewed"


def test_editing_after_publication_changes_nothing_for_readers():
    ident = builders.published(title="As published").document_id
    before = facts()
    builders.changed(ident, title="Edited", texts=(Text(key="text0002", content="Other words"),))
    assert facts() == before


def test_the_next_version_keeps_the_one_before():
    first = builders.published()
    builders.changed(first.document_id, title="Second thoughts")
    second = builders.publish(first.document_id)
    assert (second.number, second.revision) == (2, 2)
    assert Version.objects.get(number=1).content == first.content
    assert Entry.objects.get(version=2).before == Entry.objects.get(version=1).number
    assert state_of(first.document_id).readable == {1, 2}
    assert Head.objects.get().published == 1


@pytest.mark.parametrize("change", [{}, {"remarks": "Seen by the editor"}])
def test_publishing_what_readers_see_already_is_refused(change):
    ident = builders.published().document_id
    builders.changed(ident, **change)
    before = facts()
    with pytest.raises(Refused, match="Nothing has changed since version 1"):
        builders.publish(ident)
    assert facts() == before


def test_a_document_with_an_error_is_refused_and_the_error_told():
    ident = builders.saved(texts=())
    with pytest.raises(Refused, match="has no text"):
        builders.publish(ident)
    assert facts() == ([], [], list(Head.objects.values()), [])


def test_warnings_do_not_keep_a_document_from_readers():
    assert builders.published(title="", heading="A letter").number == 1


@pytest.mark.parametrize("number", [0, 2, 99])
def test_a_revision_that_is_not_there_is_refused(number):
    ident = builders.saved()
    with pytest.raises(Refused, match="no such revision"):
        builders.publish(ident, number=number)


def test_an_unknown_and_a_deleted_document_are_refused():
    with pytest.raises(Refused, match="no such document"):
        builders.publish("b0000000")
    ident = builders.saved()
    with history.revision(builders.user("publisher")):
        Document.objects.get(pk=ident).delete()
    with pytest.raises(Refused, match="no such document"):
        builders.publish(ident)


def test_a_document_once_published_cannot_be_deleted():
    ident = builders.published().document_id
    builders.withdraw(ident)

    def delete() -> None:
        with history.revision(builders.user("publisher")):
            Document.objects.get(pk=ident).delete()

    with pytest.raises(ProtectedError):
        delete()


# --- Withdrawing and reinstating ---


def test_a_withdrawn_document_is_out_of_readers_lists_with_all_its_versions():
    ident = builders.published().document_id
    builders.changed(ident, title="Second thoughts")
    builders.publish(ident)
    builders.withdraw(ident, "Names a living person")
    assert state_of(ident).current is None
    assert state_of(ident).readable == frozenset()
    assert not Listing.objects.filter(document=ident).exists()
    last = Entry.objects.last()
    assert (last.kind, last.version, last.note) == ("withdrawn", 2, "Names a living person")
    assert Head.objects.get().published == 0


def test_numbers_are_never_used_again():
    ident = builders.published().document_id
    builders.withdraw(ident)
    assert builders.publish(ident).number == 2
    assert state_of(ident).readable == {2}
    builders.withdraw(ident)
    builders.reinstate(ident, 1)
    builders.changed(ident, title="A third")
    assert builders.publish(ident).number == 3
    assert list(verify(Tally())) == []


def test_a_reinstated_version_stands_at_the_address_until_a_higher_one_is_open():
    ident = builders.published(title="First").document_id
    builders.changed(ident, title="Second")
    builders.publish(ident)
    builders.withdraw(ident)
    builders.reinstate(ident, 1)
    assert (state_of(ident).current, Listing.objects.get(document=ident).title) == (1, "First")
    builders.reinstate(ident, 2)
    assert (state_of(ident).current, Listing.objects.get(document=ident).title) == (2, "Second")
    assert state_of(ident).readable == {1, 2}
    assert Head.objects.get().published == 1
    assert list(verify(Tally())) == []


def test_reinstating_an_earlier_version_leaves_the_later_one_at_the_address():
    ident = builders.published(title="First").document_id
    builders.withdraw(ident)
    builders.changed(ident, title="Second")
    builders.publish(ident)
    builders.reinstate(ident, 1)
    assert (state_of(ident).current, Listing.objects.get(document=ident).title) == (2, "Second")
    assert list(verify(Tally())) == []


def test_publishing_again_what_a_reinstated_version_says_is_refused():
    ident = builders.published(title="First").document_id
    builders.changed(ident, title="Second")
    builders.publish(ident)
    builders.withdraw(ident)
    builders.reinstate(ident, 1)
    with pytest.raises(Refused, match="since version 1"):
        builders.publish(ident, number=1)
    assert builders.publish(ident, number=2).number == 3


@pytest.mark.parametrize(
    ("act", "told"),
    [
        (lambda ident: builders.withdraw(builders.saved()), "readers do not see it"),
        (lambda ident: builders.withdraw("b0000000"), "no such document"),
        (lambda ident: builders.withdraw(ident, reason=" \n"), "say why"),
        (lambda ident: builders.withdraw(ident, reason="a\x00b"), "control character"),
        (lambda ident: builders.withdraw(ident, reason="a\ud800b"), "control character"),
        (lambda ident: builders.reinstate(ident, 1), "open to readers already"),
        (lambda ident: builders.reinstate(ident, 2), "no version 2"),
        (lambda ident: builders.reinstate(ident, 1, reason=""), "say why"),
        (lambda ident: builders.purge(ident, reason=""), "say why"),
        (lambda ident: builders.purge("b0000000"), "nothing to purge"),
        (lambda ident: builders.publish(builders.saved(), note="\x07"), "control character"),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_sentence_and_changes_nothing(act, told):
    ident = builders.published().document_id
    before = facts()
    with pytest.raises(Refused, match=told):
        act(ident)
    assert facts() == before


# --- Purging ---

SECRET = "quillwort"


def a_document_full_of_secrets(**fields) -> str:
    """A document in which every part holds the word, saved in several revisions with reasons that hold it."""
    document = builders.content(
        title=f"A {SECRET}",
        remarks=SECRET,
        date_as_written=SECRET,
        further_dates=(FurtherDate(key="fdat0001", date_as_written=SECRET),),
        correspondents=(Correspondent(key="corr0001", as_written=SECRET),),
        texts=(Text(key="text0001", content=f"The {SECRET}[^*] grows."),),
        signatories=(Signatory(key="sign0001", name_as_signed=SECRET),),
        footnotes=(Footnote(key="note0001", owner="text0001", label="*", content=SECRET),),
        references=(Reference(key="refr0001", words=SECRET),),
        archival_references=(
            ArchivalReference(
                key="arch0001", parts=(ArchivalPart(level="file", value=SECRET),), as_printed=SECRET
            ),
        ),
        printings=(Printing(key="prin0001", pages=SECRET),),
        editorial_texts=(EditorialText(key="edit0001", content=SECRET),),
        relations=(Relation(key="rela0001", described=SECRET),),
        facsimiles=(
            Facsimile(
                key="face0001", image="0" * 64, media_type="image/png", width=1, height=1, description=SECRET
            ),
        ),
        online_copies=(OnlineCopy(key="copy0001", address=f"https://example.org/{SECRET}"),),
        **fields,
    )
    builders.save(document, f"About the {SECRET}")
    builders.save(replace(document, title=f"The {SECRET}", signatories=()), f"More about the {SECRET}")
    LogEntry.objects.create(
        user=builders.user("editor"),
        content_type=ContentType.objects.get_for_model(Document),
        object_id=document.public_id,
        object_repr=f"A {SECRET}",
        action_flag=CHANGE,
        change_message=SECRET,
    )
    return document.public_id


def tables_with(word: str) -> set[str]:
    """Every table in which some column of some row holds the word."""
    return {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if any(word in str(value) for row in model.objects.values_list() for value in row)
    }


def test_a_purge_leaves_no_word_of_the_document_in_any_table():
    ident = a_document_full_of_secrets()
    version = builders.publish(ident)
    assert len(tables_with(SECRET)) > 25
    builders.purge(ident)
    assert tables_with(SECRET) == set()
    assert Version.objects.get(document=ident).digest == version.digest
    last = Entry.objects.last()
    assert (last.kind, last.version_digest, last.note) == ("purged", version.digest, "A court demands it")
    assert Head.objects.get().published == 0
    tally = Tally()
    assert list(verify(tally)) == []
    assert (tally.versions, tally.purged) == (1, 1)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL vacuums its files by itself")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_purge_leaves_no_word_in_the_files_of_the_database():
    ident = a_document_full_of_secrets()
    builders.publish(ident)
    assert SECRET in words_of_the_files()
    builders.purge(ident)
    assert SECRET not in words_of_the_files()
    assert tables_with("Purged document")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL vacuums its files by itself")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_purge_that_a_reader_keeps_from_the_journal_stands_and_is_logged(caplog):
    ident = a_document_full_of_secrets()
    reader = sqlite3.connect(connection.settings_dict["NAME"])
    with closing(reader), connection.cursor() as cursor:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM documents_document").fetchone()
        cursor.execute("PRAGMA busy_timeout=50")
        builders.purge(ident)
        cursor.execute("PRAGMA busy_timeout=20000")
    assert erasing.STILL_IN_THE_JOURNAL in caplog.messages
    assert tables_with(SECRET) == set()


def words_of_the_files() -> str:
    """All that the file of SQLite and its journal hold, be it in a table or not."""
    file = Path(connection.settings_dict["NAME"])
    return "".join(each.read_bytes().decode("latin-1") for each in file.parent.glob(f"{file.name}*"))


def test_a_purge_takes_what_an_import_keeps_of_the_document():
    ident = a_document_full_of_secrets()
    batch = ImportBatch.objects.create()
    row = Imported.objects.create(
        kind="document", identity="v/d1", record=ident, source=SECRET, digest="a" * 64, batch=batch
    )
    Incoming.objects.create(imported=row, content=SECRET, base=SECRET, batch=batch)
    Awaited.objects.create(by=row, identity="v/d2")
    builders.purge(ident)
    assert tables_with(SECRET) == set()
    assert not Incoming.objects.exists()
    assert not Awaited.objects.exists()
    assert Imported.objects.get().record == ident


def test_a_draft_can_be_purged_and_readers_never_hear_of_it():
    ident = a_document_full_of_secrets()
    builders.purge(ident)
    assert tables_with(SECRET) == set()
    assert Entry.objects.count() == 0


def test_a_deleted_draft_can_be_purged_from_the_history():
    ident = a_document_full_of_secrets()
    with history.revision(builders.user("publisher")):
        Document.objects.get(pk=ident).delete()
    assert tables_with(SECRET)
    builders.purge(ident)
    assert tables_with(SECRET) == set()
    assert not Document.objects.filter(pk=ident).exists()


def test_a_purge_leaves_other_documents_alone():
    other = builders.published(title="Another letter")
    before = history.snapshot(other.document_id)
    builders.purge(a_document_full_of_secrets())
    assert history.snapshot(other.document_id) == before
    assert history.snapshot(other.document_id, at=1) == before
    assert Version.objects.get(pk=other.pk).content == other.content
    assert state_of(other.document_id).current == 1


def test_a_purged_document_is_purged_for_ever():
    ident = builders.published().document_id
    builders.purge(ident)
    with pytest.raises(Refused, match="nothing to purge"):
        builders.purge(ident)
    with pytest.raises(Refused, match="could be reinstated"):
        builders.reinstate(ident, 1)
    builders.changed(ident, title=f"Typed anew {SECRET}", texts=(Text(key="text0001", content="Words"),))
    with pytest.raises(Refused, match="was purged"):
        builders.publish(ident)
    builders.purge(ident, "Typed anew")
    assert tables_with(SECRET) == set()
    assert list(verify(Tally())) == []


def with_image(content: bytes) -> Facsimile:
    """A row of a document that names an image, and the image where images lie."""
    return Facsimile(
        key="face0001", image=facsimiles.keep(content), media_type="image/png", width=1, height=1
    )


def images_left() -> set[bytes]:
    return {file.read_bytes() for file in facsimiles.folder().iterdir()}


def test_a_purge_removes_the_images_of_the_desk_of_the_history_and_of_versions(
    django_capture_on_commit_callbacks,
):
    ident = builders.published(facsimiles=(with_image(b"published"),)).document_id
    builders.changed(ident, facsimiles=(with_image(b"tried once"),))
    builders.changed(ident, facsimiles=(with_image(b"on the desk"),))
    with django_capture_on_commit_callbacks(execute=True):
        builders.purge(ident)
        assert images_left() == {b"published", b"tried once", b"on the desk"}
    assert images_left() == set()


def test_a_purge_leaves_the_images_that_another_document_names(django_capture_on_commit_callbacks):
    rows = {words: with_image(words) for words in (b"on a desk", b"in a history", b"in a version", b"alone")}
    builders.saved(facsimiles=(rows[b"on a desk"],))
    builders.changed(builders.saved(facsimiles=(rows[b"in a history"],)), facsimiles=())
    version = builders.published(facsimiles=(rows[b"in a version"],))
    Facsimiles.history.filter(document=version.document_id).delete()
    Facsimiles.objects.filter(document=version.document_id)._raw_delete("default")
    ident = builders.saved(
        facsimiles=tuple(replace(row, key=f"face000{n}") for n, row in enumerate(rows.values()))
    )
    with django_capture_on_commit_callbacks(execute=True):
        builders.purge(ident)
    assert images_left() == rows.keys() - {b"alone"}


def test_a_purge_that_is_not_committed_removes_no_image():
    ident = builders.saved(facsimiles=(with_image(b"a page"),))
    with transaction.atomic():
        builders.purge(ident)
        transaction.set_rollback(True)
    assert images_left() == {b"a page"}


def test_a_purge_does_without_an_image_that_is_gone_already(django_capture_on_commit_callbacks):
    ident = builders.saved(facsimiles=(with_image(b"a page"),))
    for file in facsimiles.folder().iterdir():
        file.unlink()
    with django_capture_on_commit_callbacks(execute=True):
        builders.purge(ident)
    assert images_left() == set()


# --- Purging what the desk does not show any more ---


def purge_by_command(*arguments: str) -> str:
    said = StringIO()
    call_command("purge", *arguments, stdout=said)
    return said.getvalue()


def test_the_command_purges_a_document_deleted_on_the_desk():
    ident = a_document_full_of_secrets()
    with history.revision(builders.user("publisher")):
        Document.objects.get(pk=ident).delete()
    builders.user("administrator")
    said = purge_by_command(ident, "--reason", "A ruling", "--user", "administrator")
    assert ident in said
    assert tables_with(SECRET) == set()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--user", "nobody", "--reason", "A ruling"], "no user “nobody”"),
        (["--user", "publisher", "--reason", "A ruling"], "does not include this"),
        (["--user", "administrator", "--reason", " "], "say why"),
    ],
)
def test_the_command_refuses_with_a_sentence_and_purges_nothing(arguments, told):
    ident = a_document_full_of_secrets()
    for role in builders.ROLES:
        builders.user(role)
    with pytest.raises(CommandError, match=told):
        purge_by_command(ident, *arguments)
    assert history.snapshot(ident).document.remarks == SECRET


def test_the_command_says_that_there_is_nothing_to_purge():
    builders.user("administrator")
    with pytest.raises(CommandError, match="nothing to purge"):
        purge_by_command("b0000000", "--user", "administrator", "--reason", "A ruling")


# --- Who may do what ---

ACTS = {
    "publish": lambda ident, user: publishing.publish(ident, user=user),
    "withdraw": lambda ident, user: publishing.withdraw(ident, user=user, reason="Why"),
    "reinstate": lambda ident, user: publishing.reinstate(ident, 1, user=user, reason="Why"),
    "purge": lambda ident, user: publishing.purge(ident, user=user, reason="Why"),
}
MAY = {"publisher": {"publish", "withdraw", "reinstate"}, "administrator": set(ACTS)}


def ready_for(act: str) -> str:
    ident = builders.saved()
    if act != "publish":
        builders.publish(ident)
    if act == "reinstate":
        builders.withdraw(ident)
    return ident


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("role", builders.ROLES)
def test_each_role_may_do_what_it_is_there_for_and_no_more(role, act):
    ident, user = ready_for(act), builders.user(role)
    before = facts()
    if act in MAY.get(role, ()):
        ACTS[act](ident, user)
        assert facts() != before
        return
    with pytest.raises(PermissionDenied, match="ask a"):
        ACTS[act](ident, user)
    assert facts() == before


@pytest.mark.parametrize("act", ACTS)
def test_nobody_and_the_deactivated_may_do_nothing(act):
    ident, gone = ready_for(act), builders.user("administrator")
    gone.is_active = False
    before = facts()
    for user in (None, gone):
        with pytest.raises(PermissionDenied):
            ACTS[act](ident, user)
    assert facts() == before


# --- At once ---


def at_once(*acts) -> list:
    """Runs the acts in threads that begin together; gives what came of each."""
    start, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int) -> None:
        try:
            start.wait(timeout=30)
            results[place] = acts[place]()
        except Refused as refusal:
            results[place] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_two_who_publish_one_document_at_once_one_is_refused():
    ident, user = builders.saved(), builders.user("publisher")
    results = at_once(*[lambda: publishing.publish(ident, user=user)] * 4)
    assert sorted(type(result).__name__ for result in results) == ["Refused"] * 3 + ["Version"]
    assert Version.objects.filter(document=ident).count() == Entry.objects.count() == 1
    assert list(verify(Tally())) == []


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_whoever_publishes_at_once_the_chain_has_no_gap():
    idents, user = [builders.saved(title=f"Letter {n}") for n in range(12)], builders.user("publisher")
    builders.publish(idents[0])

    def work(mine: list[str]) -> None:
        for ident in mine:
            if not state_of(ident).current:
                publishing.publish(ident, user=user)
            publishing.withdraw(ident, user=user, reason="An error")
            publishing.reinstate(ident, 1, user=user, reason="Mended")

    results = at_once(*(lambda mine=idents[place::4]: work(mine) for place in range(4)))
    assert results == [None] * 4
    assert list(Entry.objects.values_list("number", flat=True)) == list(range(1, 37))
    assert (chain.clock(), Head.objects.get().published) == (36, 12)
    assert list(verify(Tally())) == []


# --- Cost ---


@pytest.mark.parametrize("rows", [1, 50])
def test_publishing_costs_the_same_number_of_queries_for_many_rows(rows, django_assert_max_num_queries):
    names = tuple(Signatory(key=f"sign{n:04}", name_as_signed="Ada") for n in range(rows))
    ident, user = builders.saved(signatories=names), builders.user("publisher")
    user.get_all_permissions()
    with django_assert_max_num_queries(40):
        publishing.publish(ident, user=user)
