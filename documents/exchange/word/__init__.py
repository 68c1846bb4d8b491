"""A Word file (.docx) → a text in our markup with its notes. Nothing here is saved."""

from documents.exchange.word.reading import Note, Taken, take
from documents.exchange.word.safety import LARGEST, Refused

__all__ = ["LARGEST", "Note", "Refused", "Taken", "take"]
