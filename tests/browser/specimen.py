"""A published page and what a correct entry of it holds: entered, then compared, piece by piece.

`expected` has the keys of CHECKS below; `page` is the text of the page as somebody published it by hand, its
paragraphs apart by blank lines.
"""

import json
import re
from typing import Any

from documents import markup
from tests.browser.entering import ADD, Desk
from tests.documents import builders

Expected = dict[str, Any]


def value(entry: Any) -> Any:
    return entry["value"] if isinstance(entry, dict) else entry


def paragraphs(page: str) -> list[str]:
    return [each.strip() for each in re.split(r"\n\s*\n", page)]


def passage(page: str, starts: str, count: int = 1) -> list[str]:
    """The paragraphs of the page from the words with which a piece starts."""
    found = paragraphs(page)
    first = next(n for n, each in enumerate(found) if starts in each)
    wanted = found[first : first + count]
    return [wanted[0][wanted[0].index(starts) :], *wanted[1:]]


def text_of(entry: Expected, page: str) -> list[str]:
    return passage(page, entry["starts"], entry["paragraphs"])


# --- Entering ---


class Entering:
    """An editor with the page on the left and the form on the right.

    The first record of every kind is entered in place; the others are in the archive already and are picked.
    """

    def __init__(self, desk: Desk, expected: Expected, page: str) -> None:
        self.desk, self.expected, self.page = desk, expected, page
        self.known: dict[tuple[str, str], str] = {}
        for kind, names in self.names().items():
            for name in names[1:]:
                self.known[kind, name] = getattr(builders, kind)(name, **self.details(kind, name))

    def names(self) -> dict[str, list[str]]:
        expected = self.expected
        bodies = [row["body"] for row in (*expected["senders"], *expected["recipients"])]
        bodies += [value(row["body"]) for row in expected["signatories"] if row.get("body")]
        return {
            "body": list(dict.fromkeys(bodies)),
            "person": expected["people_mentioned"],
            "place": expected["places_mentioned"],
            "collection": list(dict.fromkeys(row["collection"] for row in expected["printings"])),
            "repository": [expected["archival_reference"]["repository"]],
        }

    def details(self, kind: str, name: str) -> dict[str, str]:
        """What is known of a collection besides its title, by the fields of its form."""
        printings = [
            row for row in self.expected["printings"] if kind == "collection" and row["collection"] == name
        ]
        imprint = {"editors": "editor", "published_in": "place", "year": "year"}
        return {field: row[key] for row in printings for field, key in imprint.items() if key in row}

    def refer(self, field: str, kind: str, name: str) -> None:
        if (kind, name) in self.known:
            self.desk.pick(field, name)
        else:
            self.desk.enter(field, name=name, **self.details(kind, name))
            self.known[kind, name] = self.desk.field(field).input_value()

    def all(self) -> str:
        """Everything on the page, from top to bottom. Gives the document's public id."""
        self.desk.open(ADD)
        self.title_and_introductions()
        self.heading()
        self.date()
        self.correspondents()
        self.texts()
        self.signatures()
        self.footnotes()
        self.source()
        self.references()
        self.mentions()
        self.desk.write("change_reason", "Entered from the page as it was found.")
        return self.desk.save()

    def title_and_introductions(self) -> None:
        self.desk.write("title", self.expected["title"])
        for entry in self.expected["editorial_texts"]:
            row = self.desk.add("editorial_texts")
            words = passage(self.page, entry["starts"], entry.get("paragraphs", 1))
            self.desk.write(f"{row}content", "\n\n".join(words))
            self.desk.choose(f"{row}editorial_kind", entry["kind"])
            self.desk.write(f"{row}credit", entry["credit"])

    def heading(self) -> None:
        heading = self.expected["heading"]
        self.desk.write("heading", heading["as_written"])
        self.desk.choose("heading_voice", value(heading["voice"]))
        self.desk.state_basis("heading_voice", heading["voice"])
        self.desk.write("wording_language", self.expected["texts"][0]["language"])
        self.desk.pick("type", self.expected["type"]["value"])
        marking = self.expected["classification"]["as_written"]
        self.desk.write("classification_as_written", marking)
        self.desk.pick("classification", marking.lower())

    def date(self) -> None:
        date = self.expected["date"]
        self.desk.write("date_as_written", date["as_written"])
        self.desk.write("date_edtf", date["edtf"])
        self.desk.choose("date_calendar", value(date["calendar"]))
        self.desk.state_basis("date_calendar", date["calendar"])
        self.desk.write("place_as_written", self.expected["place_of_writing"])

    def correspondents(self) -> None:
        for role in ("sender", "recipient"):
            for entry in self.expected[f"{role}s"]:
                row = self.desk.add("correspondents")
                self.desk.choose(f"{row}role", role)
                self.desk.write(f"{row}as_written", entry["as_written"])
                self.desk.choose(f"{row}by", entry.get("by", ""))
                self.refer(f"{row}body", "body", entry["body"])

    def texts(self) -> None:
        for entry in self.expected["texts"]:
            row = self.desk.add("texts")
            self.desk.write(f"{row}content", "\n\n".join(self.anchored(text_of(entry, self.page))))
            self.desk.choose(f"{row}role", value(entry["role"]))
            self.desk.state_basis(f"{row}role", entry["role"])
            self.desk.write(f"{row}language", entry["language"])
            self.desk.write(f"{row}translator", entry["translator"])
        self.desk.write("original_language", self.expected["texts"][0]["original_language"])

    def anchored(self, words: list[str]) -> list[str]:
        """The label that stands in the text is marked as the anchor of its note."""
        for note in self.expected["footnotes"]:
            printed = note["anchor_after"] + note["label"]
            anchor = note["anchor_after"] + markup.anchor(note["label"])
            assert sum(printed in each for each in words) == 1
            words = [each.replace(printed, anchor) for each in words]
        return words

    def signatures(self) -> None:
        self.desk.write("signature_line", self.expected["signature_line_as_printed"])
        for entry in self.expected["signatories"]:
            row = self.desk.add("signatories")
            self.desk.write(f"{row}name_as_signed", entry["name_as_signed"])
            self.desk.write(f"{row}capacity_as_signed", entry["capacity_as_signed"])
            if entry.get("body"):
                self.refer(f"{row}body", "body", value(entry["body"]))
                self.desk.state_basis(f"{row}body", entry["body"])

    def footnotes(self) -> None:
        for entry in self.expected["footnotes"]:
            row = self.desk.add("footnotes")
            self.desk.write(f"{row}label", entry["label"])
            assert self.desk.field(f"{row}owner").input_value() == "texts-0"
            self.desk.write(f"{row}content", passage(self.page, entry["starts"])[0])
            self.desk.choose(f"{row}voice", value(entry["voice"]))
            self.desk.state_basis(f"{row}voice", entry["voice"])

    def source(self) -> None:
        entry = self.expected["archival_reference"]
        row = self.desk.add("archival_references")
        self.refer(f"{row}repository", "repository", entry["repository"])
        for number, step in enumerate(entry["parts"]):
            self.desk.choose(f"{row}parts_{2 * number}", step["level"])
            self.desk.write(f"{row}parts_{2 * number + 1}", step["value"])
        self.desk.write(f"{row}leaves", entry["leaves"])
        self.desk.pick(f"{row}exemplar", entry["status"])
        self.desk.pick(f"{row}production", entry["production"])
        self.desk.write(f"{row}as_printed", entry["as_printed"])
        for printing in self.expected["printings"]:
            self.printing(printing)

    def printing(self, entry: Expected) -> None:
        row = self.desk.add("printings")
        self.refer(f"{row}collection", "collection", entry["collection"])
        self.desk.write(f"{row}number", entry["number"])
        self.desk.state_basis(row, entry)

    def references(self) -> None:
        for part in ("editorial_texts", "footnotes"):
            for number, owner in enumerate(self.expected[part]):
                for entry in owner.get("references", ()):
                    self.reference(f"{part}-{number}", entry)

    def reference(self, owner: str, entry: Expected) -> None:
        row = self.desk.add("references")
        self.desk.choose(f"{row}owner", owner)
        self.desk.choose(f"{row}by", entry["by"])
        self.desk.write(f"{row}number", entry.get("number"))
        if "collection" in entry:
            self.refer(f"{row}collection", "collection", value(entry["collection"]))
            self.desk.state_basis(f"{row}collection", entry["collection"])
        self.desk.write(f"{row}described_type", entry.get("type"))
        self.desk.write(f"{row}issuer", entry.get("issuer"))
        self.desk.write(f"{row}described_date", entry.get("date"))

    def mentions(self) -> None:
        for kind in ("person", "place"):
            for name in self.names()[kind]:
                is_new = (kind, name) not in self.known
                self.desk.mark("texts-0-content", kind, name, record=name, new=is_new)


