"""The outline of a pasted page: which paragraph is the title, the heading, the date, a note …"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from documents.exchange.pasting import notes, terms
from documents.exchange.pasting.accounting import Use
from documents.exchange.pasting.archival import is_archival
from documents.exchange.pasting.correspondence import type_begins
from documents.exchange.pasting.dating import find_date
from documents.exchange.pasting.notes import Note, Place
from documents.exchange.pasting.printings import marker_in
from documents.exchange.pasting.signatures import read_signatures
from documents.exchange.pasting.wording import paragraphs

MOST_SIGNATURES = 60
LONGEST_TITLE, LONGEST_HEADING, LONGEST_DATE, LONGEST_SIGNATURES = 300, 1500, 120, 1500

# From here on the page speaks to its visitors.
_END = re.compile(
    r"(?:leave a (?:reply|comment)|\d* ?comments?|related (?:posts|articles)|share this:?|you may also like"
    r"|post a comment|(?:оставить|добавить|написать) комментарий|комментарии|поделиться:?"
    r"|похожие (?:записи|статьи))\W{0,9}",
    re.IGNORECASE,
)
_NAVIGATION = re.compile(
    r"(?:home|menu|skip to (?:main )?content|search|previous|next|print|log in|sign in|back to top|contents"
    r"|главная|меню|поиск|назад|вперед|вперёд|далее|печать|версия для печати|войти)\W{0,9}"
    r"|(?:home|главная)(?: [›»>/|] [^\n›»>|/]{1,80}){1,6}",
    re.IGNORECASE,
)
_NUMBER_ALONE = re.compile(
    r"(?:(?:doc(?:ument)?|док(?:умент)?)\.? ?)?(?:No\.?|№|#)? ?\d{1,5}\.?", re.IGNORECASE
)
_NOTICE = re.compile(
    r"(?:attention,? readers|notice(?: to readers)?|editor(?:s’|s'|’s|'s|ial)? note"
    r"|note (?:by|of) the editors?"
    r"|вниманию читателей|внимание|от редакции|примечание редакции)\s*[:.!–—-]\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """Where each piece of the page stands; what is in none of them is left to the editor."""

    title: Place | None = None
    introduction: tuple[Place, ...] = ()
    heading: Place | None = None
    date: Place | None = None
    body: tuple[Place, ...] = ()
    signatures: Place | None = None
    source: Place | None = None
    printings: tuple[Place, ...] = ()
    notes: tuple[Note, ...] = ()
    notices: tuple[tuple[Place, Place], ...] = ()


def of(text: str) -> Outline:
    """The outline of the page."""
    places = _of_the_document(text)
    source = _source(text, places)
    end = source if source is not None else _end_of_words(text, places)
    date = _date(text, places[:end])
    first, signatures = _signatures(text, places, end, 0 if date is None else date + 1)
    head = _head(text, places[: first if date is None else date], date is not None)
    below = places[end:] if source is None else places[end + 1 :]
    body = places[head.used if date is None else date + 1 : first]
    where, printed = _source_and_printing(text, places[source]) if source is not None else (None, ())
    return Outline(
        title=head.title,
        introduction=head.introduction,
        heading=head.heading,
        date=None if date is None else places[date],
        body=tuple(body),
        signatures=signatures,
        source=where,
        printings=(*printed, *(each for each in below if marker_in(text[each[0] : each[1]]) == 0)),
        notes=notes.labelled([note for each in below if (note := notes.note_at(text, each))]),
        notices=tuple(found for each in below if (found := _notice(text, each))),
    )


def _of_the_document(text: str) -> list[Place]:
    """The paragraphs that are the page's own matter, without what leads about a web site."""
    places = paragraphs(text)
    if len(places) == 1 and text.count("\n") > 3:
        places = _lines(text)
    found: list[Place] = []
    for start, end in places:
        words = text[start:end] if end - start < LONGEST_TITLE else ""
        if _END.fullmatch(words) and found:
            break
        if not _NAVIGATION.fullmatch(words):
            found.append((start, end))
    return found


def _lines(text: str) -> list[Place]:
    lines = [(each.start(), each.end()) for each in re.finditer(r"[^\n]+", text) if each[0].strip()]
    return [(a + len(text[a:b]) - len(text[a:b].lstrip()), a + len(text[a:b].rstrip())) for a, b in lines]


# --- The foot of the document ---


def _source(text: str, places: list[Place]) -> int | None:
    """The last paragraph that is an archival reference or a printing, and no note."""
    for number in range(len(places) - 1, 0, -1):
        words = text[slice(*places[number])]
        if len(words) > LONGEST_HEADING * 2 or notes.note_at(text, places[number]):
            continue
        marker = marker_in(words)
        if marker != 0 and is_archival(words[:marker] if marker > 0 else words):
            return number
    for number in range(1, len(places)):
        if (
            marker_in(text[slice(*places[number])]) == 0
            and places[number][1] - places[number][0] < LONGEST_HEADING
        ):
            return number
    return None


