"""A document with every part, of an invented valley; each test looks at the piece it is about."""

from documents.snapshot import (
    ArchivalPart,
    ArchivalReference,
    Correspondent,
    DocumentTopic,
    EditorialText,
    Footnote,
    FurtherDate,
    OnlineCopy,
    Printing,
    Reference,
    Relation,
    Signatory,
    Text,
)
from tests.documents import builders


def fullest(**fields) -> dict:
    """The fields of a document with every part, over which the test lays its own."""
    ada = builders.person("Ada Miller", born="1870", died="1925")
    boris = builders.person("Борис Мельник", language="ru")
    council, guild = builders.body("Harvest Council"), builders.body("Guild of Millers")
    river = builders.place("Riverside")
    letters = builders.collection("Letters of the Valley", published_in="Riverside", year="1992")
    valley = builders.repository("Valley Archive")
    return {
        "title": "The mills ask for grain",
        "wording_language": "ru",
        "heading": "Прошеніе мельниковъ[^h]",
        "heading_voice": "earlier compiler",
        "heading_voice_basis": "inferred",
        "heading_voice_reason": "millers did not head their letters",
        "type": "petition",
        "type_basis": "inferred",
        "type_reason": "it asks for something",
        "classification_as_written": "Совершенно секретно",
        "classification": "top-secret",
        "date_as_written": "28 мая 1917 г.[^d]",
        "date_edtf": "1917-06-10",
        "date_edtf_julian": "1917-05-28",
        "date_calendar": "both",
        "date_calendar_basis": "inferred",
        "date_calendar_reason": "two stamps",
        "place_as_written": "Приречье",
        "place": river,
        "place_basis": "inferred",
        "place_reason": "the postmark",
        "summary": "The millers ask for grain.",
        "original_language": "ru",
        "signature_line": "Мельникъ, Мельничиха[^s]",
        "rights": "Free of rights.",
        "remarks": "Nobody may read this remark.",
        "further_dates": (FurtherDate(key="further1", date_kind="received", date_edtf="1917-06-12"),),
        "correspondents": (
            Correspondent(key="sender01", role="sender", as_written="мельники", by="members of", body=guild),
            Correspondent(
                key="recip001",
                role="recipient",
                as_written="Совѣту",
                body=council,
                basis="inferred",
                reason="there was one council",
            ),
        ),
        "texts": (
            Text(
                key="text0001",
                role="original",
                language="ru-petr1708",
                content=f"[[page:72v]]Просимъ [[body:{council}|Совѣтъ]] о зернѣ[^*].\n\nМельницы [стоятъ].",
            ),
            Text(
                key="text0002",
                role="translation",
                role_basis="inferred",
                role_reason="the Russian is older",
                language="en",
                extent="abridged",
                content=f"We ask the [[body:{council}|Council]] for grain[^*].\n\n"
                f"[[person:{ada}|Ada]]’s mills stand still.",
            ),
        ),
        "signatories": (
            Signatory(
                key="sign0001",
                name_as_signed="Мельникъ",
                capacity_as_signed="мельники Гильдіи",
                body=guild,
                body_basis="inferred",
                body_reason="the seal",
                person=boris,
                certainty="probable",
            ),
            Signatory(
                key="sign0002",
                name_as_signed="А. Мельникъ",
                capacity_as_signed="мельники Гильдіи",
                body=guild,
                body_basis="inferred",
                person=ada,
                manner="for",
            ),
            Signatory(key="sign0003", name_as_signed="Пахарь", capacity_as_signed="пахарь"),
        ),
        "footnotes": (
            Footnote(
                key="noteh001",
                owner="heading",
                label="h",
                content="So in print.",
                language="en",
                voice="editors",
            ),
            Footnote(key="noted001", owner="date", label="d", content="In another ink.", language="en"),
            Footnote(key="notes001", owner="signatures", label="s", content="Torn off.", language="en"),
            Footnote(
                key="note0001",
                owner="text0001",
                label="*",
                language="en",
                content="See doc. No. 348.[^a]",
                voice="earlier compiler",
                voice_basis="inferred",
                voice_reason="it cites by number",
                note_kind="textual",
            ),
            Footnote(
                key="note0002", owner="text0002", label="*", content="Grain, not flour.", voice="translator"
            ),
            Footnote(key="note0003", owner="note0001", label="a", content="Of the same book.", language="en"),
            Footnote(key="note0004", owner="words001", label="1", content="Until 1914.", language="en"),
        ),
        "references": (
            Reference(
                key="refer001",
                owner="note0001",
                by="number",
                words="See doc. No. 348",
                number="348",
                collection=letters,
                collection_basis="inferred",
                collection_reason="the only collection",
            ),
            Reference(
                key="refer002",
                owner="words001",
                described_type="decree",
                issuer="Harvest Council",
                described_date="1917-05-01",
            ),
            Reference(key="refer003", by="link", words="a copy", address="https://example.org/copy"),
        ),
        "archival_references": (
            ArchivalReference(
                key="archiv01",
                repository=valley,
                parts=(ArchivalPart(level="file", value="44-33-a"),),
                leaves="72-73",
                exemplar="original",
                production="manuscript",
                as_printed="Архивъ долины, д. 44-33-a, лл. 72-73.",
            ),
        ),
        "printings": (
            Printing(
                key="print001",
                collection=letters,
                number="367",
                printing_relation="first-publication",
                basis="inferred",
                reason="the heading agrees",
                as_printed="Напеч.: Письма долины, № 367.",
            ),
        ),
        "editorial_texts": (
            EditorialText(key="words001", language="en", content="Mills were many then[^1]."),
            EditorialText(
                key="words002",
                editorial_kind="commentary",
                language="en",
                credit="C. Reader",
                dated="2020",
                content="They got no grain.",
            ),
        ),
        "relations": (
            Relation(key="relat001", relation_kind="reply_to", described="an inquiry of the Council"),
        ),
        "topics": (DocumentTopic(key="topic001", topic=builders.term("mills", "Mills and millers")),),
        "online_copies": (
            OnlineCopy(
                key="copy0001",
                address="https://example.org/mills",
                first_seen="2019-03-02",
                last_seen="2024-11-30",
            ),
        ),
    } | fields


def letters_of(fields: dict) -> str:
    """The id of the source collection in which the document is printed."""
    return fields["printings"][0].collection
