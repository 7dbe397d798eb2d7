import json
import subprocess
import sys
from pathlib import Path

import pytest

from scrapers.practice import path_key
from scrapers.practice.server import PracticeCongress

ROOT = Path(__file__).resolve().parents[3]
DUMMY_KEY = "0123456789abcdef"


def numbers(data):
    return [row["pleyNum"] for row in data["proyectos"]]


def test_every_list_has_forty_quiet_bills_newest_first(practice, ask_list):
    congress = practice("demo")

    for period, chamber in ((2021, "C"), (2026, "D"), (2026, "S"), (2026, "C")):
        data = ask_list(congress, perParId=period, codTipoParl=chamber)

        filed = [row["fecPresentacion"] for row in data["proyectos"]]
        assert data["rowsTotal"] == len(filed) >= 40
        assert filed == sorted(filed, reverse=True)


def test_pages_together_are_the_whole_list(practice, ask_list):
    congress = practice("demo")
    whole = numbers(ask_list(congress, perParId=2026, codTipoParl="D"))

    pages = [
        ask_list(congress, perParId=2026, codTipoParl="D", pageSize=15, rowStart=start)
        for start in (0, 15, 30)
    ]

    assert [number for page in pages for number in numbers(page)] == whole
    assert {row["rowsTotal"] for page in pages for row in page["proyectos"]} == {len(whole)}


def test_without_paging_in_the_body_all_comes_and_says_zero(practice, send):
    congress = practice("demo")
    address = f"{congress.url}/proyecto-ley/lista-con-filtro?pageSize=5&rowStart=0"

    _, _, body = send(address, {"perParId": 2026, "codTipoParl": "D"})

    data = json.loads(body)["data"]
    assert len(data["proyectos"]) >= 41
    assert data["rowsTotal"] == 0 == data["proyectos"][0]["rowsTotal"]


def test_a_2026_list_without_chamber_gives_only_the_joint_one(practice, ask_list):
    data = ask_list(practice("demo"), perParId=2026)

    assert {row["codTipoParl"] for row in data["proyectos"]} == {"C"}


@pytest.mark.parametrize(
    "wanted",
    [
        {"perParId": 2016, "codTipoParl": "C"},
        {"perParId": 2026, "codTipoParl": "X"},
        {"perParId": 2021, "codTipoParl": "D"},
        {"perParId": 2026, "codTipoParl": "D", "rowStart": 5000},
        {"perParId": 2026, "codTipoParl": "D", "palabras": "no hay tal cosa"},
    ],
)
def test_what_is_not_there_is_an_empty_success(practice, ask_list, wanted):
    assert ask_list(practice("demo"), **wanted) == {"proyectos": [], "rowsTotal": 0}


def test_words_are_looked_for_as_substrings_of_title_and_summary(practice, ask_list):
    congress = practice("demo")

    def found(words):
        return numbers(ask_list(congress, perParId=2026, codTipoParl="D", palabras=words))

    assert found("Trabajo Sexual") == [90012]
    assert len(found("gay")) > 5, "HUALGAYOC, YUNGAY and CHUGAY are traps"
    assert len(found("trata")) > len(found("trata de personas")) == 1
    assert found("comercio sexual") == [90225], "only its summary says so"
    assert found("prostitucion") == []


def test_state_and_number_filter_and_unknown_names_are_ignored(practice, ask_list):
    congress = practice("demo")
    everything = ask_list(congress, perParId=2026, codTipoParl="D")

    by_state = ask_list(congress, perParId=2026, codTipoParl="D", estadoId=35)
    by_number = ask_list(congress, perParId=2026, codTipoParl="D", pleyNum=90012)
    ignored = ask_list(congress, perParId=2026, codTipoParl="D", texto="trabajo sexual", grupParId=3)

    assert {row["desEstado"].strip() for row in by_state["proyectos"]} == {"DICTAMEN"}
    assert numbers(by_number) == [90012] and by_number["rowsTotal"] == 1
    assert ignored == everything


