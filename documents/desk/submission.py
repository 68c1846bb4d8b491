"""The page of one submission: what was handed in against what readers see, what is said, the decision."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from documents import comparison, history, review, rights, submissions
from documents.decisions import Refused
from documents.desk import asking, mending, policy
from documents.models import Document, Entry, EntryKind, Submission, Version
from documents.models.submission import Outcome
from documents.publishing import OWN_WORK, needs_other_eyes, state_of
from documents.reading import compared
from documents.snapshot import load

NOTHING_ASKED = "Nothing has been done: please use one of the buttons of this page."


@dataclass(frozen=True, slots=True)
class Answer:
    """One of the things to be done on the page: the form that asks, the verb, what is said afterwards."""

    form: type[asking.AnswerForm]
    do: Callable[[Submission, Any, dict[str, Any]], Any]
    said: Callable[[Any], str]


def _approve(submission: Submission, user: Any, asked: dict[str, Any]) -> Any:
    return submissions.approve(submission, user=user, note=asked["note"])


def _send_back(submission: Submission, user: Any, asked: dict[str, Any]) -> Any:
    return submissions.send_back(submission, user=user, reason=asked["reason"])


def _comment(submission: Submission, user: Any, asked: dict[str, Any]) -> Any:
    return submissions.comment(submission, user=user, words=asked["words"])


ANSWERS = {
    "publish": Answer(
        asking.ApproveForm, _approve, lambda version: f"Published as version {version.number}."
    ),
    "send_back": Answer(
        asking.SendBackForm, _send_back, lambda done: "Sent back. Your reason stands at the document."
    ),
    "comment": Answer(asking.CommentForm, _comment, lambda done: "Your comment is kept."),
}


def submission(site: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """`/admin/review/<pk>/`: GET shows, POST publishes, sends back or comments, as the button says."""
    found = get_object_or_404(Submission.objects.select_related("user", "decided_by"), pk=pk)
    if not rights.may_see_history(request.user, found.document_id):
        raise PermissionDenied
    asked = request.POST.get("act", "")
    given = {name: _with_words(answer.form, name, found, request.POST) for name, answer in ANSWERS.items()}
    if request.method == "POST":
        if asked not in ANSWERS:
            messages.error(request, NOTHING_ASKED)
        elif done := _done(request, found, asked, given):
            return done
        found.refresh_from_db()
    return TemplateResponse(
        request, "desk/submission.html", {**site.each_context(request), **_context(request, found, given)}
    )


def _done(
    request: HttpRequest, found: Submission, asked: str, given: dict[str, asking.AnswerForm]
) -> HttpResponse | None:
    """Does what was asked and leads back to the page.

    None if it was refused, and the form says why; or if words typed for something else are to stay.
    """
    answer = ANSWERS[asked]
    form = given[asked] = answer.form(request.POST, submission=found, auto_id=f"{asked}_%s")
    if not form.is_valid():
        # Who may not do it is told so first, whatever was typed.
        if asked != "comment" and not policy.may_publish(request.user):
            raise PermissionDenied
        return None
    try:
        made = answer.do(found, request.user, form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(request, answer.said(made))
    if asked == "comment" and any(other.initial for name, other in given.items() if name != asked):
        # What is typed for the decision stays on the page.
        given[asked] = answer.form(submission=found, auto_id=f"{asked}_%s")
        return None
    return HttpResponseRedirect(reverse("admin:submission", args=[found.pk]))


def _with_words(
    form: type[asking.AnswerForm], name: str, found: Submission, posted: QueryDict
) -> asking.AnswerForm:
    """The form with what is typed into it, also where another button of the page was pressed."""
    typed = {field: words for field in form.base_fields if (words := posted.get(field, ""))}
    return form(submission=found, auto_id=f"{name}_%s", initial=typed)


def _context(request: HttpRequest, found: Submission, given: dict[str, asking.AnswerForm]) -> dict[str, Any]:
    ident = found.document_id
    handed_in = history.snapshot(ident, at=found.revision)
    pinned = history.revisions(ident).filter(number=found.revision).select_related("user").first()
    before = _version_before(found)
    findings = review.findings(handed_in) if handed_in and not found.outcome else []
    here = Document.objects.filter(pk=ident).exists()
    may_change = here and rights.may_change(request.user, ident)
    return {
        "title": f"Review: {_title(handed_in, ident)}",
        "document_title": _title(handed_in, ident),
        "submission": found,
        "state": submissions.in_words(found),
        "pinned": pinned,
        "before": before,
        "exists": here,
        "findings": mending.with_places(findings),
        "blocked": any(finding.blocks for finding in findings),
        "comparison": _comparison(request, before, handed_in),
        "views": compared.VIEWS.items(),
        "comments": found.comments.select_related("user"),
        "earlier": Submission.objects.filter(document=ident)
        .exclude(pk=found.pk)
        .select_related("user", "decided_by")[:20],
        "forms": given,
        "refused": next((form for form in given.values() if form.errors), None),
        "may_publish": policy.may_publish(request.user),
        "own_work": OWN_WORK if needs_other_eyes(pinned, request.user) else "",
        "may_change": may_change,
        "form_address": reverse("admin:documents_document_change", args=[ident]) if may_change else "",
    }


def _title(snapshot: Any, ident: str) -> str:
    return (snapshot and (snapshot.document.title or snapshot.document.heading)) or ident


def _version_before(found: Submission) -> Version | None:
    """What readers see now; if this submission was published, what they saw before that."""
    versions = Version.objects.filter(document=found.document_id).exclude(content="").order_by("-number")
    if found.outcome != Outcome.PUBLISHED:
        return versions.filter(number=state_of(found.document_id).current or 0).first()
    made = _made_by(found)
    return versions.filter(number__lt=made).first() if made else None


def _made_by(found: Submission) -> int | None:
    """The number of the version published by a submission: its revision may be published again later."""
    document = found.document_id
    frozen = Version.objects.filter(document=document, revision=found.revision).values("number")
    entries = Entry.objects.filter(
        document=document, kind=EntryKind.PUBLISHED, version__in=frozen, moment__gte=found.decided_at
    )
    return entries.order_by("number").values_list("version", flat=True).first()


def _comparison(request: HttpRequest, before: Version | None, handed_in: Any) -> Any:
    asked = request.GET.get("view", "")
    view = asked if asked in compared.VIEWS else compared.INLINE
    if handed_in is None:
        return None
    found = comparison.compare(load(before.content) if before else None, handed_in.public())
    return compared.shown(found, view)
