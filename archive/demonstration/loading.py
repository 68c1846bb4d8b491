"""The demonstration archive: from the TOML files beside this one to records, revisions and versions.

A file in documents/ is one document by the field names of the snapshot, and `steps` by which it came to be:

    [[steps]]                   # the first step enters what the file says
    reason = "Compared with the original."
    user = "editor"             # contributor where nothing is said
    set = { title = "…" }       # fields and whole parts in place of the earlier ones
    add.footnotes = [{ … }]     # rows at the end of a part
    replace = [{ key = "txt00001", old = "…", new = "…" }]      # words in the content of a row
    publish = "Note 2 was corrected."       # or: withdraw = "…"
    submit = "Is the date right?"           # handed in for review by who saved it
    comments = [{ user = "editor", words = "…" }]   # said in that review
    send_back = "The leaf is missing."

A row without a key gets one that follows from record, part and position: every load gives the same rows.
"""

import hashlib
import tomllib
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.db import transaction

from documents import facsimiles, history, publishing, submissions
from documents.desk import images
from documents.models import Document, Repository, SourceCollection, Topic
from documents.snapshot import PARTS, from_data
from people.models import Body, Capacity, Person
from places import writing
from places.models import Place, PublicId
from places.register import ALPHABET

FILES = Path(__file__).parent
ABOUT = "spgfr1z5"
"""The page “About this archive”. Whoever has this id in the register has the demonstration archive."""

AUTHORITIES: dict[str, Any] = {
    "topics": Topic,
    "capacities": Capacity,
    "places": Place,
    "bodies": Body,
    "people": Person,
    "repositories": Repository,
    "collections": SourceCollection,
}
LINKING = ("references", "relations")
Data = dict[str, Any]


class OtherDocuments(Exception):
    """The database holds documents of somebody's own."""


def is_loaded() -> bool:
    """Whether this database holds the demonstration archive, also after its documents were changed."""
    return PublicId.objects.filter(pk=ABOUT).exists()


@transaction.atomic
def load(users: dict[str, User]) -> int:
    """Loads the demonstration archive, all of it or nothing; gives the number of documents, 0 if it is there.

    `users` are those who act: contributor, editor, publisher. Raises OtherDocuments.
    """
    if is_loaded():
        return 0
    if Document.objects.exists():
        raise OtherDocuments(
            "This database holds documents of its own, which the demonstration archive would be mixed with. "
            "Nothing was changed. Name an empty database in DATABASE_URL, or an empty folder in DATA_DIR."
        )
    with history.revision(users["editor"], "The authority records of the demonstration archive."):
        for name, model in AUTHORITIES.items():
            for record in records(name):
                writing.write(model, record)
    files = [read(path) for path in sorted((FILES / "documents").glob("*.toml"))]
    for data, steps in files:
        _save(unlinked(changed(data, steps[0])), steps[0], users)
        steps[0]["reason"] = "Linked with the documents that it speaks of."
    # All first steps, then all second ones: documents are corrected long after they were entered.
    for round_ in zip_longest(*(states(data, steps) for data, steps in files)):
        for data, step in filter(None, round_):
            _take(data, step, users)
    return len(files)


def records(name: str) -> list[Data]:
    """The authority records or terms of one file."""
    found: list[Data] = tomllib.loads((FILES / f"{name}.toml").read_text(encoding="utf-8"))["record"]
    for record in found:
        _give_keys(record)
    return found


def read(path: Path) -> tuple[Data, list[Data]]:
    """One document as its file has it, and the steps."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    steps = data.pop("steps")
    _give_keys(data)
    for image in data.get("facsimiles", ()):
        image.update(_facsimile(image.pop("file")))
    return data, steps


def states(data: Data, steps: list[Data]) -> Iterator[tuple[Data, Data]]:
    """The document after each step, with the step."""
    for step in steps:
        data = changed(data, step)
        yield data, step


def changed(data: Data, step: Data) -> Data:
    """The document with what one step changes in it."""
    data = {**data, **step.get("set", {})}
    for part, rows in step.get("add", {}).items():
        data[part] = [*data.get(part, []), *rows]
    for change in step.get("replace", ()):
        for part in PARTS:
            data[part] = [_replaced(row, change) for row in data.get(part, [])]
    _give_keys(data)
    return data


def unlinked(data: Data) -> Data:
    """The document as it is entered while those that it speaks of may not be there yet."""
    links = {part: [{**row, "target": None} for row in data.get(part, [])] for part in LINKING}
    return {**data, **links}


def _replaced(row: Data, change: Data) -> Data:
    if row.get("key") != change["key"]:
        return row
    if row["content"].count(change["old"]) != 1:
        raise ValueError(f"“{change['old']}” does not stand exactly once in {change['key']}.")
    return {**row, "content": row["content"].replace(change["old"], change["new"])}


def _give_keys(record: Data) -> None:
    for part, rows in record.items():
        if isinstance(rows, list):
            for position, row in enumerate(rows):
                row.setdefault("key", _key(f"{record['public_id']}/{part}/{position}"))


def _key(words: str) -> str:
    number = int.from_bytes(hashlib.sha256(words.encode()).digest())
    return "".join(ALPHABET[number // 29**place % 29] for place in range(8))


def _take(data: Data, step: Data, users: dict[str, User]) -> None:
    """One step: the save, its review, and what the publisher did with it."""
    _save(data, step, users)
    if "submit" in step:
        _review(data["public_id"], step, users)
    if "publish" in step:
        publishing.publish(data["public_id"], user=users["publisher"], note=step["publish"])
    if "withdraw" in step:
        publishing.withdraw(data["public_id"], user=users["publisher"], reason=step["withdraw"])


def _review(document: str, step: Data, users: dict[str, User]) -> None:
    """Hands in what was saved, with what was said of it; it waits, unless it is sent back."""
    last = history.latest(Document.kind, document)
    user = users[step.get("user", "contributor")]
    made = submissions.submit(document, user=user, revision=last.number, note=step["submit"])  # type: ignore[union-attr]  # saved just before
    for said in step.get("comments", ()):
        submissions.comment(made, user=users[said["user"]], words=said["words"])
    if "send_back" in step:
        submissions.send_back(made, user=users["publisher"], reason=step["send_back"])


def _save(data: Data, step: Data, users: dict[str, User]) -> None:
    base = history.latest(Document.kind, data["public_id"])
    with history.revision(users[step.get("user", "contributor")], step["reason"]):
        history.write(from_data({"document": data}), base.number if base else None)


def _facsimile(name: str) -> Data:
    """What is said of an image, from the image, which is put where facsimiles lie."""
    image = images.inspect(ContentFile((FILES / "facsimiles" / name).read_bytes(), name))
    facsimiles.keep(image.content)
    return {
        "image": image.name,
        "media_type": image.media_type,
        "width": image.width,
        "height": image.height,
    }
