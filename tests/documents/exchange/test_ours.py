"""TEI that an archive sent out, as the importer reads it."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from lxml import etree

from documents.exchange.importing.dialects import dialect_of
from documents.exchange.importing.dialects.ours import Ours
from documents.exchange.importing.resolving import resolve
from documents.exchange.importing.sources import Unreadable
from documents.exchange.importing.xml import parse
from documents.exchange.tei.imprint import Imprint
from documents.exchange.tei.writing import write
from documents.snapshot import Reference, Relation
from tests.documents.exchange.test_tei import ADA, IMPRINT, LETTER
from tests.strategies import snapshots

OTHER = "d0000002"


def source(snapshot=LETTER, imprint: Imprint = IMPRINT):
    root = parse(write(snapshot, imprint), "letter.xml")
    dialect = dialect_of(root)
    assert dialect is not None
    return dialect.read(root, "letter.xml")


def known(kind: str, local: str) -> str:
    """As if everything had kept its public id."""
    return local.rstrip("/").rpartition("/")[2] if kind == "document" else local


def test_it_is_recognised_by_its_mark_alone():
    root = parse(write(LETTER, IMPRINT), "letter.xml")
    assert Ours().recognises(root)
    for application in list(root.iter("{*}appInfo")):
        application.getparent().remove(application)
    assert not Ours().recognises(root)
    assert not Ours().recognises(etree.fromstring("<TEI/>"))


def test_its_identity_is_its_address_whatever_the_version():
    (document,) = source().documents
    assert document.identity == "https://a.example.org/documents/c0000009/"
    (later,) = source(LETTER, replace(IMPRINT, version=3)).documents
    assert later.identity == document.identity


def test_records_and_documents_have_local_names():
    document = replace(
        LETTER.document,
        references=(Reference(key="refe0001", by="link", words="No. 12", target=OTHER),),
        relations=(Relation(key="rela0001", relation_kind="reply_to", target=OTHER),),
        texts=(
            replace(LETTER.document.texts[0], content=f"[[person:{ADA}|Ada]], [[document:{OTHER}|No. 12]]"),
        ),
    )
    found = source(replace(LETTER, document=document))
    (one,) = found.documents
    address = f"https://a.example.org/documents/{OTHER}/"
    assert one.content.texts[0].content == f"[[person:@{ADA}|Ada]], [[document:@{address}|No. 12]]"
    assert one.content.references[0].target == one.content.relations[0].target == f"@{address}"
    assert one.content.correspondents[0].person == f"@{ADA}"
    assert one.content.type == "letter"
    assert one.content.public_id == "c0000009"


def test_whom_it_names_is_told_with_years_and_identifiers():
    root = parse(write(LETTER, IMPRINT), "letter.xml")
    person = next(root.iter("{*}person"))
    etree.SubElement(person, "{http://www.tei-c.org/ns/1.0}idno", type="gnd").text = "118554018"
    named = Ours().read(root, "letter.xml").named
    ada, term = named[ADA], named["type:letter"]
    assert (ada.kind, ada.local, ada.name, ada.born, ada.died) == ("person", ADA, "Lind, Ada", "1870", "1925")
    assert ada.identifiers == (("gnd", "118554018"),)
    assert (term.kind, term.local, term.name) == ("type", "letter", "letter")


def test_notes_and_signatures_are_counted_and_nothing_is_unknown():
    (document,) = source().documents
    assert (document.notes, document.signatures) == ((2, 2), (1, 1))
    assert document.unknown == {}


def test_an_element_that_was_added_elsewhere_is_told_and_its_words_are_kept():
    data = write(LETTER, IMPRINT).replace(b"<lb/>at", b"<lb/><emph>at</emph>")
    (document,) = Ours().read(parse(data, "letter.xml"), "letter.xml").documents
    assert document.unknown == {"emph": 1}
    assert "\nat [...] once." in document.content.texts[0].content


def test_a_later_form_is_refused_in_a_sentence():
    data = write(LETTER, IMPRINT).replace(b'ident="fonds" version="1"', b'ident="fonds" version="2"')
    with pytest.raises(Unreadable, match="form 1"):
        Ours().read(parse(data, "letter.xml"), "letter.xml")


@given(snapshots())
@settings(max_examples=40)
def test_with_every_id_kept_the_document_is_the_same(snapshot):
    public = snapshot.public()
    (document,) = source(public).documents
    content, ident = document.content, public.document.public_id
    assert resolve(content, document.identity, ident, known).content == public.document
