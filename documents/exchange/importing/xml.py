"""The one parser of XML that comes from elsewhere: nothing in a file makes it reach out, swell or hang.

A DOCTYPE is refused before any parser sees it, and with it every entity; what remains is bounded in bytes,
tags and depth. Whatever is wrong is told in a sentence with its line and column.
"""

import codecs
import re
from itertools import count
from xml.parsers import expat

from lxml import etree

from documents.exchange.importing.sources import Unreadable

LARGEST = 20_000_000
"""Bytes of the largest file that is read."""

MOST_TAGS = 2_000_000
"""Tags, comments and instructions in a file: its tree then fits into some 400 MB."""

DEEPEST = 100
"""Elements one within the other; real editions have some twenty."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0?\0", "utf-16-le"),
    (b"\0<\0?", "utf-16-be"),
)
_DECLARED = re.compile(rb"""\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]{0,40})["']""")
_READ = re.compile(
    r"utf-?(8|16|16-?le|16-?be)|us-ascii|ascii|iso-8859-\d{1,2}|latin-?1|windows-125\d|cp125\d|koi8-[ru]"
)
_PROLOG = re.compile(
    r"(?>\s+|<\?(?>.*?\?>)|<!--(?>.*?-->))*+(?P<doctype><!DOCTYPE)?", re.DOTALL | re.IGNORECASE
)
_TOO_DEEP = etree.XPath("/*" * (DEEPEST + 1))


def parse(data: bytes, name: str) -> etree._Element:
    """The root of a file's tree, without comments and instructions. `name` is what the file is called.

    Raises Unreadable with a sentence, the line and the column.
    """
    _refuse_large(data, name)
    _refuse_archives(data, name)
    text = _decoded(data, name)
    _refuse_what_is_no_xml(text, name)
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        collect_ids=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except (etree.XMLSyntaxError, UnicodeEncodeError) as error:
        raise _not_well_formed(error, name) from error
    if deep := _TOO_DEEP(root):
        raise Unreadable(_depth(), file=name, **place_of(data, name, root, deep[0]))
    return root


def place_of(data: bytes, name: str, root: etree._Element, sought: etree._Element) -> dict[str, int]:
    """Line and column at which an element begins, counted from 1, in a file that was parsed.

    The tree tells the line on which a tag ends, and no column; so the file is read again up to there.
    """
    number = next(n for n, element in enumerate(root.iter("*"), start=1) if element is sought)
    parser, numbers = expat.ParserCreate("utf-8"), count(1)
    place = {"line": 1, "column": 1}

    def begins(*element: object) -> None:
        if next(numbers) == number:
            place.update(line=parser.CurrentLineNumber, column=parser.CurrentColumnNumber + 1)

    parser.StartElementHandler = begins
    parser.Parse(_decoded(data, name).encode("utf-8"), True)
    return place


def _refuse_large(data: bytes, name: str) -> None:
    if len(data) > LARGEST:
        raise Unreadable(
            f"The file has {len(data) / 1e6:.1f} MB, and at most {LARGEST // 10**6} MB are read. "
            "Divide it into several files.",
            file=name,
            **_place(data[:LARGEST]),
        )
    if (tags := data.count(b"<")) > MOST_TAGS:
        raise Unreadable(
            f"The file has {tags:,} tags, and at most {MOST_TAGS:,} are read. Divide it into several files.",
            file=name,
            line=1,
            column=1,
        )


def _refuse_archives(data: bytes, name: str) -> None:
    """Before anything is decoded: what is packed is not in a wrong encoding, but no text at all."""
    if data.startswith(b"PK\x03\x04"):
        raise Unreadable(
            "This is a ZIP archive, not XML. Unpack it and give the files in it.", file=name, line=1, column=1
        )


def _decoded(data: bytes, name: str) -> str:
    encoding = _encoding(data, name)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(
            f"The byte {data[error.start]:#04x} is not possible in {encoding.removesuffix('-sig').upper()}, "
            "in which the file says it is written. Save the file as UTF-8.",
            file=name,
            **_place(data[: error.start]),
        ) from error


def _encoding(data: bytes, name: str) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return encoding
    declared = _DECLARED.match(data[:400])
    encoding = declared[1].decode("ascii").lower() if declared else "utf-8"
    if not _READ.fullmatch(encoding):
        raise Unreadable(
            f"The encoding “{encoding}” is not read. Save the file as UTF-8.", file=name, line=1, column=1
        )
    try:
        codecs.lookup(encoding)
    except LookupError as error:
        raise Unreadable(
            f"There is no encoding “{encoding}”. Save the file as UTF-8.", file=name, line=1, column=1
        ) from error
    # Two bytes a character, and yet the declaration could be read byte by byte: the declaration is wrong.
    return "utf-8" if encoding.startswith("utf-16") or encoding == "utf16" else encoding


def _refuse_what_is_no_xml(text: str, name: str) -> None:
    if not text.strip():
        raise Unreadable("The file is empty.", file=name, line=1, column=1)
    if not text.lstrip().startswith("<"):
        raise Unreadable("This is not XML: it does not begin with “<”.", file=name, line=1, column=1)
    prolog = _PROLOG.match(text)
    if prolog and prolog["doctype"]:
        raise Unreadable(
            "The file has a DOCTYPE, and such files are not read, because it could hide other texts. "
            "Remove the DOCTYPE and write every entity as a character.",
            file=name,
            **_place(text[: prolog.start("doctype")].encode("utf-8", "replace")),
        )


def _not_well_formed(error: Exception, name: str) -> Unreadable:
    if isinstance(error, UnicodeEncodeError):
        return Unreadable("The file has half a character (a lone surrogate).", file=name, line=1, column=1)
    said = (getattr(error, "msg", None) or str(error)).partition(", line ")[0].rstrip(". ")
    line, column = getattr(error, "position", (0, 0))
    if "depth" in said.lower():
        said = _depth()
    elif "limit" in said.lower():
        said = "A single text or attribute is longer than 10 million characters. Divide it into paragraphs."
    else:
        said = f"This is not well-formed XML: {said}. Mend it there; an editor for XML shows the place."
    return Unreadable(said, file=name, line=max(line, 1), column=max(column, 1))


def _depth() -> str:
    return f"More than {DEEPEST} elements stand one within the other. Flatten the file there."


def _place(before: bytes) -> dict[str, int]:
    """Line and column, counted from 1, of what follows these bytes."""
    return {"line": before.count(b"\n") + 1, "column": len(before) - before.rfind(b"\n")}