def test_the_traps_of_the_source_are_there(practice, ask_list, ask_dossier):
    congress = practice("demo")
    rows = ask_list(congress, perParId=2021, codTipoParl="C")["proyectos"]
    old, new = ask_dossier(congress, "2021/C/99475"), ask_dossier(congress, "2026/D/90012")

    assert any(row["desEstado"] != row["desEstado"].strip() for row in rows)
    assert any("\n\n" in row["titulo"] for row in rows)
    assert any(row["autores"] == "" for row in rows)
    assert old["general"]["desGpar"].endswith(" ")
    assert {person["dni"] for person in old["firmantes"]} == {"00000000"}
    assert old["seguimientos"][0]["fecha"].endswith("-0500")
    assert new["seguimientos"][0]["fecha"].endswith("-05:00")
    assert old["general"]["fecPresentacion"] == "2025-09-16"
    assert new["seguimientos"][-1]["archivos"][1]["nombreArchivo"] is None
    assert len(new["secciones"]) > 200


def test_everything_answers_with_and_without_the_prefix(practice, send):
    congress = practice("demo")

    for prefix in ("", "/spley-portal-service"):
        assert send(f"{congress.url}{prefix}/periodo-parlamentario")[0] == 200
        assert send(f"{congress.url}{prefix}/periodo-parlamentario/2026/filtros?codTipoParl=D")[0] == 200
        assert send(f"{congress.url}{prefix}/expediente/2026/90012?codTipoParl=D")[0] == 200
        assert send(f"{congress.url}{prefix}/robots.txt")[0] == 404


def test_filters_name_only_some_of_the_states(practice, send):
    _, _, body = send(f"{practice('demo').url}/periodo-parlamentario/2026/filtros?codTipoParl=D")

    states = {state["desEstado"]: state["estadoId"] for state in json.loads(body)["data"]["estados"]}
    assert states["EN COMISIÓN"] == 3
    assert "No alcanzó Nº de votos" not in states


def test_an_unknown_dossier_is_not_found(practice, send):
    congress = practice("demo")

    for path in ("expediente/2026/90012", "expediente/2021/12475", "expediente/2026/90007?codTipoParl=S"):
        status, _, body = send(f"{congress.url}/{path}")

        assert status == 404
        assert json.loads(body)["status"] == "El Proyecto de Ley No Existe"


def test_a_number_may_have_zeros_before_it(practice, send):
    assert send(f"{practice('demo').url}/expediente/2021/0099475")[0] == 200


@pytest.mark.parametrize(
    ("number", "sealed"),
    [
        (2021, "H5srdEocZMrdVwbAjN7hyQ"),
        (10305, "N-pGNtuNa-5a3bKQ7c0F-A"),
        (2026, "YXSjuV6UERihuK8UZBExfw"),
        (98, "uxuoOmuplDA0uAM_aBCdlg"),
        (13, "GXNtOQER7UB2XfTLfdTUuA"),
    ],
)
def test_sealed_numbers_are_those_of_the_known_vectors(number, sealed):
    assert path_key.sealed(number, DUMMY_KEY) == sealed
    assert path_key.opened(sealed, DUMMY_KEY) == number


def test_with_a_key_only_sealed_numbers_open_a_dossier(practice, send):
    congress = practice("demo", key=DUMMY_KEY)

    def ask(period, number):
        return send(f"{congress.url}/expediente/{period}/{number}?codTipoParl=D")[0]

    right = [path_key.sealed(number, DUMMY_KEY) for number in (2026, 90012)]
    wrong = [path_key.sealed(number, "fedcba9876543210") for number in (2026, 90012)]
    assert ask(*right) == 200
    assert ask(*wrong) == 400
    assert ask(2026, 90012) == 400


