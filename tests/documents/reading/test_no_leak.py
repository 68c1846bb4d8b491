"""What readers must not see: drafts, changes not yet published, withdrawn documents.

A word stands in all of them and nowhere else. A reader who follows every link, and tries every address that
such a document would have, never meets it.
"""

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import unquote, urljoin, urlsplit

import html5lib
import pytest
from django.test import Client

from documents.models import Listing, ListingName
from documents.snapshot import (
    ArchivalReference,
    Correspondent,
    DocumentTopic,
    EditorialText,
    Footnote,
    Printing,
    Reference,
    Relation,
    Signatory,
    Text,
)
from tests.documents import builders

pytestmark = pytest.mark.django_db

SECRET = "quillwort"
LINKING = {"a": "href", "link": "href", "img": "src", "script": "src", "form": "action", "source": "src"}
FORMS = (
    *("/", ".json", ".txt", "/versions/", "/v1/", "/v1.json", "/v1.txt", "/v2/", "/v2.json", "/v2.txt"),
    *(".bib", ".ris", "/v1.bib", "/v1.ris", "/v2.bib", "/v2.ris"),
    *(".tei.xml", "/v1.tei.xml", "/v2.tei.xml"),
    *("/compare/1..2/", "/compare/2..1/", "/compare/1..2/?view=side", "/compare/?from=1&to=2"),
)
STARTS = (
    *("/", "/documents/", "/people/", "/bodies/", "/places/", "/collections/", "/repositories/", "/about/"),
    *("/integrity/", "/integrity/entries.jsonl", "/changes/", "/changes.atom", "/robots.txt", "/sitemap.xml"),
    *("/documents.json", "/documents.atom", "/documents.csv", "/opensearch.xml", "/oai", "/api/", "/healthz"),
    *("/documents/?from=1900&to=2000&type=letter&type=none", "/changes/?before=3", "/changes.atom?before=3"),
    # The beginning of the secret word and a slip of the pen in it: neither is the word itself.
    *("/documents/?q=quillwor*", "/documents/?q=quilwort", "/documents/?q=quillwirt~2&view=table"),
    *("/documents/?q=title%3Aquillwor*", "/documents.json?q=quillwor*", "/documents/suggest.json?q=quillwor"),
    *("/documents/by/person/", "/documents/by/place/?find=quillwor", "/documents/by/signatory/?q=quillwor*"),
)
# Every search leads to others, without end: of those that ask in the same way, so many are followed.
SEARCHES_OF_A_KIND = 2
SEARCHES = 80


def links(page: str, address: str) -> Iterator[str]:
    """The addresses of this archive to which a page leads, with their queries."""
    for element in html5lib.parse(page, namespaceHTMLElements=False).iter():
        target = urljoin(address, element.get(LINKING.get(element.tag, ""), ""))
        if urlsplit(target).netloc == "" and not target.startswith(("/admin/", "/static/", "mailto:")):
            yield target.partition("#")[0]


def kind_of_search(address: str) -> str:
    """What searches of one kind have in common: the path, and which parameters they have."""
    path, _, query = address.partition("?")
    names = sorted({part.partition("=")[0] for part in query.split("&")})
    return f"{path}?{'&'.join(names)}" if query and path.startswith("/documents") else ""


def walk(starts: tuple[str, ...]) -> dict[str, tuple[int, str]]:
    """Everything that a reader reaches from these addresses: address → status and words of the reply."""
    reader, waiting, seen = Client(), list(reversed(starts)), {}
    searches: Counter[str] = Counter()
    while waiting:
        if (address := waiting.pop()) in seen:
            continue
        if (kind := kind_of_search(address)) and address not in starts:
            if searches[kind] >= SEARCHES_OF_A_KIND or searches.total() >= SEARCHES:
                continue
            searches[kind] += 1
        reply = reader.get(address)
        words = reply.getvalue().decode() if reply.get("Content-Type", "").startswith(("text", "app")) else ""
        seen[address] = reply.status_code, words
        if reply.status_code in (301, 302):
            waiting.append(urljoin(address, reply["Location"]))
        elif reply["Content-Type"].startswith("text/html"):
            waiting += links(words, address)
        assert not reply.cookies, address
        assert reply.status_code < 500, address
    return seen


