"""The pages of regions and briefs in a real browser: accessible, within a phone, asking nobody else."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Partner
from crm.models import Region
from tests.browser.standing import restore_groups
from tests.browser.test_staff_screens import look_at
from tests.browser.watching import Visit
from tests.crm import world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

ADDRESSES = ["/admin/regiones/", "/admin/regiones/?mapa=silencio&dias=30", "/admin/regiones/20/"]


@pytest.fixture
def ana(db):
    restore_groups()
    for name in ("IESSDEH", "REDTRANS", "Miluska"):
        Partner.objects.get_or_create(short_name=name, defaults={"name": name})
    Region.objects.get_or_create(pk="20", defaults={"name": "Piura", "is_priority": True})
    return world.member("ana")


@pytest.fixture
def rosa(ana):
    """Somebody in Piura with a story."""
    now = timezone.now()
    held = world.affiliation()
    person, place = held.person, held.post.institution
    world.interaction(place, person, by=ana, region_id="20", starts=now - timedelta(days=200))
    world.interaction(person, by=ana, region_id="20", starts=now + timedelta(days=3), state="planned")
    world.position(person, stance=0)
    world.commitment(person, made=now.date() - timedelta(days=30), due=now.date() - timedelta(days=2))
    world.task(person=person, assignee=ana)
    world.institution("Nunca contactada")
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
    brief = f"/admin/personas/{rosa.pk}/ficha/"
    found = {address: look_at(visit.page, visit.site + address) for address in [*ADDRESSES, brief]}

    assert {address: what for address, what in found.items() if what} == {}
    assert visit.heard() == []


def test_a_tile_can_be_touched_and_leads_to_its_region(visit, rosa):
    visit.page.set_viewport_size({"width": 360, "height": 740})
    visit.go("/admin/regiones/")
    tile = visit.page.locator("a.crm-tile", has_text="PIU")

    box = tile.bounding_box()
    tile.click()

    assert min(box["width"], box["height"]) >= 44
    visit.page.wait_for_url("**/admin/regiones/20/?dias=90")


def test_on_paper_a_brief_is_alone_on_one_sheet(visit, rosa):
    visit.go(f"/admin/personas/{rosa.pk}/ficha/")
    visit.page.wait_for_selector("body.ready")
    visit.page.emulate_media(media="print")

    assert visit.page.locator(".crm-brief").is_visible()
    for around in (".sidebar", ".w-slim-header", ".crm-no-print"):
        assert not visit.page.locator(around).first.is_visible(), around
    assert len(re.findall(rb"/Type /Page\b", visit.page.pdf(prefer_css_page_size=True))) == 1
