"""Two states compared: every difference is told, in its place, and nothing else is."""

from dataclasses import fields, replace
from random import Random

import pytest
from django.template.loader import render_to_string
from hypothesis import given, settings
from hypothesis import strategies as st

from documents import comparison
from documents.comparison import document, prose
from documents.diff import DELETED, FOLDED, INSERTED, MARKED, SAME
from documents.snapshot import (
    PARTS,
    ArchivalPart,
    ArchivalReference,
    Document,
    Footnote,
    Name,
    Printing,
    Signatory,
    Snapshot,
    Text,
)
from tests import strategies

few = settings(max_examples=40, deadline=None)


def letter(**changed):
    text = Text(key="text0001", language="en", content="The harvest[^*] has been brought in.")
    note = Footnote(key="note0001", owner="text0001", label="*", content="In the old style.")
    signatories = (
        Signatory(key="sign0001", name_as_signed="Mikoyan", capacity="chairman"),
        Signatory(key="sign0002", name_as_signed="Bekzadyan"),
        Signatory(key="sign0003", name_as_signed="Miller"),
    )
    return Document(
        **{
            "public_id": "b0000006",
            "title": "A letter",
            "texts": (text,),
            "footnotes": (note,),
            "signatories": signatories,
            **changed,
        }
    )


NAMES = {
    "capacity:chairman": Name(kind="capacity", label="chairman of the council"),
    "b0000006": Name(kind="person", label="Ada Miller"),
    "level:file": Name(kind="level", label="delo"),
}


def compared(before, after):
    return comparison.compare(
        before and Snapshot(document=before, names=NAMES), after and Snapshot(document=after, names=NAMES)
    )


def told(before, after):
    return comparison.in_words(compared(before, after))


# --- Every difference, and nothing else ---


@given(strategies.snapshots())
@few
def test_a_document_does_not_differ_from_itself(snapshot):
    assert not comparison.compare(snapshot, snapshot)


@given(strategies.documents(), st.data())
@few
def test_whatever_differs_is_told(before, data):
    after = data.draw(strategies.documents(ident=before.public_id))
    same = before == after
    assert bool(comparison.compare(Snapshot(document=before), Snapshot(document=after))) != same


@given(strategies.documents(), st.data())
@few
def test_every_row_is_told_once_and_rightly(before, data):
    after = data.draw(strategies.documents(ident=before.public_id))
    found = comparison.compare(Snapshot(document=before), Snapshot(document=after))
    rows = [(row.nouns, row.key, row.kind) for group in found.groups for row in group.rows]
    old, new = _rows_of(before), _rows_of(after)
    assert len({row[:2] for row in rows}) == len(rows)
    assert {row[:2] for row in rows if row[2] == "removed"} == old - new
    assert {row[:2] for row in rows if row[2] == "added"} == new - old
    assert {row[:2] for row in rows if row[2] in ("changed", "moved")} <= old & new


def _rows_of(found):
    return {(document.NOUNS[part][1], row.key) for part in PARTS for row in getattr(found, part)}


def test_every_field_of_the_snapshot_has_its_place_in_a_comparison():
    shown = {field.name for section in document.SHAPE for field in section.fields}
    assert shown == {field.name for field in fields(Document)} - {"public_id", *PARTS}
    rows = {section.rows.name: section.rows for section in document.SHAPE if section.rows}
    assert rows.keys() == PARTS.keys()
    for part, kind in PARTS.items():
        assert {field.name for field in rows[part].fields} == {field.name for field in fields(kind)} - {"key"}


def test_sections_stand_in_the_order_of_the_form():
    from documents.desk.sections import SECTIONS

    assert [section.name for section in document.SHAPE] == [section.name for section in SECTIONS]


@given(st.lists(st.integers(0, 40), unique=True, max_size=12), st.randoms())
def test_as_few_rows_as_possible_have_moved(keys, random: Random):
    shuffled = keys[:]
    random.shuffle(shuffled)
    rows = {key: Signatory(key=f"sign{key:04d}", name_as_signed=str(key)) for key in keys}
    before, after = (letter(signatories=tuple(rows[key] for key in order)) for order in (keys, shuffled))
    moved = {
        int(row.key[4:]) for group in compared(before, after).groups for row in group.rows if row.has_moved
    }
    stayed = [key for key in shuffled if key not in moved]
    assert stayed == sorted(stayed, key=keys.index)
    assert len(moved) == len(keys) - _longest_kept(keys, shuffled)


