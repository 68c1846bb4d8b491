"""A volume of many documents: what each element of it becomes."""

import pytest

from documents.exchange.importing import dialects, xml
from documents.exchange.importing.dialects.frus import Frus
from documents.exchange.importing.sources import SourceDocument
from documents.snapshot import ArchivalPart

VOLUME = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:frus="http://history.state.gov/frus/ns/1.0" xml:id="vol9">
<teiHeader><fileDesc>
  <titleStmt><title type="complete">Papers of Valley, Volume IX</title>
    <title type="volume">Valley</title></titleStmt>
  <publicationStmt><publisher>Valley Press</publisher><pubPlace>Lindau</pubPlace>
    <date>1932</date></publicationStmt>
</fileDesc></teiHeader>
<text><front>
  <div type="section" xml:id="persons"><list>
    <item><persName xml:id="p_LV1">Lind, Viktor</persName>, <hi rend="italic">Consul</hi> at Lindau.</item>
    <item><persName xml:id="p_OA1">Orr, Anna</persName> (<persName
      xml:id="p_KIT1">KITTEN</persName>), scribe.</item>
  </list></div>
</front><body>
<div type="chapter"><head>Grain</head><pb n="4" xml:id="pg_4"/>
<div type="document" xml:id="d1" n="1">
  <note rend="inline" type="source">File No. 861.51/146</note>
  <head><hi rend="italic">The Consul</hi> (
     <persName type="from" corresp="#p_LV1">Lind</persName>
     ) <hi rend="italic">to the <gloss type="to">Secretary</gloss></hi><note n="1" xml:id="d1fn1">On <hi
     rend="italic">him</hi>.</note></head>
  <note rend="inline" type="source">[Telegram]</note>
  <dateline><placeName><hi rend="smallcaps">Lindau</hi></placeName>, <date
     when="1917-05-15T20:00:00">May 15, 1917, 8 p.m.</date><lb/>[<hi
     rend="italic">Received May 17</hi>]</dateline>
  <p>1291. See No. 2.<note n="2" xml:id="d1fn2"><ref target="#d2">No. 2</ref> and <ref
     target="#pg_4">p. 4</ref> and <ref target="vol8#d7">another</ref>.</note> Mr. <persName
     corresp="#p_KIT1">Orr</persName> went.</p>
  <p>To <persName corresp="#p_XX1">somebody</persName>.</p>
  <closer><signed><persName corresp="#p_LV1">Lind</persName><note n="3"
     xml:id="d1fn3">Typed.</note></signed></closer>
  <pb n="5" xml:id="pg_5"/>
</div>
<div type="document" xml:id="d2" n="2">
  <head>2. Memorandum of Conversation, June 3, 1917<note n="1" xml:id="d2fn1" type="source">Source:
     Ford Library, Memoranda, RG 59, Box 21, October 11, 1976. Secret; Nodis. He met <persName
     corresp="#p_LV1">Lind</persName>.</note>
     <note n="2" xml:id="d2fn2" type="summary"><persName corresp="#p_OA1">Orr</persName>
     reported.</note></head>
  <list type="participants"><head>PARTICIPANTS:</head><item>Mr. A</item></list>
  <p>They spoke <pb n="6" xml:id="pg_6"/>long.</p>
  <closer><signed>J. DALTON,<lb/><hi rend="italic">Clerk.</hi></signed><signed><list>
    <item>A. B.,<lb/><hi rend="italic">President</hi></item><item>C. D.</item></list></signed></closer>
  <frus:attachment>
    <note rend="inline" type="source">[Inclosure 1 in No. 2.—Translation.]</note>
    <head>Mr. X to Mr. Y</head>
    <p>Enclosed.</p>
    <closer><signed>For the Secretary:<lb/>Y.</signed></closer>
  </frus:attachment>
  <frus:attachment><p>Nameless.</p></frus:attachment>
  <frus:attachment><note rend="inline" type="source">[Inclosure 2.]</note><p>y</p></frus:attachment>
</div>
<div type="document" xml:id="d3" n="3"><head>[Untitled]</head><p>x</p><closer><signed>E.</signed></closer>
  <postscript><p>P. S.</p></postscript></div>
