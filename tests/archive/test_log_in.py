"""A log-in lasts a working day from the last visit to the desk; readers are never given a cookie."""

import datetime
import time

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("editor"))
    return client


def test_a_visit_to_the_desk_prolongs_the_log_in(editor):
    session = editor.session
    session["last_visit"] = int(time.time()) - 3600
    session.save()
    Session.objects.update(expire_date=timezone.now() + datetime.timedelta(hours=1))
    reply = editor.get("/admin/")
    assert reply.cookies["sessionid"]["max-age"] == 12 * 3600
    left = Session.objects.get().expire_date - timezone.now()
    assert left > datetime.timedelta(hours=11)
    assert "sessionid" not in editor.get("/admin/").cookies


@pytest.mark.parametrize("address", ["/", "/documents/", "/people/", "/nowhere"])
def test_readers_get_no_cookie(client, address):
    assert not client.get(address).cookies
    assert not Session.objects.exists()
