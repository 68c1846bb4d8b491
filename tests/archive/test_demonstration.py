"""The demonstration archive: that it is whole, shows everything, and hides what readers must not see."""

import dataclasses
import re
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import closing, contextmanager
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client

from archive.demonstration import accounts, loading
from documents import checks, history
from documents.models import (
    Document,
    Entry,
    Listing,
    Repository,
    SourceCollection,
    Version,
    choices,
)
from documents.publishing import state_of
from documents.reading.demonstration import DEMONSTRATION, is_demonstration
from documents.snapshot import PARTS, PRIVATE, PUBLIC, from_data, load, rows
from people.models import Body, Person
from places.models import Place
from places.revisions import Revision
from tests.documents.reading.test_no_leak import STARTS, walk

SECRET = "quillwort"
MANAGE = Path(__file__).resolve().parents[2] / "manage.py"


def load_demo(**options: str) -> str:
    said = StringIO()
    call_command("load_demo", stdout=said, **options)
    return said.getvalue()


def everything() -> dict[str, list]:
    """Every row of every table."""
    return {
        model._meta.label: sorted(map(repr, model._base_manager.values_list())) for model in apps.get_models()
    }


@contextmanager
def undone():
    """What is written inside is taken back."""
    block = transaction.atomic()
    block._from_testcase = True  # as Django's own tests mark theirs: what is durable may run inside
    with block:
        yield
        transaction.set_rollback(True)


