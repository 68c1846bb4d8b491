"""Contributors take back what they entered themselves; administrators read the audit log."""

from django.apps import apps as today
from django.contrib.auth.management import create_permissions
from django.db import migrations

GRANTS = {"contributor": "delete_document", "administrator": "view_event"}


def grant(apps, schema_editor):
    # Permissions are made after all migrations; these groups need them now.
    create_permissions(today.get_app_config("documents"), verbosity=0, using=schema_editor.connection.alias)
    group, permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for role, codename in GRANTS.items():
        right = permission.objects.get(content_type__app_label="documents", codename=codename)
        for found in group.objects.filter(name=role):
            found.permissions.add(right)


class Migration(migrations.Migration):
    dependencies = [("documents", "0004_workflow"), ("places", "0003_work_in_progress")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
