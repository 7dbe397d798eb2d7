"""Real stored answers of Congress, each read twice: by our readers, and by a plain walk or a regular expression here."""

import json
import re
from datetime import date, datetime
from pathlib import Path

import pytest

from scrapers.items import BillItem, DossierItem, Key, ListItem, NoticeItem
from scrapers.keys import read_label
from scrapers.problems import Unbelievable
from scrapers.saved import read_saved

STORED = Path(__file__).parents[3] / "shared" / "data" / "congress"
DOSSIERS = sorted(STORED.glob("spley-2021-2026/expedientes/*.json")) + sorted(
    STORED.glob("spley-2021-2026/expediente_10305*.json")
)
EXPEDIENTES = sorted(STORED.glob("domino-expediente-virtual/*.html"))

pytestmark = pytest.mark.skipif(not DOSSIERS, reason="no stored answers at ../shared/data/congress")


def name_of(path):
    return path.name.split(".")[0]


def read(path):
    items, answer = read_saved(path.read_bytes(), path.name)
    return items, answer


def stored(folder, pattern):
    (path,) = STORED.glob(f"{folder}/{pattern}")
    return path


def dossier(number):
    (path,) = (path for path in DOSSIERS if re.search(rf"(^|_)0*{number}-", path.name))
    return read(path)[0][0]


def plain(text):
    return re.sub(r"\s+", " ", text or "").strip()


def test_all_stored_answers_are_there():
    assert (len(DOSSIERS), len(EXPEDIENTES)) == (28, 8)


@pytest.mark.parametrize("path", DOSSIERS, ids=name_of)
def test_every_step_of_a_stored_dossier_is_read_as_it_stands(path):
    source = json.loads(path.read_bytes())["data"]
    item = read(path)[0][0]

    rows = source["seguimientos"][::-1]
    assert [step.source_id for step in item.steps] == [str(row["seguimientoPleyId"]) for row in rows]
    assert [step.day.isoformat() for step in item.steps] == [row["fecha"][:10] for row in rows]
    assert [step.status for step in item.steps] == [plain(row["desEstado"]) for row in rows]
    assert [list(step.committees) for step in item.steps] == [
        [plain(name) for name in (row["desComisiones"] or "").split(";") if plain(name)] for row in rows
    ]
    for step, row in zip(item.steps, rows, strict=True):
        told = row["fecha"][11:19]
        assert (step.moment is None) == (told == "00:00:00")
        assert step.moment is None or step.moment == datetime.fromisoformat(row["fecha"])
        assert plain(row["detalle"]) in step.detail
        assert [file.source_id for file in step.documents] == [
            str(file["proyectoArchivoId"]) for file in row["archivos"] or []
        ]


@pytest.mark.parametrize("path", DOSSIERS, ids=name_of)
def test_the_head_of_a_stored_dossier_is_read_as_it_stands(path):
    source = json.loads(path.read_bytes())["data"]
    general = source["general"]
    item = read(path)[0][0]

    assert item.key == Key(period=2021, chamber="C", number=int(general["proyectoLey"][:5]))
    assert item.label == general["proyectoLey"]
    assert item.title == plain(general["titulo"])
    assert item.summary == plain(general["sumilla"])
    assert item.status == plain(general["desEstado"]) == item.steps[-1].status
    assert item.presented == date.fromisoformat(general["fecPresentacion"])
    assert item.presented == item.steps[0].day
    assert item.parliamentary_group == plain(general["desGpar"])
    assert item.approved_title == plain(general["observaciones"])
    assert list(item.committees) == [plain(each["nombre"]) for each in source["comisiones"]]
    assert [(s.source_id, s.name) for s in item.signatories] == [
        (str(each["congresistaId"]), plain(each["nombre"])) for each in source["firmantes"]
    ]
    assert [s.role for s in item.signatories] == [
        {1: "author", 2: "coauthor", 3: "adherent"}[each["tipoFirmanteId"]] for each in source["firmantes"]
    ]
    assert [(r.key.period, r.key.number, r.label, r.status) for r in item.related] == [
        (each["perParId"], each["pleyNum"], each["proyectoLey"], plain(each["desEstado"]))
        for each in source["acumulados"]
    ]


@pytest.mark.parametrize("path", DOSSIERS, ids=name_of)
def test_every_file_of_a_stored_dossier_is_counted_once(path):
    source = json.loads(path.read_bytes())["data"]
    item = read(path)[0][0]

    files = {str(file["proyectoArchivoId"]) for file in source["archivos"]}
    in_steps = [file.source_id for step in item.steps for file in step.documents]
    loose = [file.source_id for file in item.documents if file.source_id]
    assert sorted(in_steps + loose) == sorted(files)
    assert len(item.documents) == len(loose) + len(source["documentosAnexos"])
    assert {file.title for file in item.documents if not file.source_id} <= {"Documento anexo"}


