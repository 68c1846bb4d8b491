"""Plain work in short bursts beside a measurement, on the same core: how quick the processor was meanwhile.

    python -m tests.benchmarks.yardstick

On a machine that others use, too, a second of the processor is worth now more, now less, because cores share
caches and clocks. What is measured is told in this work's units as well, and so it can be compared.
"""

import json
import re
import signal
import sys
import time

WORDS = "the quick _brown_ fox [[person:b2345678|jumps]] over | the lazy dog\n" * 40
BURST, PAUSE = 30, 0.25
_SIGNS = re.compile(r"[_|\[\]]")


def work() -> int:
    """A unit: words escaped, written as JSON and read, counted and sorted."""
    counts: dict[str, int] = {}
    escaped = _SIGNS.sub(lambda sign: f"\\{sign[0]}", WORDS)
    for row in json.loads(json.dumps([{"words": escaped, "n": n} for n in range(6)])):
        for word in row["words"].split():
            counts[word] = counts.get(word, 0) + len(word)
    return len(sorted(counts.items()))


def main() -> None:
    """Works until it is told to end (SIGTERM), then says how many units a second of the processor gave."""
    ended = False

    def end(*_: object) -> None:
        nonlocal ended
        ended = True

    signal.signal(signal.SIGTERM, end)
    units = 0
    while not ended or not units:
        for _ in range(BURST):
            work()
        units += BURST
        time.sleep(PAUSE)
    sys.stdout.write(f"{units / time.process_time():.1f}\n")


if __name__ == "__main__":
    main()
