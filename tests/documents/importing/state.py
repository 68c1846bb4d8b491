"""All that an archive holds, told without what a second archive could not have in common with it.

Public ids are replaced by the identities of the sources; times, batches, digests over ids and the numbers
of the chain are left out. Run as a module in the environment of an archive, it prints that as JSON.
"""

import json
import sys
from collections import Counter
from typing import Any

import django
from django.apps import apps
from django.db import models

# Of these nothing is the source's: who imported when, where the chain ends, what a user has looked at.
NOT_TOLD = {"ImportBatch", "Head", "Look", "Kept"}
# Over ids, or numbers that follow from the order of commits.
NOT_COMPARABLE = {"digest", "previous", "version_digest", "before", "batch", "history_user"}


def state(*, index: bool = True) -> dict[str, Any]:
    """Table → its rows, sorted, each with how often it is there; and what the index holds, if so asked."""
    told = {model._meta.label: _rows(model) for model in apps.get_models() if _is_told(model)}
    told["index"] = _index() if index else []
    words = json.dumps(told, ensure_ascii=False)
    for ident, identity in _identities().items():
        words = words.replace(ident, identity)
    return {
        table: dict(sorted(Counter(map(_ordered, rows)).items())) for table, rows in json.loads(words).items()
    }


def counts() -> dict[str, int]:
    """Table → how many rows it has; without the runs of imports, of which each leaves a row."""
    return {model._meta.label: _all(model).count() for model in apps.get_models() if _is_told(model)}


def _is_told(model: type[models.Model]) -> bool:
    return model._meta.app_label in ("documents", "people", "places") and model.__name__ not in NOT_TOLD


def _all(model: type[models.Model]) -> Any:
    """The rows of a table; of events those of a run as a whole are left out, for each run leaves one."""
    rows = model._base_manager.all()
    return rows.exclude(kind="import") if model.__name__ == "Event" else rows


def _identities() -> dict[str, str]:
    from documents.models import Imported

    rows = Imported.objects.order_by("kind", "-identity").values_list("record", "kind", "identity")
    return {record: f"<{kind} {identity}>" for record, kind, identity in rows}


def _rows(model: type[models.Model]) -> list[dict[str, Any]]:
    columns = [field.attname for field in model._meta.concrete_fields if _is_column(model, field)]
    if any(field.name == "revision" and field.is_relation for field in model._meta.concrete_fields):
        columns += ["revision__kind", "revision__record", "revision__number", "revision__reason"]
    return [{name: _parsed(value) for name, value in row.items()} for row in _all(model).values(*columns)]


def _is_column(model: type[models.Model], field: Any) -> bool:
    if model.__name__ == "Imported" and field.name == "digest":
        return True
    if field.name in NOT_COMPARABLE or isinstance(field, models.DateTimeField):
        return False
    return not _is_counted(model, field) and not (model.__name__ == "Entry" and field.name == "number")


def _is_counted(model: type[models.Model], field: Any) -> bool:
    """Whether the database numbers it; a history keeps the number of its row in a plain column."""
    told_of = getattr(model, "instance_type", None)
    if told_of and field.attname == told_of._meta.pk.attname:
        field = told_of._meta.pk
    return isinstance(field.target_field if field.is_relation else field, models.AutoField)


def _parsed(value: Any) -> Any:
    """JSON in a column as data, so that lists in it can be put into order."""
    if isinstance(value, str) and value[:1] in "[{":
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value if isinstance(value, int | str | None) else str(value)


def _ordered(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _index() -> list[Any]:
    import tantivy

    from documents.search.index import opened

    searcher = opened().searcher
    hits = searcher.search(tantivy.Query.all_query(), limit=1_000_000).hits
    return [json.loads(searcher.doc(address)["kept"][0]) for _, address in hits]


if __name__ == "__main__":
    django.setup()
    json.dump({"state": state(), "counts": counts()}, sys.stdout)
