"""What somebody else saved while a form was open: field by field, and row by row by its key."""

from collections.abc import Iterator
from typing import Any

from documents import history
from documents.models import Document
from documents.snapshot import AUTHORITIES, PARTS, Name

LONGEST, BEFORE = 300, 60
Said = tuple[str, str]


def saved_since(document: str, base: int) -> list[Said]:
    """(Where, what it says now) wherever the desk differs from the document's revision `base`."""
    now, then = history.snapshot(document), history.snapshot(document, at=base)
    if now is None:
        return []
    after = now.to_data()["document"]
    before = then.to_data()["document"] if then else {}
    found = list(_fields(Document, before, after, now.names))
    for part, model in zip(PARTS, Document.part_models(), strict=True):
        found += _rows(model, before.get(part, []), after.get(part, []), now.names)
    return found


def _rows(model: Any, before: list[Any], after: list[Any], names: dict[str, Name]) -> Iterator[Said]:
    noun = str(model._meta.verbose_name).capitalize()
    old = {row["key"]: row for row in before}
    for number, row in enumerate(after, start=1):
        where = f"{noun} {number}"
        known = row["key"] in old
        for label, words in _fields(model, old.get(row["key"], {}), row, names):
            if known or words:
                yield f"{where}{'' if known else ' (new)'}, {label}", words
    standing = {row["key"] for row in after}
    for number, row in enumerate(before, start=1):
        if row["key"] not in standing:
            yield f"{noun} {number} of before", "deleted"
    common = [row["key"] for row in after if row["key"] in old]
    if common != [key for key in old if key in standing]:
        yield str(model._meta.verbose_name_plural).capitalize(), "stand in another order"


def _fields(
    model: Any, before: dict[str, Any], after: dict[str, Any], names: dict[str, Name]
) -> Iterator[Said]:
    for field in model._meta.concrete_fields:
        old, new = before.get(field.name), after.get(field.name)
        if field.name not in (*PARTS, "key", model._meta.pk.name) and (old or "") != (new or ""):
            yield (
                str(field.verbose_name),
                _shortened(words_of(field, old, names), words_of(field, new, names)),
            )


def words_of(field: Any, value: Any, names: dict[str, Name]) -> str:
    """What a value of the snapshot is called: the labels of records and choices instead of their ids."""
    if field.is_relation and value:
        kind = field.related_model.kind
        name = names.get(value if kind in AUTHORITIES else f"{kind}:{value}")
        return name.label if name else str(value)
    if isinstance(value, list):
        return " / ".join(" ".join(map(str, step.values())) for step in value)
    return str(dict(field.flatchoices).get(value, value or ""))


def _shortened(old: str, new: str) -> str:
    """Long words as far as they are around the first change."""
    if len(new) <= LONGEST:
        return new
    pairs = enumerate(zip(old, new, strict=False))
    change = next((place for place, (a, b) in pairs if a != b), min(len(old), len(new)))
    start = max(0, change - BEFORE)
    end = start + LONGEST
    return f"{'…' if start else ''}{new[start:end]}{'…' if end < len(new) else ''}"
