import pytest

from crm.models import Alias, ContactWay, Institution, Interaction, Person
from crm.searching import needles
from tests.crm import world

pytestmark = pytest.mark.django_db


def found(query, model=Person):
    return [str(row) for row in model.objects.matching(query)]


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("Ángela Villón Núñez", "nunez"),
        ("Angela Villon Nunez", "Núñez"),
        ("Ángela Villón Núñez", "VILLÓN ángela"),
        ("Ángela Villón Núñez", "gela vill"),
        ("Junín Güere", "JUNIN guere"),
        ("Bernardo O'Higgins", "ohiggins"),
        ("Bernardo O'Higgins", "O’Higgins"),
        ("Sofía Ruiz-Huidobro", "ruiz huidobro"),
        ("Sofía Ruiz-Huidobro", "Ruiz-Huidobro"),
    ],
)
def test_a_person_is_found_however_her_name_is_written(name, query):
    world.person(name)

    assert found(query) == [name]


@pytest.mark.parametrize("query", ["nadie", "nunez villonx", "%", "_"])
def test_what_is_not_there_is_not_found(query):
    world.person("Ángela Villón Núñez")

    assert found(query) == [] or not needles(query)


@pytest.mark.parametrize(
    ("kind", "value", "query"),
    [
        ("mobile", "987 654 321", "987654321"),
        ("mobile", "+51 987-654-321", "987654321"),
        ("mobile", "987654321", "+51 987 654 321"),
        ("mobile", "987654321", "0051 987.654.321"),
        ("mobile", "987654321", "654 321"),
        ("phone", "(073) 28-4600", "073284600"),
        ("phone", "073 284600", "28-4600"),
        ("email", "r.nunez@regionpiura.gob.pe", "R.Nunez@RegionPiura.gob.pe"),
        ("email", "r.nunez@regionpiura.gob.pe", "regionpiura"),
    ],
)
def test_a_person_is_found_by_her_phone_or_mail_however_written(kind, value, query):
    world.way(world.person(), value, kind)

    assert found(query) == ["Rosa Núñez"]


def test_an_institution_is_found_by_its_acronym_and_former_names():
    place = world.institution("Dirección Regional de Salud de Piura", acronym="D.I.R.E.S.A.")
    Alias.objects.create(institution=place, name="Región de Salud Grau")

    assert found("diresa", Institution) == found("grau", Institution) == [place.name]


def test_the_column_follows_every_way_of_writing():
    rosa, eva = world.person("Rosa Núñez"), world.person("Eva Quispe")
    rosa.name = "Rosa Ñahui"
    rosa.save(update_fields=["name"])
    assert found("nahui") == ["Rosa Ñahui"]

    phone = world.way(rosa)
    assert found("987654321") == ["Rosa Ñahui"]
    phone.person = eva
    phone.save()
    assert found("987654321") == ["Eva Quispe"]
    ContactWay.objects.filter(pk=phone.pk).update(person=rosa, value="999 888 777")
    assert (found("999888777"), found("987654321")) == (["Rosa Ñahui"], [])
    ContactWay.objects.filter(pk=phone.pk).delete()
    assert found("999888777") == []

    Alias.objects.bulk_create([Alias(person=eva, name="Evita")])
    assert found("evita") == ["Eva Quispe"]
    Person.objects.bulk_create([Person(name="Lía Ccori")])
    assert found("ccori") == ["Lía Ccori"]
    eva.name = "Eva Mamani"
    Person.objects.bulk_update([eva], ["name"])
    assert (found("mamani evita"), found("quispe")) == (["Eva Mamani"], [])


def test_a_write_that_would_leave_the_column_behind_is_refused():
    world.person()

    with pytest.raises(ValueError, match="search column of Person behind for name"):
        Person.objects.update(name="Otra")


def test_a_long_question_costs_no_more_than_six_words():
    assert len(needles(" ".join(f"palabra{n}" for n in range(50)))) == 6


def test_what_was_said_in_a_meeting_is_found_too():
    meeting = world.interaction(summary="Habló de la ordenanza", outcome="Nos recibirá en Junín")

    assert list(Interaction.objects.matching("JUNIN ordenanza")) == [meeting]
