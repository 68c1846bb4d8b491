"""What a query finds, said plainly: queries by chance, and whether a document fits them.

Nothing here is shared with the search. A query is made as a tree, written down as a reader would type it, and
the tree is asked of the words of a document as they stand in its snapshot. Which forms belong to one word and
which names are one name is written down here, for the few words that the archives of these tests are made of.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from hypothesis import strategies as st

from documents.snapshot import Snapshot

FORMS = (
    ("harvest", "harvests", "harvested"),
    ("mill", "mills"),
    ("treaty", "treaties"),
    ("orchard", "orchards"),
)
ALIKE = (("Mdivani", "Мдивани"), ("Chicherin", "Чичерин"))
WORDS = tuple(word for forms in FORMS for word in forms)
NAMES = tuple(name for names in ALIKE for name in names)
SAID = (*WORDS, *NAMES, *(f"[{forms[0]}]" for forms in FORMS), "har[vest]", "[Mdivani]")
BEGINNINGS = ("har", "mil", "treat", "orchards", "mdi", "Чич", "we")
MISTYPED = ("harvst", "mlil", "treety", "orcharts", "Mdivany", "zzzz")
NUMBERS = ("12", "13")

PREFIXES = {
    "title": "title", "text": "words", "supplied": "supplied", "notes": "note", "editorial": "editor",
    "names": "name", "signed": "signed", "references": "ref", "number": "no",
}  # fmt: skip
SCOPES = (*PREFIXES,)
VOICES = {
    "": ("title", "text", "notes", "editorial", "signed", "names", "references"),
    "names": ("signed", "names"),
    "number": (),
} | {scope: (scope,) for scope in ("title", "text", "supplied", "notes", "editorial", "signed", "references")}
IN_FORMS = ("title", "text", "supplied", "notes", "editorial")
IN_SPELLINGS = ("", "text", "names", "signed")


class Said(NamedTuple):
    """Words that stand one after another, and their language."""

    words: list[str]
    language: str


@dataclass(frozen=True)
class Spoken:
    """A document as it is asked: its words by voice, its numbers, and the names of the records it names."""

    voices: dict[str, list[Said]]
    numbers: set[str]
    named: set[str]


# --- Queries by chance ---


@dataclass(frozen=True)
class Leaf:
    kind: str
    text: str
    scope: str = ""

    def __str__(self) -> str:
        prefix = f"{PREFIXES[self.scope]}:" if self.scope else ""
        form = {"word": "{}", "phrase": '"{}"', "beginning": "{}*", "one off": "{}~", "two off": "{}~2"}
        return prefix + form[self.kind].format(self.text)


@dataclass(frozen=True)
class Without:
    part: "Query"

    def __str__(self) -> str:
        return f"-{grouped(self.part)}"


@dataclass(frozen=True)
class Group:
    joined: str
    parts: "tuple[Query, ...]"

    def __str__(self) -> str:
        return self.joined.join(map(grouped, self.parts))


@dataclass(frozen=True)
class Within:
    scope: str
    part: "Query"

    def __str__(self) -> str:
        return f"{PREFIXES[self.scope]}:({self.part})"


Query = Leaf | Without | Group | Within


def grouped(part: Query) -> str:
    return f"({part})" if isinstance(part, Group) else str(part)


def queries(names: tuple[str, ...]) -> st.SearchStrategy[Query]:
    """Trees of every operator; `names` are words by which records are known."""
    phrases = st.lists(st.sampled_from((*WORDS, *NAMES)), min_size=1, max_size=2).map(" ".join)
    texts = {
        "word": st.sampled_from((*WORDS, *NAMES, *names, *NUMBERS)),
        "phrase": phrases,
        "beginning": st.sampled_from(BEGINNINGS),
        "one off": st.sampled_from((*MISTYPED, "harvest", "Mdivani")),
        "two off": st.sampled_from((*MISTYPED, "mills")),
    }
    scopes = st.sampled_from(("", "", "", *SCOPES))
    leaves = st.one_of(*(st.builds(Leaf, st.just(kind), words, scopes) for kind, words in texts.items()))
    return st.recursive(leaves, _joined, max_leaves=6)


def _joined(parts: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    some = st.lists(parts, min_size=2, max_size=3).map(tuple)
    words = st.sampled_from((" ", " AND ", " OR ", " | "))
    return st.one_of(
        st.builds(Group, words, some),
        st.builds(Without, parts.filter(lambda part: not isinstance(part, Without))),
        st.builds(Within, st.sampled_from(("title", "text", "notes", "supplied", "names")), parts),
    )


# --- What a document says ---

_TOKEN = re.compile(r"\w+")


def _words(text: str) -> list[str]:
    return _TOKEN.findall(text)


def _as_it_reads(text: str) -> str:
    """Without the marks of this archive: what is mentioned in its words, notes without anchors."""
    return re.sub(r"\[\^\w\]", "", re.sub(r"\[\[\w+:\w+\|([^\]]*)\]\]", r"\1", text))


def spoken(snapshot: Snapshot, named: set[str]) -> Spoken:
    """The words of a document by voice; `named` are words by which the records in it are known."""
    document = snapshot.document
    labels = {ident: name.label for ident, name in snapshot.names.items()}
    texts = [(_as_it_reads(text.content), text.language) for text in document.texts]
    supplied = [Said(_words(" ".join(re.findall(r"\[([^\]]*)\]", text))), lang) for text, lang in texts]
    own = [Said(_words(re.sub(r"\[[^\]]*\]", " ", text)), lang) for text, lang in texts]
    whole = [Said(_words(re.sub(r"[\[\]]", "", text)), lang) for text, lang in texts]
    signed = [
        [row.name_as_signed, labels.get(row.person or "", ""), labels.get(row.body or "", "")]
        for row in document.signatories
    ]
    among = [name.label for name in snapshot.names.values() if name.kind in ("person", "body", "place")]
    references = [
        *(" ".join([labels.get(row.repository or "", "")]) for row in document.archival_references),
        *(row.as_printed for row in document.archival_references),
        *(row.as_printed for row in document.printings),
        *(f"{labels[row.collection]} {row.number}" for row in document.printings if row.collection),
    ]
    return Spoken(
        {
            "title": [Said(_words(document.title), "en")],
            "text": [*own, *supplied, *whole],
            "supplied": supplied,
            "notes": [Said(_words(note.content), note.language) for note in document.footnotes],
            "editorial": [Said(_words(each.content), each.language) for each in document.editorial_texts],
            "signed": [Said(_words(line), "") for lines in signed for line in lines],
            "names": [
                Said(_words(line), "") for line in [*among, *(c.as_written for c in document.correspondents)]
            ],
            "references": [Said(_words(line), "") for line in references],
        },
        {row.number for row in document.printings},
        named,
    )


# --- Whether it fits ---


def fits(said: Spoken, query: Query, scope: str = "") -> bool:
    """Whether a document fits a query; `scope` is where words are looked for that say nothing of it."""
    match query:
        case Without(part):
            return not fits(said, part, scope)
        case Within(inner, part):
            return fits(said, part, inner)
        case Group(joined, parts):
            return (any if joined in (" OR ", " | ") else all)(fits(said, part, scope) for part in parts)
    return _stands(said, query, query.scope or scope)


def _stands(said: Spoken, leaf: Leaf, scope: str) -> bool:
    if scope == "number":
        return leaf.kind in ("word", "phrase") and leaf.text in said.numbers
    if leaf.kind == "word" and not scope and leaf.text in said.named:
        return True
    return any(_in(line, leaf, voice, scope) for voice in VOICES[scope] for line in said.voices[voice])


def _in(line: Said, leaf: Leaf, voice: str, scope: str) -> bool:
    there, typed = [word.lower() for word in line.words], leaf.text.lower()
    if leaf.kind == "phrase":
        wanted = typed.split()
        return any(there[at : at + len(wanted)] == wanted for at in range(len(there)))
    if leaf.kind == "beginning":
        return any(word.startswith(typed) for word in there)
    if leaf.kind in ("one off", "two off"):
        most = 1 if leaf.kind == "one off" else 2
        return any(apart(word, typed) <= most for word in there)
    forms = {form for forms in FORMS if typed in forms for form in forms}
    if voice in IN_FORMS and line.language == "en" and forms & {*there}:
        return True
    names = {name for names in ALIKE if leaf.text in names for name in names}
    return typed in there or (scope in IN_SPELLINGS and bool(names & {*line.words}))


@cache
def apart(one: str, other: str) -> int:
    """By how many letters two words differ: changed, added, left out, or exchanged with the next."""
    if not one or not other:
        return len(one) + len(other)
    if one[0] == other[0]:
        return apart(one[1:], other[1:])
    ways = [apart(one[1:], other), apart(one, other[1:]), apart(one[1:], other[1:])]
    if len(one) > 1 and len(other) > 1 and one[0] == other[1] and one[1] == other[0]:
        ways.append(apart(one[2:], other[2:]))
    return 1 + min(ways)
