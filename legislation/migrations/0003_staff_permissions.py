from django.db import migrations

from accounts.granting import each, grant

# What the team may do in the tracker: read all of it, follow, write down what it heard, decide what is proposed.
TEAM = each(
    "legislation",
    {
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
) + each("scrapers", {"source": ["view"], "scraperun": ["view"]})
# Coordinators also keep causes and their chains, explain labels, tend sources, and send again what did not arrive.
# Whoever wrote down a wrong step may be away; coordination puts it right too.
KEEPERS = each(
    "legislation",
    {
        "cause": ["add", "change"],
        "causebill": ["view", "add", "delete"],
        "labelreading": ["change"],
        "delivery": ["change"],
        "step": ["change"],
    },
) + each("scrapers", {"source": ["change"]})


def grant_rights(apps, schema_editor):
    grant(apps, ["Equipo", "Coordinación"], TEAM)
    grant(apps, ["Coordinación"], KEEPERS)


class Migration(migrations.Migration):
    dependencies = [
        ("legislation", "0002_periods_and_final_changes"),
        ("scrapers", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(grant_rights, migrations.RunPython.noop)]
