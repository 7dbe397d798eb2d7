"""Letters to legislators: prepared in the answer to one form, and kept nowhere."""

import re
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail.models import Locale

from accounts.models import User
from cms.legislators import Legislator
from cms.letters import LetterBlock, LettersBlock, compose
from cms.models import CampaignPage, HomePage
from crm.models import Region
from legislation.models import Edition
from tests.cms.test_site import publish, text
from tests.legislation.public_rows import make_bill, make_cause

pytestmark = pytest.mark.django_db
UCAYALI = "25"
LETTER = {
    "audience": "worker",
    "subject": "Pido su voto",
    "text": "Vivo en [región].\n\nPrimero.\n\n[mis palabras]\n\nLe pido que la apoye.",
}


@pytest.fixture
def client():
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def home():
    return HomePage.objects.get(locale__language_code="es")


@pytest.fixture
def campaign(home):
    return make_page(home)


def make_page(home, letters=(LETTER,), title="Una ley"):
    letters = [("letter", letter) for letter in letters]
    return publish(
        home, CampaignPage, title, cause=make_cause(make_bill()), asks=[], body=[], letters=letters
    )


def make_legislator(name="Diputada Ficticia", region=UCAYALI, email="", chamber="D", **fields):
    email = email or f"{name.lower().replace(' ', '.')}@congreso.invalid"
    return Legislator.objects.create(name=name, chamber=chamber, region_id=region, email=email, **fields)


def prepare(client, campaign, **fields):
    return client.post(
        reverse("letter", args=[campaign.pk]), {"region": UCAYALI, "audience": "worker", "words": ""} | fields
    )


@pytest.mark.parametrize("stage", ["law", "archived"])
def test_nobody_is_asked_to_write_about_what_was_decided(client, campaign, stage):
    there = campaign.get_url() + "escribir/"
    assert there in text(client, campaign.get_url())
    campaign.cause.bills.update(stage=stage)
    Edition.advance()

    assert there not in text(client, campaign.get_url())
    for answer in (client.get(there), prepare(client, campaign)):
        assert answer.status_code == 302
    assert client.get(there)["Location"] == campaign.get_url()


def test_easy_reading_begins_with_where_the_bill_stands_now(client, campaign):
    campaign.easy = [("text", "<p>La ley todavía no existe.</p>")]
    campaign.save_revision().publish()
    campaign.cause.bills.update(stage="law")
    Edition.advance()

    page = text(client, campaign.get_url() + "lectura-facil/")

    assert page.index("Ya es ley.") < page.index("La ley todavía no existe.")


def letter_in(response):
    return re.search(r"<textarea id=\"carta\"[^>]*>(.*?)</textarea>", response.content.decode(), re.S)[1]


def mails_in(response):
    links = re.findall(r'href="(mailto:[^"]+)"', response.content.decode())
    return [
        (unquote(urlsplit(link).path), parse_qs(urlsplit(link.replace("&amp;", "&")).query)) for link in links
    ]


def test_the_page_offers_the_form_and_the_form_makes_the_letter(client, campaign):
    make_legislator()
    assert f'href="{campaign.get_url()}escribir/"' in text(client, campaign.get_url())
    assert f'action="{reverse("letter", args=[campaign.pk])}"' in text(
        client, campaign.get_url() + "escribir/"
    )

    response = prepare(client, campaign, words="Me robaron y no me escucharon.")

    assert letter_in(response) == (
        "Señoras y señores congresistas:\n\nVivo en Ucayali.\n\nPrimero.\n\n"
        "Me robaron y no me escucharon.\n\nLe pido que la apoye."
    )
    [(email, query)] = mails_in(response)
    assert email == "diputada.ficticia@congreso.invalid"
    assert query["subject"] == ["Pido su voto"]
    assert query["body"][0].startswith("Diputada Ficticia:\r\n\r\nVivo en Ucayali.")


def test_without_words_of_hers_no_hole_is_left(client, campaign):
    assert letter_in(prepare(client, campaign)).endswith("Primero.\n\nLe pido que la apoye.")


