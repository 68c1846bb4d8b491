"""Spreadsheets (CSV, XLSX): tables of the desk out and in, bounded, with formulas that cannot run.

`sheets` and `cells` read and write files. `kinds` says which sheets there are. `resource` and `columns`, of
django-import-export, turn rows of the desk into a table, and a table into what would change. `mapping`
understands columns, `planning` shows every change beforehand, `carrying_out` does all of it or nothing.
"""

from documents.exchange.spreadsheets.sheets import FORMATS, Refused, Sheet, read, write

__all__ = ["FORMATS", "Refused", "Sheet", "read", "write"]
