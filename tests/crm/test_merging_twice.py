"""Two colleagues unite the same two at the same moment, or in opposite directions: it happens once, whole."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from crm import merging
from crm.models import Merge, Participant, Person
from tests.crm import world
from tests.crm.test_merging import whole_state

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def two(shared_database):
    ana = world.member("ana")
    kept, lost = world.person("Rosa Núñez"), world.person("Rosa Nuñes")
    world.affiliation(lost)
    world.interaction(lost, by=ana)
    for make in (world.position, world.commitment, world.way, world.note):
        make(lost)
    return kept, lost


def at_once(url, *jobs):
    """Each in a process of its own, which waits for the others before it begins."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": url}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    command = [sys.executable, "-m", "tests.crm.merging_with_others"]
    connection.close()
    working = [
        subprocess.Popen([*command, *map(str, job)], cwd=ROOT, env=environment, **pipes) for job in jobs
    ]
    for process in working:
        assert process.stdout.readline() == "ready\n"
    for process in working:
        process.stdin.write("go\n")
        process.stdin.flush()
    return sorted(process.communicate(timeout=60)[0].strip() for process in working)


@pytest.mark.django_db
@pytest.mark.parametrize("is_crossed", [False, True])
def test_the_same_pair_at_once_is_united_once(shared_database, two, is_crossed):
    kept, lost = (one.pk for one in two)
    before = whole_state()

    said = at_once(shared_database, (kept, lost), (lost, kept) if is_crossed else (kept, lost))

    assert said == ["refused", "united"]
    merge = Merge.objects.get()
    one = Person.objects.get()
    assert {one.pk, merge.merged} == {kept, lost}
    assert Participant.objects.get().person == one
    assert (
        one.positions.count() == one.commitments.count() == one.contact_ways.count() == one.notes.count() == 1
    )
    merging.undo(merge, by=merge.by)
    assert whole_state() == before
