"""A register beside the letters: in whatever order they come, whoever is named there is found."""

from dataclasses import replace

import pytest

from documents import history
from documents.exchange.importing.reading import read
from documents.exchange.importing.running import Run, files_in
from documents.models import Awaited, Imported, Incoming, Listing, Version
from documents.snapshot import load
from people.models import Person
from places.models import Revision
from tests.documents import builders
from tests.documents.importing import tiny

pytestmark = pytest.mark.django_db

LETTER = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader>
<fileDesc><titleStmt><title>A letter</title></titleStmt>
<publicationStmt><idno>o:levant.1</idno></publicationStmt>
<sourceDesc><msDesc><msIdentifier/></msDesc></sourceDesc></fileDesc></teiHeader>
<text><body><p>To <rs type="person" ref="#p1">the envoy</rs>.</p></body></text></TEI>"""
REGISTER = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader>
<fileDesc><publicationStmt><idno>o:levant.register</idno></publicationStmt></fileDesc></teiHeader>
<standOff><listPerson><person xml:id="p1"><persName>Hugo</persName></person></listPerson></standOff></TEI>"""


def run(*paths, **options) -> None:
    assert list(Run(files_in(paths), tiny.batch(**options), read).outcomes())


def words() -> str:
    record = Imported.objects.get(kind="document", identity="levant/levant.1").record
    return history.snapshot(record).document.texts[0].content


@pytest.mark.parametrize("names", [("a.xml", "z.xml"), ("z.xml", "a.xml")])
def test_the_order_of_the_files_does_not_matter(tmp_path, names):
    (tmp_path / names[0]).write_text(LETTER)
    (tmp_path / names[1]).write_text(REGISTER)
    run(tmp_path)
    assert words() == f"To [[person:{Person.objects.get().pk}|the envoy]]."


def test_a_register_of_an_earlier_import_is_remembered(tmp_path):
    letter, register = tmp_path / "letter.xml", tmp_path / "register.xml"
    letter.write_text(LETTER)
    register.write_text(REGISTER)
    run(register)
    run(letter)
    assert words() == f"To [[person:{Person.objects.get().pk}|the envoy]]."


def test_whom_no_register_tells_of_stays_in_the_words_alone(tmp_path):
    letter = tmp_path / "letter.xml"
    letter.write_text(LETTER)
    run(letter)
    assert words() == "To the envoy."
    assert not Person.objects.exists()


def revisions() -> int:
    return Revision.objects.filter(kind="document").count()


@pytest.fixture
def letter_first(tmp_path):
    """The letter came, and was published, before its register."""
    (tmp_path / "letter.xml").write_text(LETTER)
    run(tmp_path, publishes=True)
    return tmp_path


def test_a_register_that_comes_later_links_the_letters_that_waited_for_it(letter_first):
    assert words() == "To the envoy."
    (letter_first / "register.xml").write_text(REGISTER)
    run(letter_first / "register.xml", publishes=True)
    linked = f"To [[person:{Person.objects.get().pk}|the envoy]]."
    assert words() == linked
    assert load(Listing.objects.get().version.content).document.texts[0].content == linked
    assert revisions() == 2
    run(letter_first, publishes=True)
    assert (revisions(), Version.objects.count(), Awaited.objects.count()) == (2, 2, 0)


def test_a_letter_that_an_editor_has_changed_is_not_linked_but_offered(letter_first):
    record = Imported.objects.get(kind="document").record
    builders.save(replace(history.snapshot(record).document, title="The editor's"))
    (letter_first / "register.xml").write_text(REGISTER)
    for _ in range(2):
        run(letter_first)
        assert words() == "To the envoy."
        assert "the envoy" in Incoming.objects.get().content
    assert revisions() == 2


def test_a_register_that_tells_of_others_changes_nothing(letter_first):
    (letter_first / "register.xml").write_text(REGISTER.replace("p1", "p2"))
    run(letter_first)
    assert (words(), revisions()) == ("To the envoy.", 1)
