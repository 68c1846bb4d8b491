"""What readers find, and what they are told of why: words, voices, names, offers; only what is public."""

import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents.reading.caching import kept
from documents.search.finding import find
from documents.search.folding import EXACT, OTHER, words
from documents.search.index import opened
from documents.search.keys import may_be_name
from documents.search.named import sought
from documents.search.query import read
from documents.search.request import Request
from documents.search.where import matched
from documents.snapshot import (
    ArchivalReference,
    Correspondent,
    EditorialText,
    Footnote,
    Printing,
    Signatory,
    Text,
)
from people.models import Person, PersonName
from places.models import Place, PlaceName
from tests.documents import builders
from tests.documents.reading.seen import Seen, words_of
from tests.documents.search.test_spelling import ALIKE

pytestmark = pytest.mark.django_db


def letter(content: str = "The harvest has been brought in.", language: str = "en", **fields) -> str:
    texts = (Text(key="text0001", role="original", language=language, content=content),)
    return builders.published(texts=texts, **fields).document_id


def page_of(client, query: str, **asked: str):
    """The page of results as it is shown now."""
    kept.pages.clear()
    reply = client.get("/documents/", {"q": query, **asked}, follow=True)
    assert reply.status_code == 200
    return reply


def found(client, query: str, **asked: str) -> set[str]:
    """The ids of all that is found; the total says as many."""
    page = page_of(client, query, **asked).context["page"]
    assert page.total == len(page.results)
    return {result.row.address.split("/")[2] for result in page.results}


def snippets(client, query: str, **asked: str) -> list[str]:
    return [words_of(each) for each in Seen(page_of(client, query, **asked)).all("p", class_="snippet")]


def reasons(client, query: str, **asked: str) -> list[str]:
    return [words_of(each) for each in Seen(page_of(client, query, **asked)).all("p", class_="reason")]


def marks(reply) -> list[str]:
    return [words_of(each) for each in Seen(reply).all("mark")]


def place_with(name: str, *others: str) -> str:
    """A place with other names."""
    ident = builders.place(name)
    with builders.history.revision(builders.user("editor"), "Other names"):
        for number, other in enumerate(others):
            PlaceName.objects.create(place=Place.objects.get(pk=ident), name=other, position=number)
    return ident


def person_with(name: str, *others: str) -> str:
    """A person with other names."""
    ident = builders.person(name)
    with builders.history.revision(builders.user("editor"), "Other names"):
        for number, other in enumerate(others):
            PersonName.objects.create(person=Person.objects.get(pk=ident), name=other, position=number)
    return ident


# --- The other names of a record ---

GORIS = "Found because it names Goris, whose record has Gerusy as another name."


def test_a_hit_by_another_name_says_so_and_shows_the_mention(client):
    goris = place_with("Goris", "Gerusy")
    ident = letter(f"Troops have entered [[place:{goris}|Goris]] at dawn. Goris fell.")
    assert found(client, "Gerusy") == {ident}
    assert snippets(client, "Gerusy") == ["in the original: Troops have entered Goris at dawn. Goris fell."]
    assert reasons(client, "Gerusy") == [GORIS]
    assert marks(page_of(client, "Gerusy")) == ["Goris"]


def test_words_that_stand_there_need_no_record_to_explain_them(client):
    goris = place_with("Goris", "Gerusy")
    letter(f"From Gerusy to [[place:{goris}|Goris]].")
    assert reasons(client, "Gerusy") == []
    assert reasons(client, "Goris") == []


def test_another_spelling_of_another_name_says_both(client):
    goris = place_with("Goris", "Gerusy")
    letter(f"Troops in [[place:{goris}|the town]].")
    assert reasons(client, "Герусы") == [f"{GORIS[:-1]}; Герусы may be another spelling of that."]
    assert marks(page_of(client, "Герусы")) == ["the town"]


def test_a_name_beside_other_words_is_explained_beside_them(client):
    goris = place_with("Goris", "Gerusy")
    letter(f"Troops in [[place:{goris}|Goris]]. " + "Nothing else is new. " * 20 + "A telegram follows.")
    shown = snippets(client, "Gerusy telegram")
    assert len(shown) == 2
    assert shown[0].startswith("in the original: Troops in Goris.")
    assert shown[1].endswith("A telegram follows.")
    assert reasons(client, "Gerusy telegram") == [GORIS]
    assert reasons(client, "telegram -Gerusy") == []


