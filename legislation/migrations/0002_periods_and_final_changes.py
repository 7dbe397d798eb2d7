from datetime import date

from django.db import migrations

PERIODS = [
    (1995, "1995-2000", date(1995, 7, 26), date(2000, 7, 26)),
    (2000, "2000-2001", date(2000, 7, 26), date(2001, 7, 26)),
    (2001, "2001-2006", date(2001, 7, 26), date(2006, 7, 26)),
    (2006, "2006-2011", date(2006, 7, 26), date(2011, 7, 26)),
    (2011, "2011-2016", date(2011, 7, 26), date(2016, 7, 26)),
    (2016, "2016-2021", date(2016, 7, 26), date(2021, 7, 26)),
    (2021, "2021-2026", date(2021, 7, 26), date(2026, 7, 26)),
    (2026, "2026-2031", date(2026, 7, 27), date(2031, 7, 26)),
]

FINAL = {
    "sqlite": [
        """
        CREATE TRIGGER legislation_change_is_final BEFORE UPDATE ON legislation_change
        BEGIN SELECT RAISE(ABORT, 'changes are appended, never altered'); END
        """,
    ],
    "postgresql": [
        """
        CREATE FUNCTION legislation_change_is_final() RETURNS trigger AS
        $$ BEGIN RAISE EXCEPTION 'changes are appended, never altered'; END $$ LANGUAGE plpgsql
        """,
        """
        CREATE TRIGGER legislation_change_is_final BEFORE UPDATE ON legislation_change
        FOR EACH ROW EXECUTE FUNCTION legislation_change_is_final()
        """,
    ],
}


def add_periods(apps, schema_editor):
    Period = apps.get_model("legislation", "Period")
    for year, label, starts, ends in PERIODS:
        Period.objects.get_or_create(year=year, defaults={"label": label, "starts": starts, "ends": ends})


def make_changes_final(apps, schema_editor):
    for statement in FINAL[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def make_changes_alterable(apps, schema_editor):
    on = " ON legislation_change" if schema_editor.connection.vendor == "postgresql" else ""
    schema_editor.execute(f"DROP TRIGGER legislation_change_is_final{on}")
    if on:
        schema_editor.execute("DROP FUNCTION legislation_change_is_final()")


class Migration(migrations.Migration):
    dependencies = [("legislation", "0001_initial")]

    operations = [
        migrations.RunPython(add_periods, migrations.RunPython.noop),
        migrations.RunPython(make_changes_final, make_changes_alterable),
    ]
