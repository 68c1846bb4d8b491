"""The page of a document: every piece in its place, from the version alone."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.test import Client

from documents import history
from documents.markup import parse, plain
from documents.models import choices
from documents.reading import labels, languages
from documents.reading.naming import Naming
from documents.reading.page import page_of
from documents.reading.provenance import steps
from documents.reading.standing import PublishedVersion
from documents.reading.surroundings import Surroundings
from documents.snapshot import (
    ArchivalPart,
    ArchivalReference,
    Correspondent,
    Document,
    EditorialText,
    Footnote,
    OnlineCopy,
    Printing,
    Reference,
    Relation,
    Signatory,
    Snapshot,
    Text,
)
from tests.documents import builders
from tests.documents.reading.fullest import fullest, letters_of
from tests.documents.reading.seen import Seen, words_of

pytestmark = pytest.mark.django_db


def address(version, number: int | None = None) -> str:
    return f"/documents/{version.document_id}/" + (f"v{number}/" if number else "")


def seen(client: Client, version, number: int | None = None) -> Seen:
    reply = client.get(address(version, number))
    assert reply.status_code == 200
    return Seen(reply)


@pytest.fixture
def full(client) -> Seen:
    return seen(client, builders.published(**fullest()))


# --- The opening ---


def test_title_is_marked_as_the_editors(full):
    assert [words_of(each) for each in full.all("h1")] == ["The mills ask for grain"]
    assert "Title given by editors" in full.text


def test_heading_of_the_source_stands_apart_with_its_voice_and_the_reason(full):
    said = full.section("Heading in the source")
    assert "Прошеніе мельниковъ" in said
    assert "Heading by an earlier compiler inferred: millers did not head their letters" in said


def test_document_without_a_title_is_called_by_its_heading(client):
    page = seen(
        client,
        builders.published(
            title="",
            heading="To the _Council_[^1]",
            footnotes=(Footnote(key="note0001", owner="heading", label="1", content="Underlined."),),
        ),
    )
    assert words_of(page.all("h1")[0]) == "To the Council"
    assert "The editors have given no title" in page.text


def test_date_is_shown_in_both_styles_as_written_and_with_its_calendar(full):
    date = full.fact("Date")
    assert "28 May 1917 old style" in date
    assert "10 June 1917 new style" in date
    assert "As written: 28 мая 1917 г." in date
    assert "both styles are stated inferred: two stamps" in date
    assert full.all("time")[0].get("datetime") == "1917-06-10"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Members of the Guild", "Members of the Guild that is of Guild of Millers"),
        ("The guild’s men", "The guild’s men that is members of Guild of Millers"),
        ("", "members of Guild of Millers"),
    ],
)
def test_members_of_is_not_said_again_after_a_name_that_says_it(client, written, said):
    guild = builders.body("Guild of Millers")
    row = Correspondent(key="sender01", role="sender", as_written=written, by="members of", body=guild)
    ident = builders.published(correspondents=(row,)).document_id
    assert Seen(client.get(f"/documents/{ident}/")).fact("From") == said


def test_facts_stand_with_their_basis_and_reason(full):
    assert full.fact("Written at") == "Приречье that is Riverside inferred: the postmark"
    assert full.fact("Type") == "Petition inferred: it asks for something"
    assert full.fact("Marked") == "Совершенно секретно that is top secret"
    assert full.fact("From") == "мельники that is members of Guild of Millers"
    assert full.fact("To") == "Совѣту that is Harvest Council inferred: there was one council"
    assert full.fact("Received") == "12 June 1917 Gregorian calendar (new style)"
    assert full.fact("Original language") == "Russian"
    assert full.fact("Topics") == "Mills and millers"


def test_what_bears_no_mark_is_stated_as_the_signs_tell(full):
    assert "· stated" not in full.text
    assert "has no such mark, it is stated: read in the source" in full.section("Signs")


def test_missing_facts_are_stated_as_missing(client):
    page = seen(client, builders.published(date_edtf=""))
    for fact in ("Date", "Written at", "Type", "From", "To", "Original language"):
        assert page.fact(fact) == "not stated"


# --- The texts ---


def test_every_text_has_role_language_translator_and_extent(full):
    assert "Original in Russian (before the spelling reform) in full" in full.section(
        "Original in Russian (before the spelling reform)"
    )
    translation = full.section("Translation into English")
    assert "inferred: the Russian is older · translator not named · abridged" in translation


def test_texts_carry_language_and_direction(client):
    arabic = Text(key="text0001", role="original", language="ota", direction="rtl", content="عرضحال")
    page = seen(client, builders.published(texts=(arabic,)))
    text = page.all("div", class_="text")[0]
    assert (text.get("lang"), text.get("dir"), words_of(text)) == ("ota", "rtl", "عرضحال")


def test_original_and_translation_of_equal_length_stand_side_by_side(full):
    assert full.all("div", class_="aligned")


def test_editors_words_are_apart_and_credited_or_said_to_be_uncredited(full):
    assert "credit not stated Mills were many then" in full.section("Introduction by editors")
    assert "C. Reader, 2020 They got no grain." in full.section("Commentary by editors")


def test_supplied_words_are_explained_once(full):
    assert full.text.count("Words in square brackets were supplied by another hand") == 1


def test_supplied_words_are_not_explained_where_there_are_none(client):
    assert "square brackets" not in seen(client, builders.published()).text


def test_signatures_are_grouped_by_capacity_and_body_in_their_order(full):
    signatures = full.section("Signatures")
    assert signatures.startswith("Signatures Мельникъ, Мельничиха")
    assert [words_of(each) for each in full.all("li", class_="group")] == [
        "мельники Гильдіи Guild of Millers inferred: the seal "
        "Мельникъ probably Борис Мельник А. Мельникъ signed for another Ada Miller 1870–1925",
        "пахарь body not identified Пахарь not identified",
    ]


def test_equal_capacities_that_do_not_follow_each_other_are_two_groups(client):
    rows = tuple(
        Signatory(key=f"sign000{n}", name_as_signed=name, capacity_as_signed=capacity)
        for n, (name, capacity) in enumerate([("A", "miller"), ("B", "clerk"), ("C", "miller")])
    )
    page = seen(client, builders.published(signatories=rows))
    assert len(page.all("li", class_="group")) == 3


# --- Notes and references ---


def test_every_anchor_leads_to_its_note_and_back(full):
    anchors = full.all("a", role="doc-noteref")
    assert len(anchors) == 7
    for anchor in anchors:
        note = full.by_id(anchor.get("href").removeprefix("#"))
        assert words_of(note).startswith(words_of(anchor))
        assert f"#{anchor.get('id')}" in [each.get("href") for each in note.iter("a")]


def test_notes_stand_under_their_owner_with_label_voice_and_kind(full):
    notes = full.section("Notes")
    for said in (
        "To the heading h So in print. Note by the editors of this archive on the content",
        "To the date d In another ink. Note by an unknown hand",
        "To note * a Of the same book.",
        "To the signature line s Torn off.",
        "To the introduction 1 Until 1914.",
        "Note by an earlier compiler inferred: it cites by number on the text",
    ):
        assert said in notes
    assert len(full.all("section", role="doc-endnotes")) == 1


def test_notes_of_one_voice_and_kind_say_so_once(client):
    text = Text(key="text0001", language="en", content="One[^1], two[^2].")
    notes = tuple(
        Footnote(key=f"note000{n}", owner="text0001", label=str(n), content="So.", voice="author")
        for n in (1, 2)
    )
    page = seen(client, builders.published(texts=(text,), footnotes=notes))
    assert page.section("Notes").count("by the author") == 1
    assert page.section("Notes").startswith("Notes Notes by the author on the content 1 So. ↑")
    mixed = (notes[0], replace(notes[1], voice="translator"))
    page = seen(client, builders.published(texts=(text,), footnotes=mixed))
    assert [page.section("Notes").count(f"Note by the {voice}") for voice in ("author", "translator")] == [
        1,
        1,
    ]


def test_steps_of_one_level_stand_under_one_name(client):
    parts = tuple(ArchivalPart(level="series", value=value) for value in ("Central Files", "Poland"))
    kept = ArchivalReference(key="arch0001", parts=parts)
    section = seen(client, builders.published(archival_references=(kept,))).section("In the archive")
    assert "Series Central Files Poland" in section


def test_title_that_is_the_heading_is_not_told_to_be_by_editors(client):
    heading = {"heading": "_Minutes_ of\nMarch 7", "heading_voice": "earlier compiler"}
    same = seen(client, builders.published(title="Minutes of March 7", **heading))
    assert "The title is the heading in the source" in same.text
    assert "Title given by editors" in seen(client, builders.published(title="Minutes", **heading)).text


def test_several_anchors_lead_to_one_note_which_leads_back_to_each(client):
    text = Text(key="text0001", language="en", content="One[^1] and two[^1].")
    note = Footnote(key="note0001", owner="text0001", label="1", content="Both.")
    page = seen(client, builders.published(texts=(text,), footnotes=(note,)))
    assert len(page.all("a", role="doc-backlink")) == 2


def test_repeated_label_is_told_apart(client):
    text = Text(key="text0001", language="en", content="One[^*] and two[^*#2].")
    notes = tuple(
        Footnote(key=f"note000{n}", owner="text0001", label="*", content=f"Note {n}.") for n in (1, 2)
    )
    page = seen(client, builders.published(texts=(text,), footnotes=notes))
    anchors = page.all("a", role="doc-noteref")
    assert [(words_of(each), each.get("href")) for each in anchors] == [
        ("*", "#note-note0001"),
        ("*", "#note-note0002"),
    ]


def test_reference_by_number_waits_until_its_document_arrives(client):
    fields = fullest()
    version = builders.published(**fields)
    before = seen(client, version)
    assert (
        "“See doc. No. 348”: No. 348 of Letters of the Valley inferred: the only collection not yet"
        in before.text
    )
    printing = Printing(key="print001", collection=letters_of(fields), number="348")
    arrived = builders.published(title="The Council answers", printings=(printing,))
    after = seen(client, version)
    assert after.links()["The Council answers"] == address(arrived)
    assert "the only collection not yet" not in after.text


def test_number_borne_by_two_documents_leads_to_both(client):
    fields = fullest()
    version = builders.published(**fields)
    printing = Printing(key="print001", collection=letters_of(fields), number="348")
    for title in ("The answer", "Its enclosure"):
        builders.published(title=title, printings=(printing,))
    assert {"The answer", "Its enclosure"} <= seen(client, version).links().keys()


def test_reference_to_a_draft_names_nothing_of_it(client):
    draft = builders.saved(title="Unripe quillwort")
    version = builders.published(
        references=(Reference(key="refer001", words="a letter", target=draft),),
        relations=(Relation(key="relat001", target=draft),),
        texts=(Text(key="text0001", language="en", content=f"See [[document:{draft}|the letter]]."),),
    )
    page = seen(client, version)
    assert page.text.count("not yet in this archive") == 2
    assert "quillwort" not in page.text
    assert f"/documents/{draft}/" not in page.links().values()
    builders.publish(draft)
    assert seen(client, version).text.count("Unripe quillwort") == 2


def test_an_enclosure_says_in_what_it_is_enclosed(client):
    enclosure = builders.published(title="List of mills")
    encloses = Relation(key="relat001", relation_kind="encloses", target=enclosure.document_id)
    letter = builders.saved(title="Letter on mills", relations=(encloses,))
    assert "Letter on mills" not in seen(client, enclosure).text
    builders.publish(letter)
    page = seen(client, enclosure)
    assert "This document is enclosed in Letter on mills" in page.text
    assert page.links()["Letter on mills"] == f"/documents/{letter}/"
    builders.withdraw(letter)
    assert "Letter on mills" not in seen(client, enclosure).text


def test_what_two_documents_say_of_each_other_is_said_once(client):
    first = builders.published(title="One copy")
    same = Relation(key="relat001", target=first.document_id)
    second = builders.published(title="Another copy", relations=(same,))
    back = Relation(key="relat001", target=second.document_id)
    builders.changed(first.document_id, title="One copy", relations=(back,))
    first = builders.publish(first.document_id)
    assert seen(client, first).text.count("This document is the same document as Another copy") == 1


def test_every_relation_has_words_from_both_ends():
    assert {*choices.RelationKind} == labels.RELATIONS.keys() == labels.RELATIONS_FROM_THERE.keys()


def test_link_leads_out_only_over_the_web(client):
    copies = (OnlineCopy(key="copy0001", address="https://example.org/mills"),)
    page = seen(client, builders.published(online_copies=copies))
    link = next(each for each in page.all("a") if each.get("href") == "https://example.org/mills")
    assert link.get("rel") == "nofollow noopener"


def test_address_that_is_not_of_the_web_is_no_link():
    wild = "javascript:alert(1)"
    document = Document(
        references=(Reference(key="refer001", by="link", address=wild),),
        online_copies=(OnlineCopy(key="copy0001", address=wild),),
    )
    version = PublishedVersion("", 1, datetime(2026, 1, 1, tzinfo=UTC), "", "")
    page = page_of(Snapshot(document=document), version, Surroundings())
    assert not page.online_copies[0].is_link
    assert page.references[0].address == ""


# --- Where it comes from ---


def test_archival_reference_states_what_is_missing(full):
    archive = full.section("In the archive")
    assert archive == (
        "In the archive Repository Valley Archive Fonds not stated Inventory not stated File (delo) 44-33-a "
        "Leaves or pages 72-73 The exemplar is original Produced as manuscript "
        "As printed Архивъ долины, д. 44-33-a, лл. 72-73."
    )


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ([], ["fonds", "inventory", "file"]),
        (["file"], ["fonds", "inventory", "file"]),
        (["record-group", "series", "box", "item"], ["record-group", "series", "box", "item"]),
        (["fonds", "shelf", "file"], ["fonds", "shelf", "inventory", "file"]),
    ],
)
def test_a_step_is_missing_only_if_no_level_stands_for_it(given, shown):
    parts = tuple(ArchivalPart(level=level, value="1") for level in given)
    assert [step.level for step in steps(parts, Naming(Snapshot()))] == shown


def test_printing_states_collection_imprint_number_and_what_is_missing(full):
    assert full.section("In print") == (
        "In print Collection Letters of the Valley. Riverside, 1992 inferred: the heading agrees "
        "Number No. 367 This printing is first publication "
        "As printed Напеч.: Письма долины, № 367. Not stated pages"
    )


def test_printing_without_a_number_says_so(client):
    printing = Printing(key="print001", collection=builders.collection())
    page = seen(client, builders.published(printings=(printing,)))
    assert "Number number not stated" in page.section("In print")


LINE = "Publ. in the collection: Letters of the Valley. Riverside, 1992, doc. No. 7."


def test_a_collection_that_the_source_names_and_nobody_has_identified_is_not_said_to_be_missing(client):
    version = builders.published(printings=(Printing(key="print001", number="7", as_printed=LINE),))
    page = seen(client, version)
    assert page.section("In print").startswith(
        f"In print Collection not identified Number No. 7 As printed {LINE}"
    )
    plain = client.get(f"/documents/{version.document_id}/v1.txt").content.decode()
    assert "collection not identified" in plain
    assert f"as printed: {LINE}" in plain


def test_a_collection_that_nothing_names_is_not_stated(client):
    page = seen(client, builders.published(printings=(Printing(key="print001", number="7"),)))
    assert page.section("In print").startswith("In print Collection not stated Number No. 7")


def test_a_repository_and_a_body_in_words_of_the_source_only_are_not_identified(client):
    kept = (
        ArchivalReference(key="arch0001", as_printed="Valley Archive, f. 4."),
        ArchivalReference(key="arch0002", leaves="5"),
    )
    signed = (
        Signatory(key="sign0001", name_as_signed="A", capacity_as_signed="member of the Council"),
        Signatory(key="sign0002", name_as_signed="B"),
    )
    page = seen(client, builders.published(archival_references=kept, signatories=signed))
    assert page.text.count("Repository not identified") == page.text.count("Repository not stated") == 1
    assert "member of the Council body not identified" in page.text
    assert "capacity not stated body not stated" in page.text


def test_neighbours_in_print_are_found_as_a_reader_counts(client):
    letters = builders.collection()

    def printed(number):
        return builders.published(
            title=f"Document {number}",
            printings=(Printing(key="print001", collection=letters, number=number),),
        )

    nine, ten, ten_a, eleven = (printed(number) for number in ("9", "10", "10 a", "11"))
    page = seen(client, ten)
    assert page.links()["← No. 9, Document 9"] == address(nine)
    assert page.links()["No. 10 a →, Document 10 a"] == address(ten_a)
    builders.withdraw(ten_a.document_id)
    assert seen(client, ten).links()["No. 11 →, Document 11"] == address(eleven)


def test_two_documents_of_one_number_are_neighbours(client):
    letters = builders.collection()
    printing = (Printing(key="print001", collection=letters, number="7"),)
    first, second = sorted(
        (builders.published(title=title, printings=printing) for title in ("A", "B")),
        key=lambda v: v.document_id,
    )
    assert address(second) in seen(client, first).links().values()
    assert address(first) in seen(client, second).links().values()


def test_people_bodies_and_places_are_named_with_their_part(full):
    named = full.section("Named here")
    assert "Ada Miller 1870–1925 signatory mentioned as “Ada”" in named
    assert "Harvest Council recipient mentioned as “Совѣтъ”, “Council”" in named
    assert "Guild of Millers sender signatory" in named
    assert "Riverside place of writing" in named
    assert full.links()["Ada Miller"].startswith("/people/")


def test_label_is_the_one_that_the_version_froze(client):
    from people.models import Person

    ada = builders.person("Ada Miller")
    version = builders.published(signatories=(Signatory(key="sign0001", person=ada),))
    with history.revision(builders.user("editor"), "Renamed"):
        row = Person.objects.get(pk=ada)
        row.name = "Adelaide Miller"
        row.save()
    assert "Ada Miller" in seen(client, version).text


def test_online_copies_are_shown_with_the_days(full):
    assert "https://example.org/mills first seen 2019-03-02 last seen 2024-11-30" in full.section(
        "Seen elsewhere"
    )


# --- Versions ---


def test_citation_gives_version_address_and_whole_digest(client, settings):
    version = builders.published()
    page = seen(client, version)
    cited = page.section("To cite")
    assert f"{settings.SITE_URL}{address(version, 1)}" in cited
    assert version.digest in cited
    assert page.links()["how to check"] == "/integrity/"


def test_older_version_says_so_and_keeps_its_words(client):
    ident = builders.saved(title="The first title")
    first = builders.publish(ident)
    builders.changed(ident, title="The second title")
    builders.publish(ident, note="A better title")
    old, new = seen(client, first, 1), seen(client, first)
    assert "This is version 1 of" in old.text
    assert old.links()["version 2"] == address(first)
    assert words_of(old.all("h1")[0]) == "The first title"
    assert words_of(new.all("h1")[0]) == "The second title"
    assert "This is version" not in new.text
    assert "A better title" in new.section("Versions")


def test_versions_are_listed_with_day_note_and_digest(client):
    ident = builders.saved()
    first = builders.publish(ident, note="The first")
    builders.withdraw(ident, reason="A wrong leaf")
    builders.changed(ident, title="Mended")
    second = builders.publish(ident)
    page = Seen(client.get(f"/documents/{ident}/versions/"))
    assert first.digest in page.text
    assert second.digest in page.text
    assert "The first" not in page.text
    assert "A wrong leaf" in page.text
    assert address(first, 1) not in page.links().values()


def test_what_the_desk_changes_is_invisible_until_it_is_published(client):
    version = builders.published(title="As published")
    before = client.get(address(version)).content
    builders.changed(version.document_id, title="Unripe quillwort")
    assert client.get(address(version)).content == before


# --- Addresses ---


def test_draft_and_unknown_id_look_the_same(client):
    draft = builders.saved(title="quillwort")
    unknown = builders.content().public_id
    replies = [
        client.get(f"/documents/{ident}{rest}")
        for ident in (draft, unknown)
        for rest in ("/", "/v1/", ".json")
    ]
    assert {reply.status_code for reply in replies} == {404}
    assert len({reply.content for reply in replies}) == 1


def test_mistyped_id_is_answered_by_check_the_address(client):
    reply = client.get("/documents/bcdfghjk/")
    assert reply.status_code == 404
    assert "Please check the address" in Seen(reply).text


@pytest.mark.parametrize("rest", ["/", ".json", "/v1/", "/v1.txt", "/versions/"])
def test_capital_letters_lead_to_the_address(client, rest):
    ident = builders.published().document_id
    reply = client.get(f"/documents/{ident.upper()}{rest}")
    assert (reply.status_code, reply["Location"]) == (301, f"/documents/{ident}{rest}")


def test_missing_slash_leads_to_the_address(client):
    ident = builders.published().document_id
    assert client.get(f"/documents/{ident}")["Location"] == f"/documents/{ident}/"


@pytest.mark.parametrize("rest", ["v2/", "v0/", "v01/", "v999999999999999999999/", "v2.json"])
def test_version_that_never_was_is_not_found(client, rest):
    ident = builders.published().document_id
    assert client.get(f"/documents/{ident}/{rest}").status_code == 404


def test_only_reading_is_possible(client):
    version = builders.published()
    for method in ("post", "put", "delete", "trace"):
        assert getattr(client, method)(address(version)).status_code == 405
    assert client.head(address(version)).content == b""


# --- Safety ---


HOSTILE = "<script>alert(1)</script> \u202e\u2066 [[person:x|y]] " + "[" * 500 + " javascript:alert(1)"


def test_hostile_words_are_shown_and_do_nothing(client):
    version = builders.published(
        title=HOSTILE,
        heading=HOSTILE,
        date_as_written=HOSTILE[:400],
        place_as_written=HOSTILE[:400],
        summary=HOSTILE,
        rights=HOSTILE,
        signature_line=HOSTILE,
        texts=(Text(key="text0001", language="en", content=HOSTILE),),
        signatories=(
            Signatory(key="sign0001", name_as_signed=HOSTILE[:400], capacity_as_signed=HOSTILE[:400]),
        ),
        editorial_texts=(EditorialText(key="words001", content=HOSTILE, credit=HOSTILE[:200]),),
    )
    page = seen(client, version)
    assert not page.all("script")
    assert "<script>alert(1)</script>" in page.text
    assert not [each for each in page.root.iter() if any(name.startswith("on") for name in each.attrib)]
    assert not [each for each in page.root.iter() if each.get("style")]


def test_remarks_of_editors_are_nowhere(client):
    version = builders.published(**fullest())
    for form in ("/", ".json", ".txt", "/versions/"):
        assert "Nobody may read" not in client.get(f"/documents/{version.document_id}{form}").content.decode()


def test_reader_gets_no_cookie(client):
    reply = client.get(address(builders.published(**fullest())))
    assert not reply.cookies
    assert "Cookie" not in reply.get("Vary", "")


def test_every_word_of_the_text_is_on_the_page(client):
    fields = fullest()
    page = seen(client, builders.published(**fields))
    shown = [" ".join(words_of(each).split()) for each in page.all("div", class_="text")]
    for text, on_page in zip(fields["texts"], shown, strict=True):
        words = plain(parse(text.content), notes=True).split()
        assert on_page.replace("|72v|", " ").split() == words


# --- Queries ---


EVERY_QUERY = 9  # clock, entries, content, names, documents, numbers, neighbours, their rows, and the related


def test_queries_do_not_grow_with_the_document(client, django_assert_num_queries):
    fields = _surrounded()
    small = builders.published(**fields)
    with django_assert_num_queries(EVERY_QUERY):
        client.get(address(small))
    large = builders.published(**_tenfold(fields))
    for n in range(9):
        builders.changed(large.document_id, title=f"Version {n}")
        builders.publish(large.document_id)
    with django_assert_num_queries(EVERY_QUERY):
        assert client.get(address(large)).status_code == 200


def _surrounded() -> dict:
    """A document with neighbours, resolved references and a relation, so that everything is asked for."""
    fields = fullest()
    for number in ("348", "366", "368"):
        other = builders.published(
            printings=(Printing(key="print001", collection=letters_of(fields), number=number),)
        )
    return fields | {"relations": (Relation(key="relat001", target=other.document_id),)}


def _tenfold(fields: dict) -> dict:
    more = dict(fields)
    for part in ("signatories", "references", "relations", "printings", "correspondents"):
        more[part] = tuple(
            replace(row, key=f"{part[:4]}{n:02d}{m:02d}")
            for n in range(10)
            for m, row in enumerate(fields[part])
        )
    text = replace(fields["texts"][1], content=" ".join(f"word[^{n}]" for n in range(70)))
    notes = tuple(
        Footnote(key=f"many{n:04d}", owner="text0002", label=str(n), content="See.", language="en")
        for n in range(70)
    )
    more["texts"] = (fields["texts"][0], text)
    more["footnotes"] = (*(row for row in fields["footnotes"] if row.owner != "text0002"), *notes)
    return more


# --- Words ---


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        (choices.Voice, labels.VOICES),
        (choices.TextRole, labels.TEXT_ROLES),
        (choices.Extent, labels.EXTENTS),
        (choices.ActingBy, labels.ACTING),
        (choices.Certainty, labels.CERTAINTIES),
        (choices.Manner, labels.MANNERS),
        (choices.NoteKind, labels.NOTE_KINDS),
        (choices.EditorialKind, labels.EDITORIAL_KINDS),
        (choices.RelationKind, labels.RELATIONS),
        (choices.Basis, labels.BASES),
        (choices.CorrespondentRole, labels.ROLES),
    ],
)
def test_every_code_of_a_closed_list_has_its_words(codes, words):
    assert set(codes.values) <= set(words)


@pytest.mark.parametrize(
    ("code", "name", "direction", "html"),
    [
        ("hy", "Armenian", "ltr", "hy"),
        ("az-Cyrl", "Azerbaijani (Cyrillic script)", "ltr", "az-Cyrl"),
        ("ru-petr1708", "Russian (before the spelling reform)", "ltr", "ru-petr1708"),
        ("ota", "Ottoman Turkish", "rtl", "ota"),
        ("az-Arab", "Azerbaijani (Arabic script)", "rtl", "az-Arab"),
        ("und", "", "ltr", ""),
        ('x"><b>', 'language “x"><b>”', "ltr", ""),
    ],
)
def test_language_has_name_direction_and_safe_tag(code, name, direction, html):
    assert languages.name_of(code) == name
    assert languages.direction_of(code) == direction
    assert languages.tag(code) == html
