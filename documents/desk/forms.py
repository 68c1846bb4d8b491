"""The forms of a document and of its rows; what every save has in common is in places/desk.py."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from documents.desk import fields, images
from documents.desk.overtaking import saved_since
from documents.desk.owners import Owners, circles
from places.desk import RevisedForm
from places.inlines import PartForm, PartFormSet
from places.languages import refuse_other_tags
from places.words import WordsInput, refuse_control_characters

TAG = "en, ru, hy …: the tag of the language (BCP 47)"
LANGUAGES = {
    "title_language": f"{TAG}.",
    "wording_language": f"{TAG} of the heading, the date, the names and the references as written.",
    "original_language": f"{TAG}; empty where not stated.",
    "language": f"{TAG}; und where it is not known.",
}


class DocumentForm(RevisedForm):
    """What is said of the document as a whole. It never goes over what somebody else saved, row or field."""

    may_save_over = False
    suppressed_warnings = WordsInput(
        required=False,
        max_length=20_000,
        help_text="Codes of warnings that have been looked at and need not be shown again, one a line. "
        "The code stands behind each warning, in the preview and where you submit or publish: no-date.",
        validators=[refuse_control_characters],
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        prepare(self)

    def theirs(self) -> list[tuple[str, str]]:
        return saved_since(self.instance.pk, self.cleaned_data.get("base_revision") or 0)


class RowForm(PartForm):
    """One row of a part. Words that run from right to left do so in the form, too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        prepare(self)
        if direction := getattr(self.instance, "direction", ""):
            self.fields["content"].widget.attrs["dir"] = direction


def prepare(form: forms.BaseForm) -> None:
    """Every language is a BCP 47 tag, and frequent ones are offered; an empty reason can be hidden."""
    for name, field in form.fields.items():
        if name.endswith("reason") and name != "change_reason":
            field.widget.attrs["placeholder"] = " "
        if name.endswith("language"):
            field.validators.append(refuse_other_tags)
            field.help_text = LANGUAGES.get(name, field.help_text)
            field.widget.attrs |= {"list": "languages", "autocapitalize": "off", "spellcheck": "false"}


class RowFormSet(PartFormSet):
    """The rows of a part, in which every field has a visible label."""

    def _name_fields(self, form: Any, number: int) -> None:
        """The labels do it."""


class FootnoteForm(RowForm):
    takes_fixed_owners = True

    owner = forms.ChoiceField(label="belongs to")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].help_text = f"{TAG}; empty: as the text it belongs to."


class ReferenceForm(RowForm):
    takes_fixed_owners = False

    owner = forms.ChoiceField(label="stands in")


class OwnedFormSet(RowFormSet):
    """Rows that choose their owner among the rows of the same form."""

    owners: Owners
    default_owner = "texts-0"

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        # Called, not given: the owners may be rows of this very formset, which is being made.
        form.initial["owner"] = lambda: self._owner_of(form.instance)
        form.fields["owner"].choices = lambda: self.owners.choices(form)
        form.fields["owner"].error_messages["invalid_choice"] = (
            "This part of the document is not there. Choose again."
        )
        form.clean_owner = lambda: self.owners.key_of(form.cleaned_data["owner"])

    def clean(self) -> None:
        super().clean()
        for row in circles(self.kept()):
            row.add_error("owner", "These notes belong to each other. Choose where one of them belongs.")

    def _owner_of(self, row: Any) -> str:
        return self.default_owner if row._state.adding else self.owners.row_of(row.owner)


class ReferenceFormSet(OwnedFormSet):
    default_owner = "document"


class ArchivalReferenceForm(RowForm):
    parts = fields.StepsField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parts"] = fields.steps_field(self.instance.parts)


class FacsimileForm(RowForm):
    """An image is chosen once; a row that has one keeps it unless another is chosen."""

    upload = forms.FileField(
        label="image",
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    # The name of an image that came with a form which was refused.
    waiting = forms.CharField(required=False, widget=forms.HiddenInput)
    page_image: images.PageImage | None = None
    data: QueryDict

    def clean_upload(self) -> Any:
        upload = self.cleaned_data.get("upload")
        name = str(self.data.get(self.add_prefix("waiting"), ""))
        self.page_image = images.inspect(upload) if upload else images.waiting(name)
        if not self.page_image and not self.instance.image:
            raise ValidationError("Choose the image of the page.")
        if self.page_image:
            self.instance.image = self.page_image.name
            self.instance.media_type = self.page_image.media_type
            self.instance.width, self.instance.height = self.page_image.width, self.page_image.height
        return upload

    def let_wait(self) -> None:
        """Keeps the image that was sent, for the page that asks to mend something else sends no file back."""
        if self.page_image:
            images.let_wait(self.page_image)
            self.data[self.add_prefix("waiting")] = self.page_image.name
