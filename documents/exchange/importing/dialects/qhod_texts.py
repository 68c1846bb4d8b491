"""The texts of a document: original, transcription and translation, each with its language; who signed."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from documents.exchange.importing.dialects.body import XML_ID, Element, Scribe, local, plain
from documents.exchange.importing.dialects.lines import Line
from documents.exchange.importing.dialects.qhod_header import identity_of
from documents.exchange.importing.dialects.qhod_names import language_of, pointers, words
from documents.exchange.importing.sources import LOCAL
from documents.snapshot import Reference, Signatory, Text

ROLES = {
    "original": "original",
    "transcription": "transcription",
    "transkripte": "transcription",
    "translation": "translation",
}
MENTIONED = {
    "person": "person",
    "place": "place",
    "org": "body",
    "persName": "person",
    "placeName": "place",
    "orgName": "body",
}


@dataclass(slots=True)
class Editor(Scribe):
    """Writes the texts of one edition: mentions lead to its register, references to its documents."""

    edition: str = ""
    noted: dict[str, Element] = field(default_factory=dict)

    def mention(self, element: Element) -> tuple[str, str] | None:
        if local(element) == "ref":
            identity = _document(element.get("target") or "", self.edition)
            return ("document", identity) if identity else None
        if not (own := pointers(element)):
            return None
        stated = element.get("type") or "" if local(element) == "rs" else local(element)
        if stated not in MENTIONED:
            self.left[f"A mention of the unknown type “{stated}” is kept as words only."] += 1
            return None
        for other in own[1:]:
            self.left[f"A mention of {own[0]} also means {other}; a mention here means one."] += 1
        return MENTIONED[stated], own[0]

    def reference(self, element: Element, owner: str, words: str) -> Reference | None:
        address = element.get("target") or ""
        if address.startswith(("https://", "http://")):
            return Reference(owner=owner, by="link", words=words, address=address)
        return None

    def pointed(self, element: Element) -> Element | None:
        return self.noted.get((element.get("target") or "").removeprefix("#"))

    def note(self, element: Element, line: Line, owner: str) -> None:
        """A note to which references point has its anchors there; any other where it stands."""
        if element.get(XML_ID) not in self.noted:
            self.footnote(element, line, owner)


def editor_of(text: Any, edition: str) -> Editor:
    """An editor who knows to which notes of the text there are references."""
    notes = {note.get(XML_ID): note for note in text.iter("{*}note")}
    targets = set()
    for ref in text.iter("{*}ref"):
        called = (ref.get("target") or "").removeprefix("#")
        if called in notes and notes[called] not in ref.iterancestors():
            targets.add(called)
    return Editor(edition=edition, noted={key: note for key, note in notes.items() if key in targets})


def _document(target: str, edition: str) -> str:
    name = target.partition("#")[0].removeprefix("/")
    return identity_of(name, edition) if name.startswith("o:") else ""


def texts(text: Any, editor: Editor, spoken: list[str], translator: str) -> Iterator[Text]:
    """Each text of a file in its order; one that is not divided is a transcription as a whole."""
    parts = _parts(text)
    for place, (role, elements) in enumerate(parts):
        key = f"{role or 'text'} {place + 1}"
        content = editor.text(elements, key) if role else editor.inside(text, key)
        if not content:
            continue
        stated = [language_of(each) for each in elements if _role(each) and language_of(each) != "und"]
        of = stated[0] if stated else (spoken[0] if spoken and role != "translation" else "und")
        latin, direction = script(content)
        yield Text(
            key=key,
            role=role or "transcription",
            language="ota-Latn" if of == "ota" and latin else of,
            direction=direction,
            translator=translator if role == "translation" else "",
            content=content,
        )


def script(content: str) -> tuple[bool, str]:
    """Whether most letters are Latin, and the direction of the text."""
    letters = [c for c in content[:4000] if c.isalpha()]
    rightwards = sum(unicodedata.bidirectional(c) in ("R", "AL") for c in letters)
    latin = sum("LATIN" in unicodedata.name(c, "") for c in letters)
    return 2 * latin > len(letters), "rtl" if 2 * rightwards > len(letters) else "ltr"


def _role(element: Any) -> str:
    return ROLES.get(element.get("type") or "", "") if local(element) == "div" else ""


def _parts(text: Any) -> list[tuple[str, list[Any]]]:
    """(role, its elements): the innermost divisions with a role, with what stands beside them.

    What stands before the first belongs to it, what stands after any of them to that one. A text without such
    divisions is one part without a role.
    """
    parts: list[tuple[str, list[Any]]] = []
    before: list[Any] = []
    for element, role in _walk(text):
        if role:
            parts.append((role, [*before, element]))
            before = []
        elif parts:
            parts[-1][1].append(element)
        else:
            before.append(element)
    return parts or [("", before)]


def _walk(element: Any) -> Iterator[tuple[Any, str]]:
    for child in element:
        divided = any(_role(each) for each in child.iterdescendants("{*}div"))
        if divided and local(child) in ("front", "body", "back", "group", "text", "div"):
            yield from _walk(child)
        else:
            yield child, _role(child)


def signatories(text: Any) -> Iterator[Signatory]:
    """Each signature in its order: the name as marked in it, and the words before and after as capacity."""
    for signed in signed_in(text):
        named = next((each for each in signed.iter("{*}rs", "{*}persName") if words(each)), None)
        whole = plain(signed)
        if not whole:
            continue
        name = plain(named) if named is not None else whole
        before, _, after = whole.partition(name)
        person = pointers(named) if named is not None else []
        yield Signatory(
            name_as_signed=name,
            capacity_as_signed=" ".join(f"{before} {after}".split()),
            person=LOCAL + person[0] if person else None,
        )


def signed_in(text: Any) -> list[Any]:
    """The signatures that are not blank."""
    return [each for each in text.iter("{*}signed") if plain(each)]
