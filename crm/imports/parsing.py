"""A spreadsheet as rows of texts. Runs in a process of its own, within limits, and knows no Django:

python -m crm.imports.parsing csv|xlsx  < file  > {"rows": [...]} or {"refused": reason, "at": …}
"""

import csv
import io
import json
import re
import resource
import sys
import zipfile
import zlib
from datetime import date, datetime, time

MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 20_000, 100, 5_000
HEADROOM = 30  # rows above the table, and blank ones
MOST_UNZIPPED = 80 * 1024 * 1024
MOST_MEMBERS = 500
MEMORY, SECONDS = 600 * 1024 * 1024, 60  # of address space, and of work
SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
ROW = re.compile(rb"<(?:\w+:)?row\b")
PLACE = re.compile(rb'<(?:\w+:)?(?:c|row)\b[^>]{0,200}?\br="([A-Z]*)(\d+)"')
MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]{0,100}?\bref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
DECLARED = re.compile(rb'<(?:\w+:)?dimension\b[^>]{0,100}?\bref="[A-Z]+\d+:([A-Z]+)(\d+)"')
UTF16 = (b"\xff\xfe", b"\xfe\xff")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


class Refused(Exception):
    """A file that we do not read: why, in one word, and where."""

    def __init__(self, reason, at=""):
        super().__init__(reason)
        self.reason, self.at = reason, at


def parse(kind, body):
    rows = {"csv": from_csv, "xlsx": from_xlsx}[kind](body)
    return [trimmed(row) for row in rows]


def trimmed(row):
    """Without the blanks behind the last cell."""
    row = list(row)
    while row and not row[-1]:
        row.pop()
    return row


# Texts


def decoded(body):
    for start in UTF16:
        if body.startswith(start):
            return body.decode("utf-16", "replace")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")


def from_csv(body):
    text = decoded(body)
    if CONTROL.search(text):
        raise Refused("not_text")
    csv.field_size_limit(10 * 1024 * 1024)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text))
    try:
        for number, row in enumerate(reader, 1):
            check_row(number, row)
            yield [tidy(cell) for cell in row]
    except csv.Error:
        raise Refused("not_text") from None


def delimiter_of(text):
    """The separator that stands most often, outside quotes, in the lines at the beginning."""
    head = re.sub(r'"[^"]*"', "", text[:20_000])
    return max(";\t,", key=head.count)


def check_row(number, row):
    if number > MOST_ROWS + HEADROOM:
        raise Refused("many_rows")
    if len(row) > MOST_COLUMNS and any(row[MOST_COLUMNS:]):
        raise Refused("many_columns")
    for cell in row:
        if len(cell) > LONGEST_CELL:
            raise Refused("long_cell", number)


def tidy(cell):
    lines = (" ".join(line.split()) for line in cell.replace("\xa0", " ").replace("\u200b", "").splitlines())
    return "\n".join(filter(None, lines))


# Workbooks


def from_xlsx(body):
    merged = check_workbook(body)
    import openpyxl

    workbook = openpyxl.load_workbook(io.BytesIO(body), read_only=True, keep_links=False)
    sheet = first_with_content(workbook)
    rows = []
    bounds = {"max_row": MOST_ROWS + HEADROOM, "max_col": MOST_COLUMNS, "values_only": True}
    for number, values in enumerate(sheet.iter_rows(**bounds), 1):
        row = [as_text(value) for value in values]
        check_row(number, row)
        rows.append(row)
    fill_merged(rows, merged.get(sheet._worksheet_path, []))
    return rows


def first_with_content(workbook):
    for sheet in workbook.worksheets:
        if any(any(row) for row in sheet.iter_rows(max_row=HEADROOM, max_col=MOST_COLUMNS, values_only=True)):
            return sheet
    raise Refused("empty")


BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)


def check_workbook(body):
    """Refuse by what the archive says before anything is built from it. Returns which cells are merged."""
    try:
        return check_archive(zipfile.ZipFile(io.BytesIO(body)))
    except BROKEN:  # also one that lies of its sizes, or asks for a password
        raise Refused("not_xlsx") from None


def check_archive(archive):
    members = archive.infolist()
    names = {member.filename for member in members}
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        raise Refused("not_xlsx")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused("macros")
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNZIPPED:
        raise Refused("bomb")
    return {
        member.filename: check_member(archive, member)
        for member in members
        if member.filename.endswith((".xml", ".rels"))
    }


def check_member(archive, member):
    """Read it once in pieces, and stop at the first thing that is too much."""
    is_sheet = bool(SHEET.fullmatch(member.filename))
    count = read = 0
    merged, tail = [], b""
    with archive.open(member) as file:
        while piece := file.read(1 << 18):
            read += len(piece)
            if read > MOST_UNZIPPED:
                raise Refused("bomb")
            text = tail + piece
            if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                raise Refused("entities")
            if is_sheet:
                count += len(ROW.findall(piece))
                check_places(text, count)
                merged += [match.groups() for match in MERGED.finditer(text)]
            tail = piece[-400:]
    return merged


def check_places(text, count):
    if count > MOST_ROWS + HEADROOM:
        raise Refused("many_rows")
    for pattern in (DECLARED, PLACE):
        for letters, number in sorted(pattern.findall(text), key=lambda place: not place[0]):
            if int(number) > MOST_ROWS + HEADROOM:
                raise Refused("far_cell", (letters + number).decode())
            if column(letters) > MOST_COLUMNS and pattern is PLACE:
                raise Refused("far_cell", (letters + number).decode())


def column(letters):
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def fill_merged(rows, ranges):
    """What stands over several rows holds for each of them; a title over several columns stays one."""
    for left, top, right, bottom in set(ranges):
        first, last = int(top) - 1, min(int(bottom), len(rows))
        place = column(left) - 1
        if left == right and first < last and place < len(rows[first]):
            for row in rows[first + 1 : last]:
                row[place] = rows[first][place]


def as_text(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return "sí" if value else "no"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d" if value.time() == time() else "%Y-%m-%d %H:%M")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return tidy(str(value))


def limit():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def main(kind):
    limit()
    try:
        answer = {"rows": parse(kind, sys.stdin.buffer.read())}
    except Refused as e:
        answer = {"refused": e.reason, "at": e.at}
    except MemoryError:
        answer = {"refused": "bomb", "at": ""}
    except Exception:  # whatever a strange workbook makes the reader do, it is not one that we read
        answer = {"refused": "unreadable", "at": ""}
    json.dump(answer, sys.stdout, ensure_ascii=True)


if __name__ == "__main__":
    main(sys.argv[1])
