"""Where every character of a pasted text goes: into a field, read as a sign, white space, or nowhere yet."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum


class Use(StrEnum):
    """What becomes of a stretch of the pasted text."""

    WORDS = "words"  # it stands in its field word for word
    SIGN = "sign"  # it said what the words beside it are: “Publ. in the collection:”
    SPACE = "space"  # white space between the pieces
    LEFT = "left"  # not placed: the editor decides


@dataclass(frozen=True, slots=True)
class Span:
    """The characters from `start` up to `end`, and their field: "signatories-0-name_as_signed"."""

    start: int
    end: int
    field: str = ""
    use: Use = Use.WORDS

    def moved(self, by: int) -> "Span":
        """The same stretch in a text in which this one begins `by` characters later."""
        return replace(self, start=self.start + by, end=self.end + by)


def account(text: str, placed: Iterable[Span]) -> tuple[Span, ...]:
    """Every character of the text in exactly one span, in order; what is not `placed` is left, or space.

    Raises ValueError if two of the placed spans overlap or one lies outside the text: a fault of a grammar.
    """
    found: list[Span] = []
    at = 0
    for span in sorted((each for each in placed if each.start < each.end), key=lambda each: each.start):
        if span.start < at or span.end > len(text):
            raise ValueError(f"Characters {span.start} to {span.end} have two places, or none.")
        found += [*_between(text, at, span.start), span]
        at = span.end
    return (*found, *_between(text, at, len(text)))


def _between(text: str, start: int, end: int) -> list[Span]:
    """What nobody placed: its words are left, the white space around them is white space."""
    words = text[start:end].strip()
    if not words:
        return [Span(start, end, use=Use.SPACE)] if start < end else []
    first = text.index(words, start)
    last = first + len(words)
    around = (
        Span(start, first, use=Use.SPACE),
        Span(first, last, use=Use.LEFT),
        Span(last, end, use=Use.SPACE),
    )
    return [span for span in around if span.start < span.end]


def with_signs(text: str, start: int, end: int, placed: Iterable[Span], field: str) -> list[Span]:
    """The placed spans, with the punctuation from `start` up to `end` as signs of `field`; words stay out."""
    found: list[Span] = []
    for span in [*sorted(placed, key=lambda each: each.start), Span(end, end)]:
        words = text[start : span.start]
        if words.strip() and not any(each.isalnum() for each in words):
            found.append(Span(start, span.start, field, Use.SIGN))
        found.append(span)
        start = span.end
    return found[:-1]


def filled_up(start: int, end: int, placed: Iterable[Span], field: str, use: Use = Use.WORDS) -> list[Span]:
    """The placed spans, with everything else from `start` up to `end` in `field`."""
    found: list[Span] = []
    for span in sorted(placed, key=lambda each: each.start):
        found += [Span(start, span.start, field, use), span]
        start = span.end
    return [span for span in (*found, Span(start, end, field, use)) if span.start < span.end]
