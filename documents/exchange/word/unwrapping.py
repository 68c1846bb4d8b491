"""What Word puts around words and mammoth would leave out with them: taken off, so that the words stay.

ECMA-376, part 1, chapter 17: fields (17.16.19), directions of writing (17.3.2.3, 17.3.2.8), readings above
a word (17.3.3.25); part 3, chapter 7: alternate content.
"""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from documents.exchange.importing.xml import parse
from documents.exchange.word.words import local, words_of

# A file of the strict kind has the same elements in a namespace of its own.
WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
VML = "urn:schemas-microsoft-com:vml"
AROUND = {
    *((space, name) for space in WORD for name in ("fldSimple", "bdo", "dir", "rubyBase", "ruby")),
    *((VML, name) for name in ("oval", "line", "polyline", "arc", "curve")),
}
SAME = {"cr": "br", "ptab": "tab"}
READING = "The reading above “{}” is left out: “{}”."


def unwrapped(parts: dict[str, bytes]) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """The parts of a Word file without such wrappers, and sentences on what of them is left out."""
    done: dict[str, bytes] = {}
    told: list[str] = []
    for name, part in parts.items():
        done[name] = part
        if name.startswith("word/") and not name.endswith(".rels"):
            root = parse(part, name)
            told += _mend(root)
            done[name] = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return done, tuple(told)


def _mend(root: Any) -> Iterator[str]:
    for element in [*root.iter("{*}ruby")]:
        yield from _without_reading(element)
    for element in [*root.iterdescendants("{*}AlternateContent")]:
        _with_its_words(element)
    for element in [*root.iter(*(f"{{*}}{name}" for name in SAME))]:
        element.tag = element.tag.replace(local(element), SAME[local(element)])
    for element in [*root.iter("{*}sdtPr")]:
        # With it mammoth makes of the sign that stands there a box without words.
        for box in element.findall("{*}checkbox"):
            element.remove(box)
    for element in [*root.iterdescendants()]:
        if (etree.QName(element).namespace, local(element)) in AROUND:
            _take_off(element)


def _without_reading(ruby: Any) -> Iterator[str]:
    base = " ".join(words_of(each) for each in ruby.iterfind("{*}rubyBase"))
    for reading in ruby.findall("{*}rt"):
        if words := words_of(reading):
            yield READING.format(base, words)
        ruby.remove(reading)
    for properties in ruby.findall("{*}rubyPr"):
        ruby.remove(properties)


def _with_its_words(alternate: Any) -> None:
    """Mammoth reads the fallback only: where that has no words, what was to be chosen stands in its place."""
    fallback, choice = alternate.find("{*}Fallback"), alternate.find("{*}Choice")
    if choice is not None and words_of(choice) and (fallback is None or not words_of(fallback)):
        for each in alternate.findall("{*}Choice"):
            if each is not choice:
                alternate.remove(each)
        if fallback is not None:
            alternate.remove(fallback)
        _take_off(choice)
        _take_off(alternate)


def _take_off(element: Any) -> None:
    """Its children stand where it stood."""
    around = element.getparent()
    at = around.index(element)
    around[at : at + 1] = list(element)
