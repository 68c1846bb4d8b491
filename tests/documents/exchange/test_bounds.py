"""How much a file and a document in it may hold: at the bound it is read, one more is told with its place."""

import pytest

from documents.exchange.importing import reading
from documents.exchange.importing.bounds import (
    MOST,
    MOST_DOCUMENTS,
    MOST_ELEMENTS,
    MOST_NAMED,
    MOST_NAMES,
)
from documents.exchange.importing.sources import Source, SourceDocument, Unreadable
from tests.documents.importing.hostile import cells, document, elements, letter, notes, people, volume

FULL = {
    "notes": notes(MOST["note"]),
    "cells": cells(MOST["cell"]),
    "elements": elements(MOST_ELEMENTS - 2),  # the document's own and its head
}


def read(data: bytes) -> tuple[Source, list[SourceDocument]]:
    source = reading.read(data, "some.xml")
    return source, list(source.documents)


def refused(data: bytes) -> Unreadable:
    with pytest.raises(Unreadable) as told:
        read(data)
    assert "Please divide it." in told.value.sentence
    assert str(told.value).startswith("some.xml, line ")
    return told.value


@pytest.mark.parametrize("inner", FULL.values(), ids=FULL)
def test_a_document_as_full_as_it_may_be_is_read(inner):
    _, (found,) = read(volume(document(inner)))
    assert found.content.texts[0].content


def test_documents_as_full_as_they_may_be_stand_in_one_file():
    _, found = read(volume(*(document(notes(MOST["note"]), n) for n in (1, 2))))
    assert [each.notes for each in found] == [(2000, 2000)] * 2


def test_what_stands_in_an_enclosure_is_counted_with_the_enclosure():
    enclosed = f"<frus:attachment>{notes(1500)}</frus:attachment>"
    assert len(read(volume(document(notes(1500) + enclosed)))[1]) == 2
    assert "note" in refused(volume(document(enclosed + notes(2001)))).sentence


@pytest.mark.parametrize(
    ("inner", "said", "last"),
    [
        (notes(2001), "2,000 elements “note”", '<note n="2000">'),
        (cells(20_100), "20,000 elements “cell”", "<cell>"),
        (elements(30_000), "30,000 elements.", "<p>"),
    ],
    ids=FULL,
)
def test_one_thing_more_is_told_with_its_line_and_column(inner, said, last):
    for data in (volume(document(inner)), letter(inner)):
        told = refused(data)
        assert said in told.sentence
        line = data.decode().split("\n")[told.line - 1]
        assert line[told.column - 1 :].startswith(last)


def test_as_many_documents_as_a_file_may_have_are_read_and_no_more():
    documents = [document("<p>word</p>", n) for n in range(1, MOST_DOCUMENTS + 2)]
    assert len(read(volume(*documents[:-1]))[1]) == MOST_DOCUMENTS
    told = refused(volume(*documents))
    assert "5,000 documents" in told.sentence
    assert (told.line, told.column) == (2 * MOST_DOCUMENTS + 2, 1)


def test_as_many_people_as_a_file_may_tell_of_are_read_and_no_more():
    assert len(read(letter("<p>x</p>", people(MOST_NAMED)))[0].named) == MOST_NAMED
    assert "5,001 people" in refused(letter("<p>x</p>", people(MOST_NAMED + 1))).sentence
    assert "names" in refused(letter("<p>x</p>", people(1, MOST_NAMES + 1))).sentence
