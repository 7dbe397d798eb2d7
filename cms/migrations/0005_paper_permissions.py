from django.db import migrations

from accounts.granting import permission

# Wagtail asks for the rights to its own kinds of files, whatever models stand in their place.
KINDS = [("wagtaildocs", "document"), ("wagtailimages", "image")]


def grant(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    Collection = apps.get_model("wagtailcore", "Collection")
    GroupCollectionPermission = apps.get_model("wagtailcore", "GroupCollectionPermission")
    for name in ("Equipo", "Coordinación"):
        group, _created = Group.objects.get_or_create(name=name)
        for app, kind in KINDS:
            for action in ("add", "change", "choose"):
                GroupCollectionPermission.objects.get_or_create(
                    group=group,
                    collection=Collection.objects.get(depth=1),
                    permission=permission(apps, app, kind, f"{action}_{kind}"),
                )


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0004_pages"),
        ("accounts", "0003_groups"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
