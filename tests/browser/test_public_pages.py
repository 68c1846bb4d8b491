"""Every kind of public page as a browser meets it: accessible, valid, and alone with this archive."""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import html5lib
import pytest
from django.http import HttpResponse
from django.test import Client

from documents.models.listing import METHOD
from documents.snapshot import EditorialText, Footnote, Printing, Reference, Signatory, Text
from people.models import Capacity, Office, PersonIdentifier, PersonName
from places.models import PlaceName
from tests.archive.test_demonstration import undone
from tests.browser.looking import seen_at, violations
from tests.documents import builders
from tests.documents.reading.fullest import fullest

# Each width and each scheme once in every run; the other pairs are slow and find the same or nothing.
PAIRS = ((360, "dark"), (768, "light"), (1280, "dark"))
OTHER_PAIRS = ((360, "light"), (768, "dark"), (1280, "light"))
NARROWEST = 320
# What axe asks of pages in general, and the success criteria up to level AA of WCAG 2.2.
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}


def archive() -> dict[str, str]:
    """Fills the archive with something for every kind of page; gives the addresses by kind."""
    document = builders.published(**fullest())
    ident = document.document_id
    builders.changed(ident, rights="Free to use")
    builders.publish(ident, note="The rights are known by now")
    builders.changed(ident, **rewritten(ident))
    builders.publish(ident)
    ada, town, book = person(), place(), builders.collection("Сборник долины", language="ru", editors="Eda")
    council, archive = builders.body("Council", founded="1917"), builders.repository("Archive", place_id=town)
    for number in range(26):
        builders.published(
            title=f"مکتوب {number}" if number % 2 else f"Letter {number}",
            title_language="fa" if number % 2 else "en",
            type="letter" if number % 3 else None,
            date_edtf=f"19{number + 10}" if number else "",
            date_calendar="julian" if number % 4 == 1 else "gregorian",
            place=town,
            signatories=(Signatory(key="sign0001", person=ada, body=council),),
            printings=(
                Printing(key="prin0001", collection=book, number="7" if number > 23 else str(number)),
            ),
            references=(
                Reference(key="refe0001", by="number", collection=book, number="999", words="No. 999"),
            ),
        )
    gone = builders.published(title="Gone").document_id
    builders.withdraw(gone)
    account()
    kept = builders.history.snapshot(ident).document.archival_references[0].repository
    return {
        "home": "/",
        "documents": "/documents/",
        "second page": "/documents/?page=2",
        "narrowed": "/documents/?from=1920&to=1930&type=letter&type=none",
        "nothing found": "/documents/?from=1066&to=1066",
        "how to search": "/documents/help/",
        "recognised": "/documents/?q=10+July+1920",
        "words": "/documents/?q=letter+OR+grain+OR+Example",
        "as a table": "/documents/?q=letter&view=table",
        "in time": "/documents/?view=timeline",
        "undated": "/documents/?from=none",
        "beyond the last page": "/documents/?page=99",
        "no words found": "/documents/?q=foo%3Abar+10.VII.1920&not-type=letter",
        "reached from a search": f"/documents/{ident}/?q=grain",
        "all values": "/documents/by/signatory/?type=letter",
        "no such value": "/documents/by/signatory/?find=zzz",
        "to mend": "/documents/?from=yesterday&to=1920&type=letter&type=nonsense",
        "people": "/people/",
        "person": f"/people/{ada}/",
        "one role": f"/people/{ada}/?role=signatory&page=2",
        "bodies": "/bodies/",
        "body": f"/bodies/{council}/",
        "places": "/places/",
        "place": f"/places/{town}/",
        "collections": "/collections/",
        "collection": f"/collections/{book}/",
        "several of a number": f"/collections/{book}/7/",
        "no such number": f"/collections/{book}/999/",
        "repositories": "/repositories/",
        "repository": f"/repositories/{kept or archive}/",
        "about": "/about/",
        "document": f"/documents/{ident}/",
        "earlier version": f"/documents/{ident}/v1/",
        "versions": f"/documents/{ident}/versions/",
        "comparison": f"/documents/{ident}/compare/1..2/",
        "side by side": f"/documents/{ident}/compare/1..3/?view=side",
        "changes": "/changes/",
        "earlier changes": "/changes/?before=10",
        "withdrawn": f"/documents/{gone}/",
        "mistyped": "/documents/b1234567/",
        "unknown": "/nowhere/",
        "unreadable": "/documents/?from=%FF",
        "integrity": "/integrity/",
    }


