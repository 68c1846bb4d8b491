"""Accounts: made with a role, closed but never deleted; the last administrator stays."""

import pytest
from django.contrib.auth.models import Group, Permission, User

from tests.documents import builders

pytestmark = pytest.mark.django_db

ADD = "/admin/auth/user/add/"
PASSWORD = "harvest of the mill 1920"
ACCOUNT = {"username": "ada", "first_name": "Ada", "role": "editor"}
PASSWORDS = {"password1": PASSWORD, "password2": PASSWORD}


@pytest.fixture
def administrator(client):
    client.force_login(builders.user("administrator"))
    return client


def change(user: User) -> str:
    return f"/admin/auth/user/{user.pk}/change/"


def test_a_new_account_can_log_in_to_the_desk_at_once(administrator, client):
    assert administrator.post(ADD, {**ACCOUNT, **PASSWORDS}).status_code == 302
    ada = User.objects.get(username="ada")
    assert [group.name for group in ada.groups.all()] == ["editor"]
    assert not ada.is_superuser
    client.logout()
    assert client.login(username="ada", password=PASSWORD)
    assert client.get("/admin/").status_code == 200


def test_an_account_without_a_role_is_not_made(administrator):
    reply = administrator.post(ADD, {**ACCOUNT, **PASSWORDS, "role": ""})
    assert "Nothing has been saved yet" in reply.content.decode()
    assert not User.objects.filter(username="ada").exists()


def test_a_role_takes_the_place_of_the_one_before_and_of_single_rights(administrator):
    ada = User.objects.create(username="ada", is_staff=True, is_superuser=True)
    ada.groups.add(Group.objects.get(name="publisher"))
    ada.user_permissions.add(Permission.objects.get(codename="publish_document"))
    assert administrator.post(change(ada), {**ACCOUNT, "is_active": "on"}).status_code == 302
    ada = User.objects.get(username="ada")
    assert [group.name for group in ada.groups.all()] == ["editor"]
    assert not ada.is_superuser
    assert not ada.has_perm("documents.publish_document")


@pytest.mark.parametrize("forged", ["is_superuser", "is_staff", "user_permissions", "groups"])
def test_a_forged_right_is_not_given(administrator, forged):
    right = Permission.objects.get(codename="purge_document").pk
    given = {**ACCOUNT, **PASSWORDS, "role": "contributor", forged: right}
    administrator.post(ADD, given)
    ada = User.objects.get(username="ada")
    assert not ada.is_superuser
    assert [group.name for group in ada.groups.all()] == ["contributor"]
    assert not ada.has_perm("documents.purge_document")


def test_a_closed_account_cannot_log_in_and_keeps_its_saves(administrator, client):
    ident = builders.saved()
    editor = builders.user("editor")
    given = {"username": "editor", "role": "editor"}
    assert administrator.post(change(editor), given).status_code == 302
    client.force_login(editor)
    assert client.get("/admin/").status_code == 302
    assert builders.history.revisions(ident).get().user == editor


def test_accounts_are_not_deleted(administrator):
    editor = builders.user("editor")
    assert administrator.post(f"/admin/auth/user/{editor.pk}/delete/", {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": editor.pk, "post": "yes"}
    administrator.post("/admin/auth/user/", chosen)
    assert User.objects.filter(pk=editor.pk).exists()


@pytest.mark.parametrize("given", [{"role": "editor", "is_active": "on"}, {"role": "administrator"}])
def test_the_last_administrator_stays_one(administrator, given):
    last = builders.user("administrator")
    reply = administrator.post(change(last), {"username": last.username, **given})
    assert "only administrator" in reply.content.decode()
    last.refresh_from_db()
    assert last.is_active
    assert last.groups.filter(name="administrator").exists()


def test_no_page_of_an_account_shows_a_hash(administrator):
    page = administrator.get(change(builders.user("editor"))).content.decode()
    assert "Set a new password" in page
    assert "algorithm" not in page
    assert "md5" not in page


@pytest.mark.parametrize("role", ["contributor", "editor", "publisher"])
def test_others_see_no_accounts(client, role):
    client.force_login(builders.user(role))
    assert client.get("/admin/auth/user/").status_code == 403
    assert client.post(ADD, {**ACCOUNT, **PASSWORDS}).status_code == 403


def test_the_number_of_queries_does_not_grow_with_the_accounts(administrator, django_assert_max_num_queries):
    for number in range(12):
        User.objects.create(username=f"user{number}").groups.add(Group.objects.get(name="editor"))
    with django_assert_max_num_queries(12):
        assert administrator.get("/admin/auth/user/").status_code == 200
