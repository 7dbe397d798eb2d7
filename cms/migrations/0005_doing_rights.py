from django.db import migrations

from accounts.granting import each, grant

# The team keeps the addresses that letters go to, and decides which organizations signed.
RIGHTS = {"legislator": ["view", "add", "change", "delete"], "adhesion": ["view", "change"]}


def grant_rights(apps, schema_editor):
    grant(apps, ["Equipo", "Coordinación"], each("cms", RIGHTS))


class Migration(migrations.Migration):
    dependencies = [("cms", "0004_doing"), ("accounts", "0003_groups")]

    operations = [migrations.RunPython(grant_rights, migrations.RunPython.noop)]