def _source_and_printing(text: str, place: Place) -> tuple[Place | None, tuple[Place, ...]]:
    start, end = place
    marker = marker_in(text[start:end])
    if marker < 0:
        return place, ()
    source = (start, start + len(text[start : start + marker].rstrip()))
    return (source if source[0] < source[1] else None), ((start + marker, end),)


def _end_of_words(text: str, places: list[Place]) -> int:
    """Without a source: where the notes and notices at the end begin; numbered ones below signatures only."""
    end = _before(places, lambda place: bool(_notice(text, place) or notes.note_at(text, place)))
    if end < len(places) and _is_signature(text, places[end - 1]):
        return end
    return _before(places, lambda place: bool(_notice(text, place) or _is_marked(text, place)))


def _before(places: list[Place], belongs: Callable[[Place], bool]) -> int:
    """How many paragraphs stand before those at the end that belong together; the first always does."""
    end = len(places)
    while end > 1 and belongs(places[end - 1]):
        end -= 1
    return end


def _is_marked(text: str, place: Place) -> bool:
    """Whether a paragraph begins with a star or bullet; numbers may be those of the text itself."""
    note = notes.note_at(text, place)
    return note is not None and not note.label[0].isalnum()


def _notice(text: str, place: Place) -> tuple[Place, Place] | None:
    """Where the words that lead a notice stand, and where the notice itself."""
    lead = _NOTICE.match(text, *place)
    if not lead or lead.end() >= place[1]:
        return None
    return (lead.start(), len(text[: lead.end()].rstrip())), (lead.end(), place[1])


def _signatures(text: str, places: list[Place], end: int, start: int) -> tuple[int, Place | None]:
    """The paragraphs before `end` that are signatures: the number of the first, and where all stand."""
    first = end
    while first > max(start + 1, end - MOST_SIGNATURES) and _is_signature(text, places[first - 1]):
        first -= 1
    if first == end:
        return end, None
    return first, (places[first][0], places[end - 1][1])


def _is_signature(text: str, place: Place) -> bool:
    """Names and capacities make up most of it, and there is a capacity, or nothing but names."""
    words = text[slice(*place)]
    if len(words) > LONGEST_SIGNATURES or notes.note_at(text, place):
        return False
    read = read_signatures(words)
    said = sum(
        s.end - s.start for s in read.spans if s.field.startswith("signatories") and s.use is Use.WORDS
    )
    if not read.content.signatories or said * 10 < len(words) * 6:
        return False
    return any(row.capacity_as_signed for row in read.content.signatories) or len(words) < 200


# --- The head of the document ---


def _date(text: str, places: list[Place]) -> int | None:
    """The first short paragraph that says hardly more than a date, a place, a classification."""
    for number, (start, end) in enumerate(places):
        if end - start > LONGEST_DATE or number > 60:
            continue
        dated = find_date(text, start, end)
        if not dated:
            continue
        rest = text[start : dated.start] + " " + text[dated.end : end]
        marking = terms.first_in(rest, terms.CLASSIFICATIONS)
        others = rest.replace(marking[0], "") if marking else rest
        led = text[start : dated.start].strip(" ,.")
        if len(re.findall(r"\w+", others)) <= 4 and not _begins_with_type(led):
            return number
    return None


def _begins_with_type(text: str) -> bool:
    return bool(terms.at_start(text[type_begins(text) :], tuple(terms.TYPES)))


@dataclass(frozen=True, slots=True)
class _Head:
    title: Place | None = None
    introduction: tuple[Place, ...] = ()
    heading: Place | None = None
    used: int = 0


def _head(text: str, places: list[Place], dated: bool) -> _Head:
    """What stands before the date; without a date, a title or a heading before the text."""
    numbered = [place for place in places if not _NUMBER_ALONE.fullmatch(text[slice(*place)][:40])]
    heading = _heading(text, numbered if dated else numbered[:2])
    if not dated:
        return _undated(text, places, numbered, heading)
    before = numbered[:heading] if heading is not None else numbered
    title = before[0] if before and _is_title(text, before[0]) else None
    rest = before[1:] if title else before
    return _Head(title, tuple(rest), None if heading is None else numbered[heading], len(places))


def _undated(text: str, places: list[Place], numbered: list[Place], heading: int | None) -> _Head:
    if heading is not None:
        title = numbered[0] if heading == 1 and _is_title(text, numbered[0]) else None
        return _Head(title, (), numbered[heading], places.index(numbered[heading]) + 1)
    if len(numbered) > 1 and _is_title(text, numbered[0]) and text[numbered[0][1] - 1] not in ".,;:":
        return _Head(numbered[0], (), None, places.index(numbered[0]) + 1)
    return _Head()


def _heading(text: str, places: list[Place]) -> int | None:
    """The last paragraph before the date that names the type of the document, or stands in capitals."""
    for number in range(len(places) - 1, -1, -1):
        words = text[slice(*places[number])]
        if len(words) > LONGEST_HEADING:
            continue
        if _begins_with_type(words) or (words.isupper() and len(words) > 12):
            return number
    return None


def _is_title(text: str, place: Place) -> bool:
    words = text[slice(*place)]
    return len(words) <= LONGEST_TITLE and "\n" not in words
