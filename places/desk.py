"""The desk's common ground: forms in which every save is one revision, with the editor's reason.

A form knows the revision that it was made from. If somebody else saved the record in the meantime, nothing is
saved over it unseen: what was typed stays in the form, and the editor is shown what has changed.
"""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import get_fields_from_path, unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe

from places import keeping, rows
from places.faults import faults
from places.fields import ChoosesRecords
from places.languages import FREQUENT
from places.overtaking import rows_since
from places.revisions import Revision, current, latest, lock, revision, saving
from places.saves import saves_of
from places.words import WordsInput, refuse_control_characters

DELETED = (
    "Somebody else deleted this record while you were working on it, so nothing has been saved. "
    "All that you typed is still below: if you save it, it is entered as a new record."
)
ABOUT_THE_SAVE = ("base_revision", "seen_revision", "change_reason", "form_token")


class RevisedForm(forms.ModelForm):
    """The form of a record with a history. It refuses to save over a revision that nobody has looked at."""

    base_revision = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=0, max_value=10**9)
    seen_revision = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=0, max_value=10**9)
    change_reason = WordsInput(
        label="What did you change, and why?",
        required=False,
        max_length=1000,
        validators=[refuse_control_characters],
        help_text="One line for those who read the history of this record later.",
    )

    # Drawn by the script that keeps what is typed: by it the kept work of this very form is known.
    form_token = forms.CharField(required=False, widget=forms.HiddenInput)

    overtaken: Revision | None = None
    # Whether who has seen the other save may put this form over it.
    may_save_over = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            last = latest(self.instance.kind, self.instance.pk)
            self.initial["base_revision"] = last.number if last else 0
        offer_languages(self)

    @cached_property
    def changed_data(self) -> list[str]:
        return [name for name in super().changed_data if name not in ABOUT_THE_SAVE]

    def clean_seen_revision(self) -> int | None:
        """Compares with the last revision; in a save under the row lock, which holds until it is done."""
        seen = self.cleaned_data.get("seen_revision")
        if self.instance._state.adding:
            return seen
        if saving() and not lock(type(self.instance), self.instance.pk):
            raise ValidationError(DELETED)
        last = latest(self.instance.kind, self.instance.pk)
        seen_by_us = (self.cleaned_data.get("base_revision") or 0, seen if self.may_save_over else None)
        if last and last.number not in seen_by_us:
            self.overtaken = last
            raise ValidationError(
                "Somebody else saved this record while you were working on it, so nothing has been saved. "
                "All that you typed is still below."
            )
        return seen

    def clean_base_revision(self) -> int | None:
        """A new record has no revision yet: a form that names one was opened for a record now deleted."""
        base = self.cleaned_data.get("base_revision")
        if base is not None and self.instance._state.adding:
            raise ValidationError(DELETED)
        return base

    def theirs(self) -> list[tuple[str, str]]:
        """What the record says now where this form says something else, and in its rows: (label, words)."""
        fields = [name for name in self.changed_data if name in self.fields]
        since = self.cleaned_data.get("base_revision") or 0
        rows = rows_since(type(self.instance), self.instance.pk, since)
        return [*((str(self[name].label), self._in_words(name)) for name in fields), *rows]

    def _in_words(self, name: str) -> str:
        value = self.get_initial_for_field(self.fields[name], name)
        choices = getattr(self.fields[name], "queryset", None)
        if choices is not None:
            value = choices.filter(pk=value).first() if value else None
        elif choices := dict(getattr(self.fields[name], "choices", ())):
            value = choices.get(value, value)
        return "" if value is None else {True: "yes", False: "no"}.get(value, str(value))


def lookups_of(model: Any, offered: Any) -> set[str]:
    """The names by which the address of a list may ask for one of its filters."""
    if isinstance(offered, type):
        return {offered.parameter_name}  # type: ignore[attr-defined]  # Django's is untyped
    path = offered if isinstance(offered, str) else offered[0]
    field: Any = get_fields_from_path(model, path)[-1]
    exact = f"{path}__{field.target_field.name}__exact" if field.is_relation else f"{path}__exact"
    return {path, exact, f"{path}__isnull"}


def offer_languages(form: forms.BaseForm) -> None:
    """Gives every field for a language the list of frequent ones; the template holds it, once a page."""
    for name, field in form.fields.items():
        if name == "language":
            field.widget.attrs |= {"list": "languages", "autocapitalize": "off", "spellcheck": "false"}


