"""A form that was overtaken, put together with what was saved meanwhile: field by field, row by row.

What a file says anew of a document, or of another record, is put together with the desk in the same way.

What was typed travels in the page, sealed, so that it outlives every further refusal: a choice that is
missing, a fault in the result, a third editor who saves in between. Nothing is saved before everything is
decided, and then once, over the revision that was looked at and over no other.
"""

from contextlib import nullcontext
from dataclasses import asdict, dataclass, replace
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from documents import facsimiles, history
from documents.desk import ended, meeting, typed
from documents.desk.merging import Data, Merge, merge
from documents.desk.questions import questions
from documents.desk.sides import FILE_AND_DESK, TWO_EDITORS, Sides
from documents.exchange.importing import incoming
from documents.models import Document, Incoming
from places import keeping
from places.revisions import Revision, latest, revision
from places.words import WordsInput, refuse_control_characters

SALT = "documents.desk.conflict"
DELETED = (
    "This document was deleted meanwhile, so it cannot be saved. What you typed stays on this page as long "
    "as you leave it open. Ask for the document to be restored, then press Save here."
)
OVERTAKEN = "{} saved this {} once more while you were choosing."
ASKED = " What is new is asked below."


@dataclass(frozen=True, slots=True)
class Conflict:
    """What one user typed into the form of a record, the revision it began with, and the one it meets.

    With `incoming`, it is what a file says instead, and the base is what the file said before; `seal` tells
    what of it was looked at.
    """

    record: str
    user: int
    base: int
    theirs: int
    mine: Data
    reason: str = ""
    form_token: str = ""
    incoming: int = 0
    seal: str = ""
    kind: str = Document.kind

    def sealed(self) -> str:
        """For a hidden field. What comes back was written here, so no right can be gained by changing it."""
        return signing.dumps(asdict(self), salt=SALT, compress=True)

    def merge(self, choices: dict[str, str] | None = None) -> Merge:
        """Mine with theirs."""
        waits = self._incoming()
        base = incoming.base_of(waits) if waits else self.at(self.base)
        return merge(base, self.mine, self.at(self.theirs), choices, self.model.parts)

    @property
    def model(self) -> Any:
        """The table of records of this kind."""
        return meeting.model_of(self.kind)

    def at(self, number: int) -> Data:
        """What the desk said in a revision of the record."""
        return meeting.data_at(self.kind, self.record, number)

    def last(self) -> Revision | None:
        """The last revision of the record."""
        return latest(self.kind, self.record)

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


def opened(request: HttpRequest, record: str, kind: str = Document.kind) -> Conflict:
    """The conflict that the page carries. Raises BadRequest, or PermissionDenied for one of somebody else."""
    try:
        found = Conflict(**signing.loads(request.POST["typed"], salt=SALT))
    except (signing.BadSignature, TypeError, KeyError) as error:
        raise BadRequest("What was typed did not arrive as it was sent.") from error
    if (found.kind, found.record, found.user) != (kind, record, request.user.pk):
        raise PermissionDenied
    return found


