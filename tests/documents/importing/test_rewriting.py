"""Documents that are here and of which a file says something else: many at once, and each for itself."""

from dataclasses import replace

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from documents import history
from documents.exchange.importing import incoming
from documents.models import Document, Imported
from documents.snapshot import Snapshot, Text
from places.models import Revision
from places.revisions import revision
from tests.documents import builders
from tests.documents.importing.tiny import document, file, run

pytestmark = pytest.mark.django_db


def id_of(identity: str) -> str:
    return Imported.objects.get(kind="document", identity=identity).record


def titles() -> list[str]:
    return sorted(Document.objects.values_list("title", flat=True))


def letters(number: int, **content) -> list[dict]:
    return [document(f"v/{n}", **content) for n in range(number)]


def what(outcomes) -> dict[str, str]:
    return {each.identity: each.what for each in outcomes if each.kind == "document"}


def test_of_many_changed_documents_a_faulty_one_is_left_out_and_the_others_are_written(tmp_path):
    path = file(tmp_path, "v", letters(4))
    run(path)
    changed = letters(4, title="Anew")
    changed[2]["content"]["texts"] = [{"content": "A", "role": "original", "direction": "up"}]
    outcomes, _ = run(file(tmp_path, "v", changed))
    assert what(outcomes) == {"v/0": "changed", "v/1": "changed", "v/2": "faulty", "v/3": "changed"}
    assert titles() == ["Anew", "Anew", "Anew", "Letter v/2"]
    assert Revision.objects.filter(kind="document").count() == 7


def test_of_many_changed_documents_those_that_are_edited_or_gone_are_told(tmp_path):
    run(file(tmp_path, "v", letters(3)))
    builders.save(replace(history.snapshot(id_of("v/0")).document, title="The editor's"))
    with revision():
        Document.objects.get(pk=id_of("v/1")).delete()
    outcomes, _ = run(file(tmp_path, "v", letters(3, title="Anew")))
    assert what(outcomes) == {"v/0": "conflict", "v/1": "conflict", "v/2": "changed"}
    assert titles() == ["Anew", "The editor's"]


def queries_to_change(tmp_path, number: int) -> int:
    name = f"{number} letters"
    run(file(tmp_path, name, [document(f"{name}/{n}") for n in range(number)]))
    anew = file(tmp_path, name, [document(f"{name}/{n}", title="Anew") for n in range(number)])
    with CaptureQueriesContext(
        connection,
    ) as captured:
        run(anew)
    return len(captured)


def test_changed_documents_cost_few_queries_each(tmp_path):
    few, many = queries_to_change(tmp_path, 10), queries_to_change(tmp_path, 40)
    assert (many - few) / 30 <= 9


def test_documents_that_waited_cost_few_queries_each(tmp_path):
    def queries(number: int) -> int:
        name = f"{number} letters"
        waiting = [
            document(f"{name}/{n}", references=[{"target": f"@{name}/there", "words": "it"}])
            for n in range(number)
        ]
        run(file(tmp_path, name, waiting))
        there = file(tmp_path, "there", [document(f"{name}/there")])
        with CaptureQueriesContext(connection) as captured:
            run(there)
        assert history.snapshot(id_of(f"{name}/0")).document.references[0].target == id_of(f"{name}/there")
        return len(captured)

    assert (queries(40) - queries(10)) / 30 <= 14


def test_of_a_deleted_document_nothing_is_told_when_what_it_waited_for_arrives(tmp_path):
    run(file(tmp_path, "a", [document("a/1", references=[{"target": "@b/1", "words": "it"}])]))
    with revision():
        Document.objects.get(pk=id_of("a/1")).delete()
    for _ in range(2):
        outcomes, _ = run(file(tmp_path, "b", [document("b/1")]))
        assert "a/1" not in what(outcomes)


