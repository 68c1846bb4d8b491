"""Every state a document ever had: rebuilt as it was, one by one or many at once, and brought back whole."""

import os
from dataclasses import replace
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents import comparison, history
from documents.models import Document
from documents.models import Signatory as Row
from documents.snapshot import PARTS, ArchivalPart, ArchivalReference, Footnote, Signatory, Snapshot, Text
from tests import strategies
from tests.documents import builders

pytestmark = pytest.mark.django_db

EDITS = int(os.environ.get("HISTORY_EDITS", "12"))
EXAMPLES = int(os.environ.get("HISTORY_EXAMPLES", "5"))


def letter():
    text = "The harvest[^*] has been brought in. We[^1)] ask for seed."
    return builders.content(
        texts=(Text(key="text0001", language="en", content=text),),
        footnotes=(
            Footnote(key="note0001", owner="text0001", label="*", content="In the old style."),
            Footnote(key="note0002", owner="text0001", label="1)", content="The council."),
        ),
        signatories=tuple(Signatory(key=f"sign000{n}", name_as_signed=name) for n, name in enumerate("ABC")),
        archival_references=(
            ArchivalReference(key="arch0001", parts=(ArchivalPart(level="file", value="44-33-a"),)),
        ),
    )


def check_five_revisions(ident: str) -> None:
    """Text, footnote, signatories, file number are edited in turn, then the second state is brought back."""

    def now():
        return history.snapshot(ident).document

    def edited_text(document):
        first, *others = document.texts
        return replace(document, texts=(replace(first, content=f"{first.content} Amen."), *others))

    def without_a_footnote(document):
        return whole(replace(document, footnotes=document.footnotes[1:]))

    def in_another_order(document):
        return replace(document, signatories=document.signatories[::-1])

    def with_another_file(document):
        first, *others = document.archival_references
        parts = tuple(replace(part, value=f"{part.value}-bis") for part in first.parts)
        return replace(document, archival_references=(replace(first, parts=parts), *others))

    start = history.latest("document", ident).number
    taken = [history.snapshot(ident).to_json()]
    for edit in (edited_text, without_a_footnote, in_another_order, with_another_file):
        builders.save(edit(now()))
        taken.append(history.snapshot(ident).to_json())
    numbers = range(start, start + 5)
    assert len(set(taken)) == 5
    assert [history.snapshot(ident, at=n).to_json() for n in numbers] == taken
    assert [each.to_json() for each in history.states(ident, numbers).values()] == taken
    builders.save(history.snapshot(ident, at=start + 1).document)
    assert history.snapshot(ident).to_json() == taken[1]
    assert [history.snapshot(ident, at=n).to_json() for n in numbers] == taken


def test_five_revisions_are_rebuilt_byte_by_byte_and_the_second_is_restored():
    document = letter()
    builders.save(document)
    check_five_revisions(document.public_id)
    restored = history.snapshot(document.public_id).document
    assert [row.key for row in restored.signatories] == ["sign0000", "sign0001", "sign0002"]
    assert [row.label for row in restored.footnotes] == ["*", "1)"]


# --- Edits by chance ---


def edited(document, other, random: Random):
    """The document after one edit: rows and fields of another one come in, rows go, change places, change."""
    part = random.choice(list(PARTS))
    rows = list(getattr(document, part))
    match random.choice(["field", "add", "remove", "shuffle", "change", "replace"]):
        case "field":
            name = random.choice(["title", "heading", "summary", "remarks", "rights", "place_as_written"])
            return replace(document, **{name: getattr(other, name)})
        case "add":
            rows += [row for row in getattr(other, part) if row.key not in _keys(document)]
        case "remove" if rows:
            rows.remove(random.choice(rows))
        case "shuffle":
            random.shuffle(rows)
        case "change" if rows and getattr(other, part):
            at = random.randrange(len(rows))
            rows[at] = replace(getattr(other, part)[0], key=rows[at].key)
        case "replace":
            return other
    return whole(replace(document, **{part: tuple(rows)}))


