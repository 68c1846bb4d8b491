"""Names, languages and identifiers as editions of letters write them in attributes."""

import re
import unicodedata
from typing import Any

from documents.exchange.importing.sources import Named

SHARED = "http://www.w3.org/XML/1998/namespace"

# ISO 639-2 and the country codes that are met in its place → BCP 47.
LANGUAGES = {
    "deu": "de", "ger": "de", "eng": "en", "ita": "it", "fra": "fr", "fre": "fr", "lat": "la",
    "tur": "tr", "ara": "ar", "per": "fa", "fas": "fa", "bul": "bg", "hun": "hu", "srp": "sr", "srb": "sr",
    "slk": "sk", "slo": "sk", "ron": "ro", "rum": "ro", "pol": "pl", "rus": "ru", "ell": "el", "gre": "el",
}  # fmt: skip
TAG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")

AUTHORITIES = (
    ("gnd", re.compile(r"d-nb\.info/gnd/([0-9]{1,10}-?[0-9X])\b")),
    ("geonames", re.compile(r"geonames\.org/([1-9][0-9]{0,11})\b")),
    ("wikidata", re.compile(r"wikidata\.org/(?:wiki|entity)/(Q[1-9][0-9]{0,11})\b")),
    ("viaf", re.compile(r"viaf\.org/viaf/([1-9][0-9]{1,21})\b")),
)


def words(element: Any) -> str:
    """The words of an element in one line, without comments; "" where there is no element."""
    return " ".join(element.xpath("string()").split()) if element is not None else ""


def language_of(element: Any, attribute: str = f"{{{SHARED}}}lang") -> str:
    """The language that an element states, as BCP 47; “und” where it states none."""
    return tag_of(element.get(attribute) or "")


def tag_of(stated: str) -> str:
    """The tag of BCP 47 for a code as stated."""
    tag = LANGUAGES.get(stated, stated)
    return tag if TAG.fullmatch(tag) else "und"


def slug(name: str) -> str:
    """A code from a name: lower-case letters and digits of ASCII, with hyphens."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if c.isascii())
    return re.sub(r"[^a-z0-9]+", "-", plain.replace("ʿ", "")).strip("-")[:40]


def bare(name: str) -> str:
    """A local name from a name: its code, or its letters where none of them is Latin."""
    return slug(name) or re.sub(r"[\W_]+", "-", name.casefold()).strip("-")


def pointers(element: Any) -> list[str]:
    """The local names that an element's `ref` points to; blanks part several, “#” may be left out."""
    found = [each.removeprefix("#") for each in (element.get("ref") or "").split() if "/" not in each]
    return [each for each in found if re.fullmatch(r"[^\s\[\]|]+", each)]


def identifier(address: str) -> tuple[str, str] | None:
    """(scheme, value) of an address in an authority file."""
    for scheme, pattern in AUTHORITIES:
        if found := pattern.search(address):
            return scheme, found[1]
    return None


def record_of(element: Any, kind: str, name: str) -> Named | str:
    """Whom a name in the header means: a local name of the register, or a record told of by an identifier.

    What is named but not identified gives "": it is kept as written.
    """
    if own := pointers(element) or _pointed(element.get("ana") or ""):
        return own[0]
    found = identifier(element.get("ref") or "")
    if not found:
        return ""
    local = f"{found[0]}:{found[1]}:{bare(name)}"
    return Named(kind=kind, local=local, name=name, identifiers=(found,))


def _pointed(ana: str) -> list[str]:
    return [each[1:] for each in ana.split() if re.fullmatch(r"#[^\s\[\]|]+", each)]
