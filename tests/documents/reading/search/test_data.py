"""A search as data and as a feed: the same documents as on the page, in forms that programs can trust."""

import csv
import json
import re
from io import StringIO
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents.reading.search import data
from documents.search.slots import slot
from documents.snapshot import Correspondent, Signatory, Text
from tests.documents import builders
from tests.documents.reading.seen import Seen

pytestmark = pytest.mark.django_db

FORMS = ("json", "csv", "ris", "bib", "atom")
OTHER = (Text(key="text0001", language="en", content="The mill stands still."),)
ATOM = "{http://www.w3.org/2005/Atom}"


def got(client, form: str, **asked):
    return client.get(f"/documents.{form}", asked)


def words(reply) -> str:
    return reply.getvalue().decode()


def feed_of(reply):
    return ElementTree.fromstring(words(reply))  # noqa: S314 - our own feed


def table(reply) -> list[dict[str, str]]:
    text = reply.getvalue().decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline="")))


def entries(reply) -> list:
    return feed_of(reply).findall(f"{ATOM}entry")


def found_in(client, form: str, **asked) -> list[str]:
    """The ids of the documents in an answer, in its order."""
    reply = got(client, form, **asked)
    if form == "json":
        return [hit["id"] for hit in reply.json()["hits"]]
    if form == "csv":
        return [row["id"] for row in table(reply)]
    if form == "atom":
        links = (each.find(f"{ATOM}link[@rel='alternate']").get("href") for each in entries(reply))
        return [link.rstrip("/").rpartition("/")[2] for link in links]
    pattern = {"ris": r"^ID  - (\w+)-v", "bib": r"^@misc\{(\w+)-v"}[form]
    return re.findall(pattern, words(reply), re.MULTILINE)


# --- JSON ---


def test_json_is_the_public_contract(client):
    ada = builders.person("Ada Example")
    ident = builders.published(
        type="letter", signatories=(Signatory(key="sign0001", person=ada),), date_edtf="1920-07-10"
    ).document_id
    builders.published(title="Another", texts=OTHER)
    answer = got(client, "json", q="harvest", signatory=ada).json()
    assert [*answer] == ["total", "hits", "facets", "understood"]
    assert answer["total"] == 1
    (hit,) = answer["hits"]
    assert [*hit] == ["id", "title", "date", "type", "snippets"]
    assert (hit["id"], hit["title"], hit["date"], hit["type"]) == (ident, "A letter", "1920-07-10", "letter")
    assert hit["snippets"] == [
        {
            "where": hit["snippets"][0]["where"],
            "language": "en",
            "text": "The harvest has been brought in.",
            "matched": ["harvest"],
        }
    ]
    assert answer["facets"]["signatory"] == [
        {"value": ada, "label": "Ada Example", "count": 1, "selected": True}
    ]
    assert answer["facets"]["type"] == [{"value": "letter", "label": "letter", "count": 1, "selected": False}]
    assert "harvest" in answer["understood"]


def test_count_of_a_value_is_the_total_found_with_it(client):
    for kind in ("letter", "letter", "telegram", ""):
        builders.published(type=kind)
    values = got(client, "json").json()["facets"]["type"]
    assert {each["value"]: each["count"] for each in values} == {"letter": 2, "telegram": 1, "none": 1}
    for each in values:
        assert got(client, "json", type=each["value"]).json()["total"] == each["count"]


def test_json_leads_from_page_to_page(client):
    for _ in range(data.SIZE + 1):
        builders.published()
    first = got(client, "json", type="none")
    following = re.fullmatch(r'<http://testserver(.+)>; rel="next"', first["Link"])[1]
    assert following == "/documents.json?type=none&page=2"
    second = client.get(following)
    assert "Link" not in second.headers
    ids = [hit["id"] for reply in (first, second) for hit in reply.json()["hits"]]
    assert len(set(ids)) == len(ids) == data.SIZE + 1 == second.json()["total"]


def test_beyond_the_last_page_nothing_is_shown_in_any_form_and_all_say_so(client):
    builders.published()
    answer = got(client, "json", page="7").json()
    assert (answer["total"], answer["hits"]) == (1, [])
    assert answer["understood"] == "There is no page 7. What was found ends on page 1."
    reply = client.get("/documents/?page=7")
    page = Seen(reply)
    assert reply.context["page"].total == 1
    assert not page.all("ol", class_="results")
    assert "There is no page 7. What was found ends on page 1." in page.text
    assert page.links()["Page 1"] == "/documents/"
    assert entries(got(client, "atom", page="7")) == []