class RevisedAdmin(ChoosesRecords, admin.ModelAdmin):
    """Admin of a record with a history. Nothing is deleted here: records are set aside."""

    form = RevisedForm
    empty_value_display = ""
    object_history_template = "admin/revisions.html"

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if request.method != "POST":
            self._take_up(request, object_id)
            return super().changeform_view(request, object_id, form_url, extra_context)
        if fault := rows.faulty_number(request.POST):
            return render(request, "desk/too_many_rows.html", {"fault": fault}, status=400)
        record = self.get_object(request, unquote(object_id)) if object_id else None
        # Who may not save is refused before anybody has to wait for a lock.
        if not (self.has_change_permission(request, record) if record else self.has_add_permission(request)):
            raise PermissionDenied
        deleted = bool(object_id) and record is None and bool(request.POST.get("base_revision", "").strip())
        if deleted:
            object_id, form_url = None, reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_add")
        # One block around form and formsets: what is saved together is one revision, or nothing is.
        with revision(request.user, request.POST.get("change_reason", "").strip()[:1000]):
            response = super().changeform_view(request, object_id, form_url, extra_context)
        if deleted:
            response.status_code = 409
        return response

    # --- What was typed and not saved: places/keeping.py ---

    def _take_up(self, request: HttpRequest, object_id: str | None) -> None:
        """Fills the form with what was kept, if the address asks for it. Nothing is saved by that."""
        if "kept" in request.GET and "_popup" not in request.GET:
            request.kept = keeping.kept(request.user, self.model, unquote(object_id or ""))  # type: ignore[attr-defined]  # Django's is untyped

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        data = _data_of(request)
        return _filled(form, QueryDict(data, mutable=True)) if data else form

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        given = super().get_formset_kwargs(request, obj, inline, prefix)
        data = _data_of(request)
        return {**given, "data": QueryDict(data, mutable=True)} if data else given

    def _keeping(self, request: HttpRequest, record: Any) -> keeping.Keeping | None:
        """What the page says of kept work. A form that was sent and refused still holds what was typed."""
        if "_popup" in request.GET or "_popup" in request.POST:
            return None
        ident = record.pk if record else ""
        taken_up = getattr(request, "kept", None)
        offered = keeping.kept(request.user, self.model, ident) if request.method == "GET" else None
        return keeping.keeping_for(request.user, self.model, ident, taken_up or offered, bool(taken_up))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        token = request.POST.get("form_token", "")
        keeping.saved(request.user, self.model, form.instance.pk if change else "", token)

    def message_user(self, request: HttpRequest, message: Any, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("extra_tags", keeping.tag(request.POST.get("form_token", "")))
        super().message_user(request, message, *args, **kwargs)

    # --- The pages ---

    @method_decorator(require_safe)
    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        title = str(self.opts.verbose_name_plural).capitalize()
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Only by what the list offers: else private words could be guessed letter by letter."""
        return any(lookup in lookups_of(self.model, each) for each in self.get_list_filter(request))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change or form.has_changed():
            super().save_model(request, obj, form, change)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        if current().opened or "_popup" in request.POST:
            return super().response_change(request, obj)
        self.message_user(
            request, f"Nothing was changed in “{obj}”, so there is no new revision.", messages.INFO
        )
        if "_continue" in request.POST:
            return HttpResponseRedirect(request.get_full_path())
        return self.response_post_save_change(request, obj)

    def log_addition(self, *args: Any, **kwargs: Any) -> Any:
        """Revisions say who saved what, when and why; the admin's own log would say it twice."""

    def log_change(self, *args: Any, **kwargs: Any) -> Any:
        """As for additions."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def may_see_history(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether this user may see who changed what, in this record or in all."""
        return request.user.has_perm(f"{self.opts.app_label}.view_historical{self.opts.model_name}")

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        form, rows = context["adminform"].form, context["inline_admin_formsets"]
        context.setdefault("faults", faults(form, [part.formset for part in rows]) if form.is_bound else [])
        context.setdefault("languages", FREQUENT)
        context["may_see_history"] = self.may_see_history(request, context.get("original"))
        context["show_reason"] = kwargs.get("add") or self.has_change_permission(request, kwargs.get("obj"))
        if context["show_reason"]:
            context["keeping"] = self._keeping(request, context.get("original"))
        return super().render_change_form(request, context, *args, **kwargs)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The record's revisions, the last one first, fifty to a page."""
        record = get_object_or_404(self.get_queryset(request), pk=object_id)
        if not (self.has_view_permission(request, record) and self.may_see_history(request, record)):
            raise PermissionDenied
        found = Revision.objects.filter(kind=record.kind, record=record.pk).select_related("user")
        page = Paginator(found.order_by("-number"), 50).get_page(request.GET.get("p"))
        context = {
            **self.admin_site.each_context(request),
            "title": f"History of “{record}”",
            "page": page,
            "saves": saves_of(self.model, record.pk, page),
            "object": record,
            "opts": self.opts,
            **(extra_context or {}),
        }
        return TemplateResponse(request, self.object_history_template, context)


def _data_of(request: HttpRequest) -> str:
    """With what a form that was not sent is filled: kept work, or what was pasted."""
    kept = getattr(request, "kept", None)
    return kept.data if kept else getattr(request, "filled", "")


def _filled(form: Any, data: QueryDict) -> Any:
    """The form as if the data had been sent, which it was not."""

    class Filled(form):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(data, instance=kwargs.get("instance"))

    return Filled
