"""A heading such as “The letter of members of the Council to the Congress on the harvest”: type, from, to.

So do compilers of collections head a document. Nothing of the heading is taken away: it stays verbatim, and
beside it senders and recipients are proposed in the words that it has for them.
"""

import re
from dataclasses import dataclass

from documents.exchange.names import is_name
from documents.exchange.pasting.proposal import Wanted
from documents.exchange.pasting.terms import CAPACITIES, TYPES, at_start
from documents.snapshot import Correspondent

LONGEST = 1500
MOST = 50
COMPILER = "A heading that describes the document, and names the two sides, is a compiler's."

# The number in a collection, and the article.
_LED = re.compile(r"(?:(?:doc\.? )?(?:No\.?|№) ?\d{1,5}\.?\s+)?(?:(?:the|a|an)\s+)?", re.IGNORECASE)
_ON = re.compile(
    r"\s(?:on|about|regarding|concerning|requesting|asking|dated)\s"
    r"|\swith (?:a|the) (?:request|proposal|report)\s"
    r"|\s(?:о|об|обо|по вопросу|относительно|с (?:просьбой|предложением|сообщением))\s"
)
_FROM = re.compile(r"\s*(?:(?:of|from|by)\s+|от\s+)?", re.IGNORECASE)
_TO = re.compile(
    r"\s(?:to|addressed to)\s+(?=the |[A-ZА-Я])|\sв\s+(?=[A-ZА-Я])"
    r"|\s(?=председателю |членам |секретарю |народному комиссару )"
)
_JOINT = re.compile(
    r",\s+(?:and\s+|и\s+)?(?=the |members? |член|[A-ZА-Я])|\s(?:and|и)\s+(?=the |members? |член)"
)
_MEMBERS = re.compile(r"(?:the\s+)?members?\s+of\s+(?:the\s+)?|член(?:ов|а|ам|у)\s+", re.IGNORECASE)
_THE = re.compile(r"(?:the)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Heading:
    """What a heading says: the code of the type, those on both sides, and their bodies to look for."""

    type: str
    correspondents: tuple[Correspondent, ...]
    wanted: tuple[Wanted, ...]


def read_heading(text: str) -> Heading | None:
    """What the heading says; None if it does not begin with the type of a document."""
    begins = type_begins(text)
    kind = at_start(text[begins:], tuple(TYPES))
    if not kind or len(text) > LONGEST:
        return None
    rest = text[begins + kind.end() :].rstrip(" .\n")
    subject = _ON.search(rest)
    sides = rest[: subject.start()] if subject else rest
    to = _TO.search(sides)
    senders = _side(sides[: to.start()] if to else sides, "sender")
    recipients = _side(sides[to.end() :], "recipient") if to else []
    rows = tuple(
        Correspondent(key=f"correspondents-{number}", role=role, as_written=words, by=by)
        for number, (role, words, by, _) in enumerate([*senders, *recipients])
    )
    named = (_named(row.key, side[3]) for row, side in zip(rows, [*senders, *recipients], strict=True))
    wanted = tuple(each for each in named if each)
    return Heading(TYPES[kind[0].lower()], rows, wanted)


def _named(row: str, words: str) -> Wanted | None:
    """The record that a side names: a person by name, a body; whoever holds an office is neither."""
    if at_start(words, tuple(CAPACITIES)):
        return None
    kind = "person" if is_name(words.split()) else "body"
    return Wanted(field=f"{row}-{kind}", kind=kind, words=words)


def type_begins(text: str) -> int:
    """Where, behind a number and an article, the word for the type would stand."""
    led = _LED.match(text)
    return led.end() if led else 0


def _side(words: str, role: str) -> list[tuple[str, str, str, str]]:
    """(role, as written, by, body) of each on one side."""
    led = _FROM.match(words)
    words = words[led.end() :] if led else words
    found = []
    for each in _JOINT.split(words)[:MOST]:
        as_written = " ".join(each.split())
        if not as_written.strip(" ,.:;–—-"):
            continue
        members = _MEMBERS.match(as_written)
        body = as_written[members.end() :] if members else _THE.sub("", as_written, count=1)
        found.append((role, as_written, "members of" if members else "", body))
    return found
