"""The index of a machine follows the database by itself, whatever happened to either of them."""

import shutil
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from documents import chain, history
from documents.models.entry import Head
from documents.models.listing import METHOD
from documents.search import checking, counting, finding, folders, index, making, position, schema
from documents.search.catching_up import catch_up
from documents.search.index import Behind, opened
from documents.search.locks import locked
from documents.search.query import read
from documents.search.request import Request
from documents.snapshot import EditorialText, Signatory, Text
from people.models import Person
from tests.documents import builders

pytestmark = pytest.mark.django_db

RARE = "quillwort"


def telling(words: str = RARE, **fields) -> dict:
    return {"texts": (Text(key="text0001", language="en", content=f"They wrote of {words}."),), **fields}


def published(words: str = RARE, **fields) -> str:
    return builders.published(**telling(words, **fields)).document_id


def found(typed: str = RARE) -> set[str]:
    """The documents that a reader finds now; the total and the counts of facets must say as many."""
    answer = finding.find(opened(), Request(tree=read(typed).tree), size=100)
    hits = {hit.document for hit in answer.hits}
    assert answer.total == len(hits)
    assert sum(answer.counts["type"].values()) == len(hits)
    return hits


def signatories(typed: str = RARE) -> dict[str, int]:
    counts = counting.counts(opened(), Request(tree=read(typed).tree), ["signatory"])["signatory"]
    return {value: count for value, count in counts.items() if count}


def folder() -> Path:
    """The folder that is live on this machine."""
    return position.root() / position.read().folder


def anew() -> None:
    """What a process knows that has just begun: nothing of the index."""
    folders.forget()


def is_in_files(words: str) -> bool:
    written = [file for file in position.root().rglob("*") if file.is_file()]
    return any(words.encode() in file.read_bytes() for file in written)


# --- What readers see ---


def test_a_withdrawn_document_is_gone_before_the_index_knows():
    gone, stays = published(), published()
    assert found() == {gone, stays}
    with locked("writing", wait=True):  # so nobody brings the index up to date
        builders.withdraw(gone)
        assert found() == {stays}
        assert opened().position.number < chain.clock()
        assert not opened().is_exact
    assert found() == {stays}
    assert opened().is_exact


def test_the_old_words_are_gone_before_the_index_knows():
    ident = published("bracken")
    assert found("bracken") == {ident}
    with locked("writing", wait=True):
        builders.changed(ident, **telling("heather"))
        builders.publish(ident)
        assert found("bracken") == set()
    assert (found("bracken"), found("heather")) == (set(), {ident})


def test_what_was_published_or_reinstated_is_found_by_the_next_search():
    assert found() == set()
    ident = published()
    assert found() == {ident}
    builders.withdraw(ident)
    assert found() == set()
    builders.reinstate(ident, 1)
    assert found() == {ident}


def test_a_commit_brings_the_index_up_to_date(django_capture_on_commit_callbacks):
    opened()
    with django_capture_on_commit_callbacks(execute=True):
        published()
    assert position.read().number == chain.clock()


def test_the_account_of_the_method_is_never_found():
    account = (EditorialText(key="edit0001", editorial_kind="introduction", content=f"On {RARE}."),)
    builders.published(title="How we edit", type=METHOD, texts=(), editorial_texts=account)
    assert found() == set()
    method = builders.published(title="Another account", type=METHOD, texts=(), editorial_texts=account)
    assert found() == set()
    builders.withdraw(method.document_id)
    assert checking.differences() == []


# --- Crashes ---


def test_a_crash_after_the_commit_of_the_index_does_no_harm():
    gone, stays = published(), published()
    found()
    before, made = position.read(), folder()
    builders.withdraw(gone)
    new = published()
    catch_up()
    position.write(before)
    with locked("writing", wait=True):
        assert found() == {stays}
    assert found() == {stays, new}
    assert checking.differences() == []
    assert folder() == made


def test_a_crash_in_the_commit_of_the_index_does_no_harm():
    gone, stays = published(), published()
    found()
    before, made = position.read(), folder()
    meta = (made / "meta.json").read_bytes()
    builders.withdraw(gone)
    new = published()
    catch_up()
    # All files of the commit are written but the last, which makes it valid.
    (made / "meta.json").write_bytes(meta)
    position.write(before)
    anew()
    with locked("writing", wait=True):
        assert found() == {stays}
    assert found() == {stays, new}
    assert checking.differences() == []
    assert folder() == made


