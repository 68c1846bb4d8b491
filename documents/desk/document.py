"""The desk of documents: one form from top to bottom in the order of a printed page."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from documents.desk import fields, policy, sections
from documents.desk.forms import DocumentForm
from documents.desk.inlines import INLINES
from documents.desk.owners import Owners
from documents.models import Document
from places.desk import RevisedAdmin

LANGUAGES = (
    "en",
    "ru",
    "hy",
    "ka",
    "az",
    "az-Cyrl",
    "tr",
    "ota",
    "fa",
    "ar",
    "fr",
    "de",
    "it",
    "pl",
    "uk",
    "la",
    "und",
)


@admin.register(Document)
class DocumentAdmin(RevisedAdmin):
    """Documents with all their parts."""

    form = DocumentForm
    inlines = INLINES
    fieldsets = sections.FIELDSETS
    autocomplete_fields = ("type", "classification", "place")
    formfield_overrides = fields.OVERRIDES
    change_form_template = None
    search_fields = ("=public_id", "title__folded")

    # --- Who may ---

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is None:
            return super().has_change_permission(request)
        return policy.may_change(request.user, obj)

    # --- The form ---

    def _create_formsets(self, request: HttpRequest, obj: Any, change: bool) -> Any:
        formsets, inlines = super()._create_formsets(request, obj, change)
        Owners(formsets)
        return formsets, inlines

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], **kwargs: Any
    ) -> HttpResponse:
        form = context["adminform"].form
        formsets = context["inline_admin_formsets"]
        context |= {
            "sections": sections.shown(context["adminform"], formsets),
            "faults": sections.faults(form, [each.formset for each in formsets]) if form.is_bound else [],
            "files_lost": bool(form.is_bound and request.FILES),
            "languages": LANGUAGES,
        }
        return super().render_change_form(request, context, **kwargs)