def rewritten(ident: str) -> dict:
    """Every text of a document with other words, its signatures in another order, a note and a topic gone."""
    document = builders.history.snapshot(ident).document
    return {
        "title": "The mills ask for much grain",
        "heading": f"{document.heading} again",
        "texts": tuple(
            replace(text, content=f"Other words. {text.content.replace(' the ', ' ')}\n\nA new paragraph.")
            for text in document.texts
        ),
        "signatories": document.signatories[::-1],
        "further_dates": (),
    }


def person() -> str:
    ada = builders.person("Ada Example", note="A miller.\n\nAnd more.", born="1870-01-02", died="1925~")
    with builders.history.revision(builders.user("editor"), "More of her"):
        PersonName.objects.create(person_id=ada, name="Ада", language="ru", name_kind="party")
        PersonName.objects.create(person_id=ada, name="آدا", language="fa")
        capacity = Capacity.objects.first()
        Office.objects.create(person_id=ada, capacity=capacity, body_id=builders.body(), begins="1919")
        PersonIdentifier.objects.create(person_id=ada, scheme="viaf", value="12345")
    return ada


def place() -> str:
    town = builders.place("Riverside", latitude="39.82", longitude="46.76", precision="area")
    with builders.history.revision(builders.user("editor"), "More of it"):
        PlaceName.objects.create(place_id=town, name="Речное", language="ru", from_year=1804, to_year=1918)
    return town


def account() -> None:
    words = "We print[^1] what stands there.\n\n## Signs\n\n| Sign | Meaning |\n| [...] | left out |"
    builders.published(
        title="How we edit",
        type=METHOD,
        summary="Letters of a valley.",
        texts=(),
        editorial_texts=(EditorialText(key="edit0001", language="en", credit="E. Editor", content=words),),
        footnotes=(
            Footnote(key="foot0001", owner="edit0001", label="1", content="All of it.", voice="editors"),
        ),
    )


# --- Validity: no browser is needed ---


def faults_of_html(pages: dict[str, str]) -> Iterator[str]:
    """What the HTML checker finds, or without one the parser, for each kind of page."""
    if jar := os.environ.get("VNU_JAR"):
        yield from faults_found_by_vnu(jar, pages)
        return
    for kind, page in pages.items():
        parser = html5lib.HTMLParser()
        parser.parse(page)
        yield from (f"{kind}: {error}" for error in parser.errors)


def faults_found_by_vnu(jar: str, pages: dict[str, str]) -> Iterator[str]:
    folder = Path(os.environ["DATA_DIR"], "pages")
    folder.mkdir(exist_ok=True)
    for kind, page in pages.items():
        (folder / f"{kind.replace(' ', '-')}.html").write_text(page, encoding="utf-8")
    command = ["java", "-jar", jar, "--format", "json", "--stdout", "--skip-non-html", str(folder)]
    report = subprocess.run(command, capture_output=True, text=True, check=False)
    assert report.stdout, report.stderr
    for message in json.loads(report.stdout)["messages"]:
        yield f"{Path(message['url']).stem}, line {message.get('lastLine')}: {message['message']}"


EMPTY = {
    "empty home": "/",
    "empty list": "/documents/",
    "empty people": "/people/",
    "default about": "/about/",
}


def replies_of(addresses: dict[str, str]) -> dict[str, HttpResponse]:
    return {kind: Client().get(address) for kind, address in addresses.items()}


