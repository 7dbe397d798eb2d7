import json

import pytest

from scrapers.practice.server import PracticeCongress
from scrapers.practice.stored import NothingStored

GENERAL = {
    "perParId": 2021,
    "proyectoLey": "90777/2024-CR",
    "fecPresentacion": "2025-01-20",
    "titulo": "LEY FICTICIA",
    "sumilla": "SOBRE PARAGUAS",
    "desEstado": "EN COMISIÓN",
    "desProponente": "Congreso",
}
DOSSIER = {
    "general": GENERAL,
    "seguimientos": [],
    "firmantes": [{"nombre": "Ejemplo, Rosa", "tipoFirmanteId": 1}],
}
ROW = {
    "perParId": 2026,
    "pleyNum": 90888,
    "proyectoLey": "90888-2026-2031-CD",
    "desEstado": "DICTAMEN",
    "fecPresentacion": "2026-10-07T00:00:00.000-05:00",
    "titulo": "LEY FICTICIA DE LA LISTA",
    "desProponente": "Cámara de Diputados",
    "autores": "",
    "codTipoParl": "D",
    "codTipoParlActual": "D",
    "rowsTotal": 300,
}


@pytest.fixture
def folder(tmp_path):
    def write(name, told):
        (tmp_path / name).write_text(json.dumps(told), encoding="utf-8")

    write("dossier.json", {"code": 200, "status": "success", "data": DOSSIER})
    write(
        "list.response.json",
        {"code": 200, "status": "success", "data": {"proyectos": [ROW], "rowsTotal": 300}},
    )
    write("something_else.json", {"code": 400, "status": "no"})
    (tmp_path / "broken.json").write_text("{")
    return tmp_path


def test_stored_answers_are_served_and_lists_made_from_dossiers(folder, practice, ask_list, ask_dossier):
    congress = practice(data=folder)

    made = ask_list(congress, perParId=2021, codTipoParl="C", palabras="paraguas")
    kept = ask_list(congress, perParId=2026, codTipoParl="D")

    assert [(row["pleyNum"], row["autores"], row["codTipoParl"]) for row in made["proyectos"]] == [
        (90777, "Ejemplo, Rosa", "C")
    ]
    assert kept == {"proyectos": [ROW | {"rowsTotal": 1}], "rowsTotal": 1}
    assert ask_dossier(congress, "2021/C/90777") == DOSSIER
    assert sorted(path.name for path in congress.congress.ignored) == ["broken.json", "something_else.json"]


def test_faults_work_on_stored_answers_too(folder, practice, ask_list):
    congress = practice(data=folder)
    congress.fault("empty")

    assert ask_list(congress, perParId=2026, codTipoParl="D")["proyectos"] == []


def test_filters_know_every_stored_label(folder, practice, send):
    label = "ESTADO QUE NADIE CONOCE"
    (folder / "odd.json").write_text(json.dumps([ROW | {"desEstado": label, "pleyNum": 90889}]))

    _, _, body = send(f"{practice(data=folder).url}/periodo-parlamentario/2026/filtros?codTipoParl=D")

    assert label in body.decode()


def test_a_folder_without_answers_is_refused(tmp_path):
    with pytest.raises(NothingStored, match="0 JSON files"):
        PracticeCongress(data=tmp_path)


def test_the_real_stored_answers_come_out_as_they_went_in(stored, practice, ask_list, ask_dossier):
    congress = practice(data=stored)
    paths = [
        *sorted(stored.glob("spley-2021-2026/expedientes/*.json")),
        stored / "spley-2021-2026/expediente_10305-2024-CR.response.json",
    ]

    for path in paths:
        real = json.loads(path.read_text(encoding="utf-8"))["data"]
        number = int(real["general"]["proyectoLey"].split("/")[0])

        row = ask_list(congress, perParId=2021, codTipoParl="C", pleyNum=number)["proyectos"][0]

        assert ask_dossier(congress, f"2021/C/{number}") == real
        assert row["proyectoLey"] == real["general"]["proyectoLey"]
    assert len(paths) == 28
    assert ask_list(congress, perParId=2026, codTipoParl="S")["rowsTotal"] == 5
