"""Browsers keep replies and ask each time: 304 while nothing changed, the new one as soon as it has."""

import pytest

from documents.reading import caching
from documents.snapshot import Signatory
from places.register import candidate
from tests.documents import builders

pytestmark = pytest.mark.django_db


def test_page_that_has_not_changed_is_not_sent_again(client, django_assert_num_queries):
    address = f"/documents/{builders.published().document_id}/"
    first = client.get(address)
    assert first["Cache-Control"] == "no-cache"
    with django_assert_num_queries(2):
        again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]


def test_page_is_new_when_anything_in_the_archive_has_changed(client):
    address = f"/documents/{builders.published().document_id}/"
    etag = client.get(address)["ETag"]
    builders.published(title="Another, which this page may now link to")
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 200


def test_page_and_version_address_differ(client):
    ident = builders.published().document_id
    assert client.get(f"/documents/{ident}/")["ETag"] != client.get(f"/documents/{ident}/v1/")["ETag"]


def test_saving_on_the_desk_changes_nothing_for_readers(client):
    ident = builders.published().document_id
    etag = client.get(f"/documents/{ident}/")["ETag"]
    builders.changed(ident, title="Not yet")
    assert client.get(f"/documents/{ident}/", headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize("sent", ["*", 'W/"any", *'])
@pytest.mark.parametrize("kind", ["people", "bodies", "places", "collections", "repositories"])
def test_a_page_that_is_not_there_is_never_unchanged(client, kind, sent):
    missing = f"/{kind}/{candidate()}/"
    reply = client.get(missing, headers={"If-None-Match": sent})
    assert reply.status_code == 404
    again = client.get(missing, headers={"If-None-Match": reply.get("ETag", '"none"')})
    assert again.status_code == 404


def test_whatever_version_a_reader_has_of_a_page_that_is_there_is_unchanged(client):
    ada = builders.person()
    ident = builders.published(signatories=(Signatory(key="sign0001", person=ada),)).document_id
    for address in ("/people/", f"/people/{ada}/", f"/documents/{ident}/"):
        assert client.get(address, headers={"If-None-Match": "*"}).status_code == 304


def test_a_withdrawn_document_is_gone_whatever_a_reader_has(client):
    ident = builders.published().document_id
    builders.withdraw(ident)
    for address in (f"/documents/{ident}/", f"/documents/{ident}/v1/", f"/documents/{ident}.txt"):
        reply = client.get(address)
        for tag in ("*", reply.get("ETag", '"none"')):
            assert client.get(address, headers={"If-None-Match": tag}).status_code == 410


def test_edition_changes_with_templates_and_with_the_name_of_the_archive(settings, tmp_path):
    settings.BASE_DIR = tmp_path
    (tmp_path / "templates").mkdir()
    page = tmp_path / "templates" / "base.html"
    page.write_text("one")
    editions = {fresh_edition()}
    page.write_text("two")
    editions.add(fresh_edition())
    (tmp_path / "templates" / "_part.jinja").write_text("three")
    editions.add(fresh_edition())
    settings.SITE_NAME = "Another archive"
    editions.add(fresh_edition())
    caching.edition.cache_clear()
    assert len(editions) == 4


def fresh_edition() -> str:
    caching.edition.cache_clear()
    return caching.edition()
