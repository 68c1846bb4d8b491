"""When a record that readers can see changes, the chain says so, and its number moves."""

import pytest
from django.db import transaction

from documents import chain, history, publishing
from documents.models import DocumentType, Entry, Repository, RepositoryLevel
from documents.models.vocabulary import Level
from documents.snapshot import ArchivalReference, DocumentTopic, Printing, Signatory, Text
from documents.verification import Tally, verify
from people.models import Body, Capacity, Office, Person, PersonName, Predecession
from places.models import Place
from tests.documents import builders

pytestmark = pytest.mark.django_db


def touched() -> list[str]:
    return list(Entry.objects.filter(kind="touched").values_list("note", flat=True))


def rename(model: type, ident: str) -> None:
    with history.revision(builders.user("editor"), "Renamed"):
        record = model.objects.get(pk=ident)
        name = "label" if hasattr(record, "label") else "name"
        setattr(record, name, f"{getattr(record, name)} the Second")
        record.save()


def signed_by(person: str | None = None, body: str | None = None) -> dict:
    return {"signatories": (Signatory(key="sign0001", person=person, body=body),)}


def test_a_renamed_person_whom_readers_see_moves_the_clock():
    ada = builders.person()
    builders.published(**signed_by(ada))
    before = chain.clock()
    rename(Person, ada)
    assert touched() == [f"person {ada}"]
    assert chain.clock() == before + 1
    assert list(verify(Tally())) == []


@pytest.mark.parametrize("state", ["unnamed", "on a draft", "on a withdrawn document"])
def test_a_person_whom_readers_do_not_see_is_not_told_of(state):
    ada = builders.person()
    if state == "on a draft":
        builders.saved(**signed_by(ada))
    if state == "on a withdrawn document":
        builders.withdraw(builders.published(**signed_by(ada)).document_id)
    rename(Person, ada)
    assert touched() == []


def test_records_of_every_kind_are_told_of():
    record = {
        Body: builders.body(),
        Place: builders.place(),
        Repository: builders.repository(),
    }
    collection = builders.collection()
    topic = builders.term("harvest")
    builders.published(
        **signed_by(body=record[Body]),
        place=record[Place],
        archival_references=(ArchivalReference(key="arch0001", repository=record[Repository]),),
        printings=(Printing(key="prin0001", collection=collection),),
        topics=(DocumentTopic(key="topi0001", topic=topic),),
    )
    for model, ident in record.items():
        rename(model, ident)
    rename(builders.SourceCollection, collection)
    rename(builders.Topic, topic)
    rename(DocumentType, "letter")
    assert touched() == [
        f"body {record[Body]}",
        f"place {record[Place]}",
        f"repository {record[Repository]}",
        f"collection {collection}",
        "topic harvest",
        "type letter",
    ]


def test_a_record_mentioned_in_a_text_is_told_of():
    ada = builders.person()
    builders.published(texts=(Text(key="text0001", content=f"By [[person:{ada}|Ada]]."),))
    rename(Person, ada)
    assert touched() == [f"person {ada}"]


def test_one_save_of_a_record_with_its_names_is_told_once():
    ada = builders.person()
    builders.published(**signed_by(ada))
    with history.revision(builders.user("editor")):
        person = Person.objects.get(pk=ada)
        person.note = "A miller"
        person.save()
        PersonName.objects.create(person=person, name="Ада")
        person.remarks = "To be checked"
        person.save()
    assert touched() == [f"person {ada}"]


def test_a_save_that_changes_nothing_is_not_told():
    ada = builders.person()
    builders.published(**signed_by(ada))
    with history.revision(builders.user("editor")):
        Person.objects.get(pk=ada).save()
    assert touched() == []


def test_terms_that_stand_on_the_page_of_a_visible_record_are_told_of():
    ada, archive = builders.person(), builders.repository()
    with history.revision(builders.user("editor")):
        Office.objects.create(person_id=ada, capacity_id="chairman")
        RepositoryLevel.objects.create(repository_id=archive, level_id="fonds")
    builders.published(
        **signed_by(ada), archival_references=(ArchivalReference(key="arch0001", repository=archive),)
    )
    rename(Capacity, "chairman")
    rename(Capacity, "secretary")
    rename(Level, "fonds")
    assert touched() == ["capacity chairman", "level fonds"]


