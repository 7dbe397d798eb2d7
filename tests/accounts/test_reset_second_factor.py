import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command

from accounts.models import User
from tests.accounts.people import sign_in, totp


def test_somebody_who_lost_everything_enters_with_her_password_and_enrols_anew(client, with_totp, capsys):
    call_command("reset_second_factor", with_totp.email.upper())

    sign_in(client, with_totp.email)
    assert client.get("/admin/").status_code == 200
    assert capsys.readouterr().out == "member@example.org: 1 second factors removed, all sessions closed.\n"


def test_whoever_has_the_lost_phone_is_signed_out(client, with_totp):
    sign_in(client, with_totp.email)
    client.post("/cuenta/2fa/authenticate/", {"code": totp()})

    call_command("reset_second_factor", with_totp.email)

    assert client.get("/admin/").status_code == 302


def test_nobody_else_loses_hers(with_totp):
    User.objects.create_user("other@example.org")

    call_command("reset_second_factor", "other@example.org")

    assert Authenticator.objects.filter(user=with_totp).exists()


def test_an_address_without_an_account_is_named(db):
    with pytest.raises(CommandError, match="nobody@example.org"):
        call_command("reset_second_factor", "nobody@example.org")