def test_a_crash_while_the_index_is_made_anew_leaves_nothing_behind():
    ident = published()
    found()
    shutil.copytree(folder(), half := position.root() / "half")
    (half / "meta.json").unlink()
    making.rebuild()
    assert found() == {ident}
    assert [path for path in position.root().iterdir() if path.is_dir()] == [folder()]


# --- Damage ---


def damaged(file: Path, how: str) -> None:
    held = file.read_bytes()
    file.unlink()  # the engine of this process may go on reading what it has open
    if how == "cut short":
        file.write_bytes(held[:10])


@pytest.mark.parametrize("how", ["removed", "cut short"])
@pytest.mark.parametrize("kind", ["json", "store", "term", "pos", "idx", "fast", "fieldnorm"])
def test_a_damaged_index_is_made_anew(kind, how):
    gone, stays = published(), published()
    builders.withdraw(gone)
    found()
    files = [*folder().glob("meta.json"), *folder().glob(f"*.{kind}")]
    damaged(files[0] if kind == "json" else files[1], how)
    anew()
    assert found() == {stays}
    assert checking.differences() == []


@pytest.mark.parametrize("how", ["removed", "cut short"])
def test_a_damaged_position_is_as_good_as_none(how):
    ident = published()
    found()
    damaged(position.root() / "position.json", how)
    assert found() == {ident}


@pytest.mark.parametrize("is_open", [True, False])
def test_a_missing_folder_is_made_anew(is_open):
    ident = published()
    found()
    shutil.rmtree(folder())
    if not is_open:
        anew()
    assert found() == {ident}
    other = published()
    assert found() == {ident, other}
    shutil.rmtree(position.root())
    assert found() == {ident, other}


def test_an_index_with_other_fields_is_of_another_edition(monkeypatch):
    ours = schema.edition()
    monkeypatch.setattr(schema, "UNSTATED", "not_told")
    schema.edition.cache_clear()
    others = schema.edition()
    schema.edition.cache_clear()
    assert others != ours


def test_an_index_of_another_edition_is_made_anew():
    ident = published()
    found()
    made = folder()
    position.write(replace(position.read(), edition="of long ago"))
    assert found() == {ident}
    assert folder() != made
    assert not made.exists()


def test_an_index_that_holds_a_document_twice_is_made_anew(caplog):
    ident = published()
    found()
    made = folder()
    builders.withdraw(ident)
    position.write(replace(position.read(), number=chain.clock(), digest=chain.last_digest()))
    new = published()
    found()
    assert found() == {new}
    assert folder() != made
    assert "made anew" in caplog.text


# --- Another database ---


def test_an_index_ahead_of_the_database_is_made_anew():
    ident = published()
    moment = transaction.savepoint()
    published()
    assert len(found()) == 2
    transaction.savepoint_rollback(moment)
    assert found() == {ident}


def test_a_restored_database_that_went_another_way_is_noticed():
    ident = published()
    moment = transaction.savepoint()
    published()
    assert len(found()) == 2
    at = position.read().number
    transaction.savepoint_rollback(moment)
    other, _ = published(), published("heather")
    assert at <= chain.clock()
    assert found() == {ident, other}
    assert checking.differences() == []


# --- Two machines ---


def test_a_machine_that_was_away_finds_what_the_others_find(settings, tmp_path):
    def on(machine: str) -> None:
        settings.DATA_DIR = tmp_path / machine

    ada, bob = builders.person("Ada"), builders.person("Bob")
    signed = [(Signatory(key="sign0001", person=each),) for each in (ada, bob)]
    stays, gone, back, purged = (published(signatories=signed[0]) for _ in range(4))
    for machine in ("one", "two"):
        on(machine)
        assert found() == {stays, gone, back, purged}

    on("one")
    builders.withdraw(gone)
    builders.withdraw(back)
    assert found() == {stays, purged}
    builders.purge(purged)
    builders.reinstate(back, 1)
    new = published(signatories=signed[1])
    builders.changed(stays, **telling(f"{RARE} and heather"))
    builders.publish(stays)
    merge(bob, ada)

    for machine in ("two", "one"):
        on(machine)
        assert found() == {stays, back, new}
        assert found("heather") == {stays}
        assert signatories() == {ada: 3}
        assert checking.differences() == []
        assert position.read().number == chain.clock()


# --- Merges ---


def merge(person: str, into: str | None) -> None:
    with history.revision(builders.user("editor"), "Merged"):
        record = Person.objects.get(pk=person)
        record.merged_into_id = into
        record.save()