# --- Comparing: one function for every key of `expected` ---


class Comparing:
    """The public page and its JSON against what is expected."""

    def __init__(self, reader: Any, address: str, expected: Expected, page: str) -> None:
        self.expected, self.page, self.reader = expected, page, reader
        self.json = json.loads(reader.request.get(f"{address.rstrip('/')}.json").body().decode())
        self.document, self.names = self.json["document"], self.json["names"]
        reader.goto(address)
        self.seen = words_of(reader.locator("main").inner_text())

    def shows(self, *words: str | None) -> None:
        """The words stand on the page, as one passage each."""
        for each in words:
            if each:
                assert words_of(each) in self.seen, each

    def name(self, ident: str | None) -> str | None:
        return self.names[ident]["label"] if ident else None

    def term(self, kind: str, row: Expected) -> str:
        """The label of a term, without what explains it in brackets: retained copy (otpusk)."""
        return self.names[f"{kind}:{row[kind]}"]["label"].partition(" (")[0]

    def basis(self, row: Expected, field: str, entry: Any) -> None:
        """Stated or inferred with the reason, in the JSON and on the page."""
        basis, reason = (field + "_basis", field + "_reason") if field else ("basis", "reason")
        if isinstance(entry, dict) and "basis" in entry:
            assert (row[basis], row[reason]) == (entry["basis"], entry.get("reason", ""))
            self.shows(entry["basis"], entry.get("reason"))

    def everything(self) -> None:
        assert set(CHECKS) == set(self.expected), "every entry has its check"
        for key, check in CHECKS.items():
            check(self, self.expected[key])

    def section(self, title: str) -> str:
        """What the page shows under a heading."""
        found = self.reader.locator("section", has=self.reader.get_by_role("heading", name=title, exact=True))
        return words_of(found.last.inner_text())