@pytest.mark.parametrize("path", DOSSIERS, ids=name_of)
def test_the_evidence_of_a_stored_dossier_holds_no_identity_number_and_no_letter(path):
    source = json.loads(path.read_bytes())["data"]
    items, answer = read(path)

    assert b'"dni"' not in answer.body
    kept = json.loads(answer.body)["data"]
    assert len(kept["firmantes"]) == len(source["firmantes"])
    for letter in source["documentosAnexos"]:
        assert letter["descripcion"].encode() not in answer.body
    assert read_saved(answer.body, path.name)[0] == items, "the evidence alone must give the same items again"
    assert not [item for item in items if isinstance(item, NoticeItem)], "a stored field that we do not know"


def test_the_life_of_10305_is_told_step_by_step():
    item = dossier(10305)

    assert [(step.day.isoformat(), step.status) for step in item.steps] == [
        ("2025-02-21", "PRESENTADO"),
        ("2025-02-24", "EN COMISIÓN"),
        ("2025-03-18", "DICTAMEN"),
        ("2025-04-07", "Orden del Día"),
        ("2025-04-07", "EN AGENDA DEL PLENO"),
        ("2025-04-09", "EN AGENDA DEL PLENO"),
        ("2025-04-10", "EN CUARTO INTERMEDIO"),
        ("2025-04-15", "EN AGENDA DEL PLENO"),
        ("2025-04-16", "APROBADO 1ERA. VOTACIÓN"),
        ("2025-04-16", "APROBADO"),
        ("2025-04-30", "AUTÓGRAFA"),
        ("2025-05-23", "Publicada en el Diario Oficial El Peruano"),
    ]
    assert item.steps[-1].detail.startswith("LEY N° 32348 - LEY QUE CREA EL SISTEMA NACIONAL")
    assert item.steps[-1].moment.isoformat() == "2025-05-23T18:20:11-05:00"
    assert item.steps[1].committees == ("Justicia y Derechos Humanos",)
    assert (len(item.related), len(item.signatories)) == (11, 7)
    assert item.url == "https://wb2server.congreso.gob.pe/spley-portal/#/expediente/2021/10305"


def test_a_bill_of_two_committees_has_both():
    assert dossier(5819).steps[-1].committees == ("Constitución y Reglamento", "Justicia y Derechos Humanos")


def test_most_bills_joined_to_one_are_fifty_two():
    assert len(dossier(8103).related) == 52


def test_a_bill_brought_forward_from_the_old_system_points_back_to_it():
    urls = [
        file.url
        for path in DOSSIERS
        for step in read(path)[0][0].steps
        for file in step.documents
        if file.url
    ]

    assert urls and all("www2.congreso.gob.pe/Sicr/TraDocEstProc/CLProLey2016" in url for url in urls)


def test_the_senates_list_of_october_2026_is_read():
    items, answer = read(stored("spley-2026-2031", "lista-con-filtro_S_2026-10-08*"))
    bills = [item for item in items if isinstance(item, BillItem)]

    assert [(item.key.number, item.status, item.presented.isoformat()) for item in bills] == [
        (13, "EN COMISIÓN", "2026-10-07"),
        (12, "AUTÓGRAFA", "2026-10-05"),
        (11, "EN COMISIÓN", "2026-10-02"),
        (10, "EN COMISIÓN", "2026-09-30"),
        (9, "Publicada en el Diario Oficial El Peruano", "2026-09-16"),
    ]
    assert {(item.key.period, item.key.chamber) for item in bills} == {(2026, "S")}
    assert bills[0].title.startswith(
        "PROPUESTA LEGISLATIVA REMITIDA POR LA CÁMARA DE DIPUTADOS - LEY QUE DELEGA"
    )
    assert bills[0].proponent == "Cámara de Diputados"
    assert [len(item.authors) for item in bills] == [0, 0, 1, 8, 0]
    assert bills[0].url.endswith("#/senado/expediente/2026/13")
    assert not [item for item in items if isinstance(item, ListItem)], (
        "five of thirteen are not the whole list"
    )
    assert b"timestamp" not in answer.body


@pytest.mark.parametrize(
    "pattern, count",
    [
        ("spley-2021-2026/lista_items_36_*.json", 36),
        ("spley-2026-2031/lista-con-filtro_2021_first2_*.json", 2),
        ("spley-2026-2031/lista-con-filtro_2021_estadoId10_*.json", 1),
        ("spley-2026-2031/lista-con-filtro_S_*.json", 5),
    ],
)
def test_every_row_of_a_stored_list_is_read_as_it_stands(pattern, count):
    (path,) = STORED.glob(pattern)
    source = json.loads(path.read_bytes())
    rows = source if isinstance(source, list) else source["data"]["proyectos"]
    bills = [item for item in read(path)[0] if isinstance(item, BillItem)]

    assert len(bills) == len(rows) == count
    for item, row in zip(bills, rows, strict=True):
        assert (item.key.period, item.key.number) == (row["perParId"], row["pleyNum"])
        assert item.key.number == read_label(item.label).number
        assert (item.label, item.title, item.status) == (
            row["proyectoLey"],
            plain(row["titulo"]),
            plain(row["desEstado"]),
        )
        assert item.presented.isoformat() == row["fecPresentacion"][:10]
        assert list(item.authors) == [name.strip() for name in row["autores"].split(";") if name.strip()]


