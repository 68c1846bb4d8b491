"""A reader's words as a tree, and the tree as words again. Pure: what a word matches, the analysers say."""

from dataclasses import dataclass

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
    "editorial": "in editors' texts",
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


Node = Word | Phrase | Prefix | Fuzzy | All | Either | Not


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


def _grouped(node: Node) -> str:
    typed = typed_again(node)
    return f"({typed})" if isinstance(node, All | Either) else typed


def _prefix(scope: str) -> str:
    return f"{_USUAL[scope]}:" if scope else ""


def in_words(node: Node) -> str:
    """The tree as a reader would say it."""
    match node:
        case All(parts):
            wanted = [_said(part) for part in parts if not isinstance(part, Not)]
            unwanted = [f"without {_said(part.part)}" for part in parts if isinstance(part, Not)]
            if not wanted:
                return f"everything {' and '.join(unwanted)}"
            return ", ".join([" and ".join(wanted), *([" and ".join(unwanted)] if unwanted else [])])
        case Either(parts):
            return " or ".join(_said(part) for part in parts)
        case Not(part):
            return f"everything without {_said(part)}"
        case Phrase(text, scope):
            return f"exactly “{text}”{_where(scope)}"
        case Prefix(text, scope):
            return f"words that begin with “{text}”{_where(scope)}"
        case Fuzzy(text, distance, scope):
            letters = "one letter" if distance == 1 else f"{distance} letters"
            return f"words that differ from “{text}” by at most {letters}{_where(scope)}"
        case Word(text, scope):
            return f"“{text}”{_where(scope)}"


def _said(node: Node) -> str:
    return f"({in_words(node)})" if isinstance(node, All | Either | Not) else in_words(node)


def _where(scope: str) -> str:
    return f" {_WORDS[scope]}" if scope else ""
