import os
from threading import Condition, get_ident

import pytest
from django.core.signals import request_finished, request_started
from django.db import connection

from tests import chromium

# Playwright runs an event loop in this thread; Django would refuse to ask the database beside it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_collection_modifyitems(items):
    if chromium.PROGRAM.exists() or os.environ.get("CI") == "true":
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(f"no browser at {chromium.PROGRAM}"))


@pytest.fixture(autouse=True)
def nothing_under_way(transactional_db):
    """The browser is closed by now; what it still asked of the server ends before the database is emptied."""
    under_way, change = set(), Condition()

    def begin(environ=None, **kwargs):
        with change:
            under_way.add(get_ident())

    def end(**kwargs):
        with change:
            under_way.discard(get_ident())
            change.notify_all()

    request_started.connect(begin)
    request_finished.connect(end)
    yield
    with change:
        change.wait_for(lambda: not under_way, timeout=10)
    request_started.disconnect(begin)
    request_finished.disconnect(end)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return browser_type_launch_args | chromium.LAUNCH


@pytest.fixture(scope="session")
def what_migrations_wrote(django_db_setup):
    return connection._test_serialized_contents


@pytest.fixture(scope="session")
def playwright(what_migrations_wrote, playwright):
    """Playwright changes the thread's context, and with it Django's connection: hand over what it must restore."""
    connection._test_serialized_contents = what_migrations_wrote
    return playwright
