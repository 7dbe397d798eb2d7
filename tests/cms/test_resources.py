"""Publications: plain words, a document that is safe to hand out, tables that give nobody away."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cms.resources import PublicationPage, ResourcesPage
from crm.models import Study, StudyTable
from tests.cms import world
from tests.cms.world import publish, text
from tests.legislation.test_public_budgets import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def resources():
    return publish(world.home(), ResourcesPage, "Publicaciones")


def publication(parent, title="Mapeo", **fields):
    given = {"sort": "study", "year": 2009, "authors": "IESSDEH", "body": [("heading", "Qué es")]}
    return publish(parent, PublicationPage, title, **given | fields)


def study(**fields):
    return Study.objects.create(
        **{"title": "Mapeo", "authors": "Salazar y Silva", "published": "2009"} | fields
    )


def table(of, rows=(("Primaria", 20, None), ("Superior", None, 40)), **fields):
    given = {"title": "Años de estudio", "source": "Cuadro 3", "measure": "heads", "headings": ["A", "B"]}
    return StudyTable.objects.create(study=of, rows=[list(row) for row in rows], **given | fields)


def test_a_list_says_what_each_is_and_what_it_weighs(client, resources):
    publication(resources, paper=world.paper(), paper_language="en")
    publication(resources, "Guía de bolsillo", sort="guide", year=2026)

    page = text(client, resources.get_url())

    assert "IESSDEH" in page and "2009" in page and "PDF, " in page and "en inglés" in page
    assert page.index("Guía de bolsillo") < page.index("Mapeo")
    only = text(client, resources.get_url() + "?tipo=guide")
    assert "Guía de bolsillo" in only and "Mapeo" not in only


def test_a_document_is_handed_out_by_its_page_and_cannot_be_opened_by_the_browser(client, resources):
    page = publication(resources, paper=world.paper())
    assert f'href="{page.get_url()}documento/"' in text(client, page.get_url())

    answer = client.get(page.get_url() + "documento/")

    assert b"".join(answer).startswith(b"%PDF")
    assert answer["Content-Disposition"] == 'attachment; filename="mapeo.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert not answer.cookies


def test_a_document_goes_with_its_page(client, resources):
    page = publication(resources, paper=world.paper())
    address = page.get_url() + "documento/"
    assert client.get(address).status_code == 200

    page.unpublish()

    assert client.get(address).status_code == 404
    assert client.get(publication(resources, "Sin archivo").get_url() + "documento/").status_code == 404


def test_a_document_that_is_changed_changes_its_page(client, resources):
    page = publication(resources, paper=world.paper())
    before = text(client, page.get_url())
    page.paper.file_size = 5 * 1024 * 1024
    page.paper.save()

    assert text(client, page.get_url()) != before


def test_the_tables_of_a_study_are_shown_without_what_was_hidden(client, resources):
    mapping = study()
    table(mapping)
    page = text(client, publication(resources, study=mapping).get_url())

    assert "Años de estudio" in page and "no se muestra" in page and "Cuadro 3" in page


@pytest.mark.parametrize(
    "fields",
    [
        {"rows": (("Primaria", 20, 4),)},
        {"rows": (("Primaria", 50, 2),), "measure": "percent", "asked": 100},
    ],
)
def test_a_table_that_could_give_somebody_away_stays_with_us(client, resources, fields):
    mapping = study()
    table(mapping, **fields)

    assert "Años de estudio" not in text(client, publication(resources, study=mapping).get_url())


def test_a_study_that_is_not_published_any_more_shows_nothing(client, resources):
    mapping = study()
    table(mapping)
    page = publication(resources, study=mapping)
    mapping.published = ""
    mapping.save()

    assert "Años de estudio" not in text(client, page.get_url())


def test_a_table_corrected_is_corrected_on_the_page(client, resources):
    mapping = study()
    one = table(mapping)
    page = publication(resources, study=mapping)
    assert "Años de estudio" in text(client, page.get_url())

    one.title = "Nivel de estudios"
    one.save()

    assert "Nivel de estudios" in text(client, page.get_url())


def test_a_publication_of_next_year_is_refused(resources):
    page = publication(resources)
    page.year = timezone.localdate().year + 1

    with pytest.raises(ValidationError, match="todavía no llega"):
        page.full_clean()


def test_a_dozen_publications_cost_as_much_as_one(client, resources):
    first = publication(resources, paper=world.paper())
    one = queries_of(client, resources.get_url())
    for number in range(11):
        publication(resources, f"Otra {number}", paper=first.paper)

    assert queries_of(client, resources.get_url()) == one <= 12
    mapping = study()
    for number in range(50):
        table(mapping, title=f"Tabla {number}")
    first.study = mapping
    first.save_revision().publish()
    assert queries_of(client, first.get_url()) <= 12
