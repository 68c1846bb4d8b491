"""Places: where documents were written, and what they mention."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from documents.reading.authorities import Found, links
from documents.reading.caching import by_clock
from documents.reading.records import identifiers, index_page, other_name, record_page
from documents.reading.roles import documents_of


@require_safe
@by_clock
def places(request: HttpRequest) -> HttpResponse:
    """`/places/`"""
    return index_page(request, "place", "reading/places.html")


@require_safe
@by_clock
def place(request: HttpRequest, ident: str) -> HttpResponse:
    """`/places/<id>/`"""
    return record_page(request, "place", ident, place_facts)


def place_facts(found: Found, request: HttpRequest) -> dict[str, Any]:
    """Names over time, position, place among other places, identifiers and documents of a place."""
    record = found.record
    within = [each for each in record.places_within.all() if not each.merged_into_id]
    return {
        "names": [other_name(name, years(name.from_year, name.to_year)) for name in record.names.all()],
        "coordinates": coordinates(record.latitude, record.longitude),
        "precision": record.get_precision_display(),
        "part_of": links([record.part_of] if record.part_of else []),
        "within": links(within),
        "identifiers": identifiers(record),
        **documents_of(found, request),
    }


def years(first: int | None, last: int | None) -> str:
    """The years in which a name was in use: “1804–1918”, “from 1918”, “until 1804”."""
    if first and last:
        return f"{first}–{last}" if first != last else str(first)
    return f"from {first}" if first else f"until {last}" if last else ""


def coordinates(latitude: Decimal | None, longitude: Decimal | None) -> str:
    """A position in degrees as text: “39.82° N, 46.76° E”, as precise as it was typed."""
    if latitude is None or longitude is None:
        return ""
    return f"{_degrees(latitude)} {'NS'[latitude < 0]}, {_degrees(longitude)} {'EW'[longitude < 0]}"


def _degrees(value: Decimal) -> str:
    digits = f"{abs(value):f}"
    return f"{digits.rstrip('0').rstrip('.') if '.' in digits else digits}°"
