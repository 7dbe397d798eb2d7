"""«Mi trabajo», the calendar and the cold list in a real browser: accessible, within a phone, and quick to use."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect
from wagtail.users.models import UserProfile

from accounts.models import Partner
from crm.models import Follow, Influence, Region
from tests.browser.accessibility import faults
from tests.browser.standing import restore_groups
from tests.browser.test_staff_screens import look_at
from tests.browser.watching import Visit
from tests.crm import sheets, world
from tests.crm.test_indicators import indicator
from tests.crm.test_studies import study

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

WORK, MONTH, PHONE, COLD = (
    f"/admin/{place}/" for place in ("mi-trabajo", "calendario", "calendario/telefono", "lista-fria")
)


@pytest.fixture
def ana(db):
    restore_groups()
    for name in ("IESSDEH", "REDTRANS", "Miluska"):
        Partner.objects.get_or_create(short_name=name, defaults={"name": name})
    Region.objects.get_or_create(pk="20", defaults={"name": "Piura", "is_priority": True})
    return world.coordinator("ana")


@pytest.fixture
def rosa(ana):
    """Somebody with whom much is going on."""
    now, today = timezone.now(), timezone.localdate()
    place = world.institution(influence=Influence.HIGH)
    person = world.affiliation(where=world.post(at=place, influence=Influence.HIGH)).person
    Follow.objects.create(user=ana, person=person)
    world.interaction(place, by=ana, starts=now - timedelta(days=200))
    for state, days in (("planned", -1), ("planned", 1), ("cancelled", 2), ("held", -2)):
        world.interaction(person, by=ana, starts=now + timedelta(days=days), state=state, region_id="20")
    world.commitment(place, made=today - timedelta(days=30), due=today - timedelta(days=1), logged_by=ana)
    for days in (-1, 0, 1, 30, None):
        world.task(assignee=ana, due=None if days is None else today + timedelta(days=days), person=person)
    return person


@pytest.fixture
def visit(page, live_server, ana):
    client = Client()
    client.force_login(ana)
    value = client.cookies["session"].value
    page.context.add_cookies([{"name": "session", "value": value, "url": live_server.url}])
    page.set_default_timeout(15_000)
    return Visit(page, live_server.url)


def test_every_page_is_accessible_and_fits(visit, rosa):
    today = f"{MONTH}?dia={timezone.localdate()}"
    lists = ["/admin/personas/", "/admin/instituciones/", f"/admin/personas/inspect/{rosa.pk}/"]

    found = {
        address: look_at(visit.page, visit.site + address)
        for address in (WORK, f"{WORK}?todos=1", MONTH, today, PHONE, COLD, f"{COLD}?silence=never", *lists)
    }
    visit.page.goto(visit.site + PHONE)
    visit.page.get_by_role("button", name="Hacer mi dirección privada").click()
    expect(visit.page.get_by_label("Dirección", exact=True)).to_be_visible()
    found["the address"] = faults(visit.page)
    found["logged"] = faults(visit.go(f"/registro/listo/{rosa.participations.first().interaction_id}/"))

    assert {address: what for address, what in found.items() if what} == {}
    assert visit.heard() == []


@pytest.fixture
def figures(ana, rosa):
    """A spreadsheet with every kind of row, two who may be one, something to count."""
    world.way(rosa, "rosa@x.pe", "email")
    head = ["Nombre y apellidos", "Cargo", "Institución", "Correo"]
    people = [
        ["ROSA NÚÑEZ", "Asesora", "GORE Piura", "rosa@x.pe"],
        ["Eva Díaz", "Jefa", "GORE Piura", "eva@x.pe"],
        ["Eva", "", "No existe", ""],
        ["Rosa Nuñes", "", "GORE Piura", ""],
    ]
    body = sheets.csv_of(head, *people)
    planned = sheets.planned(body, by=ana, basis="public_function")
    done = sheets.imported(body, by=ana, basis="public_function")
    working = sheets.staged(body, by=ana)
    other = world.person("Rosa Nuñez")
    call_command("find_duplicates", verbosity=0)
    counted, mapeo = indicator(), study()
    sheet, figure = "/admin/planillas/", "/admin/cifras/"
    return [
        sheet,
        f"{sheet}{planned.pk}/columnas/",
        f"{sheet}{planned.pk}/",
        f"{sheet}{working.pk}/",
        f"{sheet}{done.pk}/",
        "/admin/duplicados/",
        f"/admin/duplicados/personas/{rosa.pk}/{other.pk}/",
        figure,
        f"{figure}lista/representantes-consultadas/",
        f"{figure}imprimir/",
        f"{figure}capacitacion/",
        f"{figure}indicadores/{counted.pk}/",
        f"{figure}estudios/{mapeo.pk}/",
    ]


@pytest.mark.parametrize("language", ["es", "en"])
def test_spreadsheets_duplicates_and_figures_are_accessible_and_fit(visit, ana, figures, language):
    UserProfile.objects.update_or_create(user=ana, defaults={"preferred_language": language})

    found = {address: look_at(visit.page, visit.site + address) for address in figures}

    assert visit.page.locator("html").get_attribute("lang") == language
    assert {address: what for address, what in found.items() if what} == {}
    assert visit.heard() == []


def test_on_a_phone_a_task_is_done_in_two_taps_and_a_sentence(visit, rosa):
    visit.page.set_viewport_size({"width": 360, "height": 740})
    page = visit.go(WORK)
    late = page.locator("#tareas ul").first.locator("li")

    box = late.locator("summary").bounding_box()
    late.locator("summary").click()
    late.get_by_label("¿En qué quedó?").fill("La recibió")
    late.get_by_role("button", name="Guardar").click()

    assert box["height"] >= 44
    expect(page.get_by_text("La tarea quedó cerrada.")).to_be_visible()
    assert page.url == visit.site + WORK
    expect(page.get_by_role("heading", name="Vencidas")).to_have_count(0)


@pytest.mark.parametrize(("width", "columns"), [(360, 1), (1280, 7)])
def test_the_month_is_an_agenda_on_a_phone_and_seven_columns_where_there_is_room(visit, rosa, width, columns):
    visit.page.set_viewport_size({"width": width, "height": 740})
    page = visit.go(MONTH)

    days = [day.bounding_box() for day in page.locator(".crm-day:visible").all()]

    assert len({round(box["x"]) for box in days}) == columns
    if columns == 7:
        assert len(days) % 7 == 0
    else:
        empty = page.locator(".crm-day.crm-empty:not(.crm-today):visible")
        assert empty.count() == 0


def test_a_star_is_touched_in_a_list_that_a_search_has_drawn_again(visit, rosa):
    world.person("Otra persona")
    page = visit.go("/admin/personas/")
    page.get_by_placeholder("Nombre, correo o teléfono").fill("otra")
    expect(page.get_by_role("link", name="Rosa Núñez")).to_have_count(0)

    page.get_by_role("button", name="Seguir a Otra persona").click()

    expect(page.get_by_role("button", name="Dejar de seguir a Otra persona")).to_be_visible()
    assert "q=otra" in page.url


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_a_script_she_adds_a_task_and_walks_to_the_next_month(visit, rosa):
    page = visit.go(WORK)
    page.get_by_label("Nueva tarea").fill("Llamar a la comisión")
    page.get_by_role("button", name="Añadir").click()
    assert page.locator("#tareas").get_by_role("link", name="Llamar a la comisión").is_visible()

    page.goto(visit.site + MONTH)
    page.get_by_role("link", name="Mes siguiente").click()

    assert "mes=" in page.url
