"""The spider of lists against a Congress in memory: paging, searching, and everything it must refuse."""

import json
import re

import pytest

from scrapers.items import BillItem, ListItem, NoticeItem, PeriodItem, VocabularyItem
from scrapers.listing import read_rows
from scrapers.problems import Unbelievable
from scrapers.spiders.spley import Spley, searches, without_accents
from tests.scrapers.small_congress import SERVICE, Congress, envelope, row, saved_page


def spley(period=2021, chamber="C", page_size=1000, **kwargs):
    spider = Spley(service=SERVICE, period=period, chamber=chamber, **kwargs)
    spider.page_size = page_size
    return spider


def bills(driven):
    return [item for item in driven.items if isinstance(item, BillItem)]


def test_a_whole_list_is_read_page_by_page_and_says_how_long_it_is(drive):
    congress = Congress([row(number) for number in range(7, 0, -1)])

    driven = drive(spley(page_size=3), congress)

    assert [item.key.number for item in bills(driven)] == [7, 6, 5, 4, 3, 2, 1]
    assert driven.items[-1] == ListItem(period=2021, chamber="C", total=7)
    assert [asked["rowStart"] for asked in congress.asked] == [0, 3, 6]


def test_paging_and_chamber_are_asked_for_in_the_body_and_nothing_else_is(drive):
    congress = Congress([row(1, period=2026, chamber="D")])

    driven = drive(spley(period=2026, chamber="D"), congress)

    assert congress.asked == [{"perParId": 2026, "codTipoParl": "D", "pageSize": 1000, "rowStart": 0}]
    assert driven.requests[0].url == f"{SERVICE}/proyecto-ley/lista-con-filtro"
    assert driven.requests[0].method == "POST"
    assert driven.requests[0].headers["Content-Type"] == b"application/json"


def test_a_bill_that_comes_twice_because_the_list_grew_is_one(drive):
    congress = Congress([row(number) for number in range(6, 0, -1)])

    def growing(request):
        answer = congress(request)
        congress.rows = [row(7), *congress.rows] if len(congress.rows) == 6 else congress.rows
        return answer

    driven = drive(spley(page_size=3), growing)

    assert [item.key.number for item in bills(driven)] == [6, 5, 4, 3, 2, 1]
    assert driven.items[-1].total == 6


@pytest.mark.parametrize(
    "page", ["spley_list_before_2023.json", "spley_list_2023.json", "spley_list_rows_alone.json"]
)
def test_the_forms_of_earlier_years_are_read_too(drive, page):
    driven = drive(spley(), lambda request: saved_page(page))

    assert len(bills(driven)) == 2
    assert driven.items[-1] == ListItem(period=2021, chamber="C", total=2)


def test_a_form_that_tells_no_total_is_asked_again_after_a_full_page(drive):
    rows = [row(number) for number in range(5, 0, -1)]

    def untold(request):
        start = json.loads(request.body)["rowStart"]
        return envelope(rows[start : start + 2])

    assert len(bills(drive(spley(page_size=2), untold))) == 5


def test_a_form_that_tells_no_total_and_ignores_paging_is_read_once(drive):
    rows = [row(number) for number in range(5, 0, -1)]

    driven = drive(spley(page_size=5), lambda request: envelope(rows))

    assert len(bills(driven)) == 5
    assert len(driven.requests) == 2


def test_with_catalogues_the_periods_and_the_labels_come_first(drive):
    congress = Congress([row(1)])

    def respond(request):
        if "filtros" in request.url:
            return saved_page("spley_filters.json")
        return saved_page("spley_periods.json") if request.method == "GET" else congress(request)

    driven = drive(spley(catalogues=True), respond)

    assert [request.url.removeprefix(SERVICE) for request in driven.requests] == [
        "/periodo-parlamentario",
        "/periodo-parlamentario/2021/filtros?codTipoParl=C",
        "/proyecto-ley/lista-con-filtro",
    ]
    assert [item.starts.isoformat() for item in driven.items if isinstance(item, PeriodItem)] == [
        "2026-07-27",
        "2021-07-22",
    ]
    vocabulary = next(item for item in driven.items if isinstance(item, VocabularyItem))
    assert vocabulary.statuses == ("PRESENTADO", "EN COMISIÓN", "Aprobado Com.Permanente")


