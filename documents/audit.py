"""The audit log: events are added here and nowhere else, and nothing changes or deletes them.

An event says who did what to which record and when. It never holds words of a document, a password or an
address of mail, so a purge can leave it standing.
"""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import QuerySet

from documents.models.event import Act, Event
from places.inserting import insert

__all__ = ["Act", "note", "note_apart", "note_many", "records", "tell", "untold", "was_noted"]

KIND, RECORD, NAME, DETAIL = 30, 60, 150, 500

log = logging.getLogger("fonds.audit")


def note(
    act: Act, *, user: Any = None, kind: str = "", record: str = "", detail: str = "", name: str = ""
) -> Event:
    """Adds an event, in the caller's transaction: what is rolled back was not done. Gives the event.

    `user` did it; None is the software, or somebody unknown, whom `name` may describe. The user's name is
    kept as text too, for it outlives the account. What is too long is cut, what is not printable is escaped.
    """
    event = _event(act, user, kind, record, detail, name)
    event.save(force_insert=True)
    transaction.on_commit(partial(tell, event), robust=True)
    return event


def note_many(act: Act, told: Iterable[tuple[str, str]], *, user: Any, kind: str) -> None:
    """Adds an event for each (record, detail), as `note` does, in one statement."""
    events = [_event(act, user, kind, record, detail, "") for record, detail in told]
    insert(Event, events)
    for event in events:
        transaction.on_commit(partial(tell, event), robust=True)


def _event(act: Act, user: Any, kind: str, record: str, detail: str, name: str) -> Event:
    known = user if getattr(user, "is_authenticated", False) else None
    return Event(
        act=act,
        user=known,
        user_name=fit(known.get_username() if known else name, NAME),
        kind=fit(kind, KIND),
        record=fit(record, RECORD),
        detail=fit(detail, DETAIL),
    )


def note_apart(act: Act, **facts: Any) -> None:
    """Adds an event in a transaction of its own, for what is not itself a change of the archive.

    Never fails: if the database is locked, full or away, a line of the log says so, and work goes on.
    """
    try:
        with transaction.atomic():
            note(act, **facts)
    except DatabaseError as error:
        log.error('act="%s" could not be noted: %s', act, error)


def records(act: Act, kind: str) -> QuerySet[Event, str]:
    """The records of this kind to which the log says that this was done, once for each time it was."""
    return Event.objects.filter(act=act, kind=kind).order_by().values_list("record", flat=True)


def was_noted(act: Act, kind: str, record: str) -> bool:
    """Whether the log says that this was ever done to the record."""
    return records(act, kind).filter(record=record).exists()


def tell(event: Event) -> None:
    """Writes an event as one line of the log `fonds.audit`: key="value"; the line begins with the time."""
    facts = ("act", "user_name", "kind", "record", "detail")
    told = ((fact, str(getattr(event, fact))) for fact in facts)
    log.info("%s", " ".join(f'{fact}="{_quoted(words)}"' for fact, words in told if words))


@contextmanager
def untold() -> Iterator[None]:
    """Inside, events are added as always, and no line tells of them: hundreds would hide what matters."""
    before = log.level
    log.setLevel(logging.WARNING)
    try:
        yield
    finally:
        log.setLevel(before)


def fit(words: str, most: int) -> str:
    """The words in at most `most` characters, with line ends and whatever else cannot be printed escaped."""
    if len(words) <= most and words.isprintable():
        return words
    shown = "".join(each if each.isprintable() else _escaped(each) for each in words[:most])
    return shown if len(shown) <= most and len(words) <= most else f"{shown[: most - 1]}…"


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def _quoted(words: str) -> str:
    return words.replace("\\", "\\\\").replace('"', '\\"')
