"""Finding in the desk: the readers' search over the desk's own copies, for those who may read every draft."""

import re

import pytest
import tantivy
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from documents.desk.finding import index
from documents.models import Document
from documents.search import position as positions
from documents.search import schema
from documents.search.locks import locked
from documents.snapshot import Signatory, Text
from places.models import PlaceName
from places.revisions import Revision, revision
from tests.documents import builders
from tests.forms import desk

FIND = "/admin/documents/find/"


@pytest.fixture(autouse=True)
def own_folder(db, settings, tmp_path):
    """Every test has an index of its own."""
    settings.DATA_DIR = tmp_path


def reply(query: str = "", role: str = "editor") -> str:
    answer = desk(role).get(FIND + query)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def found(query: str = "", role: str = "editor") -> list[str]:
    """The documents among the hits, in order."""
    hits = reply(query, role).partition('<ol class="entries results"')[2]
    return re.findall(r'<li> <a href="/admin/documents/document/([0-9a-z]{8})/', hits)


def texts(words: str) -> tuple[Text, ...]:
    return (Text(key="text0001", language="en", content=words),)


def test_a_draft_is_found_by_editors_and_not_by_readers():
    draft = builders.saved(title="The sunken bell")
    assert found("?q=sunken") == [draft]
    page = Client().get("/documents/?q=sunken", follow=True).content.decode()
    assert "No document fits" in page
    assert draft not in page


def test_whoever_may_not_read_drafts_is_refused():
    outsider = builders.User.objects.create(username="outsider", is_staff=True)
    client = Client()
    client.force_login(outsider)
    assert client.get(FIND).status_code == 403
    answer = Client().get(FIND)
    assert answer.status_code == 302
    assert "/login/" in answer.url


def test_each_hit_leads_where_its_finder_may_go():
    draft = builders.saved(title="The sunken bell")
    assert f"/admin/documents/document/{draft}/change/" in reply("?q=sunken")
    contributor = reply("?q=sunken", "contributor")
    assert f"/admin/documents/document/{draft}/preview/" in contributor
    assert f"/admin/documents/document/{draft}/change/" not in contributor


def test_what_was_saved_last_can_stand_first():
    one, other = builders.saved(title="The sunken bell"), builders.saved(title="A sunken bell")
    assert found("?q=sunken&sort=changed") == [other, one]
    builders.changed(one, title="The sunken bells")
    assert found("?q=sunken&sort=changed") == [one, other]


def test_a_save_is_found_at_once():
    draft = builders.saved(title="The sunken bell")
    assert found("?q=risen") == []
    builders.changed(draft, title="The risen bell")
    assert found("?q=risen") == [draft]
    assert found("?q=sunken") == []


def test_the_desk_finds_what_readers_do_not_see_yet():
    version = builders.published(title="The sunken bell")
    builders.changed(version.document_id, title="The risen bell")
    page = reply("?q=risen")
    assert "published v1, with unpublished changes" in page
    assert found("?q=risen") == [version.document_id]


def test_each_hit_says_how_it_stands():
    builders.saved(title="The first bell")
    builders.published(title="The second bell")
    builders.withdraw(builders.published(title="The third bell").document_id)
    page = reply("?q=bell")
    for standing in ("draft", "published v1", "withdrawn"):
        assert f'<span class="tag">{standing}</span>' in page


@pytest.mark.parametrize("view", ["list", "table", "timeline"])
def test_each_hit_says_how_it_stands_in_every_view(view):
    builders.saved(title="The first bell")
    builders.published(title="The second bell")
    page = reply(f"?q=bell&view={view}")
    for standing in ("draft", "published v1"):
        assert page.count(f'<span class="tag">{standing}</span>') == 1


def test_a_date_is_shown_as_readers_see_it():
    builders.saved(title="The first bell", date_edtf="1918-01-03", date_calendar="julian")
    page = reply("?q=bell")
    assert '16 January 1918 <span class="style">(new style)' in page
    assert '3 January 1918 <span class="style">(old style)' in page
    builders.saved(title="The second bell", date_edtf="", date_as_written="Martinmas eve")
    assert 'dated <q lang="">Martinmas eve</q>' in reply("?q=bell")


def test_a_deleted_document_is_gone():
    draft = builders.saved(title="The sunken bell")
    assert found("?q=sunken") == [draft]
    with revision(builders.user("editor"), "Twice"):
        Document.objects.get(pk=draft).delete()
    assert found("?q=sunken") == []
    assert "No document fits" in reply("?q=sunken")


def test_a_purged_document_is_gone_from_hits_counts_and_files():
    version = builders.published(title="The xylographer", texts=texts("Xylographer came."))
    assert found("?q=xylographer") == [version.document_id]
    before = index.opened().position.folder
    builders.purge(version.document_id)
    assert found("?q=xylographer") == []
    assert found() == []
    assert "Did you mean" not in reply("?q=xylographerr")
    assert not (index.root() / before).exists()


def test_a_renamed_person_is_found_by_the_new_name():
    ident = builders.person("Ada Oldname")
    draft = builders.saved(signatories=(Signatory(key="sign0001", name_as_signed="A. O.", person=ident),))
    assert found("?q=Oldname") == [draft]
    person = builders.Person.objects.get(pk=ident)
    person.name = "Ada Zwetkowa"
    with revision(builders.user("editor"), "Married"):
        person.save()
    assert found("?q=Zwetkowa") == [draft]


