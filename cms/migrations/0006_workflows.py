from django.db import migrations

GROUPS = ["Coordinación", "Dirección"]


def add_workflows(apps, schema_editor):
    """One in which each organization approves, and one for everything else, in the place of Wagtail's own."""
    every = task(apps, "OurVoicesTask", "Cada organización aprueba")
    second = task(apps, "SecondPersonTask", "Revisa otra persona")
    workflow(apps, "En nombre de la coalición", every)
    routine = workflow(apps, "Revisa otra persona", second)
    Page, WorkflowPage = (apps.get_model("wagtailcore", name) for name in ("Page", "WorkflowPage"))
    root = Page.objects.get(depth=1)
    WorkflowPage.objects.filter(page=root).delete()
    WorkflowPage.objects.create(page=root, workflow=routine)
    apps.get_model("wagtailcore", "Workflow").objects.exclude(pk__in=[routine.pk, every.workflow.pk]).update(
        active=False
    )


def task(apps, model, name):
    ContentType = apps.get_model("contenttypes", "ContentType")
    content_type, _created = ContentType.objects.get_or_create(app_label="cms", model=model.lower())
    made = apps.get_model("cms", model).objects.create(name=name, content_type=content_type)
    made.groups.set(apps.get_model("auth", "Group").objects.filter(name__in=GROUPS))
    return made


def workflow(apps, name, task):
    made = apps.get_model("wagtailcore", "Workflow").objects.create(name=name)
    apps.get_model("wagtailcore", "WorkflowTask").objects.create(workflow=made, task_id=task.pk, sort_order=0)
    task.workflow = made
    return made


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0005_rights"),
        ("crm", "0003_staff_permissions"),  # makes the group of leadership
    ]

    operations = [migrations.RunPython(add_workflows, migrations.RunPython.noop)]
