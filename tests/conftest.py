import os
import sqlite3
import subprocess
import sys
import tempfile
import uuid
from contextlib import closing
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection, connections
from django.test import TransactionTestCase
from django.utils import translation
from xdist.scheduler import LoadScopeScheduling

from legislation import page_cache
from tests import migrated

MEMORY = Path("/dev/shm")  # noqa: S108 - where no write waits for a disk


def pytest_collection_modifyitems(config, items):
    """On the second database, all that asks a database; browsers look at pages once."""
    if os.environ.get("SECOND_DATABASE"):
        again = [item for item in items if asks_a_database(item) and not item.get_closest_marker("browser")]
        config.hook.pytest_deselected(items=[item for item in items if item not in set(again)])
        items[:] = again


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    return OneByOne(config, log)


class OneByOne(LoadScopeScheduling):
    """Each worker takes the next test, so that all end together; a module that makes something large for all of its
    tests is taken as one. (xdist's own groups are not seen by pytest 9.)"""

    def _split_scope(self, nodeid):
        module = self.config.rootpath / nodeid.partition("::")[0]
        return str(module) if makes_something_large(module) else nodeid


@cache
def makes_something_large(module):
    return 'fixture(scope="module")' in module.read_text()


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
def django_db_modify_db_settings(django_db_modify_db_settings):
    """Begin with a database that is migrated already (migrated.py)."""
    if connection.vendor == "sqlite":
        if not migrated.file().exists():
            subprocess.run([sys.executable, "-m", "tests.migrated"], cwd=settings.BASE_DIR, check=True)
        kept_open = sqlite3.connect(connection.creation._get_test_db_name(), uri=True)
        with closing(kept_open), closing(sqlite3.connect(migrated.file())) as file:
            file.backup(kept_open)
            yield
    else:
        connection.settings_dict["TEST"]["TEMPLATE"] = os.environ.get("MIGRATED_TEMPLATE")
        yield


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
