from django.db import migrations

from accounts.granting import each, grant

# The team keeps the records; nobody deletes one.
RECORDS = (
    "institution",
    "person",
    "post",
    "affiliation",
    "interaction",
    "position",
    "commitment",
    "task",
    "note",
)
# Everybody on the team reads them. What the programme promised to measure is decided by those who answer for it.
FIGURES = ("indicator", "reportedvalue", "study", "studytable")
# Taking a list away, and bringing one in, are rights of their own.
LISTS = [
    ("crm", "institution", "export_records", "Puede descargar listas de relaciones"),
    ("crm", "spreadsheet", "import_records", "Puede importar planillas"),
]
LEADING = ["Coordinación", "Dirección"]
ALL = ["Equipo", *LEADING]


def grant_rights(apps, schema_editor):
    grant(apps, ["Dirección"], [("wagtailadmin", "admin", "access_admin")])
    grant(apps, ALL, each("crm", dict.fromkeys(RECORDS, ["view", "add", "change"])))
    grant(apps, ALL, each("crm", dict.fromkeys(FIGURES, ["view"])))
    grant(apps, LEADING, each("crm", dict.fromkeys(FIGURES, ["add", "change"])))
    grant(apps, LEADING, LISTS)


class Migration(migrations.Migration):
    dependencies = [
        ("crm", "0002_regions"),
        ("accounts", "0003_groups"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
    ]

    operations = [migrations.RunPython(grant_rights, migrations.RunPython.noop)]
