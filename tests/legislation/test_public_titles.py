import pytest
from hypothesis import given
from hypothesis import strategies as st

from legislation.titles import calm, plain


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("LEY QUE MODIFICA EL CÓDIGO PENAL", "Ley que modifica el Código Penal"),
        ("LEY N° 27360 DEL PERÚ", "Ley N° 27360 del Perú"),
        ("EL VIH EN LA REGIÓN DE UCAYALI", "El VIH en la región de Ucayali"),
        ("EL DISTRITO DE FICTICIO", "El distrito de Ficticio"),
        ("DICTAMEN — EN MAYORÍA - FÓRMULA", "Dictamen — En mayoría - Fórmula"),
        ("LA LIBERTAD EN ESTADO DE EMERGENCIA", "La libertad en estado de emergencia"),
        ("DEBERES DEL ESTADO EN JUNIN", "Deberes del Estado en Junín"),
        ("LEY N.º 99999, CARRETERA PE-3N", "Ley N.º 99999, carretera PE-3N"),
        ("ANTES PL 99475/2025-CR", "Antes PL 99475/2025-CR"),
        ("Ley que ya está bien escrita por Rosa", "Ley que ya está bien escrita por Rosa"),
        ("12475", "12475"),
        ("", ""),
    ],
)
def test_capitals_are_read_as_a_sentence(written, shown):
    assert calm(written) == shown


@pytest.mark.parametrize(
    "opening",
    [
        "ACTUALIZACIÓN DE CONFORMIDAD CON EL ACUERDO DE EJEMPLO 999-2026-2027/JUNTA - (ANTES PL 99475/2025-CR) ",
        "PROPUESTA LEGISLATIVA REMITIDA POR LA CÁMARA DE DIPUTADOS - ",
        "PROPUESTA LEGISLATIVA REMITIDA POR EL SENADO - ",
    ],
)
def test_a_procedural_opening_is_left_out(opening):
    assert plain(opening + "LEY DE PRUEBA") == "Ley de prueba"


def test_a_title_that_is_only_an_opening_stays():
    assert plain("PROPUESTA LEGISLATIVA REMITIDA POR EL SENADO") != ""


@given(st.text())
def test_any_title_can_be_shown(text):
    assert isinstance(plain(text), str)
