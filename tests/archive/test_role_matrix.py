"""Every address of the archive, to every role: who is let in is written in access.py, and nowhere else.

A view that is not in the matrix fails the test, and so does a row of it that leads to no view.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, resolve

from archive import urls  # noqa: F401 - the desk is put together with them
from documents import facsimiles, history, submissions
from documents.desk.finding import index as desk_index
from documents.exchange.spreadsheets import keeping
from documents.models import VOCABULARIES, Document, DoubtfulMatch, ImportBatch
from documents.search.index import opened
from documents.snapshot import ArchivalReference, Facsimile, Printing, Signatory, Snapshot
from people.models import Capacity, Person
from places.authorities import TermAdmin
from places.desk import RevisedAdmin
from tests.archive import access
from tests.documents import builders

pytestmark = pytest.mark.django_db

ROLES = ("anonymous", "no rights", "contributor", "editor", "publisher", "administrator", "deactivated")
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)


# --- The rows ---


@dataclass(frozen=True, slots=True)
class Row:
    """What each role is answered at an address by a method."""

    method: str
    address: str
    expected: dict[str, int]


def desk_rows(table: str, world: dict) -> Iterator[Row]:
    for line in filter(None, table.splitlines()):
        address, method, *codes = line.split()
        allowed = dict(zip(ROLES[1:6], map(int, codes), strict=True))
        outside = access.ANONYMOUS.get(f"{method} {address}", 302 if method == "GET" else 403)
        yield Row(method, address.format(**world), {"anonymous": outside, **allowed, "deactivated": outside})


def reader_rows(world: dict) -> Iterator[Row]:
    for line in filter(None, access.READERS.splitlines()):
        address, code = line.split()
        yield Row("GET", address.format(**world), dict.fromkeys(ROLES, int(code)))


def rows(world: dict) -> list[Row]:
    found = [*reader_rows(world), *desk_rows(access.DESK, world)]
    for model, its_admin in admin.site._registry.items():
        if model is Document:
            continue
        if not isinstance(its_admin, RevisedAdmin):
            table = access.ACCOUNTS
        else:
            table = access.TERMS if isinstance(its_admin, TermAdmin) else access.RECORDS
        name = f"{model._meta.app_label}/{model._meta.model_name}"
        here = world.get(model._meta.model_name) or model.objects.first().pk
        found += desk_rows(table, {"model": name, "here": here})
    return found


# --- What there is ---


def by(role: str, **fields) -> str:
    """A document on the desk that a user of this role entered."""
    document = builders.content(**fields)
    with history.revision(builders.user(role)):
        history.write(Snapshot(document=document), None)
    return document.public_id


@pytest.fixture
def world(db) -> dict:
    """One of everything that an address can name."""
    image = facsimiles.keep(PNG)
    made = {
        name: getattr(builders, name)() for name in ("person", "body", "place", "collection", "repository")
    }
    full = builders.content(
        place=made["place"],
        signatories=(Signatory(key="sign0001", person=made["person"], body=made["body"]),),
        printings=(Printing(key="prnt0001", collection=made["collection"], number="7"),),
        archival_references=(ArchivalReference(key="arch0001", repository=made["repository"]),),
        facsimiles=(Facsimile(key="facs0001", image=image, media_type="image/png", width=1, height=1),),
    )
    builders.save(full)
    builders.publish(full.public_id)
    withdrawn, purged = builders.published().document_id, builders.published().document_id
    builders.withdraw(withdrawn)
    builders.purge(purged)
    own_published = by("contributor")
    builders.publish(own_published)
    with history.revision(builders.user("contributor")):
        own_person = Person.objects.create(name="Own Person").pk
    for model in (*VOCABULARIES, Capacity):
        if not model.objects.exists():
            with history.revision(builders.user("editor")):
                model.objects.create(code="a-term", label="A term")
    batch = ImportBatch.objects.create(
        user=builders.user("publisher"), publishes=True, state="done", files=["letters.xml"]
    )
    with history.revision(builders.user("publisher"), "", batch.batch):
        brought = builders.content()
        history.write(Snapshot(document=brought), None)
    builders.publish(brought.public_id)
    doubt = DoubtfulMatch.objects.create(
        kind="person", fresh=builders.person("A Namesake"), known=made["person"], batch=batch
    )
    own_waiting, waiting = by("contributor"), by("publisher")
    there = made | {
        "sourcecollection": made["collection"],
        "image": image,
        "own": by("contributor"),
        "draft": by("editor"),
        "published": full.public_id,
        "own_published": own_published,
        "withdrawn": withdrawn,
        "purged": purged,
        "own_person": own_person,
        "own_waiting": own_waiting,
        "waiting": waiting,
        "own_submission": submissions.submit(own_waiting, user=builders.user("contributor"), revision=1).pk,
        "submission": submissions.submit(waiting, user=builders.user("publisher"), revision=1).pk,
        "import_batch": batch.pk,
        "doubt": doubt.pk,
        "kept_sheet": keeping.keep("people", "people.csv", b"public_id,name\n,A Newcomer\n").number,
        "user": User.objects.create_user("somebody").pk,
        "group": Group.objects.create(name="guests").pk,
        "document_type": ContentType.objects.get_for_model(Document).pk,
    }
    # Each address is asked in a transaction, and there no index is made.
    opened()
    desk_index.opened()
    return there


def client_of(role: str, **options) -> Client:
    """A browser in which a user of this role has logged in."""
    client = Client(raise_request_exception=False, **options)
    if role == "anonymous":
        return client
    known = role in builders.ROLES
    user = builders.user(role) if known else User.objects.create_user(role, is_staff=True)
    if role == "deactivated":
        user.groups.add(Group.objects.get(name="administrator"))
    client.force_login(user)
    if role == "deactivated":
        User.objects.filter(pk=user.pk).update(is_active=False)
    return client


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is done inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


# --- Forms, handed in as they are shown, with the words that they ask for ---


class Fields(HTMLParser):
    """The fields of a page's forms with what they hold; what stands in a <template> is no field."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.data: dict[str, str] = {}
        self._area = self._select = ""
        self._templates, self._inside = 0, False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        name = given.get("name") or ""
        self._templates += tag == "template"
        if tag == "form":
            self._inside = given.get("method") == "post" and given.get("id") != "logout-form"
        if not self._inside or self._templates:
            return
        if tag == "input" and name and given.get("type") not in ("submit", "file", "checkbox", "radio"):
            self.data[name] = given.get("value") or ""
        elif tag == "textarea":
            self._area, self.data[name] = name, ""
        elif tag == "select":
            self._select, self.data[name] = name, ""
        elif tag == "option" and self._select and "selected" in given:
            self.data[self._select] = given.get("value") or ""

    def handle_endtag(self, tag):
        self._templates -= tag == "template"
        if tag == "textarea" and self._area:
            self.data[self._area] = self.data[self._area].removeprefix("\n")
        if tag in ("textarea", "select"):
            self._area = self._select = ""

    def handle_data(self, words):
        if self._area and not self._templates:
            self.data[self._area] += words


