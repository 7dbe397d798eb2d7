"""Whatever a file holds, brought in and taken back: every row of the CRM is as it was."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from crm.models import Alias, Tag
from tests.crm import sheets, world
from tests.crm.test_merging import whole_state

OF_THE_IMPORT = ("Spreadsheet", "ColumnMemory")
PEOPLE = {
    "Nombre y apellidos": [
        "Ana Ruiz Paz", "RUIZ PAZ, Ana", "Ana Ruis Paz", "Eva Díaz / Luz Mar", "Rosa Núñez", "NUÑEZ Rosa", "", "#N/A",
    ],
    "Cargo": ["", "Directora", "directora", "Asesora"],
    "Institución": ["", "Gobierno Regional de Piura", "GORE Piura", "Hospital Nuevo", "Hosp. Nuevo", "Policía"],
    "Desde": ["", "2024", "3/2025", "ayer"],
    "Correo": ["", "ana@x.pe", "rosa@x.pe", "no es correo"],
    "Celular": ["", "961234567", "9.61E+08"],
    "Etiquetas": ["", "salud", "Salud, prensa"],
}  # fmt: skip
INSTITUTIONS = {
    "Institución": ["GORE Piura", "Gobierno Regional de Piura", "Gobierno Regional de Pura", "Hospital Nuevo", ""],
    "Siglas": ["", "GRP", "HN"],
    "Tipo": ["", "Hospital o centro de salud", "ninguno de esos"],
    "Región": ["", "Piura", "Junín"],
    "Provincia": ["", "Piura", "Sullana"],
    "Teléfono": ["", "073 341000"],
    "Etiquetas": ["", "salud", "prensa"],
}  # fmt: skip
INTERACTIONS = {
    "Fecha": ["5/3/2026", "6 de marzo de 2026", "46086", "2099-01-01", ""],
    "Tipo": ["", "Taller", "Reunión"],
    "Institución": ["", "GORE Piura", "Hospital Nuevo", "GORE Piura; Hospital Nuevo"],
    "Participantes": ["", "Rosa Núñez", "Ana Ruiz Paz", "Nadie"],
    "Organizaciones socias": ["", "REDTRANS"],
    "Policías": ["", "3", "28"],
    "Acuerdos": ["", "Repetirlo"],
}  # fmt: skip
COLUMNS = {"people": PEOPLE, "institutions": INSTITUTIONS, "interactions": INTERACTIONS}


def rows_of(columns):
    row = st.tuples(*(st.sampled_from(cells) for cells in columns.values()))
    return st.lists(row, min_size=1, max_size=7)


def surroundings():
    """Somebody and something that the files may mean."""
    gore = world.institution()
    rosa = world.person("Rosa Núñez")
    world.affiliation(rosa, world.post("Directora", at=gore))
    world.way(rosa, "rosa@x.pe", "email")
    rosa.tags.add(Tag.objects.get_or_create(name="salud")[0])
    Alias.objects.create(person=rosa, name="Charo")
    world.interaction(rosa, gore)
    for name in ("salud", "prensa"):  # a word stays, once somebody has used it
        Tag.objects.get_or_create(name=name)


def state():
    """But for the imports themselves. Of what was there and was corrected, the history only grows."""
    whole = {name: rows for name, rows in whole_state().items() if not any(n in name for n in OF_THE_IMPORT)}
    past = {name: whole.pop(name) for name in [*whole] if "Historical" in name}
    return whole, past


def held_apart(rows):
    """Those of the history by record, in the order in which they were written."""
    found = {}
    for row in rows:
        found.setdefault(row["id"], []).append({k: v for k, v in row.items() if not k.startswith("history_")})
    return found


@pytest.mark.django_db(transaction=False)
@pytest.mark.parametrize("kind", COLUMNS)
@settings(
    max_examples=15,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a smaller example takes minutes to find
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    data=st.data(), creates=st.booleans(), ends=st.booleans(), basis=st.sampled_from(["", "public_function"])
)
def test_brought_in_and_taken_back_everything_is_as_it_was(kind, data, creates, ends, basis, in_this_process):
    with transaction.atomic():
        try_one(kind, data, {"creates_institutions": creates, "ends_posts": ends, "basis": basis})
        transaction.set_rollback(True)  # the next one begins with the same few records


def try_one(kind, data, options):
    rows = data.draw(rows_of(COLUMNS[kind]))
    surroundings()
    by = world.coordinator()
    before, past = state()

    body = sheets.csv_of([*COLUMNS[kind]], *rows)
    try:
        sheet = sheets.planned(body, kind=kind, by=by, takes_good_rows=True, **options)
    except ValidationError:  # a file without a single cell
        return
    for row in sheet.rows.filter(verdict="ask"):
        row.save_decision(data.draw(st.sampled_from(["other", "leave", *row.plan])))
    sheets.confirm(sheet)
    assert sheet.state == "done"
    sheets.undo(sheet)

    assert (sheet.state, sheet.counts["kept"]) == ("undone", 0)
    after, since = state()
    assert {name: (before[name], after[name]) for name in before if before[name] != after[name]} == {}
    for name, rows in past.items():
        old, new = held_apart(rows), held_apart(since[name])
        assert old.keys() == new.keys(), name
        for pk, steps in old.items():
            assert new[pk][: len(steps)] == steps
            assert new[pk][-1] == steps[-1]


@pytest.fixture
def in_this_process(monkeypatch):
    """The file is parsed here: a process for each of so many would take minutes."""
    from crm.imports import parsing, reading

    monkeypatch.setattr(reading, "parsed", parsing.parse)
