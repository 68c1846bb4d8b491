"""A reader's request in the engine's words.

Unquoted words are looked up as they stand and by the stems of every language, in every voice; capitalised or
not, they are looked up as names too, in whatever spelling. Quoted words are looked up as they stand.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache

import tantivy
from tantivy import Occur, Query

from documents.search import schema
from documents.search.cards import RECORDS
from documents.search.folding import EXACT, LANGUAGES, words
from documents.search.known import KnownNames, name_of
from documents.search.query import All, Either, Fuzzy, Node, Not, Phrase, Prefix, Word
from documents.search.request import Request
from documents.search.schema import day_number, number_of, spelled_number
from documents.search.spelling import keys
from documents.search.variants import Known

MUST, SHOULD, NOT = Occur.Must, Occur.Should, Occur.MustNot

# What a reader may narrow words to, and the voices it stands for.
SCOPES: dict[str, tuple[str, ...]] = {
    "": schema.VOICES,
    "title": ("title",),
    "text": ("own", "supplied", "mixed"),
    "supplied": ("supplied",),
    "notes": ("notes",),
    "editorial": ("editorial",),
    "names": ("signed", "names"),
    "signed": ("signed",),
    "references": ("references",),
    "number": (),
}
SPELLED = {
    "": tuple(schema.SPELLED.values()),
    "names": (schema.SPELLED["signed"], schema.SPELLED["names"]),
    "signed": (schema.SPELLED["signed"],),
    "text": (schema.SPELLED["own"],),
}
WEIGHTS = {"title": 3.0, "signed": 1.5, "notes": 0.7, "editorial": 0.7, "references": 0.7, "mixed": 0.5}
NUMBERED = 50.0  # before all that only says the figure
LIKE_THE_NAME = 0.4  # less than any word that stands there as it was typed


def of_request(request: Request, pending: Sequence[int] = ()) -> Query:
    """The whole request; `pending` are the documents to leave out."""
    clauses = [(MUST, _of_words(request.tree, request.scope, *request.known.items()))] if request.tree else []
    clauses += [(MUST, _values(facet, chosen)) for facet, chosen in request.include.items()]
    clauses += [(MUST, each) for each in _period(request)]
    without = [_values(facet, chosen) for facet, chosen in request.exclude.items()]
    if pending:
        without.append(Query.term_set_query(schema.schema(), "id", list(pending)))
    if not clauses:
        clauses = [(MUST, Query.all_query())]
    return Query.boolean_query([*clauses, *((NOT, each) for each in without)])


# --- Facets and period ---


def _values(facet: str, chosen: Iterable[str]) -> Query:
    """Documents with any of these values."""
    values = [number_of(value) for value in chosen] if facet in RECORDS else list(chosen)
    return Query.const_score_query(_any(_term(facet, value) for value in values), 0.0)


def _period(request: Request) -> list[Query]:
    """Documents whose date may lie in the period; or those of which no day is known."""
    if request.undated:
        return [Query.const_score_query(Query.term_query(schema.schema(), "dated", 0), 0.0)]
    found = []
    if request.latest:
        found.append(_range("first_day", upper=day_number(request.latest)))
    if request.earliest:
        found.append(_range("last_day", lower=day_number(request.earliest)))
    return found


def _range(field: str, lower: int = schema.NEVER, upper: int = schema.ALWAYS) -> Query:
    kind = tantivy.FieldType.Integer
    return Query.const_score_query(Query.range_query(schema.schema(), field, kind, lower, upper), 0.0)


# --- Words ---


@lru_cache(maxsize=64)
def _of_words(node: Node, scope: str, *known: tuple[tuple[str, ...], tuple[Known, ...]]) -> Query:
    """Kept: one page asks for its words again and again, and so do the pages that a reader takes next."""
    return of_tree(node, scope, dict(known))


def of_tree(node: Node, scope: str, known: KnownNames) -> Query:
    """The documents that a tree of words asks for; `scope` holds where a word has none of its own.

    `known` are the records that the words name.
    """
    match node:
        case All(parts):
            return _all(node, scope, known)
        case Either(parts):
            return _any(of_tree(part, scope, known) for part in parts)
        case Not(part):
            return Query.boolean_query([(MUST, Query.all_query()), (NOT, of_tree(part, scope, known))])
        case Word(text, own):
            return _word(text, own or scope, known)
        case Phrase(text, own):
            return (
                _any(_phrase(voice, text) for voice in SCOPES[own or scope])
                if (own or scope) != "number"
                else _number(text)
            )
        case Prefix(text, own):
            return _any(_prefix(voice, text) for voice in SCOPES[own or scope])
        case Fuzzy(text, distance, own):
            return _any(_fuzzy(voice, text, distance) for voice in SCOPES[own or scope])


def _all(node: All, scope: str, known: KnownNames) -> Query:
    clauses = [
        (NOT, of_tree(part.part, scope, known))
        if isinstance(part, Not)
        else (MUST, of_tree(part, scope, known))
        for part in node.parts
    ]
    if all(occur == NOT for occur, _ in clauses):
        clauses.append((MUST, Query.all_query()))
    found = Query.boolean_query(clauses)
    return _any([found, *_records(known.get(name_of(node), ()))])


def _any(queries: Iterable[Query | None]) -> Query:
    found = [query for query in queries if query is not None]
    if len(found) == 1:
        return found[0]
    return Query.boolean_query([(SHOULD, query) for query in found]) if found else Query.empty_query()


def _word(text: str, scope: str, known: KnownNames) -> Query:
    if scope == "number":
        return _number(text)
    found = [_phrase(voice, text) for voice in SCOPES[scope]]
    found += [_stem(voice, language, text) for voice in SCOPES[scope] for language in LANGUAGES]
    for field in SPELLED.get(scope, ()):
        found += [_weighed(_term(field, key), LIKE_THE_NAME) for key in sorted(keys(text))]
    if not scope:
        found += _records(known.get((text,), ()))
    return _any(found)


def _number(text: str) -> Query:
    return _weighed(_term("numbers", spelled_number(text)), NUMBERED)


def _phrase(voice: str, text: str) -> Query | None:
    said = words(text, EXACT)
    if not said:
        return None
    if len(said) == 1:
        return _weighed(_term(voice, said[0]), WEIGHTS.get(voice, 1.0))
    return _weighed(Query.phrase_query(schema.schema(), voice, list(said)), WEIGHTS.get(voice, 1.0))


def _stem(voice: str, language: str, text: str) -> Query | None:
    if voice not in schema.STEMMED_VOICES:
        return None
    stems = words(text, language)
    if len(stems) != 1:
        return None
    return _weighed(_term(f"{voice}_{language}", stems[0]), WEIGHTS.get(voice, 1.0))


def _prefix(voice: str, text: str) -> Query | None:
    *before, last = words(text, EXACT) or ("",)
    if not last:
        return None
    if before:
        return Query.phrase_prefix_query(schema.schema(), voice, [*before, last])
    return Query.regex_query(schema.schema(), voice, f"{last}.*")


def _fuzzy(voice: str, text: str, distance: int) -> Query | None:
    said = words(text, EXACT)
    if len(said) != 1:
        return _phrase(voice, text)
    return Query.fuzzy_term_query(schema.schema(), voice, said[0], distance=distance)


def _records(known: Iterable[Known]) -> list[Query]:
    """The documents that name these records, whatever they call them."""
    return [_weighed(_term(each.kind, number_of(each.id)), LIKE_THE_NAME) for each in known]


def _term(field: str, value: str | int) -> Query:
    return Query.term_query(schema.schema(), field, value)


def _weighed(query: Query, weight: float) -> Query:
    return query if weight == 1.0 else Query.boost_query(query, weight)