def words_of(text: str) -> str:
    return " ".join(text.split())


def check_title(page: Comparing, title: str) -> None:
    assert page.document["title"] == title
    assert words_of(page.reader.get_by_role("heading", level=1).inner_text()) == title


def check_heading(page: Comparing, heading: Expected) -> None:
    assert page.document["heading"] == heading["as_written"]
    assert page.document["heading_voice"] == value(heading["voice"])
    page.basis(page.document, "heading_voice", heading["voice"])
    page.shows(heading["as_written"], value(heading["voice"]))


def check_type(page: Comparing, kind: Expected) -> None:
    assert page.document["type"] == kind["value"]
    assert page.document["type_basis"] == kind["basis"]
    page.shows(kind["value"].capitalize(), kind["basis"])


def check_classification(page: Comparing, marking: Expected) -> None:
    assert page.document["classification_as_written"] == marking["as_written"]
    page.shows(
        marking["as_written"], page.names[f"classification:{page.document['classification']}"]["label"]
    )


def check_date(page: Comparing, date: Expected) -> None:
    assert page.document["date_as_written"] == date["as_written"]
    assert page.document["date_edtf"] == date["edtf"]
    assert page.document["date_calendar"] == value(date["calendar"])
    page.basis(page.document, "date_calendar", date["calendar"])
    page.shows(date["as_written"], value(date["calendar"]).capitalize())
    assert page.reader.locator(f"time[datetime='{date['edtf']}']").count() >= 1


def check_place(page: Comparing, place: str | None) -> None:
    assert page.document["place_as_written"] == (place or "")
    assert page.document["place"] is None
    page.shows(place or "Written at not stated")


def check_correspondents(role: str) -> Any:
    def check(page: Comparing, rows: list[Expected]) -> None:
        found = [row for row in page.document["correspondents"] if row["role"] == role]
        assert [row["as_written"] for row in found] == [row["as_written"] for row in rows]
        assert [row["by"] for row in found] == [row.get("by", "") for row in rows]
        assert [page.name(row["body"]) for row in found] == [row["body"] for row in rows]
        for row in rows:
            page.shows(row["as_written"], row["body"], row.get("by"))

    return check


