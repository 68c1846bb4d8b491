"""Acts on a document from the desk: a page for each asks what is to be asked, and documents.publishing or
documents.submissions does it.

The state of a document is no field of any form: it changes here and nowhere else.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from documents import history, publishing, review, submissions
from documents.desk import asking, mending, policy
from documents.desk.standing import Standing, next_version, standing_of
from documents.models import Document
from documents.publishing import OWN_WORK, Refused, needs_other_eyes


def nothing_hinders(standing: Standing, document: Document, user: Any) -> str:
    """Of most acts, only the form itself can be wrong."""
    return ""


@dataclass(frozen=True, slots=True)
class Act:
    """One act: its page's title, who may, what is asked, what is done, what is said afterwards.

    `hindered` says in a sentence why it cannot be done as things stand, "" where it can.
    """

    title: str
    button: str
    explained: str
    may: Callable[[Any, Document], bool]
    form: type[asking.ActForm]
    do: Callable[[Document, Any, dict[str, Any]], str]
    hindered: Callable[[Standing, Document, Any], str] = nothing_hinders
    shows_checks: bool = False
    errors_block: bool = False


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


def _submit(document: Document, user: Any, asked: dict[str, Any]) -> str:
    submissions.submit(document.pk, user=user, revision=asked["revision"], note=asked["note"])
    return "Submitted for review. If somebody changes it before it is published, it must be submitted again."


def _take_back(document: Document, user: Any, asked: dict[str, Any]) -> str:
    waiting = submissions.waiting(document.pk)
    if waiting is None:
        raise Refused(NOT_WAITING)
    submissions.take_back(waiting, user=user)
    return "Taken back. It is in review no more."


NOT_WAITING = "It does not wait for review, so there is nothing to take back."


def _submit_hindered(standing: Standing, document: Document, user: Any) -> str:
    if standing.state.purged:
        return "This document was purged."
    if there := standing.in_review:
        return f"It waits for review already; {there.user or 'somebody'} has submitted it."
    return "" if standing.can_be_submitted else "Readers see it as it stands, so there is nothing to review."


def _take_back_hindered(standing: Standing, document: Document, user: Any) -> str:
    if not (there := standing.in_review):
        return NOT_WAITING
    return "" if there.user == user else f"Only {there.user or 'who submitted it'} can take it back."


def _publish_hindered(standing: Standing, document: Document, user: Any) -> str:
    if standing.state.purged:
        return "This document was purged and cannot be published again."
    if submissions.says_what_readers_see(document.pk):
        current = standing.state.current
        return f"Nothing has changed since version {current}, so there is nothing to publish."
    return OWN_WORK if needs_other_eyes(history.latest(Document.kind, document.pk), user) else ""


def _withdraw_hindered(standing: Standing, document: Document, user: Any) -> str:
    if standing.state.current:
        return ""
    if standing.state.purged:
        return "This document was purged."
    if standing.ever_published:
        return "It is withdrawn already, with all its versions."
    return "It was never published, so there is nothing to withdraw."


def _reinstate_hindered(standing: Standing, document: Document, user: Any) -> str:
    if standing.state.purged:
        return "This document was purged, so no version of it can be reinstated."
    return "" if standing.withdrawn else "No version is withdrawn."


def _publisher(user: Any, document: Document) -> bool:
    return policy.may_publish(user)


ACTS = {
    "submit": Act(
        "Submit for review",
        "Submit for review",
        "What the desk holds now is handed in to be looked at and published. Whoever changes the document "
        "before that ends the review; it is then submitted again.",
        policy.may_submit,
        asking.SubmitForm,
        _submit,
        _submit_hindered,
        shows_checks=True,
    ),
    "take_back": Act(
        "Take back from review",
        "Take it back",
        "The document is in review no more. What was said of it in the review stays.",
        policy.may_submit,
        asking.ActForm,
        _take_back,
        _take_back_hindered,
    ),
    "publish": Act(
        "Publish",
        "Publish",
        "What the desk holds now becomes a numbered version that never changes. Later changes on the desk "
        "are not seen by readers until the next version.",
        _publisher,
        asking.PublishForm,
        _publish,
        _publish_hindered,
        shows_checks=True,
        errors_block=True,
    ),
    "withdraw": Act(
        "Withdraw",
        "Withdraw it with all its versions",
        "Readers no longer see the document, in no version. Its addresses stay and say that it was "
        "withdrawn, when and why. It can be published again, and earlier versions can be reinstated.",
        _publisher,
        asking.WithdrawForm,
        _withdraw,
        _withdraw_hindered,
    ),
    "reinstate": Act(
        "Reinstate a version",
        "Reinstate",
        "A version that was withdrawn is opened to readers again, exactly as it was.",
        _publisher,
        asking.ReinstateForm,
        _reinstate,
        _reinstate_hindered,
    ),
    "purge": Act(
        "Purge",
        "Purge for ever",
        "Only where the law demands it. Every word of the document is removed, from the desk, from its "
        "history and from all versions. This cannot be undone. That it existed, and the reason, "
        "stays in the chain.",
        lambda user, document: policy.may_purge(user),
        asking.PurgeForm,
        _purge,
    ),
}


def act_view(desk: Any, request: HttpRequest, object_id: str, name: str) -> HttpResponse:
    """The page of one act: GET asks, POST acts. 403 for everybody whose role does not include it."""
    act, document = ACTS[name], get_object_or_404(Document, pk=object_id)
    if not act.may(request.user, document):
        raise PermissionDenied
    standing = standing_of(document)
    form = act.form(request.POST if request.method == "POST" else None, document=document, standing=standing)
    if request.method == "POST" and form.is_valid():
        try:
            said = act.do(document, request.user, form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, said)
            return HttpResponseRedirect(_form(document))
    hindered = act.hindered(standing, document, request.user)
    checks = _checks(document, standing) if act.shows_checks else {}
    context = {
        **desk.admin_site.each_context(request),
        "title": f"{act.title}: {document}",
        "act": act,
        "act_name": name,
        "form": form,
        "document": document,
        "standing": standing,
        "hindered": hindered,
        "blocked": bool(hindered) or (act.errors_block and checks["has_errors"]),
        "form_address": _form(document) if policy.may_change(request.user, document) else "",
        "opts": desk.opts,
        **checks,
    }
    return TemplateResponse(request, "desk/act.html", context)


def _form(document: Document) -> str:
    return reverse("admin:documents_document_change", args=[document.pk])


def _checks(document: Document, standing: Standing) -> dict[str, Any]:
    """What the checks find in the document as the desk has it, and what it would be published as."""
    findings = review.findings(history.snapshot(document.pk))  # type: ignore[arg-type]  # it is there
    return {
        "findings": mending.with_places(findings),
        "has_errors": any(finding.blocks for finding in findings),
        "next_version": next_version(standing.versions),
    }
