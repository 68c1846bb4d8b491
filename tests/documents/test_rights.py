"""Whose a document is: of who made its first revision, whoever saves it later."""

import pytest

from documents import history, rights
from documents.snapshot import Snapshot
from tests.documents import builders

pytestmark = pytest.mark.django_db


def entered_by(role: str) -> str:
    document = builders.content()
    with history.revision(builders.user(role)):
        history.write(Snapshot(document=document), None)
    return document.public_id


def test_own_documents_are_those_that_one_entered_oneself():
    own, others = entered_by("contributor"), entered_by("publisher")
    builders.changed(own, title="Saved by somebody else")
    contributor = builders.user("contributor")
    assert [row["record"] for row in rights.entered(contributor)] == [own]
    assert rights.entered_by(contributor, own)
    assert not rights.entered_by(contributor, others)
