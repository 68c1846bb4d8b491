"""The marks themselves: how each is written, made literal, and which characters no text may hold."""

from __future__ import annotations

import re

from .blocks import MarkupError

LONGEST = 1_000_000
"""Characters in the longest text that is read."""

MARKS = r"\_#>|[]*^"
"""The characters that a backslash makes literal."""

# Labels are bounded and begin and end with something visible, so that no pattern can look far ahead.
NOTE_LABEL = r"[^\[\]\s](?:[^\[\]\n]{0,18}?[^\[\]\s])??"
LABEL = r"[^\[\]|\s](?:[^\[\]|\n]{0,38}[^\[\]|\s])?"
NUMBER = r"[1-9][0-9]{0,2}"
KINDS = "person|place|body|document"

NOTE = rf"\[\^{NOTE_LABEL}(?:\#{NUMBER})?\]"
PAGE = rf"\[\[page:{LABEL}\]\]"
ITEM = rf"\[\[item:{LABEL}\]\]"
MENTION = rf"\[\[(?:{KINDS}):[0-9a-z]{{8}}\|"
ESCAPED = rf"\\[{re.escape(MARKS)}]"

# Control characters, lone surrogates and noncharacters: neither HTML nor XML can carry them.
_NONCHARACTERS = "".join(chr(plane << 16 | end) for plane in range(17) for end in (0xFFFE, 0xFFFF))
FORBIDDEN = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_NONCHARACTERS}]")

_MAY_BE_MARK = re.compile(r"[\\_|\[\]^#>]")
_LITERAL = re.compile(r"[\\_|\[\]^]|(?<![^\n\r])[#>]")


def escape(text: str) -> str:
    """Return the text so written that `parse` takes every character of it literally."""
    return _LITERAL.sub(r"\\\g<0>", text) if _MAY_BE_MARK.search(text) else text


def anchor(label: str, number: int = 1) -> str:
    """Return the mark that anchors the `number`-th note with this label, as `[^*]` or `[^*#2]`.

    Raises MarkupError for a label that cannot be written as an anchor.
    """
    mark = f"[^{label}]" if number == 1 else f"[^{label}#{number}]"
    if number == 1 and re.fullmatch(rf".+\#{NUMBER}", label):
        mark = f"[^{label}#1]"
    if not re.fullmatch(NOTE_LABEL, label) or not re.fullmatch(NUMBER, str(number)):
        raise MarkupError(
            f"The label “{label}” cannot be anchored: a label has 1 to 20 characters, "
            "no square brackets, and no space at its ends."
        )
    return mark


def readable(text: str) -> str:
    """Return the text with every line end as `\\n` and every forbidden character as U+FFFD.

    Texts are cleaned and refused elsewhere, before they are kept; this makes whatever comes safe to show.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    # Whatever is printable is allowed; to look for what hardly ever is there takes fifteen times as long.
    return text if text.replace("\n", "").isprintable() else FORBIDDEN.sub("\ufffd", text)
