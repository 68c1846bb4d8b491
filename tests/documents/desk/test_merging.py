"""Three states of a document → one: nobody's words are lost, and what both changed somebody chooses."""

from copy import deepcopy
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.desk.merging import MINE, ORDER, ROW, THEIRS, merge
from documents.snapshot import PARTS, Document, Footnote, FurtherDate, Snapshot, Text, from_data
from tests import strategies


def data(document: Document) -> dict:
    return Snapshot(document=document).to_data()["document"]


def text(key: str, content: str = "Words.", **fields) -> Text:
    return Text(key=key, language="en", content=content, **fields)


def state(*texts: Text, **fields) -> dict:
    return data(Document(public_id="b0000000", **{"title": "T", **fields}, texts=texts))


ONE, TWO, THREE = (text(f"text000{n}", f"Words {n}.") for n in (1, 2, 3))


def keys(merged) -> list[str]:
    return [row["key"][-1] for row in merged.document["texts"]]


def names(merged) -> list[str]:
    return [each.name for each in merged.differences]


# --- What one changed ---


def test_what_only_one_changed_is_taken_from_that_one():
    base = state(ONE, title="T", summary="S")
    merged = merge(base, state(ONE, title="Mine", summary="S"), state(ONE, title="T", summary="Theirs"))
    assert (merged.document["title"], merged.document["summary"]) == ("Mine", "Theirs")
    assert {each.name: each.default for each in merged.differences} == {
        "document..title": MINE,
        "document..summary": THEIRS,
    }
    assert not merged.undecided


def test_it_can_be_chosen_otherwise():
    base = state(ONE)
    merged = merge(base, state(ONE, title="Mine"), base, {"document..title": THEIRS})
    assert merged.document == base


def test_rows_added_by_both_are_kept_where_they_were_put():
    merged = merge(state(ONE), state(TWO, ONE), state(ONE, THREE))
    assert keys(merged) == ["2", "1", "3"]
    assert not merged.undecided


def test_a_row_deleted_by_one_and_left_alone_by_the_other_is_deleted():
    assert keys(merge(state(ONE, TWO), state(ONE), state(ONE, TWO))) == ["1"]
    assert keys(merge(state(ONE, TWO), state(ONE, TWO), state(TWO))) == ["2"]


def test_rows_moved_by_one_stand_as_that_one_put_them():
    base = state(ONE, TWO)
    assert keys(merge(base, base, state(TWO, ONE))) == ["2", "1"]
    assert keys(merge(base, state(TWO, ONE), state(ONE, TWO, THREE))) == ["2", "3", "1"]


# --- What both changed ---


def test_a_field_changed_by_both_is_a_conflict_until_somebody_chooses():
    three = state(ONE, title="T"), state(ONE, title="Mine"), state(ONE, title="Theirs")
    (open_one,) = merge(*three).undecided
    assert open_one.name == "document..title"
    for choice, said in ((MINE, "Mine"), (THEIRS, "Theirs")):
        merged = merge(*three, {"document..title": choice})
        assert merged.document["title"] == said
        assert not merged.undecided


@pytest.mark.parametrize("forged", ["", "both", "mine ", "\0"])
def test_a_choice_that_is_none_decides_nothing(forged):
    three = state(title="T"), state(title="Mine"), state(title="Theirs")
    assert merge(*three, {"document..title": forged}).undecided


def test_a_change_made_by_both_alike_is_no_difference():
    both = state(ONE, TWO, title="Both")
    merged = merge(state(ONE), both, both)
    assert merged.document == both
    assert merged.differences == []


def test_a_row_deleted_by_one_and_changed_by_the_other_is_a_conflict():
    base, mine = state(ONE, TWO), state(ONE, replace(TWO, content="Mine."))
    (open_one,) = merge(base, mine, state(ONE)).undecided
    assert (open_one.field, open_one.theirs) == (ROW, None)
    assert keys(merge(base, mine, state(ONE), {open_one.name: THEIRS})) == ["1"]
    assert keys(merge(base, mine, state(ONE), {open_one.name: MINE})) == ["1", "2"]
    assert merge(base, state(ONE), mine).undecided