def test_a_mention_in_a_note_is_shown_as_what_the_note_says(client):
    goris = place_with("Goris", "Gerusy")
    note = Footnote(
        key="note0001", owner="text0001", label="1", voice="editors", content=f"In [[place:{goris}|Goris]]."
    )
    letter("They met there.[^1]", footnotes=(note,))
    assert snippets(client, "Gerusy") == ["in note 1, by the editors of this archive: In Goris."]


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        (
            lambda ident: {"signatories": (Signatory(key="sign0001", person=ident, name_as_signed="B. M."),)},
            "among the signatories: B. M.",
        ),
        (
            lambda ident: {
                "correspondents": (
                    Correspondent(key="corr0001", role="sender", person=ident, as_written="Comrade Budu"),
                )
            },
            "as the sender: Comrade Budu",
        ),
        (
            lambda ident: {
                "correspondents": (Correspondent(key="corr0001", role="recipient", person=ident),)
            },
            "as the recipient: Budu Mdivani",
        ),
    ],
)
def test_a_person_in_a_role_is_shown_in_that_role(client, fields, shown):
    ident = person_with("Budu Mdivani", "Polikarp")
    letter(**fields(ident))
    assert snippets(client, "Polikarp") == [shown]
    assert reasons(client, "Polikarp") == [
        "Found because it names Budu Mdivani, whose record has Polikarp as another name."
    ]


def test_a_place_of_writing_is_shown_as_that(client):
    letter(place=place_with("Goris", "Gerusy"), place_as_written="the camp")
    assert snippets(client, "Gerusy") == ["as the place of writing: the camp"]


def test_a_merged_record_is_explained_by_the_one_in_which_it_ended(client):
    old, goris = builders.place("Gerusy"), builders.place("Goris")
    ident = letter(f"In [[place:{goris}|the town]].")
    with builders.history.revision(builders.user("editor"), "The same"):
        record = Place.objects.get(pk=old)
        record.merged_into_id = goris
        record.save()
    assert found(client, "Gerusy") == {ident}
    assert reasons(client, "Gerusy") == [GORIS]
    assert marks(page_of(client, "Gerusy")) == ["the town"]


def test_in_quotes_no_record_helps(client):
    goris = place_with("Goris", "Gerusy")
    letter(f"In [[place:{goris}|Goris]].")
    assert found(client, '"Gerusy"') == set()
    assert found(client, "Gerusy", scope="text") == set()


def test_the_page_reached_from_the_results_marks_what_the_record_is_called_there(client):
    goris = place_with("Goris", "Gerusy")
    ident = letter(f"In [[place:{goris}|the town]], not in the town.")
    assert marks(client.get(f"/documents/{ident}/", {"q": "Gerusy"})) == ["the town"]
    assert marks(client.get(f"/documents/{ident}/", {"q": '"Gerusy" OR camp'})) == []
    ada = person_with("Ada Example", "Adelaide")
    signed = letter(signatories=(Signatory(key="sign0001", person=ada, name_as_signed="A. E."),))
    assert marks(client.get(f"/documents/{signed}/", {"q": "Adelaide"})) == ["A. E."]


def queries(client, typed: str) -> int:
    page_of(client, typed)  # the index and the names have learnt of all
    with CaptureQueriesContext(connection) as asked:
        page_of(client, typed)
    return len(asked)


def test_however_many_hits_a_record_explains_one_query_more_is_asked(client):
    goris = place_with("Goris", "Gerusy")
    for _ in range(2):
        letter(f"In [[place:{goris}|Goris]].")
        assert queries(client, "Gerusy") == queries(client, "Goris") + 1
        for _ in range(5):
            letter(f"Again in [[place:{goris}|Goris]].")


# --- Words in any of their forms ---


