"""The pages of the site in a real browser: rules of accessibility, sizes, the content policy, no script."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Locale, Page

from cms.directory import ServicesPage
from cms.happenings import EventPage, EventsPage
from cms.lessons import CoursePage, CoursesPage, LessonPage
from cms.models import HomePage, PlainPage
from cms.regions import CommitmentsPage, RegionPage, RegionsPage
from cms.resources import PublicationPage, ResourcesPage
from crm.models import Region
from tests.browser.standing import restore_groups, restore_trees
from tests.browser.test_public_pages import WIDTHS, problems
from tests.cms import world as site
from tests.cms.test_lessons import check
from tests.cms.test_resources import study, table
from tests.cms.world import publish
from tests.crm import world as crm
from tests.crm.test_public_record import promise
from tests.crm.test_public_record import publish as make_public

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


@pytest.fixture
def home():
    restore_groups()
    restore_trees()
    found = HomePage.objects.filter(locale__language_code="es").first()
    if found is None:  # a test before this one emptied the tables
        root = Page.get_first_root_node()
        locale = Locale.objects.get(language_code="es")
        root.get_children().delete()
        root = Page.objects.get(pk=root.pk)
        found = root.add_child(
            instance=HomePage(title="Inicio", slug="inicio", summary="Aquí", locale=locale)
        )
    Region.objects.get_or_create(code="20", defaults={"name": "Piura"})
    return found


@pytest.fixture
def addresses(home, settings, tmp_path):
    """One page of every kind, each at its fullest."""
    settings.MEDIA_ROOT = tmp_path
    resources, events, regions, courses = (
        publish(home, kind, kind.__name__) for kind in (ResourcesPage, EventsPage, RegionsPage, CoursesPage)
    )
    mapping = study()
    table(mapping)
    given = {"year": 2009, "authors": "IESSDEH", "body": [("heading", "Qué es")]}
    publication = publish(
        resources, PublicationPage, "Mapeo", sort="study", study=mapping, paper=site.paper(), **given
    )
    publish(resources, PublicationPage, "Guía", sort="guide", link="https://example.org/", **given)
    place = {"mode": "place", "region_id": "20", "district": "Castilla", "body": []}
    starts = timezone.now() + timedelta(days=3)
    event = publish(events, EventPage, "Taller", starts=starts, ends=starts + timedelta(hours=2), **place)
    publish(events, EventPage, "Otro taller", starts=starts, is_cancelled=True, **place)
    publish(events, EventPage, "Pasado", starts=starts - timedelta(days=30), **place)
    region = publish(regions, RegionPage, "Piura", region_id="20", body=[])
    make_public(promise(), reply_es="Faltó presupuesto.", reply_day=timezone.localdate())
    done = promise(by=crm.institution("Comisaría", kind="police"), state="kept", closed=timezone.localdate())
    make_public(done, proof="https://example.org/prueba")
    commitments = publish(home, CommitmentsPage, "Compromisos", reply_to="a@example.org", body=[])
    course = publish(courses, CoursePage, "Curso", audience="police", body=[])
    question = check(("Sí", False, "Se recibe igual."), ("No", True, "Así es."))
    lesson = publish(course, LessonPage, "Lección", body=[("heading", "Una idea")], checks=[question])
    publish(course, LessonPage, "Otra lección", body=[])
    pages = (resources, publication, events, event, regions, region, commitments, courses, course, lesson)
    return [
        *(page.get_url() for page in pages),
        *(events.get_url() + "archivo/", "/privacidad/", "/buscar/", "/buscar/?q=piura", "/buscar/?q=zzz"),
    ]


def test_axe_finds_nothing_and_nothing_runs_off_the_side(page, live_server, addresses):
    asked, said, found = [], [], {}
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    for address in addresses:
        page.goto(live_server.url + address)
        found[address] = problems(page)

    assert {address: what for address, what in found.items() if what} == {}
    assert [url for url in asked if not url.startswith(live_server.url)] == [] and said == []


def test_no_word_that_an_editor_writes_is_wider_than_a_phone(page, live_server, home):
    long = "#TrabajoSexualEsTrabajoDerechosParaTodasYa"  # as a title, in the foot of every page too
    rows = [{"name": "Institucionalización", "first": "Desproporcionadamente", "second": long}]
    heads = {"first": "Interinstitucionalidad", "second": "Descentralizadamente", "rows": rows}
    table = [{"type": "comparison", "value": {"caption": "Qué cambia"} | heads}]
    events, services = publish(home, EventsPage, "Agenda"), publish(home, ServicesPage, "Servicios")
    link = "https://www.gob.pe/institucion/congreso-de-la-republica/informes-publicaciones/5212345"
    publish(events, EventPage, long, starts=timezone.now(), mode="online", summary=link, body=[])
    site.service(services, long, slug="larga")
    compared = publish(home, PlainPage, long, slug="larga", body=json.dumps(table))
    page.set_viewport_size({"width": 360, "height": 740})

    wide = {}
    for address in ("/", compared.get_url(), events.get_url(), services.get_url(), "/servicios/hoja/"):
        page.goto(live_server.url + address)
        wide[address] = page.evaluate("document.documentElement.scrollWidth")

    assert {address: width for address, width in wide.items() if width > 360} == {}


@pytest.mark.browser_context_args(java_script_enabled=False)
@pytest.mark.parametrize("width", WIDTHS)
def test_the_menu_opens_without_javascript(page, live_server, home, width):
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(live_server.url + "/privacidad/")

    folded = page.locator("header summary")
    assert folded.is_visible() is (width == 360)
    if folded.is_visible():
        folded.click()
    page.get_by_role("link", name="Buscar").click()

    assert page.url == live_server.url + "/buscar/"
