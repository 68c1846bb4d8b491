"""A “published in” line: “Publ. in the collection: Letters of the Valley. Riverside, 1992, doc. No. 367.”

The title of the source collection, its place and year, the document's number and pages in it; also Russian.
"""

import re

from documents.exchange.pasting.accounting import Span, Use, filled_up, with_signs
from documents.exchange.pasting.proposal import Proposed, Wanted, proposed
from documents.snapshot import Printing

LONGEST = 3000
MOST = 50

_MARKER = re.compile(
    r"(?P<first>first (?:publ(?:ished|\.)|printed)(?: in)?|впервые опубл(?:иковано|\.)?(?: в)?)"
    r"|(?P<reprint>repr(?:inted|\.)(?: in)?|перепечатано(?: в| из)?|переизд\.)"
    r"|(?P<extract>extracts?(?: publ(?:ished|\.)| printed)?(?: in)?"
    r"|опубл(?:иковано|\.)? (?:в извлечении|частично))"
    r"|(?P<plain>publ(?:ished|\.)(?: in)?|printed in|опубликован[оа]?(?: в)?|опубл\.(?: в)?|печатается по)",
    re.IGNORECASE,
)
# What may stand between the marker and the title.
_LEAD = re.compile(r"(?: (?:the )?(?:collection|book|volume|newspaper|сборнике|сб\.|кн\.|книге|газете|газ\.)"
                   r")?(?: of documents| документов)?\s{0,3}:?\s{0,3}", re.IGNORECASE)  # fmt: skip
_NUMBER = re.compile(r"(?:(?:doc|document|док|документ)s?\.? ?)?(?:No\.?|Nos\.|Nr\.?|№№?|#) ?"
                     r"(\d+[a-zа-я]?(?: ?[-–—] ?\d+)?)", re.IGNORECASE)  # fmt: skip
_BARE_NUMBER = re.compile(r"(?<!\w)(?:doc|document|док|документ)\.? ?(\d+[a-zа-я]?)", re.IGNORECASE)
_PAGES = re.compile(r"(?<!\w)(?:pages|pp?|стр|сс?)\.? ?(\d+(?: ?[-–—] ?\d+)?(?:, ?\d+(?: ?[-–—] ?\d+)?)*)",
                    re.IGNORECASE)  # fmt: skip
_YEAR = r"1[5-9]\d\d|20\d\d"
_PLACE = r"[^\W\d_][^\d.,;:()\n]{0,40}\.?(?:[-–—][^\W\d_]\.)?"
_IMPRINT = re.compile(
    rf"[.,] (?P<place>{_PLACE}(?:; {_PLACE})?)(?:: (?P<publisher>[^,;:\d\n]{{2,80}}))?"
    rf", (?P<year>(?:{_YEAR})(?:[-–—](?:{_YEAR}))?)(?!\w)"
    rf"|\((?P<place2>{_PLACE}), (?P<year2>(?:{_YEAR}))\)"
)
_PLACE_AND_YEAR = re.compile(rf" ?{_PLACE}, (?:{_YEAR})(?!\w)")
_YEAR_ALONE = re.compile(rf"[.,] (?P<year>{_YEAR})(?= ?[.,;]|$)")
_EDITORS = re.compile(
    r"[.,/(]+ ?(?P<words>(?:eds?\.(?: by)?|edited by|comp\.(?: by)?|под ред\.|сост\.|ред\.) ?"
    r"(?P<editors>(?:[^\W\d_]\. ?)*[^\W\d_][\w’'-]+(?:(?:, | and | и )(?:[^\W\d_]\. ?)*[^\W\d_][\w’'-]+)*))",
    re.IGNORECASE,
)
_RELATIONS = {"first": "first-publication", "reprint": "reprint", "extract": "extract", "plain": None}
_SIGNS = " \n\t,;:.()/"
_QUOTES = "«»“”„\"‟'‘’"


def marker_in(text: str, start: int = 0) -> int:
    """Where a “published in” begins at the start of a sentence or line; -1 where none does."""
    for found in _MARKER.finditer(text, start):
        before = text[: found.start()].rstrip(" \t")
        if (not before or before[-1] in ".;:,)\n") and found[0][0].isupper():
            return found.start()
    return -1


