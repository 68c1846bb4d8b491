"""No page of the desk leads anybody to a bare refusal: each role follows every link that it is shown."""

import re
from collections import deque
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client

from documents import submissions
from tests.archive.test_role_matrix import by
from tests.documents import builders

pytestmark = pytest.mark.django_db

# Of the addresses that differ in ids and values only, this many are followed.
OF_A_KIND = 3


class Links(HTMLParser):
    """The addresses to which a page's links lead."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        address = dict(attrs).get("href")
        if tag == "a" and address:
            self.found.append(address)


def shape(address: str) -> str:
    """What pages of one kind have in common: their address without the record's id and without its query."""
    path = re.sub("/[0-9a-z]{8}(?=/)", "/ID", urlsplit(address).path.replace("/document/", "/documents/"))
    # The vocabularies are one kind of page, and so is a list however it is narrowed.
    path = re.sub("/admin/documents/(?!document)[a-z]+/[a-z-]*", "/admin/documents/term/", path)
    return path if "/admin/" in path else "readers"


def crawl(client: Client) -> dict[str, tuple[str, int]]:
    """Every kind of address reached from the desk → (the page that links there, the status)."""
    reached: dict[str, tuple[str, int]] = {}
    shapes: dict[str, int] = {}
    waiting = deque([("/admin/", "")])
    while waiting:
        address, came_from = waiting.popleft()
        kind = shape(address)
        if address in reached or not address.startswith("/") or shapes.get(kind, 0) >= OF_A_KIND:
            continue
        shapes[kind] = shapes.get(kind, 0) + 1
        reply = client.get(address)
        reached[address] = (came_from, reply.status_code)
        if reply.status_code == 302:
            waiting.appendleft((urljoin(address, reply.url), address))
        elif address.startswith("/admin/") and reply.get("Content-Type", "").startswith("text/html"):
            found = Links(reply.content.decode()).found
            waiting += [(urljoin(address, each).partition("#")[0], address) for each in found]
    return reached


@pytest.mark.parametrize("role", builders.ROLES)
def test_no_link_leads_to_a_refusal_or_to_nothing(role):
    builders.person(), builders.body(), builders.place(), builders.collection(), builders.repository()
    builders.published(title="Seen by readers")
    builders.changed(builders.published(title="Changed since").document_id, title="Changed")
    withdrawn = builders.published(title="Withdrawn").document_id
    builders.withdraw(withdrawn)
    for entered in ("contributor", "editor"):
        by(entered, title=f"Draft of {entered}")
        waiting = by(entered, title=f"Waiting of {entered}")
        submissions.submit(waiting, user=builders.user(entered), revision=1)
    client = Client()
    client.force_login(builders.user(role))
    reached = crawl(client)
    assert len(reached) > 20
    wrong = [
        f"{status} at {address}, linked from {came_from}"
        for address, (came_from, status) in reached.items()
        if status not in (200, 302, 301) and not (status == 410 and address.startswith("/documents/"))
    ]
    assert not wrong, "\n".join(wrong)
