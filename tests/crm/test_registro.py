"""The meeting log on a phone: few taps, one record however often it is sent, and nothing loaded from elsewhere."""

import re
import threading
import uuid
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import brotli
import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from crm.models import Affiliation, Commitment, Institution, Interaction, Note, Person, Position, Task
from tests.crm import world

pytestmark = pytest.mark.django_db
FIRST_VISIT = 60_000  # bytes, packed, with everything the page loads


@pytest.fixture
def ana(client):
    user = world.member("ana")
    client.force_login(user)
    return user


def filled(**data):
    """A form as a browser sends it when she fills in only what must be."""
    given = {
        "key": uuid.uuid4(),
        "kind": "meeting",
        "day": timezone.localdate().isoformat(),
        "circle": "coalition",
    }
    return given | {"outcome": "Nos recibirá en marzo", "stance": "", "person": "", "institution": ""} | data


def send(client, data):
    answer = client.post("/registro/", data)
    assert answer.status_code == 302, answer.context["form"].errors
    return answer


def test_a_meeting_with_somebody_known_is_five_fields_of_which_four_are_filled_in(client, ana):
    held = world.affiliation()
    world.cause()

    page = client.get("/registro/", {"persona": held.person_id})
    data = {
        name: page.context["form"][name].value() or "" for name in ("key", "kind", "day", "circle", "cause")
    }
    send(client, filled(**data, met=[f"p{held.person_id}"]))

    meeting = Interaction.objects.get()
    participant = meeting.participants.get()
    assert (participant.person, participant.post, participant.institution) == (
        held.person,
        held.post,
        held.post.institution,
    )
    assert (meeting.logged_by, meeting.owner) == (ana, world.partner("IESSDEH"))
    assert [list(meeting.staff.all()), list(meeting.partners.all())] == [[ana], [world.partner("IESSDEH")]]
    assert list(meeting.causes.all()) == [world.cause()]


def test_what_was_logged_last_is_filled_in_next_time(client, ana):
    rosa = world.person()
    send(client, filled(met=[f"p{rosa.pk}"], kind="call", region="20"))

    form = client.get("/registro/").context["form"]

    assert (form["kind"].value(), form["region"].value()) == ("call", "20")
    assert (f"p{rosa.pk}", "Rosa Núñez") in form.fields["met"].choices
    assert Interaction.objects.get().is_remote


def test_sent_ten_times_it_is_one_record(client, ana):
    data = filled(
        person="Eva Ñahui", **{"person-key": "new"}, promise="Firmar", task="Llamar", note="Reservado"
    )

    places = {send(client, data).url for _ in range(10)}

    assert len(places) == 1
    models = (Interaction, Person, Commitment, Task, Note)
    assert [model.objects.count() for model in models] == [1, 1, 1, 1, 1]


def test_sent_again_after_the_name_has_become_two_it_leads_to_its_record(client, ana):
    rosa = world.person("Rosa Núñez")
    data = filled(person="Rosa Núñez")
    first = send(client, data)
    world.person("Rosa Núñez")

    assert send(client, data).url == first.url
    assert Interaction.objects.get().participants.get().person == rosa


