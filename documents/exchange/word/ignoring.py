"""What mammoth says that it passed over, in sentences for whoever chose the file.

Its messages are for programmers and tell of looks, too; here only what may be missed in the text is told.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from documents.exchange.importing.xml import parse
from documents.exchange.word.words import local, words_of

_ELEMENT = re.compile(r"An unrecognised element was ignored: (?:\{[^}]*\}|[\w-]+:)?(?P<name>.+)")
_SIGN = re.compile(r"A w:sym element with .* was ignored: char (?P<char>\w+) in font (?P<font>.*)", re.DOTALL)
# Looks, pictures that are counted already, and the ends of fields: nothing in words.
_NOTHING_LOST = re.compile(
    r".* style with ID .* was referenced but not defined|Unrecognised (?:paragraph|run|table) style"
    r"|Ignoring complex field|Could not find image file|Image of type|A v:imagedata element|could not open ",
    re.DOTALL,
)
# They say how something looks, where something begins, who may write: none of them holds words.
_NAMES = """
    permStart permEnd customXmlPr smartTagPr sdtPr sdtEndPr tblPrEx separator continuationSeparator
    customXmlInsRangeStart customXmlInsRangeEnd customXmlDelRangeStart customXmlDelRangeEnd
    customXmlMoveFromRangeStart customXmlMoveFromRangeEnd customXmlMoveToRangeStart customXmlMoveToRangeEnd
    path fill stroke formulas handles textpath shadow lock wrap anchorlock OLEObject imagedata background
    oMath oMathPara delText delInstrText
"""
_WORDLESS = frozenset(_NAMES.split())


def ignored(messages: Iterable[str], parts: dict[str, bytes]) -> tuple[str, ...]:
    """The sentences, each once, with the words that are left out or the paragraph in which they stand."""
    times = Counter(messages)
    roots = [parse(part, name) for name, part in parts.items() if name.startswith("word/")] if times else []
    return tuple(sentence for message in times for sentence in _of(message, times[message], roots))


def _of(message: str, times: int, roots: list[Any]) -> Iterator[str]:
    if sign := _SIGN.fullmatch(message):
        yield (
            f"{times} × a sign of the font “{sign['font']}” (number {sign['char']}) is left out, because no "
            f"other font has it{_around(sign['char'], roots)}. Write it yourself."
        )
    elif element := _ELEMENT.fullmatch(message):
        yield from _passed_over(element["name"], times, roots)
    elif message.startswith("unexpected non-"):
        yield "A table is not built as Word builds them: see whether each cell stands where it should."
    elif message.startswith("Unsupported break type"):
        yield f"{times} × a break of an unknown kind is left out."
    elif not _NOTHING_LOST.match(message):
        yield f"Something of the file was passed over: {message.rstrip('.')}."


def _passed_over(name: str, times: int, roots: list[Any]) -> Iterator[str]:
    found = [words for root in roots for each in root.iter(f"{{*}}{name}") if (words := words_of(each))]
    yield from (f"Words in an element that is not read (“{name}”) are left out: “{each}”." for each in found)
    if not found and name not in _WORDLESS:
        yield f"{times} × an element that is not read (“{name}”) is left out; it has no words in it."


def _around(char: str, roots: list[Any]) -> str:
    """Where the sign stands: “ of the paragraph “First of all …””."""
    for sign in (each for root in roots for each in root.iter("{*}sym")):
        if char in sign.attrib.values():
            inside = next((each for each in sign.iterancestors() if local(each) == "p"), None)
            words = words_of(inside) if inside is not None else ""
            return f"; it stands in the paragraph “{words}”" if words else ""
    return ""
