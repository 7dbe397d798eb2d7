from django.db import migrations

from accounts.granting import each, grant

STAFF = [("wagtailadmin", "admin", "access_admin")]
KEEPERS = each("accounts", {"user": ["add", "change", "view"]})


def add_groups(apps, schema_editor):
    grant(apps, ["Equipo", "Coordinación"], STAFF)
    grant(apps, ["Coordinación"], KEEPERS)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_partners_and_cache"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
    ]

    operations = [migrations.RunPython(add_groups, migrations.RunPython.noop)]
