"""Elements of TEI: made, given words, found; and the places of plain fields among them.

A `Place` is a short path, read from both sides: what is put there is found there.

    place("monogr/title/@ref=#")             # the attribute, its value behind a "#"
    place("msIdentifier/altIdentifier[@type=printed]/idno")   # the words of an element
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from lxml import etree

from documents.exchange.tei.characters import unwritten, writable

TEI = "http://www.tei-c.org/ns/1.0"
XML = "http://www.w3.org/XML/1998/namespace"
Element = Any  # lxml has no types of its own

_STEP = re.compile(r"(?P<name>\w+)(?:\[@(?P<attribute>[\w:]+)=(?P<value>[^\]]+)\])?")


@cache
def tag(name: str) -> str:
    """The name of an element in the namespace of TEI."""
    return f"{{{TEI}}}{name}"


@cache
def attribute_name(name: str) -> str:
    """The name of an attribute as lxml wants it: `xml:id` in its namespace."""
    return f"{{{XML}}}{name[4:]}" if name.startswith("xml:") else name


def name_of(element: Element) -> str:
    """The name of an element without its namespace; "" for comments and processing instructions."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def add(parent: Element, name: str, words: str = "", **attributes: str) -> Element:
    """A new last child. Attributes are given as `xml_id` for xml:id and `type_` for type."""
    child = etree.SubElement(parent, tag(name))
    for key, value in attributes.items():
        put(child, key.rstrip("_").replace("xml_", "xml:").replace("_custom", "-custom"), value)
    if words:
        child.text = writable(words)
    return child


def put(element: Element, name: str, value: str) -> None:
    """Sets an attribute."""
    element.set(attribute_name(name), writable(value))


def get(element: Element, name: str) -> str | None:
    """The value of an attribute; None where it is not there."""
    value = element.get(attribute_name(name))
    return value if value is None else unwritten(value)


def words_of(element: Element | None) -> str:
    """The words at the beginning of an element; "" where there is none."""
    return "" if element is None else unwritten(element.text or "")


def child(element: Element | None, *names: str) -> Element | None:
    """The first child of this name, and down from there."""
    for name in names:
        if element is None:
            return None
        element = element.find(tag(name))
    return element


def children(element: Element | None, name: str) -> Iterator[Element]:
    """The children of this name, in their order; none of an element that is not there."""
    return iter(()) if element is None else element.iterchildren(tag(name))


class Step(NamedTuple):
    """One step down to a child: its name, and perhaps an attribute that it has."""

    name: str
    attribute: str = ""
    value: str = ""

    def find(self, element: Element) -> Element | None:
        for each in element.iterchildren(tag(self.name)):
            if not self.attribute or each.get(attribute_name(self.attribute)) == self.value:
                return each
        return None

    def make(self, element: Element) -> Element:
        made = add(element, self.name)
        if self.attribute:
            put(made, self.attribute, self.value)
        return made


@dataclass(frozen=True, slots=True)
class Place:
    """Where a field stands, from an element that is known."""

    steps: tuple[Step, ...]
    attribute: str
    prefix: str

    def put(self, element: Element, value: str) -> None:
        """Writes the value; makes the elements on the way that are not there yet."""
        for step in self.steps:
            found = step.find(element)
            element = step.make(element) if found is None else found
        if self.attribute:
            put(element, self.attribute, self.prefix + value)
        else:
            element.text = writable(value)

    def get(self, element: Element) -> str | None:
        """The value; None where there is none."""
        for step in self.steps:
            found = step.find(element)
            if found is None:
                return None
            element = found
        if not self.attribute:
            return words_of(element)
        value = get(element, self.attribute)
        return value if value is None else value.removeprefix(self.prefix)


@cache
def place(path: str) -> Place:
    """Reads a path: steps, perhaps an attribute at its end, perhaps after `=` what its value begins with."""
    steps: list[Step] = []
    for part in re.split(r"/(?![^\[]*\])", path):
        if part.startswith("@"):
            name, _, prefix = part[1:].partition("=")
            return Place(tuple(steps), name, prefix)
        found = _STEP.fullmatch(part)
        if found is None:
            raise ValueError(f"“{part}” is no step of a path.")
        steps.append(Step(found["name"], found["attribute"] or "", found["value"] or ""))
    return Place(tuple(steps), "", "")
