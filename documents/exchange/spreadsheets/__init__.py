"""Spreadsheets (CSV, XLSX): a table of words in and out, bounded, and with formulas that cannot run."""

from documents.exchange.spreadsheets.sheets import Refused, Sheet, read, write

__all__ = ["Refused", "Sheet", "read", "write"]
