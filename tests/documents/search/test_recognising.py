"""Words that look like a date, a reference, a number or an id are offered as what they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.search.query import read
from documents.search.recognising import Recognised, recognised
from places.register import check_character


def _of(typed: str, kind: str) -> list[Recognised]:
    return [each for each in recognised(typed) if each.kind == kind]


@pytest.mark.parametrize(
    "typed",
    [
        "10 July 1920", "10th of July 1920", "July 10, 1920", "10 Jul. 1920", "1920-07-10", "10.VII.1920",
        "10/VII-1920", "10 VII 1920", "10.7.1920", "10.07.1920", "10 июля 1920 г.", "10 июля 1920 года",
    ],
)  # fmt: skip
def test_a_day_is_recognised_however_it_is_written(typed: str) -> None:
    new, old = _of(typed, "date")
    assert new.parameters == (("from", "1920-07-10"), ("to", "1920-07-10"))
    assert new.sentence == "Read as a date: 10 July 1920, new style."
    assert old.parameters == (("from", "1920-07-23"), ("to", "1920-07-23"))
    assert old.sentence == "10 July 1920 in old style is 23 July 1920 in new style."


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("июль 1920", "1920-07-01", "1920-07-31"),
        ("March 1919", "1919-03-01", "1919-03-31"),
        ("марта 1919", "1919-03-01", "1919-03-31"),
        ("май 1919", "1919-05-01", "1919-05-31"),
        ("Sept. 1919", "1919-09-01", "1919-09-30"),
        ("1920-02", "1920-02-01", "1920-02-29"),
        ("1920", "1920-01-01", "1920-12-31"),
        ("192X", "1920-01-01", "1929-12-31"),
        ("10 July 1920 (new style)", "1920-07-10", "1920-07-10"),
        ("27 June 1920 O.S.", "1920-07-10", "1920-07-10"),
        ("27 июня 1920 по старому стилю", "1920-07-10", "1920-07-10"),
        ("29.II.1900 old style", "1900-03-13", "1900-03-13"),
        ("10 July 1990", "1990-07-10", "1990-07-10"),
    ],
)
def test_a_date_that_can_mean_one_thing_is_offered_once(typed: str, first: str, last: str) -> None:
    assert [each.parameters for each in _of(typed, "date")] == [(("from", first), ("to", last))]


def test_the_other_words_stay_beside_a_date() -> None:
    assert _of("Mdivani March 1921 treaty", "date")[0].parameters[-1] == ("q", "Mdivani treaty")


@pytest.mark.parametrize(
    ("typed", "rest"),
    [
        ("“10 July 1920”", ()),
        ('"10 July 1920', ()),
        ("letter “of 10 July 1920” from Kars", (("q", "letter of from Kars"),)),
        ("«10 July 1920» treaty", (("q", "treaty"),)),
        ("“mills” 10 July 1920", (("q", "“mills”"),)),
        ("don’t 10 July 1920 can’t", (("q", "don’t can’t"),)),
    ],
)
def test_no_half_of_quotation_marks_stays_beside_a_date(
    typed: str, rest: tuple[tuple[str, str], ...]
) -> None:
    for each in _of(typed, "date"):
        assert each.parameters[2:] == rest


def test_the_bounds_of_a_month_in_old_style_are_told_in_words() -> None:
    (found,) = _of("July 1917 old style", "date")
    assert found.sentence == "July 1917 in old style is 14 July 1917 to 13 August 1917 in new style."


@pytest.mark.parametrize("typed", ["“doc. No. 367”", '"No. 367"', "„№ 367", "‘Nr. 367’"])
def test_a_printed_number_is_recognised_in_quotation_marks(typed: str) -> None:
    (found,) = recognised(typed)
    assert (found.kind, found.parameters) == ("number", (("q", "no:367"),))
    assert not {*found.sentence[1:-1]} & {*'"„‘’'}
    assert found.sentence.count("“") == found.sentence.count("”") == 1


@pytest.mark.parametrize("typed", ["12", " 367 ", "1920"])
def test_figures_alone_can_be_a_number(typed: str) -> None:
    (found,) = _of(typed, "figures")
    assert found.parameters == (("q", f"no:{typed.strip()}"),)


@pytest.mark.parametrize(
    "form",
    [
        "“{}”", "https://archive.example.org/documents/{}/", "http://archive.example.org:80/documents/{}/v2/",
        "/documents/{}/compare/1..2/", "documents/{}.json", "/people/{}/?page=2", "/documents/{}/#match",
    ],
)  # fmt: skip
def test_an_id_is_recognised_in_the_address_that_is_cited(form: str) -> None:
    ident = "b12345" + "0"
    ident += check_character(ident)
    assert [each.parameters for each in _of(form.format(ident), "id")] == [(("id", ident),)]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("f. 609, op. 1, d. 21, l. 110", "fonds 609, inventory 1, file 21, leaf 110"),
        ("ф. 64, оп. 1, д. 10", "fonds 64, inventory 1, file 10"),
        ("Ф.64 Оп.1 Д.10 лл. 3-5", "fonds 64, inventory 1, file 10, leaf 3-5"),
        ("fond 200 opis 1", "fonds 200, inventory 1"),
        ("TsGA, f. 1, inv. 2, file 3. Original.", "fonds 1, inventory 2, file 3"),
    ],
)
def test_an_archival_reference_is_recognised(typed: str, said: str) -> None:
    (found,) = _of(typed, "reference")
    assert found.sentence.endswith(f": {said}.")
    assert [name for name, _ in found.parameters] == ["q"]
    assert read(found.parameters[0][1]).told == ()


def test_a_reference_is_looked_for_in_both_scripts() -> None:
    (found,) = _of("ф. 64, оп. 1", "reference")
    assert found.parameters == (("q", 'ref:((("ф. 64" OR "f. 64") ("оп. 1" OR "op. 1")) OR "64 1")'),)


@pytest.mark.parametrize(
    "typed", ["doc. No. 367", "№ 367", "No. 367", "Document no 367", "N° 367", "док. № 367"]
)
def test_a_printed_number_is_recognised(typed: str) -> None:
    assert [each.parameters for each in _of(typed, "number")] == [(("q", "no:367"),)]


def test_a_public_id_is_recognised() -> None:
    ident = "b000000" + check_character("b000000")
    assert _of(f" {ident.upper()} ", "id")[0].parameters == (("id", ident),)
    assert not _of("b000000" + ("0" if ident[-1] != "0" else "1"), "id")


@pytest.mark.parametrize(
    "typed",
    ["", "complete unity", "40 July 1920", "30 February 1920", "10:30", "d. 21", "mayor 1920", "1920-13",
     "0000", "No objection", "archive no. 5 of the army", "19200710", "10.7.19201", "марш 1920"],
)  # fmt: skip
def test_other_words_are_only_words(typed: str) -> None:
    assert recognised(typed) == ()


@given(
    st.text(st.sampled_from("0123456789 .,-/IVXfdopф№no°JulyиюляXг") | st.characters(exclude_categories=()))
)
def test_nothing_that_is_typed_is_an_error(typed: str) -> None:
    for each in recognised(typed):
        assert each.sentence.endswith(".")
        assert each.parameters
