"""The pages of people, bodies, places, collections and repositories: who is shown, and with what."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents import history
from documents.models import Listing, SourceCollection
from documents.models.listing import METHOD
from documents.snapshot import (
    ArchivalReference,
    Correspondent,
    EditorialText,
    Printing,
    Reference,
    Signatory,
    Text,
)
from people.models import Body, BodyName, Capacity, Office, Person, PersonIdentifier, PersonName, Predecession
from places.models import Place, PlaceName
from places.register import candidate
from tests.documents import builders

pytestmark = pytest.mark.django_db

KINDS = {
    "person": "/people/",
    "body": "/bodies/",
    "place": "/places/",
    "collection": "/collections/",
    "repository": "/repositories/",
}


def naming(kind: str, ident: str) -> dict:
    """The fields of a document that names the record."""
    return {
        "person": {"signatories": (Signatory(key="sign0001", person=ident),)},
        "body": {"signatories": (Signatory(key="sign0001", body=ident),)},
        "place": {"place": ident},
        "collection": {"printings": (Printing(key="prin0001", collection=ident, number="7"),)},
        "repository": {"archival_references": (ArchivalReference(key="arch0001", repository=ident),)},
    }[kind]


def named(kind: str, ident: str, **fields) -> str:
    """Publishes a document that names the record; gives the document's id."""
    return builders.published(**{**naming(kind, ident), **fields}).document_id


def printed(collection: str, number: str, **fields) -> str:
    """Publishes a document with a number in a collection; gives the document's id."""
    printing = Printing(key="prin0001", collection=collection, number=number)
    return builders.published(printings=(printing,), **fields).document_id


def mention(kind: str, ident: str) -> dict:
    text = Text(key="text0001", language="en", content=f"Seen in [[{kind}:{ident}|passing]].")
    return {"texts": (text,)}


def read(client, address: str) -> str:
    reply = client.get(address)
    assert reply.status_code == 200, address
    return reply.content.decode()


def merge(model: type, ident: str, into: str) -> None:
    with history.revision(builders.user("editor"), "The same"):
        record = model.objects.get(pk=ident)
        record.merged_into_id = into
        record.save()


def parts(model: type, **fields) -> None:
    """Saves a row that belongs to a record."""
    with history.revision(builders.user("editor"), "More of it"):
        model.objects.create(**fields)


# --- Who has a page ---


@pytest.mark.parametrize("kind", KINDS)
def test_a_record_has_a_page_while_a_current_version_names_it(client, kind):
    ident = getattr(builders, kind)("Somebody of Note")
    address = f"{KINDS[kind]}{ident}/"
    assert client.get(address).status_code == 404
    assert "Somebody of Note" not in read(client, KINDS[kind])
    document = named(kind, ident)
    assert "Somebody of Note" in read(client, address)
    assert f'href="{address}"' in read(client, KINDS[kind])
    builders.withdraw(document)
    assert client.get(address).status_code == 404
    assert "Somebody of Note" not in read(client, KINDS[kind])


@pytest.mark.parametrize("kind", KINDS)
def test_a_record_that_only_a_draft_names_is_as_unknown_as_none(client, kind):
    ident = getattr(builders, kind)("Nobody Yet")
    builders.saved(**naming(kind, ident))
    builders.changed(builders.published().document_id, **naming(kind, ident))
    named_by_draft = client.get(f"{KINDS[kind]}{ident}/")
    unknown = client.get(f"{KINDS[kind]}{candidate()}/")
    assert (named_by_draft.status_code, unknown.status_code) == (404, 404)
    assert named_by_draft.content == unknown.content


def test_a_later_version_that_drops_a_name_takes_the_page_away(client):
    ada = builders.person()
    document = named("person", ada)
    builders.changed(document, signatories=())
    assert client.get(f"/people/{ada}/").status_code == 200
    builders.publish(document)
    assert client.get(f"/people/{ada}/").status_code == 404


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("typed", ["x", "b1234567", "bbbbbbbb", "0" * 40, "B1234567"])
def test_a_slip_in_an_address_asks_to_check_it(client, kind, typed):
    reply = client.get(f"{KINDS[kind]}{typed}/")
    assert reply.status_code == 404
    assert "check" in reply.content.decode()


def test_an_id_of_another_kind_of_record_is_not_found(client):
    ada = builders.person()
    named("person", ada)
    assert client.get(f"/places/{ada}/").status_code == 404


