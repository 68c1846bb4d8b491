"""Importing: what comes in, what stays as it is, and that everything is told."""

from dataclasses import replace
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command

from documents import history
from documents.exchange.importing.reports import in_words
from documents.exchange.importing.running import Run
from documents.models import Awaited, Document, Entry, ImportBatch, Imported, Listing, Version
from documents.search.index import opened
from documents.snapshot import load
from people.models import Person
from places.models import Revision
from tests.documents import builders
from tests.documents.importing import state, tiny
from tests.documents.importing.tiny import document, file, run

pytestmark = pytest.mark.django_db

ADA = {"kind": "person", "local": "ada", "name": "Ada Example", "born": "1880", "names": ["A. Example"]}


def what(outcomes, kind="document"):
    return [outcome.what for outcome in outcomes if outcome.kind == kind]


def id_of(identity: str) -> str:
    return Imported.objects.get(kind="document", identity=identity).record


def content_of(identity: str):
    return history.snapshot(id_of(identity)).document


def test_documents_and_people_come_in_with_their_history(tmp_path):
    one = document("v/1", signatories=[{"person": "@ada", "name_as_signed": "A. Example"}])
    path = file(tmp_path, "v", [one], [ADA])
    outcomes, made = run(path)
    assert what(outcomes) == ["created"]
    person = Person.objects.get()
    assert person.name == "Ada Example"
    assert [name.name for name in person.names.all()] == ["A. Example"]
    assert content_of("v/1").signatories[0].person == person.pk
    revision = Revision.objects.get(kind="document")
    assert (revision.number, revision.reason, revision.user) == (
        1,
        "Imported from v.xml",
        builders.user("publisher"),
    )
    assert set(Revision.objects.values_list("batch", flat=True)) >= {made.batch.batch}
    assert Document.history.filter(revision=revision).count() == 1
    assert not Listing.objects.exists()


def test_a_mention_in_the_words_names_the_record(tmp_path):
    words = r"To [[person:@ada|Mrs. _Example_]], not \[[person:@ada|her]]."
    run(file(tmp_path, "v", [document("v/1", texts=[{"content": words}])], [ADA]))
    ada = Person.objects.get().pk
    assert (
        content_of("v/1").texts[0].content
        == rf"To [[person:{ada}|Mrs. _Example_]], not \[[person:@ada|her]]."
    )


def test_whoever_is_named_and_nowhere_told_of_keeps_the_words_and_is_told(tmp_path):
    words = "To [[person:@nobody|Mr. [N.] Nobody]] and [[person:@ada|her]]."
    outcomes, _ = run(file(tmp_path, "v", [document("v/1", texts=[{"content": words}])], [ADA]))
    ada = Person.objects.get().pk
    assert content_of("v/1").texts[0].content == f"To Mr. [N.] Nobody and [[person:{ada}|her]]."
    assert "nobody" in outcomes[-1].told[0]


@pytest.mark.django_db(transaction=True)
def test_what_the_index_learns_of_an_import_is_what_it_reads_when_made_anew(tmp_path):
    ada = {"person": "@ada", "name_as_signed": "A. Example"}
    words = "To [[person:@ada|Mrs. Example]] of Tif[lis],[^1] [[page:2]]_see_ [[document:@v/2|No. 2]]."
    one = document(
        "v/1",
        type="letter",
        texts=[{"key": "t", "language": "en", "content": words}],
        signatories=[ada],
        footnotes=[{"owner": "t", "label": "1", "content": "A note on [[person:@ada|her]]."}],
    )
    opened()
    run(file(tmp_path, "v", [one, document("v/2", signatories=[ada])], [ADA]), publishes=True)
    learned = state.state()["index"]
    call_command("index", stdout=StringIO())
    assert len(learned) == 2
    assert state.state()["index"] == learned


def test_a_second_run_changes_nothing_and_makes_no_revision(tmp_path):
    path = file(tmp_path, "v", [document("v/1"), document("v/2")], [ADA])
    run(path, publishes=True)
    before = (Revision.objects.count(), Entry.objects.count(), Version.objects.count())
    outcomes, _ = run(path, publishes=True)
    assert set(what(outcomes)) == {"left"}
    assert (Revision.objects.count(), Entry.objects.count(), Version.objects.count()) == before


