"""The changes of the archive as a feed: Atom (RFC 4287), in pages that link to each other (RFC 5005).

Whoever keeps the feed keeps the chain with it: it gives the number and digest of the chain's head, and
those of each entry with it.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree

from django.conf import settings

from documents.chain import moment_text
from documents.models.entry import Entry
from documents.reading.addresses import absolute
from documents.reading.happenings import Happening
from documents.reading.stretches import Stretch

ATOM = "http://www.w3.org/2005/Atom"
XML = "http://www.w3.org/XML/1998/namespace"
# What XML cannot hold: one such character in a title would end every reader's subscription.
UNFIT = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
# An empty chain has no moment, and a feed must have one.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def atom(found: Sequence[Happening], head: Entry | None, stretch: Stretch) -> bytes:
    """The feed as XML in UTF-8. Everything is escaped by the writer of XML."""
    root = ElementTree.Element("feed", {"xmlns": ATOM, f"{{{XML}}}lang": "en"})
    add(root, "id", absolute("/changes.atom"))
    add(root, "title", f"Changes – {settings.SITE_NAME}")
    add(root, "subtitle", sealed("Head of the chain: entry", head.number, head.digest) if head else "")
    add(root, "updated", moment_text(found[0].moment if found else NEVER))
    add(add(root, "author"), "name", settings.SITE_NAME)
    link(root, "alternate", f"/changes/{stretch.here}", type="text/html")
    queries = {"self": stretch.here, "first": "", "previous": stretch.later, "next": stretch.earlier}
    for relation, query in {**queries, "last": stretch.last}.items():
        if query is not None:
            link(root, relation, f"/changes.atom{query}", type="application/atom+xml")
    for each in found:
        _entry(root, each)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def _entry(root: ElementTree.Element, happening: Happening) -> None:
    entry = add(root, "entry")
    add(entry, "id", tag(happening))
    add(entry, "title", f"{happening.what}: {happening.title}")
    add(entry, "updated", moment_text(happening.moment))
    link(entry, "alternate", happening.version or happening.address, type="text/html")
    if happening.comparison:
        link(entry, "related", happening.comparison, type="text/html", title="What changed")
    add(entry, "category", term=happening.kind)
    seal = sealed("Entry", happening.number, happening.digest)
    add(entry, "content", f"{happening.note}\n\n{seal}".strip(), type="text")


def sealed(what: str, number: int, digest: str) -> str:
    """The number and digest of an entry in words: "Entry 12 of the chain, SHA-256 5f1c…"."""
    return f"{what} {number}, SHA-256 {digest}"


def tag(happening: Happening) -> str:
    """The id of an entry for ever (RFC 4151): the archive's host, the entry's day and number."""
    host = urlsplit(settings.SITE_URL).hostname
    return f"tag:{host},{happening.moment:%Y-%m-%d}:entry/{happening.number}"


def link(parent: ElementTree.Element, relation: str, path: str, **attributes: str) -> None:
    """A link of Atom to a path of this archive."""
    add(parent, "link", rel=relation, href=absolute(path), **attributes)


def add(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
    """A new child with this text; what XML cannot hold in it is replaced."""
    child = ElementTree.SubElement(parent, name, attributes)
    child.text = UNFIT.sub("\N{REPLACEMENT CHARACTER}", text) or None
    return child
