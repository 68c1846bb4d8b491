"""Form fields of the desk: the steps of an archival reference."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from documents.models import Level
from places.fields import ChoosesRecords
from places.words import WordsInput

# The vocabulary of levels has eight, from the repository's fonds down to the page.
STEPS = 8
# Of the steps that say nothing, these few are open; the others are folded.
OPEN = 4


class StepsWidget(forms.MultiWidget):
    """Rows of two: the level, and the value there."""

    use_fieldset = True
    template_name = "desk/steps.html"

    def __init__(self, steps: int, levels: list[tuple[str, str]]) -> None:
        pairs = [(forms.Select(choices=[("", "—"), *levels]), forms.TextInput()) for _ in range(steps)]
        super().__init__([widget for pair in pairs for widget in pair])

    def id_for_label(self, id_: str) -> str:
        """Where a fault leads: the first level."""
        return f"{id_}_0"

    def decompress(self, value: Any) -> list[str]:
        steps = [step for step in value or [] if isinstance(step, dict)]
        return [step.get(side, "") for step in steps for side in ("level", "value")]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        if any(isinstance(step, dict) for step in value or []):
            value = self.decompress(value)
        context = super().get_context(name, value, attrs)
        for number, each in enumerate(context["widget"]["subwidgets"]):
            side = "Value" if number % 2 else "Level"
            each["attrs"]["aria-label"] = f"{side} of step {number // 2 + 1}"
        widgets = context["widget"]["subwidgets"]
        said = [number for number, each in enumerate(widgets) if each["value"] not in (None, "", [], [""])]
        open_ = max(2 * OPEN, 2 * (max(said, default=0) // 2 + 1))
        context["widget"] |= {"open": widgets[:open_], "folded": widgets[open_:]}
        return context


class StepsField(forms.MultiValueField):
    """The path of an archival reference: [{"level": code, "value": words}, …], from the top down."""

    def __init__(self, steps: int = STEPS, levels: Iterable[tuple[str, str]] = (), **kwargs: Any) -> None:
        pairs = [
            (forms.CharField(required=False), WordsInput(required=False, max_length=200, strip=False))
            for _ in range(steps)
        ]
        fields = [field for pair in pairs for field in pair]
        widget = StepsWidget(steps, list(levels))
        super().__init__(fields=fields, widget=widget, require_all_fields=False, **kwargs)

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


def steps_field(steps: list[Any]) -> StepsField:
    """The field for a reference of so many steps: there is always room for more."""
    levels = list(Level.objects.filter(set_aside=False).values_list("code", "label"))
    known = {code for code, _ in levels}
    gone = [step["level"] for step in steps if step["level"] not in known]
    return StepsField(
        max(STEPS, len(steps) + 1),
        [*levels, *((code, code) for code in gone)],
        label="steps from the top down",
        required=False,
    )


OVERRIDES: dict[type, dict[str, Any]] = {
    **ChoosesRecords.formfield_overrides,
    models.URLField: {"assume_scheme": "https"},
    models.DateField: {"widget": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})},
}
