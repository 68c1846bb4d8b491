"""The roles of those who log in: contributor, editor, publisher, administrator."""

from django.apps import apps as today
from django.contrib.auth.management import create_permissions
from django.db import migrations

DESK = ("documents", "people", "places")
# A new archive makes the permissions of later tables at this point, too; nobody's role includes those either.
MADE_BY_THE_SOFTWARE = (
    *("version", "entry", "head", "listing", "listingname", "revision", "publicid"),
    *("submission", "comment", "event", "look", "workinprogress"),
)

VOCABULARIES = (
    *("capacity", "documenttype", "classification", "topic", "datekind", "level", "exemplar"),
    *("production", "printingrelation"),
)


def found_roles(apps, schema_editor):
    # Permissions are made after all migrations; these groups need them now.
    for app in (*DESK, "auth"):
        create_permissions(today.get_app_config(app), verbosity=0, using=schema_editor.connection.alias)
    group, permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    desk = permission.objects.filter(content_type__app_label__in=DESK).exclude(
        content_type__model__in=MADE_BY_THE_SOFTWARE
    )
    own = desk.exclude(codename__contains="_historical")
    looking = own.filter(codename__startswith="view_")
    # Readers see labels and names at once: a contributor adds records, and changes those still unseen.
    adding = own.filter(codename__startswith="add_").exclude(content_type__model__in=VOCABULARIES)
    changing = own.filter(codename__startswith="change_").exclude(content_type__model__in=VOCABULARIES)
    wording = own.filter(codename__regex="^(add|change)_", content_type__model__in=VOCABULARIES)
    reviewing = desk.filter(codename__startswith="view_historical")
    deleting = desk.filter(codename="delete_document")
    publishing = desk.filter(codename="publish_document")
    purging = desk.filter(codename="purge_document")
    governing = permission.objects.filter(
        content_type__app_label="auth", content_type__model__in=("user", "group")
    )
    contributing = [looking, adding, changing]
    editing = [*contributing, wording, reviewing, deleting]
    roles = {
        "contributor": contributing,
        "editor": editing,
        "publisher": [*editing, publishing],
        "administrator": [*editing, publishing, purging, governing],
    }
    for name, grants in roles.items():
        role, _ = group.objects.get_or_create(name=name)
        for grant in grants:
            role.permissions.add(*grant)


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0002_vocabularies"),
        ("people", "0002_capacities"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(found_roles, migrations.RunPython.noop)]
