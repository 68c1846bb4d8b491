"""Hostile files through the importer itself, tried and in earnest: refused, or taken in; nothing half."""

import time

import pytest

from documents.exchange.importing import reading
from documents.exchange.importing.running import Run, files_in
from documents.models import Document, Imported
from people.models import Body
from tests.documents.importing import hostile, tiny

SOON = 20
"""Seconds: what issue and design allow a hostile file."""

TOO_MUCH = {
    "notes": hostile.volume(hostile.document("<p>before</p>"), hostile.document(hostile.notes(200_000), 2)),
    "cells": hostile.volume(hostile.document("<p>before</p>"), hostile.document(hostile.cells(800_000), 2)),
    "elements": hostile.letter(hostile.elements(300_000)),
    "documents": hostile.volume(*(hostile.document("<p>w</p>", n) for n in range(150_000))),
    "people": hostile.letter("<p>x</p>", hostile.people(50_000)),
    "one paragraph": hostile.letter(f"<p>{'word ' * 3_900_000}</p>"),
}


def outcomes(folder, data: bytes, *, trial: bool) -> list:
    path = folder / "hostile.xml"
    path.write_bytes(data)
    return list(Run(files_in([path]), tiny.batch(trial=trial), reading.read).outcomes())


@pytest.mark.django_db
@pytest.mark.parametrize("trial", [True, False], ids=["tried", "in earnest"])
@pytest.mark.parametrize("data", TOO_MUCH.values(), ids=TOO_MUCH)
def test_a_file_with_too_much_in_it_is_refused_as_a_whole(tmp_path, data, trial):
    begun = time.monotonic()
    told = outcomes(tmp_path, data, trial=trial)
    assert time.monotonic() - begun < SOON
    refused = [each for each in told if each.what == "refused"]
    assert [each.kind for each in refused] == ["file"]
    assert "ivide it" in refused[0].told[0]
    assert not Document.objects.exists()
    assert not Imported.objects.exists()


@pytest.mark.django_db
def test_documents_as_full_as_they_may_be_are_taken_in(tmp_path):
    full = (hostile.notes(2_000), hostile.cells(20_000), hostile.elements(29_000))
    outcomes(tmp_path, hostile.volume(*map(hostile.document, full, (1, 2, 3))), trial=False)
    assert Document.objects.count() == 3


@pytest.mark.django_db
def test_whoever_is_referred_to_comes_before_and_a_ring_ends(tmp_path):
    named = [
        {"kind": "body", "local": "part", "name": "Office", "data": {"parent": "@whole"}},
        {"kind": "body", "local": "one", "name": "One", "data": {"parent": "@other"}},
        {"kind": "body", "local": "other", "name": "Other", "data": {"parent": "@one"}},
        {"kind": "body", "local": "whole", "name": "Ministry"},
    ]
    told, _ = tiny.run(tiny.file(tmp_path, "v", [], named))
    assert [each.title for each in told] == ["Ministry", "Office", "One", "Other"]
    assert Body.objects.get(name="Office").parent.name == "Ministry"