@pytest.mark.parametrize(
    ("language", "there", "typed"),
    [
        ("en", "the inhabitants remember", "inhabitant"),
        ("fr", "les gouvernements alliés", "gouvernement"),
        ("de", "nach langen Verhandlungen", "Verhandlung"),
        ("it", "i trattati di pace", "trattato"),
        ("tr", "gelen mektuplar", "mektup"),
        ("ru", "заявление правительства", "правительство"),
        ("ru", "заявленіе правительства", "правительствам"),
        ("hy", "կառավարության որոշումը", "որոշում"),
        ("el", "οι κυβερνήσεις", "κυβέρνησης"),
    ],
)
def test_a_word_is_found_in_another_form_but_in_quotes_it_is_not(client, language, there, typed):
    ident = letter(there, language)
    letter("Nothing of that.")
    assert found(client, typed) == {ident}
    assert len(marks(page_of(client, typed))) == 1
    assert found(client, f'"{typed}"') == set()
    assert found(client, f'"{there}"') == {ident}


@pytest.mark.parametrize("typed", ["Karabakh", "Kara[bakh]", '"Karabakh question"', '"Kara[bakh] question"'])
def test_words_in_brackets_are_found_with_and_without_them(client, typed):
    ident = letter("On the Kara[bakh] question.")
    whole = letter("On the [Karabakh] question.")
    plain = letter("On the Karabakh question.")
    letter("On no question.")
    assert found(client, typed) == {ident, whole, plain}
    assert found(client, typed, scope="supplied") <= {ident, whole}
    assert whole in found(client, "Karabakh", scope="supplied")


@pytest.mark.parametrize(
    ("there", "typed"),
    [
        ("une réunion", "reunion"),
        ("a reunion", "réunion"),
        ("İstanbul", "istanbul"),
        ("Ağdam", "Agdam"),
        ("στη Θεσσαλονίκη", "θεσσαλονικη"),
        ("η Ελλάς", "ΕΛΛΑΣ"),
        ("ἡ Ἑλλάς", "ἑλλὰς"),
        ("всё ещё", "все еще"),
        ("Երևան", "Երեւան"),
        ("Müller", "MULLER"),
    ],
)
def test_diacritics_and_capitals_make_no_difference_in_quotes_either(client, there, typed):
    ident = letter(f"word {there} word")
    assert found(client, typed) == {ident}
    assert found(client, f'"{typed}"') == {ident}


# --- Voices ---

VOICES = [
    ("text", {"texts": (Text(key="text0001", role="original", language="en", content="heather"),)},
     "in the original: heather"),
    ("supplied", {"texts": (Text(key="text0001", role="original", language="en", content="an [heather]"),)},
     "in the original, supplied by another hand: an [heather]"),
    ("notes", {"texts": (Text(key="text0001", language="en", content="See[^*]."),),
               "footnotes": (Footnote(key="note0001", owner="text0001", label="*", voice="earlier compiler",
                                      content="heather"),)},
     "in note *, by an earlier compiler: heather"),
    ("editorial", {"editorial_texts": (EditorialText(key="edit0001", editorial_kind="commentary",
                                                     language="en", content="heather"),)},
     "in the commentary, by the editors: heather"),
    ("signed", {"signatories": (Signatory(key="sign0001", name_as_signed="Heather"),)},
     "among the signatories: Heather"),
    ("references", {"archival_references": (ArchivalReference(key="arch0001", as_printed="Heather, f. 1"),)},
     "among the references: Heather, f. 1"),
]  # fmt: skip


@pytest.fixture
def voices() -> dict[str, str]:
    """One word, in each document by another hand; the scope → the document."""
    return {
        scope: builders.published(title=f"A {scope}", **fields).document_id for scope, fields, _ in VOICES
    }


def test_whose_words_match_is_told_apart(client, voices):
    assert found(client, "heather") == {*voices.values()}
    for scope, fields, _ in VOICES:
        expected = {voices[scope], voices["supplied"]} if scope == "text" else {voices[scope]}
        assert found(client, "heather", scope=scope) == expected, fields


@pytest.mark.parametrize(("scope", "fields", "shown"), VOICES)
def test_a_snippet_says_where_it_stands_and_whose_words_it_shows(client, scope, fields, shown):
    builders.published(**fields)
    assert snippets(client, "heather") == [shown]


