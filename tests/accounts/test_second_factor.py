import time
from datetime import UTC, datetime

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from tests.accounts.people import (
    ANOTHER_PASSWORD,
    SECRET,
    confirm_password,
    link_in_last_mail,
    sign_in,
    totp,
)

STEP = "/cuenta/2fa/authenticate/"
ACTIVATE = "/cuenta/2fa/totp/activate/"
CODES = "/cuenta/2fa/recovery-codes/"


@pytest.fixture(autouse=True)
def middle_of_a_period(time_machine):
    """A code made here is good here: no test straddles the turn of a period."""
    time_machine.move_to(datetime(2026, 11, 21, 12, 0, 15, tzinfo=UTC), tick=False)


def inside(client):
    return client.get("/admin/").status_code == 200


def enrol(client, user):
    """Through the screens, as she would."""
    sign_in(client, user.email)
    page = confirm_password(client, ACTIVATE)
    secret = page.context["form"].secret
    client.post(ACTIVATE, {"code": totp(secret)})
    return secret


def test_the_password_alone_does_not_open_the_staff_screens(client, with_totp):
    response = sign_in(client, with_totp.email)

    assert response.url == STEP
    assert not inside(client)


def test_password_and_code_open_them(client, with_totp):
    sign_in(client, with_totp.email)

    client.post(STEP, {"code": totp()})

    assert inside(client)


def test_a_code_with_a_space_in_the_middle_is_understood(client, with_totp):
    sign_in(client, with_totp.email)

    client.post(STEP, {"code": f"{totp()[:3]} {totp()[3:]}"})

    assert inside(client)


@pytest.mark.parametrize("seconds", [-30, 30])
def test_a_phone_that_is_half_a_minute_off_is_accepted(client, with_totp, seconds):
    sign_in(client, with_totp.email)

    client.post(STEP, {"code": totp(at=time.time() + seconds)})

    assert inside(client)


@pytest.mark.parametrize("seconds", [-60, 60])
def test_a_code_of_another_minute_is_refused(client, with_totp, seconds):
    sign_in(client, with_totp.email)

    client.post(STEP, {"code": totp(at=time.time() + seconds)})

    assert not inside(client)


@pytest.mark.parametrize("later", [0, 31, 44])
def test_a_code_seen_over_her_shoulder_is_refused_as_long_as_it_would_be_valid(
    client, with_totp, time_machine, later
):
    code = totp()
    sign_in(client, with_totp.email)
    client.post(STEP, {"code": code})
    thief = Client()
    sign_in(thief, with_totp.email)

    time_machine.shift(later)
    response = thief.post(STEP, {"code": code})

    assert "Ese código no es correcto, o ya se usó." in response.content.decode()
    assert not inside(thief)


def test_five_wrong_codes_stop_the_guessing(client, with_totp):
    sign_in(client, with_totp.email)
    for number in range(5):
        client.post(STEP, {"code": f"00000{number}"})

    response = client.post(STEP, {"code": totp()})

    assert "Hubo demasiados intentos" in response.content.decode()
    assert not inside(client)


def test_the_second_step_is_nothing_without_the_first(client, with_totp):
    assert client.post(STEP, {"code": totp()}).url.startswith("/cuenta/login/")


def test_enrolling_shows_the_drawing_and_the_same_secret_to_copy(client, member):
    sign_in(client, member.email)

    page = confirm_password(client, ACTIVATE)

    html = page.content.decode()
    assert 'src="data:image/svg+xml;base64,' in html
    assert page.context["form"].secret in html
    assert 'fill="white"' in page.context["totp_svg"]


def test_enrolling_asks_first_who_she_is(client, member):
    sign_in(client, member.email)

    assert client.get(ACTIVATE).url.startswith("/cuenta/reauthenticate/")


