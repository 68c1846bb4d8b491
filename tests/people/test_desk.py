"""The desk of people and bodies: one form, one revision, nothing typed lost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents.snapshot import Signatory
from people.models import Body, Capacity, Office, Person, PersonName
from places import records
from places.revisions import Revision, revision
from tests.documents import builders
from tests.forms import Sheet, desk, reasons

pytestmark = pytest.mark.django_db

HOSTILE = {
    "script": "<script>alert(1)</script>",
    "template": "{{ 7|add:7 }}{% now 'Y' %}",
    "nul": "a\0b",
    "right to left": "\u202eabc\u2066",
    "brackets": "[" * 100_000,
    "control": "a\x07b",
    "long": "я" * 50_000,
    "number": "9" * 400,
    "minus": "-1",
    "not a number": "NaN",
    "quotes": "' OR 1=1 --\"",
}


def revisions(ident: str) -> list[tuple[int, str]]:
    return list(Revision.objects.filter(record=ident).values_list("number", "reason"))


def address(ident: str, kind: str = "person") -> str:
    return f"people/{kind}/{ident}/change/"


@pytest.fixture
def ada() -> str:
    """A person with two names and an office, as entered in the form."""
    council = builders.body("Harvest Council")
    sheet = Sheet("people/person/add/").write(
        name="Ada Example", language="en", born="1870", died="1925-04", note="She kept the mill."
    )
    sheet.write(names__0__name="Ада Пример", names__0__language="ru", names__0__name_kind="variant")
    sheet.write(names__1__name="Miller", names__1__language="en", names__1__name_kind="pseudonym")
    sheet.write(offices__0__capacity=Capacity.objects.first().pk, offices__0__body=council)
    sheet.write(offices__0__begins="1918", offices__0__ends="1920")
    sheet.write(identifiers__0__scheme="wikidata", identifiers__0__value="Q42", change_reason="First entry")
    reply = sheet.hand_in()
    assert reply.status_code == 302, reasons(reply)
    return Person.objects.get(name="Ada Example").pk


# --- Saving ---


def test_a_person_with_all_parts_is_saved_in_one_revision(ada):
    assert revisions(ada) == [(1, "First entry")]
    data = records.read(Person, ada, at=1)
    assert [row["name"] for row in data["names"]] == ["Ада Пример", "Miller"]
    assert [row["begins"] for row in data["offices"]] == ["1918"]
    assert [row["value"] for row in data["identifiers"]] == ["Q42"]
    assert data == records.read(Person, ada)


def test_an_unchanged_save_makes_no_revision_and_says_so(ada):
    sheet = Sheet(address(ada)).write(change_reason="I only looked")
    reply = sheet.client.post(sheet.address, {**sheet.data, "_continue": "Save"}, follow=True)
    assert revisions(ada) == [(1, "First entry")]
    assert "Nothing was changed in “Ada Example”" in reply.content.decode()


def test_a_change_in_a_row_alone_is_a_revision_with_its_reason(ada):
    Sheet(address(ada)).write(names__0__language="uk", change_reason="Seen in a letter").hand_in()
    assert revisions(ada) == [(2, "Seen in a letter"), (1, "First entry")]
    assert records.read(Person, ada)["names"][0]["language"] == "uk"


def test_rows_stand_in_the_order_of_their_numbers(ada):
    Sheet(address(ada)).write(names__0__position="2", names__1__position="1").hand_in()
    assert [row["name"] for row in records.read(Person, ada)["names"]] == ["Miller", "Ада Пример"]


def test_a_new_row_comes_last_unless_it_is_numbered(ada):
    sheet = Sheet(address(ada))
    sheet.write(
        names__2__name="Ada the Elder", names__2__language="en", names__2__name_kind="variant"
    ).hand_in()
    assert records.read(Person, ada)["names"][-1]["name"] == "Ada the Elder"


def test_a_row_is_deleted_in_the_same_revision(ada):
    Sheet(address(ada)).write(names__1__DELETE="on", note="").hand_in()
    assert [row["name"] for row in records.read(Person, ada)["names"]] == ["Ада Пример"]
    assert [row["name"] for row in records.read(Person, ada, at=1)["names"]] == ["Ада Пример", "Miller"]


def test_contributors_keep_the_names_of_those_they_entered(ada):
    mine = Sheet("people/person/add/", "contributor").write(name="Boris", language="en").hand_in("_continue")
    ident = mine.url.split("/")[-3]
    sheet = Sheet(address(ident), "contributor").write(names__0__name="Борис", names__0__language="ru")
    assert sheet.hand_in().status_code == 302
    assert len(records.read(Person, ident)["names"]) == 1
    sheet = Sheet(address(ada), "contributor").write(name="Somebody else")
    assert sheet.hand_in().status_code == 403
    assert records.read(Person, ada)["name"] == "Ada Example"


def test_a_fault_is_told_with_its_place_and_nothing_typed_is_lost(ada):
    sheet = Sheet(address(ada)).write(name=" ", note="Words that must not be lost.")
    reply = sheet.write(names__0__language="Russian").hand_in()
    page = reply.content.decode()
    assert reply.status_code == 200
    assert "A name needs at least one letter." in page
    assert 'href="#id_name"' in page
    assert 'href="#id_names-0-language"' in page
    assert "Words that must not be lost." in page
    assert revisions(ada) == [(1, "First entry")]


# --- Two editors ---


def test_a_form_that_was_overtaken_is_refused_with_all_it_holds(ada):
    late = Sheet(address(ada)).write(note="What I typed", names__0__name="Ада Мельник")
    Sheet(address(ada), "publisher").write(
        note="What the other typed", change_reason="A better note"
    ).hand_in()
    page = late.hand_in().content.decode()
    assert "Somebody else saved this record while you were working on it" in page
    assert "What I typed" in page
    assert "Ада Мельник" in page
    assert "What the other typed" in page
    assert "A better note" in page
    assert Person.objects.get(pk=ada).note == "What the other typed"
    assert len(revisions(ada)) == 2


def test_who_has_seen_the_other_save_may_save_over_it(ada):
    late = Sheet(address(ada)).write(note="What I typed")
    Sheet(address(ada), "publisher").write(note="What the other typed").hand_in()
    late.hand_in()
    assert late.hand_in(seen_revision="2").status_code == 302
    assert Person.objects.get(pk=ada).note == "What I typed"
    assert len(revisions(ada)) == 3


def test_having_seen_one_save_does_not_cover_the_next(ada):
    late = Sheet(address(ada)).write(note="What I typed")
    for words in ("The first", "The second"):
        Sheet(address(ada), "publisher").write(note=words).hand_in()
    assert late.hand_in(seen_revision="2").status_code == 200
    assert Person.objects.get(pk=ada).note == "The second"


def test_a_form_without_its_base_is_refused(ada):
    assert Sheet(address(ada)).write(note="Mine", base_revision="").hand_in().status_code == 200
    assert Person.objects.get(pk=ada).note == "She kept the mill."


def test_words_in_a_row_that_another_editor_deleted_are_not_lost(ada):
    late = Sheet(address(ada)).write(names__1__name="Miller of Riverside")
    Sheet(address(ada), "publisher").write(names__1__DELETE="on").hand_in()
    assert "Miller of Riverside" in late.hand_in().content.decode()
    assert late.hand_in(seen_revision="2").status_code == 302
    assert [row["name"] for row in records.read(Person, ada)["names"]] == [
        "Ада Пример",
        "Miller of Riverside",
    ]


# --- What cannot be done ---


def test_nothing_is_deleted_here(ada):
    administrator = desk("administrator")
    assert administrator.post(f"/admin/people/person/{ada}/delete/", {"post": "yes"}).status_code == 403
    assert Person.objects.filter(pk=ada).exists()
    assert "Nothing is deleted here" in administrator.get(f"/admin/{address(ada)}").content.decode()


def test_fields_that_the_form_does_not_have_cannot_be_forged(ada):
    other = builders.person("Bela Example")
    sheet = Sheet(address(ada)).write(note="Changed")
    sheet.hand_in(merged_into=other, public_id=other)
    assert Person.objects.get(pk=ada).merged_into is None
    assert Person.objects.count() == 2


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_text_in_all_fields_at_once_is_refused_field_by_field(ada, kind):
    sheet = Sheet(address(ada))
    names = [name for name in sheet.data if name != "csrfmiddlewaretoken" and not name.endswith("_FORMS")]
    reply = sheet.hand_in(**dict.fromkeys(names, HOSTILE[kind]))
    assert reply.status_code == 200
    assert len(reply.context["faults"]) > 5
    assert b"<script>alert(1)" not in reply.content


FREE_TEXT = ("name", "note", "remarks", "names-0-name", "names-0-transliteration", "change_reason")


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_text_in_free_text_is_refused_or_kept_as_text(ada, kind):
    for name in FREE_TEXT:
        reply = Sheet(address(ada)).hand_in("_continue", **{name: HOSTILE[kind]})
        assert reply.status_code in (200, 302), name
    for page in (address(ada), "people/person/", f"people/person/{ada}/history/"):
        assert b"<script>alert(1)" not in desk().get(f"/admin/{page}").content


@pytest.mark.slow
@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("made", ["person", "body"])
def test_hostile_text_in_any_single_field_is_answered(ada, made, kind):
    ident = ada if made == "person" else Body.objects.get().pk
    for name in Sheet(address(ident, made)).data:
        if name != "csrfmiddlewaretoken" and not name.endswith("_FORMS"):
            reply = Sheet(address(ident, made)).hand_in("_continue", **{name: HOSTILE[kind]})
            assert reply.status_code in (200, 302), name


@pytest.mark.parametrize("number", ["", "-1", "x"])
def test_a_forged_count_of_rows_is_answered(ada, number):
    sheet = Sheet(address(ada))
    for name in ("names-TOTAL_FORMS", "names-INITIAL_FORMS"):
        assert sheet.client.post(sheet.address, {**sheet.data, name: number}).status_code in (200, 302)


def test_a_record_that_is_not_there_is_said_so():
    reply = desk().get("/admin/people/person/b0000000/change/", follow=True)
    assert "doesn’t exist" in reply.content.decode()


# --- Lists and choices ---


def chosen(field: str, term: str, model: str = "signatory") -> list[str]:
    query = {"app_label": "documents", "model_name": model, "field_name": field, "term": term}
    found = desk().get("/admin/autocomplete/", query).json()["results"]
    return [each["text"] for each in found]


@pytest.mark.parametrize("typed", ["ada", "АДА ПРИМ", "miller", "example miller"])
def test_a_person_is_chosen_by_any_name_in_any_case(ada, typed):
    assert chosen("person", typed) == ["Ada Example (1870–1925)"]


def test_records_set_aside_or_merged_are_not_offered(ada):
    with revision():
        Person.objects.create(name="Ada Aside", set_aside=True)
        Person.objects.create(name="Ada Merged", merged_into_id=ada)
    assert chosen("person", "ada") == ["Ada Example (1870–1925)"]


def test_a_body_is_chosen_by_its_abbreviation(ada):
    council = Body.objects.get()
    with revision():
        council.names.create(name="ХС", name_kind="abbreviation", language="ru")
    assert chosen("body", "хс") == ["Harvest Council (ХС)"]


def test_a_term_set_aside_is_not_offered():
    chair = Capacity.objects.first()
    assert chosen("capacity", chair.label) != []
    with revision():
        chair.set_aside = True
        chair.save()
    assert chair.label not in chosen("capacity", chair.label)


def test_a_record_set_aside_stays_where_it_is_named(ada):
    council = Body.objects.get()
    with revision():
        council.set_aside = True
        council.save()
    assert Sheet(address(ada)).write(note="Changed").hand_in().status_code == 302
    assert records.read(Person, ada)["offices"][0]["body"] == council.pk


def test_the_list_says_who_it_is_and_how_many_documents_name_them(ada):
    builders.published(signatories=(Signatory(key="sign0001", person=ada),))
    builders.saved(signatories=(Signatory(key="sign0001", person=ada),))
    page = desk().get("/admin/people/person/").content.decode()
    for words in (
        "Ada Example",
        "1870–1925",
        "Ада Пример; Miller",
        '<td class="field-published">1</td>',
        "in use",
    ):
        assert words in page, words


def test_lists_and_forms_ask_the_same_number_of_questions_however_long_they_are(ada):
    client = desk()

    def asked(where: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(where).status_code == 200
        return len(captured)

    pages = [
        "/admin/people/person/",
        "/admin/people/body/",
        "/admin/people/person/?q=ex",
        f"/admin/{address(ada)}",
    ]
    before = [asked(page) for page in pages]
    with revision():
        person = Person.objects.get(pk=ada)
        for number in range(30):
            Person.objects.create(name=f"Example {number}").names.create(name="Other")
            Body.objects.create(name=f"Example {number}", parent=Body.objects.first()).names.create(
                name="Other"
            )
            person.names.create(name=f"Other {number}", language="en")
            person.offices.create(capacity=Capacity.objects.all()[number % 5], body=Body.objects.last())
    assert [asked(page) for page in pages] == before


# --- Revisions ---


def test_editors_see_who_saved_what_and_why(ada):
    Sheet(address(ada), "publisher").write(note="Changed", change_reason="<b>A better note</b>").hand_in()
    page = desk().get(f"/admin/people/person/{ada}/history/").content.decode()
    assert "First entry" in page
    assert "publisher" in page
    assert "&lt;b&gt;A better note&lt;/b&gt;" in page


def test_contributors_see_no_history(ada):
    client = desk("contributor")
    assert client.get(f"/admin/people/person/{ada}/history/").status_code == 403
    assert "/history/" not in client.get(f"/admin/{address(ada)}").content.decode()


def test_readers_see_no_desk(ada, client):
    for where in (address(ada), f"people/person/{ada}/history/", "people/person/", ""):
        assert client.get(f"/admin/{where}").status_code == 302


def test_the_history_of_a_person_tells_in_words_what_each_save_changed():
    council = builders.body("Harvest Council")
    chairman = builders.history.names({"capacity:chairman": "capacity"})["capacity:chairman"].label
    ada = builders.person("Ada Miller", born="1870")
    with builders.history.revision(builders.user("editor"), "A register of births"):
        person = Person.objects.get(pk=ada)
        person.born = "1871"
        person.save()
        PersonName.objects.create(person=person, name="Ада Мельник", language="ru")
        Office.objects.create(person=person, capacity_id="chairman", body_id=council)
    page = desk().get(f"/admin/people/person/{ada}/history/").content.decode()
    assert "born: 1870 → 1871" in page
    assert "Ада Мельник added" in page
    assert f"office {chairman} added" in page
    assert "entered" in page
    assert "A register of births" in page