def secretive() -> dict:
    """A document in every part of which stands the secret word; only it names its records."""
    ada, council = builders.person(f"Ada {SECRET}"), builders.body(f"Council of {SECRET}")
    town, book = builders.place(f"Town of {SECRET}"), builders.collection(f"Book of {SECRET}")
    archive = builders.repository(f"Archive of {SECRET}")
    text = (
        f"The {SECRET}[^1] of [[person:{ada}|Ada]] in [[place:{town}|Town]] and [[body:{council}|Council]]."
    )
    return {
        "title": f"On {SECRET}",
        "heading": f"Heading of {SECRET}",
        "type": "letter",
        "summary": f"About {SECRET}",
        "date_edtf": "1850",
        "date_as_written": f"the day of {SECRET}",
        "place": town,
        "place_as_written": f"at {SECRET}",
        "signature_line": SECRET,
        "rights": SECRET,
        "classification_as_written": SECRET,
        "remarks": SECRET,
        "texts": (Text(key="text0001", language="la", content=text, translator=SECRET),),
        "footnotes": (Footnote(key="foot0001", owner="text0001", label="1", content=SECRET),),
        "signatories": (Signatory(key="sign0001", name_as_signed=SECRET, person=ada, body=council),),
        "correspondents": (Correspondent(key="corr0001", as_written=SECRET, person=ada),),
        "references": (Reference(key="refe0001", by="number", collection=book, number="2", words=SECRET),),
        "archival_references": (ArchivalReference(key="arch0001", repository=archive, as_printed=SECRET),),
        "printings": (Printing(key="prin0001", collection=book, number="1"),),
        "editorial_texts": (EditorialText(key="edit0001", content=SECRET, credit=SECRET),),
        "topics": (DocumentTopic(key="topi0001"),),
    }


def open_document(**fields) -> str:
    """A document for readers that names records of its own and refers to another document."""
    ada, book = builders.person("Open Ada"), builders.collection("Open book")
    return builders.published(
        title="An open letter",
        type="letter",
        signatories=(Signatory(key="sign0001", person=ada, body=builders.body("Open council")),),
        place=builders.place("Open town"),
        printings=(Printing(key="prin0001", collection=book, number="7"),),
        archival_references=(
            ArchivalReference(key="arch0001", repository=builders.repository("Open archive")),
        ),
        **fields,
    ).document_id


def records_of(fields: dict) -> list[str]:
    """The addresses of the records that a document names."""
    book = fields["printings"][0].collection
    return [
        f"/people/{fields['signatories'][0].person}/",
        f"/bodies/{fields['signatories'][0].body}/",
        f"/places/{fields['place']}/",
        f"/repositories/{fields['archival_references'][0].repository}/",
        *(f"/collections/{book}/{number}" for number in ("", "1/", "2/", "?number=1")),
    ]


@pytest.fixture
def draft() -> tuple[str, list[str]]:
    """A draft that an open document refers to; its id, and the addresses of what only it names."""
    fields = secretive()
    ident = builders.saved(**fields)
    open_document(
        references=(Reference(key="refe0001", by="description", words="a letter", target=ident),),
        relations=(Relation(key="rela0001", relation_kind="reply_to", target=ident),),
    )
    return ident, records_of(fields)


@pytest.fixture
def unpublished_change() -> tuple[str, list[str]]:
    """An open document that was changed on the desk since."""
    fields = secretive()
    ident = open_document()
    builders.changed(ident, **fields)
    return ident, records_of(fields)


@pytest.fixture
def withdrawn() -> tuple[str, list[str]]:
    """A document of two versions that was withdrawn, and that an open one refers to."""
    fields = secretive()
    ident = builders.published(**fields).document_id
    builders.changed(ident, title=f"On {SECRET}, corrected")
    builders.publish(ident)
    open_document(references=(Reference(key="refe0001", by="description", words="a letter", target=ident),))
    builders.withdraw(ident)
    return ident, records_of(fields)


@pytest.fixture
def published_again(withdrawn) -> tuple[str, list[str]]:
    """A withdrawn document whose third version says nothing secret, and can be read."""
    ident, records = withdrawn
    builders.save(builders.content(public_id=ident, title="Without the plant"))
    builders.publish(ident)
    return ident, records


