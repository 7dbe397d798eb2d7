import json
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from legislation.models import Demonstration, LabelReading, Step
from scrapers.models import Heartbeat, Source
from tests.legislation.staff import (
    coordinator,
    make_bill,
    make_cause,
    make_change,
    make_link,
    make_match,
    make_message,
    make_run,
    make_step,
    member,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return member(first_name="Ana", last_name="Quispe")


@pytest.fixture
def staff(client, ana):
    client.force_login(ana)
    return client


def home(client):
    return client.get(reverse("wagtailadmin_home")).content.decode()


def test_it_says_what_changed_since_yesterday_in_what_we_watch(staff, ana):
    bill = make_bill(title="LEY DE DERECHOS")
    make_cause(bills=[bill])
    make_change(bill, new="Dictamen favorable")
    make_change(bill, new="Muy viejo", seen=timezone.now() - timedelta(days=3))
    for n in range(2, 5):
        make_change(make_bill(n, title="LEY DE CARRETERAS"), "bill_found", new="CARRETERAS")

    html = home(staff)

    assert "Dictamen favorable" in html
    assert "Muy viejo" not in html
    assert "carreteras" not in html.lower()
    assert "Y 3 novedades más" in html


def test_it_says_what_waits_for_a_decision(staff, ana):
    cause = make_cause()
    make_match(cause, make_bill(1))
    make_link(make_bill(2), make_bill(3))
    LabelReading.objects.create(key="x", label="X")
    for number, state in ((4, "failed"), (5, "perhaps")):
        make_change(make_bill(number), told=[ana]).deliveries.update(state=state)

    html = home(staff)

    for text in (
        "1 proyecto puede ser de una causa",
        "1 relación entre proyectos por confirmar",
        "1 etiqueta del Congreso que no conocemos",
        "1 envío que no llegó",
        "1 envío que quizá llegó",
    ):
        assert text in html, text


def test_it_asks_about_a_step_that_congress_never_confirmed(staff, ana):
    step = make_step(make_bill(), "Dictamen", entered_by=ana)
    assert "sigue sin confirmar" not in home(staff)

    Step.objects.filter(pk=step.pk).update(first_observed=timezone.now() - timedelta(days=6))

    assert "que anotó Ana Quispe, sigue sin confirmar" in home(staff)


def test_it_says_when_nothing_waits(staff):
    assert "Nada. Todo está decidido." in home(staff)


def test_it_says_whether_we_still_see_congress(staff):
    Source.objects.update(enabled=False)
    Source.objects.filter(name="lista-2026-senado").update(
        enabled=True, failures=3, failing_since=timezone.now() - timedelta(hours=1)
    )
    make_run(Source.objects.get(name="lista-2026-senado"), "failed", problem="blocked")

    html = home(staff)

    assert "lista-2026-senado" in html
    assert "3 lecturas seguidas" in html
    assert "El Congreso no nos dejó pasar." in html
    assert "El reloj que lee y envía no ha empezado a andar." in html


def test_it_says_so_when_all_is_well(staff):
    Heartbeat.now()
    Source.objects.update(enabled=False)
    source = Source.objects.get(name="lista-2026-senado")
    Source.objects.filter(pk=source.pk).update(enabled=True)
    make_run(source)

    html = home(staff)

    assert "La fuente que leemos está al día." in html
    assert "El reloj" not in html


def test_it_shows_the_last_messages(staff, ana):
    make_message(ana, subject="Se movió el 434")

    assert "Se movió el 434" in home(staff)


def test_somebody_without_permissions_sees_no_panel(client):
    from django.contrib.auth.models import Permission

    user = member(groups=())
    user.user_permissions.set(Permission.objects.filter(codename="access_admin"))
    make_change(make_bill(), told=[user])
    make_message(user)
    client.force_login(user)

    assert "staff-panel" not in home(client)
    assert "register_congress" not in home(client)
    assert "Congreso" not in home(client)


def test_only_the_demonstration_says_what_to_look_at(staff):
    assert "Qué mirar" not in home(staff)

    Demonstration.objects.create(pk=1)

    assert "Qué mirar" in home(staff)


def test_every_admin_page_says_that_it_is_a_demonstration_while_it_is_one(staff):
    addresses = [reverse(name) for name in ("wagtailadmin_home", "causes:index", "wagtailadmin_account")]
    for address in addresses:
        assert "staff-demonstration" not in staff.get(address).content.decode()

    Demonstration.objects.create(pk=1)

    for address in addresses:
        assert "nada aquí es real" in staff.get(address).content.decode(), address


def test_the_menu_offers_our_screens_and_nothing_that_is_not_used_yet(client, admin_user):
    client.force_login(admin_user)

    menu = re.search(r'id="wagtail-sidebar-props"[^>]*>(.*?)</script>', home(client), re.DOTALL)[1]

    for label in (
        "Congreso",
        "Causas",
        "Proyectos de ley",
        "Novedades",
        "Por revisar",
        "Etiquetas desconocidas",
        "Fuentes y lecturas",
        "Mensajes",
        "Capturas",
    ):
        assert f'"{json.dumps(label)[1:-1]}"' in menu, label
    assert '"/admin/documents/"' in menu
    for address in (
        "/admin/collections/",
        "/admin/sites/",
        "/admin/reports/locked/",
        "guide.wagtail.org/whats-new",
    ):
        assert address not in menu, address


def test_the_search_in_the_menu_looks_for_bills(staff):
    assert f'"{reverse("bills:index")}"' in home(staff)


def test_the_page_costs_as_many_queries_with_fifty_of_each_as_with_one(
    client, django_assert_max_num_queries, django_assert_num_queries
):
    rosa = coordinator()
    client.force_login(rosa)

    def grow(numbers):
        for n in numbers:
            bill = make_bill(n)
            cause = make_cause(f"Causa {n}", bills=[bill])
            make_match(cause, make_bill(n + 100))
            change = make_change(bill, told=[rosa], step=make_step(bill, entered_by=rosa))
            make_message(rosa, deliveries=change.deliveries.all())

    home(client)
    grow([1])
    Step.objects.update(first_observed=timezone.now() - timedelta(days=9))
    with django_assert_max_num_queries(40) as alone:
        home(client)
    grow(range(2, 51))
    Step.objects.update(first_observed=timezone.now() - timedelta(days=9))
    with django_assert_num_queries(len(alone)):
        home(client)
