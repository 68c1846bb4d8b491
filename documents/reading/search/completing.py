"""`/documents/suggest.json`: people and places whose names begin as somebody types (OpenSearch Suggestions).

Only names in documents that readers can see: they come from the counts of the index, so that nothing can be
guessed of drafts and of withdrawn documents. They are read once for each state of the archive.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from threading import Lock

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from documents.chain import last_digest
from documents.reading.addresses import absolute
from documents.reading.authorities import folded
from documents.reading.search.address import Address
from documents.reading.search.answering import answered, for_programs
from documents.reading.search.labels import labels
from documents.search import variants
from documents.search.cards import NOT_STATED
from documents.search.counting import MOST_LISTED, counts
from documents.search.index import Opened
from documents.search.request import Request

KINDS = ("person", "place")
SHOWN = 10
LONGEST = 100
CONTENT_TYPE = "application/x-suggestions+json"


@dataclass(frozen=True, slots=True)
class Named:
    """A person or a place that documents name: `called` are the words of each of its names, as they sort."""

    kind: str
    id: str
    name: str
    called: tuple[tuple[str, ...], ...]
    documents: int

    def begins(self, typed: tuple[str, ...]) -> bool:
        """Whether for every word that was typed a word of one of the names begins so."""
        return any(
            all(any(word.startswith(each) for word in words) for each in typed) for words in self.called
        )


class Register:
    """All names at one moment of the archive, those in most documents first; kept by each process."""

    def __init__(self) -> None:
        self.moment: str | None = None
        self.names: list[Named] = []
        self.lock = Lock()

    def of(self, index: Opened, moment: str) -> list[Named]:
        """The names that the index counts; `moment` is the end of the chain read before it was opened."""
        if not index.is_exact:
            return list(_read(index, moment))
        with self.lock:
            if moment != self.moment:
                self.moment, self.names = moment, list(_read(index, moment))
            return self.names


register = Register()


@require_safe
def suggest(request: HttpRequest) -> HttpResponseBase:
    """What was typed, the names that it may become, how many documents have each, and the search for each."""
    typed = " ".join(request.GET.get("q", "")[:LONGEST].split())
    moment = last_digest()
    return for_programs(answered(request, lambda index: _answer(typed, register.of(index, moment))))


def _answer(typed: str, names: list[Named]) -> JsonResponse:
    found = suggested(typed, names)
    return JsonResponse(
        [
            typed,
            [each.name for each in found],
            [f"{each.kind}, {each.documents} document{'' if each.documents == 1 else 's'}" for each in found],
            [absolute(Address({each.kind: (each.id,)}).changed({})) for each in found],
        ],
        safe=False,
        json_dumps_params={"ensure_ascii": False},
        content_type=CONTENT_TYPE,
    )


def suggested(typed: str, names: list[Named]) -> list[Named]:
    """At most SHOWN names: those that are called just so in whatever spelling, then those that begin so."""
    words = tuple(folded(typed).split())
    if not words:
        return []
    known = {(each.kind, each.id) for each in variants.known_as(typed.split())}
    called = [each for each in names if (each.kind, each.id) in known] if known else []
    begun = (each for each in names if each.begins(words) and (each.kind, each.id) not in known)
    return [*called, *islice(begun, SHOWN)][:SHOWN]


def _read(index: Opened, moment: str) -> Iterator[Named]:
    found = {kind: counts(index, Request(), [kind], top=MOST_LISTED)[kind] for kind in KINDS}
    wanted = [(kind, ident) for kind in KINDS for ident in found[kind] if ident != NOT_STATED]
    known = variants.names()
    names = [
        Named(kind, ident, name.text, _called(name.text, *known.of(kind, ident)), found[kind][ident])
        for (kind, ident), name in labels.of(moment, wanted).items()
    ]
    yield from sorted(names, key=lambda each: (-each.documents, each.name, each.id))


def _called(*names: str) -> tuple[tuple[str, ...], ...]:
    return tuple(dict.fromkeys(tuple(folded(name).split()) for name in names))
