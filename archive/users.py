"""The accounts of those who log in. Each has one role; roles are made by a migration, not by a form."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import BaseUserCreationForm
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest

ADMINISTRATOR = "administrator"
ROLES = {
    "contributor": "Contributor: enters documents, works on those of their own",
    "editor": "Editor: works on all documents, people and places",
    "publisher": "Publisher: publishes, too, and withdraws",
    ADMINISTRATOR: "Administrator: purges, too, and keeps the accounts",
}
NAMES = ("username", "first_name", "last_name", "email")


def role_of(user: User) -> str:
    """The role of an account; "" for one that has none. Who was made by `createsuperuser` administers."""
    if user.is_superuser:
        return ADMINISTRATOR
    return next((group.name for group in user.groups.all() if group.name in ROLES), "")


class AccountForm(forms.ModelForm):
    """Who it is, what they may do, whether they may still log in."""

    role = forms.ChoiceField(choices=[("", "Choose a role"), *ROLES.items()])

    class Meta:
        model = User
        fields: tuple[str, ...] = (*NAMES, "is_active")
        labels = {"is_active": "may log in"}
        help_texts = {
            "username": "Shown beside every save in the history.",
            "is_active": "Accounts are not deleted, for the history names them. Take the tick away instead.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["role"].initial = role_of(self.instance)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        stays = cleaned.get("is_active", True) and cleaned.get("role", ADMINISTRATOR) == ADMINISTRATOR
        if self.instance.pk and role_of(self.instance) == ADMINISTRATOR and not stays and self._is_the_last():
            raise ValidationError("This is the only administrator. Make another one first.")
        return cleaned

    def _is_the_last(self) -> bool:
        administering = Q(is_superuser=True) | Q(groups__name=ADMINISTRATOR)
        others = User.objects.filter(administering, is_active=True).exclude(pk=self.instance.pk)
        return not others.exists()

    def give_role(self) -> None:
        """Makes the account one of the desk, with this role and no other."""
        user, role = self.instance, self.cleaned_data["role"]
        user.groups.set(Group.objects.filter(name=role))
        user.user_permissions.clear()
        user.is_staff, user.is_superuser = True, user.is_superuser and role == ADMINISTRATOR
        user.save(update_fields=["is_staff", "is_superuser"])


class NewAccountForm(AccountForm, BaseUserCreationForm):
    """The same for a new account, with its first password."""

    class Meta(AccountForm.Meta):
        fields = NAMES


admin.site.unregister(User)
admin.site.unregister(Group)


@admin.register(User)
class AccountAdmin(UserAdmin):
    """Accounts: made, given a role and a password, and closed; never deleted."""

    form = AccountForm
    add_form = NewAccountForm
    add_form_template = None
    fieldsets = ((None, {"fields": (*NAMES, "role", "is_active")}),)
    add_fieldsets = ((None, {"fields": (*NAMES, "role", "password1", "password2")}),)
    filter_horizontal = ()
    list_display = ("username", "full_name", "email", "role", "is_active", "last_login")
    list_filter = (("groups", admin.RelatedOnlyFieldListFilter), "is_active")
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description="name")
    def full_name(self, user: User) -> str:
        return user.get_full_name()

    @admin.display(description="role")
    def role(self, user: User) -> str:
        return role_of(user) or "none"

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        form.give_role()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
