"""Documents that are here and of which a file says something else: many at once, and each for itself."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents import history
from documents.models import Document, Imported
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
