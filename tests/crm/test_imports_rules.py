"""Who may import, what moves meanwhile, what is decided, and what undo leaves."""

import pytest

from crm.imports import parsing, progress, work
from crm.models import Affiliation, ContactWay, Institution, Person, Post, Spreadsheet, SpreadsheetEvent, Tag
from tests.crm import sheets, world

pytestmark = pytest.mark.django_db
HEAD = ["Nombre y apellidos", "Cargo", "Institución", "Correo"]
ANA = ["Ana Ruiz Paz", "Regidora", "GORE Piura", "ana@gore.pe"]
EVA = ["Eva Díaz Sol", "Asesora", "GORE Piura", "eva@gore.pe"]
TABLES = (Institution, Person, Post, Affiliation, ContactWay)


def state():
    """Everything that an import may write, but for the history and the spreadsheets themselves."""
    return [list(model.objects.order_by("pk").values()) for model in TABLES] + [
        list(Person.tags.through.objects.order_by("person", "tag").values_list("person", "tag"))
    ]


@pytest.mark.parametrize("who", ["member", "stranger"])
def test_who_may_not_import_is_refused_everywhere(client, who):
    sheet = sheets.planned(sheets.csv_of(HEAD[:1], ANA[:1]))
    if who == "member":
        client.force_login(world.member("ana"))

    for address in ("", f"{sheet.pk}/", f"{sheet.pk}/columnas/"):
        assert client.get(f"/admin/planillas/{address}").status_code == 302
    for word in ("decidir", "confirmar", "deshacer", "por-corregir", "detener", "otra-vez", "filas-buenas"):
        assert client.post(f"/admin/planillas/{sheet.pk}/{word}/").status_code == 302
    sheet.refresh_from_db()
    assert sheet.state == "planned"


def test_asking_with_get_does_nothing(client):
    client.force_login(coco := world.coordinator())
    sheet = sheets.planned(sheets.csv_of(HEAD[:1], ANA[:1]), by=coco)

    for word in ("decidir", "confirmar", "deshacer", "por-corregir", "detener", "otra-vez", "filas-buenas"):
        assert client.get(f"/admin/planillas/{sheet.pk}/{word}/").status_code == 405


def test_a_sheet_of_another_circle_is_not_there(client):
    client.force_login(world.coordinator("otra", of="REDTRANS"))
    sheet = sheets.planned(sheets.csv_of(HEAD[:1], ANA[:1]), circle="partner")

    assert client.get(f"/admin/planillas/{sheet.pk}/").status_code == 404


def test_people_she_may_not_see_do_not_make_themselves_felt():
    world.person("Ana Ruiz Paz", **world.closed())

    assert sheets.verdicts(sheets.planned(sheets.csv_of(HEAD[:1], ANA[:1]))) == ["new"]


def test_rows_that_changed_meanwhile_are_planned_anew_and_shown():
    world.institution()
    sheet = sheets.planned(sheets.csv_of(HEAD, ANA, EVA))
    world.person("Ana Ruiz Paz")

    sheets.confirm(sheet)

    assert (sheet.state, Person.objects.count()) == ("planned", 1)
    assert list(sheet.rows.values_list("verdict", "is_anew")) == [("ask", True), ("new", False)]
    assert "cambió 1 fila" in sheet.message


@pytest.mark.parametrize(("decision", "people"), [("same", 1), ("other", 2), ("leave", 1), ("", 1)])
def test_a_doubtful_row_becomes_what_she_decides(client, decision, people):
    gore, ana = world.institution(), world.person("Ana Ruiz Paz")
    sheet = sheets.planned(sheets.csv_of(HEAD, ANA))
    client.force_login(sheet.logged_by)
    row = sheet.rows.get()
    assert row.likely == [[ana.pk, "Ana Ruiz Paz", "el mismo nombre"]]
    assert "Es otra" in client.get(f"/admin/planillas/{sheet.pk}/").content.decode()

    client.post(
        f"/admin/planillas/{sheet.pk}/decidir/",
        {f"row_{row.pk}": str(ana.pk) if decision == "same" else decision},
    )
    sheets.confirm(sheet)

    assert Person.objects.count() == people
    assert gore.posts.count() == (decision in ("same", "other"))