def test_a_letter_without_a_place_for_her_words_has_them_before_its_end():
    assert compose("A", "Uno.\n\nDos.", "Piura", "Mío.").text == "Uno.\n\nMío.\n\nDos."
    assert compose("A", "Uno.", "Piura", "Mío.").text == "Mío.\n\nUno."
    assert compose("A [region]", "Uno.\r\n\r\n[my words]", "Piura", "").text == "Uno."


def test_nothing_of_it_is_stored_kept_or_set(client, campaign, caplog, settings):
    settings.DEBUG = False
    with CaptureQueriesContext(connection) as queries:
        response = prepare(client, campaign, words="Mi secreto")

    assert all(query["sql"].lstrip().upper().startswith("SELECT") for query in queries)
    assert response["Cache-Control"] == "no-store, private"
    assert response["X-Robots-Tag"] == "noindex"
    assert "ETag" not in response
    assert not response.cookies
    assert "secreto" not in caplog.text
    assert "secreto" not in text(client, campaign.get_url() + "escribir/")


def test_two_readers_do_not_see_each_others_letters(client, campaign):
    assert "Lo mío" in letter_in(prepare(client, campaign, words="Lo mío"))
    assert "Lo mío" not in letter_in(prepare(Client(), campaign, words="Lo tuyo"))


def test_reading_the_address_of_the_answer_leads_to_the_form(client, campaign):
    response = client.get(reverse("letter", args=[campaign.pk]), {"words": "Mi secreto"})

    assert response.url == campaign.get_url() + "escribir/"


def test_another_site_cannot_have_a_letter_prepared(client, campaign):
    for headers in ({"Origin": "https://mala.example"}, {"Sec-Fetch-Site": "cross-site"}):
        response = client.post(reverse("letter", args=[campaign.pk]), {"region": UCAYALI}, headers=headers)
        assert response.status_code == 403


@pytest.mark.parametrize(
    "words",
    [
        "hola&bcc=otra@ejemplo.pe",
        "hola?cc=otra@ejemplo.pe",
        "hola\r\nBcc: otra@ejemplo.pe",
        "hola%0D%0ABcc:otra@ejemplo.pe",
        "</textarea><script>alert(1)</script>",
        '" onclick="alert(1)',
        "[región] [otra]",
        "\u202eal revés\u0007",
    ],
)
def test_her_words_are_words_whatever_they_are(client, campaign, words):
    make_legislator()
    response = prepare(client, campaign, words=words)
    [(email, query)] = mails_in(response)

    assert response.status_code == 200
    assert email == "diputada.ficticia@congreso.invalid"
    assert set(query) == {"subject", "body"}
    assert "\nBcc" not in query["body"][0]
    assert "<script>alert" not in response.content.decode()
    assert 'onclick="alert' not in response.content.decode()
    assert "\u202e" not in letter_in(response)
    if "[" in words:
        assert words in query["body"][0]


@pytest.mark.parametrize(
    "wrong",
    [
        {"region": ""},
        {"region": "99"},
        {"audience": ""},
        {"audience": "press"},
        {"words": "a" * 301},
    ],
)
def test_what_is_missing_is_said_and_what_was_written_stays(client, campaign, wrong):
    response = prepare(client, campaign, **({"words": "Lo que escribí"} | wrong))
    page_ = response.content.decode()

    assert response.status_code == 422
    assert 'role="alert"' in page_
    assert response["Cache-Control"] == "no-store, private"
    assert ("Lo que escribí" in page_) == ("words" not in wrong)


def test_those_of_her_region_come_first_and_of_other_regions_none(client, campaign):
    make_legislator("Nacional", region=None, chamber="S")
    make_legislator("De aquí")
    make_legislator("De Piura", region="20")

    assert [email.split("@")[0] for email, _query in mails_in(prepare(client, campaign))] == [
        "de.aquí",
        "nacional",
    ]


def test_where_nobody_is_known_the_desk_of_the_chamber_is_offered(client, campaign):
    make_legislator("Mesa de partes", region=None, is_desk=True, email="mesa@congreso.invalid")
    response = prepare(client, campaign)

    assert "Todavía no tenemos el correo de quien representa solo a Ucayali" in response.content.decode()
    assert [email for email, _query in mails_in(response)] == ["mesa@congreso.invalid"]


