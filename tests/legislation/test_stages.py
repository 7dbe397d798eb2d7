import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legislation import stages
from legislation.stages import Stage
from tests.stored import CONGRESS, needs_stored_answers


@pytest.mark.parametrize(
    ("label", "detail", "stage"),
    [
        ("PRESENTADO", "", "filed"),
        ("ACTUALIZADA", "", "filed"),
        ("Retorna a Comisión ", "", "committee"),
        ("DICTAMEN", "EN MAYORÍA - FÓRMULA SUSTITUTORIA", "reported"),
        ("DICTAMEN", "EN MAYORÍA - NO APROBACIÓN Y SU ENVÍO AL ARCHIVO", "reported_against"),
        ("Dictamen Negativo", "", "reported_against"),
        ("Orden del Día", "", "scheduled"),
        ("EN AGENDA DE LA COMISIÓN PERMANENTE", "", "scheduled"),
        ("EN DEBATE - PLENO", "", "debate"),
        ("EN CUARTO INTERMEDIO", "", "debate"),
        ("APROBADO 1ERA. VOTACIÓN", "", "passed_first"),
        ("Aprobado Com.Permanente ", "", "passed"),
        ("EN RECONSIDERACIÓN", "", "reconsidered"),
        ("AUTÓGRAFA", "SOBRE N° 271", "sent_to_executive"),
        ("AUTÓGRAFA OBSERVADA", "", "observed"),
        ("Promulgado/Presidente del Congreso", "", "promulgated"),
        ("Publicada en el Diario Oficial El Peruano", "", "law"),
        ("No alcanzó Nº de votos", "", "rejected"),
        ("DECRETO DE ARCHIVO", "", "archived"),
        ("Retirado por su Autor", "", "withdrawn"),
        ("UNA ETIQUETA NUEVA", "", "unknown"),
        ("------", "", None),
        ("ACUERDO DEL PLENO", "", None),
    ],
)
def test_labels_stand_for_stages(label, detail, stage):
    assert stages.stage_of(label, detail) == stage


def test_a_minority_report_does_not_undo_what_the_majority_reported():
    steps = [("DICTAMEN", "EN MAYORÍA - NO APROBACIÓN"), ("DICTAMEN", "EN MINORÍA - FÓRMULA SUSTITUTORIA")]

    assert stages.read_steps(steps) == ["reported_against", "reported_against"]


def test_an_entry_that_moves_nothing_leaves_the_bill_where_it_was():
    steps = [("EN COMISIÓN", ""), ("Retiro de Firma", ""), ("APROBADO", ""), ("ACLARACIÓN", "")]

    assert stages.read_steps(steps) == ["committee", "committee", "passed", "passed"]


def test_what_staff_say_of_a_new_label_counts():
    readings = {stages.key("EN CONSULTA PREVIA"): Stage.COMMITTEE}

    assert stages.stage_of("En consulta previa", readings=readings) == "committee"
    assert stages.is_known("EN CONSULTA  PREVIA", readings)


@pytest.mark.parametrize(
    ("steps", "law"),
    [
        ([("Publicada en el Diario Oficial El Peruano", "LEY N° 32348 - LEY QUE CREA")], "32348"),
        (
            [("Promulgado/Presidente de la República", "LEY N° 31977"), ("ACLARACIÓN", "LEY N° 11111")],
            "31977",
        ),
        ([("Publicado", "Ley Nº 30220")], "30220"),
        ([("DICTAMEN", "MODIFICA LA LEY N° 29837")], ""),
        ([], ""),
    ],
)
def test_the_law_number_is_read_only_where_the_dossier_speaks_of_its_own(steps, law):
    assert stages.law_number(steps) == law


@given(st.text(), st.text())
def test_any_label_stands_for_something_or_moves_nothing(label, detail):
    stage = stages.stage_of(label, detail)

    assert stage is None or stage in Stage


@needs_stored_answers
def test_every_label_ever_collected_is_known():
    with open(CONGRESS / "vocabulary" / "estados_compiled.csv", encoding="utf-8") as file:
        labels = [row["des_estado"] for row in csv.DictReader(file)]

    assert [label for label in labels if not stages.is_known(label)] == []
