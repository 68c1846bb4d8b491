"""What an editor is told before publishing: for every check a document that fails and one that passes."""

from dataclasses import replace

import pytest

from documents import markup
from documents.checks import RULES, check
from documents.snapshot import (
    ArchivalPart,
    ArchivalReference,
    Correspondent,
    Document,
    EditorialText,
    Footnote,
    FurtherDate,
    Name,
    Printing,
    Reference,
    Signatory,
    Snapshot,
    Text,
)
from places.register import check_character

PERSON, BODY, OTHER = (stem + check_character(stem) for stem in ("p000000", "b000000", "c000000"))

SOUND = Document(
    title="On the harvest",
    date_edtf="1920-07-10",
    texts=(Text(key="text0001", content="The harvest has been brought in by all."),),
)


def with_text(content: str, **fields) -> Document:
    return replace(SOUND, texts=(Text(key="text0001", content=content),), **fields)


def findings(document: Document, names: dict[str, Name] | None = None) -> list:
    return check(Snapshot(document=document, names=names or {}))


def codes(document: Document, names: dict[str, Name] | None = None) -> list[str]:
    return [finding.code for finding in findings(document, names)]


def test_a_sound_document_has_no_findings():
    assert findings(SOUND) == []


# --- What must be there ---


def test_no_text_at_all_blocks_publishing():
    (found,) = findings(replace(SOUND, texts=(Text(key="text0001", content="  \n"),)))
    assert (found.code, found.where, found.blocks) == ("no-text", "Texts", True)


def test_the_archives_own_page_has_an_editorial_text_instead_and_no_date():
    method = Document(title="How we edit", type="editorial-method")
    assert codes(method) == ["no-text"]
    assert codes(replace(method, editorial_texts=(EditorialText(content="With care."),))) == []


def test_a_missing_title_is_a_warning():
    (found,) = findings(replace(SOUND, title="", heading="A letter"))
    assert (found.code, found.where, found.blocks) == ("no-title", "Title", False)


@pytest.mark.parametrize("as_written", ["", "in the month of roses"])
def test_a_document_that_cannot_be_sorted_by_date_is_a_warning(as_written):
    (found,) = findings(replace(SOUND, date_edtf="", date_as_written=as_written))
    assert (found.code, found.where, found.blocks) == ("no-date", "Date", False)


# --- Dates ---


def test_styles_that_disagree_block_publishing():
    wrong = replace(SOUND, date_edtf="1920-07-10", date_edtf_julian="1920-06-26", date_calendar="both")
    (found,) = findings(wrong)
    assert (found.code, found.where, found.blocks) == ("date", "Date", True)
    assert "9 July 1920" in found.sentence
    assert findings(replace(wrong, date_edtf_julian="1920-06-27")) == []


@pytest.mark.parametrize(
    ("field", "row", "where"),
    [
        ("further_dates", FurtherDate(date_edtf="1920-13"), "Further date 1"),
        ("references", Reference(described_date="10.7.1920"), "Reference 1"),
        ("editorial_texts", EditorialText(dated="yesterday"), "Editorial text 1"),
    ],
)
def test_a_date_that_cannot_be_read_is_named_with_its_place(field, row, where):
    (found,) = findings(replace(SOUND, **{field: (row,)}))
    assert (found.code, found.where, found.blocks) == ("date", where, True)


def test_a_weekday_that_the_day_was_not_is_a_warning():
    (found,) = findings(replace(SOUND, date_as_written="Sunday, 10 July 1920"))
    assert (found.code, found.where, found.blocks) == ("weekday", "Date", False)
    assert "Saturday" in found.sentence
    assert findings(replace(SOUND, date_as_written="Saturday, 10 July 1920")) == []


# --- Marks ---


def test_a_mark_that_is_not_closed_is_named_with_line_and_column():
    (found,) = findings(with_text("One line.\nAnd [[page:72v begins."))
    assert (found.code, found.where, found.blocks) == ("markup", "Text 1, line 2, column 5", False)
    assert findings(with_text("One line.\nAnd [[page:72v]] begins.")) == []


