import http.client
import json
import re
import time

import pytest

from scrapers.practice.faults import KINDS, UnknownFault

LIST = "/spley-portal-service/proyecto-ley/lista-con-filtro"
WANTED = {"perParId": 2026, "codTipoParl": "D", "pageSize": 1000, "rowStart": 0}
DEMO = "2026/D/90012"


@pytest.fixture
def congress(practice):
    return practice("demo")


@pytest.mark.parametrize("kind", ["403", "html"])
def test_a_page_comes_where_json_was_due(congress, send, kind):
    congress.fault(kind)

    for address, body in ((LIST, WANTED), ("/expediente/2026/90012?codTipoParl=D", None)):
        status, headers, told = send(congress.url + address, body)

        assert status == (403 if kind == "403" else 200)
        assert headers["Content-Type"].startswith("text/html")
        assert told.lstrip().lower().startswith(b"<!doctype html>")


def test_the_block_page_is_signed_like_the_firewalls(congress, send):
    congress.fault("403")

    assert send(congress.url + LIST, WANTED)[1]["Server"] == "rdwr"


@pytest.mark.parametrize("kind", ["429", "500"])
def test_the_service_can_refuse_with_a_status(congress, send, kind):
    congress.fault(kind)

    assert send(congress.url + LIST, WANTED)[0] == int(kind)


def test_a_redirect_names_another_host(congress, send):
    congress.fault("redirect")
    status, headers, _ = send(f"{congress.url}/expediente/2026/90012?codTipoParl=D")
    congress.clear()
    congress.fault("redirect", location="http://127.0.0.1:9/elsewhere/")
    _, other, _ = send(congress.url + LIST, WANTED)

    assert status == 301
    moved = "http://congreso-mudado.invalid/spley-portal-service/expediente/2026/90012?codTipoParl=D"
    assert headers["Location"] == moved
    assert other["Location"] == "http://127.0.0.1:9/elsewhere/proyecto-ley/lista-con-filtro"


def test_a_slow_answer_takes_its_time_and_then_comes(congress, send):
    congress.fault("slow", seconds=0.2)

    before = time.monotonic()
    status, _, _ = send(congress.url + LIST, WANTED)

    assert status == 200
    assert time.monotonic() - before >= 0.2


def test_a_slow_answer_does_not_hold_up_the_end(practice):
    congress = practice("demo")
    congress.fault("slow", seconds=60)
    asking = http.client.HTTPConnection("127.0.0.1", congress.server.server_port, timeout=10)
    asking.request("GET", "/periodo-parlamentario")
    while not congress.requests:
        pass

    before = time.monotonic()
    congress.close()
    asking.close()

    assert time.monotonic() - before < 5


def test_an_empty_success_has_no_rows(congress, ask_list):
    congress.fault("empty")

    assert ask_list(congress, **WANTED) == {"proyectos": [], "rowsTotal": 0}


def test_a_blank_answer_has_no_bytes(congress, send):
    congress.fault("blank")

    assert send(congress.url + LIST, WANTED)[::2] == (200, b"")


def test_a_truncated_answer_is_half_a_json(congress, send):
    congress.fault("truncated")

    status, headers, body = send(congress.url + LIST, WANTED)

    assert status == 200
    assert int(headers["Content-Length"]) == len(body)
    with pytest.raises(ValueError):
        json.loads(body)


def test_a_wrong_length_breaks_the_connection(congress, send):
    congress.fault("wrong_length")

    with pytest.raises(http.client.IncompleteRead):
        send(congress.url + LIST, WANTED)


def test_a_key_can_be_renamed(congress, ask_list, ask_dossier):
    congress.fault("renamed key")
    row = ask_list(congress, **WANTED)["proyectos"][0]
    general = ask_dossier(congress, DEMO)["general"]
    congress.clear()
    congress.fault("renamed_key", key="pleyNum", to="numero")
    other = ask_list(congress, **WANTED)["proyectos"][0]

    assert "desEstado" not in row and "estadoActual" in row
    assert "desEstado" not in general
    assert "pleyNum" not in other and "numero" in other


