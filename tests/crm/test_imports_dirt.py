"""Files as people have them: each kind of dirt comes to the right record, or back with a reason."""

import pytest

from crm.imports import names, values
from crm.models import Affiliation, ContactWay, Institution, Interaction, Person
from tests.crm import sheets, world

pytestmark = pytest.mark.django_db


def people():
    return sorted(Person.objects.values_list("name", flat=True))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1", "cp1252"])
@pytest.mark.parametrize("sep", [",", ";", "\t"])
def test_any_encoding_and_separator(encoding, sep):
    sheets.imported(
        sheets.csv_of(["Nombre completo", "Etiquetas"], ["María Núñez", "salud"], sep=sep, encoding=encoding)
    )

    assert people() == ["María Núñez"]


def test_titles_above_two_header_rows_blank_rows_and_trailing_blanks():
    body = sheets.csv_of(
        ["DIRECTORIO 2025", "", "", ""],
        ["", "", "", ""],
        ["Datos", "", "Institución", ""],
        ["Nombres", "Apellidos", "", ""],
        ["", "", "", ""],
        ["María  ", "Núñez Quispe", " GORE Piura ", ""],
        ["", "", "", ""],
    )
    world.institution()

    sheets.imported(body)

    assert people() == ["María Núñez Quispe"]
    assert Affiliation.objects.get().post.institution.name == "Gobierno Regional de Piura"


def test_an_institution_merged_over_several_people_is_everybodys():
    world.institution()
    rows = [
        ["Nombre y apellidos", "Institución"],
        ["Ana Ruiz Paz", "GOB. REG. PIURA"],
        ["Eva Díaz Sol", None],
    ]

    sheets.imported(sheets.xlsx_of(*rows, change=lambda sheet: sheet.merge_cells("B2:B3")), name="a.xlsx")

    assert Affiliation.objects.filter(post__institution__name="Gobierno Regional de Piura").count() == 2


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("NÚÑEZ QUISPE, María", ("María Núñez Quispe", "María", "Núñez", "Quispe")),
        ("NÚÑEZ QUISPE María Elena", ("María Elena Núñez Quispe", "María Elena", "Núñez", "Quispe")),
        ("DE LA CRUZ QUISPE, ANA", ("Ana De la Cruz Quispe", "Ana", "De la Cruz", "Quispe")),
        ("O'HIGGINS RUIZ, ANA", ("Ana O'Higgins Ruiz", "Ana", "O'Higgins", "Ruiz")),
        ("MARÍA NÚÑEZ", ("María Núñez", "", "", "")),
        ("Dra. Rosa del Águila", ("Rosa del Águila", "", "", "")),
    ],
)
def test_surnames_in_capitals_and_first(written, name):
    assert names.person(written) == name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("MUNICIPALIDAD PROV. DE CORONEL PORTILLO", "Municipalidad Provincial de Coronel Portillo"),
        ("Muni. Dist. Yarinacocha", "Municipalidad Distrital de Yarinacocha"),
        ("GORE UCAYALI", "Gobierno Regional de Ucayali"),
        ("Dir. Reg. de Salud Piura", "Dirección Regional de Salud de Piura"),
        ("Hosp. Reg. de Pucallpa", "Hospital Regional de Pucallpa"),
    ],
)
def test_institutions_are_known_by_their_abbreviations(one, other):
    assert names.institution_key(one) == names.institution_key(other)


@pytest.mark.parametrize(
    "written",
    [
        "5/3/2026",
        "05-03-2026",
        "5.3.26",
        "2026-03-05",
        "5 de marzo de 2026",
        "05 mar 2026",
        "46086",
        "5-mar-26",
    ],
)
def test_a_day_in_any_form(written):
    assert values.Day().clean(written).date().isoformat() == "2026-03-05"


def test_a_phone_that_was_shortened_is_whole_again_or_refused():
    assert values.one_phone("9.61234567E+08") == "961 234 567"
    assert values.one_phone("+51 961-234-567") == "961 234 567"
    with pytest.raises(values.ValidationError, match="le quitó cifras"):
        values.one_phone("9.61E+08")


def test_two_people_in_a_cell_are_two_or_come_back():
    sheet = sheets.imported(
        sheets.csv_of(
            ["Nombre y apellidos", "Correo"],
            ["Ana Ruiz Paz / Eva Díaz Sol", ""],
            ["Luz Paz Rey y Sol Mar Ríos", ""],
            ["Inés Ríos; Lía Sosa", "x@y.pe"],
        )
    )

    assert people() == ["Ana Ruiz Paz", "Eva Díaz Sol"]
    assert ["dos personas" in reason or "varias personas" in reason for reason in sheets.reasons(sheet)] == [
        True,
        True,
    ]


