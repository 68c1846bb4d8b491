"""All values of a facet within a search: complete, counted, and never of what readers cannot see."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents.search.cards import FACETS
from documents.snapshot import DocumentTopic, Signatory
from tests.documents import builders
from tests.documents.reading.seen import Seen, words_of

pytestmark = pytest.mark.django_db


def signed(*people: str, **fields) -> str:
    """A published document that these people signed."""
    rows = tuple(Signatory(key=f"sign{place:04}", person=ident) for place, ident in enumerate(people))
    return builders.published(signatories=rows, **fields).document_id


def page(client, facet: str, **asked) -> Seen:
    reply = client.get(f"/documents/by/{facet}/", asked)
    assert reply.status_code == 200
    return Seen(reply)


def values(seen: Seen) -> list[tuple[str, int, str]]:
    """The values of a page in its order: name, count, where it leads."""
    found = []
    for item in (item for lists in seen.all("ul", class_="values") for item in lists.iter("li")):
        link = item.find("a")
        (counted,) = (each for each in link.iter("span") if each.get("class") == "count")
        count = int(re.match(r"\d+", words_of(counted))[0])
        found.append((words_of(link.find("bdi")), count, link.get("href")))
    return found


def test_every_value_is_there_from_a_to_z(client):
    names = ["Örtel", "Zara", "Абашидзе", "Miller", "arendt", "Éluard"]
    for name in names:
        signed(builders.person(name))
    seen = page(client, "signatory")
    assert [name for name, _, _ in values(seen)] == [
        "arendt",
        "Éluard",
        "Miller",
        "Örtel",
        "Zara",
        "Абашидзе",
    ]
    assert [words_of(each) for each in seen.all("h2")] == ["A", "E", "M", "O", "Z", "А"]
    assert "6 values" in seen.text


def test_count_shown_is_the_total_found_on_the_page_it_leads_to(client):
    ada, ben = builders.person("Ada"), builders.person("Ben")
    signed(ada, type="letter")
    signed(ada, ben, type="letter")
    signed(ben, type="telegram")
    builders.published(type="letter")
    found = values(page(client, "signatory", type="letter"))
    assert [(name, count) for name, count, _ in found] == [("not stated", 1), ("Ada", 2), ("Ben", 1)]
    for _, count, address in found:
        assert client.get(address.replace("/documents/", "/documents.json")).json()["total"] == count


def test_more_values_than_the_page_of_the_search_shows(client):
    for number in range(15):
        signed(builders.person(f"Person {number:02}"))
    results = Seen(client.get("/documents/?q=harvest"))
    (more,) = {
        each.get("href") for each in results.all("a") if "signatory" in each.get("href", "").split("?")[0]
    }
    assert more == "/documents/by/signatory/?q=harvest"
    assert len(values(Seen(client.get(more)))) == 15


def test_a_value_leads_back_to_the_search_with_it(client):
    ada, ben = builders.person("Ada"), builders.person("Ben")
    signed(ada, ben)
    seen = page(client, "signatory", q="harvest", signatory=ada, sort="-date")
    found = {name: address for name, _, address in values(seen)}
    assert found["Ada"] == "/documents/?q=harvest&sort=-date"
    both = "&".join(f"signatory={ident}" for ident in sorted((ada, ben)))
    assert found["Ben"] == f"/documents/?q=harvest&{both}&sort=-date"
    assert seen.links()["← The search"] == f"/documents/?q=harvest&signatory={ada}&sort=-date"


def test_a_condition_can_be_taken_away_without_leaving(client):
    ada = builders.person("Ada")
    signed(ada, type="letter")
    seen = page(client, "signatory", type="letter", q="harvest")
    assert "/documents/by/signatory/?q=harvest" in seen.links().values()


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("mdi", ["Mdivani, Budu"]),
        ("BUDU", ["Mdivani, Budu"]),
        ("élu", ["Eluard"]),
        ("Мдивани", ["Mdivani, Budu"]),
        ("Элу", ["Eluard"]),
        ("nobody", []),
        ("%", ["Eluard", "Mdivani, Budu"]),
    ],
)
def test_search_within_the_values(client, typed, names):
    for name in ("Mdivani, Budu", "Eluard"):
        signed(builders.person(name))
    seen = page(client, "person", find=typed, type="none")
    assert [name for name, _, _ in values(seen)] == names
    assert seen.by_id("find").get("value") == typed
    assert seen.all("input", name="type", value="none")
    assert all(address.startswith("/documents/?") and "find" not in address for _, _, address in values(seen))


def test_five_hundred_values_a_page(client):
    for number in range(501):
        builders.term(f"topic-{number:03}", f"{'A' if number < 500 else 'B'} {number:03}")
    rows = tuple(DocumentTopic(key=f"t{number:07}", topic=f"topic-{number:03}") for number in range(501))
    builders.published(topics=rows)
    first = page(client, "topic", q="harvest")
    assert len(values(first)) == 500
    assert "501 values, of which you see 1–500" in first.text
    assert first.links()["Later page →"] == "/documents/by/topic/?q=harvest&page=2"
    assert first.links()["B"] == "/documents/by/topic/?q=harvest&page=2#letter-42"
    second = page(client, "topic", q="harvest", page="2")
    assert [name for name, _, _ in values(second)] == ["B 500"]
    assert [name for name, _, _ in values(page(client, "topic", page="9"))] == ["B 500"]


@pytest.mark.parametrize("facet", FACETS)
def test_every_facet_has_its_page(client, facet):
    builders.published()
    assert page(client, facet).all("h1")


@pytest.mark.parametrize("facet", ["nonsense", "q", "not-type", "Type", "period"])
def test_what_is_no_facet_is_not_found(client, facet):
    assert client.get(f"/documents/by/{facet}/").status_code == 404


def test_what_is_wrong_with_the_search_is_told_on_its_page(client):
    reply = client.get("/documents/by/type/?from=19x&q=bells", follow=True)
    assert reply.redirect_chain == [("/documents/?from=19x&q=bells", 302)]
    assert reply.status_code == 400


def test_names_that_only_drafts_hold_are_not_there(client):
    hidden, gone = builders.person("Hidden"), builders.person("Gone")
    builders.saved(signatories=(Signatory(key="sign0001", person=hidden),))
    builders.withdraw(signed(gone))
    signed(builders.person("Seen"))
    assert [name for name, _, _ in values(page(client, "signatory"))] == ["Seen"]
    assert [name for name, _, _ in values(page(client, "signatory", signatory=hidden))] == ["Seen"]


def test_machines_do_not_gather_it_and_readers_are_not_sent_it_twice(client):
    builders.published()
    first = client.get("/documents/by/type/")
    assert '<meta name="robots" content="noindex">' in first.content.decode()
    with CaptureQueriesContext(connection) as asked:
        again = client.get("/documents/by/type/", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, len(asked)) == (304, 1)
    builders.published()
    assert client.get("/documents/by/type/", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_queries_do_not_grow_with_the_values(client):
    for more in (1, 5):
        for number in range(more):
            signed(builders.person(f"Person {more} {number}"))
        page(client, "type")  # the index catches up
        with CaptureQueriesContext(connection) as asked:
            page(client, "signatory")
        assert len(asked) == 3


@pytest.mark.parametrize(
    "typed", ['"><script>', "\x00", "\x01", "'; --", "(" * 200, "\ud800".encode("utf-8", "surrogatepass")]
)
def test_no_words_break_it(client, typed):
    builders.published()
    reply = client.get("/documents/by/type/", {"find": typed})
    assert reply.status_code in (200, 400)
    assert b"<script>" not in reply.content


def test_parameters_that_say_nothing_make_no_other_page(client):
    signed(builders.person())
    first = client.get("/documents/by/signatory/?find=ada")
    again = client.get("/documents/by/signatory/?colour=red&find=+ada++&page=1")
    assert first["ETag"] == again["ETag"]
    assert client.get("/documents/by/signatory/?find=eve")["ETag"] != first["ETag"]
