"""Spreadsheets for tests of the import, and the way of one through the screens without other processes."""

import io

import openpyxl

from crm.imports import work
from crm.models import Spreadsheet
from tests.crm import world


def csv_of(*rows, sep=",", encoding="utf-8"):
    return "\r\n".join(sep.join(f'"{cell}"' for cell in row) for row in rows).encode(encoding)


def xlsx_of(*rows, change=None):
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    for row in rows:
        sheet.append(list(row))
    if change:
        change(sheet)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def staged(body, *, kind="people", by=None, name="lista.csv", **options):
    by = by or world.coordinator()
    sheet = work.stage(kind, name, body, by, owner=by.partner)
    for option, value in options.items():
        setattr(sheet, option, value)
    sheet.state = Spreadsheet.State.MAPPED
    sheet.save()
    return sheet


def planned(body, **options):
    sheet = staged(body, **options)
    work.work_on(sheet)
    return sheet


def imported(body, **options):
    sheet = planned(body, takes_good_rows=True, **options)
    confirm(sheet)
    return sheet


def confirm(sheet):
    assert sheet.moved("planned", "confirmed")
    work.work_on(sheet)


def undo(sheet, state="done"):
    assert sheet.moved(state, "undoing", undone_by=sheet.logged_by)
    work.work_on(sheet)


def verdicts(sheet):
    return list(sheet.rows.values_list("verdict", flat=True))


def reasons(sheet):
    return list(sheet.rows.filter(verdict="error").values_list("reason", flat=True))
