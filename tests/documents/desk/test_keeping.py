"""What is typed and not saved yet is kept, for the one who typed it and for nobody else."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from documents import history
from documents.models import Document
from people.models import Person
from places import keeping
from places.work_in_progress import WorkInProgress
from tests.documents import builders
from tests.documents.desk.conftest import Fields
from tests.documents.desk.test_rows import picture
from tests.forms import Sheet as RecordSheet

pytestmark = pytest.mark.django_db

ADD = "/admin/documents/document/add/"
TOKEN = "0123456789abcdef" * 2


def at(record: str = "", model: str = "documents.document", act: str = "keep") -> str:
    return f"/admin/keep/?{urlencode({'model': model, 'record': record, 'act': act})}"


def keep(sheet, record: str = "", **kwargs):
    return sheet.client.post(at(record, **kwargs), {**sheet.data, "form_token": TOKEN})


def rows(**where):
    return WorkInProgress.objects.filter(**where)


# --- Keeping and taking up again ---


def test_what_is_typed_is_kept_and_nothing_is_saved(entered, sheet_of):
    sheet = sheet_of(entered).write(title="Half typ", texts__0__content="a & b = c + d %41; Ъ\nline")
    assert keep(sheet, entered).status_code == 200
    row = rows(user=sheet.client.user).get()
    assert (row.kind, row.record, row.base) == ("document", entered, 1)
    kept = QueryDict(row.data)
    assert kept["title"] == "Half typ"
    assert kept["texts-0-content"] == "a & b = c + d %41; Ъ\nline"
    assert "csrfmiddlewaretoken" not in kept
    assert history.revisions(entered).count() == 1


def test_it_is_offered_and_taken_up_again_without_being_saved(entered, sheet_of):
    sheet = sheet_of(entered)
    sheet.write(title="Half typ", texts__2__content="A third text.", texts__2__language="fr")
    keep(sheet, entered)
    page = sheet.client.get(sheet.address).content.decode()
    assert "You typed here on" in page
    assert "Half typ" not in page
    reply = sheet.client.get(sheet.address + "?kept=1")
    page = reply.content.decode()
    assert "It is not saved yet" in page
    assert "Half typ" in page
    assert "A third text." in page
    assert history.revisions(entered).count() == 1
    again = type(sheet)(sheet.client, sheet.address + "?kept=1")
    assert again.data["form_token"] == TOKEN
    again.fill({"texts-2-direction": "ltr", "texts-2-role": "translation", "texts-2-extent": "full"})
    assert again.fill({"texts-2-role_basis": "stated"}).hand_in().status_code == 302
    assert history.snapshot(entered).document.title == "Half typ"
    assert len(history.snapshot(entered).document.texts) == 3
    assert not rows().exists()


def test_new_documents_are_kept_too(sheet):
    sheet.write(title="", texts__0__content="The first words.")
    keep(sheet)
    assert "The first words." in sheet.client.get(ADD + "?kept=1").content.decode()
    again = type(sheet)(sheet.client, ADD + "?kept=1").write(title="Now with a title")
    assert again.hand_in().status_code == 302
    assert Document.objects.get().title == "Now with a title"
    assert not rows().exists()


def test_people_are_kept_too():
    ada = builders.person("Ada Example")
    sheet = RecordSheet(f"people/person/{ada}/change/")
    sheet.write(note="Half typ", names__0__name="Ada the Elder")
    keep(sheet, ada, model="people.person")
    page = sheet.client.get(f"{sheet.address}?kept=1").content.decode()
    assert "Half typ" in page
    assert "Ada the Elder" in page
    assert sheet.hand_in("_save", form_token=TOKEN).status_code == 302
    assert Person.objects.get(pk=ada).note == "Half typ"
    assert not rows().exists()


def test_faults_in_what_was_kept_are_told_when_it_is_taken_up(entered, sheet_of):
    sheet = sheet_of(entered).write(date_edtf="July")
    keep(sheet, entered)
    page = sheet.client.get(sheet.address + "?kept=1").content.decode()
    assert "cannot be read as a date" in page
    assert "July" in page


def test_a_page_image_that_waits_is_taken_up_with_the_kept_work(entered, sheet_of):
    sheet = sheet_of(entered).write(date_edtf="July")
    refused = sheet.hand_in(**{"facsimiles-0-upload": picture(), "facsimiles-0-label": "1"})
    sheet.data |= Fields(refused.content.decode()).data
    keep(sheet.fill({"facsimiles-0-label": "1"}), entered)
    again = type(sheet)(sheet.client, sheet.address + "?kept=1")
    assert again.data["facsimiles-0-waiting"]
    assert again.write(date_edtf="1923-07").hand_in().status_code == 302
    assert len(history.snapshot(entered).document.facsimiles) == 1


def test_kept_work_that_was_overtaken_is_put_together_with_what_was_saved(entered, sheet_of):
    sheet = sheet_of(entered).write(title="The slow mill")
    keep(sheet, entered)
    sheet_of(entered).write(summary="By the quick one.").hand_in()
    page = sheet.client.get(sheet.address + "?kept=1").content.decode()
    assert "By the quick one." in page
    again = type(sheet)(sheet.client, sheet.address + "?kept=1")
    assert again.data["base_revision"] == "1"
    assert again.hand_in().status_code == 200
    merging = sheet.client.post(f"/admin/documents/document/{entered}/merge/", again.data)
    assert "Yours and theirs" in merging.content.decode()
    assert history.snapshot(entered).document.title == "On the mill"


# --- Giving up ---


def test_a_save_gives_up_what_was_kept_of_its_own_form(entered, sheet_of):
    sheet = sheet_of(entered).write(title="Typed")
    keep(sheet, entered)
    reply = sheet.fill({"form_token": TOKEN}).hand_in()
    assert reply.status_code == 302
    assert not rows().exists()
    assert f"form-{TOKEN}" in sheet.client.get(reply.url).content.decode()


def test_a_save_does_not_give_up_work_that_its_form_did_not_hold(entered, sheet_of):
    sheet = sheet_of(entered).write(title="Typed yesterday")
    keep(sheet, entered)
    anew = sheet_of(entered, sheet.client).write(summary="Typed today", form_token="f" * 32)
    assert anew.hand_in().status_code == 302
    assert rows().count() == 1
    assert "Typed yesterday" in sheet.client.get(sheet.address + "?kept=1").content.decode()


def test_a_refused_save_gives_up_nothing(entered, sheet_of):
    sheet = sheet_of(entered).write(date_edtf="July")
    keep(sheet, entered)
    assert sheet.fill({"form_token": TOKEN}).hand_in().status_code == 200
    assert rows().count() == 1


def test_a_merge_gives_up_what_was_kept(entered, sheet_of):
    slow = sheet_of(entered).write(title="The slow mill", form_token=TOKEN)
    keep(slow, entered)
    sheet_of(entered).write(summary="By the quick one.").hand_in()
    merge = f"/admin/documents/document/{entered}/merge/"
    typed = slow.client.post(merge, slow.data).context["conflict"].sealed()
    assert slow.client.post(merge, {"typed": typed}).status_code == 302
    assert not rows().exists()


def test_it_is_discarded_by_a_button(entered, sheet_of):
    sheet = sheet_of(entered).write(title="Typed")
    keep(sheet, entered)
    reply = sheet.client.post(at(entered, act="discard"))
    assert (reply.status_code, reply.url) == (302, sheet.address)
    assert not rows().exists()
    assert 'id="kept"' not in sheet.client.get(sheet.address).content.decode()


def test_after_ninety_days_everybodys_is_given_up(entered, sheet_of, sheet):
    old = sheet_of(entered, sheet.client).write(title="Typed")
    keep(old, entered)
    others = sheet_of(entered)
    keep(others, entered)
    rows().update(moment=timezone.now() - timedelta(days=91))
    keep(sheet.write(title="New"))
    assert {(row.user, row.record) for row in rows()} == {(sheet.client.user, "")}


def test_a_purge_removes_what_was_kept_of_the_document(entered, sheet_of):
    keep(sheet_of(entered).write(title="Typed"), entered)
    other = builders.saved()
    keep(sheet_of(other).write(title="Typed"), other)
    builders.purge(entered)
    assert [row.record for row in rows()] == [other]


@pytest.mark.parametrize("published", [True, False])
def test_words_typed_before_a_purge_do_not_come_back_after_it(sheet_of, published):
    ident = builders.published().document_id if published else builders.saved()
    open_form = sheet_of(ident).write(title="Words that must go")
    builders.purge(ident)
    assert keep(open_form, ident).status_code == 403
    assert open_form.hand_in().status_code == 403
    assert not rows()
    assert history.snapshot(ident).document.title == "Purged document"


def test_words_that_came_back_after_a_purge_can_be_purged(entered):
    builders.purge(entered)
    user = builders.user("editor")
    WorkInProgress.objects.create(user=user, kind="document", record=entered, data="title=Words")
    builders.purge(entered)
    assert not rows()


# --- Who may ---


def test_kept_work_is_shown_to_nobody_else(entered, sheet_of, at_desk):
    keep(sheet_of(entered).write(title="Secret words"), entered)
    other = at_desk("administrator")
    for address in (
        f"/admin/documents/document/{entered}/change/",
        f"/admin/documents/document/{entered}/change/?kept=1",
    ):
        page = other.get(address).content.decode()
        assert "Secret words" not in page
        assert 'id="kept"' not in page
    other.post(at(entered, act="discard"))
    assert rows().count() == 1


def test_only_who_may_save_may_keep(entered, at_desk, sheet_of):
    data = sheet_of(entered).data
    assert at_desk("contributor").post(at(entered), data).status_code == 403
    reply = Client().post(at(entered), data)
    assert reply.status_code == 403
    assert at_desk("editor").get(at(entered)).status_code == 405
    assert not rows().exists()


@pytest.mark.parametrize(
    "where",
    [
        {"model": "x"},
        {"model": "documents.version"},
        {"model": "auth.user"},
        {"model": ""},
        {"record": "zzzzzzzz"},
        {"record": "\x01" * 50},
    ],
)
def test_what_is_not_there_cannot_be_kept(at_desk, where):
    address = f"/admin/keep/?{urlencode({'model': 'documents.document', 'record': '', **where})}"
    assert at_desk("administrator").post(address, {"title": "T"}).status_code == 404
    assert not rows().exists()


def test_what_is_too_long_is_refused_and_what_was_kept_stays(entered, sheet_of):
    sheet = sheet_of(entered).write(title="Kept")
    keep(sheet, entered)
    sheet.write(summary="x" * (keeping.LONGEST + 1))
    assert keep(sheet, entered).status_code == 413
    assert QueryDict(rows().get().data)["title"] == "Kept"


@pytest.mark.parametrize("base", ["", "-1", "x", "1" * 30, "\0"])
def test_a_forged_form_is_no_error(entered, sheet_of, base):
    sheet = sheet_of(entered).write(title="a\0b", base_revision=base)
    assert keep(sheet, entered).status_code == 200
    assert sheet.client.get(sheet.address + "?kept=1").status_code == 200


def test_forged_numbers_of_rows_in_kept_work_are_no_error(entered, sheet_of):
    sheet = sheet_of(entered).fill({"footnotes-TOTAL_FORMS": "100000", "texts-TOTAL_FORMS": "x"})
    assert keep(sheet, entered).status_code == 400
    assert not rows().exists()


# --- Who is at work ---


def test_others_see_who_is_editing_and_since_when(entered, sheet_of, at_desk):
    sheet = sheet_of(entered)
    sheet.client.user.first_name, sheet.client.user.last_name = "Anna", "Weber"
    sheet.client.user.save()
    assert sheet.client.post(at(entered, act="open")).json()["others"] == []
    since = rows().get().since
    other = sheet_of(entered)
    page = other.client.get(other.address).content.decode()
    assert f"Anna Weber is editing this since {since:%H:%M} UTC" in page
    told = other.client.post(at(entered, act="open")).json()["others"]
    assert told == [{"name": "Anna Weber", "since": f"{since:%H:%M}"}]
    assert "is editing this" not in sheet_of(builders.saved()).client.get(ADD).content.decode()


def test_who_was_not_heard_of_for_three_minutes_is_not_at_work(entered, sheet_of):
    sheet = sheet_of(entered)
    sheet.client.post(at(entered, act="open"))
    long_ago = timezone.now() - timedelta(minutes=4)
    rows().update(moment=long_ago, since=long_ago)
    other = sheet_of(entered)
    assert "is editing this" not in other.client.get(other.address).content.decode()
    sheet.client.post(at(entered, act="open"))
    assert rows().get().since > long_ago + timedelta(minutes=3)


def test_a_sign_of_life_keeps_what_was_typed(entered, sheet_of):
    sheet = sheet_of(entered).write(title="Typed")
    keep(sheet, entered)
    sheet.client.post(at(entered, act="open"))
    assert QueryDict(rows().get().data)["title"] == "Typed"


def test_only_opening_a_form_is_no_work_to_be_offered(entered, sheet_of):
    sheet = sheet_of(entered)
    sheet.client.post(at(entered, act="open"))
    assert 'id="kept"' not in sheet.client.get(sheet.address).content.decode()


def test_those_who_only_look_are_told_nothing_and_keep_nothing(entered, at_desk):
    page = at_desk("contributor").get("/admin/people/person/add/").content.decode()
    assert 'id="keeping"' in page


# --- Too many rows ---


@pytest.mark.parametrize("part", ["footnotes", "topics"])
def test_a_forged_number_of_rows_is_refused_before_any_row_is_made(entered, sheet_of, part):
    sheet = sheet_of(entered).fill({f"{part}-TOTAL_FORMS": "100000"})
    began = timezone.now()
    reply = sheet.write(title="T").hand_in()
    assert reply.status_code == 400
    assert "It can have 2000 at most" in reply.content.decode()
    assert "is still in the form" in reply.content.decode()
    assert timezone.now() - began < timedelta(seconds=2)
    assert history.revisions(entered).count() == 1


def test_rows_that_are_counted_but_not_sent_are_refused(sheet):
    reply = sheet.write(title="T").fill({"footnotes-TOTAL_FORMS": "900"}).hand_in()
    assert reply.status_code == 400
    assert "only 1 arrived" in reply.content.decode()
