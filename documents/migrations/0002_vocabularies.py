"""The terms that the software comes with, and the first, empty head of the chain."""

from django.db import migrations

from places.vocabulary import plant

VOCABULARIES = {
    ("DocumentType", "type"): {
        "letter": "letter",
        "telegram": "telegram",
        "decree": "decree",
        "order": "order",
        "resolution": "resolution",
        "decision": "decision",
        "minutes": "minutes",
        "report": "report",
        "note": "note",
        "memorandum": "memorandum",
        "treaty": "treaty",
        "agreement": "agreement",
        "appeal": "appeal",
        "petition": "petition",
        "instruction": "instruction",
        "statement": "statement",
        "conversation": "record of a conversation",
        "diary": "diary entry",
        "article": "newspaper article",
        "editorial-method": "editorial method",
    },
    ("Classification", "classification"): {
        "top-secret": "top secret",
        "secret": "secret",
        "confidential": "confidential",
        "restricted": "not to be published",
        "urgent": "urgent",
        "personal": "personal",
    },
    ("DateKind", "date_kind"): {
        "received": "received",
        "sent": "sent",
        "adopted": "adopted",
        "signed": "signed",
        "entered-into-force": "entered into force",
        "registered": "registered",
        "published": "published",
    },
    ("Level", "level"): {
        "fonds": "fonds",
        "record-group": "record group",
        "series": "series",
        "inventory": "inventory (opis)",
        "box": "box",
        "volume": "volume",
        "file": "file (delo)",
        "item": "item",
    },
    ("Exemplar", "exemplar"): {
        "original": "original",
        "retained-copy": "retained copy (otpusk)",
        "certified-copy": "certified copy",
        "copy": "copy",
        "draft": "draft",
        "photocopy": "photocopy",
        "microfilm": "microfilm",
    },
    ("Production", "production"): {
        "autograph": "autograph",
        "manuscript": "manuscript",
        "typewritten": "typewritten",
        "duplicated": "duplicated",
        "printed": "printed",
        "telegraph-tape": "telegraph tape",
    },
    ("PrintingRelation", "printing_relation"): {
        "first-publication": "first publication",
        "reprint": "reprint",
        "extract": "extract",
        "translation": "translation",
    },
}


def plant_vocabularies(apps, schema_editor):
    for (model, kind), terms in VOCABULARIES.items():
        plant(apps, "documents", model, kind, terms)


def begin_chain(apps, schema_editor):
    apps.get_model("documents", "Head").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_desk")]
    operations = [
        migrations.RunPython(plant_vocabularies, migrations.RunPython.noop),
        migrations.RunPython(begin_chain, migrations.RunPython.noop),
    ]
