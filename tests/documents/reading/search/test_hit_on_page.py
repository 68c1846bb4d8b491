"""A document reached from results: its place among the hits, the ways on and back, its words marked."""

from html import unescape
from urllib.parse import parse_qsl, quote, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents.reading.search import place, reached
from documents.reading.search.marking import Effort, Marker
from documents.search.query import Word
from documents.search.slots import slot
from documents.snapshot import EditorialText, Footnote, Signatory, Text
from tests.documents import builders
from tests.documents.reading.fullest import fullest
from tests.documents.reading.seen import Seen, words_of

pytestmark = pytest.mark.django_db


def letter(content: str = "The harvest has been brought in.", **fields) -> str:
    texts = (Text(key="text0001", language=fields.pop("language", "en"), content=content),)
    return builders.published(texts=texts, **fields).document_id


def harvests(number: int) -> list[str]:
    """Letters about a harvest, in the order of their dates."""
    return [letter(date_edtf=f"19{year:02}") for year in range(number)]


def reply(client, ident: str, **asked):
    return client.get(f"/documents/{ident}/", asked)


def bar(client, ident: str, **asked) -> tuple[str, dict[str, str]]:
    """The words above the document, and the ways that start there."""
    (nav,) = Seen(reply(client, ident, **asked)).all("nav", class_="hits")
    return words_of(nav), {words_of(each): each.get("href") for each in nav.iter("a")}


def marks(client, ident: str, **asked) -> list[str]:
    return [words_of(each) for each in Seen(reply(client, ident, **asked)).all("mark")]


# --- The place among the hits ---


def test_the_page_tells_the_place_among_the_hits_and_leads_to_the_neighbours(client):
    first, second, third = harvests(3)
    letter("The mill stands still.")
    told, ways = bar(client, second, q="harvest", sort="date")
    assert told == "Document 2 of 3 found ← previous document next document → back to the results"
    assert ways == {
        "← previous document": f"/documents/{first}/?q=harvest&sort=date#match",
        "next document →": f"/documents/{third}/?q=harvest&sort=date#match",
        "back to the results": "/documents/?q=harvest&sort=date",
    }
    assert [*bar(client, first, q="harvest", sort="date")[1]] == ["next document →", "back to the results"]
    assert [*bar(client, third, q="harvest", sort="date")[1]] == [
        "← previous document",
        "back to the results",
    ]


@pytest.mark.parametrize("sort", ["date", "-date", "changed", "relevance"])
def test_whoever_goes_from_hit_to_hit_sees_what_the_results_list_in_their_order(client, sort):
    harvests(25)
    asked = {"q": "harvest", "sort": sort}
    listed = [hit for page in (1, 2) for hit in ids_on_page(client, page, **asked)]
    assert len(listed) == 25
    walked, way = [], f"/documents/{listed[0]}/?q=harvest&sort={sort}"
    while way:
        seen = Seen(client.get(way))
        walked.append(way.split("/")[2])
        (nav,) = seen.all("nav", class_="hits")
        assert f"Document {len(walked)} of 25 found" in words_of(nav)
        way = next((each.get("href") for each in nav.iter("a") if each.get("rel") == "next nofollow"), None)
    assert walked == listed


def ids_on_page(client, page: int, **asked) -> list[str]:
    seen = Seen(client.get("/documents/", {**asked, "page": page} if page > 1 else asked, follow=True))
    (entries,) = seen.all("ol", class_="entries")
    ways = (next(entry.iter("a")).get("href") for entry in entries.iter("li"))
    return [way.split("/")[2] for way in ways]


def test_the_way_back_leads_to_the_page_of_results_on_which_the_hit_stands(client):
    idents = harvests(21)
    assert bar(client, idents[19], type="none")[1]["back to the results"] == "/documents/?type=none"
    back = bar(client, idents[20], type="none")[1]["back to the results"]
    assert back == "/documents/?type=none&page=2"
    assert idents[20] in client.get(back).content.decode()