def check_texts(page: Comparing, texts: list[Expected]) -> None:
    assert len(page.document["texts"]) == len(texts)
    frames = page.reader.locator(".text-frame")
    for number, entry in enumerate(texts):
        row, words = page.document["texts"][number], text_of(entry, page.page)
        assert (row["role"], row["language"]) == (value(entry["role"]), entry["language"])
        assert row["translator"] == (entry["translator"] or "")
        assert page.document["original_language"] == (entry["original_language"] or "")
        page.basis(row, "role", entry["role"])
        if value(entry["role"]) == "translation":
            page.shows(entry["translator"] or "translator not named")
        assert len(words) == entry["paragraphs"]
        assert words[0].startswith(entry["starts"])
        assert words[-1].endswith(entry["ends"])
        shown = frames.nth(number).locator(".text")
        assert shown.get_attribute("lang") == entry["language"]
        assert [words_of(p) for p in shown.locator("p").all_text_contents()] == [words_of(w) for w in words]
        assert [words_of(p) for p in markup_paragraphs(row["content"])] == [words_of(w) for w in words]
        for supplied in entry["supplied"]:
            assert supplied in words_of(shown.inner_text())
            assert supplied in [words_of(s) for s in shown.locator(".supplied").all_text_contents()]


def markup_paragraphs(content: str) -> list[str]:
    """The words of a text in the JSON, by paragraphs, with the labels of its notes in their places."""
    return [_words(block.inlines) for block in markup.parse(content)]


def _words(inlines: Any) -> str:
    said = ""
    for each in inlines:
        match each:
            case markup.Text(words):
                said += words
            case markup.Note(label):
                said += label
            case markup.Supplied(inner, _):
                said += f"[{_words(inner)}]"
            case markup.Mention(_, _, inner) | markup.Emphasis(inner):
                said += _words(inner)
    return said


def check_signature_line(page: Comparing, line: str) -> None:
    assert page.document["signature_line"] == line
    assert line in page.page
    assert line in page.section("Signatures")


def check_signatories(page: Comparing, rows: list[Expected]) -> None:
    found = page.document["signatories"]
    assert [row["order"] for row in rows] == list(range(1, len(found) + 1))
    for row, entry in zip(found, rows, strict=True):
        assert (row["name_as_signed"], row["capacity_as_signed"]) == (
            entry["name_as_signed"],
            entry["capacity_as_signed"],
        )
        assert page.name(row["body"]) == value(entry["body"])
        page.basis(row, "body", entry["body"])
        page.shows(entry["capacity_as_signed"], value(entry["body"]))
    names = page.reader.locator(".signatures .name .source").all_text_contents()
    assert [words_of(name) for name in names] == [row["name_as_signed"] for row in rows]


def check_archival_reference(page: Comparing, entry: Expected) -> None:
    (row,) = page.document["archival_references"]
    assert page.name(row["repository"]) == entry["repository"]
    assert row["parts"] == entry["parts"]
    assert row["leaves"] == entry["leaves"]
    assert page.term("exemplar", row) == entry["status"]
    assert page.term("production", row) == entry["production"]
    assert row["as_printed"] == entry["as_printed"]
    assert entry["as_printed"] in page.page
    shown = page.section("In the archive")
    for words in (
        entry["repository"],
        entry["leaves"],
        entry["status"],
        entry["production"],
        entry["as_printed"],
    ):
        assert words in shown
    for step in entry["parts"]:
        label = page.names[f"level:{step['level']}"]["label"].capitalize()
        assert f"{label} {step['value']}" in shown
    for level in ("fonds", "inventory"):
        if entry[level] is None:
            assert level not in [step["level"] for step in row["parts"]]
            assert re.search(rf"{level}[^.]*? not stated", shown, re.IGNORECASE)


def check_printings(page: Comparing, rows: list[Expected]) -> None:
    shown = page.section("In print")
    for row, entry in zip(page.document["printings"], rows, strict=True):
        name = page.names[row["collection"]]
        assert name["label"] == entry["collection"]
        assert row["number"] == (entry["number"] or "")
        page.basis(row, "", entry)
        for detail in ("place", "year", "editor"):
            assert entry.get(detail, "") in name["detail"]
            assert entry.get(detail, "") in shown
        assert entry["collection"] in shown
        assert (f"No. {entry['number']}" if entry["number"] else "number not stated") in shown


