"""What is decided of two records that may be the same: by one editor, at once; exactly it is taken back."""

import threading
import time

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models.signals import pre_save

from documents import merges
from documents.models import DoubtfulMatch
from people.models import Person
from places.revisions import Revision
from tests.documents import builders
from tests.documents.importing import tiny
from tests.documents.importing.test_running import ADA
from tests.forms import desk

DOUBTFUL = "/admin/import/doubtful/"


@pytest.fixture
def doubt(tmp_path) -> DoubtfulMatch:
    builders.person("Ada Example")
    tiny.run(tiny.file(tmp_path, "v", [], [ADA]))
    return DoubtfulMatch.objects.get()


def decide(doubt: DoubtfulMatch, answer: str, keep: str = "known") -> str:
    address = f"{DOUBTFUL}{doubt.pk}/"
    said = {"answer": answer, "keep": keep}
    return desk("editor").post(address, said, follow=True).content.decode()


def take_back(doubt: DoubtfulMatch) -> str:
    said = {"pair": doubt.pk, "answer": ""}
    return desk("editor").post(DOUBTFUL, said, follow=True).content.decode()


def ended_in(record: str) -> str | None:
    return Person.objects.get(pk=record).merged_into_id


def merge(record: str, into: str) -> None:
    assert merges.merge("person", record, into, user=builders.user("editor"), reason="Another reason")


def separate(record: str) -> None:
    assert merges.separate("person", record, user=builders.user("editor"), reason="Another reason")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("keep", "ends", "remains"), [("known", "fresh", "known"), ("fresh", "known", "fresh")]
)
def test_a_later_merge_of_the_record_that_remains_is_left_alone(doubt, keep, ends, remains):
    decide(doubt, "same", keep)
    third = builders.person("Third")
    merge(getattr(doubt, remains), third)
    assert "they are two records again" in take_back(doubt)
    assert ended_in(getattr(doubt, ends)) is None
    assert ended_in(getattr(doubt, remains)) == third


@pytest.mark.django_db
@pytest.mark.parametrize("again", ["third", "known"])
def test_a_record_merged_anew_since_is_not_taken_apart(doubt, again):
    decide(doubt, "same")
    into = builders.person("Third") if again == "third" else doubt.known
    separate(doubt.fresh)
    merge(doubt.fresh, into)
    assert "was taken apart and merged anew into" in take_back(doubt)
    assert ended_in(doubt.fresh) == into
    doubt.refresh_from_db()
    assert doubt.answer == "same"


@pytest.mark.django_db
def test_a_merge_that_was_taken_back_elsewhere_is_only_asked_again(doubt):
    decide(doubt, "same")
    separate(doubt.fresh)
    revisions = Revision.objects.count()
    assert "they are two records again" in take_back(doubt)
    assert Revision.objects.count() == revisions
    decide(doubt, "same", "fresh")
    assert ended_in(doubt.known) == doubt.fresh


@pytest.mark.django_db
def test_a_decision_of_which_the_merge_is_not_known_says_so(doubt):
    decide(doubt, "same")
    DoubtfulMatch.objects.update(merged_in=None)
    assert "not known any more which merge this was" in take_back(doubt)
    assert ended_in(doubt.fresh) == doubt.known


@pytest.mark.django_db
def test_a_record_that_ended_elsewhere_is_told(doubt):
    merge(doubt.fresh, builders.person("Third"))
    assert "has ended in another record" in decide(doubt, "same")
    doubt.refresh_from_db()
    assert doubt.answer == ""


@pytest.mark.django_db
def test_a_merge_without_its_decision_is_not_kept(doubt):
    def fail(**kwargs) -> None:
        raise DatabaseError("no room")

    pre_save.connect(fail, sender=DoubtfulMatch)
    try:
        decide(doubt, "same")
    except DatabaseError:
        pass
    finally:
        pre_save.disconnect(fail, sender=DoubtfulMatch)
    assert ended_in(doubt.fresh) is None


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_two_editors_at_once_the_second_is_told(doubt):
    told, client = [], desk("editor")

    def second() -> None:
        try:
            told.append(client.post(f"{DOUBTFUL}{doubt.pk}/", {"answer": "other"}, follow=True))
        finally:
            connection.close()

    other = threading.Thread(target=second)
    with transaction.atomic():
        DoubtfulMatch.objects.select_for_update().get(pk=doubt.pk)
        other.start()
        time.sleep(2)  # by then the second has read what nobody had decided
        DoubtfulMatch.objects.filter(pk=doubt.pk).update(answer="same")
    other.join()
    assert "it was decided already" in told[0].content.decode()
    doubt.refresh_from_db()
    assert doubt.answer == "same"
