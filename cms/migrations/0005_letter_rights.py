from django.db import migrations

from accounts.granting import each, grant


def grant_rights(apps, schema_editor):
    grant(apps, ["Equipo", "Coordinación"], each("cms", {"legislator": ["view", "add", "change", "delete"]}))


class Migration(migrations.Migration):
    dependencies = [("cms", "0004_letters_and_sharing"), ("accounts", "0003_groups")]

    operations = [migrations.RunPython(grant_rights, migrations.RunPython.noop)]
