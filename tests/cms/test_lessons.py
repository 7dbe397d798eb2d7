"""Courses: in order, short, checked by oneself, kept nowhere."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import Revision

from cms.lessons import CheckBlock, CoursePage, CoursesPage, LessonPage
from tests.cms import world
from tests.cms.world import publish, text
from tests.legislation.test_public_budgets import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    courses = publish(world.home(), CoursesPage, "Cursos")
    return publish(courses, CoursePage, "Recibir una denuncia", audience="police", body=[])


def check(*answers):
    given = [{"text": text, "is_right": is_right, "because": why} for text, is_right, why in answers]
    return ("check", {"question": "¿Hace falta el DNI?", "answers": given})


def lesson(course, title, **fields):
    given = {"minutes": 5, "body": [("heading", "Una idea")], "checks": []}
    return publish(course, LessonPage, title, **given | fields)


def test_lessons_are_read_in_order(client, course):
    first, second, third = (lesson(course, title) for title in ("Primera", "Segunda", "Tercera"))

    page = text(client, course.get_url())
    assert page.index("Primera") < page.index("Segunda") < page.index("Tercera")
    assert "3 lecciones" in page and "15 minutos en total" in page and "Policía y serenazgo" in page
    middle = text(client, second.get_url())
    assert "lección 2 de 3" in middle
    assert (
        f'rel="prev" href="{first.get_url()}"' in middle and f'rel="next" href="{third.get_url()}"' in middle
    )
    assert 'rel="next"' not in text(client, third.get_url())

    third.move(first, pos="left")
    assert "lección 1 de 3" in text(client, LessonPage.objects.get(pk=third.pk).get_url())


def test_a_lesson_is_checked_without_a_form_or_a_script(client, course):
    one = lesson(
        course, "Primera", checks=[check(("Sí", False, "Se recibe igual."), ("No", True, "Así es."))]
    )

    response = client.get(one.get_url())
    page = response.content.decode().partition("<main")[2].partition("</main>")[0]

    assert page.count("<details>") == 2 and "<form" not in page and "<script" not in page
    assert "<b>No.</b> Se recibe igual." in page and "<b>Sí.</b> Así es." in page
    assert not response.cookies


def test_a_question_without_a_right_answer_is_refused():
    block = CheckBlock()
    _name, value = check(("Sí", False, "Porque no"), ("No", False, "Tampoco"))

    with pytest.raises(ValidationError):
        block.clean(block.to_python(value))


def test_an_unpublished_lesson_is_not_counted(client, course):
    lesson(course, "Primera")
    lesson(course, "Segunda").unpublish()

    assert "1 lección" in text(client, course.get_url()) and "Segunda" not in text(client, course.get_url())


def test_lessons_go_with_their_course(client, course):
    first, planned = lesson(course, "Primera"), lesson(course, "Segunda")
    planned.unpublish()
    planned.go_live_at = timezone.now() + timedelta(days=1)
    planned.save_revision(approved_go_live_at=planned.go_live_at)

    course.unpublish()

    assert client.get(first.get_url()).status_code == 404
    assert not Revision.objects.exclude(approved_go_live_at=None).exists()


def test_a_draft_of_a_lesson_can_be_looked_at(course):
    draft = LessonPage(title="Borrador", slug="borrador", summary="De qué trata", body=[], live=False)
    course.add_child(instance=draft)

    assert "lección 1 de 1" in draft.make_preview_request().rendered_content


def test_a_dozen_lessons_cost_as_much_as_one(client, course):
    one = lesson(course, "Lección 0")
    places = [course.get_url(), one.get_url(), course.get_parent().specific.get_url()]
    before = [queries_of(client, place) for place in places]
    for number in range(1, 12):
        lesson(course, f"Lección {number}")

    assert [queries_of(client, place) for place in places] == before
    assert max(before) <= 12
