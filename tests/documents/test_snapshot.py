"""The snapshot: a document as plain data, its canonical JSON, and what of it readers may see."""

import json
import re
from dataclasses import fields, replace
from hashlib import sha256
from pathlib import Path

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from documents import checks
from documents.snapshot import (
    PARTS,
    PRIVATE,
    PUBLIC,
    SCHEMA,
    VOCABULARIES,
    ArchivalPart,
    Document,
    Footnote,
    Name,
    Printing,
    Snapshot,
    SnapshotError,
    Text,
    digest,
    from_data,
    load,
    named,
)
from documents.snapshot.building import IMPOSSIBLE, can_be_kept
from tests import strategies

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = Path(__file__).parent / "golden" / "snapshot-1.json"
KINDS = [Snapshot, Name, Document, *PARTS.values(), ArchivalPart]


# --- Canonical JSON ---


@given(strategies.snapshots())
@settings(max_examples=60, deadline=None)
def test_a_snapshot_comes_back_from_its_json_as_it_was(snapshot):
    assert load(snapshot.to_json()) == snapshot


@given(strategies.snapshots())
@settings(max_examples=60, deadline=None)
def test_the_json_is_that_of_rfc_8785(snapshot):
    assert snapshot.to_json().encode() == rfc8785.dumps(snapshot.to_data())


def test_the_digest_is_sha_256_of_the_bytes():
    assert digest("Ж") == sha256("Ж".encode()).hexdigest()


def test_fields_that_are_left_out_take_their_default():
    sparse = from_data({"document": {"title": "A", "texts": [{"content": "B"}]}})
    assert sparse == Snapshot(document=Document(title="A", texts=(Text(content="B"),)))
    assert from_data({}) == Snapshot()


# --- What was frozen once is read for ever ---


def test_what_was_frozen_in_schema_1_can_be_read_and_is_the_same_still():
    content = GOLDEN.read_text(encoding="utf-8").rstrip("\n")
    snapshot = load(content)
    assert snapshot.to_json() == content
    assert snapshot.document.texts[0].content.startswith("The harvest")
    assert all(getattr(snapshot.document, part) for part in PARTS), "the example has every part"


def test_a_field_that_came_later_is_told_only_where_it_says_something():
    told = [
        json.loads(Snapshot(document=Document(printings=(Printing(as_printed=words),))).to_json())
        for words in ("", "Publ. in the Letters")
    ]
    rows = [each["document"]["printings"][0] for each in told]
    assert [row.get("as_printed") for row in rows] == [None, "Publ. in the Letters"]
    assert {row["number"] for row in rows} == {""}


def test_a_schema_that_nobody_knows_is_refused():
    for schema in (SCHEMA + 1, 0, None, "1", True, 1.0):
        with pytest.raises(SnapshotError, match="Schema"):
            load(json.dumps({"schema": schema, "document": {}, "names": {}}))


# --- What readers may see ---


def test_every_field_is_either_public_or_private():
    for kind in (Document, *PARTS.values(), ArchivalPart):
        public = set(PUBLIC[kind].split())
        assert public | PRIVATE >= {f.name for f in fields(kind)}, (
            f"{kind.__name__}: decide in PUBLIC or PRIVATE"
        )
        assert not public & PRIVATE
        assert public <= {f.name for f in fields(kind)}


@given(strategies.snapshots())
@settings(max_examples=30, deadline=None)
def test_the_public_snapshot_is_the_same_without_private_fields(snapshot):
    public = snapshot.public()
    wanted = replace(snapshot.document, remarks="", suppressed_warnings="")
    assert public.document == wanted
    assert public.names.keys() == named(wanted).keys()
    assert not PRIVATE & public.to_data()["document"].keys()
    assert public.public() == public


@given(strategies.snapshots())
@settings(max_examples=30, deadline=None)
def test_the_public_snapshot_is_what_is_read_of_its_json_names_in_their_order(snapshot):
    public = snapshot.public()
    read = load(public.to_json())
    assert read == public
    assert list(read.names) == list(public.names)


def test_a_name_that_only_the_desk_uses_does_not_leave_it():
    known = {"p0000000": Name(kind="person", label="Ada")}
    assert Snapshot(document=Document(remarks="[[person:p0000000|Ada]]"), names=known).public().names == {}