@pytest.mark.parametrize("view", ["", "&view=table", "&view=timeline"])
def test_links_of_results_lead_to_the_bar_and_the_bar_to_the_same_view(client, view):
    early, _ = harvests(2)
    results = f"/documents/?q=harvest{view}"
    seen = Seen(client.get(results))
    way = next(each.get("href") for each in seen.all("a") if early in each.get("href"))
    told, ways = bar(client, early, **dict(parse_qsl(urlsplit(way).query)))
    assert told.startswith("Document ")
    assert ways["back to the results"] == results


def test_hits_follow_each_other_as_on_the_timeline(client):
    early, late = harvests(2)
    letter("A harvest, a harvest of harvest.", date_edtf="1950")
    told, ways = bar(client, early, q="harvest", view="timeline")
    assert told.startswith("Document 1 of 3 found")
    assert ways["next document →"] == f"/documents/{late}/?q=harvest&view=timeline#match"


def test_a_document_that_is_no_hit_leads_back_only(client):
    harvests(1)
    other = letter("The mill stands still.")
    told, ways = bar(client, other, q="harvest")
    assert told == "back to the results"
    assert ways == {"back to the results": "/documents/?q=harvest"}


def test_the_way_from_hit_to_hit_is_as_long_as_the_pages_of_results(client, monkeypatch):
    monkeypatch.setattr(place, "FIRST", 2)
    idents = harvests(4)
    for at, ident in enumerate(idents):
        told, ways = bar(client, ident, type="none")
        assert told.startswith(f"Document {at + 1} of 4 found")
        assert ("next document →" in ways) is (at < 3)
        assert ("← previous document" in ways) is (at > 0)


def test_far_behind_the_page_says_that_the_way_has_ended(client, monkeypatch):
    monkeypatch.setattr(place, "FIRST", 1)
    monkeypatch.setattr(place, "MOST", 2)
    idents = harvests(3)
    assert [*bar(client, idents[1], type="none")[1]] == ["← previous document", "back to the results"]
    told, ways = bar(client, idents[2], type="none")
    assert told.startswith("Not among the first 2 of 3 documents found; please narrow the search")
    assert ways == {"back to the results": "/documents/?type=none"}


# --- The marks ---


def test_words_are_marked_wherever_they_stand_on_the_page(client):
    ident = letter(
        f"The harvest[^1] of Kara[bakh]; harvests [[person:{builders.person()}|of harvest]].",
        title="On the harvest",
        title_language="en",
        wording_language="en",
        heading="Harvest letter",
        summary="A harvest in short.",
        signature_line="Harvest Council",
        footnotes=(
            Footnote(key="note0001", owner="text0001", label="1", voice="author", content="A _harvest_."),
        ),
        editorial_texts=(
            EditorialText(key="edit0001", editorial_kind="commentary", language="en", content="Why harvest?"),
        ),
    )
    in_text = ["harvest", "harvests", "harvest"]
    assert marks(client, ident, q="harvest") == [
        *("harvest", "harvest", "Harvest"),  # the title, the summary, the heading
        *in_text,
        *("Harvest", "harvest", "harvest"),  # the signature line, the note, the commentary
    ]
    seen = Seen(reply(client, ident, q="harvest"))
    assert "On the harvest" in words_of(next(seen.root.iter("h1")))
    assert marks(client, ident, q="Karabakh") == ["Kara", "bakh"]
    assert marks(client, ident, q="harvest", scope="notes") == ["harvest"]
    assert marks(client, ident, q='"brought in"') == []


def test_of_a_text_as_long_as_a_book_only_so_much_is_looked_through():
    wanted = [(Word("harvest"), ""), (Word("mill"), "")]
    marker = Marker(wanted, (), Effort(left=60))
    assert [*marker.turns("A harvest, a mill.", "own", "en")] == [
        *(("A ", False), ("harvest", True)),
        *((", a ", False), ("mill", True)),
        (".", False),
    ]
    assert [*marker.turns("A harvest, a mill.", "own", "en")] == [
        *(("A ", False), ("harvest", True)),
        (", a mill.", False),
    ]


def test_a_phrase_is_marked_as_a_whole(client):
    ident = letter("The harvest is in. In is the harvest.")
    assert marks(client, ident, q='"harvest is in"') == ["harvest is in"]


