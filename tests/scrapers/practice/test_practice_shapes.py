"""Our answers have the shape of the real ones: same keys, same order of keys, same types."""

import json
import re

SENATE = "spley-2026-2031/lista-con-filtro_S_2026-10-08.response.json"
PERIODS = "spley-2026-2031/periodo-parlamentario_2026-09-21.response.json"
FILTERS = "spley-2026-2031/filtros_2021_C_excerpt_2026-09-21.json"
REFUSAL = "spley-2026-2031/error_400_perParId_missing_2026-09-21.response.json"


def shape(value, path="", found=None):
    """Every path of an answer with the types seen there; the order of keys counts as well."""
    found = {} if found is None else found
    if isinstance(value, dict):
        found.setdefault(path, set()).add(tuple(value))
        for key, each in value.items():
            shape(each, f"{path}.{key}", found)
    elif isinstance(value, list):
        for each in value:
            shape(each, f"{path}[]", found)
    else:
        found.setdefault(path, set()).add(type(value).__name__)
    return found


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def test_a_row_of_the_list_has_the_shape_of_a_real_one(practice, ask_list, stored):
    real = shape(read(stored / SENATE)["data"])

    ours = shape(ask_list(practice("all"), perParId=2026, codTipoParl="S"))

    assert ours == real


def test_the_envelope_is_that_of_the_real_service(practice, send, stored):
    real = read(stored / SENATE)
    address = f"{practice('demo').url}/proyecto-ley/lista-con-filtro"

    _, headers, body = send(address, {"perParId": 2026, "codTipoParl": "S", "pageSize": 5, "rowStart": 0})

    ours = json.loads(body)
    assert list(ours) == list(real)
    assert headers["Content-Type"] == "application/json"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}-05:00", ours["timestamp"])


def test_dossiers_hold_nothing_that_a_real_dossier_does_not(practice, ask_list, ask_dossier, stored):
    real = {}
    for path in [
        *stored.glob("spley-2021-2026/expedientes/*.json"),
        stored / "spley-2021-2026/expediente_10305-2024-CR.response.json",
    ]:
        shape(read(path)["data"], found=real)
    congress = practice("all")
    for story in congress.performance.stories:
        congress.advance(story, steps=99)

    ours = {}
    for period, chamber in ((2021, "C"), (2026, "D"), (2026, "S")):
        for row in ask_list(congress, perParId=period, codTipoParl=chamber)["proyectos"]:
            shape(ask_dossier(congress, f"{period}/{chamber}/{row['pleyNum']}"), found=ours)

    assert ours.keys() == real.keys()
    assert {path: kinds - real[path] for path, kinds in ours.items() if kinds - real[path]} == {}


def test_periods_are_those_of_the_real_service(practice, send, stored):
    _, _, body = send(f"{practice('demo').url}/periodo-parlamentario")

    assert json.loads(body)["data"] == read(stored / PERIODS)["data"]


def test_filters_have_the_shape_of_the_real_ones(practice, send, stored):
    real = shape(read(stored / FILTERS)["data"])

    _, _, body = send(f"{practice('demo').url}/periodo-parlamentario/2021/filtros?codTipoParl=C")

    ours = shape(json.loads(body)["data"])
    del ours[""], real[""]  # the stored excerpt leaves some catalogues out
    assert real.items() <= ours.items()


def test_a_missing_period_is_refused_in_the_words_of_the_real_service(practice, send, stored):
    status, _, body = send(f"{practice('demo').url}/proyecto-ley/lista-con-filtro", {"pageSize": 5})

    real, ours = read(stored / REFUSAL), json.loads(body)
    assert status == 400
    assert ours | {"timestamp": ""} == real | {"timestamp": ""}