def test_two_orders_are_a_conflict():
    base = state(ONE, TWO, THREE)
    three = base, state(TWO, ONE, THREE), state(ONE, THREE, TWO)
    (open_one,) = merge(*three).undecided
    assert open_one.field == ORDER
    assert keys(merge(*three, {open_one.name: THEIRS})) == ["1", "3", "2"]
    assert keys(merge(*three, {open_one.name: MINE})) == ["2", "1", "3"]


# --- What says one thing together ---


def test_the_halves_of_a_date_are_not_mixed():
    base = state(date_edtf="1920-07-10")
    mine = state(date_edtf="1920-07-10", date_calendar="julian")
    theirs = state(date_edtf="1920-07-23")
    (open_one,) = merge(base, mine, theirs).undecided
    assert set(open_one.fields) == {"date_edtf", "date_calendar"}
    merged = merge(base, mine, theirs, {open_one.name: THEIRS}).document
    assert (merged["date_edtf"], merged["date_calendar"]) == ("1920-07-23", "gregorian")


def test_the_reason_for_a_conclusion_stays_with_it():
    base = state(place_basis="stated")
    mine = state(place="p0000001")
    theirs = state(place_basis="inferred", place_reason="From the seal")
    assert merge(base, mine, theirs).undecided[0].name == "document..place"


def test_other_dates_are_told_apart_by_their_row():
    def dated(edtf: str, note: str) -> dict:
        row = FurtherDate(key="date0001", date_edtf=edtf)
        return state(further_dates=(row,), footnotes=(Footnote(key="note0001", content=note),))

    merged = merge(dated("1920", "N"), dated("1921", "N"), dated("1920", "New"))
    assert names(merged) == ["further_dates.date0001.date_edtf", "footnotes.note0001.content"]
    assert merged.document == dated("1921", "New")


# --- For all documents ---


@st.composite
def threes(draw) -> tuple[dict, dict, dict]:
    """A document as both editors opened it, and what each made of it: rows edited, added, deleted, moved."""
    base = draw(strategies.documents())
    return data(base), *(
        draw(_edited(data(base), draw(strategies.documents(ident=base.public_id)))) for _ in "12"
    )


@st.composite
def _edited(draw, base: dict, other: Document) -> dict:
    edited, new = deepcopy(base), data(other)
    for name in draw(
        st.lists(st.sampled_from(sorted(edited.keys() - {"public_id"} - set(PARTS))), max_size=4)
    ):
        edited[name] = new.get(name, edited[name])
    for part in PARTS:
        rows = [row for row in edited[part] if draw(st.integers(0, 3))]
        taken = {row["key"] for each in PARTS for row in base[each]}
        rows += [row for row in new[part] if row["key"] not in taken]
        for row in rows:
            if new[part] and draw(st.booleans()):
                name = draw(st.sampled_from(sorted(row.keys() - {"key", "owner"})))
                row.pop(name)  # some fields are told only where they say something
                row |= {each: value for each, value in new[part][0].items() if each == name}
        edited[part] = draw(st.permutations(rows)) if draw(st.booleans()) else rows
    return edited


@given(threes())
def test_what_nobody_else_changed_is_as_one_editor_left_it(three):
    base, mine, theirs = three
    assert merge(base, base, theirs).document == theirs
    assert merge(base, mine, base).document == mine
    assert merge(base, mine, mine).document == mine
    assert not merge(base, base, theirs).undecided
    assert not merge(base, mine, base).undecided
    assert merge(base, mine, mine).differences == []


@given(threes(), st.sampled_from([MINE, THEIRS]))
@settings(max_examples=60)
def test_whoever_takes_everything_from_one_editor_has_that_state(three, side):
    base, mine, theirs = three
    everything = {each.name: side for each in merge(base, mine, theirs).differences}
    merged = merge(base, mine, theirs, everything)
    assert not merged.undecided
    assert merged.document == (mine if side == MINE else theirs)


@given(threes())
@settings(max_examples=60)
def test_a_merge_is_a_snapshot_with_every_key_once(three):
    merged = merge(*three)
    for part in PARTS:
        found = [row["key"] for row in merged.document[part]]
        assert len(found) == len(set(found))
    assert len(names(merged)) == len(set(names(merged)))
    assert data(from_data({"document": merged.document}).document)["public_id"] == three[0]["public_id"]


@given(threes())
@settings(max_examples=60)
def test_both_ways_of_merging_ask_the_same_questions(three):
    base, mine, theirs = three
    assert set(names(merge(base, mine, theirs))) == set(names(merge(base, theirs, mine)))
