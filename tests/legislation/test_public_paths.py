from datetime import date

import pytest
from django.utils import translation

from legislation import paths
from legislation.models import Bill
from legislation.plain_words import situation
from legislation.stages import Stage
from tests.legislation.public_rows import make_bill, make_life, make_link, make_step

pytestmark = pytest.mark.django_db


def path_of(bill):
    return paths.for_bills([bill])[bill.pk]


def states(path):
    return [(stop.key, stop.state) for stop in path.stops]


def test_a_bill_of_one_chamber_goes_through_two_votes_to_the_executive():
    path = path_of(make_bill(period=2021, chamber="C", stage="law", status="Publicada"))

    assert [stop.key for stop in path.stops] == [
        "filed",
        "committee",
        "report",
        "floor",
        "first_vote",
        "passed",
        "executive",
        "law",
    ]
    assert path.here.key == "law"


def test_a_bill_of_the_deputies_goes_on_to_the_senate():
    path = path_of(make_bill())

    assert [stop.key for stop in path.stops][4:6] == ["passed", "senate"]
    assert states(path)[:3] == [("filed", "done"), ("committee", "here"), ("report", "ahead")]


def test_no_second_vote_is_claimed_where_the_new_rules_are_not_known():
    path = path_of(make_bill(stage="passed_first", status="APROBADO 1ERA. VOTACIÓN"))

    assert path.here.key == "floor"
    assert path.here.note == "aprobado en primera votación"


def test_what_begins_in_the_senate_is_not_sent_to_the_executive_unless_it_went_there():
    usual = path_of(make_bill(chamber="S", proponent="Senado de la República"))
    sent = path_of(make_bill(90002, chamber="S", proponent="Senado", stage="sent_to_executive", status="x"))

    assert "executive" not in [stop.key for stop in usual.stops]
    assert sent.here.key == "executive"


def test_each_station_bears_the_day_the_bill_last_came_to_it():
    bill = make_bill()
    make_life(
        bill,
        ("PRESENTADO", "filed", date(2026, 9, 15)),
        ("EN COMISIÓN", "committee", date(2026, 9, 18)),
        ("EN COMISIÓN", "committee", date(2026, 10, 2)),
    )

    path = path_of(bill)

    assert [stop.day for stop in path.stops[:3]] == [date(2026, 9, 15), date(2026, 9, 18), None]
    assert path.since == date(2026, 9, 18)


def test_a_bill_sent_back_to_committee_is_there_again_and_the_rest_lies_ahead():
    bill = make_bill(status="RETORNA A COMISIÓN")
    make_life(
        bill,
        ("EN COMISIÓN", "committee", date(2026, 9, 18)),
        ("DICTAMEN", "reported", date(2026, 10, 1)),
        ("EN DEBATE - PLENO", "debate", date(2026, 10, 9)),
        ("RETORNA A COMISIÓN", "committee", date(2026, 10, 10)),
    )

    path = path_of(bill)

    assert path.here.key == "committee"
    assert path.since == date(2026, 10, 10)
    assert {stop.state for stop in path.stops[2:]} == {"ahead"}
    assert {stop.day for stop in path.stops[2:]} == {None}


def test_no_day_is_claimed_when_the_list_knows_more_than_the_steps():
    bill = make_bill(stage="reported", status="DICTAMEN")
    make_step(bill)

    path = path_of(bill)

    assert path.here.key == "report"
    assert path.since is None


def test_hearsay_moves_nothing():
    from accounts.models import User

    bill = make_bill()
    ana = User.objects.create_user("ana@example.org", "una clave larga y buena")
    make_step(bill, "DICTAMEN", stage="reported", entered_by=ana, source_key="hand:1")

    assert path_of(bill).here.key == "committee"


@pytest.mark.parametrize("stage", ["archived", "rejected", "withdrawn"])
def test_a_bill_that_ended_stops_where_it_had_come_to(stage):
    bill = make_bill(period=2021, chamber="C", stage=stage, status="Al Archivo")
    make_life(
        bill,
        ("EN COMISIÓN", "committee", date(2025, 9, 18)),
        ("Al Archivo", stage, date(2025, 12, 1)),
    )

    path = path_of(bill)

    assert states(path)[:4] == [
        ("filed", "done"),
        ("committee", "done"),
        (stage, "here"),
        ("report", "not_taken"),
    ]
    assert path.since == date(2025, 12, 1)
    assert {stop.state for stop in path.stops[3:]} == {"not_taken"}


def test_a_lapsed_bill_ended_with_its_period():
    path = path_of(make_bill(period=2021, chamber="C"))

    assert states(path)[1:4] == [("committee", "done"), ("lapsed", "here"), ("report", "not_taken")]
    assert path.here.day == date(2026, 7, 26)
    assert "26 de julio de 2026" in situation(path).means