def test_names_are_gathered_from_fields_rows_and_marks():
    document = Document(
        type="letter",
        place="place000",
        texts=(Text(content="By [[person:person00|Ada]]; see [[document:document|that]]."),),
        footnotes=(Footnote(content="Of [[body:body0000|them]]."),),
    )
    assert named(document) == {
        "type:letter": "type",
        "place000": "place",
        "person00": "person",
        "body0000": "body",
    }


# --- Wrong data ---


@pytest.mark.parametrize(
    ("data", "where"),
    [
        ([], "snapshot"),
        ({"documents": {}}, "documents"),
        ({"document": []}, "document should be an object"),
        ({"document": {"titel": ""}}, "document has no field “titel”"),
        ({"document": {"title": 1}}, "document.title should be str"),
        ({"document": {"place": 1}}, "document.place should be str or"),
        ({"document": {"texts": {}}}, "document.texts should be a list"),
        ({"document": {"texts": [{}, 1]}}, r"document.texts\[1\] should be an object"),
        ({"document": {"texts": [{"content": None}]}}, r"document.texts\[0\].content should be str"),
        ({"document": {"facsimiles": [{"width": True}]}}, r"document.facsimiles\[0\].width should be int"),
        ({"document": {"facsimiles": [{"width": 2**53}]}}, r"document.facsimiles\[0\].width"),
        ({"document": {"facsimiles": [{"width": 1.0}]}}, r"document.facsimiles\[0\].width"),
        ({"document": {"title": "a\x00b"}}, r"document.title .*U\+0000"),
        ({"document": {"title": "a\ud800b"}}, r"document.title .*U\+D800"),
        ({"names": []}, "names should be an object"),
        ({"names": {"x": []}}, "names.x should be an object"),
        ({"names": {"ж": {}}}, "names"),
        ({"schema": "1"}, "Schema"),
    ],
)
def test_wrong_data_is_refused_with_its_place(data, where):
    with pytest.raises(SnapshotError, match=where):
        from_data(data)


@pytest.mark.parametrize("content", ["", "{", "[" * 100_000, "NaN", "1" * 5000, '{"schema":1e999}', "\ud800"])
def test_what_is_not_a_snapshot_in_json_is_refused(content):
    with pytest.raises(SnapshotError):
        load(content)


odd = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


@st.composite
def spoilt(draw):
    """The data of a document in which something, somewhere, was replaced."""
    data = draw(strategies.snapshots()).to_data()
    at, key = data, draw(st.sampled_from(sorted(data)))
    while isinstance(at[key], dict | list) and at[key] and draw(st.booleans()):
        at = at[key]
        key = draw(st.sampled_from(sorted(at) if isinstance(at, dict) else range(len(at))))
    at[key] = draw(odd)
    return data


@given(spoilt() | odd)
@settings(max_examples=150, deadline=None)
def test_whatever_comes_is_read_or_refused_and_never_breaks(data):
    try:
        snapshot = from_data(data)
    except SnapshotError:
        return
    assert load(snapshot.to_json()) == snapshot
    assert snapshot.to_json().encode() == rfc8785.dumps(snapshot.to_data())
    checks.check(snapshot)


# --- What is written about it ---


def test_the_page_about_the_json_tells_every_field_and_no_other():
    told = _told((ROOT / "docs" / "snapshot.md").read_text(encoding="utf-8"))
    for kind in KINDS:
        assert told.get(kind.__name__) == [f.name for f in fields(kind)], kind.__name__
    assert told.keys() == {kind.__name__ for kind in KINDS}


def test_the_page_about_the_json_tells_which_fields_are_private():
    page = (ROOT / "docs" / "snapshot.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(\w+)` .*never published", page, re.MULTILINE)) == PRIVATE


def test_the_page_about_the_json_tells_every_vocabulary():
    page = (ROOT / "docs" / "snapshot.md").read_text(encoding="utf-8")
    assert all(f"`{vocabulary}`" in page for vocabulary in VOCABULARIES)


def _told(page: str) -> dict[str, list[str]]:
    """Heading with a class's name → the fields in the table under it."""
    found = {}
    for section in re.split(r"^##+ ", page, flags=re.MULTILINE)[1:]:
        names = re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)
        if names and (name := re.match(r".*`(\w+)`", section)):
            found[name[1]] = names
    return found


@given(st.text() | st.text("a\n\0\ud7ff\ud800\udfff\ue000я"))
def test_what_no_text_can_hold_is_told_as_by_looking_for_it(words):
    assert can_be_kept(words) == (not IMPOSSIBLE.search(words))
