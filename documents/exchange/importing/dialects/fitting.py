"""What is longer than its field: it ends with “…” there, and the report has what is missing."""

from collections import Counter

MARK = "…"


def cut(words: str, most: int, what: str, told: Counter[str]) -> str:
    """The words, at most `most` characters of them; `what` they are is told with all that was cut off."""
    if len(words) <= most:
        return words
    kept = words[: most - len(MARK)].rstrip()
    told[f"{what} is longer than {most:,} characters; cut off was: “{words[len(kept) :].strip()}”."] += 1
    return kept + MARK
