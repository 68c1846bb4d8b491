"""The dialects of XML that are read here. docs/importing.md tells how to add one."""

from lxml.etree import _Element

from documents.exchange.importing.dialects.dialect import Dialect
from documents.exchange.importing.dialects.frus import Frus
from documents.exchange.importing.dialects.ours import Ours
from documents.exchange.importing.dialects.qhod import Qhod

DIALECTS: tuple[Dialect, ...] = (Ours(), Frus(), Qhod())
"""In the order in which they are asked: the more particular first."""


def dialect_of(root: _Element) -> Dialect | None:
    """The first dialect that recognises a file by its root, or None."""
    return next((dialect for dialect in DIALECTS if dialect.recognises(root)), None)
