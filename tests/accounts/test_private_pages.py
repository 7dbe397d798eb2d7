import pytest
from django.conf import settings

from tests.accounts.people import confirm_password, sign_in


@pytest.mark.parametrize(
    "address", ["/admin/", "/admin/account/", "/admin/no-such-page/", "/cuenta/2fa/", "/cuenta/sessions/"]
)
def test_pages_of_somebody_who_is_signed_in_are_kept_nowhere(client, member, address):
    sign_in(client, member.email)

    assert client.get(address)["Cache-Control"] == "no-store, private"


def test_the_answer_that_begins_a_session_is_kept_nowhere(client, member):
    assert sign_in(client, member.email)["Cache-Control"] == "no-store, private"


def test_the_page_of_the_second_step_is_kept_nowhere(client, with_totp):
    sign_in(client, with_totp.email)

    assert client.get("/cuenta/2fa/authenticate/")["Cache-Control"] == "no-store, private"


def test_recovery_codes_are_kept_nowhere(client, with_totp):
    client.force_login(with_totp)
    page = confirm_password(client, "/cuenta/2fa/recovery-codes/generate/")
    client.post("/cuenta/2fa/recovery-codes/generate/")

    assert page.status_code == 200
    for address in ("", "download/"):
        response = client.get(f"/cuenta/2fa/recovery-codes/{address}")
        assert response.status_code == 200
        assert response["Cache-Control"] == "no-store, private"


def test_a_stranger_gets_no_session(client, db):
    client.get("/cuenta/login/")

    assert settings.SESSION_COOKIE_NAME not in client.cookies


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(client, member):
    client.get("/cuenta/login/")
    sign_in(client, member.email)

    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
        assert client.cookies[name]["httponly"]
        assert client.cookies[name]["samesite"] == "Lax"


def test_the_session_ends_with_the_browser(client, member):
    sign_in(client, member.email)

    assert client.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == ""