def test_a_text_too_long_to_be_read_blocks_publishing():
    (found,) = findings(with_text("x" * (markup.LONGEST + 1)))
    assert (found.code, found.blocks) == ("markup", True)


def test_a_mention_of_somebody_whom_the_archive_does_not_know_blocks_publishing():
    text = with_text(f"By [[person:{PERSON}|Ada]].")
    (found,) = findings(text)
    assert (found.code, found.where, found.blocks) == ("unknown-mention", "Text 1", True)
    assert PERSON in found.sentence
    assert findings(text, {PERSON: Name(kind="person", label="Ada")}) == []


def test_a_mention_of_a_person_as_a_place_blocks_publishing():
    text = with_text(f"In [[place:{PERSON}|Ada]].")
    assert codes(text, {PERSON: Name(kind="person", label="Ada")}) == ["unknown-mention"]


def test_a_mention_of_a_document_is_checked_by_its_check_character():
    assert codes(with_text(f"See [[document:{OTHER}|that]].")) == []
    assert codes(with_text("See [[document:bbbbbbbb|that]].")) == ["unknown-mention"]


# --- Footnotes ---

NOTE = Footnote(key="note0001", owner="text0001", label="*", content="So it was.")


def test_an_anchor_without_footnote_blocks_publishing():
    (found,) = findings(with_text("The harvest[^*]."))
    assert (found.code, found.where, found.blocks) == ("footnote-anchor", "Text 1", True)
    assert findings(with_text("The harvest[^*].", footnotes=(NOTE,))) == []


def test_a_footnote_without_anchor_blocks_publishing():
    (found,) = findings(replace(SOUND, footnotes=(NOTE,)))
    assert (found.code, found.where, found.blocks) == ("footnote-anchor", "Text 1", True)


@pytest.mark.parametrize(
    ("field", "owner", "where"),
    [
        ("heading", "heading", "Heading"),
        ("date_as_written", "date", "Date"),
        ("signature_line", "signatures", "Signature line"),
    ],
)
def test_heading_date_and_signature_line_may_have_notes(field, owner, where):
    anchored = replace(SOUND, **{field: "Written thus[^*]"})
    (found,) = findings(anchored)
    assert (found.code, found.where) == ("footnote-anchor", where)
    assert findings(replace(anchored, footnotes=(replace(NOTE, owner=owner),))) == []


def test_editorial_texts_and_notes_may_have_notes():
    commented = replace(SOUND, editorial_texts=(EditorialText(key="edit0001", content="We think[^1] so."),))
    assert codes(commented) == ["footnote-anchor"]
    first = Footnote(key="note0001", owner="edit0001", label="1", content="Or not[^a].")
    assert [f.where for f in findings(replace(commented, footnotes=(first,)))] == ["Footnote 1 (1)"]
    second = Footnote(key="note0002", owner="note0001", label="a", content="Or so.")
    assert codes(replace(commented, footnotes=(first, second))) == []


def test_notes_with_one_label_are_told_apart_by_their_number():
    two = (NOTE, replace(NOTE, key="note0002"))
    assert codes(with_text("One[^*] and two[^*#2].", footnotes=two)) == []
    assert codes(with_text("One[^*] and two[^*].", footnotes=two)) == ["footnote-anchor"]


def test_a_summary_has_no_notes():
    assert codes(replace(SOUND, summary="In short[^*]")) == ["footnote-anchor"]


@pytest.mark.parametrize("owner", ["", "gone0000", "note0001"])
def test_a_note_that_belongs_to_nothing_blocks_publishing(owner):
    lost = replace(NOTE, owner=owner, content="So[^*] it was.")
    assert "footnote-owner" in [f.code for f in findings(replace(SOUND, footnotes=(lost,))) if f.blocks]


@pytest.mark.parametrize(
    "quote", ["“brought in by few”", "«brought in by few»", '"brought in by few"', "„brought in by few“"]
)
def test_words_that_a_note_quotes_and_the_text_has_not_are_a_warning(quote):
    note = replace(NOTE, content=f"Where it says {quote}, it errs.")
    (found,) = findings(with_text("It was _brought_ in by\nall[^*].", footnotes=(note,)))
    assert (found.code, found.where, found.blocks) == ("quotation", "Footnote 1 (*)", False)
    assert "brought in by few" in found.sentence


