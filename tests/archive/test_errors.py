"""What the pages of errors say, which no database helps to make."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.views import defaults

from documents.reading.demonstration import DEMONSTRATION

FICTIONAL = "the archive and everything in it are fictional"
PAGES = ("400.html", "403.html", "403_csrf.html", "404.html", "500.html", "503.html")


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_an_error_says_that_the_demonstration_is_fictional(page, data_dir):
    assert FICTIONAL not in render_to_string(page)
    (data_dir / DEMONSTRATION).touch()
    assert FICTIONAL in render_to_string(page)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_an_error_names_the_icon_of_the_archive(page):
    assert re.search(
        r'<link rel="icon" type="image/svg\+xml" href="/static/fonds/icon[^"]*\.svg">', render_to_string(page)
    )


def test_so_it_is_answered(data_dir):
    (data_dir / DEMONSTRATION).touch()
    replies = (
        defaults.server_error(HttpRequest()),
        defaults.bad_request(HttpRequest(), ValueError()),
        defaults.permission_denied(HttpRequest(), PermissionDenied()),
    )
    assert [reply.status_code for reply in replies] == [500, 400, 403]
    assert all(FICTIONAL in reply.content.decode() for reply in replies)
