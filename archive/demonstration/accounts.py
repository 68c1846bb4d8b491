"""The four accounts of the demonstration archive, one for each role."""

import secrets

from django.contrib.auth.models import Group, User

ROLES = ("contributor", "editor", "publisher", "administrator")


def make(password: str | None) -> tuple[dict[str, User], dict[str, str]]:
    """Makes the accounts that are not there yet; gives all four, and the passwords that were set now.

    A password that is given becomes that of all four. Without one, new accounts share one that is drawn;
    none is ever set by default, and an account that is there keeps its own.
    """
    users, told = {}, {}
    drawn = password or draw()
    for role in ROLES:
        user, new = User.objects.get_or_create(
            username=role, defaults={"is_staff": True, "is_superuser": role == "administrator"}
        )
        if new or (password and not user.check_password(password)):
            user.set_password(drawn)
            user.save()
            told[role] = drawn
        if new:
            user.groups.add(Group.objects.get(name=role))
        users[role] = user
    return users, told


def draw() -> str:
    """A password of three words that can be said and are in no dictionary; 59 bits."""
    return "-".join("".join(_syllable() for _ in range(3)) for _ in range(3))


def _syllable() -> str:
    return secrets.choice("bcdfghjklmnprstvwxz") + secrets.choice("aeiou")
