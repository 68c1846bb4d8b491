"""Volumes of many documents in TEI, as the series Foreign Relations of the United States is encoded."""

from lxml.etree import _Element

from documents.exchange.importing.dialects.body import TEI, XML_ID
from documents.exchange.importing.sources import Source


class Frus:
    """One volume a file; each document is a `div` of the type “document”."""

    name = "volume of documents"

    def recognises(self, root: _Element) -> bool:
        return root.tag == f"{TEI}TEI" and next(_documents(root), None) is not None

    def read(self, root: _Element, file: str) -> Source:
        return Source(file=file, identity=root.get(XML_ID, ""), dialect=self.name, documents=())


def _documents(root: _Element):
    return (div for div in root.iter(f"{TEI}div") if div.get("type") == "document")
