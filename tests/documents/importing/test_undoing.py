"""Undoing an import: as if it had not been, as long as nobody has worked on what it brought."""

from collections import Counter
from dataclasses import replace

import pytest

from documents import history, publishing
from documents.audit import Act
from documents.decisions import Refused
from documents.exchange.importing import incoming
from documents.exchange.importing.before_undoing import foreseen, readers_see
from documents.exchange.importing.undoing import undo
from documents.models import (
    Document,
    DocumentType,
    Event,
    Footnote,
    ImportBatch,
    Imported,
    Listing,
    Reference,
    Text,
)
from documents.search.locks import locked
from documents.snapshot import Snapshot, load
from people.models import Person
from places.revisions import Revision
from tests.documents import builders
from tests.documents.importing import tiny
from tests.documents.importing.test_running import ADA, content_of, id_of
from tests.documents.importing.tiny import document, file, run

pytestmark = pytest.mark.django_db
TABLES = (Document, Text, Footnote, Reference)


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


def test_a_draft_goes_in_one_revision_with_all_its_rows_in_its_history(tmp_path):
    names = ["v/1", "v/2", "v/3"]
    chain = [
        document(name, footnotes=[{"label": "1", "content": "A note."}], references=[{"target": f"@{next_}"}])
        for name, next_ in zip(names, ["v/2", "v/3", "v/1x"], strict=True)
    ]
    _, made = run(file(tmp_path, "v", chain))
    first = id_of("v/1")
    before = history.snapshot(first)
    undone(made)
    assert [each.number for each in Revision.objects.filter(record=first)] == [2, 1]
    assert history.snapshot(first) is None
    assert history.snapshot(first, at=1).document == before.document
    gone = [table.history.filter(revision__record=first, history_type="-") for table in TABLES]
    assert [each.count() for each in gone] == [1, 1, 1, 1]


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
    told = Event.objects.filter(kind="import", record=str(made.batch.pk)).exclude(act=Act.IMPORTED)
    assert list(told.order_by("pk").values_list("act", flat=True)) == [
        Act.IMPORT_UNDONE,
        Act.UNDOING_GONE_ON,
    ]


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


# --- Terms, and what would happen ---

TERM = {"kind": "type", "local": "circular", "name": "Circular"}


def test_a_term_that_nothing_else_uses_is_set_aside_and_comes_back_with_its_file(tmp_path):
    path = file(tmp_path, "v", [document("v/1", type="circular")], [TERM])
    _, made = run(path)
    assert id_of("v/1") in Document.objects.filter(type="circular").values_list("pk", flat=True)
    assert undone(made) == ["document deleted", "type set aside"]
    assert DocumentType.objects.get(pk="circular").set_aside
    run(path)
    assert not DocumentType.objects.get(pk="circular").set_aside


def test_a_term_that_another_document_uses_stays_and_is_told(tmp_path):
    _, made = run(file(tmp_path, "v", [document("v/1", type="circular")], [TERM]))
    builders.saved(title="Another", type="circular")
    assert foreseen(made.batch) == {"document deleted": 1, "type left": 1}
    made.batch.refresh_from_db()
    (_, left) = undo(made.batch, builders.user("publisher"))
    assert (left.what, left.title) == ("left", "Circular")
    assert "use this term" in left.told
    assert not DocumentType.objects.get(pk="circular").set_aside


def test_a_term_that_an_editor_set_aside_stays_so(tmp_path):
    path = file(tmp_path, "v", [document("v/1", type="circular")], [TERM])
    run(path)
    with history.revision(builders.user("editor")):
        term = DocumentType.objects.get(pk="circular")
        term.set_aside = True
        term.save()
    run(path)
    assert DocumentType.objects.get(pk="circular").set_aside


@pytest.mark.parametrize("publishes", [False, True])
def test_what_is_foreseen_comes_to_pass(tmp_path, publishes):
    run(file(tmp_path, "v", [document("v/1"), document("v/2")]), publishes=publishes)
    anew = [document("v/1", title="New", references=[{"target": "@v/3", "words": "it"}]), document("v/2")]
    coming = [document("v/3", signatories=[{"person": "@ada"}], type="circular")]
    _, made = run(file(tmp_path, "v", [*anew, *coming], [ADA, TERM]), publishes=publishes)
    expected = foreseen(made.batch)
    assert readers_see(made.batch) is publishes
    assert Counter(undone(made)) == expected
    assert expected["document withdrawn" if publishes else "document deleted"] == 1
    assert not readers_see(made.batch)


BROKEN = [{"language": "en", "content": "A note.[^9]"}]  # it comes in, but cannot be published


def encloses(*others: str) -> list[dict]:
    return [{"target": f"@{other}", "relation_kind": "encloses"} for other in others]


def test_it_is_foreseen_that_drafts_stay_to_which_published_documents_refer(tmp_path):
    letter = document("v/1", relations=encloses("v/2", "v/3"))
    enclosures = [
        document("v/2", texts=BROKEN, references=[{"target": "@v/4", "words": "it"}]),
        document("v/3", texts=BROKEN),
    ]
    others = [document("v/4", texts=BROKEN), document("v/5", texts=BROKEN)]
    _, made = run(file(tmp_path, "v", [letter, *enclosures, *others]), publishes=True)
    expected = {"document withdrawn": 1, "document left": 3, "document deleted": 1}
    assert foreseen(made.batch) == expected
    assert Counter(undone(made)) == expected


