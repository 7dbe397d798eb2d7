"""The public pages in a real browser: rules of accessibility, sizes, the content policy, no script."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from legislation.models import Demonstration, Follow
from tests.browser.accessibility import RULES, THE_OTHER_WAY_ROUND, dress, faults, too_wide
from tests.legislation.public_rows import make_bill, make_cause, make_life, make_link, make_step, rich_bill

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

WIDTHS = (360, 1280)


@pytest.fixture(autouse=True)
def spanish():
    with translation.override("es"):
        yield


@pytest.fixture
def ana():
    return User.objects.create_user("ana@example.org", "una clave larga y buena")


@pytest.fixture
def addresses(ana):
    """One page of every kind, each at its fullest."""
    bill = rich_bill()
    make_step(
        bill, "Orden del Día", stage="scheduled", day=date(2026, 11, 20), entered_by=ana, source_key="hand:1"
    )
    lapsed = make_bill(99475, period=2021, chamber="C")
    make_link(lapsed, bill, "refiled_as")
    carried = make_bill(90045)
    make_link(bill, carried, "accumulated")
    unknown = make_bill(90101, stage="unknown", status="ACUERDO INÉDITO")
    law = make_bill(90102, period=2021, chamber="C", stage="law", status="Publicada", law_number="99001")
    make_life(
        law, ("PRESENTADO", "filed", date(2025, 3, 1)), ("AUTÓGRAFA", "sent_to_executive", date(2025, 9, 1))
    )
    for number in range(30):
        make_bill(92000 + number)
    cause = make_cause(bill, lapsed)
    Follow.objects.create(user=ana, cause=cause)
    Follow.objects.create(user=ana, bill=carried)
    Demonstration.objects.create(pk=1)
    bills = [page.get_absolute_url() for page in (bill, lapsed, carried, unknown, law)]
    return {
        "home": "/",
        "list": reverse("bills"),
        "filtered": reverse("bills") + "?q=nada&period=abc",
        "cause": reverse("cause", args=[cause.slug]),
        "missing": "/proyectos/2021/C/1/",
        "english": f"/en{bills[0]}",
        **{f"bill {number}": address for number, address in enumerate(bills)},
    }


def problems(page, looks=THE_OTHER_WAY_ROUND, **more):
    """What is wrong with a page of the public, all of it unfolded."""
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    return faults(page, looks=looks, rules=[*RULES, "best-practice"], **more)


def sign_in(page, live_server, user):
    client = Client()
    client.force_login(user)
    cookie = client.cookies["session"]
    page.context.add_cookies([{"name": "session", "value": cookie.value, "url": live_server.url}])


SMALL = """() => [...document.querySelectorAll('nav a, .button, .button-quiet, button, input, select, summary')]
    .filter(part => part.offsetParent && part.type !== 'hidden' && part.offsetHeight < 44)
    .map(part => part.outerHTML.slice(0, 80))"""


def test_axe_finds_nothing_nothing_runs_off_the_side_and_targets_are_large_enough(
    page, live_server, addresses
):
    found = {}
    for name, address in addresses.items():
        page.goto(live_server.url + address)
        found[name] = problems(page, also=lambda page: page.evaluate(SMALL))

    assert {name: what for name, what in found.items() if what} == {}


@pytest.mark.parametrize("width", WIDTHS)
def test_folded_as_it_comes_nothing_runs_off_the_side(page, live_server, addresses, width):
    dress(page, width, "light")
    for name, address in addresses.items():
        page.goto(live_server.url + address)

        assert too_wide(page) == [], name


def test_axe_finds_nothing_on_what_a_member_sees(page, live_server, addresses, ana):
    sign_in(page, live_server, ana)

    for address in (reverse("following"), addresses["bill 0"]):
        page.goto(live_server.url + address)
        assert problems(page) == []


def test_the_policy_blocks_nothing_and_no_other_site_is_asked(page, live_server, addresses):
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    for name, address in addresses.items():
        if name != "missing":
            page.goto(live_server.url + address)

    assert [url for url in asked if not url.startswith(live_server.url)] == []
    assert said == []


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_a_reader_without_javascript_searches_and_reads(page, live_server, addresses):
    page.goto(live_server.url + addresses["list"])
    page.get_by_label("Número, palabra del título o nombre de quien firma").fill("90012")
    page.get_by_role("button", name="Buscar").click()
    page.get_by_role("link", name="Ley que reconoce los derechos").click()

    assert page.get_by_role("heading", name="Con dictamen").is_visible()
    assert page.get_by_role("img", name="Camino del proyecto 90012-2026-2031-CD").is_visible()


@pytest.mark.parametrize(("width", "shown"), [(360, "tall"), (1280, "wide")])
def test_the_path_is_drawn_once_and_each_mark_stands_beside_its_words(
    page, live_server, addresses, width, shown
):
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(live_server.url + addresses["bill 0"])

    assert page.locator(".drawing:visible").count() == 1
    assert page.locator(f".drawing.{shown}").is_visible()
    marks = [mark.bounding_box() for mark in page.locator(f".drawing.{shown} .mark .disc").all()]
    stops = [stop.bounding_box() for stop in page.locator(".stops li").all()]
    assert len(marks) == len(stops) == 8
    axis, size = ("y", "height") if shown == "tall" else ("x", "width")
    for mark, stop in zip(marks, stops, strict=True):
        assert abs(mark[axis] + mark[size] / 2 - stop[axis] - stop[size] / 2) < 2


def test_a_member_follows_and_leaves_from_the_page(page, live_server, addresses, ana):
    sign_in(page, live_server, ana)
    page.goto(live_server.url + addresses["bill 0"])

    page.get_by_role("button", name="Seguir este proyecto").click()
    page.get_by_role("button", name="Dejar de seguir").click()

    assert page.get_by_role("button", name="Seguir este proyecto").is_visible()
    assert page.url == live_server.url + addresses["bill 0"]


def test_a_keyboard_reaches_the_content_first(page, live_server, addresses):
    page.goto(live_server.url + addresses["bill 0"])

    page.keyboard.press("Tab")
    assert page.get_by_role("link", name="Ir al contenido").is_visible()
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "contenido"


def test_a_printed_sheet_does_not_bear_the_sign(page, live_server, addresses):
    page.emulate_media(media="print")
    page.goto(live_server.url + addresses["bill 0"])

    assert page.locator(".umbrella:visible >> path:visible").count() == 0
    assert page.locator(".stops").is_visible()