def test_there_is_no_page_after_the_last_that_is_shown(client, monkeypatch):
    for module in ("documents.search.finding", "documents.search.filters", "documents.reading.search.paging"):
        monkeypatch.setattr(f"{module}.LAST_PAGE", 1)
    for _ in range(data.SIZE + 1):
        builders.published()
    for page in ("2", "3", "99999"):
        answer = got(client, "json", page=page).json()
        assert (answer["total"], answer["hits"]) == (data.SIZE + 1, [])
        assert "There is no page after page 1. Please narrow the search" in answer["understood"]
    assert client.get("/documents/?page=99999").url == "/documents/?page=2"


def test_what_was_left_out_is_told(client):
    builders.published()
    assert (
        "“nonsense” is no value of “Type” here" in got(client, "json", type="nonsense").json()["understood"]
    )
    assert words(got(client, "csv", type="nonsense")).endswith(" here and was left out.\r\n")
    assert words(got(client, "bib", type="nonsense")).splitlines()[-1].startswith("% “nonsense”")


# --- All forms ---


@pytest.mark.parametrize("form", FORMS)
def test_every_form_finds_what_the_page_finds(client, form):
    wanted = builders.published(type="letter", date_edtf="1919").document_id
    builders.published(type="telegram", date_edtf="1919")
    builders.published(type="letter", date_edtf="1921")
    builders.saved(type="letter", date_edtf="1919")
    builders.withdraw(builders.published(type="letter", date_edtf="1919").document_id)
    assert found_in(client, form, q="harvest", type="letter", to="1920") == [wanted]


@pytest.mark.parametrize("form", [form for form in FORMS if form != "atom"])
def test_every_form_keeps_the_order_asked_for(client, form):
    years = {year: builders.published(date_edtf=year).document_id for year in ("1919", "1921", "1920")}
    assert found_in(client, form) == [years["1919"], years["1920"], years["1921"]]
    assert found_in(client, form, sort="-date") == [years["1921"], years["1920"], years["1919"]]


@pytest.mark.parametrize("form", FORMS)
def test_what_is_wrong_is_told_by_parameter(client, form):
    reply = got(client, form, **{"from": "19x0"})
    assert reply.status_code == 400
    assert reply["Content-Type"] == "application/json"
    assert "Please write a year" in reply.json()["errors"]["from"][0]


