"""The desk of documents: one form from top to bottom in the order of a printed page."""

from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from documents import facsimiles, history
from documents.desk import (
    acts,
    comparing,
    conflict,
    ended,
    fields,
    images,
    incoming,
    lists,
    mentions,
    policy,
    preview,
    restoring,
    revisions,
    saved,
    sections,
    word,
)
from documents.desk.copying import copy_as_new
from documents.desk.forms import DocumentForm
from documents.desk.inlines import INLINES
from documents.desk.owners import Owners
from documents.desk.pasting import views as pasting
from documents.desk.standing import standing_of
from documents.models import Document
from places.desk import RevisedAdmin
from places.revisions import current, lock, revision

PUBLISHED = (
    "This document was published, so it cannot be deleted: withdraw it instead. Its address then says "
    "that it was withdrawn, when and why."
)


@admin.register(Document)
class DocumentAdmin(lists.DocumentList, RevisedAdmin):
    """Documents with all their parts."""

    form = DocumentForm
    inlines = INLINES
    fieldsets = sections.FIELDSETS
    autocomplete_fields = ("type", "classification", "place")
    formfield_overrides = fields.OVERRIDES
    change_form_template = None

    # --- Who may: documents/desk/policy.py ---

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is None:
            return super().has_change_permission(request)
        return policy.may_change(request.user, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is not None and policy.may_delete(request.user, obj)

    def may_see_history(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().may_see_history(request) if obj is None else policy.may_see_history(request.user, obj)

    # --- Addresses ---

    def get_urls(self) -> list[Any]:
        def at(route: str, view: Any, name: str, *methods: str) -> Any:
            guarded = require_http_methods(methods)(self.admin_site.admin_view(view))
            return path(route, guarded, name=f"documents_document_{name}")

        acting = [
            at(
                f"<str:object_id>/{name.replace('_', '-')}/",
                partial(acts.act_view, self, name=name),
                name,
                "GET",
                "POST",
            )
            for name in acts.ACTS
        ]
        return [
            at("preview/", partial(preview.typed, self), "preview_new", "POST"),
            at("<str:object_id>/preview/", partial(preview.shown, self), "preview", "GET", "POST"),
            at("facsimiles/<str:name>/", partial(images.shown, self), "image", "GET"),
            at("paste/", partial(pasting.page, self), "paste_new", "GET", "POST"),
            at("<str:object_id>/paste/", partial(pasting.page, self), "paste", "GET", "POST"),
            at("word/", partial(word.page, self), "word_new", "GET", "POST"),
            at("<str:object_id>/word/", partial(word.page, self), "word", "GET", "POST"),
            at("deleted/", partial(revisions.deleted, self), "deleted", "GET", "HEAD"),
            at("<str:object_id>/compare/", partial(comparing.shown, self), "compare", "GET", "HEAD"),
            at("<str:object_id>/restore/", partial(restoring.shown, self), "restore", "GET", "POST"),
            at("<str:object_id>/copy/", self.copy_view, "copy", "POST"),
            at("<str:object_id>/incoming/", partial(incoming.shown, self), "incoming", "GET"),
            at("<str:object_id>/merge/", partial(conflict.merge_view, self), "merge", "POST"),
            *acting,
            *super().get_urls(),
        ]

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Of documents that were deleted, too."""
        return revisions.shown(self, request, unquote(object_id))

    def copy_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Enters a copy as a new draft and opens it."""
        document = get_object_or_404(Document, pk=object_id)
        if not (self.has_add_permission(request) and self.has_view_permission(request, document)):
            raise PermissionDenied
        made = copy_as_new(history.snapshot(object_id), request.user)  # type: ignore[arg-type]  # Django's is untyped
        messages.success(request, "This is the copy, a new draft. Its words and dates are yours to enter.")
        return HttpResponseRedirect(reverse("admin:documents_document_change", args=[made]))

    # --- The form ---

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """Who may look but not touch sees the document as it stands on the desk."""
        document = self.get_object(request, object_id)
        looking = document is not None and request.method == "GET"
        if (
            looking
            and self.has_view_permission(request, document)
            and not self.has_change_permission(request, document)
        ):
            return HttpResponseRedirect(reverse("admin:documents_document_preview", args=[object_id]))
        return super().change_view(request, object_id, *args, **kwargs)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        with ended.told(request, object_id and unquote(object_id)):
            return super().changeform_view(request, object_id, form_url, extra_context)

    def _create_formsets(self, request: HttpRequest, obj: Any, change: bool) -> Any:
        formsets, inlines = super()._create_formsets(request, obj, change)  # type: ignore[misc]  # Django's is untyped
        Owners(formsets)
        return formsets, inlines

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        form, formsets = context["adminform"].form, context["inline_admin_formsets"]
        document = context["original"]
        context |= {
            "sections": sections.shown(context["adminform"], formsets),
            "faults": sections.faults(form, [each.formset for each in formsets]) if form.is_bound else [],
            "files_lost": _lets_images_wait(formsets) if form.is_bound else False,
            "mention_kinds": mentions.kinds(),
            "preview_url": preview.address(document),
            "paste_url": pasting.address(document),
            "word_url": word.address(document),
            "merge_url": reverse("admin:documents_document_merge", args=[document.pk]) if document else "",
            "standing": standing_of(document) if document else None,
            "may_submit": bool(document) and policy.may_submit(request.user, document),
            "may_publish": policy.may_publish(request.user),
            "may_purge": policy.may_purge(request.user),
            "may_delete": bool(document) and self.has_delete_permission(request, document),
        }
        return super().render_change_form(request, context, *args, **kwargs)

    def save_related(self, request: HttpRequest, form: Any, formsets: list[Any], change: bool) -> None:
        for formset in formsets:
            for row in formset.forms:
                if page_image := getattr(row, "page_image", None):
                    facsimiles.keep(page_image.content)
        super().save_related(request, form, formsets, change)

    def response_add(self, request: HttpRequest, obj: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if "_popup" in request.POST:
            return super().response_add(request, obj, *args, **kwargs)
        saved.tell(self, request, obj, new=True)
        return saved.onwards(self, request, obj)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        if "_popup" in request.POST or not current().opened:
            return super().response_change(request, obj)
        saved.tell(self, request, obj, new=False)
        return saved.onwards(self, request, obj)

    # --- Deleting: a save like any other, and only of what readers never saw ---

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        if not request.user.has_perm("documents.delete_document"):
            raise PermissionDenied
        if request.method != "POST":
            return self._kept(request, object_id) or super().delete_view(request, object_id, extra_context)
        gone = ended.told(request, unquote(object_id), ended.ENDED_BY_DELETING)
        with gone, revision(request.user, "Deleted"):
            # From here on nobody can publish it, so what is asked now still holds when it is deleted.
            lock(Document, unquote(object_id))
            return self._kept(request, object_id) or super().delete_view(request, object_id, extra_context)

    def _kept(self, request: HttpRequest, object_id: str) -> HttpResponse | None:
        """The way back to a document that was published and therefore stays; None for any other."""
        document = self.get_object(request, unquote(object_id))
        if document is None or not policy.was_ever_published(document):
            return None
        messages.error(request, PUBLISHED)
        return HttpResponseRedirect(reverse("admin:documents_document_change", args=[document.pk]))

    def log_deletions(self, request: HttpRequest, queryset: Any) -> list[Any]:
        """The revision says who deleted what; the admin's own log would say it twice."""
        return []


def _lets_images_wait(formsets: list[Any]) -> bool:
    """Lays aside the images that a refused form brought along; whether one of them could not be."""
    rows = [row for each in formsets for row in each.formset.forms if hasattr(row, "let_wait")]
    for row in rows:
        row.let_wait()
    return any("upload" in row.errors for row in rows if row.files.get(row.add_prefix("upload")))
