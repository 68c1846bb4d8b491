"""The audit log tells that an interrupted undoing was gone on with, and not that it was done twice."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0012_printing_as_printed"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="event",
            name="event_act_listed",
        ),
        migrations.AlterField(
            model_name="event",
            name="act",
            field=models.CharField(
                choices=[
                    ("logged in", "logged in"),
                    ("log-in failed", "log-in failed"),
                    ("logged out", "logged out"),
                    ("refused", "refused"),
                    ("submitted", "submitted for review"),
                    ("sent back", "sent back"),
                    ("published", "published"),
                    ("withdrawn", "withdrawn"),
                    ("reinstated", "reinstated"),
                    ("purged", "purged"),
                    ("restored", "restored"),
                    ("exported", "exported"),
                    ("imported", "imported"),
                    ("import undone", "undid the import"),
                    ("undoing gone on", "went on undoing the import"),
                    ("merged", "merged"),
                    ("separated", "took a merge back"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "act__in",
                        [
                            "logged in",
                            "log-in failed",
                            "logged out",
                            "refused",
                            "submitted",
                            "sent back",
                            "published",
                            "withdrawn",
                            "reinstated",
                            "purged",
                            "restored",
                            "exported",
                            "imported",
                            "import undone",
                            "undoing gone on",
                            "merged",
                            "separated",
                        ],
                    )
                ),
                name="event_act_listed",
            ),
        ),
    ]