def test_a_name_that_stands_there_in_another_spelling_is_marked(client):
    signed = (Signatory(key="sign0001", name_as_signed="B. Mdivani"),)
    ident = letter("A letter from Mdivani.", signatories=signed)
    assert marks(client, ident, q="Мдивани") == ["Mdivani", "Mdivani"]
    assert marks(client, ident, q='"Мдивани"') == []
    assert marks(client, ident, q="signed:Mdivani") == ["Mdivani"]


def test_without_its_marks_and_bar_the_page_is_the_plain_one(client):
    ident = builders.published(**fullest()).document_id
    plain = reply(client, ident).content.decode()
    page = reply(client, ident, q="grain OR мельник OR mills").content.decode()
    page = page.replace('<mark id="match">', "<mark>")
    assert page.count("<mark>") > 2
    before, nav, rest = page.partition('<nav class="hits"')
    assert nav
    page = before + rest.partition("</nav>\n")[2]
    assert page.replace("<mark>", "").replace("</mark>", "") == plain


# --- The first of them, to which the links of results lead ---


def note(content: str) -> Footnote:
    return Footnote(key="note0001", owner="text0001", label="1", voice="author", content=content)


def aimed_at(client, ident: str, **asked):
    """The element to which the link of a hit leads; none if it leads to the top of the page."""
    way = next(
        each.get("href")
        for each in Seen(client.get("/documents/", asked)).all("a")
        if ident in each.get("href")
    )
    address, _, fragment = way.partition("#")
    assert fragment
    found = [each for each in Seen(client.get(address)).root.iter() if each.get("id") == fragment]
    assert len(found) <= 1
    return found[0] if found else None


LONG = "The mill stands still.\n\n" * 50


def test_the_link_of_a_hit_leads_to_the_first_word_that_matched(client):
    ident = letter(f"{LONG}A harvest here, a harvest there.", title="On the harvest")
    seen = aimed_at(client, ident, q="harvest")
    assert (seen.tag, words_of(seen), seen.tail) == ("mark", "harvest", " here, a ")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"content": f"{LONG}Text[^1].", "footnotes": (note("Of the _barley_."),)}, "barley"),
        ({"signature_line": "Barley Council"}, "Barley"),
        ({"signatories": (Signatory(key="sign0001", name_as_signed="B. Barley"),)}, "B. Barley"),
        ({"signatories": (Signatory(key="sign0001", capacity_as_signed="Barley Board"),)}, "Barley Board"),
        ({"summary": "Barley in short."}, "Barley"),
        ({"heading": "Of barley", "title": "Of barley"}, "barley"),
        (
            {"editorial_texts": (EditorialText(key="edit0001", editorial_kind="notice", language="en",
                                               content="Barley."),)},
            "Barley",
        ),
    ],
)  # fmt: skip
def test_it_leads_into_notes_signatures_and_words_of_editors(client, fields, words):
    ident = letter(**{"content": LONG, "title": "On corn", **fields})
    assert words_of(aimed_at(client, ident, q="barley")) == words


def test_what_stands_in_the_text_comes_before_its_notes_and_after_an_introduction(client):
    words = [
        EditorialText(key=f"edit000{at}", editorial_kind=kind, language="en", content=f"{kind} barley")
        for at, kind in enumerate(("commentary", "introduction"))
    ]
    notes = (note("Barley noted."),)
    ident = letter("The barley[^1] text.", footnotes=notes, editorial_texts=tuple(words[:1]))
    assert 'The <mark id="match">barley</mark>' in reply(client, ident, q="barley").content.decode()
    other = letter("The barley[^1] text.", footnotes=notes, editorial_texts=tuple(words))
    assert 'introduction <mark id="match">barley</mark>' in reply(client, other, q="barley").content.decode()


def test_a_document_that_matched_by_its_title_alone_opens_at_its_top(client):
    ident = letter(LONG, title="On barley", title_language="en")
    assert aimed_at(client, ident, q="barley") is None


def test_a_search_without_words_leads_to_the_top(client):
    ident = letter()
    ways = [each.get("href") for each in Seen(client.get("/documents/?type=none")).all("a")]
    assert f"/documents/{ident}/?type=none" in ways