def test_records_beside_a_visible_one_that_no_version_names_are_not_told_of():
    body, parent, older, younger, office = (builders.body(name) for name in "ABCDE")
    ada, town = builders.person(), builders.place()
    archive = builders.repository(place_id=town)
    with history.revision(builders.user("editor")):
        Predecession.objects.create(body_id=body, predecessor_id=older)
        Predecession.objects.create(body_id=younger, predecessor_id=body)
        Office.objects.create(person_id=ada, capacity_id="chairman", body_id=office)
        change(Body, body, parent_id=parent)
    builders.published(
        signatories=(Signatory(key="sign0001", person=ada, body=body),),
        archival_references=(ArchivalReference(key="arch0001", repository=archive),),
    )
    for ident in (parent, older, younger, office):
        rename(Body, ident)
    rename(Place, town)
    assert touched() == []


def change(model: type, ident: str, **fields) -> None:
    with history.revision(builders.user("editor")):
        record = model.objects.get(pk=ident)
        for name, value in fields.items():
            setattr(record, name, value)
        record.save()


def tags(client, *addresses: str) -> list[str]:
    return [client.get(address)["ETag"] for address in addresses]


def test_pages_are_new_when_a_link_between_their_records_is_removed(client):
    younger, older = builders.body("A"), builders.body("B")
    with history.revision(builders.user("editor")):
        Predecession.objects.create(body_id=younger, predecessor_id=older)
    for ident in (younger, older):
        builders.published(**signed_by(body=ident))
    pages = (f"/bodies/{younger}/", f"/bodies/{older}/")
    before = tags(client, *pages)
    with history.revision(builders.user("editor")):
        Predecession.objects.get().delete()
    assert not set(before) & set(tags(client, *pages))


@pytest.mark.parametrize(
    ("model", "up", "pages"), [(Body, "parent_id", "/bodies/"), (Place, "part_of_id", "/places/")]
)
def test_pages_are_new_when_a_record_moves_from_one_to_another(client, model, up, pages):
    first, second, part = (builders.authority(model, name) for name in "ABC")
    change(model, part, **{up: first})
    for ident in (first, second, part):
        builders.published(**(signed_by(body=ident) if model is Body else {"place": ident}))
    addresses = [f"{pages}{ident}/" for ident in (first, second, part)]
    before = tags(client, *addresses)
    change(model, part, **{up: second})
    assert not set(before) & set(tags(client, *addresses))


def test_pages_are_new_when_a_merge_is_taken_back(client):
    whole, merged, into = (builders.body(name) for name in ("A", "B", "C"))
    change(Body, merged, merged_into_id=into)
    with history.revision(builders.user("editor")):
        Predecession.objects.create(body_id=merged, predecessor_id=whole)
    for ident in (whole, into):
        builders.published(**signed_by(body=ident))
    page = f"/bodies/{whole}/"
    assert f"/bodies/{merged}/" in client.get(page).content.decode()
    before = tags(client, page)
    with history.revision(builders.user("editor")):
        Predecession.objects.get().delete()
        change(Body, merged, merged_into_id=None)
    assert f"/bodies/{merged}/" not in client.get(page).content.decode()
    assert tags(client, page) != before


def test_the_record_that_a_visible_one_was_merged_into_is_told_of():
    first, second, last = (builders.person(name) for name in ("A", "B", "C"))
    builders.published(**signed_by(first))
    with history.revision(builders.user("editor"), "The same person"):
        for old, new in ((first, second), (second, last)):
            person = Person.objects.get(pk=old)
            person.merged_into_id = new
            person.save()
    assert touched() == sorted([f"person {first}", f"person {second}"])
    rename(Person, last)
    assert touched()[2:] == [f"person {last}"]


def test_publishing_and_renaming_in_one_save_are_entered_in_this_order():
    ada = builders.person()
    ident = builders.saved(**signed_by(ada))
    with history.revision(builders.user("publisher"), "Both"):
        rename(Person, ada)
        publishing.publish(ident, user=builders.user("publisher"))
    assert list(Entry.objects.values_list("number", "kind")) == [(1, "published"), (2, "touched")]
    assert list(verify(Tally())) == []


def test_a_save_that_fails_is_not_told():
    ada = builders.person()
    builders.published(**signed_by(ada))

    def rename_and_stumble() -> None:
        with transaction.atomic():
            rename(Person, ada)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        rename_and_stumble()
    assert touched() == []
    assert list(verify(Tally())) == []


def test_saving_a_document_is_not_told_because_readers_do_not_see_it():
    ident = builders.published().document_id
    builders.changed(ident, title="Not yet published")
    assert Entry.objects.count() == 1
