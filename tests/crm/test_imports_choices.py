"""What she chooses for a whole file: institutions that are made, posts that end, the language of the reasons."""

import pytest
from django.utils import timezone, translation

from crm.imports import work
from crm.models import Affiliation, Institution, Interaction, Participant, Task
from tests.crm import sheets, world
from tests.crm.test_merging import whole_state

pytestmark = pytest.mark.django_db
PEOPLE = ["Nombre y apellidos", "Cargo", "Institución", "Desde"]
MET = ["Fecha", "Institución", "Participantes", "Policías", "Funcionarios"]


def records(state):
    return {name: rows for name, rows in state.items() if "Spreadsheet" not in name and "Tag" not in name}


@pytest.fixture
def moved():
    """Somebody who had a post, and the row of a file that tells of another."""
    held = world.affiliation(world.person("Ana Ruiz Paz"), started="2024")
    world.way(held.person, "ana@x.pe", "email")
    world.institution("Ministerio de la Mujer", acronym="MIMP", kind="ministry", level="national")
    return held


def file(since="3/2026"):
    return sheets.csv_of([*PEOPLE, "Correo"], ["Ana Ruiz Paz", "Asesora", "MIMP", since, "ana@x.pe"])


def coming(since="3/2026", **options):
    return sheets.planned(file(since), **options)


def test_both_posts_are_kept_and_the_plan_says_so(moved):
    sheet = coming()

    assert [line[:2] for line in sheet.rows.get().differences] == [
        ["Cargo", ""],
        ["Conserva el cargo", "Directora regional de salud, Gobierno Regional de Piura"],
    ]
    sheets.confirm(sheet)
    assert set(Affiliation.objects.values_list("ended", flat=True)) == {""}


@pytest.mark.parametrize(("since", "ended"), [("3/2026", "2026-03"), ("2026", "2026"), ("", "today")])
def test_the_old_post_ends_where_the_new_one_begins_if_she_chooses_so(moved, since, ended):
    before = records(whole_state())
    sheet = coming(since, ends_posts=True)
    before = records(whole_state())
    assert "Deja el cargo" in [line[0] for line in sheet.rows.get().differences]

    sheets.confirm(sheet)

    moved.refresh_from_db()
    assert moved.ended == (timezone.localdate().isoformat() if ended == "today" else ended)
    assert moved.history.first().ended == moved.ended
    assert Affiliation.objects.exclude(pk=moved.pk).get().ended == ""
    sheets.undo(sheet)
    after = records(whole_state())
    past = "crm.HistoricalAffiliation"
    assert {name for name in before if before[name] != after[name]} == {past}
    assert len(after[past]) == len(before[past]) + 2  # that it ended, and that it did not


def test_whoever_succeeds_in_a_seat_that_was_left_is_to_be_received_once(moved):
    other = world.affiliation(world.person("Eva Díaz Sol"), moved.post, started="2024")
    world.way(other.person, "eva@x.pe", "email")
    row = ["Eva Díaz Sol", "Jefa", "MIMP", "3/2026", "eva@x.pe"]
    sheet = sheets.planned(file() + b"\r\n" + sheets.csv_of(row), ends_posts=True)
    assert ["Tarea", "", "recibir a quien le suceda"] in sheet.rows.first().differences

    sheets.confirm(sheet)

    task = Task.objects.get()
    assert (task.post, task.kind, task.assignee) == (moved.post, "induct", sheet.logged_by)
    assert "Ana Ruiz Paz" in task.what
    sheets.undo(sheet)
    assert not Task.objects.exists()


def test_a_role_that_many_may_have_has_no_successor(moved):
    moved.post.is_seat = False
    moved.post.save()
    sheet = coming(ends_posts=True)

    sheets.confirm(sheet)

    assert not Task.objects.exists()


def test_a_post_that_began_later_than_the_new_one_is_not_ended(moved):
    sheet = coming("2023", ends_posts=True)

    sheets.confirm(sheet)

    moved.refresh_from_db()
    assert moved.ended == ""


def test_taken_up_again_since_it_stays_ended(moved):
    sheet = coming(ends_posts=True)
    sheets.confirm(sheet)
    Affiliation.objects.create(person=moved.person, post=moved.post, started="2026-09")

    sheets.undo(sheet)

    moved.refresh_from_db()
    assert moved.ended == "2026-03"
    assert "se corrigió después" in sheet.writes.get().kept


@pytest.mark.parametrize("creates", [True, False])
def test_an_institution_met_for_the_first_time_is_made_if_she_chooses_so(creates):
    rosa = world.person("Rosa Núñez")
    row = ["5/3/2026", "Hospital Amazónico; Comisaría de Yarinacocha", "Rosa Núñez", "12", "5"]
    body = sheets.csv_of(MET, row, ["6/3/2026", "HOSP. AMAZONICO", "", "", ""])

    sheet = sheets.imported(body, kind="interactions", creates_institutions=creates)

    if not creates:
        assert Institution.objects.count() == Interaction.objects.count() == 0
        assert "elige crear las que falten" in sheets.reasons(sheet)[0]
        return
    assert set(Institution.objects.values_list("name", "kind")) == {
        ("Hospital Amazónico", "health_service"),
        ("Comisaría de Yarinacocha", "police"),
    }
    assert Participant.objects.filter(institution__name="Hospital Amazónico").count() == 2
    assert Participant.objects.get(person=rosa).interaction == Interaction.objects.earliest("starts")
    again = sheets.planned(body, kind="interactions", by=sheet.logged_by, creates_institutions=True)
    assert sheets.verdicts(again) == ["skip", "skip"]
    sheets.undo(sheet)
    assert Institution.objects.count() == Interaction.objects.count() == 0


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_process_that_plans_words_its_reasons_for_who_reads_them(monkeypatch, language):
    started = []
    sheet = sheets.staged(sheets.csv_of(PEOPLE, ["Ana Ruiz Paz", "Asesora", "", ""]))
    monkeypatch.setattr(
        "crm.imports.work.subprocess.Popen", lambda command, **kwargs: started.append(command)
    )

    with translation.override(language):
        work.launch(sheet)

    assert started[0][-2:] == ["--language", language]


def test_a_region_in_which_the_province_is_not_takes_its_place_and_two_rows_are_taken_back_in_turn():
    place = world.institution("Hospital Sur", province_id="2001")
    before = Institution.objects.values().get()
    head = ["Institución", "Región", "Provincia", "Siglas"]
    rows = [["Hospital Sur", "Junín", "", "HS"], ["Hospital Sur", "", "Sullana", "HSU"]]

    sheet = sheets.planned(sheets.csv_of(head, *rows), kind="institutions")
    for row in sheet.rows.filter(verdict="ask"):
        row.save_decision(str(place.pk))
    sheets.confirm(sheet)

    place.refresh_from_db()
    assert (place.region_id, place.province.name, place.acronym) == ("20", "Sullana", "HSU")
    sheets.undo(sheet)
    assert sheet.counts["kept"] == 0
    assert Institution.objects.values().get() == before
