"""Writing in the CRM in a real browser: accessible, within a phone, and nothing ticked is lost."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect
from wagtail.models import Locale

from accounts.models import Partner
from cms.happenings import EventsPage
from cms.voices import Consent, Voice
from crm.models import Alias, Proposal, Region, Tag
from tests.browser.standing import restore_groups
from tests.browser.test_staff_screens import look_at
from tests.browser.watching import Visit
from tests.cms.world import home, publish
from tests.crm import world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


@pytest.fixture
def ana(db):
    restore_groups()
    for name in ("IESSDEH", "REDTRANS", "Miluska"):
        Partner.objects.get_or_create(short_name=name, defaults={"name": name})
    Region.objects.get_or_create(pk="20", defaults={"name": "Piura", "is_priority": True})
    return world.coordinator("ana")


@pytest.fixture
def visit(page, live_server, ana):
    client = Client()
    client.force_login(ana)
    value = client.cookies["session"].value
    page.context.add_cookies([{"name": "session", "value": value, "url": live_server.url}])
    page.set_default_timeout(15_000)
    return Visit(page, live_server.url)


@pytest.fixture
def addresses(ana):
    """A meeting with all that can be written on it, and the forms that write it."""
    now = timezone.now()
    held = world.affiliation()
    person, place = held.person, held.post.institution
    person.tags.add(Tag.objects.create(name="aliada"))
    world.post("Asesora", at=place)
    world.way(place, "mesa@example.org", "email")
    Alias.objects.create(institution=place, name="GORE")
    meeting = world.interaction(by=ana, starts=now - timedelta(days=3))
    speaker = meeting.participants.create(person=person, institution=place, post=held.post)
    point = meeting.points.create(
        topic="Dictamen", said_by=speaker, follow_up=world.task(interaction=meeting)
    )
    count = meeting.attendances.create(audience="trans", gender="trans_women", count=3)
    meeting.attachments.create(name="acta.pdf", sha256="a" * 64, size=3, body=b"abc", added_by=ana)
    planned = world.interaction(person, by=ana, state="planned", starts=now - timedelta(hours=1))
    promise = world.commitment(person)
    told = {"what_es": "Abrir un turno", "what_en": "Open a shift", "source": "https://example.org/acta"}
    Proposal.objects.create(commitment=promise, words=told | {"source_name": "Acta"})
    spanish, _made = Locale.objects.get_or_create(language_code="es")
    voice = Voice.objects.create(words="Queremos trabajar tranquilas.", named="Una compañera", locale=spanish)
    until = timezone.localdate() + timedelta(days=9)
    voice.consents.create(kind=Consent.Kind.GIVEN, on_page=True, until=until, proof="Audio")
    voice.copies.create(what="Impreso: 200 folletos")
    there, home = f"/admin/encuentros/{meeting.pk}", f"/admin/instituciones/{place.pk}"
    return [
        f"/admin/encuentros/inspect/{meeting.pk}/",
        f"/admin/encuentros/inspect/{planned.pk}/",
        f"{there}/participante/",
        f"{there}/participante/{speaker.pk}/corregir/",
        f"{there}/punto/",
        f"{there}/punto/{point.pk}/corregir/",
        f"{there}/asistencia/",
        f"{there}/asistencia/{count.pk}/corregir/",
        f"{there}/archivo/",
        f"/admin/encuentros/programar/?persona={person.pk}",
        f"/admin/instituciones/inspect/{place.pk}/",
        f"{home}/puesto/",
        f"{home}/puesto/{held.post_id}/ocupa/",
        f"{home}/puesto/{held.post_id}/suprimir/",
        f"{home}/ya-no-existe/",
        f"/admin/compromisos/{promise.pk}/cerrar/",
        f"/admin/compromisos/inspect/{promise.pk}/",
        f"/admin/personas/{person.pk}/corregir/",
        "/admin/personas/",
        "/admin/tareas/",
        f"/admin/personas/varias/etiquetar/?id={person.pk}",
        f"/admin/personas/varias/quitar-etiquetas/?id={person.pk}",
        "/admin/personas/varias/crear-tareas/?all=1",
        "/admin/tareas/varias/encargar/?all=1",
        "/admin/voces/",
        f"/admin/voces/inspect/{voice.pk}/",
        f"/admin/voces/{voice.pk}/permiso/",
        f"/admin/voces/{voice.pk}/dijo-que-no/",
        "/admin/respuestas/",
        "/admin/guia/",
    ]


def test_every_page_is_accessible_and_fits(visit, addresses):
    found = {address: look_at(visit.page, visit.site + address) for address in addresses}

    assert {address: what for address, what in found.items() if what} == {}
    assert visit.heard() == []


def test_a_form_that_was_wrong_is_accessible_too(visit, addresses):
    visit.page.set_viewport_size({"width": 360, "height": 740})
    visit.go(addresses[2])
    visit.page.get_by_role("button", name="Guardar").click()
    visit.page.wait_for_selector(".staff-error")

    described = visit.page.locator("[aria-invalid=true]").first.get_attribute("aria-describedby")

    assert "Escribe con quién fue" in " ".join(
        visit.page.locator(f"#{name}").inner_text() for name in described.split()
    )


def test_on_a_phone_the_title_of_a_list_is_read_whole_beside_its_button(visit):
    visit.page.set_viewport_size({"width": 360, "height": 740})
    for address, title in (("/admin/instituciones/", "Instituciones"), ("/admin/encuentros/", "Encuentros")):
        visit.go(address)
        visit.page.wait_for_selector("body.ready")

        shown = (
            visit.page.locator(".w-slim-header").get_by_text(title, exact=True).locator("visible=true").last
        )
        assert shown.evaluate("title => title.scrollWidth <= title.clientWidth || !title.clientWidth")
        button = visit.page.locator("#w-slim-header-buttons .w-header-button").first.bounding_box()
        assert min(button["width"], button["height"]) >= 44 and button["x"] + button["width"] <= 360
        end = shown.bounding_box()
        assert end["x"] + end["width"] <= button["x"]


def test_what_is_ticked_stays_ticked_when_the_search_box_is_left(visit):
    for number in range(3):
        world.person(f"Rosa {number}")
    world.person("Otra")
    visit.page.set_viewport_size({"width": 360, "height": 740})
    visit.go("/admin/personas/")
    box = visit.page.locator("#id_q")
    with visit.page.expect_response("**/personas/results/?q=rosa*"):
        box.press_sequentially("rosa")
    visit.page.wait_for_selector("h2:has-text('3')")

    with visit.page.expect_response("**/personas/results/?q=rosa*"):  # the box is left
        visit.page.locator(".crm-tick").first.click()
    visit.page.locator(".crm-tick").nth(1).click()
    visit.page.get_by_role("button", name="Poner etiquetas").click()

    visit.page.wait_for_url("**/varias/etiquetar/**")
    assert visit.page.locator(".staff-lead").inner_text() == "2 filas:"
    visit.page.get_by_label("Etiquetas").fill("salud")
    visit.page.get_by_role("button", name="Poner etiquetas (2)").click()
    visit.page.wait_for_url("**/admin/personas/?q=rosa")
    assert Tag.objects.get().people.count() == 2


def test_a_participant_is_found_while_her_name_is_typed(visit, addresses):
    rosa = world.person("Rosa Huamán")
    visit.page.set_viewport_size({"width": 360, "height": 740})
    visit.go(addresses[2])

    visit.page.get_by_label("Persona").press_sequentially("huaman")
    choice = visit.page.locator(".found button", has_text="Rosa Huamán")
    choice.wait_for()
    assert choice.bounding_box()["height"] >= 44
    choice.click()
    visit.page.get_by_role("button", name="Guardar").click()

    visit.page.wait_for_url("**/encuentros/inspect/**")
    assert visit.page.get_by_role("link", name="Rosa Huamán").count() == 1
    assert rosa.participations.count() == 1
    assert visit.heard() == []


def test_a_day_is_typed_as_peru_writes_it_and_never_becomes_another(visit):
    visit.go(f"/admin/pages/add/cms/eventpage/{publish(home(), EventsPage, 'Agenda').pk}/")
    visit.page.wait_for_selector("body.ready")

    calendar = visit.page.locator(".xdsoft_datetimepicker").locator("visible=true")
    for name, typed, leaves in (
        ("starts", "13/12/2026 16:00", "Escape"),
        ("ends", "el 13 por la tarde", "Tab"),
    ):
        visit.page.locator(f"#id_{name}").click()
        expect(calendar).to_have_count(1)
        visit.page.keyboard.type(typed)
        visit.page.keyboard.press(leaves)
        expect(calendar).to_have_count(0)
        assert visit.page.input_value(f"#id_{name}") == typed
    visit.page.get_by_role("button", name="Guardar borrador").click()

    error = visit.page.locator("#id_ends").locator("xpath=ancestor::section").get_by_text("fecha/hora válida")
    expect(error).to_be_visible()
    assert visit.page.input_value("#id_starts") == "13/12/2026 16:00"
