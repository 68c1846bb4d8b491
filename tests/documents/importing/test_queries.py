"""Whole editions imported, published and searched: each query finds the documents that hold its words.

What is expected was computed from the files by another program (`expected/README.md` tells how it read them).
"""

import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Any
from unicodedata import combining, normalize

import pytest
from django.conf import settings
from django.http import QueryDict

from documents.exchange.importing import reading
from documents.exchange.importing.running import Run, files_in
from documents.models import Version
from documents.models.importing import ImportBatch
from documents.search import making
from documents.search.filters import SearchFilter
from documents.search.finding import idents
from documents.search.index import opened
from tests.documents import builders

CORPORA = Path(settings.BASE_DIR).parent / "shared" / "corpora"
MANY = 100_000
MARKS = re.compile(r"\[\[(?:person|place|body|document):\w+\||\[\[page:[^\]]*\]\]|[\[\]_\\]")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db,
    pytest.mark.skipif(not CORPORA.is_dir(), reason="The editions to compare with are not here."),
]

# A summary is a note of a document in one edition, a part of its text in the other; here it is a summary.
SUMMARIES = {"frus": "notes", "qhod": "text"}
NOT_FOUND = {("qhod", "worden", "vipa.l.hbg.17200129.xml"): "the word is struck out in the file"}


class Edition:
    """An edition that is imported and published: it answers in the names that the expectations use."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.called: dict[str, str] = {}
        files = files_in([CORPORA / name])
        batch = ImportBatch.objects.create(user=builders.user("publisher"), publishes=True)
        for outcome in Run(files, batch, reading.read).outcomes():
            if outcome.kind == "document":
                self.called[outcome.record] = self._name(outcome.identity, outcome.file)
        making.rebuild()
        self.texts: dict[str, str] = defaultdict(str)  # an enclosure has the name of its document
        for ident, content in Version.objects.values_list("document", "content"):
            self.texts[self.called[ident]] += folded(MARKS.sub("", content.replace("\\n", " "))) + "\n"

    def _name(self, identity: str, file: str) -> str:
        """An enclosure is part of its document in one edition; a file is a document in the other."""
        return re.sub(r"\.a\d+$", "", identity) if self.name == "frus" else Path(file).name

    def found(self, words: str, *scopes: str) -> set[str]:
        """The documents that hold the words exactly, in one of these parts of them."""
        return {
            self.called[ident] for scope in scopes for ident in idents(opened(), asked(words, scope), MANY)
        }

    def hold(self, words: str) -> set[str]:
        """The documents that hold the words if nobody looks at accents."""
        wanted = re.compile(rf"(?<!\w){re.escape(folded(words))}(?!\w)")
        return {name for name, text in self.texts.items() if wanted.search(text)}


def asked(words: str, scope: str) -> Any:
    typed = QueryDict(mutable=True)
    typed.update({"q": f'"{words}"', "scope": scope})
    filters = SearchFilter(typed)
    assert filters.is_valid()
    return filters.asked()


def folded(text: str) -> str:
    """Without capitals, accents and signs that nobody types."""
    plain = "".join(each for each in normalize("NFKD", text.lower()) if not combining(each))
    return plain.replace("ı", "i").replace("æ", "ae").replace("ʿ", "").replace("ʾ", "")


def queries(name: str) -> list[dict[str, Any]]:
    lines = (CORPORA / "expected" / f"{name}.queries.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.mark.parametrize("name", ["frus", "qhod"])
def test_each_query_finds_the_documents_that_hold_its_words(name):
    """What is found beyond the expectation holds the words in another spelling, or in its summary."""
    edition, missed, beyond, exact = Edition(name), [], [], 0
    for query in queries(name):
        for part, scopes in (("text", ["text", "title"]), ("notes", ["notes"])):
            words, expected = query["query"], set(query[f"in_{part}"])
            in_summary = edition.found(words, "editorial") if part == SUMMARIES[name] else set()
            found = edition.found(words, *scopes)
            missed += [
                (name, words, each)
                for each in expected - found - in_summary
                if (name, words, each) not in NOT_FOUND
            ]
            beyond += [(name, words, each) for each in found - expected if each not in edition.hold(words)]
            exact += found == expected or found | (in_summary & expected) == expected
    assert (missed, beyond) == ([], [])
    assert exact >= 0.97 * 2 * len(queries(name))