def test_a_key_can_be_added(congress, ask_list, ask_dossier):
    congress.fault("extra-key")

    assert all("codEtapa" in row for row in ask_list(congress, **WANTED)["proyectos"])
    assert "codEtapa" in ask_dossier(congress, DEMO)["general"]


def test_a_label_never_seen_comes_in_list_dossier_and_filters(congress, ask_list, ask_dossier, send):
    congress.fault("new_label", label="EN LIMBO")

    dossier = ask_dossier(congress, DEMO)
    _, _, filters = send(f"{congress.url}/periodo-parlamentario/2026/filtros?codTipoParl=D")

    assert ask_list(congress, **WANTED)["proyectos"][0]["desEstado"] == "EN LIMBO"
    assert dossier["general"]["desEstado"] == dossier["seguimientos"][0]["desEstado"] == "EN LIMBO"
    assert "EN LIMBO" in filters.decode()


def test_a_shrunk_list_lacks_three_in_ten_on_every_page_and_owns_up_to_it(congress, ask_list):
    whole = ask_list(congress, **WANTED)["proyectos"]
    congress.fault("shrunk")

    pages = [ask_list(congress, **WANTED | {"pageSize": 10, "rowStart": start}) for start in (0, 10, 20)]
    left = [row["pleyNum"] for page in pages for row in page["proyectos"]]

    assert len(left) == pages[0]["rowsTotal"] == len(whole) - int(len(whole) * 0.3)
    assert set(left) < {row["pleyNum"] for row in whole}


def test_dates_can_come_in_another_form(congress, ask_list, ask_dossier):
    congress.fault("dates")

    dossier = ask_dossier(congress, DEMO)

    dates = [
        ask_list(congress, **WANTED)["proyectos"][0]["fecPresentacion"],
        dossier["general"]["fecPresentacion"],
    ]
    dates += [step["fecha"] for step in dossier["seguimientos"]]
    assert all(re.fullmatch(r"\d\d/\d\d/\d{4}", date) for date in dates)


def test_dates_can_be_beyond_reading(congress, ask_list):
    congress.fault("dates", form="día %j")

    rows = ask_list(congress, **WANTED)["proyectos"]

    assert all(re.fullmatch(r"día \d{3}", row["fecPresentacion"]) for row in rows)


@pytest.mark.parametrize(("period", "chamber"), [(2026, "D"), (2026, "S"), (2021, "C")])
def test_rows_of_another_chamber_can_come(congress, ask_list, period, chamber):
    congress.fault("wrong_chamber")

    rows = ask_list(congress, perParId=period, codTipoParl=chamber)["proyectos"]

    assert rows
    assert (period, chamber) not in {(row["perParId"], row["codTipoParl"]) for row in rows}


def test_a_step_can_be_missing(congress, ask_dossier):
    before = ask_dossier(congress, DEMO)
    congress.fault("step_missing")

    after = ask_dossier(congress, DEMO)

    ids = [step["seguimientoPleyId"] for step in before["seguimientos"]]
    assert [step["seguimientoPleyId"] for step in after["seguimientos"]] == [ids[0], *ids[2:]]
    assert after["general"] == before["general"]


def test_a_step_can_be_edited_in_place(congress, ask_dossier):
    before = ask_dossier(congress, DEMO)["seguimientos"]
    congress.fault("step_edited", text="OTRO TEXTO", step=0)

    after = ask_dossier(congress, DEMO)["seguimientos"]

    assert after[0] == before[0] | {"detalle": "OTRO TEXTO"}
    assert after[1:] == before[1:]


def test_steps_can_be_reordered(congress, ask_dossier):
    before = ask_dossier(congress, DEMO)["seguimientos"]
    congress.fault("steps_reordered")

    assert ask_dossier(congress, DEMO)["seguimientos"] == before[::-1]