def test_a_period_nobody_told_us_about_is_noticed_and_does_not_stop_the_reading(drive):
    periods = json.loads(saved_page("spley_periods.json"))
    periods["data"].insert(0, periods["data"][0] | {"perParId": 2031, "desPerParAbrev": "2031-2036"})
    congress = Congress([row(1)])

    def respond(request):
        if "filtros" in request.url:
            return saved_page("spley_filters.json")
        return periods if request.method == "GET" else congress(request)

    driven = drive(spley(catalogues=True), respond)

    assert [(item.what, item.value) for item in driven.items if isinstance(item, NoticeItem)] == [
        ("period", "2031")
    ]
    assert len(bills(driven)) == 1


def test_a_new_field_is_noticed_once_and_its_row_is_read(drive):
    driven = drive(spley(), Congress([row(2, gravedad=1), row(1, gravedad=2)]))

    assert [(item.what, item.value) for item in driven.items if isinstance(item, NoticeItem)] == [
        ("key", "gravedad")
    ]
    assert len(bills(driven)) == 2


def test_a_row_that_has_moved_to_the_other_chamber_is_noticed(drive):
    rows = [row(9, period=2026, chamber="D", codTipoParlActual="S")]

    driven = drive(spley(period=2026, chamber="D"), Congress(rows))

    assert ("chamber", "00009-2026-2031-D: D → S") in [
        (item.what, item.value) for item in driven.items if isinstance(item, NoticeItem)
    ]


@pytest.mark.parametrize("title", ["", " ", "\u00a0", "\u200b", "\u202e\ufeff"])
def test_a_bill_without_a_title_yet_is_known_by_its_number(drive, title):
    driven = drive(spley(), Congress([row(2, titulo=title), row(1)]))

    assert [item.title for item in bills(driven)] == ["00002/2021-CR", row(1)["titulo"]]
    assert [item.value for item in driven.items if isinstance(item, NoticeItem)] == ["titulo, 00002/2021-CR"]


def test_an_author_or_a_day_that_cannot_be_seen_does_not_cost_the_other_bills(drive):
    driven = drive(
        spley(), Congress([row(2, autores="\u200b; Ficticia, Ana", fecPresentacion="\u00a0"), row(1)])
    )

    assert bills(driven)[0].authors == ("Ficticia, Ana",)
    assert bills(driven)[0].presented is None


def test_a_date_that_does_not_exist_does_not_cost_the_other_bills(drive):
    driven = drive(spley(), Congress([row(2, fecPresentacion="2026-02-30T00:00:00.000-05:00"), row(1)]))

    assert [(item.key.number, item.presented is None) for item in bills(driven)] == [(2, True), (1, False)]
    assert [item.value for item in driven.items if isinstance(item, NoticeItem)] == [
        "fecPresentacion (2026-02-30T00:00:00.000-05:00), 00002/2021-CR"
    ]


@pytest.mark.parametrize("slip", [{"fecPresentacion": "0001-01-01"}, {"desEstado": None}])
def test_a_field_that_says_nothing_in_more_than_a_tenth_of_a_list_is_another_shape(slip):
    with pytest.raises(Unbelievable, match="3 of 20 rows have no"):
        read_rows([row(n, **slip if n < 4 else {}) for n in range(1, 21)])


@pytest.mark.parametrize("number", [0, -1, 10**9, 2**31, 2**80])
def test_a_number_that_no_address_can_hold_is_refused(number):
    with pytest.raises(Unbelievable, match="no believable key"):
        read_rows([row(number, proyectoLey="00012/2021-CR")])


@pytest.mark.parametrize("status", [None, "", " ", "\u200b", "------"])
def test_a_row_without_a_state_changes_nothing_and_is_noticed(drive, status):
    driven = drive(spley(), Congress([row(3, desEstado=status), row(2), row(1)]))

    assert [item.key.number for item in bills(driven)] == [2, 1]
    assert driven.items[-1].total == 3
    assert [item.what for item in driven.items if isinstance(item, NoticeItem)] == ["empty"]


def test_a_bill_presented_on_no_day_yet_is_read(drive):
    assert bills(drive(spley(), Congress([row(1, fecPresentacion=None)])))[0].presented is None


# What must be refused


def refusal(drive, spider, respond):
    with pytest.raises(Unbelievable) as refused:
        drive(spider, respond)
    return refused.value


def without(name):
    return {key: value for key, value in row(1).items() if key != name}