class TestLoaded:
    """What holds once the demonstration archive is loaded; it is loaded once for all of these tests."""

    @pytest.fixture(scope="class", autouse=True)
    @classmethod
    def said(cls, django_db_setup, django_db_blocker, tmp_path_factory):
        with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
            patch.setattr("django.conf.settings.DATA_DIR", tmp_path_factory.mktemp("demonstration"))
            with undone():
                yield load_demo()

    @pytest.fixture(autouse=True)
    def database(self, db, data_dir):
        """Each test may look and write; what it writes is undone."""
        (data_dir / DEMONSTRATION).touch()

    def test_it_has_enough_of_everything(self):
        published = Listing.objects.count()
        assert published >= 40
        assert Document.objects.count() - published >= 5
        for model, least in ((Person, 30), (Body, 12), (Place, 20), (SourceCollection, 3), (Repository, 2)):
            assert model.objects.count() >= least, model

    def test_most_people_have_names_in_three_scripts(self):
        def scripts(person: Person) -> set[str]:
            kinds = {
                "Latin": "A-Za-z",
                "Cyrillic": "А-я",
                "Armenian": "Ա-և",
                "Georgian": "ა-ჰ",
                "Arabic": "ء-ي",
            }
            words = " ".join([person.name, *person.names.values_list("name", flat=True)])
            return {script for script, letters in kinds.items() if re.search(f"[{letters}]", words)}

        of_each = [scripts(person) for person in Person.objects.all()]
        assert sum(len(each) >= 3 for each in of_each) >= 20
        assert set.union(*of_each) == {"Latin", "Cyrillic", "Armenian", "Georgian", "Arabic"}

    def test_several_numbers_of_each_collection_stand_in_it(self):
        for collection in SourceCollection.objects.all():
            numbers = {
                printing.number
                for listing in Listing.objects.select_related("version")
                for printing in load(listing.version.content).document.printings
                if printing.collection == collection.pk
            }
            assert len(numbers) >= 5, collection
        assert Listing.objects.filter(names__number="12a").exists()

    def test_versions_show_how_documents_were_corrected(self):
        last = [max(state_of(d).readable, default=0) for d in Listing.objects.values_list("pk", flat=True)]
        assert last.count(3) >= 3
        assert last.count(2) >= 3
        later = Entry.objects.filter(kind="published", version__gte=2)
        assert all(entry.note for entry in later), "readers are told what was changed"

    def test_published_documents_have_no_error(self):
        for document in Listing.objects.values_list("pk", flat=True):
            assert not [f.sentence for f in checks.check(history.snapshot(document)) if f.blocks]

    def test_whoever_acts_has_the_role_for_it(self):
        assert set(Revision.objects.filter(kind="document").values_list("user__username", flat=True)) == {
            "contributor",
            "editor",
            "publisher",
        }

    def test_drafts_changes_and_withdrawn_texts_hold_the_word(self):
        drafts = Document.objects.unpublished().filter(versions=None)
        withdrawn = Document.objects.unpublished().exclude(versions=None).distinct()
        changed = [
            listing
            for listing in Listing.objects.select_related("version")
            if history.snapshot(listing.pk).public().to_json() != listing.version.content
        ]
        assert drafts.count() >= 4
        assert withdrawn.count() == 1
        assert len(changed) >= 1
        for document in (*drafts, *withdrawn):
            assert SECRET in history.snapshot(document.pk).to_json()
        for listing in changed:
            assert SECRET in history.snapshot(listing.pk).public().to_json()
        for version in Version.objects.filter(document__in=withdrawn):
            assert SECRET in version.content

    def test_the_word_stands_nowhere_else(self):
        hidden = set(Document.objects.unpublished().values_list("pk", flat=True))
        for version in Version.objects.exclude(document__in=hidden):
            assert SECRET not in version.content
        desk = {model._meta.label for model in [Document, *Document.part_models()]}
        past = {model.history.model._meta.label for model in [Document, *Document.part_models()]}
        for label, content in everything().items():
            if label not in {*desk, *past, "documents.Version"}:
                assert SECRET not in " ".join(content).lower(), label

    def test_every_public_page_says_that_it_is_fictional_and_none_shows_the_word(self):
        documents()  # their images are put where this test's pages are served from
        hidden = {f"/documents/{d}/" for d in Document.objects.unpublished().values_list("pk", flat=True)}
        seen = walk((*STARTS, *hidden))
        pages = {a: words for a, (status, words) in seen.items() if status != 404 and "<!doctype" in words}
        assert len(pages) > 200
        assert not [address for address, (_, words) in seen.items() if SECRET in words.lower()]
        assert not [
            address for address, words in pages.items() if "everything in it are fictional" not in words
        ]
        led_to = {
            address: status for address, (status, _) in seen.items() if address not in {*STARTS, *hidden}
        }
        assert {address: status for address, status in led_to.items() if status == 404} == {}

    def test_the_account_of_the_method_is_shown(self):
        page = Client().get("/about/").content.decode()
        assert "Everything in this archive is invented" in page
        assert Version.objects.filter(document=loading.ABOUT).count() == 2

    def test_a_withdrawn_document_says_so(self):
        document = Document.objects.unpublished().exclude(versions=None).distinct().get()
        reply = Client().get(f"/documents/{document.pk}/")
        assert reply.status_code == 410
        assert Entry.objects.get(kind="withdrawn").note in reply.content.decode()

    def test_everything_verifies(self):
        documents()  # their images are put where this test looks for them
        said = StringIO()
        call_command("verify", stdout=said)
        assert "Everything fits" in said.getvalue()

    def test_facsimiles_lie_where_they_are_read(self, tmp_path):
        documents()
        named = {
            row.image
            for listing in Listing.objects.select_related("version")
            for row in load(listing.version.content).document.facsimiles
        }
        assert len(named) >= 4
        assert named == {file.name for file in (tmp_path / "facsimiles").iterdir()}

    def test_loading_again_changes_nothing(self):
        before = everything()
        said = load_demo()
        assert everything() == before
        assert "password as before" in said

    def test_loading_again_leaves_what_editors_did(self):
        editor = User.objects.get(username="editor")
        with history.revision(editor, "A document of our own."):
            Document.objects.create(title="Ours")
        before = everything()
        load_demo()
        assert everything() == before

    def test_a_password_is_drawn_and_printed_once(self, said):
        (password,) = set(re.findall(r"^  \w+ +(\S+)$", said, flags=re.MULTILINE))
        assert len(password) >= 15
        for role in accounts.ROLES:
            assert Client().login(username=role, password=password)
        assert password not in load_demo()

    def test_a_password_that_is_given_is_set(self):
        load_demo(password="a word of ours")
        assert Client().login(username="publisher", password="a word of ours")
        before = everything()
        load_demo(password="a word of ours")
        assert everything() == before

    def test_each_account_has_its_role(self):
        for user in User.objects.all():
            assert [group.name for group in user.groups.all()] == [user.username]
            assert user.is_staff
            assert user.is_superuser == (user.username == "administrator")


