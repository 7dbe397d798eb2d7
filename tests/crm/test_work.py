"""«Mi trabajo»: what a member has before her, and what she can do about it on the spot."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from crm.models import Follow, Interaction, Task
from tests.crm import world

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/mi-trabajo/"
WEDNESDAY = datetime(2026, 11, 18, 10, tzinfo=timezone.get_fixed_timezone(-300))


@pytest.fixture(autouse=True)
def on_a_wednesday():
    with time_machine.travel(WEDNESDAY, tick=False):
        yield


@pytest.fixture
def ana(client):
    user = world.member("ana")
    client.force_login(user)
    return user


def inside(days):
    return timezone.localdate() + timedelta(days=days)


def moment(days):
    return timezone.now() + timedelta(days=days)


def page(client, **query):
    answer = client.get(ADDRESS, query)
    assert answer.status_code == 200
    return answer


def groups(client):
    return {group.title: [str(task) for task in group.tasks] for group in page(client).context["groups"]}


def followed(client):
    return [
        (str(one.record), [(entry.kind, str(entry.record)) for entry in one.entries])
        for one in page(client).context["followed"]
    ]


def test_her_open_tasks_stand_by_how_urgent_they_are(client, ana):
    for what, due in (
        ("Vencida", -1),
        ("De hoy", 0),
        ("Del domingo", 4),
        ("Del lunes", 5),
        ("Sin fecha", None),
    ):
        world.task(what, assignee=ana, due=None if due is None else inside(due))
    world.task("De otra", assignee=world.member("bea"))
    world.task("De nadie")
    world.task("Hecha", assignee=ana, state="done", outcome="Sí", closed=timezone.now())

    assert groups(client) == {
        "Vencidas": ["Vencida"],
        "Hoy": ["De hoy"],
        "Esta semana": ["Del domingo"],
        "Más adelante": ["Del lunes"],
        "Sin fecha": ["Sin fecha"],
    }


def test_a_task_is_done_where_it_stands(client, ana):
    task = world.task(assignee=ana)

    answer = client.post(
        f"/admin/tareas/{task.pk}/cerrar/", {"outcome": "La recibió", "state": "done", "next": ADDRESS}
    )

    assert answer.url == ADDRESS
    task.refresh_from_db()
    assert (task.state, task.outcome, task.closed_by) == ("done", "La recibió", ana)
    assert groups(client) == {}


def test_a_task_is_not_done_without_an_outcome(client, ana):
    task = world.task(assignee=ana)

    assert client.post(f"/admin/tareas/{task.pk}/cerrar/", {"state": "done"}).status_code == 422

    task.refresh_from_db()
    assert task.state == "open"


def test_a_task_for_herself_is_added_in_one_line(client, ana):
    answer = client.post(f"{ADDRESS}tarea/", {"what": "Llamar a la comisión", "due": inside(2).isoformat()})

    assert answer.url == ADDRESS
    task = Task.objects.get()
    assert (task.assignee, task.logged_by, task.owner, task.due) == (ana, ana, ana.partner, inside(2))
    assert groups(client) == {"Esta semana": ["Llamar a la comisión"]}


def test_a_line_without_words_is_given_back(client, ana):
    answer = client.post(f"{ADDRESS}tarea/", {"what": "", "due": "2026-12-01"})

    assert answer.status_code == 422
    assert 'value="2026-12-01"' in answer.content.decode()
    assert not Task.objects.exists()


def test_meetings_of_the_last_two_weeks_wait_for_their_outcome(client, ana):
    rosa = world.person("Rosa Núñez")
    waiting = world.interaction(rosa, by=ana, starts=moment(-3), state="planned")
    world.interaction(by=ana, starts=moment(-3), outcome="Firmará")
    world.interaction(by=ana, starts=moment(-3), state="cancelled")
    world.interaction(by=ana, starts=moment(-15))
    world.interaction(by=world.member("bea"), starts=moment(-3))

    found = page(client).context["unfinished"]

    assert [meeting for meeting, _present in found] == [waiting]
    assert "Rosa Núñez" in page(client).content.decode()


def test_the_outcome_is_told_in_one_line(client, ana):
    meeting = world.interaction(by=ana, starts=moment(-3), state="planned")

    assert client.post(f"{ADDRESS}encuentro/{meeting.pk}/", {"outcome": "Firmará"}).url == ADDRESS

    meeting.refresh_from_db()
    assert (meeting.state, meeting.outcome) == ("held", "Firmará")
    assert Interaction.objects.visible_to(ana).matching("firmara").get() == meeting
    assert page(client).context["unfinished"] == []


def test_a_meeting_that_did_not_take_place_is_called_off_and_stays_so(client, ana):
    meeting = world.interaction(by=ana, starts=moment(-3), state="planned")
    assert f"/admin/encuentros/{meeting.pk}/cancelado/" in page(client).content.decode()
    client.post(f"/admin/encuentros/{meeting.pk}/cancelado/", {"outcome": ""})

    client.post(f"{ADDRESS}encuentro/{meeting.pk}/", {"outcome": "Sí se hizo"})

    meeting.refresh_from_db()
    assert meeting.state == "cancelled"


def test_a_meeting_to_come_has_not_taken_place_whatever_is_said_of_it(client, ana):
    meeting = world.interaction(by=ana, starts=moment(3), state="planned")

    client.post(f"{ADDRESS}encuentro/{meeting.pk}/", {"outcome": "Firmará"})

    meeting.refresh_from_db()
    assert meeting.state == "planned"


def test_an_empty_outcome_changes_nothing(client, ana):
    meeting = world.interaction(by=ana, starts=moment(-3), state="planned")

    answer = client.post(f"{ADDRESS}encuentro/{meeting.pk}/", {"outcome": " "}, follow=True)

    meeting.refresh_from_db()
    assert meeting.state == "planned"
    assert "Escribe en qué quedó." in answer.content.decode()


def test_her_coming_meetings_stand_there_the_called_off_ones_marked(client, ana):
    later = world.interaction(by=ana, starts=moment(9), state="planned")
    soon = world.interaction(by=ana, starts=moment(1), state="cancelled")
    world.interaction(by=world.member("bea"), starts=moment(1), state="planned")

    answer = page(client)

    assert [meeting for meeting, _present in answer.context["coming"]] == [soon, later]
    assert "Cancelado" in answer.content.decode()


def test_commitments_fall_due_for_her_or_for_the_coalition(client, ana):
    meeting = world.interaction(by=ana, starts=moment(-3))
    world.commitment(what="Ante mí", due=inside(30), interaction=meeting)
    world.commitment(what="Lo anoté", due=inside(-1), logged_by=ana)
    world.commitment(what="De la coalición", due=inside(3), logged_by=world.member("bea"))
    world.commitment(what="Lejano", due=inside(31), logged_by=ana)
    world.commitment(what="Sin fecha", logged_by=ana)
    world.commitment(
        what="Cumplido", due=inside(3), logged_by=ana, state="kept", evidence="Acta", closed=inside(0)
    )

    assert [str(one) for one in page(client).context["commitments"]] == ["Lo anoté", "Ante mí"]
    everybodys = page(client, todos=1).context["commitments"]
    assert [str(one) for one in everybodys] == ["Lo anoté", "De la coalición", "Ante mí"]


def test_whom_she_follows_comes_with_what_happened_in_two_weeks(client, ana):
    rosa, place = world.person("Rosa"), world.institution("Instituto")
    Follow.objects.create(user=ana, person=rosa)
    Follow.objects.create(user=ana, institution=place)
    Follow.objects.create(user=world.member("bea"), person=world.person("De otra"))
    long_ago = {"logged": moment(-40)}
    world.interaction(rosa, place, starts=moment(-2), **long_ago)
    world.interaction(rosa, starts=moment(-30), **long_ago)
    world.position(rosa, stated=inside(-4), **long_ago)
    world.commitment(place, made=inside(-5), **long_ago)
    world.commitment(place, "Antiguo", made=inside(-50), **long_ago)
    world.affiliation(rosa, world.post("Jefa", at=place), started=inside(-6).isoformat())

    came = ("started", "Rosa, Jefa, Instituto")
    assert followed(client) == [
        (
            "Instituto",
            [("interaction", "Reunión, 16/11/2026"), ("commitment", "Recibir a la delegación"), came],
        ),
        ("Rosa", [("interaction", "Reunión, 16/11/2026"), ("position", "Rosa: A favor"), came]),
    ]


def test_what_was_written_down_late_is_news_too(client, ana):
    rosa = world.person("Rosa")
    Follow.objects.create(user=ana, person=rosa)
    world.interaction(rosa, starts=moment(-40), logged=moment(-1))

    assert followed(client) == [("Rosa", [("interaction", "Reunión, 09/10/2026")])]


def test_nothing_hidden_shows_in_her_work_nor_on_the_first_page(client, ana):
    hidden, rosa = world.closed("REDTRANS"), world.person("Rosa")
    place = world.institution(world.SECRET, **hidden)
    Follow.objects.create(user=ana, person=rosa)
    Follow.objects.create(user=ana, institution=place)
    bea = world.member("bea", of="REDTRANS")
    meeting = world.interaction(rosa, by=bea, starts=moment(-1), outcome=world.SECRET, **hidden)
    meeting.staff.add(ana)
    world.interaction(place, by=ana, starts=moment(1), state="planned")
    world.position(rosa, stated=inside(-1), words=world.SECRET, evidence=world.SECRET, **hidden)
    world.commitment(rosa, world.SECRET, due=inside(1), interaction=meeting, **hidden)
    world.task(world.SECRET, institution=place, assignee=ana, due=inside(0))
    world.task(world.SECRET, assignee=ana, due=inside(0), **hidden)
    world.affiliation(rosa, world.post(world.SECRET, at=place), started=inside(-1).isoformat())

    assert followed(client) == [("Rosa", [])]
    for address in (ADDRESS, f"{ADDRESS}?todos=1", "/admin/"):
        assert world.SECRET not in client.get(address).content.decode()


def test_strangers_and_get_change_nothing(client, ana):
    hidden = world.interaction(by=world.member("bea", of="REDTRANS"), **world.closed("REDTRANS"))
    mine = world.interaction(by=ana)

    assert client.post(f"{ADDRESS}encuentro/{hidden.pk}/", {"outcome": "x"}).status_code == 404
    for address in (f"{ADDRESS}tarea/", f"{ADDRESS}encuentro/{mine.pk}/"):
        assert client.get(address).status_code == 405
    client.force_login(world.member("rita", groups=()))
    assert client.get(ADDRESS).status_code == 403
    assert client.post(f"{ADDRESS}tarea/", {"what": "x"}).status_code == 403
    client.logout()
    assert client.get(ADDRESS).status_code == 302
    assert not Task.objects.exists()


def test_it_costs_the_same_with_one_and_with_fifty_of_everything(client, ana):
    def fill(numbers):
        for n in numbers:
            rosa, place = world.person(f"Rosa {n}"), world.institution(f"Instituto {n}")
            post = world.post(at=place)
            world.affiliation(rosa, post, started=inside(-2).isoformat())
            Follow.objects.create(user=ana, person=rosa)
            Follow.objects.create(user=ana, institution=place)
            meeting = world.interaction(rosa, place, by=ana, starts=moment(-1))
            world.interaction(rosa, by=ana, starts=moment(1), state="planned")
            world.position(rosa, stated=inside(-1))
            promise = world.commitment(rosa, due=inside(1), interaction=meeting)
            for about in (
                {"person": rosa},
                {"post": post},
                {"interaction": meeting},
                {"commitment": promise},
            ):
                world.task(assignee=ana, due=inside(n % 9), **about)

    fill([1])
    costs = {}
    for address in (ADDRESS, "/admin/"):
        client.get(address)
        with CaptureQueriesContext(connection) as one:
            client.get(address)
        costs[address] = len(one)
    fill(range(2, 51))

    for address, cost in costs.items():
        with CaptureQueriesContext(connection) as fifty:
            client.get(address)
        assert len(fifty) <= cost
    assert costs[ADDRESS] <= 30


def test_it_is_the_first_thing_in_the_menu(client, ana):
    items = client.get("/admin/").content.decode()

    assert items.index("/admin/mi-trabajo/") < items.index("/admin/instituciones/")


def test_the_first_page_says_what_cannot_wait(client, ana):
    world.task("Para hoy", assignee=ana, due=inside(0))
    world.task("Para mañana", assignee=ana, due=inside(1))
    world.interaction(by=ana, starts=moment(-1), state="planned")
    world.commitment(due=inside(-1), logged_by=ana)

    home = client.get("/admin/").content.decode()

    assert "Para hoy" in home
    assert "Para mañana" not in home
    assert "1 encuentro sin contar en qué quedó" in home
    assert "1 compromiso vencido" in home
