"""What can be marked in a text: where the choices come from, and where a new record is entered."""

from typing import Any

from django.urls import reverse

from documents import models
from people.models import Body, Person
from places.models import Place

# Kind of mark → what it is called, a field that offers such records, the record, the field of its name.
KINDS: dict[str, tuple[str, Any, str, Any, str]] = {
    "person": ("Person", models.Signatory, "person", Person, "name"),
    "place": ("Place", models.Document, "place", Place, "name"),
    "body": ("Body", models.Signatory, "body", Body, "name"),
    "document": ("Document", models.Relation, "target", models.Document, "title"),
}


def kinds() -> list[dict[str, str]]:
    """The kinds of marks as archive/static/desk/mentions.js needs them."""
    return [
        {
            "kind": kind,
            "label": label,
            "app": asking._meta.app_label,
            "model": asking._meta.model_name,
            "field": field,
            "enter": reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_add"),
            "name": name,
        }
        for kind, (label, asking, field, record, name) in KINDS.items()
    ]
