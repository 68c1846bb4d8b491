"""How long the markup takes for a megabyte: ordinary text at most one second, hostile text at most ten."""

import time

import pytest

from documents.markup import LONGEST, html, parse, plain, problems

pytestmark = pytest.mark.benchmark

PROSE = """\
On the first day the council met in the mill and heard [brother] Anton read the petition.[^1] Nobody
spoke for a while. В протоколе записано: _мельница остаётся общей_, и подписи поставили [...] человек.

[[item:1)]] To mend the weir before the ice comes, as [[person:b7k2m9qx|Vera Lind]] had asked,
and to pay the carpenters from the common chest.

> A short quotation, kept as it was spoken that evening.

| Household | Sacks |
|---|---|
| Lind | 12 |
| Moore | 7 |

[[page:72v]]

"""
HOSTILE = [
    *(
        "[",
        "_",
        "\\",
        "|",
        ">",
        "[[",
        "[^",
        "]",
        "_a ",
        " _a_",
        "[a",
        "[a]",
        "[_",
        "[^1]",
        "\\[",
        "\0",
        "x\n",
        "\n",
    ),
    *(
        "[[person:b7k2m9qx|",
        "[[person:b7k2m9qx|a]]",
        "[[page:1]]\n",
        "[[item:1]]\n",
        "> \n",
        "| a |\n",
        "| ",
        "|---",
    ),
]


def spent(action, *given):
    begun = time.perf_counter()
    result = action(*given)
    return time.perf_counter() - begun, result


def measured(text: str) -> dict[str, float]:
    times = {}
    times["parse"], blocks = spent(parse, text)
    times["html"], _ = spent(html, blocks)
    times["plain"], _ = spent(plain, blocks)
    times["problems"], _ = spent(problems, text)
    return {name: round(seconds, 2) for name, seconds in times.items()}


def filled(unit: str) -> str:
    return (unit * (LONGEST // len(unit) + 1))[:LONGEST]


@pytest.mark.parametrize(
    "text", [filled(PROSE), filled(PROSE.replace("\n", " "))], ids=["marked", "one line"]
)
def test_ordinary_megabyte_takes_a_second(text):
    times = measured(text)
    print(times)  # noqa: T201 - shown with -s
    assert max(times.values()) <= 1, times


@pytest.mark.parametrize("unit", HOSTILE)
def test_hostile_megabyte_takes_ten_seconds(unit):
    times = measured(filled(unit))
    print(times)  # noqa: T201 - shown with -s
    assert max(times.values()) <= 10, times


@pytest.mark.parametrize("inner", ["", "_a_", "[^1]"])
def test_nested_megabyte_takes_ten_seconds(inner):
    half = (LONGEST - len(inner)) // 2
    times = measured("[" * half + inner + "]" * half)
    print(times)  # noqa: T201 - shown with -s
    assert max(times.values()) <= 10, times


def seconds(text: str) -> float:
    """The time for reading a text, showing it and looking for its problems."""
    begun = time.process_time()
    blocks = parse(text)
    html(blocks)
    plain(blocks)
    problems(text)
    return time.process_time() - begun


@pytest.mark.parametrize("unit", HOSTILE)
def test_four_times_as_long_a_hostile_text_takes_at_most_eight_times_as_long(unit):
    short, long = ((unit * size)[:size] for size in (25_000, 100_000))
    allowed = 8 * min(seconds(short), seconds(short)) + 0.05
    assert any(seconds(long) <= allowed for _ in range(3))
