"""TEI of published documents: at its addresses, and in a folder by `manage.py export_tei`."""

from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from documents import facsimiles
from documents.exchange.importing import reading
from documents.exchange.importing.running import Run, files_in
from documents.exchange.tei.reading import read
from documents.models import Listing
from documents.snapshot import Facsimile, Text
from tests.documents import builders
from tests.documents.importing import tiny
from tests.documents.reading.seen import Seen

pytestmark = pytest.mark.django_db


def export(folder, *options: str) -> str:
    said = StringIO()
    call_command("export_tei", folder, *options, stdout=said)
    return said.getvalue()


class TestAddresses:
    def test_the_current_version_and_each_version_are_there(self, client, settings):
        settings.SITE_URL, settings.SITE_NAME = "https://archive.example", "An Archive"
        version = builders.published(title="A letter", texts=(Text(key="text0001", content="_Dear_ Ada"),))
        current = client.get(f"/documents/{version.document_id}.tei.xml")
        numbered = client.get(f"/documents/{version.document_id}/v1.tei.xml")
        assert (current.status_code, current["Content-Type"]) == (200, "application/tei+xml")
        assert current.content == numbered.content
        found = read(current.content)
        assert found.snapshot.to_json() == version.content
        assert (found.imprint.archive, found.imprint.site) == ("An Archive", "https://archive.example")
        assert (found.imprint.version, found.imprint.digest) == (1, version.digest)

    def test_who_has_it_already_is_told_so(self, client):
        address = f"/documents/{builders.published(title='A letter').document_id}.tei.xml"
        tag = client.get(address)["ETag"]
        assert client.get(address, headers={"If-None-Match": tag}).status_code == 304

    def test_the_page_leads_to_it(self, client):
        ident = builders.published(title="A letter").document_id
        page = client.get(f"/documents/{ident}/").content.decode()
        assert page.count(f'href="/documents/{ident}/v1.tei.xml"') == 2
        assert "TEI" in Seen(client.get(f"/documents/{ident}/")).text


class TestFolder:
    def test_every_published_document_is_a_file_and_no_draft(self, tmp_path):
        one, two = (builders.published(title=title) for title in ("One", "Two"))
        builders.saved(title="A draft")
        said = export(tmp_path / "new" / "folder")
        files = {file.name: read(file.read_bytes()) for file in (tmp_path / "new" / "folder").iterdir()}
        assert {name: found.snapshot.to_json() for name, found in files.items()} == {
            f"{version.document_id}.tei.xml": version.content for version in (one, two)
        }
        assert {found.imprint.digest for found in files.values()} == {one.digest, two.digest}
        assert "2 written, 0 unchanged" in said

    def test_a_file_names_the_document_and_the_digest_but_no_number(self, tmp_path):
        version = builders.published(title="One")
        export(tmp_path)
        before = (tmp_path / f"{version.document_id}.tei.xml").read_bytes()
        assert b"/v1" not in before
        assert f"/documents/{version.document_id}/</idno>".encode() in before

    def test_run_again_it_writes_only_what_changed(self, tmp_path):
        one, two = (builders.published(title=title) for title in ("One", "Two"))
        export(tmp_path)
        kept, spoilt = (tmp_path / f"{version.document_id}.tei.xml" for version in (one, two))
        before = kept.stat()
        spoilt.write_text("something else")
        assert "1 written, 1 unchanged" in export(tmp_path)
        assert (kept.stat().st_mtime_ns, kept.stat().st_ino) == (before.st_mtime_ns, before.st_ino)
        assert read(spoilt.read_bytes()).snapshot.document.title == "Two"

    def test_a_withdrawn_document_is_named_and_deleted_only_if_asked(self, tmp_path):
        version = builders.published(title="One")
        export(tmp_path)
        file, other = tmp_path / f"{version.document_id}.tei.xml", tmp_path / "notes.tei.xml"
        other.write_text("not ours")
        builders.withdraw(version.document_id, reason="Wrong")
        assert f"{file.name}: readers cannot open it any more" in export(tmp_path)
        assert file.exists()
        assert f"{file.name}: deleted" in export(tmp_path, "--prune")
        assert not file.exists()
        assert other.exists()

    def test_a_folder_that_cannot_be_written_is_told(self, tmp_path):
        builders.published(title="One")
        (tmp_path / "file").write_text("")
        with pytest.raises(CommandError, match="cannot be written"):
            export(tmp_path / "file")


