"""The page of the audit log: read only, narrowed by user, act and period. For administrators."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from documents.history import NAMES
from documents.models import Act, Document, Event
from documents.reading.paging import page_of

RIGHT = "documents.view_event"
ON_A_PAGE = 50
MODELS = {Document.kind: Document, **{kind: model for kind, (model, _) in NAMES.items()}}


class AuditFilter(forms.Form):
    """By what the log can be narrowed. What cannot be understood is told, and narrows nothing."""

    user = forms.CharField(
        required=False, max_length=150, widget=forms.TextInput(attrs={"list": "audit-users", "size": 16})
    )
    act = forms.ChoiceField(required=False, choices=[("", "every act"), *Act.choices])
    first = forms.DateField(label="From", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label="To", required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def narrowed(self, events: QuerySet) -> QuerySet:
        """The events that are asked for; days are those of universal time."""
        asked = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        if user := asked.get("user"):
            events = events.filter(user_name=user)
        if act := asked.get("act"):
            events = events.filter(act=act)
        if first := asked.get("first"):
            events = events.filter(moment__gte=_midnight(first))
        if (last := asked.get("last")) and last < date.max:
            events = events.filter(moment__lt=_midnight(last + timedelta(days=1)))
        return events


@dataclass(frozen=True, slots=True)
class Line:
    """An event, and where its record is found on the desk; "" where there is none any more."""

    event: Event
    address: str


def may_read(user: Any) -> bool:
    """Whether this user may read the audit log."""
    return user.has_perm(RIGHT)


def shown(desk: Any, request: HttpRequest) -> HttpResponse:
    """`/admin/audit/`"""
    if not may_read(request.user):
        raise PermissionDenied
    asked = AuditFilter(request.GET)
    page = page_of(asked.narrowed(Event.objects.all()), request, list(asked.fields), ON_A_PAGE)
    context = {
        **desk.each_context(request),
        "title": "Audit log",
        "filter": asked,
        "page": page,
        "lines": lines(page.rows),
        "users": Event.objects.order_by("user_name").values_list("user_name", flat=True).distinct()[:200],
    }
    return TemplateResponse(request, "desk/audit.html", context)


def lines(events: Iterable[Event]) -> list[Line]:
    """The events with the addresses of those records that the desk still has; one query a kind."""
    events = list(events)
    wanted: dict[str, set[str]] = {}
    for event in events:
        if event.kind in MODELS:
            wanted.setdefault(event.kind, set()).add(event.record)
    there = {
        (kind, found)
        for kind, records in wanted.items()
        for found in MODELS[kind].objects.filter(pk__in=records).values_list("pk", flat=True)
    }
    return [Line(event, _address(event) if (event.kind, event.record) in there else "") for event in events]


def _address(event: Event) -> str:
    meta = MODELS[event.kind]._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[event.record])


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), timezone.get_current_timezone())
