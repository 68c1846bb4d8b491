"""The desk of repositories, collections and vocabularies; and who names a record."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents.desk import usage
from documents.models import VOCABULARIES, Document, DocumentType, Level, Repository, SourceCollection
from documents.snapshot import ArchivalReference, Printing, Signatory, Text
from people.models import Capacity, Person
from places import records
from places.models import Place
from places.revisions import Revision, revision
from tests.documents import builders
from tests.forms import Sheet, desk, reasons

pytestmark = pytest.mark.django_db


def revision_count(record: str) -> int:
    return Revision.objects.filter(record=record).count()


# --- Repositories and collections ---


def test_a_repository_is_saved_with_its_levels_in_their_order():
    sheet = Sheet("documents/repository/add/").write(name="Valley Archive", short_name="VA", language="en")
    sheet.write(
        levels__0__level="item", levels__0__position="2", levels__1__level="fonds", levels__1__position="1"
    )
    assert sheet.hand_in().status_code == 302
    repository = Repository.objects.get()
    assert [row["level"] for row in records.read(Repository, repository.pk)["levels"]] == ["fonds", "item"]
    assert revision_count(repository.pk) == 1


def test_a_level_stands_once_in_a_repository():
    sheet = Sheet("documents/repository/add/").write(name="Valley Archive", language="en")
    reply = sheet.write(levels__0__level="fonds", levels__1__level="fonds").hand_in()
    assert reply.status_code == 200
    assert "level" in reasons(reply)
    assert not Repository.objects.exists()


def test_a_collection_is_found_by_its_short_name():
    ident = builders.collection("Letters of the Valley", short_name="LoV", year="1958")
    query = {"app_label": "documents", "model_name": "printing", "field_name": "collection", "term": "lov"}
    found = desk().get("/admin/autocomplete/", query).json()["results"]
    assert found == [{"id": ident, "text": "Letters of the Valley (LoV, 1958)"}]


def test_an_address_that_no_browser_opens_is_refused():
    sheet = Sheet("documents/repository/add/").write(name="Valley Archive", language="en")
    reply = sheet.write(address="javascript:alert(1)").hand_in()
    assert reply.status_code == 200
    assert "URL" in reasons(reply)


# --- Vocabularies ---


@pytest.mark.parametrize("model", [*VOCABULARIES, Capacity])
def test_editors_extend_every_vocabulary(model):
    path = f"{model._meta.app_label}/{model._meta.model_name}"
    assert (
        Sheet(f"{path}/add/").write(label="Something new", code="something-new").hand_in().status_code == 302
    )
    assert model.objects.get(pk="something-new").label == "Something new"
    assert revision_count("something-new") == 1
    assert desk().get(f"/admin/{path}/?q=SOMETHING").status_code == 200


def test_a_code_is_permanent_even_for_a_forged_form():
    Sheet("documents/documenttype/letter/change/").write(label="Letters").hand_in(code="brief")
    assert DocumentType.objects.get(pk="letter").label == "Letters"
    assert not DocumentType.objects.filter(pk="brief").exists()


@pytest.mark.parametrize("code", ["Letter", "1a", "a b", "a/b", "é", ""])
def test_a_code_can_stand_in_an_address(code):
    reply = Sheet("documents/documenttype/add/").write(label="New", code=code).hand_in()
    assert reply.status_code == 200
    assert reasons(reply)


def test_a_term_is_set_aside_in_a_revision():
    Sheet("documents/level/item/change/").hand_in(set_aside="on", change_reason="Not used here")
    assert not Level.objects.in_use().filter(pk="item").exists()
    assert Revision.objects.get(record="item", number=2).reason == "Not used here"


def test_lists_tell_records_in_use_from_those_set_aside():
    with revision():
        SourceCollection.objects.create(name="Old letters", set_aside=True)
        SourceCollection.objects.create(name="New letters")
    kept = desk().get("/admin/documents/sourcecollection/?standing=in-use").content.decode()
    laid_by = desk().get("/admin/documents/sourcecollection/?standing=set-aside").content.decode()
    assert "New letters" in kept
    assert "Old letters" not in kept
    assert "Old letters" in laid_by


# --- Who names a record ---


def test_a_form_lists_the_documents_on_the_desk_that_name_the_record():
    ada, archive = builders.person(), builders.repository()
    draft = builders.saved(title="The draft", signatories=(Signatory(key="sign0001", person=ada),))
    builders.saved(
        title="The kept one", archival_references=(ArchivalReference(key="arch0001", repository=archive),)
    )
    page = desk().get(f"/admin/people/person/{ada}/change/").content.decode()
    assert "1 document on the desk" in page
    assert f"/admin/documents/document/{draft}/change/" in page
    assert "The kept one" not in page
    assert "The kept one" in desk().get(f"/admin/documents/repository/{archive}/change/").content.decode()


def test_a_mark_in_a_text_counts_once_the_text_is_published():
    town = builders.place()
    marked = builders.saved(texts=(Text(key="text0001", content=f"Seen in [[place:{town}|the town]]."),))
    assert not usage.documents_naming(Place, town).exists()
    builders.publish(marked)
    assert [document.pk for document in usage.documents_naming(Place, town)] == [marked]


def test_a_document_that_names_a_record_thrice_counts_once():
    ada = builders.person()
    names = tuple(Signatory(key=f"sign000{n}", person=ada) for n in range(3))
    builders.published(signatories=names)
    assert usage.naming(Person.objects.get(pk=ada)).count == 1
    assert '<td class="field-published">1</td>' in desk().get("/admin/people/person/").content.decode()


def test_every_column_of_a_document_that_names_a_record_is_asked():
    asked = {field.attname for field in usage._columns_to(Person)}
    tables = (Document, *Document.part_models())
    assert asked == {"person_id"}
    assert len(usage._columns_to(Person)) == sum(
        field.related_model is Person
        for table in tables
        for field in table._meta.get_fields()
        if field.concrete
    )


def test_the_page_as_readers_see_it_is_offered_only_while_they_can():
    ada = builders.person()
    ident = builders.saved(signatories=(Signatory(key="sign0001", person=ada),))
    link = f'href="/people/{ada}/"'

    def shown() -> bool:
        return link in desk().get(f"/admin/people/person/{ada}/change/").content.decode()

    assert not shown()
    builders.publish(ident)
    assert shown()
    builders.withdraw(ident)
    assert not shown()


def test_the_number_of_questions_does_not_depend_on_the_number_of_documents():
    letters = builders.collection()
    builders.published(printings=(Printing(key="prin0001", collection=letters, number="1"),))
    client = desk()
    pages = (
        f"/admin/documents/sourcecollection/{letters}/change/",
        "/admin/documents/sourcecollection/",
        "/admin/documents/repository/",
        "/admin/documents/level/",
    )

    def asked() -> list[int]:
        counts = []
        for page in pages:
            with CaptureQueriesContext(connection) as captured:
                assert client.get(page).status_code == 200
            counts.append(len(captured))
        return counts

    asked()  # what is remembered between requests is fetched by the first
    before = asked()
    for number in range(2, 8):
        builders.published(printings=(Printing(key="prin0001", collection=letters, number=str(number)),))
        builders.repository(f"Archive {number}", place_id=builders.place(f"Town {number}"))
    assert asked() == before


def test_everything_a_document_can_name_has_a_desk():
    tables = (Document, *Document.part_models())
    named = {f.related_model for table in tables for f in table._meta.concrete_fields if f.related_model}
    assert all(admin.site.is_registered(model) for model in named - set(tables))


# --- What readers see at once is not for contributors to change ---

NAMING = {
    "people/person": lambda pk: {"signatories": (Signatory(key="sign0001", person=pk),)},
    "people/body": lambda pk: {"signatories": (Signatory(key="sign0001", body=pk),)},
    "places/place": lambda pk: {"place": pk},
    "documents/repository": lambda pk: {
        "archival_references": (ArchivalReference(key="arch0001", repository=pk),)
    },
    "documents/sourcecollection": lambda pk: {"printings": (Printing(key="prin0001", collection=pk),)},
}


@pytest.mark.parametrize("table", NAMING)
def test_a_contributor_changes_a_record_of_his_own_until_a_published_document_names_it(table):
    made = Sheet(f"{table}/add/", "contributor").write(name="First", language="en").hand_in("_continue")
    ident = made.url.split("/")[-3]
    page = f"{table}/{ident}/change/"
    assert Sheet(page, "contributor").write(name="Second").hand_in().status_code == 302
    draft = builders.saved(**NAMING[table](ident))
    sheet = Sheet(page, "contributor").write(name="Third")
    assert sheet.hand_in().status_code == 302
    builders.publish(draft)
    assert sheet.write(name="Fourth").hand_in().status_code == 403
    shown = desk("contributor").get(f"/admin/{page}")
    assert shown.status_code == 200
    assert "Third" in shown.content.decode()
    assert Sheet(page, "editor").write(name="Fifth").hand_in().status_code == 302


@pytest.mark.parametrize("vocabulary", [*VOCABULARIES, Capacity])
def test_a_contributor_looks_at_vocabularies_and_changes_none(vocabulary):
    table = f"/admin/{vocabulary._meta.app_label}/{vocabulary._meta.model_name}"
    with revision(builders.user("editor")):
        term = vocabulary.objects.create(code="of-the-editors", label="Of the editors")
    client = desk("contributor")
    assert client.get(f"{table}/").status_code == 200
    assert client.get(f"{table}/add/").status_code == 403
    words = {"label": "Another", "rank": "1"}
    assert client.post(f"{table}/{term.pk}/change/", words).status_code == 403
    term.refresh_from_db()
    assert term.label == "Of the editors"
    assert desk("editor").get(f"{table}/add/").status_code == 200