@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="threads of one test cannot share an SQLite database in memory"
)
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_sent_by_four_at_once_it_is_one_record():
    user = world.member("ana")
    client = Client()
    client.force_login(user)
    data = filled(person="Eva Ñahui", **{"person-key": "new"})
    answers = []

    def send_it():
        try:
            mine = Client()
            mine.cookies = client.cookies
            answers.append(mine.post("/registro/", data).status_code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == [302] * 4
    assert (Interaction.objects.count(), Person.objects.count()) == (1, 1)


def test_a_key_of_somebody_elses_record_takes_nothing_over(client, ana):
    bea = world.member("bea", of="REDTRANS")
    theirs = world.interaction(by=bea, outcome="De ellas", **world.closed("REDTRANS"))

    answer = client.post("/registro/", filled(key=theirs.key, person="Eva", **{"person-key": "new"}))

    assert answer.status_code == 422
    theirs.refresh_from_db()
    assert (theirs.outcome, Interaction.objects.count(), Person.objects.count()) == ("De ellas", 1, 0)


def test_somebody_unknown_and_her_institution_are_added_on_the_spot(client, ana):
    first = client.post(
        "/registro/", filled(person="Eva Ñahui", institution="DIRESA Junín", title="Directora")
    )
    assert first.status_code == 422
    page = first.content.decode()
    assert "Añadir «Eva Ñahui» como nuevo registro" in page

    new = {"person-key": "new", "institution-key": "new"}
    send(
        client, filled(person="Eva Ñahui", institution="DIRESA Junín", title="Directora", region="12", **new)
    )

    held = Affiliation.objects.get()
    assert str(held) == "Eva Ñahui, Directora, DIRESA Junín"
    assert held.is_current
    assert Institution.objects.get().region.name == "Junín"
    assert Interaction.objects.get().participants.count() == 1


def test_a_name_that_two_have_is_asked_about_without_losing_what_was_written(client, ana):
    world.affiliation(world.person("Rosa Núñez"))
    second = world.person("Rosa Núñez")
    data = filled(person="rosa nunez", outcome="Una frase larga")

    page = client.post("/registro/", data).content.decode()

    assert "Hay más de una opción" in page
    assert "Directora regional de salud" in page
    assert "Una frase larga" in page
    assert str(data["key"]) in page
    send(client, data | {"person-key": second.pk})
    assert Interaction.objects.get().participants.get().person == second


def test_position_promise_task_and_note_come_with_the_meeting(client, ana):
    rosa, cause = world.person(), world.cause()

    send(
        client,
        filled(
            met=[f"p{rosa.pk}"],
            cause=cause.pk,
            stance="1",
            promise="Agendarlo",
            promise_due=(timezone.localdate() + timedelta(days=30)).isoformat(),
            task="Enviarle el texto",
            note="Duda por su bancada",
        ),
    )

    meeting = Interaction.objects.get()
    position, promise, task, note = (model.objects.get() for model in (Position, Commitment, Task, Note))
    assert (position.person, position.stance, position.grade) == (rosa, 1, "one")
    assert (promise.person, promise.what) == (rosa, "Agendarlo")
    assert (task.assignee, task.interaction) == (ana, meeting)
    assert (note.circle, note.owner, note.text) == (
        "partner",
        world.partner("IESSDEH"),
        "Duda por su bancada",
    )


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({}, "Marca o escribe con quién fue."),
        ({"outcome": ""}, "Escribe en qué quedó."),
        ({"day": ""}, "Di qué día fue."),
        ({"day": "2099-01-01"}, "Ese día todavía no llega."),
        ({"stance": "2"}, "Di sobre qué causa mostró esa postura."),
        ({"circle": "leadership"}, "leadership no es una de las opciones disponibles."),
        ({"key": "x"}, "Introduzca un UUID válido."),
    ],
)
def test_what_is_missing_is_said_in_words(client, ana, data, says):
    answer = client.post("/registro/", filled(**data))

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Interaction.objects.exists()


def test_a_refused_form_still_offers_those_met_lately(client, ana):
    rosa = world.person()
    world.interaction(rosa, by=ana)

    answer = client.post("/registro/", filled())

    assert answer.status_code == 422
    assert answer.context["form"].fields["met"].choices == [(f"p{rosa.pk}", "Rosa Núñez")]


def test_what_is_filled_in_from_last_time_is_seen_before_saving(client, ana):
    page = client.get("/registro/").content.decode()

    unfolded = re.sub(r"<details.*?</details>", "", page, flags=re.DOTALL)
    for name in ("kind", "day", "region", "circle"):
        assert f'name="{name}"' in unfolded


def test_the_text_for_the_chat_names_nobody(client, ana):
    rosa, place = world.person(), world.institution("Instituto de Zarzamora")
    said = dict.fromkeys(("outcome", "summary", "place", "task", "promise", "note"), "Rosa Núñez firmará")
    answer = send(client, filled(met=[f"p{rosa.pk}", f"i{place.pk}"], region="20", **said))

    text = client.get(answer.url).context["text"]

    assert text == f"Registrado en Incidencia: Reunión del {timezone.localdate():%d/%m/%Y} en Piura."


def test_the_text_is_copied_or_sent_without_a_script_and_asks_nobody_before(client, ana):
    answer = send(client, filled(met=[f"p{world.person().pk}"]))

    page = client.get(answer.url)
    html = page.content.decode()

    text = page.context["text"]
    assert f'<p class="copy">{text}</p>' in html
    assert f'href="https://wa.me/?text={quote(text, safe="")}" rel="noopener noreferrer"' in html
    assert not re.findall(r'<(?!a )[^>]*(?:src|href|action)="(?:https?:)?//(?!testserver)', html)
    assert html.count("<script") == html.count("pagina.js") == 1  # the way out, which every page has


@pytest.mark.parametrize("circle", ["partner", "leadership"])
def test_what_not_the_whole_coalition_may_see_is_not_offered_to_its_chat(client, circle):
    lidia = world.leader()
    client.force_login(lidia)
    meeting = world.interaction(by=lidia, circle=circle, owner=lidia.partner)

    html = client.get(f"/registro/listo/{meeting.pk}/").content.decode()

    assert "wa.me" not in html
    assert "Registrado en Incidencia" not in html


def test_suggestions_find_any_spelling(client, ana):
    world.affiliation(world.person("Ángela Villón"))

    found = client.get("/registro/buscar/", {"tipo": "persona", "q": "villon"}).json()["found"]

    assert [one["name"] for one in found] == ["Ángela Villón"]
    assert "Directora regional de salud" in found[0]["detail"]


