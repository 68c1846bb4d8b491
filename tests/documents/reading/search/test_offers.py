"""What a page of results offers finds exactly as many documents as it says."""

import re
from datetime import date, timedelta
from html import unescape

import pytest

from documents.search import counting
from documents.snapshot import Correspondent, Printing, Signatory, Text
from people.models import PersonName
from tests.documents import builders
from tests.documents.reading.seen import Seen, words_of

pytestmark = pytest.mark.django_db

OFFER = re.compile(r'<a href="([^"]+)" rel="nofollow">without [^<]*</a>: (\d+) document')
BAR = re.compile(
    r'<a href="([^"]+)" rel="nofollow"[^>]*>[^<]*</a>\s*<svg.*?<span class="count">(\d+)<', re.DOTALL
)
TOTAL = re.compile(r'role="status">\s*<strong>(\d+)</strong>')


SPELLED = re.compile(r'Did you mean <a href="([^"]+)" rel="nofollow">[^<]*</a> \((\d+) document')


def text_of(words):
    return (Text(key="text0001", language="en", content=words),)


def page_of(client, address):
    return client.get(address, follow=True).content.decode()


def total(client, address):
    return int(TOTAL.search(page_of(client, address))[1])


def offered(pattern, html):
    return {unescape(address): int(count) for address, count in pattern.findall(html)}


def test_the_search_without_a_word_finds_what_the_offer_says(client):
    """The words that are left are a name of a person whom documents call otherwise."""
    ident = builders.person("Polikarp Mdivani")
    with builders.history.revision(builders.user("editor"), "Another name"):
        PersonName.objects.create(person_id=ident, name="Budu Berezin")
    words = f"The [[person:{ident}|chairman]] has left."
    builders.published(texts=text_of(words))
    offers = offered(OFFER, page_of(client, "/documents/?q=zzzzz+Budu+Berezin"))
    assert [address for address in offers if "zzzzz" not in address and "Berezin" in address]
    for address, count in offers.items():
        assert total(client, address) == count


def test_bars_of_days_are_exact_however_many_days_there_are(client, monkeypatch):
    for day in range(40):
        builders.published(date_edtf=(date(1920, 6, 20) + timedelta(days=day)).isoformat())
    builders.published(date_edtf="1920-07")
    monkeypatch.setattr(counting, "MOST_PERIODS", 35)
    bars = offered(BAR, page_of(client, "/documents/?from=1920-07&to=1920-07"))
    assert len(bars) == 31
    for address, count in [*bars.items()][::6]:
        assert (
            total(client, address)
            == count
            == 2 - (address.count("1920-07-30") + address.count("1920-07-31") > 0)
        )


def test_a_misspelt_word_that_finds_a_name_alone_is_offered_the_word_that_finds_more(client):
    """“tunel” may be a name that is written Tunnel; more documents have the word."""
    builders.published(title="Of the Tunnel", texts=text_of("Works at the Tunnel go on."))
    for number in range(2):
        builders.published(title=f"Letter {number}", texts=text_of("They dug a tunnel there."))
    html = page_of(client, "/documents/?q=tunel")
    assert TOTAL.search(html)[1] == "1"
    assert "Did you mean" in html
    ((address, count),) = offered(SPELLED, html).items()
    assert total(client, address) == count == 3
    assert "Did you mean" not in page_of(client, "/documents/?q=tunnel")


def test_the_offer_shows_all_the_words_that_it_asks_for(client):
    builders.published(texts=text_of("The delegates dug a tunnel under the mountain."))
    html = page_of(client, "/documents/?q=delegates+mountain+tunnelz")
    assert re.search(r"Did you mean <a [^>]*>delegates mountain tunnel</a> \(1 document", html)