@pytest.mark.parametrize("kind", KINDS)
def test_remarks_for_editors_are_never_shown(client, kind):
    ident = getattr(builders, kind)("Known", note="A note for readers", remarks="unfit for readers")
    named(kind, ident)
    page = read(client, f"{KINDS[kind]}{ident}/")
    assert "A note for readers" in page
    assert "unfit for readers" not in page + read(client, KINDS[kind])


def test_hostile_names_and_notes_are_only_words(client):
    ada = builders.person('<script>alert("a")</script>', note="<img src=x onerror=alert(1)>\n\nSecond")
    named("person", ada)
    page = read(client, f"/people/{ada}/")
    assert "<script" not in page
    assert "<img" not in page
    assert "<p>Second</p>" in page


# --- Merged records ---


def test_a_merged_record_leads_to_the_one_it_went_into(client):
    ada, ida, eda = (builders.person(name) for name in ("Ada", "Ida", "Eda"))
    first, second = named("person", ada, title="By Ada"), named("person", ida, title="By Ida")
    merge(Person, ada, into=ida)
    merge(Person, ida, into=eda)
    for ident in (ada, ida):
        reply = client.get(f"/people/{ident}/")
        assert (reply.status_code, reply["Location"]) == (301, f"/people/{eda}/")
    page = read(client, f"/people/{eda}/")
    assert f"/documents/{first}/" in page
    assert f"/documents/{second}/" in page


def test_documents_of_merged_records_count_once(client):
    ada, ida = builders.person("Ada"), builders.person("Ida")
    both = (Signatory(key="sign0001", person=ada), Signatory(key="sign0002", person=ida))
    builders.published(signatories=both)
    merge(Person, ada, into=ida)
    [heading] = client.get("/people/").context["page"].rows
    assert (heading.name.text, heading.documents) == ("Ida", 1)
    [group] = client.get(f"/people/{ida}/").context["groups"]
    assert (group.total, len(group.rows)) == (1, 1)


def test_a_merge_of_records_that_nobody_names_tells_nothing(client):
    ada, ida = builders.person("Ada"), builders.person("Ida")
    merge(Person, ada, into=ida)
    assert client.get(f"/people/{ada}/").status_code == 404


def test_records_merged_in_a_circle_do_not_hang_the_page(client):
    ada, ida = builders.person("Ada"), builders.person("Ida")
    named("person", ada)
    merge(Person, ada, into=ida)
    merge(Person, ida, into=ada)
    assert client.get(f"/people/{ada}/").status_code in (200, 301, 404)
    assert client.get("/people/").status_code == 200


# --- A to Z ---


def test_people_stand_by_letter_whatever_the_script(client):
    for name in ("Émile Zola", "Ещё Один", "zoe", "Ádám", "(Anon)", "Աննա"):
        named("person", builders.person(name))
    letters = client.get("/people/").context["letters"]
    shown = [(letter.letter, [heading.name.text for heading in letter.headings]) for letter in letters]
    assert shown == [
        ("A", ["Ádám", "(Anon)"]),
        ("E", ["Émile Zola"]),
        ("Z", ["zoe"]),
        ("Е", ["Ещё Один"]),
        ("Ա", ["Աննա"]),
    ]


def test_letters_that_look_alike_as_capitals_share_one_heading(client):
    for name in ("Ilgar", "ırmak", "Ivan", "İzmir", "ſuffolk", "Selim"):
        named("person", builders.person(name))
    letters = client.get("/people/").context["letters"]
    assert [(letter.letter, len(letter.headings)) for letter in letters] == [("I", 4), ("S", 2)]
    assert len({letter.mark for letter in letters}) == len(letters)


def test_a_name_says_how_many_documents_name_it(client):
    ada = builders.person()
    both = {"signatories": (Signatory(key="sign0001", person=ada),), **mention("person", ada)}
    builders.published(**both)
    named("person", ada)
    [heading] = client.get("/people/").context["page"].rows
    assert heading.documents == 2


def test_lives_are_told_by_years(client):
    lives = ("1872", "1936-07-07"), ("1872-11-24~", "1936"), ("1872~", ""), ("", "1936-02"), ("", "")
    for name, (born, died) in zip("ABCDE", lives, strict=True):
        named("person", builders.person(name, born=born, died=died))
    details = [heading.detail for heading in client.get("/people/").context["page"].rows]
    assert details == ["1872–1936", "about 1872 – 1936", "born about 1872", "died 1936", ""]


# --- One record ---


