"""Words of the source or of editors, ready to print. The only place where HTML is marked as safe."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.utils.safestring import SafeString, mark_safe

from documents import markup
from documents.markup import Block, NoteTarget
from documents.reading import languages

Notes = Mapping[tuple[str, int], NoteTarget]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A line without markup, such as a name or a title, in its language.

    `turns` are its words with whether they are looked for; none if nothing is. `match_id` is its id on the
    page if a link from the results leads here.
    """

    text: str
    lang: str = ""
    dir: str = "ltr"
    turns: tuple[tuple[str, bool], ...] = ()
    match_id: str = ""

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True, slots=True)
class Wording:
    """A passage in the markup of docs/markup.md, in its language, with its notes and links.

    `sought` tells which of its words are looked for; `match_id` is the id of the first of them if a link from
    the results leads here.
    """

    blocks: tuple[Block, ...] = ()
    lang: str = ""
    dir: str = "ltr"
    notes: Notes = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    prefix: str = ""
    sought: markup.Sought | None = None
    match_id: str = ""

    def __bool__(self) -> bool:
        return bool(self.blocks)

    def html(self) -> SafeString:
        """The passage as HTML. `markup.html` escapes every character and makes only its own few tags."""
        written = markup.html(
            self.blocks,
            links=self.links,
            notes=self.notes,
            prefix=self.prefix,
            sought=self.sought,
            match_id=self.match_id,
        )
        return mark_safe(written)  # noqa: S308 - the tested renderer of the markup

    def plain(self) -> str:
        """The passage as plain text, with the labels of its notes."""
        return markup.plain(self.blocks, notes=True)

    def backlinks(self) -> dict[str, list[str]]:
        """For the id of each note the ids of the places that point to it."""
        return markup.backlinks(self.blocks, self.notes)

    def has_supplied_words(self) -> bool:
        """Whether words of another hand stand in square brackets here."""
        return any(isinstance(inline, markup.Supplied) for inline in markup.walk(self.blocks))


def phrase(text: str, language: str) -> Phrase:
    """A line of text in a language (BCP 47)."""
    return Phrase(text, languages.tag(language), languages.direction_of(language))


def wording(passage: str, language: str) -> Wording:
    """A passage in the markup that stands alone, without notes and links."""
    return Wording(markup.parse(passage), languages.tag(language), languages.direction_of(language))


def any_supplied(wordings: Collection[Wording]) -> bool:
    """Whether any passage holds words supplied by another hand."""
    return any(each.has_supplied_words() for each in wordings)
