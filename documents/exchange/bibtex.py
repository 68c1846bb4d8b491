"""A citation as an entry of BibTeX and biblatex, in UTF-8."""

import re
from collections.abc import Iterator

from documents.exchange.citations import Author, Citation

CONTENT_TYPE = "application/x-bibtex; charset=utf-8"
# Braces are written as commands, not as \{ and \}: BibTeX counts every brace, with a backslash or without.
ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{character: f"\\{character}" for character in "%&#_$"},
}
_ESCAPES = str.maketrans(ESCAPES)
# The EDTF that biblatex reads (manual, 2.3.8): no sets.
_READABLE = re.compile(r"[0-9X?~%/.-]+")


def bibtex(citation: Citation) -> str:
    """The entry of one version, with a blank line after it, so that entries can follow each other.

    It is @misc whatever the document is: what is cited is the version here, and the printing stands in the
    note. As @incollection the year of the document would be taken for that of the book.
    """
    fields = "".join(f"  {name} = {{{value}}},\n" for name, value in _fields(citation) if value)
    return f"@misc{{{citation.key},\n{fields}}}\n\n"


def _fields(citation: Citation) -> Iterator[tuple[str, str]]:
    yield "author", " and ".join(map(_author, citation.authors))
    # In braces of its own, or styles would take the capitals from names.
    yield "title", f"{{{escape(citation.title)}}}"
    yield "date", citation.date if _READABLE.fullmatch(citation.date) else ""
    # For styles that know no EDTF.
    yield "year", escape(citation.year or citation.dated or citation.date_as_written)
    yield "howpublished", escape(citation.archive)
    yield "url", _address(citation.address)
    yield "note", escape(citation.note)


def _author(author: Author) -> str:
    """Whatever is not plainly "Family, Given" is one name in braces: where to part it would be guessed."""
    whole = not author.is_family_first or re.search(r"\band\b", author.name, re.IGNORECASE)
    return f"{{{escape(author.name)}}}" if whole else escape(author.name)


def _address(address: str) -> str:
    """Addresses are read character by character (package url): only what would end the field is changed."""
    return address.replace("\\", "%5C").replace("{", "%7B").replace("}", "%7D")


def escape(text: str) -> str:
    """Words as TeX sets them, with all characters that TeX would act upon written as commands."""
    return text.translate(_ESCAPES)