def test_own_words_are_not_called_supplied(client):
    letter("heather and [heather]")
    assert snippets(client, "heather") == ["in the original: heather and [heather]"]


# --- Names in other scripts and spellings ---


def test_every_pair_of_spellings_is_found_with_its_reason_and_not_in_quotes():
    pairs = [(name if may_be_name(name) else name.capitalize(), spelling) for name, spelling, _ in ALIKE]
    names = list(dict.fromkeys(name for name, _ in pairs))
    for some in range(10):  # so that few documents hold all names
        signed = (Signatory(key=f"sign{n:04}", name_as_signed=name) for n, name in enumerate(names[some::10]))
        builders.published(signatories=tuple(signed))
    index, wrong = opened(), []
    for name, spelling in pairs:
        is_exact, is_form = (words(name, each) == words(spelling, each) for each in (EXACT, OTHER))
        told = [reason for reasons in reasons_of(index, spelling, name) for reason in reasons]
        exact = list(reasons_of(index, f'"{spelling}"', name))
        if bool(exact) != is_exact or not (name in told or is_exact or is_form):
            wrong.append((name, spelling, told, exact))
    assert wrong == [], wrong


def reasons_of(index, typed: str, name: str) -> Iterator[list[str]]:
    """The spellings that are told as the reasons for each hit which this name signed."""
    request = Request(tree=read(typed).tree)
    for hit in find(index, request, facets=()).hits:
        if any(name in piece.text.split("\n") for piece in hit.pieces if piece.voice == "signed"):
            yield [reason.found for reason in matched(hit, sought(request, {}).words).reasons]


def test_a_name_in_another_script_is_found_in_texts_too_with_the_reason(client):
    ident = letter("Приехал Мдивани.", "ru")
    assert found(client, "Mdivani") == {ident}
    assert snippets(client, "Mdivani") == ["in the original: Приехал Мдивани."]
    assert reasons(client, "Mdivani") == ["Found because Мдивани may be another spelling of Mdivani."]
    assert found(client, '"Mdivani"') == set()


# --- When nothing is found ---


def offers(client, query: str, **asked: str) -> list[str]:
    """What the page offers instead, with the counts."""
    section = Seen(page_of(client, query, **asked)).section("What can be done")
    return re.split(
        " Without one of the conditions | (?=See all )", section.removeprefix("What can be done ")
    )


def test_another_spelling_is_offered_with_what_it_finds(client):
    for _ in range(2):
        letter("The harvest is in.")
    builders.saved(title="The harvesp")
    gone = letter("The harvesd.")
    builders.withdraw(gone)
    assert offers(client, "harvesr") == ["Did you mean harvest (2 documents)?", "See all 2 documents"]
    page = page_of(client, "harvesr").context["page"]
    (offer,) = page.instead.spellings
    assert len(found(client, "harvest")) == offer.count == 2
    assert offer.address == "/documents/?q=harvest"


def test_nobody_can_tell_from_what_is_offered_that_a_withdrawn_text_had_the_word(client):
    secrets = ["harvesd", "harvesz", "harvesx", "harvesq"]
    for _ in range(2):
        letter("The harvest is in.")
    gone = [letter(f"The {' '.join([secret] * 3)}.") for secret in secrets]
    assert found(client, "harvesd") == {gone[0]}  # all of them are in one segment of the index
    for ident in gone:
        builders.withdraw(ident)
    for typed in ("harvesr", *secrets):
        assert offers(client, typed) == ["Did you mean harvest (2 documents)?", "See all 2 documents"], typed


def test_a_spelling_that_finds_nothing_with_the_other_conditions_is_not_offered(client):
    letter("The harvest is in.", type="letter")
    letter("The mill stands still.", type="telegram")
    assert page_of(client, "harvesr", type="telegram").context["page"].instead.spellings == ()


def test_the_condition_that_stands_in_the_way_is_named_with_what_is_found_without_it(client):
    for _ in range(3):
        letter("The harvest is in.", type="letter", date_edtf="1920")
    letter("The mill stands still.", type="telegram", date_edtf="1921")
    asked = {"type": "letter", "from": "1921"}
    page = page_of(client, "harvest", **asked).context["page"]
    assert page.total == 0
    ((words, address, count),) = [(each.words, each.address, each.count) for each in page.instead.without]
    assert (words, count) == ("From: 1921", 3)
    assert len(found(client, "harvest", type="letter")) == 3
    assert address == "/documents/?q=harvest&type=letter"


