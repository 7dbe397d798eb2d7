"""Organizations answer what an editor asks; the team reads it, and it is gone on the day that was promised."""

from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale

from accounts.models import User
from cms import answering
from cms.directory import ServicesPage
from cms.form_pages import Answer, AnswerForm, FormPage
from crm.models import Region
from legislation import strangers
from tests.cms.world import home, publish, text
from tests.legislation.test_public_budgets import queries_of

pytestmark = pytest.mark.django_db
WHO = {
    "organization": "Red Ejemplo",
    "region": "20",
    "representative": "Rosa Ficticia",
    "function": "Presidenta",
    "email": "rosa@ejemplo.pe",
}
QUESTIONS = [
    ("line", {"label": "Tema", "hint": "En pocas palabras", "required": True}),
    ("paragraph", {"label": "Por qué", "hint": "", "required": False}),
    ("choice", {"label": "Turno", "hint": "", "required": True, "choices": ["Mañana", "Tarde"]}),
    ("number", {"label": "Cuántas personas", "hint": "", "required": False}),
    ("day", {"label": "Qué día", "hint": "", "required": False}),
]


@pytest.fixture(autouse=True)
def today():
    cache.clear()
    with time_machine.travel("2026-11-20 09:00:00-05:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def client():
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def workshop():
    fields = {"purpose": "Para organizar el taller.", "thanks": "Te escribimos."}
    return publish(home(), FormPage, "Pide un taller", questions=QUESTIONS, **fields)


def team(group):
    user = User.objects.create_user(f"{group}@example.org", "una clave larga y buena")
    user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)
    return client


def names(workshop):
    return [name for name in AnswerForm(workshop.questions).fields if name.startswith("q-")]


def filled(workshop, said=("Derechos", "Porque <b>sí</b>\n\nY más", "Tarde", "30", "2026-12-05")):
    said = dict(zip(names(workshop), said, strict=True))
    return WHO | said | {"promise": FormPage.objects.get(pk=workshop.pk).promise}


def send(client, workshop, **fields):
    return client.post(reverse("answer", args=[workshop.pk]), filled(workshop) | fields)


def test_what_an_organization_answers_is_kept_for_the_team_until_the_promised_day(client, workshop):
    response = send(client, workshop)

    assert response.url == reverse("answered", args=[workshop.pk])
    assert response["Cache-Control"] == "no-store, private" and not response.cookies
    answer = Answer.objects.get()
    assert (answer.organization, answer.email, answer.keep_until) == (
        "Red Ejemplo",
        "rosa@ejemplo.pe",
        date(2026, 11, 20) + timedelta(days=90),
    )
    screen = team("Equipo").get(reverse("answers:inspect", args=[answer.pk])).content.decode()
    for words in ("Derechos", "Porque &lt;b&gt;sí&lt;/b&gt;<br>Y más", "Tarde", "30", "2026-12-05"):
        assert words in screen
    assert "Te escribimos." in text(client, response.url)


def test_the_page_says_whom_it_is_for_what_for_and_for_how_long(client, workshop):
    services = publish(home(), ServicesPage, "Servicios")

    page = text(client, workshop.url)

    assert "No cuentes aquí tu caso ni el de otra persona" in page and services.url in page
    assert "Para organizar el taller." in page and "se borra a los 90 días" in page
    assert 'type="file"' not in page and "csrf" not in page and not client.cookies


@pytest.mark.parametrize("changed", [{"keep_days": 180}, {"purpose": "Para otra cosa."}, {"questions": []}])
def test_what_was_asked_or_promised_otherwise_is_read_again_before_it_is_sent(client, workshop, changed):
    as_she_read_it = filled(workshop)
    for name, value in changed.items():
        setattr(workshop, name, value)
    workshop.save_revision().publish()

    response = client.post(reverse("answer", args=[workshop.pk]), as_she_read_it)

    assert response.status_code == 422 and "Léelo otra vez" in response.content.decode()
    assert not Answer.objects.exists()
    send_again = as_she_read_it | {"promise": FormPage.objects.get(pk=workshop.pk).promise}
    assert send_again["promise"] in response.content.decode()
    client.post(reverse("answer", args=[workshop.pk]), send_again)
    assert Answer.objects.count() == 1


def test_answers_cannot_be_read_in_the_database_alone(client, workshop):
    send(client, workshop)

    with connection.cursor() as cursor:
        cursor.execute("SELECT said FROM cms_answer")
        assert "Derechos" not in cursor.fetchone()[0]


@pytest.mark.parametrize(
    "wrong, said",
    [
        ({"organization": ""}, "Escribe el nombre de tu organización."),
        ({"email": "rosa"}, "Escribe un correo completo"),
        ({0: ""}, "Responde: Tema"),
        ({0: "\u200b"}, "Responde: Tema"),
        ({2: "Noche"}, "Noche"),
        ({3: "muchas"}, "Escribe un número: Cuántas personas"),
        ({3: "-1"}, "0"),
        ({4: "mañana"}, "Elige un día: Qué día"),
    ],
)
def test_what_is_wrong_is_said_beside_what_she_wrote(client, workshop, wrong, said):
    wrong = {names(workshop)[key] if isinstance(key, int) else key: value for key, value in wrong.items()}

    response = send(client, workshop, **wrong)

    page = response.content.decode()
    errors = page.partition('role="alert"')[2].partition("</ul>")[0]
    assert response.status_code == 422 and said in errors and 'href="#a-' in errors
    assert 'aria-invalid="true"' in page and "Presidenta" in page
    assert not Answer.objects.exists()


