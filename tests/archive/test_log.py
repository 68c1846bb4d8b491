"""Lines of the log."""

import logging
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import path

from archive import urls
from archive.log import Line


def line(message: str, *values: object) -> str:
    record = logging.LogRecord("django", logging.WARNING, __file__, 1, message, values, None)
    record.created, record.msecs = 0.25, 250
    return Line("%(asctime)s %(levelname)s %(name)s: %(message)s").format(record)


def test_a_line_tells_the_time_in_universal_time():
    assert line("Not found: %s", "/x") == "1970-01-01T00:00:00.250Z WARNING django: Not found: /x"


def test_a_visitor_cannot_forge_a_line():
    assert "\n" not in line("Not found: %s", "/x\r\n1970-01-01 INFO django: all is well")


def refuses(request):
    raise PermissionDenied


def fails(request):
    raise ZeroDivisionError


urlpatterns = [path("refused/", refuses), path("failed/", fails), *urls.urlpatterns]


@pytest.fixture
def log():
    """What the handler of this project writes."""
    (handler,) = (each for each in logging.getLogger("django").handlers if isinstance(each.formatter, Line))
    written = StringIO()
    before = handler.setStream(written)
    yield written
    handler.setStream(before)


@pytest.mark.urls(__name__)
def test_a_refusal_is_one_line_and_no_traceback(log):
    assert Client().get("/refused/").status_code == 403
    assert log.getvalue().count("\n") == 1
    assert log.getvalue().endswith("Forbidden (Permission denied): /refused/\n")


@pytest.mark.urls(__name__)
def test_a_failure_is_told_with_its_traceback(log):
    assert Client(raise_request_exception=False).get("/failed/").status_code == 500
    assert "ZeroDivisionError" in log.getvalue()
