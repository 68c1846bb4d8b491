"""The pieces of a printed signature line, and what stands beside a name in one: “(signed)”, “(absent)”."""

import re

from documents.exchange import names

_PIECE = re.compile(r"[^,;:\n]+")
_AND = re.compile(r" (?:and|&|и) ")
MARKER = re.compile(
    r"(?:signed(?: by)?|signatures?|подписали|подписал|подписи|подпись|подписано)(?!\w) ?\.?"
    r"|[(\[](?:signed|signature|sgd\.?|подпись|подписал)[)\]]|/s/|s/d|п\. ?п\.",
    re.IGNORECASE,
)
_ABSENT = re.compile(r"[(\[](?:absent|did not sign|отсутств\w*|не подписал\w*)[)\]]", re.IGNORECASE)
_ASIDE = re.compile(
    r"[(\[](?:signed|signature|seal|l\. ?s\.|sgd\.?|подпись|печать|м\. ?п\.)[)\]]", re.IGNORECASE
)


def pieces_of(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """What commas, semicolons, colons, line ends, and “and” between two names, keep apart."""
    found = []
    for each in _PIECE.finditer(text, start, end):
        begins = each.start()
        for joint in _AND.finditer(text, each.start(), each.end()):
            left, right = words_in(text, begins, joint.start()), words_in(text, joint.end(), each.end())
            if names.name_begins(left) < len(left) and names.is_name(right):
                found.append((begins, joint.start()))
                begins = joint.end()
        found.append((begins, each.end()))
    trimmed = ((skipped(text, a, b), b) for a, b in found)
    return [(a, a + len(text[a:b].rstrip())) for a, b in trimmed if a < b]


def skipped(text: str, start: int, end: int) -> int:
    """Where the words of a piece begin, behind blanks and dashes."""
    while start < end and (text[start].isspace() or text[start] in "–—-"):
        start += 1
    return start


def words_in(text: str, start: int, end: int) -> list[str]:
    """The words between two places."""
    return text[start:end].split()


def without_aside(text: str, start: int, end: int) -> tuple[int, int, str]:
    """Without the “(absent)” or “(seal)” after a name; with the manner that it says."""
    manner = ""
    for pattern, says in ((_ABSENT, "absent"), (_ASIDE, "")):
        if (found := pattern.search(text, start, end)) and not text[found.end() : end].strip(" ."):
            end = start + len(text[start : found.start()].rstrip())
            manner = says
    if text[start:end].endswith(".") and not names.is_initial(words_in(text, start, end)[-1]):
        end -= 1
    return start, end, manner
