"""Long lists as spreadsheets, written row by row with the cells of the one writer."""

import csv
from itertools import islice

from django.db import connection
from django.http import StreamingHttpResponse
from django.utils import timezone

from legislation.exports import BOM, INNER_FORMULA, TYPES, plain, spreadsheet

AT_ONCE = 500  # rows in one piece of the answer


class Line:
    """A file that hands back what is written to it."""

    def write(self, text):
        return text


def download(name, form, headings, rows):
    if form != "csv":
        return spreadsheet(
            name, form, headings, rows
        )  # a workbook is one archive: it leaves when it is whole
    response = StreamingHttpResponse(lines(headings, rows), content_type=TYPES["csv"])
    response["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localdate()}.csv"'
    return response


def lines(headings, rows):
    writer = csv.writer(Line(), quoting=csv.QUOTE_ALL)
    yield BOM + writer.writerow(cells(headings))
    rows = iter(rows)
    while piece := "".join(writer.writerow(cells(row)) for row in islice(rows, AT_ONCE)):
        yield piece


def let_go():
    """SQLite keeps every page that it read, as an import needs it; who reads all of the database once does not."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA shrink_memory")


def cells(row):
    plain_cells = map(plain, row)
    return [INNER_FORMULA.sub("'", cell) if isinstance(cell, str) else cell for cell in plain_cells]
