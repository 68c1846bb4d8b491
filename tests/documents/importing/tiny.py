"""A dialect for tests, and files in it: JSON that says plainly what a source says."""

import json
from pathlib import Path

from django.contrib.auth.models import User

from documents.exchange.importing.reports import Outcome
from documents.exchange.importing.running import File, Run, files_in
from documents.exchange.importing.sources import Named, OtherName, Source, SourceDocument, Unreadable
from documents.models import ImportBatch
from documents.snapshot import from_data
from tests.documents import builders


def read(data: bytes, name: str) -> Source:
    """What a file of this dialect says."""
    try:
        told = json.loads(data)
    except ValueError as error:
        raise Unreadable("This is not JSON.", file=name, line=error.lineno, column=error.colno) from error
    named = [_named(each) for each in told.get("named", ())]
    return Source(
        file=name,
        identity=told["identity"],
        dialect="tiny",
        documents=(_document(each, place) for place, each in enumerate(told["documents"], start=1)),
        named={each.local: each for each in named},
    )


def _named(told: dict) -> Named:
    names = tuple(OtherName(name=each) for each in told.get("names", ()))
    identifiers = tuple(tuple(pair) for pair in told.get("identifiers", ()))
    return Named(**{**told, "names": names, "identifiers": identifiers})


def _document(told: dict, place: int) -> SourceDocument:
    content = from_data({"document": told["content"]}).document
    return SourceDocument(
        identity=told["identity"],
        content=content,
        line=place,
        notes=tuple(told.get("notes", (len(content.footnotes),) * 2)),
        signatures=(len(content.signatories),) * 2,
        unknown=told.get("unknown", {}),
    )


def document(identity: str, **content) -> dict:
    """A document as a file tells it."""
    content.setdefault("title", f"Letter {identity}")
    content.setdefault("texts", [{"language": "en", "content": f"The words of {identity}."}])
    return {"identity": identity, "content": content}


def file(folder: Path, name: str, documents: list[dict], named: list[dict] = (), identity: str = "") -> Path:
    """Writes a file of this dialect."""
    told = {"identity": identity or name, "documents": documents, "named": list(named)}
    path = folder / f"{name}.xml"
    path.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    return path


def batch(user: User | None = None, **options) -> ImportBatch:
    """A batch to run; one of a trial is not saved."""
    made = ImportBatch(user=user or builders.user("publisher"), **options)
    if not made.trial:
        made.save()
    return made


def run(*paths: Path, user: User | None = None, **options) -> tuple[list[Outcome], Run]:
    """Imports the files and gives what came of it."""
    made = Run(files_in(paths), batch(user, **options), read)
    return list(made.outcomes()), made


def files(*paths: Path) -> list[File]:
    return files_in(paths)