def test_that_an_edited_document_could_be_linked_is_told_once(tmp_path):
    run(file(tmp_path, "a", [document("a/1", references=[{"target": "@b/1", "words": "it"}])]))
    builders.save(replace(history.snapshot(id_of("a/1")).document, title="The editor's"))
    there = file(tmp_path, "b", [document("b/1")])
    told = [what(run(there)[0]).get("a/1") for _ in range(3)]
    assert told == ["conflict", None, None]


# --- What a file says, against what the desk says ---


def test_what_editor_and_file_both_say_is_no_conflict(tmp_path):
    run(file(tmp_path, "v", [document("v/1")]))
    builders.save(replace(history.snapshot(id_of("v/1")).document, title="Mended"))
    mended = file(tmp_path, "v", [document("v/1", title="Mended")])
    assert what(run(mended)[0]) == {"v/1": "left"}
    assert what(run(file(tmp_path, "v", [document("v/1", title="Next")]))[0]) == {"v/1": "changed"}


def test_a_conflict_that_an_editor_ended_by_hand_waits_no_more(tmp_path):
    run(file(tmp_path, "v", [document("v/1")]))
    builders.save(replace(history.snapshot(id_of("v/1")).document, title="The editor's"))
    anew = file(tmp_path, "v", [document("v/1", title="The file's")])
    assert what(run(anew)[0]) == {"v/1": "conflict"}
    builders.save(replace(history.snapshot(id_of("v/1")).document, title="The file's"))
    assert what(run(anew)[0]) == {"v/1": "left"}
    assert not incoming.waiting().exists()


def test_a_file_that_goes_back_waits_for_what_it_waited_for_at_first(tmp_path):
    first = document("v/1", references=[{"target": "@b/1", "words": "it"}])
    run(file(tmp_path, "v", [first]))
    builders.save(replace(history.snapshot(id_of("v/1")).document, title="The editor's"))
    run(file(tmp_path, "v", [document("v/1", title="Otherwise", references=[{"target": "@c/1"}])]))
    assert what(run(file(tmp_path, "v", [first]))[0]) == {"v/1": "left"}
    assert not incoming.waiting().exists()
    run(file(tmp_path, "c", [document("c/1")]))
    assert not incoming.waiting().exists()
    run(file(tmp_path, "b", [document("b/1")]))
    offered = incoming.content_of(incoming.waiting().get())
    assert (offered["title"], offered["references"][0]["target"]) == ("Letter v/1", id_of("b/1"))


def test_what_refers_to_a_deleted_document_goes_in_and_waits(tmp_path):
    run(file(tmp_path, "b", [document("b/1")]))
    with revision():
        Document.objects.get(pk=id_of("b/1")).delete()
    refers = document(
        "a/1",
        references=[{"target": "@b/1", "words": "it"}],
        texts=[{"language": "en", "content": "See [[document:@b/1|it]]."}],
    )
    assert what(run(file(tmp_path, "a", [refers]))[0]) == {"a/1": "created"}
    content = history.snapshot(id_of("a/1")).document
    assert (content.references[0].target, content.texts[0].content) == (None, "See it.")


# --- A dry run foretells what is changed ---


def foretold(path) -> tuple[dict[str, str], dict[str, str]]:
    trial = [each for each in run(path, trial=True, publishes=True)[0] if each.kind == "document"]
    real = [each for each in run(path, publishes=True)[0] if each.kind == "document"]
    return {each.identity: each.what for each in trial}, {each.identity: each.what for each in real}


def test_a_dry_run_foretells_which_changes_are_faulty(tmp_path):
    run(file(tmp_path, "v", letters(3)), publishes=True)
    changed = letters(3, title="Anew")
    changed[1]["content"]["texts"] = [{"content": "A", "role": "original", "direction": "up"}]
    trial, real = foretold(file(tmp_path, "v", changed))
    assert trial == real == {"v/0": "changed", "v/1": "faulty", "v/2": "changed"}


