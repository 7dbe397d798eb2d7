"""What readers and editors of the site may rely on."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Site

from accounts.models import User
from cms.directory import Service, ServicesPage
from cms.models import AboutPage, CampaignPage, HomePage, PlainPage
from cms.news import Article, NewsPage
from cms.surroundings import LanguageWords, SiteSettings
from legislation.models import Edition
from tests.legislation.public_rows import make_bill, make_cause
from tests.legislation.test_public_budgets import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return HomePage.objects.get(locale__language_code="es")


def publish(parent, kind, title, /, **fields):
    page = kind(title=title, summary=f"De {title}", **fields)
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page


def make_service(parent, title="Consultorio", **fields):
    given = {"kind": "health", "hours": "Siempre", "phone": "000 113", "verified": timezone.localdate()}
    return publish(parent, Service, title, **given | fields)


def text(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_every_kind_of_page_is_shown(client, home):
    news = publish(home, NewsPage, "Noticias")
    services = publish(home, ServicesPage, "Servicios")
    article = publish(news, Article, "Artículo", body=[("heading", "Título")])
    about = publish(home, AboutPage, "Quiénes somos", organizations=[])
    plain = publish(home, PlainPage, "Sencilla", body=[])

    for page in (news, services, article, make_service(services), about, plain):
        assert page.title in text(client, page.get_url()), page
    assert "Artículo" in text(client, news.get_url() + "feed/")


def test_a_campaign_shows_where_its_bill_stands_today(client, home):
    bill = make_bill()
    page = publish(home, CampaignPage, "Una ley", cause=make_cause(bill), asks=[], body=[], easy=[])

    assert bill.label in text(client, page.get_url())
    assert page.get_url() in text(client, "/")


def test_a_second_page_of_a_cause_does_not_take_the_place_of_the_first(client, home):
    cause = make_cause(make_bill())
    first, second = (
        publish(home, CampaignPage, title, cause=cause, asks=[], body=[], easy=[])
        for title in ("Una", "Otra")
    )

    assert f'href="{first.get_url()}">' in text(client, "/")
    main = text(client, "/").partition("<main")[2].partition("</main>")[0]
    assert second.get_url() not in main


def test_a_page_that_is_published_moved_or_unpublished_is_never_shown_as_it_was(client, home):
    page = publish(home, PlainPage, "Antes", body=[])
    parent = publish(home, PlainPage, "Otra", body=[])
    old = page.get_url()
    assert "Antes" in text(client, old)

    page.title = "Después"
    page.save_revision().publish()
    assert "Después" in text(client, old)

    page.move(parent, pos="last-child")
    page = PlainPage.objects.get(pk=page.pk)
    assert client.get(old)["Location"] == PlainPage.objects.get(pk=page.pk).get_url()
    assert "Después" in text(client, page.get_url())

    page.unpublish()
    assert client.get(page.get_url()).status_code == 404


def test_news_go_on_over_more_than_one_page(client, home):
    news = publish(home, NewsPage, "Noticias")
    for number in range(13):
        publish(news, Article, f"Artículo {number}", body=[])

    assert 'rel="next" href="?page=2"' in text(client, news.get_url() + "?x=1")
    assert "Artículo 0" in text(client, news.get_url() + "?page=2")


def test_the_language_switch_stays_on_the_page_or_leads_to_the_nearest_translated(client, home):
    page = publish(home, PlainPage, "Sencilla", body=[])
    assert 'href="/en/" lang="en"' in text(client, page.get_url())

    english = page.copy_for_translation(Locale.objects.get(language_code="en"))
    english.title, english.slug = "Plain", "plain"
    english.save_revision().publish()

    assert 'href="/en/plain/" lang="en"' in text(client, page.get_url())
    assert f'href="{page.get_url()}" lang="es"' in text(client, "/en/plain/")


def test_leaving_forgets_what_it_can_and_says_nothing_of_where_from(client):
    response = client.get(reverse("leave"))

    assert response["Location"] == "https://www.senamhi.gob.pe/"
    assert response["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert response["Referrer-Policy"] == "no-referrer"


def test_another_site_cannot_make_a_browser_forget_us(client):
    response = client.get(reverse("leave"), headers={"Sec-Fetch-Site": "cross-site"})

    assert "Clear-Site-Data" not in response


def test_every_public_page_has_the_way_out(client):
    for address in ("/", "/en/", reverse("bills"), reverse("safety"), reverse("account_login")):
        assert f'href="{reverse("leave")}" rel="nofollow noreferrer"' in text(client, address), address


def test_a_service_checked_long_ago_says_so(client, home):
    services = publish(home, ServicesPage, "Servicios")
    make_service(services, verified=timezone.localdate() - timedelta(days=181))

    assert "Llama antes de ir" in text(client, services.get_url())


@pytest.mark.parametrize(
    ("typed", "kept", "dials"),
    [
        ("(065) 123-456", "065 123 456", "065123456"),
        ("+51 65 123.456", "+51 65 123 456", "+5165123456"),
        ("*611", "*611", "*611"),
    ],
)
def test_a_telephone_may_be_written_as_people_write_it(home, typed, kept, dials):
    found = make_service(publish(home, ServicesPage, "Servicios"), phone=typed)

    assert (found.phone, found.dial) == (kept, dials)


@pytest.mark.parametrize("typed", ["llama ya", "12", "123;ext=4"])
def test_what_no_telephone_dials_is_refused(home, typed):
    with pytest.raises(ValidationError):
        make_service(publish(home, ServicesPage, "Servicios"), phone=typed)


def test_the_sheet_to_carry_bears_no_trace_of_the_coalition(client, home):
    services = publish(home, ServicesPage, "Servicios")
    make_service(services, "Red de trabajadoras", sheet_name="Consultorio")

    sheet = text(client, services.get_url() + "hoja/")

    assert "Consultorio" in sheet and 'href="tel:000113"' in sheet
    for trace in ("Incidencia", "trabajadoras", "umbrella", "favicon"):
        assert trace not in sheet


def test_a_region_is_shown_what_serves_the_whole_country_too(client, home):
    services = publish(home, ServicesPage, "Servicios")
    for title, region in (("De todas partes", None), ("De Ucayali", "25"), ("De Piura", "20")):
        make_service(services, title, region_id=region)

    page = text(client, services.get_url() + "?region=25")

    assert "De todas partes" in page and "De Ucayali" in page and "De Piura" not in page


def say_urgently(around, language, notice):
    locale = Locale.objects.get_or_create(language_code=language)[0]
    LanguageWords.objects.create(settings=around, locale=locale, notice=notice, footer=f"Pie en {language}")


@pytest.fixture
def around():
    around = SiteSettings.for_site(Site.objects.get())
    around.notice_until = timezone.localdate()
    around.save()
    return around


def test_an_urgent_notice_ends_with_its_day(client, around):
    say_urgently(around, "es", "Hoy se vota")
    assert "<p>Hoy se vota</p>" in text(client, "/")

    around.notice_until -= timedelta(days=1)
    around.save()

    assert "Hoy se vota" not in text(client, "/")


def test_an_urgent_notice_is_said_in_spanish_until_it_is_translated(client, around):
    say_urgently(around, "es", "Hoy se vota")
    assert '<p lang="es">Hoy se vota</p>' in text(client, "/en/proyectos/")

    say_urgently(around, "en", "")
    assert '<p lang="es">Hoy se vota</p>' in text(client, "/en/proyectos/")
    assert "Pie en en" in text(client, "/en/proyectos/")

    LanguageWords.objects.filter(locale__language_code="en").update(notice="The vote is today")
    Edition.advance()
    assert "<p>The vote is today</p>" in text(client, "/en/proyectos/")


def test_an_urgent_notice_does_not_lead_to_a_page_that_was_taken_down(client, home, around):
    say_urgently(around, "es", "Hoy se vota")
    page = publish(home, PlainPage, "La votación", body=[])
    LanguageWords.objects.update(notice_page=page)
    Edition.advance()
    assert f'<p><a href="{page.get_url()}">Hoy se vota</a></p>' in text(client, "/proyectos/")

    page.unpublish()

    assert "<p>Hoy se vota</p>" in text(client, "/proyectos/")


def test_the_team_writes_and_coordinators_take_down_what_must_not_be_read(home):
    for group, may_take_down in (("Equipo", False), ("Coordinación", True)):
        user = User.objects.create_user(f"{may_take_down}@example.org", "una clave larga y buena")
        user.groups.add(Group.objects.get(name=group))
        allowed = home.permissions_for_user(user)
        assert allowed.can_edit() and allowed.can_unpublish() is may_take_down


def test_strangers_do_not_edit(client, home):
    response = client.get(reverse("wagtailadmin_pages:edit", args=[home.pk]))

    assert response.status_code == 302 and "/cuenta/" in response["Location"]


def test_a_directory_costs_as_much_with_fifty_services_as_with_one(client, home):
    services = publish(home, ServicesPage, "Servicios")
    make_service(services, "Uno", region_id="25")
    one = queries_of(client, services.get_url())
    for number in range(49):
        make_service(services, f"Otro {number}", region_id="25")

    assert queries_of(client, services.get_url()) == one <= 12


def test_what_lies_beside_the_pictures_has_no_address(client):
    for address in ("/media/original_images/a.jpg", "/media/documents/a.pdf"):
        assert client.get(address).status_code == 404, address
    assert client.get("/media/images/../../manage.py").status_code == 400
