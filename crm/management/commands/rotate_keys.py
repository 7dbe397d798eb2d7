from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import connection

from crm.encryption import EncryptedTextField, resealed

BATCH = 500


class Command(BaseCommand):
    help = "Seal every protected text with the newest key of CRM_KEYS; afterwards the former keys may go."

    def handle(self, **options):
        count = sum(reseal(model, field) for model, field in sealed_columns())
        self.stdout.write(f"{count} texts are sealed with the newest key.")


def sealed_columns():
    """Of the records and of their history."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_fields:
            if isinstance(field, EncryptedTextField):
                yield model, field


def reseal(model, field):
    quote = connection.ops.quote_name
    table, column, key = quote(model._meta.db_table), quote(field.column), quote(model._meta.pk.column)
    # Read as they lie in the database: through the model they would come out opened.
    pages = f"SELECT {key}, {column} FROM {table} WHERE {key} > %s AND {column} <> '' ORDER BY {key} LIMIT {BATCH}"  # noqa: S608
    # A text that somebody changed meanwhile has the newest key already.
    write = f"UPDATE {table} SET {column} = %s WHERE {key} = %s AND {column} = %s"  # noqa: S608
    count, last = 0, 0
    with connection.cursor() as cursor:
        while rows := fetch(cursor, pages, last):
            cursor.executemany(write, [(resealed(token), pk, token) for pk, token in rows])
            count, last = count + len(rows), rows[-1][0]
    return count


def fetch(cursor, sql, last):
    cursor.execute(sql, [last])
    return cursor.fetchall()
