"""Whose note is it? Notes and references choose the part they belong to, also one that is not saved yet.

In the form an owner is called by its row, such as `texts-0`; on the desk by its key. The keys of new rows are
drawn when the form is made, so an owner can be resolved before anything is saved.
"""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property

from documents.models.footnote import FIXED_OWNERS

# Which parts can own something, in the order of the list of choices.
OWNING = ("texts", "editorial_texts", "footnotes")
NOUNS = {"texts": "Text", "editorial_texts": "Editors' text", "footnotes": "Note"}


class Owners:
    """The rows of one form that can own notes and references."""

    def __init__(self, formsets: list[Any]) -> None:
        self.formsets = {formset.prefix: formset for formset in formsets if formset.prefix in OWNING}
        for formset in formsets:
            if formset.prefix in ("footnotes", "references"):
                formset.owners = self

    def rows(self) -> Iterator[Any]:
        """The forms of all rows that could own something."""
        for name in OWNING:
            yield from self.formsets[name].forms

    def choices(self, asking: Any) -> list[tuple[str, str]]:
        """(value, label) of everything that the asking row can belong to."""
        fixed = list(FIXED_OWNERS.items()) if asking.takes_fixed_owners else [("document", "the document")]
        return [*fixed, *(each for each in self._rows_in_words if each[0] != asking.prefix)]

    @cached_property
    def _rows_in_words(self) -> list[tuple[str, str]]:
        """Once for all that choose among them: a page of notes is long."""
        return [(row.prefix, words_for(row)) for row in self.rows()]

    def row_of(self, key: str) -> str:
        """The name of the row with this key; a fixed owner is its own name."""
        return next((row.prefix for row in self.rows() if row.instance.key == key), key)

    def key_of(self, name: str) -> str:
        """The key of the row with this name. Raises ValidationError if the row is empty or being deleted."""
        for row in self.rows():
            if row.prefix == name:
                self._refuse_absent(row)
                return row.instance.key
        return name

    def _refuse_absent(self, row: Any) -> None:
        if row["DELETE"].data:
            what = "is being deleted"
        elif row.instance._state.adding and not row.has_changed():
            what = "is empty"
        else:
            return
        raise ValidationError(f"It belongs to {words_for(row)}, which {what}. Choose where it belongs.")


def circles(rows: list[Any]) -> list[Any]:
    """Of the rows of notes, those that belong in the end to themselves."""
    owner_of = {row.instance.key: row.cleaned_data.get("owner", "") for row in rows}
    return [row for row in rows if _leads_back(row.instance.key, owner_of)]


def _leads_back(key: str, owner_of: dict[str, str]) -> bool:
    seen, at = set(), owner_of[key]
    while at in owner_of and at not in seen:
        if at == key:
            return True
        seen.add(at)
        at = owner_of[at]
    return False


def words_for(row: Any) -> str:
    """What an editor calls a row: Text 1 (translation, en); Note *."""
    part, _, number = row.prefix.rpartition("-")
    if part == "footnotes":
        return f"Note {row['label'].value() or int(number) + 1}"
    kind = row["role" if part == "texts" else "editorial_kind"].value() or ""
    return f"{NOUNS[part]} {int(number) + 1} ({kind}, {row['language'].value() or 'und'})"