def test_the_same_answer_sent_twice_is_kept_once(client, workshop):
    for _time in range(2):
        assert send(client, workshop).status_code == 302

    assert Answer.objects.count() == 1


def test_machines_and_other_sites_leave_nothing(client, workshop):
    assert send(client, workshop, **{strangers.TRAP: "x"}).status_code == 302
    elsewhere = client.post(
        reverse("answer", args=[workshop.pk]), filled(workshop), headers={"Sec-Fetch-Site": "cross-site"}
    )

    assert elsewhere.status_code == 403
    assert not Answer.objects.exists()


def test_a_network_that_sends_too_much_is_asked_to_wait(client, workshop):
    statuses = [send(client, workshop, email=f"a{n}@ejemplo.pe").status_code for n in range(21)]

    assert statuses[-1] == 429 and set(statuses[:-1]) == {302}


def test_a_flood_does_not_fill_the_database(client, workshop, monkeypatch):
    monkeypatch.setattr(answering, "MOST_KEPT", 1)

    for name in ("Una", "Otra"):
        assert send(client, workshop, organization=name).status_code == 302

    assert Answer.objects.get().organization == "Una"


def test_after_the_last_day_it_takes_nothing_more(client, workshop, today):
    workshop.until = date(2026, 11, 20)
    workshop.save_revision().publish()
    assert send(client, workshop).status_code == 302

    today.move_to("2026-11-21 00:00:05-05:00")

    assert send(client, workshop, organization="Tarde").status_code == 404
    assert "El plazo para responder terminó" in text(client, workshop.url)


def test_looking_at_where_answers_go_changes_nothing(client, workshop):
    assert client.get(reverse("answer", args=[workshop.pk])).url == workshop.url
    workshop.unpublish()
    assert send(client, workshop).status_code == 404


def test_it_is_erased_when_its_days_are_over_even_if_the_page_promises_more_by_then(client, workshop, today):
    send(client, workshop)
    workshop.keep_days = 180
    workshop.save_revision().publish()
    today.shift(timedelta(days=90))
    call_command("forget_answers")
    assert Answer.objects.exists()

    today.shift(timedelta(days=1))
    call_command("forget_answers")
    call_command("forget_answers")

    assert not Answer.objects.exists()


@pytest.mark.parametrize("days", [6, 181])
def test_a_page_keeps_answers_neither_for_a_moment_nor_for_ever(workshop, days):
    workshop.keep_days = days

    with pytest.raises(ValidationError):
        workshop.full_clean()


def test_a_form_works_in_english_too(client, workshop):
    there = workshop.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    there.title = "Ask for a workshop"
    there.save_revision().publish()
    page = text(client, there.url)
    address = f"/en/responder/{there.pk}/"
    assert f'action="{address}"' in page

    response = client.post(address, filled(there))

    assert response.url == address + "gracias/"
    assert text(client, response.url) and text(client, f"/responder/{there.pk}/gracias/")
    assert Answer.objects.of(workshop).count() == 1


def test_the_team_takes_answers_along_as_a_spreadsheet_in_which_nothing_runs(client, workshop):
    send(client, workshop, organization='=cmd|"x"', **{names(workshop)[0]: "=1+1"})

    sheet = b"".join(team("Equipo").get(reverse("answers:index") + "?export=csv").streaming_content).decode()

    assert "\"'=cmd" in sheet and "Tema: =1+1; Por qué" in sheet and ";=" not in sheet


def test_the_team_erases_an_answer_at_once_and_leadership_only_reads(client, workshop):
    send(client, workshop)
    answer = Answer.objects.get()
    erase = reverse("answers:erase", args=[answer.pk])

    team("Dirección").post(erase)
    assert Answer.objects.exists()
    equipo = team("Equipo")
    assert equipo.get(erase).status_code == 405
    equipo.post(erase)
    equipo.post(erase)

    assert not Answer.objects.exists()


def test_the_first_screen_says_who_answered_this_week(client, workshop, today):
    send(client, workshop)
    assert "Red Ejemplo" in team("Equipo").get(reverse("wagtailadmin_home")).content.decode()

    today.shift(timedelta(days=8))

    assert "Red Ejemplo" not in team("Dirección").get(reverse("wagtailadmin_home")).content.decode()


def cost(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_the_list_costs_the_same_queries_at_one_and_at_fifty(client, workshop):
    equipo = team("Equipo")
    send(client, workshop)
    index = reverse("answers:index")
    cost(equipo, index)
    one = cost(equipo, index)
    fields = WHO | {"region": Region.objects.get(pk="20"), "page": workshop, "keep_until": date(2027, 1, 1)}
    Answer.objects.bulk_create(Answer(**fields, digest=str(n)) for n in range(49))

    assert cost(equipo, index) == one


def test_the_page_costs_few_queries(client, workshop):
    client.get(workshop.url)

    assert queries_of(client, workshop.url) <= 12


@pytest.mark.parametrize("number", [2**31, 10**23])
def test_a_number_that_no_page_has_is_not_found(client, number):
    assert client.post(f"/responder/{number}/").status_code == 404
    assert client.get(f"/responder/{number}/gracias/").status_code == 404
    for address in (f"/escribir/{number}/", f"/adherir/{number}/", f"/tarjetas/{number}.png"):
        assert client.get(address).status_code == 404
