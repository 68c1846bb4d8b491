"""The capacities that the software comes with."""

from django.db import migrations

from places.vocabulary import plant

CAPACITIES = {
    "chairman": "chairman",
    "deputy-chairman": "deputy chairman",
    "president": "president",
    "minister": "minister",
    "commissar": "commissar",
    "secretary": "secretary",
    "member": "member",
    "delegate": "delegate",
    "envoy": "envoy",
    "commander": "commander",
    "chief-of-staff": "chief of staff",
    "governor": "governor",
    "clerk": "clerk",
    "interpreter": "interpreter",
    "witness": "witness",
}


def plant_capacities(apps, schema_editor):
    plant(apps, "people", "Capacity", "capacity", CAPACITIES)


class Migration(migrations.Migration):
    dependencies = [("people", "0001_authorities"), ("places", "0001_records")]
    operations = [migrations.RunPython(plant_capacities, migrations.RunPython.noop, elidable=False)]
