"""How long it takes to compare long texts by words: 0.4 s for 600 edits in 10,000 words, never above 1 s."""

from random import Random
from time import perf_counter

import pytest

from documents.comparison import prose
from documents.diff import DELETED, INSERTED
from tests.documents.test_diff import HOSTILE

pytestmark = pytest.mark.benchmark

WORDS, EDITS, USUAL, BOUND, ROUNDS = 10_000, 600, 0.4, 1.0, 5


def edited(seed: int) -> tuple[str, str]:
    """A text of 10,000 words, and the same after 600 edits: words exchanged, left out, added."""
    random = Random(seed)
    known = [f"word{n}" for n in range(3_000)]
    before = [random.choice(known) for _ in range(WORDS)]
    after = before[:]
    for _ in range(EDITS):
        at, what = random.randrange(len(after)), random.choice(["exchange", "leave out", "add"])
        if what == "exchange":
            after[at] = random.choice(known)
        elif what == "leave out":
            del after[at]
        else:
            after.insert(at, random.choice(known))
    return paragraphs(before), paragraphs(after)


def paragraphs(words: list[str]) -> str:
    return "\n\n".join(" ".join(words[n : n + 100]) for n in range(0, len(words), 100))


def seconds(before: str, after: str) -> float:
    start = perf_counter()
    found = prose.compared(before, after)
    spent = perf_counter() - start
    assert "".join(each.text for each in found if each.kind != INSERTED) == before
    assert "".join(each.text for each in found if each.kind != DELETED) == after
    return spent


def test_six_hundred_edits_in_ten_thousand_words(capsys):
    spent = sorted(seconds(*edited(seed)) for seed in range(ROUNDS))
    with capsys.disabled():
        print(f"\n{EDITS} edits in {WORDS:,} words: {spent[0]:.2f}-{spent[-1]:.2f} s")  # noqa: T201 - what it is run for
    assert spent[ROUNDS // 2] <= USUAL


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts(name, capsys):
    before, after = HOSTILE[name]
    spent = seconds(before, after)
    with capsys.disabled():
        print(f"\n{name}, {len(before):,} characters: {spent:.2f} s")  # noqa: T201 - what it is run for
    assert spent <= BOUND


def test_a_megabyte_with_nothing_in_common(capsys):
    random = Random(1)
    texts = [
        " ".join(f"{letter}{random.randrange(5_000)}" for _ in range(170_000))[:1_000_000] for letter in "ab"
    ]
    spent = seconds(*texts)
    with capsys.disabled():
        print(f"\na megabyte, nothing in common: {spent:.2f} s")  # noqa: T201 - what it is run for
    assert spent <= BOUND