def test_several_misspelt_words_are_all_spelt_otherwise_and_keep_their_capitals(client):
    builders.published(texts=text_of("The Provisional Council met in the tunnel."))
    html = page_of(client, "/documents/?q=Provisionl+Couwncil+tunel")
    assert re.search(r"Did you mean <a [^>]*>Provisional Council tunnel</a> \(1 document", html)
    ((address, count),) = offered(SPELLED, html).items()
    assert total(client, address) == count


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("council", ""),
        ("al-Warraq Kt. 187-1", ""),
        ("council -mill", "“council”, without “mill”"),
        ("‘of the mill’", "the phrase “of the mill”"),
        ("title:council", "“council” in titles and headings"),
    ],
)
def test_how_words_are_understood_is_told_where_they_are_not_just_words(client, typed, told):
    html = unescape(client.get("/documents/", {"q": typed}, follow=True).content.decode())
    assert re.findall(r"Understood as: (.*)\.<", html) == ([told] if told else [])


def test_what_is_left_out_is_not_called_chosen(client):
    builders.published(type="letter")
    builders.published(type="telegram")
    html = page_of(client, "/documents/?type=letter&not-type=telegram")
    assert "1 chosen, 1 left out" in html
    html = page_of(client, "/documents/?not-type=telegram")
    assert re.search(r'<summary>Type <span class="count">1 left out</span>', html)


def test_a_title_says_of_what_nothing_is_stated(client):
    builders.published(type="")
    assert "<title>Type: not stated: 1 document found" in page_of(client, "/documents/?type=none")
    assert "<title>Date: not known" in page_of(client, "/documents/?from=none")


def test_whoever_is_addressed_is_named_once_and_not_with_to_twice(client):
    def written_to(*wordings):
        builders.published(
            correspondents=tuple(
                Correspondent(key=f"corr000{n}", role="recipient", as_written=words)
                for n, words in enumerate(wordings, start=1)
            )
        )

    written_to("To all who wait", "To all who wait")
    assert '<bdi lang="">To all who wait</bdi>' in page_of(client, "/documents/")
    written_to("the Council")
    assert '<bdi lang="">to the Council</bdi>' in page_of(client, "/documents/")


@pytest.mark.parametrize("path", ["/documents/", "/documents/by/person/", "/documents/by/collection/"])
@pytest.mark.parametrize("view", ["", "table", "timeline"])
def test_whatever_signs_stand_in_titles_names_and_texts_are_printed_as_they_are(client, path, view):
    def hostile(what):
        return f"""{what} <script>alert("1")</script> & 'quill' {{{{ 7 }}}} {{% if %}}"""

    person, book = builders.person(hostile("Person")), builders.collection(hostile("Book"))
    builders.published(
        title=hostile("Title"),
        texts=text_of(f"The quill. {hostile('Text')}"),
        date_edtf="",
        date_as_written=hostile("Dated"),
        correspondents=(
            Correspondent(key="corr0001", role="sender", person=person, as_written=hostile("By")),
        ),
        signatories=(Signatory(key="sign0001", person=person, name_as_signed=hostile("Signed")),),
        printings=(Printing(key="prin0001", collection=book, number="3"),),
    )
    asked = {"q": "quill", **({"view": view} if view else {})}
    reply = client.get(path, asked, follow=True)
    shown = words_of(Seen(reply).root)
    assert "<script>alert" not in reply.content.decode().replace(" ", "")
    wanted = {"/documents/by/person/": "Person", "/documents/by/collection/": "Book"}.get(path, "Title")
    assert hostile(wanted) in shown


def test_items_of_a_list_are_told_apart_in_a_snippet(client):
    ada, ben = builders.person("Ada Example"), builders.person("Ben Example")
    builders.published(
        signatories=(
            Signatory(key="sign0001", person=ada, name_as_signed="A. Quill"),
            Signatory(key="sign0002", person=ben, name_as_signed="B. Quill"),
        )
    )
    seen = Seen(client.get("/documents/", {"q": "signed:Quill"}, follow=True))
    assert words_of(seen.all("q")[0]) == "A. Quill · Ada Example · B. Quill · Ben Example"


