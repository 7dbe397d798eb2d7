"""The editor's guide: every kind of page explained, every picture there, in both languages."""

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import reverse
from django.utils import translation

from cms import guide
from tests.cms.world import home
from tests.crm.world import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.force_login(member())
    return client


def test_it_is_in_the_help_menu_and_explains_each_kind_of_page_that_can_be_made(editor):
    page = editor.get(reverse("editors-guide"))

    assert page.status_code == 200
    kinds = guide.kinds_of_page()
    assert len(kinds) >= 18
    for name, description, parents, _is_only in kinds:
        assert description and parents, name
        assert str(description) in page.content.decode()
    assert reverse("editors-guide") in editor.get("/admin/").content.decode()


def test_it_names_places_as_the_screen_does(editor):
    first = home()
    first.title = "Comienzo"
    first.save()
    place = {str(name): parents for name, _what, parents, _is_only in guide.kinds_of_page()}

    assert place["Quiénes somos"] == ["«Comienzo»"]
    assert place["Artículo"] == ["Noticias"]  # there is none yet


def test_each_step_of_its_list_leads_to_a_part(editor):
    text = editor.get(reverse("editors-guide")).content.decode()

    steps = [part.partition('"')[0] for part in text.split('<a href="#')[1:]]
    steps = [step for step in steps if f'id="{step}"' in text]
    assert len(steps) >= 10


@pytest.mark.parametrize("language", [code for code, _ in settings.LANGUAGES])
def test_each_picture_is_there_and_shows_a_screen_in_her_language(language):
    with translation.override(language):
        addresses = [guide.picture(name) for name in guide.PICTURES]

    for address in addresses:
        assert f"/guide/{language}/" in address
        assert finders.find(address.removeprefix(settings.STATIC_URL)), address
