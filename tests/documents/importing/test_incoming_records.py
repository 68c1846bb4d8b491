"""A file says something else of a record that an editor has changed: the desk puts the two together."""

import re
from html import unescape

import pytest

from documents import history
from documents.models import Imported, Incoming
from people.models import Person, PersonIdentifier, PersonName
from places.models import Place, Revision
from places.revisions import revision
from tests.documents import builders
from tests.documents.importing.tiny import file, run
from tests.forms import desk

pytestmark = pytest.mark.django_db

ADA = {
    "kind": "person",
    "local": "x",
    "name": "Ada Example",
    "born": "1880",
    "names": ["A. Example"],
    "identifiers": [["gnd", "118529579"]],
}


def saved_by_an_editor(record, **fields) -> None:
    for name, value in fields.items():
        setattr(record, name, value)
    with revision(builders.user("editor"), "Looked up"):
        record.save()


@pytest.fixture
def met(tmp_path):
    """The editor changed name and remarks and added a name, then the file name and death."""
    run(file(tmp_path, "v", [], [ADA]))
    person = Person.objects.get()
    saved_by_an_editor(person, name="Ada M. Example", remarks="Ask the family.")
    with revision(builders.user("editor"), "Another name"):
        PersonName.objects.create(person=person, name="Ада Пример", language="ru", position=1)
    outcomes, _ = run(file(tmp_path, "v", [], [{**ADA, "name": "Ada Exemplary", "died": "1950"}]))
    assert [each.what for each in outcomes] == ["conflict"]
    return tmp_path


def address() -> str:
    return f"/admin/import/compare/person/{Person.objects.get().pk}/"


def page(role: str = "editor") -> str:
    return desk(role).get(address()).content.decode()


def choose(told: str, role: str = "editor", **choices: str):
    """Saves what was chosen on the page; the name of a choice begins the name of its question."""
    typed = unescape(re.search(r'name="typed" value="([^"]+)"', told)[1])
    names = set(re.findall(r'<input type="radio" name="([^"]+)"', told))
    chosen = {name: value for name in names for field, value in choices.items() if name.endswith(field)}
    data = {"typed": typed, "change_reason": "Compared with the file", **chosen}
    return desk(role).post(address(), data, follow=True)


def test_the_page_shows_the_file_and_the_desk_field_by_field(met):
    told = page()
    assert "says something else of this person now" in told
    assert "Changed in the file and at the desk: 1" in told
    assert "Changed in one of the two only: 2" in told
    text = " ".join(re.sub("<[^>]+>", "", told).split())
    for words in ("Exemplary", "M. Example", "1950", "Ада Пример", "In the file", "At the desk", "v.xml"):
        assert words in text


def test_what_is_chosen_is_saved_as_one_revision_with_its_reason(met):
    before = Revision.objects.count()
    reply = choose(page(), name="theirs")
    assert "It is saved as you chose." in reply.content.decode()
    person = Person.objects.get()
    assert (person.name, person.died, person.remarks) == ("Ada M. Example", "1950", "Ask the family.")
    assert [each.name for each in person.names.all()] == ["A. Example", "Ада Пример"]
    last = history.latest("person", person.pk)
    assert (last.user, last.reason) == (builders.user("editor"), "Compared with the file")
    assert Revision.objects.count() == before + 1
    assert person.history.first().died == "1950"


def test_nothing_is_saved_as_long_as_something_is_open(met):
    told = choose(page()).content.decode()
    assert "1 thing that both the file and the desk changed is not decided yet" in told
    assert Person.objects.get().died == ""
    assert Incoming.objects.get().content


def test_what_was_decided_is_not_asked_again_and_the_next_change_is(met):
    choose(page(), name="theirs")
    assert [each.what for each in run(met / "v.xml")[0]] == ["left"]
    assert (
        "No file says anything else of this person"
        in desk("editor").get(address(), follow=True).content.decode()
    )
    again = {**ADA, "name": "Ada Exemplary", "died": "1951"}
    assert [each.what for each in run(file(met, "v", [], [again]))[0]] == ["conflict"]
    told = page()
    assert "Changed in the file and at the desk: 0" in told
    choose(told)
    assert (Person.objects.get().name, Person.objects.get().died) == ("Ada M. Example", "1951")


