"""The header of a file that holds one document: who wrote to whom, when and where.

TEI P5, chapters 2 (the header) and 2.4.6 (correspondence).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from documents.dates import HistoricalDate
from documents.exchange.importing.dialects.qhod_names import (
    SHARED,
    language_of,
    record_of,
    slug,
    words,
)
from documents.exchange.importing.sources import LOCAL, Named
from documents.markup import escape
from documents.snapshot import Correspondent, Reference, Relation

EXEMPLARS = {"original": "original", "kopie": "copy", "copy": "copy"}
ROLES = {"sent": "sender", "received": "recipient"}
TRANSLATING = {"translation", "übersetzung"}


@dataclass(slots=True)
class Said:
    """What is gathered on the way: whom the header names, and what has no place in our fields."""

    edition: str
    named: dict[str, Named] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)

    def local(self, named: Named) -> str:
        """The reference to a record that the header itself tells of."""
        self.named.setdefault(named.local, named)
        return LOCAL + named.local


def identity_of(pointer: str, edition: str) -> str:
    """The identity of a document from its name, in an idno or in the target of a ref: “/o:vipa.l.1719#p2”."""
    name = pointer.partition("#")[0].rstrip("/").rpartition("/")[2].removeprefix("o:").removesuffix(".xml")
    name = re.sub(r"[][|\s]+", "-", name)
    return f"{edition}/{name}" if name else ""


def identity(header: Any, edition: str, said: Said) -> str:
    """The identity of the document, by its idno. That of an enclosure follows from the letter's."""
    idnos = [words(each) for each in header.iterfind("{*}fileDesc/{*}publicationStmt/{*}idno") if words(each)]
    own = identity_of(idnos[0], edition) if idnos else ""
    for ref in header.iterfind(".//{*}correspDesc//{*}ref[@type='attachedTo']"):
        letter = identity_of(ref.get("target") or "", edition)
        if own and letter and not own.startswith(letter):
            better = f"{letter}.{own.rpartition('.')[2]}"
            said.told.append(
                f"It calls itself {own} and is attached to {letter}, so it is known as {better}."
            )
            return better
    return own


def titles(header: Any) -> list[tuple[str, str]]:
    """The titles that are not blank, with their languages; an English one first."""
    found = [
        (language_of(title), words(title)) for title in header.iterfind("{*}fileDesc/{*}titleStmt/{*}title")
    ]
    return sorted((each for each in found if each[1]), key=lambda each: each[0] != "en")


def languages(header: Any) -> list[str]:
    """The languages of the document as the header tells them."""
    found = (language_of(each, "ident") for each in header.iterfind(".//{*}langUsage/{*}language"))
    return list(dict.fromkeys(found))


def rights(header: Any) -> str:
    """The licence with its address, then how the edition asks to be cited."""
    lines = []
    for licence in header.iterfind(".//{*}availability/{*}licence"):
        lines.append(" ".join(filter(None, (words(licence), licence.get("target")))))
    lines += [words(each) for each in header.iterfind("{*}encodingDesc/{*}refsDecl/{*}p")]
    return "\n\n".join(filter(None, lines))


def translator(header: Any) -> str:
    """Those responsible for the translation, with their full names."""
    people = {each.get(f"{{{SHARED}}}id"): words(each) for each in header.iter("{*}persName")}
    names = [
        people.get((person.get("sameAs") or "").removeprefix("#")) or words(person)
        for statement in header.iterfind(".//{*}respStmt")
        if words(statement.find("{*}resp")).casefold() in TRANSLATING
        for person in statement.iterfind("{*}persName")
    ]
    return ", ".join(dict.fromkeys(filter(None, names)))


def kind(header: Any, text: Any, said: Said) -> tuple[str | None, str | None]:
    """The type of the document and of the exemplar: by the keywords, else by the type of the text."""
    found, exemplar = "", None
    for term in header.iterfind(".//{*}textClass//{*}term"):
        last = words(term).casefold().rpartition(" ")[2]
        exemplar = exemplar or EXEMPLARS.get(last)
        if last not in EXEMPLARS:
            found = found or words(term)
    found = found or text.get("type") or ""
    code = slug(found)
    if code and not code[0].isalpha():
        code = f"type-{code}"[:40]
    if found and not code:
        said.told.append(f"The type “{found}” gives no code of Latin letters, so it was left out.")
    if code:
        said.named.setdefault(code, Named(kind="type", local=code, name=found))
    return code or None, exemplar


# --- The date ---


def dating(header: Any, text: Any, wording: Callable[[Any], str]) -> dict[str, Any]:
    """The columns of the date: of the sending, else of the origin; `wording` writes an element as one line.

    Where the header has no words for the date, they are those of the same date in the text.
    """
    action, date = _date(header)
    if date is None:
        return {}
    written, calendar = escape(words(date)), _calendar(date)
    if not written and (same := _same_date(date, text)) is not None:
        written, calendar = wording(same), _calendar(same)
    columns = {"date_as_written": written}
    if calendar and calendar != "gregorian":
        columns |= {"date_calendar": "other", "date_calendar_name": calendar.capitalize()}
    if edtf := _edtf(date):
        columns["date_edtf"] = edtf
    if action is not None and action.get("type") is None:
        why = "The file does not say of what action this is the date."
        columns |= {"date_basis": "inferred", "date_reason": why}
    return columns