def _longest_kept(keys, shuffled):
    lengths = {}
    for key in shuffled:
        before = [lengths[other] for other in lengths if keys.index(other) < keys.index(key)]
        lengths[key] = 1 + max(before, default=0)
    return max(lengths.values(), default=0)


# --- In words ---


def test_a_new_and_a_deleted_document_are_told_as_such():
    assert told(None, letter()) == ("entered",)
    assert told(letter(), None) == ("deleted",)
    assert told(None, None) == ()


def test_words_added_and_removed_are_counted():
    text = replace(letter().texts[0], content="The whole harvest[^*] was brought in.")
    assert told(letter(), letter(texts=(text,))) == ("text transcription: 2 words added, 2 removed",)


def test_a_short_value_is_told_as_it_was_and_is():
    printing = Printing(key="prnt0001", number="367")
    before, after = (letter(printings=(replace(printing, number=number),)) for number in ("367", "368"))
    assert told(before, after) == ("printing 368: number: 367 → 368",)


def test_the_line_of_a_printing_that_was_added_is_told():
    printing = Printing(key="prnt0001", number="367")
    before, after = (letter(printings=(replace(printing, as_printed=line),)) for line in ("", "Publ. in: X."))
    assert told(before, after) == ("printing 367: as printed added",)


def test_a_record_is_told_by_its_name():
    first, *others = letter().signatories
    after = letter(signatories=(replace(first, capacity=None, person="b0000006"), *others))
    assert told(letter(), after) == ("signatory Mikoyan: capacity and person changed",)
    change = next(each for each in compared(letter(), after).changes() if each.name == "capacity")
    assert (change.before, change.after) == ("chairman of the council", "")


def test_two_records_of_one_name_are_told_apart():
    before, after = (letter(type=code) for code in ("letter", "note"))
    names = {f"type:{code}": Name(kind="type", label="Letter") for code in ("letter", "note")}
    found = comparison.compare(*(Snapshot(document=each, names=names) for each in (before, after)))
    assert comparison.in_words(found) == ("type of document: Letter (letter) → Letter (note)",)


def test_a_moved_row_is_told_as_moved_and_not_as_new():
    first, second, third = letter().signatories
    assert told(letter(), letter(signatories=(third, first, second))) == ("signatory Miller moved",)


def test_the_steps_of_an_archival_reference_are_read_as_printed():
    row = ArchivalReference(key="arch0001", parts=(ArchivalPart(level="file", value="44"),))
    after = replace(row, parts=(ArchivalPart(level="file", value="45"),))
    assert told(letter(archival_references=(row,)), letter(archival_references=(after,))) == (
        "archival reference delo 45: steps of the reference: delo 44 → delo 45",
    )


def test_many_rows_that_fared_alike_are_counted():
    notes = tuple(Footnote(key=f"note{n:04d}", label=str(n), content="Words.") for n in range(10, 17))
    assert told(letter(footnotes=()), letter(footnotes=notes)) == ("7 footnotes added",)


def test_more_changes_than_can_be_read_are_counted():
    after = letter(title="Another", rights="Free", type="letter", place_as_written="Mill", remarks="!")
    words = comparison.in_words(compared(letter(), after), most=3)
    assert len(words) == 3
    assert words[-1] == "and 3 more changes"


# --- Prose ---


def segments(old, new):
    return [(each.kind, each.text) for each in prose.compared(old, new)]


def test_a_mark_alone_is_no_changed_word():
    assert segments("Ada came.", "[[person:b0000006|Ada]] came.") == [(MARKED, "Ada"), (SAME, " came.")]
    assert told(letter(heading="Ada came."), letter(heading="[[person:b0000006|Ada]] came.")) == (
        "heading: 1 mention marked",
    )


def test_marks_that_went_are_not_told_as_set():
    marked, bare = letter(heading="[[person:b0000006|Ada]] came."), letter(heading="Ada came.")
    assert told(marked, bare) == ("heading: 1 mention changed",)
    both = letter(heading="Ada [[person:b0000006|came]].")
    assert told(marked, both) == ("heading: 2 mentions changed",)


def test_the_page_says_of_each_mention_how_it_fared():
    set_and_gone = prose.compared("Ada, [[place:c0000009|Rom]]", "[[person:b0000006|Ada]], Rom")
    shown = render_to_string("comparison/_segments.html", {"segments": set_and_gone})
    assert ">marked as a person<" in shown
    assert ">no longer marked as a place<" in shown


