"""/registro/ on a phone and on a desk, in both languages, empty, refused and saved: accessible, and within its screen."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import Partner
from crm.models import Region
from tests.browser.accessibility import faults
from tests.browser.standing import restore_groups
from tests.browser.watching import Visit
from tests.crm import world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

LANGUAGES = {"es": "/registro/", "en": "/en/registro/"}
TARGET = 44  # px


@pytest.fixture
def ana(db):
    restore_groups()
    for name in ("IESSDEH", "REDTRANS"):
        Partner.objects.get_or_create(short_name=name, defaults={"name": name})
    Region.objects.get_or_create(pk="20", defaults={"name": "Piura", "is_priority": True})
    user = world.member("ana")
    world.cause()
    rosa = world.affiliation().person
    world.affiliation(world.person("Rosa Núñez"))
    world.interaction(rosa, by=user, region_id="20")
    bea = world.member("bea", of="REDTRANS")
    soon = timezone.now() + timedelta(days=3)
    world.interaction(rosa, by=bea, owner=bea.partner, state="planned", starts=soon)
    return user


@pytest.fixture
def visit(page, live_server, ana):
    client = Client()
    client.force_login(ana)
    value = client.cookies["session"].value
    page.context.add_cookies([{"name": "session", "value": value, "url": live_server.url}])
    page.set_default_timeout(15_000)
    return Visit(page, live_server.url)


def unfold(page):
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")


def low(page):
    """Targets that are too small for a thumb."""
    return [
        f"{box['height']:.0f} px high: {each.inner_text()[:40]}"
        for each in page.locator(
            "main :is(button, summary, .chip, .pick-option, select, input:not([type=hidden], .chip *, .pick-option *))"
        ).all()
        if (box := each.bounding_box()) and box["height"] < TARGET
    ]


def look(page):
    """What is wrong with the page as it stands now, with all of it unfolded."""
    unfold(page)
    return faults(page, also=low)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_its_errors_and_the_confirmation_are_accessible_and_fit(visit, language):
    page = visit.go(LANGUAGES[language])
    found = {"empty": look(page)}

    page.locator("[name=person]").fill("Rosa")
    expect(page.locator("ul.found button")).to_have_count(2)
    found["suggested"] = look(page)

    page.locator("[name=institution]").fill("DIRESA Junín")
    page.locator("[name=day]").fill("2099-01-01")
    page.locator("[name=stance][value='1']").check()
    page.locator("[name=cause]").select_option("")
    page.locator("form.log button[type=submit]").click()
    expect(page.locator("[role=alert] li")).to_have_count(5)
    found["refused"] = look(page)

    page.locator("[name=person-key]").first.check()
    page.locator("[name=institution-key][value=new]").check()
    page.locator("[name=day]").fill(timezone.localdate().isoformat())
    page.locator("[name=cause]").select_option(index=1)
    page.locator("[name=outcome]").fill("Nos recibirá en marzo")
    page.locator("form.log button[type=submit]").click()
    expect(page.locator(".copy")).to_be_visible()
    found["saved"] = look(page)

    assert {name: what for name, what in found.items() if what} == {}
    assert page.locator("html").get_attribute("lang") == language
    assert [complaint for complaint in visit.heard() if "422" not in complaint] == []