@pytest.mark.parametrize(
    "answer, kind, says",
    [
        (envelope({"proyectos": [], "rowsTotal": 0}), "empty", "2021 C"),
        (envelope({"proyectos": [row(1)], "rowsTotal": 0}), "truncated", "rowsTotal is 0, yet 1"),
        (envelope({"proyectos": [row(1)], "rowsTotal": 9}), "truncated", "of 9 bills of 2021 C only 1"),
        (envelope({"proyectos": [row(1), row(1)], "rowsTotal": 2}), "truncated", "only 1"),
        (envelope({"proyectos": [row(2), row(1)], "rowsTotal": 1}), "truncated", "rowsTotal is 1, yet 2"),
        (
            envelope({"proyectos": [row(1, perParId=2026, codTipoParl="C")], "rowsTotal": 1}),
            "foreign",
            "2026 C",
        ),
        (envelope({"proyectos": [row(1, codTipoParl="D")], "rowsTotal": 1}), "foreign", "2021 D"),
        (envelope({"proyectos": [row(1, codTipoParl="X")], "rowsTotal": 1}), "foreign", "«X»"),
        (envelope({"proyectos": [without("desEstado")], "rowsTotal": 1}), "shape", "has no desEstado"),
        (
            envelope({"proyectos": [without("fecPresentacion")], "rowsTotal": 1}),
            "shape",
            "no fecPresentacion",
        ),
        (envelope({"proyectos": [row(1, desEstado=7)], "rowsTotal": 1}), "shape", "00001/2021-CR.*status"),
        (envelope({"proyectos": [row(1, pleyNum="1")], "rowsTotal": 1}), "shape", "pleyNum '1'"),
        (envelope({"proyectos": [row(1, pleyNum=True)], "rowsTotal": 1}), "shape", "pleyNum True"),
        (envelope({"proyectos": [row(0)], "rowsTotal": 1}), "shape", "number"),
        (envelope({"proyectos": [row(1, autores=["a"])], "rowsTotal": 1}), "shape", "00001/2021-CR"),
        (envelope({"proyectos": [row(1, proyectoLey=None)], "rowsTotal": 1}), "shape", "proyectoLey is None"),
        (envelope({"proyectos": [row(1, fecPresentacion="ayer")], "rowsTotal": 1}), "shape", "'ayer'"),
        (envelope({"proyectos": [row(1, fecPresentacion=20240101)], "rowsTotal": 1}), "shape", "20240101"),
        (
            envelope({"proyectos": [row(n, desEstado="") for n in (1, 2, 3)], "rowsTotal": 3}),
            "shape",
            "3 of 3 rows",
        ),
        (envelope({"proyectos": {}, "rowsTotal": 0}), "shape", "rows"),
        (envelope({"proyectos": [7], "rowsTotal": 1}), "shape", "rows"),
        (envelope({"proyectos": [row(1)], "rowsTotal": "1"}), "shape", "rowsTotal is 1, not a number"),
        (envelope({"bills": [row(1)], "rowsTotal": 1}), "shape", "bills"),
        (envelope(None), "shape", "proyectos"),
        (envelope(7), "shape", "proyectos.*7"),
        (envelope({"proyectos": [row(1)], "rowsTotal": 1}, code=500), "shape", "code 500"),
        ({"proyectos": [row(1)], "rowsTotal": 1}, "shape", "no envelope"),
        (b"<!doctype html><html><app-root></app-root></html>", "html", "app-root"),
        (b"<html>captcha</html>", "blocked", "captcha"),
        (b'{"code":200,"data":{"proyectos":[{"perParId":20', "truncated", "character"),
        (b"", "empty", "no content"),
        ((403, b"<html>rdwr</html>"), "blocked", "403"),
        ((429, b"slow down"), "blocked", "429"),
        ((500, b"boom"), "unavailable", "500"),
        ((503, b""), "unavailable", "503"),
        ((301, b""), "moved", "301"),
        ((400, b'{"code":400,"status":"Ingrese el periodo"}'), "error", "Ingrese el periodo"),
        ((404, b"not here"), "error", "404"),
        ((204, b""), "empty", "204"),
    ],
)
def test_an_odd_answer_is_refused_with_its_kind(drive, answer, kind, says):
    error = refusal(drive, spley(), lambda request: answer)

    assert error.kind == kind
    assert re.search(says, error.detail), error.detail


def test_a_server_that_always_sends_the_first_page_is_refused_and_not_asked_for_ever(drive):
    congress = Congress([row(number) for number in range(9, 0, -1)])
    asked = []

    def stuck(request):
        asked.append(1)
        return congress.answer({"rowStart": 0, "pageSize": 3})

    assert refusal(drive, spley(page_size=3), stuck).kind == "truncated"
    assert len(asked) == 2


def test_a_renamed_field_is_named_beside_what_is_there_instead(drive):
    renamed = {"estado" if name == "desEstado" else name: value for name, value in row(1).items()}

    error = refusal(drive, spley(), Congress([renamed]))

    assert error.kind == "shape"
    assert "no desEstado" in error.detail and "estado" in error.detail.split("it has")[1]


