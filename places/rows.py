"""How many rows a form may have, looked at before any of them is made."""

import re
from collections import Counter

from django.http import QueryDict

# No printed page has more, and a form of more could not be handled.
MOST = 2000
# A browser sends every row that it counts; a few may be missing where a script went wrong.
MISSING = 20

_ROW = re.compile(r"(\w+)-(\d+)-\w+")


def faulty_number(posted: QueryDict) -> str:
    """Why the numbers of rows that a form states cannot be right; "" if they can."""
    stated = {
        name.removesuffix("-TOTAL_FORMS"): str(posted[name])
        for name in posted
        if name.endswith("-TOTAL_FORMS")
    }
    numbers = {
        prefix: int(number) for prefix, number in stated.items() if re.fullmatch(r"[0-9]{1,9}", number)
    }
    if sum(numbers.values()) > MOST:
        return f"The form says that it has {sum(numbers.values())} rows. It can have {MOST} at most."
    rows = {found.groups() for found in map(_ROW.fullmatch, posted) if found}
    sent = Counter(prefix for prefix, _ in rows)
    for prefix, number in numbers.items():
        if number - sent[prefix] > MISSING:
            return f"The form says that it has {number} rows of “{prefix}”, but only {sent[prefix]} arrived."
    return ""