def test_a_lapsed_bill_that_was_filed_again_says_as_what():
    old = make_bill(period=2021, chamber="C")
    new = make_bill(90012)
    make_link(old, new, "refiled_as")

    assert situation(path_of(old)).next == f"Ya se presentó de nuevo, como {new.label}."


def test_a_state_we_cannot_read_is_shown_as_it_stands_and_nothing_is_crossed_out():
    bill = make_bill(stage="unknown", status="ACUERDO INÉDITO")
    make_step(bill)

    path = path_of(bill)

    assert states(path)[1:4] == [("committee", "done"), ("unknown", "here"), ("report", "ahead")]
    assert situation(path).heading == "«ACUERDO INÉDITO»"


@pytest.mark.parametrize(
    ("language", "means", "comes_next"),
    [
        ("es", "La Cámara de Diputados lo aprobó.", "Pasa al Senado"),
        ("en", "The Chamber of Deputies approved it.", "It goes to the Senate"),
    ],
)
def test_what_one_chamber_approved_is_said_of_that_chamber_in_every_language(language, means, comes_next):
    with translation.override(language):
        found = situation(path_of(make_bill(stage="passed", status="APROBADO")))

    assert found.means.startswith(means) and found.next.startswith(comes_next)


def test_the_path_goes_on_in_the_senates_dossier():
    deputies = make_bill(stage="passed", status="APROBADO")
    senate = make_bill(90007, chamber="S", presented=date(2026, 11, 1))
    make_link(deputies, senate, "passed_on")

    path = path_of(deputies)

    assert path.here.key == "senate"
    assert path.here.bill == senate
    assert path.since == date(2026, 11, 1)
    assert situation(path).heading == "En el Senado: en comisión"
    assert senate.label in situation(path).means


def test_what_the_senate_made_law_is_law_on_the_deputies_dossier_too():
    deputies = make_bill(stage="passed", status="APROBADO")
    senate = make_bill(90007, chamber="S", stage="law", status="Publicada", law_number="99001")
    make_link(deputies, senate, "passed_on")

    path = path_of(deputies)

    assert (path.here.key, path.here.note) == ("law", "N.° 99001")
    assert situation(path).heading == "Es la Ley N.° 99001"


def test_what_the_senate_rejected_ended_in_the_senate():
    deputies = make_bill(stage="passed", status="APROBADO")
    senate = make_bill(90007, chamber="S", stage="rejected", status="RECHAZADO")
    make_link(deputies, senate, "passed_on")

    assert states(path_of(deputies))[-4:] == [
        ("senate", "done"),
        ("rejected", "here"),
        ("executive", "not_taken"),
        ("law", "not_taken"),
    ]


def test_the_senates_dossier_begins_with_what_the_deputies_did():
    deputies = make_bill(stage="passed", status="APROBADO")
    senate = make_bill(90007, chamber="S")
    make_link(deputies, senate, "passed_on")

    first = path_of(senate).stops[0]

    assert (first.key, first.state, first.bill) == ("deputies", "done", deputies)


def test_a_proposed_link_changes_no_path():
    deputies = make_bill(stage="passed", status="APROBADO")
    make_link(deputies, make_bill(90007, chamber="S"), "passed_on", state="proposed")

    assert path_of(deputies).here.key == "passed"


def test_the_drawing_has_one_place_per_stop_and_one_line_between():
    path = path_of(make_bill())

    places = [float(stop.at.rstrip("%")) for stop in path.stops]
    assert places == sorted(set(places)) and places[0] > 0 and places[-1] < 100
    assert [(gap.start, gap.end) for gap in path.gaps] == [
        (one.at, other.at) for one, other in zip(path.stops, path.stops[1:], strict=False)
    ]
    assert [gap.state for gap in path.gaps][:2] == ["done", "ahead"]


def test_the_summary_says_the_drawing_in_words():
    assert path_of(make_bill(stage="scheduled", status="Orden del Día")).summary == (
        "Punto 4 de 8: Pleno de Diputados, en agenda."
    )


@pytest.mark.parametrize(("period", "chamber"), [(2021, "C"), (2026, "D"), (2026, "S"), (2026, "C")])
@pytest.mark.parametrize("stage", Stage.values)
@pytest.mark.parametrize("language", ["es", "en"])
def test_every_stage_of_every_procedure_has_exactly_one_place_and_words(period, chamber, stage, language):
    bill = make_bill(period=period, chamber=chamber, stage=stage, status="ESTADO DE PRUEBA")

    with translation.override(language):
        path = path_of(bill)
        words = situation(path)

    assert [stop.state for stop in path.stops].count("here") == 1
    assert words.heading and words.means


def test_a_hundred_paths_cost_two_queries(django_assert_num_queries):
    for number in range(100):
        make_step(make_bill(90100 + number))
    bills = list(Bill.objects.select_related("period"))

    with django_assert_num_queries(2):
        assert len(paths.for_bills(bills)) == 100
