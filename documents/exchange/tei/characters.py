"""Characters that XML cannot hold, and how we write them all the same, so that they come back."""

import re

INSTEAD = "\ufffd"
EXPLAINED = (
    "A character that XML cannot hold is written as U+FFFD, its number in hexadecimal and a semicolon; "
    "so is U+FFFD itself."
)
# XML 1.0, production 2, and the sign itself, which would be ambiguous otherwise.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffd\ufffe\uffff]")
_WRITTEN = re.compile(f"{INSTEAD}([0-9A-F]{{4}});")


def writable(text: str) -> str:
    """The text as XML can hold it; `unwritten` gives it back."""
    return _UNWRITABLE.sub(lambda found: f"{INSTEAD}{ord(found[0]):04X};", text)


def unwritten(text: str) -> str:
    """The text that `writable` was given."""
    return _WRITTEN.sub(lambda found: chr(int(found[1], 16)), text) if INSTEAD in text else text
