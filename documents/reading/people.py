"""People and bodies: who published documents name, and what this archive knows of them."""

import re
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from documents.reading.addresses import of_record
from documents.reading.authorities import Found, Link, links
from documents.reading.caching import by_clock
from documents.reading.records import (
    OtherName,
    identifiers,
    index_page,
    other_name,
    record_page,
    span_of,
    words_of,
)
from documents.reading.roles import documents_of

# Of a day or a month in EDTF, the year with its mark: 1872-11-24~ is about 1872.
YEAR_OF_DAY = re.compile(r"^([0-9X]{4})-[0-9X-]+([?~%]?)$")


@dataclass(frozen=True, slots=True)
class OfficeHeld:
    """An office of a person: capacity, time, and the body if readers can see it."""

    capacity: str
    body: Link | None
    time: str


@require_safe
@by_clock
def people(request: HttpRequest) -> HttpResponse:
    """`/people/`"""
    return index_page(request, "person", "reading/people.html", detail=life_of)


@require_safe
@by_clock
def person(request: HttpRequest, ident: str) -> HttpResponse:
    """`/people/<id>/`"""
    return record_page(request, "person", ident, person_facts)


def person_facts(found: Found, request: HttpRequest) -> dict[str, Any]:
    """Names, life dates, offices, identifiers and documents of a person."""
    record = found.record
    return {
        "names": names_of(record, usual="variant"),
        "born": words_of(record.born),
        "died": words_of(record.died),
        "offices": offices_of(record),
        "identifiers": identifiers(record),
        **documents_of(found, request),
    }


def life_of(record: Any) -> str:
    """The years of a life, as far as they are known: “1872–1936”, “about 1872 – 1936”, “born 1872”."""
    born, died = (words_of(YEAR_OF_DAY.sub(r"\1\2", edtf)) for edtf in (record.born, record.died))
    if born and died:
        return f"{born}–{died}" if len(born + died) == 8 else f"{born} – {died}"
    return f"born {born}" if born else f"died {died}" if died else ""


def names_of(record: Any, usual: str) -> list[OtherName]:
    """The other names of a person or a body; the `usual` kind goes without saying."""
    return [
        other_name(name, "" if name.name_kind == usual else name.get_name_kind_display())
        for name in record.names.all()
    ]


def offices_of(record: Any) -> list[OfficeHeld]:
    """The offices of a person in the order of the desk."""
    offices = list(record.offices.select_related("capacity", "body"))
    by_address = {link.address: link for link in links([office.body for office in offices if office.body])}
    return [
        OfficeHeld(
            office.capacity.label,
            by_address.get(of_record("body", office.body_id)) if office.body_id else None,
            span_of(office.begins, office.ends),
        )
        for office in offices
    ]


@require_safe
@by_clock
def bodies(request: HttpRequest) -> HttpResponse:
    """`/bodies/`"""
    return index_page(request, "body", "reading/bodies.html")


@require_safe
@by_clock
def body(request: HttpRequest, ident: str) -> HttpResponse:
    """`/bodies/<id>/`"""
    return record_page(request, "body", ident, body_facts)


def body_facts(found: Found, request: HttpRequest) -> dict[str, Any]:
    """Names, time, place among other bodies, identifiers and documents of a body."""
    record = found.record
    before = list(record.predecessions.select_related("predecessor"))
    after = list(record.successions.select_related("body"))
    within = [each for each in record.bodies_within.all() if not each.merged_into_id]
    return {
        "names": names_of(record, usual="name"),
        "time": span_of(record.founded, record.dissolved),
        "parent": links([record.parent] if record.parent else []),
        "within": links(within),
        "predecessors": links([row.predecessor for row in before], [words_of(row.when) for row in before]),
        "successors": links([row.body for row in after], [words_of(row.when) for row in after]),
        "identifiers": identifiers(record),
        **documents_of(found, request),
    }
