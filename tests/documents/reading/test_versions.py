"""The list of a document's versions, and what every version says of the others."""

import re
from dataclasses import replace
from itertools import pairwise

import html5lib
import pytest
from django.test import Client
from django.utils import timezone

from documents import history
from documents.reading import telling
from documents.reading.standing import PublishedVersion
from documents.reading.versions import SIZE
from documents.snapshot import Footnote, Signatory, Text
from people.models import Person
from tests.documents import builders
from tests.documents.reading.fullest import fullest
from tests.documents.reading.seen import Seen, words_of

pytestmark = pytest.mark.django_db


def versions(client: Client, ident: str, query: str = "") -> Seen:
    reply = client.get(f"/documents/{ident}/versions/{query}")
    assert reply.status_code == 200
    return Seen(reply)


def line(page: Seen, number: int) -> str:
    """What the list says of a version."""
    return words_of(page.by_id(f"v{number}"))


def republished(ident: str, note: str = "", **fields) -> None:
    builders.changed(ident, **fields)
    builders.publish(ident, note=note)


def renamed(person: str, name: str) -> None:
    with history.revision(builders.user("editor"), "Another name"):
        record = Person.objects.get(pk=person)
        record.name = name
        record.save()


def several(count: int) -> str:
    ident = builders.published(title="Version 1").document_id
    for number in range(2, count + 1):
        republished(ident, title=f"Version {number}")
    return ident


# --- The list ---


def test_a_version_is_listed_with_day_reason_and_what_changed(client):
    ident = builders.published(
        texts=(Text(key="text0001", language="en", content="The harvest has been brought in."),),
        footnotes=(Footnote(key="note0001", owner="heading", label="*", content="Stamped."),),
        heading="To the Council[^*]",
    ).document_id
    republished(
        ident,
        note="Read anew from the leaf",
        texts=(Text(key="text0001", language="en", content="The late harvest has been brought home."),),
    )
    page = versions(client, ident)
    said = line(page, 2)
    assert "Version 2" in said
    assert "Read anew from the leaf" in said
    assert "Changed since version 1:" in said
    assert re.search(r"2 words added, 1 removed|1 word removed, 2 added", said), said
    assert "current" in said
    assert "The first version." in line(page, 1)


def test_every_version_leads_to_what_changed_in_it_and_since_it(client):
    page = versions(client, ident := several(3))
    hrefs = [each.get("href") for each in page.by_id("v2").iter("a")]
    base = f"/documents/{ident}"
    assert hrefs == [f"{base}/v2/", f"{base}/compare/1..2/", f"{base}/compare/2..3/"]
    assert [each.get("href") for each in page.by_id("v3").iter("a")] == [
        f"{base}/v3/",
        f"{base}/compare/2..3/",
    ]
    assert [each.get("href") for each in page.by_id("v1").iter("a")] == [
        f"{base}/v1/",
        f"{base}/compare/1..3/",
    ]


def test_any_two_versions_are_chosen_by_a_form(client):
    ident = several(3)
    (form,) = versions(client, ident).all("form")
    assert (form.get("method"), form.get("action")) == ("get", f"/documents/{ident}/compare/")
    names = [select.get("name") for select in form.iter("select")]
    chosen = [each.get("value") for each in form.iter("option") if each.get("selected") is not None]
    assert (names, chosen) == (["from", "to"], ["2", "3"])
    for query in ("from=1&to=3", "from=3&to=1"):
        reply = client.get(f"/documents/{ident}/compare/?{query}")
        assert (reply.status_code, reply["Location"]) == (302, f"/documents/{ident}/compare/1..3/")


@pytest.mark.parametrize("query", ["", "from=1", "from=one&to=2", "from=1&to=" + "9" * 300, "from=²&to=1"])
def test_a_choice_that_cannot_be_read_leads_back_to_the_list(client, query):
    ident = several(2)
    reply = client.get(f"/documents/{ident}/compare/?{query}")
    assert (reply.status_code, reply["Location"]) == (302, f"/documents/{ident}/versions/")


