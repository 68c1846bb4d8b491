"""Controlled vocabularies: data with permanent codes, which editors extend."""

import uuid
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models

from documents.snapshot import canonical, digest
from places.records import Revised
from places.words import Line, Passage

permanent_code = RegexValidator(
    r"^[a-z][a-z0-9-]*\Z", "A code is lower-case letters, digits and hyphens, beginning with a letter."
)


class TermQuerySet(models.QuerySet):
    """Verbs of every vocabulary."""

    def in_use(self) -> Self:
        """Terms that editors may still choose."""
        return self.filter(set_aside=False)


class Term(Revised):
    """A term of a vocabulary. Its code never changes; a term no longer wanted is set aside."""

    code = models.CharField(
        max_length=40,
        primary_key=True,
        validators=[permanent_code],
        help_text="Permanent: it stands in addresses and in what is published. Lower-case, such as “letter”.",
    )
    label = Line(max_length=200, help_text="What readers see, in English.")
    description = Passage(blank=True, help_text="When to use it. Readers see it, too.")
    rank = models.PositiveIntegerField("order in lists", default=100)
    set_aside = models.BooleanField("no longer to be chosen", default=False)

    objects = TermQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["rank", "label", "code"]

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        super().clean()
        if not self.label.strip():
            raise ValidationError({"label": "A label needs at least one letter."})


def plant(apps: Any, app: str, model: str, kind: str, terms: dict[str, str]) -> None:
    """Enters the terms the software comes with (code → label), with their first revision; for migrations.

    `apps` is the migration's registry. A code that is there already is left as it is.
    """
    table, past = apps.get_model(app, model), apps.get_model(app, f"Historical{model}")
    revisions = apps.get_model("places", "Revision")
    for rank, (code, label) in enumerate(terms.items(), start=1):
        values = {"code": code, "label": label, "description": "", "rank": rank * 10, "set_aside": False}
        if table.objects.filter(pk=code).exists():
            continue
        table.objects.create(**values)
        first = revisions.objects.create(
            batch=uuid.uuid4(),
            kind=kind,
            record=code,
            number=1,
            reason="The vocabulary that the software comes with.",
            digest=digest(canonical(values)),
        )
        past.objects.create(**values, history_date=first.moment, history_type="+", revision=first)
