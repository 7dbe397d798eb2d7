"""Tables of a study, pasted from a spreadsheet, and what of them is too small to be kept.

A total under another name could stand in any row or column. So a hidden cell never stands alone in one, and those
hidden together are never so few people that their sum would tell as much.
"""

import re
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from crm.models import Attendance, StudyTable
from crm.searching import simple

FEWEST = Attendance.FEWEST_SHOWN
MOST_ROWS, MOST_COLUMNS = 100, 20
HIDDEN = "<5"
EMPTY = ("", "-", "—", "–", HIDDEN, "< 5")
TOTALS = {"total", "totales", "total general", "suma", "n"}
THOUSANDS = re.compile(r"\d{1,3}(?:[ ,]\d{3})+(?:\.\d+)?")
# A street or a house by its name; "en la calle" is a way of working and no place.
PLACE = re.compile(
    r"\b(?:[Jj]r\.?|[Jj]irón|[Aa]v\.?|[Aa]venida|[Cc]alle|[Pp]asaje|[Pp]laza|[Pp]arque|[Cc]arretera|[Hh]otel|[Hh]ostal|"
    r"[Bb]ar|[Dd]iscoteca|[Ll]ocal)\s+[«\"“A-ZÁÉÍÓÚÑ\d]"
)


def parse(text, measure):
    """Headings and rows of what was pasted: a line for each row, cells between tabs or semicolons."""
    lines = [line for line in text.splitlines() if line.strip("\t; ")]
    mark = "\t" if any("\t" in line for line in lines) else ";"
    table = [[cell.strip() for cell in line.split(mark)] for line in lines]
    if len(table) < 2 or len(table[0]) < 2:
        raise ValidationError(
            _("Pega la tabla con sus títulos: arriba las columnas, y en cada fila primero su nombre.")
        )
    if len(table) > MOST_ROWS or len(table[0]) > MOST_COLUMNS:
        raise ValidationError(
            _("Es muy grande: hasta %(rows)d filas y %(columns)d columnas."),
            params={"rows": MOST_ROWS, "columns": MOST_COLUMNS},
        )
    for label in [*table[0], *(row[0] for row in table)]:
        check(label)
    return table[0][1:], [[row[0], *numbers(row, len(table[0]), measure)] for row in table[1:]]


def check(label):
    if simple(label) in TOTALS:
        raise ValidationError(
            _("Quita «%(label)s»: con los totales se podría calcular lo que no se muestra."),
            params={"label": label},
        )
    if PLACE.search(label):
        raise ValidationError(
            _("«%(label)s» parece un lugar. Aquí no se guardan lugares, solo tablas de números."),
            params={"label": label},
        )


def numbers(row, width, measure):
    if len(row) != width:
        raise ValidationError(
            _("La fila «%(label)s» tiene %(n)d celdas y los títulos son %(width)d."),
            params={"label": row[0], "n": len(row), "width": width},
        )
    return [number(cell, row[0], measure) for cell in row[1:]]


def number(cell, label, measure):
    if cell in EMPTY:
        return None
    text = cell.removesuffix("%").strip()
    text = re.sub("[ ,]", "", text) if THOUSANDS.fullmatch(text) else text.replace(",", ".")
    try:
        found = Decimal(text)
    except InvalidOperation:
        found = Decimal(-1)
    is_right = (
        found.is_finite() and found >= 0 and (found == int(found) if measure == "heads" else found <= 100)
    )
    if not is_right:
        raise ValidationError(
            _("«%(cell)s», en la fila «%(label)s», no es un número que quepa aquí."),
            params={"cell": cell, "label": label},
        )
    return int(found) if found == int(found) else float(found)


def conceal(rows, measure, asked=None):
    """The same rows without the cells that could give somebody away, nor those by which they could be worked out."""
    heads = [[people(cell, measure, asked) for cell in row[1:]] for row in rows]
    hidden = {
        (y, x)
        for y, row in enumerate(heads)
        for x, count in enumerate(row)
        if count is None or 0 < count < FEWEST
    }
    while more := next(filter(None, (short_of(line, heads, hidden) for line in lines_of(heads))), None):
        hidden.add(more)
    return [
        [row[0], *(None if (y, x) in hidden else cell for x, cell in enumerate(row[1:]))]
        for y, row in enumerate(rows)
    ]


def people(cell, measure, asked):
    return cell if cell is None or measure == "heads" else round(cell * asked / 100)


def lines_of(heads):
    """Rows and columns as lists of places."""
    yield from ([(y, x) for x in range(len(row))] for y, row in enumerate(heads))
    yield from ([(y, x) for y in range(len(heads))] for x in range(len(heads[0])))


def short_of(line, heads, hidden):
    """The next cell to hide in a line whose hidden cells are too few to cover one another."""
    inside = [place for place in line if place in hidden]
    left = [place for place in line if place not in hidden]
    if not inside or not left:
        return None
    together = sum(heads[y][x] or 0 for y, x in inside)
    if len(inside) > 1 and together >= FEWEST:
        return None
    rows, columns = {y for y, _x in hidden}, {x for _y, x in hidden}
    is_row = line[0][0] == line[-1][0] and len({x for _y, x in line}) == len(line)

    def cost(place):
        """A zero tells least when it is hidden; one that crosses hidden ones covers them too."""
        y, x = place
        return heads[y][x] == 0, x not in columns if is_row else y not in rows, heads[y][x]

    return min(left, key=cost)


def as_text(table):
    """As it could be pasted again."""
    rows = [["", *table.headings], *table.rows]
    return "\n".join("\t".join(HIDDEN if cell is None else str(cell) for cell in row) for row in rows)


def for_the_public(study):
    """The tables of a study that was published. One with a cell that could give somebody away stays with us,
    whatever way it came in."""
    if study is None or not study.published:
        return []
    return [table for table in StudyTable.objects.filter(study=study) if is_for_everybody(table)]


def is_for_everybody(table):
    heads = (people(cell, table.measure, table.asked) for row in table.rows for cell in row[1:])
    return all(count is None or count == 0 or count >= FEWEST for count in heads)
