"""What is asked before an act: the forms of publishing, withdrawing, reinstating, purging, and of a review.

None has a field for the state of a document: what is handed in here is words, numbers and a decision.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from documents.decisions import LONGEST
from documents.desk.standing import Standing, revision_of
from documents.models import Document, Submission, Version
from places.words import WordsInput, refuse_control_characters


def words_field(label: str, help_text: str, required: bool = True) -> forms.CharField:
    """A field for a few sentences."""
    return WordsInput(
        label=label,
        help_text=help_text,
        required=required,
        max_length=LONGEST,
        error_messages={"required": "Please write a few words here."},
        validators=[refuse_control_characters],
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ActForm(forms.Form):
    """What is asked before an act."""

    def __init__(self, *args: Any, document: Document, standing: Standing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.document, self.standing = document, standing


class RevisionForm(ActForm):
    """Asks, unseen, which revision was looked at; nothing is done with another one."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=10**9)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["revision"] = revision_of(self.document)

    def clean_revision(self) -> int:
        looked_at = self.cleaned_data["revision"]
        if looked_at != revision_of(self.document):
            raise ValidationError(
                "Somebody saved the document since this page was opened. Please look at it again."
            )
        return looked_at


STAYS = "It stands in the list of versions and can never be taken back: name nobody who has to be protected."


def note_for_readers() -> forms.CharField:
    """The field for what a version brings; of the first one nothing need be said."""
    return words_field("Note for readers", f"What is new in this version. {STAYS}", False)


def ask_what_is_new(note: forms.Field) -> None:
    """Makes the note of a later version one that must be written."""
    note.required = True
    note.error_messages["required"] = "Please say in a few words what is new in this version."
    note.help_text = f"From the second version on readers want to know what is new. {STAYS}"


class PublishForm(RevisionForm):
    note = note_for_readers()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.standing.versions:
            ask_what_is_new(self.fields["note"])


class SubmitForm(RevisionForm):
    note = words_field(
        "Note for the review",
        "What should be looked at? What is not certain? Readers do not see it.",
        False,
    )


class WithdrawForm(ActForm):
    reason = words_field("Reason", "Readers see it at the document's address.")


class ReinstateForm(ActForm):
    number = forms.TypedChoiceField(label="Version", coerce=int)
    reason = words_field("Reason", "It stands in the list of changes, which readers see.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        versions = sorted(self.standing.withdrawn, reverse=True)
        self.fields["number"].choices = [(n, f"version {n}") for n in versions]  # type: ignore[attr-defined]  # a choice field


class PurgeForm(ActForm):
    reason = words_field(
        "Reason", "The law or the ruling that demands it. It stays in the chain, for everyone to see."
    )
    typed_id = forms.CharField(
        label="The document's id", help_text="Type it, so that nobody purges by mistake."
    )

    def clean_typed_id(self) -> str:
        typed = self.cleaned_data["typed_id"]
        if typed != self.document.pk:
            raise ValidationError("This is not the id of this document.")
        return typed


class AnswerForm(forms.Form):
    """What is asked on the page of a submission, which pins the revision."""

    def __init__(self, *args: Any, submission: Submission, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.submission = submission


class ApproveForm(AnswerForm):
    note = note_for_readers()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if Version.objects.filter(document=self.submission.document_id).exists():
            ask_what_is_new(self.fields["note"])


class SendBackForm(AnswerForm):
    reason = words_field("Reason", "What has to be mended? Whoever works on the document reads it.")


class CommentForm(AnswerForm):
    words = words_field("Your comment", "Readers do not see it.")