def test_it_is_foreseen_what_becomes_of_drafts_that_refer_to_each_other_in_a_ring(tmp_path):
    letter = document("v/1", relations=encloses("v/2"))
    ring = [
        document("v/2", texts=BROKEN, relations=encloses("v/3")),
        document("v/3", texts=BROKEN, relations=encloses("v/2", "v/4")),
    ]
    _, made = run(file(tmp_path, "v", [letter, *ring, document("v/4", texts=BROKEN)]), publishes=True)
    expected = {"document withdrawn": 1, "document left": 1, "document deleted": 2}
    assert foreseen(made.batch) == expected
    assert Counter(undone(made)) == expected


# --- Undoing takes back its own work, and nobody else's ---


def sheet(title: str) -> ImportBatch:
    """A sheet that gives v/1 this title, as an import of its own."""
    batch = tiny.batch(state="done")
    with history.revision(batch.user, "Taken from a sheet", batch.batch):
        last = history.latest(Document.kind, id_of("v/1"))
        history.write(Snapshot(document=replace(content_of("v/1"), title=title)), last.number)
    return batch


def undo_all(batch: ImportBatch) -> list[str]:
    batch.refresh_from_db()
    return [each.what for each in undo(batch, builders.user("publisher"))]


def test_an_editors_work_before_a_sheet_is_not_the_files_after_the_sheet_is_undone(tmp_path):
    path = file(tmp_path, "v", [document("v/1")])
    run(path)
    builders.save(replace(content_of("v/1"), title="The editor's"))
    assert undo_all(sheet("The sheet's")) == ["restored"]
    outcomes, _ = run(path)
    assert [each.what for each in outcomes] == ["left"]
    assert content_of("v/1").title == "The editor's"


def test_what_an_import_left_is_its_own_again_after_a_sheet_is_undone(tmp_path):
    run(file(tmp_path, "v", [document("v/1")]))
    undo_all(sheet("The sheet's"))
    outcomes, _ = run(file(tmp_path, "v", [document("v/1", title="The file's")]))
    assert [each.what for each in outcomes] == ["changed"]


def test_what_a_publisher_withdrew_is_not_published_by_importing_again(tmp_path):
    path = file(tmp_path, "v", [document("v/1")])
    _, made = run(path, publishes=True)
    builders.withdraw(id_of("v/1"))
    undo_all(sheet("The sheet's"))
    run(path, publishes=True)
    assert not Listing.objects.exists()
    undone(made)
    run(path, publishes=True)
    assert not Listing.objects.exists()


def test_what_undoing_withdrew_and_a_publisher_withdrew_again_stays_so(tmp_path):
    path = file(tmp_path, "v", [document("v/1")])
    _, made = run(path, publishes=True)
    undone(made)
    publishing.reinstate(id_of("v/1"), 1, user=builders.user("publisher"), reason="It is wanted.")
    builders.withdraw(id_of("v/1"))
    run(path, publishes=True)
    assert not Listing.objects.exists()


def test_an_undone_import_does_not_come_back_by_itself(tmp_path):
    run(file(tmp_path, "v", [document("v/1", title="Old")]), publishes=True)
    anew = document("v/1", title="New", references=[{"target": "@b/1", "words": "it"}])
    _, made = run(file(tmp_path, "v", [anew]), publishes=True)
    undone(made)
    run(file(tmp_path, "b", [document("b/1")]), publishes=True)
    assert content_of("v/1").title == "Old"
    assert load(Listing.objects.get(document=id_of("v/1")).version.content).document.title == "Old"
    outcomes, _ = run(file(tmp_path, "v", [anew]), publishes=True)
    assert next(each.what for each in outcomes if each.identity == "v/1") == "changed"


def test_what_somebody_saves_while_an_import_is_undone_stays(tmp_path):
    _, made = run(file(tmp_path, "v", [document("v/1"), document("v/2")]))
    made.batch.refresh_from_db()
    going = undo(made.batch, builders.user("publisher"))
    gone = next(going).record
    (other,) = Document.objects.exclude(pk=gone).values_list("pk", flat=True)
    builders.save(replace(history.snapshot(other).document, title="An hour of work"))
    assert [each.what for each in going] == ["left"]
    assert Document.objects.get().title == "An hour of work"


def test_where_four_eyes_are_the_rule_the_desk_is_restored_and_it_is_told_what_readers_see(
    tmp_path, settings
):
    run(file(tmp_path, "v", [document("v/1", title="Old")]), publishes=True)
    _, made = run(file(tmp_path, "v", [document("v/1", title="New")]), publishes=True)
    settings.FOUR_EYES = True
    made.batch.refresh_from_db()
    (done,) = undo(made.batch, builders.user("publisher"))
    assert (done.what, content_of("v/1").title) == ("restored", "Old")
    assert "readers still see" in done.told
    assert load(Listing.objects.get().version.content).document.title == "New"
    settings.FOUR_EYES = False
    publishing.publish(id_of("v/1"), user=builders.user("administrator"))


def test_nothing_is_undone_while_an_import_runs(tmp_path):
    _, made = run(file(tmp_path, "v", [document("v/1")]))
    with locked("importing", wait=False), pytest.raises(Refused, match="running"):
        undone(made)