@pytest.mark.parametrize("form", FORMS)
def test_an_answer_that_has_not_changed_is_not_sent_again(client, form):
    builders.published()
    first = got(client, form)
    assert (first["Cache-Control"], first["X-Robots-Tag"]) == ("no-cache", "noindex")
    first.getvalue()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        again = client.get(f"/documents.{form}", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.getvalue(), len(asked)) == (304, b"", 1)
    builders.published()
    assert client.get(f"/documents.{form}", headers={"If-None-Match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize(("form", "most"), [("json", 3), ("csv", 3), ("ris", 3), ("bib", 3), ("atom", 4)])
def test_queries_do_not_grow_with_the_documents(client, form, most):
    for more in (1, 5):
        for _ in range(more):
            builders.published(type="letter")
        got(client, form).getvalue()  # the index catches up, labels are read
        with CaptureQueriesContext(connection) as asked:
            got(client, form).getvalue()
        assert len(asked) == most


@pytest.mark.parametrize("form", FORMS)
def test_when_all_are_busy_one_is_asked_to_come_again(client, form, settings, monkeypatch):
    builders.published()
    settings.SEARCHES = 1
    monkeypatch.setattr("documents.search.slots.PATIENCE", 0)
    with slot():
        reply = got(client, form)
    assert (reply.status_code, reply["Retry-After"], reply["Cache-Control"]) == (503, "10", "no-store")
    assert "try again" in reply.json()["errors"]["search"][0]


@pytest.mark.parametrize("view", [data.as_csv, data.as_ris, data.as_bib])
def test_whoever_asks_for_the_headers_alone_has_no_document_read(rf, view):
    builders.published()
    # Not through the client, which takes the words away by itself.
    assert b"A letter" in b"".join(view(rf.get("/")))
    with CaptureQueriesContext(connection) as asked:
        reply = view(rf.head("/"))
        assert b"".join(reply) == b""
    assert reply["X-Total-Count"] == "1"
    assert not any("content" in query["sql"] for query in asked)


def test_only_reading_is_possible(client):
    assert client.post("/documents.json").status_code == 405


def test_the_page_offers_every_form_of_its_search(client):
    builders.published(type="letter")
    builders.published(type="telegram")
    page = Seen(client.get("/documents/?q=harvest&type=letter&sort=-date&view=table"))
    links = page.links()
    assert links["feed"] == "/documents.atom?q=harvest&type=letter"
    for name, form in (("CSV", "csv"), ("JSON", "json"), ("RIS", "ris"), ("BibTeX", "bib")):
        assert links[name] == f"/documents.{form}?q=harvest&type=letter&sort=-date"
        assert client.get(links[name]).status_code == 200
    (feed,) = page.all("link", title="This search")
    assert feed.get("href") == links["feed"]


# --- Whole results ---


def test_a_table_tells_who_wrote_to_whom(client):
    version = builders.published(
        title="=HYPERLINK(1)",
        date_edtf="1920-07",
        date_as_written="July 1920",
        correspondents=(
            Correspondent(key="corr0001", role="sender", as_written="The millers"),
            Correspondent(key="corr0002", role="recipient", body=builders.body("Harvest Council")),
        ),
        signatories=(
            Signatory(key="sign0001", name_as_signed="A. Miller"),
            Signatory(key="sign0002", name_as_signed="B. Miller"),
        ),
        texts=(
            Text(key="text0001", language="en", content="A"),
            Text(key="text0002", language="hy", content="B"),
        ),
    )
    (row,) = table(got(client, "csv"))
    assert row["title"] == "'=HYPERLINK(1)"
    assert (row["date"], row["earliest"], row["latest"]) == ("1920-07", "1920-07-01", "1920-07-31")
    assert (row["senders"], row["recipients"]) == ("The millers", "Harvest Council")
    assert (row["signatories"], row["languages"]) == ("A. Miller; B. Miller", "en; hy")
    assert row["address"] == f"http://testserver/documents/{version.document_id}/v1/"
    assert row["sha256"] == version.digest


@pytest.mark.parametrize(("form", "comment"), [("csv", "# "), ("ris", "# "), ("bib", "% ")])
def test_what_is_cut_says_so(client, monkeypatch, form, comment):
    monkeypatch.setattr(data, "MOST", 2)
    for _ in range(3):
        builders.published()
    reply = got(client, form)
    assert (reply["X-Total-Count"], reply["X-Cut-After"]) == ("3", "2")
    assert reply["Content-Disposition"] == f'attachment; filename="documents.{form}"'
    last = words(reply).splitlines()[-1]
    assert last == f"{comment}The first 2 of 3 documents. {data.NARROW}"


@pytest.mark.parametrize("form", ["csv", "ris", "bib"])
def test_what_is_whole_is_not_called_cut(client, monkeypatch, form):
    monkeypatch.setattr(data, "MOST", 2)
    for _ in range(2):
        builders.published()
    reply = got(client, form)
    assert reply["X-Total-Count"] == "2"
    assert "X-Cut-After" not in reply.headers
    assert "The first" not in words(reply)


def test_a_document_withdrawn_while_the_list_is_sent_is_not_in_it(client, monkeypatch):
    monkeypatch.setattr(data, "AT_ONCE", 1)
    first = builders.published(title="First", date_edtf="1919").document_id
    second = builders.published(title="Second", date_edtf="1920").document_id
    reply = got(client, "bib")
    lines = iter(reply)
    assert first in next(lines).decode()
    builders.withdraw(second)
    assert second not in b"".join(lines).decode()


def test_a_list_tells_of_what_was_withdrawn_while_it_was_sent(client, monkeypatch):
    monkeypatch.setattr(data, "AT_ONCE", 1)
    first, second, third = (
        builders.published(date_edtf=str(year)).document_id for year in (1919, 1920, 1921)
    )
    for form, comment in (("csv", "# "), ("ris", "# "), ("bib", "% ")):
        reply = got(client, form)
        lines = iter(reply)
        sent = b""
        while first.encode() not in sent:
            sent += next(lines)
        builders.withdraw(second)
        sent += b"".join(lines)
        assert second not in sent.decode()
        assert first in sent.decode()
        assert third in sent.decode()
        last = sent.decode().splitlines()[-1]
        assert (
            last
            == f"{comment}One of the documents found was withdrawn and left out while this list was written."
        )
        assert reply["X-Total-Count"] == "3"
        builders.reinstate(second, 1)


def test_a_document_that_was_changed_while_the_list_is_sent_is_in_it_as_readers_see_it(client, monkeypatch):
    monkeypatch.setattr(data, "AT_ONCE", 1)
    builders.published(title="First", date_edtf="1919")
    second = builders.published(title="Second", date_edtf="1920").document_id
    lines = iter(got(client, "bib"))
    next(lines)
    builders.changed(second, title="Second, mended")
    builders.publish(second)
    rest = b"".join(lines).decode()
    assert f"{second}-v2" in rest
    assert "Second, mended" in rest
    assert "withdrawn" not in rest


# --- The feed ---


def test_the_feed_begins_with_what_was_changed_last(client):
    first, second = (builders.published(title=title).document_id for title in ("First", "Second"))
    assert found_in(client, "atom") == [second, first]
    builders.changed(first, title="First, mended")
    builders.publish(first)
    assert found_in(client, "atom", sort="date") == [first, second]


def test_a_document_is_new_once_and_changed_later(client):
    ident = builders.published().document_id
    (before,) = entries(got(client, "atom", q="harvest"))
    builders.changed(ident, title="A letter, mended")
    builders.publish(ident)
    (after,) = entries(got(client, "atom", q="harvest"))
    assert after.findtext(f"{ATOM}id") == before.findtext(f"{ATOM}id")
    assert after.findtext(f"{ATOM}published") == before.findtext(f"{ATOM}updated")
    assert after.findtext(f"{ATOM}updated") > before.findtext(f"{ATOM}updated")
    assert after.findtext(f"{ATOM}title") == "A letter, mended"


def test_a_new_document_that_fits_shows_once_and_another_does_not(client):
    builders.published(title="Already there")
    known = {each.findtext(f"{ATOM}id") for each in entries(got(client, "atom", q="harvest"))}
    builders.published(title="Fits")
    builders.published(title="Does not", texts=OTHER)
    now = entries(got(client, "atom", q="harvest"))
    assert [e.findtext(f"{ATOM}title") for e in now if e.findtext(f"{ATOM}id") not in known] == ["Fits"]


def test_the_feed_has_what_rfc_4287_demands(client):
    version = builders.published(title="<b> & “c”", type="letter", date_edtf="1920-07-10")
    reply = got(client, "atom", q="harvest", sort="date", view="table")
    assert reply["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = feed_of(reply)
    assert feed.findtext(f"{ATOM}id") == "http://testserver/documents.atom?q=harvest"
    assert "harvest" in feed.findtext(f"{ATOM}title")
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "<b> & “c”"
    assert feed.findtext(f"{ATOM}updated") == entry.findtext(f"{ATOM}updated")
    assert version.digest in entry.findtext(f"{ATOM}summary")
    assert "10 July 1920" in entry.findtext(f"{ATOM}summary")


def test_the_pages_of_a_feed_lead_to_each_other(client, monkeypatch):
    monkeypatch.setattr("documents.reading.search.feed.SIZE", 2)
    idents = [builders.published().document_id for _ in range(3)][::-1]
    feed = feed_of(got(client, "atom"))
    links = {each.get("rel"): each.get("href") for each in feed.findall(f"{ATOM}link")}
    assert links["next"] == links["last"] == "http://testserver/documents.atom?page=2"
    assert "previous" not in links
    assert found_in(client, "atom") + found_in(client, "atom", page="2") == idents


def test_an_empty_feed_is_a_feed(client):
    feed = feed_of(got(client, "atom", q="nothing"))
    assert feed.findall(f"{ATOM}entry") == []
    assert feed.findtext(f"{ATOM}updated") == "1970-01-01T00:00:00.000000Z"


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("typed", ['"><script>', "a" * 501, "@misc{x", "\x01", "q: AND OR NOT ((("])
def test_no_words_break_an_answer(client, form, typed):
    builders.published()
    reply = got(client, form, q=typed)
    assert reply.status_code in (200, 400)
    if form == "json":
        json.loads(words(reply))
    elif form == "atom" and reply.status_code == 200:
        feed_of(reply)


def test_braces_of_what_was_left_out_open_no_entry(client):
    builders.published()
    text = words(client.get("/documents.bib?type=a%7Bb"))
    assert text.count("{") == text.count("}")
    assert "“a(b” is no value of “type” and was left out." in text
