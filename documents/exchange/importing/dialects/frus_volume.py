"""What the documents of one volume have in common, and how a volume's notes and names are written."""

import re
from dataclasses import dataclass, field

from documents.exchange.importing.dialects.body import Element, Scribe, local
from documents.exchange.importing.dialects.fitting import cut
from documents.exchange.importing.dialects.lines import Line
from documents.snapshot import Reference

_DOCUMENT = re.compile(r"(d\d+[a-z]?)(?:fn\d+)?")
_LOCAL = re.compile(r"[^\s|\[\]]+")


@dataclass(slots=True)
class Volume:
    """`persons`: id in the file → local name; `documents`: id → number; `pages`: document → printed pages."""

    identity: str
    language: str = "en"
    persons: dict[str, str] = field(default_factory=dict)
    documents: dict[str, str] = field(default_factory=dict)
    pages: dict[Element, str] = field(default_factory=dict)


@dataclass(slots=True)
class VolumeScribe(Scribe):
    """A scribe that knows the volume: source notes and summaries are no footnotes of the text."""

    volume: Volume = field(default_factory=lambda: Volume(""))
    sources: list[Element] = field(default_factory=list)
    inline: list[Element] = field(default_factory=list)
    summaries: list[Element] = field(default_factory=list)
    unlisted: set[str] = field(default_factory=set)

    def note(self, element: Element, line: Line, owner: str) -> None:
        kind = element.get("type", "")
        if kind == "summary":
            self.summaries.append(element)
        elif kind == "source" and not element.get("n"):
            self.inline.append(element)
        else:
            if kind == "source":
                self.sources.append(element)
            self.footnote(element, line, owner)

    def mention(self, element: Element) -> tuple[str, str] | None:
        name = local(element)
        if name == "persName":
            person = self.person(element)
            return ("person", person) if person else None
        if name == "ref":
            target = self.document(element)
            return ("document", target) if target else None
        return None

    def person(self, element: Element) -> str:
        """The local name of the person whom an element names, "" for nobody of the volume's list."""
        named = element.get("corresp", "").removeprefix("#")
        if not named:
            return ""
        if named not in self.volume.persons:
            self.unlisted.add(named)
        return self.volume.persons.get(named, "")

    def document(self, element: Element) -> str:
        """The identity of the document to which a `ref` leads; "" for pages and whole volumes."""
        volume, _, place = element.get("target", "").partition("#")
        found = _DOCUMENT.fullmatch(place)
        if not found or "/" in volume or (volume and not _LOCAL.fullmatch(volume)):
            return ""
        if not volume and found[1] not in self.volume.documents:
            return ""
        return f"{volume or self.volume.identity}/{found[1]}"

    def reference(self, element: Element, owner: str, words: str) -> Reference | None:
        """A reference by number where the volume has the document, else by its words; not for a glossary."""
        target = element.get("target", "")
        if not target or target.startswith(("#t_", "#p_", "#in", "#s_")):
            return None
        key = f"reference {len(self.references) + 1}"
        owner = "document" if owner in ("heading", "date", "signatures") else owner
        words = cut(words, 1000, "The words of a reference", self.left)
        if re.match(r"https?://", target):
            return Reference(key=key, owner=owner, by="link", words=words, address=target)
        volume = target.partition("#")[0]
        own = f"@{self.volume.identity}" if volume in ("", self.volume.identity) else None
        identity = self.document(element)
        number = self.volume.documents.get(identity.rpartition("/")[2], "") if own and identity else ""
        return Reference(
            key=key,
            owner=owner,
            by="number" if number else "description",
            words=words,
            number=cut(number, 50, "The number of a reference", self.left),
            collection=own,
            target=f"@{identity}" if identity else None,
        )