def test_a_choice_of_a_version_that_never_was_is_not_found(client):
    ident = several(2)
    assert client.get(f"/documents/{ident}/compare/?from=1&to=7").status_code == 404


def test_a_single_version_has_nothing_to_be_compared_with(client):
    page = versions(client, several(1))
    assert not page.all("form")
    assert "compare" not in " ".join(page.links().values())


def test_a_withdrawn_version_shows_reason_and_digest_and_no_word_of_it(client):
    ident = builders.saved(title="Quillwort in the title")
    first = builders.publish(ident, note="Quillwort in the note")
    builders.withdraw(ident, reason="A wrong leaf")
    republished(ident, title="Mended")
    page = versions(client, ident)
    said = line(page, 1)
    assert "withdrawn" in said
    assert "A wrong leaf" in said
    assert first.digest in said
    assert not list(page.by_id("v1").iter("a"))
    assert "There is no earlier version to be read." in line(page, 2)
    assert "uillwort" not in client.get(f"/documents/{ident}/versions/").content.decode()


def test_over_a_withdrawn_version_the_comparison_is_with_the_one_before_it(client):
    ident = several(2)
    builders.withdraw(ident)
    republished(ident, title="Version 3")
    builders.reinstate(ident, 1)
    page = versions(client, ident)
    assert "Changed since version 1:" in line(page, 3)
    assert f"/documents/{ident}/compare/1..3/" in page.links().values()
    assert [each.get("value") for each in page.all("option")] == ["1", "3"] * 2


def test_a_version_that_only_names_somebody_otherwise_says_so(client):
    ada = builders.person("Ada Example")
    ident = builders.published(signatories=(Signatory(key="sign0001", person=ada),)).document_id
    renamed(ada, "Ada Lovely")
    republished(ident, remarks="So that there is something to save")
    assert "no word of the document has changed" in line(versions(client, ident), 2)


def test_many_versions_stand_on_several_pages(client):
    ident = several(SIZE + 2)
    first, second = versions(client, ident), versions(client, ident, "?page=2")
    assert len(first.all("li", id="v22")) == 1
    assert "Changed since version 2:" in line(first, 3)
    assert [words_of(each)[:9] for each in second.all("h2")] == ["Version 2", "Version 1"]
    assert f"{SIZE + 2} versions" in first.text


def test_the_number_of_queries_does_not_grow_with_the_versions(client, django_assert_num_queries):
    ident, other = several(3), several(12)
    with django_assert_num_queries(4):
        client.get(f"/documents/{ident}/versions/")
    with django_assert_num_queries(4):
        client.get(f"/documents/{other}/versions/")


def test_the_list_is_sent_again_only_when_a_version_of_the_document_changes(client):
    ident = several(2)
    address = f"/documents/{ident}/versions/"
    tag = client.get(address)["ETag"]
    builders.published(title="Another")
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    republished(ident, title="A third")
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200


def test_long_comparisons_are_told_one_after_the_other_and_never_twice(client, monkeypatch):
    monkeypatch.setattr(telling, "SECONDS", 0)
    address = f"/documents/{several(4)}/versions/"
    replies = [client.get(address) for _ in range(4)]
    assert [reply.content.decode().count("Changed since version") for reply in replies] == [1, 2, 3, 3]
    assert len({reply["ETag"] for reply in replies}) == 3
    assert all(Seen(reply).links()["Compare with version 1: what changed in version 2"] for reply in replies)


def test_what_was_told_is_forgotten_when_there_is_no_more_room():
    memory = telling.Memory(room=2)
    days = [
        PublishedVersion("b1234567", number, timezone.now(), "", digest=str(number)) for number in range(4)
    ]
    for pair in pairwise(days):
        memory.put(pair, telling.Told((f"title: {pair[0].number}",), only_names=False))
    assert [bool(memory.get(pair)) for pair in pairwise(days)] == [False, True, True]


