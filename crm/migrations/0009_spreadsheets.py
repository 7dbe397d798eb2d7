import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_groups"),
        ("crm", "0008_list_open_ones_first"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Spreadsheet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "circle",
                    models.CharField(
                        choices=[
                            ("coalition", "Toda la coalición"),
                            ("partner", "Solo mi organización"),
                            ("leadership", "Solo la dirección"),
                        ],
                        default="coalition",
                        max_length=10,
                        verbose_name="quiénes la ven",
                    ),
                ),
                (
                    "logged",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="registrada"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("institutions", "Instituciones"),
                            ("people", "Personas con sus cargos"),
                            ("interactions", "Encuentros"),
                        ],
                        max_length=12,
                        verbose_name="qué trae",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("uploaded", "Por decir qué es cada columna"),
                            ("mapped", "Preparando la vista previa"),
                            ("planned", "Por revisar y confirmar"),
                            ("confirmed", "Importando"),
                            ("done", "Importada"),
                            ("undoing", "Deshaciendo"),
                            ("undone", "Deshecha"),
                        ],
                        default="uploaded",
                        max_length=9,
                        verbose_name="situación",
                    ),
                ),
                ("name", models.CharField(max_length=150, verbose_name="archivo")),
                ("sha256", models.CharField(editable=False, max_length=64)),
                ("staged", models.BinaryField(null=True)),
                ("columns", models.JSONField(default=list)),
                (
                    "creates_institutions",
                    models.BooleanField(
                        default=False,
                        help_text="Si no, las filas que nombran una institución que no conocemos se quedan fuera.",
                        verbose_name="crear las instituciones que no estén",
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        blank=True,
                        choices=[("public_function", "Dato de su función pública")],
                        help_text="Si no lo eliges, y ninguna columna lo dice, no guardamos correos ni teléfonos de personas.",
                        max_length=15,
                        verbose_name="por qué podemos guardar correos y teléfonos de personas",
                    ),
                ),
                (
                    "takes_good_rows",
                    models.BooleanField(
                        default=False, verbose_name="importar las filas buenas aunque otras estén mal"
                    ),
                ),
                ("counts", models.JSONField(default=dict)),
                ("seen", models.JSONField(default=list)),
                ("message", models.CharField(blank=True, max_length=300)),
                ("finished", models.DateTimeField(editable=False, null=True, verbose_name="terminada")),
                ("undone", models.DateTimeField(editable=False, null=True, verbose_name="deshecha")),
                (
                    "logged_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="la registró",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.partner",
                        verbose_name="organización que la registró",
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="la deshizo",
                    ),
                ),
            ],
            options={
                "verbose_name": "planilla",
                "verbose_name_plural": "planillas",
                "ordering": ["-logged", "-pk"],
                "permissions": [("import_records", "Puede importar planillas")],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="SpreadsheetEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("uploaded", "La subió"),
                            ("confirmed", "La confirmó"),
                            ("imported", "Se importó"),
                            ("stopped", "La detuvo"),
                            ("refused_rows", "Descargó las filas que no entraron"),
                            ("undone", "La deshizo"),
                            ("purged", "Se borró la copia del archivo"),
                        ],
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("detail", models.CharField(blank=True, max_length=200)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="quién",
                    ),
                ),
                (
                    "spreadsheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="crm.spreadsheet",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="SpreadsheetRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("part", models.PositiveSmallIntegerField(default=0)),
                ("label", models.CharField(max_length=200)),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("new", "Se crea"),
                            ("update", "Cambia"),
                            ("ask", "¿Es la misma?"),
                            ("skip", "Sin cambios"),
                            ("error", "Con error"),
                        ],
                        max_length=6,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("differences", models.JSONField(default=list)),
                ("likely", models.JSONField(default=list)),
                ("plan", models.JSONField(default=dict)),
                ("decision", models.CharField(blank=True, max_length=25)),
                ("target", models.BigIntegerField(null=True)),
                ("is_anew", models.BooleanField(default=False)),
                (
                    "spreadsheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="crm.spreadsheet"
                    ),
                ),
            ],
            options={
                "ordering": ["number", "part"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="SpreadsheetWrite",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("part", models.PositiveSmallIntegerField(default=0)),
                ("made", models.JSONField(default=dict)),
                ("changed", models.JSONField(default=list)),
                ("kept", models.CharField(blank=True, max_length=300)),
                (
                    "spreadsheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="writes",
                        to="crm.spreadsheet",
                    ),
                ),
            ],
            options={
                "ordering": ["number", "part"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="ColumnMemory",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("institutions", "Instituciones"),
                            ("people", "Personas con sus cargos"),
                            ("interactions", "Encuentros"),
                        ],
                        max_length=12,
                    ),
                ),
                ("heading", models.CharField(max_length=100)),
                ("field", models.CharField(blank=True, max_length=20)),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.partner",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        models.F("owner"), models.F("kind"), models.F("heading"), name="crm_column_meant_once"
                    ),
                    models.UniqueConstraint(
                        models.F("kind"),
                        models.F("heading"),
                        condition=models.Q(("owner", None)),
                        name="crm_column_meant_once_by_nobodys",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="spreadsheet",
            index=models.Index(fields=["-logged", "-id"], name="crm_spreadsheet_newest"),
        ),
        migrations.AddConstraint(
            model_name="spreadsheet",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("circle", "partner"), _negated=True), ("owner__isnull", False), _connector="OR"
                ),
                name="crm_spreadsheet_circle_has_owner",
            ),
        ),
        migrations.AddConstraint(
            model_name="spreadsheet",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["done", "undoing", "undone"]), _negated=True),
                    ("finished__isnull", False),
                    _connector="OR",
                ),
                name="crm_spreadsheet_done_has_a_time",
            ),
        ),
        migrations.AddIndex(
            model_name="spreadsheetrow",
            index=models.Index(fields=["spreadsheet", "verdict", "number"], name="crm_spreadsheet_verdict"),
        ),
        migrations.AddConstraint(
            model_name="spreadsheetrow",
            constraint=models.UniqueConstraint(
                models.F("spreadsheet"), models.F("number"), models.F("part"), name="crm_spreadsheet_row_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="spreadsheetwrite",
            constraint=models.UniqueConstraint(
                models.F("spreadsheet"),
                models.F("number"),
                models.F("part"),
                name="crm_spreadsheet_write_once",
            ),
        ),
    ]
