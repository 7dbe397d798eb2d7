import re
from datetime import date

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.legislation.public_rows import make_bill, make_cause

pytestmark = pytest.mark.django_db


def found(client, **params):
    """Labels on the page that these filters give, in order."""
    response = client.get(reverse("bills"), params)
    assert response.status_code == 200
    return [bill.label for bill in response.context["page"]]


def test_accent_free_search_finds_accented_names(client):
    bill = make_bill(title="LEY DE PROTECCIÓN", authors=["Ñañez Ficticia, Jesús"])
    make_bill(90002, title="OTRA LEY")

    assert found(client, q="proteccion") == [bill.label]
    assert found(client, q="NANEZ jesus") == [bill.label]
    assert found(client, q="Ñáñez") == [bill.label]


def test_the_beginning_of_a_word_is_enough_and_what_stands_inside_one_is_not(client):
    bill = make_bill(title="LEY DE DERECHOS LABORALES", authors=["Gayoso Ficticia, Ana"])
    make_bill(90002, title="LEY QUE CREA EL DISTRITO DE HUALGAYOC", authors=["Colabora Ficticia, Rosa"])

    assert found(client, q="labor") == found(client, q="gay") == [bill.label]
    assert found(client, q="[a-z]+") == found(client, q="(") == []


@pytest.mark.parametrize(
    "written", ["PL 12475", "12475/2025-CR", "Proyecto de Ley N.° 12475", "12475-2025-CR", "12475"]
)
def test_any_written_form_of_a_number_finds_the_bill(client, written):
    bill = make_bill(12475, period=2021, chamber="C", label="12475/2025-CR")
    make_bill(12476, period=2021, chamber="C", label="12476/2025-CR")

    assert found(client, q=written) == [bill.label]


def test_the_form_of_2026_finds_the_bill(client):
    bill = make_bill(434)

    assert found(client, q="00434-2026-2031-CD") == [bill.label]


def test_filters_narrow_and_combine(client):
    ours = make_bill(90001, stage="committee")
    make_bill(90002, stage="filed")
    senate = make_bill(90003, chamber="S")
    old = make_bill(90004, period=2021, chamber="C")
    make_cause(ours, old)

    assert found(client, stage="filed") == ["90002-2026-2031-CD"]
    assert found(client, chamber="S") == [senate.label]
    assert found(client, period="2021") == [old.label]
    assert found(client, cause="trabajo-sexual", period="2026") == [ours.label]
    assert found(client, lapsed="1") == [old.label]
    assert old.label not in found(client, lapsed="0")


def test_a_cause_that_is_not_public_is_no_filter(client):
    make_cause(make_bill(), slug="reservada", is_public=False)
    make_bill(90002)

    response = client.get(reverse("bills"), {"cause": "reservada"})

    assert response.context["page"].paginator.count == 2
    assert b'value="reservada"' not in response.content


def test_the_newest_come_first_and_the_undated_last_in_their_period(client):
    make_bill(1, period=2021, chamber="C")
    make_bill(2, presented=None)
    make_bill(3, presented=date(2026, 9, 1))
    make_bill(4, presented=date(2026, 10, 1))

    assert [label[:5] for label in found(client)] == ["00004", "00003", "00002", "00001"]


def test_pages_keep_the_filters_and_drop_what_we_did_not_understand(client):
    for number in range(1, 28):
        make_bill(90000 + number)

    page = client.get(reverse("bills"), {"q": "sexual", "period": "abc", "chamber": "D"}).content.decode()

    following = re.search(r'rel="next" href="([^"]+)"', page)[1].replace("&amp;", "&")
    assert sorted(following.lstrip("?").split("&")) == ["chamber=D", "page=2", "q=sexual"]
    assert len(client.get(reverse("bills") + following).context["page"].object_list) == 2
    assert "No conocemos «abc»" in page


def test_the_count_is_said(client):
    make_bill(1)
    make_bill(2)

    assert "2 proyectos" in client.get(reverse("bills")).content.decode()
    assert "1 proyecto<" in client.get(reverse("bills"), {"q": "PL 1"}).content.decode()


def test_an_empty_list_helps(client):
    page = client.get(reverse("bills"), {"q": "nadalotiene", "period": "2026"}).content.decode()

    assert "No encontramos ningún proyecto así" in page
    assert "?q=nadalotiene" in page


@pytest.mark.parametrize(
    "params",
    [
        {"period": "abc"},
        {"period": "99999999999999999999999"},
        {"page": "999"},
        {"page": "-1"},
        {"page": "9" * 5000},
        {"page": "1\0"},
        {"q": "\0"},
        {"q": "a\0b"},
        {"q": "á" * 10_000},
        {"q": "a " * 5_000},
        {"q": "%_\\'\"();--"},
        {"stage": "\0", "chamber": "X", "cause": "../..", "lapsed": "quizás"},
        {"cause": "x\0y"},
    ],
)
def test_whatever_strangers_send_the_answer_is_a_page(client, params):
    make_bill()

    assert client.get(reverse("bills"), params).status_code == 200


def test_a_question_of_ten_kilobytes_is_not_repeated_in_every_link(client):
    for number in range(1, 28):
        make_bill(90000 + number)

    assert len(client.get(reverse("bills"), {"q": "a" * 10_000}).content) < 20_000


def test_bytes_that_are_no_text_are_a_page_too(client):
    make_bill()

    assert client.get(reverse("bills") + "?q=%ff%fe&period=%00&stage=%ed%a0%80").status_code == 200


def test_what_was_asked_is_escaped(client):
    page = client.get(reverse("bills"), {"q": '"><script>', "period": "<b>"}).content.decode()

    assert "<script>" not in page
    assert "<b>»" not in page


class SearchNeverCrashes(TestCase):
    @settings(max_examples=60, deadline=None)
    @given(
        st.dictionaries(
            st.sampled_from(["q", "stage", "period", "chamber", "cause", "lapsed", "page", "otro"]),
            st.text(max_size=300).filter(lambda text: text.encode("utf-8", "ignore").decode() == text),
        )
    )
    def test_whatever_is_asked(self, params):
        make_bill()

        assert self.client.get(reverse("bills"), params).status_code == 200


def test_the_bill_that_was_asked_for_comes_before_those_that_mention_it(client):
    asked = make_bill(99475, period=2021, chamber="C", label="99475/2025-CR")
    mentions = make_bill(90012, title="ACTUALIZACIÓN (ANTES PL 99475/2025-CR)")

    for written in ("PL 99475", "99.475"):
        assert found(client, q=written)[0] == asked.label
    assert found(client, q="99475/2025-CR") == [asked.label, mentions.label]


def test_a_number_with_its_chamber_is_one_bill(client):
    senate = make_bill(90240, chamber="S", label="90240-2026-2031-S")
    make_bill(90240, chamber="D"), make_bill(90240, chamber="C", label="90240-2026-2031-CR")

    for written in ("90240/2026-S", "90240-S", "90240/S"):
        assert found(client, q=written) == [senate.label]


@pytest.mark.parametrize("quoted", ['"trabajo sexual"', "«trabajo sexual»", "“Trabajo sexual” ley"])
def test_words_between_quotes_stand_together(client, quoted):
    bill = make_bill(title="LEY DEL TRABAJO SEXUAL")
    make_bill(90002, title="LEY DEL TRABAJO Y DE LA SALUD SEXUAL")

    assert found(client, q=quoted) == [bill.label]


def test_a_lone_quote_is_no_question(client):
    bill = make_bill(title="LEY DEL TRABAJO")

    assert found(client, q='trabajo"') == [bill.label]