def test_the_documents_of_a_person_stand_apart_by_role(client):
    ada = builders.person()
    roles = {
        "signatory": {"signatories": (Signatory(key="sign0001", person=ada),)},
        "sender": {"correspondents": (Correspondent(key="corr0001", role="sender", person=ada),)},
        "recipient": {"correspondents": (Correspondent(key="corr0001", role="recipient", person=ada),)},
        "mentioned": mention("person", ada),
    }
    documents = {role: builders.published(**fields).document_id for role, fields in roles.items()}
    groups = client.get(f"/people/{ada}/").context["groups"]
    assert [group.role for group in groups] == list(roles)
    for group in groups:
        assert [row.address for row in group.rows] == [f"/documents/{documents[group.role]}/"]


def test_a_long_role_is_shown_in_part_and_whole_by_pages(client):
    ada = builders.person()
    named("person", ada)
    builders.published(**mention("person", ada))
    copies(ada, 59)
    [signed, _] = client.get(f"/people/{ada}/").context["groups"]
    assert (signed.total, len(signed.rows)) == (60, 25)
    assert signed.address == f"/people/{ada}/?role=signatory"
    reply = client.get(signed.address)
    assert [link.number for link in reply.context["page"].links] == [1, 2, 3]
    last = client.get(f"/people/{ada}/?role=signatory&page=3")
    assert len(last.context["role"].rows) == 10


def copies(person: str, number: int) -> None:
    """More documents that a person signed, copied in the listing because publishing each takes its time."""
    from tests.documents.reading.test_lists import copied

    like = Listing.objects.filter(names__ident=person, names__role="signatory").first()
    for count in range(number):
        copied(like, title=f"Copy {count}")


@pytest.mark.parametrize("asked", ["nonsense", "kept", "sender", "<script>"])
def test_a_role_without_documents_shows_all_roles(client, asked):
    ada = builders.person()
    named("person", ada)
    reply = client.get(f"/people/{ada}/", {"role": asked})
    assert reply.status_code == 200
    assert [group.role for group in reply.context["groups"]] == ["signatory"]


def test_a_person_has_names_offices_and_identifiers(client):
    ada, council, hidden = builders.person(), builders.body("Harvest Council"), builders.body("Hidden Body")
    named("person", ada)
    named("body", council)
    parts(PersonName, person_id=ada, name="Ада", language="ru", name_kind="party", transliteration="Ada")
    for body in (council, hidden):
        capacity = Capacity.objects.first()
        parts(Office, person_id=ada, capacity=capacity, body_id=body, begins="1919", ends="1920-07-03")
    parts(PersonIdentifier, person_id=ada, scheme="wikidata", value="Q1?x")
    page = read(client, f"/people/{ada}/")
    assert '<bdi lang="ru">Ада</bdi>' in page
    assert "party name" in page
    assert "1919 – 3 July 1920" in page
    assert f'href="/bodies/{council}/"' in page
    assert "Hidden Body" not in page
    assert f"/bodies/{hidden}/" not in page
    assert 'href="https://www.wikidata.org/wiki/Q1%3Fx" rel="external nofollow noopener"' in page


def test_a_body_stands_among_other_bodies(client):
    parent, council, child = (builders.body(name) for name in ("Parent", "Council", "Child"))
    before, after, hidden = (builders.body(name) for name in ("Before", "After", "Hidden child"))
    for body in (council, child, before, parent, after):
        named("body", body)
    with history.revision(builders.user("editor"), "Family"):
        for ident, up in ((council, parent), (child, council), (hidden, council)):
            body = Body.objects.get(pk=ident)
            body.parent_id = up
            body.save()
        BodyName.objects.create(body_id=council, name="HC", name_kind="abbreviation", language="en")
        Predecession.objects.create(body_id=council, predecessor_id=before, when="1919-05")
        Predecession.objects.create(body_id=after, predecessor_id=council)
    page = read(client, f"/bodies/{council}/")
    assert f'href="/bodies/{child}/"' in page
    assert f'href="/bodies/{before}/"' in page
    assert "May 1919" in page
    assert f'href="/bodies/{parent}/"' in page
    assert f'href="/bodies/{after}/"' in page
    assert "Hidden child" not in page
    assert "abbreviation" in page


