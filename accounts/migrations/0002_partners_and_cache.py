from django.core.management import call_command
from django.db import migrations

PARTNERS = [
    ("Instituto de Estudios en Salud, Sexualidad y Desarrollo Humano", "IESSDEH"),
    ("Red de personas trans", "REDTRANS"),
    ("Asociación Miluska Vida y Dignidad", "Miluska"),
]


def add_partners(apps, schema_editor):
    Partner = apps.get_model("accounts", "Partner")
    for name, short_name in PARTNERS:
        Partner.objects.get_or_create(short_name=short_name, defaults={"name": name})


def create_cache_table(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.RunPython(add_partners, migrations.RunPython.noop),
        migrations.RunPython(create_cache_table, migrations.RunPython.noop),
    ]
