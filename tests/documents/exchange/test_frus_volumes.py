"""Seven whole volumes, compared with facts that another program took from their XML."""

import json
import re
import time
import unicodedata
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

from documents.dates import HistoricalDate
from documents.exchange.importing import dialects, xml
from documents.exchange.importing.sources import Named, SourceDocument
from documents.markup import footnote_problems, mentions, parse, plain, problems
from documents.snapshot import Document, passages

CORPUS = Path(settings.BASE_DIR).parent / "shared" / "corpora"
VOLUMES, EXPECTED = CORPUS / "frus", CORPUS / "expected"

# Why what is read differs from what is expected: (field, document) → one sentence.
COPIES = "The copies that the file holds within the signature are no office; the signature line keeps them."
EXPLAINED = {
    ("body end", "frus1914-20v02/d47"): "A postscript behind the enclosure stands in the text before it.",
    ("signatories", "frus1969-76ve15p1/d78"): COPIES,
    ("signatories", "frus1969-76ve15p1/d102"): COPIES,
}
# Where a distribution list stands within the signature, in lines that may be names.
DOUBTFUL = {"frus1969-76ve15p1/d69"}
LEAST_EQUAL = 0.995
SECONDS = 5

pytestmark = pytest.mark.skipif(not VOLUMES.exists(), reason="the volumes are not here")
LOCAL = re.compile(r"(\[\[(?:person|document):)@([^|]+)\|")


@cache
def volumes() -> tuple[dict[str, SourceDocument], dict[str, Named], float]:
    """The documents by identity, all that is named by volume and name, and the processor's seconds."""
    begun = time.process_time()
    documents, named = {}, {}
    for path in sorted(VOLUMES.glob("*.xml")):
        root = xml.parse(path.read_bytes(), path.name)
        source = dialects.dialect_of(root).read(root, path.name)
        documents.update((document.identity, document) for document in source.documents)
        named.update(((source.identity, local), each) for local, each in source.named.items())
    return documents, named, time.process_time() - begun


