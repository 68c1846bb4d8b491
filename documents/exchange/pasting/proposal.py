"""What a grammar makes of a pasted text: fields, records to look for, and the account of its characters."""

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from documents.exchange.pasting.accounting import Span, Use, account
from documents.snapshot import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A record that a field should name, by the words in which the paste names it.

    `field` is that of the form: "signatories-0-body". `details` are further columns of such a record.
    """

    field: str
    kind: str
    words: str
    details: Mapping[str, str] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A proposal; nothing of it is saved.

    In `content` no record is named: `wanted` says in which words the paste names it. Rows have the names of
    the form's rows as keys ("texts-0"), and so have the owners of notes. `spans` hold every character.
    """

    text: str
    content: Document
    wanted: tuple[Wanted, ...] = ()
    spans: tuple[Span, ...] = ()

    @property
    def left(self) -> tuple[str, ...]:
        """The tray: the words that were not placed, in their order."""
        return tuple(self.text[span.start : span.end] for span in self.spans if span.use is Use.LEFT)


def proposed(text: str, placed: Iterable[Span], wanted: Iterable[Wanted] = (), **fields: Any) -> Proposed:
    """A proposal from the fields of a document and the spans that were placed."""
    return Proposed(text=text, content=Document(**fields), wanted=tuple(wanted), spans=account(text, placed))
