"""A file says something else of a record that it brought: written anew, and never over an editor's work."""

from collections.abc import Iterator, Mapping

import pytest

from documents import history
from documents.exchange.importing.authorities import Authorities
from documents.exchange.importing.sources import Named, Source
from documents.models import Imported, Incoming
from people.models import Person
from places.models import Place
from places.revisions import revision
from tests.documents import builders
from tests.documents.importing.tiny import batch, file, run

pytestmark = pytest.mark.django_db

ADA = {"kind": "person", "local": "x", "name": "Ada Example", "born": "1880"}


def imported(tmp_path, *named: dict) -> list[tuple[str, str]]:
    """What became of each record of the file, with the first thing that is told of it."""
    outcomes, _ = run(file(tmp_path, "v", [], [*named]))
    return [(each.what, each.told[0] if each.told else "") for each in outcomes]


def by_an_editor(record, **fields) -> None:
    for name, value in fields.items():
        setattr(record, name, value)
    with revision(builders.user("editor"), "Looked up"):
        record.save()


# --- Between the look and the writing ---


class Overtaken(Mapping):
    """Further columns of a record; whoever reads them one by one lets an editor save the record first."""

    def __init__(self, save) -> None:
        self.save = save

    def __getitem__(self, key: str) -> str:
        raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def __deepcopy__(self, memo: dict) -> dict:
        return {}

    def items(self):
        self.save()
        return ()


def test_an_editor_who_saves_while_the_file_is_looked_at_is_not_written_over(tmp_path):
    imported(tmp_path, ADA)
    person = Person.objects.get()

    def save() -> None:
        by_an_editor(person, note="An editor's")

    named = Named(**{**ADA, "died": "1950"}, data=Overtaken(save))
    source = Source(file="v.xml", identity="v", dialect="tiny", documents=(), named={"x": named})
    (outcome,) = Authorities(batch(), trial=False).enter(source, [named])
    assert outcome.what == "conflict"
    person.refresh_from_db()
    assert (person.note, person.died) == ("An editor's", "")
    assert history.latest("person", person.pk).number == 2
    assert Incoming.objects.get().imported.record == person.pk


# --- What the database refuses ---


def test_one_that_the_database_refuses_is_told_and_the_others_of_its_block_go_in(tmp_path):
    places = [{"kind": "place", "local": f"p{n}", "name": f"Place {n}"} for n in range(4)]
    places[2]["data"] = {"latitude": "40.5"}  # a rule between columns asks for the longitude, too
    told = imported(tmp_path, *places)
    assert [what for what, _ in told] == ["created", "created", "faulty", "created"]
    assert told[2][1].startswith("The database refused it: ")
    assert sorted(Place.objects.values_list("name", flat=True)) == ["Place 0", "Place 1", "Place 3"]
    assert Imported.objects.filter(kind="place").count() == 3


def test_once_it_is_mended_it_goes_in_and_the_others_stay(tmp_path):
    places = [{"kind": "place", "local": f"p{n}", "name": f"Place {n}"} for n in range(2)]
    imported(tmp_path, places[0], {**places[1], "data": {"latitude": "40.5"}})
    mended = {**places[1], "data": {"latitude": "40.5", "longitude": "44"}}
    assert [what for what, _ in imported(tmp_path, places[0], mended)] == ["left", "created"]
    assert str(Place.objects.get(name="Place 1").longitude) == "44.000000"


def test_a_known_record_whose_new_name_does_not_fit_is_told_and_stays(tmp_path):
    imported(tmp_path, ADA)
    ((what, why),) = imported(tmp_path, {**ADA, "name": "A" * 501})
    assert (what, Person.objects.get().name) == ("faulty", "Ada Example")
    assert "name" in why


# --- What both say, and what waits ---


def test_what_editor_and_file_both_say_is_no_conflict(tmp_path):
    imported(tmp_path, ADA)
    by_an_editor(Person.objects.get(), died="1950")
    assert imported(tmp_path, {**ADA, "died": "1950"}) == [("left", "")]
    assert imported(tmp_path, {**ADA, "died": "1951"}) == [("changed", "")]
    assert Person.objects.get().died == "1951"


def test_a_file_that_goes_back_to_what_it_said_asks_nothing(tmp_path):
    imported(tmp_path, ADA)
    by_an_editor(Person.objects.get(), note="An editor's")
    assert imported(tmp_path, {**ADA, "died": "1950"})[0][0] == "conflict"
    assert Incoming.objects.get().content
    assert imported(tmp_path, ADA) == [("left", "")]
    assert not Incoming.objects.get().content


def test_a_record_that_was_set_aside_and_put_together_stays_set_aside(tmp_path):
    imported(tmp_path, ADA)
    by_an_editor(Person.objects.get(), set_aside=True)
    assert imported(tmp_path, {**ADA, "died": "1950"})[0][0] == "conflict"
    assert Person.objects.get().set_aside


def test_a_dry_run_foretells_and_asks_nothing(tmp_path):
    imported(tmp_path, ADA)
    by_an_editor(Person.objects.get(), note="An editor's")
    outcomes, _ = run(file(tmp_path, "v", [], [{**ADA, "died": "1950"}]), trial=True)
    assert [each.what for each in outcomes] == ["conflict"]
    assert not Incoming.objects.exists()
