"""What readers find, and what they are told of why: words, voices, names, offers; only what is public."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents.reading.caching import kept
from documents.snapshot import Correspondent, Footnote, Signatory, Text
from people.models import Person, PersonName
from places.models import Place, PlaceName
from tests.documents import builders
from tests.documents.reading.seen import Seen, words_of

pytestmark = pytest.mark.django_db


def letter(content: str = "The harvest has been brought in.", language: str = "en", **fields) -> str:
    texts = (Text(key="text0001", role="original", language=language, content=content),)
    return builders.published(texts=texts, **fields).document_id


def page_of(client, query: str, **asked: str):
    """The page of results as it is shown now."""
    kept.pages.clear()
    reply = client.get("/documents/", {"q": query, **asked}, follow=True)
    assert reply.status_code == 200
    return reply


def found(client, query: str, **asked: str) -> set[str]:
    """The ids of all that is found; the total says as many."""
    page = page_of(client, query, **asked).context["page"]
    assert page.total == len(page.results)
    return {result.row.address.split("/")[2] for result in page.results}


def snippets(client, query: str, **asked: str) -> list[str]:
    return [words_of(each) for each in Seen(page_of(client, query, **asked)).all("p", class_="snippet")]


def reasons(client, query: str, **asked: str) -> list[str]:
    return [words_of(each) for each in Seen(page_of(client, query, **asked)).all("p", class_="reason")]


def marks(reply) -> list[str]:
    return [words_of(each) for each in Seen(reply).all("mark")]


def place_with(name: str, *others: str) -> str:
    """A place with other names."""
    ident = builders.place(name)
    with builders.history.revision(builders.user("editor"), "Other names"):
        for number, other in enumerate(others):
            PlaceName.objects.create(place=Place.objects.get(pk=ident), name=other, position=number)
    return ident


def person_with(name: str, *others: str) -> str:
    """A person with other names."""
    ident = builders.person(name)
    with builders.history.revision(builders.user("editor"), "Other names"):
        for number, other in enumerate(others):
            PersonName.objects.create(person=Person.objects.get(pk=ident), name=other, position=number)
    return ident


# --- The other names of a record ---

GORIS = "Found because it names Goris, whose record has Gerusy as another name."


def test_a_hit_by_another_name_says_so_and_shows_the_mention(client):
    goris = place_with("Goris", "Gerusy")
    ident = letter(f"Troops have entered [[place:{goris}|Goris]] at dawn. Goris fell.")
    assert found(client, "Gerusy") == {ident}
    assert snippets(client, "Gerusy") == ["in the original: Troops have entered Goris at dawn. Goris fell."]
    assert reasons(client, "Gerusy") == [GORIS]
    assert marks(page_of(client, "Gerusy")) == ["Goris"]


def test_words_that_stand_there_need_no_record_to_explain_them(client):
    goris = place_with("Goris", "Gerusy")
    letter(f"From Gerusy to [[place:{goris}|Goris]].")
    assert reasons(client, "Gerusy") == []
    assert reasons(client, "Goris") == []


def test_another_spelling_of_another_name_says_both(client):
    goris = place_with("Goris", "Gerusy")
    letter(f"Troops in [[place:{goris}|the town]].")
    assert reasons(client, "Герусы") == [f"{GORIS[:-1]}; Герусы may be another spelling of that."]
    assert marks(page_of(client, "Герусы")) == ["the town"]


def test_a_name_beside_other_words_is_explained_beside_them(client):
    goris = place_with("Goris", "Gerusy")
    letter(f"Troops in [[place:{goris}|Goris]]. " + "Nothing else is new. " * 20 + "A telegram follows.")
    shown = snippets(client, "Gerusy telegram")
    assert len(shown) == 2
    assert shown[0].startswith("in the original: Troops in Goris.")
    assert shown[1].endswith("A telegram follows.")
    assert reasons(client, "Gerusy telegram") == [GORIS]
    assert reasons(client, "telegram -Gerusy") == []


def test_a_mention_in_a_note_is_shown_as_what_the_note_says(client):
    goris = place_with("Goris", "Gerusy")
    note = Footnote(
        key="note0001", owner="text0001", label="1", voice="editors", content=f"In [[place:{goris}|Goris]]."
    )
    letter("They met there.[^1]", footnotes=(note,))
    assert snippets(client, "Gerusy") == ["in note 1, by the editors of this archive: In Goris."]


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        (
            lambda ident: {"signatories": (Signatory(key="sign0001", person=ident, name_as_signed="B. M."),)},
            "among the signatories: B. M.",
        ),
        (
            lambda ident: {
                "correspondents": (
                    Correspondent(key="corr0001", role="sender", person=ident, as_written="Comrade Budu"),
                )
            },
            "as the sender: Comrade Budu",
        ),
        (
            lambda ident: {
                "correspondents": (Correspondent(key="corr0001", role="recipient", person=ident),)
            },
            "as the recipient: Budu Mdivani",
        ),
    ],
)
def test_a_person_in_a_role_is_shown_in_that_role(client, fields, shown):
    ident = person_with("Budu Mdivani", "Polikarp")
    letter(**fields(ident))
    assert snippets(client, "Polikarp") == [shown]
    assert reasons(client, "Polikarp") == [
        "Found because it names Budu Mdivani, whose record has Polikarp as another name."
    ]


def test_a_place_of_writing_is_shown_as_that(client):
    letter(place=place_with("Goris", "Gerusy"), place_as_written="the camp")
    assert snippets(client, "Gerusy") == ["as the place of writing: the camp"]


def test_a_merged_record_is_explained_by_the_one_in_which_it_ended(client):
    old, goris = builders.place("Gerusy"), builders.place("Goris")
    ident = letter(f"In [[place:{goris}|the town]].")
    with builders.history.revision(builders.user("editor"), "The same"):
        record = Place.objects.get(pk=old)
        record.merged_into_id = goris
        record.save()
    assert found(client, "Gerusy") == {ident}
    assert reasons(client, "Gerusy") == [GORIS]
    assert marks(page_of(client, "Gerusy")) == ["the town"]


def test_in_quotes_no_record_helps(client):
    goris = place_with("Goris", "Gerusy")
    letter(f"In [[place:{goris}|Goris]].")
    assert found(client, '"Gerusy"') == set()
    assert found(client, "Gerusy", scope="text") == set()


def test_the_page_reached_from_the_results_marks_what_the_record_is_called_there(client):
    goris = place_with("Goris", "Gerusy")
    ident = letter(f"In [[place:{goris}|the town]], not in the town.")
    assert marks(client.get(f"/documents/{ident}/", {"q": "Gerusy"})) == ["the town"]
    assert marks(client.get(f"/documents/{ident}/", {"q": '"Gerusy" OR camp'})) == []
    ada = person_with("Ada Example", "Adelaide")
    signed = letter(signatories=(Signatory(key="sign0001", person=ada, name_as_signed="A. E."),))
    assert marks(client.get(f"/documents/{signed}/", {"q": "Adelaide"})) == ["A. E."]


def queries(client, typed: str) -> int:
    page_of(client, typed)  # the index and the names have learnt of all
    with CaptureQueriesContext(connection) as asked:
        page_of(client, typed)
    return len(asked)


def test_however_many_hits_a_record_explains_one_query_more_is_asked(client):
    goris = place_with("Goris", "Gerusy")
    for _ in range(2):
        letter(f"In [[place:{goris}|Goris]].")
        assert queries(client, "Gerusy") == queries(client, "Goris") + 1
        for _ in range(5):
            letter(f"Again in [[place:{goris}|Goris]].")
