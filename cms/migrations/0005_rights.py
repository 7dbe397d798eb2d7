from django.db import migrations

from accounts.granting import each, grant, permission

WRITERS = ["Equipo", "Coordinación"]
# The team keeps the addresses that letters go to, and decides which organizations signed.
RIGHTS = {"legislator": ["view", "add", "change", "delete"], "adhesion": ["view", "change"]}
# Wagtail asks for the rights to its own kinds of files, whatever models stand in their place.
KINDS = [("wagtaildocs", "document"), ("wagtailimages", "image")]


def grant_rights(apps, schema_editor):
    grant(apps, WRITERS, each("cms", RIGHTS))
    Collection = apps.get_model("wagtailcore", "Collection")
    GroupCollectionPermission = apps.get_model("wagtailcore", "GroupCollectionPermission")
    for group in apps.get_model("auth", "Group").objects.filter(name__in=WRITERS):
        for app, kind in KINDS:
            for action in ("add", "change", "choose"):
                GroupCollectionPermission.objects.get_or_create(
                    group=group,
                    collection=Collection.objects.get(depth=1),
                    permission=permission(apps, app, kind, f"{action}_{kind}"),
                )


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0004_doing_and_reading"),
        ("accounts", "0003_groups"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [migrations.RunPython(grant_rights, migrations.RunPython.noop)]
