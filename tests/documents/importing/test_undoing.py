"""Undoing an import: as if it had not been, as long as nobody has worked on what it brought."""

from dataclasses import replace

import pytest

from documents import history, publishing
from documents.decisions import Refused
from documents.exchange.importing import incoming
from documents.exchange.importing.undoing import undo
from documents.models import Document, Imported, Listing
from documents.snapshot import load
from people.models import Person
from tests.documents import builders
from tests.documents.importing.test_running import ADA, content_of, id_of
from tests.documents.importing.tiny import document, file, run

pytestmark = pytest.mark.django_db


def undone(made, role="publisher") -> list[str]:
    made.batch.refresh_from_db()
    return [f"{each.kind} {each.what}" for each in undo(made.batch, builders.user(role))]


def test_drafts_are_deleted_and_people_set_aside(tmp_path):
    one = document(
        "v/1", signatories=[{"person": "@ada"}], relations=[{"target": "@v/2", "relation_kind": "encloses"}]
    )
    two = document("v/2", relations=[{"target": "@v/1", "relation_kind": "reply_to"}])
    path = file(tmp_path, "v", [one, two], [ADA])
    _, made = run(path)
    assert sorted(undone(made, "editor")) == ["document deleted", "document deleted", "person set aside"]
    assert not Document.objects.exists()
    assert Person.objects.get().set_aside
    assert made.batch.state == "undone"
    outcomes, _ = run(path)
    assert [o.what for o in outcomes if o.kind == "document"] == ["created", "created"]
    assert not Person.objects.get().set_aside


def test_what_readers_saw_is_withdrawn_and_can_come_back(tmp_path):
    path = file(tmp_path, "v", [document("v/1")])
    _, made = run(path, publishes=True)
    ident = id_of("v/1")
    assert undone(made) == ["document withdrawn"]
    assert publishing.state_of(ident).current is None
    run(path, publishes=True)
    assert id_of("v/1") == ident
    assert publishing.state_of(ident).current == 2


def test_what_an_import_changed_is_what_it_was_before(tmp_path):
    path = file(tmp_path, "v", [document("v/1")])
    run(path, publishes=True)
    file(tmp_path, "v", [document("v/1", title="Another title")])
    _, made = run(path, publishes=True)
    assert undone(made) == ["document restored"]
    assert content_of("v/1").title == "Letter v/1"
    version = Listing.objects.get().version
    assert (version.number, load(version.content).document.title) == (3, "Letter v/1")


def test_an_import_that_somebody_worked_on_is_not_undone(tmp_path):
    _, made = run(file(tmp_path, "v", [document("v/1"), document("v/2")]))
    builders.save(replace(history.snapshot(id_of("v/1")).document, title="By an editor"))
    with pytest.raises(Refused, match=id_of("v/1")):
        undone(made)
    assert Document.objects.count() == 2


def test_drafts_that_somebody_published_are_not_undone(tmp_path):
    _, made = run(file(tmp_path, "v", [document("v/1")]))
    publishing.publish(id_of("v/1"), user=builders.user("administrator"))
    with pytest.raises(Refused, match="published"):
        undone(made)


def test_an_undoing_that_was_interrupted_goes_on(tmp_path):
    _, made = run(file(tmp_path, "v", [document("v/1"), document("v/2"), document("v/3")]))
    made.batch.refresh_from_db()
    going = undo(made.batch, builders.user("publisher"))
    next(going)
    going.close()
    assert Document.objects.count() == 2
    undone(made)
    assert not Document.objects.exists()
    assert not Imported.objects.exists()


def test_once_a_later_import_is_undone_the_one_before_it_can_be(tmp_path):
    _, first = run(file(tmp_path, "v", [document("v/1")]))
    _, second = run(file(tmp_path, "v", [document("v/1", title="Another title")]))
    with pytest.raises(Refused, match=id_of("v/1")):
        undone(first)
    assert undone(second) == ["document restored"]
    assert undone(first) == ["document deleted"]
    assert not Document.objects.exists()


def test_what_an_undone_import_offered_is_offered_no_more(tmp_path):
    run(file(tmp_path, "v", [document("v/1")]))
    builders.save(replace(content_of("v/1"), title="By an editor"))
    _, made = run(file(tmp_path, "v", [document("v/1", title="By the file"), document("v/2")]))
    assert undone(made) == ["document deleted"]
    assert not incoming.waiting().exists()