@pytest.fixture(scope="module")
def empty_and_full(django_db_setup, django_db_blocker, tmp_path_factory):
    """What is answered at every address: while the archive is empty, and once it is full. Nothing stays."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), undone():
        patch.setattr("django.conf.settings.DATA_DIR", tmp_path_factory.mktemp("pages"))
        yield replies_of(EMPTY), replies_of(archive())


@pytest.fixture
def replies(empty_and_full) -> dict[str, HttpResponse]:
    return empty_and_full[1]


@pytest.mark.django_db
def test_every_page_is_valid_html(empty_and_full):
    empty, full = empty_and_full
    pages = {kind: reply.content.decode() for kind, reply in (empty | full).items()}
    assert list(faults_of_html(pages)) == []


# One thing shown in several ways has one title.
SHOWN_OTHERWISE = (
    {"documents", "narrowed", "nothing found", "in time", "beyond the last page"},
    {"document", "reached from a search"},
)


@pytest.mark.django_db
def test_every_page_has_one_h1_a_title_of_its_own_and_headings_without_gaps(replies):
    titles = {}
    for kind, reply in replies.items():
        root = html5lib.parse(reply.content.decode(), namespaceHTMLElements=False)
        headings = [int(each.tag[1]) for each in root.iter() if each.tag in ("h1", "h2", "h3", "h4")]
        assert headings.count(1) == 1, kind
        assert headings[0] == 1, kind
        assert all(after <= before + 1 for before, after in pairwise(headings)), kind
        titles.setdefault(root.find("head/title").text, []).append(kind)
        assert root.find("body/main") is not None, kind
    alike = [kinds for kinds in titles.values() if len(kinds) > 1]
    assert all(any(one_thing.issuperset(kinds) for one_thing in SHOWN_OTHERWISE) for kinds in alike), alike


@pytest.mark.django_db
def test_no_page_sets_a_cookie_or_differs_by_one(replies):
    for kind, reply in replies.items():
        assert not reply.cookies, kind
        assert "Cookie" not in reply.get("Vary", ""), kind
        assert reply["Cache-Control"] == "no-cache", kind


# --- In a browser ---


class Reader:
    """A browser window that remembers what was loaded and what went wrong."""

    def __init__(self, context) -> None:
        self.context = context
        self.page = context.new_page()
        self.hosts: set[str] = set()
        self.faults: list[str] = []
        self.page.on("request", lambda request: self.hosts.add(urlsplit(request.url).netloc))
        self.page.on("console", self.heard)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))

    def heard(self, message) -> None:
        # A page that is not there is a page, too: its status is no fault of the browser's.
        if message.type == "error" and "server responded with a status of 4" not in message.text:
            self.faults.append(message.text)

    def open(self, address: str):
        self.page.goto(address)
        return self.page


@pytest.mark.browser
@pytest.mark.looks
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize("pairs", [PAIRS, pytest.param(OTHER_PAIRS, marks=pytest.mark.slow)])
def test_every_page_keeps_to_its_policy_fits_a_small_phone_and_gives_axe_nothing_to_find(
    new_context, live_server, pairs
):
    reader = Reader(new_context())
    elsewhere, refused, wide, found = {}, {}, {}, {}
    for kind, address in archive().items():
        reader.hosts.clear()
        reader.faults.clear()
        seen_at(reader.page, NARROWEST, "light")
        page = reader.open(live_server.url + address)
        if (width := page.evaluate("document.documentElement.scrollWidth")) > NARROWEST:
            wide[kind] = width
        if reader.hosts != {urlsplit(live_server.url).netloc}:
            elsewhere[kind] = sorted(reader.hosts)
        if reader.faults:
            refused[kind] = [*reader.faults]
        for size, scheme in pairs:
            seen_at(page, size, scheme)
            if wrong := violations(page, RULES):
                found[kind, size, scheme] = wrong
    assert elsewhere == {}, "loaded from elsewhere"
    assert refused == {}, "refused by the policy, or broken"
    assert wide == {}, "to be scrolled sideways"
    assert found == {}
    assert reader.context.cookies() == []


@pytest.mark.browser
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_on_a_phone_the_table_of_results_is_read_without_scrolling_sideways(new_context, live_server):
    archive()
    reader = Reader(new_context(viewport={"width": 360, "height": 640}))
    page = reader.open(f"{live_server.url}/documents/?q=letter&view=table")
    table = page.locator(".results-table")
    assert table.evaluate("each => each.scrollWidth <= each.clientWidth")
    row = table.locator("tbody tr").first
    assert row.locator("td").first.evaluate("each => getComputedStyle(each, '::before').content") == '"Date"'
    assert all(each.inner_text().strip() for each in row.locator("td").all() if each.is_visible())


@pytest.mark.browser
@pytest.mark.looks
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize(("view", "column"), [("", ".facets"), ("&view=timeline", ".timeline")])
def test_bars_of_one_number_are_of_one_length(new_context, live_server, view, column):
    for day, copies in (("1920-05-02", 2), ("1920-07-10", 1), ("1920-09-01", 2), ("1920-10-03", 12)):
        for _ in range(copies):
            builders.published(date_edtf=day)
    reader = Reader(new_context(viewport={"width": 1280, "height": 800}))
    page = reader.open(f"{live_server.url}/documents/?from=1920&to=1920{view}")
    bars = [bar.bounding_box() for bar in page.locator(f"{column} .bars rect").all() if bar.is_visible()]
    may, *_, september, october = bars
    assert len({round(bar["x"]) for bar in bars}) == 1
    assert may["width"] == pytest.approx(september["width"], abs=1)
    assert may["width"] * 6 == pytest.approx(october["width"], rel=0.05)


LINES_OF_FIGURES = """count => {
  const figures = document.createRange();
  figures.selectNodeContents(count.firstChild);
  return figures.getClientRects().length;
}"""


@pytest.mark.browser
@pytest.mark.looks
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize("path", ["/documents/", "/documents/by/person/"])
def test_no_count_breaks_over_two_lines_however_long_a_name_is(new_context, live_server, path):
    people = [
        builders.person("Countess Maximiliana Wilhelmine Friederike von und zu Unterwaldenburg-Eschenbach"),
        builders.person("Maximilianawilhelminefriederikevonundzuunterwaldenburgeschenbach"),
    ]
    for number in range(12):
        signed = [Signatory(key=f"sign000{n}", person=person) for n, person in enumerate(people, start=1)]
        builders.published(signatories=tuple(signed[: 2 if number else 1]))
    reader = Reader(new_context(viewport={"width": 1280, "height": 800}))
    page = reader.open(f"{live_server.url}{path}")
    counts = [each for each in page.locator(".values .count").all() if each.is_visible()]
    assert {each.inner_text().split()[0] for each in counts} >= {"11", "12"}
    assert {each.evaluate(LINES_OF_FIGURES) for each in counts} == {1}


@pytest.mark.browser
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_hit_opens_where_it_matched_without_script(new_context, live_server):
    filling = "The mill stands still.\n\n" * 200
    note = Footnote(key="note0001", owner="text0001", label="1", content="Of barley.")
    text = Text(key="text0001", language="en", content=f"{filling}The end.[^1]")
    builders.published(texts=(text,), footnotes=(note,))
    reader = Reader(new_context(java_script_enabled=False, viewport={"width": 360, "height": 640}))
    page = reader.open(f"{live_server.url}/documents/?q=barley")
    page.locator(".results a").first.click()
    place = page.locator("li#note-note0001 mark").bounding_box()
    assert 0 < place["y"] < 640


@pytest.mark.browser
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_list_is_narrowed_and_paged_by_keyboard_without_script(new_context, live_server):
    archive()
    reader = Reader(new_context(java_script_enabled=False))
    page = reader.open(f"{live_server.url}/documents/")
    page.get_by_text("Period, and where to look").press("Enter")
    page.get_by_label("From").fill("1915")
    page.get_by_label("To").fill("1925")
    page.get_by_role("button", name="Search").press("Enter")
    assert page.url.endswith("/documents/?from=1915&to=1925")
    facets = page.get_by_role("navigation", name="Narrow the search")
    facets.get_by_role("link", name=re.compile(r"^letter \d")).press("Enter")
    assert page.url.endswith("/documents/?from=1915&to=1925&type=letter")
    assert page.get_by_label("From").input_value() == "1915"
    page.get_by_role("link", name="Remove all").press("Enter")
    page.get_by_role("link", name="Later page").press("Enter")
    assert page.url.endswith("/documents/?page=2")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_number_of_a_collection_is_looked_up(new_context, live_server):
    pages = archive()
    page = Reader(new_context()).open(live_server.url + pages["collection"])
    page.get_by_label("Number in this collection").fill("12")
    page.get_by_role("button", name="Look up").click()
    assert "/documents/" in page.url
    assert "Letter 12" in page.title()
