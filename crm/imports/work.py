"""The life of a spreadsheet: staged, planned, confirmed, written, taken back. Each move is made once."""

import hashlib
import subprocess
import sys

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from crm.imports import headings, planning, progress, undoing
from crm.imports.reading import read
from crm.imports.resources import RESOURCES
from crm.imports.writing import WRITERS
from crm.models import (
    Affiliation,
    ColumnMemory,
    ContactWay,
    Institution,
    Interaction,
    Person,
    Post,
    Spreadsheet,
    SpreadsheetEvent,
    Task,
    packed,
)

State = Spreadsheet.State
GUARDED = (Institution, Person, Post, Affiliation, ContactWay, Interaction, Task)


def stage(kind, name, body, by, **fields):
    """Read a file and keep its table, with what its columns seem to be. Refuses in a sentence."""
    known = set(RESOURCES[kind].columns())
    table = read(name, body, known)
    sheet = Spreadsheet(
        kind=kind, name=name[-150:], sha256=hashlib.sha256(body).hexdigest(), logged_by=by, **fields
    )
    sheet.staged = packed(table)
    sheet.columns = remembered(sheet, table.headings, headings.guesses(table.headings, known))
    sheet.save()
    record(sheet, "uploaded", by)
    return sheet


def remembered(sheet, names, guesses):
    """What her organization said before of the same headings goes before what we guess."""
    rows = ColumnMemory.objects.filter(owner=sheet.owner, kind=sheet.kind)
    known = dict(rows.values_list("heading", "field"))
    return [known.get(headings.plain(name)[:100], guess) for name, guess in zip(names, guesses, strict=True)]


def remember(sheet):
    names, _rows = sheet.table
    for name, field in zip(names, sheet.columns, strict=True):
        if heading := headings.plain(name)[:100]:
            ColumnMemory.objects.update_or_create(
                owner=sheet.owner, kind=sheet.kind, heading=heading, defaults={"field": field}
            )


def record(sheet, what, by, detail=""):
    SpreadsheetEvent.objects.create(spreadsheet=sheet, what=what, by=by, detail=detail)


def launch(sheet):
    """Begin, in a process of its own, whatever comes next for it."""
    progress.clear(sheet)
    progress.tell(sheet, 0, 0)
    language = ["--language", get_language()]  # in which the reasons are worded
    command = [sys.executable, "manage.py", "work_on_spreadsheet", str(sheet.pk), *language]
    subprocess.Popen(command, cwd=settings.BASE_DIR, start_new_session=True)  # noqa: S603


def work_on(sheet):
    """Do what it waits for. A second one at the same time finds it done."""
    steps = {State.MAPPED: plan, State.CONFIRMED: write, State.UNDOING: undo}
    state = sheet.state
    try:
        if step := steps.get(state):
            step(sheet)
    except progress.Stopped:
        back = {State.MAPPED: State.UPLOADED, State.CONFIRMED: State.PLANNED}
        back[State.UNDOING] = State.UNDONE if sheet.undone else State.DONE
        sheet.moved(state, back[state], message=_("La detuviste. No se escribió nada."))
    finally:
        progress.clear(sheet)


def plan(sheet):
    """The reading is outside the transaction, the writing of the plan short and whole."""
    seen = planning.how_far()
    rows = planning.planned(sheet)
    with transaction.atomic():
        if sheet.moved(State.MAPPED, State.PLANNED, seen=seen, message=""):
            planning.keep(sheet, rows)
            sheet.save(update_fields=["counts"])


def write(sheet):
    """Exactly the plan, in one transaction: killed at any moment, nothing is written and it can begin again."""
    with transaction.atomic():
        guard()
        if not sheet.moved(State.CONFIRMED, State.DONE, finished=timezone.now(), message=""):
            return
        if planning.how_far() != sheet.seen and (moved := plan_anew(sheet)):
            sheet.message = ngettext(
                "Mientras tanto cambió %(n)d fila: la planeamos otra vez. Revísala y confirma.",
                "Mientras tanto cambiaron %(n)d filas: las planeamos otra vez. Revísalas y confirma.",
                moved,
            ) % {"n": moved}
            sheet.state, sheet.finished = State.PLANNED, None
            sheet.save(update_fields=["state", "finished", "message", "counts", "seen"])
            return
        writer = WRITERS[sheet.kind](sheet, sheet.rows.to_be_written())
        writer.write()
        count_outcome(sheet, writer)


def guard():
    """While it writes nobody else writes into the same tables. On SQLite that is so anyway."""
    if connection.vendor == "postgresql":
        tables = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in GUARDED)
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {tables} IN SHARE ROW EXCLUSIVE MODE")
    else:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA cache_spill = OFF")  # so that others can read until the end


def plan_anew(sheet):
    """How many rows are to become something else than was confirmed."""
    before = list(sheet.rows.all())
    sheet.seen = planning.how_far()
    rows = planning.planned(sheet)
    changed = planning.differ(rows, before)
    if changed:
        planning.keep(sheet, rows)
    return len(changed)


def count_outcome(sheet, writer):
    made = sum(row.is_new for row in writer.rows)
    sheet.counts |= {"created": made, "changed": len(writer.rows) - made}
    sheet.seen = planning.how_far()
    sheet.save(update_fields=["counts", "seen"])
    record(sheet, "imported", sheet.logged_by, f"+{made} ~{len(writer.rows) - made}")


def undo(sheet):
    with transaction.atomic():
        guard()
        before = sheet.counts.get("taken_back", 0)
        if sheet.moved(State.UNDOING, State.UNDONE, undone=timezone.now(), message=""):
            sheet.counts |= undoing.take_back(sheet)
            sheet.save(update_fields=["counts"])
            record(sheet, "undone", sheet.undone_by, f"-{sheet.counts['taken_back'] - before}")


def purge(now=None):
    """Forget the copies of files that have lain here for a day, with what was planned of them."""
    sheets = list(Spreadsheet.objects.stale(now).filter(state__in=["uploaded", "planned", "done", "undone"]))
    for sheet in sheets:
        with transaction.atomic():
            Spreadsheet.objects.filter(pk=sheet.pk).update(staged=None)
            sheet.rows.all().delete()
            record(sheet, "purged", None)
    return len(sheets)


def refused_rows(sheet):
    """The headings and rows of the file that did not come in, with the reason in a column of its own."""
    names, rows = sheet.table
    reasons = {}
    for row in sheet.rows.refused():
        doubt = _("Puede ser la misma que: %(names)s. Al subirla otra vez, decídelo en la vista previa.") % {
            "names": ", ".join(one[1] for one in row.likely)
        }
        reasons.setdefault(row.number, []).append(row.reason if row.verdict == "error" else doubt)
    blank = [""] * len(names)
    kept = (
        [*(cells + blank)[: len(names)], " ".join(reasons[number])]
        for number, cells in rows
        if number in reasons
    )
    return [*names, _("Motivo")], kept


def forget(sheet):
    """A plan that nobody is going to confirm."""
    sheet.delete()
