"""What a reader's words look like besides words: a date, an archival reference, a printed number, an id.

Each is offered as a search for just that, and the sentence says how it was understood; the words are
searched as they were typed all the same, and a printed number alone as a number besides. Dates are read by
documents/dates; a date is taken for new style unless it says that it is old, and where old style was in use
that reading is offered as well.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from documents.dates import GREGORIAN, JULIAN, DateError, HistoricalDate, parse
from documents.dates.words import MONTHS
from places.register import LENGTH, is_well_formed

LONGEST = 200
DOUBLE_QUOTES = '"“”„‟«»'
QUOTES = f"{DOUBLE_QUOTES}‘’‚‛‹›"
FIRST_NEW_STYLE, LAST_OLD_STYLE = "1582-10-15", "1923-12-31"
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")

# Beginnings by which a month is known in English (short or full) and in Russian, in every case.
_RUSSIAN = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_RUSSIAN_WORDS = (
    r"янв(?:ар[ьяею]\w*)?|фев(?:рал[ьяею]\w*)?|мар(?:т[аеу]?)?|апр(?:ел[ьяею]\w*)?|ма[йяею]|июн[ьяею]?|июл[ьяею]?"
    r"|авг(?:уст[ае]?)?|сент?(?:ябр[ьяею]\w*)?|окт(?:ябр[ьяею]\w*)?|нояб?(?:р[ьяею]\w*)?|дек(?:абр[ьяею]\w*)?"
)
_ENGLISH_WORDS = "|".join(f"{name[:3]}(?:{name[3:4]}(?:{name[4:]})?)?" for name in MONTHS)
_MONTH = rf"(?P<month>(?:{_ENGLISH_WORDS}|{_RUSSIAN_WORDS})\b\.?)"
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th|-го)?"
_YEAR = r"(?P<year>[0-9]{4})(?:\s*(?:г\.?|года?|году)(?!\w))?"
_ROMAN = rf"(?P<roman>{'|'.join(sorted(ROMAN, key=len, reverse=True))})"
_BREAK = r"\s*[./ \u2013-]\s*"
_DATES = tuple(
    re.compile(rf"(?<![\w.,/:-]){form}(?![\w/:-]|\.[0-9])", re.IGNORECASE)
    for form in (
        rf"{_DAY}(?:\s+of)?\s+{_MONTH},?\s*{_YEAR}",
        rf"{_MONTH}\s+{_DAY},?\s+{_YEAR}",
        rf"{_MONTH},?\s+{_YEAR}",
        rf"{_DAY}{_BREAK}{_ROMAN}{_BREAK}{_YEAR}",
        rf"{_DAY}\s?[./]\s?(?P<figure>[0-9]{{1,2}})\s?[./]\s?{_YEAR}",
        r"(?P<edtf>[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?)",
        r"(?P<decade>[0-9]{3}X)",
    )
)
_STYLE = re.compile(
    r"\s*[(\[]?\s*(?:(?P<old>old[ -]style|o\.\s?s\.|ст\.\s?ст\.|старого стиля|по старому стилю)"
    r"|new[ -]style|n\.\s?s\.|н\.\s?ст\.|нового стиля|по новому стилю)\s*[)\]]?",
    re.IGNORECASE,
)
_ONLY_YEAR = re.compile(r"\s*([0-9]{4})\s*")

# The parts of an archival reference, in both scripts; a number may carry a letter, as in "d. 21a".
_PARTS = (
    ("fonds", r"f|fond|fonds|ф|фонд", ("f.", "ф.")),
    ("inventory", r"op|opis|inv|оп|опись", ("op.", "оп.")),
    ("file", r"d|delo|file|д|дело", ("d.", "д.")),
    ("leaf", r"ll?|fol|лл?|лист", ("l.", "л.")),
)
_NUMBER = r"[0-9]{1,6}[A-Za-zА-Яа-я]?(?:\s?[-\u2013]\s?[0-9]{1,6})?"
_SAID = [rf"(?P<{name}_sign>(?:{words})\b\.?)\s*(?P<{name}>{_NUMBER})(?!\w)" for name, words, _ in _PARTS]
_APART = r"[\s,;]*"
_REFERENCE = re.compile(
    rf"(?<!\w){_SAID[0]}{_APART}{_SAID[1]}(?:{_APART}{_SAID[2]})?(?:{_APART}{_SAID[3]})?", re.IGNORECASE
)
_PRINTED = re.compile(
    r"\s*(?:(?:doc(?:ument)?|док(?:умент)?)\b\.?\s*)?(?:no\.|nr\.|n[°º]|№|no\b|nr\b)\s*(?P<number>[0-9]{1,5}[a-zа-я]?)\s*\.?\s*",
    re.IGNORECASE,
)


_BARE = re.compile(r"\s*[1-9][0-9]{0,3}\s*")
_ADDRESS = re.compile(
    rf"\s*(?:https?://[^\s/]+)?/?[a-z]+/(?P<id>[0-9a-z]{{{LENGTH}}})(?:[/.?#]\S*)?\s*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Recognised:
    """What words were recognised as, and the parameters of the search for just that.

    `sentence` says how they were understood, `offer` is the wording of the link. The kind "id" has the single
    parameter `id`: it is the record of that id that is offered, not a search.
    """

    kind: str
    sentence: str
    offer: str
    parameters: tuple[tuple[str, str], ...]


def recognised(typed: str) -> tuple[Recognised, ...]:
    """All that the words look like: none, one or a few. Never raises."""
    if len(typed) > LONGEST or not typed.strip():
        return ()
    return (*_ids(typed), *_references(typed), *_numbers(typed), *_dates(typed))


def _ids(typed: str) -> Iterator[Recognised]:
    """An id alone, or in an address of an archive: that of a citation is pasted here, too."""
    address = _ADDRESS.fullmatch(typed)
    ident = (address["id"] if address else _unquoted(typed)).lower()
    if len(ident) == LENGTH and is_well_formed(ident):
        yield Recognised("id", f"“{ident}” can be the id of a record.", "Open it", (("id", ident),))


def _unquoted(typed: str) -> str:
    """What was typed without quotation marks around it, or one that has no partner."""
    return typed.strip().strip(QUOTES).strip()


def printed_number(typed: str) -> str:
    """The number, if words are nothing but the number of a document in print; else none."""
    found = _PRINTED.fullmatch(typed) if len(typed) <= LONGEST else None
    return found["number"] if found else ""


def _numbers(typed: str) -> Iterator[Recognised]:
    if _BARE.fullmatch(typed):
        number = typed.strip()
        sentence = f"“{number}” can be the number of a document in a printed collection."
        yield Recognised("figures", sentence, f"Documents with number {number}", (("q", f"no:{number}"),))
    elif number := printed_number(said := _unquoted(typed)):
        sentence = f"“{said}” looks like the number of a document in a printed collection."
        yield Recognised("number", sentence, f"Documents with number {number}", (("q", f"no:{number}"),))


def _references(typed: str) -> Iterator[Recognised]:
    if not (found := _REFERENCE.search(typed)):
        return
    parts = [(name, number) for name, _, _ in _PARTS if (number := found[name])]
    said = ", ".join(f"{name} {number}" for name, number in parts)
    # The leaf is written in too many ways to be asked for; numbers alone stand where parts are apart.
    asked = [part for part in parts if part[0] != "leaf"]
    signed = " ".join(_signed(found[f"{name}_sign"].lower(), name, number) for name, number in asked)
    wanted = f'({signed}) OR "{" ".join(number for _, number in asked)}"'
    sentence = f"“{found[0].strip()}” looks like an archival reference: {said}."
    yield Recognised("reference", sentence, "Documents with this reference", (("q", f"ref:({wanted})"),))


def _signed(typed: str, name: str, number: str) -> str:
    """The number after the sign as it was typed, or as it is usual in either script."""
    usual = next(signs for part, _, signs in _PARTS if part == name)
    spellings = [f'"{sign} {number}"' for sign in dict.fromkeys((typed, *usual))]
    return f"({' OR '.join(spellings)})"


# --- Dates ---


def _dates(typed: str) -> Iterator[Recognised]:
    if year := _ONLY_YEAR.fullmatch(typed):
        yield from _date(year[1])
        return
    for form in _DATES:
        if found := form.search(typed):
            style = _STYLE.match(typed, found.end())
            end = style.end() if style else found.end()
            rest = _rest(typed[: found.start()], typed[end:])
            said = "" if not style else JULIAN if style["old"] else GREGORIAN
            yield from _date(_edtf(found), said, rest)
            return


def _rest(before: str, after: str) -> str:
    """The words around a date. Quotation marks in which the date stood are not cut in half."""
    if sum(map(before.count, DOUBLE_QUOTES)) % 2:
        opening = max(map(before.rfind, DOUBLE_QUOTES))
        closing = min((at for mark in DOUBLE_QUOTES if (at := after.find(mark)) >= 0), default=len(after))
        before, after = (
            before[:opening] + " " + before[opening + 1 :],
            after[:closing] + " " + after[closing + 1 :],
        )
    rest = " ".join(f"{before} {after}".split())
    return rest if any(map(str.isalnum, rest)) else ""


def _edtf(found: re.Match[str]) -> str:
    """The date as documents/dates reads it."""
    parts = found.groupdict()
    if whole := parts.get("edtf") or parts.get("decade"):
        return whole.upper()
    month = f"{parts['year']}-{_month(parts):02}"
    return f"{month}-{int(parts['day']):02}" if parts.get("day") else month


def _month(parts: dict[str, str | None]) -> int:
    if roman := parts.get("roman"):
        return ROMAN.index(roman.upper()) + 1
    if figure := parts.get("figure"):
        return int(figure)
    word = (parts["month"] or "").lower()
    for at, name in enumerate(MONTHS):
        if word.startswith(name[:3].lower()):
            return at + 1
    return next(at for at, name in enumerate(_RUSSIAN, start=1) if word.startswith(name))


def _date(edtf: str, style: str = "", rest: str = "") -> Iterator[Recognised]:
    try:
        is_day = parse(edtf, JULIAN).is_day
    except DateError:
        return
    was_in_use = FIRST_NEW_STYLE <= edtf <= LAST_OLD_STYLE
    for calendar in (GREGORIAN, JULIAN):
        if calendar == style or (not style and (calendar == GREGORIAN or (is_day and was_in_use))):
            yield from _in_calendar(HistoricalDate(edtf=edtf, calendar=calendar), rest, is_day)


def _span(first: date, last: date) -> str:
    return HistoricalDate(edtf=f"{first}/{last}").in_words()


def _in_calendar(when: HistoricalDate, rest: str, is_day: bool) -> Iterator[Recognised]:
    first, last = when.earliest, when.latest
    if not first or not last:
        return
    if styles := when.both_styles():
        meaning = f"{styles.old} in old style is {styles.new or _span(first, last)} in new style."
        offer = "Documents of that day" if is_day else "Documents of that time"
    else:
        meaning = f"Read as a date: {when.in_words()}, new style."
        offer = "Documents of this day" if is_day else "Documents of this time"
    asked = (("from", str(first)), ("to", str(last)), *((("q", rest),) if rest else ()))
    yield Recognised("date", meaning, offer, asked)
