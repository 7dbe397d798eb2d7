import re

import pytest
from django.urls import URLResolver, get_resolver, resolve
from wagtail.admin import urls as wagtailadmin_urls

from accounts.models import User
from tests.accounts.people import ANOTHER_PASSWORD, PASSWORD, sign_in

SIGN_IN = "/cuenta/login/"
RESET = "/cuenta/password/reset/"
# What the sign-in page of any Wagtail gives to everybody: drawings of its icons, and its words.
OPEN = {"/admin/sprite/", "/admin/jsi18n/"}


def admin_addresses():
    found = set()
    for pattern in get_resolver().url_patterns:
        if str(pattern.pattern) == "admin/":
            found |= set(addresses(pattern, "/"))
    return sorted(found)


def addresses(pattern, prefix):
    address = prefix + example(str(pattern.pattern))
    if not isinstance(pattern, URLResolver):
        yield address
        return
    for child in pattern.url_patterns:
        yield from addresses(child, address)


def example(route):
    """An address that a route, or a regular expression, takes."""
    route = re.sub(r"<int:\w+>", "1", route)
    route = re.sub(r"<(?:\w+:)?\w+>", "x", route) if "(?P" not in route else route
    route = re.sub(r"\(\?P<\w+>[^()]*(?:\([^()]*\)[^()]*)*\)", "1", route)
    return route.replace("^", "").replace("$", "").replace("\\Z", "").replace(".*", "somewhere")


def test_the_walk_sees_the_whole_admin():
    walked = admin_addresses()

    assert len(walked) > 150
    assert "/admin/users/edit/1/" in walked
    assert "/admin/login/" in walked


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_is_led_from_every_admin_address_to_the_sign_in(client, db, method):
    answers = {address: getattr(client, method)(address) for address in admin_addresses()}

    let_in = {
        address: response.status_code
        for address, response in answers.items()
        if address not in OPEN and not led_away(response)
    }
    assert let_in == {}


def led_away(response):
    """Some addresses first lead to /admin/login/, which leads on; signing out leads home."""
    ways = (SIGN_IN, RESET, "/admin/login/")
    return response.status_code == 302 and (response.url.startswith(ways) or response.url == "/")


def test_an_admin_address_that_does_not_exist_tells_a_stranger_nothing(client, db):
    response = client.get("/admin/no-such-page/", follow=True)

    assert response.redirect_chain[-1][0].startswith(SIGN_IN)


def test_wagtails_own_sign_in_leads_to_ours_and_keeps_the_way(client, db):
    assert client.get("/admin/login/?next=/admin/users/").url == f"{SIGN_IN}?next=/admin/users/"


def test_wagtails_own_sign_in_takes_no_password(client, with_totp):
    client.post("/admin/login/", {"username": with_totp.email, "password": PASSWORD})

    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize("address", ["", "done/", "confirm/MQ/set-password/", "confirm/MQ/x-1/", "complete/"])
def test_wagtails_own_password_reset_leads_to_ours(client, db, address):
    assert client.get(f"/admin/password_reset/{address}").url == RESET
    assert client.post(f"/admin/password_reset/{address}", {"email": "a@example.org"}).url == RESET


def test_no_view_of_wagtails_sign_in_answers_at_its_address():
    names = {"login/", "logout/", "password_reset/"}
    assert names <= {str(pattern.pattern) for pattern in wagtailadmin_urls.urlpatterns}

    for name in names:
        assert not resolve(f"/admin/{name}").func.__module__.startswith("wagtail")


def test_signing_out_of_the_staff_screens_is_signing_out(client, member):
    sign_in(client, member.email)

    response = client.post("/admin/logout/")

    assert response.url == "/"
    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize("address", ["/admin/logout/", "/cuenta/logout/"])
def test_following_a_link_never_signs_out(client, member, address):
    sign_in(client, member.email)

    page = client.get(address)

    assert "¿Quieres salir?" in page.content.decode()
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize("address", ["/django-admin/", "/django-admin/login/"])
def test_djangos_admin_is_not_there(client, administrator, address):
    sign_in(client, administrator.email)

    assert client.get(address).status_code == 404


def test_somebody_without_a_place_on_the_team_is_told_so_and_not_sent_in_circles(client, reader):
    sign_in(client, reader.email)

    for address in ("/admin/", "/admin/users/", "/admin/no-such-page/", "/admin/login/"):
        response = client.get(address, follow=True)

        assert response.status_code == 403
        assert "Esta parte es solo para el equipo" in response.content.decode()


def test_somebody_without_a_place_on_the_team_can_still_sign_out(client, reader):
    sign_in(client, reader.email)

    client.post("/admin/logout/")

    assert client.get("/seguimiento/").wsgi_request.user.is_anonymous


def test_the_account_page_of_the_admin_offers_no_second_way_to_password_or_address(client, member):
    sign_in(client, member.email)

    html = client.get("/admin/account/").content.decode()

    assert 'type="password"' not in html
    assert 'type="email"' not in html
    assert "/cuenta/2fa/" in html


def test_the_account_page_of_the_admin_takes_no_password_and_no_address(client, member):
    sign_in(client, member.email)

    client.post(
        "/admin/account/",
        {
            "name_email-first_name": "Mía",
            "name_email-last_name": "Torres",
            "name_email-email": "thief@example.org",
            "password-old_password": PASSWORD,
            "password-new_password1": ANOTHER_PASSWORD,
            "password-new_password2": ANOTHER_PASSWORD,
            "locale-preferred_language": "es",
            "theme-theme": "system",
            "theme-contrast": "system",
            "theme-density": "default",
        },
    )

    user = User.objects.get()
    assert user.last_name == "Torres"
    assert user.email == member.email
    assert user.check_password(PASSWORD)


@pytest.mark.parametrize("address", ["email/", "confirm-email/", "confirm-email/abc/", "login/code/confirm/"])
def test_ways_of_allauth_that_we_do_not_use_are_closed(client, member, address):
    sign_in(client, member.email)

    assert client.get(f"/cuenta/{address}").status_code == 404
    assert client.post(f"/cuenta/{address}", {"action_add": "", "email": "b@example.org"}).status_code == 404
