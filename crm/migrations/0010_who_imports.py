from django.db import migrations

# Bringing in a list changes hundreds of records at once: a right of its own, like taking one away.
IMPORTERS = ["Coordinación", "Dirección"]


def grant(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    # Django writes permissions after all migrations; on a new database this one is not there yet.
    content_type, _created = ContentType.objects.get_or_create(app_label="crm", model="spreadsheet")
    right, _created = Permission.objects.get_or_create(
        content_type=content_type, codename="import_records", defaults={"name": "Puede importar planillas"}
    )
    for name in IMPORTERS:
        Group.objects.get_or_create(name=name)[0].permissions.add(right)


class Migration(migrations.Migration):
    dependencies = [
        ("crm", "0009_spreadsheets"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
