"""Quechua and Shipibo-Konibo are not offered yet. Naming one in the settings and translating is all that it takes."""

import struct

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from wagtail.models import Locale

from accounts.models import User
from cms.models import CampaignPage, PlainPage
from legislation.templatetags import pages
from tests.cms.test_whole_site import Links
from tests.cms.world import home, publish, text
from tests.legislation.public_rows import make_bill, make_cause, make_step

pytestmark = pytest.mark.django_db
LANGUAGES = {"qu": "Runasimi", "shp": "Shipibo-Konibo"}
WORDS = {"Ir al contenido": "Qhipaman riy", "Menú": "Akllana"}


def catalogue(words):
    """As msgfmt writes one."""
    words = {"": "Content-Type: text/plain; charset=UTF-8\n"} | words
    pairs = sorted((k.encode(), v.encode()) for k, v in words.items())
    head = 28 + 16 * len(pairs)
    tables, body = [], b""
    for texts in zip(*pairs, strict=True):
        for one in texts:
            tables.append(struct.pack("<II", len(one), head + len(body)))
            body += one + b"\0"
    start = struct.pack("<IIIIIII", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, head)
    return start + b"".join(tables) + body


@pytest.fixture(params=LANGUAGES)
def language(request, settings, tmp_path):
    """Named in the settings, with a few words of the site translated."""
    code = request.param
    path = tmp_path / code / "LC_MESSAGES" / "django.mo"
    path.parent.mkdir(parents=True)
    path.write_bytes(catalogue(WORDS))
    settings.LOCALE_PATHS = [tmp_path, *settings.LOCALE_PATHS]
    settings.LANGUAGES = [*settings.LANGUAGES, (code, LANGUAGES[code])]
    settings.WAGTAIL_CONTENT_LANGUAGES = settings.LANGUAGES
    return code


@pytest.fixture
def campaign():
    bill = make_bill()
    make_step(bill)
    return publish(
        home(), CampaignPage, "Una ley", cause=make_cause(bill), asks=[], body=[("text", "<p>Hola</p>")]
    )


def translate(page, language, title):
    locale, _created = Locale.objects.get_or_create(language_code=language)
    there = page.copy_for_translation(locale, copy_parents=True)
    there.title, there.slug = title, f"{there.slug}-{language}"
    there.save_revision().publish()
    there.refresh_from_db()
    return there


NOT_PAGES = ("/cuenta/", "?", ".ics", ".json", ".png", "/feed/")


def walk(client, start):
    """Every page of its language that links lead to from here, by address."""
    seen, waiting = {}, [start]
    while waiting:
        address = waiting.pop()
        seen[address] = text(client, address)
        links = {link.partition("#")[0] for link in Links(seen[address]).found}
        waiting += {
            link
            for link in links - seen.keys() - set(waiting)
            if link.startswith(start) and not any(part in link for part in NOT_PAGES)
        }
    return seen


def test_a_reader_walks_through_the_site_in_it(client, campaign, language):
    first = translate(home(), language, "Qallariy")
    there = translate(campaign, language, "Huk kamachiy")

    with translation.override(language):
        bill = campaign.cause.bills.get().get_absolute_url()

    seen = walk(client, f"/{language}/")

    assert {first.get_url(), there.get_url(), bill, f"/{language}/buscar/"} <= seen.keys()
    assert [address for address, page in seen.items() if f'<html lang="{language}">' not in page] == []
    assert [address for address, page in seen.items() if "Qhipaman riy" not in page] == []


def test_the_switch_leads_to_every_other_language_and_back(client, campaign, language):
    translate(home(), language, "Qallariy")
    there = translate(campaign, language, "Huk kamachiy")

    here = text(client, campaign.get_url())
    assert (
        f'href="{there.get_url()}" lang="{language}" hreflang="{language}">{LANGUAGES[language]}</a>' in here
    )
    assert 'href="/en/" lang="en" hreflang="en">English</a>' in here
    back = text(client, there.get_url())
    assert f'href="{campaign.get_url()}" lang="es" hreflang="es">Español</a>' in back


def test_a_bill_can_be_read_in_it_with_the_words_of_congress_in_spanish(client, campaign, language):
    translate(home(), language, "Qallariy")
    bill = campaign.cause.bills.get()
    with translation.override(language):
        address = bill.get_absolute_url()

    page = text(client, address)

    assert address.startswith(f"/{language}/") and f'<html lang="{language}">' in page
    assert 'lang="es" class="title"' in page


def test_it_is_offered_once_its_first_page_is_published(client, campaign, language):
    Locale.objects.create(language_code=language)
    assert LANGUAGES[language] not in text(client, "/proyectos/")

    translate(home(), language, "Qallariy")

    assert f'href="/{language}/proyectos/"' in text(client, "/proyectos/")


def test_its_dates_are_written_as_in_spanish(language):
    with translation.override(language):
        written = date_format(timezone.datetime(2026, 11, 28), "DATE_FORMAT")

    assert written == "28 de noviembre de 2026"


def test_its_pages_are_found_by_its_words(client, campaign, language):
    translate(home(), language, "Qallariy")
    page = publish(home(), PlainPage, "Servicios", body=[("text", "<p>Hola</p>")])
    there = translate(page, language, "Ch'aska ñan")

    assert there.get_url() in text(client, f"/{language}/buscar/?q=nan")
    assert there.get_url() in text(client, f"/{language}/buscar/?q=ch'aska")


def test_its_author_gets_no_score_that_was_made_for_spanish(client, campaign, language):
    there = translate(campaign, language, "Huk kamachiy")
    keeper = User.objects.create_superuser("jefa@example.org", "una clave larga y tranquila")
    client.force_login(keeper)

    assert "INFLESZ" not in client.get(reverse("wagtailadmin_pages:edit", args=[there.pk])).content.decode()


def test_staff_can_give_it_its_place(client, language):
    client.force_login(User.objects.create_superuser("jefa@example.org", "una clave larga y tranquila"))

    menu = client.get(reverse("wagtailadmin_home")).content.decode()

    assert reverse("wagtaillocales:index") in menu


def test_those_that_django_knows_are_named_as_it_does():
    assert [pages.name_of_language(code) for code in ("es", "en")] == ["Español", "English"]