def merge_view(desk: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """POST of a form that was overtaken: what differs, to choose from. POST of the choices: saves, once."""
    document = desk.get_object(request, object_id)
    if document is not None and not desk.has_change_permission(request, document):
        raise PermissionDenied
    if "typed" in request.POST:
        return decide(desk, request, opened(request, object_id))
    if document is not None:
        form, formsets, faultless = typed.sent(desk, request, document)
        if faultless and form.errors.keys() <= {"seen_revision"}:
            return page(desk, request, _begun(request, form, formsets), {})
    # First what is faulty is mended: the form comes back as it was sent, and says what and where.
    return desk.changeform_view(request, object_id, meeting.address_of(Document.kind, object_id))


def _begun(request: HttpRequest, form: Any, formsets: list[Any]) -> Conflict:
    document, base = form.instance.pk, form.cleaned_data.get("base_revision") or 0
    mine = typed.snapshot(form, formsets).to_data()["document"]
    for page_image in _images_sent(formsets):
        facsimiles.keep(page_image.content)  # now or never: no further page brings the file along
    return Conflict(
        record=document,
        user=request.user.pk,  # type: ignore[arg-type]  # who is here is logged in
        base=base,
        theirs=_number(latest(Document.kind, document)),
        mine=_with_images_of(mine, meeting.data_at(Document.kind, document, base), formsets),
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


def decide(desk: Any, request: HttpRequest, conflict: Conflict) -> HttpResponse:
    """Saves what was chosen. Whatever stands against it, the page comes back with everything on it."""
    reason = ReasonForm(request.POST)
    conflict = replace(conflict, reason=request.POST.get("change_reason", ""))
    choices = {name: request.POST[name] for name in request.POST}
    last = conflict.last()
    if not conflict.model.objects.filter(pk=conflict.record).exists():
        return page(desk, request, conflict, choices, [DELETED], status=409)
    if _number(last) != conflict.theirs:
        return _overtaken_again(desk, request, conflict, choices, last)
    found = conflict.merge(choices)
    if faults := [*reason.faults(), *_still_open(found, sides_of(conflict))]:
        return page(desk, request, conflict, choices, faults)
    conflict = replace(conflict, reason=reason.cleaned_data["change_reason"])
    try:
        with ended.told(request, conflict.record) if conflict.kind == Document.kind else nullcontext():
            _save(desk, request, conflict, found.document)
    except history.Stale as stale:
        return _overtaken_again(desk, request, conflict, choices, stale.last)
    except ValidationError as error:
        return page(desk, request, conflict, choices, _faults(error))
    said = sides_of(conflict).saved
    messages.success(request, said, extra_tags=keeping.tag(conflict.form_token))
    return HttpResponseRedirect(meeting.address_of(conflict.kind, conflict.record))


def _save(desk: Any, request: HttpRequest, conflict: Conflict, data: Data) -> None:
    with revision(request.user, conflict.reason):
        number = meeting.write(conflict.kind, conflict.record, data, conflict.theirs)
        conflict.decided(conflict.at(number), number)
        if not desk.has_change_permission(request, conflict.model.objects.get(pk=conflict.record)):
            raise PermissionDenied
        if not conflict.incoming:
            keeping.saved(request.user, Document, conflict.record, conflict.form_token)


def _overtaken_again(
    desk: Any, request: HttpRequest, conflict: Conflict, choices: dict[str, str], last: Revision | None
) -> HttpResponse:
    """A third editor was quicker. Choices between the same two things still hold."""
    before = conflict.merge().differences
    conflict = replace(conflict, theirs=_number(last))
    after = conflict.merge().differences
    choices = {each.name: choices[each.name] for each in after if each in before and each.name in choices}
    noun = conflict.model._meta.verbose_name
    said = OVERTAKEN.format(last.user if last and last.user else "Somebody", noun)
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
    asked = questions(found, (sides.mine, sides.theirs), conflict.kind)
    context = {
        **desk.admin_site.each_context(request),
        "title": sides.title,
        "sides": sides,
        "opts": desk.opts,
        "record": desk.get_object(request, conflict.record),
        "noun": conflict.model._meta.verbose_name,
        "list_address": meeting.list_of(conflict.kind),
        "choosing_at": meeting.choosing_at(conflict.kind, conflict.record),
        "conflict": conflict,
        "saves": _saves_between(conflict),
        "conflicts": [each for each in asked if each.difference.is_conflict],
        "others": [each for each in asked if not each.difference.is_conflict],
        "faults": faults or [],
    }
    return TemplateResponse(request, "desk/merge.html", context, status=status)


def _saves_between(conflict: Conflict) -> list[Revision]:
    since = Revision.objects.filter(kind=conflict.kind, record=conflict.record)
    between = since.filter(number__gt=conflict.base, number__lte=conflict.theirs)
    return list(between.select_related("user").order_by("number"))


def _still_open(found: Merge, sides: Sides) -> list[str]:
    many = len(found.undecided)
    if not many:
        return []
    things = f"1 thing {sides.things} is" if many == 1 else f"{many} things {sides.things} are"
    return [f"{things} not decided yet. Nothing was saved."]


def _faults(error: ValidationError) -> list[str]:
    told = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    head = "Put together like this, it cannot be saved. Choose otherwise where these come from."
    return [
        head,
        *(
            f"{place}: {' '.join(sentences)}" if place else " ".join(sentences)
            for place, sentences in told.items()
        ),
    ]


def _number(found: Revision | None) -> int:
    return found.number if found else 0
