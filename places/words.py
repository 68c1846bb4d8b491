"""Fields for what somebody typed: kept as typed, apart from line ends and Unicode's composed form (NFC)."""

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.db import models

LONGEST_PASSAGE = 1_000_000


def normalised(text: str) -> str:
    """The text with line ends as \\n and in NFC; nothing else is changed."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


# What Unicode calls control characters (Cc), without tab and line end, and lone surrogates (Cs).
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def refuse_control_characters(text: str) -> None:
    """Raises ValidationError that names the first forbidden character and its place."""
    if found := _UNPRINTABLE.search(text):
        line = text.count("\n", 0, found.start()) + 1
        place = found.start() - text.rfind("\n", 0, found.start())
        raise ValidationError(
            f"Line {line}, character {place} is a control character (U+{ord(found[0]):04X}), "
            "which cannot be printed. Please delete it there."
        )


class WordsInput(forms.CharField):
    """A form's field for words, to which a browser's line ends are no change."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators = [v for v in self.validators if not isinstance(v, ProhibitNullCharactersValidator)]

    def to_python(self, value: Any) -> str:
        return normalised(super().to_python(value) or "")


class Words(models.Field):
    """What the two kinds of field share."""

    default_validators = [refuse_control_characters]

    def to_python(self, value: Any) -> Any:
        return normalised(value) if isinstance(value, str) else super().to_python(value)

    def formfield(self, **kwargs: Any) -> Any:
        # strip=False: what stands at the ends of a verbatim line is the source's, too.
        return super().formfield(**{"strip": False, "form_class": WordsInput, **kwargs})


class Line(Words, models.CharField):
    """A line of words, kept as typed."""


class Passage(Words, models.TextField):
    """Paragraphs of words, kept as typed; at most 1,000,000 characters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", LONGEST_PASSAGE)
        super().__init__(*args, **kwargs)
