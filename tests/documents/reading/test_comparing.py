"""Two versions of a document compared, for readers."""

from dataclasses import fields as fields_of
from dataclasses import replace

import pytest
from django.test import Client

from documents.snapshot import PARTS, Document, Footnote, Signatory, Text
from tests.documents import builders
from tests.documents.reading.fullest import fullest
from tests.documents.reading.seen import Seen, words_of

pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'><svg/onload=alert(1)>&lt;b&gt;"


def address(ident: str, one: int = 1, other: int = 2, view: str = "") -> str:
    return f"/documents/{ident}/compare/{one}..{other}/" + (f"?view={view}" if view else "")


def seen(client: Client, ident: str, view: str = "") -> Seen:
    reply = client.get(address(ident, view=view))
    assert reply.status_code == 200
    return Seen(reply)


def two(before: dict, after: dict) -> str:
    """A document of two versions; gives its id."""
    ident = builders.published(**before).document_id
    builders.changed(ident, **after)
    builders.publish(ident, note="Read anew")
    return ident


def text(words: str, **more) -> Text:
    return Text(key="text0001", language="en", content=words, **more)


@pytest.fixture
def ident() -> str:
    return two(
        {"texts": (text("The harvest has been brought in."),)},
        {"texts": (text("The late harvest has been brought home."),)},
    )


# --- What it shows ---


def test_words_that_went_and_came_are_marked_and_announced(client, ident):
    page = seen(client, ident)
    assert [words_of(each) for each in page.all("del")] == ["deleted: in (end)"]
    assert [words_of(each) for each in page.all("ins")] == ["inserted: late (end)", "inserted: home (end)"]


def test_it_says_which_versions_and_why_and_in_words_what_changed(client, ident):
    page = seen(client, ident)
    assert "Version 1 compared with version 2" in page.text
    assert "current Read anew SHA-256" in page.fact("After")
    assert "added" in page.fact("What changed")
    links = page.links()
    assert links["Version 1"] == f"/documents/{ident}/v1/"
    assert links["Version 2"] == f"/documents/{ident}/v2/"
    assert links["All versions of the document"] == f"/documents/{ident}/versions/"


def test_notes_and_signatures_are_compared_too(client):
    signed = tuple(Signatory(key=f"sign000{n}", name_as_signed=f"Hand {n}") for n in (1, 2))
    note = Footnote(key="note0001", owner="heading", label="*", content="Stamped.")
    ident = two(
        {"heading": "To all[^*]", "footnotes": (note,), "signatories": signed},
        {
            "heading": "To all[^*]",
            "footnotes": (replace(note, content="Sealed."),),
            "signatories": (replace(signed[0], name_as_signed="Another hand"),),
        },
    )
    page = seen(client, ident)
    assert "Sealed" in " ".join(words_of(each) for each in page.all("ins"))
    assert "Another" in " ".join(words_of(each) for each in page.all("ins"))
    assert "Hand 2" in page.text


def test_side_by_side_shows_both_and_each_view_leads_to_the_other(client, ident):
    inline, side = seen(client, ident), seen(client, ident, "side")
    assert side.all("div", class_="side")
    assert not inline.all("div", class_="side")
    assert inline.links()["Side by side"] == address(ident, view="side")
    assert side.links()["In one column"] == address(ident)
    assert "late" in side.text


def test_a_view_that_is_unknown_is_the_usual_one(client, ident):
    assert client.get(address(ident, view="<b>")).content == client.get(address(ident)).content


def test_versions_that_differ_in_names_only_say_so(client):
    ada = builders.person("Ada Example")
    signed = (Signatory(key="sign0001", person=ada),)
    ident = builders.published(signatories=signed).document_id
    with builders.history.revision(builders.user("editor"), "Another name"):
        record = builders.Person.objects.get(pk=ada)
        record.name = "Ada Lovely"
        record.save()
    builders.changed(ident, remarks="x")
    builders.publish(ident)
    assert "No word of the document" in seen(client, ident).fact("What changed")


# --- Addresses ---


def test_the_lower_number_stands_first_for_ever(client, ident):
    reply = client.get(address(ident, 2, 1, "side"))
    assert (reply.status_code, reply["Location"]) == (301, address(ident, 1, 2, "side"))


def test_a_version_and_itself_is_that_version(client, ident):
    reply = client.get(address(ident, 2, 2))
    assert (reply.status_code, reply["Location"]) == (301, f"/documents/{ident}/v2/")


@pytest.mark.parametrize(
    "pair", ["1..3", "3..4", "0..1", "1..", "..2", "1...2", "01..2", "a..b", "1..9999999"]
)
def test_a_version_that_never_was_is_not_found(client, ident, pair):
    assert client.get(f"/documents/{ident}/compare/{pair}/").status_code == 404


def test_a_draft_has_nothing_to_compare(client):
    assert client.get(address(builders.saved())).status_code == 404


