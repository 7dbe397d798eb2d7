"""What readers do, in a real browser without JavaScript: subscribe, write a letter, sign, share."""

import io
import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageFilter

from cms.form_pages import FormPage
from cms.legislators import Legislator
from cms.models import CampaignPage, HomePage
from cms.pictures import Picture
from cms.statements import StatementPage
from legislation.models import Follow
from tests.browser.test_public_pages import problems
from tests.cms.test_form_pages import QUESTIONS as INQUIRIES
from tests.cms.test_letters import LETTER
from tests.cms.test_site import publish
from tests.legislation.public_rows import make_bill, make_cause

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
TONES = [("ally", "Para ellas"), ("authority", "Para usted"), ("press", "Para publicar")]


@pytest.fixture(autouse=True)
def sending(settings, live_server):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.SITE_URL = live_server.url
    cache.clear()


@pytest.fixture
def home():
    return HomePage.objects.get(locale__language_code="es")


@pytest.fixture
def campaign(home):
    letters = [("letter", LETTER), ("letter", LETTER | {"audience": "family"})]
    Legislator.objects.create(
        name="Diputada Ficticia", chamber="D", region_id="25", email="uno@congreso.invalid"
    )
    Legislator.objects.create(name="Mesa de partes", chamber="S", email="mesa@congreso.invalid", is_desk=True)
    cause = make_cause(make_bill())
    return publish(
        home, CampaignPage, "Una ley", cause=cause, asks=[], body=[], letters=letters, sharing=TONES
    )


SMALL = """() => [...document.querySelectorAll('main .button, main .button-quiet, main button, main select')]
    .filter(part => part.offsetParent && part.offsetHeight < 44).map(part => part.outerHTML.slice(0, 80))"""


def look(page):
    """Nothing that axe finds, nothing that runs off the side, targets large enough for a thumb."""
    assert problems(page, also=lambda page: page.evaluate(SMALL)) == []
    assert page.context.cookies() == []


def test_every_page_of_doing_can_be_used_by_everybody(page, live_server, campaign, home):
    statement = publish(home, StatementPage, "Llamado", body=[("text", "<p>Pedimos que se debata.</p>")])
    form = publish(home, FormPage, "Taller", purpose="Para el taller.", questions=INQUIRIES)
    for address in (
        campaign.get_url(),
        statement.get_url(),
        form.get_url(),
        f"/responder/{form.pk}/gracias/",
        "/suscribirse/adios/",
        "/suscribirse/listo/",
        "/adherir/gracias/",
    ):
        page.goto(live_server.url + address)
        look(page)

    page.goto(live_server.url + campaign.get_url() + "escribir/")
    look(page)
    page.select_option("#c-region", label="Ucayali")
    page.get_by_label("Soy familiar, amiga o aliada").check()
    page.get_by_role("button", name="Preparar mi carta").click()
    look(page)
    assert page.get_by_role("link", name="Abrir en mi correo").count() == 2

    for address in ("/suscribirse/", campaign.get_url() + "escribir/", statement.get_url(), form.get_url()):
        page.goto(live_server.url + address)
        page.evaluate("document.querySelector('form.form').noValidate = true")
        page.evaluate("document.querySelectorAll(':checked').forEach(box => box.checked = false)")
        page.locator("form.form button").click()
        look(page)
        for link in page.get_by_role("alert").get_by_role("link").all():
            assert page.locator(link.get_attribute("href")).count() == 1

    page.goto(live_server.url + "/suscribirse/")
    look(page)
    page.get_by_label("Tu correo electrónico").fill("rosa@ejemplo.pe")
    page.get_by_role("button", name="Pedir los avisos").click()
    look(page)
    page.goto(re.search(r"http\S+", mail.outbox[0].body)[0])
    look(page)
    page.goto(live_server.url + "/suscribirse/confirmar/x/")
    look(page)


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_she_subscribes_without_javascript(page, live_server, campaign):
    page.goto(live_server.url + campaign.get_url())
    page.get_by_role("link", name="Seguir esta causa").click()
    page.get_by_label("Tu correo electrónico").fill("rosa@ejemplo.pe")
    page.get_by_role("button", name="Pedir los avisos").click()
    assert page.get_by_role("heading", name="Revisa tu correo").is_visible()

    page.goto(re.search(r"http\S+", mail.outbox[0].body)[0])
    assert not Follow.objects.exists()
    page.get_by_role("button", name="Sí, quiero los avisos").click()

    assert page.get_by_role("heading", name="Listo").is_visible()
    assert Follow.objects.get().cause == campaign.cause
    assert page.context.cookies() == []


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_a_representative_signs_and_is_told_what_is_missing(page, live_server, home):
    statement = publish(home, StatementPage, "Llamado", body=[])
    page.goto(live_server.url + statement.get_url())
    page.get_by_label("Nombre de la organización").fill("Red Ejemplo")
    page.select_option("#a-region", label="Piura")
    page.get_by_label("Quién firma por ella").fill("Rosa Ficticia")
    page.get_by_label("Su cargo").fill("Presidenta")
    page.get_by_label("Correo para confirmar").fill("rosa@ejemplo")
    page.get_by_role("button", name="Enviar la firma").click()
    assert "Escribe un correo completo" in page.get_by_role("alert").inner_text()
    page.get_by_label("Correo para confirmar").fill("rosa@ejemplo.pe")
    page.get_by_role("button", name="Enviar la firma").click()

    assert page.get_by_role("heading", name="Recibimos la firma").is_visible()
    assert statement.adhesions.get().organization == "Red Ejemplo"


def weigh(page, address):
    """Bytes of everything that comes over the wire for a page, in the order of its coming."""
    came, devtools = [], page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.on("Network.loadingFinished", lambda one: came.append(one["encodedDataLength"]))
    page.goto(address, wait_until="networkidle")
    devtools.detach()
    return [size for size in came if size]


def photograph():
    """As detailed as those of a telephone are."""
    grain = Image.effect_noise((2400, 1600), 60).filter(ImageFilter.GaussianBlur(2))
    packed = io.BytesIO()
    Image.merge("RGB", [grain, grain.rotate(90), grain.rotate(180)]).save(packed, "JPEG", quality=92)
    file = SimpleUploadedFile("plaza.jpg", packed.getvalue())
    return Picture.objects.create(title="Plaza", description="Una plaza con gente", file=file)


def with_words(picture):
    picture.contextual_alt_text, picture.decorative = "Una plaza con gente", False
    return picture


def test_a_visit_costs_little_and_a_second_one_next_to_nothing(
    page, live_server, campaign, tmp_path, settings
):
    """Here styles and scripts come as they are written; a site that is served has them packed, a fourth of it."""
    settings.MEDIA_ROOT = tmp_path
    bill = campaign.cause.bills.get()
    for address, most in (("/", 45), (campaign.get_url(), 45), (bill.get_absolute_url(), 45)):
        first = weigh(page, live_server.url + address)
        again = weigh(page, live_server.url + address)
        assert len(first) <= 4 and sum(first) <= most * 1024, (address, first)
        assert sum(again) <= 15 * 1024, (address, again)

    campaign.body = [("picture", {"picture": with_words(photograph()), "caption": "", "credit": ""})]
    campaign.save_revision().publish()
    assert sum(weigh(page, live_server.url + campaign.get_url())) <= 250 * 1024
