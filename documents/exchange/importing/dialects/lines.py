"""A line of our markup as it is written piece by piece: words taken literally, and the marks among them."""

import re
import unicodedata

from documents.markup import escape

# No XML can hold these two characters, so nobody's words can be taken for them.
EMPHASIS_BEGINS, EMPHASIS_ENDS = "\x01", "\x02"

_BLANKS = re.compile(r"[ \t\r\n\x0b\x0c\x85\u2028\u2029]+")
_SPACES_INWARDS = re.compile(r"(\x01+)([ \n]+)")
_SPACES_OUTWARDS = re.compile(r"([ \n]+)(\x02+)")
_SPACES = re.compile(r" {2,}")
_ENDS = re.compile(r" *\n[ \n]*")
_EMPTY = re.compile(r"\x01\x02")
_MARK = re.compile(r"([^\x01]?)\x01([^\x01\x02]*)\x02(?=(.?))", re.DOTALL)
_LINE_START = re.compile(r"^(?=[#>])", re.MULTILINE)
_ANCHOR = re.compile(r"(?<!\\)\[\^[^\[\]]+\]")
_UNLABELLED = re.compile(r"[\[\]|]")


class Line:
    """Words and marks of one paragraph. `written()` gives it in the markup, line breaks as line ends."""

    __slots__ = ("_held", "_pieces", "emphasised", "mention")

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._held: list[str] = []
        self.emphasised = False
        self.mention = ""

    def __bool__(self) -> bool:
        return any(piece and not piece.isspace() for piece in self._pieces)

    def words(self, text: str) -> None:
        """Words of the source; every character is taken literally, blanks are one space."""
        self._pieces.append(escape(_BLANKS.sub(" ", text)))

    def mark(self, mark: str) -> None:
        """Something already in the markup."""
        self._pieces.append(mark)

    def page(self, mark: str, *, apart: bool) -> None:
        """A page break; `apart` from the word before it, unless it divides a word."""
        if self.mention:
            self._held.append(mark)
            self._pieces.append(" " if apart else "")
            return
        if apart and self._pieces and not self._pieces[-1].endswith((" ", "\n")):
            self._pieces.append(" ")
        self._pieces.append(mark)

    def anchor(self, mark: str) -> None:
        """The anchor of a note; one in a mention stands behind it."""
        (self._held if self.mention else self._pieces).append(mark)

    def open_mention(self, mark: str) -> None:
        self.mention = mark
        self._pieces.append(mark)

    def close_mention(self) -> None:
        """Ends the mention; one without words is none."""
        self.mention = ""
        opened = next(n for n in range(len(self._pieces) - 1, -1, -1) if self._pieces[n].startswith("[["))
        inner = "".join(self._pieces[opened + 1 :])
        bare = inner.strip(" \n\x01\x02")
        if not bare:
            del self._pieces[opened]
        else:
            before = inner[: len(inner) - len(inner.lstrip(" \n"))]
            after = inner[len(inner.rstrip(" \n")) :]
            self._pieces[opened:] = [before, self._pieces[opened], inner.strip(" \n"), "]]", after]
        self._pieces += self._held
        self._held = []

    def written(self) -> str:
        text = "".join(self._pieces)
        if EMPHASIS_BEGINS in text:
            text = _SPACES_INWARDS.sub(r"\2\1", text)
            text = _SPACES_OUTWARDS.sub(r"\2\1", text)
            text = _EMPTY.sub("", text)
            text = _MARK.sub(_emphasis, text)
            text = text.replace(EMPHASIS_BEGINS, "").replace(EMPHASIS_ENDS, "")
        if "\n" in text:
            text = _ENDS.sub("\n", text)
        if "  " in text:
            text = _SPACES.sub(" ", text)
        text = text.strip(" \n")
        if "#" in text or ">" in text:
            text = _LINE_START.sub(r"\\", text)
        return text if text.isascii() else unicodedata.normalize("NFC", text)


def _emphasis(found: re.Match[str]) -> str:
    """Underscores where they can be read as marks: at the boundaries of words."""
    before, words, after = found[1], found[2], found[3]
    if not words or _in_word(before) or _in_word(after):
        return before + words
    return f"{before}_{words}_"


def _in_word(character: str) -> bool:
    return bool(character) and (
        character.isalnum() or character == "_" or unicodedata.category(character)[0] == "M"
    )


def anchored(text: str) -> bool:
    """Whether the anchor of a note stands in a text."""
    return bool(_ANCHOR.search(text))


def label_of(printed: str, longest: int = 40) -> str:
    """A label of a page, an item or a note as our marks can hold it; "" where it cannot be one."""
    label = _UNLABELLED.sub("", " ".join(printed.split())).strip()
    return label if len(label) <= longest else ""
