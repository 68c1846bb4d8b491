"""Page images: readers get those that a version names, and only with it."""

from hashlib import sha256

import pytest

from documents.snapshot import Facsimile
from tests.documents import builders
from tests.documents.reading.seen import Seen

pytestmark = pytest.mark.django_db

IMAGE = b"\x89PNG\r\n\x1a\n and the rest of it"
NAME = sha256(IMAGE).hexdigest()


@pytest.fixture
def version(data_dir):
    folder = data_dir / "facsimiles"
    folder.mkdir()
    (folder / NAME).write_bytes(IMAGE)
    (folder / sha256(b"of a draft").hexdigest()).write_bytes(b"of a draft")
    row = Facsimile(
        key="image001",
        label="72 verso",
        image=NAME,
        media_type="image/png",
        width=800,
        height=1200,
        description="A page with a torn corner.",
        credit="Valley Archive",
    )
    return builders.published(facsimiles=(row,))


def test_page_shows_the_image_with_its_description_and_size(client, version):
    page = Seen(client.get(f"/documents/{version.document_id}/"))
    image = page.all("img")[0]
    assert (image.get("alt"), image.get("width"), image.get("height")) == (
        "A page with a torn corner.",
        "800",
        "1200",
    )
    assert "72 verso. Valley Archive" in page.section("Facsimiles")
    assert b"".join(client.get(image.get("src")).streaming_content) == IMAGE


def test_image_comes_with_its_type_and_the_digest_as_etag(client, version):
    address = f"/documents/{version.document_id}/v1/facsimiles/{NAME}"
    reply = client.get(address)
    assert (reply["Content-Type"], reply["ETag"]) == ("image/png", f'"{NAME}"')
    assert client.get(address, headers={"If-None-Match": reply["ETag"]}).status_code == 304


@pytest.mark.parametrize(
    "name", [sha256(b"of a draft").hexdigest(), "..", "%2e%2e%2ffonds.sqlite3", NAME[:-1]]
)
def test_image_that_the_version_does_not_name_is_not_found(client, version, name):
    assert client.get(f"/documents/{version.document_id}/v1/facsimiles/{name}").status_code == 404


def test_altered_image_is_not_shown_as_the_one_that_was_published(client, data_dir, version):
    address = f"/documents/{version.document_id}/v1/facsimiles/{NAME}"
    (data_dir / "facsimiles" / NAME).write_bytes(IMAGE.replace(b"rest", b"test"))
    reply = client.get(address)
    assert reply.status_code == 404
    assert "There is no such page" in reply.content.decode()


def test_missing_image_is_not_found(client, data_dir, version):
    (data_dir / "facsimiles" / NAME).unlink()
    assert client.get(f"/documents/{version.document_id}/v1/facsimiles/{NAME}").status_code == 404


def test_image_is_gone_with_its_document(client, version):
    builders.withdraw(version.document_id)
    assert client.get(f"/documents/{version.document_id}/v1/facsimiles/{NAME}").status_code == 410