def test_a_withdrawn_version_is_gone_without_a_word_of_it(client):
    ident = two({"title": "Quillwort one"}, {"title": "Quillwort two"})
    builders.withdraw(ident, reason="A wrong leaf")
    for view in ("", "side"):
        reply = client.get(address(ident, view=view))
        assert reply.status_code == 410
        assert b"uillwort" not in reply.content
    builders.changed(ident, title="Without the plant")
    builders.publish(ident)
    for pair in ((1, 2), (1, 3), (3, 2)):
        reply = client.get(address(ident, *pair))
        assert reply.status_code == 410
        assert b"uillwort" not in reply.content
        assert "A wrong leaf" in Seen(reply).text
    builders.reinstate(ident, 1)
    assert client.get(address(ident, 1, 3)).status_code == 200
    assert client.get(address(ident, 2, 3)).status_code == 410


def test_a_purged_version_is_gone(client, ident):
    builders.withdraw(ident)
    builders.purge(ident)
    assert client.get(address(ident)).status_code == 410


def test_search_engines_are_asked_to_leave_it_and_told_its_one_address(client, ident):
    page = seen(client, ident, "side")
    (robots,) = page.all("meta", name="robots")
    assert robots.get("content") == "noindex"
    (canonical,) = page.all("link", rel="canonical")
    assert canonical.get("href") == f"http://testserver{address(ident)}"


@pytest.mark.parametrize("place", ["versions/", "v1/", "compare/1..2/"])
def test_no_program_is_led_into_all_the_comparisons(client, ident, place):
    page = Seen(client.get(f"/documents/{ident}/{place}"))
    into = [each for each in page.all("a") if "/compare/" in each.get("href")]
    assert into
    assert all(each.get("rel") == "nofollow" for each in into)


# --- Caching ---


def test_it_is_sent_again_only_when_one_of_the_two_or_the_current_version_changes(client, ident):
    first = client.get(address(ident))
    held = {"If-None-Match": first["ETag"]}
    assert first["Cache-Control"] == "no-cache"
    builders.published(title="Another")
    assert client.get(address(ident), headers=held).status_code == 304
    assert client.get(address(ident, view="side"), headers=held).status_code == 200
    builders.withdraw(ident)
    assert client.get(address(ident), headers=held).status_code == 410


def test_it_is_only_read_sets_no_cookie_and_costs_few_queries(client, ident, django_assert_num_queries):
    assert client.post(address(ident)).status_code == 405
    head = client.head(address(ident))
    assert (head.status_code, head.content, bool(head.cookies)) == (200, b"", False)
    with django_assert_num_queries(3):
        client.get(address(ident, view="side"))
    with django_assert_num_queries(2):
        client.get(address(ident, view="side"))


# --- What it never shows ---


def test_what_is_private_stays_so(client):
    ident = two({"remarks": "Quillwort one"}, {"remarks": "Quillwort two", "title": "Another"})
    for view in ("", "side"):
        assert b"uillwort" not in client.get(address(ident, view=view)).content


def hostile(row, keep: tuple[str, ...]):
    """The row with hostile words in every field of free words that it has."""
    names = [each.name for each in fields_of(row) if isinstance(getattr(row, each.name), str)]
    values = {name: f"{getattr(row, name)} {HOSTILE}" for name in names if name not in keep}
    return replace(row, **values)


# Fields that are chosen from a list, name something, or have a form of their own.
FORMED = (
    *(
        "key",
        "owner",
        "label",
        "public_id",
        "remarks",
        "by",
        "number",
        "image",
        "media_type",
        "role",
        "extent",
    ),
    *(
        "extent",
        "type",
        "classification",
        "topic",
        "place",
        "person",
        "body",
        "repository",
        "collection",
        "target",
    ),
    *("level", "manner", "certainty", "voice", "note_kind", "editorial_kind", "relation_kind", "relation"),
    *(
        "exemplar",
        "production",
        "acting",
        "capacity",
        "direction",
        "first_seen",
        "last_seen",
        "kind",
        "dated",
    ),
    *(
        "address",
        "link",
        "date_calendar_name",
        "described_date",
        "heading_voice",
        "date_edtf",
        "date_edtf_julian",
        "date_calendar",
        "described_type",
    ),
)


def is_formed(name: str) -> bool:
    return name in FORMED or name.endswith(
        ("language", "basis", "edtf", "calendar", "julian", "kind", "relation")
    )


def test_hostile_words_in_every_field_stay_words(client):
    fields = fullest()
    document = builders.content(**fields)
    keep = tuple(each.name for kind in (Document, *PARTS.values()) for each in fields_of(kind))
    keep = tuple(name for name in keep if is_formed(name))
    parts = {name: tuple(hostile(row, keep) for row in getattr(document, name)) for name in PARTS}
    after = replace(hostile(document, keep), **parts)
    ident = builders.published(**fields).document_id
    builders.save(replace(after, public_id=ident))
    builders.publish(ident)
    for view in ("", "side"):
        page = seen(client, ident, view)
        assert page.text.count("<script>alert(1)</script>") > 20
        assert len(page.all("script")) == 1
        assert not page.all("img")
        assert not page.all("svg")
        assert not [name for each in page.root.iter() for name in each.attrib if name.startswith("on")]
