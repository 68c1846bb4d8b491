"""What everything was called ⇄ lists of people, bodies and places in `standOff`, terms in `classDecl`."""

from collections.abc import Iterator
from typing import NamedTuple

from documents.exchange.tei.elements import Element, add, child, children, get, words_of
from documents.snapshot import AUTHORITIES, VOCABULARIES, Name, name_key


class Shelf(NamedTuple):
    """Where the records of a kind stand: the list, its type, the element of a record, that of its name."""

    list: str
    type: str
    record: str
    name: str


SHELVES = {
    "person": Shelf("listPerson", "people", "person", "persName"),
    "body": Shelf("listOrg", "bodies", "org", "orgName"),
    "place": Shelf("listPlace", "places", "place", "placeName"),
    "repository": Shelf("listOrg", "repositories", "org", "orgName"),
    "collection": Shelf("listBibl", "collections", "bibl", "title"),
}


def write_records(parent: Element, names: dict[str, Name]) -> None:
    """Adds the lists of people, bodies, places, repositories and collections."""
    for kind in AUTHORITIES:
        shelf, found = SHELVES[kind], _of(names, kind)
        holder = add(parent, shelf.list, type_=shelf.type) if found else None
        for key, name in found:
            record = add(holder, shelf.record, xml_id=key)
            add(record, shelf.name, name.label, xml_lang=name.language)
            if name.detail:
                add(record, "note", name.detail)


def write_terms(parent: Element, names: dict[str, Name]) -> None:
    """Adds the terms of the vocabularies."""
    for kind in VOCABULARIES:
        found = _of(names, kind)
        holder = add(parent, "taxonomy", xml_id=kind) if found else None
        for key, name in found:
            code = key.removeprefix(f"{kind}:")
            words = add(add(holder, "category", xml_id=f"{kind}.{code}"), "catDesc", xml_lang=name.language)
            add(words, "term", name.label)
            if name.detail:
                add(words, "gloss", name.detail)


def read_names(stand_off: Element | None, terms: Element | None) -> dict[str, Name]:
    """All names by their keys."""
    return {**dict(_records(stand_off)), **dict(_terms(terms))}


def records_in(root: Element) -> Iterator[Element]:
    """The element of each person, body, place, repository and collection in `standOff`."""
    for kind in AUTHORITIES:
        yield from _on_shelf(child(root, "standOff"), kind)


def _records(stand_off: Element | None) -> Iterator[tuple[str, Name]]:
    for kind in AUTHORITIES:
        for record in _on_shelf(stand_off, kind):
            yield get(record, "xml:id") or "", _name(kind, record)


def _on_shelf(stand_off: Element | None, kind: str) -> Iterator[Element]:
    shelf = SHELVES[kind]
    for holder in children(stand_off, shelf.list):
        if get(holder, "type") == shelf.type:
            yield from children(holder, shelf.record)


def _name(kind: str, record: Element) -> Name:
    name, note = child(record, SHELVES[kind].name), child(record, "note")
    return Name(
        kind=kind,
        label=words_of(name),
        language=_language(name),
        detail=words_of(note),
    )


def _terms(parent: Element | None) -> Iterator[tuple[str, Name]]:
    for taxonomy in children(parent, "taxonomy"):
        kind = get(taxonomy, "xml:id") or ""
        for category in children(taxonomy, "category"):
            code = (get(category, "xml:id") or "").removeprefix(f"{kind}.")
            words = child(category, "catDesc")
            label, detail = (words_of(child(words, part)) for part in ("term", "gloss"))
            name = Name(kind=kind, label=label, language=_language(words), detail=detail)
            yield name_key(kind, code), name


def _language(element: Element | None) -> str:
    return "" if element is None else get(element, "xml:lang") or ""


def _of(names: dict[str, Name], kind: str) -> list[tuple[str, Name]]:
    return [(key, names[key]) for key in sorted(names) if names[key].kind == kind]
