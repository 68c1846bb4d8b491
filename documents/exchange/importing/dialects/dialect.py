"""What a dialect is: a way of writing documents in XML that we read."""

from collections.abc import Iterable
from typing import Protocol

from lxml.etree import _Element

from documents.exchange.importing.sources import Source


class Dialect(Protocol):
    """Recognises its files by their structure, never by their names, and reads them."""

    @property
    def name(self) -> str:
        """What the dialect is called in reports."""

    def recognises(self, root: _Element) -> bool:
        """Whether a file with this root is of the dialect."""

    def documents_in(self, root: _Element) -> Iterable[_Element]:
        """The elements with which documents begin, in their order, so that what stands in each is counted
        (bounds.py)."""

    def read(self, root: _Element, file: str) -> Source:
        """What the file says; its documents are read one after the other, as they are asked for."""
