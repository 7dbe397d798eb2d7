from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("legislation", "0005_absences"),
    ]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="refusals",
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="delivery",
            name="unanswered",
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="state",
            field=models.CharField(
                choices=[
                    ("due", "por enviar"),
                    ("sending", "enviándose"),
                    ("sent", "enviado"),
                    ("kept", "guardado: no hay servidor de correo"),
                    ("failed", "no se pudo enviar"),
                    ("perhaps", "quizá enviado: el servidor no contestó"),
                    ("left", "no se envió: ya no lo sigue"),
                ],
                default="due",
                max_length=10,
                verbose_name="estado",
            ),
        ),
    ]
