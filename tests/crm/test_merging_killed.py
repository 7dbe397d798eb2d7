"""Killed in the midst of a merge or of its undoing: all of it, or nothing. INCIDENCIA_KILLS says how often."""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from crm import merging
from crm.models import Alias, Merge, Participant, Person
from tests.crm import world
from tests.crm.test_merging import whole_state

ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("INCIDENCIA_KILLS", "3"))
STATEMENTS = 24  # that write, about as many as one merge of these two takes


@pytest.fixture
def two(shared_database):
    ana = world.member("ana")
    kept, lost = world.person("Rosa Núñez"), world.person("Rosa Nuñes")
    world.affiliation(lost)
    world.interaction(kept, lost, by=ana)
    Participant.objects.create(
        interaction=world.interaction(), person=world.person("Eva"), stands_in_for=lost
    )
    for make in (world.position, world.commitment, world.way, world.note):
        make(lost)
    Alias.objects.create(person=lost, name="Charo")
    return ana, kept, lost


@pytest.fixture
def run(shared_database):
    """Start a merge or an undoing that dies after so many statements; tell whether it did."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": shared_database}
    command = [sys.executable, "-m", "tests.crm.dying_merge"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=ROOT, env=environment, **pipes) as process:

        def run(*words):
            process.stdin.write(" ".join(map(str, words)) + "\n")
            process.stdin.flush()
            status = int(process.stdout.readline())
            assert status in (0, -signal.SIGKILL)
            return status != 0

        yield run
        process.stdin.close()


def test_killed_anywhere_nothing_is_left_half_done(two, run):
    ana, kept, lost = two
    draw = random.Random(KILLS)
    killed = {"merge": 0, "undo": 0}
    for _turn in range(KILLS):
        apart = whole_state()
        killed["merge"] += run("merge", draw.randrange(STATEMENTS), kept.pk, lost.pk)
        if not Merge.objects.standing().exists():
            assert whole_state() == apart
            merging.merge(kept, lost, by=ana)
        assert not Person.objects.filter(pk=lost.pk).exists()

        together = whole_state()
        killed["undo"] += run("undo", draw.randrange(STATEMENTS))
        if Merge.objects.standing().exists():
            assert whole_state() == together
            merging.undo(Merge.objects.get(), by=ana)
        assert whole_state() == apart
        Merge.objects.all().delete()
    assert killed["merge"] and killed["undo"]