def test_figures_are_not_misspelt(client):
    builders.published(texts=text_of("The 1921 roubles."))
    assert "Did you mean" not in page_of(client, "/documents/?q=1922")


def test_figures_are_offered_as_a_number_where_there_is_one(client):
    book = builders.collection()
    builders.published(printings=(Printing(key="prin0001", collection=book, number="367"),))
    html = page_of(client, "/documents/?q=367")
    address, number = re.search(
        r'<a href="([^"]+)" rel="nofollow">Documents with number 367</a> \((\d+)', html
    ).groups()
    assert total(client, unescape(address)) == int(number) == 1
    assert "Documents with number" not in page_of(client, "/documents/?q=368")


def test_where_leaving_out_one_word_is_enough_not_all_of_them_are_left_out(client):
    builders.published(texts=text_of("The harvest is in."))
    html = page_of(client, "/documents/?q=harvest+quillwort")
    assert offered(OFFER, html) == {"/documents/?q=harvest": 1}
    both = offered(OFFER, page_of(client, "/documents/?q=harvest+quillwort&from=1920"))
    assert both == {"/documents/?from=1920": 1, "/documents/?q=harvest&from=1920": 1}


def test_an_unknown_prefix_can_be_left_out(client):
    builders.published(texts=text_of("The harvest is in."))
    html = page_of(client, "/documents/?q=crop:harvest")
    assert "“crop:” names no part of the documents and was searched as a word." in html
    assert offered(OFFER, html) == {"/documents/?q=harvest": 1}


def test_what_the_minus_sign_beside_a_value_does_is_said(client):
    for kind in ("letter", "telegram"):
        builders.published(type=kind)
    seen = Seen(client.get("/documents/"))
    (legend,) = seen.all("p", class_="legend")
    assert words_of(legend) == "− “Without” beside a value leaves its documents out"


REPEATED = "A document whose date is not exact is counted in every period"


def test_that_a_document_is_counted_in_several_bars_is_said_where_it_is_so(client):
    builders.published(date_edtf="1919-03")
    builders.published(date_edtf="1921")
    assert REPEATED not in page_of(client, "/documents/?view=timeline")
    builders.published(date_edtf="1919/1921")
    html = page_of(client, "/documents/?view=timeline")
    assert sum(offered(BAR, html).values()) == 5
    assert REPEATED in html


def test_where_one_condition_alone_finds_nothing_all_documents_are_offered(client):
    builders.published(texts=text_of("The harvest is in."))
    builders.published(texts=text_of("The mill stands still."))
    html = page_of(client, "/documents/?q=quillwort")
    assert "Without one of the conditions" not in html
    address, said = re.search(r'<a href="([^"]+)" rel="nofollow">(See all[^<]*)</a>', html).groups()
    assert said == "See all 2 documents"
    assert total(client, address) == 2


def test_words_that_stand_together_nowhere_are_offered_in_any_order(client):
    builders.published(texts=text_of("The theodolite is missing."))
    html = page_of(client, "/documents/?q=%22missing+theodolite%22")
    address, number = re.search(
        r'<a href="([^"]+)" rel="nofollow">In any order and form</a> they are in (\d+)', html
    ).groups()
    assert total(client, unescape(address)) == int(number) == 1
    assert "In any order" not in page_of(client, "/documents/?q=%22missing+quillwort%22")


def test_one_month_is_one_condition_and_is_left_out_as_a_whole(client):
    builders.published(title="A letter", date_edtf="1920-07-10")
    html = page_of(client, "/documents/?q=letter&from=1920-07&to=1920-07")
    assert html.count('class="chip"') == 2
    assert re.search(r'class="about">Date:</span>\s*<bdi lang="en">July 1920</bdi>', html)
    offers = offered(OFFER, page_of(client, "/documents/?q=letter&from=1919-07&to=1919-07"))
    assert offers["/documents/?q=letter"] == total(client, "/documents/?q=letter") == 1
