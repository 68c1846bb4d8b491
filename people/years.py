"""The years of a life, as a catalogue gives them."""

from documents.dates import parse


def years(born: str, died: str) -> str:
    """Two dates in EDTF as 1870–1925, with a question mark for the one not known; empty when neither is."""
    return f"{_year(born)}–{_year(died)}" if born or died else ""


def _year(edtf: str) -> str:
    earliest = parse(edtf).earliest if edtf else None
    return str(earliest.year) if earliest else "?"