def test_a_hit_by_another_name_says_so_and_shows_the_mention():
    goris = builders.place("Goris")
    with revision(builders.user("editor"), "Another name"):
        PlaceName.objects.create(place_id=goris, name="Gerusy")
    draft = builders.saved(title="The bell", texts=texts(f"Troops in [[place:{goris}|Goris]]."))
    page = reply("?q=Gerusy")
    assert found("?q=Gerusy") == [draft]
    assert 'Found because it names <bdi lang="">Goris</bdi>' in page
    assert "Troops in <mark>Goris</mark>." in page


def test_counts_of_facets_are_what_is_found():
    people = [builders.person(name) for name in ("Ada Example", "Bela Sample")]
    for number in range(5):
        signatory = Signatory(key="sign0001", name_as_signed="X", person=people[number % 2])
        builders.saved(title=f"Letter {number}", signatories=(signatory,))
    page = reply()
    for ident, count in zip(people, (3, 2), strict=True):
        link = re.search(rf'href="[^"]*[?;&]signatory={ident}"[^>]*>.*?<span class="count">(\d+)', page)
        assert link
        assert int(link[1]) == count == len(found(f"?signatory={ident}"))


def test_a_stale_hit_is_read_again_before_it_is_shown(monkeypatch):
    draft = builders.saved(title="The sunken bell")
    assert found("?q=sunken") == [draft]
    builders.changed(draft, title="The sunken and risen bell")
    # As if a save had come to be seen long after it was numbered.
    last = builders.history.latest(Document.kind, draft)
    position = index.positions.read(index.root())
    seen = index.replace(
        position, number=last.pk, recent=[*position.recent, last.pk], digest=f"{last.batch} 0"
    )
    index.positions.write(seen, index.root())
    page = reply("?q=sunken")
    assert "and risen bell" in page


def test_a_damaged_index_is_made_anew():
    draft = builders.saved(title="The sunken bell")
    assert found("?q=sunken") == [draft]
    folder = index.root() / index.positions.read(index.root()).folder
    (folder / "meta.json").write_text("{")
    assert found("?q=sunken") == [draft]


def test_who_is_stopped_while_much_is_learnt_leaves_what_is_done_to_the_next():
    builders.saved(title="The sunken bell")
    found()
    begun = positions.read(index.root())
    many = [builders.saved(title="A sunken bell") for _ in range(7)]
    own = schema.with_analysers(tantivy.Index.open(str(index.root() / begun.folder)))
    steps = index.learning(own, begun, step=3)
    next(steps), next(steps)
    steps.close()  # as one is killed between two steps
    left = positions.read(index.root())
    saves = [last.pk for last in Revision.objects.filter(record__in=many).order_by("pk")]
    assert left.number == saves[5]
    assert {*saves[:6]} <= {*left.recent}
    assert {*saves[6:]}.isdisjoint(left.recent)
    own.reload()
    assert own.searcher().num_docs == 7
    assert len(list(index.learning(own, left, step=3))) == 1
    assert {*found("?q=sunken")} >= {*many}
    assert list(index.learning(own, positions.read(index.root()))) == []


def test_a_form_that_cannot_be_read_is_shown_again():
    answer = desk().get(FIND, {"q": "bell", "from": "never"})
    assert answer.status_code == 400
    assert 'value="bell"' in answer.content.decode()


def test_an_id_leads_to_its_record_for_whoever_may_open_it():
    ada = builders.person("Ada Example")
    draft = builders.saved(title="The sunken bell")
    gone = builders.published().document_id
    builders.purge(gone)
    for role, way in (("editor", "change"), ("contributor", "preview")):
        address = f"/admin/documents/document/{draft}/{way}/"
        assert f'“{draft}” is the id of a document on the desk. <a href="{address}"' in reply(
            f"?q={draft}", role
        )
    assert f'href="/admin/people/person/{ada}/change/"' in reply(f"?q={ada.upper()}")
    assert "is the id of" not in reply(f"?q={gone}")
    assert "is the id of" not in reply("?q=b0000000")


def test_a_date_is_offered_in_the_desk_too():
    draft = builders.saved(title="The sunken bell", date_edtf="1920-07-10")
    offer = re.search(
        r'<a href="/admin/documents/find/([^"]+)" rel="nofollow">Documents of this day</a> \(1\)',
        reply("?q=10.VII.1920"),
    )
    assert offer
    assert found(offer[1].replace("&amp;", "&")) == [draft]


def test_whoever_would_wait_for_long_is_told_to_come_again(monkeypatch):
    builders.saved(title="The sunken bell")
    monkeypatch.setattr(index, "PATIENCE", 0.1)
    with locked("writing", wait=True, at=index.root()):
        answer = desk().get(FIND, {"q": "bell"})
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert "Please try again in a moment" in answer.content.decode()
    assert 'value="bell"' in answer.content.decode()
    assert len(found("?q=bell")) == 1


def test_the_number_of_queries_does_not_grow_with_the_hits():
    client = desk()

    def queries() -> int:
        client.get(FIND, {"q": "bell"})
        with CaptureQueriesContext(
            connection,
        ) as caught:
            client.get(FIND, {"q": "bell"})
        return len(caught)

    builders.saved(title="A bell")
    few = queries()
    for number in range(8):
        builders.saved(title=f"Bell {number}")
    assert queries() <= few <= 45


def test_the_way_to_it_stands_on_the_first_page_and_beside_the_list():
    for address in ("/admin/", "/admin/documents/document/"):
        assert f'href="{FIND}"' in desk().get(address).content.decode()


def test_nothing_that_serves_readers_knows_the_folder():
    draft = builders.saved(title="The sunken bell")
    assert found("?q=sunken") == [draft]
    for address in ("/documents/?q=sunken", "/documents.json?q=sunken", "/documents.atom?q=sunken"):
        assert draft not in Client().get(address, follow=True).content.decode()