def test_a_wrong_row_holds_back_the_file_unless_she_takes_the_good_ones(client):
    world.institution()
    sheet = sheets.planned(sheets.csv_of(HEAD, ANA, ["Eva Díaz", "x", "No existe", ""]))
    client.force_login(sheet.logged_by)

    client.post(f"/admin/planillas/{sheet.pk}/confirmar/")
    sheet.refresh_from_db()
    assert sheet.state == "planned"
    answer = client.post(f"/admin/planillas/{sheet.pk}/por-corregir/")
    rows = parsing.parse("xlsx", b"".join(answer.streaming_content))

    assert [row[0] for row in rows] == [HEAD[0], "Eva Díaz"]
    assert rows[1][-1].startswith("No tenemos la institución «No existe».")
    assert SpreadsheetEvent.objects.filter(what="refused_rows", by=sheet.logged_by).exists()


def test_undo_keeps_what_somebody_corrected_or_used_since_and_says_which():
    world.institution()
    sheet = sheets.imported(
        sheets.csv_of(HEAD, ANA, EVA, ["Luz Mar Rey", "", "", ""]), basis="public_function"
    )
    ana, eva = Person.objects.get(name="Ana Ruiz Paz"), Person.objects.get(name="Eva Díaz Sol")
    ana.given_names = "Ana"
    ana.save()
    world.interaction(eva)

    sheets.undo(sheet)

    assert set(Person.objects.values_list("name", flat=True)) == {"Ana Ruiz Paz", "Eva Díaz Sol"}
    assert Affiliation.objects.count() == 2
    assert [write.kept for write in sheet.writes.exclude(kept="")] == [
        "persona: se corrigió después",
        "persona: lo usa algo que se anotó después (participante)",
    ]


def test_what_stayed_can_be_undone_once_what_was_built_on_it_is_gone(client):
    world.institution()
    sheet = sheets.imported(sheets.csv_of(HEAD, ANA, EVA))
    later = sheets.imported(sheets.csv_of(HEAD, ["Luz Mar Rey", ANA[1], ANA[2], ""]), by=sheet.logged_by)
    sheets.undo(sheet)
    assert (sheet.counts["taken_back"], sheet.counts["kept"], Post.objects.count()) == (1, 1, 1)
    client.force_login(sheet.logged_by)
    page = client.get(f"/admin/planillas/{sheet.pk}/").content.decode()
    assert "Ana Ruiz Paz: puesto: lo usa" in page
    assert "Deshacer lo que se quedó" in page

    sheets.undo(later)
    sheets.undo(sheet, "undone")

    assert (sheet.counts["taken_back"], sheet.counts["kept"], Post.objects.count()) == (2, 0, 0)
    assert not sheet.may_be_undone


def test_import_and_undo_bring_back_the_same_state():
    gore = world.institution()
    ana = world.person("Ana Ruiz Paz")
    world.affiliation(ana, world.post(at=gore))
    ana.tags.add(Tag.objects.create(name="prensa"))
    before = state()
    rows = [
        ["RUIZ PAZ, Ana", "Regidora", "GORE Piura", "ana@gore.pe", "salud"],
        [*EVA, "prensa"],
        ["Inés Sol Paz", "Jefa", "Hospital Nuevo", "", ""],
    ]

    sheet = sheets.imported(
        sheets.csv_of([*HEAD, "Etiquetas"], *rows), basis="public_function", creates_institutions=True
    )
    assert sheet.counts["created"] == 2
    assert sheet.counts["changed"] == 1
    sheets.undo(sheet)

    assert state() == before


def test_stopped_it_writes_nothing_and_can_go_on():
    world.institution()
    sheet = sheets.planned(sheets.csv_of(HEAD, ANA))
    progress.ask_to_stop(sheet)
    sheets.confirm(sheet)
    assert (sheet.state, Person.objects.count()) == ("planned", 0)

    sheets.confirm(sheet)

    assert (sheet.state, Person.objects.count()) == ("done", 1)


def test_after_a_day_the_copy_of_the_file_is_gone_and_the_import_can_still_be_undone():
    world.institution()
    sheet = sheets.imported(sheets.csv_of(HEAD, ANA))
    Spreadsheet.objects.update(logged=world.moment(2020, 1, 1))

    assert work.purge() == 1
    sheet.refresh_from_db()
    assert (sheet.staged, sheet.rows.count()) == (None, 0)
    sheets.undo(sheet)
    assert not Person.objects.exists()