@pytest.mark.parametrize(
    "broken, kind",
    [
        (envelope([]), "empty"),
        (envelope(None), "empty"),
        (envelope({"x": 1}), "shape"),
        (envelope([{"perParId": 2021}]), "shape"),
        (envelope([{"perParId": 2021, "desPerParAbrev": "x", "fecIni": "?", "fecFin": "?"}]), "shape"),
    ],
)
def test_odd_periods_are_refused(drive, broken, kind):
    assert refusal(drive, spley(catalogues=True), lambda request: broken).kind == kind


@pytest.mark.parametrize("broken, kind", [(envelope({"estados": []}), "empty"), (envelope({}), "shape")])
def test_odd_labels_are_refused(drive, broken, kind):
    def respond(request):
        return broken if "filtros" in request.url else saved_page("spley_periods.json")

    assert refusal(drive, spley(catalogues=True), respond).kind == kind


# Searching by words


def test_a_search_first_makes_sure_that_there_is_a_list_at_all(drive):
    congress = Congress([row(2, titulo="LEY DEL TRABAJO SEXUAL"), row(1)])

    drive(spley(words=["trabajo sexual"]), congress)

    assert congress.asked[0] == {"perParId": 2021, "codTipoParl": "C", "pageSize": 1, "rowStart": 0}
    assert congress.asked[1]["palabras"] == "trabajo sexual"


def test_each_term_is_asked_as_written_and_without_accents():
    assert searches(["explotación sexual", "trata"]) == (
        ("explotación sexual", "explotación sexual"),
        ("explotación sexual", "explotacion sexual"),
        ("trata", "trata"),
    )
    assert without_accents("Añoñé pingüino ACCIÓN") == "Añoñe pinguino ACCION"


def test_a_bill_that_several_terms_find_is_one_and_names_them_all(drive):
    rows = [
        row(4, titulo="LEY DE TRATA Y EXPLOTACION SEXUAL"),
        row(3, titulo="LEY DE EXPLOTACIÓN SEXUAL"),
        row(2, titulo="LEY DE FAROS"),
        row(1, titulo="LEY DE COMETAS"),
    ]

    driven = drive(spley(words=["explotación sexual", "trata"]), Congress(rows))

    assert {item.key.number: item.found_by for item in driven.items} == {
        3: ("explotación sexual",),
        4: ("explotación sexual", "trata"),
    }


def test_a_search_is_paged_too(drive):
    rows = [row(number, titulo="LEY DE TRATA") for number in range(5, 0, -1)] + [row(9), row(8)]

    driven = drive(spley(words=["trata"], page_size=2), Congress(rows))

    assert len(bills(driven)) == 5


def test_finding_nothing_is_an_answer_like_another(drive):
    spider = spley(words=["trabajo sexual"])

    driven = drive(spider, Congress([row(1)]))

    assert driven.items == []
    assert spider.may_find_nothing
    assert len(driven.answers) == 1


def test_a_search_of_a_list_that_is_not_there_is_refused(drive):
    assert refusal(drive, spley(words=["trata"]), Congress([])).kind == "empty"


def test_a_search_that_was_ignored_is_refused(drive):
    congress = Congress([row(number) for number in range(1, 6)])

    def deaf(request):
        asked = json.loads(request.body)
        asked.pop("palabras", None)
        return congress.answer(asked)

    error = refusal(drive, spley(words=["trata"]), deaf)

    assert error.kind == "foreign"
    assert "«trata» found 5 bills" in error.detail


def test_a_search_that_truly_finds_every_bill_of_a_short_list_is_believed(drive):
    driven = drive(spley(words=["trata"]), Congress([row(1, titulo="LEY CONTRA LA TRATA")]))

    assert [item.key.number for item in bills(driven)] == [1]


def test_a_search_with_rows_missing_is_refused(drive):
    def cut(request):
        asked = json.loads(request.body)
        rows = [row(1, titulo="LEY DE TRATA")]
        return envelope({"proyectos": rows, "rowsTotal": 3 if "palabras" in asked else 9})

    assert refusal(drive, spley(words=["trata"]), cut).kind == "truncated"


def test_blank_and_repeated_terms_are_not_asked(drive):
    congress = Congress([row(1)])

    drive(spley(words=["trata", " trata ", ""]), congress)

    assert len(congress.asked) == 2


def test_an_unknown_chamber_is_refused_before_anything_is_asked():
    with pytest.raises(ValueError, match="«X»"):
        spley(chamber="X")
