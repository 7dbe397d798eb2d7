"""The staff screens in a real browser: accessibility, the content policy, phones, and the work itself."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from legislation.models import CauseBill, Demonstration, Follow, LabelReading, Message, Step
from scrapers.models import Source
from tests.browser.accessibility import faults
from tests.legislation.staff import (
    coordinator,
    keep,
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

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

WIDTHS = (360, 1280)
MENU = ("#wagtail-sidebar",)
MAIL = '<h1>Se movió</h1><script>document.title = "ran"</script><img src="https://malo.example/x.png">'


@pytest.fixture
def rosa():
    return coordinator(first_name="Rosa", last_name="Huamán")


@pytest.fixture
def rows(rosa):
    """A cause with a chain, a bill with a life, something to decide, something that failed."""
    Demonstration.objects.create(pk=1)
    old = make_bill(12475, label="12475/2025-CR")
    bill = make_bill(
        434, period=2026, chamber="D", label="00434/2026-CD", stage="reported", status="Dictamen"
    )
    cause = make_cause(bills=[old, bill], terms="trabajo sexual\nmeretricio", purpose="Pedimos una ley.")
    Follow.objects.create(user=member(), cause=cause)
    run = make_run()
    capture = keep(run=run)
    step = make_step(bill, stage="reported", late=True, committees=["Mujer y Familia"], detail="Favorable")
    make_step(bill, "Orden del día", source_key="hand:1", entered_by=rosa, entered_note="Nos llamaron.")
    bill.documents.create(step=step, source_key="1", title="dictamen.pdf")
    change = make_change(
        bill, step=step, run=run, snapshot=capture, told=[rosa], late=True, day=date(2026, 11, 1)
    )
    change.deliveries.update(state="failed", error="550 <rosa@example.org>: User unknown")
    senate = Source.objects.get(name="lista-2026-senado")
    Source.objects.filter(pk=senate.pk).update(failures=3, failing_since=run.started)
    make_run(senate, "failed", problem="blocked", note="403")
    match = make_match(cause, make_bill(1001, period=2026, chamber="S", title="LEY DEL TRABAJO SEXUAL"))
    return {
        "cause": cause,
        "bill": bill,
        "change": change,
        "capture": capture,
        "match": match,
        "link": make_link(old, bill),
        "label": LabelReading.objects.create(key="con opinion", label="Con opinión"),
        "message": make_message(rosa, deliveries=change.deliveries.all(), html=MAIL),
        "delivery": change.deliveries.get(),
        "source": senate,
        "run": run,
    }


def addresses(rows):
    pk = {name: row.pk for name, row in rows.items()}
    return {
        "home": reverse("wagtailadmin_home"),
        **{
            name: reverse(f"{name}:index")
            for name in (
                "causes",
                "bills",
                "changes",
                "matches",
                "links",
                "labels",
                "mails",
                "deliveries",
                "captures",
            )
        },
        **{name: reverse(f"{name}:index") for name in ("sources", "runs")},
        "cause": reverse("causes:inspect", args=[pk["cause"]]),
        "new cause": reverse("causes:add"),
        "edit cause": reverse("causes:edit", args=[pk["cause"]]),
        "take out": reverse("causes:remove_bill", args=[pk["cause"], rows["cause"].chain.first().pk]),
        "bill": reverse("bills:inspect", args=[pk["bill"]]),
        "enter step": reverse("bills:enter_step", args=[pk["bill"]]),
        "change": reverse("changes:inspect", args=[pk["change"]]),
        "capture": reverse("captures:inspect", args=[pk["capture"]]),
        "label": reverse("labels:inspect", args=[pk["label"]]),
        "edit label": reverse("labels:edit", args=[pk["label"]]),
        "message": reverse("mails:inspect", args=[pk["message"]]),
        "delivery": reverse("deliveries:inspect", args=[pk["delivery"]]),
        "source": reverse("sources:inspect", args=[pk["source"]]),
        "edit source": reverse("sources:edit", args=[pk["source"]]),
        "run": reverse("runs:inspect", args=[pk["run"]]),
    }


@pytest.fixture
def staff(page, live_server, rosa):
    client = Client()
    client.force_login(rosa)
    value = client.cookies["session"].value
    page.context.add_cookies([{"name": "session", "value": value, "url": live_server.url}])
    page.set_default_timeout(15_000)
    return page


def test_every_screen_is_accessible_fits_and_asks_nobody_else(staff, live_server, rows):
    asked, said, found = [], [], {}
    staff.on("request", lambda request: asked.append(request.url))
    staff.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    staff.on("pageerror", lambda error: said.append(str(error)))
    walk = addresses(rows)
    mail = walk.pop("message")  # what a mail holds is blocked, as it should be: see below

    for name, address in walk.items():
        found[name] = look_at(staff, live_server.url + address, but=() if name == "home" else MENU)
    strangers = [url for url in asked if not url.startswith((live_server.url, "data:", "blob:"))]
    blocked = list(said)
    found["message"] = look_at(staff, live_server.url + mail)

    assert {name: what for name, what in found.items() if what} == {}
    assert strangers == []
    assert blocked == []


def look_at(page, address, but=MENU):
    """What is wrong with a staff screen; the menu, the same on each, is looked at on the first one."""
    page.goto(address)
    page.wait_for_selector("body.ready")
    return faults(page, within="document.querySelector('main')", but=but)


def test_the_html_of_a_mail_runs_nothing_and_asks_nobody(staff, live_server, rows):
    answered = []
    staff.on("response", lambda response: answered.append(response.url))

    staff.goto(live_server.url + addresses(rows)["message"], wait_until="networkidle")

    box = staff.frame_locator("iframe.staff-mail")
    expect(box.get_by_role("heading", name="Se movió")).to_be_visible()
    assert staff.frames[1].title() != "ran"
    assert [url for url in answered if "malo.example" in url] == []


def test_the_banner_of_the_demonstration_hides_nothing(staff, live_server, rows):
    for width in WIDTHS:
        staff.set_viewport_size({"width": width, "height": 740})
        staff.goto(live_server.url + addresses(rows)["bill"])
        staff.wait_for_selector("body.ready")

        banner = staff.locator(".staff-demonstration").bounding_box()
        header = staff.locator("header.w-slim-header").bounding_box()
        assert (banner["y"], banner["width"]) == (0, width)
        assert header["y"] >= banner["height"]
        toggle = staff.locator(".sidebar-nav-toggle")
        if toggle.is_visible():
            assert toggle.bounding_box()["y"] >= banner["height"]


def test_on_a_phone_the_menu_opens_and_leads_to_what_waits(staff, live_server, rows):
    staff.set_viewport_size({"width": 360, "height": 740})
    staff.goto(live_server.url + reverse("wagtailadmin_home"))

    staff.locator(".sidebar-nav-toggle").click()
    menu = staff.locator("#wagtail-sidebar")
    menu.get_by_role("button", name="Congreso").click()
    menu.get_by_role("link", name="Por revisar").click()

    expect(staff.get_by_role("button", name="Es de la causa", exact=True)).to_be_visible()


def test_a_proposed_bill_is_taken_in_and_the_decision_taken_back(staff, live_server, rows):
    staff.goto(live_server.url + reverse("matches:index"))

    staff.get_by_role("button", name="Es de la causa", exact=True).click()
    expect(staff.get_by_text("ya es parte de la causa")).to_be_visible()
    expect(staff.get_by_text("No hay nada que revisar.")).to_be_visible()
    assert CauseBill.objects.filter(bill=rows["match"].bill).exists()

    staff.goto(live_server.url + reverse("matches:index") + "?state=all")
    staff.get_by_role("button", name="Volver a abrir").click()
    expect(staff.get_by_role("button", name="Es de la causa", exact=True)).to_be_visible()
    assert not CauseBill.objects.filter(bill=rows["match"].bill).exists()


def test_the_list_follows_what_is_typed_and_what_is_filtered(staff, live_server, rows):
    staff.goto(live_server.url + reverse("bills:index"))
    results = staff.locator("#listing-results")

    staff.get_by_placeholder("Buscar…").fill("PL 12475")
    expect(results.get_by_role("link", name="00434/2026-CD")).to_have_count(0)
    expect(results.get_by_role("link", name="12475/2025-CR")).to_be_visible()

    staff.get_by_placeholder("Buscar…").fill("")
    expect(results.get_by_role("link", name="00434/2026-CD")).to_be_visible()
    filters = staff.locator("#filters-drilldown")
    filters.get_by_role("button").first.click()
    filters.get_by_role("button", name="Caducó").click()
    staff.get_by_label("Caducó").select_option("1")
    expect(results.get_by_role("link", name="00434/2026-CD")).to_have_count(0)
    expect(results.get_by_role("link", name="12475/2025-CR")).to_be_visible()


def test_a_step_is_written_down_on_a_phone(staff, live_server, rows):
    staff.set_viewport_size({"width": 360, "height": 740})
    staff.goto(live_server.url + addresses(rows)["bill"])

    staff.get_by_role("link", name="Anotar un paso").click()
    staff.get_by_label("¿Qué pasó?").fill("En debate - Pleno")
    staff.get_by_label("¿Cómo lo supimos?").fill("Lo vemos por televisión.")
    staff.get_by_role("button", name="Guardar y avisar").click()

    expect(staff.get_by_text("Avisamos a 1 persona, como «sin confirmar»")).to_be_visible()
    step = Step.objects.get(status="En debate - Pleno")
    assert step.stage == "debate"


def test_a_cause_is_written_down_and_finds_its_bills(staff, live_server, rows):
    staff.goto(live_server.url + reverse("causes:index"))

    staff.get_by_role("link", name="Nueva causa").click()
    staff.get_by_label("Nombre*", exact=True).fill("Derechos laborales")
    staff.get_by_label("Palabras que buscamos").fill("trabajo sexual")
    staff.get_by_role("button", name="Guardar").click()

    expect(staff.get_by_text("1 proyecto dice estas palabras")).to_be_visible()
    expect(staff.get_by_role("heading", name="Derechos laborales", level=2)).to_be_visible()


def test_a_spreadsheet_is_downloaded_as_filtered(staff, live_server, rows):
    staff.goto(live_server.url + reverse("bills:index") + "?period=2026")
    staff.get_by_role("button", name="Acciones").click()

    with staff.expect_download() as waiting:
        staff.get_by_role("link", name="CSV").click()

    text = waiting.value.path().read_text(encoding="utf-8-sig")
    assert "00434/2026-CD" in text
    assert "12475/2025-CR" not in text
    assert Message.objects.count() == 1
