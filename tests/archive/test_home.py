"""The first page and /about/: what a visitor meets first, in a full archive and in an empty one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents.models.listing import METHOD
from documents.snapshot import EditorialText, Footnote, Printing
from tests.documents import builders

pytestmark = pytest.mark.django_db


def read(client, address: str = "/") -> str:
    reply = client.get(address)
    assert reply.status_code == 200
    return reply.content.decode()


def method(words: str = "We print what stands on the paper.", **fields) -> str:
    """Publishes an account of the method; gives its id."""
    text = EditorialText(key="edit0001", language="en", credit="E. Editor", dated="2026-05", content=words)
    return builders.published(
        **{"title": "How we edit", "type": METHOD, "texts": (), "editorial_texts": (text,), **fields}
    ).document_id


# --- The first page ---


def test_an_empty_archive_says_so_and_where_editors_begin(client):
    page = read(client)
    assert "Nothing has been published here yet" in page
    assert 'href="/admin/"' in page


def test_the_first_page_names_the_archive_and_counts_what_readers_can_see(client, settings):
    settings.SITE_NAME = "Archive of the Valley"
    for date in ("1917-11-07", "1920", "1924-03"):
        builders.published(date_edtf=date)
    builders.published(date_edtf="")
    builders.saved(date_edtf="1800")
    builders.withdraw(builders.published(date_edtf="1700").document_id)
    method(date_edtf="2026")
    page = read(client)
    assert "Archive of the Valley" in page
    assert "4 documents of the years 1917 to 1924, 1 of them undated" in page


def test_documents_without_a_date_have_no_years(client):
    builders.published(date_edtf="")
    page = read(client)
    assert "1 document" in page
    assert "of the year" not in page


def test_a_single_year_is_no_span(client):
    builders.published(date_edtf="1920")
    assert "1 document of the year 1920" in read(client)


def test_the_count_at_a_decade_is_the_count_found(client):
    for written in ("1917", "1919/1921", "1920-07-10", "../1919", "1942/..", ""):
        builders.published(date_edtf=written)
    periods = client.get("/").context["periods"]
    assert [(period.name, period.documents) for period in periods] == [
        ("1910s", 3),
        ("1920s", 2),
        ("1940s", 1),
    ]
    for period in periods:
        assert client.get(period.address).context["page"].total == period.documents


def test_a_very_long_time_is_told_by_centuries(client):
    for written in ("0031", "1250", "1920"):
        builders.published(date_edtf=written)
    periods = client.get("/").context["periods"]
    assert [period.name for period in periods] == ["1–99", "1200–1299", "1900–1999"]
    for period in periods:
        assert client.get(period.address).context["page"].total == period.documents == 1


def test_the_newest_publications_come_first(client):
    idents = [builders.published(title=f"Letter {number}").document_id for number in range(7)]
    builders.changed(idents[0], title="Letter 0, corrected")
    builders.publish(idents[0])
    builders.withdraw(idents[6])
    titles = [str(row.title) for row in client.get("/").context["newest"]]
    assert titles == ["Letter 0, corrected", "Letter 5", "Letter 4", "Letter 3", "Letter 2"]


def test_a_document_published_many_times_does_not_hide_the_others(client):
    for number in range(2):
        builders.published(title=f"Letter {number}")
    restless = builders.published(title="Restless").document_id
    for number in range(61):
        builders.changed(restless, title=f"Restless {number}")
        builders.publish(restless)
    titles = [str(row.title) for row in client.get("/").context["newest"]]
    assert titles == ["Restless 60", "Letter 1", "Letter 0"]


def test_a_reinstated_version_is_not_new(client):
    old = builders.published(title="Old").document_id
    builders.published(title="New")
    builders.withdraw(old)
    builders.reinstate(old, 1)
    assert [str(row.title) for row in client.get("/").context["newest"]] == ["New", "Old"]


def test_collections_are_a_way_in(client):
    book = builders.collection("Letters of the Valley", editors="Eda")
    builders.published(printings=(Printing(key="prin0001", collection=book, number="1"),))
    page = read(client)
    assert f'href="/collections/{book}/"' in page
    assert "Ed. Eda" in page


def test_the_summary_of_the_method_introduces_the_archive(client):
    method(summary="Letters of a _valley_ <b>that</b> was.")
    builders.published()
    assert "<p>Letters of a <em>valley</em> &lt;b&gt;that&lt;/b&gt; was.</p>" in read(client)


def test_ten_times_the_documents_take_the_same_queries(client):
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            read(client)
        return len(found)

    book = builders.collection()
    for count in (1, 10):
        for number in range(count):
            builders.published(printings=(Printing(key="prin0001", collection=book, number=str(number)),))
        if count == 1:
            before = queries()
    assert queries() == before <= 12


def test_a_visitor_who_knows_the_page_is_told_that_nothing_changed(client):
    tag = client.get("/")["ETag"]
    assert client.get("/", headers={"if-none-match": tag}).status_code == 304
    builders.published()
    assert client.get("/", headers={"if-none-match": tag}).status_code == 200


def test_machines_may_read_all_but_the_desk(client):
    reply = client.get("/robots.txt")
    assert reply["Content-Type"] == "text/plain; charset=utf-8"
    assert reply.content.decode().splitlines() == ["User-agent: *", "Disallow: /admin/"]


@pytest.mark.parametrize("address", ["/", "/robots.txt", "/about/"])
@pytest.mark.parametrize("verb", ["post", "put", "delete", "trace"])
def test_they_are_only_read(client, address, verb):
    assert getattr(client, verb)(address).status_code == 405


# --- About ---


def test_without_an_account_of_its_own_an_archive_tells_what_is_true_of_all(client):
    page = read(client, "/about/")
    assert "have not published an account of their own method yet" in page
    assert 'href="/integrity/"' in page


def test_the_account_is_shown_with_its_author_version_and_versions(client):
    ident = method("We print what _stands_ there.")
    page = read(client, "/about/")
    for said in ("How we edit", "<p>We print what <em>stands</em> there.</p>", "E. Editor", "May 2026"):
        assert said in page
    assert "Version 1" in page
    assert f'href="/documents/{ident}/versions/"' in page


def test_an_unpublished_change_of_the_account_is_not_shown(client):
    ident = method("We print all.")
    text = EditorialText(key="edit0001", language="en", content="We print little.")
    builders.changed(ident, editorial_texts=(text,))
    assert "We print all." in read(client, "/about/")
    builders.publish(ident)
    page = read(client, "/about/")
    assert "We print little." in page
    assert "Version 2" in page


def test_a_withdrawn_account_is_not_shown(client):
    builders.withdraw(method("We print all."))
    assert "We print all." not in read(client, "/about/")


def test_of_several_accounts_the_first_of_the_list_is_shown(client):
    method("The later one.", date_edtf="2026-02")
    method("The earlier one.", date_edtf="2026-01")
    page = read(client, "/about/")
    assert "The earlier one." in page
    assert "The later one." not in page


def test_notes_of_the_account_stand_below_it(client):
    note = Footnote(
        key="note0001", owner="edit0001", label="1", content="With one exception.", voice="editors"
    )
    method("We print all.[^1]", footnotes=(note,))
    page = read(client, "/about/")
    assert "With one exception." in page
    assert 'href="#note-note0001"' in page
    assert 'id="note-note0001"' in page


def test_the_account_is_a_document_with_an_address(client):
    assert client.get(f"/documents/{method()}/").status_code == 200