# --- The files ---


def documents() -> list:
    found = []
    for path in sorted((loading.FILES / "documents").glob("*.toml")):
        found += [from_data({"document": data}).document for data, _ in loading.states(*loading.read(path))]
    return found


def test_every_load_gives_the_same_rows():
    assert documents() == documents()


def test_every_field_of_the_model_is_shown():
    used = set()
    for document in documents():
        for row in (document, *rows(document)):
            shown = {f.name for f in dataclasses.fields(row) if getattr(row, f.name) not in (f.default, ())}
            used |= {(type(row), name) for name in shown}
    wanted = {
        (kind, name) for kind, names in PUBLIC.items() if kind in PARTS.values() for name in names.split()
    }
    assert {f"{kind.__name__}.{name}" for kind, name in wanted - used} == set()
    document = type(documents()[0])
    fields = {f.name for f in dataclasses.fields(document)}
    assert {name for name in fields | PRIVATE if (document, name) not in used} == {"title_language"}


LISTED = {
    "voice": choices.Voice,
    "heading_voice": None,
    "date_calendar": choices.Calendar,
    "direction": choices.Direction,
    "extent": choices.Extent,
    "certainty": choices.Certainty,
    "manner": choices.Manner,
    "note_kind": choices.NoteKind,
    "editorial_kind": choices.EditorialKind,
    "relation_kind": choices.RelationKind,
}


@pytest.mark.parametrize("name", LISTED)
def test_every_choice_is_shown(name):
    seen = {getattr(row, name, None) for document in documents() for row in (document, *rows(document))}
    if choice := LISTED[name]:
        assert {*choice.values} <= seen
    else:
        assert {"author", "earlier compiler"} <= seen


# --- Beside other documents, and in one command ---


@pytest.mark.django_db
def test_a_database_with_other_documents_is_refused(settings):
    with history.revision(None, "Ours."):
        Document.objects.create(title="Ours")
    before = everything()
    with pytest.raises(CommandError, match="holds documents of its own"):
        load_demo()
    assert everything() == before
    assert not is_demonstration()


@pytest.mark.django_db
@pytest.mark.parametrize("password", ["", "  "])
def test_an_empty_password_is_refused(password):
    with pytest.raises(CommandError, match="empty password"):
        load_demo(password=password)
    assert not User.objects.exists()


def test_a_taken_port_is_named_before_anything_is_made(tmp_path):
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        done = subprocess.run(
            [sys.executable, MANAGE, "demo", address],
            env={"DATA_DIR": str(tmp_path), "PATH": ""},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert address in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.glob("*.sqlite3"))


@pytest.mark.slow
def test_one_command_serves_the_archive(tmp_path):
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        address = f"127.0.0.1:{free.getsockname()[1]}"
    for printed in ("of them invented", "there already"):
        served = subprocess.Popen(
            [sys.executable, MANAGE, "demo", address],
            env={"DATA_DIR": str(tmp_path), "PATH": ""},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            said = []
            while not said or "stop with Ctrl-C" not in said[-1]:
                said.append(served.stdout.readline())
                assert said[-1], "".join(said)
            began = time.monotonic()
            with urllib.request.urlopen(f"http://{address}/about/", timeout=60) as reply:
                assert "fictional" in reply.read().decode()
            assert time.monotonic() - began < 60
        finally:
            served.send_signal(2)
        assert served.wait(20) == 0
        assert printed in "".join(said)
