"""Rights for groups, given by migrations."""


def grant(apps, names, wanted):
    """Give each group of these names the permissions `wanted`: (app label, model, codename), or one more with a label."""
    Group = apps.get_model("auth", "Group")
    rights = [permission(apps, *words) for words in wanted]
    for name in names:
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.add(*rights)


def permission(apps, app_label, model, codename, label=""):
    """Django writes permissions after all migrations; on a new database they are not there yet."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    content_type, _created = ContentType.objects.get_or_create(app_label=app_label, model=model)
    found, _created = Permission.objects.get_or_create(
        content_type=content_type,
        codename=codename,
        defaults={"name": label or f"Can {codename.replace('_', ' ')}"},
    )
    return found


def each(app_label, actions_of):
    """Django's own rights: {model: [actions]} of an app."""
    return [
        (app_label, model, f"{action}_{model}") for model, actions in actions_of.items() for action in actions
    ]
