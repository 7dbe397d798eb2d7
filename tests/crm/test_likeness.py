import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.likeness import (
    ASK,
    HINT,
    LIKELY,
    Institutions,
    People,
    in_words,
    institution,
    person,
    words_of_institution,
)


def likeness(one, other, *others, book=People, least=1, **kwargs):
    return next((found for key, found in book([other, *others], **kwargs).like(one, least=least)), None)


def of_people(one, other, **both):
    return likeness(person(1, one, **both), person(2, other, **both))


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("Rosa Núñez Villón", "ROSA NUNEZ VILLON", "name"),
        ("Dra. Rosa Núñez Villón", "Rosa Núñez Villón", "name"),
        ("Rosa Núñez Villón", "NÚÑEZ VILLÓN, ROSA", "order"),
        ("Rosa de la Cruz", "Cruz Rosa", "order"),
        ("Rosa Núñez", "Rosa María Núñez Villón", "part"),
        ("R. Núñez Villón", "Rosa María Núñez Villón", "part"),
        ("Rosa Núñez Villón", "Rosa Nuñes Vilon", "near"),
        ("Óscar Velásquez Zevallos", "Oscar Belasquez Cevallos", "near"),
        ("Luis O'Higgins", "LUIS OHIGGINS", "name"),
    ],
)
def test_names_of_one_person_are_alike(one, other, reason):
    found = of_people(one, other, institutions=[7])

    assert found.reasons == (reason, "institution")
    assert found.score >= ASK


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rosa Núñez Villón", "Rosa Núñez Quispe"),
        ("Julio Torres Quispe", "Julia Torres Quispe"),
        ("Juan Torres Quispe", "Juana Torres Quispe"),
        ("María Ramos", "Mario Ramos"),
        ("Rosa Núñez", "Núñez"),
        ("Carlos Díaz", "Carmen Díaz"),
    ],
)
def test_names_of_two_people_are_not_alike(one, other):
    assert of_people(one, other, institutions=[7], emails=["oficina.x@example.org"]) is None


def test_the_same_name_in_the_same_institution_is_probably_the_same():
    assert of_people("Rosa Núñez Villón", "Núñez Villón Rosa", institutions=[7]).score >= LIKELY


def test_the_same_name_alone_makes_one_ask():
    assert ASK <= of_people("Rosa Núñez Villón", "Rosa Núñez Villón").score < LIKELY


def test_a_name_that_many_bear_says_nothing_alone():
    bearers = [person(n, "Juan Quispe Flores") for n in range(2, 7)]

    assert People(bearers).like(person(1, "Juan Quispe Flores")) == []
    assert len(People(bearers).like(person(1, "Juan Quispe Flores"), least=HINT)) == 5


def test_the_same_name_in_another_region_is_only_a_hint():
    found = likeness(
        person(1, "Rosa Núñez Villón", regions=["20"]), person(2, "Rosa Núñez Villón", regions=["25"])
    )

    assert HINT <= found.score < ASK


def test_two_people_on_one_landline_are_not_one():
    assert of_people("Rosa Núñez Villón", "Hugo Quispe Flores", phones=["(073) 30-7181"]) is None


def test_a_phone_is_the_same_however_written():
    found = likeness(
        person(1, "Rosa Núñez", phones=["+51 987 654 321"]),
        person(2, "Rosa Núñez Villón", phones=["987654321"]),
    )

    assert found.reasons == ("part", "phone")
    assert found.score >= ASK


def test_a_phone_that_more_than_two_names_use_proves_nothing():
    others = [
        person(n, name, phones=["073307181"]) for n, name in enumerate(["Hugo Paz", "Ana Gil"], start=3)
    ]
    rosa = person(2, "Rosa Núñez Villón", phones=["073307181"])

    assert likeness(person(1, "Rosa Núñez", phones=["073307181"]), rosa, *others) is None


def test_one_person_three_times_does_not_make_her_phone_a_switchboard():
    rosas = [person(n, "Rosa Núñez Villón", phones=["987654321"]) for n in (1, 2, 3)]

    assert {found.reasons for _a, _b, found in People(rosas).pairs()} == {("name", "phone")}


@pytest.mark.parametrize("mailbox", ["mesadepartes@regionpiura.example", "secretaria.general@example.org"])
def test_an_office_mailbox_proves_nothing(mailbox):
    found = of_people("Rosa Núñez Villón", "Rosa Núñez Villón", emails=[mailbox])

    assert found.reasons == ("name",)


def test_a_phone_of_an_institution_proves_nothing_about_a_person():
    rosa = person(2, "Rosa Núñez Villón", phones=["073307181"])

    assert likeness(person(1, "Rosa Núñez", phones=["073307181"]), rosa, office=["(073) 307181"]) is None


