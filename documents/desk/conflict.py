"""A form that was overtaken, put together with what was saved meanwhile: field by field, row by row.

What was typed travels in the page, sealed, so that it outlives every further refusal: a choice that is
missing, a fault in the result, a third editor who saves in between. Nothing is saved before everything is
decided, and then once, over the revision that was looked at and over no other.
"""

from dataclasses import asdict, dataclass, replace
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from documents import facsimiles, history
from documents.desk import ended, typed
from documents.desk.merging import Data, Merge, merge
from documents.desk.questions import questions
from documents.desk.sides import FILE_AND_DESK, TWO_EDITORS, Sides
from documents.exchange.importing import incoming
from documents.models import Document, Incoming
from documents.snapshot import Snapshot, from_data
from places import keeping
from places.revisions import Revision, latest, revision
from places.words import WordsInput, refuse_control_characters

SALT = "documents.desk.conflict"
DELETED = (
    "This document was deleted meanwhile, so it cannot be saved. What you typed stays on this page as long "
    "as you leave it open. Ask for the document to be restored, then press Save here."
)
OVERTAKEN = "{} saved this document once more while you were choosing."
ASKED = " What is new is asked below."


@dataclass(frozen=True, slots=True)
class Conflict:
    """What one user typed into the form of a document, the revision it began with, and the one it meets.

    With `incoming`, it is what a file says instead, and the base is what the file said before; `seal` tells
    what of it was looked at.
    """

    document: str
    user: int
    base: int
    theirs: int
    mine: Data
    reason: str = ""
    form_token: str = ""
    incoming: int = 0
    seal: str = ""

    def sealed(self) -> str:
        """For a hidden field. What comes back was written here, so no right can be gained by changing it."""
        return signing.dumps(asdict(self), salt=SALT, compress=True)

    def merge(self, choices: dict[str, str] | None = None) -> Merge:
        """Mine with theirs."""
        waits = self._incoming()
        base = incoming.base_of(waits) if waits else _data(self.document, self.base)
        return merge(base, self.mine, _data(self.document, self.theirs), choices)

    def decided(self, saved: Data, number: int) -> None:
        """Once it is saved as this revision: what came from a file waits no more, unless it has come anew."""
        waits = self._incoming()
        if waits and incoming.seal_of(waits) == self.seal:
            incoming.decide(waits, saved, number)

    def _incoming(self) -> Incoming | None:
        return Incoming.objects.select_related("imported").filter(pk=self.incoming).first()

    @property
    def file(self) -> str:
        """The file that says something else; "" where two editors met, or it is not known."""
        waits = self._incoming()
        return waits.file if waits else ""


def sides_of(conflict: Conflict) -> Sides:
    """Whether two editors meet, or a file and the desk."""
    return FILE_AND_DESK if conflict.incoming else TWO_EDITORS


class ReasonForm(forms.Form):
    """What is typed on the page itself: the line for those who read the history later."""

    change_reason = WordsInput(required=False, max_length=1000, validators=[refuse_control_characters])

    def faults(self) -> list[str]:
        """What is wrong with the line, in sentences."""
        return [f"What did you change, and why? {told}" for told in self.errors.get("change_reason", [])]


def opened(request: HttpRequest, document: str) -> Conflict:
    """The conflict that the page carries. Raises BadRequest, or PermissionDenied for one of somebody else."""
    try:
        found = Conflict(**signing.loads(request.POST["typed"], salt=SALT))
    except (signing.BadSignature, TypeError) as error:
        raise BadRequest("What was typed did not arrive as it was sent.") from error
    if (found.document, found.user) != (document, request.user.pk):
        raise PermissionDenied
    return found


