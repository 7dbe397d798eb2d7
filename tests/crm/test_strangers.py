"""A stranger to a circle finds nothing of it: by list, search, filter, download, suggestion, history or address."""

import pytest
from django.utils import timezone

from crm.models import Affiliation, Alias, ContactWay, Institution, Interaction
from tests.crm import world

pytestmark = pytest.mark.django_db
SECRET = world.SECRET
LISTS = ["instituciones", "personas", "encuentros", "posturas", "compromisos", "tareas"]


@pytest.fixture
def bea():
    return world.member("bea", of="REDTRANS", groups=("Equipo", "Coordinación"))


@pytest.fixture
def hidden(bea):
    """One of everything that only REDTRANS sees, each with a word that nobody else may read."""
    mine = world.closed("REDTRANS") | {"logged_by": bea}
    place = world.institution(f"Instituto {SECRET}", acronym=SECRET, **mine)
    person = world.person(f"Persona {SECRET}", **mine)
    Alias.objects.create(person=person, name=f"Apodo {SECRET}")
    world.way(person, f"{SECRET}@example.org", "email")
    post = world.post(f"Puesto {SECRET}", at=place)
    held = world.affiliation(person, post)
    meeting = world.interaction(
        person, place, summary=SECRET, outcome=SECRET, starts=timezone.now(), **world.closed("REDTRANS")
    )
    meeting.points.create(topic=SECRET, said=SECRET)
    meeting.attendances.create(audience="officials", count=12)
    meeting.attachments.create(name=f"{SECRET}.txt", sha256="a" * 64, size=3, body=b"abc")
    return {
        "instituciones": place,
        "personas": person,
        "encuentros": meeting,
        "posturas": world.position(person, words=SECRET, evidence=SECRET, **mine),
        "compromisos": world.commitment(person, SECRET, **mine),
        "tareas": world.task(SECRET, person=person, **mine),
        "note": world.note(person, **mine),
        "affiliation": held,
    }


@pytest.fixture(params=["coordinator of another organization", "leader", "of no organization"])
def stranger(request, client, hidden):
    user = {
        "coordinator of another organization": lambda: world.coordinator("ana", of="IESSDEH"),
        "leader": lambda: world.leader("lidia", of="IESSDEH"),
        "of no organization": lambda: world.coordinator("charo", of=None),
    }[request.param]()
    client.force_login(user)
    return user


def content(answer):
    return b"".join(answer).decode() if answer.streaming else answer.content.decode()


def test_whoever_belongs_finds_all_of_it(client, bea, hidden):
    client.force_login(bea)

    for name in LISTS:
        assert SECRET in content(client.get(f"/admin/{name}/")) or name == "encuentros", name
        assert client.get(f"/admin/{name}/inspect/{hidden[name].pk}/").status_code == 200
    assert SECRET in content(client.get(f"/admin/personas/inspect/{hidden['personas'].pk}/"))
    assert client.get("/registro/buscar/", {"tipo": "persona", "q": SECRET}).json()["found"]


@pytest.mark.parametrize("name", LISTS)
def test_lists_searches_filters_and_downloads_are_silent(client, stranger, hidden, name):
    queries = [
        {},
        {"q": SECRET},
        {"q": SECRET[:4]},
        {"owner": world.partner("REDTRANS").pk},
        {"export": "csv"},
    ]
    queries += [
        {"q": SECRET, "export": "csv"},
        {"region": "20", "export": "csv"},
        {"silence": "30"},
        {"stance": "2"},
    ]

    for query in queries:
        answer = client.get(f"/admin/{name}/", query)
        text = content(answer).replace(f'value="{SECRET}"', "").replace(f"q={SECRET}", "")
        assert hidden[name].pk not in [row.pk for row in (answer.context or {}).get("object_list", [])]
        assert f"inspect/{hidden[name].pk}/" not in text, query
        assert f" {SECRET}" not in text, query


def parts_of(meeting):
    """Every address of what is written on an interaction's page."""
    words = {"participante": "participants", "punto": "points", "asistencia": "attendances"}
    for word, name in words.items():
        part = getattr(meeting, name).first().pk
        yield f"/admin/encuentros/{meeting.pk}/{word}/{part}/corregir/"
        yield f"/admin/encuentros/{meeting.pk}/{word}/{part}/quitar/"
    file = meeting.attachments.first().pk
    yield f"/admin/encuentros/{meeting.pk}/archivo/{file}/"
    yield f"/admin/encuentros/{meeting.pk}/archivo/{file}/quitar/"


