"""Pages of regions, and of what institutions promised in public."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cms.directory import ServicesPage
from cms.happenings import EventPage, EventsPage
from cms.news import Article, NewsPage
from cms.regions import CommitmentsPage, RegionPage, RegionsPage
from crm.models import Commitment
from tests.cms import world
from tests.cms.world import publish, text
from tests.crm import world as crm
from tests.crm.test_public_record import promise
from tests.crm.test_public_record import publish as make_public
from tests.legislation.test_public_budgets import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def piura():
    regions = publish(world.home(), RegionsPage, "Regiones")
    return publish(regions, RegionPage, "Piura", region_id="20", body=[])


@pytest.fixture
def scorecard():
    return publish(world.home(), CommitmentsPage, "Compromisos", reply_to="aqui@example.org", body=[])


def fill(piura, numbers):
    home = world.home()
    news, agenda, directory = (
        kind.objects.first() or publish(home, kind, kind.__name__)
        for kind in (NewsPage, EventsPage, ServicesPage)
    )
    starts = timezone.now() + timedelta(days=3)
    for number in numbers:
        publish(news, Article, f"Noticia {number}", region_id="20", body=[])
        publish(agenda, EventPage, f"Fecha {number}", region_id="20", starts=starts, mode="online", body=[])
        world.service(directory, f"Servicio {number}", region_id="20")
        make_public(promise(by=crm.institution(f"Municipalidad {number}", kind="municipality")))


def test_a_region_shows_what_is_of_it_and_nothing_of_another(client, piura):
    fill(piura, [1])
    publish(NewsPage.objects.get(), Article, "De Ucayali", region_id="25", body=[])
    world.service(ServicesPage.objects.get(), "Consultorio de Ucayali", region_id="25")
    make_public(promise(by=crm.institution("Gobierno de Ucayali", region_id="25")))

    page = text(client, piura.get_url())

    for mine in ("Noticia 1", "Fecha 1", "Servicio 1", "Municipalidad 1", "?region=20"):
        assert mine in page, mine
    assert "Ucayali" not in page
    index = text(client, piura.get_parent().specific.get_url())
    assert "Piura" in index and "Por cumplir" in index


def test_the_scorecard_says_where_each_stands_and_lets_institutions_reply(client, scorecard):
    make_public(
        promise(due=date(2026, 9, 30)),
        reply_es="Faltó presupuesto.",
        reply_day=date(2026, 10, 2),
        proof="https://example.org/prueba",
    )
    make_public(promise(by=crm.institution("Ministerio", kind="ministry", region_id=None)))

    page = text(client, scorecard.get_url())

    assert "Venció el plazo" in page and "Faltó presupuesto." in page and "https://example.org/prueba" in page
    assert page.index("Piura") < page.index("Todo el país") and "mailto:aqui@example.org" in page
    assert crm.SECRET not in page


def test_a_promise_that_changes_changes_the_pages_it_is_on(client, piura, scorecard):
    commitment = promise()
    public = make_public(commitment)
    places = [scorecard.get_url(), piura.get_url()]
    assert all("Por cumplir" in text(client, place) for place in places)

    commitment.state, commitment.evidence, commitment.closed = "kept", "Acta", date(2026, 10, 1)
    commitment.save()
    assert all("Cumplido" in text(client, place) for place in places)
    public.what_es = "Abrir otro turno"
    public.save()
    assert all("Abrir otro turno" in text(client, place) for place in places)
    commitment.institution.name = "Gobierno de otro nombre"
    commitment.institution.save()
    assert all("Gobierno de otro nombre" in text(client, place) for place in places)
    commitment.person.circle = "leadership"
    commitment.person.save()
    assert all("Abrir otro turno" not in text(client, place) for place in places)


def test_a_deadline_that_passes_changes_the_page_on_its_day(client, scorecard):
    import time_machine

    make_public(promise(due=date(2026, 12, 1)))
    with time_machine.travel("2026-12-01 23:00:00-05:00", tick=False):
        assert "Venció el plazo" not in text(client, scorecard.get_url())
    with time_machine.travel("2026-12-02 00:10:00-05:00", tick=False):
        assert "Venció el plazo" in text(client, scorecard.get_url())


def test_records_that_are_not_public_do_not_end_the_kept_pages(scorecard):
    from legislation.models import Edition

    commitment = promise()
    before = Edition.current()

    commitment.due = date(2026, 12, 1)
    commitment.save()
    Commitment.objects.get(pk=commitment.pk).institution.save()

    assert Edition.current() == before


def test_a_dozen_of_everything_costs_as_much_as_one(client, piura, scorecard):
    fill(piura, [0])
    places = [piura.get_url(), scorecard.get_url(), piura.get_parent().specific.get_url()]
    one = [queries_of(client, place) for place in places]
    fill(piura, range(1, 12))

    assert [queries_of(client, place) for place in places] == one
    assert max(one) <= 12
