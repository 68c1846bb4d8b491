"""A line of our markup as it is written piece by piece: words taken literally, and the marks among them."""

import re
import unicodedata

from documents.markup import escape

# No XML can hold these two characters, so nobody's words can be taken for them.
EMPHASIS_BEGINS, EMPHASIS_ENDS = "\x01", "\x02"

# A line end of the file beside a tag: a blank between words, but nothing before a comma or within brackets.
_LAYOUT = "\x03"

_BLANK = " \t\r\n"
_RUN = re.compile(r"[ \n\x03]{2,}")
_NO_BLANK = re.compile(
    r"(?<=[(\[“‘])((?:\[\[\w+:@[^|\]]+\||[\x01\x02])*)\x03+|\x03+((?:\]\]|[\x01\x02])*)(?=\\?[,.;:)\]!?’”])"
)
_BLANK_INWARDS = re.compile(r"(\x01+)([ \n\x03])")
_BLANK_OUTWARDS = re.compile(r"([ \n\x03])(\x02+)")
_EMPTY = re.compile(r"\x01\x02")
_MARK = re.compile(r"([^\x01]?)\x01([^\x01\x02]*)\x02(?=(.?))", re.DOTALL)
_LINE_START = re.compile(r"^(?=[#>])", re.MULTILINE)
_ANCHOR = re.compile(r"(?<!\\)\[\^[^\[\]]+\]")
_UNLABELLED = re.compile(r"[\[\]|]")


class Line:
    """Words and marks of one paragraph. `written()` gives it in the markup, line breaks as line ends.

    `mention` is the mark of the mention that is open, `enclosed` counts brackets and emphasis begun in it.
    """

    __slots__ = ("_held", "_pieces", "_said", "emphasised", "enclosed", "mention")

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._held: list[str] = []
        self._said = False
        self.emphasised = False
        self.enclosed = 0
        self.mention = ""

    def __bool__(self) -> bool:
        return self._said

    def words(self, text: str) -> None:
        """Words of the source; every character is taken literally, blanks are one space."""
        self.mark(escape(blanks(text)))

    def mark(self, mark: str) -> None:
        """Something already in the markup."""
        self._pieces.append(mark)
        self._said = self._said or bool(mark.strip(" \n\x03"))

    def page(self, mark: str, *, apart: bool) -> None:
        """A page break; `apart` from the word before it, unless it divides a word."""
        if self.mention:
            self._held.append(mark)
            self._pieces.append(" " if apart else "")
            return
        if apart and self._pieces and not self._pieces[-1].endswith((" ", "\n", _LAYOUT)):
            self._pieces.append(" ")
        self.mark(mark)

    def anchor(self, mark: str) -> None:
        """The anchor of a note; one in a mention stands behind it."""
        (self._held if self.mention else self._pieces).append(mark)
        self._said = True

    def open_mention(self, mark: str) -> None:
        self.mention = mark
        self.mark(mark)

    def close_mention(self) -> None:
        """Ends the mention; one without words, or of signs only, is none."""
        self.mention = ""
        opened = next(n for n in range(len(self._pieces) - 1, -1, -1) if self._pieces[n].startswith("[["))
        inner = "".join(self._pieces[opened + 1 :])
        if not any(sign.isalnum() or sign == "[" for sign in inner):
            del self._pieces[opened]
        else:
            before = inner[: len(inner) - len(inner.lstrip(" \n\x03"))]
            after = inner[len(inner.rstrip(" \n\x03")) :]
            self._pieces[opened:] = [before, self._pieces[opened], inner.strip(" \n\x03"), "]]", after]
        self._pieces += self._held
        self._held = []

    def written(self) -> str:
        """The paragraph in the markup; blanks run together, emphasis stands at the boundaries of words."""
        text = _run_together("".join(self._pieces))
        if EMPHASIS_BEGINS in text:
            text = _BLANK_OUTWARDS.sub(r"\2\1", _BLANK_INWARDS.sub(r"\2\1", text))
            text = settled(_run_together(text))
            text = _MARK.sub(_emphasis, _EMPTY.sub("", text))
            text = text.replace(EMPHASIS_BEGINS, "").replace(EMPHASIS_ENDS, "")
        text = _run_together(settled(text)).strip(" \n")
        if "#" in text or ">" in text:
            text = _LINE_START.sub(r"\\", text)
        return text if text.isascii() else unicodedata.normalize("NFC", text)


def _run_together(text: str) -> str:
    if "  " in text or "\n" in text or _LAYOUT in text:
        return _RUN.sub(_one_blank, text)
    return text


def _one_blank(run: re.Match[str]) -> str:
    """A line end of the source outweighs a space, and a space the layout of the file."""
    return next(blank for blank in ("\n", " ", _LAYOUT) if blank in run[0])


def blanks(text: str) -> str:
    """Words with one space for blanks, and the layout of the file at their ends marked for `settled`."""
    if "\n" not in text:
        return _one_space(text)
    words = text.strip(_BLANK)
    if not words:
        return _LAYOUT
    before, _, after = text.partition(words)
    lines = filter(None, [line.strip(_BLANK) for line in words.split("\n")])
    return _edge(before) + _one_space(" ".join(lines)) + _edge(after)


def _edge(blank: str) -> str:
    if "\n" in blank:
        return _LAYOUT
    return " " if blank else ""


def _one_space(text: str) -> str:
    """One space for every run of blanks; in long texts quicker than an expression that stops at each."""
    if "\t" in text or "\r" in text:
        text = text.replace("\t", " ").replace("\r", " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text


def settled(text: str) -> str:
    """The text without marks of layout: a space between words, nothing beside punctuation."""
    if _LAYOUT not in text:
        return text
    return _NO_BLANK.sub(r"\1\2", text).replace(_LAYOUT, " ")


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
