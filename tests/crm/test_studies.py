"""Studies and their tables: pasted from a spreadsheet, without what could give somebody away, never places."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.figures import tables
from crm.models import Study, StudyTable
from tests.crm import world

PLACE = "/admin/cifras/estudios/"
PASTED = "\tA\tB\tC\nPrimaria\t20\t14\t3\nSecundaria\t1 064\t58\t71\nSuperior\t9\t12\t40\n"


@pytest.fixture
def coco(db, client):
    user = world.coordinator()
    client.force_login(user)
    return user


def study(**fields):
    return Study.objects.create(title="Mapeo", authors="Salazar y Silva", published="2009", **fields)


def paste(client, of, **fields):
    given = {"title": "Años de estudio", "source": "Cuadro 3", "measure": "heads", "pasted": PASTED}
    return client.post(f"{PLACE}{of.pk}/tabla/", given | fields)


def test_a_table_is_pasted_and_shown_without_its_small_cells(client, coco):
    mapeo = study()

    assert paste(client, mapeo).status_code == 302

    kept = StudyTable.objects.get()
    assert kept.headings == ["A", "B", "C"]
    assert kept.rows == [
        ["Primaria", 20, None, None],
        ["Secundaria", 1064, 58, 71],
        ["Superior", 9, None, None],
    ]
    text = client.get(f"{PLACE}{mapeo.pk}/").content.decode()
    assert "1064" in text.replace("\xa0", "") and "no se muestra" in text


def test_a_table_is_corrected_as_it_was_kept(client, coco):
    mapeo = study()
    paste(client, mapeo)
    kept = StudyTable.objects.get()
    address = f"{PLACE}{mapeo.pk}/tabla/{kept.pk}/corregir/"
    data = client.get(address).context["form"].initial | {"pasted": tables.as_text(kept), "asked": ""}

    client.post(address, data)

    again = StudyTable.objects.get()
    assert again.rows == kept.rows


@pytest.mark.parametrize(
    ("pasted", "sentence"),
    [
        ("\tA\tTotal\nx\t5\t9", "Quita «Total»"),
        ("\tA\tB\nx\t5\t9\nTOTALES\t5\t9", "Quita «TOTALES»"),
        ("\tA\nJr. Tarapacá\t20", "parece un lugar"),
        ("\tHotel Las Palmas\nx\t20", "parece un lugar"),
        ("\tA\tB\nx\t5", "tiene 2 celdas y los títulos son 3"),
        ("\tA\nx\tmuchas", "«muchas»"),
        ("\tA\nx\t2.5", "«2.5»"),
        ("\tA\nx\tNaN", "«NaN»"),
        ("hola", "Pega la tabla con sus títulos"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_sentence(pasted, sentence):
    with pytest.raises(ValidationError) as refused:
        tables.parse(pasted, "heads")

    assert sentence in refused.value.messages[0]


def test_numbers_are_read_as_they_are_written_here():
    assert tables.parse(";a;b;c\nx;12,5 %;<5;7.0", "percent")[1] == [["x", 12.5, None, 7]]
    assert tables.parse("En la calle;a;b\nEn la calle;1,064;2 000", "heads")[1] == [
        ["En la calle", 1064, 2000]
    ]


def test_percentages_need_to_say_of_how_many(client, coco):
    mapeo = study()
    percent = {"measure": "percent", "pasted": "\tA\tB\nSí\t97\t60\nNo\t3\t40\n"}

    assert list(paste(client, mapeo, **percent).context["form"].errors) == ["asked"]
    paste(client, mapeo, asked="100", **percent)

    assert StudyTable.objects.get().rows == [["Sí", None, None], ["No", None, None]]


PATIENTLY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
COUNTS = st.integers(0, 30)
grids = st.lists(st.tuples(COUNTS, COUNTS, COUNTS), min_size=1, max_size=5).map(
    lambda rows: [*map(list, rows)]
)


@PATIENTLY
@given(grids)
def test_nothing_small_is_kept_and_nothing_hidden_can_be_worked_out(grid):
    rows = [[str(y), *line] for y, line in enumerate(grid)]

    kept = [row[1:] for row in tables.conceal(rows, "heads")]

    assert all(cell is None or cell == 0 or cell >= 5 for line in kept for cell in line)
    both = [(grid, kept), (list(zip(*grid, strict=True)), list(zip(*kept, strict=True)))]
    for before, after in both:
        for truth, shown in zip(before, after, strict=True):
            hidden = [number for number, cell in zip(truth, shown, strict=True) if cell is None]
            # Whoever knows the total of a line learns their sum: of at least two cells and five people, or of all.
            assert not hidden or len(hidden) == len(truth) or (len(hidden) > 1 and sum(hidden) >= 5)


@PATIENTLY
@given(grids)
def test_a_table_without_small_cells_is_kept_whole_and_no_number_is_changed(grid):
    rows = [[str(y), *line] for y, line in enumerate(grid)]
    if all(cell == 0 or cell >= 5 for line in grid for cell in line):
        assert tables.conceal(rows, "heads") == rows
    assert all(
        a is None or a == b
        for one, two in zip(tables.conceal(rows, "heads"), rows, strict=True)
        for a, b in zip(one, two, strict=True)
    )


def test_the_team_reads_them_and_only_coordination_writes(client, coco):
    mapeo = study()
    paste(client, mapeo)
    table = StudyTable.objects.get()
    forms = [
        f"{PLACE}nuevo/",
        f"{PLACE}{mapeo.pk}/corregir/",
        f"{PLACE}{mapeo.pk}/tabla/",
        f"{PLACE}{mapeo.pk}/tabla/{table.pk}/corregir/",
    ]
    client.force_login(world.member("eva"))
    for address in (PLACE, f"{PLACE}{mapeo.pk}/"):
        assert client.get(address).status_code == 200
    for address in forms:
        assert client.post(address, headers={"x-requested-with": "XMLHttpRequest"}).status_code == 403, (
            address
        )
    client.force_login(world.member("rita", groups=()))
    for address in [PLACE, f"{PLACE}{mapeo.pk}/", *forms]:
        assert client.get(address).status_code == 403
    client.logout()
    for address in [PLACE, f"{PLACE}{mapeo.pk}/", *forms]:
        assert client.get(address).status_code == 302


def test_a_study_is_added_and_corrected(client, coco):
    data = {"title": "Mapeo", "authors": "Salazar y Silva", "published": "2009", "scope": "Cuatro ciudades"}

    client.post(f"{PLACE}nuevo/", data)
    mapeo = Study.objects.get()
    client.post(f"{PLACE}{mapeo.pk}/corregir/", data | {"published": "3/2009"})

    mapeo.refresh_from_db()
    assert mapeo.published == "2009-03"
    assert "Mapeo" in client.get(PLACE).content.decode()
