"""Whatever is sent to the search is answered, in time, and never comes back as more than words."""

import random
import time
from html.parser import HTMLParser
from urllib.parse import quote, quote_from_bytes

import pytest

from documents.reading.caching import kept
from documents.search.filters import PARAMETERS
from documents.snapshot import Text
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
    *FORMS,
    "/documents/suggest.json",
    "/documents/by/person/",
    "/documents/by/type/",
    "/documents/by/x/",
)
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
        "<script>alert(1)</script>",
        "<b>",
        "'><img src=x onerror=y>",
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
PATIENCE = 2.0  # seconds


class Elements(HTMLParser):
    """The names of elements and attributes of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found |= {tag, *(f"{tag}.{name}" for name, _ in attrs)}


def request(chance: random.Random) -> str:
    """An address by chance."""
    pairs = []
    for _ in range(chance.choice((0, 1, 1, 2, 3, 8, 60))):
        name = chance.choice(
            (*PARAMETERS, "q", "q", "from", "to", "page", "find", "x", "q[]", "from__gt", "")
        )
        words = chance.choice((" ", "", " ")).join(
            chance.choices(PIECES, k=chance.choice((0, 1, 1, 2, 5, 40)))
        )
        value = quote(words, errors="surrogatepass")
        if not chance.randrange(12):
            value = quote_from_bytes(chance.randbytes(chance.randrange(20)))
        pairs.append(f"{name}={value}")
    return f"{chance.choice(PLACES)}?{'&'.join(pairs)}"[:6000]


@pytest.fixture
def archive(settings, tmp_path) -> None:
    settings.DATA_DIR = tmp_path
    for title in ("On saxifrage", "<b>Bold</b>"):
        builders.published(
            title=title, texts=(Text(key="text0001", language="en", content="saxifrage [and] more"),)
        )


def ask(client, count: int, seed: int) -> list[str]:
    """What was wrong with so many requests by chance; empty if nothing was."""
    chance, wrong = random.Random(seed), []
    known = Elements(client.get("/documents/?q=saxifrage&from=1900").content.decode()).found
    known |= Elements(client.get("/documents/?q=zzzz+OR&type=xx&view=table").content.decode()).found
    for _ in range(count):
        address = request(chance)
        kept.pages.clear()
        begun = time.perf_counter()
        reply = client.get(address)
        body = reply.getvalue().decode(errors="replace")
        if reply.status_code >= 500 or time.perf_counter() - begun > PATIENCE:
            wrong.append(f"{reply.status_code} after {time.perf_counter() - begun:.1f} s: {address!r}")
        if reply.get("Content-Type", "").startswith("text/html"):
            new = {
                name
                for name in Elements(body).found - known
                if name in ("script", "b", "img.onerror", "img.src")
            }
            if new or "<script>alert" in body:
                wrong.append(f"{new} from {address!r}")
    return wrong


def test_hostile_requests_are_answered(client, archive):
    assert ask(client, 300, seed=1) == []


@pytest.mark.slow
def test_twenty_thousand_hostile_requests_are_answered(client, archive):
    assert ask(client, 20_000, seed=2) == []
