"""The audit log keeps what was done and refused; its rows are only added, and hold no words of documents."""

import ast
import logging
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection, transaction

from documents import audit, merges, publishing
from documents.exchange.importing.undoing import undo
from documents.models import Act, Document, Event, ImportBatch
from tests.documents import builders
from tests.documents.importing import tiny
from tests.forms import desk

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]
PAGE = "/admin/audit/"


@pytest.fixture
def lines(caplog):
    """The lines of the log `fonds.audit`."""
    logger = logging.getLogger("fonds.audit")
    logger.addHandler(caplog.handler)
    yield lambda: [record.getMessage() for record in caplog.records if record.name == "fonds.audit"]
    logger.removeHandler(caplog.handler)


def noted(**where) -> list[tuple[str, str, str, str]]:
    found = Event.objects.filter(**where).order_by("pk")
    return [(e.act, e.user_name, e.record, e.detail) for e in found]


def seen(**parameters) -> str:
    return desk("administrator").get(PAGE, parameters).content.decode()


# --- What is noted ---


def test_what_readers_see_changes_only_with_an_event():
    ident = builders.saved()
    builders.publish(ident)
    builders.withdraw(ident)
    builders.reinstate(ident, 1)
    builders.purge(ident, "Ruling 12/2026")
    assert noted(kind="document") == [
        (Act.PUBLISHED, "publisher", ident, "version 1, revision 1"),
        (Act.WITHDRAWN, "publisher", ident, "version 1"),
        (Act.REINSTATED, "publisher", ident, "version 1"),
        (Act.PURGED, "administrator", ident, "Ruling 12/2026"),
    ]


def test_what_was_not_done_leaves_no_event():
    ident = builders.published().document_id
    with pytest.raises(publishing.Refused):
        builders.publish(ident)
    assert [act for act, *_ in noted()] == [Act.PUBLISHED]


def test_what_is_rolled_back_was_not_done():
    ident = builders.saved()
    with transaction.atomic():
        builders.publish(ident)
        transaction.set_rollback(True)
    assert noted() == []


@pytest.mark.django_db(transaction=True)
def test_a_backup_is_an_export(settings, tmp_path):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL is backed up by its own tool")
    call_command("backup", str(tmp_path / "copy.sqlite3"), stdout=StringIO())
    [(act, user, _, detail)] = noted()
    assert (act, user) == (Act.EXPORTED, "")
    assert detail.startswith("backup of the database, SHA-256 ")


def test_a_merge_and_its_end_are_noted():
    one, other = builders.person("Ada"), builders.person("A. Example")
    editor = builders.user("editor")
    assert merges.merge("person", one, other, user=editor, reason="The same")
    assert not merges.merge("person", one, other, user=editor, reason="Once more")
    assert merges.separate("person", one, user=editor, reason="Not the same")
    assert noted(kind="person") == [
        (Act.MERGED, "editor", one, f"into {other}"),
        (Act.SEPARATED, "editor", one, f"from {other}"),
    ]
    assert f"/admin/people/person/{one}/change/" in seen(act="merged")


def test_imports_and_what_undoes_them_are_noted_and_trials_are_not(tmp_path):
    publisher = builders.user("publisher")
    path = tiny.file(tmp_path, "v", [tiny.document("v/1")])
    tiny.run(path, user=publisher, trial=True)
    assert noted() == []
    _, run = tiny.run(path, user=publisher)
    list(undo(run.batch, publisher))
    number = str(run.batch.pk)
    assert noted(kind="import") == [
        (Act.IMPORTED, "publisher", number, "1 file, as drafts"),
        (Act.IMPORT_UNDONE, "publisher", number, ""),
    ]


def test_spreadsheets_are_noted_on_their_way_out_and_in():
    client = desk("editor")
    client.get("/admin/spreadsheets/people.csv")
    file = SimpleUploadedFile("secret name.csv", b"public_id,name\n,Ada\n")
    page = client.get(client.post("/admin/spreadsheets/people/", {"file": file}).url)
    posted = {"act": "take in", "digest": page.context["plan"].digest}
    client.post(page.request["PATH_INFO"], posted)
    events = [event for event in noted() if event[0] in (Act.EXPORTED, Act.IMPORTED)]
    assert events == [
        (Act.EXPORTED, "editor", "", "a spreadsheet: people"),
        (Act.IMPORTED, "editor", str(ImportBatch.objects.get().pk), "a spreadsheet: people, 1 row"),
    ]


def test_a_purge_keeps_the_events_and_none_of_them_holds_words_of_the_document():
    ident = builders.saved(title="On quillwort", heading="Quillwort")
    builders.publish(ident, note="Quillwort again")
    builders.purge(ident, "Ruling 12/2026")
    assert [act for act, *_ in noted(kind="document", record=ident)] == [Act.PUBLISHED, Act.PURGED]
    assert not Event.objects.filter(detail__icontains="quillwort").exists()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("one\r\ntwo", "one\\r\\ntwo"),
        ("a\0b", "a\\x00b"),
        ("\u202etxt", "\\u202etxt"),
        ("\u2028", "\\u2028"),
        ("\ud800", "\\ud800"),
        ("Երևան საქართველო", "Երևան საქართველო"),
    ],
)
def test_what_cannot_be_printed_is_escaped(typed, kept):
    assert audit.note(Act.EXPORTED, detail=typed).detail == kept


def test_what_is_too_long_is_cut_and_says_so():
    event = audit.note(Act.EXPORTED, detail="x" * 9000, kind="k" * 99, record="r" * 99, name="\n" * 999)
    assert [len(words) for words in (event.detail, event.kind, event.record, event.user_name)] == [
        500,
        30,
        60,
        150,
    ]
    assert event.detail.endswith("…")