def test_with_no_address_at_all_the_letter_is_still_hers_to_copy(client, campaign):
    response = prepare(client, campaign)

    assert mails_in(response) == []
    assert "Le pido que la apoye." in letter_in(response)


def test_the_answer_stays_light_and_cheap_with_a_whole_chamber(client, campaign):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            response = prepare(client, campaign)
        return len(queries), len(response.content)

    make_legislator()
    prepare(client, campaign)
    few, _bytes = cost()
    for number in range(60):
        make_legislator(f"Senadora {number}", region=None, chamber="S")
    many, size = cost()

    assert many == few <= 10
    assert size < 40_000


def test_a_campaign_without_letters_has_no_such_page(client, home):
    campaign = make_page(home, letters=())

    assert "escribir/" not in text(client, campaign.get_url())
    assert client.get(campaign.get_url() + "escribir/").status_code == 404
    assert prepare(client, campaign).status_code == 404


def test_a_draft_has_no_form(client, campaign):
    campaign.unpublish()

    assert prepare(client, campaign).status_code == 404


def test_the_english_page_has_its_own_letter_and_leads_to_the_spanish(client, campaign):
    english = campaign.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    english.letters = [("letter", LETTER | {"text": "I live in [region].\n\n[my words]\n\nPlease."})]
    english.save_revision().publish()

    form = text(client, english.get_url() + "escribir/")
    translation.activate("es")
    answer = client.post(
        "/en" + reverse("letter", args=[english.pk]), {"region": UCAYALI, "audience": "worker"}
    )

    assert f'href="{campaign.get_url()}escribir/" lang="es"' in form
    assert "I live in Ucayali." in letter_in(answer)
    translation.activate("es")
    assert client.post(reverse("letter", args=[english.pk])).status_code == 404


# What editors may write


def test_a_mark_that_nobody_knows_is_refused():
    with pytest.raises(ValidationError) as refused:
        LetterBlock().clean(LetterBlock().to_python(LETTER | {"text": "Vivo en [regon]."}))
    assert "[regon]" in str(refused.value.block_errors)


def test_two_letters_for_the_same_people_are_refused():
    block = LettersBlock()
    with pytest.raises(ValidationError):
        block.clean(block.to_python([{"type": "letter", "value": LETTER}] * 2))


@pytest.mark.parametrize(
    ("email", "is_good"),
    [
        ("ejemplo@congreso.gob.pe", True),
        ("mesa@senado.congreso.gob.pe", True),
        ("uno@congreso.invalid", True),
        ("ejemplo@gmail.com", False),
        ("ejemplo@congreso.gob.pe.example.com", False),
        ("ejemplo@malgob.pe", False),
    ],
)
def test_only_addresses_of_institutions_are_kept(email, is_good):
    row = Legislator(name="Ejemplo", chamber="D", email=email)
    if is_good:
        row.full_clean()
    else:
        with pytest.raises(ValidationError, match="institución"):
            row.full_clean()


def test_a_desk_is_of_no_region():
    with pytest.raises(IntegrityError):
        make_legislator("Mesa", is_desk=True)


def test_staff_keep_the_list_and_strangers_do_not(client, admin_client):
    address = reverse("legislator:index")
    for number in range(3):
        make_legislator(f"Diputada {number}")

    assert "diputada.2@congreso.invalid" in admin_client.get(address).content.decode()
    assert client.get(address).status_code == 302
    member = User.objects.create_user("ana@example.org", "una clave larga y buena")
    other = Client()
    other.force_login(member)
    assert other.get(address).status_code == 403


def test_the_staff_list_asks_the_same_for_one_and_for_fifty(admin_client):
    address = reverse("legislator:index")
    make_legislator()
    admin_client.get(address)
    with CaptureQueriesContext(connection) as few:
        admin_client.get(address)
    regions = list(Region.objects.all())
    for number in range(50):
        make_legislator(f"Diputada {number}", region=regions[number % 25].pk)
    with CaptureQueriesContext(connection) as many:
        admin_client.get(address)

    assert len(many) <= len(few) + 1
