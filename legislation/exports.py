"""The one writer of spreadsheets. Whoever opens them must not run what a stranger typed into a cell."""

import csv
import re
from datetime import date, datetime
from io import BytesIO, StringIO
from itertools import chain

from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ERROR_CODES, ILLEGAL_CHARACTERS_RE
from wagtail.admin.views.generic import IndexView

# What makes a spreadsheet take a text for a formula, also in the wide forms that some programs unfold.
STARTS = "[=+\\-@\t\r\n\0＝＋－＠]"
BLANK = "[\\s\ufeff\u200b]"
FORMULA = re.compile(rf"\A(?={BLANK}*{STARTS})")
# A program that separates by ";" cuts a text there, and takes what follows for a new cell.
INNER_FORMULA = re.compile(rf"(?<=[;\t\r\n])(?={BLANK}*{STARTS})")
BOM = "\ufeff"  # without it Excel reads "Comisión" as "ComisiÃ³n"
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def defuse(text):
    return FORMULA.sub("'", text)


def plain(value):
    """What a cell may hold: numbers, dates and harmless texts; times as a clock in Lima showed them."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("sí") if value else _("no")
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None, microsecond=0)
    if isinstance(value, (int, float, date)):
        return value
    if isinstance(value, (list, tuple)):
        value = "; ".join(str(part) for part in value)
    return defuse(ILLEGAL_CHARACTERS_RE.sub("", str(value)))


def as_csv(rows):
    text = StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    for row in rows:
        cells = map(plain, row)
        writer.writerow([INNER_FORMULA.sub("'", cell) if isinstance(cell, str) else cell for cell in cells])
    return BytesIO((BOM + text.getvalue()).encode())


def as_xlsx(rows):
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet()
    for row in rows:
        sheet.append([as_text(sheet, cell) if cell in ERROR_CODES else cell for cell in map(plain, row)])
    file = BytesIO()
    workbook.save(file)
    file.seek(0)
    return file


def as_text(sheet, value):
    """A cell for what openpyxl would take for an error value."""
    cell = WriteOnlyCell(sheet, value)
    cell.data_type = "s"
    return cell


def spreadsheet(name, form, headings, rows):
    """A download of these rows as "csv" or "xlsx"."""
    write = {"csv": as_csv, "xlsx": as_xlsx}[form]
    return FileResponse(
        write(chain([headings], rows)),
        as_attachment=True,
        filename=f"{name}-{timezone.localdate()}.{form}",
        content_type=TYPES[form],
    )


class ExportingIndexView(IndexView):
    """A list that can be downloaded exactly as it is filtered, through our own writer."""

    sheet = []  # pairs of a heading and a function of one row

    @property
    def show_export_buttons(self):
        return bool(self.sheet)

    def get(self, request, *args, **kwargs):
        if self.is_export:  # at once: the page around it would first read every row
            return self.as_spreadsheet(self.get_queryset(), request.GET["export"])
        return super().get(request, *args, **kwargs)

    def as_spreadsheet(self, queryset, spreadsheet_format):
        rows = ([value(row) for _heading, value in self.sheet] for row in queryset.iterator(chunk_size=500))
        headings = [heading for heading, _value in self.sheet]
        return spreadsheet(self.get_filename(), spreadsheet_format, headings, rows)
