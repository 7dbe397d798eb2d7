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


def test_she_chooses_it_herself_even_if_she_goes_by_one_name(client, member):
    sign_in(client, member.email)

    response = client.post("/admin/account/", preferences(member, language="en"), follow=True)

    assert 'lang="en"' in response.content.decode()
    assert client.get("/admin/").content.decode().count('lang="en"')


def test_her_choice_does_not_change_the_language_of_others(client, member, coordinator):
    sign_in(client, member.email)
    client.post("/admin/account/", preferences(member, language="en"))
    client.post("/admin/logout/")

    sign_in(client, coordinator.email)

    assert 'lang="es"' in client.get("/admin/").content.decode()


def preferences(user, language):
    return {
        "name_email-first_name": user.first_name,
        "name_email-last_name": user.last_name,
        "locale-preferred_language": language,
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
    }


def test_no_photograph_of_her_is_asked_for(client, member):
    sign_in(client, member.email)

    assert 'type="file"' not in client.get("/admin/account/").content.decode()