def form_of(client: Client, address: str) -> dict[str, str]:
    """What a user would hand in at this address."""
    page = client.get(address)
    data = Fields(page.content.decode()).data if page.status_code == 200 and not page.streaming else {}
    ident = re.findall("/([0-9a-z]{8})(?=/)", address)
    words = {
        "title": "A title",
        "name": "A name",
        "code": "a-code",
        "label": "A label",
        "reason": "A reason",
        "typed_id": ident[-1] if ident else "",
        "number": "1",
        "post": "yes",
    }
    return {name: value or words.get(name, "") for name, value in data.items()} | {
        name: words[name] for name in ("post", "reason", "typed_id", "number") if name not in data
    }


def answer(client: Client, row: Row) -> int:
    """The status that a user gets, after which nothing has happened."""
    cookies = deepcopy(client.cookies)
    try:
        return _answer(client, row)
    finally:
        client.cookies = cookies  # also after a log-out


def _answer(client: Client, row: Row) -> int:
    with undone():
        if row.method == "GET":
            return client.get(row.address).status_code
        address, _, posted = row.address.partition("#")
        data = dict(parse_qsl(posted)) or form_of(client, address)
        return client.post(address, data).status_code


# --- The tests ---


def routes(patterns=None, before: str = "") -> Iterator[str]:
    """Every route of the archive, as the resolver knows it."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(pattern.pattern).removeprefix("^")
        if hasattr(pattern, "url_patterns"):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route


def route_of(address: str) -> str:
    return resolve(urlsplit(address).path).route


def test_every_view_is_in_the_matrix_and_every_row_leads_to_its_view(world):
    told = {route_of(row.address) for row in rows(world)}
    assert sorted(set(routes()) - told) == [], "views that the matrix does not name"
    assert sorted(told - set(routes())) == [], "rows without a view"
    ends = [row.address for row in rows(world) if route_of(row.address) == "admin/(?P<url>.*)$"]
    assert ends == ["/admin/nonsense/"]


@pytest.mark.parametrize("role", ROLES)
def test_every_address_answers_each_role_as_the_matrix_says(world, role):
    client = client_of(role)
    wrong = []
    for row in rows(world):
        if (found := answer(client, row)) != row.expected[role]:
            wrong.append(f"{row.method} {row.address}: {found}, not {row.expected[role]}")
    assert not wrong, "\n".join(wrong)


def test_a_form_without_a_token_is_refused_everywhere(world):
    client = client_of("administrator", enforce_csrf_checks=True)
    wrong = [row.address for row in rows(world) if client.post(row.address).status_code != 403]
    assert not wrong, "\n".join(wrong)


def test_a_method_that_is_not_in_the_matrix_is_refused(world):
    client = client_of("administrator")
    table = rows(world)
    listed = {(row.method, route_of(row.address)) for row in table}
    wrong = []
    for address in {route_of(row.address): row.address for row in table}.values():
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE", "TRACE"):
            if (method, route_of(address)) in listed:
                continue
            with undone():
                status = client.generic(method, address).status_code
            if status != 405:
                wrong.append(f"{method} {address}: {status}")
    assert not wrong, "\n".join(wrong)


def test_reading_changes_nothing(world):
    """No GET writes: what it would show a crawler or a browser that fetches ahead could do harm.

    But for the audit log, which notes that drafts were taken out as a spreadsheet.
    """
    from django.db import connection

    client, written = client_of("administrator"), []

    def watch(execute, sql, *rest):
        if sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")):
            written.append((asked, sql))
        return execute(sql, *rest)

    client.get("/admin/")  # notes the visit in the session
    with connection.execute_wrapper(watch):
        for row in rows(world):
            if row.method == "GET" and row.expected["administrator"] != 403:
                asked = row.address
                client.get(asked)
    noted = [sql for address, sql in written if address.startswith("/admin/spreadsheets/")]
    assert all(sql.startswith('INSERT INTO "documents_event"') for sql in noted)
    assert len(written) == len(noted) > 0
