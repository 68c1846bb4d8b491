"""A comparison ready to print: each change has its anchor, its words their language, long sameness is folded.

    context["comparison"] = compared.shown(comparison, view)      # view: INLINE or SIDE

`templates/comparison/_comparison.html` loops over what is made here; readers' pages and the desk share it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import count, groupby

from documents import comparison as differences
from documents.comparison import ADDED, MOVED, REMOVED, Aligned, Change, Comparison, Group, RowChange
from documents.diff import Segment
from documents.reading import languages

INLINE, SIDE = "inline", "side"
VIEWS = {INLINE: "in one column", SIDE: "side by side"}
# So many words of unchanged paragraphs are folded when two texts stand side by side.
MANY_WORDS = 50


@dataclass(frozen=True, slots=True)
class Wording:
    """In which language words are, for `lang` and `dir`; words of the software have neither."""

    language: str
    direction: str
    is_source: bool = False

    @property
    def is_of_the_source(self) -> bool:
        """Whether to say which language it is; of the source also where that is not known."""
        return self.is_source or bool(self.language)

    @property
    def lang(self) -> str:
        return languages.tag(self.language)


@dataclass(frozen=True, slots=True)
class Passage:
    """Paragraphs side by side, either all changed or all unchanged and so long that they are folded."""

    pairs: tuple[Aligned, ...]
    is_folded: bool
    words: int


@dataclass(frozen=True, slots=True)
class Shown:
    """One field that differs, with the anchor at which it stands."""

    anchor: str
    label: str
    before: str
    after: str
    wording: Wording
    segments: tuple[Segment, ...] = ()
    passages: tuple[Passage, ...] = ()
    way_back: str = ""


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row that was added, removed, moved or changed; `happened` says so in words."""

    anchor: str
    noun: str
    title: str
    kind: str
    happened: str
    wording: Wording
    fields: tuple[Shown, ...]
    way_back: str = ""


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A section of the form in which something differs."""

    name: str
    title: str
    fields: tuple[Shown, ...]
    rows: tuple[ShownRow, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """What the template loops over, and the list of all anchors with what stands there."""

    view: str
    groups: tuple[ShownGroup, ...]
    places: tuple[tuple[str, str], ...]

    def __bool__(self) -> bool:
        return bool(self.groups)


WayBack = Callable[[str, str, str], str]


@dataclass(frozen=True, slots=True)
class Pen:
    """With what a comparison is written: the view, the anchors in their order, the ways back."""

    view: str
    anchors: Iterator[str]
    way_back: WayBack


def view_named(asked: str) -> str:
    """The view that an address asks for; one column where it asks for none that there is."""
    return asked if asked in VIEWS else INLINE


def shown(comparison: Comparison, view: str = INLINE, way_back: WayBack | None = None) -> Compared:
    """The comparison as the template prints it.

    `way_back` gives the address at which a field (part, key, field) is brought back as it was before.
    """
    pen = Pen(view, (f"change-{number}" for number in count(1)), way_back or (lambda part, key, field: ""))
    groups = tuple(_group(group, pen) for group in comparison.groups)
    return Compared(view, groups, tuple(_places(groups)))


def _group(group: Group, pen: Pen) -> ShownGroup:
    fields = tuple(_field(change, pen) for change in group.fields)
    rows = tuple(_row(row, pen) for row in group.rows)
    return ShownGroup(group.name, group.title, fields, rows)


def _row(row: RowChange, pen: Pen) -> ShownRow:
    anchor = next(pen.anchors)
    # Of a row with a single change the row is brought back, once.
    stands = row.kind not in (ADDED, REMOVED) and len(row.fields) > 1
    fields = tuple(_field(change, pen, row.part, row.key, stands=stands) for change in row.fields)
    wording = Wording(row.language, languages.direction_of(row.language), is_source=True)
    back = "" if row.kind == MOVED else pen.way_back(row.part, row.key, "")
    return ShownRow(anchor, row.noun, row.title, row.kind, happened(row), wording, fields, back)


def _field(change: Change, pen: Pen, part: str = "", key: str = "", *, stands: bool = True) -> Shown:
    wording = Wording(change.language, change.direction, change.is_source)
    fixed = (next(pen.anchors), change.label, change.before, change.after, wording)
    back = pen.way_back(part, key, change.name) if stands else ""
    if not change.is_prose:
        return Shown(*fixed, way_back=back)
    if pen.view == SIDE:
        passages = tuple(_passages(differences.aligned(change.segments)))
        return Shown(*fixed, passages=passages, way_back=back)
    return Shown(*fixed, segments=differences.folded(change.segments), way_back=back)


def _passages(pairs: Iterable[Aligned]) -> Iterator[Passage]:
    for is_changed, run in groupby(pairs, key=lambda pair: pair.is_changed):
        together = tuple(run)
        words = sum(len(segment.text.split()) for pair in together for segment in pair.after)
        yield Passage(together, not is_changed and words > MANY_WORDS, words)


def happened(row: RowChange) -> str:
    """What happened to a row, such as "moved from 3rd to 1st place"."""
    if row.kind == ADDED:
        return f"added in {ordinal(row.is_at)} place" if row.is_at else "added"
    if row.kind == REMOVED:
        return f"removed from {ordinal(row.was_at)} place" if row.was_at else "removed"
    if not (row.has_moved and row.was_at and row.is_at):
        return "moved" if row.kind == MOVED else "changed"
    moved = f"moved from {ordinal(row.was_at)} to {ordinal(row.is_at)} place"
    if row.was_at == row.is_at:
        moved = "moved: others stand around it now"
    return moved if row.kind == MOVED else f"changed and {moved}"


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th, 21st."""
    last = 0 if number % 100 in (11, 12, 13) else number % 10
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(last, 'th') }"


def _places(groups: Iterable[ShownGroup]) -> Iterator[tuple[str, str]]:
    for group in groups:
        for field in group.fields:
            yield field.anchor, field.label
        for row in group.rows:
            yield row.anchor, f"{row.noun} {row.title}: {row.happened}".strip()
