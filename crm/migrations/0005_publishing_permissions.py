from django.db import migrations

from accounts.granting import each, grant

LEADING = ["Coordinación", "Dirección"]


def grant_rights(apps, schema_editor):
    """What the coalition says of an institution in public is decided by those who answer for it."""
    grant(apps, ["Equipo", *LEADING], each("crm", {"publiccommitment": ["view"]}))
    grant(apps, LEADING, each("crm", {"publiccommitment": ["add", "change"]}))


class Migration(migrations.Migration):
    dependencies = [("crm", "0004_public_commitment"), ("accounts", "0003_groups")]

    operations = [migrations.RunPython(grant_rights, migrations.RunPython.noop)]
