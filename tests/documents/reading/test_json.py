"""A version as JSON: exactly the frozen bytes, which the digest covers."""

from hashlib import sha256

import pytest

from tests.documents import builders
from tests.documents.reading.fullest import fullest

pytestmark = pytest.mark.django_db


def test_json_is_exactly_what_was_frozen(client):
    version = builders.published(**fullest())
    for address in (f"/documents/{version.document_id}.json", f"/documents/{version.document_id}/v1.json"):
        reply = client.get(address)
        assert reply["Content-Type"] == "application/json"
        assert reply.content == version.content.encode()
        assert sha256(reply.content).hexdigest() == version.digest


def test_current_json_follows_the_versions_and_each_keeps_its_own(client):
    ident = builders.saved(title="First")
    first = builders.publish(ident)
    builders.changed(ident, title="Second")
    second = builders.publish(ident)
    assert client.get(f"/documents/{ident}.json").content == second.content.encode()
    assert client.get(f"/documents/{ident}/v1.json").content == first.content.encode()


def test_etag_is_the_digest_and_is_answered_by_304(client):
    version = builders.published()
    address = f"/documents/{version.document_id}/v1.json"
    assert client.get(address)["ETag"] == f'"{version.digest}"'
    again = client.get(address, headers={"If-None-Match": f'"{version.digest}"'})
    assert (again.status_code, again.content) == (304, b"")