def merge_view(desk: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """POST of a form that was overtaken: what differs, to choose from. POST of the choices: saves, once."""
    document = desk.get_object(request, object_id)
    if document is not None and not desk.has_change_permission(request, document):
        raise PermissionDenied
    if "typed" in request.POST:
        return _decide(desk, request, opened(request, object_id))
    if document is not None:
        form, formsets, faultless = typed.sent(desk, request, document)
        if faultless and form.errors.keys() <= {"seen_revision"}:
            return page(desk, request, _begun(request, form, formsets), {})
    # First what is faulty is mended: the form comes back as it was sent, and says what and where.
    return desk.changeform_view(request, object_id, _address(object_id))


def _begun(request: HttpRequest, form: Any, formsets: list[Any]) -> Conflict:
    document, base = form.instance.pk, form.cleaned_data.get("base_revision") or 0
    mine = typed.snapshot(form, formsets).to_data()["document"]
    for page_image in _images_sent(formsets):
        facsimiles.keep(page_image.content)  # now or never: no further page brings the file along
    return Conflict(
        document=document,
        user=request.user.pk,  # type: ignore[arg-type]  # who is here is logged in
        base=base,
        theirs=_number(latest(Document.kind, document)),
        mine=_with_images_of(mine, _data(document, base), formsets),
        reason=form.cleaned_data.get("change_reason", ""),
        form_token=form.data.get("form_token", ""),
    )


def _images_sent(formsets: list[Any]) -> list[Any]:
    rows = [row for each in formsets for row in each.forms]
    return [row.page_image for row in rows if getattr(row, "page_image", None)]


def _with_images_of(mine: Data, base: Data, formsets: list[Any]) -> Data:
    """A page image is no field of the form: where none was chosen, it is the one of the base."""
    new = {row.instance.key for each in formsets for row in each.forms if getattr(row, "page_image", None)}
    old = {row["key"]: row for row in base.get("facsimiles", [])}
    rows = [
        {**row, **_image_of(old[row["key"]])} if row["key"] in old and row["key"] not in new else row
        for row in mine["facsimiles"]
    ]
    return {**mine, "facsimiles": rows}


def _image_of(row: Data) -> Data:
    return {name: row[name] for name in ("image", "media_type", "width", "height")}


def _decide(desk: Any, request: HttpRequest, conflict: Conflict) -> HttpResponse:
    """Saves what was chosen. Whatever stands against it, the page comes back with everything on it."""
    reason = ReasonForm(request.POST)
    conflict = replace(conflict, reason=request.POST.get("change_reason", ""))
    choices = {name: request.POST[name] for name in request.POST}
    last = latest(Document.kind, conflict.document)
    if not Document.objects.filter(pk=conflict.document).exists():
        return page(desk, request, conflict, choices, [DELETED], status=409)
    if _number(last) != conflict.theirs:
        return _overtaken_again(desk, request, conflict, choices, last)
    found = conflict.merge(choices)
    if faults := [*reason.faults(), *_still_open(found, sides_of(conflict))]:
        return page(desk, request, conflict, choices, faults)
    conflict = replace(conflict, reason=reason.cleaned_data["change_reason"])
    try:
        with ended.told(request, conflict.document):
            _save(desk, request, conflict, found.document)
    except history.Stale as stale:
        return _overtaken_again(desk, request, conflict, choices, stale.last)
    except ValidationError as error:
        return page(desk, request, conflict, choices, _faults(error))
    said = sides_of(conflict).saved
    messages.success(request, said, extra_tags=keeping.tag(conflict.form_token))
    return HttpResponseRedirect(_address(conflict.document))


def _save(desk: Any, request: HttpRequest, conflict: Conflict, document: Data) -> None:
    content = from_data({"document": document}).document
    with revision(request.user, conflict.reason):
        number = history.write(Snapshot(document=content), base=conflict.theirs)
        conflict.decided(_data(conflict.document, number), number)
        if not desk.has_change_permission(request, Document.objects.get(pk=conflict.document)):
            raise PermissionDenied
        if not conflict.incoming:
            keeping.saved(request.user, Document, conflict.document, conflict.form_token)


def _overtaken_again(
    desk: Any, request: HttpRequest, conflict: Conflict, choices: dict[str, str], last: Revision | None
) -> HttpResponse:
    """A third editor was quicker. Choices between the same two things still hold."""
    before = conflict.merge().differences
    conflict = replace(conflict, theirs=_number(last))
    after = conflict.merge().differences
    choices = {each.name: choices[each.name] for each in after if each in before and each.name in choices}
    said = OVERTAKEN.format(last.user if last and last.user else "Somebody")
    said += ASKED if any(each.is_conflict and each.name not in choices for each in after) else ""
    return page(desk, request, conflict, choices, [said])


def page(
    desk: Any,
    request: HttpRequest,
    conflict: Conflict,
    choices: dict[str, str],
    faults: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page on which one chooses between the two."""
    found, sides = conflict.merge(choices), sides_of(conflict)
    asked = questions(found, (sides.mine, sides.theirs))
    context = {
        **desk.admin_site.each_context(request),
        "title": sides.title,
        "sides": sides,
        "opts": desk.opts,
        "document": desk.get_object(request, conflict.document),
        "conflict": conflict,
        "saves": _saves_between(conflict),
        "conflicts": [each for each in asked if each.difference.is_conflict],
        "others": [each for each in asked if not each.difference.is_conflict],
        "faults": faults or [],
    }
    return TemplateResponse(request, "desk/merge.html", context, status=status)


def _saves_between(conflict: Conflict) -> list[Revision]:
    since = history.revisions(conflict.document).filter(number__gt=conflict.base, number__lte=conflict.theirs)
    return list(since.select_related("user").order_by("number"))


def _still_open(found: Merge, sides: Sides) -> list[str]:
    many = len(found.undecided)
    if not many:
        return []
    things = f"1 thing {sides.things} is" if many == 1 else f"{many} things {sides.things} are"
    return [f"{things} not decided yet. Nothing was saved."]


def _faults(error: ValidationError) -> list[str]:
    told = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    head = "Put together like this, the document cannot be saved. Choose otherwise where these come from."
    return [
        head,
        *(
            f"{place}: {' '.join(sentences)}" if place else " ".join(sentences)
            for place, sentences in told.items()
        ),
    ]


def _data(document: str, number: int) -> Data:
    found = history.snapshot(document, at=number)
    return found.to_data()["document"] if found else {}


def _number(found: Revision | None) -> int:
    return found.number if found else 0


def _address(document: str) -> str:
    return reverse("admin:documents_document_change", args=[document])
