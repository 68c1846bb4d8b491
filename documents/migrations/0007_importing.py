"""Imports: their runs, what they brought, what waits; editors and publishers may import."""

import uuid

import django.db.models.deletion
from django.apps import apps as today
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

import documents.models.importing

IMPORTING = ("editor", "publisher", "administrator")


def grant(apps, schema_editor):
    # Permissions are made after all migrations; these groups need it now.
    create_permissions(today.get_app_config("documents"), verbosity=0, using=schema_editor.connection.alias)
    group, permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    right = permission.objects.get(content_type__app_label="documents", codename="import_documents")
    for found in group.objects.filter(name__in=IMPORTING):
        found.permissions.add(right)


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0006_submissions_outlive_documents"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("batch", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("begun", models.DateTimeField(auto_now_add=True)),
                ("heard", models.DateTimeField(auto_now=True)),
                ("trial", models.BooleanField(default=False)),
                ("publishes", models.BooleanField(default=False)),
                ("files", models.JSONField(default=documents.models.importing.no_files)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("running", "running"),
                            ("done", "done"),
                            ("stopped", "stopped by a failure"),
                            ("undoing", "being undone"),
                            ("undone", "undone"),
                        ],
                        default="running",
                        max_length=10,
                    ),
                ),
                ("share", models.PositiveSmallIntegerField(default=0)),
                ("counts", models.JSONField(default=documents.models.importing.nothing)),
                ("why", models.TextField(blank=True)),
                ("undone_by", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "permissions": [("import_documents", "Can import documents from files")],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["running", "done", "stopped", "undoing", "undone"])
                        ),
                        name="importbatch_state_listed",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DoubtfulMatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=30)),
                ("fresh", models.CharField(max_length=60)),
                ("known", models.CharField(max_length=60)),
                ("why", models.TextField()),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[("", "not decided"), ("same", "the same"), ("other", "not the same")],
                        default="",
                        max_length=5,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="doubtful",
                        to="documents.importbatch",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "fresh", "known"), name="doubtfulmatch_once"),
                    models.CheckConstraint(
                        condition=models.Q(("answer__in", ["", "same", "other"])),
                        name="doubtfulmatch_answer_listed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Imported",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=30)),
                ("identity", models.CharField(max_length=500)),
                ("record", models.CharField(max_length=60)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("revision", models.PositiveIntegerField(default=0)),
                ("source", models.TextField(blank=True)),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="imported",
                        to="documents.importbatch",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "indexes": [models.Index(fields=["kind", "record"], name="imported_record")],
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "identity"), name="imported_identity")
                ],
            },
        ),
        migrations.CreateModel(
            name="Awaited",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("identity", models.CharField(db_index=True, max_length=500)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="awaits",
                        to="documents.imported",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "constraints": [models.UniqueConstraint(fields=("by", "identity"), name="awaited_once")],
            },
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
