"""Dates of historical documents. Pure Python: text goes in, days and words come out."""

from documents.dates.calendars import GREGORIAN, JULIAN
from documents.dates.edtf import Edtf
from documents.dates.historical import BOTH, CALENDARS, OTHER, HistoricalDate, Styles
from documents.dates.parser import DateError, parse
from documents.dates.words import in_words

__all__ = [
    "BOTH",
    "CALENDARS",
    "GREGORIAN",
    "JULIAN",
    "OTHER",
    "DateError",
    "Edtf",
    "HistoricalDate",
    "Styles",
    "in_words",
    "parse",
]
