from django.db import migrations


def grant(apps, schema_editor):
    """Whoever wrote down a wrong step may be away; coordination puts it right too."""
    Group = apps.get_model("auth", "Group")
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    # Django writes permissions after all migrations; on a new database they are not there yet.
    content_type, _created = ContentType.objects.get_or_create(app_label="legislation", model="step")
    permission, _created = Permission.objects.get_or_create(
        content_type=content_type, codename="change_step", defaults={"name": "Can change step"}
    )
    group, _created = Group.objects.get_or_create(name="Coordinación")
    group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [("legislation", "0006_corrections")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
