"""Coordinates come in pairs: a check that compares with NULL refuses nothing, so it asks for both."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("places", "0001_records"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="place",
            name="place_coordinates",
        ),
        migrations.AddConstraint(
            model_name="place",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("latitude", None), ("longitude", None)),
                    models.Q(
                        ("latitude__isnull", False),
                        ("latitude__range", (-90, 90)),
                        ("longitude__isnull", False),
                        ("longitude__range", (-180, 180)),
                    ),
                    _connector="OR",
                ),
                name="place_coordinates",
                violation_error_message="Give both latitude (-90 to 90) and longitude (-180 to 180).",
            ),
        ),
    ]
