"""Searching all that is public, and only that."""

import pytest
from django.core.cache import caches
from django.core.management import call_command
from wagtail.models import Locale

from cms.finding import PageWords
from cms.models import PlainPage
from cms.news import Article, NewsPage
from tests.cms import world
from tests.cms.world import publish, text
from tests.legislation.public_rows import make_bill
from tests.legislation.test_public_budgets import queries_of

pytestmark = pytest.mark.django_db


def page(title="Sencilla", says="", **fields):
    return publish(world.home(), PlainPage, title, body=[("text", f"<p>{says}</p>")], **fields)


def results(client, query, language=""):
    response = client.get(f"{language}/buscar/", {"q": query})
    assert response.status_code == 200
    return response.content.decode().partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize(
    "query", ["comisaría", "COMISARIA", "comisar", "  comisarías  ", "la comisaria", "«Comisaría»"]
)
def test_words_are_found_by_how_they_begin_with_or_without_accents(client, query):
    page("Denunciar", "Toda «comisaría» y todas las comisarías reciben la denuncia.")

    assert "Denunciar" in results(client, query)


def test_a_word_inside_another_is_not_found_nor_what_only_the_marks_say(client):
    page("Denunciar", "Toda comisaría")

    assert "No encontramos" in results(client, "saría")
    assert "No encontramos" in results(client, "strong")


def test_every_word_must_be_there_and_titles_come_first(client):
    news = publish(world.home(), NewsPage, "Noticias")
    publish(news, Article, "Salud en Piura", body=[])
    publish(news, Article, "Un taller", body=[("text", "<p>De salud, en Piura.</p>")])
    publish(news, Article, "Otro taller", body=[("text", "<p>De salud.</p>")])

    found = results(client, "piura salud")

    assert found.index("Salud en Piura") < found.index("Un taller") and "Otro taller" not in found
    assert "<h2>Artículos</h2>" in found


def test_what_was_found_is_shown_amid_its_words_and_stays_text(client):
    page("Denunciar", "uno " * 60 + "Toda comisaría &lt;script&gt;alert(1)&lt;/script&gt; recibe")

    found = results(client, "comisaria")

    assert "Toda <mark>comisaría</mark> &lt;script&gt;" in found and "<script>" not in found
    assert found.count("uno") < 20


def test_parts_of_a_page_do_not_run_into_each_other(client):
    news = publish(world.home(), NewsPage, "Noticias")
    body = [("heading", "Qué pedimos"), ("text", "<p>Que la policía escuche.</p>"), ("heading", "Cómo")]
    publish(news, Article, "Derechos", body=body)

    assert "Qué pedimos · Que la <mark>policía</mark> escuche. Cómo" in results(client, "policia")


def test_bills_are_found_too(client):
    bill = make_bill()

    found = results(client, bill.label)

    assert bill.get_absolute_url() in found and "Proyectos de ley" in found


@pytest.mark.parametrize("leave", ["unpublish", "delete"])
def test_what_is_not_public_any_more_is_not_found(client, leave):
    gone = page("Denunciar", "comisaría")

    getattr(gone, leave)()

    assert "No encontramos" in results(client, "comisaría")


def test_a_draft_is_not_found_before_it_is_published(client):
    one = page("Denunciar", "comisaría")
    one.title = "Secreto"
    revision = one.save_revision()

    assert "No encontramos" in results(client, "secreto")
    revision.publish()
    assert "Secreto" in results(client, "secreto")
    assert "Denunciar</a>" not in results(client, "comisaría")


def test_each_language_finds_its_own(client):
    one = page("Denunciar", "comisaría")
    english = one.copy_for_translation(Locale.objects.get(language_code="en"))
    english.title, english.slug, english.body = "Reporting", "reporting", [("text", "<p>A station</p>")]
    english.save_revision().publish()

    assert "/en/reporting/" in results(client, "station", "/en")
    assert "reporting" not in results(client, "station")


@pytest.mark.parametrize(
    "query", ["", " ", "%", "_", "a", "'", '"', "\\", "·", "x" * 5000, "%s %(a)s", "🌂", "<script>"]
)
def test_nothing_that_is_typed_breaks_it(client, query):
    page("Denunciar", "comisaría")

    response = client.get("/buscar/", {"q": query})

    assert response.status_code == 200
    assert "<script>" not in response.content.decode().partition("<main")[2]
    assert "Denunciar</a></h3>" not in response.content.decode()


def test_nothing_of_it_is_kept(client):
    page("Denunciar", "comisaría")
    caches["pages"].clear()

    response = client.get("/buscar/?q=comisaria")

    assert response["Cache-Control"] == "no-store" and not response.cookies
    before = len(caches["pages"]._cache)
    for number in range(20):
        client.get(f"/buscar/?q=comisaria{number}")
    assert len(caches["pages"]._cache) == before


def test_an_empty_search_helps(client):
    page("Denunciar")

    assert "Denunciar" in text(client, "/buscar/").partition("<main")[2].partition("</main>")[0]


def test_fifty_pages_cost_as_much_as_one(client):
    page("Denunciar 0", "comisaría")
    make_bill()
    one = queries_of(client, "/buscar/?q=comisaria")
    for number in range(1, 50):
        page(f"Denunciar {number}", "comisaría")

    assert queries_of(client, "/buscar/?q=comisaria") == one <= 12


def test_pages_published_before_there_was_a_search_are_found_after_an_update(client, capsys):
    page("Denunciar", "Toda comisaría")
    draft = page("Borrador", "Toda comisaría")
    draft.unpublish()
    PageWords.objects.all().delete()

    call_command("write_down_pages")
    call_command("write_down_pages")

    assert "Denunciar" in results(client, "comisaria") and "Borrador" not in results(client, "comisaria")
    assert not PageWords.objects.filter(page=draft).exists()
    assert capsys.readouterr().out.count("can be found now") == 1
