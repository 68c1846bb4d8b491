import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0005_rights_of_the_workflow")]

    operations = [
        migrations.AlterField(
            model_name="submission",
            name="document",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="submissions",
                to="documents.document",
            ),
        ),
    ]
