from django.db import migrations

from accounts.granting import permission

# The team writes pages; coordinators publish what others wrote, and place it.
WRITING = ["add", "change"]
PUBLISHING = ["publish", "lock", "unlock"]
GROUPS = {"Equipo": WRITING, "Coordinación": WRITING + PUBLISHING}


def grant(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    Page = apps.get_model("wagtailcore", "Page")
    GroupPagePermission = apps.get_model("wagtailcore", "GroupPagePermission")
    for name, actions in GROUPS.items():
        group, _created = Group.objects.get_or_create(name=name)
        for action in actions:
            GroupPagePermission.objects.get_or_create(
                group=group,
                page=Page.objects.get(depth=1),
                permission=permission(apps, "wagtailcore", "page", f"{action}_page"),
            )
        keep_pictures(apps, group)
    coordinators = Group.objects.get(name="Coordinación")
    coordinators.permissions.add(permission(apps, "cms", "sitesettings", "change_sitesettings"))
    for action in ("add", "change", "delete"):
        coordinators.permissions.add(permission(apps, "wagtailredirects", "redirect", f"{action}_redirect"))
    translate = Permission.objects.get(codename="submit_translation")
    for group in Group.objects.filter(name__in=GROUPS):
        group.permissions.add(translate)
    let_coordinators_approve(apps, coordinators)


def keep_pictures(apps, group):
    Collection = apps.get_model("wagtailcore", "Collection")
    GroupCollectionPermission = apps.get_model("wagtailcore", "GroupCollectionPermission")
    for action in ("add", "change", "choose"):
        GroupCollectionPermission.objects.get_or_create(
            group=group,
            collection=Collection.objects.get(depth=1),
            permission=permission(apps, "cms", "picture", f"{action}_picture"),
        )


def let_coordinators_approve(apps, coordinators):
    """Wagtail's own workflow of one step asks its own groups, which nobody is in."""
    for task in apps.get_model("wagtailcore", "GroupApprovalTask").objects.all():
        task.groups.set([coordinators])


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0002_first_pages"),
        ("accounts", "0003_groups"),
        ("wagtail_localize", "0006_create_submit_translation_permission"),
        ("wagtailredirects", "0001_initial"),
    ]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
