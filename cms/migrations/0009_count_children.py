"""Pages whose translations were published together forgot those below them, and none could be added any more."""

from django.db import migrations
from django.db.models import Count, F, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce


def count_children(apps, schema_editor):
    Page = apps.get_model("wagtailcore", "Page")
    below = (
        Page.objects.filter(path__startswith=OuterRef("path"), depth=OuterRef("depth") + 1)
        .order_by()
        .values("depth")
        .annotate(n=Count("pk"))
        .values("n")
    )
    counted = Coalesce(Subquery(below, output_field=IntegerField()), 0)
    for pk, n in Page.objects.annotate(n=counted).exclude(numchild=F("n")).values_list("pk", "n"):
        Page.objects.filter(pk=pk).update(numchild=n)


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0008_articles_in_order"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [migrations.RunPython(count_children, migrations.RunPython.noop)]