@pytest.mark.parametrize(
    "quoted", ["Brought in, by ALL", "it was … in by all", "It was [...] by all", "was brought"]
)
def test_words_that_a_note_quotes_rightly_pass(quoted):
    note = replace(NOTE, content=f"Where it says “{quoted}”, it does not err; “by few” is too short to tell.")
    assert codes(with_text("It was _brought_ in by\nall[^*].", footnotes=(note,))) == []


def test_a_note_on_the_heading_may_quote_what_it_likes():
    note = replace(NOTE, owner="heading", content="After “quite another source” of that year.")
    assert codes(replace(SOUND, heading="A letter[^*]", footnotes=(note,))) == []


# --- References, names, codes ---


def test_a_reference_by_number_without_a_collection_is_a_warning():
    (found,) = findings(replace(SOUND, references=(Reference(by="number", number="348"),)))
    assert (found.code, found.where, found.blocks) == ("reference-collection", "Reference 1", False)
    assert (
        findings(replace(SOUND, references=(Reference(by="number", number="348", collection=OTHER),))) == []
    )
    assert findings(replace(SOUND, references=(Reference(by="number", number="348", target=OTHER),))) == []


def test_a_signatorys_body_that_the_heading_does_not_name_is_a_warning():
    signed = replace(
        SOUND, heading="Letter to the mill", signatories=(Signatory(name_as_signed="Ada", body=BODY),)
    )
    names = {BODY: Name(kind="body", label="Harvest Council")}
    (found,) = findings(signed, names)
    assert (found.code, found.where, found.blocks) == ("body-heading", "Signatory 1 (Ada)", False)
    assert codes(replace(signed, heading="Letter of the HARVEST council"), names) == []
    assert codes(replace(signed, heading=f"Letter of [[body:{BODY}|those above]]"), names) == []
    assert (
        codes(replace(signed, correspondents=(Correspondent(as_written="the mill", body=BODY),)), names) == []
    )
    assert codes(replace(signed, heading=""), names) == []


@pytest.mark.parametrize(
    "part",
    [
        {"signatories": (Signatory(name_as_signed="Pоpova"),)},
        {"correspondents": (Correspondent(as_written="to Pоpova"),)},
        {"archival_references": (ArchivalReference(parts=(ArchivalPart(level="file", value="44-Aа"),)),)},
        {"printings": (Printing(number="12аb"),)},
        {"references": (Reference(number="12αb"),)},
    ],
)
def test_look_alike_letters_of_two_scripts_in_one_word_are_a_warning(part):
    (found,) = findings(replace(SOUND, **part))
    assert (found.code, found.blocks) == ("mixed-scripts", False)


def test_two_scripts_in_two_words_pass():
    assert codes(replace(SOUND, signatories=(Signatory(name_as_signed="Попова (Popova), 12-а, IV-й"),))) == []


# --- Errors and warnings ---


def test_errors_stand_before_warnings():
    found = findings(
        replace(SOUND, title="", heading="Letter[^*]", references=(Reference(described_date="x"),))
    )
    assert [finding.blocks for finding in found] == [True, True, False]


def test_a_warning_can_be_suppressed_everywhere_or_in_one_place():
    twice = with_text("[[page:1", summary="[[page:2")
    assert codes(twice) == ["markup", "markup"]
    assert codes(replace(twice, suppressed_warnings="weekday\n markup \n")) == []
    left = findings(replace(twice, suppressed_warnings="markup:Summary"))
    assert [finding.where for finding in left] == ["Text 1, line 1, column 1"]


def test_an_error_cannot_be_suppressed():
    assert codes(replace(SOUND, texts=(), suppressed_warnings="no-text\nno-text:Texts")) == ["no-text"]


def test_every_sentence_ends_and_every_rule_says_what_it_is_for():
    for rule in RULES:
        assert rule.__doc__
    worst = Document(heading="A[^1]", footnotes=(Footnote(label="*", content="[[page:"),), date_edtf="?")
    assert all(finding.sentence.endswith((".", "…")) for finding in findings(worst))