def test_if_all_of_the_file_is_taken_the_import_goes_on_by_itself(tmp_path):
    run(file(tmp_path, "v", [], [ADA]))
    saved_by_an_editor(Person.objects.get(), name="Ada M. Example")
    run(file(tmp_path, "v", [], [{**ADA, "name": "Ada Exemplary"}]))
    choose(page(), name="mine")
    assert Person.objects.get().name == "Ada Exemplary"
    again = file(tmp_path, "v", [], [{**ADA, "name": "Ada Once More"}])
    assert [each.what for each in run(again)[0]] == ["changed"]


def test_an_editor_who_saves_in_between_is_not_overwritten(met):
    told = page()
    saved_by_an_editor(Person.objects.get(), name="The third")
    assert "saved this person once more while you were choosing" in choose(told, name="mine").content.decode()
    assert Person.objects.get().name == "The third"


def test_what_a_file_says_anew_while_one_compares_still_waits(met):
    told = page()
    run(file(met, "v", [], [{**ADA, "name": "Nobody has looked at this"}]))
    choose(told, name="theirs")
    assert Person.objects.get().died == "1950"
    assert "Nobody has looked at this" in Incoming.objects.get().content


def test_what_was_sealed_for_one_record_serves_for_no_other(met):
    typed = unescape(re.search(r'name="typed" value="([^"]+)"', page())[1])
    forged = desk("editor").post(address(), {"typed": typed[:-2] + "xx"})
    assert forged.status_code == 400
    assert desk("editor").post(address(), {}).status_code == 400
    other = builders.person("Bob")
    reply = desk("editor").post(f"/admin/import/compare/person/{other}/", {"typed": typed})
    assert reply.status_code == 403


def test_who_may_not_change_the_record_may_not_choose(met):
    assert desk("contributor").get(address()).status_code == 403
    told = page()
    typed = unescape(re.search(r'name="typed" value="([^"]+)"', told)[1])
    assert desk("contributor").post(address(), {"typed": typed}).status_code == 403


def test_the_pages_of_imports_lead_there(met):
    told = desk("editor").get("/admin/import/").content.decode()
    assert "Changed here and in a file since: 1 person." in told
    assert address() in told


def test_coordinates_are_decided_together_and_equal_ones_are_no_difference(tmp_path):
    told = {"kind": "place", "local": "r", "name": "Riverside"}
    run(file(tmp_path, "v", [], [{**told, "data": {"latitude": "40.5", "longitude": "44.25"}}]))
    place = Place.objects.get()
    saved_by_an_editor(place, latitude="41.5", note="On the river")
    said = {**told, "note": "A mill", "data": {"latitude": "40.5", "longitude": "45.5"}}
    run(file(tmp_path, "v", [], [said]))
    told = desk("editor").get(f"/admin/import/compare/place/{place.pk}/").content.decode()
    questions = set(re.findall(r'<input type="radio" name="([^"]+)"', told))
    assert questions == {"document..latitude", "document..note"}
    typed = unescape(re.search(r'name="typed" value="([^"]+)"', told)[1])
    chosen = {"document..latitude": "mine", "document..note": "theirs"}
    desk("editor").post(f"/admin/import/compare/place/{place.pk}/", {"typed": typed, **chosen})
    place.refresh_from_db()
    assert (str(place.latitude), str(place.longitude)) == ("40.500000", "45.500000")
    assert place.note == "On the river"


def test_what_the_desk_alone_tells_is_never_asked(tmp_path):
    run(file(tmp_path, "v", [], [ADA]))
    saved_by_an_editor(Person.objects.get(), set_aside=True, remarks="Not his son.")
    run(file(tmp_path, "v", [], [{**ADA, "died": "1950"}]))
    told = page()
    assert "Not his son." not in told
    choose(told)
    person = Person.objects.get()
    assert (person.died, person.set_aside, person.remarks) == ("1950", True, "Not his son.")
    assert PersonIdentifier.objects.get().value == "118529579"
    assert Imported.objects.get().revision == history.latest("person", person.pk).number
