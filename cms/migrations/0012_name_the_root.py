"""The top of the tree of pages, which editors come by, bears the site's name and not Wagtail's English word."""

from django.db import migrations


def name_it(apps, schema_editor):
    tops = apps.get_model("wagtailcore", "Page").objects.filter(depth=1, title="Root")
    tops.update(title="Incidencia", draft_title="Incidencia")


class Migration(migrations.Migration):
    dependencies = [("cms", "0011_no_traces_on_the_disk")]
    operations = [migrations.RunPython(name_it, migrations.RunPython.noop)]