def test_a_dry_run_foretells_which_new_documents_are_faulty(tmp_path):
    new = letters(2)
    new[1]["content"]["texts"] = [{"content": "A", "role": "original", "direction": "up"}]
    trial, real = foretold(file(tmp_path, "v", new))
    assert trial == real == {"v/0": "created", "v/1": "faulty"}


def test_a_dry_run_foretells_what_is_linked_by_what_arrives(tmp_path):
    refers = {"references": [{"target": "@b/1", "words": "it"}]}
    run(file(tmp_path, "a", [document("a/1", **refers), document("a/2", **refers)]), publishes=True)
    builders.save(replace(history.snapshot(id_of("a/2")).document, title="The editor's"))
    trial, real = foretold(file(tmp_path, "b", [document("b/1")]))
    assert trial == real == {"b/1": "created", "a/1": "changed", "a/2": "conflict"}


def test_a_dry_run_says_of_a_change_whether_readers_would_see_it(tmp_path):
    run(file(tmp_path, "v", [document("v/1"), document("v/2")]), publishes=True)
    changed = [document("v/1", title="Anew"), document("v/2", texts=[])]
    outcomes, made = run(file(tmp_path, "v", changed), trial=True, publishes=True)
    assert [each.published for each in outcomes if each.kind == "document"] == [True, False]
    assert made.tally.numbers["published"] == 1
    _, made = run(file(tmp_path, "v", changed), publishes=True)
    assert made.tally.numbers["published"] == 1


# --- Names that are too long for a name ---


def test_what_could_not_be_found_again_is_left_out_and_told(tmp_path):
    long = "n" * 600
    people = [
        {"kind": "person", "local": long, "name": "A. Long"},
        {"kind": "person", "local": "p", "name": "B."},
    ]
    documents = [document(long), document("v/1", references=[{"target": f"@{long}", "words": "it"}])]
    outcomes, _ = run(file(tmp_path, "v", documents, people))
    assert [each.what for each in outcomes if each.kind == "person"] == ["faulty", "created"]
    assert {each.identity[:5]: each.what for each in outcomes if each.kind == "document"} == {
        "nnnnn": "faulty",
        "v/1": "created",
    }


# --- Many at once leave what one by one leaves ---


def test_documents_written_together_leave_what_each_leaves_by_itself(tmp_path):
    def tables() -> dict:
        told = {}
        for model in (Document, *Document.part_models()):
            for table in (model, model.history.model):
                rows = table._base_manager.order_by("pk").values()
                told[table._meta.label] = [
                    {k: v for k, v in row.items() if k not in ("history_date", "revision_id")} for row in rows
                ]
        told["revisions"] = list(Revision.objects.order_by("pk").values("record", "number", "base", "digest"))
        return told

    idents = [builders.saved(title=f"Letter {n}") for n in range(3)]
    contents = [history.snapshot(ident).document for ident in idents]
    said = [
        replace(contents[0], title="Anew"),
        replace(contents[1], texts=(Text(key="text0001", language="en", content="Words."),)),
        contents[2],
    ]
    bases = {ident: history.latest("document", ident).number for ident in idents}
    found = []
    for together in (True, False):
        try:
            with transaction.atomic():
                with revision():
                    if together:
                        numbers = history.write_many(said, bases)
                    else:
                        numbers = {
                            each.public_id: history.write(Snapshot(document=each), bases[each.public_id])
                            for each in said
                        }
                found.append((numbers, tables()))
                raise Undone
        except Undone:
            pass
    (numbers, one), (again, other) = found
    assert numbers == again == {idents[0]: 2, idents[1]: 2, idents[2]: 1}
    assert {name: _without_ids(rows) for name, rows in one.items()} == {
        name: _without_ids(rows) for name, rows in other.items()
    }


class Undone(Exception):
    """So that the next way begins from the same."""


def _without_ids(rows: list[dict]) -> list[dict]:
    return [{k: v for k, v in row.items() if k not in ("id", "history_id")} for row in rows]
