import hashlib
import os
import sqlite3
import tempfile
import uuid
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection, connections
from django.test import TransactionTestCase
from django.utils import translation

from legislation import page_cache

MEMORY = Path("/dev/shm")  # noqa: S108 - where no write waits for a disk


def pytest_collection_modifyitems(config, items):
    """On the second database, all that asks a database; browsers look at pages once."""
    if os.environ.get("SECOND_DATABASE"):
        again = [item for item in items if asks_a_database(item) and not item.get_closest_marker("browser")]
        config.hook.pytest_deselected(items=[item for item in items if item not in set(again)])
        items[:] = again


def asks_a_database(item):
    by_class = issubclass(getattr(item, "cls", None) or object, TransactionTestCase)
    return (
        by_class
        or item.get_closest_marker("django_db")
        or {"db", "transactional_db"} & set(item.fixturenames)
    )


@pytest.fixture(autouse=True)
def fresh_pages(monkeypatch):
    """Every test sees its own pages, and every change at once."""
    caches["pages"].clear()
    monkeypatch.setattr(page_cache, "TRUST_EDITION_FOR", 0)


@pytest.fixture(autouse=True)
def spanish():
    """A request leaves its language active in the thread; every test begins in ours."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(scope="session")
def migrated(pytestconfig):
    """On SQLite, a file with what the migrations made last time, named after them: running them all takes long."""
    if connection.vendor != "sqlite":
        yield None
        return
    path = Path(pytestconfig.cache.mkdir("migrated")) / f"{fingerprint()}.sqlite3"
    with closing(sqlite3.connect(connection.creation._get_test_db_name(), uri=True)) as kept_open:
        if path.exists():
            with closing(sqlite3.connect(path)) as file:
                file.backup(kept_open)
        yield path


def fingerprint():
    """Of everything a migrated database depends on."""
    ours = sorted(settings.BASE_DIR.glob("*/migrations/*.py"))
    files = [*ours, settings.BASE_DIR / "requirements-dev.txt"]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]


@pytest.fixture(scope="session")
def django_db_setup(migrated, django_db_setup, django_db_blocker):
    """What a kept file lacks is migrated; what it has is not migrated again."""
    if migrated and not migrated.exists():
        for old in migrated.parent.iterdir():
            old.unlink(missing_ok=True)
        unfinished = migrated.with_suffix(f".{os.getpid()}")
        with django_db_blocker.unblock(), closing(sqlite3.connect(unfinished)) as file:
            connection.ensure_connection()
            connection.connection.backup(file)
        unfinished.rename(migrated)


@pytest.fixture(autouse=True, scope="session")
def emptied_quickly():
    """On PostgreSQL, TRUNCATE makes 160 tables anew; a test leaves a handful of rows."""
    if connection.vendor != "postgresql":
        return

    def delete_from(style, tables, **how):
        return [f"DELETE FROM {connection.ops.quote_name(table)}" for table in tables]  # noqa: S608 - names of our own tables

    DatabaseOperations = type(connection.ops)  # each thread has operations of its own
    DatabaseOperations.sql_flush = staticmethod(delete_from)


@pytest.fixture
def shared_database(db):
    """A copy of the test database that other processes can open too. Yields its DATABASE_URL."""
    original = connections["default"]
    copy = original.copy()
    if copy.vendor == "sqlite":
        url, drop = copy_file(original, copy)
    else:
        url, drop = copy_from_template(original, copy)
    connections["default"] = copy
    yield url
    copy.close()
    connections["default"] = original
    drop()


def copy_file(original, copy):
    folder = tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None)
    path = Path(folder.name) / "shared.sqlite3"
    path.write_bytes(original.connection.serialize())
    copy.settings_dict["NAME"] = str(path)
    return f"sqlite:///{path}", folder.cleanup


def copy_from_template(original, copy):
    template = original.settings_dict["NAME"]
    name = copy.settings_dict["NAME"] = f"{template}_{uuid.uuid4().hex[:8]}"
    original.close()

    def execute(statement, values=None):
        with original._nodb_cursor() as cursor:
            cursor.execute(statement, values)

    # A template must not be in use, and servers of earlier tests left connections open.
    execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [template])
    execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    address, mark, options = os.environ["DATABASE_URL"].partition("?")
    server = address.rpartition("/")[0]
    return f"{server}/{name}{mark}{options}", lambda: execute(f'DROP DATABASE "{name}" WITH (FORCE)')
