"""Killed in the midst of an import or of its undoing: all of it, or nothing. INCIDENCIA_KILLS says how often."""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from crm.imports import progress, work
from crm.models import Person, Spreadsheet, Tag
from tests.crm import sheets, world
from tests.crm.test_merging import whole_state

ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("INCIDENCIA_KILLS", "6"))  # of the import, and as many of its undoing
STATEMENTS = {"import": 20, "undo": 32}  # that write, a few more than each of them takes
HEAD = ["Nombre y apellidos", "Cargo", "Institución", "Correo", "Etiquetas"]
ROWS = [
    ["Ana Ruiz Paz", "Regidora", "GORE Piura", "ana@gore.pe", "salud"],
    ["Eva Díaz Sol", "Asesora", "GORE Piura", "eva@gore.pe", ""],
    ["RÍOS PAZ, Inés", "Jefa", "Hospital Nuevo", "ines@h.pe", "salud, prensa"],
]


@pytest.fixture
def sheet(shared_database):
    """A file that fills, ends, appoints, tags and makes."""
    gore = world.institution()
    ines = world.person("Inés Ríos Paz")
    world.way(ines, "ines@h.pe", "email")
    world.affiliation(ines, world.post("Directora", at=gore))
    for name in ("salud", "prensa"):
        Tag.objects.create(name=name)
    options = {"creates_institutions": True, "ends_posts": True, "basis": "public_function"}
    return sheets.planned(sheets.csv_of(HEAD, *ROWS), **options)


@pytest.fixture
def run(shared_database):
    """Let a process work on the spreadsheet that dies after so many statements; tell whether it did."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": shared_database}
    command = [sys.executable, "-m", "tests.crm.dying_import"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=ROOT, env=environment, **pipes) as process:

        def run(sheet, statement):
            process.stdin.write(f"{sheet.pk} {statement}\n")
            process.stdin.flush()
            status = int(process.stdout.readline())
            assert status in (0, -signal.SIGKILL)
            progress.clear(sheet)
            return status != 0

        yield run
        process.stdin.close()


def test_killed_anywhere_nothing_is_left_half_done(sheet, run):
    draw, killed = random.Random(KILLS), {"import": 0, "undo": 0}
    for _turn in range(KILLS):
        again(sheet, "confirmed")
        apart = whole_state()
        killed["import"] += run(sheet, draw.randrange(1, STATEMENTS["import"]))
        if Spreadsheet.objects.get().state == "confirmed":
            assert whole_state() == apart
            work.work_on(Spreadsheet.objects.get())
        assert set(Person.objects.values_list("name", flat=True)) == {
            "Ana Ruiz Paz",
            "Eva Díaz Sol",
            "Inés Ríos Paz",
        }

        Spreadsheet.objects.update(state="undoing")
        together = whole_state()
        killed["undo"] += run(sheet, draw.randrange(1, STATEMENTS["undo"]))
        if Spreadsheet.objects.get().state == "undoing":
            assert whole_state() == together
            work.work_on(Spreadsheet.objects.get())
        done = Spreadsheet.objects.get()
        assert (done.state, done.counts["kept"], Person.objects.count()) == ("undone", 0, 1)
    assert killed["import"] and killed["undo"]


def again(sheet, state):
    """As it was before anything was written."""
    sheet.writes.all().delete()
    sheet.state, sheet.finished, sheet.undone = "mapped", None, None
    sheet.save()
    work.work_on(sheet)
    assert sheet.moved("planned", state)
