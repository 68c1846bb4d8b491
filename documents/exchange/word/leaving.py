"""What a Word file holds that does not become text: told by name and number, nothing is lost unseen."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from documents.exchange.importing.xml import parse
from documents.exchange.word.safety import MAIN

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
# Element → what it is called if there is one of it, and if there are several.
LEFT = {
    f"{WORD}del": ("deletion that was tracked is left out", "deletions that were tracked are left out"),
    f"{WORD}ins": (
        "insertion that was tracked is taken as text",
        "insertions that were tracked are taken as text",
    ),
    f"{WORD}moveFrom": (
        "moved passage stands at its new place only",
        "moved passages stand at their new places only",
    ),
    f"{WORD}drawing": ("image or drawing is left out", "images or drawings are left out"),
    f"{WORD}pict": (
        "image or drawing of the older kind is left out",
        "images or drawings of the older kind are left out",
    ),
    f"{WORD}object": ("embedded object is left out", "embedded objects are left out"),
    f"{MATHS}oMath": ("formula is left out", "formulas are left out"),
}
MOST_WORDS = 200


def told(parts: dict[str, bytes]) -> tuple[str, ...]:
    """Sentences: how many of what, the words of comments, of page heads and of page feet."""
    counts: Counter[str] = Counter()
    sentences: list[str] = []
    for name, part in sorted(parts.items()):
        if not name.startswith("word/") or name.endswith(".rels"):
            continue
        root = parse(part, name)
        if name == MAIN or "notes" in name:
            counts.update(element.tag for element in root.iter(*LEFT))
        elif name == "word/comments.xml":
            sentences += [f"A comment is left out: “{words}”." for words in _words(root, "comment")]
        elif name.startswith(("word/header", "word/footer")):
            where = "head" if name.startswith("word/header") else "foot"
            sentences += [f"The {where} of the page is left out: “{words}”." for words in _words(root, "")]
    numbers = [f"{n} {LEFT[tag][n > 1]}." for tag, n in counts.items()]
    return (*numbers, *sentences)


def _words(root: Any, element: str) -> Iterator[str]:
    for each in root.iter(f"{WORD}{element}") if element else [root]:
        words = " ".join("".join(text.text or "" for text in each.iter(f"{WORD}t")).split())
        if words:
            yield words if len(words) <= MOST_WORDS else f"{words[:MOST_WORDS]}…"
