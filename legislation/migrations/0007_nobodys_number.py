"""Identity numbers that stood in texts of Congress in forms that were not known are masked where they were kept."""

from django.db import migrations

from scrapers.identity import mask

TEXTS = {"Step": "detail", "Bill": "summary"}


def mask_them(apps, schema_editor):
    for name, field in TEXTS.items():
        model = apps.get_model("legislation", name)
        rows = model.objects.filter(**{f"{field}__icontains": "dni"}) | model.objects.filter(
            **{f"{field}__icontains": "d.n.i"}
        )
        for pk, text in rows.values_list("pk", field).iterator():
            if (masked := mask(text)) != text:
                model.objects.filter(pk=pk).update(**{field: masked})


class Migration(migrations.Migration):
    dependencies = [("legislation", "0006_count_each_kind_of_answer")]

    operations = [migrations.RunPython(mask_them, migrations.RunPython.noop)]
