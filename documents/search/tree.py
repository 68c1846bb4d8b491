"""A reader's words as a tree, and the tree as words again. Pure: what a word matches, the analysers say."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

# What may stand before a colon, and the scope it names.
PREFIXES = {
    **dict.fromkeys(("title", "heading"), "title"),
    **dict.fromkeys(("text", "words"), "text"),
    "supplied": "supplied",
    **dict.fromkeys(("note", "notes", "footnote"), "notes"),
    **dict.fromkeys(("editor", "editors", "commentary", "introduction"), "editorial"),
    **dict.fromkeys(("name", "names"), "names"),
    **dict.fromkeys(("signed", "signatory"), "signed"),
    **dict.fromkeys(("ref", "reference", "archive"), "references"),
    **dict.fromkeys(("no", "number"), "number"),
}
_USUAL = {scope: prefix for prefix, scope in reversed(PREFIXES.items())}
_WORDS = {
    "title": "in titles and headings",
    "text": "in texts",
    "supplied": "in supplied words",
    "notes": "in notes",
    "editorial": "in editors’ texts",
    "names": "among names",
    "signed": "among signatories",
    "references": "in references",
    "number": "as a number in a collection",
}


@dataclass(frozen=True, slots=True)
class Word:
    """A word, found in all its forms and, if it is a name, in all its spellings."""

    text: str
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in this order and in just these forms."""

    text: str
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Prefix:
    """Words that begin so."""

    text: str
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Words that differ by at most `distance` letters."""

    text: str
    distance: int = 1
    scope: str = ""


@dataclass(frozen=True, slots=True)
class All:
    """Documents that fit every part."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """Documents that fit any part."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Documents that do not fit."""

    part: "Node"


Leaf = Word | Phrase | Prefix | Fuzzy
Node = Leaf | All | Either | Not


def typed_again(node: Node) -> str:
    """The words that `read` makes this tree of."""
    match node:
        case All(parts):
            return " ".join(_grouped(part) for part in parts)
        case Either(parts):
            return " OR ".join(_grouped(part) for part in parts)
        case Not(part):
            return f"-{_grouped(part)}"
        case Phrase(text, scope):
            return f'{_prefix(scope)}"{text}"'
        case Prefix(text, scope):
            return f"{_prefix(scope)}{text}*"
        case Fuzzy(text, distance, scope):
            return f"{_prefix(scope)}{text}~{distance}"
        case Word(text, scope):
            return f"{_prefix(scope)}{text}"


def is_plain(node: Node) -> bool:
    """Whether these are just words, all of which are wanted anywhere."""
    match node:
        case All(parts):
            return all(map(is_plain, parts))
        case Word(_, scope):
            return not scope
    return False


def _grouped(node: Node) -> str:
    typed = typed_again(node)
    return f"({typed})" if isinstance(node, All | Either) else typed


def _prefix(scope: str) -> str:
    return f"{_USUAL[scope]}:" if scope else ""


def in_words(node: Node) -> str:
    """The tree as a reader would say it."""
    if isinstance(node, All | Either) and (scope := _one_scope(node)):
        return f"({in_words(_anywhere(node))}){_where(scope)}"
    match node:
        case All(parts):
            return _all_in_words(parts)
        case Either(parts):
            return " or ".join(_said(part) for part in parts)
        case Not(part):
            return f"everything without {_said(part)}"
    return f"{_leaf_in_words(node)}{_where(node.scope)}"


def _all_in_words(parts: Sequence[Node]) -> str:
    """What is wanted comes first, in whatever order it was typed."""
    wanted = " and ".join(_said(part) for part in parts if not isinstance(part, Not))
    unwanted = " and ".join(f"without {_said(part.part)}" for part in parts if isinstance(part, Not))
    if not unwanted:
        return wanted
    return f"{wanted}, {unwanted}" if wanted else f"everything {unwanted}"


def _leaf_in_words(leaf: Leaf) -> str:
    match leaf:
        case Phrase(text):
            return f"the {'phrase' if len(text.split()) > 1 else 'exact word'} “{text}”"
        case Prefix(text):
            return f"words that begin with “{text}”"
        case Fuzzy(text, distance):
            letters = "one letter" if distance == 1 else "two letters"
            return f"words that differ from “{text}” by at most {letters}"
    return f"“{leaf.text}”"


def _said(node: Node) -> str:
    is_apart = not isinstance(node, All | Either | Not) or _one_scope(node)
    return in_words(node) if is_apart else f"({in_words(node)})"


def _where(scope: str) -> str:
    return f" {_WORDS[scope]}" if scope else ""


def _one_scope(node: Node) -> str:
    """The scope that all words have; none if they differ, or if some are unwanted."""
    match node:
        case Not():
            return ""
        case All(parts) | Either(parts):
            scopes = {_one_scope(part) for part in parts}
            return scopes.pop() if len(scopes) == 1 else ""
    return node.scope


def _anywhere(node: Node) -> Node:
    match node:
        case All(parts):
            return All(tuple(map(_anywhere, parts)))
        case Either(parts):
            return Either(tuple(map(_anywhere, parts)))
        case Not(part):
            return Not(_anywhere(part))
    return replace(node, scope="")
