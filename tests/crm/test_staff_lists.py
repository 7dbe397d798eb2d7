"""The lists in the Wagtail admin: what they find, what they narrow by, what they cost, what they hand out."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from crm.models import Participant, SavedView, Tag
from tests.crm import world

pytestmark = pytest.mark.django_db
LISTS = ["instituciones", "personas", "encuentros", "posturas", "compromisos", "tareas"]


@pytest.fixture
def ana(client):
    user = world.coordinator("ana")
    client.force_login(user)
    return user


def rows(answer):
    return [str(row) for row in answer.context["object_list"]]


def ask(client, name, **query):
    answer = client.get(f"/admin/{name}/", query)
    assert answer.status_code == 200
    return rows(answer)


def fill(numbers, by):
    """One more of everything for each number."""
    for n in numbers:
        place = world.institution(f"Municipalidad {n}", acronym=f"M{n}")
        rosa = world.person(f"Rosa {n}")
        post = world.post(f"Alcaldesa {n}", at=place)
        world.affiliation(rosa, post)
        rosa.tags.add(Tag.objects.create(name=f"etiqueta {n}"))
        place.tags.add(Tag.objects.create(name=f"otra {n}"))
        meeting = world.interaction(rosa, place, by=by, region_id="20")
        world.position(rosa)
        world.position(place)
        world.commitment(rosa, interaction=meeting)
        world.task(person=rosa, assignee=by)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_of_fifty_costs_as_many_queries_as_a_list_of_one(client, ana, name):
    address = f"/admin/{name}/"
    fill([1], ana)
    client.get(address)  # what is read once for all: content types, permissions
    with CaptureQueriesContext(connection) as one:
        assert len(rows(client.get(address))) >= 1
    fill(range(2, 51), ana)

    with CaptureQueriesContext(connection) as fifty:
        assert len(rows(client.get(address))) == 50

    assert len(fifty) <= len(one)
    assert len(fifty) <= 23


@pytest.mark.parametrize("name", LISTS)
def test_a_download_costs_no_query_per_row(client, ana, name):
    fill(range(1, 3), ana)
    address = f"/admin/{name}/?export=csv"
    body(client.get(address))
    with CaptureQueriesContext(connection) as two:
        body(client.get(address))
    fill(range(3, 40), ana)

    with CaptureQueriesContext(connection) as many:
        assert len(body(client.get(address))) >= 39

    assert len(many) <= len(two)


def body(answer):
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))


def test_people_are_found_by_any_spelling(client, ana):
    world.way(world.person("Ángela Villón Núñez"), "r.villon@minsa.gob.pe", "email")
    world.person("Otra")

    for query in ("nunez", "VILLÓN angela", "minsa.gob.pe"):
        assert ask(client, "personas", q=query) == ["Ángela Villón Núñez"]


def test_people_are_narrowed_by_where_they_work(client, ana):
    piura = world.affiliation(world.person("De Piura"), world.post(at=world.institution("GORE Piura")))
    police = world.institution("Policía de Arequipa", kind="police", region_id="04")
    world.affiliation(world.person("De Arequipa"), world.post("Comisaria", at=police))
    world.affiliation(world.person("Fue de Piura"), piura.post, started="2020", ended="2021")

    assert ask(client, "personas", region="20") == ["De Piura"]
    assert ask(client, "personas", kind="police") == ["De Arequipa"]
    assert ask(client, "personas", in_office="0") == ["Fue de Piura"]


def test_whoever_left_is_listed_with_the_post_she_held_last(client, ana):
    gone = world.person("Se fue")
    world.affiliation(gone, world.post("Regidora"), started="2011", ended="2014")
    world.affiliation(
        gone, world.post("Alcaldesa", at=world.institution("MPP")), started="2015", ended="2018-12"
    )
    hidden = world.institution("Otra", **world.closed())
    world.affiliation(gone, world.post(world.SECRET, at=hidden), started="2019", ended="2020")

    page = client.get("/admin/personas/").content.decode()

    assert "Antes: Alcaldesa, MPP, hasta diciembre de 2018" in page
    assert world.SECRET not in page


def test_people_are_narrowed_by_their_present_position(client, ana):
    world.position(world.person("A favor"), stance=2)
    changed = world.person("Cambió")
    world.position(changed, stance=2, stated=date(2024, 1, 1))
    world.position(changed, stance=-2, stated=date(2026, 1, 1))

    assert ask(client, "personas", stance="2") == ["A favor"]
    assert ask(client, "personas", stance="-2") == ["Cambió"]


def test_people_are_narrowed_by_how_long_ago_we_met(client, ana):
    now = timezone.now()
    world.interaction(world.person("Reciente"), starts=now - timedelta(days=3))
    world.interaction(world.person("Lejana"), starts=now - timedelta(days=120))
    world.interaction(world.person("Cancelada"), starts=now - timedelta(days=3), state="cancelled")
    hidden = world.person("Vista por otras")
    world.interaction(hidden, starts=now - timedelta(days=3), **world.closed("REDTRANS"))

    assert ask(client, "personas", silence="30") == ["Reciente"]
    assert ask(client, "personas", silence="-90") == ["Cancelada", "Lejana", "Vista por otras"]
    assert ask(client, "personas", silence="never") == ["Cancelada", "Vista por otras"]


def test_institutions_are_narrowed_by_kind_region_owner_and_tag(client, ana):
    tagged = world.institution("Con etiqueta", owner=world.partner("REDTRANS"))
    tag = Tag.objects.create(name="aliada")
    tagged.tags.add(tag)
    world.institution("Otra", kind="police", region_id="04")

    assert ask(client, "instituciones", tags=tag.pk) == ["Con etiqueta"]
    assert ask(client, "instituciones", kind="police") == ["Otra"]
    assert ask(client, "instituciones", region="04") == ["Otra"]
    assert ask(client, "instituciones", owner=world.partner("REDTRANS").pk) == ["Con etiqueta"]


def test_encounters_are_found_by_whom_we_met_and_by_what_was_said(client, ana):
    world.interaction(world.person("Ángela Villón"), summary="Habló del dictamen")
    world.interaction(world.person("Otra"), summary="Nada")

    assert len(ask(client, "encuentros", q="villon")) == 1
    assert len(ask(client, "encuentros", q="DICTAMEN")) == 1
    assert ask(client, "encuentros", q="ausente") == []


def test_commitments_and_tasks_are_narrowed_by_what_is_late(client, ana):
    world.commitment(what="Vencido", due=date(2026, 10, 10))
    world.commitment(what="A tiempo", due=date(2099, 1, 1))
    world.task("Vencida", due=date(2026, 1, 1), assignee=ana)
    world.task("De otra", assignee=world.member("bea"))

    assert ask(client, "compromisos", standing="overdue") == ["Vencido"]
    assert ask(client, "tareas", standing="overdue") == ask(client, "tareas", whose="mine") == ["Vencida"]


def test_open_commitments_and_tasks_come_first_and_of_the_closed_the_latest(client, ana):
    rosa, late, soon = world.person(), date(2020, 1, 9), date(2099, 1, 9)
    for make, ended in ((world.commitment, {"state": "broken"}), (world.task, {"state": "dropped"})):
        about = {"by": rosa, "made": date(2019, 1, 1)} if make is world.commitment else {}
        day = (lambda year: date(year, 1, 9)) if about else (lambda year: world.moment(year, 1, 9))
        make(what="cerrado antes", due=late, closed=day(2020), **about, **ended)
        make(what="sin fecha", **about)
        make(what="cerrado después", closed=day(2021), **about, **ended)
        make(what="más adelante", due=soon, **about)
        make(what="vencido", due=late, **about)

    in_order = ["vencido", "más adelante", "sin fecha", "cerrado después", "cerrado antes"]
    assert ask(client, "compromisos") == in_order
    assert ask(client, "tareas") == in_order


def test_a_position_that_gave_way_to_another_is_not_her_present_one_under_any_filter(client, ana):
    rosa, elena = world.person("Rosa"), world.person("Elena")
    world.position(rosa, stance=2, stated=date(2026, 1, 9))
    world.position(rosa, stance=-2, stated=date(2026, 5, 9))
    world.position(elena, stance=2)

    assert ask(client, "posturas", present="1", stance="2") == ["Elena: A favor"]
    assert ask(client, "posturas", present="1", stance="-2") == ["Rosa: En contra"]


def test_a_download_holds_exactly_what_the_filter_shows_and_runs_no_formula(client, ana):
    world.affiliation(world.person("=HYPERLINK(1)"), world.post(at=world.institution("GORE Piura")))
    world.person("Otra")

    sheet = body(client.get("/admin/personas/", {"region": "20", "export": "csv"}))

    assert [line[0] for line in sheet] == ["Nombre", "'=HYPERLINK(1)"]
    answer = client.get("/admin/personas/", {"region": "20", "export": "xlsx"})
    book = load_workbook(io.BytesIO(b"".join(answer)))
    assert [row[0].value for row in book.active.iter_rows()] == ["Nombre", "'=HYPERLINK(1)"]


def test_taking_a_list_away_is_a_right_of_its_own(client):
    client.force_login(world.member("eva"))
    world.person()

    assert client.get("/admin/personas/", {"export": "csv"}).status_code in (302, 403)
    assert "export=csv" not in client.get("/admin/personas/").content.decode()


def test_a_view_is_saved_shared_and_removed(client, ana):
    client.post(
        "/admin/vistas/guardar/",
        {"place": "people", "name": "Piura", "query": "region=20", "is_shared": "on"},
    )
    client.post("/admin/vistas/guardar/", {"place": "people", "name": "Mía", "query": "q=x"})
    assert b"?region=20" in client.get("/admin/personas/").content

    client.force_login(world.member("bea"))
    seen = client.get("/admin/personas/").content.decode()
    assert "?region=20" in seen
    assert "Mía" not in seen
    assert client.post(f"/admin/vistas/{SavedView.objects.get(name='Piura').pk}/quitar/").status_code == 404


def test_what_is_shown_of_a_meeting_is_only_whom_she_may_see(client, ana):
    meeting = world.interaction(world.person("Conocida"))
    Participant.objects.create(interaction=meeting, person=world.person(world.SECRET, **world.closed()))

    assert world.SECRET not in client.get("/admin/encuentros/").content.decode()
    assert ask(client, "encuentros", q=world.SECRET) == []


def test_a_meeting_still_to_come_is_listed_with_what_must_be_done_for_it(client, ana):
    world.interaction(state="planned", summary="", next_step="Llevar tres juegos impresos")

    assert "Llevar tres juegos impresos" in client.get("/admin/encuentros/").content.decode()
