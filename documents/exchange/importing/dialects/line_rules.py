"""How elements within a line are written: emphasis, breaks, what editors supplied, readings, links."""

from typing import TYPE_CHECKING

from documents.exchange.importing.dialects.elements import Element, local, plain
from documents.exchange.importing.dialects.lines import EMPHASIS_BEGINS, EMPHASIS_ENDS, Line, label_of

if TYPE_CHECKING:
    from documents.exchange.importing.dialects.body import Scribe

EMPHASISED = frozenset({"italic", "italics", "underline", "underlined", "bold", "strong", "spaced"})


def mentioned(scribe: "Scribe", element: Element, named: tuple[str, str], line: Line, owner: str) -> None:
    """Mentions do not nest here: one in another divides it, so that each word leads to one record.

    Where brackets or emphasis have begun in the outer one, it cannot be divided, and it holds all words.
    """
    outer = line.mention
    if outer and line.enclosed:
        scribe.go_along(element, line, owner)
        return
    if outer:
        line.close_mention()
    line.open_mention(f"[[{named[0]}:@{named[1]}|")
    scribe.go_along(element, line, owner)
    line.close_mention()
    if outer:
        line.open_mention(outer)


def emphasis(scribe: "Scribe", element: Element, line: Line, owner: str) -> None:
    if line.emphasised or not EMPHASISED & set(element.get("rend", "italic").lower().split()):
        scribe.go_along(element, line, owner)
        return
    line.emphasised = True
    _enclose(scribe, EMPHASIS_BEGINS, element, EMPHASIS_ENDS, line, owner)
    line.emphasised = False


def _enclose(scribe: "Scribe", begin: str, element: Element, end: str, line: Line, owner: str) -> None:
    line.mark(begin)
    line.enclosed += bool(line.mention)
    within = line.mention
    scribe.go_along(element, line, owner)
    line.enclosed -= bool(within)
    line.mark(end)


def line_break(scribe: "Scribe", element: Element, line: Line, owner: str) -> None:
    if element.get("break") != "no":
        line.mark("\n")


def page_break(scribe: "Scribe", element: Element, line: Line, owner: str) -> None:
    if mark := page_mark(scribe, element):
        line.page(mark, apart=element.get("break") != "no")


def page_mark(scribe: "Scribe", element: Element) -> str:
    printed = label_of(element.get("n", ""))
    if not printed:
        scribe.left["The label of a page break was empty, so it is left out."] += 1
    return f"[[page:{printed}]]" if printed else ""


def supplied(scribe: "Scribe", element: Element, line: Line, owner: str) -> None:
    """Words in brackets; what is supplied within them is in brackets already."""
    if next(element.iterancestors("{*}supplied"), None) is None:
        _enclose(scribe, "[", element, "]", line, owner)
    else:
        scribe.go_along(element, line, owner)


def gap(scribe: "Scribe", element: Element, line: Line, owner: str) -> None:
    line.mark("[...]")


def damage(scribe: "Scribe", element: Element, line: Line, owner: str) -> None:
    """Words that can be read in spite of it, or none: then something is lost."""
    if len(element) or (element.text or "").strip():
        scribe.go_along(element, line, owner)
    else:
        gap(scribe, element, line, owner)


def column_break(scribe: "Scribe", element: Element, line: Line, owner: str) -> None:
    if element.get("break") != "no":
        line.words(" ")


def unclear(scribe: "Scribe", element: Element, line: Line, owner: str) -> None:
    scribe.go_along(element, line, owner)
    line.mark(" [?]")


def sic(scribe: "Scribe", element: Element, line: Line, owner: str) -> None:
    scribe.go_along(element, line, owner)
    line.mark(" [sic]")


def deleted(scribe: "Scribe", element: Element, line: Line, owner: str) -> None:
    words = " ".join("".join(element.itertext()).split())
    scribe.left[f"Struck out in the source and left out of the text: “{words}”."] += 1


def choice(scribe: "Scribe", element: Element, line: Line, owner: str) -> None:
    """Of two readings the corrected, regularised or expanded one (TEI P5, 3.5)."""
    readings = [child for child in element if local(child)]
    taken = next((r for r in readings if local(r) in ("corr", "reg", "expan")), None)
    if taken is None and readings:
        taken = readings[0]
    for reading in readings:
        if reading is not taken:
            scribe.left[f"A reading as “{local(reading)}” beside the one that stands in the text."] += 1
    if taken is not None:
        scribe.go_along(taken, line, owner)
    for reading in readings:
        for note in reading.iter("{*}note") if reading is not taken else ():
            scribe.note(note, line, owner)


def link(scribe: "Scribe", element: Element, line: Line, owner: str) -> None:
    if (note := scribe.pointed(element)) is not None:
        scribe.called(note, line, owner)
        return
    words = plain(element) or element.get("target", "")
    if found := scribe.reference(element, owner, words):
        scribe.references.append(found)
    if named := scribe.mention(element):
        mentioned(scribe, element, named, line, owner)
    elif local(element) == "ptr":
        line.words(element.get("target", ""))
    else:
        scribe.go_along(element, line, owner)


def note(scribe: "Scribe", element: Element, line: Line, owner: str) -> None:
    scribe.note(element, line, owner)


def left_out(scribe: "Scribe", element: Element, line: Line, owner: str) -> None:
    if words := " ".join("".join(element.itertext()).split()):
        scribe.left[f"Left out as superfluous in the source: “{words}”."] += 1


def graphic(scribe: "Scribe", element: Element, line: Line, owner: str) -> None:
    scribe.left[f"The image “{element.get('url', '')}” is not part of the file."] += 1


def nothing(scribe: "Scribe", element: Element, line: Line, owner: str) -> None:
    """A point in the text without words."""


def margin(scribe: "Scribe", element: Element, line: Line, owner: str) -> None:
    apart = element.get("type") == "margin"
    if apart:
        line.mark("\n")
    scribe.go_along(element, line, owner)
    if apart:
        line.mark("\n")
