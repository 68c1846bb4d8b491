"""A printed signature line: “Chairman A. Weber, members of the Council Lind, Stein”, also in Russian.

A capacity holds for the name that follows it; one in the plural, or before a colon, for all names up to the
next capacity. The line as printed is kept, whatever is made of it.
"""

import re
from dataclasses import dataclass, field, replace

from documents.exchange.pasting import names, terms
from documents.exchange.pasting.accounting import Span, filled_up
from documents.exchange.pasting.proposal import Proposed, Wanted, proposed
from documents.exchange.pasting.wording import literal
from documents.snapshot import Signatory

LONGEST = 5000
MOST = 200

_WORD = re.compile(r"\S+")
_PIECE = re.compile(r"[^,;:\n]+")
_AND = re.compile(r" (?:and|&|и) ")
_MARKER = re.compile(
    r"(?:signed(?: by)?|signatures?|подписали|подписал|подписи|подпись|подписано)(?!\w) ?\.?"
    r"|[(\[](?:signed|signature|sgd\.?|подпись|подписал)[)\]]|/s/|s/d|п\. ?п\.",
    re.IGNORECASE,
)
_LED = re.compile(r"(?P<instead>(?:for|за|по поручению|per pro\.?|p\. ?p\.)\s+)?(?:the\s+)?", re.IGNORECASE)
_ILLEGIBLE = re.compile(
    r"[(\[]?(?:(?:signature|name)s? (?:is )?(?:illegible|unreadable)|illegible(?: signature)?"
    r"|подпис[ьи] неразборчив[аыо]|неразборчив(?:о|ая подпись)|нрзб\.?)[)\]]?",
    re.IGNORECASE,
)
_ABSENT = re.compile(r"[(\[](?:absent|did not sign|отсутств\w*|не подписал\w*)[)\]]", re.IGNORECASE)
_ASIDE = re.compile(
    r"[(\[](?:signed|signature|seal|l\. ?s\.|sgd\.?|подпись|печать|м\. ?п\.)[)\]]", re.IGNORECASE
)
_OF = re.compile(r"\s*(?:(?:of|in|on|at|to)\s+)?(?:the\s+)?", re.IGNORECASE)
_ORDINAL = re.compile(r"(?<![\w-])(\d{1,3}(?:st|nd|rd|th)|\d{1,3}-?(?:й|ой|ая|я|го|ей))$", re.IGNORECASE)
_MILITARY = re.compile(r"military|реввоенсовет|военн", re.IGNORECASE)
_HEADS = (*terms.CAPACITIES, *terms.OTHER_CAPACITIES)


@dataclass(slots=True)
class Capacity:
    """A capacity as printed, and which names it holds for."""

    start: int
    end: int
    head: str
    holds_on: bool  # for more than one name
    manner: str = "signed"


@dataclass(slots=True)
class _Reading:
    """What was read of a line so far."""

    text: str
    rows: list[Signatory] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    wanted: list[Wanted] = field(default_factory=list)
    capacity: Capacity | None = None
    is_used: bool = False  # whether a name has taken the capacity already


def read_signatures(text: str, context: str = "") -> Proposed:
    """The signatories in the line. `context` is where a noun left out, as in “of the 11th”, may be named."""
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    if not start < end or end - start > LONGEST:
        return proposed(text, ())
    reading = _Reading(text)
    pieces = _pieces(text, start, end)
    taken: set[int] = set()
    for at, piece in enumerate(pieces):
        if at not in taken and len(reading.rows) < MOST:
            taken |= _read_piece(reading, pieces, at, piece)
    _find_bodies(reading, context)
    spans = filled_up(start, end, reading.spans, "signature_line")
    return proposed(
        text,
        spans,
        reading.wanted,
        signature_line=literal(text[start:end]),
        signatories=tuple(reading.rows),
    )


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """What commas, semicolons, colons, line ends, and “and” between two names, keep apart."""
    found = []
    for each in _PIECE.finditer(text, start, end):
        begins = each.start()
        for joint in _AND.finditer(text, each.start(), each.end()):
            left, right = _words(text, begins, joint.start()), _words(text, joint.end(), each.end())
            if names.name_begins(left) < len(left) and names.is_name(right):
                found.append((begins, joint.start()))
                begins = joint.end()
        found.append((begins, each.end()))
    trimmed = ((_skip(text, a, b), b) for a, b in found)
    return [(a, a + len(text[a:b].rstrip())) for a, b in trimmed if a < b]


