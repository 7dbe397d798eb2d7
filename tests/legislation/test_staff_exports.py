"""Spreadsheets: exactly what the list shows, and nothing that a spreadsheet program would run."""

import csv
from datetime import UTC, date, datetime
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from legislation.exports import as_csv, as_xlsx, defuse
from legislation.models import Bill
from tests.legislation.staff import coordinator, make_bill, make_cause

STARTS = "=+-@\t\r\n＝＋－＠"


def read_csv(data):
    return list(csv.reader(StringIO(data.decode("utf-8-sig"), newline="")))


def read_xlsx(data):
    sheet = openpyxl.load_workbook(BytesIO(data)).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


@pytest.mark.parametrize(
    "text",
    [
        '=HYPERLINK("http://malo.example")',
        "==1+1",
        "+1",
        "-1+1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "\0=1",
        "\x01=1",
        " =1",
        "\u00a0=1",
        "\ufeff=1",
        "＝1+1",
        "＋1",
        "－1",
        "＠SUM(A1)",
    ],
)
@pytest.mark.parametrize("write", [as_csv, as_xlsx])
def test_no_cell_is_taken_for_a_formula(write, text):
    data = write([["Título"], [text]]).read()

    cell = (read_csv(data) if write is as_csv else read_xlsx(data))[1][0]
    assert cell.startswith("'")
    assert "\0" not in cell


@pytest.mark.parametrize("text", ["Ley de salud", "12475/2025-CR", "", "3 = 3", "a-b", "correo@example.org"])
def test_a_harmless_text_stays_as_it_is(text):
    assert defuse(text) == text
    assert read_csv(as_csv([[text, "x"]]).read()) == [[text, "x"]]


@given(st.text())
def test_whatever_the_text_no_cell_begins_with_what_runs(text):
    for cell in (
        read_csv(as_csv([["x", text]]).read())[0][1],
        read_xlsx(as_xlsx([["x", text]]).read())[0][1],
    ):
        assert (cell or "").lstrip(" \u00a0\u200b\ufeff")[:1] not in list(STARTS)


def test_where_semicolons_separate_cells_no_new_cell_begins_with_a_formula():
    data = as_csv([["Lima;=1+1", "Una\n=2"]]).read().decode("utf-8-sig")

    cells = [cell.strip('"') for line in data.splitlines() for cell in line.split(";")]
    assert not [cell for cell in cells if cell.lstrip().startswith(tuple(STARTS))]


def test_a_true_formula_or_error_typed_as_text_stays_text_in_xlsx():
    data = as_xlsx([["#N/A", "=1+1"]]).read()

    row = next(openpyxl.load_workbook(BytesIO(data)).active.iter_rows())
    assert [cell.data_type for cell in row] == ["s", "s"]


def test_numbers_dates_and_times_stay_what_they_are_and_times_are_those_of_lima():
    late = datetime(2026, 11, 22, 4, 30, tzinfo=UTC)
    data = as_xlsx([[7, date(2026, 11, 21), late, True, None, ["Mujer", "Trabajo"]]]).read()

    assert read_xlsx(data) == [
        [7, datetime(2026, 11, 21), datetime(2026, 11, 21, 23, 30), "sí", None, "Mujer; Trabajo"]
    ]
    assert read_csv(as_csv([[date(2026, 11, 21), late]]).read()) == [["2026-11-21", "2026-11-21 23:30:00"]]


def test_excel_can_tell_that_it_is_utf8():
    assert as_csv([["Comisión"]]).read().startswith(b"\xef\xbb\xbf")


# From the lists


@pytest.fixture
def staff(client, db):
    client.force_login(coordinator())
    return client


def download(client, form, **params):
    response = client.get(reverse("bills:index"), params | {"export": form})
    assert response["Content-Disposition"].startswith('attachment; filename="proyectos-de-ley-20')
    return b"".join(response)


@pytest.mark.parametrize(("form", "read"), [("csv", read_csv), ("xlsx", read_xlsx)])
def test_a_download_holds_exactly_what_the_filter_shows(staff, form, read):
    wanted = [make_bill(n, period=2026, chamber="D", stage="reported") for n in range(1, 61)]
    make_bill(61)

    rows = read(download(staff, form, stage="reported", q="trabajadoras"))

    assert rows[0][:2] == ["Número", "Periodo"]
    assert sorted(row[0] for row in rows[1:]) == sorted(bill.label for bill in wanted)


def test_a_title_that_is_a_formula_is_defused_in_the_download(staff):
    bill = make_bill(title='=HYPERLINK("http://malo.example")')
    make_cause("=1+1", slug="uno", bills=[bill])

    row = read_csv(download(staff, "csv"))[1]

    assert '\'=HYPERLINK("http://malo.example")' in row
    assert "'=1+1" in row


def test_downloading_changes_nothing(staff):
    make_bill()
    before = list(Bill.objects.values())

    download(staff, "csv")

    assert list(Bill.objects.values()) == before


@pytest.mark.parametrize("form", ["html", "json", "exe"])
def test_there_are_no_other_forms_of_download(staff, form):
    response = staff.get(reverse("bills:index"), {"export": form})

    assert response["Content-Type"].startswith("text/html")