def _keys(document) -> set[str]:
    return {row.key for part in PARTS for row in getattr(document, part)}


def whole(document):
    """Without notes and references whose owner has gone."""
    while True:
        keys = {*_keys(document), "", "heading", "date", "signatures", "document"}
        kept = {
            p: tuple(r for r in getattr(document, p) if r.owner in keys) for p in ("footnotes", "references")
        }
        if all(kept[part] == getattr(document, part) for part in kept):
            return document
        document = replace(document, **kept)


@pytest.fixture
def pool():
    """What documents may name: two records of every kind."""
    kinds = {
        "person": builders.person,
        "body": builders.body,
        "place": builders.place,
        "repository": builders.repository,
        "collection": builders.collection,
    }
    known = {kind: [make(f"{kind} one"), make(f"{kind} two")] for kind, make in kinds.items()}
    known["document"] = [builders.saved(title="Other")]
    for kind in strategies.Pool().known:
        if kind not in known:
            model = history.NAMES[kind][0]
            known[kind] = list(model.objects.values_list("pk", flat=True)[:2]) or [_term(model)]
    return strategies.Pool(known)


def _term(model) -> str:
    with history.revision(builders.user("editor"), "New"):
        return model.objects.create(code="a-term", label="A term").pk


@given(data=st.data())
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_state_is_what_was_recorded_then_and_can_be_restored_without_a_difference(data, pool):
    documents = strategies.documents(pool)
    document = data.draw(documents)
    others = [replace(data.draw(documents), public_id=document.public_id) for _ in range(3)]
    random = Random(data.draw(st.integers(0, 10**6)))
    recorded = {builders.save(document): history.snapshot(document.public_id).to_json()}
    for _ in range(EDITS):
        document = edited(document, random.choice(others), random)
        number = builders.save(document)
        recorded[number] = history.snapshot(document.public_id).to_json()
    ident = document.public_id
    assert {n: state.to_json() for n, state in history.states(ident, recorded).items()} == recorded
    for number in random.sample(sorted(recorded), k=min(4, len(recorded))):
        then = history.snapshot(ident, at=number)
        assert then.to_json() == recorded[number]
        builders.save(then.document, f"Restored {number}")
        assert not comparison.compare(history.snapshot(ident), then)


def test_many_states_are_read_in_as_many_queries_as_two():
    ident = builders.saved(title="0", signatories=(Signatory(key="sign0001", name_as_signed="A"),))
    for number in range(30):
        builders.changed(ident, title=str(number + 1))
    counts = []
    for numbers in ((1, 2), range(1, 31)):
        with CaptureQueriesContext(connection) as queries:
            found = history.states(ident, numbers)
        counts.append(len(queries))
        assert [found[n].document.title for n in numbers] == [str(n - 1) for n in numbers]
    assert counts[0] == counts[1]


def test_places_that_change_while_the_order_stays_are_no_change_and_leave_no_trace():
    ident = builders.saved(
        signatories=tuple(Signatory(key=f"sign000{n}", name_as_signed=name) for n, name in enumerate("ABC"))
    )
    with history.revision(builders.user("editor")):
        for place, row in enumerate(Row.objects.filter(document=ident)):
            row.position = 10 * place
            row.save()
    assert history.latest("document", ident).number == 1
    with history.revision(builders.user("editor")):
        Row.objects.create(document_id=ident, name_as_signed="D", position=15)
    assert history.snapshot(ident, at=2) == history.snapshot(ident)
    assert [row.name_as_signed for row in history.snapshot(ident).document.signatories] == list("ABCD")


def test_a_state_of_which_the_document_was_deleted_is_none():
    ident = builders.saved()
    with history.revision(builders.user("editor"), "Deleted"):
        Document.objects.get(pk=ident).delete()
    found = history.states(ident, [1, 2])
    assert isinstance(found[1], Snapshot)
    assert found[2] is None
