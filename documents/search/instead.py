"""What to ask instead when nothing was found: one word to leave out, one word to spell otherwise.

Every offer is counted before it is made, so it is never an empty one, and never tells of what is withdrawn.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from documents.search.clauses import SCOPES
from documents.search.counting import surely_holds, total
from documents.search.folding import EXACT, words
from documents.search.index import Opened
from documents.search.query import All, Either, Fuzzy, Node, Not, Phrase, Prefix, Word
from documents.search.request import Request
from documents.search.spots import leaves, letters_apart

MOST_WORDS = 8
BEGINNING = 2  # letters that a slip of the pen is not looked for in
MOST_LIKELY = 12  # words looked at, among them those that stand in withdrawn texts only
MOST_OFFERS = 3
SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Spelling:
    """A word that the archive has in the place of one that it has not, and how many documents it finds."""

    typed: str
    instead: str
    tree: Node
    count: int


@dataclass(frozen=True, slots=True)
class WithoutWord:
    """The search without one of its words, and how many documents it finds."""

    word: Node
    tree: Node
    count: int


def spellings(opened: Opened, request: Request) -> list[Spelling]:
    """For each word that stands nowhere, the most frequent one like it; for several, all at once."""
    misspelt = [
        leaf
        for leaf, scope in leaves(request.tree, request.scope)[:MOST_WORDS]
        if isinstance(leaf, Word) and _stands_nowhere(opened, leaf.text, scope)
    ]
    if len(misspelt) > 1 and (all_at_once := _likest(opened, request, misspelt)):
        return [all_at_once]
    found = [each for leaf in misspelt for each in _like(opened, request, leaf)]
    return sorted(found, key=lambda each: -each.count)[:MOST_OFFERS]


def _likest(opened: Opened, request: Request, misspelt: list[Word]) -> Spelling | None:
    """The search with the likest word for each of these."""
    tree, instead = request.tree, []
    for leaf in misspelt:
        if tree and (candidate := next(_likely(opened, leaf), "")):
            tree = exchanged(tree, leaf, replace(leaf, text=candidate))
            instead.append(candidate)
    if not tree or len(instead) < 2:
        return None
    count = total(opened, request.worded(tree, request.scope))
    return (
        Spelling(" ".join(leaf.text for leaf in misspelt), " ".join(instead), tree, count) if count else None
    )


def _stands_nowhere(opened: Opened, text: str, scope: str) -> bool:
    """Whether no document has the words as they were typed; they may be found as names in another spelling.

    It is asked what is found now: the engine's own counts of a word include texts that were withdrawn.
    """
    return not any(_stands(opened, each, scope) for each in words(text, EXACT) if SCOPES[scope])


def _stands(opened: Opened, word: str, scope: str) -> bool:
    if any(surely_holds(opened, voice, word) for voice in SCOPES[scope]):
        return True
    return bool(total(opened, Request(tree=Phrase(word), scope=scope)))


def _likely(opened: Opened, leaf: Word) -> Iterator[str]:
    """Words that stand somewhere and are like this one, with a capital if it has one."""
    said = words(leaf.text, EXACT)
    # A figure is not misspelt: 1450 is not meant as 140.
    if len(said) != 1 or len(said[0]) < SHORTEST or not said[0].isalpha():
        return
    for candidate in _candidates(opened, said[0])[:MOST_LIKELY]:
        if not _stands_nowhere(opened, candidate, ""):
            yield candidate.capitalize() if leaf.text[0].isupper() else candidate


def _like(opened: Opened, request: Request, leaf: Word) -> Iterator[Spelling]:
    for candidate in islice(_likely(opened, leaf), MOST_OFFERS):
        tree = exchanged(request.tree, leaf, replace(leaf, text=candidate)) if request.tree else None
        if tree and (count := total(opened, request.worded(tree, request.scope))):
            yield Spelling(leaf.text, candidate, tree, count)
            return


def _candidates(opened: Opened, word: str) -> list[str]:
    """Words of texts, titles and names that differ by at most two letters, the likeliest first."""
    most = 1 if len(word) == SHORTEST else 2
    found: dict[str, tuple[int, int]] = {}
    for field in ("own", "title", "names"):
        near = opened.searcher.terms_with_prefix(field, word[:BEGINNING])
        for term, count in near:
            if abs(len(term) - len(word)) <= most and (apart := letters_apart(term, word)) <= most:
                found[term] = min(found.get(term, (most, 0)), (apart, -count))
    return sorted(found, key=lambda term: found[term])


def without_words(opened: Opened, request: Request) -> list[WithoutWord]:
    """For each word of several, what would be found without it; only what finds something."""
    if not isinstance(request.tree, All):
        return []
    found = []
    for part in request.tree.parts[:MOST_WORDS]:
        left = exchanged(request.tree, part, None)
        if left and (count := total(opened, request.worded(left, request.scope))):
            found.append(WithoutWord(part, left, count))
    return sorted(found, key=lambda each: -each.count)


def unquoted(opened: Opened, request: Request) -> WithoutWord | None:
    """The words of its phrases in any order and form, if that finds something."""
    phrases = [leaf for leaf, _ in leaves(request.tree) if isinstance(leaf, Phrase)]
    phrase = next((each for each in phrases if len(each.text.split()) > 1), None)
    if phrase is None or request.tree is None:
        return None
    loose = All(tuple(Word(each, phrase.scope) for each in phrase.text.split()[:MOST_WORDS]))
    tree = exchanged(request.tree, phrase, loose)
    count = total(opened, request.worded(tree, request.scope)) if tree else 0
    return WithoutWord(phrase, tree, count) if tree and count else None


def exchanged(node: Node, part: Node, instead: Node | None) -> Node | None:
    """The tree with a part exchanged, or without it; None if nothing is left."""
    if node == part:
        return instead
    match node:
        case All(parts) | Either(parts):
            left = [each for one in parts if (each := exchanged(one, part, instead)) is not None]
            if not left:
                return None
            return left[0] if len(left) == 1 else type(node)(tuple(left))
        case Not(inner):
            inside = exchanged(inner, part, instead)
            return Not(inside) if inside else None
        case Word() | Phrase() | Prefix() | Fuzzy():
            return node
