from datetime import timedelta

from django.db import migrations

NOW = {"D": "2026-diputados", "S": "2026-senado", "C": "2026-congreso"}


def add_sources(apps, schema_editor):
    Source = apps.get_model("scrapers", "Source")

    def add(name, spider, **fields):
        Source.objects.get_or_create(name=name, defaults={"spider": spider, **fields})

    for chamber, name in NOW.items():
        # Three lists, three requests each time: nine an hour.
        add(f"lista-{name}", "spley", period=2026, chamber=chamber, every=timedelta(minutes=20))
        add(f"palabras-{name}", "spley", period=2026, chamber=chamber, by_words=True, every=timedelta(days=1))
    # This period is over: its list hardly moves.
    add("lista-2021-congreso", "spley", period=2021, chamber="C", every=timedelta(days=7))
    add("expedientes", "spley_detail", every=timedelta(hours=6))
    add("archivo-2016", "domino", period=2016, chamber="C", every=timedelta(days=365), enabled=False)
    add("archivo-2011", "domino", period=2011, chamber="C", every=timedelta(days=365), enabled=False)
    add("respuestas-guardadas", "saved", every=timedelta(days=365), enabled=False)


class Migration(migrations.Migration):
    dependencies = [("scrapers", "0001_initial")]

    operations = [migrations.RunPython(add_sources, migrations.RunPython.noop)]