def test_a_changed_file_makes_one_revision_for_each_changed_document(tmp_path):
    file(tmp_path, "v", [document("v/1"), document("v/2")])
    run(tmp_path, publishes=True)
    file(tmp_path, "v", [document("v/1", title="Another title"), document("v/2")])
    outcomes, _ = run(tmp_path, publishes=True)
    assert what(outcomes) == ["changed", "left"]
    assert Revision.objects.filter(kind="document").count() == 3
    assert content_of("v/1").title == "Another title"
    versions = Version.objects.filter(document=id_of("v/1")).order_by("number")
    assert [load(each.content).document.title for each in versions] == ["Letter v/1", "Another title"]


def test_what_editors_changed_since_is_never_overwritten(tmp_path):
    file(tmp_path, "v", [document("v/1")])
    run(tmp_path)
    snapshot = history.snapshot(id_of("v/1"))
    builders.save(replace(snapshot.document, title="The editor's title"))
    file(tmp_path, "v", [document("v/1", title="The file's title")])
    outcomes, _ = run(tmp_path)
    assert what(outcomes) == ["conflict"]
    assert "Nothing was overwritten" in outcomes[0].told[0]
    assert content_of("v/1").title == "The editor's title"


def test_a_dry_run_writes_nothing_and_says_what_would_be(tmp_path):
    path = file(
        tmp_path, "v", [document("v/1", signatories=[{"person": "@ada"}]), document("v/2", title="")], [ADA]
    )
    outcomes, _ = run(path, trial=True, publishes=True)
    assert what(outcomes) == ["created", "faulty"]
    assert what(outcomes, "person") == ["created"]
    for model in (Document, Person, Imported, ImportBatch, Version):
        assert not model.objects.exists()
    assert not Revision.objects.filter(kind__in=["document", "person"]).exists()


def foretold(*paths, **options) -> dict:
    """What a dry run counts, and what the run itself counts thereafter."""
    told = [run(*paths, **options, trial=trial)[1].tally.data() for trial in (True, False)]
    # Publishing may be a step of its own.
    counted = [{k: n for k, n in each.items() if not k.startswith("publication ")} for each in told]
    assert counted[0] == counted[1]
    return counted[1]


def test_a_dry_run_foretells_what_the_run_does(tmp_path):
    """Documents name people who are yet to be entered, documents of blocks before them and behind them."""
    words = "To [[person:@ada|her]], see [[document:@v/{}|there]]."
    documents = [
        document(
            f"v/{n}",
            texts=[{"content": words.format((n + 60) % 120)}],
            references=[{"target": f"@v/{(n + 70) % 120}", "words": "there"}],
            date_edtf="the day after" if n == 7 else "",
        )
        for n in range(120)
    ]
    path = file(tmp_path, "v", documents, [ADA])
    counted = foretold(path, publishes=True)
    assert (counted["document created"], counted["document faulty"]) == (119, 1)
    assert foretold(path, publishes=True)["document left"] == 119


def test_a_dry_run_foretells_which_drafts_would_be_published(tmp_path):
    path = file(tmp_path, "v", [document("v/1"), document("v/2"), document("v/3")])
    run(path)
    builders.save(replace(content_of("v/3"), title="The editor's title"))
    file(tmp_path, "v", [document("v/1"), document("v/2", title="Anew"), document("v/3")])
    assert foretold(path, publishes=True)["published"] == 2
    file(tmp_path, "v", [document("v/1", title="Anew"), document("v/2", title="Anew"), document("v/3")])
    assert foretold(path, publishes=True)["published"] == 1


def test_a_dry_run_foretells_that_four_eyes_publish_nothing(tmp_path, settings):
    settings.FOUR_EYES = True
    assert "published" not in foretold(file(tmp_path, "v", [document("v/1")]), publishes=True)


def test_a_faulty_document_is_told_and_left_out_and_the_rest_goes_in(tmp_path):
    faulty = document("v/2", date_edtf="the day after")
    path = file(tmp_path, "v", [document("v/1"), faulty, document("v/3")])
    outcomes, _ = run(path, publishes=True)
    assert what(outcomes) == ["created", "faulty", "created"]
    assert "date_edtf" in outcomes[1].told[0]
    assert Listing.objects.count() == 2


