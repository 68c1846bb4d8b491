"""Signatures: in their order, grouped where one capacity and body stands for several names."""

from dataclasses import dataclass
from itertools import groupby

from documents.reading.labels import CERTAINTIES, MANNERS
from documents.reading.naming import Basis, Named, Naming, basis
from documents.reading.wording import Phrase
from documents.snapshot import Signatory


@dataclass(frozen=True, slots=True)
class Signature:
    """One name as signed, the person behind it, how sure that is, and how it was signed."""

    number: int
    name: Phrase
    person: Named | None
    certainty: str
    manner: str


@dataclass(frozen=True, slots=True)
class SignatureGroup:
    """Names that follow each other under one capacity and body."""

    capacity_as_signed: Phrase
    capacity: str
    body: Named | None
    bases: tuple[Basis, ...]
    signatures: tuple[Signature, ...]


def signature_groups(naming: Naming) -> tuple[SignatureGroup, ...]:
    """The signatories in their order, as groups."""
    rows = enumerate(naming.snapshot.document.signatories, start=1)
    return tuple(
        _group(list(group), naming) for _, group in groupby(rows, key=lambda each: _standing(each[1]))
    )


def _standing(row: Signatory) -> tuple[str, str | None, str | None]:
    return row.capacity_as_signed, row.capacity, row.body


def _group(rows: list[tuple[int, Signatory]], naming: Naming) -> SignatureGroup:
    first = rows[0][1]
    return SignatureGroup(
        capacity_as_signed=naming.as_written(first.capacity_as_signed),
        capacity=naming.term("capacity", first.capacity),
        body=naming.record("body", first.body),
        bases=_bases([row for _, row in rows]),
        signatures=tuple(_signature(number, row, naming) for number, row in rows),
    )


def _bases(rows: list[Signatory]) -> tuple[Basis, ...]:
    """How the body of a group is known, each way once; a reason given for one name serves the group."""
    found = dict.fromkeys(basis(row.body_basis, row.body_reason, of=row.body) for row in rows)
    reasoned = {each.word for each in found if each.reason}
    return tuple(each for each in found if each and (each.reason or each.word not in reasoned))


def _signature(number: int, row: Signatory, naming: Naming) -> Signature:
    return Signature(
        number=number,
        name=naming.as_written(row.name_as_signed),
        person=naming.record("person", row.person),
        certainty=CERTAINTIES.get(row.certainty, row.certainty),
        manner=MANNERS.get(row.manner, row.manner),
    )
