from django.db import migrations

# What the team may do in the tracker: read all of it, follow, write down what it heard, decide what is proposed.
TEAM = {
    "legislation": {
        "bill": ["view"],
        "cause": ["view"],
        "change": ["view"],
        "snapshot": ["view"],
        "message": ["view"],
        "delivery": ["view"],
        "labelreading": ["view"],
        "causematch": ["view", "change"],
        "billlink": ["view", "change"],
        "step": ["view", "add"],
        "follow": ["view", "add"],
    },
    "scrapers": {"source": ["view"], "scraperun": ["view"]},
}
# Coordinators also keep causes and their chains, explain labels, tend sources, and send again what did not arrive.
KEEPERS = {
    "legislation": {
        "cause": ["add", "change"],
        "causebill": ["view", "add", "delete"],
        "labelreading": ["change"],
        "delivery": ["change"],
    },
    "scrapers": {"source": ["change"]},
}
GROUPS = {"Equipo": [TEAM], "Coordinación": [TEAM, KEEPERS]}


def grant(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    for name, grants in GROUPS.items():
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.add(*permissions(apps, grants))


def permissions(apps, grants):
    for models in grants:
        for app_label, actions_of in models.items():
            for model, actions in actions_of.items():
                yield from (permission(apps, app_label, model, action) for action in actions)


def permission(apps, app_label, model, action):
    # Django writes permissions after all migrations; on a new database they are not there yet.
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    content_type, _created = ContentType.objects.get_or_create(app_label=app_label, model=model)
    found, _created = Permission.objects.get_or_create(
        content_type=content_type,
        codename=f"{action}_{model}",
        defaults={"name": f"Can {action} {model}"},
    )
    return found


class Migration(migrations.Migration):
    dependencies = [
        ("legislation", "0003_bill_row_digest"),
        ("scrapers", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
