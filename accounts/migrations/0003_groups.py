from django.db import migrations

STAFF = [("wagtailadmin", "admin", "access_admin")]
KEEPERS = [("accounts", "user", codename) for codename in ("add_user", "change_user", "view_user")]
GROUPS = {"Equipo": STAFF, "Coordinación": STAFF + KEEPERS}


def add_groups(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    for name, codes in GROUPS.items():
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.add(*[permission(apps, *code) for code in codes])


def permission(apps, app_label, model, codename):
    # Django writes permissions after all migrations; on a new database they are not there yet.
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    content_type, _created = ContentType.objects.get_or_create(app_label=app_label, model=model)
    found, _created = Permission.objects.get_or_create(
        content_type=content_type,
        codename=codename,
        defaults={"name": f"Can {codename.replace('_', ' ')}"},
    )
    return found


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_partners_and_cache"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
    ]

    operations = [migrations.RunPython(add_groups, migrations.RunPython.noop)]
