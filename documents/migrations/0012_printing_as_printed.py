"""A printing keeps the line that tells of it, as printed. Empty for all that were entered before."""

from django.db import migrations

import places.words


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0011_withdrawal_of_an_undone_import"),
    ]

    operations = [
        migrations.AddField(
            model_name="historicalprinting",
            name="as_printed",
            field=places.words.Line(
                blank=True,
                help_text="The line that tells of this printing, as it stands: “Publ. in the collection: …”.",
                max_length=3000,
            ),
        ),
        migrations.AddField(
            model_name="printing",
            name="as_printed",
            field=places.words.Line(
                blank=True,
                help_text="The line that tells of this printing, as it stands: “Publ. in the collection: …”.",
                max_length=3000,
            ),
        ),
    ]