def test_bodies_that_no_published_document_names_stand_on_no_page(client):
    secret = {part: builders.body(f"Secret {part}") for part in ("whole", "older", "younger", "office")}
    ada, council = builders.person(), builders.body("Harvest Council", parent_id=secret["whole"])
    with history.revision(builders.user("editor")):
        Predecession.objects.create(body_id=council, predecessor_id=secret["older"])
        Predecession.objects.create(body_id=secret["younger"], predecessor_id=council)
        Office.objects.create(
            person_id=ada, capacity_id="chairman", body_id=secret["office"], begins="1919", ends="1920"
        )
    named("body", council)
    named("person", ada)
    for ident in secret.values():
        builders.saved(**naming("body", ident))
    pages = read(client, f"/bodies/{council}/") + read(client, f"/people/{ada}/")
    assert "Secret" not in pages
    assert Capacity.objects.get(pk="chairman").label in pages
    for ident in secret.values():
        named("body", ident)
    pages = read(client, f"/bodies/{council}/") + read(client, f"/people/{ada}/")
    assert all(f'href="/bodies/{ident}/"' in pages for ident in secret.values())


def test_places_that_no_published_document_names_stand_on_no_page(client):
    region, town = builders.place("Secret region"), builders.place("Secret town")
    riverside = builders.place("Riverside", part_of_id=region)
    archive = builders.repository("Archive", place_id=town)
    named("place", riverside)
    named("repository", archive)
    for ident in (region, town):
        builders.saved(**naming("place", ident))
    pages = read(client, f"/places/{riverside}/") + read(client, f"/repositories/{archive}/")
    assert "Secret" not in pages
    assert region not in pages
    assert town not in pages


def test_a_place_has_names_over_time_and_a_position(client):
    town, province = builders.place("Ganja"), builders.place("Province")
    written = named("place", town)
    named("place", province)
    mentioning = builders.published(**mention("place", town)).document_id
    parts(PlaceName, place_id=town, name="Елисаветполь", language="ru", from_year=1804, to_year=1918)
    with history.revision(builders.user("editor"), "Position"):
        place = Place.objects.get(pk=town)
        place.latitude, place.longitude, place.precision, place.part_of_id = (
            "40.6828",
            "-46.36",
            "area",
            province,
        )
        place.save()
    reply = client.get(f"/places/{town}/")
    page = reply.content.decode()
    assert "Russian, 1804–1918" in page
    assert "40.6828° N, 46.36° W" in page
    assert "middle of an area" in page
    assert f'href="/places/{province}/"' in page
    groups = {group.role: [row.address for row in group.rows] for group in reply.context["groups"]}
    assert groups == {"written": [f"/documents/{written}/"], "mentioned": [f"/documents/{mentioning}/"]}


def test_a_repository_says_where_it_is(client):
    town = builders.place("Town")
    named("place", town)
    archive = builders.repository(
        "Archive", place_id=town, short_name="TA", address="https://archive.example.org/"
    )
    document = named("repository", archive)
    page = read(client, f"/repositories/{archive}/")
    for said in ("Archive", "TA", "Town", 'href="https://archive.example.org/" rel="external', document):
        assert said in page


def test_a_record_that_only_the_account_of_the_method_names_has_a_page_but_no_count(client):
    ada = builders.person()
    words = EditorialText(key="edit0001", language="en", content=f"We spell [[person:{ada}|Ada]] so.")
    builders.published(type=METHOD, texts=(), editorial_texts=(words,))
    assert 'href="/about/"' in read(client, f"/people/{ada}/")
    assert client.get("/people/").context["page"].total == 0


# --- Collections and their numbers ---


def test_a_collection_is_described_and_its_documents_stand_by_number(client):
    book = builders.collection(editors="Eda Editor", published_in="Town", publisher="Press", year="1992")
    for number in ("10a", "9", "10", "", "367"):
        printed(book, number, title=f"Letter {number or 'without'}")
    reply = client.get(f"/collections/{book}/")
    assert "Ed. Eda Editor. Town: Press, 1992" in reply.content.decode()
    assert [row.number for row in reply.context["rows"]] == ["9", "10", "10a", "367", ""]


ODD = [
    "367",
    "12 а",
    "367/2",
    "12a/3/4",
    "§ 5",
    "№ 7",
    "a?b",
    "a#b",
    "a%b",
    "5&6",
    "(7)",
    "8.",
    "Ⅷ",
    "<b>",
    "a;b=c",
]


@pytest.mark.parametrize("number", ODD)
def test_any_printed_number_has_an_address(client, number):
    book = builders.collection()
    document = printed(book, number)
    looked_up = client.get(f"/collections/{book}/", {"number": f" {number} "})
    assert looked_up.status_code == 302
    reply = client.get(looked_up["Location"])
    assert (reply.status_code, reply["Location"]) == (302, f"/documents/{document}/")


