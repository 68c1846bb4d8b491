"""Revisions: the saves of a record with all its parts, tied together.

`with revision(user, reason):` is one transaction and one act. Each record touched inside gets one Revision,
to which the history rows of the record and its parts point. A save that changes nothing leaves none, and
nothing that has a history can be saved outside such a block.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.dispatch import Signal, receiver
from simple_history.signals import pre_create_historical_record

from places.inserting import insert

# So many records are digested together.
AT_ONCE = 100
BY_NUMBER = ("record", "number", "digest")

# Sent once by a block that leaves revisions behind, as its last act before the commit: sender = Block,
# revisions = a list of them.
made = Signal()


class OutsideRevision(RuntimeError):
    """Something with a history was saved outside `with revision(user, reason):`."""


class Revision(models.Model):
    """One save of one record: who, when, why, based on which revision, and the digest of what it left."""

    batch = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=30)
    record = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    moment = models.DateTimeField(auto_now_add=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    reason = models.TextField(blank=True)
    base = models.PositiveIntegerField(null=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        db_table = "revision"
        ordering = ["kind", "record", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "record", "number"], name="revision_number"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="revision_number_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.record}, revision {self.number}"


class Revisioned(models.Model):
    """The column that every history table has."""

    revision = models.ForeignKey(Revision, models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True


def latest(kind: str, record: str) -> Revision | None:
    """The last revision of a record, or None."""
    return Revision.objects.filter(kind=kind, record=record).order_by("-number").first()


def lock(model: Any, record: str) -> bool:
    """Holds a record until the transaction ends; False if it is not there. Only inside a transaction."""
    return bool(model.objects.select_for_update().filter(pk=record).order_by().values_list("pk"))


@dataclass
class Block:
    """One act of saving: who and why, and the revisions it has opened, by (model, id).

    `entered` are those of records that were entered many at once, complete from the beginning.
    """

    user: Any = None
    reason: str = ""
    batch: uuid.UUID = field(default_factory=uuid.uuid4)
    opened: dict[tuple[Any, str], Revision] = field(default_factory=dict)
    entered: list[Revision] = field(default_factory=list)

    def enter(self, model: Any, digests: dict[str, str]) -> None:
        """Makes the first revisions of new records (id → digest) at once, for places/entering.py.

        Their own numbers stay in the database; nothing asks for them.
        """
        made = [
            Revision(
                batch=self.batch,
                kind=model.kind,
                record=record,
                number=1,
                user=self._author,
                reason=self.reason,
                digest=digest,
            )
            for record, digest in digests.items()
        ]
        insert(Revision, made)
        self.entered += made

    @property
    def _author(self) -> Any:
        return self.user if getattr(self.user, "is_authenticated", False) else None

    def revision_of(self, model: type, record: str) -> Revision:
        """The revision of a record in this block, opened at its first change, under the record's row lock."""
        if (model, record) not in self.opened:
            self.opened[model, record] = self._open(model, record)
        return self.opened[model, record]

    def _open(self, model: Any, record: str) -> Revision:
        # Two savers of one record wait for each other here, so that numbers cannot collide.
        lock(model, record)
        last = latest(model.kind, record)
        number = last.number if last else 0
        return Revision.objects.create(
            batch=self.batch,
            kind=model.kind,
            record=record,
            number=number + 1,
            user=self._author,
            reason=self.reason,
            base=number or None,
        )

    def close(self) -> None:
        """Digests what each record has become, and takes back the revisions of those that stayed the same."""
        by_model: dict[Any, list[Revision]] = {}
        for (model, _), revision in self.opened.items():
            by_model.setdefault(model, []).append(revision)
        for model, opened in by_model.items():
            for begin in range(0, len(opened), AT_ONCE):
                self._close(model, opened[begin : begin + AT_ONCE])
        if left := [*self.opened.values(), *self.entered]:
            made.send(sender=Block, revisions=left)

    def _close(self, model: Any, opened: list[Revision]) -> None:
        digests = model.digests_of([revision.record for revision in opened if not revision.digest])
        earlier = Revision.objects.filter(
            kind=model.kind,
            record__in=[revision.record for revision in opened],
            number__in={revision.number - 1 for revision in opened},
        )
        before = {(record, number): said for record, number, said in earlier.values_list(*BY_NUMBER)}
        left = []
        for revision in opened:
            revision.digest = revision.digest or digests[revision.record]
            if before.get((revision.record, revision.number - 1)) == revision.digest:
                self._take_back(model, revision.record, revision)
            else:
                left.append(revision)
        Revision.objects.bulk_update(left, ["digest"])

    def _take_back(self, model: Any, record: str, revision: Revision) -> None:
        for each in (model, *model.part_models()):
            each.history.filter(revision=revision).delete()
        for part in model.part_models():
            _to_their_places(part, record)
        revision.delete()
        del self.opened[model, record]


def _to_their_places(part: Any, record: str) -> None:
    """Puts rows whose places changed while their order stayed back to the places that their history tells.

    Else a row that comes between two of them later would stand elsewhere in the history than in the table.
    """
    owner = {f"{part.owner_field}_id": record}
    last = part.history.filter(**owner).order_by().values("id").annotate(last=models.Max("history_id"))
    told = part.history.filter(history_id__in=last.values("last")).values_list("id", "position")
    places = dict(told)
    for pk, position in part.objects.filter(**owner).values_list("pk", "position"):
        if places.get(pk, position) != position:
            part.objects.filter(pk=pk).update(position=places[pk])


_current: ContextVar[Block | None] = ContextVar("revision_block", default=None)


def current() -> Block:
    """The block we are in. Raises OutsideRevision."""
    if (block := _current.get()) is None:
        raise OutsideRevision(
            "Save this inside `with history.revision(user, reason):`, so that it has a history."
        )
    return block


def saving() -> bool:
    """Whether we are inside a block. Outside there is no transaction in which a lock could hold."""
    return _current.get() is not None


@contextmanager
def revision(user: Any = None, reason: str = "", batch: uuid.UUID | None = None) -> Iterator[Block]:
    """One transaction in which every record saved gets one revision. A block in a block is the outer one.

    `batch` ties it to other blocks of the same act, if it is too large for one transaction.
    """
    if (block := _current.get()) is not None:
        yield block
        return
    block = Block(user=user, reason=reason, batch=batch or uuid.uuid4())
    token = _current.set(block)
    try:
        with transaction.atomic():
            yield block
            block.close()
    finally:
        _current.reset(token)


@receiver(pre_create_historical_record)
def attach(sender: type, instance: Any, history_instance: Any, **kwargs: Any) -> None:
    """Points a new history row at the revision of the record it belongs to."""
    if issubclass(sender, Revisioned):
        block = current()
        history_instance.revision = block.revision_of(*instance.revised())
        history_instance.history_change_reason = block.reason or None
        history_instance.history_user = history_instance.revision.user