def read_printings(text: str) -> Proposed:
    """The printings in the text, each on a line of its own or apart from the others by a semicolon."""
    rows: list[Printing] = []
    placed: list[Span] = []
    wanted: list[Wanted] = []
    for start, end in _pieces(text):
        if not start < end or end - start > LONGEST or len(rows) == MOST:
            continue
        if read := _one(text, start, end, len(rows)):
            rows.append(read[0])
            placed += read[1]
            wanted += read[2]
    placed = with_signs(text, 0, len(text), placed, f"printings-{len(rows) - 1}") if rows else []
    return proposed(text, placed, wanted, printings=tuple(rows))


def _pieces(text: str) -> list[tuple[int, int]]:
    """What semicolons and line ends keep apart, other than two places: “M.; Riverside, 1961”."""
    found: list[tuple[int, int]] = []
    for each in re.finditer(r"[^;\n]+", text):
        start = each.start() + len(each[0]) - len(each[0].lstrip())
        end = each.start() + len(each[0].rstrip())
        if found and _PLACE_AND_YEAR.match(each[0]) and text[each.start() - 1] == ";":
            start = found.pop()[0]
        found.append((start, end))
    return found


def _one(text: str, start: int, end: int, row: int) -> tuple[Printing, list[Span], list[Wanted]] | None:
    """The printing from `start` up to `end`; None if there is no title."""
    name = f"printings-{row}"
    marker = _MARKER.match(text, start, end)
    lead = _LEAD.match(text, marker.end() if marker else start, end)
    begins = lead.end() if lead and (marker or lead[0].rstrip().endswith(":")) else start
    spans: list[Span] = []
    number = _NUMBER.search(text, begins, end) or _BARE_NUMBER.search(text, begins, end)
    pages = _PAGES.search(text, number.end() if number else begins, end)
    relation = _RELATIONS[marker.lastgroup or "plain"] if marker else None
    if start < begins:
        spans.append(Span(start, begins, f"{name}-printing_relation" if relation else name, Use.SIGN))
    for found, what in ((number, "number"), (pages, "pages")):
        if found:
            spans += _led(found, 1, f"{name}-{what}")
    stops = min([found.start() for found in (number, pages) if found], default=end)
    title, details = _collection(text, begins, stops)
    words = text[title[0] : title[1]]
    if not any(letter.isalpha() for letter in words):
        return None
    if not marker and not (number or pages or details):
        return None
    spans += [Span(*title, f"{name}-collection")]
    for column, place in details.items():
        led = _EDITORS.search(text, begins, stops) if column == "editors" else None
        spans += _led(led, "editors", f"{name}-collection") if led else [Span(*place, f"{name}-collection")]
    printing = Printing(
        key=name,
        number=number[1] if number else "",
        pages=pages[1] if pages else "",
        printing_relation=relation,
        as_printed=text[start:end],
    )
    found_details = {key: text[slice(*place)] for key, place in details.items()}
    collection = Wanted(field=f"{name}-collection", kind="collection", words=words, details=found_details)
    return printing, filled_up(start, end, spans, f"{name}-as_printed"), [collection]


def _led(found: re.Match[str], group: int | str, field: str) -> list[Span]:
    """The words of a group, and before them the sign that says what they are: “pp.”."""
    start, end = found.span(group)
    spans = [Span(found.start(), start, field, Use.SIGN), Span(start, end, field)]
    return [span for span in spans if span.start < span.end]


def _collection(text: str, start: int, end: int) -> tuple[tuple[int, int], dict[str, tuple[int, int]]]:
    """Where title, place, year, publisher and editors of the collection stand between `start` and `end`."""
    details: dict[str, tuple[int, int]] = {}
    stops = end
    if imprint := _IMPRINT.search(text, start, end) or _YEAR_ALONE.search(text, start, end):
        columns = {"place": "published_in", "place2": "published_in", "publisher": "publisher",
                   "year": "year", "year2": "year"}  # fmt: skip
        for group, column in columns.items():
            if group in imprint.re.groupindex and imprint[group]:
                details[column] = imprint.span(group)
        stops = imprint.start()
    if editors := _EDITORS.search(text, start, stops):
        details["editors"] = editors.span("editors")
        stops = editors.start()
    return _trimmed(text, start, stops), details


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without the signs and the quotation marks around a title."""
    while start < end and text[start] in _SIGNS + _QUOTES:
        start += 1
    while start < end and text[end - 1] in _SIGNS + _QUOTES and not text[start:end].endswith((" г.", " гг.")):
        end -= 1
    return start, end
