from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("legislation", "0002_periods_and_final_changes")]

    operations = [
        migrations.AlterModelOptions(
            name="bill",
            options={
                "ordering": ["-period_id", "chamber", "-number"],
                "verbose_name": "proyecto de ley",
                "verbose_name_plural": "proyectos de ley",
            },
        ),
        migrations.AddField(
            model_name="bill",
            name="row_digest",
            field=models.CharField(blank=True, editable=False, max_length=32),
        ),
    ]
