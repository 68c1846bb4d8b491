"""The search against the engine alone and against the plain Django way, all on one archive, taking turns.

    SEARCH_DOCUMENTS=300000 pytest -m benchmark -n0 tests/benchmarks/test_search.py

BENCHMARK_FOLDER says where all this lies; see the generator. The archive, the baselines' tables and the raw
index are made where they are missing, which takes minutes.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple

import pytest

from tests.benchmarks import generator
from tests.benchmarks.queries import QUERIES, Answer, Query

pytestmark = [pytest.mark.benchmark]

DOCUMENTS = int(os.environ.get("SEARCH_DOCUMENTS", "30000"))
ROUNDS = int(os.environ.get("SEARCH_ROUNDS", "15"))
WARM_UPS, FEWEST = 3, 3
PATIENCE = 10.0  # seconds for the rounds of one contender and query, once there were the fewest

Contender = Callable[[Query], Answer]


class Archive(NamedTuple):
    """An invented archive that is connected: where it lies, and the seconds that both indexes took."""

    folder: Path
    raw_build: float
    our_build: float


@pytest.fixture(scope="module")
def archive(django_db_blocker) -> Iterator[Archive]:
    """The archive of the size asked for, its data folder in place of the tests', and both baselines ready."""
    from tests.benchmarks import plain_django, raw_engine

    folder = generator.folder_of(DOCUMENTS)
    with django_db_blocker.unblock(), generator.database_of(DOCUMENTS, folder):
        generator.prepare(DOCUMENTS, folder)
        files = generator.plain_files(folder, DOCUMENTS)
        plain_django.fill(files)
        yield Archive(folder, raw_engine.build(folder / "raw", files), _our_build(folder))


def _our_build(folder: Path) -> float:
    """The seconds that the archive takes to make its own index anew from the versions."""
    from django.test import override_settings

    from documents.search import making

    begun = perf_counter()
    with override_settings(DATA_DIR=folder):
        assert making.rebuild() == DOCUMENTS
    return perf_counter() - begun


@pytest.fixture(autouse=True)
def data_dir(settings, archive: Archive) -> Path:
    """The archive's own data folder, instead of one for each test."""
    settings.DATA_DIR = archive.folder
    return archive.folder


def contenders(archive: Archive) -> dict[str, Contender]:
    """Who answers the queries: name → a function from a query to its answer, from nothing to all there is.

    The first two are the baselines. Whoever joins (the archive's page, by `query.address()`) stands below.
    """
    from tests.benchmarks.our_page import SEVEN, KeptPage, OurPage
    from tests.benchmarks.plain_django import PlainDjango
    from tests.benchmarks.raw_engine import RawEngine

    return {
        "raw engine": RawEngine(archive.folder / "raw"),
        "plain Django": PlainDjango(),
        "our page, seven facets": OurPage(SEVEN),
        "our page": OurPage(),
        "our page, kept": KeptPage(),
    }


class Taken(NamedTuple):
    """What one contender took for one query, in milliseconds, and what it answered."""

    answer: Answer
    times: list[float]

    @property
    def middle(self) -> float:
        return median(self.times)

    @property
    def slowest(self) -> float:
        """The 95th of a hundred, of as many as there are."""
        return sorted(self.times)[max(round(len(self.times) * 0.95) - 1, 0)]


def measured(query: Query, who: dict[str, Contender]) -> dict[str, Taken]:
    """Lets the contenders take turns; one that has spent its patience drops out after the fewest rounds."""
    taken = {name: _warmed_up(query, answer) for name, answer in who.items()}
    for turn in range(ROUNDS):
        for name, answer in who.items():
            times = taken[name].times
            if turn < FEWEST or sum(times) < PATIENCE * 1000:
                times.append(_milliseconds(answer, query))
    return taken


def _warmed_up(query: Query, contender: Contender) -> Taken:
    """The contender's answer, asked for again and again if that is quick."""
    begun = perf_counter()
    answer = contender(query)
    if perf_counter() - begun < PATIENCE / FEWEST:
        for _ in range(WARM_UPS - 1):
            contender(query)
    return Taken(answer, [])


def _milliseconds(answer: Contender, query: Query) -> float:
    begun = perf_counter()
    answer(query)
    return (perf_counter() - begun) * 1000