def test_the_ficha_of_the_university_law_is_read_step_by_step():
    path = stored("domino-ficha-seguimiento", "02764*")
    text = path.read_bytes().decode("latin-1")
    (item,), answer = read(path)

    cell = text[text.index("Seguimiento</font>") :]
    cell = cell[: cell.index("</td></tr>")]
    told = re.findall(r"(\d\d)/(\d\d)/(\d{4}) ([^<]*)(?:<br>|<font)", cell)
    assert len(told) == len(item.steps) == 21
    for step, (day, month, year, line) in zip(item.steps, told, strict=True):
        assert step.day == date(int(year), int(month), int(day))
        assert step.detail == plain(line)
        assert step.detail.startswith(step.status)
    assert [(step.day.isoformat(), step.status) for step in item.steps[-4:]] == [
        ("2014-06-26", "Dispensado 2da Votación"),
        ("2014-07-03", "Autógrafa"),
        ("2014-07-08", "Promulgado Ley"),
        ("2014-07-09", "Publicado"),
    ]
    assert {step.committees for step in item.steps if step.committees} == {("Educación, Juventud y Deporte",)}
    assert item.committees == ("Educación, Juventud y Deporte",)
    assert (item.key, item.label) == (Key(period=2011, chamber="C", number=2764), "02764/2013-CR")
    assert (item.status, item.law_number, item.presented) == (
        "Publicado El Peruano",
        "30220",
        date(2013, 10, 10),
    )
    assert len(item.signatories) == 40
    assert item.signatories[1].name == "Chávez Cossío, Martha"
    assert len(item.related) == len(
        set(re.findall(r"\d{5}", re.search(r'"CodIniSecu"[^>]*value="([^"]*)"', text)[1]))
    )
    assert answer.body == path.read_bytes()


@pytest.mark.parametrize("path", EXPEDIENTES, ids=name_of)
def test_every_document_of_a_stored_expediente_is_read_as_it_stands(path):
    text = path.read_bytes().decode("utf-8" if "utf8" in path.name else "latin-1")
    (item,), _ = read(path)

    bare = re.sub(r"</?(?:font|div|b|u)\b[^>]*>", "", text)
    told = re.findall(r"<td[^>]*>(\d\d)/(\d\d)/(?:20)?(\d\d)</td><td[^>]*>(.*?)</td></tr>", bare, re.DOTALL)
    assert [file.day for file in item.documents] == [
        date(2000 + int(y), int(m), int(d)) for d, m, y, _ in told
    ]
    assert [file.title for file in item.documents] == [
        plain(re.sub(r"<[^>]*>", "", cell)) for *_, cell in told
    ]
    assert all(file.url in text for file in item.documents)
    assert item.key.number == int(path.name[:5])
    assert item.status == re.search(r'"ultimoestado" type="hidden" value="([^"]*)"', text)[1]
    assert item.presented is not None


def test_the_states_of_the_stored_expedientes():
    found = {
        path.name[:5]: (item.status, item.presented.isoformat(), item.law_number)
        for path in EXPEDIENTES
        for item in read(path)[0]
    }

    assert found == {
        "00001": ("En comisión", "2011-07-27", ""),
        "00052": ("Dictamen Negativo", "2011-08-18", ""),
        "00313": ("Dictamen", "2011-10-05", ""),
        "00666": ("Publicado El Peruano", "2011-12-29", "29849"),
        "00686": ("En comisión", "2012-01-04", ""),
        "00864": ("Retirado", "2012-03-08", ""),
        "01367": ("Dictamen Negativo", "2012-07-30", ""),
        "03847": ("Presentado", "2014-10-02", ""),
    }


def test_every_row_of_the_stored_list_of_the_old_system_is_read():
    path = stored("domino-listados", "*.html")
    text = path.read_bytes().decode("latin-1")
    items = read(path)[0]

    told = re.findall(
        r"opendocument'>(\d{5})(/\d{4}-\w+)</A>.*?<td >([^<]*)</td>.*?verdana>(\d\d)/(\d\d)/(\d{4})<.*?verdana>([^<]*)<",
        text,
    )
    assert len(items) == len(told) == 100
    for item, (number, rest, state, day, month, year, title) in zip(items, told, strict=True):
        assert item.key == Key(period=2011, chamber="C", number=int(number))
        assert item.label == number + rest
        assert (item.status, item.title) == (state, plain(title))
        assert item.presented == date(int(year), int(month), int(day))
        assert item.summary
        assert item.url.startswith("https://www2.congreso.gob.pe/Sicr/TraDocEstProc/CLProLey2011.nsf/dd14")


def test_what_is_stored_of_other_projects_is_refused():
    others = [*STORED.glob("legacy-1995-2021/*.json"), *STORED.glob("spley-2021-2026/derived-*/*.json")]

    for path in others:
        with pytest.raises(Unbelievable, match="neither a dossier") as refused:
            read(path)
        assert path.name in str(refused.value)
    assert len(others) == 30


def test_no_dossier_was_read_as_something_else():
    assert {type(read(path)[0][0]) for path in [*DOSSIERS, *EXPEDIENTES]} == {DossierItem}
