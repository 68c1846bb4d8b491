"""Fields of the desk's forms."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError


class RecordField(forms.ModelChoiceField):
    """A reference to a record or a term."""

    default_error_messages = {
        "invalid_choice": "This is not there to choose (any more). Please choose again."
    }

    def to_python(self, value: Any) -> Any:
        # PostgreSQL refuses to look for a NUL, so nothing can be found by one.
        if isinstance(value, str) and "\0" in value:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)