def expected(what: str) -> list[dict]:
    lines = (EXPECTED / f"frus.{what}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def parts(facts: dict) -> list[Document]:
    """A document and its enclosures, which the facts count as parts of it."""
    documents = volumes()[0]
    first = documents[f"{facts['volume']}/{facts['id']}"].content
    return [first, *(documents[row.target.removeprefix("@")].content for row in first.relations)]


def resolved(passage: str) -> str:
    return LOCAL.sub(r"\1b2345678|", passage)


def words(passage: str) -> str:
    return plain(parse(resolved(passage)))


def letters(text: str) -> str:
    """Without blanks: files are indented within their running text."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", text))


def body(facts: dict) -> str:
    """Text and signature line; of the enclosures their heads, too."""
    first, *enclosed = parts(facts)
    said = [first.texts[0].content, first.signature_line]
    for each in enclosed:
        said += [each.heading, each.texts[0].content, each.signature_line]
    return " ".join(" ".join(words(each) for each in said).split())


def footnotes(facts: dict) -> list[tuple[str, str]]:
    """Label and beginning of each note that is no source note: those are compared apart."""
    sources = {letters(each) for each in facts["source_notes"]}
    found = [(note.label, letters(words(note.content))) for part in parts(facts) for note in part.footnotes]
    return [(label, said[:60]) for label, said in found if said not in sources]


def source_notes(facts: dict) -> list[str]:
    """Those of the expected notes that are in the document: as a reference, a notice or a footnote."""
    kept = set()
    for part in parts(facts):
        kept |= {letters(row.as_printed) for row in part.archival_references}
        kept |= {letters(words(row.content)) for row in (*part.editorial_texts, *part.footnotes)}
    return [letters(each) for each in facts["source_notes"] if letters(each) in kept]


def persons(facts: dict) -> list[tuple[str, str]]:
    """Those of the expected persons, with the words that name them, that are marked in the document."""
    marked = set()
    for part in parts(facts):
        for passage in passages(part):
            names = [each[2] for each in LOCAL.finditer(passage)]
            found = mentions(parse(resolved(passage)))
            assert len(found) == len(names)
            marked |= {(local, letters(each.words)) for local, each in zip(names, found, strict=True)}
    return [each for each in listed_persons(facts) if each in marked]


def listed_persons(facts: dict) -> list[tuple[str, str]]:
    linked = [each for each in facts["persons"] if each["ref"]]
    return [(each["ref"].removeprefix("#"), letters(each["text"])) for each in linked]


def signatories(facts: dict) -> str:
    """Names with the offices under them, in order; offices printed beside the signature are not expected."""
    said = []
    rest = "".join(bare(each["text"]) for each in facts["signed"])
    for row in (row for part in parts(facts) for row in part.signatories):
        name, whole = bare(row.name_as_signed), bare(row.name_as_signed + row.capacity_as_signed)
        said.append(whole if rest.startswith(whole) else name)
        rest = rest.removeprefix(said[-1])
    return "".join(said)


def bare(text: str) -> str:
    return re.sub(r"[.,;]", "", letters(text))


def date(facts: dict) -> tuple[str, str]:
    content = parts(facts)[0]
    earliest, latest = (
        HistoricalDate(edtf=content.date_edtf).earliest,
        HistoricalDate(edtf=content.date_edtf).latest,
    )
    return str(earliest), str(latest)


def place(facts: dict) -> str:
    return bare(parts(facts)[0].place_as_written)


# Field → (what is read, what is expected; what is expected to be empty is not compared).
FIELDS = {
    "title": (lambda f: letters(parts(f)[0].title), lambda f: letters(f["head"])),
    "date": (date, lambda f: f["date_min"] and (f["date_min"], f["date_max"])),
    "place": (place, lambda f: bare(f["place"] or "")),
    "body start": (
        lambda f: letters(body(f))[: len(letters(f["body_start"]))],
        lambda f: letters(f["body_start"]),
    ),
    "body end": (
        lambda f: letters(body(f))[-len(letters(f["body_end"])) :],
        lambda f: letters(f["body_end"]),
    ),
    "footnotes": (
        footnotes,
        lambda f: [(note["n"], letters(note["start"])[:60]) for note in f["footnote_list"]],
    ),
    "signatories": (signatories, lambda f: "".join(bare(each["text"]) for each in f["signed"])),
    "source notes": (source_notes, lambda f: [letters(each) for each in f["source_notes"]]),
    "persons": (persons, listed_persons),
    "senders and recipients": (
        lambda f: [letters(row.as_written) for row in parts(f)[0].correspondents],
        lambda f: [letters(each["text"]) for each in f["from_to"]],
    ),
}


def alike(field: str, read: object, wanted: object) -> bool:
    """The facts give only how a footnote begins."""
    if field != "footnotes":
        return read == wanted
    return len(read) == len(wanted) and all(
        label == other and said.startswith(start)
        for (label, said), (other, start) in zip(read, wanted, strict=True)
    )


def test_every_document_is_read():
    documents = volumes()[0]
    identities = [f"{facts['volume']}/{facts['id']}" for facts in expected("documents")]
    assert len(identities) == 2323
    assert set(identities) <= set(documents)
    enclosed = sum(len(facts["attachments"]) for facts in expected("documents"))
    assert len(documents) == len(identities) + enclosed


@pytest.mark.parametrize("field", FIELDS)
def test_fields_are_equal_and_each_difference_is_explained(field):
    read, wanted = FIELDS[field]
    compared = [facts for facts in expected("documents") if wanted(facts)]
    different = [
        f"{facts['volume']}/{facts['id']}"
        for facts in compared
        if not alike(field, read(facts), wanted(facts))
    ]
    assert 1 - len(different) / len(compared) >= LEAST_EQUAL
    assert sorted(different) == sorted(document for of, document in EXPLAINED if of == field)


def test_texts_are_as_long_as_expected():
    """Start and end are compared letter by letter; between them no more than layout may differ."""
    for facts in expected("documents"):
        difference = abs(len(body(facts)) - facts["body_chars"])
        assert difference <= max(15, facts["body_chars"] / 200), facts["id"]


def test_listed_persons_have_their_names():
    named = volumes()[1]
    listed = [entry for entry in expected("lists") if entry["list"] == "persons"]
    for entry in listed:
        person = named[entry["volume"], entry["ids"][0]]
        assert letters(person.name) == letters(entry["name"])
        assert letters(person.note).rstrip(".") in letters(entry["entry"])
    assert len(listed) == 292


def test_what_went_in_came_out_and_no_element_is_unknown():
    for document in volumes()[0].values():
        assert document.notes[0] == document.notes[1], document.identity
        is_told = any("is doubtful" in each for each in document.told)
        assert is_told == (document.identity in DOUBTFUL), document.identity
        assert (document.signatures[0] != document.signatures[1]) == is_told, document.identity
        assert document.unknown == {}, document.identity


def test_every_content_is_written_in_our_markup_and_every_anchor_has_its_note():
    for identity, document in volumes()[0].items():
        content = document.content
        owned = {
            "heading": content.heading,
            "signatures": content.signature_line,
            "date": content.date_as_written,
        }
        owned |= {
            row.key: row.content for row in (*content.texts, *content.footnotes, *content.editorial_texts)
        }
        assert {note.owner for note in content.footnotes} <= set(owned), identity
        for owner, passage in [*owned.items(), ("summary", content.summary)]:
            labels = [note.label for note in content.footnotes if note.owner == owner]
            assert problems(resolved(passage)) == [], (identity, owner)
            assert footnote_problems(resolved(passage), labels) == [], (identity, owner)


@pytest.mark.benchmark
def test_all_volumes_are_read_in_seconds():
    assert volumes()[2] <= SECONDS
