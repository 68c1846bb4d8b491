"""Two machines whose processes publish, withdraw and search at once, and are killed at random.

    python -m tests.documents.search.torture SECONDS FOLDER

works on the database of DATABASE_URL, in which `telling` documents are published. FOLDER/one and FOLDER/two
are the data folders of the machines. What happened is told in FOLDER/log, a line of JSON each.
"""

import json
import os
import random
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    django.setup()

from django.conf import settings
from django.db import connection

from documents import history
from documents.decisions import Refused
from documents.models import Document, Entry, Listing, Version
from documents.models.entry import EntryKind
from documents.search import finding, making
from documents.search.folders import changes
from documents.search.index import Behind, Opened, opened
from documents.search.query import Phrase
from documents.search.request import Request
from documents.search.schema import public_id_of
from documents.snapshot import Signatory, Text, load
from people.models import Person
from tests.documents import builders

MACHINES = ("one", "two")
SEARCHING, WRITING = 2, 2  # processes on each machine
WORDS = ("amber", "bracken", "clover", "dogwood", "elder")
TYPES = ("letter", "telegram", "")
FACETS = ("type", "signatory")
GONE = (EntryKind.WITHDRAWN, EntryKind.PURGED)
MOST = 100_000


def telling(people: list[str]) -> dict:
    """What a document says, drawn anew."""
    said = f"They wrote of {random.choice(WORDS)} and of {random.choice(WORDS)}."
    return {
        "type": random.choice(TYPES) or None,
        "texts": (Text(key="text0001", language="en", content=said),),
        "signatories": (Signatory(key="sign0001", person=random.choice(people)),),
    }


