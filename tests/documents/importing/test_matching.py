"""Whether somebody is here already: by identifiers, by name and dates; never by guess."""

import pytest

from documents.models import DoubtfulMatch, Imported
from people.models import Body, Person, PersonIdentifier
from places.models import Place
from places.revisions import revision
from tests.documents import builders
from tests.documents.importing.tiny import file, run

pytestmark = pytest.mark.django_db


def imported(tmp_path, **named) -> str:
    """Imports a file that tells of one record; gives what came of it."""
    named = {"kind": "person", "local": "x", "name": "Ada Example", **named}
    outcomes, _ = run(file(tmp_path, "v", [], [named]))
    (outcome,) = outcomes
    return outcome.what


def known(name="Ada Example", gnd="", **fields) -> str:
    pk = builders.person(name, **fields)
    if gnd:
        with revision(None, ""):
            PersonIdentifier.objects.create(person_id=pk, scheme="gnd", value=gnd)
    return pk


def test_a_shared_identifier_decides_whatever_the_name(tmp_path):
    pk = known("A. Example", gnd="118529579")
    assert imported(tmp_path, identifiers=[["gnd", "118529579"]]) == "matched"
    assert Imported.objects.get().record == pk
    assert Person.objects.count() == 1


def test_another_identifier_of_the_same_scheme_tells_apart(tmp_path):
    known(gnd="118529579", born="1880")
    assert imported(tmp_path, born="1880", identifiers=[["gnd", "118518453"]]) == "created"
    assert not DoubtfulMatch.objects.exists()


def test_the_same_name_and_birth_is_the_same_person(tmp_path):
    known("Ada  example", born="1880")
    assert imported(tmp_path, born="1880") == "matched"


def test_another_date_is_another_person(tmp_path):
    known(born="1880")
    assert imported(tmp_path, born="1881") == "created"
    assert not DoubtfulMatch.objects.exists()


def test_a_namesake_without_dates_is_doubtful_and_not_merged(tmp_path):
    pk = known()
    assert imported(tmp_path) == "created"
    doubt = DoubtfulMatch.objects.get()
    assert (doubt.known, doubt.answer) == (pk, "")
    assert Person.objects.filter(merged_into=None).count() == 2


def test_of_two_namesakes_neither_is_taken(tmp_path):
    known(born="1880")
    known(born="1880")
    assert imported(tmp_path, born="1880") == "created"
    assert DoubtfulMatch.objects.count() == 2


def test_a_shared_identifier_with_another_birth_is_doubtful(tmp_path):
    known(gnd="118529579", born="1880")
    assert imported(tmp_path, born="1890", identifiers=[["gnd", "118529579"]]) == "created"
    assert DoubtfulMatch.objects.count() == 1


def test_a_place_of_the_same_name_alone_is_the_same(tmp_path):
    builders.place("Riverside")
    assert imported(tmp_path, kind="place", name="riverside") == "matched"
    assert Place.objects.count() == 1


def test_namesakes_within_a_source_are_two(tmp_path):
    named = [{"kind": "person", "local": each, "name": "Ada Example", "born": "1880"} for each in "xy"]
    run(file(tmp_path, "v", [], named))
    assert Person.objects.count() == 2
    assert not DoubtfulMatch.objects.exists()


def test_a_merged_record_stands_for_the_one_in_which_it_ended(tmp_path):
    old, new = known(born="1880"), known("Ada Miller")
    with revision(None, ""):
        merged = Person.objects.get(pk=old)
        merged.merged_into_id = new
        merged.save()
    imported(tmp_path, identifiers=[], born="1880", name="Ada Miller")
    assert DoubtfulMatch.objects.get().known == new


def test_what_of_a_record_is_faulty_is_left_out_and_told(tmp_path):
    named = {"kind": "body", "local": "x", "name": "Council", "born": "long ago", "data": {"remit": "mills"}}
    outcomes, _ = run(file(tmp_path, "v", [], [named]))
    assert Body.objects.get().founded == ""
    assert any("founded" in sentence for sentence in outcomes[0].told)
    assert any("mills" in sentence for sentence in outcomes[0].told)


def test_a_body_within_another_is_entered_after_it(tmp_path):
    named = [
        {"kind": "body", "local": "part", "name": "Office", "data": {"parent": "@whole"}},
        {"kind": "body", "local": "whole", "name": "Ministry"},
    ]
    run(file(tmp_path, "v", [], named))
    assert Body.objects.get(name="Office").parent.name == "Ministry"


def test_a_changed_record_is_changed_unless_an_editor_has(tmp_path):
    imported(tmp_path, born="1880")
    assert imported(tmp_path, born="1880", died="1950") == "changed"
    assert imported(tmp_path, born="1880", died="1950") == "left"
    person = Person.objects.get()
    person.note = "An editor's"
    with revision(None, ""):
        person.save()
    assert imported(tmp_path, born="1880", died="1951") == "conflict"
    assert Person.objects.get().died == "1950"
