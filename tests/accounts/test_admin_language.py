import pytest
from wagtail.admin.localization import get_available_admin_languages
from wagtail.users.models import UserProfile

from tests.accounts.people import sign_in


@pytest.mark.parametrize(("language", "word"), [("", "Cuenta"), ("es", "Cuenta"), ("en", "Account")])
def test_the_staff_screens_speak_the_language_she_chose(client, member, language, word):
    UserProfile.objects.create(user=member, preferred_language=language)
    sign_in(client, member.email)

    html = client.get("/admin/account/").content.decode()

    assert f'lang="{language or "es"}"' in html
    assert f"<title>{word}" in " ".join(html.split()).replace("<title> ", "<title>")


def test_the_language_of_her_browser_does_not_decide(client, member):
    sign_in(client, member.email)

    html = client.get("/admin/account/", headers={"accept-language": "en"}).content.decode()

    assert 'lang="es"' in html


def test_only_spanish_and_english_are_offered(client, member):
    sign_in(client, member.email)

    form = client.get("/admin/account/").content.decode()

    assert dict(get_available_admin_languages()).keys() == {"es", "en"}
    assert 'value="en"' in form
    assert 'value="pt-br"' not in form