def test_a_document_that_the_database_refuses_is_left_out_and_the_rest_goes_in(tmp_path):
    # A rule between two columns that only the database looks at when many are entered.
    faulty = document("v/2", texts=[{"content": "A", "role": "original", "direction": "up"}])
    outcomes, _ = run(file(tmp_path, "v", [document("v/1"), faulty, document("v/3")]))
    assert what(outcomes) == ["created", "faulty", "created"]


def test_a_file_that_cannot_be_read_is_refused_and_the_others_go_in(tmp_path):
    (tmp_path / "a.xml").write_text("{", encoding="utf-8")
    file(tmp_path, "b", [document("b/1")])
    outcomes, _ = run(tmp_path)
    assert what(outcomes, "file") == ["refused"]
    assert "a.xml, line 1" in outcomes[0].told[0]
    assert what(outcomes) == ["created"]


def test_a_file_that_is_too_large_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("documents.exchange.importing.running.LARGEST", 10)
    outcomes, _ = run(file(tmp_path, "v", [document("v/1")]))
    assert what(outcomes, "file") == ["refused"]
    assert "divide it" in outcomes[0].told[0]


def test_published_documents_are_found(tmp_path):
    opened()
    run(file(tmp_path, "v", [document("v/1")]), publishes=True)
    assert opened().searcher.num_docs == 1


def test_references_within_a_file_are_resolved_at_once(tmp_path):
    first = document("v/1", texts=[{"content": "See [[document:@v/2|No. 2]]."}])
    first["content"]["relations"] = [{"relation_kind": "encloses", "target": "@v/2"}]
    run(file(tmp_path, "v", [first, document("v/2")]), publishes=True)
    assert content_of("v/1").relations[0].target == id_of("v/2")
    assert content_of("v/1").texts[0].content == f"See [[document:{id_of('v/2')}|No. 2]]."
    assert Revision.objects.filter(kind="document").count() == 2


def test_a_reference_is_resolved_when_its_document_arrives_later(tmp_path):
    first = document("a/1", texts=[{"content": "See [[document:@b/1|No. 1]]."}])
    first["content"]["references"] = [{"words": "No. 1", "target": "@b/1"}]
    a = file(tmp_path, "a", [first])
    outcomes, _ = run(a, publishes=True)
    assert what(outcomes, "reference") == ["waiting"]
    assert content_of("a/1").texts[0].content == "See No. 1."
    assert content_of("a/1").references[0].target is None
    outcomes, _ = run(file(tmp_path, "b", [document("b/1")]), publishes=True)
    assert sorted(what(outcomes)) == ["changed", "created"]
    assert content_of("a/1").texts[0].content == f"See [[document:{id_of('b/1')}|No. 1]]."
    assert content_of("a/1").references[0].target == id_of("b/1")
    assert not Awaited.objects.exists()
    assert Version.objects.filter(document=id_of("a/1")).count() == 2
    before = Revision.objects.count()
    assert set(what(run(a, publishes=True)[0])) == {"left"}
    assert Revision.objects.count() == before


def test_documents_that_refer_to_each_other_over_files_are_published_once(tmp_path):
    a = document("a/1", references=[{"target": "@b/1", "words": "later"}])
    b = document("b/1", references=[{"target": "@a/1", "words": "before"}])
    file(tmp_path, "a", [a])
    file(tmp_path, "b", [b])
    run(tmp_path, publishes=True)
    assert content_of("a/1").references[0].target == id_of("b/1")
    assert Version.objects.count() == 2
    assert Listing.objects.count() == 2


@pytest.mark.parametrize("trial", [False, True])
@pytest.mark.parametrize("publishes", [False, True])
def test_nothing_says_that_all_is_done_before_it_is(tmp_path, publishes, trial):
    waits = file(tmp_path, "v", [document("v/1", references=[{"target": "@w/1", "words": "it"}])])
    paths = waits, file(tmp_path, "w", [document("w/1")])
    if trial:
        run(*paths)
    made = Run(tiny.files(*paths), tiny.batch(trial=trial, publishes=publishes), tiny.read)
    shares = [made.share for _ in made.outcomes()]
    assert shares == sorted(shares)
    assert {"100%"} & {f"{share:.0%}" for share in shares} == set()
    assert (shares[-1] > shares[1]) is publishes
    assert made.share == 1


