"""The desk's common ground: an admin in which every save is one revision, with the editor's reason."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from places.revisions import latest, revision


class RevisedAdmin(admin.ModelAdmin):
    """Admin of a record with a history. Nothing is deleted here: records are set aside."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # One block around form and formsets: what is saved together is one revision, or nothing is.
        with revision(request.user, request.POST.get("change_reason", "").strip()[:1000]):
            return super().changeform_view(request, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change or form.has_changed():
            super().save_model(request, obj, form, change)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def base_of(self, obj: Any) -> int:
        """The number of the record's last revision: what a form shown now is based on."""
        last = latest(obj.kind, obj.pk) if obj else None
        return last.number if last else 0
