"""Whole documents by chance, with every part, such as an editor might enter.

    @given(documents())                 # any document, as plain data
    @given(documents(pool))             # one that names only what the pool holds, so that it can be written

Every field of every row has a strategy in `fields`; a field that has none is an error, so a new field cannot
be forgotten.
"""

import unicodedata
from dataclasses import dataclass, field, fields
from typing import Any

from hypothesis import strategies as st

from documents.snapshot import (
    AUTHORITIES,
    PARTS,
    VOCABULARIES,
    ArchivalPart,
    Document,
    Name,
    Snapshot,
    named,
)
from places.register import ALPHABET, LETTERS, check_character

public_ids = st.builds(
    lambda first, rest: first + rest + check_character(first + rest),
    st.sampled_from(LETTERS),
    st.text(ALPHABET, min_size=6, max_size=6),
)
keys = st.text(ALPHABET, min_size=8, max_size=8)
languages = st.sampled_from(["und", "en", "ru", "hy", "ka", "ar", "az-Cyrl", "zh-Hant"])


def _pool() -> dict[str, list[str]]:
    return {
        **{kind: ["b0000006", "c0000009"] for kind in (*AUTHORITIES, "document")},
        **{kind: ["some-term", "other"] for kind in VOCABULARIES},
    }


@dataclass
class Pool:
    """What documents may name: kind of record or vocabulary → ids or codes."""

    known: dict[str, list[str]] = field(default_factory=_pool)

    def some(self, kind: str) -> st.SearchStrategy[str | None]:
        return st.sampled_from([None, *self.known[kind]])


def composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


printable = st.characters(exclude_categories=["Cc", "Cs"])
rare = st.sampled_from("́̈ﬁÅ\u2028\u200f\u00ad​ԵАа漢\U00010400\U0001f4dc\ufffe[]_*|\\#>^\"'&<")
letters = st.one_of(st.sampled_from("abc ,.ЖԱგ"), rare, printable)
lines = st.text(letters, max_size=12).map(composed)
named_lines = lines.map(lambda line: f"{line}x")


def passages(pool: Pool) -> st.SearchStrategy[str]:
    """Paragraphs with marks: anchors, pages, mentions, tables, supplied words, escapes."""
    mention = st.builds(
        lambda kind_id, words: f"[[{kind_id[0]}:{kind_id[1]}|{words}]]",
        st.sampled_from([(k, i) for k in ("person", "place", "body", "document") for i in pool.known[k]]),
        st.sampled_from(["Ada", "the _other_ one", "ԱԲ"]),
    )
    blocks = ["\n\n", "\n", "\n## ", "\n> ", "\n| a | b |\n", "\n[[item:1)]] "]
    inlines = ["[^*]", "[^1)]", "[^*#2]", "[[page:72v]]", "_e_", "[supplied]", "[...]", "\\[", " "]
    marks = st.sampled_from(blocks + inlines)
    return st.lists(st.one_of(lines, marks, mention), max_size=6).map("".join).map(composed)


@st.composite
def dates(draw: Any) -> dict[str, str]:
    """The columns of a date that an editor could have entered, in any of the calendars."""
    day = draw(st.dates()).isoformat()
    edtf = draw(st.sampled_from([day, f"{day}?", day[:7], f"{day[:4]}~", f"../{day}", f"[{day}..]", "192X"]))
    old_and_new = {"date_edtf": "1920-07-10", "date_edtf_julian": "1920-06-27", "date_calendar": "both"}
    return draw(
        st.sampled_from(
            [
                {},
                {"date_edtf": edtf},
                {"date_edtf": "1900-02-29", "date_calendar": "julian"},
                {"date_edtf": edtf, "date_calendar": "other", "date_calendar_name": "Hijri"},
                old_and_new,
            ]
        )
    )


@st.composite
def days_seen(draw: Any) -> dict[str, str | None]:
    first, last = sorted(draw(st.tuples(st.dates(), st.dates())))
    whole = {"first_seen": first.isoformat(), "last_seen": last.isoformat()}
    return {name: draw(st.sampled_from([None, day])) for name, day in whole.items()}


BASES = st.sampled_from(["stated", "inferred"])
WORDS = """title classification_as_written place_as_written name_as_signed capacity_as_signed translator
    taken_from words described_type issuer as_printed leaves pages credit described description rights remarks
    suppressed_warnings heading_voice_reason type_reason date_reason date_calendar_reason place_reason
    role_reason reason body_reason voice_reason collection_reason as_written date_as_written"""
VOICES = st.sampled_from(["author", "earlier compiler", "translator", "editors", "unknown"])
DATE = {
    f.name for f in fields(PARTS["further_dates"]) if f.name.startswith("date_") and f.name != "date_kind"
}
DATE -= {"date_as_written", "date_basis", "date_reason", "date_calendar_basis", "date_calendar_reason"}


def _is_basis(name: str) -> bool:
    return name == "basis" or name.endswith("_basis")


