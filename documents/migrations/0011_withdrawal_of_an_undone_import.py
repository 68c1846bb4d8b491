"""Undoing an import remembers its withdrawal. Of those undone before, none is published again by itself."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0010_events_of_imports_and_merges"),
    ]

    operations = [
        migrations.AddField(
            model_name="imported",
            name="withdrawal",
            field=models.PositiveIntegerField(editable=False, null=True),
        ),
    ]
