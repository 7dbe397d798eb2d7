import re
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import caches
from django.db import connection
from django.test import Client

from accounts.models import User
from tests.accounts.people import ANOTHER_PASSWORD, PASSWORD, link_in_last_mail, sign_in

WRONG = "no es mi contraseña"
RESET = "/cuenta/password/reset/"


def test_the_right_password_lets_a_member_in(client, member):
    sign_in(client, member.email)

    assert client.get("/admin/").status_code == 200


def test_the_address_may_be_typed_in_capitals(client, member):
    sign_in(client, member.email.upper())

    assert client.get("/admin/").status_code == 200


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client, member):
    wrong = sign_in(client, member.email, WRONG)
    unknown = sign_in(client, "nobody@example.org", WRONG)

    assert "El correo o la contraseña no coinciden." in wrong.content.decode()
    assert without_traces(wrong) == without_traces(unknown)


def test_asking_for_a_new_password_never_says_whether_the_address_is_known(client, member):
    known = client.post(RESET, {"email": member.email}, follow=True)
    unknown = client.post(RESET, {"email": "nobody@example.org"}, follow=True)

    assert known.redirect_chain == unknown.redirect_chain
    assert without_traces(known) == without_traces(unknown)
    assert [sent.to for sent in mail.outbox] == [[member.email], ["nobody@example.org"]]
    assert mail.outbox[0].subject == mail.outbox[1].subject


def without_traces(response):
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
    return re.sub(r"\S+@example\.org", "", text)


def test_somebody_who_left_the_team_does_not_get_in(client, member):
    User.objects.filter(pk=member.pk).update(is_active=False)

    sign_in(client, member.email)

    assert client.get("/admin/").status_code == 302


def test_somebody_who_is_in_and_leaves_the_team_is_out_at_once(client, member):
    sign_in(client, member.email)

    User.objects.filter(pk=member.pk).update(is_active=False)

    assert client.get("/admin/").status_code == 302


def test_after_signing_in_she_goes_where_she_wanted(client, member):
    data = {"login": member.email, "password": PASSWORD, "next": "/admin/account/"}

    assert client.post("/cuenta/login/", data).url == "/admin/account/"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_signing_in_never_leads_to_another_site(client, member, elsewhere):
    data = {"login": member.email, "password": PASSWORD, "next": elsewhere}

    assert client.post("/cuenta/login/", data).url == "/seguimiento/"


def test_five_wrong_passwords_close_the_account_for_a_while_even_to_the_right_one(client, member):
    for _attempt in range(5):
        sign_in(client, member.email, WRONG)

    response = sign_in(client, member.email)

    assert "Hubo demasiados intentos" in response.content.decode()
    assert client.get("/admin/").status_code == 302


def test_attempts_are_counted_in_the_database_that_all_processes_share(client, member):
    sign_in(client, member.email, WRONG)

    assert settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache")
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM shared_cache WHERE cache_key LIKE %s", ["%login_failed%"])
        assert len(cursor.fetchall()) == 2  # by address of the account, and of the machine


def test_attempts_counted_by_one_process_stop_another(client, member, monkeypatch):
    for _attempt in range(5):
        sign_in(client, member.email, WRONG)
    another_process = caches.create_connection("default")
    monkeypatch.setattr("allauth.core.internal.ratelimit.cache", another_process)

    response = sign_in(client, member.email)

    assert "Hubo demasiados intentos" in response.content.decode()


def test_an_invented_forwarding_header_buys_no_more_attempts(client):
    for number in range(10):
        sign_in(client, f"{number}@example.org", WRONG, headers={"x-forwarded-for": f"10.0.0.{number}"})

    response = sign_in(client, "x@example.org", WRONG, headers={"x-forwarded-for": "10.9.9.9"})

    assert "Hubo demasiados intentos" in response.content.decode()