def test_a_guessed_address_is_not_there(client, stranger, hidden):
    person, place, meeting = hidden["personas"].pk, hidden["instituciones"].pk, hidden["encuentros"].pk
    held = hidden["affiliation"].pk
    addresses = [
        *(f"/admin/{name}/inspect/{hidden[name].pk}/" for name in LISTS),
        f"/admin/personas/{person}/corregir/",
        f"/admin/personas/{person}/cargo/",
        f"/admin/personas/{person}/cargo/{held}/cambio/",
        f"/admin/personas/{person}/cargo/{held}/fin/",
        f"/admin/personas/{person}/cargo/{held}/pendientes/",
        f"/admin/personas/{person}/contacto/",
        f"/admin/personas/{person}/nombre/",
        f"/admin/instituciones/{place}/corregir/",
        f"/admin/instituciones/{place}/contacto/",
        f"/admin/instituciones/{place}/nombre/",
        f"/admin/instituciones/{place}/ya-no-existe/",
        f"/admin/instituciones/{place}/puesto/",
        *(
            f"/admin/instituciones/{place}/puesto/{hidden['affiliation'].post_id}/{word}"
            for word in ("", "ocupa/", "suprimir/")
        ),
        f"/admin/personas/{person}/contacto/{ContactWay.objects.get().pk}/quitar/",
        f"/admin/personas/{person}/nombre/{Alias.objects.get().pk}/quitar/",
        f"/admin/encuentros/{meeting}/corregir/",
        f"/admin/encuentros/{meeting}/realizado/",
        f"/admin/encuentros/{meeting}/cancelado/",
        *(
            f"/admin/encuentros/{meeting}/{word}/"
            for word in ("participante", "punto", "asistencia", "archivo")
        ),
        *parts_of(hidden["encuentros"]),
        f"/admin/encuentros/nota/?persona={person}",
        f"/admin/posturas/nueva/?institucion={place}",
        f"/admin/compromisos/nuevo/?persona={person}",
        f"/admin/compromisos/{hidden['compromisos'].pk}/corregir/",
        f"/admin/compromisos/{hidden['compromisos'].pk}/cerrar/",
        f"/admin/tareas/nueva/?encuentro={meeting}",
        f"/admin/tareas/nueva/?compromiso={hidden['compromisos'].pk}",
        f"/admin/tareas/{hidden['tareas'].pk}/corregir/",
        f"/admin/tareas/{hidden['tareas'].pk}/cerrar/",
        f"/registro/listo/{meeting}/",
    ]

    for address in addresses:
        assert client.get(address).status_code in (404, 405), address
        assert client.post(address, {"name": "x"}).status_code in (404, 405), address
    assert client.post(f"/admin/posturas/{hidden['posturas'].pk}/retirar/").status_code == 404
    assert Affiliation.objects.get(pk=held).ended == ""
    assert Institution.objects.get(pk=place).status == "active"


def test_what_hangs_on_an_open_record_stays_hidden_too(client, stranger, bea):
    mine = world.closed("REDTRANS")
    rosa, place = world.person("Rosa Abierta"), world.institution("Instituto Abierto")
    meeting = world.interaction(rosa, place)
    for about in (rosa, place, meeting):
        world.note(about, **mine)
    world.interaction(rosa, place, summary=SECRET, outcome=SECRET, **mine)
    world.position(rosa, words=SECRET, **mine)
    world.commitment(rosa, SECRET, interaction=meeting, **mine)
    world.task(SECRET, interaction=meeting, **mine)
    world.task(SECRET, person=rosa, **mine)
    world.affiliation(world.person(f"Titular {SECRET}", **mine), world.post(at=place))
    world.institution(f"Parte {SECRET}", parent=place, **mine)
    place.parent = world.institution(f"Matriz {SECRET}", **mine)
    place.save()

    pages = [f"/admin/personas/inspect/{rosa.pk}/", f"/admin/instituciones/inspect/{place.pk}/"]
    pages += [f"/admin/encuentros/inspect/{meeting.pk}/", f"/admin/instituciones/{place.pk}/corregir/"]
    pages += ["/admin/personas/?export=csv", "/registro/"]
    for page in pages:
        answer = client.get(page)
        assert answer.status_code in (200, 302, 403), page
        assert SECRET not in content(answer), page


