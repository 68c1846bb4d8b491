"""`manage.py verify`: a sound archive passes; whatever is altered behind the application's back is named."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from documents import facsimiles
from documents.models import Entry, Head, Listing, Version
from documents.snapshot import Facsimile, Signatory, digest
from documents.verification import Tally, verify
from tests.documents import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter():
    """A document with two versions in an archive that also has a withdrawn, a reinstated and a purged one."""
    ada = builders.person()
    ident = builders.published(signatories=(Signatory(key="sign0001", person=ada),)).document_id
    for step in (builders.withdraw, builders.purge):
        step(builders.published(title="Another letter").document_id)
    third = builders.published(title="A third letter").document_id
    builders.withdraw(third)
    builders.reinstate(third, 1)
    builders.changed(ident, title="A letter, with its real title")
    builders.publish(ident)
    return ident


def sql(statement: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount == 1


def faults() -> list[str]:
    return [str(fault) for fault in verify(Tally())]


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("verify", *arguments, stdout=out)
    return out.getvalue()


def refuse(*arguments: str) -> str:
    out = StringIO()
    with pytest.raises(CommandError) as refusal:
        call_command("verify", *arguments, stdout=out)
    assert refusal.value.returncode == 1
    return out.getvalue() + str(refusal.value)


def test_an_empty_archive_passes():
    assert "Everything fits" in run()


def test_a_sound_archive_passes_and_its_head_is_told(letter):
    out = run()
    assert "9 entries, 5 versions, 1 of them purged; 2 documents open." in out
    assert f"The head is entry 9: {Head.objects.get().digest}" in out


def test_one_byte_of_one_version_is_noticed(letter):
    sql(
        "UPDATE documents_version SET content = replace(content, 'harvest', 'harvesT')"
        " WHERE document_id = %s AND number = 1",
        letter,
    )
    assert f"version {letter}/v1: its content does not fit its digest" in refuse()
    assert len(faults()) == 1


def test_a_version_altered_together_with_its_digest_is_noticed(letter):
    sql("UPDATE documents_version SET digest = %s WHERE document_id = %s AND number = 1", "0" * 64, letter)
    assert any(f.startswith(f"version {letter}/v1: its digest is not the one that entry") for f in faults())


def test_a_deleted_version_is_named(letter):
    sql("DELETE FROM documents_version WHERE document_id = %s AND number = 1", letter)
    assert f"version {letter}/v1: it is missing, but entry 1 says: published." in refuse()


def test_an_emptied_version_is_not_taken_for_a_purged_one(letter):
    sql("UPDATE documents_version SET content = '' WHERE document_id = %s AND number = 1", letter)
    assert faults() == [f"version {letter}/v1: its content is missing, and no entry says that it was purged."]


def test_a_purged_version_that_has_content_again_is_named(letter):
    purged = Entry.objects.get(kind="purged").document_id
    sql("UPDATE documents_version SET content = '{}' WHERE document_id = %s", purged)
    assert faults() == [f"version {purged}/v1: it was purged, but its content is still there."]


def test_a_version_without_entry_is_named(letter):
    Version.objects.create(document_id=letter, number=3, revision=1, content="{}", digest="0" * 64)
    assert f"version {letter}/v3: no entry publishes it." in faults()


def test_the_last_entry_deleted_is_named(letter):
    sql("DELETE FROM documents_entry WHERE number = 9")
    out = refuse()
    assert "head: entry 9 is missing at the end of the chain." in out
    assert f"version {letter}/v2: no entry publishes it." in out


def test_the_last_entry_deleted_and_the_head_put_back_is_noticed_by_whoever_kept_the_head(letter):
    kept = Entry.objects.get(number=9).digest
    sql("DELETE FROM documents_entry WHERE number = 9")
    before = Entry.objects.get(number=8)
    sql("UPDATE documents_head SET number = 8, digest = %s", before.digest)
    assert f"head {kept}: no entry has this digest" in refuse("--head", kept)
    assert f"head {before.digest}" not in refuse("--head", before.digest)


def test_entries_missing_in_the_middle_are_named(letter):
    sql("DELETE FROM documents_entry WHERE number = 5")
    assert any("entry 6: entry 5 is missing before it." in f for f in faults())


def test_two_swapped_entries_are_named(letter):
    for before, after in ((2, 900), (3, 2), (900, 3)):
        sql("UPDATE documents_entry SET number = %s WHERE number = %s", after, before)
    out = refuse()
    for number in (2, 3):
        assert f"entry {number}: it does not follow entry {number - 1}" in out
        assert f"entry {number}: its digest does not fit what it says" in out


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("note", "Nothing was wrong"),
        ("moment", "2020-01-01 00:00:00+00:00"),
        ("kind", "touched"),
        ("version_digest", "0" * 64),
        ("version", 2),
    ],
)
def test_an_altered_entry_is_named(letter, column, value):
    sql(f"UPDATE documents_entry SET {column} = %s WHERE number = 3", value)
    assert "entry 3: its digest does not fit what it says, so it was altered." in refuse()


def test_an_entry_digested_anew_breaks_the_link_of_the_next(letter):
    sql("UPDATE documents_entry SET digest = %s WHERE number = 3", "0" * 64)
    assert "entry 4: it does not follow entry 3, whose digest it should hold." in faults()


def test_a_wrong_link_to_the_entry_before_of_the_document_is_named(letter):
    sql("UPDATE documents_entry SET before = 2 WHERE number = 9")
    assert f"entry 9: it names entry 2 as the one before of {letter}, but that is entry 1." in faults()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("number = number - 1", "head: it says that entry 8 is the last, but that is entry 9."),
        ("digest = 'x'", "head: its digest is not that of entry 9."),
        ("published = 7", "head: it counts 7 documents open to readers, but there are 2."),
    ],
)
def test_a_wrong_head_is_named(letter, change, told):
    sql(f"UPDATE documents_head SET {change}")
    assert faults() == [told]


def test_a_listing_that_differs_from_its_version_is_named_and_made_anew_by_index(letter):
    Listing.objects.filter(document=letter).update(title="Forged")
    Listing.objects.get(document=letter).names.all().delete()
    assert faults() == [
        f"listing {letter}: it differs from version 2 in title, names. Run `manage.py index`."
    ]
    out = StringIO()
    call_command("index", stdout=out)
    assert "wrong for 1 documents" in out.getvalue()
    assert faults() == []


def test_a_listing_too_few_and_one_too_many_are_named_and_mended(letter):
    withdrawn = Entry.objects.filter(kind="purged").get().document_id
    Listing.objects.filter(document=letter).delete()
    version = Version.objects.get(document=withdrawn)
    Listing.objects.create(document_id=withdrawn, version=version, title="Back again", title_language="en")
    assert sorted(faults()) == sorted(
        [
            f"listing {letter}: version 2 is not listed. Run `manage.py index`.",
            f"listing {withdrawn}: it is listed, although readers cannot see it.",
        ]
    )
    call_command("index", stdout=StringIO())
    assert faults() == []


def test_making_the_listing_anew_moves_the_clock_only_if_something_was_wrong(letter):
    call_command("index", stdout=StringIO())
    assert Head.objects.get().number == 9
    Listing.objects.filter(document=letter).update(title="Forged")
    call_command("index", stdout=StringIO())
    assert Entry.objects.latest("number").kind == "touched"


def test_a_digest_that_somebody_kept_is_found_in_the_chain(letter):
    out = run("--head", Entry.objects.get(number=5).digest.upper())
    assert "The digest is that of entry 5, of 2" in out


def test_a_chain_written_anew_is_noticed_by_whoever_kept_a_digest(letter):
    kept = Entry.objects.get(number=5).digest
    entry = Entry.objects.get(number=3)
    entry.note = "Nothing was wrong"
    forge_from(entry)
    assert faults() == []
    assert f"head {kept}: no entry has this digest" in refuse("--head", kept)


def forge_from(entry: Entry) -> None:
    """What a forger with all rights would do: compute every digest anew."""
    from documents.chain import entry_digest

    entry.digest = entry_digest(entry)
    entry.save()
    for later in Entry.objects.filter(number__gt=entry.number):
        later.previous = entry.digest
        later.digest = entry_digest(later)
        later.save()
        entry = later
    Head.objects.update(digest=entry.digest)


@pytest.fixture
def pictured(letter):
    """A document whose two versions name an image, which lies where images lie; gives its id."""
    row = Facsimile(
        key="face0001", image=facsimiles.keep(b"a page"), media_type="image/png", width=1, height=1
    )
    ident = builders.published(facsimiles=(row,)).document_id
    builders.changed(ident, title="Another title")
    builders.publish(ident)
    assert faults() == []
    return ident


def the_image():
    (file,) = facsimiles.folder().iterdir()
    return file


def test_a_missing_image_is_named_with_each_version_that_names_it(pictured):
    image = the_image()
    image.unlink()
    assert faults() == [
        f"version {pictured}/v{number}: the image {image.name} is missing." for number in (1, 2)
    ]


def test_an_altered_image_is_named_with_each_version_that_names_it(pictured):
    the_image().write_bytes(b"A page")
    told = f"the image {the_image().name} does not fit its name, so it was altered."
    assert faults() == [f"version {pictured}/v{number}: {told}" for number in (1, 2)]


def test_an_altered_image_handed_in_again_is_whole_again(pictured):
    the_image().write_bytes(b"A page")
    assert faults()
    facsimiles.keep(b"a page")
    assert faults() == []


def test_images_of_a_withdrawn_document_are_looked_at_too(pictured):
    builders.withdraw(pictured)
    the_image().unlink()
    assert len(faults()) == 2


@pytest.mark.parametrize("number", [1, 2])
def test_content_that_fits_its_digest_but_is_no_document_is_named_once(letter, number):
    statement = (
        "UPDATE documents_version SET content = %s, digest = %s WHERE document_id = %s AND number = %s"
    )
    sql(statement, "{}", digest("{}"), letter, number)
    here = f"version {letter}/v{number}: its content cannot be read."
    assert len([fault for fault in faults() if fault.startswith(here)]) == 1


def test_a_version_of_a_revision_that_is_not_there_is_named(letter):
    sql("UPDATE documents_version SET revision = 7 WHERE document_id = %s AND number = 2", letter)
    assert faults() == [
        f"version {letter}/v2: it was made from revision 7, which this document does not have."
    ]


def test_verifying_reads_in_portions(letter, django_assert_num_queries):
    with django_assert_num_queries(9):
        faults()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_verifying_sees_one_moment_of_the_archive_while_others_publish(letter):
    found = verify(Tally())
    assert [str(fault) for fault in found] == []
    connection.ensure_connection()
    assert connection.get_autocommit()
    assert builders.published(title="After it").number == 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL takes nothing but a moment there")
@pytest.mark.parametrize(
    ("nonsense", "told"),
    [
        ("never", "entry 3: its digest does not fit"),
        ("2020-13-45 00:00:00", "entries: something cannot be read"),
    ],
)
def test_a_moment_that_is_none_is_named(letter, nonsense, told):
    sql("UPDATE documents_entry SET moment = %s WHERE number = 3", nonsense)
    assert told in refuse()
