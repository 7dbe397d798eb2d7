"""Long lists as spreadsheets, written row by row with the cells of the one writer."""

import csv

from django.http import StreamingHttpResponse
from django.utils import timezone

from legislation.exports import BOM, INNER_FORMULA, TYPES, plain, spreadsheet


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
    yield BOM
    yield writer.writerow(cells(headings))
    for row in rows:
        yield writer.writerow(cells(row))


def cells(row):
    plain_cells = map(plain, row)
    return [INNER_FORMULA.sub("'", cell) if isinstance(cell, str) else cell for cell in plain_cells]
