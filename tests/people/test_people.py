"""People and bodies: what the database itself refuses, and what an editor is told."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from people.models import Body, BodyName, Capacity, Office, Person, PersonName, Predecession
from people.years import years
from places.revisions import Revision, revision
from tests.documents import builders

pytestmark = pytest.mark.django_db


def refusal(record) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as caught:
        record.full_clean()
    return caught.value.message_dict


@pytest.fixture
def ada() -> Person:
    return Person.objects.get(pk=builders.person("Ada Example"))


@pytest.fixture
def council() -> Body:
    return Body.objects.get(pk=builders.body("Harvest Council"))


# --- The database ---


def test_the_database_takes_no_body_as_its_own_parent(council):
    with pytest.raises(IntegrityError), transaction.atomic():
        Body.objects.filter(pk=council.pk).update(parent=council)


def test_the_database_takes_no_body_as_its_own_predecessor(council):
    with pytest.raises(IntegrityError), transaction.atomic():
        Predecession.objects.bulk_create([Predecession(body=council, predecessor=council)])


def test_what_others_name_cannot_be_deleted(ada, council):
    chair = Capacity.objects.first()
    with revision():
        Office.objects.create(person=ada, body=council, capacity=chair)
    for named in (council, chair):
        with pytest.raises(ProtectedError), revision():
            named.delete()


def test_a_deleted_person_takes_the_rows_along_and_the_history_stays(ada):
    with revision():
        PersonName.objects.create(person=ada, name="Ада", language="ru")
    ident = ada.pk
    with revision(None, "Entered twice"):
        ada.delete()
    assert not PersonName.objects.exists()
    last = Revision.objects.filter(kind="person", record=ident).first()
    assert (last.number, last.reason) == (3, "Entered twice")
    assert PersonName.history.filter(history_type="-", revision=last).exists()


# --- What an editor is told ---


@pytest.mark.parametrize(
    ("model", "first", "last"), [(Person, "born", "died"), (Body, "founded", "dissolved")]
)
def test_nothing_ends_before_it_begins(model, first, last):
    assert "before" in refusal(model(name="Example", **{first: "1920", last: "1919-12"}))[last][0]


@pytest.mark.parametrize(("born", "died"), [("1920", "1920"), ("192X", "1921"), ("", "1919"), ("1920~", "")])
def test_dates_that_may_be_right_are_taken(born, died):
    Person(name="Example", born=born, died=died).full_clean()


def test_an_office_does_not_end_before_it_begins(ada):
    office = Office(person=ada, capacity=Capacity.objects.first(), begins="1921", ends="1920")
    assert refusal(office)["ends"] == ["The office would have ended before it began."]


def test_a_date_that_cannot_be_read_is_explained_at_its_field():
    found = refusal(Person(name="Example", born="about 1870", died="1925"))
    assert set(found) == {"born"}


def test_a_body_is_not_a_part_of_itself_by_way_of_others(council):
    with revision():
        office = Body.objects.create(name="Office", parent=council)
    council.parent = office
    assert refusal(council)["parent"] == ["This body would be a part of itself, by way of others."]


@pytest.mark.parametrize("model", [PersonName, BodyName])
def test_a_further_name_is_not_blank(model):
    assert refusal(model(name="\t", language="en"))["name"] == ["A name needs at least one letter."]


def test_a_label_is_not_blank():
    assert "label" in refusal(Capacity(code="nobody", label="  "))


# --- Choosing, and telling apart ---


def test_terms_in_use_are_those_not_set_aside():
    chair = Capacity.objects.first()
    with revision():
        chair.set_aside = True
        chair.save()
    assert chair not in Capacity.objects.in_use()


@pytest.mark.parametrize(
    ("born", "died", "told"),
    [
        ("1870-03-01", "1925", "1870–1925"),
        ("1870", "", "1870–?"),
        ("", "1925", "?–1925"),
        ("", "", ""),
        ("187X", "", "1870–?"),
    ],
)
def test_years_tell_namesakes_apart(born, died, told):
    assert years(born, died) == told
