"""Every public address once, in each of its languages, and nothing that is not public."""

import xml.etree.ElementTree as ET

import pytest
from django.conf import settings
from wagtail.models import Locale

from cms.models import PlainPage
from tests.cms import world
from tests.cms.world import publish, text
from tests.legislation.public_rows import make_bill, make_cause
from tests.legislation.test_public_budgets import queries_of

pytestmark = pytest.mark.django_db
XML = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def addresses(client):
    places = ET.fromstring(text(client, "/sitemap.xml"))  # noqa: S314 - our own
    return {
        place.find("s:loc", XML).text.removeprefix(settings.SITE_URL): {
            link.get("hreflang"): link.get("href").removeprefix(settings.SITE_URL)
            for link in place.findall("x:link", XML)
        }
        for place in places
    }


def test_each_address_leads_somewhere_and_names_its_translations(client):
    page = publish(world.home(), PlainPage, "Sencilla", body=[])
    english = page.copy_for_translation(Locale.objects.get(language_code="en"))
    english.slug = "plain"
    english.save_revision().publish()
    bill = make_bill()
    make_cause(bill)

    found = addresses(client)

    assert found["/sencilla/"] == found["/en/plain/"] == {"es": "/sencilla/", "en": "/en/plain/"}
    assert bill.get_absolute_url() in found and {"/", "/en/", "/privacidad/"} <= set(found)
    for address in found:
        assert client.get(address).status_code == 200, address


def test_drafts_and_bills_of_nobodys_cause_are_not_in_it(client):
    page = publish(world.home(), PlainPage, "Sencilla", body=[])
    bill = make_bill()
    assert "/sencilla/" in addresses(client)

    page.unpublish()

    found = addresses(client)
    assert "/sencilla/" not in found and bill.get_absolute_url() not in found


def test_it_costs_the_same_for_fifty_pages(client):
    publish(world.home(), PlainPage, "Una 0", body=[])
    one = queries_of(client, "/sitemap.xml")
    for number in range(1, 50):
        publish(world.home(), PlainPage, f"Una {number}", body=[])

    assert queries_of(client, "/sitemap.xml") == one <= 12
