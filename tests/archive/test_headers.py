"""What protects every reply, and what is refused before it reaches a page."""

import pytest
from django.db import OperationalError
from django.test import Client, override_settings
from django.urls import path

PUBLIC_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
STATIC_FILE = "/static/page.css"
PUBLIC_ADDRESSES = {
    "/healthz": 200,
    "/no-such-page": 404,
    "/healthz\x00": 400,
    "/healthz?%FF": 400,
    STATIC_FILE: 200,
}


def fail(request):
    raise RuntimeError("a fault of ours")


def lock(request):
    raise OperationalError("database is locked")


urlpatterns = [path("fail/", fail), path("lock/", lock)]
handler500 = "archive.errors.server_error"


@pytest.fixture
def visitor():
    """A browser that is shown the error page, where the test client would raise."""
    return Client(raise_request_exception=False)


@pytest.fixture
def static_file(settings, tmp_path):
    """A static file, gathered before the server starts."""
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    (settings.STATIC_ROOT / "page.css").write_text("p { color: black }")


@pytest.mark.parametrize(("address", "status"), PUBLIC_ADDRESSES.items())
def test_every_public_reply_is_protected(static_file, visitor, address, status):
    reply = visitor.get(address)
    assert reply.status_code == status
    assert reply["Content-Security-Policy"] == PUBLIC_POLICY
    assert reply["X-Frame-Options"] == "DENY"
    assert reply["X-Content-Type-Options"] == "nosniff"
    assert reply["Referrer-Policy"] == "same-origin"
    assert reply["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "geolocation=()" in reply["Permissions-Policy"]


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("address", ["/fail/", "/lock/"])
def test_a_failure_is_protected_too(visitor, address):
    reply = visitor.get(address)
    assert reply["Content-Security-Policy"] == PUBLIC_POLICY
    assert reply["X-Frame-Options"] == "DENY"


@pytest.mark.django_db
def test_the_desk_may_frame_itself_and_allows_nothing_inline(client):
    reply = client.get("/admin/login/")
    policy = reply["Content-Security-Policy"]
    assert "frame-src 'self'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "unsafe" not in policy
    assert reply["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.django_db
def test_the_desk_is_kept_by_no_cache(client):
    assert "no-store" in client.get("/admin/login/")["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/healthz", "/no-such-page"])
def test_readers_get_no_cookie_and_ask_again_each_time(client, address):
    reply = client.get(address)
    assert not reply.cookies
    assert "Cookie" not in reply.get("Vary", "")
    assert reply["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "address",
    [
        "/healthz?q=%00",
        "/healthz?q=%FF",
        "/healthz?q=%ED%A0%80",
        "/health%00z",
        "/%FF",
        "/healthz?" + "q" * 2001,
    ],
)
def test_an_unreadable_address_is_refused_politely(visitor, address):
    reply = visitor.get(address)
    assert reply.status_code == 400
    assert "The address cannot be read" in reply.content.decode()


@pytest.mark.parametrize("address", ["/healthz?q=Чичерин", "/healthz?q=%D5%80", "/healthz?" + "q" * 2000])
def test_an_address_in_any_script_is_read(client, address):
    assert client.get(address).status_code == 200


@pytest.mark.urls(__name__)
def test_a_busy_database_asks_the_visitor_to_try_again(visitor):
    reply = visitor.get("/lock/")
    assert (reply.status_code, reply["Retry-After"]) == (503, "10")
    assert "The archive is busy" in reply.content.decode()


@pytest.mark.urls(__name__)
def test_a_fault_of_ours_says_so(visitor):
    reply = visitor.get("/fail/")
    assert reply.status_code == 500
    assert "a fault of ours" not in reply.content.decode()
    assert "Something went wrong here" in reply.content.decode()


def test_a_page_that_is_not_there_is_explained(client):
    reply = client.get("/no-such-page")
    assert reply.status_code == 404
    assert "There is no such page" in reply.content.decode()


@pytest.mark.django_db
def test_a_form_without_its_sign_keeps_what_was_typed():
    reply = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "a"})
    assert reply.status_code == 403
    assert "what you typed is still in the form" in reply.content.decode()


@override_settings(ALLOWED_HOSTS=["archive.example.org"])
def test_a_foreign_host_name_is_refused(client):
    assert client.get("/no-such-page", headers={"host": "evil.example"}).status_code == 400