def test_enrolling_takes_effect_and_hands_out_recovery_codes(client, member):
    secret = enrol(client, member)
    codes = client.get(CODES).context["unused_codes"]
    client.post("/cuenta/logout/")

    assert len(codes) == 10
    assert sign_in(client, member.email).url == STEP
    client.post(STEP, {"code": totp(secret, at=time.time() + 30)})
    assert inside(client)


def test_a_wrong_code_does_not_enrol(client, member):
    sign_in(client, member.email)
    confirm_password(client, ACTIVATE)

    client.post(ACTIVATE, {"code": "000000"})

    assert not Authenticator.objects.exists()


def test_a_recovery_code_works_once(client, member):
    enrol(client, member)
    code = client.get(CODES).context["unused_codes"][3]
    first, second = Client(), Client()
    sign_in(first, member.email)
    sign_in(second, member.email)

    first.post(STEP, {"code": code})
    second.post(STEP, {"code": code})

    assert inside(first)
    assert not inside(second)


def test_recovery_codes_are_shown_and_downloaded_only_after_confirming(client, member):
    secret = enrol(client, member)
    later = Client()
    sign_in(later, member.email)
    later.post(STEP, {"code": totp(secret, at=time.time() + 30)})

    for page in (CODES, f"{CODES}download/", f"{CODES}generate/"):
        assert later.get(page).url.startswith("/cuenta/reauthenticate/")
    confirm_password(later, CODES)
    assert later.get(f"{CODES}download/").content.decode().split() == later.get(CODES).context["unused_codes"]


def test_new_recovery_codes_replace_the_former_ones(client, member):
    enrol(client, member)
    former = client.get(CODES).context["unused_codes"]

    client.post(f"{CODES}generate/")

    assert set(client.get(CODES).context["unused_codes"]).isdisjoint(former)


def test_removing_the_app_asks_who_she_is_and_tells_her(client, with_totp):
    sign_in(client, with_totp.email)
    client.post(STEP, {"code": totp()})
    assert client.post("/cuenta/2fa/totp/deactivate/").url.startswith("/cuenta/reauthenticate/")
    confirm_password(client, "/cuenta/2fa/totp/deactivate/")

    client.post("/cuenta/2fa/totp/deactivate/")

    assert not Authenticator.objects.exists()
    assert mail.outbox[-1].subject == "Se quitó la aplicación de códigos"


def test_looking_at_a_page_never_changes_her_protection(client, member):
    enrol(client, member)
    before = list(Authenticator.objects.order_by("pk").values("pk", "type", "data"))

    for page in ("totp/deactivate/", "recovery-codes/generate/", "webauthn/add/", ""):
        assert client.get(f"/cuenta/2fa/{page}").status_code == 200

    assert list(Authenticator.objects.order_by("pk").values("pk", "type", "data")) == before


def test_a_new_password_by_mail_does_not_lift_the_second_step(client, with_totp):
    client.post("/cuenta/password/reset/", {"email": with_totp.email})
    page = client.get(link_in_last_mail(), follow=True).redirect_chain[-1][0]
    client.post(page, {"password1": ANOTHER_PASSWORD, "password2": ANOTHER_PASSWORD})

    assert sign_in(client, with_totp.email, ANOTHER_PASSWORD).url == STEP
    assert not inside(client)


def test_the_database_alone_does_not_reveal_the_secret(with_totp):
    stored = Authenticator.objects.get().data["secret"]

    assert SECRET not in stored


def test_a_secret_survives_a_new_key_as_long_as_the_former_is_named(client, with_totp, settings):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a new key, as long and as random as it should be"

    sign_in(client, with_totp.email)
    client.post(STEP, {"code": totp()})

    assert inside(client)


def test_a_lost_key_is_said_in_a_sentence(with_totp, settings):
    settings.SECRET_KEY = "somebody made a new key and lost the former one"

    with pytest.raises(ImproperlyConfigured, match="another SECRET_KEY"):
        Authenticator.objects.get().wrap().validate_code("000000")
