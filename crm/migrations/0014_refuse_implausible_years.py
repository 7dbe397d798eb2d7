from datetime import UTC, datetime

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("crm", "0013_figures_permissions"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="interaction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("starts__gte", datetime(1900, 1, 1, tzinfo=UTC)),
                    ("starts__lt", datetime(2101, 1, 2, tzinfo=UTC)),
                    models.Q(("ends", None), ("ends__lt", datetime(2101, 1, 2, tzinfo=UTC)), _connector="OR"),
                ),
                name="crm_interaction_in_a_plausible_year",
            ),
        ),
    ]
