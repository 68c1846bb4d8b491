"""A sheet as a resource of django-import-export: rows of the desk → a table, a table → what would change.

It reads and checks and never saves. What is to be done is written by carrying_out.py, with revisions.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max
from import_export.fields import Field
from import_export.instance_loaders import BaseInstanceLoader
from import_export.resources import Resource

from documents import history, rights
from documents.erasing import PURGED
from documents.exchange.spreadsheets.columns import Column, ReferenceWidget, unknown
from documents.exchange.spreadsheets.kinds import IDENT, KEY, POSITION, REVISION, STANDING, Kind
from documents.models import Document
from documents.snapshot import AUTHORITIES
from places import writing
from places.records import row_data
from places.register import PublicId
from places.revisions import Revision

# Beside an id stands what it is called, for whoever reads the sheet; nothing is taken in from there.
CALLED = " (name)"
Faults = dict[str, list[str]]


def state(row: Any, kind: Kind) -> dict[str, Any]:
    """What a row of the sheet says, as plain data."""
    said: dict[str, Any] = {name: value for name, value in row_data(row).items() if name in kind.fields}
    # A default of a closed list is a member of it, which plain data does not know.
    plain = {name: str(value) if isinstance(value, str) else value for name, value in said.items()}
    return {**plain, POSITION: row.position} if kind.part else plain


def _standing(record: Any) -> str:
    if record.merged_into_id:
        return f"merged into {record.merged_into_id}"
    return "set aside" if record.set_aside else "in use"


class Present(BaseInstanceLoader):
    """The records that a sheet names, with their rows of its part and their last revisions: a query each."""

    def __init__(self, resource: Any, dataset: Any = None) -> None:
        super().__init__(resource, dataset)
        kind = resource.kind
        resource.present = self
        self.kind, self.seen = kind, set[tuple[str, str]]()
        wanted = {cell.strip() for cell in dataset[kind.owner]} - {""} if dataset else set()
        records = kind.model.objects.filter(pk__in=wanted)
        naming = "title" if kind.model is Document else "name"
        self.called = dict(records.values_list("pk", naming))
        self.records: dict[str, Any] = {} if kind.part else records.in_bulk()
        self.there = {*self.called}
        self.elsewhere = dict(PublicId.objects.filter(pk__in=wanted - self.there).values_list("pk", "kind"))
        self.rows = rows_of(kind, self.there) if kind.part else {}
        self.bases = last_revisions(kind, self.there)

    def get_instance(self, row: Any) -> Any:
        """The row of the desk that one of the sheet tells of; None for a new one. Raises ValidationError."""
        ident = row[self.kind.owner].strip()
        if ident and ident not in self.there:
            sentence = unknown(self.kind.model, ident, self.elsewhere.get(ident, ""))
            raise ValidationError({self.kind.owner: [sentence]})
        return self._row(ident, row[KEY].strip()) if self.kind.part else self._record(ident)

    def _record(self, ident: str) -> Any:
        self._once(IDENT, ident, "")
        return self.records.get(ident)

    def _row(self, ident: str, key: str) -> Any:
        if not ident:
            noun = self.kind.model._meta.verbose_name
            raise ValidationError({self.kind.owner: [f"The public id of the {noun} is missing."]})
        if not key:
            return None
        self._once(KEY, ident, key)
        if (ident, key) not in self.rows:
            sentence = f"“{key[:60]}” is no key of a row there. Leave the cell empty for a new row."
            raise ValidationError({KEY: [sentence]})
        return self.rows[ident, key]

    def _once(self, column: str, ident: str, key: str) -> None:
        if ident and (ident, key) in self.seen:
            raise ValidationError({column: [f"“{key or ident}” stands in an earlier row already."]})
        self.seen.add((ident, key))


def rows_of(kind: Kind, owners: Iterable[str]) -> dict[tuple[str, str], Any]:
    """The rows of a part of these records, by record and key; their positions count from 1."""
    owner = f"{kind.owner}_id"
    found, counted = {}, defaultdict[str, int](int)
    for row in kind.row_model.objects.filter(**{f"{owner}__in": owners}):
        counted[getattr(row, owner)] += 1
        row.position = counted[getattr(row, owner)]
        found[getattr(row, owner), row.key] = row
    return found


def last_revisions(kind: Kind, records: Iterable[str]) -> dict[str, int]:
    """The number of the last revision of each record, in one query."""
    found = Revision.objects.filter(kind=kind.model.kind, record__in=records).order_by()
    return dict(found.values("record").annotate(last=Max("number")).values_list("record", "last"))


class SheetResource(Resource):
    """The rows of one kind of sheet. `present` is what a sheet that was taken in met on the desk."""

    present: Present

    class Meta:
        instance_loader_class = Present
        use_transactions = False
        skip_diff = True  # changes are shown by documents.comparison, and escaped by the templates
        store_instance = True

    def __init__(self, kind: Kind) -> None:
        super().__init__()
        self.kind = kind
        self.revisions: dict[str, int] = {}
        self.called: dict[str, str] = {}
        self.fields.update((field.column_name, field) for field in self._columns())

    def _columns(self) -> Iterator[Field]:
        owner = f"{self.kind.owner}_id" if self.kind.part else IDENT
        yield Field(owner, self.kind.owner, readonly=True)
        if self.kind.part:
            yield self._label(owner, self.kind.owner)
            yield Field(KEY, KEY, readonly=True)
        for name in self.kind.writable:
            column = self.kind.row_model._meta.get_field(name)
            yield Column(column)
            if column.is_relation and column.related_model.kind in AUTHORITIES:
                yield self._label(column.attname, name)
        if self.kind.tells_standing:
            yield Field(STANDING, STANDING, readonly=True, dehydrate_method=_standing)
        yield Field(
            REVISION,
            REVISION,
            readonly=True,
            dehydrate_method=lambda row: str(self.revisions.get(getattr(row, owner), "")),
        )

    def _label(self, attribute: str, name: str) -> Field:
        return Field(
            attribute,
            f"{name}{CALLED}",
            readonly=True,
            dehydrate_method=lambda row: self.called.get(getattr(row, attribute) or "", ""),
        )

    def get_import_id_fields(self) -> list[str]:
        """None: which columns name a record or a row is known to `Present`, and asked for beforehand."""
        return []

    # --- Out ---

    def before_export(self, queryset: Any, **kwargs: Any) -> None:
        """Looks up what the records in these rows are called, and their last revisions."""
        named = {
            getattr(row, field.attribute): field.widget.model.kind
            for row in queryset
            for field in self.fields.values()
            if isinstance(field.widget, ReferenceWidget) and field.widget.model.kind in AUTHORITIES
        }
        self.called = {
            ident: name.label for ident, name in history.names({k: v for k, v in named.items() if k}).items()
        }
        owners = {row.revised()[1] for row in queryset}
        self.revisions = last_revisions(self.kind, owners)
        if self.kind.part:
            self.called |= {row.pk: str(row) for row in self.kind.model.objects.filter(pk__in=owners)}

    # --- In ---

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        """Looks up every record and term that the sheet names: a query for each column, not for each row."""
        for field in self.fields.values():
            if isinstance(field.widget, ReferenceWidget) and field.column_name in dataset.headers:
                field.widget.learn(dataset[field.column_name])

    def init_instance(self, row: Any = None) -> Any:
        if not self.kind.part:
            return self.kind.model()
        return self.kind.row_model(**{f"{self.kind.owner}_id": row[self.kind.owner].strip(), KEY: ""})

    def after_init_instance(self, instance: Any, new: bool, row: Any, **kwargs: Any) -> None:
        instance.was = None if new else state(instance, self.kind)
        instance.stated = row.get(REVISION, "").strip()

    def do_instance_save(self, instance: Any, is_create: bool) -> None:
        """Nothing: what this would save without a revision, carrying_out.py writes with one."""

    def skip_row(self, instance: Any, original: Any, row: Any, import_validation_errors: Any = None) -> bool:
        return not import_validation_errors and instance.was == state(instance, self.kind)

    def validate_instance(
        self, instance: Any, import_validation_errors: Any = None, validate_unique: bool = True
    ) -> None:
        """Raises ValidationError with all that is wrong with a row that is new or differs, by column."""
        faults: Faults = {}
        instance.derive()
        # Rules between columns say nothing of a row in which one could not be read; and the only one of a
        # document is told by its own check, without a query.
        ruled = not self.kind.part and self.kind.model is not Document and not import_validation_errors
        writing.check(instance, "", faults, rules=ruled)
        columns = [field for field in self.fields.values() if isinstance(field, Column)]
        named = {column.attribute: column.column_name for column in columns}
        for attribute, errors in (import_validation_errors or {}).items():
            faults[named.get(attribute, attribute)] = [words for each in errors for words in each.messages]
        faults |= self._standing_in_the_way(instance)
        if faults:
            raise ValidationError(faults)

    def _standing_in_the_way(self, instance: Any) -> Faults:
        """Why the record cannot be changed by this row, whatever it says."""
        record = instance.revised()[1]
        found: Faults = {}
        base = self.present.bases.get(record, 0)
        if instance.was is not None and instance.stated and instance.stated != str(base):
            found[REVISION] = [
                f"Somebody has saved this since the sheet was exported: it is at revision {base} now. Export "
                "it again; or empty this cell, if the row is to be put over what stands there."
            ]
        is_purged = self.present.called.get(record) == PURGED and rights.was_purged(record)
        if self.kind.model is Document and is_purged:
            found[self.kind.owner] = ["This document was purged."]
        return found