def _skip(text: str, start: int, end: int) -> int:
    while start < end and (text[start].isspace() or text[start] in "–—-"):
        start += 1
    return start


def _words(text: str, start: int, end: int) -> list[str]:
    return text[start:end].split()


def _read_piece(
    reading: _Reading, pieces: list[tuple[int, int]], at: int, piece: tuple[int, int]
) -> set[int]:
    """Reads one piece; gives the numbers of further pieces that belong to it."""
    text, (start, end) = reading.text, piece
    if marker := _MARKER.match(text, start, end):
        start = _skip(text, marker.end(), end)
    start, end, manner = _aside(text, start, end)
    if start >= end:
        return set()
    if illegible := _ILLEGIBLE.search(text, start, end):
        before = start + len(text[start : illegible.start()].rstrip(" :,"))
        capacity = _capacity(text, start, before)
        words = _words(text, capacity.end if capacity else start, before)
        if names.name_begins(words) == len(words):
            _illegible(reading, start, before, illegible)
            return set()
        end, manner = before, "illegible"
    if capacity := _capacity(text, start, end):
        _read_capacity(reading, capacity, end, manner, text[end : end + 1] == ":")
        return set()
    if names.is_name(_words(text, start, end)):
        return _read_name(reading, pieces, at, (start, end), manner)
    _go_on(reading, start, end, manner, text[piece[1] : piece[1] + 1] == ":")
    return set()


def _aside(text: str, start: int, end: int) -> tuple[int, int, str]:
    """Without the “(absent)” or “(seal)” after a name; with the manner that it says."""
    manner = ""
    for pattern, says in ((_ABSENT, "absent"), (_ASIDE, "")):
        if (found := pattern.search(text, start, end)) and not text[found.end() : end].strip(" ."):
            end = start + len(text[start : found.start()].rstrip())
            manner = says
    if text[start:end].endswith(".") and not names.is_initial(_words(text, start, end)[-1]):
        end -= 1
    return start, end, manner


def _capacity(text: str, start: int, end: int) -> Capacity | None:
    """The capacity with which a piece begins; it ends, for now, with its head: “For the Chairman”."""
    led = _LED.match(text, start, end)
    begins = led.end() if led else start
    head = terms.at_start(text[begins:end], _HEADS)
    if not head:
        return None
    manner = "for" if led and led["instead"] else "signed"
    word = head[0].lower()
    return Capacity(start, begins + head.end(), word, word in terms.PLURALS, manner)


def _read_capacity(reading: _Reading, capacity: Capacity, end: int, manner: str, colon: bool) -> None:
    text = reading.text
    words = list(_WORD.finditer(text, capacity.end, end))
    begins = names.name_begins([word[0] for word in words])
    capacity.holds_on = capacity.holds_on or colon
    reading.capacity, reading.is_used = capacity, False
    if begins == len(words):
        capacity.end = end
        return
    capacity.end = words[begins - 1].end() if begins else capacity.end
    _sign(reading, words[begins].start(), end, manner)


def _read_name(
    reading: _Reading, pieces: list[tuple[int, int]], at: int, piece: tuple[int, int], manner: str
) -> set[int]:
    """A name by itself: of the capacity before it, or of the one after it: “A. Weber, Chairman”."""
    holds = reading.capacity and (reading.capacity.holds_on or not reading.is_used)
    if not holds and at + 1 < len(pieces) and reading.text[piece[1] : pieces[at + 1][0]].strip(" –—-") == ",":
        start, end = pieces[at + 1]
        after = _capacity(reading.text, start, end)
        rest = [word[0] for word in _WORD.finditer(reading.text, after.end, end)] if after else []
        if after and names.name_begins(rest) == len(rest) and _ends_entry(reading.text, end):
            after.end = end
            reading.capacity, reading.is_used = after, False
            _sign(reading, *piece, manner)
            reading.capacity = None
            return {at + 1}
    if not holds:
        reading.capacity = None
    _sign(reading, *piece, manner)
    return set()


def _ends_entry(text: str, end: int) -> bool:
    rest = text[end:].lstrip(" .")
    return not rest or rest[0] in ";\n"


