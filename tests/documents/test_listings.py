"""The listing: small rows that are made of the current version and of nothing else."""

from datetime import date

import pytest

from documents import listings
from documents.models import Listing, ListingName, Version
from documents.snapshot import (
    ArchivalReference,
    Correspondent,
    DocumentTopic,
    Footnote,
    Printing,
    Reference,
    Relation,
    Signatory,
    Text,
)
from documents.verification import Tally, verify
from tests.documents import builders

pytestmark = pytest.mark.django_db


def listed(**fields) -> Listing:
    return Listing.objects.get(document=builders.published(**fields).document_id)


def names(listing: Listing) -> set[tuple[str, str, str, str]]:
    return set(listing.names.values_list("kind", "role", "ident", "number"))


def test_the_row_says_what_the_version_says():
    row = listed(
        title="A letter",
        title_language="de",
        type="letter",
        date_edtf="1920-06-27",
        date_calendar="julian",
        date_as_written="June 27",
        texts=(Text(key="text0001", language="hy", content="Words"),),
    )
    assert (row.title, row.title_language, row.type, row.language) == ("A letter", "de", "letter", "hy")
    assert (row.date_edtf, row.date_calendar, row.date_as_written) == ("1920-06-27", "julian", "June 27")
    assert (row.earliest, row.latest) == (date(1920, 7, 10), date(1920, 7, 10))


def test_without_a_title_the_heading_is_listed_without_marks_in_its_own_language():
    note = Footnote(key="note0001", owner="heading", label="*", content="So printed.")
    row = listed(title="", heading="Письмо[^*]\nсовета _всем_", wording_language="ru", footnotes=(note,))
    assert (row.title, row.title_language) == ("Письмо совета всем", "ru")


def test_a_date_as_written_is_listed_without_marks():
    note = Footnote(key="note0001", owner="date", label="*", content="So printed.")
    row = listed(date_as_written="July 10[^*], [1920]", footnotes=(note,))
    assert row.date_as_written == "July 10, [1920]"


def test_every_name_stands_in_every_role_once():
    ada, body, place = builders.person(), builders.body(), builders.place()
    collection, archive = builders.collection(), builders.repository()
    other = builders.saved(title="Another letter")
    row = listed(
        place=place,
        texts=(
            Text(
                key="text0001",
                content=f"By [[person:{ada}|Ada]], [[person:{ada}|her]]; [[document:{other}|see there]].",
            ),
        ),
        correspondents=(Correspondent(key="corr0001", role="recipient", person=ada, body=body),),
        signatories=(
            Signatory(key="sign0001", person=ada, body=body),
            Signatory(key="sign0002", person=ada, body=body),
        ),
        printings=(Printing(key="prin0001", collection=collection, number="10a"),),
        archival_references=(ArchivalReference(key="arch0001", repository=archive),),
        topics=(DocumentTopic(key="topi0001", topic=builders.term("harvest")),),
        references=(
            Reference(key="refr0001", by="number", number="9", collection=collection),
            Reference(key="refr0002", by="description", words="the letter", target=other),
        ),
        relations=(Relation(key="rela0001", relation_kind="reply_to", target=other),),
    )
    assert names(row) == {
        ("place", "written", place, ""),
        ("person", "mentioned", ada, ""),
        ("person", "recipient", ada, ""),
        ("body", "recipient", body, ""),
        ("person", "signatory", ada, ""),
        ("body", "signatory", body, ""),
        ("collection", "printed", collection, "10a"),
        ("repository", "kept", archive, ""),
        ("topic", "topic", "harvest", ""),
        ("collection", "referred", collection, "9"),
        ("document", "referred", other, ""),
        ("document", "reply_to", other, ""),
    }
    assert row.names.count() == len(names(row))


def test_numbers_of_a_collection_sort_as_they_are_counted():
    numbers = ["9", "10", "10a", "11", "2/3", "Supplement 1", "1"]
    wanted = ["1", "2/3", "9", "10", "10a", "11", "Supplement 1"]
    assert sorted(numbers, key=listings.order) == wanted
    assert len(listings.order("9" * 50 + "a" * 50)) <= 80


def test_the_next_version_replaces_the_rows_of_the_one_before():
    ada, bo = builders.person("Ada"), builders.person("Bo")
    ident = builders.published(signatories=(Signatory(key="sign0001", person=ada),)).document_id
    builders.changed(ident, title="By Bo", signatories=(Signatory(key="sign0001", person=bo),))
    version = builders.publish(ident)
    row = Listing.objects.get()
    assert (row.title, row.version) == ("By Bo", version)
    assert set(ListingName.objects.values_list("ident", flat=True)) == {bo}


def test_withdrawing_leaves_no_row():
    ident = builders.published(signatories=(Signatory(key="sign0001", person=builders.person()),)).document_id
    builders.withdraw(ident)
    assert (Listing.objects.count(), ListingName.objects.count()) == (0, 0)


def test_the_listing_can_be_made_anew_from_the_versions_alone():
    ident = builders.published(place=builders.place()).document_id
    builders.withdraw(builders.published(title="Withdrawn").document_id)
    before = list(Listing.objects.values()), list(ListingName.objects.values_list("kind", "ident"))
    builders.changed(ident, title="A draft of the next version")
    Listing.objects.all().delete()
    assert listings.rebuild() == 1
    assert (list(Listing.objects.values()), list(ListingName.objects.values_list("kind", "ident"))) == before
    assert list(verify(Tally())) == []


def test_a_version_that_cannot_be_read_does_not_stop_the_others_from_being_listed():
    broken, sound = builders.published().document_id, builders.published(title="Sound").document_id
    Version.objects.filter(document=broken).update(content="{}")
    Listing.objects.all().delete()
    assert listings.rebuild() == 1
    assert Listing.objects.get().document_id == sound
