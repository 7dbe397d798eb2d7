"""Whatever somebody writes into an address is answered, on either database, and never by a breakdown."""

import re

import pytest
from django.urls import get_resolver

from tests.crm import world

pytestmark = pytest.mark.django_db
ODD = [
    "%00",
    "%00x",
    "a%00b",
    "%ff",
    "%ed%a0%80",
    "'",
    '"',
    "%25",
    "%5C",
    "1e9",
    "-1",
    "9" * 25,
    "%F0%9F%98%80",
    "%D9%A3",
]
ASKED = (
    "q p page tipo nombre region province kind level status influence tag owner circle met cold cause stance present "
    "persona institucion encuentro compromiso dia mes dias mapa v de ver partner since until from to desde hasta ordering "
    "export id all state grade assignee due overdue year months todos open last_met partners starts_from starts_to"
).split()


@pytest.fixture
def coco(client):
    user = world.coordinator("coco")
    client.force_login(user)
    world.interaction(world.person(), by=user)
    return user


def addresses():
    """Of the CRM: every one that is asked for without a number, or with one, or with a text."""
    found = set()

    def walk(patterns, start=""):
        for pattern in patterns:
            route = start + str(pattern.pattern)
            if hasattr(pattern, "url_patterns"):
                walk(pattern.url_patterns, route)
            elif pattern.callback.__module__.startswith("crm.") or "crm." in repr(pattern.callback):
                found.add("/" + route.removeprefix("^"))

    walk(get_resolver().url_patterns)
    return sorted(found)


PLACES = addresses()
LISTS = [one for one in PLACES if "<" not in one]
TEXTS = [one for one in PLACES if re.search("<(str|slug|path):", one)]


def test_there_is_something_to_ask():
    assert {"/admin/regiones/<str:code>/", "/registro/buscar/"} <= {*LISTS, *TEXTS}
    assert len(LISTS) > 20


@pytest.mark.parametrize("place", TEXTS)
def test_an_address_with_odd_characters_leads_nowhere(client, coco, place):
    for odd in ODD:
        address = re.sub("<(str|slug|path):[^>]*>", odd, place)
        answer = client.get(re.sub("<int:[^>]*>", "1", address))
        assert answer.status_code < 500, address
        if "%00" in odd:
            assert answer.status_code == 404, address


@pytest.mark.parametrize("place", LISTS)
def test_an_odd_question_has_an_answer(client, coco, place):
    several = ["&".join(f"{name}={odd}" for name in ASKED if name != "export") for odd in ODD[3:]]
    for query in ["q=%00", "export=%00", "tipo=persona&q=%ff%5C%25", *several[::3]]:
        answer = client.get(f"{place}?{query}")
        assert answer.status_code < 500, f"{place}?{query}"


@pytest.mark.parametrize("number", ["9" * 25, str(2**63), str(2**63 - 1)])
def test_a_number_that_no_record_can_have(client, coco, number):
    for place in PLACES:
        if "<int:" in place and not re.search("<(str|slug|path):", place):
            assert client.get(re.sub("<int:[^>]*>", number, place)).status_code < 500, place


@pytest.mark.parametrize("address", ["/", "/proyectos/", "/suscribirse/", "/no-existe/", "/admin/"])
def test_a_nul_leads_nowhere_and_is_asked_for_in_vain(client, address):
    assert client.get(f"{address}?x=%00").status_code == client.get(f"{address}?x=").status_code
    assert client.get(f"{address}%00/").status_code == 404


def test_a_form_is_read_without_its_nuls(client, coco):
    place = world.institution()

    for address in ("/admin/personas/nueva/", f"/admin/instituciones/{place.pk}/corregir/", "/registro/"):
        answer = client.post(address, {"name": "An\0a", "person": "a\0", "parent": "\0"})
        assert answer.status_code in (200, 302, 422), address
        assert b"\0" not in answer.content
