"""Which published version a TEI file is, and whose: what stands in it beside the document itself."""

from dataclasses import dataclass

from documents.exchange.tei.elements import Element, add, child, children, get, words_of

IDENT = "fonds"
_NUMBERS = ("version", "SHA-256", "URI")


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """The archive by name and address ("https://archive.example.org"), the version by number and digest.

    Without a number it is the document as the digest tells it, whichever number that has in an archive.
    """

    archive: str = ""
    site: str = ""
    version: int = 0
    digest: str = ""

    def address(self, public_id: str) -> str:
        """The address of the version, or of the document."""
        number = f"v{self.version}/" if self.version else ""
        return f"{self.site}/documents/{public_id}/{number}"

    def facsimiles(self, public_id: str) -> str:
        """Where the page images lie: with the version, or beside the file."""
        return f"{self.address(public_id) if self.version else ''}facsimiles/"


def write_imprint(publication: Element, public_id: str, imprint: Imprint) -> None:
    """Adds publisher, version, digest and address to the publication statement."""
    publisher = add(publication, "publisher")
    if imprint.site:
        add(publisher, "ref", imprint.archive, target=f"{imprint.site}/")
    elif imprint.archive:
        add(publisher, "name", imprint.archive)
    number = str(imprint.version) if imprint.version else ""
    values = (number, imprint.digest, imprint.address(public_id) if imprint.site else "")
    for type_, value in zip(_NUMBERS, values, strict=True):
        if value:
            add(publication, "idno", value, type_=type_)


def read_imprint(publication: Element | None) -> Imprint:
    """Which version it is; what the file does not say is empty."""
    publisher = child(publication, "publisher")
    name = child(publisher, "ref")
    found = {get(each, "type"): words_of(each) for each in children(publication, "idno")}
    number = found.get("version", "")
    return Imprint(
        archive=words_of(child(publisher, "name") if name is None else name),
        site="" if name is None else (get(name, "target") or "").removesuffix("/"),
        version=int(number) if number.isdecimal() and len(number) < 7 else 0,
        digest=found.get("SHA-256", ""),
    )