def test_a_number_that_several_documents_bear_lists_them(client):
    book = builders.collection()
    both = {printed(book, "7", title="One"), printed(book, "7", title="Other")}
    reply = client.get(f"/collections/{book}/7/")
    assert reply.status_code == 200
    assert {row.address for row in reply.context["rows"]} == {f"/documents/{ident}/" for ident in both}


def test_a_number_that_is_not_here_says_so_and_who_refers_to_it(client):
    book = builders.collection("The Book")
    reference = Reference(key="refe0001", by="number", collection=book, number="348", words="see No. 348")
    document = printed(book, "7", references=(reference,))
    reply = client.get(f"/collections/{book}/348/")
    page = reply.content.decode()
    assert reply.status_code == 404
    assert "No. 348 is not in this archive" in page
    assert f"/documents/{document}/" in page


def test_a_number_of_a_draft_or_a_withdrawn_document_is_not_here(client):
    book = builders.collection()
    printed(book, "7")
    builders.saved(printings=(Printing(key="prin0001", collection=book, number="8"),))
    builders.withdraw(printed(book, "9"))
    for number in ("8", "9"):
        assert client.get(f"/collections/{book}/{number}/").status_code == 404


def test_a_collection_that_is_only_referred_to_has_a_page(client):
    book = builders.collection()
    reference = Reference(key="refe0001", by="number", collection=book, number="1", words="No. 1")
    builders.published(references=(reference,))
    assert "none of those printed in it is here yet" in read(client, f"/collections/{book}/")


def test_the_numbers_of_a_merged_collection_lead_on(client):
    old, new = builders.collection("Old"), builders.collection("New")
    document = printed(old, "12 а")
    merge(SourceCollection, old, into=new)
    reply = client.get(f"/collections/{old}/12%20%D0%B0/")
    assert (reply.status_code, reply["Location"]) == (301, f"/collections/{new}/12%20%D0%B0/")
    assert client.get(reply["Location"])["Location"] == f"/documents/{document}/"


@pytest.mark.parametrize("number", ["x" * 1500, "..%2f..", "%0a", "'; drop table", "\u202e7", "%F0%9F%93%9C"])
def test_a_hostile_number_is_only_not_here(client, number):
    book = builders.collection()
    printed(book, "7")
    assert client.get(f"/collections/{book}/{number}/").status_code == 404


# --- How they are served ---


def everything(count: int) -> dict[str, str]:
    """Publishes `count` documents that name the same records, and one more each; gives the addresses."""
    shared = {kind: getattr(builders, kind)(f"Shared {kind}") for kind in KINDS}
    for number in range(count):
        own = builders.person(f"Own {number}")
        parts(Office, person_id=shared["person"], capacity=Capacity.objects.first(), body_id=builders.body())
        builders.published(
            title=f"Letter {number}",
            place=shared["place"],
            signatories=(
                Signatory(key="sign0001", person=shared["person"], body=shared["body"]),
                Signatory(key="sign0002", person=own),
            ),
            printings=(Printing(key="prin0001", collection=shared["collection"], number=str(number)),),
            archival_references=(ArchivalReference(key="arch0001", repository=shared["repository"]),),
        )
    return {kind: f"{KINDS[kind]}{ident}/" for kind, ident in shared.items()}


def queries_of(client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_ten_times_the_rows_take_the_same_queries(client):
    few, many = everything(2), everything(20)
    for kind, index in KINDS.items():
        assert queries_of(client, few[kind]) == queries_of(client, many[kind]) <= 16, kind
        assert queries_of(client, index) <= 6, kind


@pytest.mark.parametrize("address", [*KINDS.values(), "/people/b1234567/", "/about/"])
@pytest.mark.parametrize("method", ["post", "put", "delete", "trace", "patch"])
def test_authority_pages_are_only_read(client, address, method):
    assert getattr(client, method)(address).status_code == 405


def test_a_reader_who_has_a_page_is_told_that_nothing_changed(client):
    ada = builders.person()
    named("person", ada)
    for address in ("/people/", f"/people/{ada}/"):
        tag = client.get(address)["ETag"]
        assert client.get(address, headers={"if-none-match": tag}).status_code == 304
    named("person", ada)
    assert client.get(f"/people/{ada}/", headers={"if-none-match": tag}).status_code == 200
