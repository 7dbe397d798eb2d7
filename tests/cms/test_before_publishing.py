"""What an author is told of her text: how easily it reads, and what it might give away."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from wagtail.rich_text import RichText

from accounts.models import User
from cms.harm import findings
from cms.models import HomePage, PlainPage
from cms.readability import reading, syllables

SYLLABLES = {
    "y": 1, "que": 1, "rey": 1, "quien": 1, "sí": 1, "casa": 2, "guerra": 2, "país": 2, "ciudad": 2, "oír": 2,
    "sexual": 2, "mío": 2, "día": 2, "huelga": 2, "construir": 2, "aunque": 2, "reunión": 2, "pingüino": 3, "ahora": 3,
    "idea": 3, "violencia": 3, "derechos": 3, "poeta": 3, "aéreo": 4, "policía": 4, "murciélago": 4, "institución": 4,
    "trabajadora": 5, "cooperación": 5,
}  # fmt: skip
EASY = "La ley nos cuida. Todas vamos a la posta. Nadie nos grita ahí. Te atienden bien. Te dan hora. No pagas nada. Si te tratan mal, avisa. Te vamos a dar una mano. Es tu derecho."
HARD = (
    "La implementación interinstitucional de los lineamientos correspondientes a la transversalización del enfoque "
    "diferencial requiere necesariamente la reglamentación complementaria de procedimientos administrativos "
    "sancionadores, independientemente de la disponibilidad presupuestaria correspondiente al ejercicio fiscal vigente."
)


@pytest.mark.parametrize(("word", "count"), SYLLABLES.items())
def test_syllables_are_counted_as_in_spanish(word, count):
    assert syllables(word) == count


def test_short_sentences_of_known_words_read_easily_and_officialese_does_not():
    assert reading(EASY).score > 80 and reading(EASY).is_easy
    assert reading(HARD).score < 40 and not reading(HARD).is_easy


def test_the_figure_is_that_of_the_formula():
    text = "La casa es de la mesa. " * 6  # six words and eight syllables in a sentence

    assert reading(text).score == round(206.835 - 62.3 * 8 / 6 - 6)


def test_of_a_few_words_nothing_is_said():
    assert reading("Llama al 113.") is None


@given(st.text())
def test_any_text_is_read_and_looked_through(text):
    reading(text)
    assert all(finding.words for finding in findings(text))


def kinds(text):
    return [finding.kind for finding in findings(text)]


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Habló Rosa María de la Cruz Huamán.", "name", "Habló Rosa María de la Cruz Huamán"),
        ("Nos lo contó Yesenia Quispe ayer.", "name", "Yesenia Quispe"),
        ("Llama al 961 234 567.", "phone", "961 234 567"),
        ("Mi número: +51 961234567", "phone", "+51 961234567"),
        ("Escribe a rosita@gmail.com", "mail", "rosita@gmail.com"),
        ("Nos vemos en el jr. Tacna 432.", "place", "jr. Tacna 432"),
        ("Trabajan en el hostal Las Palmeras", "place", "hostal Las Palmeras"),
        ("Vinieron dos trabajadoras sexuales.", "count", "dos trabajadoras sexuales"),
        ("Se atendió a 3 personas trans.", "count", "3 personas trans"),
        ("El rubro de la prostitución", "word", "prostitución"),
    ],
)
def test_what_might_give_somebody_away_is_asked_about(text, kind, words):
    assert (kind, words) in [(finding.kind, finding.words) for finding in findings(text)]


@pytest.mark.parametrize(
    "text",
    [
        "La Ministra de Salud recibió al Gobierno Regional de Piura en San Juan de Lurigancho.",
        "El proyecto 12475/2025-CR se presentó el 18/09/2025; llama gratis al 0800 16800 o al 113.",
        "Vinieron 202 representantes de 69 instituciones, y cinco regiones dijeron que sí.",
        "La calle es de todas. Una persona puede denunciar.",
        "mesadepartes@minsa.gob.pe",
    ],
)
def test_what_is_public_is_not_asked_about(text):
    assert kinds(text) == []


def test_each_thing_is_asked_once():
    assert kinds("Yesenia Quispe dijo. Luego Yesenia Quispe se fue.".replace("Luego Y", "Luego, Y")) == [
        "name"
    ]


@pytest.mark.django_db
def test_the_author_sees_it_in_the_editor(client):
    home = HomePage.objects.get(locale__language_code="es")
    body = [
        ("heading", "Nos vemos"),
        (
            "questions",
            {"questions": [{"question": "¿Dónde?", "answer": RichText("<p>En el jr. Tacna 432.</p>")}]},
        ),
        ("text", RichText(f"<p>{EASY}</p>")),
    ]
    page = home.add_child(
        instance=PlainPage(title="Charla", summary="Con Yesenia Quispe", body=body, live=False)
    )
    page.save_revision()
    author = User.objects.create_user("ana@example.org", "una clave larga y tranquila")
    author.groups.add(Group.objects.get(name="Equipo"))
    client.force_login(author)

    editor = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()

    assert "«jr. Tacna 432»" in editor and "«Con Yesenia Quispe»" in editor
    assert "(INFLESZ)" in editor