def _go_on(reading: _Reading, start: int, end: int, manner: str, colon: bool) -> None:
    """More words of a capacity that has no name yet: “Commissar of Labour, Trade and War K. Stein”.

    Whatever stands before a colon is the capacity of those after it; other words end the one before.
    """
    if not reading.capacity or reading.is_used:
        reading.capacity = Capacity(start, end, "", True) if colon else None
        reading.is_used = False
        return
    words = list(_WORD.finditer(reading.text, start, end))
    begins = names.name_begins([word[0] for word in words])
    reading.capacity.end = words[begins - 1].end() if begins else reading.capacity.end
    if begins < len(words):
        _sign(reading, words[begins].start(), end, manner)


def _illegible(reading: _Reading, start: int, end: int, found: re.Match[str]) -> None:
    """No name at all: what is printed in its place stands for it."""
    if capacity := _capacity(reading.text, start, end):
        capacity.end = end
        reading.capacity, reading.is_used = capacity, False
    _sign(reading, *found.span(), "illegible")


def _sign(reading: _Reading, start: int, end: int, manner: str) -> None:
    """A signatory whose name stands from `start` up to `end`, in the capacity that was read."""
    text, capacity, number = reading.text, reading.capacity, len(reading.rows)
    name = f"signatories-{number}"
    if capacity and not reading.is_used:
        reading.spans.append(Span(capacity.start, capacity.end, f"{name}-capacity_as_signed"))
    reading.spans.append(Span(start, end, f"{name}-name_as_signed"))
    row = Signatory(
        key=name,
        name_as_signed=_in_one_line(text[start:end]),
        capacity_as_signed=_in_one_line(text[capacity.start : capacity.end]) if capacity else "",
        capacity=terms.CAPACITIES.get(capacity.head) if capacity else None,
        manner=manner or (capacity.manner if capacity else "signed"),
    )
    reading.rows.append(row)
    if row.manner != "illegible":
        reading.wanted.append(Wanted(field=f"{name}-person", kind="person", words=row.name_as_signed))
    if capacity:
        reading.wanted += _body(text, capacity, name)
        reading.is_used = True
        if not capacity.holds_on:
            reading.capacity = None


def _in_one_line(text: str) -> str:
    return " ".join(text.split("\n"))


def _body(text: str, capacity: Capacity, name: str) -> list[Wanted]:
    """The body in whose name the capacity is held, as the words of the capacity say."""
    led = _LED.match(text, capacity.start, capacity.end)
    head_ends = (led.end() if led else capacity.start) + len(capacity.head)
    rest = text[head_ends : capacity.end]
    words = _in_one_line(_OF.sub("", rest, count=1).strip()) or terms.COMPOUNDS.get(capacity.head, "")
    is_body = names.is_body(words) or words in terms.COMPOUNDS.values()
    return [Wanted(field=f"{name}-body", kind="body", words=words)] if is_body else []


def _find_bodies(reading: _Reading, context: str) -> None:
    """Names the noun that was left out after an ordinal, and says of each conclusion why it was drawn."""
    rows = {row.key: at for at, row in enumerate(reading.rows)}
    for at, wanted in enumerate(reading.wanted):
        if wanted.kind != "body":
            continue
        row = rows[wanted.field.removesuffix("-body")]
        words, reason = _with_noun(wanted.words, context)
        head = reading.rows[row].capacity_as_signed
        if not reason and wanted.words in terms.COMPOUNDS.values() and wanted.words not in head:
            reason = f"“{head}” is the head of the {wanted.words}."
        if reason:
            reading.wanted[at] = Wanted(field=wanted.field, kind="body", words=words)
            reading.rows[row] = replace(reading.rows[row], body_basis="inferred", body_reason=reason)


def _with_noun(words: str, context: str) -> tuple[str, str]:
    """“Council of the 11th” → “Council of the 11th [Red Army]” and why; the words and "" if nothing lacks."""
    found = _ORDINAL.search(words)
    if not found:
        return words, ""
    ordinal = found[1]
    for named in re.finditer(rf"(?<![\w-]){re.escape(ordinal)}((?: [\w-]+){{1,4}})", context, re.IGNORECASE):
        said: list[str] = []
        for word in named[1].split():
            said.append(word)
            if names.BODY_WORDS.fullmatch(word):
                noun = " ".join(said)
                return (
                    f"{words} [{noun}]",
                    f"The noun is left out after “{ordinal}”; the page has “{ordinal} {noun}”.",
                )
    if not _MILITARY.search(words):
        return words, ""
    noun = "Army" if words.isascii() else "армии"
    return (
        f"{words} [{noun}]",
        f"The noun is left out after “{ordinal}”; military councils were those of armies.",
    )
