"""What two editors do not agree on, as it is put to the one who chooses: in words, with what each changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from documents import diff
from documents.comparison.prose import folded
from documents.desk import meeting
from documents.desk.merging import MINE, ORDER, ROW, THEIRS, Difference, Merge
from documents.desk.overtaking import words_of
from documents.diff import Segment
from documents.models import Document
from documents.models.footnote import FIXED_OWNERS
from documents.snapshot import Name

WITHOUT = {"key", "media_type", "width", "height"}
OWNING = ("texts", "editorial_texts", "footnotes")
# What tells a row from its neighbours, the best first.
TELLING = (
    "name_as_signed",
    "as_written",
    "label",
    "number",
    "words",
    "content",
    "date_as_written",
    "date_edtf",
    "described",
    "as_printed",
    "name",
    "value",
    "leaves",
    "address",
    "topic",
    "person",
    "body",
    "collection",
    "repository",
    "target",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One field of one answer: what it said in the beginning, and what became of it."""

    label: str
    segments: tuple[Segment, ...]
    language: str
    direction: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What stands there if this one is chosen. `note` says what has no words of its own."""

    value: str
    title: str
    lines: tuple[Line, ...]
    note: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Question:
    """One difference with both answers, and what lies between the two by words."""

    difference: Difference
    where: str
    answers: tuple[Answer, ...]
    between: tuple[Line, ...]

    @property
    def is_open(self) -> bool:
        """Whether nobody has chosen yet."""
        return not any(each.chosen for each in self.answers)


@dataclass(slots=True)
class _Asking:
    model: Any
    merged: Merge
    names: dict[str, Name]
    titles: tuple[str, str]

    def question(self, each: Difference) -> Question:
        return Question(each, self.where(each), tuple(self.answers(each)), tuple(self.between(each)))

    def answers(self, each: Difference) -> Iterator[Answer]:
        mine, theirs = self.titles
        for value, title, now in ((MINE, mine, each.mine), (THEIRS, theirs, each.theirs)):
            chosen = self.merged.choices.get(each.name) == value
            yield Answer(value, title, tuple(self.lines(each, each.base, now)), self.note(each, now), chosen)

    def between(self, each: Difference) -> Iterator[Line]:
        if each.is_conflict and each.field not in (ORDER, ROW):
            yield from self.lines(each, each.mine, each.theirs)

    def where(self, each: Difference) -> str:
        if not each.part:
            return _label(self.model, each.field)
        model = self.part(each.part)
        if each.field == ORDER:
            return f"{model._meta.verbose_name_plural}: their order".capitalize()
        number = self.number(each)
        noun = f"{model._meta.verbose_name} {number}".strip().capitalize()
        return noun if each.field == ROW else f"{noun}: {_label(model, each.field)}"

    def part(self, name: str) -> Any:
        return dict(zip(self.model.parts, self.model.part_models(), strict=True))[name]

    def number(self, each: Difference) -> str:
        """The row's place in the result, "" if it has none."""
        keys = [row["key"] for row in self.merged.document[each.part]]
        return str(keys.index(each.key) + 1) if each.key in keys else ""

    def lines(self, each: Difference, old: Any, new: Any) -> Iterator[Line]:
        """Each field that changed from the old to the new, by words."""
        if each.field == ORDER or new is None:
            return
        model = self.part(each.part) if each.part else self.model
        row = {**(old or {}), **new}
        shown = row if each.field == ROW else each.fields
        for name in shown:
            before, after = (self.words(model, name, side or {}) for side in (old, new))
            if (
                name not in WITHOUT
                and (before or after)
                and not (each.field == ROW and before == after and old)
            ):
                segments = folded(diff.words(before, after))
                yield Line(
                    _label(model, name),
                    segments,
                    row.get("language") or "und",
                    row.get("direction") or "auto",
                )

    def note(self, each: Difference, now: Any) -> str:
        if each.field != ORDER:
            return _note(each, now)
        rows = {row["key"]: row for row in self.merged.document[each.part]}
        return "; ".join(_title(rows[key]) for key in now)

    def words(self, model: Any, name: str, row: dict[str, Any]) -> str:
        if name == "owner":
            return self.owner(row.get(name) or "")
        return words_of(model._meta.get_field(name), row.get(name), self.names)

    def owner(self, key: str) -> str:
        """The row to which a note or a reference belongs, in words."""
        for part in OWNING:
            for number, row in enumerate(self.merged.document[part], start=1):
                if row["key"] == key:
                    return f"{self.part(part)._meta.verbose_name} {number}"
        return FIXED_OWNERS.get(key, key)


def questions(merged: Merge, titles: tuple[str, str], kind: str = Document.kind) -> list[Question]:
    """The differences of a merge in words, in the order of the parts. `titles` name the two sides."""
    asking = _Asking(meeting.model_of(kind), merged, meeting.names_in(kind, merged.differences), titles)
    return [asking.question(each) for each in merged.differences]


def _title(row: dict[str, Any]) -> str:
    """The first words of a row, by which an editor knows it."""
    first = next((row[name] for name in TELLING if row.get(name)), "")
    return " ".join(str(first).split()[:6]) or "(without words)"


def _note(each: Difference, now: Any) -> str:
    if now is None:
        return "deleted" if each.base is not None else "not there"
    if each.field == ROW:
        return "new" if each.base is None else ("changed" if now != each.base else "kept as it was")
    return "as it was" if now == each.base else ""


def _label(model: Any, name: str) -> str:
    return str(model._meta.get_field(name).verbose_name)