def holding_secret(seen: dict[str, tuple[int, str]]) -> list[str]:
    """The addresses at which the secret word stands, in whatever letters."""
    return [at for at, (_, words) in seen.items() if SECRET in words.casefold() or SECRET in unquote(at)]


def test_the_walk_reaches_every_kind_of_page():
    builders.changed(ident := open_document(), title="An opened letter")
    builders.publish(ident)
    seen = walk(STARTS)
    kinds = ("documents", "people", "bodies", "places", "collections", "repositories")
    for kind in kinds:
        assert any(
            re.fullmatch(rf"/{kind}/[a-z0-9]{{8}}/", at) and status == 200 for at, (status, _) in seen.items()
        )
    for form in ("/versions/", ".json", ".txt", "/v1/", "/compare/1..2/", "/changes/", "/changes.atom"):
        assert any(at.endswith(form) and status == 200 for at, (status, _) in seen.items()), form


def test_what_is_published_is_found_by_the_walk():
    builders.published(**secretive())
    assert len(holding_secret(walk(STARTS))) > 15


def test_a_draft_is_invisible_to_readers(draft):
    ident, records = draft
    addresses = tuple(f"/documents/{ident}{form}" for form in FORMS)
    seen = walk((*STARTS, *addresses, *records))
    assert holding_secret(seen) == []
    assert {seen[address][0] for address in (*addresses, *records) if "?" not in address} == {404}


def test_an_unpublished_change_is_invisible_to_readers(unpublished_change):
    ident, records = unpublished_change
    seen = walk((*STARTS, *(f"/documents/{ident}{form}" for form in FORMS), *records))
    assert holding_secret(seen) == []
    assert seen[f"/documents/{ident}/"][0] == 200
    assert seen[f"/documents/{ident}/v2/"][0] == 404
    assert seen[f"/documents/{ident}/compare/1..2/"][0] == 404
    assert {seen[address][0] for address in records} == {404}


def test_a_withdrawn_document_leaves_only_the_word_that_it_is_gone(withdrawn):
    ident, records = withdrawn
    addresses = tuple(f"/documents/{ident}{form}" for form in FORMS)
    seen = walk((*STARTS, *addresses, *records))
    assert holding_secret(seen) == []
    assert {seen[address][0] for address in addresses} == {410}
    assert {seen[address][0] for address in records} == {404}


def test_what_was_withdrawn_is_not_told_by_comparing_it_with_what_is_open(published_again):
    ident, records = published_again
    pairs = tuple(f"/documents/{ident}/compare/{pair}/" for pair in ("1..2", "1..3", "2..3"))
    views = tuple(f"{pair}?view=side" for pair in pairs)
    seen = walk((*STARTS, *(f"/documents/{ident}{form}" for form in FORMS), *pairs, *views, *records))
    assert holding_secret(seen) == []
    assert {seen[address][0] for address in (*pairs, *views)} == {410}
    assert {seen[address][0] for address in records} == {404}
    assert seen[f"/documents/{ident}/versions/"][0] == 200
    assert seen[f"/documents/{ident}/v3/"][0] == 200


def test_no_row_of_a_list_is_left_of_what_readers_cannot_see(draft, withdrawn):
    for ident, _ in (draft, withdrawn):
        assert not Listing.objects.filter(document=ident).exists()
        assert not ListingName.objects.filter(listing=ident).exists()


@pytest.mark.parametrize("state", ["draft", "unpublished_change", "withdrawn"])
def test_no_list_counts_what_readers_cannot_see(client, request, state):
    request.getfixturevalue(state)
    page = client.get("/documents/").context["page"]
    assert page.total == len(page.results) == 1
    assert all(value.count <= 1 for facet in page.facets for value in facet.values)
    assert sum(bar.count for bar in page.periods.bars) + page.periods.undated == 1
    assert client.get("/documents/?from=1850&to=1850").context["page"].total == 0
    assert client.get("/").context["holdings"].documents == 1
    assert client.get("/").context["holdings"].first == 1920
    for index in ("/people/", "/bodies/", "/places/", "/collections/", "/repositories/"):
        assert [heading.documents for heading in client.get(index).context["page"].rows] == [1], index
