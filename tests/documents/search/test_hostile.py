"""Whatever is sent to the search is answered, in time, and never comes back as more than words.

HOSTILE_REQUESTS says how many are sent with `-m slow` (20,000 unless told otherwise).
"""

import csv
import json
import os
import random
import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from html.parser import HTMLParser
from io import StringIO
from urllib.parse import quote, quote_from_bytes
from xml.etree import ElementTree

import pytest
from django.db import connection

from documents.reading.caching import kept
from documents.search.cards import FACETS
from documents.search.filters import PARAMETERS
from documents.snapshot import (
    ArchivalReference,
    Correspondent,
    DocumentTopic,
    EditorialText,
    Footnote,
    Printing,
    Signatory,
    Text,
)
from tests.documents import builders

pytestmark = pytest.mark.django_db

FORMS = (
    "/documents/",
    "/documents.json",
    "/documents.csv",
    "/documents.ris",
    "/documents.bib",
    "/documents.atom",
)
PLACES = (
    *FORMS * 3,
    "/documents/suggest.json",
    "/documents/suggest.json",
    "/documents/help/",
    "/opensearch.xml",
    *(f"/documents/by/{facet}/" for facet in (*FACETS, "x")),
)
MARK = "xinject"
OWN_ADDRESS = re.compile(r"/(?![/\\])|#|\?|http://testserver/|$")
REQUESTS = int(os.environ.get("HOSTILE_REQUESTS", "20000"))
PIECES = (
    *(
        '"',
        "“",
        "(",
        ")",
        "-",
        "*",
        "~",
        ":",
        "|",
        "&",
        "OR",
        "AND",
        "NOT",
        "title:",
        "no:",
        "signed:",
        "a*",
        "ab*",
        "quillw*",
        "quilwort~",
        "quilwrt~2",
        "foo:",
    ),
    *(
        "saxifrage",
        "saxi*",
        "saxifrage~2",
        "ſaxıfrage",
        "სიტყვა",
        "խոսք",
        "слово",
        "نامه",
        "\u202e",
        "\u200d",
        "e\u0301",
    ),
    *(
        f"<script>{MARK}</script>",
        f"<{MARK}>",
        f'"><{MARK} a="',
        f"' on{MARK}='1",
        f'" on{MARK}="1',
        f"</title></textarea></option><{MARK}>",
        f"<!--{MARK}-->",
        f"javascript:{MARK}()",
        f"&lt;{MARK}&gt;",
        f"<svg/onload={MARK}>",
        f"]]><{MARK}/>",
        "//elsewhere.example/",
        "{{7*7}}",
        "%s",
        "../../etc",
        "' OR 1=1 --",
        "\\",
    ),
    *(
        "\0",
        "\ud800",
        "\x1b[31m",
        "\n",
        "\r\n",
        "9" * 30,
        "-1",
        "1e999",
        "0x1F",
        "NaN",
        "٣",
        "1920-07-10",
        "0000",
        "9999",
    ),
    *(
        "b0000000",
        "letter",
        "secret",
        "ru",
        "none",
        "id:5",
        "*:*",
        "spelled_own:x",
        "kept",
        "[1 TO 5]",
        "/.*/",
        "a" * 300,
        "№ 367",
        "ф. 64, оп. 1",
    ),
)
PATIENCE = 2.0  # seconds of the processor, for the machine may be busy with other things


