"""Keeping what is typed and not saved yet, and telling others who is at work on a record.

The form's script sends it every twenty seconds (archive/static/desk/keeping.js). It is kept for the user who
typed it, shown to nobody else, and given up by the save, by "Discard", or after ninety days.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from django.apps import apps
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.urls import reverse
from django.utils import timezone

from places import rows
from places.work_in_progress import WorkInProgress

# A form that was not heard of for so long is not open any more; it is heard of every minute.
OPEN = timedelta(minutes=3)
OLD = timedelta(days=90)
# Characters in one form. A document of half a million words and its notes stay below.
LONGEST = 3_000_000
LEFT_OUT = ("csrfmiddlewaretoken", "seen_revision")
TOKEN = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class AtWork:
    """Somebody who has the form of a record open, and since when."""

    name: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Keeping:
    """What the page of a form tells, and its script needs. `kept` is work offered, or taken up just now."""

    address: str
    owner: str
    others: list[AtWork]
    kept: WorkInProgress | None = None
    taken_up: bool = False

    @property
    def is_open_elsewhere(self) -> bool:
        """Whether the kept work may still be growing, in another window of the same user."""
        return bool(self.kept and timezone.now() - self.kept.moment < OPEN)


def keeping_for(user: Any, model: Any, record: str, kept: WorkInProgress | None, taken_up: bool) -> Keeping:
    """Everything about keeping that the page of a form shows."""
    where = urlencode({"model": model._meta.label_lower, "record": record})
    owner = f"{user.pk}:{model._meta.label_lower}:{record}"
    return Keeping(f"{reverse('admin:keep')}?{where}", owner, others(user, model, record), kept, taken_up)


def kept(user: Any, model: Any, record: str) -> WorkInProgress | None:
    """What this user typed into the form and did not save, or None."""
    return _rows(user, model, record).exclude(data="").first()


def others(user: Any, model: Any, record: str) -> list[AtWork]:
    """Who else has the form of this record open now. New records have no others."""
    if not record:
        return []
    recent = WorkInProgress.objects.filter(kind=model.kind, record=record, moment__gte=timezone.now() - OPEN)
    found = recent.exclude(user=user).select_related("user").order_by("since")
    return [AtWork(row.user.get_full_name() or row.user.get_username(), row.since) for row in found]


def saved(user: Any, model: Any, record: str, token: str) -> None:
    """Gives up what was kept of the form that was just saved; work that the form did not hold stays."""
    _rows(user, model, record).filter(data="").delete()
    if TOKEN.fullmatch(token):
        own = WorkInProgress.objects.filter(user=user, kind=model.kind)
        own.filter(data__contains=f"form_token={token}").delete()


def tag(token: str) -> str:
    """By which the script learns from the message that the form was saved."""
    return f"form-{token}" if TOKEN.fullmatch(token) else ""


def keep_view(site: Any, request: HttpRequest) -> HttpResponse:
    """POST of a form that is being filled in. `act` in the address: keep it, only say it is open, discard."""
    model, record = _asked_for(site, request)
    act = request.GET.get("act", "keep")
    if act == "discard":
        _rows(request.user, model, record).delete()
        return HttpResponseRedirect(_form(model, record))
    if act == "keep":
        if sum(map(len, request.POST.values())) > LONGEST:
            return JsonResponse({"fault": "This is too long to be kept. Save it."}, status=413)
        if fault := rows.faulty_number(request.POST):
            return JsonResponse({"fault": fault}, status=400)
        _keep(request.user, model, record, request.POST)
    elif act == "open":
        _heard_of(request.user, model, record)
    else:
        raise BadRequest("There is no such act.")
    at_work = [
        {"name": each.name, "since": f"{each.since:%H:%M}"} for each in others(request.user, model, record)
    ]
    return JsonResponse({"others": at_work, "moment": f"{timezone.now():%H:%M}"})


def _asked_for(site: Any, request: HttpRequest) -> tuple[Any, str]:
    """The model and the record that the address names, if this user could save it. Raises as a form would."""
    try:
        model: Any = apps.get_model(request.GET.get("model", ""))
    except (LookupError, ValueError) as error:
        raise Http404("There is no such form.") from error
    if not (hasattr(model, "kind") and site.is_registered(model)):
        raise Http404("What is typed there is not kept.")
    desk = site.get_model_admin(model)
    record = request.GET.get("record", "")
    found = desk.get_object(request, record) if record else None
    # A form whose record was deleted meanwhile goes on as one of a new record.
    if record and found is None and not _rows(request.user, model, record).exists():
        raise Http404("There is no such record.")
    if not (desk.has_change_permission(request, found) if found else desk.has_add_permission(request)):
        raise PermissionDenied
    return model, record


def _keep(user: Any, model: Any, record: str, posted: QueryDict) -> None:
    base = posted.get("base_revision", "")
    told = {"data": _written(posted), "base": int(base) if re.fullmatch(r"[0-9]{1,9}", base) else None}
    # Everybody's: some never come back to have theirs removed.
    WorkInProgress.objects.filter(moment__lt=timezone.now() - OLD).delete()
    _heard_of(user, model, record, **told)


def _heard_of(user: Any, model: Any, record: str, **told: Any) -> None:
    # Who comes back after a while has opened the form anew.
    _rows(user, model, record).filter(moment__lt=timezone.now() - OPEN).update(since=timezone.now())
    WorkInProgress.objects.update_or_create(
        user=user, kind=model.kind, record=record, defaults={**told, "moment": timezone.now()}
    )


def _written(posted: QueryDict) -> str:
    """The fields as in an address, with no more escapes than reading them back takes."""
    pairs = [(name, word) for name, words in posted.lists() if name not in LEFT_OUT for word in words]
    return "&".join(f"{_escaped(name)}={_escaped(word)}" for name, word in pairs)


def _escaped(words: str) -> str:
    return words.translate({ord(sign): quote(sign) for sign in "%&+=;#\0"})


def _rows(user: Any, model: Any, record: str) -> Any:
    return WorkInProgress.objects.filter(user=user, kind=model.kind, record=record)


def _form(model: Any, record: str) -> str:
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    return reverse(f"{name}_change", args=[record]) if record else reverse(f"{name}_add")
