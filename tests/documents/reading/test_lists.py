"""`/documents/`: what readers can see, by date, narrowed by period and type."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from documents import listings
from documents.models import Document, Listing, Version
from documents.models.listing import METHOD
from documents.reading.caching import kept
from documents.reading.paging import page_of
from documents.reading.search.labels import labels
from documents.search import making
from documents.snapshot import EditorialText, Text, load
from places import register
from tests.documents import builders

pytestmark = pytest.mark.django_db


def titles(reply) -> list[str]:
    """The titles on a page of the list, from the top down."""
    return [str(result.row.title) for result in reply.context["page"].results]


def counts(reply) -> dict[str, int]:
    types = [facet for facet in reply.context["page"].facets if facet.name == "type"]
    return {value.value: value.count for facet in types for value in facet.values}


@pytest.fixture
def four():
    """A letter of a day, a decree of a month, minutes of a year and a petition without a date."""
    builders.published(title="Petition", type="petition", date_edtf="", date_as_written="in the spring")
    builders.published(title="Minutes", type="minutes", date_edtf="1921")
    builders.published(title="Decree", type="decree", date_edtf="1920-08")
    builders.published(title="Letter", type="letter", date_edtf="1920-07-10")


# --- What is shown ---


def test_documents_stand_by_date_and_the_undated_last(client, four):
    assert titles(client.get("/documents/")) == ["Letter", "Decree", "Minutes", "Petition"]


def test_a_line_says_title_date_type_and_language(client):
    text = Text(key="text0001", language="hy", content="Խոսք")
    version = builders.published(title="Письмо", title_language="ru", type="letter", texts=(text,))
    page = client.get("/documents/").content.decode()
    assert f'href="/documents/{version.document_id}/"' in page
    assert '<bdi lang="ru">Письмо</bdi>' in page
    for said in ("10 July 1920", "letter", "Armenian"):
        assert said in page


def test_an_old_date_is_told_by_both_styles(client):
    builders.published(date_edtf="1917-10-25", date_calendar="julian")
    page = client.get("/documents/").content.decode()
    assert "7 November 1917" in page
    assert "25 October 1917" in page


def test_a_date_that_nobody_could_read_is_shown_as_written(client, four):
    page = client.get("/documents/").content.decode()
    assert "in the spring" in page


def test_a_title_from_the_right_does_not_turn_the_line_around(client):
    builders.published(title="مکتوب", title_language="fa")
    assert '<bdi lang="fa" dir="rtl">مکتوب</bdi>' in client.get("/documents/").content.decode()


def test_drafts_and_withdrawn_documents_are_not_in_the_list(client, four):
    builders.saved(title="A draft")
    builders.withdraw(builders.published(title="Withdrawn").document_id)
    assert len(titles(client.get("/documents/"))) == 4


def test_the_account_of_the_method_is_no_document_of_the_list(client, four):
    words = EditorialText(key="edit0001", language="en", content="We print what stands on the paper.")
    builders.published(title="How we edit", type=METHOD, editorial_texts=(words,))
    reply = client.get("/documents/")
    assert "How we edit" not in titles(reply)
    assert METHOD not in counts(reply)
    assert reply.context["page"].total == 4


def test_a_hostile_title_is_only_words(client):
    builders.published(title='<script>alert("a")</script>', title_language='en"><script>')
    page = client.get("/documents/").content.decode()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_an_empty_archive_says_so(client):
    reply = client.get("/documents/")
    assert reply.status_code == 200
    assert "Nothing has been published here yet" in reply.content.decode()


# --- Period ---


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("from=1920-07-10", ["Letter", "Decree", "Minutes"]),
        ("from=1920-07-11", ["Decree", "Minutes"]),
        ("to=1920-07-10", ["Letter"]),
        ("to=1920-07-09", []),
        ("from=1920-08-31", ["Decree", "Minutes"]),
        ("from=1920-08-15&to=1920-08-16", ["Decree"]),
        ("from=1920&to=1920", ["Letter", "Decree"]),
        ("from=1920-07&to=1920-07", ["Letter"]),
        ("to=1921-06", ["Letter", "Decree", "Minutes"]),
        ("from=1922", []),
        ("from=&to=", ["Letter", "Decree", "Minutes", "Petition"]),
        ("from=%201920-08%20", ["Decree", "Minutes"]),
    ],
)
def test_a_period_finds_what_may_lie_in_it(client, four, query, found):
    assert titles(client.get(f"/documents/?{query}", follow=True)) == found


def test_an_open_date_is_found_wherever_it_may_lie(client):
    builders.published(title="Until 1918", date_edtf="../1918")
    assert titles(client.get("/documents/?to=1900")) == ["Until 1918"]
    assert titles(client.get("/documents/?from=1919")) == []


def test_an_old_date_is_found_by_the_new_style(client):
    builders.published(title="October", date_edtf="1917-10-25", date_calendar="julian")
    assert titles(client.get("/documents/?from=1917-11-07&to=1917-11-07")) == ["October"]
    assert titles(client.get("/documents/?from=1917-10-25&to=1917-10-25")) == []


def test_undated_documents_that_a_period_leaves_out_are_one_click_away(client, four):
    periods = client.get("/documents/?from=1920").context["page"].periods
    assert periods.undated == 1
    assert titles(client.get(periods.undated_address)) == ["Petition"]
    assert client.get("/documents/?from=1920&type=letter").context["page"].periods.undated == 0


@pytest.mark.parametrize(
    "typed",
    [
        *("yesterday", "1920-7", "1920-13", "1920-02-30", "0000", "99999", "-1", "1920/1921", "[1920..1921]"),
        *("192X", "１９２０", "1920-07-10T00:00", "<script>", "1" * 1500),
    ],
)
def test_a_period_that_cannot_be_read_is_explained_beside_its_field(client, four, typed):
    reply = client.get("/documents/", {"from": typed, "type": "letter"})
    page = reply.content.decode()
    assert reply.status_code == 400
    assert 'id="error-from"' in page
    assert 'aria-invalid="true"' in page
    assert "<script>" not in page
    assert "page" not in reply.context


def test_what_was_typed_is_kept_when_it_cannot_be_read(client, four):
    page = client.get("/documents/?from=last+year&to=1921&type=letter").content.decode()
    assert 'value="last year"' in page
    assert 'value="1921"' in page
    assert '<input type="hidden" name="type" value="letter">' in page


def test_a_period_that_ends_before_it_begins_is_refused(client, four):
    reply = client.get("/documents/?from=1921&to=1920")
    assert reply.status_code == 400
    assert "The period ends before it begins" in reply.content.decode()


# --- Type ---


def test_several_types_are_alternatives(client, four):
    assert titles(client.get("/documents/?type=letter&type=minutes")) == ["Letter", "Minutes"]


def test_a_type_that_is_not_stated_can_be_asked_for(client, four):
    builders.published(title="Something")
    assert titles(client.get("/documents/?type=none")) == ["Something"]
    assert titles(client.get("/documents/?type=decree&type=none")) == ["Something", "Decree"]


def test_the_count_at_a_type_is_the_count_found(client, four):
    builders.published(type="letter", date_edtf="1925")
    builders.published(date_edtf="1925")
    for query in ("", "from=1920&to=1921", "from=1925&type=decree"):
        for value, count in counts(client.get(f"/documents/?{query}", follow=True)).items():
            narrowed = "&".join(part for part in query.split("&") if not part.startswith("type="))
            kept.pages.clear()
            reply = client.get(f"/documents/?{narrowed}&type={value}", follow=True)
            assert reply.context["page"].total == count


def test_counts_of_types_do_not_mind_which_types_are_chosen(client, four):
    assert counts(client.get("/documents/?type=letter")) == counts(client.get("/documents/"))


def test_a_type_without_documents_here_is_shown_only_if_chosen(client, four):
    assert "letter" not in counts(client.get("/documents/?from=1921&to=1921"))
    reply = client.get("/documents/?from=1921&to=1921&type=letter")
    assert counts(reply)["letter"] == 0
    assert "No document fits" in reply.content.decode()


@pytest.mark.parametrize("unknown", ["quixotic", "treaty", "<b>", "a" * 200, "LETTER"])
def test_a_type_that_no_document_has_is_left_out_and_said_so(client, four, unknown):
    reply = client.get("/documents/", {"type": [unknown, "letter"]}, follow=True)
    assert (reply.status_code, titles(reply)) == (200, ["Letter"])
    assert "was left out" in reply.content.decode()
    assert "<b>" not in reply.content.decode()


def test_unknown_parameters_are_ignored_and_leave_the_address(client, four):
    reply = client.get("/documents/?colour=red&title__contains=x&version__content__contains=y&from__gt=1")
    assert (reply.status_code, reply["Location"]) == (302, "/documents/")
    assert len(titles(client.get(reply["Location"]))) == 4


# --- Pages ---


@pytest.fixture
def sixty(four):
    """Sixty documents: the four, and copies in the listing, because publishing each takes its time."""
    like = Listing.objects.get(title="Letter")
    for number in range(56):
        copied(like, title=f"Telegram {number:02}", type="telegram", date_edtf="1922")


def copied(like: Listing, **fields) -> None:
    """One more document that readers can see, with the fields given and the rest like another one."""
    ident = register.candidate()
    Document(public_id=ident, title="Copy").save_base(raw=True, force_insert=True)
    snapshot = load(like.version.content)
    content = replace(snapshot, document=replace(snapshot.document, public_id=ident, **fields)).to_json()
    version = Version.objects.create(document_id=ident, number=1, revision=1, content=content)
    listings.list_version(version, load(version.content))


def test_the_pages_together_hold_each_document_once(client, sixty):
    pages = [titles(client.get(f"/documents/?page={number}", follow=True)) for number in (1, 2, 3)]
    assert [len(page) for page in pages] == [20, 20, 20]
    assert len({title for page in pages for title in page}) == 60


def test_the_links_to_pages_keep_the_other_parameters(client, sixty):
    asked = "/documents/?type=telegram&type=letter&from=1920&colour=red&page=2"
    pages = client.get(asked, follow=True).context["page"].pages
    assert pages.later == "/documents/?from=1920&type=letter&type=telegram&page=3"
    assert pages.earlier == "/documents/?from=1920&type=letter&type=telegram"
    assert titles(client.get(pages.later))[-1].startswith("Telegram")


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("0", 1),
        ("", 1),
        ("-1", 1),
        ("NaN", 1),
        ("1e1", 1),
        ("٣", 1),
        ("2", 21),
        ("9" * 1000, 1),
    ],
)
def test_a_page_that_is_not_there_is_the_nearest_one(client, sixty, typed, first):
    reply = client.get("/documents/", {"page": typed}, follow=True)
    assert reply.status_code == 200
    assert reply.context["page"].pages.first == first
    assert len(titles(reply)) == 20


def test_a_page_beyond_the_last_is_empty_and_says_where_the_last_one_is(client, sixty):
    reply = client.get("/documents/", {"page": "400"})
    assert reply.status_code == 200
    assert titles(reply) == []
    assert "There is no page 400. What was found ends on page 3." in reply.content.decode()
    assert "There is no page" in client.get("/documents/", {"page": "99999"}, follow=True).content.decode()


def test_only_near_and_outermost_pages_are_linked():
    request = RequestFactory().get("/documents/", {"page": "20"})
    page = page_of(list(range(1000)), request)
    assert [link.number for link in page.links] == [1, None, 18, 19, 20, 21, 22, None, 40]
    assert [link.number for link in page.links if link.current] == [20]
    assert page.rows == list(range(475, 500))


# --- How it is served ---


def queries_of(client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address, follow=True).status_code == 200
    return len(queries)


@pytest.mark.parametrize("address", ["/documents/", "/documents/?from=1900&type=letter&type=none&page=2"])
def test_ten_times_the_documents_take_the_same_queries(client, four, address):
    like = Listing.objects.get(title="Letter")
    for number in range(21):
        copied(like, title=f"Letter {number}", type="letter")
    making.rebuild()
    labels.moment = None
    before = queries_of(client, address)
    for number in range(21, 210):
        copied(like, title=f"Letter {number}", type="letter")
    making.rebuild()
    kept.pages.clear()
    labels.moment = None
    assert queries_of(client, address) == before <= 14


def test_a_reader_who_has_the_list_is_told_that_nothing_changed(client, four):
    tag = client.get("/documents/")["ETag"]
    assert client.get("/documents/", headers={"if-none-match": tag}).status_code == 304
    builders.published(title="A new one")
    reply = client.get("/documents/", headers={"if-none-match": tag})
    assert reply.status_code == 200
    assert "A new one" in titles(reply)
    assert reply["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("method", ["post", "put", "delete", "trace", "patch"])
def test_the_list_is_only_read(client, method):
    assert getattr(client, method)("/documents/").status_code == 405