class Markup(HTMLParser):
    """What is not ours on a page: elements, attributes, comments and addresses that came from outside."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.strange: set[str] = set()
        self.inside = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.inside = tag
        if MARK in tag or tag in ("iframe", "object", "embed", "base", "img"):
            self.strange.add(f"<{tag}>")
        for name, value in attrs:
            if MARK in name or name.startswith("on") or name in ("style", "srcdoc"):
                self.strange.add(f"<{tag} {name}>")
            if name in ("href", "src", "action", "formaction") and not OWN_ADDRESS.match(value or ""):
                self.strange.add(f"<{tag} {name}={value}>")
        if tag == "script" and "src" not in dict(attrs):
            self.strange.add("<script>")

    def handle_endtag(self, tag):
        self.inside = ""

    def handle_data(self, data):
        if self.inside in ("script", "style") and data.strip():
            self.strange.add(f"<{self.inside}>{data[:40]}")

    def handle_comment(self, data):
        self.strange.add(f"<!--{data}-->")

    def handle_decl(self, decl):
        if decl.lower() != "doctype html":
            self.strange.add(f"<!{decl}>")

    unknown_decl = handle_pi = handle_comment


def strange_in(form: str, body: str) -> Iterable[str]:
    """What is wrong with the form of an answer."""
    if form == "text/html":
        return Markup(body).strange
    if form.endswith("json"):
        json.loads(body)
    elif form.endswith("xml"):
        root = ElementTree.fromstring(body)  # noqa: S314 - our own answer
        return {
            each.tag for each in root.iter() if MARK in each.tag or any(MARK in name for name in each.attrib)
        }
    elif form == "text/csv":
        return set(_strange_rows(body.removeprefix("\ufeff")))
    elif form == "application/x-research-info-systems":
        return {line for line in body.split("\r\n") if line and not re.match(r"[A-Z][A-Z0-9]  - |# ", line)}
    elif form == "application/x-bibtex":
        return set(_outside_of_entries(body))
    else:
        return {f"an answer of the type {form}"}
    return set()


def _outside_of_entries(body: str) -> Iterator[str]:
    """What BibTeX would take for the beginning of an entry, or of a command."""
    depth = 0
    for line in body.splitlines():
        if not depth and "@" in line and not line.startswith("@misc{"):
            yield line
        depth += line.count("{") - line.count("}")
    if depth:
        yield "an entry without its end"


def _strange_rows(body: str) -> Iterator[str]:
    header, *rows = csv.reader(StringIO(body, newline=""))
    for row in rows:
        if len(row) != len(header) and not (len(row) == 1 and row[0].startswith("# ")):
            yield f"a row of {len(row)} cells"
        yield from (f"a formula: {cell}" for cell in row if cell.startswith(("=", "+", "-", "@")))


def by_chance(chance: random.Random, places: Sequence[str]) -> str:
    """An address by chance. Three of four have no period, for a hostile one goes no further than the form."""
    names = [*PARAMETERS, *"qqqq", "page", "find", "find", "x", "q[]", "from__gt", ""]
    if chance.randrange(4):
        names = [name for name in names if name not in ("from", "to")]
    pairs = []
    for _ in range(chance.choice((0, 1, 1, 2, 3, 8, 60))):
        name = chance.choice(names)
        words = chance.choice((" ", "", " ")).join(
            chance.choices(PIECES, k=chance.choice((0, 1, 1, 2, 5, 40)))
        )
        value = quote(words, errors="surrogatepass")
        if not chance.randrange(12):
            value = quote_from_bytes(chance.randbytes(chance.randrange(20)))
        pairs.append(f"{name}={value}")
    return f"{chance.choice(places)}?{'&'.join(pairs)}"[:6000]


@pytest.fixture
def places() -> list[str]:
    """An archive of every kind of words, names and values, drafts and withdrawn texts; where it is asked."""
    for code in ("roads", "mills"):
        builders.term(code, f"<{MARK}> & {code}")
    people = [builders.person(name) for name in (f'"><{MARK}>', "Ada Weaver", "Мдивани", "=HYPERLINK(1)")]
    towns = [builders.place(name) for name in ("Goris", f"' on{MARK}='1")]
    bodies = [builders.body(f"<b on{MARK}=1>Council</b>")]
    books, shelves = [builders.collection(f"Book <{MARK}>")], [builders.repository(f"<{MARK}/>Archive")]
    idents = []
    for n in range(8):
        idents.append(
            builders.published(
                title=(
                    "On saxifrage",
                    f"<{MARK}>Bold</{MARK}>",
                    f"\"' on{MARK}=1",
                    "@misc{x",
                    "=1+1",
                    "№ 367",
                    "]]>",
                    "",
                )[n]
                or "-",
                heading=f"Saxifrage <{MARK}>" if n % 2 else "",
                heading_voice="unknown",
                type=(None, "letter", "telegram")[n % 3],
                classification=(None, "secret")[n % 2],
                date_edtf=("1920-07-10", "1919", "", "1921/1922")[n % 4],
                date_as_written=f"10 July <{MARK}>" if n % 2 else "",
                topics=(DocumentTopic(key="topi0001", topic=("roads", "mills")[n % 2]),),
                place=towns[n % 2],
                texts=(
                    Text(
                        key="text0001",
                        language=("en", "ar", "hy")[n % 3],
                        content=f"saxifrage [and] <{MARK}> слово سلام [[person:{people[n % 4]}|words]][^1]",
                    ),
                    Text(key="text0002", role="translation", language="ru", content="Камнеломка & <i>."),
                )[: 1 + n % 2],
                footnotes=(
                    Footnote(key="foot0001", owner="text0001", label="1", content=f"Saxifrage <!--{MARK}-->"),
                ),
                editorial_texts=(
                    EditorialText(
                        key="edit0001",
                        editorial_kind="commentary",
                        language="en",
                        content=f"Saxifrage </q><{MARK}>",
                    ),
                ),
                signatories=(
                    Signatory(
                        key="sign0001", name_as_signed=f"<{MARK}>", person=people[n % 4], body=bodies[0]
                    ),
                ),
                correspondents=(
                    Correspondent(key="corr0001", role="sender", as_written=f"<{MARK}>", person=people[1]),
                ),
                printings=(Printing(key="prin0001", collection=books[0], number="367"),),
                archival_references=(
                    ArchivalReference(key="arch0001", repository=shelves[0], as_printed="ф. 64, оп. 1"),
                ),
            ).document_id
        )
    hidden = builders.person("Quillwort")
    builders.saved(title="A quillwort", signatories=(Signatory(key="sign0001", person=hidden),))
    withdrawn = builders.published(
        title="The quillwort", signatories=(Signatory(key="sign0001", person=hidden),)
    )
    builders.changed(idents[0], title="Now of quillwort")  # not published
    builders.withdraw(withdrawn.document_id)
    return [*PLACES, *(f"/documents/{ident}/" for ident in idents[:2])]


def ask(client, places: Sequence[str], count: int, seed: int) -> Counter[str]:
    """How often which answer came; what was wrong is told with its address."""
    chance, told = random.Random(seed), Counter[str]()
    for _ in range(count):
        address = by_chance(chance, places)
        kept.pages.clear()
        begun = time.process_time()
        reply = client.get(address)
        form = reply.get("Content-Type", "").partition(";")[0]
        body = reply.getvalue().decode()
        took = time.process_time() - begun
        told[f"{reply.status_code} {form}"] += 1
        told["slowest, in ms"] = max(told["slowest, in ms"], round(took * 1000))
        assert reply.status_code in (200, 302, 400, 404), (reply.status_code, address)
        assert took < PATIENCE, (took, address)
        assert "quillwort" not in body.lower(), address
        if reply.status_code == 302:
            assert OWN_ADDRESS.match(reply["Location"]), (reply["Location"], address)
        else:
            assert not (strange := strange_in(form, body)), (strange, address)
    return told


def test_hostile_requests_are_answered(client, places):
    told = ask(client, places, 300, seed=1)
    assert told.keys() >= {"200 text/html", "200 application/json", "302 text/html"}


@pytest.mark.slow
def test_twenty_thousand_hostile_requests_are_answered(client, places):
    for seed in range(2, 2 + REQUESTS // 1000):
        told = ask(client, places, 1000, seed)
        print(f"\n{connection.vendor}, {(seed - 1) * 1000} requests: {dict(told.most_common())}", flush=True)  # noqa: T201 - what it is run for


def test_whatever_is_injected_would_be_noticed():
    for html in (
        f"<{MARK}>",
        f"<p on{MARK}=1>",
        f"<!--{MARK}-->",
        "<script>x</script>",
        '<a href="javascript:x">',
    ):
        assert Markup(f"<!doctype html><p>{html}").strange, html
    assert not Markup('<!doctype html><p>&lt;b&gt; <a href="/documents/?q=%3Cb%3E">b</a></p>').strange
