"""The pages of signing in, for every eye and every width."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from tests.accounts.people import PASSWORD, SECRET, add_user, confirm_password, sign_in, totp
from tests.browser.accessibility import LOOKS, THE_OTHER_WAY_ROUND, faults
from tests.browser.standing import restore_groups
from tests.browser.watching import Visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

STRANGER = [
    "login/",
    "signup/",
    "password/reset/",
    "password/reset/done/",
    "password/reset/key/1-x/",
    "inactive/",
]
SIGNED_IN = [
    "2fa/",
    "2fa/totp/activate/",
    "2fa/webauthn/",
    "2fa/webauthn/add/",
    "password/change/",
    "sessions/",
    "logout/",
    "reauthenticate/",
]
WITH_FACTOR = ["2fa/", "2fa/totp/deactivate/", "2fa/recovery-codes/", "2fa/recovery-codes/generate/"]


@pytest.fixture
def visit(page, live_server):
    cache.clear()
    page.set_default_timeout(15_000)
    return Visit(page, live_server.url)


@pytest.fixture
def rosa(db):
    restore_groups()
    return add_user("rosa@example.org", "Equipo")


def give_session(visit, client):
    value = client.cookies["session"].value
    visit.page.context.add_cookies([{"name": "session", "value": value, "url": visit.site}])


def look(visit, pages, prefix, looks):
    found = {address: faults(visit.go(f"{prefix}/cuenta/{address}"), looks=looks) for address in pages}
    return {address: what for address, what in found.items() if what} | dict.fromkeys(visit.heard(), "heard")


@pytest.mark.parametrize(("prefix", "looks"), [("", LOOKS), ("/en", THE_OTHER_WAY_ROUND)], ids=["es", "en"])
def test_axe_finds_nothing_and_nothing_runs_off_the_side(visit, rosa, prefix, looks):
    client = Client()

    assert look(visit, STRANGER, prefix, looks) == {}
    sign_in(client, rosa.email)
    confirm_password(client, "/cuenta/2fa/")
    give_session(visit, client)
    assert look(visit, SIGNED_IN, prefix, looks) == {}
    TOTP.activate(rosa, SECRET)
    client.post("/cuenta/2fa/recovery-codes/generate/")
    assert look(visit, WITH_FACTOR, prefix, looks) == {}


def test_axe_finds_nothing_where_something_went_wrong(visit, rosa):
    TOTP.activate(rosa, SECRET)

    page = visit.go("/cuenta/login/")
    page.fill("[name=login]", rosa.email)
    page.fill("[name=password]", "no es mi contraseña")
    page.click("main button:has-text('Entrar')")
    page.wait_for_selector("[role=alert]:visible")
    assert faults(page) == []
    page.fill("[name=password]", PASSWORD)
    page.click("main button:has-text('Entrar')")
    page.fill("[name=code]", "000000")
    page.click("main button:has-text('Entrar')")
    page.wait_for_selector("[role=alert]:visible")
    assert faults(page) == []


def test_axe_finds_nothing_where_somebody_is_not_let_in(visit):
    reader = User.objects.create_user("rita@example.org", PASSWORD)
    client = Client()
    sign_in(client, reader.email)
    give_session(visit, client)

    assert faults(visit.go("/admin/")) == []


def test_a_code_of_the_app_fits_in_with_the_keyboard_alone(visit, rosa):
    TOTP.activate(rosa, SECRET)
    page = visit.go("/cuenta/login/?next=/admin/account/")

    page.focus("[name=login]")
    page.keyboard.type(rosa.email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("[name=code]:focus")  # keys typed before the cursor stands there are lost
    page.keyboard.type(totp())
    page.keyboard.press("Enter")

    page.wait_for_url("**/admin/account/")
