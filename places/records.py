"""Records and their parts: what everything with a history has in common, and how it is read as plain data."""

import datetime
import secrets
from collections.abc import Iterable, Mapping
from functools import cache, reduce
from operator import or_
from typing import Any, ClassVar, Self

from django.db import models
from simple_history.models import HistoricalRecords

from documents.snapshot import canonical, digest
from places import register
from places.revisions import Revisioned, current


def new_key() -> str:
    """Eight random characters by which a row of a part is known for ever."""
    return "".join(secrets.choice(register.ALPHABET) for _ in range(8))


class Revised(models.Model):
    """Something whose every save is a revision. `parts` names the relations that belong to it."""

    kind: ClassVar[str]
    parts: ClassVar[tuple[str, ...]] = ()
    derived: ClassVar[frozenset[str]] = frozenset()

    history = HistoricalRecords(bases=[Revisioned], inherit=True)

    class Meta:
        abstract = True

    def derive(self) -> None:
        """Sets the columns named in `derived`, which follow from the others; called before every save."""

    def save(self, *args: Any, **kwargs: Any) -> None:
        current()  # asked first: the history is written after the row, and the row would stay without one
        self.derive()
        super().save(*args, **kwargs)

    def revised(self) -> tuple[type, str]:
        """The record whose revision a save of this row is."""
        return type(self), self.pk

    @classmethod
    @cache
    def part_models(cls) -> tuple[type["Part"], ...]:
        return tuple(cls._meta.get_field(name).related_model for name in cls.parts)  # type: ignore[misc]  # a foreign key

    @classmethod
    def digest_of(cls, pk: str) -> str:
        """SHA-256 of the record with its parts as it stands now; of null once it is deleted."""
        return cls.digests_of([pk])[pk]

    @classmethod
    def digests_of(cls, pks: Iterable[str]) -> dict[str, str]:
        """The same of many records, by id: one query for each table."""
        wanted = list(pks)
        found = read_many(cls, wanted) if wanted else {}
        return {pk: digest(canonical(found.get(pk))) for pk in wanted}


class Record(Revised):
    """A record with a public id, which is its primary key and its address for ever."""

    public_id = models.CharField("public id", max_length=register.LENGTH, primary_key=True, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.public_id:
            self.public_id = register.draw(self.kind)
        elif self._state.adding:
            register.enter(self.public_id, self.kind)
        super().save(*args, **kwargs)


class Part(models.Model):
    """An ordered row that belongs to a record. `owner_field` names the foreign key to it."""

    owner_field: ClassVar[str]
    derived: ClassVar[frozenset[str]] = frozenset()
    # Columns that came when rows had been digested already: told only where they say something.
    later: ClassVar[frozenset[str]] = frozenset()

    key = models.CharField(max_length=8, default=new_key, editable=False)
    position = models.PositiveIntegerField(default=0)

    history = HistoricalRecords(bases=[Revisioned], inherit=True)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def derive(self) -> None:
        """Sets the columns named in `derived`, which follow from the others; called before every save."""

    def save(self, *args: Any, **kwargs: Any) -> None:
        current()  # asked first: the history is written after the row, and the row would stay without one
        self.derive()
        super().save(*args, **kwargs)

    def revised(self) -> tuple[type, str]:
        """The record whose revision a save of this row is."""
        field = self._meta.get_field(self.owner_field)
        return field.related_model, getattr(self, field.attname)  # type: ignore[union-attr, return-value]  # a foreign key


@cache
def state_fields(model: Any) -> tuple[Any, ...]:
    """The columns of what a row says: without row id, owner, position and what is derived."""
    skip = {"id", "position", getattr(model, "owner_field", ""), *model.derived}
    return tuple(f for f in model._meta.concrete_fields if f.name not in skip)


@cache
def past_of(model: Any) -> Any:
    """The table of the history. `model.history` makes a manager whenever it is asked, which takes long."""
    return model.history.model


def row_data(row: Any) -> dict[str, Any]:
    """One row, of today or of the history, as plain data: foreign keys as ids, days in ISO 8601."""
    model: Any = getattr(row, "instance_type", row.__class__)
    data = {name: _plain(getattr(row, column)) for name, column in _named_columns(model)}
    for name in getattr(model, "later", ()):
        if not data[name]:
            del data[name]
    return data


@cache
def _named_columns(model: Any) -> tuple[tuple[str, str], ...]:
    return tuple((f.name, f.attname) for f in state_fields(model))


def _plain(value: Any) -> Any:
    if value is None or type(value) is str:
        return value
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, str | int | list | dict):
        return value
    return str(value)


def read(model: Any, pk: str, at: int | None = None) -> dict[str, Any] | None:
    """A record with its parts as plain data, today or as revision `at` left it; None if there is none."""
    found = _rows(model, {model._meta.pk.name: pk}, at)
    if not found:
        return None
    data = row_data(found[0])
    for name, part in zip(model.parts, model.part_models(), strict=True):
        data[name] = [row_data(row) for row in _rows(part, {f"{part.owner_field}_id": pk}, at)]
    return data


def read_many(model: Any, pks: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Records with their parts as they are today, by id: one query for each table, however many there are."""
    found = {row.pk: row_data(row) for row in model.objects.filter(pk__in=list(pks))}
    if not found:
        return found
    for name, part in zip(model.parts, model.part_models(), strict=True):
        for data in found.values():
            data[name] = []
        for row in part.objects.filter(**{f"{part.owner_field}__in": list(found)}):
            found[getattr(row, f"{part.owner_field}_id")][name].append(row_data(row))
    return found


def read_many_at(model: Any, revisions: Mapping[str, int]) -> dict[str, dict[str, Any]]:
    """Records with their parts as those revisions left them, id → number: one query for each table."""
    found = {_identity(row): row_data(row) for row in _rows_at(model, model._meta.pk.name, revisions)}
    for name, part in zip(model.parts, model.part_models(), strict=True):
        owner = f"{part.owner_field}_id"
        for data in found.values():
            data[name] = []
        for row in _rows_at(part, owner, {pk: revisions[pk] for pk in found}):
            found[getattr(row, owner)][name].append(row_data(row))
    return found


def _rows_at(model: Any, owner: str, revisions: Mapping[str, int]) -> list[Any]:
    each = [models.Q(**{owner: pk, "revision__number__lte": number}) for pk, number in revisions.items()]
    if not each:
        return []
    return _last_states(model, past_of(model).objects.filter(reduce(or_, each)))


def _rows(model: Any, where: dict[str, str], at: int | None) -> list[Any]:
    if at is None:
        return list(model.objects.filter(**where))
    return _last_states(model, past_of(model).objects.filter(**where, revision__number__lte=at))


def _last_states(model: Any, past: models.QuerySet) -> list[Any]:
    """Of each row the last state only: a long history of long texts is not read to show one of them."""
    last = (
        past.order_by().values(model._meta.pk.attname).annotate(last=models.Max("history_id")).values("last")
    )
    standing = past_of(model).objects.order_by().filter(history_id__in=last).exclude(history_type="-")
    return sorted(standing, key=lambda row: (getattr(row, "position", 0), _identity(row)))


def _identity(row: Any) -> Any:
    return getattr(row, row.instance_type._meta.pk.attname)


class RecordQuerySet(models.QuerySet):
    """Verbs of every kind of record."""

    def in_use(self) -> Self:
        """Records that editors may still choose: neither set aside nor merged into another."""
        return self.filter(set_aside=False, merged_into=None)