def tell(**what: object) -> None:
    """One line in the log: whole, whoever is killed."""
    file = os.open(Path(os.environ["TORTURE"]) / "log", os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(file, (json.dumps(what) + "\n").encode())
    os.close(file)


# --- Writing ---


def write() -> None:
    """Publishes new versions, withdraws, reinstates; now and then purges a document or renames a person."""
    people = list(Person.objects.values_list("pk", flat=True))
    acts: dict[Callable[[str], object], int] = {
        lambda ident: (builders.changed(ident, **telling(people)), builders.publish(ident)): 30,
        builders.withdraw: 30,
        lambda ident: builders.reinstate(ident, random.choice(_versions(ident))): 25,
        lambda _: builders.published(**telling(people)): 5,
        lambda _: _rename(random.choice(people)): 4,
        builders.purge: 1,
    }
    while True:
        ident = random.choice(list(Document.objects.values_list("pk", flat=True)))
        act = random.choices(list(acts), list(acts.values()))[0]
        # Withdrawn already, or somebody else was quicker.
        with suppress(Refused, history.Stale):
            act(ident)
        time.sleep(random.uniform(0, 0.03))


def _versions(ident: str) -> list[int]:
    return list(Version.objects.filter(document=ident).values_list("number", flat=True)) or [1]


def _rename(person: str) -> None:
    with history.revision(builders.user("editor"), "Renamed"):
        record = Person.objects.select_for_update().get(pk=person)
        record.name = f"{record.name.split(' the ')[0]} the {random.randint(1, 999)}th"
        record.save()


# --- Searching ---


def search() -> None:
    """Asks again and again, and compares each answer with the database."""
    last: dict[str, tuple[int, str]] = {}
    while True:
        if random.random() < 0.003:
            making.rebuild()
            tell(rebuilt=1)
        begun = _bring_up(last)
        gone = {ident for ident, (_, kind) in last.items() if kind in GONE}
        try:
            index = opened()
        except Behind as why:
            tell(behind=str(why))
            continue
        word = random.choice((*WORDS, ""))
        request = Request(tree=Phrase(word) if word else None)
        found = finding.find(index, request, size=MOST, facets=FACETS)
        with one_moment():
            tell(**compared(index, word, found, gone, begun))


def _bring_up(last: dict[str, tuple[int, str]]) -> int:
    """Notes the last entry of each document; gives the last of all."""
    at = max((number for number, _ in last.values()), default=0)
    entries = Entry.objects.filter(number__gt=at, document__isnull=False).order_by("number")
    for number, document, kind in entries.values_list("number", "document", "kind"):
        last[document] = (at := number, kind)
    return at


@contextmanager
def one_moment() -> Iterator[None]:
    """All that is read within is of one state of the database."""
    how = "" if connection.vendor == "sqlite" else " ISOLATION LEVEL REPEATABLE READ"
    with connection.cursor() as cursor:
        cursor.execute(f"BEGIN{how}")
        yield
        cursor.execute("COMMIT")


def compared(index: Opened, word: str, found: finding.Found, gone: set[str], begun: int) -> dict[str, object]:
    """What is wrong with an answer, and how much it was compared with.

    `gone` are the documents that readers could not see when the search began, at the entry `begun`. What
    changed between the search and this moment is compared in nothing, and then neither are the counts.
    """
    hits = {(hit.document, hit.version) for hit in found.hits}
    idents = {document for document, _ in hits}
    surely = gone - {*Entry.objects.filter(number__gt=begun).values_list("document", flat=True)}
    pending = {public_id_of(number) for number in index.pending}
    moved = {each.document for each in changes(index.position, MOST) if each.document} - pending
    there = {ident: held for ident, held in _held(word).items() if ident not in pending}
    wanted = {(ident, number) for ident, (number, _) in there.items()}
    counts = Counter(value for _, values in there.values() for value in values)
    told = Counter({(name, v): n for name, values in found.counts.items() for v, n in values.items()})
    wrong = {
        "shown": sorted(surely & idents),
        "hits": sorted(pair for pair in hits ^ wanted if pair[0] not in moved),
        "total": found.total != (len(hits) if moved else len(wanted)),
        "facets": [] if moved else sorted(set((+told).items()) ^ set(counts.items())),
    }
    wrong = {name: what for name, what in wrong.items() if what}
    return {"answers": 1, "counted": int(not moved), "pairs": len(surely), "pending": len(pending)} | (
        {"wrong": repr((word, index.position.number, wrong))} if wrong else {}
    )


def _held(word: str) -> dict[str, tuple[int, list[tuple[str, str]]]]:
    """The documents that readers can see and that say the word: version and values, from the versions."""
    held = {}
    rows = Listing.objects.sources().values_list("pk", "version__number", "version__content")
    for ident, number, content in rows:
        document = load(content).document
        if word in document.texts[0].content:
            values = [("type", document.type or "none")]
            values += [("signatory", row.person) for row in document.signatories]
            held[ident] = (number, values)
    return held


# --- Starting and killing ---

Slot = tuple[Callable[[], None], str, int]


def started(slot: Slot) -> int:
    """A new process that does this work on this machine; gives its number."""
    work, machine, _ = slot
    if pid := os.fork():
        return pid
    try:
        random.seed()
        settings.DATA_DIR = Path(os.environ["TORTURE"]) / machine
        work()
    except BaseException:
        tell(error=traceback.format_exc())
    finally:
        os._exit(1)


def killed(pid: int) -> bool:
    """Whether the process was alive until now."""
    os.kill(pid, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -signal.SIGKILL


def torture(seconds: float) -> None:
    """Keeps the processes of both machines running for so long; machine two is away for a quarter of it."""
    slots: list[Slot] = [
        (work, machine, number)
        for work, count in ((search, SEARCHING), (write, WRITING))
        for machine in MACHINES
        for number in range(count)
    ]
    begun = time.monotonic()
    running: dict[Slot, int] = {}
    while (past := time.monotonic() - begun) < seconds:
        away = 0.4 < past / seconds < 0.65
        for slot in slots:
            if slot not in running and not (away and slot[1] == "two"):
                running[slot] = started(slot)
        time.sleep(random.uniform(0.2, 1.0))
        doomed = [slot for slot in running if away and slot[1] == "two"] or [random.choice([*running])]
        for slot in doomed:
            if killed(running.pop(slot)):
                tell(**{f"killed_{slot[0].__name__}": 1})
    for slot in running:
        killed(running[slot])


if __name__ == "__main__":
    os.environ["TORTURE"] = sys.argv[2]
    torture(float(sys.argv[1]))
