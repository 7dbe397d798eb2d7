"""What is passed on: ready words, links, and the picture beside a link."""

import io
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from cms import cards
from cms.cards import Card, draw
from cms.models import CampaignPage, HomePage, PlainPage
from cms.news import Article, NewsPage
from cms.sharing import LONGEST, SharingBlock
from legislation.models import Demonstration, Edition
from tests.cms.test_site import publish, text
from tests.legislation.public_rows import make_bill, make_cause

pytestmark = pytest.mark.django_db
TONES = [("ally", "Para ellas: corto y claro"), ("authority", "Para usted."), ("press", "Cifras & fuentes")]


@pytest.fixture
def home():
    return HomePage.objects.get(locale__language_code="es")


def make_campaign(home, **fields):
    return publish(home, CampaignPage, "Una ley", cause=make_cause(make_bill()), asks=[], body=[], **fields)


def shared(page):
    return re.findall(r'<textarea id="compartir-[^"]*" readonly[^>]*>([^<]*)</textarea>', page)


def links(page, start):
    return [
        parse_qs(urlsplit(link.replace("&amp;", "&")).query)
        for link in re.findall(rf'href="({start}[^"]*)"', page)
    ]


def test_what_the_editor_wrote_is_offered_tone_by_tone(client, home):
    page = make_campaign(home, sharing=TONES)
    html = text(client, page.get_url())
    address = f"http://testserver{page.get_url()}"

    assert shared(html) == [f"{words.replace('&', '&amp;')} {address}" for _tone, words in TONES]
    assert [query["text"] for query in links(html, "https://wa.me/")] == [
        [f"{words} {address}"] for _t, words in TONES
    ]
    assert [(query["url"], query["text"]) for query in links(html, "https://t.me/share/url")] == [
        ([address], [words]) for _tone, words in TONES
    ]


def test_without_words_the_title_and_the_summary_are_offered(client, home):
    news = publish(home, NewsPage, "Noticias")
    article = publish(news, Article, "Un artículo", body=[("share", {"title": "Pásalo"})])
    html = text(client, article.get_url())

    assert shared(html) == [f"Un artículo. De Un artículo http://testserver{article.get_url()}"]
    assert len(links(html, "https://wa.me/")) == 2


def test_a_long_summary_is_cut_before_the_address():
    page = PlainPage(title="T" * 250, summary="palabra " * 60)
    from cms.sharing import ready_texts

    [ready] = ready_texts(page, "https://ejemplo.pe/")
    assert len(ready.text) == LONGEST + len(" https://ejemplo.pe/")
    assert ready.text.endswith("… https://ejemplo.pe/")


def test_a_share_block_works_on_a_page_that_has_no_words_for_it(client, home):
    page = publish(home, PlainPage, "Sencilla", body=[("share", {"title": "Pásalo"})])

    assert len(links(text(client, page.get_url()), "https://wa.me/")) == 1


def test_a_bill_is_passed_on_with_where_it_stands(client):
    bill = make_bill()
    html = text(client, bill.get_absolute_url())

    [words] = shared(html)
    assert bill.label in words
    assert words.endswith(f"http://testserver{bill.get_absolute_url()}")
    assert links(html, "https://t.me/share/url")[0]["url"] == [f"http://testserver{bill.get_absolute_url()}"]


def test_nothing_is_loaded_from_the_networks(client, home):
    html = text(client, make_campaign(home, sharing=TONES).get_url())

    assert not re.findall(r'(?:src|action)="https?://(?!testserver)', html)
    assert not re.findall(r'<link[^>]*href="https?://(?!testserver)', html)
    for link in re.findall(r"<a[^>]*https://(?:wa|t)\.me[^>]*>", html):
        assert 'rel="noopener noreferrer"' in link


@pytest.mark.parametrize(
    "texts", [[("ally", "a" * (LONGEST + 1))], [("ally", "uno"), ("ally", "dos")], [("ally", "")]]
)
def test_texts_too_long_twice_or_empty_are_refused(texts):
    block = SharingBlock()
    value = block.to_python([{"type": tone, "value": words} for tone, words in texts])
    with pytest.raises(ValidationError):
        block.clean(value)


