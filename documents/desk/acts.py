"""Publishing from the desk: a page for each act asks what is to be asked and calls documents.publishing.

The state of a document is no field of any form: it changes here and nowhere else.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from documents import history, publishing, review
from documents.desk import policy
from documents.desk.standing import Standing, next_version, revision_of, standing_of
from documents.models import Document
from places.words import WordsInput, refuse_control_characters


def words_field(label: str, help_text: str, required: bool = True) -> forms.CharField:
    """A field for a few sentences that readers will see."""
    return WordsInput(
        label=label,
        help_text=help_text,
        required=required,
        max_length=2000,
        validators=[refuse_control_characters],
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ActForm(forms.Form):
    """What is asked before an act."""

    def __init__(self, *args: Any, document: Document, standing: Standing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.document, self.standing = document, standing


class PublishForm(ActForm):
    note = words_field(
        "Note for readers", "What is new in this version. It stands in the list of versions.", False
    )
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


class WithdrawForm(ActForm):
    reason = words_field("Reason", "Readers see it at the document's address.")


class ReinstateForm(ActForm):
    number = forms.TypedChoiceField(label="Version", coerce=int)
    reason = words_field("Reason", "It stands in the list of changes, which readers see.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        versions = sorted(self.standing.withdrawn, reverse=True)
        self.fields["number"].choices = [(n, f"version {n}") for n in versions]  # type: ignore[attr-defined]


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


@dataclass(frozen=True, slots=True)
class Act:
    """One act: its page's title, who may, what is asked, what is done, what is said afterwards."""

    title: str
    button: str
    explained: str
    may: Callable[[Any], bool]
    form: type[ActForm]
    do: Callable[[Document, Any, dict[str, Any]], str]


def _publish(document: Document, user: Any, asked: dict[str, Any]) -> str:
    version = publishing.publish(document.pk, user=user, number=asked["revision"], note=asked["note"])
    return f"Published as version {version.number}."


def _withdraw(document: Document, user: Any, asked: dict[str, Any]) -> str:
    publishing.withdraw(document.pk, user=user, reason=asked["reason"])
    return "Withdrawn. Readers are told so, and why, at all its addresses."


def _reinstate(document: Document, user: Any, asked: dict[str, Any]) -> str:
    publishing.reinstate(document.pk, asked["number"], user=user, reason=asked["reason"])
    return f"Version {asked['number']} is open to readers again."


def _purge(document: Document, user: Any, asked: dict[str, Any]) -> str:
    publishing.purge(document.pk, user=user, reason=asked["reason"])
    return "Purged. Its content and history are gone; the entries and digests stay."


ACTS = {
    "publish": Act(
        "Publish",
        "Publish",
        "What the desk holds now becomes a numbered version that never changes. Later changes on the desk "
        "are not seen by readers until the next version.",
        policy.may_publish,
        PublishForm,
        _publish,
    ),
    "withdraw": Act(
        "Withdraw",
        "Withdraw it with all its versions",
        "Readers no longer see the document, in no version. Its addresses stay and say that it was "
        "withdrawn, when and why. It can be published again, and earlier versions can be reinstated.",
        policy.may_publish,
        WithdrawForm,
        _withdraw,
    ),
    "reinstate": Act(
        "Reinstate a version",
        "Reinstate",
        "A version that was withdrawn is opened to readers again, exactly as it was.",
        policy.may_publish,
        ReinstateForm,
        _reinstate,
    ),
    "purge": Act(
        "Purge",
        "Purge for ever",
        "Only where the law demands it. Every word of the document is removed, from the desk, from its "
        "history and from all versions. This cannot be undone. That it existed, and the reason, "
        "stays in the chain.",
        policy.may_purge,
        PurgeForm,
        _purge,
    ),
}


def act_view(desk: Any, request: HttpRequest, object_id: str, name: str) -> HttpResponse:
    """The page of one act: GET asks, POST acts. 403 for everybody whose role does not include it."""
    act = ACTS[name]
    if not act.may(request.user):
        raise PermissionDenied
    document = get_object_or_404(Document, pk=object_id)
    standing = standing_of(document)
    form = act.form(request.POST if request.method == "POST" else None, document=document, standing=standing)
    if request.method == "POST" and form.is_valid():
        try:
            said = act.do(document, request.user, form.cleaned_data)
        except publishing.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, said)
            return HttpResponseRedirect(reverse("admin:documents_document_change", args=[document.pk]))
    context = {
        **desk.admin_site.each_context(request),
        "title": f"{act.title}: {document}",
        "act": act,
        "act_name": name,
        "form": form,
        "document": document,
        "standing": standing,
        "opts": desk.opts,
    }
    if name == "publish":
        findings = review.findings(history.snapshot(document.pk))  # type: ignore[arg-type]
        context |= {
            "findings": findings,
            "blocked": any(finding.blocks for finding in findings),
            "next_version": next_version(standing.versions),
        }
    return TemplateResponse(request, "desk/act.html", context)