# --- What a version says of the others ---


def test_an_earlier_version_says_which_is_current_and_what_changed_since(client):
    ident = several(4)
    (banner,) = Seen(client.get(f"/documents/{ident}/v2/")).all("div", class_="banner")
    day = r"\d+ \w+ \d{4}"
    said = f"This is version 2 of {day}. The current one is version 4 of {day}. What changed since"
    assert re.fullmatch(said, words_of(banner))
    assert [each.get("href") for each in banner.iter("a")] == [
        f"/documents/{ident}/",
        f"/documents/{ident}/compare/2..4/",
    ]


def test_the_current_version_says_its_day_and_leads_to_the_others(client):
    ident = several(2)
    for address in (f"/documents/{ident}/", f"/documents/{ident}/v2/"):
        page = Seen(client.get(address))
        assert not page.all("div", class_="banner")
        assert re.search(r"Version 2 of \d+ \w+ \d{4}, the current one", page.text)
        assert page.links()["What changed in each"] == f"/documents/{ident}/versions/"


def test_a_page_lists_only_the_newest_of_many_versions(client):
    ident = several(7)
    said = Seen(client.get(f"/documents/{ident}/")).section("Versions")
    assert "Version 3" in said
    assert "Version 2" not in said
    assert "All 7 versions" in said


def main_without_what_may_change(client: Client, address: str) -> str:
    """The main part of a page as it is written, without banner, standing, and list of versions."""
    root = html5lib.parse(client.get(address).content.decode(), namespaceHTMLElements=False)
    main = root.find("body/main")
    for parent in list(main.iter()):
        for child in list(parent):
            if child.get("class") in ("banner", "byline") or child.get("aria-labelledby") == "versions":
                parent.remove(child)
    written = html5lib.serialize(main, quote_attr_values="always")
    return re.sub(r">\s+<", "><", written)


def test_a_cited_version_stays_as_it_was_whoever_is_renamed_later(client):
    fields = fullest()
    ident = builders.published(**fields).document_id
    before = main_without_what_may_change(client, f"/documents/{ident}/v1/")
    shown = Seen(client.get(f"/documents/{ident}/v1/"))
    ada = next(row.person for row in fields["signatories"] if row.person)
    renamed(ada, "Quite Another Name")
    republished(ident, title="Another title", heading="Another heading[^h]")
    after = main_without_what_may_change(client, f"/documents/{ident}/v1/")
    assert after == before
    assert "Quite Another Name" not in after
    assert "Quite Another Name" in Seen(client.get(f"/documents/{ident}/")).text
    assert "This is version 1" not in shown.text


def test_a_cited_version_keeps_its_words_when_links_come_and_go(client):
    ada = builders.person("Ada Example")
    ident = builders.published(signatories=(Signatory(key="sign0001", person=ada),)).document_id
    before = Seen(client.get(f"/documents/{ident}/v1/"))
    republished(ident, signatories=())
    after = Seen(client.get(f"/documents/{ident}/v1/"))
    assert f"/people/{ada}/" in before.links().values()
    assert f"/people/{ada}/" not in after.links().values()
    assert after.section("Signatures") == before.section("Signatures")


def test_a_comparison_of_versions_uses_the_names_of_their_days(client):
    ada, eda = builders.person("Ada Example"), builders.person("Eda Example")
    signed = Signatory(key="sign0001", name_as_signed="A.", person=ada)
    ident = builders.published(signatories=(signed,)).document_id
    republished(ident, signatories=(replace(signed, person=eda),))
    renamed(ada, "Ada Quite Another")
    renamed(eda, "Eda Quite Another")
    republished(ident, title="Another title")
    said = Seen(client.get(f"/documents/{ident}/compare/1..2/")).text
    assert "Ada Example" in said
    assert "Eda Example" in said
    assert "Quite Another" not in said
