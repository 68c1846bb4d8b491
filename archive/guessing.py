"""Against guessing passwords: after too many failed log-ins a name, or an address, has to wait.

The failed log-ins are counted in the audit log, so the count is the same for all processes and outlives a
restart. Neither the address nor a name that no account has is kept in words (it may be a password typed into
the wrong field), only keyed digests of them, by which the same can be recognised.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from documents import audit
from documents.models import Act, Event

MINUTES = 15
OF_A_NAME, OF_AN_ADDRESS = 10, 20

WAIT = (
    f"There were too many failed log-ins. Please wait {MINUTES} minutes, then try again. "
    "If you have forgotten your password, an administrator can give you a new one."
)


class LogInForm(AdminAuthenticationForm):
    """The form of the log-in page; it does not look at a password where there were too many wrong ones."""

    must_wait = False

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("username") and too_many(self.request, self.cleaned_data["username"]):
            self.must_wait = True
            raise ValidationError(WAIT, code="too_many")
        return super().clean()

    def confirm_login_allowed(self, user: Any) -> None:
        try:
            super().confirm_login_allowed(user)
        except ValidationError:
            note_failure(type(self), {"username": user.get_username()}, self.request)
            raise


def too_many(request: HttpRequest | None, name: str) -> bool:
    """Whether this name, or the address of this request, has failed too often in the last minutes."""
    since = timezone.now() - timedelta(minutes=MINUTES)
    tries = Event.objects.filter(act=Act.LOG_IN_FAILED, moment__gte=since).order_by()
    address = address_key(request)
    found = tries.aggregate(
        name=Count("pk", filter=Q(user_name=name_for_log(name))),
        address=Count("pk", filter=Q(kind="address", record=address)),
    )
    return found["name"] >= OF_A_NAME or (bool(address) and found["address"] >= OF_AN_ADDRESS)


@receiver(user_login_failed)
def note_failure(
    sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any
) -> None:
    """A log-in failed: for which name, and a digest of the address from which it came."""
    name, address = name_for_log(str(credentials.get("username", ""))), address_key(request)
    audit.note_apart(Act.LOG_IN_FAILED, name=name, kind="address" if address else "", record=address)


def name_for_log(typed: str) -> str:
    """The name of an account as it is, any other as a digest."""
    model = get_user_model()
    known = model.objects.filter(**{model.USERNAME_FIELD: typed.replace("\0", "")}).exists()
    return typed if known else f"unknown name {_digest('name', typed)[:8]}"


def address_key(request: HttpRequest | None) -> str:
    """A keyed digest of the visitor's address; "" where it is not known.

    Behind a web server of ours the visitor's address is the last of X-Forwarded-For, which that server wrote.
    """
    if request is None:
        return ""
    address = request.META.get("REMOTE_ADDR", "")
    if address in ("", *settings.PROXIES):
        address = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return _digest("address", address)[:16] if address else ""


def _digest(of: str, words: str) -> str:
    return salted_hmac(f"fonds.audit.{of}", words, algorithm="sha256").hexdigest()