def check_footnotes(page: Comparing, notes: list[Expected]) -> None:
    text = page.document["texts"][0]
    for row, entry in zip(page.document["footnotes"], notes, strict=True):
        words = passage(page.page, entry["starts"])[0]
        assert (row["label"], row["owner"], row["content"]) == (entry["label"], text["key"], words)
        assert words.endswith(entry["ends"])
        assert row["voice"] == value(entry["voice"])
        page.basis(row, "voice", entry["voice"])
        page.shows(words, value(entry["voice"]))
        shown = page.reader.locator(".notes li", has_text=words)
        assert words_of(shown.locator(".label").inner_text()) == entry["label"]
        check_anchor(page, entry)
        check_references(page, row["key"], entry["references"], words_of(shown.inner_text()))


def check_anchor(page: Comparing, entry: Expected) -> None:
    """The anchor stands where it stood, leads to the note, and the note leads back."""
    anchor = page.reader.locator(".text [role=doc-noteref]", has_text=entry["label"]).first
    before = anchor.evaluate(
        "each => { const range = document.createRange(); range.setStart(each.closest('p'), 0);"
        "range.setEndBefore(each); return range.toString(); }"
    )
    assert words_of(before).endswith(entry["anchor_after"])
    target = page.reader.locator(anchor.get_attribute("href"))
    assert words_of(target.locator(".label").inner_text()) == entry["label"]
    assert target.locator("[role=doc-backlink]").count() == 1


def check_references(page: Comparing, owner: str, entries: list[Expected], shown: str) -> None:
    found = [row for row in page.document["references"] if row["owner"] == owner]
    for row, entry in zip(found, entries, strict=True):
        assert row["by"] == entry["by"]
        assert row["number"] == entry.get("number", "")
        assert (row["described_type"], row["issuer"]) == (entry.get("type", ""), entry.get("issuer", ""))
        assert row["described_date"] == entry.get("date", "")
        assert page.name(row["collection"]) == value(entry.get("collection"))
        page.basis(row, "collection", entry.get("collection"))
        for key in ("number", "type", "issuer"):
            assert entry.get(key, "").lower() in shown.lower()
        if entry["status"] == "pending":
            assert row["target"] is None
            assert "not yet in this archive" in shown


def check_editorial_texts(page: Comparing, rows: list[Expected]) -> None:
    for row, entry in zip(page.document["editorial_texts"], rows, strict=True):
        words = passage(page.page, entry["starts"], entry.get("paragraphs", 1))
        assert (row["editorial_kind"], row["credit"]) == (entry["kind"], entry["credit"] or "")
        assert row["content"] == "\n\n".join(words)
        frame = page.reader.locator(".editorial", has_text=entry["starts"])
        shown = words_of(frame.inner_text())
        assert entry["kind"].capitalize() in shown
        assert (entry["credit"] or "credit not stated") in shown
        assert [words_of(p) for p in frame.locator(".words p").all_text_contents()] == [
            words_of(w) for w in words
        ]
        assert page.reader.locator(".text-frame", has_text=entry["starts"]).count() == 0
        check_references(page, row["key"], entry.get("references", []), shown)


def check_mentioned(kind: str) -> Any:
    def check(page: Comparing, names: list[str]) -> None:
        marked = {
            m.id
            for m in markup.mentions(markup.parse(page.document["texts"][0]["content"]))
            if m.kind == kind
        }
        assert sorted(page.names[ident]["label"] for ident in marked) == sorted(names)
        shown = page.section("Named here")
        for name in names:
            assert name in shown
            assert page.reader.locator(".text a", has_text=re.compile(rf"^{re.escape(name)}$")).count() >= 1

    return check


CHECKS = {
    "title": check_title,
    "heading": check_heading,
    "type": check_type,
    "classification": check_classification,
    "date": check_date,
    "place_of_writing": check_place,
    "senders": check_correspondents("sender"),
    "recipients": check_correspondents("recipient"),
    "texts": check_texts,
    "signature_line_as_printed": check_signature_line,
    "signatories": check_signatories,
    "archival_reference": check_archival_reference,
    "printings": check_printings,
    "footnotes": check_footnotes,
    "editorial_texts": check_editorial_texts,
    "people_mentioned": check_mentioned("person"),
    "places_mentioned": check_mentioned("place"),
}
