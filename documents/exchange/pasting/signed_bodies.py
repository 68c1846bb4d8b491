"""The bodies in whose names a line is signed, as the words of its capacities say."""

import re
from dataclasses import replace

from documents.exchange import names
from documents.exchange.pasting import terms
from documents.exchange.pasting.capacities import LED, Capacity
from documents.exchange.pasting.proposal import Wanted
from documents.snapshot import Signatory

_OF = re.compile(r"\s*(?:(?:of|in|on|at|to)\s+)?(?:the\s+)?", re.IGNORECASE)
_ORDINAL = re.compile(r"(?<![\w-])(\d{1,3}(?:st|nd|rd|th)|\d{1,3}-?(?:й|ой|ая|я|го|ей))$", re.IGNORECASE)
_MILITARY = re.compile(r"military|реввоенсовет|военн", re.IGNORECASE)


def in_one_line(text: str) -> str:
    """The text without its line ends."""
    return " ".join(text.split("\n"))


def wanted_body(text: str, capacity: Capacity, name: str) -> list[Wanted]:
    """The body in whose name the capacity is held, as the words of the capacity say."""
    led = LED.match(text, capacity.start, capacity.end)
    head_ends = (led.end() if led else capacity.start) + len(capacity.head)
    rest = text[head_ends : capacity.end]
    words = in_one_line(_OF.sub("", rest, count=1).strip()) or terms.COMPOUNDS.get(capacity.head, "")
    is_body = names.is_body(words) or words in terms.COMPOUNDS.values()
    return [Wanted(field=f"{name}-body", kind="body", words=words)] if is_body else []


def conclude_bodies(signed: list[Signatory], everything: list[Wanted], context: str) -> None:
    """Names the noun that was left out after an ordinal, and says of each conclusion why it was drawn."""
    rows = {row.key: at for at, row in enumerate(signed)}
    for at, wanted in enumerate(everything):
        if wanted.kind != "body":
            continue
        row = rows[wanted.field.removesuffix("-body")]
        words, reason = _with_noun(wanted.words, context)
        head = signed[row].capacity_as_signed
        if not reason and wanted.words in terms.COMPOUNDS.values() and wanted.words not in head:
            reason = f"“{head}” is the head of the {wanted.words}."
        if reason:
            everything[at] = Wanted(field=wanted.field, kind="body", words=words)
            signed[row] = replace(signed[row], body_basis="inferred", body_reason=reason)


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
