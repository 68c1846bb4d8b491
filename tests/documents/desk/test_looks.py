"""Since you last looked: reviewers are told which documents others have changed, until they saw them."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from documents import history
from documents.desk import news
from documents.models import Document, Look
from documents.snapshot import Snapshot
from places.revisions import Revision
from tests.documents import builders
from tests.forms import desk

pytestmark = pytest.mark.django_db

PAGE, SEEN = "/admin/news/", "/admin/news/seen/"


@pytest.fixture(autouse=True)
def accounts_are_old(db):
    """Everybody has been here for a year."""
    for role in builders.ROLES:
        builders.user(role)
    User.objects.update(date_joined=timezone.now() - timedelta(days=365))


def page(role: str = "publisher", query: str = "") -> str:
    reply = desk(role).get(PAGE + query)
    assert reply.status_code == 200
    return " ".join(reply.content.decode().split())


def listed(role: str = "publisher") -> list[str]:
    """The documents on the first page of somebody's news, in order."""
    return re.findall(r'<h2 id="news-([0-9a-z]{8})">', page(role))


def see(role: str, **data):
    reply = desk(role).post(SEEN, data)
    assert reply.status_code == 302
    return reply


def entered_by(role: str, **fields) -> str:
    document = builders.content(**fields)
    with history.revision(builders.user(role)):
        history.write(Snapshot(document=document), None)
    return document.public_id


def saved_by(role: str, ident: str, **fields) -> None:
    last = history.latest(Document.kind, ident)
    with history.revision(builders.user(role)):
        changed = replace(history.snapshot(ident).document, **fields)
        history.write(Snapshot(document=changed), last.number)


def test_what_others_changed_is_listed_the_newest_first():
    first, second = builders.saved(title="First"), builders.saved(title="Second")
    builders.changed(first, title="First again")
    assert listed() == [first, second]


def test_it_says_how_often_by_whom_and_what():
    ident = builders.saved(title="On the mill")
    see("publisher", seen=f"{ident}:1")
    saved_by("editor", ident, title="On the old mill")
    saved_by("administrator", ident, title="On the oldest mill")
    words = page()
    assert "2 revisions by <bdi>editor</bdi>, <bdi>administrator</bdi>" in words
    assert "title" in words.split('class="changes"')[1].split("</ul>")[0].lower()
    assert "?from=1&amp;to=desk" in words


def test_a_document_that_is_new_says_so():
    builders.saved()
    assert "a new document" in page()


def test_own_saves_are_no_news():
    ident = entered_by("editor")
    saved_by("editor", ident, title="Better")
    assert listed("editor") == []
    assert listed("publisher") == [ident]


def test_the_comparison_begins_after_what_one_saved_oneself():
    ident = entered_by("publisher")
    saved_by("publisher", ident, title="Mine")
    saved_by("editor", ident, title="Theirs")
    assert "?from=2&amp;to=desk" in page()


def test_a_save_over_what_one_has_not_seen_does_not_count_as_seen():
    ident = entered_by("publisher")
    saved_by("editor", ident, title="Theirs")
    saved_by("publisher", ident, title="Mine")
    assert listed() == [ident]
    assert "?from=1&amp;to=desk" in page()


def test_what_is_seen_is_gone_until_it_changes_again():
    ident = builders.saved()
    other = builders.saved()
    see("publisher", seen=f"{ident}:1")
    assert listed() == [other]
    builders.changed(ident, title="Changed")
    assert listed() == [ident, other]
    assert listed("administrator") == [ident, other]


def test_what_was_saved_while_the_page_was_read_stays_news():
    ident = builders.saved()
    until = Revision.objects.latest("pk").pk
    builders.changed(ident, title="Changed meanwhile")
    see("publisher", seen=f"{ident}:1")
    assert listed() == [ident]
    see("administrator", until=until)
    assert listed("administrator") == [ident]