def test_a_form_of_hers_does_not_cut_a_hidden_parent_off(client, stranger):
    parent = world.institution(f"Matriz {SECRET}", **world.closed("REDTRANS"))
    place = world.institution("Instituto Abierto", parent=parent)
    data = {
        "name": "Instituto",
        "kind": "other",
        "level": "regional",
        "status": "active",
        "circle": "coalition",
    }

    answer = client.post(f"/admin/instituciones/{place.pk}/corregir/", data)

    assert answer.status_code == 302
    place.refresh_from_db()
    assert (place.name, place.parent) == ("Instituto", parent)


@pytest.mark.parametrize(
    ("name", "act"),
    [
        (name, act)
        for name in ("instituciones", "personas")
        for act in ("etiquetar", "quitar-etiquetas", "crear-tareas")
    ]
    + [("compromisos", "crear-tareas"), ("tareas", "encargar")],
)
def test_nothing_is_done_to_a_hidden_row_among_many(client, stranger, hidden, name, act):
    {
        "instituciones": world.institution,
        "personas": world.person,
        "compromisos": world.commitment,
        "tareas": world.task,
    }[name]()
    data = {"tags": "aliada", "what": "Llamar", "assignee": stranger.pk, "circle": "coalition", "count": "1"}

    for query in (f"id={hidden[name].pk}", "all=1", f"all=1&q={SECRET}", f"q={SECRET}&id={hidden[name].pk}"):
        address = f"/admin/{name}/varias/{act}/?{query}"
        answer = client.get(address)
        assert answer.status_code in (200, 302), address
        assert SECRET not in content(answer).replace(f"q={SECRET}", ""), address
        client.post(address, data)

    row = hidden[name]
    assert row.history.count() == 1
    assert not row.tags.exists() if name in ("instituciones", "personas") else True
    assert not row.tasks.filter(what="Llamar").exists() if name != "tareas" else row.assignee is None


def test_suggestions_and_picking_do_not_know_it(client, stranger, hidden):
    for kind in ("persona", "institucion"):
        for query in (SECRET, SECRET[:3].lower(), "example.org"):
            assert client.get("/registro/buscar/", {"tipo": kind, "q": query}).json() == {"found": []}
    rosa = world.person("Rosa Abierta")
    data = {"institution": f"Instituto {SECRET}", "institution-key": hidden["instituciones"].pk, "title": "X"}

    answer = client.post(f"/admin/personas/{rosa.pk}/cargo/", data)

    assert answer.status_code == 422
    assert not Affiliation.objects.filter(person=rosa).exists()


def test_the_log_does_not_take_a_hidden_person_by_her_number(client, stranger, hidden):
    person = hidden["personas"].pk
    assert SECRET not in content(client.get("/registro/", {"persona": person}))
    page = client.get("/registro/")
    data = {
        "key": page.context["form"].initial["key"],
        "met": [f"p{person}"],
        "kind": "meeting",
        "day": "2026-01-01",
        "outcome": "x",
        "circle": "coalition",
    }

    assert client.post("/registro/", data).status_code == 422
    assert Interaction.objects.count() == 1


def test_history_does_not_name_a_hidden_record(client, stranger):
    place = world.institution("Instituto Abierto")
    place.parent = world.institution(f"Matriz {SECRET}", **world.closed("REDTRANS"))
    place.save()

    page = content(client.get(f"/admin/instituciones/inspect/{place.pk}/"))

    assert SECRET not in page
    assert "un registro que no puedes ver" in page


def test_whoever_is_not_on_the_team_gets_no_further_than_the_door(client, hidden):
    addresses = [f"/admin/{name}/" for name in LISTS] + ["/registro/", "/registro/buscar/?tipo=persona&q=zar"]
    for address in addresses:
        assert client.get(address).status_code == 302, address
    client.force_login(world.member("rita", groups=()))

    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 403, address
        assert SECRET not in content(answer)