def test_a_first_visit_is_light_and_loads_nothing_from_elsewhere(client, ana):
    for n in range(12):
        world.interaction(world.person(f"Persona {n}"), by=ana)

    page = client.get("/registro/").content.decode()
    files = re.findall(r'(?:src|href)="/static/([^"]+)"', page)
    size = sum(
        len(brotli.compress((Path(settings.BASE_DIR) / "static" / name).read_bytes())) for name in files
    )

    assert {"incidencia.css", "registro.css", "registro.js"} <= set(files)
    assert size + len(brotli.compress(page.encode())) <= FIRST_VISIT
    assert not re.findall(r'(?:src|href|action)="(?:https?:)?//(?!testserver)', page)
    assert "<script>" not in page
    assert "style=" not in page


def test_the_page_costs_the_same_however_much_she_has_logged(client, ana):
    world.interaction(world.person(), by=ana)
    client.get("/registro/")
    with CaptureQueriesContext(connection) as few:
        client.get("/registro/")
    for n in range(40):
        world.interaction(world.person(f"Persona {n}"), by=ana)

    with CaptureQueriesContext(connection) as many:
        client.get("/registro/")

    assert len(many) <= len(few) + 5  # as many as there are recent people shown
    assert len(many) <= 25


def test_signed_out_she_is_led_to_the_sign_in(client):
    answer = client.get("/registro/")

    assert answer.status_code == 302
    assert answer.url == "/cuenta/login/?next=/registro/"


def csrf_of(answer):
    return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', answer.content.decode())[1]


def test_signed_out_while_she_wrote_nothing_of_it_is_lost(settings):
    settings.CSRF_COOKIE_NAME = "csrf"
    ana, rosa = world.member("ana"), world.person("Rosa Núñez")
    phone = Client(enforce_csrf_checks=True)
    phone.force_login(ana)
    words = {
        "outcome": "Firmará <mañana>",
        "summary": "Dos\nrenglones",
        "note": "Reservado",
        "place": "Sala 2",
    }
    data = filled(met=[f"p{rosa.pk}"], person="Eva Ñahui", **{"person-key": "new"}, **words)
    written = data | {"csrfmiddlewaretoken": csrf_of(phone.get("/registro/"))}
    del phone.cookies[settings.SESSION_COOKIE_NAME]

    aside = phone.post("/registro/", written)

    assert aside.status_code == 403
    assert aside["Cache-Control"] == "no-store, private"
    page = aside.content.decode()
    assert "/cuenta/login/?next=%2Fregistro%2F%3Fsigue%3D1" in page
    assert "Rosa" not in page  # whoever is signed out learns nothing from a number
    assert "Eva" not in str(phone.session.items())
    carried = dict(aside.context["carried"])
    assert {name: carried[name] for name in words} == words

    phone.force_login(ana)
    assert "Vuelve a la pestaña" in phone.get("/registro/?sigue=1").content.decode()
    phone.cookies["csrf"] = "y" * 32  # signing in gave forms another secret
    again = phone.post(
        "/registro/", lists(aside.context["carried"]) | {"csrfmiddlewaretoken": csrf_of(aside)}
    )

    assert again.status_code == 403
    assert "todavía no se guardó" in again.content.decode()
    assert not Interaction.objects.exists()
    sent = lists(again.context["form"].data.lists(), flat=False) | {"csrfmiddlewaretoken": csrf_of(again)}
    assert phone.post("/registro/", sent).status_code == 302
    meeting = Interaction.objects.get()
    assert (meeting.outcome, meeting.summary.splitlines()) == ("Firmará <mañana>", ["Dos", "renglones"])
    assert {str(one) for one in meeting.participants.all()} == {"Rosa Núñez", "Eva Ñahui"}
    assert (meeting.place, Note.objects.get().text) == ("Sala 2", "Reservado")


def lists(pairs, *, flat=True):
    found = {}
    for name, value in pairs:
        found.setdefault(name, []).extend([value] if flat else value)
    return found


def test_a_form_of_another_site_is_not_shown_again(client, ana):
    phone = Client(enforce_csrf_checks=True)
    phone.force_login(ana)

    answer = phone.post("/registro/", filled(outcome="Trampa"), HTTP_ORIGIN="https://malo.example")

    assert answer.status_code == 403
    assert "Trampa" not in answer.content.decode()


def test_other_forms_that_are_out_of_date_are_answered_as_ever(client, ana):
    phone = Client(enforce_csrf_checks=True)
    phone.force_login(ana)

    answer = phone.post("/admin/personas/nueva/", {"name": "Eva"})

    assert "El formulario venció" in answer.content.decode()