def test_all_can_be_seen_at_once_also_from_a_list_of_many_pages():
    idents = {builders.saved(title=f"Letter {number}") for number in range(23)}
    assert len(listed()) == 20
    assert "I have seen all 23" in page()
    see("publisher", until=Revision.objects.latest("pk").pk)
    assert listed() == []
    assert "Nothing is new" in page()
    assert set(Look.objects.values_list("document", flat=True)) == idents


def test_a_look_never_goes_back_nor_ahead():
    ident = builders.saved()
    builders.changed(ident, title="Two")
    see("publisher", seen=f"{ident}:99")
    assert Look.objects.get().revision == 2
    builders.changed(ident, title="Three")
    see("publisher", seen=f"{ident}:1")
    assert Look.objects.get().revision == 2


def test_what_is_older_than_the_account_is_no_news():
    builders.saved()
    builders.user("publisher")
    User.objects.filter(username="publisher").update(date_joined=timezone.now())
    assert listed() == []
    later = builders.saved()
    assert listed() == [later]


def test_contributors_are_told_of_their_own_documents_only():
    own, other = entered_by("contributor"), builders.saved()
    saved_by("editor", own, title="Corrected")
    assert listed("contributor") == [own]
    see("contributor", seen=[f"{other}:1", f"{own}:2"])
    assert [look.document_id for look in Look.objects.all()] == [own]


def test_deleted_documents_are_not_listed():
    ident = builders.saved()
    with history.revision(builders.user("editor"), "Deleted"):
        Document.objects.get(pk=ident).delete()
    assert listed() == []


def test_a_purged_document_says_none_of_its_words():
    ident = builders.saved(title="On quillwort")
    see("publisher", seen=f"{ident}:1")
    builders.purge(ident)
    assert "quillwort" not in page()


def test_the_first_page_of_the_desk_counts():
    builders.saved()
    builders.saved()
    first = " ".join(desk("publisher").get("/admin/").content.decode().split())
    assert "2 documents changed by others" in first
    assert "nothing new" in desk("editor").get("/admin/").content.decode()


def test_who_has_no_role_is_not_told(client):
    builders.saved()
    client.force_login(User.objects.create_user("nobody", is_staff=True))
    assert client.get(PAGE).status_code == 403
    assert client.post(SEEN, {"until": "99"}).status_code == 403
    assert PAGE not in client.get("/admin/").content.decode()


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"seen": "x"},
        {"seen": ":"},
        {"seen": "a:-1"},
        {"seen": "a:99999999999999999999"},
        {"seen": "\0:1"},
        {"seen": ["a:1"] * 9000},
        {"until": "all"},
        {"until": "9" * 40},
        {"until": "٣"},
    ],
)
def test_no_form_breaks_it(data):
    builders.saved()
    assert desk("publisher").post(SEEN, data).status_code in (302, 400)
    assert len(listed()) in (0, 1)


def test_only_what_can_be_an_id_is_asked_of_the_database():
    assert news.asked(["b9qjw4z0\0:7", "ab\0:7", "a:1", "\ud800:1"]) == {}
    ident = builders.saved()
    assert news.asked([f"{ident}:7"]) == {ident: 7}


def test_it_is_never_changed_by_reading():
    builders.saved()
    page()
    assert not Look.objects.exists()
    assert desk("publisher").get(SEEN).status_code == 405


def test_hostile_words_come_to_no_life():
    ident = builders.saved(title="<script>alert(1)</script>")
    see("publisher", seen=f"{ident}:1")
    builders.changed(ident, title="<img src=x onerror=alert(1)>")
    assert "<script>alert" not in page()
    assert "<img src=x" not in page()


def test_the_number_of_questions_does_not_grow_with_the_number_of_documents():
    def questions() -> int:
        client = desk("publisher")
        client.get(PAGE)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(PAGE)
        return len(asked)

    def changed() -> None:
        ident = builders.saved()
        see("publisher", seen=f"{ident}:1")
        builders.changed(ident, title="Changed")

    changed()
    few = questions()
    for _ in range(6):
        changed()
    assert questions() == few