def test_a_merge_is_followed_and_its_undoing():
    ada, bob = builders.person("Ada"), builders.person("Bob")
    for each in (ada, bob):
        published(signatories=(Signatory(key="sign0001", person=each),))
    assert signatories() == {ada: 1, bob: 1}
    merge(bob, ada)
    assert signatories() == {ada: 2}
    merge(bob, None)
    assert signatories() == {ada: 1, bob: 1}


def test_nothing_is_called_exact_while_a_merge_is_yet_to_be_learned():
    ada, bob = builders.person("Ada"), builders.person("Bob")
    published(signatories=(Signatory(key="sign0001", person=bob),))
    assert opened().is_exact
    with locked("writing", wait=True):
        merge(bob, ada)
        assert not opened().is_exact
    assert opened().is_exact


def test_a_merge_counts_that_was_made_while_readers_could_not_see_the_record():
    ada, bob = builders.person("Ada"), builders.person("Bob")
    ident = published(signatories=(Signatory(key="sign0001", person=bob),))
    builders.withdraw(ident)
    assert signatories() == {}
    merge(bob, ada)
    builders.reinstate(ident, 1)
    assert signatories() == {ada: 1}


# --- What is written, and when ---


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_nothing_uncommitted_reaches_the_index():
    with transaction.atomic():
        with pytest.raises(RuntimeError, match="inside a transaction"):
            catch_up()
        with pytest.raises(RuntimeError, match="inside a transaction"):
            making.rebuild()


@pytest.mark.parametrize("state", ["published", "withdrawn"])
def test_purged_words_are_in_no_file_any_more(state, django_capture_on_commit_callbacks):
    purged, stays = published(), published("heather")
    if state == "withdrawn":
        builders.withdraw(purged)
    else:
        assert found() == {purged}
    found()
    assert state == "withdrawn" or is_in_files(RARE)
    with django_capture_on_commit_callbacks(execute=True):
        builders.purge(purged)
    assert not is_in_files(RARE)
    assert (found(), found("heather")) == (set(), {stays})


def test_a_crash_before_the_purged_words_are_gone_is_made_good_by_the_next_search():
    purged, stays = published(), published("heather")
    found()
    builders.purge(purged)
    catch_up()
    assert is_in_files(RARE)
    assert found("heather") == {stays}
    assert not is_in_files(RARE)
    made = folder()
    found()
    assert folder() == made


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_one_searches_on_while_the_index_is_made_anew():
    wanted = {published() for _ in range(30)}
    assert found() == wanted
    made, answers, over = folder(), [], threading.Event()

    def search() -> None:
        try:
            while not over.is_set():
                answers.append(found())
        finally:
            making.connection.close()

    searching = [threading.Thread(target=search) for _ in range(2)]
    for thread in searching:
        thread.start()
    for _ in range(3):
        making.rebuild()
    over.set()
    for thread in searching:
        thread.join()
    assert folder() != made
    assert len(answers) > 3
    assert all(answer == wanted for answer in answers)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_large_archive_is_prepared_in_the_background():
    ident = published()
    Head.objects.update(published=making.AT_ONCE + 1)
    with pytest.raises(Behind, match="is being prepared"):
        opened()
    for thread in threading.enumerate():
        if thread.name == "index":
            thread.join()
    assert found() == {ident}


# --- The command ---


def test_the_command_makes_the_index_and_tells_how_much(capsys):
    ident = published()
    call_command("index")
    assert "The index is made anew: 1 documents" in capsys.readouterr().out
    call_command("index", "--check")
    assert "exactly what readers can see" in capsys.readouterr().out
    assert found() == {ident}


def test_the_check_tells_what_differs_and_the_command_mends_it(capsys):
    ident, other = published(), published()
    found()
    builders.withdraw(ident)
    position.write(replace(position.read(), number=chain.clock(), digest=chain.last_digest()))
    with pytest.raises(CommandError, match="differs for 1 documents"):
        call_command("index", "--check")
    assert capsys.readouterr().out == f"{ident} version 1: 1 in the index, 0 to be seen\n"
    call_command("index")
    call_command("index", "--check")
    assert found() == {other}


def test_held_back_the_index_learns_when_much_has_gathered_and_at_the_end(monkeypatch):
    monkeypatch.setattr(index, "MOST_HELD_BACK", 2)
    opened()
    begun = position.read().number
    with index.held_back():
        learned = []
        for _ in range(3):
            published()
            index.follow()
            learned.append(position.read().number - begun)
    assert learned == [0, 2, 2]
    assert position.read().number - begun == 3