def test_another_name_of_hers_counts():
    found = likeness(person(1, "Charo Núñez"), person(2, "Rosario Núñez Villón", others=["Charo Núñez"]))

    assert found.reasons == ("name",)


def test_a_nickname_alone_says_little():
    assert of_people("Charo", "Charo", regions=["20"]).score < ASK
    assert of_people("Charo", "Charo", institutions=[7]).score >= ASK


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("MUNICIPALIDAD PROV. DE CORONEL PORTILLO", "Municipalidad Provincial de Coronel Portillo"),
        ("MUNIC.PROV. CORONEL PORTILLO", "Municipalidad Provincial de Coronel Portillo"),
        ("Muni. Dist. de Yarinacocha", "Municipalidad Distrital de Yarinacocha"),
        ("DIRESA Ucayali", "Dirección Regional de Salud de Ucayali"),
        ("GORE Piura", "Gobierno Regional de Piura"),
        ("C.S. San Fernando", "Centro de Salud San Fernando"),
        ("MINSA", "Ministerio de Salud"),
        ("Comis. PNP Yarinacocha", "Comisaría Policía Nacional del Perú Yarinacocha"),
        ("UGEL Nº 05", "Unidad de Gestión Educativa Local N° 05"),
    ],
)
def test_abbreviations_of_institutions_are_read(short, long):
    assert sorted(words_of_institution(short)) == sorted(words_of_institution(long))


def test_an_abbreviated_name_in_its_region_is_probably_the_same():
    one = institution(1, "MUNICIPALIDAD PROV. DE CORONEL PORTILLO", region="25")
    other = institution(2, "Municipalidad Provincial de Coronel Portillo", region="25")

    assert likeness(one, other, book=Institutions).score >= LIKELY


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Municipalidad Provincial de Piura", "Municipalidad Distrital de Piura"),
        ("Municipalidad Provincial de Piura", "Municipalidad Provincial de Paita"),
        ("UGEL 05", "UGEL 06"),
        ("Gobierno Regional de Piura", "Gobierno Regional de Piura, Gerencia de Desarrollo Social"),
    ],
)
def test_neighbours_are_not_alike(one, other):
    one, other = institution(1, one, region="20"), institution(2, other, region="20")

    assert likeness(one, other, book=Institutions) is None


def test_the_same_name_in_two_regions_is_two_institutions():
    one, other = (
        institution(n, "Comisaría Central", region=region, kind="police")
        for n, region in ((1, "20"), (2, "25"))
    )

    assert likeness(one, other, book=Institutions).score < ASK


def test_the_same_name_in_two_districts_is_two_institutions():
    one, other = (
        institution(n, "Comisaría Central", region="20", district=district)
        for n, district in ((1, "a"), (2, "b"))
    )

    assert likeness(one, other, book=Institutions) is None


def test_the_place_in_one_of_the_names_makes_one_ask():
    one = institution(1, "Hospital Regional", region="25", places=["Ucayali"])
    other = institution(2, "Hospital Regional de Ucayali", region="25", places=["Ucayali"])

    assert likeness(one, other, book=Institutions).reasons == ("place", "region")


def test_an_acronym_is_a_name():
    one = institution(1, "Defensoría Municipal del Niño", others=["DEMUNA"], region="25")
    other = institution(2, "DEMUNA", region="25")

    assert likeness(one, other, book=Institutions).score >= ASK


def test_what_depends_on_it_is_another_institution():
    one, other = institution(1, "Hospital Regional"), institution(2, "Hospital Regional", parent=1)

    assert likeness(one, other, book=Institutions) is None


def test_reasons_are_told_in_words():
    assert in_words(["order", "email"]) == ["el mismo nombre, en otro orden", "el mismo correo"]


NAMES = st.lists(
    st.sampled_from("Rosa Núñez Villón Quispe María Flores Julio Ñaupari R. Díaz Dias".split()),
    min_size=1,
    max_size=4,
).map(" ".join)
PEOPLE = st.lists(
    st.tuples(
        NAMES, st.sets(st.integers(1, 3), max_size=2), st.sets(st.sampled_from(["20", "25"]), max_size=1)
    ),
    max_size=8,
).map(
    lambda rows: [
        person(n, name, institutions=places, regions=regions)
        for n, (name, places, regions) in enumerate(rows)
    ]
)


@given(PEOPLE)
def test_likeness_does_not_depend_on_who_is_asked_about(people):
    book = People(people)

    for one in people:
        assert all(book.compare(one, other) == book.compare(other, one) for other in people)


@given(PEOPLE)
def test_the_pairs_are_those_that_each_one_finds(people):
    book = People(people)
    pairs = {frozenset((a, b)): found for a, b, found in book.pairs()}

    assert pairs == {frozenset((one.key, key)): found for one in people for key, found in book.like(one)}
