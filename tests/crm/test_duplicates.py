"""The list of pairs, both side by side, the question before somebody is written down twice."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm import duplicates
from crm.models import Institution, Merge, Pair, Person
from crm.staff import duplicates as screens
from tests.crm import world

pytestmark = pytest.mark.django_db
SECRET = world.SECRET
LIST = "/admin/duplicados/"


@pytest.fixture
def ana(client):
    user = world.member("ana")
    client.force_login(user)
    return user


@pytest.fixture
def pair():
    one, other = world.person("Rosa Núñez Villón"), world.person("NUÑEZ VILLON ROSA")
    duplicates.scan()
    return Pair.objects.get(person=one, other_person=other)


def address(one, other):
    kind = "personas" if isinstance(one, Person) else "instituciones"
    return f"{LIST}{kind}/{one.pk}/{other.pk}/"


def page(client, where, status=200, **query):
    answer = client.get(where, query)
    assert answer.status_code == status
    return answer.content.decode()


# Found at night


def test_the_scan_finds_people_and_institutions_that_may_be_one(capsys):
    rosa, post = world.person("Rosa Núñez Villón"), world.post()
    other = world.person("Rosa Nuñes Villon")
    for one in (rosa, other):
        world.affiliation(one, post, started="2024" if one == rosa else "2025")
    world.institution("GORE Piura")

    call_command("find_duplicates")

    people, places = Pair.objects.of(Person).get(), Pair.objects.of(Institution).get()
    assert (people.person, people.other_person) == (rosa, other)
    assert people.reasons == "near,post,institution,region"
    assert places.reasons.startswith("name,region")
    assert "1 pairs of people to look at: 1 new" in capsys.readouterr().out


def test_the_scan_run_twice_changes_nothing(pair):
    before = list(Pair.objects.values())

    duplicates.scan()

    assert list(Pair.objects.values()) == before


def test_a_pair_that_is_no_longer_alike_goes_unless_somebody_decided(client, ana, pair):
    other = world.person("Eva Ñahui Quispe")
    world.person("Eva Ñahui Quispe")
    duplicates.scan()
    client.post(f"{LIST}{pair.pk}/no-son-la-misma/")
    Person.objects.filter(pk__in=[pair.person_id, other.pk]).delete()
    pair.other_person.save()

    duplicates.scan()

    assert not Pair.objects.exists()


def test_two_who_share_the_phone_of_their_office_are_not_a_pair():
    place = world.institution()
    world.way(place, "073 307181", "phone")
    for name in ("Rosa Núñez", "Rosa María Núñez Villón"):
        world.way(world.person(name), "(073) 30-7181", "phone")

    duplicates.scan()

    assert not Pair.objects.exists()


def test_that_both_are_in_a_hidden_institution_is_no_reason():
    post = world.post(at=world.institution("Instituto", **world.closed()))
    for name in ("Rosa Núñez", "Rosa María Núñez Villón"):
        world.affiliation(world.person(name), post)

    duplicates.scan()

    assert not Pair.objects.exists()


# The list


def test_the_list_tells_the_reasons(client, ana, pair):
    shown = page(client, LIST)

    assert "El mismo nombre, en otro orden" in shown
    assert "Rosa Núñez Villón" in shown
    assert address(*pair.both) in shown


def test_not_the_same_is_remembered_and_can_be_taken_back(client, ana, pair):
    client.post(f"{LIST}{pair.pk}/no-son-la-misma/")
    duplicates.scan()

    pair.refresh_from_db()
    assert pair.decided_by == ana
    assert "Rosa Núñez Villón" not in page(client, LIST)
    assert "Ana" in page(client, LIST, ver="distintas")

    client.post(f"{LIST}{pair.pk}/por-ver/")

    assert "Rosa Núñez Villón" in page(client, LIST)


def test_the_button_starts_a_search_of_its_own(client, ana, monkeypatch):
    started = []
    monkeypatch.setattr(screens, "start_search", lambda: started.append(1))

    assert client.post(f"{LIST}buscar/").url == LIST
    assert started == [1]


@pytest.mark.parametrize("kind", ["personas", "instituciones"])
def test_a_list_of_fifty_costs_as_many_queries_as_one(client, ana, kind):
    make = world.person if kind == "personas" else world.institution

    def cost(n):
        for number in range(n):
            one, other = make(f"Una {n} {number}"), make(f"Otra {n} {number}")
            name = one._meta.model_name
            Pair.objects.create(**{name: one, f"other_{name}": other}, score=60, reasons="name")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page(client, LIST, de=kind)
        return len(queries)

    page(client, LIST)
    assert cost(1) == cost(49)


@pytest.mark.parametrize(
    "where", ["buscar/", "{pair}/no-son-la-misma/", "{pair}/por-ver/", "union/{merge}/deshacer/"]
)
def test_what_writes_is_posted(client, ana, pair, where):
    merge = Merge.objects.create(person=world.person(), merged=99999)

    assert client.get(LIST + where.format(pair=pair.pk, merge=merge.pk)).status_code == 405


# Merging on screen


def test_two_are_merged_field_by_field_and_the_old_address_leads_on(client, ana, pair):
    kept, lost = pair.both
    lost.given_names = "Rosa"
    lost.save()
    world.interaction(lost)
    shown = page(client, address(kept, lost))
    assert "Encuentros: 1" in shown

    data = {"keep": "one", "name": "one", "given_names": "other"}
    answer = client.post(address(kept, lost), data)

    assert answer.url == f"/admin/personas/inspect/{kept.pk}/"
    kept.refresh_from_db()
    assert (kept.name, kept.given_names) == ("Rosa Núñez Villón", "Rosa")
    assert client.get(f"/admin/personas/inspect/{lost.pk}/").url == answer.url
    assert "Deshacer la unión" in page(client, answer.url)
    assert not Pair.objects.exists()


def test_whether_a_name_may_be_kept_is_asked(client, ana):
    kept, lost = world.person("Rosa Núñez"), world.person("Raúl Núñez")
    data = {"keep": "one", "name": "one"}

    assert client.post(address(kept, lost), data).status_code == 422
    client.post(address(kept, lost), data | {"name_not_chosen": "forget"})

    assert not kept.aliases.exists()
    assert "Raúl" not in page(client, f"/admin/personas/inspect/{kept.pk}/")


def test_institutions_are_merged_too(client, ana):
    kept, lost = world.institution("GORE Piura"), world.institution()
    data = {"keep": "one", "name": "other", "name_not_chosen": "keep"}

    client.post(address(kept, lost), data)

    kept.refresh_from_db()
    assert kept.name == "Gobierno Regional de Piura"
    assert [alias.name for alias in kept.aliases.all()] == ["GORE Piura"]


def test_a_merge_is_undone_on_screen(client, ana, pair):
    kept, lost = pair.both
    client.post(address(kept, lost), {"keep": "one", "name": "one"})
    merge = Merge.objects.get()

    answer = client.post(f"{LIST}union/{merge.pk}/deshacer/")

    assert answer.url == f"/admin/personas/inspect/{lost.pk}/"
    assert "NUÑEZ VILLON ROSA" in page(client, answer.url)
    assert "lo deshizo" in page(client, LIST, ver="uniones")


def test_sent_twice_it_is_merged_once(client, ana, pair):
    data = {"keep": "one", "name": "one"}
    client.post(address(*pair.both), data)

    assert client.post(address(*pair.both), data).url == f"/admin/personas/inspect/{pair.person_id}/"
    assert Merge.objects.count() == 1


def test_why_two_cannot_be_merged_is_said(client):
    client.force_login(world.member("bea", of="REDTRANS"))
    open_one, closed = world.person("Rosa Núñez Villón"), world.person("Rosa Núñez Villón", **world.closed())

    shown = page(client, address(open_one, closed))
    assert "mientras no las vean las mismas personas" in shown
    client.post(address(open_one, closed), {"keep": "one"})

    assert Person.objects.count() == 2


# Strangers


@pytest.mark.parametrize("user", [world.coordinator, world.leader])
def test_of_what_she_may_not_see_she_learns_nothing(client, user):
    client.force_login(user("ana", of="IESSDEH"))
    seen = world.person(f"Rosa Núñez {SECRET}")
    hidden = world.person(f"{SECRET} Núñez Rosa", **world.closed("REDTRANS"))
    duplicates.scan()
    pair = Pair.objects.get()
    merge = Merge.objects.create(person=hidden, merged=99999)

    for query in ({}, {"ver": "distintas"}, {"ver": "uniones"}):
        assert SECRET not in page(client, LIST, **query)
    for where in (address(seen, hidden), address(hidden, seen)):
        assert client.get(where).status_code == client.post(where, {"keep": "one"}).status_code == 404
    for where in (f"{pair.pk}/no-son-la-misma/", f"{pair.pk}/por-ver/", f"union/{merge.pk}/deshacer/"):
        assert client.post(LIST + where).status_code == 404
    assert client.get("/admin/personas/inspect/99999/").status_code == 404
    found = client.get(f"{LIST}parecidas/", {"tipo": "persona", "nombre": f"{SECRET} Nuñez Rosa"}).json()[
        "found"
    ]
    assert [one["name"] for one in found] == [seen.name]
    assert Pair.objects.get().decided is None


def test_whoever_is_not_on_the_team_gets_no_further_than_the_door(client, pair):
    merge = Merge.objects.create(person=pair.person, merged=99999)
    places = [LIST, address(*pair.both), f"{LIST}parecidas/?tipo=persona&nombre=Rosa"]
    acts = [f"{LIST}{pair.pk}/no-son-la-misma/", f"{LIST}union/{merge.pk}/deshacer/", f"{LIST}buscar/"]
    client.force_login(world.member("rita", groups=()))

    for where in places:
        assert client.get(where).status_code in (302, 403)
    for where in [*acts, address(*pair.both)]:
        assert client.post(where).status_code in (302, 403)
    assert Person.objects.count() == 2


# Before somebody is written down twice


def test_a_new_person_who_may_be_known_is_asked_about_once(client, ana):
    known = world.person("Rosa Núñez Villón")
    data = {"name": "Villon Nuñes Rosa", "circle": "coalition"}

    answer = client.post("/admin/personas/nueva/", data)
    shown = answer.content.decode()

    assert answer.status_code == 422
    assert f"/admin/personas/inspect/{known.pk}/" in shown
    assert "los nombres se escriben casi igual" in shown
    assert Person.objects.count() == 1
    assert client.post("/admin/personas/nueva/", data | {"is_another": "on"}).status_code == 302
    assert Person.objects.count() == 2


def test_a_new_institution_who_may_be_known_is_asked_about(client, ana):
    world.institution("Municipalidad Provincial de Coronel Portillo", region_id="25")
    data = {"name": "MUNICIPALIDAD PROV. DE CORONEL PORTILLO", "kind": "municipality", "level": "provincial"}

    answer = client.post(
        "/admin/instituciones/nueva/", data | {"region": "25", "status": "active", "circle": "coalition"}
    )

    assert "¿No es una de estas?" in answer.content.decode()
    assert Institution.objects.count() == 1


def test_whoever_is_known_already_is_corrected_without_a_question(client, ana):
    known = world.person("Rosa Núñez Villón")
    world.person("Rosa Núñez Villón")

    answer = client.post(
        f"/admin/personas/{known.pk}/corregir/", {"name": "Rosa Núñez V.", "circle": "coalition"}
    )

    assert answer.status_code == 302


def test_as_she_types_those_that_are_alike_are_shown_with_reasons(client, ana):
    world.person("Rosa Núñez Villón")

    told = client.get(f"{LIST}parecidas/", {"tipo": "persona", "nombre": "Nuñez Villón, Rosa"}).json()

    assert [(one["name"], one["reasons"]) for one in told["found"]] == [
        ("Rosa Núñez Villón", "el mismo nombre, en otro orden")
    ]


def test_at_the_log_somebody_written_otherwise_is_offered_and_another_accepted(client, ana):
    known = world.person("Rosa Núñez Villón")
    form = client.get("/registro/").context["form"]
    data = {
        "key": form.initial["key"],
        "kind": "meeting",
        "day": "2026-01-05",
        "outcome": "Nos recibió",
        "circle": "coalition",
        "person": "Rosa Nuñes Vilon",
    }

    first = client.post("/registro/", data)
    assert first.status_code == 422
    assert f'value="{known.pk}"' in first.content.decode()
    assert "los nombres se escriben casi igual" in first.content.decode()

    assert client.post("/registro/", data | {"person-key": "new"}).status_code == 302
    assert Person.objects.count() == 2


def test_at_the_log_suggestions_find_a_name_written_otherwise(client, ana):
    known = world.person("Rosa Núñez Villón")

    found = client.get("/registro/buscar/", {"tipo": "persona", "q": "rosa nuñes vilon"}).json()["found"]

    assert [one["key"] for one in found] == [known.pk]
