"""Who logs in, fails to, leaves or is refused is in the audit log; guessing passwords is slowed down."""

import logging

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, connection
from django.test import Client

from documents.models import Act, Event
from tests.documents import builders
from tests.forms import desk

pytestmark = pytest.mark.django_db

LOG_IN = "/admin/login/"
PASSWORD = "correct horse battery"
WAIT = "too many failed log-ins"


@pytest.fixture
def ada() -> User:
    user = User.objects.create_user("ada", "ada@example.org", PASSWORD, is_staff=True)
    Event.objects.all()._raw_delete("default")
    return user


def log_in(name="ada", password=PASSWORD, address="192.0.2.1", **extra):
    """A try from a browser at this address."""
    client = Client(REMOTE_ADDR=address, **extra)
    return client.post(LOG_IN, {"username": name, "password": password, "next": "/admin/"})


def fail(times: int, **where) -> None:
    for _ in range(times):
        assert log_in(password="wrong", **where).status_code == 200


def events(act: Act) -> list[Event]:
    return list(Event.objects.filter(act=act))


def test_who_comes_in_and_leaves_is_noted_by_name(ada, client):
    client.post(LOG_IN, {"username": "ada", "password": PASSWORD, "next": "/admin/"})
    client.post("/admin/logout/")
    assert [(e.act, e.user, e.user_name) for e in Event.objects.order_by("pk")] == [
        (Act.LOGGED_IN, ada, "ada"),
        (Act.LOGGED_OUT, ada, "ada"),
    ]


def test_the_name_outlives_the_account(ada):
    log_in()
    ada.delete()
    assert [(e.user, e.user_name) for e in events(Act.LOGGED_IN)] == [(None, "ada")]


def test_a_failed_log_in_is_noted_without_password_and_address(ada):
    fail(1)
    event = events(Act.LOG_IN_FAILED)[0]
    assert (event.user, event.user_name, event.kind) == (None, "ada", "address")
    assert "wrong" not in repr(vars(event))
    assert "192.0.2.1" not in repr(vars(event))


def test_what_is_no_name_of_an_account_is_not_kept_in_words(ada):
    log_in(name="correct horse battery staple")
    log_in(name="ada@example.org")
    words = " ".join(repr(vars(event)) for event in events(Act.LOG_IN_FAILED))
    assert words.count("unknown name") == 2
    assert "horse" not in words
    assert "@" not in words


@pytest.mark.parametrize("name", ["a" * 5000, "ada\r\nact=published", "ada\0", "\u202eada", "ада"])
def test_hostile_names_do_no_harm(ada, name):
    assert log_in(name=name).status_code == 200
    assert all(len(event.user_name) <= 150 and event.user_name.isprintable() for event in Event.objects.all())


def test_after_ten_failures_a_name_has_to_wait_even_with_the_right_password(ada):
    fail(10)
    reply = log_in()
    assert reply.status_code == 429
    assert reply["Retry-After"] == "900"
    assert WAIT in reply.content.decode()
    assert not events(Act.LOGGED_IN)


def test_waiting_adds_nothing_to_the_log_and_so_ends(ada):
    fail(10)
    log_in()
    log_in()
    assert len(events(Act.LOG_IN_FAILED)) == 10


def test_an_unknown_name_is_told_the_same(ada):
    def seen(reply):
        return (
            reply.content.decode().split("<main")[1].replace("nobody", "ada").split("csrfmiddlewaretoken")[0]
        )

    for _ in range(10):
        one, other = log_in(password="wrong"), log_in(name="nobody", password="wrong", address="192.0.2.9")
        assert seen(one) == seen(other)
    one, other = log_in(), log_in(name="nobody", address="192.0.2.9")
    assert (one.status_code, seen(one)) == (other.status_code, seen(other))


def test_a_quarter_of_an_hour_later_the_name_is_free_again(ada):
    fail(10)
    with connection.cursor() as cursor:
        table = Event._meta.db_table
        cursor.execute(f"UPDATE {table} SET moment = %s", ["2020-01-01 00:00:00+00:00"])
    assert log_in().status_code == 302


def test_an_address_that_tries_many_names_has_to_wait(ada):
    for number in range(20):
        fail(1, name=f"name{number}")
    assert log_in().status_code == 429
    assert log_in(address="192.0.2.2").status_code == 302


def test_others_are_not_affected(ada):
    builders.user("editor").set_password(PASSWORD)
    bert = User.objects.create_user("bert", password=PASSWORD, is_staff=True)
    fail(10)
    assert log_in(name=bert.username).status_code == 302


def test_behind_our_own_web_server_visitors_are_told_apart_by_what_it_says(ada):
    for number in range(20):
        fail(1, name=f"name{number}", address="127.0.0.1", HTTP_X_FORWARDED_FOR="10.0.0.1, 192.0.2.1")
    assert log_in(address="127.0.0.1", HTTP_X_FORWARDED_FOR="192.0.2.1").status_code == 429
    assert log_in(address="127.0.0.1", HTTP_X_FORWARDED_FOR="192.0.2.2").status_code == 302
    assert log_in(address="127.0.0.1").status_code == 302


def test_nobody_escapes_by_a_forged_header(ada):
    for number in range(20):
        fail(1, name=f"name{number}", HTTP_X_FORWARDED_FOR=f"10.0.0.{number}")
    assert log_in(HTTP_X_FORWARDED_FOR="10.0.0.99").status_code == 429


def test_an_account_without_entry_to_the_desk_counts_as_a_failure(ada):
    User.objects.create_user("reader", password=PASSWORD)
    assert log_in(name="reader").status_code == 200
    assert [e.user_name for e in events(Act.LOG_IN_FAILED)] == ["reader"]


def test_a_refusal_says_who_and_which_address_without_its_query(ada):
    client = desk("contributor")
    assert client.get("/admin/auth/user/?q=a+private+word").status_code == 403
    event = events(Act.REFUSED)[0]
    assert (event.user_name, event.detail) == ("contributor", "GET /admin/auth/user/")


def test_a_form_without_a_token_is_a_refusal(ada):
    client = Client(enforce_csrf_checks=True)
    client.force_login(ada)
    assert client.post("/admin/documents/document/add/", {"title": "Words"}).status_code == 403
    assert "without a valid token" in events(Act.REFUSED)[0].detail


def test_readers_leave_no_trace(client, ada):
    for address in ("/", "/nowhere", "/admin/documents/document/", "/documents/"):
        client.get(address)
    Client(enforce_csrf_checks=True).post(LOG_IN, {"username": "ada"})
    assert not Event.objects.exists()


def test_refusals_of_one_user_do_not_fill_the_log(ada):
    client = desk("contributor")
    for _ in range(70):
        client.get("/admin/auth/user/")
    assert len(events(Act.REFUSED)) == 60


def test_an_audit_log_that_cannot_be_written_keeps_nobody_out(ada, caplog):
    def full(execute, sql, *rest):
        if sql.startswith("INSERT") and Event._meta.db_table in sql:
            raise DatabaseError("disk full")
        return execute(sql, *rest)

    with connection.execute_wrapper(full), caplog.at_level(logging.ERROR, "fonds.audit"):
        logging.getLogger("fonds.audit").addHandler(caplog.handler)
        assert log_in().status_code == 302
        assert desk("contributor").get("/admin/auth/user/").status_code == 403
    logging.getLogger("fonds.audit").removeHandler(caplog.handler)
    assert "could not be noted" in caplog.text
