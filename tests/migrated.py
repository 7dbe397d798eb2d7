"""python -m tests.migrated: a database of the kind that DATABASE_URL names, with every migration applied.

Applying them all takes most of a minute; whoever tests begins with a copy."""

import hashlib
import os
import sqlite3
from contextlib import closing

import django
from django.conf import settings
from django.db import connection

TEMPLATE = "incidencia_migrated"  # on PostgreSQL


def file():
    """Where SQLite's is kept, also for the next time: named after everything it depends on."""
    ours = sorted(settings.BASE_DIR.glob("*/migrations/*.py"))
    packages = settings.BASE_DIR / "requirements-dev.txt"
    print_of = hashlib.sha256(b"".join(path.read_bytes() for path in [*ours, packages])).hexdigest()[:16]
    return settings.BASE_DIR / ".pytest_cache" / "migrated" / f"{print_of}.sqlite3"


def make():
    if connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["NAME"] = TEMPLATE
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        connection.close()
    elif not file().exists():
        connection.creation.create_test_db(verbosity=0, serialize=False)
        keep(file())


def keep(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}")
    with closing(sqlite3.connect(unfinished)) as copy:
        connection.connection.backup(copy)
    for old in path.parent.glob("*.sqlite3"):
        old.unlink(missing_ok=True)
    unfinished.rename(path)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    make()
