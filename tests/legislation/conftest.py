import os
import uuid

import pytest
from django.db import connections

from tests.legislation.mail_server import MailServer


@pytest.fixture
def mail_server(db, settings):
    """A server on loopback, and this process set to send by it."""
    with MailServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        yield server


@pytest.fixture
def shared_database(db, tmp_path):
    """A copy of the test database that other processes can open too. Yields its DATABASE_URL."""
    original = connections["default"]
    copy = original.copy()
    if copy.vendor == "sqlite":
        url, drop = copy_file(original, copy, tmp_path / "shared.sqlite3")
    else:
        url, drop = copy_from_template(original, copy)
    connections["default"] = copy
    yield url
    copy.close()
    connections["default"] = original
    drop()


def copy_file(original, copy, path):
    path.write_bytes(original.connection.serialize())
    copy.settings_dict["NAME"] = str(path)
    return f"sqlite:///{path}", lambda: None


def copy_from_template(original, copy):
    template = original.settings_dict["NAME"]
    name = copy.settings_dict["NAME"] = f"{template}_{uuid.uuid4().hex[:8]}"
    original.close()  # a template must not be in use

    def execute(statement):
        with original._nodb_cursor() as cursor:
            cursor.execute(statement)

    execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    address, mark, options = os.environ["DATABASE_URL"].partition("?")
    server = address.rpartition("/")[0]
    return f"{server}/{name}{mark}{options}", lambda: execute(f'DROP DATABASE "{name}" WITH (FORCE)')