def test_a_file_can_be_added(congress, ask_dossier):
    before = ask_dossier(congress, DEMO)["archivos"]
    congress.fault("file_added", name="OFICIO NUEVO")

    once, twice = ask_dossier(congress, DEMO)["archivos"], ask_dossier(congress, DEMO)["archivos"]

    assert once == twice
    assert once[:-1] == before and once[-1]["nombreArchivo"] == "OFICIO NUEVO"
    assert once[-1].keys() == before[0].keys()


def test_robots_can_forbid_everything_and_breaks_only_by_name(congress, send):
    congress.fault("500")
    assert send(f"{congress.url}/robots.txt")[0] == 404

    congress.fault("robots")
    assert send(f"{congress.url}/robots.txt")[2] == b"User-agent: *\nDisallow: /\n"

    congress.fault("500", endpoint="robots")
    congress.clear("robots")
    assert send(f"{congress.url}/robots.txt")[0] == 500


def test_a_fault_ends_after_its_times(congress, send):
    congress.fault("500", times=2)

    assert [send(congress.url + LIST, WANTED)[0] for _ in range(3)] == [500, 500, 200]


def test_a_fault_of_one_endpoint_spares_the_others(congress, send):
    congress.fault("500", times=1, endpoint="detail")

    assert send(congress.url + LIST, WANTED)[0] == 200
    assert send(f"{congress.url}/expediente/2026/90012?codTipoParl=D")[0] == 500


def test_a_fault_of_one_bill_spares_the_others(congress, send):
    congress.fault("500", bill=DEMO)

    assert send(f"{congress.url}/expediente/2021/99475")[0] == 200
    assert send(f"{congress.url}/expediente/2026/90012?codTipoParl=D")[0] == 500
    assert send(congress.url + LIST, WANTED)[0] == 200


def test_faults_add_up_and_each_can_be_cleared(congress, ask_list):
    congress.fault("extra_key")
    shrunk = congress.fault("shrunk")
    whole = 41

    both = ask_list(congress, **WANTED)
    congress.clear(f"#{shrunk.number}")
    one = ask_list(congress, **WANTED)
    congress.clear("extra_key")
    none = ask_list(congress, **WANTED)

    assert both["rowsTotal"] < whole and "codEtapa" in both["proyectos"][0]
    assert one["rowsTotal"] == whole and "codEtapa" in one["proyectos"][0]
    assert none["rowsTotal"] == whole and "codEtapa" not in none["proyectos"][0]


@pytest.mark.parametrize("first", [kind.name for kind in KINDS.values() if kind.when in ("rows", "data")])
def test_every_two_faults_can_happen_together(congress, send, first):
    for second in (kind.name for kind in KINDS.values() if kind.when in ("rows", "data")):
        congress.fault(first)
        congress.fault(second)

        assert send(congress.url + LIST, WANTED)[0] == 200
        assert send(f"{congress.url}/expediente/2026/90012?codTipoParl=D")[0] == 200
        congress.clear()


@pytest.mark.parametrize(
    ("kind", "options", "says"),
    [
        ("earthquake", {}, "no fault 'earthquake'"),
        ("500", {"endpoint": "moon"}, "cannot hit 'moon'"),
        ("shrunk", {"endpoint": "detail"}, "'shrunk' cannot hit 'detail'"),
        ("500", {"times": 0}, "0 times"),
    ],
)
def test_an_impossible_fault_is_refused_in_a_sentence(congress, kind, options, says):
    with pytest.raises(UnknownFault, match=says):
        congress.fault(kind, **options)


@pytest.mark.parametrize("kind", KINDS)
def test_after_any_fault_the_service_is_as_before(congress, send, kind):
    addresses = ((LIST, WANTED), ("/expediente/2026/90012?codTipoParl=D", None), ("/robots.txt", None))

    def ask():
        told = []
        for address, body in addresses:
            try:
                status, _, answer = send(congress.url + address, body)
            except http.client.IncompleteRead:
                status, answer = 0, b""
            told.append((status, re.sub(rb'"timestamp":"[^"]*"', b"", answer)))
        return told

    before = ask()
    congress.fault(kind, seconds=0)
    during = ask()
    congress.clear()

    assert ask() == before
    assert (during != before) == (kind != "slow")