def test_each_event_is_a_line_of_the_log_that_cannot_be_forged(lines, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        audit.note(Act.EXPORTED, user=builders.user("editor"), detail='x" act="published"\nact="purged"')
    assert lines() == [
        'act="exported" user_name="editor" detail="x\\" act=\\"published\\"\\\\nact=\\"purged\\""'
    ]


# --- Only added ---


def test_where_lines_would_hide_what_matters_events_are_added_all_the_same(
    lines, django_capture_on_commit_callbacks
):
    with audit.untold(), django_capture_on_commit_callbacks(execute=True):
        audit.note(Act.EXPORTED, detail="without a line")
    with django_capture_on_commit_callbacks(execute=True):
        audit.note(Act.EXPORTED, detail="with a line")
    assert lines() == ['act="exported" detail="with a line"']
    assert Event.objects.count() == 2


def test_no_code_changes_or_deletes_events():
    """Events are named in few places, and there only added or read."""
    named = {
        str(path.relative_to(ROOT))
        for app in ("archive", "documents", "people", "places")
        for path in (ROOT / app).rglob("*.py")
        if "migrations" not in path.parts
        and any(
            isinstance(node, ast.Name | ast.alias)
            and getattr(node, "id", getattr(node, "name", "")) == "Event"
            for node in ast.walk(ast.parse(path.read_text()))
        )
    }
    assert named == {
        "archive/guessing.py",
        "archive/listening.py",
        "documents/audit.py",
        "documents/desk/audit.py",
        "documents/models/__init__.py",
    }
    for path in named:
        source = (ROOT / path).read_text()
        for verb in (".delete(", ".update(", "_raw_delete", "bulk_update", "update_or_create"):
            assert verb not in source, f"{path} has {verb}"


def test_nobody_finds_a_form_for_events():
    from django.contrib import admin

    assert desk("administrator").post(PAGE, {"act": "purged"}).status_code == 405
    assert User in admin.site._registry
    assert Event not in admin.site._registry


# --- The page ---


def test_the_page_is_for_administrators():
    for role in ("contributor", "editor", "publisher"):
        assert desk(role).get(PAGE).status_code == 403
        assert PAGE not in desk(role).get("/admin/").content.decode()
    assert PAGE in desk("administrator").get("/admin/").content.decode()


def test_the_page_tells_who_did_what_and_leads_to_the_record():
    ident = builders.published().document_id
    page = seen(act="published")
    assert f'<a href="/admin/documents/document/{ident}/change/">{ident}</a>' in page
    assert "version 1, revision 1" in page


def test_a_record_that_is_gone_is_named_without_a_link():
    audit.note(Act.RESTORED, kind="document", record="b9qjw4z0")
    audit.note(Act.RESTORED, kind="person", record=builders.person())
    page = seen(act="restored")
    assert "b9qjw4z0" in page
    assert "b9qjw4z0/change" not in page
    assert "/admin/people/person/" in page


def test_it_is_narrowed_by_user_act_and_period():
    audit.note(Act.EXPORTED, name="ada", detail="one-thing")
    audit.note(Act.SENT_BACK, name="bert", detail="another-thing")
    assert "one-thing" in seen(user="ada")
    assert "another-thing" not in seen(user="ada")
    assert "another-thing" in seen(act="sent back")
    assert "one-thing" not in seen(act="sent back")
    assert "No event fits" in seen(last="1999-12-31")
    assert "one-thing" in seen(first="1999-12-31", last="9999-12-31")


@pytest.mark.parametrize(
    "hostile",
    [
        {"act": "nothing"},
        {"first": "yesterday"},
        {"last": "9999-12-31", "first": "0001-01-01"},
        {"page": "99999999999999"},
        {"page": "-1"},
        {"user": "\0"},
        {"user": "<script>alert(1)</script>"},
        {"user__password": "x"},
    ],
)
def test_no_question_breaks_the_page(hostile):
    reply = desk("administrator").get(PAGE, hostile)
    assert reply.status_code in (200, 400)
    assert b"<script>alert(1)" not in reply.content


def test_hostile_details_come_to_no_life():
    audit.note(Act.EXPORTED, name="<b>ada", detail="<script>alert(1)</script>")
    assert "<script>alert(1)" not in seen()
    assert "<b>ada" not in seen()


def test_a_long_log_is_paged_and_asks_a_constant_number_of_questions(django_assert_num_queries):
    client = desk("administrator")
    ident = builders.saved()

    def questions() -> int:
        with django_assert_num_queries(9, exact=False) as asked:
            client.get(PAGE)
        return len(asked)

    audit.note(Act.EXPORTED, kind="document", record=ident)
    few = questions()
    for _ in range(130):
        audit.note(Act.EXPORTED, kind="document", record=ident)
    assert questions() == few
    assert "?page=2" in seen()
    assert "act=exported&amp;page=2" in seen(act="exported")
    assert Document.objects.count() == 1


def test_roles_hold_no_right_over_what_only_the_software_writes():
    """A new archive makes the permissions of all tables at once; roles must not sweep them up."""
    from django.contrib.auth.models import Permission

    written = ("event", "look", "submission", "comment", "workinprogress", "entry", "version", "listing")
    held = Permission.objects.filter(content_type__model__in=written, group__isnull=False)
    assert {(right.codename, *right.group_set.values_list("name", flat=True)) for right in held} == {
        ("view_event", "administrator")
    }
