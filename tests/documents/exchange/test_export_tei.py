"""TEI of published documents: at its addresses, and in a folder by `manage.py export_tei`."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from documents.exchange.tei.reading import read
from documents.snapshot import Text
from tests.documents import builders
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
