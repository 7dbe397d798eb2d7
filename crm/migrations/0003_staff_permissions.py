from django.db import migrations

# The team keeps the records; nobody deletes one. Taking a list away is a right of its own.
KEPT = [
    "institution",
    "person",
    "post",
    "affiliation",
    "interaction",
    "position",
    "commitment",
    "task",
    "note",
]
EXPORT = ("institution", "export_records", "Puede descargar listas de relaciones")
EXPORTERS = ["Coordinación", "Dirección"]


def grant(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    leadership, created = Group.objects.get_or_create(name="Dirección")
    if created:
        leadership.permissions.add(permission(apps, "wagtailadmin", "admin", "access_admin"))
    keeping = [
        permission(apps, "crm", model, f"{action}_{model}")
        for model in KEPT
        for action in ("view", "add", "change")
    ]
    for name in ("Equipo", *EXPORTERS):
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.add(*keeping)
    model, codename, label = EXPORT
    for name in EXPORTERS:
        Group.objects.get(name=name).permissions.add(permission(apps, "crm", model, codename, label))


def permission(apps, app_label, model, codename, label=""):
    # Django writes permissions after all migrations; on a new database they are not there yet.
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    content_type, _created = ContentType.objects.get_or_create(app_label=app_label, model=model)
    found, _created = Permission.objects.get_or_create(
        content_type=content_type,
        codename=codename,
        defaults={"name": label or f"Can {codename.replace('_', ' ')}"},
    )
    return found


class Migration(migrations.Migration):
    dependencies = [
        ("crm", "0002_regions"),
        ("accounts", "0003_groups"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
    ]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
