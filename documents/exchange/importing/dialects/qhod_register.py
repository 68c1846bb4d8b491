"""A register off the text: persons, places and bodies, to which the documents point by local names.

TEI P5, chapter 14 (names, dates, people, and places) and 17.4 (stand-off).
"""

from collections.abc import Iterator
from typing import Any

from documents.dates import HistoricalDate
from documents.exchange.importing.dialects.qhod_names import SHARED, identifier, language_of, words
from documents.exchange.importing.sources import Named, OtherName

KINDS = {"person": "person", "place": "place", "org": "body"}
NAMES = {"person": "persName", "place": "placeName", "org": "orgName"}

# Subtypes of further names that are no names: page numbers of a print, and the history of the database.
NO_NAMES = ("mpr_reference", "Legacy_URI")


def named_in(root: Any) -> Iterator[Named]:
    """Everybody and everything that the lists of a file tell of and that has an xml:id."""
    for tag in KINDS:
        for element in root.iter(f"{{*}}{tag}"):
            local = element.get(f"{{{SHARED}}}id") or ""
            if local and (name := _name(element, tag)):
                yield _named(element, tag, local, name)


def _named(element: Any, tag: str, local: str, name: str) -> Named:
    born, died = ("exists_from", "exists_until") if tag == "org" else ("birth", "death")
    return Named(
        kind=KINDS[tag],
        local=local,
        name=name,
        names=tuple(_others(element, tag, name)),
        identifiers=tuple(_identifiers(element)),
        born=_day(element, born),
        died=_day(element, died),
        note=_note(element),
        data=_coordinates(element) if tag == "place" else {},
    )


def _name(element: Any, tag: str) -> str:
    """The first name that is no variant: forename and surname, or its words without further names in it."""
    for each in element.iterfind(f"{{*}}{NAMES[tag]}"):
        if each.get("type") == "alt":
            continue
        parts = [words(part) for part in each if _is(part, "forename") or _is(part, "surname")]
        return " ".join(part for part in parts if part not in ("", "-")) or words(each)
    return ""


def _others(element: Any, tag: str, name: str) -> Iterator[OtherName]:
    seen: set[tuple[str, str]] = set()
    for each in element.iter("{*}addName", f"{{*}}{NAMES[tag]}"):
        other = words(each)
        if each.get("type") != "alt" or (each.get("subtype") or "").startswith(NO_NAMES):
            continue
        if other and (other, language_of(each)) not in seen and other != name:
            seen.add((other, language_of(each)))
            yield OtherName(name=other, language=language_of(each))


def _identifiers(element: Any) -> Iterator[tuple[str, str]]:
    """Each identifier once."""
    found = (identifier(words(each)) for each in element.iterfind("{*}idno"))
    yield from dict.fromkeys(filter(None, found))


def _day(element: Any, wanted: str) -> str:
    for each in element:
        if _is(each, wanted) or (_is(each, "state") and each.get("type") == wanted):
            day = each.get("when") or ""
            return day if not HistoricalDate(edtf=day).problems() else ""
    return ""


def _note(element: Any) -> str:
    """Title, occupations and kind as stated in words."""
    stated = [words(each) for each in element.iterfind(".//{*}addName[@type='title']")]
    stated += [words(each) for each in element.iterfind("{*}occupation")]
    stated += [each for each in map(words, element.iterfind("{*}state/{*}label")) if "://" not in each]
    return "; ".join(dict.fromkeys(filter(None, stated)))


def _coordinates(element: Any) -> dict[str, str]:
    pair = words(element.find("{*}location/{*}geo")).replace(",", " ").split()
    return {"latitude": _degrees(pair[0]), "longitude": _degrees(pair[1])} if len(pair) == 2 else {}


def _degrees(number: str) -> str:
    """At most six decimals, which are ten centimetres: more come from arithmetic, not from a survey."""
    whole, point, decimals = number.partition(".")
    return f"{whole}{point}{decimals[:6]}"


def _is(element: Any, name: str) -> bool:
    return isinstance(element.tag, str) and element.tag.rpartition("}")[2] == name
