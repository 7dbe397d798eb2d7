"""From the bytes of a file to its table: the row of headings and the rows below it."""

import json
import subprocess
import sys
from pathlib import PurePath
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.imports import headings
from crm.imports.parsing import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, Refused, check_workbook

LARGEST = 10 * 1024 * 1024
PATIENCE = 90  # seconds
KINDS = {".csv": "csv", ".txt": "csv", ".tsv": "csv", ".xlsx": "xlsx"}
REASONS = {
    "not_text": gettext_lazy("no es un texto que podamos leer. Guárdalo como CSV UTF-8 o como XLSX."),
    "not_xlsx": gettext_lazy("no es por dentro un libro de Excel. Ábrelo y guárdalo otra vez como XLSX."),
    "macros": gettext_lazy("lleva macros, que son programas. Guárdalo como «Libro de Excel (.xlsx)»."),
    "bomb": gettext_lazy("ocupa demasiado al abrirse. Copia solo la tabla a un libro nuevo."),
    "entities": gettext_lazy("lleva dentro instrucciones que un libro de Excel no lleva. No lo leemos."),
    "many_rows": gettext_lazy("tiene más de %(rows)d filas. Divídelo en varios."),
    "many_columns": gettext_lazy("tiene más de %(columns)d columnas. Deja solo las que hacen falta."),
    "far_cell": gettext_lazy(
        "tiene algo escrito en la celda %(at)s, muy lejos de la tabla. Bórralo, o copia solo la tabla a un libro nuevo."
    ),
    "long_cell": gettext_lazy("tiene en la fila %(at)s una celda de más de %(letters)d letras. Acórtala."),
    "unreadable": gettext_lazy("no se puede leer. Ábrelo y guárdalo otra vez, como XLSX o como CSV."),
    "empty": gettext_lazy("no tiene filas con datos."),
}


class Table(NamedTuple):
    headings: list
    rows: list  # pairs of the number of a row in the file, and its cells


def read(name, body, fields):
    """The table of a file, or a sentence why we do not take it."""
    kind = kind_of(name, body)
    try:
        if kind == "xlsx":
            check_workbook(body)  # costs little, and most of what is hostile ends here
        rows = parsed(kind, body)
    except Refused as e:
        raise refusal(name, e.reason, e.at) from None
    table = tabled(rows, fields)
    if not table.rows:
        raise refusal(name, "empty")
    return table


def kind_of(name, body):
    suffix = PurePath(name).suffix.lower()
    if len(body) > LARGEST:
        raise ValidationError(
            _("«%(name)s» pesa más de %(most)d MB. Divídelo en varios.")
            % {"name": name, "most": LARGEST // 1024**2}
        )
    if suffix == ".xlsm":
        raise refusal(name, "macros")
    if suffix not in KINDS:
        raise ValidationError(_("«%(name)s» no es una planilla CSV ni XLSX.") % {"name": name})
    return KINDS[suffix]


def parsed(kind, body):
    """By a process of its own: whatever a file does to it, we go on."""
    command = [sys.executable, "-m", "crm.imports.parsing", kind]
    try:
        done = subprocess.run(  # noqa: S603
            command, input=body, capture_output=True, timeout=PATIENCE, cwd=settings.BASE_DIR
        )
        answer = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        raise Refused("unreadable") from None
    if "refused" in answer:
        raise Refused(answer["refused"], answer["at"])
    return answer["rows"]


def refusal(name, reason, at=""):
    words = REASONS[reason] % {
        "rows": MOST_ROWS,
        "columns": MOST_COLUMNS,
        "letters": LONGEST_CELL,
        "at": at,
    }
    return ValidationError(_("«%(name)s» %(why)s") % {"name": name, "why": words})


def tabled(rows, fields):
    """Titles above the headings are left out, and blank rows wherever they stand."""
    place = headings.row_of(rows, fields)
    if place is None:
        return Table([], [])
    names = headings.named(rows, place)
    below = enumerate(rows[place + 1 :], place + 2)
    return Table(names, [(number, row[: len(names)]) for number, row in below if any(row)])