PNG, WHOLE = BytesIO(), Image.new("RGB", (30, 20), "white")
WHOLE.save(PNG, "PNG")
PIXELS = PNG.getvalue()


def illustrated() -> str:
    """A published document with one page image; gives the image's name."""
    name = facsimiles.keep(PIXELS)
    row = Facsimile(key="leaf0001", label="1", image=name, media_type="image/png", width=30, height=20)
    builders.published(title="One", facsimiles=(row,))
    return name


def taken_in(folder: Path, **options) -> list[str]:
    """What an import tells of the documents, once the images of this archive are gone."""
    batch = tiny.batch(**options)
    return [
        said for outcome in Run(files_in([folder]), batch, reading.read).outcomes() for said in outcome.told
    ]


@pytest.fixture
def folder(tmp_path) -> Path:
    """Not where the archive has its own images."""
    return tmp_path / "exported"


class TestImages:
    def test_they_lie_beside_the_files_under_the_names_that_the_files_give(self, folder):
        name = illustrated()
        assert "1 page images are in" in export(folder)
        assert (folder / "facsimiles" / name).read_bytes() == PIXELS
        (file,) = folder.glob("*.tei.xml")
        assert b'"facsimiles/$1"' in file.read_bytes().replace(b"'", b'"')
        assert "0 written" in export(folder)

    def test_one_that_is_missing_is_told_and_the_rest_is_written(self, folder):
        facsimiles.remove(illustrated())
        assert "is missing" in export(folder)
        assert len(list(folder.glob("*.tei.xml"))) == 1

    def test_one_that_nobody_may_see_any_more_is_named_and_deleted_if_asked(self, folder):
        name = illustrated()
        export(folder)
        builders.withdraw(Listing.objects.get().document_id, reason="Wrong")
        assert f"{name}: readers cannot open it any more" in export(folder)
        export(folder, "--prune")
        assert not list((folder / "facsimiles").iterdir())

    def test_an_import_takes_them_in_again_in_the_same_bytes(self, folder):
        name = illustrated()
        export(folder)
        facsimiles.remove(name)
        assert taken_in(folder, trial=True) == []
        assert not (facsimiles.folder() / name).exists()
        taken_in(folder)
        assert facsimiles.read(name).read() == PIXELS

    @pytest.mark.parametrize(
        ("content", "told"),
        [
            (None, "is not in the folder “facsimiles”"),
            (PIXELS + b"x", "does not fit its name"),
            (b"x" * (facsimiles.LARGEST + 1), "is larger than 10 MB"),
        ],
    )
    def test_what_is_not_the_image_is_not_taken_in(self, folder, content, told):
        name = illustrated()
        export(folder)
        facsimiles.remove(name)
        image = folder / "facsimiles" / name
        image.write_bytes(content) if content else image.unlink()
        assert told in taken_in(folder)[0]
        assert not (facsimiles.folder() / name).exists()

    def test_what_is_no_image_is_not_taken_in_though_it_fits_its_name(self, folder):
        name = illustrated()
        export(folder)
        (file,) = folder.glob("*.tei.xml")
        script = b"<script>alert(1)</script>"
        other = facsimiles.name_of(script)
        file.write_bytes(file.read_bytes().replace(name.encode(), other.encode()))
        (folder / "facsimiles" / other).write_bytes(script)
        assert any("is not a whole JPEG, PNG or WebP image" in told for told in taken_in(folder))
        assert not (facsimiles.folder() / other).exists()
