"""Two sources may show one event in the same second: a list, a search by words, a dossier, somebody's own note."""

import contextlib
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from legislation import importers, reconciling
from legislation.models import Bill, Change, Delivery
from legislation.reconciling import enter_step
from tests.congress import days_ago, dossier, followed, member, read, row, step, whole_list

SENT = step("EN COMISIÓN", id=2, day=days_ago(40))
REPORT = step("DICTAMEN", id=3, day=days_ago(1), detail="EN MAYORÍA")


@pytest.fixture
def together(shared_database):
    """Run calls at once, each on a database connection of its own."""
    shared = connections["default"]

    def run(*calls):
        shared.close()
        with ThreadPoolExecutor(len(calls)) as threads:
            outcomes = [threads.submit(on_its_own, call) for call in calls]
        return [outcome.result() for outcome in outcomes]

    def on_its_own(call):
        connections["default"] = shared.copy()
        try:
            return call()
        finally:
            connections["default"].close()

    return run


@pytest.fixture
def all_here(monkeypatch):
    """Hold whoever has looked at what we know, until the other has looked too or cannot come."""
    gate = threading.Barrier(2)

    def hold(module, name):
        held = getattr(module, name)

        def wait_and_go(*args, **kwargs):
            with contextlib.suppress(threading.BrokenBarrierError):
                gate.wait(timeout=1)
            return held(*args, **kwargs)

        monkeypatch.setattr(module, name, wait_and_go)

    return hold


def list_says():
    return read(*whole_list(row(status="DICTAMEN")))


def search_says():
    return read(row(status="DICTAMEN").model_copy(update={"found_by": ("derechos",)}))


def test_a_list_and_a_search_that_see_one_event_at_once_tell_it_once(together, all_here):
    followed(status="EN COMISIÓN")
    all_here(importers, "bills_by_key")
    all_here(reconciling, "note_status")

    together(list_says, search_says)

    assert Change.objects.count() == 1
    assert Delivery.objects.count() == 1


def test_two_sources_that_find_one_new_bill_at_once_find_it_once(together, all_here):
    followed()
    all_here(importers.links, "adopt")

    together(lambda: read(*whole_list(row(), row(90002))), lambda: read(row(90002)))

    assert Bill.objects.filter(number=90002).count() == 1
    assert Change.objects.count() == 1


def test_a_note_by_hand_and_a_dossier_at_once_are_one_step_told_once(together, all_here):
    bill = followed(status="EN COMISIÓN")
    read(dossier(SENT))
    beatriz = member("beatriz")
    all_here(reconciling, "statuses_told")

    together(
        lambda: read(dossier(SENT, REPORT)),
        lambda: enter_step(bill, beatriz, status="DICTAMEN", day=days_ago(1), note="lo dijo la asesora"),
    )

    assert bill.steps.count() == 2
    assert Delivery.objects.count() == 1