def _date(header: Any) -> tuple[Any, Any]:
    for wanted in ("sent", None):
        for action in header.iterfind(".//{*}correspAction"):
            date = action.find("{*}date")
            if action.get("type") == wanted and date is not None:
                return action, date
    return None, header.find(".//{*}msDesc//{*}origDate")


def _calendar(date: Any) -> str:
    stated = date.get("calendar") or date.get("type") or ""
    return stated.removeprefix("#").casefold()


def _same_date(date: Any, text: Any) -> Any:
    """The last date in the original that is counted in another calendar and has the same bounds."""
    found = None
    bounds = {name: date.get(name) for name in ("when", "notBefore", "notAfter")}
    for each in text.iter("{*}date"):
        translated = any(div.get("type") == "translation" for div in each.iterancestors("{*}div"))
        if _calendar(each) and not translated and all(each.get(k) == v for k, v in bounds.items()):
            found = each
    return found


def _edtf(date: Any) -> str:
    """Gregorian EDTF: a day, or the interval of which it is one; "" where it would be none."""
    mark = "?" if 0 < _number(date.get("confidence")) < 1 or date.get("cert") in ("low", "medium") else ""
    first, last = date.get("notBefore") or date.get("from"), date.get("notAfter") or date.get("to")
    edtf = date.get("when")
    if edtf is None and (first or last):
        edtf = first if first == last else f"{first or '..'}/{last or '..'}"
    edtf = edtf + mark if edtf and "/" not in edtf else edtf or ""
    return edtf if not HistoricalDate(edtf=edtf).problems() else ""


def _number(value: str | None) -> float:
    try:
        return float(value or 0)
    except ValueError:
        return 0


# --- Senders and recipients ---


def correspondents(header: Any, said: Said) -> tuple[Correspondent, ...]:
    """Senders and recipients in the order of the file, each with the person or body that it points to."""
    found = []
    for action in header.iterfind(".//{*}correspAction"):
        role = ROLES.get(action.get("type") or "")
        for party in (*action.iterfind("{*}persName"), *action.iterfind("{*}orgName")):
            name = words(party)
            if not role or not name:
                continue
            of = "body" if party.tag.endswith("orgName") else "person"
            known: dict[str, Any] = {of: _reference(record_of(party, of, name), said)}
            found.append(Correspondent(role=role, as_written=name, **known))
        if role == "recipient":
            said.told += [
                f"Where it was received, “{words(place)}”, has no field of its own here."
                for place in action.iterfind("{*}placeName")
                if words(place)
            ]
    return tuple(found)


def place(header: Any, said: Said) -> dict[str, Any]:
    """The columns of the place of writing: that of the sender."""
    for action in header.iterfind(".//{*}correspAction[@type='sent']"):
        for written in action.iterfind("{*}placeName"):
            if name := words(written):
                record = record_of(written, "place", name)
                return {"place_as_written": name, "place": _reference(record, said)}
    return {}


def _reference(record: Named | str, said: Said) -> str | None:
    if isinstance(record, Named):
        return said.local(record)
    return LOCAL + record if record else None


# --- Other documents ---


def relations(header: Any, edition: str) -> tuple[Relation, ...]:
    """What the document encloses."""
    return tuple(
        Relation(relation_kind="encloses", target=LOCAL + identity, described=words(ref))
        for ref in header.iterfind(".//{*}correspDesc//{*}ref[@type='hasAttachment']")
        if (identity := identity_of(ref.get("target") or "", edition))
    )


def references(header: Any, edition: str) -> tuple[Reference, ...]:
    """The document to which this one is attached, and those before and after it in the correspondence."""
    refs = [ref for ref in header.iterfind(".//{*}correspDesc//{*}ref") if ref.get("type") != "hasAttachment"]
    found = []
    for ref in refs:
        target = ref.get("target") or ""
        identity = identity_of(target, edition)
        stated = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", ref.get("type") or "").lower()
        by = words(ref) or f"{stated} {target.removeprefix('/')}".strip()
        if identity or by:
            found.append(Reference(by="description", words=by, target=LOCAL + identity if identity else None))
    return tuple(found)


# --- Words of the editors ---


def subjects(header: Any) -> Iterator[Any]:
    """The abstracts: lists of subjects, or a regest."""
    yield from header.iter("{*}abstract")


def notices(header: Any) -> Iterator[str]:
    """What the editors tell of the paper, the hand, the basis of the text and their own rules."""
    for way in (
        "{*}fileDesc/{*}sourceDesc/{*}msDesc/{*}physDesc",
        "{*}fileDesc/{*}sourceDesc/{*}bibl",
        "{*}encodingDesc/{*}editorialDecl/{*}interpretation",
    ):
        yield from filter(None, (words(each) for each in header.iterfind(way)))
