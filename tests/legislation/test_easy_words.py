"""Where a bill stands, for whoever reads with difficulty."""

import re
from datetime import date

import pytest
from django.utils import translation

from cms.readability import reading
from legislation import easy_words
from legislation.paths import ENDED
from legislation.stages import Stage
from tests.legislation.public_rows import make_bill, make_link
from tests.legislation.test_public_paths import path_of

ALL = [easy_words.LAPSED, *easy_words.LINES.values(), *easy_words.LINES_THERE.values()]
EVERY_LINE = sorted({str(line) for lines in ALL for line in lines})
LONGEST = 12  # words


def said(bill, language="es"):
    with translation.override(language):
        return [str(line) for line in easy_words.lines(path_of(bill))]


def test_every_stage_that_we_can_read_has_easy_words():
    assert set(easy_words.LINES) == set(Stage) - {Stage.UNKNOWN}


@pytest.mark.parametrize("line", EVERY_LINE)
def test_a_line_is_one_short_sentence_without_numbers_or_abbreviations(line):
    assert line.endswith(".") and line.count(".") == 1 and "," not in line.partition(",")[2]
    assert len(line.split()) <= LONGEST and not re.search(r"\d|[A-ZÁÉÍÓÚÑ]{2}", line)


def test_they_read_easily_and_in_english_too():
    assert reading(" ".join(EVERY_LINE)).is_easy
    with translation.override("en"):
        assert not {str(line) for lines in ALL for line in lines} & set(EVERY_LINE)


@pytest.mark.django_db
def test_the_deputies_page_says_what_the_senate_did():
    deputies = make_bill(stage="passed", status="APROBADO")
    assert said(deputies)[0] == "La Cámara de Diputados dijo que sí."
    senate = make_bill(90007, chamber="S", presented=date(2026, 11, 1), stage="passed")
    make_link(deputies, senate, "passed_on")

    assert said(deputies) == [
        "La Cámara de Diputados dijo que sí.",
        "El Senado dijo que sí.",
        "Todavía no es ley.",
    ]
    assert said(deputies, "en")[-1] == "It is not law yet."


@pytest.mark.django_db
def test_a_state_that_nobody_can_read_is_not_guessed(client):
    bill = make_bill(stage="unknown", status="ACUERDO INÉDITO")

    assert said(bill) == []
    assert "Lectura fácil" not in client.get(bill.get_absolute_url()).content.decode()


@pytest.mark.django_db
def test_the_page_of_a_bill_says_it_in_easy_words(client):
    page = client.get(make_bill(stage="observed").get_absolute_url()).content.decode()

    assert "Lectura fácil" in page and "<p>La propuesta volvió al Congreso.</p>" in page


@pytest.mark.django_db
@pytest.mark.parametrize("stage", list(Stage))
def test_what_was_decided_is_over(stage):
    bill = make_bill(stage=stage)

    assert path_of(bill).is_over is (stage in {*ENDED, Stage.PROMULGATED, Stage.LAW})


@pytest.mark.django_db
def test_what_lapsed_or_became_law_in_the_senate_is_over():
    assert path_of(make_bill(period=2021, chamber="C")).is_over
    deputies = make_bill(stage="passed")
    make_link(deputies, make_bill(90007, chamber="S", stage="law"), "passed_on")

    assert path_of(deputies).is_over
