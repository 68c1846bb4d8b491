"""Small things for tests to begin with: users by role, authority records, documents on the desk or published.

    ada = person("Ada Example")
    ident = saved(title="A letter", signatories=(Signatory(key="sign0001", person=ada),))
    version = published(title="Another letter")

Everything goes the same way as in the archive: through a revision block, `history.write` and `publishing`.
"""

from dataclasses import replace
from functools import cache

from django.contrib.auth.models import Group, User

from documents import history, publishing
from documents.models import Document, Repository, SourceCollection, Topic, Version
from documents.snapshot import Document as Content
from documents.snapshot import Snapshot, Text
from people.models import Body, Person
from places import register
from places.models import Place

ROLES = ("contributor", "editor", "publisher", "administrator")


def user(role: str) -> User:
    """A user with one of ROLES, made at the first call; the user's name is the role's."""
    found, made = User.objects.get_or_create(username=role, defaults={"is_staff": True})
    if made:
        found.groups.add(Group.objects.get(name=role))
    return found


def authority(model: type, name: str, **fields) -> str:
    """Saves an authority record and gives its public id."""
    with history.revision(user("editor"), "New"):
        return model.objects.create(name=name, **fields).pk


def person(name: str = "Ada Example", **fields) -> str:
    return authority(Person, name, **fields)


def body(name: str = "Harvest Council", **fields) -> str:
    return authority(Body, name, **fields)


def place(name: str = "Riverside", **fields) -> str:
    return authority(Place, name, **fields)


def collection(name: str = "Letters of the Valley", **fields) -> str:
    return authority(SourceCollection, name, **fields)


def repository(name: str = "Valley Archive", **fields) -> str:
    return authority(Repository, name, **fields)


@cache
def _text() -> tuple[Text, ...]:
    return (Text(key="text0001", language="en", content="The harvest has been brought in."),)


def content(**fields) -> Content:
    """A document that can be published; every field can be given."""
    fields.setdefault("public_id", register.candidate())
    return Content(**{"title": "A letter", "date_edtf": "1920-07-10", "texts": _text(), **fields})


def save(document: Content, reason: str = "") -> int:
    """Writes a document as it is given over what the desk has, as an editor; gives the revision's number."""
    last = history.latest(Document.kind, document.public_id)
    with history.revision(user("editor"), reason):
        return history.write(Snapshot(document=document), last.number if last else None)


def saved(**fields) -> str:
    """A document on the desk, never published; gives its public id."""
    document = content(**fields)
    save(document)
    return document.public_id


def changed(ident: str, **fields) -> int:
    """Changes fields of a document on the desk; gives the revision's number."""
    return save(replace(history.snapshot(ident).document, **fields))


def publish(ident: str, **options) -> Version:
    return publishing.publish(ident, user=user("publisher"), **options)


def published(**fields) -> Version:
    """A document that readers see; gives its first version."""
    return publish(saved(**fields))


def withdraw(ident: str, reason: str = "An error in it") -> None:
    publishing.withdraw(ident, user=user("publisher"), reason=reason)


def reinstate(ident: str, number: int, reason: str = "Mended") -> None:
    publishing.reinstate(ident, number, user=user("publisher"), reason=reason)


def purge(ident: str, reason: str = "A court demands it") -> None:
    publishing.purge(ident, user=user("administrator"), reason=reason)


def term(code: str, label: str = "") -> str:
    """Saves a topic and gives its code."""
    with history.revision(user("editor"), "New"):
        return Topic.objects.create(code=code, label=label or code).pk
