"""The import as a command, what comes back corrected, two at once, and what it costs."""

import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm.imports import work
from crm.models import ContactWay, Person, Spreadsheet
from tests.crm import sheets, world

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
HEAD = ["Nombre y apellidos", "Cargo", "Institución", "Correo"]
ANA = ["Ana Ruiz Paz", "Regidora", "GORE Piura", "ana@gore.pe"]
WRONG = ["Eva Díaz Sol", "Asesora", "No existe", "eva@gore.pe"]


@pytest.fixture
def coco():
    world.institution()
    return world.coordinator("coco")


@pytest.fixture
def file(tmp_path):
    def file(*rows, head=HEAD):
        path = tmp_path / "lista.csv"
        path.write_bytes(sheets.csv_of(head, *rows))
        return path

    return file


def run(path, *options, by="coco@example.org"):
    out = io.StringIO()
    call_command("import_contacts", str(path), "--by", by, *map(str, options), stdout=out)
    return out.getvalue()


def test_it_imports_as_the_screen_does(coco, file):
    said = run(file(ANA), "--public-function")

    assert said.splitlines() == [
        "1 to create, 0 to change, 0 unchanged, 0 doubtful, 0 wrong",
        "1 created, 0 changed",
    ]
    ana = Person.objects.get()
    assert (ana.logged_by, ana.owner, ana.contact_ways.get().value) == (coco, coco.partner, "ana@gore.pe")
    assert Spreadsheet.objects.get().state == "done"
    assert "1 unchanged" in run(file(ANA), "--public-function")


def test_a_dry_run_says_and_writes_nothing(coco, file, tmp_path):
    report = tmp_path / "no.csv"

    said = run(file(ANA, WRONG), "--dry-run", "--report", report)

    assert said == "1 to create, 0 to change, 0 unchanged, 0 doubtful, 1 wrong\n"
    assert not (Person.objects.exists() or Spreadsheet.objects.exists())
    rows = list(csv.reader(report.read_text(encoding="utf-8-sig").splitlines()))
    assert rows[0] == [*HEAD, "Motivo"]
    assert rows[1][:4] == WRONG
    assert rows[1][4].startswith("No tenemos la institución «No existe»")


def test_a_wrong_row_holds_back_the_file_unless_the_good_ones_are_asked_for(coco, file):
    with pytest.raises(CommandError, match=r"Nothing was imported\. Row 3: No tenemos la institución"):
        run(file(ANA, WRONG))
    assert not (Person.objects.exists() or Spreadsheet.objects.exists())

    assert "1 created" in run(file(ANA, WRONG), "--good-rows")
    assert Person.objects.get().name == "Ana Ruiz Paz"


@pytest.mark.parametrize("by", ["nadie@example.org", "ana@example.org"])
def test_who_may_not_import_may_not_here_either(coco, file, by):
    world.member("ana")

    with pytest.raises(CommandError, match=by):
        run(file(ANA), by=by)


def test_a_file_that_is_not_there_or_is_no_spreadsheet_is_named(coco, tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        run(tmp_path / "no.csv")
    (tmp_path / "foto.png").write_bytes(b"\x89PNG")
    with pytest.raises(CommandError, match=r"«foto\.png» no es una planilla"):
        run(tmp_path / "foto.png")


def test_the_rows_that_came_back_are_corrected_and_sent_again(coco, file, tmp_path):
    report = tmp_path / "por-corregir.csv"
    formula = ["Inés Sol Paz", "Jefa", "GORE Piura", "+51 no es correo"]
    run(file(ANA, WRONG, formula), "--good-rows", "--public-function", "--report", report)
    head, *back = csv.reader(report.read_text(encoding="utf-8-sig").splitlines())
    assert [row[0] for row in back] == ["Eva Díaz Sol", "Inés Sol Paz"]

    back[0][2], back[1][3] = "Gobierno Regional de Piura", "ines@gore.pe"
    said = run(file(*back, head=head), "--public-function")

    assert said.splitlines()[-1] == "2 created, 0 changed"
    assert set(ContactWay.objects.values_list("value", flat=True)) == {
        "ana@gore.pe",
        "eva@gore.pe",
        "ines@gore.pe",
    }
    assert Person.objects.count() == 3


def test_two_at_once_make_each_person_once(shared_database, tmp_path):
    world.institution()
    coco = world.coordinator("coco")
    body = sheets.csv_of(HEAD, ANA, ["Eva Díaz Sol", "Asesora", "GORE Piura", "eva@gore.pe"])
    both = [sheets.planned(body, by=coco, basis="public_function") for _ in range(2)]
    for sheet in both:
        assert sheet.moved("planned", "confirmed")
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": shared_database}
    connection.close()

    working = [
        subprocess.Popen(
            [sys.executable, "manage.py", "work_on_spreadsheet", str(sheet.pk)], cwd=ROOT, env=environment
        )
        for sheet in both
    ]

    assert [process.wait(timeout=120) for process in working] == [0, 0]
    states = sorted(Spreadsheet.objects.values_list("state", flat=True))
    assert states == ["done", "planned"]  # whoever came second finds that the records moved, and asks
    assert Person.objects.count() == 2
    second = Spreadsheet.objects.get(state="planned")
    assert set(sheets.verdicts(second)) == {"skip"}


@pytest.mark.parametrize("kind", ["people", "institutions", "interactions"])
def test_it_asks_the_database_as_often_for_fifty_rows_as_for_one(coco, kind):
    counts = {}
    for rows in (1, 50):
        sheet = sheets.staged(
            many(kind, rows),
            kind=kind,
            by=coco,
            takes_good_rows=True,
            creates_institutions=True,
            basis="public_function",
        )
        with CaptureQueriesContext(connection) as planning:
            work.work_on(sheet)
        assert sheet.counts == {"new": rows}
        sheet.moved("planned", "confirmed")
        with CaptureQueriesContext(connection) as writing:
            work.work_on(sheet)
        assert sheet.counts["created"] == rows
        counts[rows] = len(planning), len(writing)
        sheets.undo(sheet)

    assert counts[50][0] <= counts[1][0]
    assert counts[50][1] <= counts[1][1]


def many(kind, rows):
    made = {
        "people": lambda n: [
            f"Ana Ruiz {LETTERS[n % 25]}{LETTERS[n // 25]}ma",
            "Regidora",
            f"Hospital {n}",
            f"a{n}@x.pe",
        ],
        "institutions": lambda n: [f"Hospital {n}", "Piura", f"07334{n:04}", "salud"],
        "interactions": lambda n: ["5/3/2026", "Piura", f"Hospital {n}", str(n + 1)],
    }[kind]
    heads = {
        "people": HEAD,
        "institutions": ["Institución", "Región", "Teléfono", "Etiquetas"],
        "interactions": ["Fecha", "Región", "Institución", "Policías"],
    }
    return sheets.csv_of(heads[kind], *map(made, range(rows)))


LETTERS = "BCDFGHJKLMNPQRSTVWXYZAEIOU"
