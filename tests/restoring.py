"""What a database held after the migrations, put back at once.

Django saves the rows one by one, which takes longer than most tests that need it.
"""

from functools import lru_cache
from itertools import groupby
from typing import Any

from django.core import serializers
from django.db import models
from django.db.backends.base.creation import BaseDatabaseCreation
from django.db.transaction import atomic

Rows = tuple[type[models.Model], list[models.Model]]


def restore(creation: BaseDatabaseCreation, data: str) -> None:
    """Does what `deserialize_db_from_string` does, with one statement for each table."""
    connection = creation.connection
    contents = _contents(data)
    with atomic(using=connection.alias), connection.constraint_checks_disabled():
        for model, _ in contents:  # before the first test that commits, they hold what migrations left
            model._base_manager.using(connection.alias).all()._raw_delete(connection.alias)
        for model, rows in contents:
            # Rows between two tables are numbered anew, as Django does.
            fields = [f for f in model._meta.concrete_fields if rows[0].pk is not None or not f.primary_key]
            model._base_manager.all()._insert(rows, fields=fields, using=connection.alias, raw=True)
        connection.check_constraints(table_names={model._meta.db_table for model, _ in contents})


@lru_cache(maxsize=1)
def _contents(data: str) -> list[Rows]:
    found = list(serializers.deserialize("json", data))
    rows = [row for each in found for row in (each.object, *_links(each))]
    rows.sort(key=lambda row: row._meta.label)
    return [(model, list(of_model)) for model, of_model in groupby(rows, key=type)]


def _links(each: Any) -> list[models.Model]:
    """The rows of the tables between, such as the permissions of a group."""
    links = []
    for name, keys in (each.m2m_data or {}).items():
        field = each.object._meta.get_field(name)
        here, there = field.m2m_column_name(), field.m2m_reverse_name()
        links += [field.remote_field.through(**{here: each.object.pk, there: key}) for key in keys]
    return links