# Cards


def card_of(client, address):
    page = text(client, address)
    return re.search(r'property="og:image" content="http://testserver([^"]+)"', page)[1]


def test_every_page_and_bill_names_a_card_of_the_right_size(client, home):
    news = publish(home, NewsPage, "Noticias")
    pages = [make_campaign(home), news, publish(news, Article, "Ñandú, ¿y qué?", body=[]), home]
    for address in [*(page.get_url() for page in pages), make_bill(90002).get_absolute_url()]:
        response = client.get(card_of(client, address))
        picture = Image.open(io.BytesIO(response.content))
        assert (picture.size, picture.format) == ((1200, 630), "PNG"), address
        assert response["Content-Type"] == "image/png"
        assert not response.cookies
        assert len(response.content) < 60_000


def test_a_card_is_kept_and_changes_with_its_page(client, home):
    page = make_campaign(home)
    address = card_of(client, page.get_url())
    first = client.get(address)
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304

    page.title = "Otra ley"
    page.save_revision().publish()

    second = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert second.status_code == 200
    assert second["ETag"] != first["ETag"]


def test_a_page_that_is_not_published_has_no_card(client, home):
    page = make_campaign(home)
    address = card_of(client, page.get_url())
    page.unpublish()

    assert client.get(address).status_code == 404
    assert client.get("/en" + address).status_code == 404
    assert client.get("/tarjetas/999999.png").status_code == 404
    assert client.get("/tarjetas/1.png").status_code == 404  # the root, which is no page of the site
    assert client.get("/tarjetas/proyectos/2026/D/1.png").status_code == 404


def test_the_umbrella_is_there_only_where_it_was_asked_for(client, home):
    def reds(response):
        picture = Image.open(io.BytesIO(response.content)).convert("RGB")
        return sum(count for count, (r, g, b) in picture.getcolors(1 << 20) if r > 150 and g < 60 and b < 60)

    page = make_campaign(home)
    address = card_of(client, page.get_url())
    assert reds(client.get(address)) == 0

    page.card_has_umbrella = True
    page.save_revision().publish()
    assert reds(client.get(address)) > 1000


def test_a_card_of_the_demonstration_says_so(client):
    address = card_of(client, make_bill().get_absolute_url())
    before = client.get(address).content
    Demonstration.objects.create(pk=1)
    Edition.advance()

    assert client.get(address).content != before


def test_a_card_is_drawn_once_whatever_is_added_to_its_address(client, home):
    address = card_of(client, make_campaign(home).get_url())
    cards.draw.cache_clear()
    for number in range(3):
        assert client.get(address, {"x": number}).status_code == 200

    assert cards.draw.cache_info().misses == 1


def test_the_font_has_the_letters_of_our_languages():
    face, box = cards.font(40), cards.font(40).getmask("\uffff")
    for letter in "áéíóúüñÁÉÍÓÚÜÑ¿¡«»“”—…ºª":
        assert bytes(face.getmask(letter)) != bytes(box), letter


@pytest.mark.parametrize(
    ("title", "summary"),
    [
        ("", ""),
        ("W" * 300, "W" * 300),
        ("palabra " * 40, "otra palabra " * 40),
        ("Título 💃 с кириллицей ܐ", "\u202e\0\n\n"),
    ],
)
def test_no_text_breaks_a_card_or_leaves_its_frame(title, summary):
    picture = Image.open(io.BytesIO(draw(Card(title, summary, "k" * 300)))).convert("RGB")
    paper = picture.getpixel((600, 5))

    assert picture.size == (1200, 630)
    assert all(picture.getpixel((1199 - x, y)) == paper for x in range(60) for y in range(0, 630, 3))
    assert all(picture.getpixel((x, 629 - y)) == paper for x in range(20, 1200, 3) for y in range(30))


def test_the_same_card_gives_the_same_bytes():
    assert draw(Card("Ley", "Resumen")) == draw(Card("Ley", "Resumen"))
