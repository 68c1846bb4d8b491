"""Places: what the database itself refuses, and what an editor is told."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from places import writing
from places.models import Place, PlaceIdentifier, PlaceName
from places.revisions import OutsideRevision, Revision, revision
from tests.documents import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Place:
    return Place.objects.get(pk=builders.place("Riverside"))


def refusal(record) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as caught:
        record.full_clean()
    return caught.value.message_dict


# --- The database ---


@pytest.mark.parametrize(
    ("latitude", "longitude"), [("41.7", None), (None, "44.8"), ("91", "0"), ("0", "-181")]
)
def test_the_database_takes_coordinates_in_pairs_and_on_the_globe(town, latitude, longitude):
    with pytest.raises(IntegrityError), transaction.atomic():
        Place.objects.filter(pk=town.pk).update(latitude=latitude, longitude=longitude)


def test_the_database_takes_no_place_within_itself(town):
    with pytest.raises(IntegrityError), transaction.atomic():
        Place.objects.filter(pk=town.pk).update(part_of=town)


def test_the_database_takes_no_name_that_ends_before_it_begins(town):
    with pytest.raises(IntegrityError), transaction.atomic():
        PlaceName.objects.bulk_create([PlaceName(place=town, name="Old", from_year=1936, to_year=1935)])


def test_the_database_takes_a_key_once_in_a_place(town):
    rows = [PlaceName(place=town, name=name, key="samekey1") for name in ("One", "Two")]
    with pytest.raises(IntegrityError), transaction.atomic():
        PlaceName.objects.bulk_create(rows)


def test_a_place_in_which_others_lie_cannot_be_deleted(town):
    with revision():
        Place.objects.create(name="Mill Lane", part_of=town)
        with pytest.raises(ProtectedError):
            town.delete()


# --- What an editor is told ---


def test_a_place_cannot_lie_within_itself_by_way_of_others(town):
    with revision():
        quarter = Place.objects.create(name="Old Town", part_of=town)
        lane = Place.objects.create(name="Mill Lane", part_of=quarter)
    town.part_of = lane
    assert refusal(town) == {"part_of": ["This place would lie within itself, by way of others."]}


def test_a_circle_that_is_there_already_is_not_walked_for_ever(town):
    with revision():
        one = Place.objects.create(name="One")
        two = Place.objects.create(name="Two", part_of=one)
        third = Place.objects.create(name="Three", part_of=two)
    Place.objects.filter(pk=one.pk).update(part_of=two)
    third.full_clean()


def test_a_name_is_not_blank_and_its_language_has_a_tag(town):
    found = refusal(PlaceName(place=town, name=" ", language="Russian!"))
    assert found["name"] == ["A name needs at least one letter."]
    assert "BCP 47" in found["language"][0]


@pytest.mark.parametrize("year", [0, datetime.datetime.now(datetime.UTC).year + 1])
def test_a_name_is_used_in_years_that_have_been(town, year):
    assert (
        "A year lies between 1 and"
        in refusal(PlaceName(place=town, name="Old", from_year=year))["from_year"][0]
    )


def test_a_pair_of_coordinates_is_asked_for(town):
    town.latitude = 41
    assert "Give both latitude (-90 to 90) and longitude" in str(refusal(town))


@pytest.mark.parametrize(
    ("scheme", "good", "bad"),
    [
        ("wikidata", "Q994", "994"),
        ("viaf", "113230702", "viaf113"),
        ("gnd", "118529579", "11852957Y"),
        ("geonames", "611717", "0"),
        ("isni", "0000 0001 2103 2683", "0000 0001 2103"),
        ("lcnaf", "n79021164", "79021164"),
    ],
)
def test_an_identifier_has_the_shape_of_its_scheme(town, scheme, good, bad):
    PlaceIdentifier(place=town, scheme=scheme, value=good).full_clean()
    assert "such as" in refusal(PlaceIdentifier(place=town, scheme=scheme, value=bad))["value"][0]


def test_a_whole_address_in_place_of_an_identifier_is_understood(town):
    row = PlaceIdentifier(place=town, scheme="wikidata", value="https://www.wikidata.org/wiki/Q994")
    assert "not the whole web address" in refusal(row)["value"][0]


# --- History ---


def test_nothing_is_saved_without_a_history():
    with pytest.raises(OutsideRevision):
        Place.objects.create(name="Nowhere")
    assert not Place.objects.exists()


def test_rows_saved_one_by_one_belong_to_one_revision_of_their_place(town):
    with revision(builders.user("editor"), "Names found in the map of 1913"):
        first = PlaceName.objects.create(place=town, name="Flussufer")
        PlaceName.objects.create(place=town, name="Приречье")
        first.delete()
    last = Revision.objects.filter(kind="place", record=town.pk).first()
    assert (last.number, last.reason) == (2, "Names found in the map of 1913")
    assert sorted(PlaceName.history.filter(revision=last).values_list("history_type", flat=True)) == [
        "+",
        "+",
        "-",
    ]


def test_writing_plain_data_keeps_a_history_of_every_row(town):
    data = {"public_id": town.pk, "name": "Riverside", "names": [{"name": "Flussufer", "language": "de"}]}
    with revision(None, "Import"):
        writing.write(Place, data)
    row = PlaceName.history.get()
    assert (row.name, row.revision.number, row.history_change_reason) == ("Flussufer", 2, "Import")


def test_an_act_that_fails_leaves_neither_rows_nor_a_revision(town):
    def fail() -> None:
        with revision():
            PlaceName.objects.create(place=town, name="Old")
            PlaceName.objects.create(place=town, name="Older", from_year=9, to_year=8)

    with pytest.raises(IntegrityError):
        fail()
    assert not PlaceName.objects.exists()
    assert Revision.objects.filter(record=town.pk).count() == 1


# --- Choosing ---


def test_records_in_use_are_neither_set_aside_nor_merged(town):
    with revision():
        Place.objects.create(name="Set aside", set_aside=True)
        Place.objects.create(name="Merged", merged_into=town)
    assert list(Place.objects.in_use()) == [town]
