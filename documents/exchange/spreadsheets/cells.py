"""Cells that no program takes for a formula: an apostrophe goes before them, and is taken off again."""

from documents.exchange.tables import FORMULA

# A cell that has an apostrophe before such a sign gets one more, so that every cell comes back exactly.
MARK = "'"


def neutral(cell: str) -> str:
    """ "=1+1" → "'=1+1"; what no spreadsheet would run stays as it is."""
    return f"{MARK}{cell}" if cell.lstrip(MARK).startswith(FORMULA) else cell


def restored(cell: str) -> str:
    """The reverse of `neutral`."""
    return cell[1:] if cell.startswith(MARK) and cell.lstrip(MARK).startswith(FORMULA) else cell