def fields_of(pool: Pool) -> dict[str, st.SearchStrategy[Any]]:
    """Name of a field, or part and name, → what it may hold."""
    edtf = st.sampled_from(["", "1920", "1919-08-22", "1919~/1920"])
    words = dict.fromkeys(WORDS.split(), lines)
    marked = dict.fromkeys(["summary", "signature_line", "content"], passages(pool))
    bases = {f.name: BASES for kind in (Document, *PARTS.values()) for f in fields(kind) if _is_basis(f.name)}
    tongues = dict.fromkeys(["title_language", "wording_language", "language"], languages)
    idents = {kind: pool.some(kind) for kind in (*AUTHORITIES, *VOCABULARIES) if kind != "level"}
    return {
        **words,
        **marked,
        **bases,
        **tongues,
        **idents,
        "heading": st.builds(lambda passage: f"{passage}x", passages(pool)),
        "heading_voice": VOICES,
        "voice": VOICES,
        "original_language": st.one_of(st.just(""), languages),
        "direction": st.sampled_from(["ltr", "rtl"]),
        "extent": st.sampled_from(["full", "extract", "abridged"]),
        "texts.role": st.sampled_from(["original", "transcription", "translation"]),
        "correspondents.role": st.sampled_from(["sender", "recipient"]),
        "correspondents.by": st.sampled_from(["", "jointly", "members of"]),
        "references.by": st.sampled_from(["number", "description", "link"]),
        "certainty": st.sampled_from(["certain", "probable", "possible"]),
        "manner": st.sampled_from(["signed", "for", "absent", "illegible"]),
        "label": named_lines,
        "note_kind": st.sampled_from(["content", "textual"]),
        "number": named_lines,
        "described_date": edtf,
        "dated": edtf,
        "address": st.sampled_from(["https://example.org/a?b=c#d", "http://archive.example.org/72v"]),
        "target": pool.some("document"),
        "parts": st.lists(
            st.builds(ArchivalPart, level=st.sampled_from(pool.known["level"]), value=named_lines), max_size=3
        ).map(tuple),
        "editorial_kind": st.sampled_from(["introduction", "commentary", "notice"]),
        "relation_kind": st.sampled_from(["encloses", "reply_to", "draft_of", "same_as", "possibly_same_as"]),
        "image": st.text("0123456789abcdef", min_size=64, max_size=64),
        "media_type": st.sampled_from(["image/jpeg", "image/png", "image/webp"]),
        "width": st.integers(0, 20_000),
        "height": st.integers(0, 20_000),
    }


# These names mean something else in each part.
APART = {"role", "by"}
DRAWN_TOGETHER = {*DATE, "key", "owner", "first_seen", "last_seen", "public_id", *PARTS}


def _field(part: str, name: str) -> str:
    return f"{part}.{name}" if name in APART else name


@st.composite
def documents(draw: Any, pool: Pool | None = None, ident: str | None = None) -> Document:
    """A document with any number of rows of every part, whose notes and references have owners."""
    pool = pool or Pool()
    known = fields_of(pool)
    used: set[str] = set()

    def row(kind: type, part: str = "", **given: Any) -> Any:
        if any(f.name in DATE for f in fields(kind)):
            given = {**draw(dates()), **given}
        if "first_seen" in kind.__dataclass_fields__:
            given = {**draw(days_seen()), **given}
        wanted = {f.name for f in fields(kind)} - DRAWN_TOGETHER
        chosen = {name: draw(known[_field(part, name)]) for name in sorted(wanted)}
        return kind(**{**chosen, **given})

    def new_key() -> str:
        key = draw(keys.filter(lambda key: key not in used))
        used.add(key)
        return key

    def some_rows(part: str, **given: Any) -> tuple[Any, ...]:
        return tuple(row(PARTS[part], part, key=new_key(), **given) for _ in range(draw(st.integers(0, 2))))

    parts = {part: some_rows(part) for part in PARTS if part not in ("footnotes", "references")}
    owners = ["", "heading", "date", "signatures"]
    owners += [each.key for each in (*parts["texts"], *parts["editorial_texts"])]
    for part, fixed in (("footnotes", owners), ("references", ["document", *owners[4:]])):
        found: list[Any] = []
        for _ in range(draw(st.integers(0, 3))):
            owner = draw(st.sampled_from([*fixed, *(each.key for each in found if part == "footnotes")]))
            found.append(row(PARTS[part], part, key=new_key(), owner=owner))
        parts[part] = tuple(found)
    return row(Document, public_id=ident or draw(public_ids), **parts)


@st.composite
def snapshots(draw: Any) -> Snapshot:
    """A document and the names of all that it names."""
    document = draw(documents())
    name = st.builds(Name, label=lines, language=languages, detail=lines)
    called = {}
    for key, kind in named(document).items():
        one = draw(name)
        called[key] = Name(kind=kind, label=one.label, language=one.language, detail=one.detail)
    return Snapshot(document=document, names=called)
