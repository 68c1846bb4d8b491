"""A dialect as docs/importing.md tells a stranger to add one: the page's own example, taken at its word."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from documents import history
from documents.exchange.importing import dialects, reading
from documents.exchange.importing.running import Run, files_in
from documents.models import Imported, Listing
from documents.snapshot import load
from people.models import Person
from places.models import Revision
from tests.documents.importing.tiny import batch

LETTER = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="lindau-7"><teiHeader><fileDesc>
<titleStmt><title>To the mill</title></titleStmt>
<publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc></fileDesc></teiHeader>
<text><body>
<opener><dateline>Lindau, <date when="1917-05-15">15 May</date></dateline></opener>
<p>Mr. <persName ref="#orr">Orr</persName> came.<note n="1">On <hi rend="italic">foot</hi>.</note>
<whistle>Tweet</whistle></p>
<closer><signed><persName ref="#lind">V. Lind</persName></signed></closer>
<listPerson><person xml:id="lind"><persName>Viktor Lind</persName></person>
<person xml:id="orr"><persName>Anna Orr</persName></person></listPerson>
</body></text></TEI>"""


@pytest.fixture
def letters(monkeypatch, tmp_path) -> Path:
    """The page's dialect in its place in the list, and a folder with a letter."""
    page = Path(settings.BASE_DIR, "docs", "importing.md").read_text("utf-8")
    (example,) = re.findall(r"```python\n(.+?)```", page, re.DOTALL)
    names: dict = {"__name__": "documents.exchange.importing.dialects.letters"}
    exec(example, names)  # noqa: S102 - our own page
    monkeypatch.setattr(dialects, "DIALECTS", (*dialects.DIALECTS, names["Letters"]()))
    tmp_path.joinpath("a.xml").write_text(LETTER, "utf-8")
    return tmp_path


def imported(folder: Path) -> list:
    return list(Run(files_in([folder]), batch(publishes=True), reading.read).outcomes())


@pytest.mark.django_db
def test_the_example_of_the_documentation_imports_a_letter(letters):
    outcomes = {outcome.kind: outcome for outcome in imported(letters)}
    told = outcomes["document"]
    assert (told.what, told.identity, told.notes, dict(told.unknown)) == (
        "created",
        "lindau-7",
        (1, 1),
        {"whistle": 1},
    )
    people = dict(Person.objects.values_list("name", "pk"))
    document = history.snapshot(Imported.objects.get(identity="lindau-7").record).document
    assert document.title == "To the mill"
    assert document.date_edtf == "1917-05-15"
    assert document.correspondents[0].person == people["Viktor Lind"]
    assert document.footnotes[0].content == "On _foot_."
    assert f"Mr. [[person:{people['Anna Orr']}|Orr]] came.[^1]" in document.texts[0].content
    assert "Tweet" in document.texts[0].content
    assert "Viktor Lind" not in document.texts[0].content
    assert load(Listing.objects.get().version.content).document.title == "To the mill"


@pytest.mark.django_db
def test_the_example_of_the_documentation_can_be_imported_again(letters):
    imported(letters)
    before = Revision.objects.count()
    assert {outcome.what for outcome in imported(letters) if outcome.kind == "document"} == {"left"}
    assert Revision.objects.count() == before
