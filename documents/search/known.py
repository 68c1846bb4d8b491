"""The records that a reader's words name: looked up once for a search, for all that is asked of the index."""

from collections.abc import Iterator, Mapping

from documents.search import variants
from documents.search.tree import All, Either, Node, Not, Word
from documents.search.variants import Known

Words = tuple[str, ...]
KnownNames = Mapping[Words, tuple[Known, ...]]
"""Words, in their order → the records of which they are a whole name, in whatever spelling."""


def known_in(tree: Node | None, scope: str = "") -> KnownNames:
    """What the words of a tree name; nothing where they are looked for in one part of the documents only."""
    asked = [] if scope or tree is None else list(dict.fromkeys(names_in(tree)))
    if not asked:
        return {}
    names = variants.names()
    found = {words: names.known_as(words) for words in asked}
    return {words: known for words, known in found.items() if known}


def names_in(node: Node, *, unwanted: bool = True) -> Iterator[Words]:
    """The words that may be names; those that must be absent too if they are asked for."""
    match node:
        case Word(text, ""):
            yield (text,)
        case All(parts):
            if words := name_of(node):
                yield words
            for part in parts:
                yield from names_in(part, unwanted=unwanted)
        case Either(parts):
            for part in parts:
                yield from names_in(part, unwanted=unwanted)
        case Not(part) if unwanted:
            yield from names_in(part, unwanted=unwanted)


def name_of(node: All) -> Words:
    """The words of a tree that may be one name together; none if it asks for anything else."""
    words = tuple(part.text for part in node.parts if isinstance(part, Word) and not part.scope)
    return words if len(words) == len(node.parts) else ()
