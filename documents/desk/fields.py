"""Form fields of the desk: the steps of an archival reference."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from documents.models import Level
from places.fields import RecordField

STEPS = 4


class StepsWidget(forms.MultiWidget):
    """Rows of two: the level, and the value there."""

    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        pairs = [(forms.Select(), forms.TextInput()) for _ in range(STEPS)]
        super().__init__([widget for pair in pairs for widget in pair], attrs)

    def id_for_label(self, id_: str) -> str:
        """Where a fault leads: the first level."""
        return f"{id_}_0"

    def decompress(self, value: Any) -> list[str]:
        steps = [step for step in value or [] if isinstance(step, dict)]
        return [step.get(side, "") for step in steps for side in ("level", "value")]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for number, each in enumerate(context["widget"]["subwidgets"]):
            side = "Value" if number % 2 else "Level"
            each["attrs"]["aria-label"] = f"{side} of step {number // 2 + 1}"
        return context


class StepsField(forms.MultiValueField):
    """The path of an archival reference: [{"level": code, "value": words}, …], from the top down."""

    widget = StepsWidget

    def __init__(self, **kwargs: Any) -> None:
        for name in ("encoder", "decoder", "max_length"):
            kwargs.pop(name, None)
        fields = [
            field
            for _ in range(STEPS)
            for field in (
                forms.CharField(required=False),
                forms.CharField(required=False, max_length=200, strip=False),
            )
        ]
        super().__init__(fields=fields, require_all_fields=False, **kwargs)

    def offer(self, levels: list[tuple[str, str]]) -> None:
        """Sets the levels to choose from."""
        for select in self.widget.widgets[::2]:
            select.choices = [("", "—"), *levels]

    def compress(self, values: list[str]) -> list[dict[str, str]]:
        pairs = list(zip(values[::2], values[1::2], strict=False))
        for level, value in pairs:
            if bool(level) != bool(value and value.strip()):
                raise ValidationError(
                    "Each step needs a level and a value: choose the level, or write the value."
                )
        return [{"level": level, "value": value} for level, value in pairs if level]

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.clean(data) != (initial or [])
        except ValidationError:
            return True


def levels() -> list[tuple[str, str]]:
    """The levels of arrangement, code and label."""
    return list(Level.objects.filter(set_aside=False).values_list("code", "label"))


OVERRIDES: dict[type, dict[str, Any]] = {
    models.ForeignKey: {"form_class": RecordField},
    models.URLField: {"assume_scheme": "https"},
    models.DateField: {"widget": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})},
}
