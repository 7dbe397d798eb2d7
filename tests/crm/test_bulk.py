"""Tags that are typed, and what is done to many rows of a list at once."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm.models import Person, Tag, Task
from crm.staff import bulk as screens
from tests.crm import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(client):
    user = world.member("ana")
    client.force_login(user)
    return user


def tagged(*people):
    return [sorted(tag.name for tag in person.tags.all()) for person in people]


def edit(client, person, **data):
    answer = client.post(
        f"/admin/personas/{person.pk}/corregir/", {"name": person.name, "circle": "coalition"} | data
    )
    assert answer.status_code == 302, answer.context["form"].errors


def act(client, name, word, query, **data):
    """Ask as the list does, and confirm what is shown."""
    address = f"/admin/{name}/varias/{word}/?{query}"
    shown = client.get(address)
    assert shown.status_code == 200
    answer = client.post(address, {"count": shown.context["count"], **data})
    return shown.context["count"], answer


def ids(*rows):
    return "&".join(f"id={row.pk}" for row in rows)


def said(client, answer):
    return [str(message).strip() for message in client.get(answer.url).context["messages"]]


# Typed


def test_a_tag_is_typed_and_made_once(client, ana):
    rosa, known = world.person(), Tag.objects.create(name="Aliada histórica")

    edit(client, rosa, tags=" aliada  HISTORICA, Salud , salud,, ")

    assert set(rosa.tags.all()) == {known, Tag.objects.get(name="Salud")}
    assert Tag.objects.count() == 2


def test_a_new_institution_is_tagged_as_it_is_written_down(client, ana):
    data = {"name": "GORE", "kind": "other", "level": "regional", "status": "active", "circle": "coalition"}

    client.post("/admin/instituciones/nueva/", data | {"tags": "prensa, salud"})

    assert set(Tag.objects.values_list("name", flat=True)) == {"prensa", "salud"}


def test_the_form_shows_the_tags_of_the_record_and_those_in_use(client, ana):
    rosa = world.person()
    rosa.tags.add(Tag.objects.create(name="salud"))
    world.person("Lía Paz").tags.add(Tag.objects.create(name="prensa"))

    page = client.get(f"/admin/personas/{rosa.pk}/corregir/").content.decode()

    assert 'name="tags" value="salud"' in page
    assert "Ya usamos: prensa, salud." in page


def test_a_form_that_is_wrong_makes_no_tag_and_loses_none(client, ana):
    rosa = world.person()
    address = f"/admin/personas/{rosa.pk}/corregir/"

    answer = client.post(address, {"name": "", "circle": "coalition", "tags": "salud"})
    assert 'value="salud"' in answer.content.decode()
    for tags, words in (
        ("x" * 41, "hasta 40 letras"),
        ("¡!", "no tiene letras"),
        (",".join("abcdefghijklmnopqrstuv"), "Son demasiadas"),
    ):
        answer = client.post(address, {"name": "Rosa", "circle": "coalition", "tags": tags})
        assert words in answer.content.decode()

    assert not Tag.objects.exists()


def test_the_history_tells_which_tags_came_and_went(client, ana):
    rosa = world.person()
    edit(client, rosa, tags="salud")
    edit(client, rosa, tags="prensa")

    page = client.get(f"/admin/personas/inspect/{rosa.pk}/").content.decode()

    assert "<ins>salud</ins>" in page
    assert "<del>salud</del>" in page
    assert "<ins>prensa</ins>" in page


# Many at once


def test_ticked_rows_are_tagged_and_each_remembers_it(client, ana):
    rosa, lia, other = world.person("Rosa"), world.person("Lía"), world.person("Otra")
    lia.tags.add(Tag.objects.create(name="salud"))

    count, answer = act(client, "personas", "etiquetar", ids(rosa, lia), tags="SALUD, prensa")

    assert (count, answer.url) == (2, "/admin/personas/")
    assert tagged(rosa, lia, other) == [["prensa", "salud"], ["prensa", "salud"], []]
    reasons = rosa.history.filter(history_user=ana).values_list("history_change_reason", flat=True)
    assert set(reasons) == {"+tags:salud", "+tags:prensa"}
    assert lia.history.filter(history_user=ana).count() == 1
    assert "<ins>prensa</ins>" in client.get(f"/admin/personas/inspect/{rosa.pk}/").content.decode()


def test_all_that_the_filter_shows_and_nothing_else_beyond_the_first_page_too(client, ana):
    people = [world.person(f"Rosa {n}") for n in range(60)]
    other = world.person("Otra")

    count, answer = act(client, "personas", "etiquetar", "q=rosa&all=1", tags="salud")

    assert (count, answer.url) == (60, "/admin/personas/?q=rosa")
    assert Person.objects.filter(tags__name="salud").count() == len(people)
    assert tagged(other) == [[]]
    assert "Pusimos etiquetas a 60." in said(client, answer)


def test_tags_are_taken_off_many(client, ana):
    places = [world.institution(f"Hospital {n}") for n in range(3)]
    gone, stays = Tag.objects.create(name="vieja"), Tag.objects.create(name="salud")
    for place in places[:2]:
        place.tags.set([gone, stays])
    address = f"/admin/instituciones/varias/quitar-etiquetas/?{ids(*places)}"
    assert "vieja" in client.get(address).content.decode()

    _count, answer = act(client, "instituciones", "quitar-etiquetas", ids(*places), tags=[gone.pk])

    assert tagged(*places) == [["salud"], ["salud"], []]
    assert places[0].history.filter(history_change_reason="-tags:vieja", history_user=ana).exists()
    assert places[2].history.count() == 1
    assert "Quitamos etiquetas a 2." in said(client, answer)


@pytest.mark.parametrize("name", ["instituciones", "personas", "compromisos"])
def test_each_row_gets_its_task_once_however_often_the_form_is_sent(client, ana, name):
    rosa, lia = world.person("Rosa"), world.person("Lía")
    rows = {
        "personas": [rosa, lia],
        "instituciones": [world.institution("Uno"), world.institution("Dos")],
        "compromisos": [world.commitment(rosa), world.commitment(lia)],
    }[name]
    bea = world.member("bea", of="REDTRANS")
    data = {"what": "Invitar al foro", "due": "2099-01-10", "assignee": bea.pk, "circle": "coalition"}

    for _time in range(2):
        _count, answer = act(client, name, "crear-tareas", ids(*rows), **data)
        assert answer.status_code == 302

    tasks = Task.objects.all()
    assert {task.about for task in tasks} == set(rows)
    assert {(task.assignee, task.logged_by, task.owner) for task in tasks} == {(bea, ana, ana.partner)}
    assert Task.history.filter(history_type="+", history_user=ana).count() == len(tasks) == 2
    assert "Creamos 0 tareas. 2 ya la tenían." in said(client, answer)


def test_tasks_are_given_to_somebody_who_sees_them(client, ana):
    bea = world.member("bea", of="REDTRANS")
    closed = world.task("De casa", circle="partner", owner=ana.partner)
    opened = world.task("De todas")
    done = world.task("Hecha", state="done", outcome="Sí", closed="2026-10-09T10:00Z")

    _count, answer = act(client, "tareas", "encargar", ids(closed, opened), assignee=bea.pk)
    assert "no ve 1 de ellas" in answer.content.decode()
    assert not Task.objects.filter(assignee=bea).exists()
    _count, answer = act(client, "tareas", "encargar", ids(opened, done), assignee=bea.pk)

    assert list(Task.objects.filter(assignee=bea)) == [opened]
    assert opened.history.filter(history_user=ana, assignee=bea).count() == 1
    assert "Encargamos 1 tarea. 1 ya era suya o estaba cerrada." in said(client, answer)


def test_tasks_of_a_closed_circle_are_not_given_to_strangers_to_it(client, ana):
    bea, rosa = world.member("bea", of="REDTRANS"), world.person()

    _count, answer = act(
        client, "personas", "crear-tareas", ids(rosa), what="Llamar", assignee=bea.pk, circle="partner"
    )
    assert "no podría ver estas tareas" in answer.content.decode()
    answer = client.post(
        f"/admin/tareas/nueva/?persona={rosa.pk}", {"what": "Llamar", "assignee": bea.pk, "circle": "partner"}
    )
    assert "no podría ver esta tarea" in answer.content.decode()
    assert not Task.objects.exists()


def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(client, ana):
    rosa = world.person()

    _count, answer = act(client, "personas", "crear-tareas", ids(rosa), what="Llamar", due="2020-01-01")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Ese día ya pasó." in page
    assert 'value="Llamar"' in page


def test_a_list_that_grew_meanwhile_is_confirmed_anew(client, ana):
    world.person("Rosa")
    address = "/admin/personas/varias/etiquetar/?all=1"
    client.get(address)
    world.person("Lía")

    answer = client.post(address, {"tags": "salud", "count": "1"})

    assert "Mientras tanto la lista cambió: ahora son 2." in answer.content.decode()
    assert not Tag.objects.exists()


def test_nothing_ticked_and_too_many_are_told(client, ana, monkeypatch):
    world.person()
    world.person("Otra")
    monkeypatch.setattr(screens, "MOST", 1)

    for query in ("", "id=999", "id=abc", "all=1"):
        answer = client.get(f"/admin/personas/varias/etiquetar/?region=&{query}")
        assert answer.status_code == 302
        assert len(said(client, answer)) == 1


def test_asking_changes_nothing(client, ana):
    rosa = world.person()

    client.get(f"/admin/personas/varias/etiquetar/?{ids(rosa)}&tags=salud&count=1")

    assert not Tag.objects.exists()
    assert rosa.history.count() == 1


def test_whoever_may_only_read_is_offered_and_allowed_nothing(client):
    reader, rosa = world.member("eva", groups=()), world.person()
    reader.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", "view_person"]))
    client.force_login(reader)

    assert "crm-tick" not in client.get("/admin/personas/").content.decode()
    for word in ("etiquetar", "quitar-etiquetas", "crear-tareas"):
        answer = client.post(f"/admin/personas/varias/{word}/?{ids(rosa)}", {"tags": "x", "count": "1"})
        assert answer.status_code == 403 or answer.url == "/admin/"
    assert not Tag.objects.exists()


def test_the_list_offers_what_may_be_done_with_the_filter_it_has(client, ana):
    world.person("Rosa")

    page = client.get("/admin/personas/?q=rosa&p=1").content.decode()

    assert 'formaction="/admin/personas/varias/etiquetar/"' in page
    assert '<input type="hidden" name="q" value="rosa">' in page
    assert 'name="p"' not in page
    assert "Todas las de esta lista (1)" in page


def test_a_view_is_saved_as_the_list_is_filtered_though_only_its_rows_were_fetched(client, ana):
    world.person("Rosa")

    rows = client.get("/admin/personas/results/?q=rosa&_w_filter_fragment=true").content.decode()

    assert '<input type="hidden" name="query" value="q=rosa">' in rows


def queries_of(client, word, rows, **data):
    with CaptureQueriesContext(connection) as queries:
        _count, answer = act(client, "personas", word, ids(*rows), **data)
    assert answer.status_code == 302
    return len(queries)


def test_fifty_cost_as_many_queries_as_one(client, ana):
    people = [world.person(f"Rosa {n}") for n in range(51)]
    bea = world.member("bea")
    task = {"assignee": bea.pk, "circle": "coalition"}
    acts = [("etiquetar", {"tags": "salud"}, {"tags": "salud"})]
    acts += [("crear-tareas", task | {"what": "Una"}, task | {"what": "Otra"})]
    client.get("/admin/personas/")

    for word, first, then in acts:
        Tag.objects.get_or_create(name="salud")
        one = queries_of(client, word, people[:1], **first)
        fifty = queries_of(client, word, people[1:], **then)
        assert fifty <= one + 2, word  # long lists are written in pieces
        assert fifty <= 45, word