def test_cells_that_say_nothing_are_blank():
    sheets.imported(
        sheets.csv_of(
            ["Nombre y apellidos", "Cargo", "Institución", "Correo"], ["Ana Ruiz Paz", "#N/A", "#N/D", "-"]
        )
    )

    assert people() == ["Ana Ruiz Paz"]
    assert not Affiliation.objects.exists()


def test_a_formula_comes_back_with_a_reason():
    sheet = sheets.planned(sheets.csv_of(["Nombre y apellidos", "Cargo"], ["=HYPERLINK(A1)", ""]))

    assert "es una fórmula" in sheets.reasons(sheet)[0]


def test_contacts_of_people_are_kept_only_on_a_basis():
    rows = [
        ["Nombre y apellidos", "Correo", "Base legal"],
        ["Ana Ruiz Paz", "a@b.pe", ""],
        ["Eva Díaz Sol", "e@b.pe", "función pública"],
    ]

    sheet = sheets.imported(sheets.csv_of(*rows))

    assert list(ContactWay.objects.values_list("person__name", "value")) == [("Eva Díaz Sol", "e@b.pe")]
    assert "No guardamos su correo" in sheet.rows.get(number=2).reason


def test_an_unknown_institution_is_refused_with_the_nearest_or_made_if_she_says_so():
    world.institution("Municipalidad Provincial de Coronel Portillo")
    rows = [
        ["Nombre y apellidos", "Institución"],
        ["Ana Ruiz Paz", "Municipalidad Provincial de Coronel Portilo"],
        ["Eva Díaz Sol", "Hospital Amazónico"],
    ]

    refused = sheets.planned(sheets.csv_of(*rows))
    sheets.imported(sheets.csv_of(*rows), by=refused.logged_by, creates_institutions=True)

    assert [
        "pero sí «Municipalidad Provincial de Coronel Portillo»" in one for one in sheets.reasons(refused)
    ] == [True, False]
    assert Institution.objects.get(name="Hospital Amazónico").kind == "health_service"


def test_institutions_come_in_and_change():
    old = world.institution("Hospital Regional de Piura", kind="other")
    rows = [
        ["Institución", "Siglas", "Tipo", "Región", "Teléfono"],
        ["HOSP. REG. DE PIURA", "HRP", "Hospital o centro de salud", "Piura", "073 341 000"],
        ["Comisaría de Yarinacocha", "", "", "Ucayali", ""],
    ]

    sheet = sheets.imported(sheets.csv_of(*rows), kind="institutions")

    old.refresh_from_db()
    assert (old.acronym, old.kind, old.contact_ways.get().value) == ("HRP", "health_service", "073 341 000")
    assert old.search == old.searchable()
    assert Institution.objects.get(name="Comisaría de Yarinacocha").kind == "police"
    sheets.undo(sheet)
    old.refresh_from_db()
    assert (old.acronym, old.kind, old.contact_ways.count(), Institution.objects.count()) == (
        "",
        "other",
        0,
        1,
    )
    assert old.search == old.searchable()


def test_encounters_come_in_once():
    place, rosa = world.institution(), world.person("Rosa Núñez")
    rows = [
        ["Fecha", "Tipo", "Institución", "Participantes", "Organizaciones socias", "Policías", "Acuerdos"],
        [
            "5 de marzo de 2025",
            "Capacitación",
            "GORE Piura",
            "NÚÑEZ, Rosa",
            "REDTRANS, IESSDEH",
            "28",
            "Repetirlo",
        ],
        ["6/3/2025", "Reunión", "GORE Piura", "Nadie Conocida", "", "", ""],
    ]
    sheet = sheets.imported(sheets.csv_of(*rows), kind="interactions")

    meeting = Interaction.objects.get()
    assert (meeting.kind, f"{meeting.day}", meeting.outcome) == ("training", "2025-03-05", "Repetirlo")
    assert {one.person or one.institution for one in meeting.participants.all()} == {place, rosa}
    assert [(one.audience, one.count) for one in meeting.attendances.all()] == [("law_enforcement", 28)]
    rosa.refresh_from_db()
    assert rosa.last_met == meeting.starts
    assert "Nadie Conocida" in sheets.reasons(sheet)[0]
    assert (
        sheets.verdicts(sheets.planned(sheets.csv_of(*rows), kind="interactions", by=sheet.logged_by))[0]
        == "skip"
    )
    sheets.undo(sheet)
    rosa.refresh_from_db()
    assert (Interaction.objects.count(), rosa.last_met) == (0, None)
