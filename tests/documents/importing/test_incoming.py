"""A file says something else of a document that an editor has changed: the desk puts the two together."""

import re
from dataclasses import replace
from html import unescape

import pytest

from documents import history
from documents.exchange.importing import incoming
from documents.models import Incoming
from places.models import Revision
from tests.documents import builders
from tests.documents.importing.test_running import content_of, id_of, what
from tests.documents.importing.tiny import document, file, run
from tests.forms import desk

pytestmark = pytest.mark.django_db

WORDS = {"texts": [{"language": "en", "content": "The words of the file."}]}


@pytest.fixture
def met(tmp_path):
    """The editor changed title and summary, then the file title and text."""
    file(tmp_path, "v", [document("v/1", title="A letter", **WORDS), document("v/2")])
    run(tmp_path)
    builders.save(replace(content_of("v/1"), title="The editor's letter", summary="The editor's summary."))
    said = {"texts": [{"language": "en", "content": "Other words of the file."}]}
    file(tmp_path, "v", [document("v/1", title="The file's letter", **said), document("v/2")])
    outcomes, _ = run(tmp_path)
    assert what(outcomes) == ["conflict", "left"]
    return tmp_path


def address(act: str) -> str:
    return f"/admin/documents/document/{id_of('v/1')}/{act}/"


def page() -> str:
    return desk("editor").get(address("incoming")).content.decode()


def choose(told: str, **choices: str):
    """Saves what was chosen on the page; the name of a choice begins the name of its question."""
    typed = unescape(re.search(r'name="typed" value="([^"]+)"', told)[1])
    names = set(re.findall(r'<input type="radio" name="([^"]+)"', told))
    chosen = {name: value for name in names for field, value in choices.items() if name.endswith(field)}
    data = {"typed": typed, "change_reason": "Compared with the file", **chosen}
    return desk("editor").post(address("merge"), data, follow=True)


def test_the_page_asks_what_both_changed_and_offers_what_one_changed(met):
    told = page()
    for words in ("file's", "editor's"):
        assert words.replace("'", "&#x27;") in told
    assert "Changed in the file and at the desk: 1" in told
    assert "Changed in one of the two only: 2" in told
    assert "v.xml" in told
    assert "In the file" in told
    assert "At the desk" in told


def test_what_is_chosen_is_saved_as_one_revision_and_the_rest_of_both_with_it(met):
    choose(page(), title="theirs")
    found = content_of("v/1")
    assert (found.title, found.summary) == ("The editor's letter", "The editor's summary.")
    assert found.texts[0].content == "Other words of the file."
    last = history.latest("document", id_of("v/1"))
    assert (last.number, last.user, last.reason) == (3, builders.user("editor"), "Compared with the file")


def test_nothing_is_saved_as_long_as_something_is_open(met):
    told = choose(page()).content.decode()
    assert "Nothing has been saved yet" in told
    assert content_of("v/1").title == "The editor's letter"
    assert Incoming.objects.get().content


def test_what_was_decided_is_not_asked_again(met):
    choose(page(), title="theirs")
    before = Revision.objects.count()
    outcomes, _ = run(met)
    assert what(outcomes) == ["left", "left"]
    assert Revision.objects.count() == before
    assert (
        "No file says anything else" in desk("editor").get(address("incoming"), follow=True).content.decode()
    )


def test_the_next_change_of_the_file_is_compared_with_what_was_decided(met):
    choose(page(), title="theirs")
    said = {"texts": [{"language": "en", "content": "Words that are new again."}]}
    file(met, "v", [document("v/1", title="The file's letter", **said), document("v/2")])
    assert what(run(met)[0]) == ["conflict", "left"]
    told = page()
    assert "Changed in the file and at the desk: 0" in told
    choose(told)
    found = content_of("v/1")
    assert (found.title, found.texts[0].content) == ("The editor's letter", "Words that are new again.")


def test_if_all_of_the_file_is_taken_the_import_goes_on_by_itself(met):
    choose(page(), title="mine", summary="mine")
    file(met, "v", [document("v/1", title="Once more"), document("v/2")])
    assert what(run(met)[0]) == ["changed", "left"]
    assert content_of("v/1").title == "Once more"


def test_an_editor_who_saves_in_between_is_not_overwritten(met):
    told = page()
    builders.save(replace(content_of("v/1"), title="The third"))
    assert "once more while you were choosing" in choose(told, title="mine").content.decode()
    assert content_of("v/1").title == "The third"


def test_what_a_file_says_anew_while_one_compares_still_waits(met):
    told = page()
    said = {"texts": [{"language": "en", "content": "Words that nobody has looked at."}]}
    file(met, "v", [document("v/1", title="The file's letter", **said), document("v/2")])
    run(met)
    choose(told, title="theirs")
    found = content_of("v/1")
    assert (found.title, found.texts[0].content) == ("The editor's letter", "Other words of the file.")
    assert "Words that nobody has looked at." in Incoming.objects.get().content
    assert "nobody has looked at" in page()
    assert what(run(met)[0]) == ["conflict", "left"]


def test_a_run_that_says_the_same_again_leaves_one_question(met):
    kept = Incoming.objects.get()
    run(met)
    assert Incoming.objects.get() == kept
    assert Incoming.objects.get().batch == kept.batch


def test_a_file_that_goes_back_to_what_it_said_asks_nothing(met):
    file(met, "v", [document("v/1", title="A letter", **WORDS), document("v/2")])
    run(met)
    assert not Incoming.objects.get().content


def test_a_dry_run_asks_nothing(met):
    Incoming.objects.all().delete()
    run(met, trial=True)
    assert not Incoming.objects.exists()


def test_the_page_of_imports_leads_there(met):
    told = desk("editor").get("/admin/import/").content.decode()
    assert "Changed here and in a file since: 1 document." in told
    assert address("incoming") in told


def test_who_may_not_change_the_document_may_not_choose(met):
    assert desk("contributor").get(address("incoming")).status_code == 403


def test_nothing_waits_for_a_document_that_does_not_exist():
    assert desk("editor").get("/admin/documents/document/b2345678/incoming/").status_code == 404


def test_a_link_that_comes_while_one_compares_is_offered_afterwards(tmp_path):
    run(file(tmp_path, "v", [document("v/1", title="A letter")]))
    builders.save(replace(content_of("v/1"), title="The editor's letter"))
    refers = document("v/1", title="The file's letter", references=[{"target": "@b/1", "words": "it"}])
    run(file(tmp_path, "v", [refers]))
    told = page()
    run(file(tmp_path, "b", [document("b/1")]))
    choose(told, title="theirs")
    assert content_of("v/1").references[0].target is None
    assert incoming.content_of(Incoming.objects.get())["references"][0]["target"] == id_of("b/1")
    told = page()
    choose(told, title="theirs", references="mine", target="mine")
    assert content_of("v/1").references[0].target == id_of("b/1")
    assert not incoming.waiting().exists()
