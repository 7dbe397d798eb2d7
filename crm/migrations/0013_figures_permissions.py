from importlib import import_module

from django.db import migrations

permission = import_module("crm.migrations.0003_staff_permissions").permission

# Everybody on the team reads them. What the programme promised to measure is decided by those who answer for it.
KEPT = ["indicator", "reportedvalue", "study", "studytable"]
READERS = ["Equipo", "Coordinación", "Dirección"]
KEEPERS = ["Coordinación", "Dirección"]


def grant(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    for names, actions in ((READERS, ("view",)), (KEEPERS, ("add", "change"))):
        wanted = [permission(apps, "crm", model, f"{action}_{model}") for model in KEPT for action in actions]
        for name in names:
            Group.objects.get(name=name).permissions.add(*wanted)


class Migration(migrations.Migration):
    dependencies = [("crm", "0012_figures")]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
