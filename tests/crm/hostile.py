"""Files that attack whoever opens them, written here by the tests that refuse them."""

import io
import zipfile

from tests.crm import sheets

SHEET = "xl/worksheets/sheet1.xml"
HEAD = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
TEXT = b'<c r="A%d" t="inlineStr"><is><t>Rosa</t></is></c>'


def rewritten(member, body, extra=()):
    """A good workbook with one of its parts exchanged."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(sheets.xlsx_of(["Nombre"], ["Rosa Núñez"]))) as good,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as bad,
    ):
        for name in good.namelist():
            bad.writestr(name, body if name == member else good.read(name))
        for name, content in extra:
            bad.writestr(name, content)
    return file.getvalue()


def far_cell():
    rows = b'<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Nombre</t></is></c></row>'
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    return rewritten(SHEET, HEAD + rows + far)


def million_rows():
    rows = b'<row r="7"><c r="A7"><v>1</v></c></row>' * 1_000_000
    return rewritten(SHEET, HEAD + b"<sheetData>" + rows + b"</sheetData></worksheet>")


def unnumbered_rows():
    return rewritten(
        SHEET, HEAD + b"<sheetData>" + b"<row><c><v>1</v></c></row>" * 100_000 + b"</sheetData></worksheet>"
    )


def zip_bomb():
    return rewritten("xl/styles.xml", b" " * 100_000_000)


def liar():
    """A bomb whose directory says that it is small."""
    body = bytearray(rewritten("xl/styles.xml", b" " * 100_000_000))
    size, small = (100_000_000).to_bytes(4, "little"), (1000).to_bytes(4, "little")
    return bytes(body.replace(size, small))


def entity_bomb():
    entities = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
    return rewritten(
        "xl/styles.xml",
        b'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY l0 "ja">' + entities + b"]><sst>&l9;</sst>",
    )


def macros():
    return rewritten("", b"", [("xl/vbaProject.bin", b"x")])


def wide():
    return sheets.csv_of([f"c{n}" for n in range(5000)], ["x"] * 5000)


def huge_cell():
    return sheets.csv_of(["Nombre", "Cargo"], ["Rosa" * 50_000, "x"])


def not_a_workbook():
    return b"%PDF-1.7\n" + b"0" * 1000


FILES = {
    "far_cell.xlsx": (far_cell, "XFD1048576"),
    "million_rows.xlsx": (million_rows, "20000 filas"),
    "unnumbered_rows.xlsx": (unnumbered_rows, "20000 filas"),
    "zip_bomb.xlsx": (zip_bomb, "demasiado"),
    "liar.xlsx": (liar, "no es por dentro"),
    "entity_bomb.xlsx": (entity_bomb, "instrucciones"),
    "macros.xlsx": (macros, "macros"),
    "macros.xlsm": (macros, "macros"),
    "old.xls": (not_a_workbook, "CSV ni XLSX"),
    "fake.xlsx": (not_a_workbook, "no es por dentro"),
    "binary.csv": (lambda: bytes(range(256)) * 40, "texto"),
    "wide.csv": (wide, "100 columnas"),
    "huge_cell.csv": (huge_cell, "fila 2"),
    "long.csv": (lambda: sheets.csv_of(["Nombre"], *[["Rosa"]] * 21_000), "20000 filas"),
    "large.csv": (lambda: b"x" * (10 * 1024 * 1024 + 1), "10 MB"),
    "empty.csv": (lambda: b"", "no tiene filas"),
    "blank.xlsx": (lambda: sheets.xlsx_of([]), "no tiene filas"),
}
