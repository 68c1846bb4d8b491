"""Those who log in."""

from django.contrib.auth.models import Group, User


def in_role(role: str) -> User:
    """A new user with the permissions of a role."""
    name = f"{role}-{User.objects.count()}"
    user = User.objects.create_user(name, password="correct horse battery", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return User.objects.get(pk=user.pk)
