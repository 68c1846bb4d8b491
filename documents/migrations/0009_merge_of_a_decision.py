"""A decision remembers the merge that it made. Of those made before it is not known, and not guessed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0008_incoming_and_awaited_records"),
    ]

    operations = [
        migrations.AddField(
            model_name="doubtfulmatch",
            name="merged_in",
            field=models.UUIDField(editable=False, null=True),
        ),
    ]
