"""Imports: what files say anew of documents that editors changed; documents wait for people and places, too."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0007_importing"),
    ]

    operations = [
        migrations.CreateModel(
            name="Incoming",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("content", models.TextField(blank=True)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("base", models.TextField(blank=True)),
                ("file", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "ordering": ["pk"],
                "default_permissions": (),
            },
        ),
        migrations.RemoveConstraint(
            model_name="awaited",
            name="awaited_once",
        ),
        migrations.AddField(
            model_name="awaited",
            name="kind",
            field=models.CharField(default="document", max_length=30),
        ),
        migrations.AddConstraint(
            model_name="awaited",
            constraint=models.UniqueConstraint(fields=("by", "kind", "identity"), name="awaited_once_each"),
        ),
        migrations.AddField(
            model_name="incoming",
            name="batch",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="incoming",
                to="documents.importbatch",
            ),
        ),
        migrations.AddField(
            model_name="incoming",
            name="imported",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="incoming", to="documents.imported"
            ),
        ),
    ]
