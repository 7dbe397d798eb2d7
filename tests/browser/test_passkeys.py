"""Passkeys, with a phone that Chromium plays."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache

from tests.accounts.people import PASSWORD, add_user
from tests.browser.standing import restore_groups
from tests.browser.watching import Visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


@pytest.fixture
def visit(page, live_server):
    cache.clear()
    page.set_default_timeout(15_000)
    return Visit(page, live_server.url)


@pytest.fixture
def rosa(db):
    restore_groups()
    return add_user("rosa@example.org", "Equipo")


class Phone:
    def __init__(self, page):
        self.session = page.context.new_cdp_session(page)
        self.session.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        answer = self.session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        self.pk = answer["authenticatorId"]

    def no_longer_recognises_her(self):
        self.session.send("WebAuthn.setUserVerified", {"authenticatorId": self.pk, "isUserVerified": False})


@pytest.fixture
def phone(page):
    return Phone(page)


def type_password(page, user):
    page.fill("[name=login]", user.email)
    page.fill("[name=password]", PASSWORD)
    page.click("main button:has-text('Entrar')")


def add_passkey(visit, user):
    page = visit.go("/cuenta/login/?next=/cuenta/2fa/webauthn/add/")
    type_password(page, user)
    page.fill("[name=password]", PASSWORD)
    page.click("text=Continuar")
    page.fill("[name=name]", "Mi teléfono")
    page.click("main button:has-text('Agregar la llave')")
    page.wait_for_url("**/recovery-codes/")
    return page


def sign_out(visit):
    page = visit.go("/cuenta/logout/")
    page.click("main button:has-text('Salir')")
    page.wait_for_url(visit.site + "/")


def test_a_passkey_opens_the_staff_screens_without_a_password(visit, phone, rosa):
    add_passkey(visit, rosa)
    sign_out(visit)

    page = visit.go("/cuenta/login/?next=/admin/account/")
    page.click("text=Usar mi llave de acceso")
    page.wait_for_url("**/admin/account/")

    assert visit.heard() == []
    assert Authenticator.objects.get(type="webauthn").wrap().name == "Mi teléfono"


def test_with_a_passkey_the_password_alone_is_no_longer_enough(visit, phone, rosa):
    add_passkey(visit, rosa)
    sign_out(visit)

    page = visit.go("/cuenta/login/?next=/admin/account/")
    type_password(page, rosa)
    page.wait_for_url("**/authenticate/**")
    shut_out = visit.go("/admin/account/").url
    visit.go("/cuenta/2fa/authenticate/")
    page.click("text=Usar mi llave de acceso")
    page.wait_for_url("**/admin/account/")

    assert "/admin/" not in shut_out.partition("?")[0]
    assert visit.heard() == []


def test_a_phone_that_does_not_recognise_her_is_answered_in_words(visit, phone, rosa):
    add_passkey(visit, rosa)
    sign_out(visit)
    phone.no_longer_recognises_her()

    page = visit.go("/cuenta/login/")
    page.click("text=Usar mi llave de acceso")

    page.wait_for_selector("text=No se pudo usar la llave de acceso.")
    assert "/cuenta/login/" in page.url


def test_a_passkey_is_renamed_and_removed(visit, phone, rosa):
    page = add_passkey(visit, rosa)

    visit.go("/cuenta/2fa/webauthn/")
    page.click("text=Cambiar el nombre")
    page.fill("[name=name]", "Teléfono viejo")
    page.click("main button:has-text('Guardar')")
    page.wait_for_selector("h2:has-text('Teléfono viejo')")
    page.click("main a:has-text('Quitar')")
    page.click("main button:has-text('Quitar la llave')")

    page.wait_for_selector("text=Todavía no tienes ninguna.")
    assert not Authenticator.objects.exists()


def test_without_javascript_she_is_led_to_what_works(browser, live_server, rosa):
    cache.clear()
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{live_server.url}/cuenta/login/?next=/cuenta/2fa/webauthn/add/")

    assert not page.is_visible("text=Usar mi llave de acceso")
    type_password(page, rosa)
    page.fill("[name=password]", PASSWORD)
    page.click("text=Continuar")

    assert page.is_visible("text=La aplicación de códigos sí funciona aquí.")
    assert not page.is_visible("main button:has-text('Agregar la llave')")