# --- The plain page ---


@pytest.mark.parametrize(
    "query",
    ["", "?", "?sort=date", "?view=table&page=3", "?q=", "?q=%21%21", "?scope=notes", "?from=never&q=harvest",
     "?utm_source=letter", "?from=1920&to=1910", "?q=" + "a" * 501, "?type=%3Cscript%3E"],
)  # fmt: skip
def test_a_query_that_asks_for_nothing_leaves_the_page_as_it_is(client, query):
    ident = letter(title="On the harvest")
    plain = reply(client, ident)
    other = client.get(f"/documents/{ident}/{query}")
    assert (other.status_code, other.content) == (200, plain.content)
    assert other["ETag"] == plain["ETag"]


def test_the_plain_address_stays_the_one_to_keep(client):
    ident = letter()
    (canonical,) = Seen(reply(client, ident, q="harvest")).all("link", rel="canonical")
    assert canonical.get("href") == f"http://testserver/documents/{ident}/"


def test_the_address_of_a_version_heeds_no_query(client):
    ident = letter()
    version = f"/documents/{ident}/v1/"
    assert client.get(f"{version}?q=harvest").content == client.get(version).content


def test_nothing_of_a_hostile_query_stands_on_the_page_as_it_was_typed(client):
    ident = letter()
    for hostile in (
        '"><script>alert(1)</script>',
        "'onmouseover='x",
        "harvest</a><b>",
        "{{ 7*7 }}",
    ):
        plain = reply(client, ident).content.decode()
        got = client.get(f"/documents/{ident}/?q={quote(hostile)}&type={quote(hostile)}")
        assert got.status_code == 200
        Seen(got)
        page = got.content.decode()
        for sign in ("<script>alert", "'onmouseover", "</a><b>", "{{ 7"):
            assert sign not in page
            assert page.count(sign) == plain.count(sign)
        assert all(way.startswith("/documents/") for way in ways_in(got))


def ways_in(got) -> list[str]:
    return [
        unescape(each.get("href")) for nav in Seen(got).all("nav", class_="hits") for each in nav.iter("a")
    ]


def test_a_withdrawn_document_is_gone_wherever_one_comes_from(client):
    ident, other = harvests(2)
    builders.withdraw(ident)
    got, plain = reply(client, ident, q="harvest"), reply(client, ident)
    assert (got.status_code, got.content) == (410, plain.content)
    assert bar(client, other, q="harvest")[0] == "Document 1 of 1 found back to the results"


# --- What it costs ---


def test_a_page_that_has_not_changed_is_not_sent_again(client):
    ident = letter()
    first = reply(client, ident, q="harvest")
    assert first["Cache-Control"] == "no-cache"
    assert first["ETag"] not in (reply(client, ident)["ETag"], reply(client, ident, q="brought")["ETag"])
    held = {"If-None-Match": first["ETag"]}
    with slot():
        again = client.get(f"/documents/{ident}/?q=harvest", headers=held)
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    letter("Another harvest.")
    assert client.get(f"/documents/{ident}/?q=harvest", headers=held).status_code == 200


def test_while_all_are_searching_the_page_is_shown_without_bar_and_marks(client, settings, monkeypatch):
    monkeypatch.setattr(reached, "PATIENCE", 0.01)
    settings.SEARCHES = 1
    ident = letter()
    plain = reply(client, ident)
    with slot():
        got = reply(client, ident, q="harvest")
    assert (got.status_code, got.content, got["ETag"]) == (200, plain.content, plain["ETag"])
    assert marks(client, ident, q="harvest") == ["harvest"]


def test_the_database_is_asked_no_more_for_many_hits(client):
    ident = harvests(2)[0]
    counts = []
    for _ in range(2):
        reply(client, ident, q="harvest", sort="date")  # the index has learnt of all
        with CaptureQueriesContext(
            connection,
        ) as queries:
            bar(client, ident, q="harvest", sort="date")
        counts.append(len(queries))
        harvests(20)
    assert counts[0] == counts[1] <= 12