def test_the_word_that_stands_in_the_way_is_named(client):
    letter("The harvest is in.")
    page = page_of(client, "harvest quillwort").context["page"]
    without = {each.words: each.count for each in page.instead.without}
    assert without["“quillwort”"] == 1
    assert "“harvest”" not in without


def test_no_single_condition_is_blamed_where_two_stand_in_the_way(client):
    letter("The harvest is in.", type="letter", date_edtf="1920")
    assert "No single condition stands in the way." in offers(client, '"mill"', **{"from": "1921"})[0]


# --- A person counts once ---


def test_a_merged_person_counts_once(client):
    ada, other = builders.person("Ada Example"), builders.person("A. Example")
    both = letter(
        signatories=tuple(Signatory(key=f"sign000{n}", person=p) for n, p in enumerate((ada, other)))
    )
    old = letter(signatories=(Signatory(key="sign0001", person=other),))
    with builders.history.revision(builders.user("editor"), "The same"):
        record = Person.objects.get(pk=other)
        record.merged_into_id = ada
        record.save()
    letter()
    page = page_of(client, "").context["page"]
    (facet,) = [each for each in page.facets if each.name == "person"]
    assert [(value.label.text, value.count) for value in facet.values] == [
        ("Ada Example", 2),
        ("not stated", 1),
    ]
    for ident in (ada, other):
        assert found(client, "", person=ident) == {both, old}


# --- Only what is public ---

SECRET = "quillwort"
PLACES = (
    "/documents/", "/documents/?view=table", "/documents/?view=timeline", "/documents/by/person/",
    "/documents/by/place/", "/documents/by/body/", "/documents/by/type/", "/documents.json", "/documents.csv",
    "/documents.ris", "/documents.bib", "/documents.atom", "/documents/help/",
)  # fmt: skip


def secretive() -> dict:
    """Fields that all hold a secret word, and records that nothing else names."""
    town = place_with(f"{SECRET} town", f"{SECRET} camp")
    return {
        "title": f"On {SECRET}",
        "date_edtf": "1850",
        "place": town,
        "texts": (Text(key="text0001", language="en", content=f"{SECRET} in [[place:{town}|{SECRET}]]"),),
        "signatories": (Signatory(key="sign0001", person=builders.person(f"{SECRET} Ada")),),
        "printings": (
            Printing(key="prin0001", collection=builders.collection(f"{SECRET} book"), number="7"),
        ),
    }


def drafted() -> None:
    builders.saved(**secretive())


def changed() -> None:
    builders.changed(letter(), **secretive())


def withdrawn() -> None:
    builders.withdraw(builders.published(**secretive()).document_id)


def corrected() -> None:
    ident = builders.published(**secretive()).document_id
    builders.save(builders.content(public_id=ident))
    builders.publish(ident)


@pytest.mark.parametrize("hidden", [drafted, changed, withdrawn, corrected])
def test_what_readers_cannot_see_is_told_nowhere(client, hidden):
    opened()
    hidden()
    shown = len(found(client, ""))
    assert shown == (1 if hidden in (changed, corrected) else 0)
    for typed in (SECRET, f'"{SECRET}"', f"{SECRET[:5]}*", f"{SECRET}~", f"{SECRET} camp", f"-{SECRET}", "7"):
        assert len(found(client, typed)) == (shown if typed.startswith("-") else 0), typed
        page = page_of(client, typed).context["page"]
        assert page.instead.spellings == ()
    assert page_of(client, "quillwart").context["page"].instead.spellings == ()
    for place in PLACES:
        kept.pages.clear()
        assert SECRET not in client.get(place).getvalue().decode(), place
    for typed in (SECRET, SECRET[:4]):
        assert client.get("/documents/suggest.json", {"q": typed}).json()[1] == []
    years = page_of(client, "").context["page"].periods
    assert "1850" not in str(years.bars)