def test_one_thing_is_told_of_as_one():
    told = in_words({"notes in": 1, "notes out": 1, "signatures in": 2, "signatures out": 1})
    assert told == ["1 note in the files, 1 carried over.", "2 signatures in the files, 1 carried over."]


def test_drafts_of_an_earlier_import_are_published_when_asked(tmp_path):
    path = file(tmp_path, "v", [document("v/1")])
    run(path)
    assert not Listing.objects.exists()
    run(path, publishes=True)
    assert Listing.objects.count() == 1


def test_what_was_withdrawn_since_stays_so(tmp_path):
    path = file(tmp_path, "v", [document("v/1")])
    run(path, publishes=True)
    builders.withdraw(id_of("v/1"))
    run(path, publishes=True)
    assert not Listing.objects.exists()


def test_a_document_that_cannot_be_published_comes_in_as_a_draft_and_is_told(tmp_path):
    broken = document("v/1", texts=[{"content": "A note.[^9]"}])
    outcomes, _ = run(file(tmp_path, "v", [broken]), publishes=True)
    assert not outcomes[0].published
    assert outcomes[0].told[0].startswith("Not published: ")
    assert "cannot be published yet" not in outcomes[0].told[0]
    assert Document.objects.count() == 1


@pytest.mark.parametrize(("role", "publishes"), [("contributor", False), ("editor", True)])
def test_nobody_imports_or_publishes_without_the_right(tmp_path, role, publishes):
    path = file(tmp_path, "v", [document("v/1")])
    with pytest.raises(PermissionDenied):
        run(path, user=builders.user(role), publishes=publishes)
    assert not Document.objects.exists()


def test_an_editor_imports_drafts(tmp_path):
    run(file(tmp_path, "v", [document("v/1")]), user=builders.user("editor"))
    assert Document.objects.count() == 1


def test_where_four_eyes_are_the_rule_nothing_is_published(tmp_path, settings):
    settings.FOUR_EYES = True
    outcomes, _ = run(file(tmp_path, "v", [document("v/1")]), publishes=True)
    assert not outcomes[0].published
    assert "your own" in outcomes[0].told[0]


def test_two_documents_of_one_identity_are_one_too_many(tmp_path):
    outcomes, _ = run(file(tmp_path, "v", [document("v/1"), document("v/1", title="Again")]))
    assert what(outcomes) == ["created", "faulty"]


def test_an_id_that_is_free_is_kept(tmp_path):
    from places.register import candidate

    ident = candidate()
    run(file(tmp_path, "v", [document("v/1", public_id=ident)]))
    assert id_of("v/1") == ident


def test_what_was_exported_here_and_comes_back_unchanged_is_left(tmp_path):
    builders.saved(title="Ours")
    ours = Document.objects.get()
    data = history.snapshot(ours.pk).to_data()["document"]
    path = file(tmp_path, "v", [{"identity": "ours/1", "content": data}])
    assert what(run(path)[0]) == ["left"]
    assert Document.objects.count() == 1
    file(tmp_path, "v", [{"identity": "ours/1", "content": data | {"title": "Changed"}}])
    assert what(run(path)[0]) == ["changed"]


def test_unknown_elements_and_notes_are_counted(tmp_path):
    odd = document("v/1") | {"unknown": {"seg": 2}, "notes": (3, 2)}
    _, made = run(file(tmp_path, "v", [odd, document("v/2") | {"unknown": {"seg": 1}}]))
    assert made.batch.counts["element seg"] == 3
    assert made.batch.counts["notes in"] == 3
    assert made.batch.counts["notes out"] == 2
    assert made.batch.state == "done"


def test_two_imports_at_once_are_refused(tmp_path):
    from documents.exchange.importing.running import Running
    from documents.search.locks import locked

    with locked("importing", wait=True), pytest.raises(Running):
        run(file(tmp_path, "v", [document("v/1")]))
    assert tiny.files(tmp_path)


@pytest.mark.parametrize(
    ("number", "trial", "said"),
    [
        (4, False, "4 documents published."),
        (1, False, "1 document published."),
        (4, True, "4 documents would be published."),
    ],
)
def test_the_report_says_what_was_published(number, trial, said):
    assert in_words({"published": number}, trial) == [said]