def table(results: dict[Query, dict[str, Taken]]) -> str:
    """Median (95th of a hundred) in milliseconds, and the ratio to the first contender."""
    names = list(next(iter(results.values())))
    lines = ["| query | found | " + " | ".join(names) + " |", "|---|---|" + "---|" * len(names)]
    for query, taken in results.items():
        base = taken[names[0]].middle
        cells = [
            f"{each.middle:,.1f} ({each.slowest:,.1f}, n={len(each.times)}) {each.middle / base:,.1f}x"
            for each in taken.values()
        ]
        total = taken[names[0]].answer.total
        lines.append(f"| {query.letter} {query.name} | {total:,} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def disagreements(query: Query, taken: dict[str, Taken]) -> list[str]:
    """Where contenders give other totals, other numbers of hits or other counts than the first."""
    (first, known), *others = ((name, each.answer) for name, each in taken.items())
    told = []
    for name, answer in others:
        if (answer.total, answer.shown) != (known.total, known.shown):
            told.append(
                f"{query.letter}: {first} finds {known.total} and shows {known.shown}, "
                f"{name} finds {answer.total} and shows {answer.shown}"
            )
        for facet, counts in (answer.counts or {}).items():
            if sorted(counts) != sorted(known.counts[facet]):
                told.append(f"{query.letter}: {name} counts {facet} otherwise than {first}")
    return told


# What is to be reached at 300,000 documents. Milliseconds are those that a page may take whatever is found.
LARGE = 300_000
PAGE, ALL_FACETS, LANDING, COMMON, BUILD = 15.0, 1.5, 5.0, 25.0, 2.0
VISIBLE, MEMORY = 0.25, 200.0  # seconds from publishing to finding; megabytes of one worker alone


def shortfalls(results: dict[Query, dict[str, Taken]]) -> list[str]:
    """Where our page takes longer than it may, in words."""
    told = []
    for query, taken in results.items():
        most = 2 * taken["raw engine"].middle + PAGE
        for name, bound in (("our page, seven facets", most), ("our page", most * ALL_FACETS)):
            if taken[name].middle > bound:
                told.append(f"{query.letter}: {name} takes {taken[name].middle:.1f} ms of {bound:.1f}")
        faster = taken["plain Django"].middle / taken["our page, seven facets"].middle
        if query.words == "government" and not query.chosen and faster < COMMON:
            told.append(f"{query.letter}: {faster:.0f}x as fast as plain Django, not {COMMON:.0f}x")
        if not query.typed() and not query.chosen and taken["our page, kept"].middle > LANDING:
            told.append(f"{query.letter}: kept, it takes {taken['our page, kept'].middle:.1f} ms")
    return told


def test_search_against_both_baselines(archive, capsys):
    who = contenders(archive)
    results = {query: measured(query, who) for query in QUERIES}
    tell(capsys, f"{DOCUMENTS:,} documents\n{table(results)}")
    assert [told for query, taken in results.items() for told in disagreements(query, taken)] == []
    if DOCUMENTS >= LARGE:
        assert shortfalls(results) == []


def test_published_is_found_at_once_and_withdrawn_is_gone_with_the_commit(archive, capsys):
    found, gone = zip(*(_published_and_withdrawn(turn) for turn in range(5)), strict=True)
    tell(capsys, f"published → found {median(found):.3f} s; withdrawn → gone {median(gone):.3f} s")
    assert median(found) <= VISIBLE


def _published_and_withdrawn(turn: int) -> tuple[float, float]:
    """Seconds from publishing to the page that shows it, and from withdrawing to a page without it."""
    from tests.benchmarks.our_page import found_by
    from tests.documents import builders

    word = f"Zyxwvut{'abcdefgh'[turn]}q"
    assert found_by(word) == 0
    ident = builders.saved(title=f"A letter of {word}")
    begun = perf_counter()
    builders.publish(ident)
    while not found_by(word):
        assert perf_counter() - begun < PATIENCE
    published = perf_counter() - begun
    begun = perf_counter()
    builders.withdraw(ident)
    assert found_by(word) == 0
    return published, perf_counter() - begun


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="only Linux tells it")
def test_a_worker_needs_little_memory_of_its_own(archive, capsys):
    from tests.benchmarks.worker import private_memory

    held = private_memory(DOCUMENTS, archive.folder)
    tell(capsys, f"private memory of each worker: {', '.join(f'{each:.0f} MB' for each in held)}")
    assert max(held) <= MEMORY


def test_the_index_is_made_in_little_more_than_the_engine_needs(archive, capsys):
    ratio = archive.our_build / archive.raw_build
    tell(
        capsys,
        f"raw index {archive.raw_build:.1f} s, {_size(archive.folder / 'raw') / 1e6:,.0f} MB; "
        f"ours {archive.our_build:.1f} s, {_size(archive.folder / 'index') / 1e6:,.0f} MB: {ratio:.2f}x",
    )
    if DOCUMENTS >= LARGE:
        assert ratio <= BUILD


def tell(capsys: pytest.CaptureFixture[str], words: str) -> None:
    """Prints what was measured."""
    with capsys.disabled():
        print(f"\n{words}")  # noqa: T201 - what a benchmark is for


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
