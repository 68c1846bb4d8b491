"""A printed signature → who signed, and as what.

What stands in `signed` are the items of a list, or lines: the first of them is the name, the second often the
office. Where a name and an office share a line, the office is in italics.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from documents.exchange.importing.dialects.body import TEI, Element, Scribe, local
from documents.exchange.importing.dialects.fitting import cut
from documents.exchange.importing.sources import LOCAL
from documents.exchange.names import is_name
from documents.snapshot import Signatory

_FOR = re.compile(r"For (?:and in the absence of )?[^:]{2,200}:$")
_OFFICE = re.compile(
    r"(?<!\w)(?:of|for|to|and|the|in|at|acting|deputy|vice|assistant|under|chief|head|director|manager|chair(?:man|woman)?"
    r"|president|secretary|minister|ambassador|envoy|consul|vice-consul|chargé|attaché|agent|counselor|commissioner"
    r"|commissar|commander|governor|delegate|representative|plenipotentiary|member|clerk|interpreter|witness"
    r"|treasurer|adviser|advisor|counsel|attorney|judge|officer|general|admiral|colonel|major|captain|lieutenant)s?(?!\w)",
    re.IGNORECASE,
)
_COPIES = re.compile(r"cc?:", re.IGNORECASE)


@dataclass(slots=True)
class _Line:
    """One printed line: its words, those of them in italics at its end, and who is named."""

    name: str = ""
    office: str = ""
    person: str = ""
    capitals: bool = False
    named: list[str] = field(default_factory=list)

    def add(self, words: str, *, italic: bool) -> None:
        if italic or self.office:
            self.office += words
        else:
            self.name += words

    @property
    def words(self) -> str:
        return _tidy(self.name + self.office)


def names_met(elements: list[Element], told: Counter[str]) -> int:
    """How many names stand in the signatures; the doubtful ones are counted as names, and `told`."""
    met = 0
    for lines in (lines for element in elements for group in _groups(element) for lines in _apart(group)):
        doubtful = [line.words for line in _doubtful(lines)]
        met += 1 + len(doubtful)
        if doubtful:
            several = "”, “".join(doubtful)
            told[
                f"It is doubtful whether “{several}”, below “{lines[0].words}” in a signature, are offices "
                "or the names of others who signed: nobody was made of them, they stand in the capacity."
            ] += 1
    return met


def signatories(elements: list[Element], scribe: Scribe) -> Iterator[Signatory]:
    """Those who signed, in the order of the source."""
    number = 0
    for element in elements:
        for group in _groups(element, scribe):
            for lines in _apart(group):
                number += 1
                yield _signatory(lines, element, number, scribe)


def _groups(element: Element, scribe: Scribe | None = None) -> Iterator[list[_Line]]:
    """The items of a list, each with its lines; else the lines of the whole."""
    items = list(element.iter(f"{TEI}item"))
    for part in items or [element]:
        lines = [_Line()]
        _read(part, lines, scribe)
        yield lines


def _read(element: Element, lines: list[_Line], scribe: Scribe | None, *, italic: bool = False) -> None:
    lines[-1].add(element.text or "", italic=italic)
    for child in element:
        name = local(child)
        if name in ("lb", "p"):
            lines.append(_Line())
        if name in ("pb", "cb"):
            lines[-1].add(" ", italic=italic)
        elif name and name not in ("note", "lb", "del", "list"):
            rend = child.get("rend", "") if name == "hi" else ""
            if name == "persName" and scribe is not None and (person := getattr(scribe, "person", None)):
                lines[-1].person = lines[-1].person or person(child)
            lines[-1].capitals |= name == "persName" or rend == "smallcaps"
            _read(child, lines, scribe, italic=italic or rend == "italic")
        lines[-1].add(child.tail or "", italic=False)


def _doubtful(lines: list[_Line]) -> Iterator[_Line]:
    """Lines below the first that may be names: neither in italics nor after a comma, no words of offices."""
    above, *rest = lines
    if _FOR.fullmatch(above.words) and rest:
        above, *rest = rest
    for line in rest:
        if _COPIES.match(line.words):
            return
        is_office = line.office or above.words.endswith(",") or _OFFICE.search(line.words)
        if not is_office and is_name(line.words.replace(",", "").split()):
            yield line
        above = line


def _apart(group: list[_Line]) -> Iterator[list[_Line]]:
    """Divides lines where another name begins: all of them are in small capitals, without an office."""
    lines = [line for line in group if line.words]
    several = len(lines) > 1 and all(line.capitals and not line.office for line in lines)
    if several:
        yield from ([line] for line in lines)
    elif lines:
        yield lines


def _signatory(lines: list[_Line], element: Element, number: int, scribe: Scribe) -> Signatory:
    first, *rest = lines
    manner = "signed"
    office = [first.office]
    name = first.name
    if _FOR.fullmatch(first.words) and rest:
        manner, office, name = "for", [first.words], rest[0].name
        first, rest = rest[0], rest[1:]
        office.append(first.office)
    if not _tidy(name):
        name, office = first.words, []
    for line in rest:
        if _COPIES.match(line.words):
            break
        office.append(line.words)
    capacity = _tidy(" ".join(each for each in office if each.strip())) or _beside(element)
    return Signatory(
        key=f"signatory {number}",
        name_as_signed=cut(_tidy(name).rstrip(","), 500, "A name as signed", scribe.left),
        capacity_as_signed=cut(capacity, 500, "A capacity as signed", scribe.left),
        person=f"{LOCAL}{first.person}" if first.person else None,
        manner=manner,
    )


def _beside(element: Element) -> str:
    """The office outside `signed`: after it, also on the next line in italics, or before it with a comma."""
    after, following = _tidy(element.tail or ""), element.getnext()
    if after in ("", ",") and following is not None and local(following) == "lb":
        after, following = _tidy(following.tail or ""), following.getnext()
    if after in ("", ",") and following is not None and following.get("rend") == "italic":
        return _tidy("".join(following.itertext()))
    if after.startswith(","):
        return _tidy(after[1:])
    before, parent = element.getprevious(), element.getparent()
    words = before.tail if local(before) == "lb" else parent.text if before is None else ""
    return _tidy(words or "").rstrip(",") if _tidy(words or "").endswith(",") else ""


def _tidy(words: str) -> str:
    return " ".join(words.split())
