"""Closed lists on which the software itself acts. Open lists are vocabularies (vocabulary.py)."""

from typing import Any

from django.db import models


class Basis(models.TextChoices):
    """Whether something is read from the source or concluded by the editors."""

    STATED = "stated", "stated"
    INFERRED = "inferred", "inferred"


class Voice(models.TextChoices):
    """Whose words these are."""

    AUTHOR = "author", "the author"
    COMPILER = "earlier compiler", "an earlier compiler"
    TRANSLATOR = "translator", "the translator"
    EDITORS = "editors", "these editors"
    UNKNOWN = "unknown", "unknown"


class Calendar(models.TextChoices):
    GREGORIAN = "gregorian", "Gregorian (new style)"
    JULIAN = "julian", "Julian (old style)"
    BOTH = "both", "both stated"
    OTHER = "other", "another one, by name"


class Direction(models.TextChoices):
    LTR = "ltr", "left to right"
    RTL = "rtl", "right to left"


class TextRole(models.TextChoices):
    ORIGINAL = "original", "original"
    TRANSCRIPTION = "transcription", "transcription"
    TRANSLATION = "translation", "translation"


class Extent(models.TextChoices):
    FULL = "full", "in full"
    EXTRACT = "extract", "an extract"
    ABRIDGED = "abridged", "abridged"


class CorrespondentRole(models.TextChoices):
    SENDER = "sender", "sender"
    RECIPIENT = "recipient", "recipient"


class ActingBy(models.TextChoices):
    """How a correspondent acts: for himself, with the others, as some members of a body."""

    JOINTLY = "jointly", "jointly"
    MEMBERS = "members of", "members of"


class Certainty(models.TextChoices):
    CERTAIN = "certain", "certain"
    PROBABLE = "probable", "probable"
    POSSIBLE = "possible", "possible"


class Manner(models.TextChoices):
    SIGNED = "signed", "signed"
    FOR = "for", "signed for another"
    ABSENT = "absent", "named but did not sign"
    ILLEGIBLE = "illegible", "illegible"


class NoteKind(models.TextChoices):
    CONTENT = "content", "on the content"
    TEXTUAL = "textual", "on the text"


class ReferenceBy(models.TextChoices):
    NUMBER = "number", "collection and number"
    DESCRIPTION = "description", "description and date"
    LINK = "link", "link"


class EditorialKind(models.TextChoices):
    INTRODUCTION = "introduction", "introduction"
    COMMENTARY = "commentary", "commentary"
    NOTICE = "notice", "notice"


class RelationKind(models.TextChoices):
    ENCLOSES = "encloses", "encloses"
    REPLY_TO = "reply_to", "is a reply to"
    DRAFT_OF = "draft_of", "is a draft of"
    SAME_AS = "same_as", "is the same document as"
    POSSIBLY_SAME_AS = "possibly_same_as", "is possibly the same document as"


def one_of(field: str, choices: type[models.TextChoices], *, blank: bool = False) -> models.CheckConstraint:
    """The database's last word on a closed list. The constraint is named after its model and field."""
    values = [*choices.values, ""] if blank else choices.values
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__in": values}), name=f"%(class)s_{field}_listed"
    )


def listed(choices: type[models.TextChoices], **kwargs: Any) -> models.CharField:
    """A field whose value is one of a closed list."""
    return models.CharField(max_length=20, choices=choices, **kwargs)


def basis(**kwargs: Any) -> models.CharField:
    """Stated or inferred."""
    return listed(Basis, default=Basis.STATED, **kwargs)
