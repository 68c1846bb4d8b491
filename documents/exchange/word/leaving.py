"""What a Word file holds that does not become text: told by name and number, nothing is lost unseen."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from documents.exchange.importing.xml import parse
from documents.exchange.word.safety import MAIN
from documents.exchange.word.words import local, words_of

# Element, without its namespace → what it is called if there is one of it, and if there are several.
LEFT = {
    "del": ("deletion that was tracked is left out", "deletions that were tracked are left out"),
    "ins": (
        "insertion that was tracked is taken as text",
        "insertions that were tracked are taken as text",
    ),
    "moveFrom": (
        "moved passage stands at its new place only",
        "moved passages stand at their new places only",
    ),
    "drawing": ("image or drawing is left out", "images or drawings are left out"),
    "pict": (
        "image or drawing of the older kind is left out",
        "images or drawings of the older kind are left out",
    ),
    "object": ("embedded object is left out", "embedded objects are left out"),
    "oMath": ("formula is left out", "formulas are left out"),
}


def told(parts: dict[str, bytes]) -> tuple[str, ...]:
    """Sentences: how many of what, the words of comments, of page heads and of page feet."""
    counts: Counter[str] = Counter()
    sentences: list[str] = []
    for name, part in sorted(parts.items()):
        if not name.startswith("word/") or name.endswith(".rels"):
            continue
        root = parse(part, name)
        if name == MAIN or "notes" in name:
            counts.update(local(element) for element in root.iter(*(f"{{*}}{name}" for name in LEFT)))
            sentences += [f"A text box is left out: “{words}”." for words in _boxes(root)]
        elif name == "word/comments.xml":
            sentences += [f"A comment is left out: “{words}”." for words in _words(root, "comment")]
        elif name.startswith(("word/header", "word/footer")):
            where = "head" if name.startswith("word/header") else "foot"
            sentences += [f"The {where} of the page is left out: “{words}”." for words in _words(root, "")]
    numbers = [f"{n} {LEFT[tag][n > 1]}." for tag, n in counts.items()]
    return (*numbers, *sentences)


def _words(root: Any, element: str) -> Iterator[str]:
    for each in root.iter(f"{{*}}{element}") if element else [root]:
        if words := words_of(each):
            yield words


def _boxes(root: Any) -> Iterator[str]:
    """The words of text boxes in drawings; not of those of which Word wrote a second form, which is read."""
    for box in root.iterfind(".//{*}drawing//{*}txbxContent"):
        around = {local(each) for each in box.iterancestors()}
        if "Choice" not in around and (words := words_of(box)):
            yield words