def test_without_a_key_sealed_numbers_are_refused(practice, send):
    sealed = "/".join(path_key.sealed(number, DUMMY_KEY) for number in (2026, 90012))

    assert send(f"{practice('demo').url}/expediente/{sealed}?codTipoParl=D")[0] == 400


def test_a_key_of_another_length_is_refused_at_once():
    with pytest.raises(ValueError, match="'short' has 5 bytes"):
        PracticeCongress("demo", key="short")


@pytest.mark.parametrize(
    ("path", "body", "content_type", "status"),
    [
        ("proyecto-ley/lista-con-filtro", None, "application/json", 405),
        ("proyecto-ley/lista-con-filtro", b"{", "application/json", 400),
        ("proyecto-ley/lista-con-filtro", b"[]", "application/json", 400),
        ("proyecto-ley/lista-con-filtro", b"{}", "text/plain", 415),
        ("proyecto-ley/lista-con-filtro", {"perParId": "abc"}, "application/json", 400),
        ("proyecto-ley/lista-con-filtro", {"perParId": 2026, "pageSize": -1}, "application/json", 400),
        ("expediente/2026/x", None, "application/json", 400),
        ("periodo-parlamentario/x/filtros", None, "application/json", 400),
        ("archivo/MjU5NzQx/pdf", None, "application/json", 404),
    ],
)
def test_what_cannot_be_answered_is_refused(practice, send, path, body, content_type, status):
    answered, headers, told = send(f"{practice('demo').url}/{path}", body, content_type)

    assert answered == status
    assert json.loads(told)["code"] == status


def test_it_remembers_what_was_asked(practice, ask_list, send):
    congress = practice("demo")

    ask_list(congress, perParId=2026, codTipoParl="D", palabras="trata")
    send(f"{congress.url}/expediente/2021/1")
    send(f"{congress.url}/__practice__/state")

    assert [(asked.endpoint, asked.path, asked.status) for asked in congress.requests] == [
        ("list", "/proyecto-ley/lista-con-filtro", 200),
        ("detail", "/expediente/2021/1", 404),
    ]
    assert congress.requests[0].json["palabras"] == "trata"


def test_a_large_period_is_made_on_demand(practice, ask_list, ask_dossier):
    congress = practice("demo", bills=3000)

    data = ask_list(congress, perParId=2021, codTipoParl="C", pageSize=1000, rowStart=2000)
    number = data["proyectos"][0]["pleyNum"]
    dossier = ask_dossier(congress, f"2021/C/{number}")

    assert data["rowsTotal"] == 3041 and len(data["proyectos"]) == 1000
    assert dossier["general"]["proyectoLey"] == data["proyectos"][0]["proyectoLey"]
    assert dossier["general"]["desEstado"] == data["proyectos"][0]["desEstado"]
    assert ask_list(congress, perParId=2026, codTipoParl="D")["rowsTotal"] == 41


def test_too_large_a_period_is_refused():
    with pytest.raises(ValueError, match="50000 more bills"):
        PracticeCongress("demo", bills=50_000)


def test_an_unknown_scenario_is_named():
    with pytest.raises(ValueError, match="no scenario 'denmark'"):
        PracticeCongress("denmark")


def test_it_listens_on_this_machine_only(practice):
    assert practice("demo").server.server_address[0] == "127.0.0.1"


def test_it_knows_neither_django_nor_the_rest_of_the_house():
    ask = "import sys, scrapers.practice.server as s; print(*sys.modules)"

    answer = subprocess.run([sys.executable, "-c", ask], cwd=ROOT, capture_output=True, text=True, check=True)

    loaded = answer.stdout.split()
    strangers = {"django", "scrapy", "twisted", "legislation", "crm", "cms", "accounts", "config"}
    assert strangers.isdisjoint(name.split(".")[0] for name in loaded)
    ours = {name for name in loaded if name.startswith("scrapers.")}
    assert ours and all(name.startswith("scrapers.practice") for name in ours)