</div></body></text></TEI>"""


@pytest.fixture(scope="module")
def source():
    root = xml.parse(VOLUME.encode(), "vol9.xml")
    return dialects.dialect_of(root).read(root, "vol9.xml")


@pytest.fixture(scope="module")
def documents(source):
    return {document.identity: document for document in source.documents}


@pytest.fixture(scope="module")
def telegram(documents):
    return documents["vol9/d1"].content


@pytest.fixture(scope="module")
def memorandum(documents):
    return documents["vol9/d2"].content


def test_a_volume_is_recognised_by_its_documents_and_not_by_its_name(source):
    assert source.dialect == "volume of documents"
    lonely = xml.parse(b'<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body/></text></TEI>', "frus1.xml")
    assert not Frus().recognises(lonely)


def test_documents_and_enclosures_have_lasting_names(documents):
    assert list(documents) == ["vol9/d1", "vol9/d2", "vol9/d2.a1", "vol9/d2.a2", "vol9/d2.a3", "vol9/d3"]
    assert documents["vol9/d1"].line > 10


def test_the_volume_is_a_source_collection_and_gives_its_number_and_pages(source, telegram, memorandum):
    volume = source.named["vol9"]
    assert (volume.kind, volume.name) == ("collection", "Papers of Valley, Volume IX")
    assert volume.data == {
        "short_name": "vol9",
        "publisher": "Valley Press",
        "published_in": "Lindau",
        "year": "1932",
    }
    assert [(row.collection, row.number, row.pages) for row in telegram.printings] == [("@vol9", "1", "4")]
    assert [(row.number, row.pages) for row in memorandum.printings] == [("2", "5–6")]


def test_listed_persons_come_with_their_other_names_and_what_is_said_of_them(source):
    lind, orr = source.named["p_LV1"], source.named["p_OA1"]
    assert (lind.name, lind.note) == ("Lind, Viktor", "Consul at Lindau.")
    assert [other.name for other in orr.names] == ["KITTEN"]
    assert "p_KIT1" not in source.named


def test_title_and_heading_come_from_the_head(telegram, documents):
    assert telegram.title == "The Consul (Lind) to the Secretary"
    assert telegram.heading == "_The Consul_ ([[person:@p_LV1|Lind]]) _to the Secretary_[^1]"
    assert telegram.heading_voice == "earlier compiler"
    assert documents["vol9/d3"].content.title == "[Untitled]"


def test_sender_and_recipient(telegram):
    assert [(row.role, row.as_written, row.person) for row in telegram.correspondents] == [
        ("sender", "Lind", "@p_LV1"),
        ("recipient", "Secretary", None),
    ]


def test_date_and_place_as_written_and_as_the_attributes_say(telegram):
    assert (telegram.date_as_written, telegram.date_edtf) == ("May 15, 1917, 8 p.m.", "1917-05-15")
    assert telegram.place_as_written == "Lindau"
    assert [(row.date_kind, row.date_as_written) for row in telegram.further_dates] == [
        ("received", "May 17")
    ]


def test_a_date_that_only_the_head_names_is_told_as_inferred(memorandum):
    assert (memorandum.date_edtf, memorandum.date_basis) == ("1917-06-03", "inferred")
    assert memorandum.date_reason


@pytest.mark.parametrize(
    ("attributes", "edtf"),
    [
        ('when="1917-05"', "1917-05"),
        ('from="1917-05-01" to="1917-05-03"', "1917-05-01/1917-05-03"),
        ('notBefore="1917-05-01" notAfter="1917-05-31"', "[1917-05-01..1917-05-31]"),
        ('notBefore="1917"', "[1917..]"),
        ('from="1917-05-01" to="1917-05-01"', "1917-05-01"),
        ('when="1917-02-30"', ""),
        ('when="spring"', ""),
        ("", ""),
    ],
)
def test_dates_in_attributes(attributes, edtf):
    changed = VOLUME.replace('when="1917-05-15T20:00:00"', attributes)
    root = xml.parse(changed.encode(), "vol9.xml")
    first = next(iter(dialects.dialect_of(root).read(root, "vol9.xml").documents))
    assert first.content.date_edtf == edtf
    assert first.content.date_as_written == "May 15, 1917, 8 p.m."
    assert bool(first.told) == (edtf == "" and attributes != "") or "somebody" not in first.told


def test_the_text_has_the_dateline_and_the_signature_line_is_apart(telegram):
    assert telegram.texts[0].content == (
        "Lindau, May 15, 1917, 8 p.m.\n\\[_Received May 17_\\]\n\n"
        "1291. See No. 2.[^2] Mr. [[person:@p_OA1|Orr]] went.\n\n"
        "To somebody."
    )
    assert telegram.signature_line == "[[person:@p_LV1|Lind]][^3]"


def test_notes_stand_with_whom_they_belong_to(telegram):
    assert [(note.owner, note.label, note.voice) for note in telegram.footnotes] == [
        ("heading", "1", "earlier compiler"),
        ("text", "2", "earlier compiler"),
        ("signatures", "3", "earlier compiler"),
    ]
    assert telegram.footnotes[0].content == "On _him_."
    assert (
        "[[document:@vol9/d2|No. 2]] and p. 4 and [[document:@vol8/d7|another]]"
        in telegram.footnotes[1].content
    )


def test_references_resolve_where_they_can_and_are_kept_where_not(telegram):
    assert [(r.by, r.words, r.number, r.collection, r.target) for r in telegram.references] == [
        ("number", "No. 2", "2", "@vol9", "@vol9/d2"),
        ("description", "p. 4", "", "@vol9", None),
        ("description", "another", "", None, "@vol8/d7"),
    ]
    assert {reference.owner for reference in telegram.references} == {"d1fn2"}


def test_lines_above_the_document_are_its_file_number_its_type_and_a_notice(telegram):
    reference = telegram.archival_references[0]
    assert (reference.as_printed, reference.parts) == (
        "File No. 861.51/146",
        (ArchivalPart(level="file", value="861.51/146"),),
    )
    assert [(text.content, text.credit) for text in telegram.editorial_texts] == [
        (r"\[Telegram\]", "Printed above the document in the volume")
    ]
    assert telegram.type == "telegram"


def test_a_source_note_gives_repository_steps_and_marking_and_stays_a_note(memorandum, source):
    reference = memorandum.archival_references[0]
    assert reference.as_printed == "Ford Library, Memoranda, RG 59, Box 21, October 11, 1976"
    assert source.named[reference.repository.removeprefix("@")].name == "Ford Library"
    assert [(part.level, part.value) for part in reference.parts] == [
        ("fonds", "Memoranda"),
        ("record-group", "59"),
        ("box", "21"),
        ("file", "October 11, 1976"),
    ]
    assert (memorandum.classification_as_written, memorandum.classification) == ("Secret; Nodis", "secret")
    assert memorandum.footnotes[0].content.startswith("Source: Ford Library, Memoranda, RG 59")
    assert memorandum.type == "conversation"
    assert memorandum.summary == "[[person:@p_OA1|Orr]] reported."


def test_those_who_signed_with_the_office_that_they_signed_in(memorandum, documents):
    assert [(row.name_as_signed, row.capacity_as_signed) for row in memorandum.signatories] == [
        ("J. DALTON", "Clerk."),
        ("A. B.", "President"),
        ("C. D.", ""),
    ]
    enclosed = documents["vol9/d2.a1"].content.signatories
    assert [(row.name_as_signed, row.capacity_as_signed, row.manner) for row in enclosed] == [
        ("Y.", "For the Secretary:", "for")
    ]


def test_a_signature_with_words_after_it_stays_in_the_text(documents):
    content = documents["vol9/d3"].content
    assert content.texts[0].content == "x\n\nE.\n\nP. S."
    assert content.signature_line == ""
    assert [row.name_as_signed for row in content.signatories] == ["E."]


def test_enclosures_are_documents_that_the_other_encloses(memorandum, documents):
    assert [(row.relation_kind, row.target) for row in memorandum.relations] == [
        ("encloses", "@vol9/d2.a1"),
        ("encloses", "@vol9/d2.a2"),
        ("encloses", "@vol9/d2.a3"),
    ]
    assert "Enclosed." not in memorandum.texts[0].content
    first, second = documents["vol9/d2.a1"].content, documents["vol9/d2.a2"].content
    assert (first.title, first.texts[0].role) == ("Mr. X to Mr. Y", "translation")
    assert second.title == "Enclosure 2 of 2. Memorandum of Conversation, June 3, 1917"
    third = documents["vol9/d2.a3"].content
    assert third.title == "[Inclosure 2.] of 2. Memorandum of Conversation, June 3, 1917"


def test_what_went_in_came_out(documents):
    for document in documents.values():
        assert document.notes[0] == document.notes[1]
        assert document.signatures[0] == document.signatures[1]
        assert document.unknown == {}
    assert "p_XX1" in " ".join(documents["vol9/d1"].told)


def documents_of(xml_text: str) -> dict:
    root = xml.parse(xml_text.encode(), "vol9.xml")
    return {each.identity: each for each in dialects.dialect_of(root).read(root, "vol9.xml").documents}


def test_a_document_within_a_document_is_read_once():
    inner = '<div type="document" xml:id="d4"><p>inner</p><closer><signed>I.</signed></closer></div>'
    found = documents_of(VOLUME.replace("<p>x</p>", f"<p>x</p>{inner}"))
    outer = found["vol9/d3"].content
    assert "inner" not in outer.texts[0].content
    assert [row.name_as_signed for row in outer.signatories] == ["E."]
    assert found["vol9/d4"].content.texts[0].content == "inner"


def test_two_documents_with_one_id_are_both_read_and_it_is_told():
    found = documents_of(VOLUME.replace('xml:id="d3"', 'xml:id="d1"'))
    assert found["vol9/d1"].content.title == "The Consul (Lind) to the Secretary"
    assert found["vol9/d1-2"].content.title == "[Untitled]"
    assert "several documents" in " ".join(found["vol9/d1-2"].told)


def test_a_volume_without_an_id_is_called_by_its_file():
    assert "vol9/d3" in documents_of(VOLUME.replace(' xml:id="vol9"', ""))


@pytest.mark.parametrize(
    ("head", "dated"),
    [
        ("Minutes, Friday, March 7th, 1919", ("March 7th, 1919", "1919-03-07", "inferred")),
        ("Minutes, March 7, 1919", ("March 7, 1919", "1919-03-07", "inferred")),
        ("Minutes, March 7th and 8th, 1919", ("", "", "stated")),
        ("Minutes of March 1, 1919, as of March 2nd, 1919", ("", "", "stated")),
    ],
)
def test_the_one_day_that_a_head_names_is_the_date_and_inferred(head, dated):
    root = xml.parse(VOLUME.replace("[Untitled]", head).encode(), "vol9.xml")
    source = dialects.dialect_of(root).read(root, "vol9.xml")
    content = next(each for each in source.documents if each.identity == "vol9/d3").content
    assert (content.date_as_written, content.date_edtf, content.date_basis) == dated


LONG = "word " * 800
FILED = f'<note rend="inline" type="source">File No. {LONG}</note>'


def of_one(inner: str, number: str = "1", more: str = "") -> SourceDocument:
    text = (
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="v"><text><body><div type="document" xml:id="d1" '
        f'n="{number}">{inner}</div>{more}</body></text></TEI>'
    )
    return next(iter(documents_of(text).values()))


@pytest.mark.parametrize(
    ("inner", "where", "most", "what"),
    [
        (f"<head>{LONG}</head>", ("title",), 1000, "The title"),
        (f'<head><persName type="from">{LONG}</persName></head>', ("correspondents", 0, "as_written"), 1000,
         "A sender or recipient"),
        (f"<dateline><date>{LONG}</date></dateline>", ("date_as_written",), 250, "The wording of a date"),
        (f"<dateline><date>x</date> <date>{LONG}</date></dateline>", ("further_dates", 0, "date_as_written"),
         250, "The wording of a date"),
        (f"<dateline><placeName>{LONG}</placeName></dateline>", ("place_as_written",), 500,
         "The place of writing"),
        (f"<closer><signed>{LONG}</signed></closer>", ("signatories", 0, "name_as_signed"), 500,
         "A name as signed"),
        (f'<closer><signed>A. B.,<lb/><hi rend="italic">{LONG}</hi></signed></closer>',
         ("signatories", 0, "capacity_as_signed"), 500, "A capacity as signed"),
        (FILED, ("archival_references", 0, "parts", 0, "value"), 200, "A step of an archival reference"),
        (FILED, ("archival_references", 0, "as_printed"), 2000, "An archival reference"),
        (f'<p><ref target="http://example.org/">{LONG}</ref></p>', ("references", 0, "words"), 1000,
         "The words of a reference"),
    ],
)  # fmt: skip
def test_what_is_longer_than_its_field_ends_with_a_mark_and_its_end_is_told(inner, where, most, what):
    document = of_one(inner)
    value = document.content
    for step in where:
        value = value[step] if isinstance(step, int) else getattr(value, step)
    assert value.endswith("…")
    assert len(value) <= most
    (sentence,) = [each for each in document.told if each.startswith(what + " is longer")]
    whole = f"{value[:-1]} {sentence.partition('“')[2].rpartition('”')[0]}"
    assert whole.split()[-400:] == LONG.split()[-400:]
    assert len(whole.split()) >= 800


def test_a_number_longer_than_its_field_is_told():
    document = of_one("<p>x</p>", number="1" * 60)
    assert document.content.printings[0].number == "1" * 49 + "…"
    assert document.told == (
        f"The number of the document is longer than 50 characters; cut off was: “{'1' * 11}”.",
    )


def test_a_label_that_no_note_can_have_here_is_told():
    document = of_one('<p>x<note n="a label of more than twenty">y</note></p>')
    assert document.content.footnotes[0].label == "*"
    assert any("“a label of more than twenty” cannot be" in each for each in document.told)


def signed(lines: str) -> tuple[list[tuple[str, str]], tuple[int, int], str]:
    """Names with capacities, names in and out, and what is told, of one `signed`."""
    document = of_one(f"<p>x</p><closer><signed>{lines}</signed></closer>")
    rows = [(row.name_as_signed, row.capacity_as_signed) for row in document.content.signatories]
    return rows, document.signatures, " ".join(document.told)


def test_lines_that_may_be_names_or_offices_are_told_and_counted():
    rows, counted, told = signed("John Smith<lb/>Peter Brown<lb/>Mary Jones")
    assert rows == [("John Smith", "Peter Brown Mary Jones")]
    assert counted == (3, 1)
    assert "doubtful whether “Peter Brown”, “Mary Jones”, below “John Smith”" in told


@pytest.mark.parametrize(
    ("lines", "capacity"),
    [
        ("John Smith<lb/><hi rend='italic'>Peter Brown</hi>", "Peter Brown"),
        ("John Smith,<lb/>Peter Brown", "Peter Brown"),
        ("John Smith<lb/>American Consul", "American Consul"),
        ("John Smith<lb/>Lieutenant General, USAF", "Lieutenant General, USAF"),
        ("John Smith<lb/>State Department", "State Department"),
        ("For the Secretary:<lb/>John Smith", "For the Secretary:"),
        ("John Smith<lb/>cc: Mr. Brown<lb/>Mr. Jones", ""),
    ],
)
def test_a_line_that_is_clearly_an_office_is_one_and_nothing_is_told(lines, capacity):
    rows, counted, told = signed(lines)
    assert [row[1] for row in rows] == [capacity]
    assert (counted, told) == ((1, 1), "")


def test_names_in_small_capitals_are_several_and_all_come_out():
    names = "".join(f"<hi rend='smallcaps'>{each}</hi><lb/>" for each in ("John Smith", "Peter Brown"))
    rows, counted, told = signed(names)
    assert (len(rows), counted, told) == (2, (2, 2), "")
