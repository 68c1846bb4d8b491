"""Browsers find out how to search here, and are told names as somebody types: only those that readers see."""

from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents import history
from documents.snapshot import Signatory
from people.models import Person
from places.models import Place, PlaceName
from tests.documents import builders
from tests.documents.reading.seen import Seen

pytestmark = pytest.mark.django_db

OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


def signed(*people: str) -> str:
    rows = tuple(Signatory(key=f"sign{place:04}", person=ident) for place, ident in enumerate(people))
    return builders.published(signatories=rows).document_id


def suggested(client, typed: str) -> list[str]:
    reply = client.get("/documents/suggest.json", {"q": typed})
    assert reply.status_code == 200
    answer = reply.json()
    assert answer[0] == " ".join(typed.split())
    assert len(answer) == 4
    assert len(answer[1]) == len(answer[2]) == len(answer[3])
    return answer[1]


# --- The description ---


def test_every_page_leads_to_the_description(client):
    builders.published()
    for address in ("/", "/documents/", "/people/"):
        (found,) = Seen(client.get(address)).all("link", rel="search")
        assert found.get("href") == "/opensearch.xml"
        assert found.get("type") == "application/opensearchdescription+xml"


def test_every_template_of_the_description_leads_to_a_search(client):
    builders.published()
    reply = client.get("/opensearch.xml")
    assert reply["Content-Type"] == "application/opensearchdescription+xml; charset=utf-8"
    root = ElementTree.fromstring(reply.content)  # noqa: S314 - our own
    assert root.tag == f"{OPENSEARCH}OpenSearchDescription"
    templates = {each.get("type"): each.get("template") for each in root.findall(f"{OPENSEARCH}Url")}
    for content_type, template in templates.items():
        address = template.removeprefix("http://testserver").replace("{searchTerms}", "harvest")
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer["Content-Type"].startswith(content_type)
    assert {"text/html", "application/x-suggestions+json"} < {*templates}


def test_names_are_as_long_as_the_standard_allows(client, settings):
    settings.SITE_NAME = "The <archive> & all its very, very many papers of the valley"
    root = ElementTree.fromstring(client.get("/opensearch.xml").content)  # noqa: S314 - our own
    assert root.findtext(f"{OPENSEARCH}ShortName") == settings.SITE_NAME[:16]
    assert root.findtext(f"{OPENSEARCH}LongName") == settings.SITE_NAME[:48]


def test_the_description_is_not_sent_twice(client):
    first = client.get("/opensearch.xml")
    assert client.get("/opensearch.xml", headers={"If-None-Match": first["ETag"]}).status_code == 304


# --- Suggestions ---


def test_people_and_places_are_suggested_with_their_documents(client):
    ada, town = builders.person("Ada Riverside"), builders.place("Riverside")
    signed(ada)
    for _ in range(2):
        builders.published(place=town)
    reply = client.get("/documents/suggest.json", {"q": "river"})
    assert reply["Content-Type"] == "application/x-suggestions+json"
    assert reply["X-Robots-Tag"] == "noindex"
    assert reply.json() == [
        "river",
        ["Riverside", "Ada Riverside"],
        ["place, 2 documents", "person, 1 document"],
        [f"http://testserver/documents/?place={town}", f"http://testserver/documents/?person={ada}"],
    ]
    for address, documents in zip(reply.json()[3], (2, 1), strict=True):
        path = address.removeprefix("http://testserver").replace("/documents/", "/documents.json")
        assert client.get(path).json()["total"] == documents


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("mdi", ["Mdivani, Budu"]),
        ("budu mdi", ["Mdivani, Budu"]),
        ("BÚDU", ["Mdivani, Budu"]),
        ("Буду Мдивани", ["Mdivani, Budu"]),
        ("divani", []),
        ("mdi x", []),
        ("", []),
        ("   ", []),
        ("*", []),
        ("<script>", []),
    ],
)
def test_what_is_typed_begins_the_words_of_a_name(client, typed, names):
    signed(builders.person("Mdivani, Budu"))
    assert suggested(client, typed) == names


def test_another_name_of_a_record_suggests_it(client):
    town = builders.place("Goris")
    with history.revision(builders.user("editor"), "Another name"):
        PlaceName.objects.create(place=Place.objects.get(pk=town), name="Gerusy")
    builders.published(place=town)
    assert suggested(client, "Gerusi") == ["Goris"]
    assert suggested(client, "geru") == ["Goris"]
    assert suggested(client, "usy") == []


def test_names_that_only_drafts_hold_are_never_suggested(client):
    hidden, gone = builders.person("Hidden Example"), builders.person("Gone Example")
    builders.saved(signatories=(Signatory(key="sign0001", person=hidden),))
    withdrawn = signed(gone)
    signed(builders.person("Seen Example"))
    assert suggested(client, "example") == ["Gone Example", "Seen Example"]
    builders.withdraw(withdrawn)
    for typed in ("example", "Gone Example", "Hidden Example"):
        assert not {"Gone Example", "Hidden Example"} & {*suggested(client, typed)}


def test_a_name_is_suggested_as_it_is_today(client):
    ada = builders.person("Ada Before")
    signed(ada)
    assert suggested(client, "ada") == ["Ada Before"]
    with history.revision(builders.user("editor"), "Renamed"):
        record = Person.objects.get(pk=ada)
        record.name = "Ada After"
        record.save()
    assert suggested(client, "ada") == ["Ada After"]


def test_at_most_ten_names_those_in_most_documents_first(client):
    people = [builders.person(f"Ada {number:02}") for number in range(12)]
    signed(*people)
    signed(people[11])
    found = suggested(client, "ada")
    assert len(found) == 10
    assert found[:2] == ["Ada 11", "Ada 00"]


def test_queries_are_few_and_do_not_grow(client):
    for more in (1, 5):
        for number in range(more):
            signed(builders.person(f"Ada {more} {number}"))
        suggested(client, "a")  # the names are read
        with CaptureQueriesContext(connection) as asked:
            suggested(client, "ad")
        assert len(asked) == 4


def test_suggestions_that_have_not_changed_are_not_sent_again(client):
    signed(builders.person("Ada Example"))
    first = client.get("/documents/suggest.json?q=ada")
    again = client.get("/documents/suggest.json?q=ada", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