def test_behind_one_proxy_visitors_do_not_share_their_attempts(client, member, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(10):
        sign_in(client, f"{number}@example.org", WRONG, headers={"x-forwarded-for": "10.0.0.1"})

    blocked = sign_in(client, "x@example.org", WRONG, headers={"x-forwarded-for": "10.0.0.1"})
    free = sign_in(client, member.email, headers={"x-forwarded-for": "10.0.0.2"})

    assert "Hubo demasiados intentos" in blocked.content.decode()
    assert free.status_code == 302


def test_behind_one_proxy_only_what_the_proxy_wrote_is_believed(client, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(10):
        forged = f"10.9.9.{number}, 10.0.0.1"
        sign_in(client, f"{number}@example.org", WRONG, headers={"x-forwarded-for": forged})

    response = sign_in(client, "x@example.org", WRONG, headers={"x-forwarded-for": "10.8.8.8, 10.0.0.1"})

    assert "Hubo demasiados intentos" in response.content.decode()


def test_too_many_requests_are_answered_with_a_page_of_ours(client, member):
    for _attempt in range(6):
        response = client.post(RESET, {"email": member.email})

    assert response.status_code == 429
    assert "Espera un momento" in response.content.decode()


def test_a_forgotten_password_is_replaced_by_mail(client, member):
    client.post(RESET, {"email": member.email})
    form = client.get(link_in_last_mail(), follow=True)
    page = form.redirect_chain[-1][0]

    client.post(page, {"password1": ANOTHER_PASSWORD, "password2": ANOTHER_PASSWORD})

    assert sign_in(client, member.email).status_code == 200
    assert sign_in(client, member.email, ANOTHER_PASSWORD).status_code == 302


def test_the_link_to_a_new_password_works_once(client, member):
    client.post(RESET, {"email": member.email})
    link = link_in_last_mail()
    page = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(page, {"password1": ANOTHER_PASSWORD, "password2": ANOTHER_PASSWORD})

    again = client.get(link, follow=True)

    assert "Este enlace ya no sirve" in again.content.decode()


def test_the_link_to_a_new_password_lasts_as_long_as_the_mail_says(client, member, time_machine):
    time_machine.move_to(datetime(2026, 11, 21, 12, tzinfo=UTC))
    client.post(RESET, {"email": member.email})
    assert "tres días" in mail.outbox[-1].body

    time_machine.shift(3 * 24 * 3600 - 60)
    still = client.get(link_in_last_mail(), follow=True)
    time_machine.shift(120)
    too_late = client.get(link_in_last_mail(), follow=True)

    assert "Elige tu contraseña" in still.content.decode()
    assert "Este enlace ya no sirve" in too_late.content.decode()


def test_a_forged_host_never_ends_up_in_the_mail(client, member, settings):
    settings.ALLOWED_HOSTS = ["*"]

    client.post(RESET, {"email": member.email}, headers={"host": "evil.example"})

    assert "evil.example" not in mail.outbox[-1].body
    assert f"{settings.SITE_URL}/cuenta/password/reset/key/" in mail.outbox[-1].body


@pytest.mark.parametrize("weak", ["corta", "918273645546", "member@example"])
def test_a_weak_password_is_refused_in_words(client, member, weak):
    client.post(RESET, {"email": member.email})
    page = client.get(link_in_last_mail(), follow=True).redirect_chain[-1][0]

    response = client.post(page, {"password1": weak, "password2": weak})

    assert response.status_code == 200
    assert 'role="alert"' in response.content.decode()


def test_changing_the_password_needs_the_present_one_and_closes_other_sessions(client, member):
    elsewhere = Client()
    sign_in(elsewhere, member.email)
    sign_in(client, member.email)
    new = {"password1": ANOTHER_PASSWORD, "password2": ANOTHER_PASSWORD}

    refused = client.post("/cuenta/password/change/", new | {"oldpassword": WRONG})
    client.post("/cuenta/password/change/", new | {"oldpassword": PASSWORD})

    assert "Esa no es tu contraseña actual." in refused.content.decode()
    assert client.get("/admin/").status_code == 200
    assert elsewhere.get("/admin/").status_code == 302


def test_she_is_told_when_her_password_changes(client, member):
    sign_in(client, member.email)

    client.post(
        "/cuenta/password/change/",
        {"oldpassword": PASSWORD, "password1": ANOTHER_PASSWORD, "password2": ANOTHER_PASSWORD},
    )

    assert mail.outbox[-1].to == [member.email]
    assert mail.outbox[-1].subject == "Cambió tu contraseña"


def test_nobody_registers_herself(client):
    data = {"email": "new@example.org", "password1": PASSWORD}

    shown = client.get("/cuenta/signup/")
    tried = client.post("/cuenta/signup/", data)

    assert "Las cuentas las abre el equipo" in shown.content.decode()
    assert "Las cuentas las abre el equipo" in tried.content.decode()
    assert not User.objects.exists()


def test_signing_out_elsewhere_leaves_only_this_session(client, member):
    elsewhere = Client(
        headers={"user-agent": "Mozilla/5.0 (Linux; Android 14) Chrome/126.0 Mobile Safari/537.36"}
    )
    sign_in(elsewhere, member.email)
    sign_in(client, member.email)
    assert "Chrome en Android" in client.get("/cuenta/sessions/").content.decode()

    client.post("/cuenta/sessions/")

    assert elsewhere.get("/admin/").status_code == 302
    assert client.get("/admin/").status_code == 200


def test_english_is_one_prefix_away(client):
    assert client.get("/en/cuenta/login/").status_code == 200
