"""Pasted words as a text of the archive: marks such as [supplied] stay, all others are literal."""

import re

# [words], [...], [?] and [sic] are what an earlier hand typed; the rest would be read as our markup.
_MARKS = re.compile(r"\\(?=[\\_#>|\[\]*^])|_|\[(?=\[|\^)|(?<![^\n])(?:[>|](?= )|#(?=# ))")

ENGLISH = re.compile(r"\b(?:the|of|and|to|in|that|is|was|for|by|with)\b", re.IGNORECASE)
_SCRIPTS = (
    ("hy", re.compile(r"[\u0530-\u058f]")),
    ("ka", re.compile(r"[\u10a0-\u10ff]")),
)
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_NOT_RUSSIAN = re.compile(r"[іїєґўәғқңөұүһҹҝљњћђѓќџ]", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")
# Enough to tell a language by.
_SAMPLE = 5000


def literal(text: str) -> str:
    """The text so written that every character is shown as pasted, with supplied words in their brackets."""
    return _MARKS.sub(r"\\\g<0>", text)


def language_of(text: str) -> str:
    """BCP 47, where script or small words leave no doubt: en, ru, hy, ka; else und."""
    sample = text[:_SAMPLE]
    letters = len(_LETTER.findall(sample))
    for tag, script in _SCRIPTS:
        if letters and len(script.findall(sample)) * 2 > letters:
            return tag
    cyrillic = len(_CYRILLIC.findall(sample))
    if letters and cyrillic * 2 > letters:
        return "und" if _NOT_RUSSIAN.search(sample) else "ru"
    words = len(sample.split())
    return "en" if words and len(ENGLISH.findall(sample)) * 10 >= words else "und"


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Where each paragraph begins and ends: what blank lines keep apart, without white space around it."""
    found: list[tuple[int, int]] = []
    at, goes_on = 0, False
    for line in text.split("\n"):
        words = line.strip()
        if words:
            start = at + line.index(words)
            begins = found.pop()[0] if goes_on else start
            found.append((begins, start + len(words)))
        goes_on = bool(words)
        at += len(line) + 1
    return found