def test_a_mark_that_leads_elsewhere_is_told():
    found = prose.compared("[[person:b0000006|Ada]]", "[[body:c0000009|Ada]]")
    assert [(each.kind, each.note) for each in found] == [(MARKED, "marked as a body, no longer as a person")]


@given(strategies.passages(strategies.Pool()), strategies.passages(strategies.Pool()))
def test_prose_without_its_marks_is_exact(old, new):
    found = prose.compared(old, new)
    words = [prose._marked(text).words for text in (old, new)]
    assert "".join(each.text for each in found if each.kind != INSERTED) == words[0]
    assert "".join(each.text for each in found if each.kind != DELETED) == words[1]


@given(strategies.passages(strategies.Pool()), strategies.passages(strategies.Pool()))
def test_prose_that_differs_is_never_told_as_the_same(old, new):
    assert all(each.kind == SAME for each in prose.compared(old, new)) == (old == new)


@given(strategies.passages(strategies.Pool()), strategies.passages(strategies.Pool()), st.integers(0, 3))
def test_folding_and_setting_side_by_side_lose_no_word(old, new, keep):
    found = prose.compared(old, new)
    folded = prose.folded(found, keep)
    assert "".join(each.text for each in folded) == "".join(each.text for each in found)
    lines = prose.aligned(found)
    left = "".join(each.text for line in lines for each in line.before)
    right = "".join(each.text for line in lines for each in line.after)
    assert left == "".join(each.text for each in found if each.kind != INSERTED)
    assert right == "".join(each.text for each in found if each.kind != DELETED)


def test_only_the_middle_of_a_long_passage_is_folded():
    found = prose.folded(prose.compared("old " + "word " * 200 + "end", "new " + "word " * 200 + "end"))
    assert [each.kind for each in found] == [DELETED, INSERTED, SAME, FOLDED]
    assert found[2].text.split() == ["word"] * 25


# --- Two texts, two documents ---


def test_two_texts_of_a_document_are_compared_by_words():
    one = Text(key="text0001", language="ru", content="мир и хлеб")
    other = Text(key="text0002", language="ru", content="мир и земля")
    found = comparison.compare_texts(one, other)
    assert [(each.kind, each.text) for each in found.segments] == [
        (SAME, "мир и "),
        (DELETED, "хлеб"),
        (INSERTED, "земля"),
    ]
    assert found.language == "ru"


def test_rows_of_two_documents_are_matched_by_what_they_say():
    other = letter(
        public_id="c0000009",
        signatories=(
            Signatory(key="zzzz0001", name_as_signed="Miller"),
            Signatory(key="zzzz0002", name_as_signed="Mikoyan", capacity="chairman"),
            Signatory(key="zzzz0003", name_as_signed="Nobody"),
        ),
        texts=(Text(key="zzzz0004", language="hy", role="translation", content="Other words."),),
    )
    found = comparison.compare_documents(Snapshot(document=letter()), Snapshot(document=other))
    rows = {group.name: [(row.title, row.kind) for row in group.rows] for group in found.groups}
    (moved,) = {"Miller", "Mikoyan"} & {title for title, _ in rows["signatures"]}
    assert sorted(rows["signatures"]) == [("Bekzadyan", "removed"), (moved, "moved"), ("Nobody", "added")]
    assert rows["texts"] == [("translation", "changed")]


@pytest.mark.parametrize("kind", ["added", "removed"])
def test_defaults_of_a_row_that_is_not_there_say_nothing(kind):
    states = [letter(printings=()), letter(printings=(Printing(key="prnt0001", number="7"),))]
    found = compared(*(states if kind == "added" else reversed(states)))
    (row,) = found.groups[0].rows
    assert row.kind == kind
    assert [change.name for change in row.fields] == ["number"]


def test_when_time_is_up_everything_is_still_told_exactly():
    before = letter(heading="On the mill", footnotes=())
    after = replace(before, heading="On the new mill", rights="Free")
    found = comparison.compare(Snapshot(document=before), Snapshot(document=after), seconds=0)
    heading = next(each for each in found.changes() if each.name == "heading")
    assert [(each.kind, each.text) for each in heading.segments] == [
        (DELETED, "On the mill"),
        (INSERTED, "On the new mill"),
    ]
    assert comparison.in_words(found) == ("heading: On the mill → On the new mill", "rights: Free")
