import json

import pytest

from scrapers.answers import read_json
from scrapers.dossier import NO_STATUS, novelties, read_dossier
from scrapers.items import DossierItem, Key, UnreadItem
from scrapers.keys import key_of, public_page, read_label
from scrapers.problems import Unbelievable
from scrapers.spiders.spley_detail import SpleyDetail
from tests.scrapers.small_congress import SERVICE, envelope, saved_page, to_bytes


def law(**changes):
    data = json.loads(saved_page("spley_dossier_law.json"))["data"]
    data["general"] |= changes
    return data


def step(number, fecha="2024-05-02T10:00:00.000-0500", **changes):
    return {
        "seguimientoPleyId": number,
        "fecha": fecha,
        "desEstado": "EN COMISIÓN",
        "archivos": None,
    } | changes


def steps_of(*rows):
    return read_dossier(law() | {"seguimientos": list(rows), "archivos": []}).steps


def test_steps_of_one_moment_keep_the_order_the_source_gives_them():
    steps = steps_of(step(9), step(2), step(7), step(1, "2024-05-01"))

    assert [item.source_id for item in steps] == ["1", "7", "2", "9"]


def test_a_step_without_a_readable_date_keeps_its_text_and_its_place():
    steps = steps_of(step(3, "2024-05-03"), step(2, "58/08/2024", detalle="PASA"), step(1, "2024-05-01"))

    assert [item.source_id for item in steps] == ["1", "2", "3"]
    assert (steps[1].day, steps[1].detail) == (None, "[58/08/2024] PASA")


def test_a_step_without_a_label_is_shown_and_the_placeholder_is_not():
    steps = steps_of(step(3, desEstado="------"), step(2, desEstado=None, detalle="ALGO"), step(1))

    assert [(item.source_id, item.status) for item in steps] == [("1", "EN COMISIÓN"), ("2", "(sin estado)")]


def test_an_observation_that_says_more_than_the_detail_is_added_to_it():
    steps = steps_of(
        step(3, detalle="EN MAYORÍA - LEY DE FAROS", observacion="Ley de faros"),
        step(2, detalle="", observacion="RETIRO"),
        step(1, detalle="A", observacion="B"),
    )

    assert [item.detail for item in steps] == ["A — B", "RETIRO", "EN MAYORÍA - LEY DE FAROS"]


@pytest.mark.parametrize("status", [None, "", "\u00a0", "------"])
def test_a_dossier_without_a_state_of_its_own_stands_where_its_last_step_does(status):
    assert read_dossier(law(desEstado=status)).status == "Publicada en el Diario Oficial El Peruano"


def test_a_dossier_is_read_without_any_identity_number_even_if_it_was_not_cleaned():
    dossier = read_dossier(law())

    assert "87654321" not in dossier.model_dump_json()
    assert "ecreta" not in dossier.model_dump_json().lower().replace("secretaría", "")


@pytest.mark.parametrize(
    "label, number, suffix",
    [
        ("10305/2024-CR", 10305, "CR"),
        ("00013-2026-2031-S", 13, "S"),
        ("00434-2026-2031-CD", 434, "CD"),
        ("04892", 4892, ""),
        (" 00752/2021-CR ", 752, "CR"),
    ],
)
def test_a_label_holds_a_number_and_a_suffix(label, number, suffix):
    assert read_label(label) == (number, suffix)


@pytest.mark.parametrize("label", ["", "S/N", "00000/2021-CR", "CR-12", "٣/2021-CR"])
def test_a_text_that_is_no_label_is_refused(label):
    with pytest.raises(Unbelievable, match="is not the number of a bill"):
        read_label(label)


@pytest.mark.parametrize(
    "label, period, code, chamber",
    [
        ("10305/2024-CR", 2021, None, "C"),
        ("12120/2025-PE", 2021, None, "C"),
        ("00098-2026-2031-CD", 2026, None, "D"),
        ("00013-2026-2031-S", 2026, None, "S"),
        ("00006-2026-2031-CR", 2026, None, "C"),
        ("00013-2026-2031-S", 2026, "D", "D"),
    ],
)
def test_the_chamber_is_what_the_source_says_or_what_the_suffix_means(label, period, code, chamber):
    assert key_of(label, period=period, code=code).chamber == chamber


def test_a_bill_of_two_chambers_without_either_is_refused():
    with pytest.raises(Unbelievable, match="does not say of which chamber"):
        key_of("00098-2026-2031-PE", period=2026)


@pytest.mark.parametrize(
    "key, page",
    [
        ((2021, "C", 10305), "#/expediente/2021/10305"),
        ((2026, "D", 98), "#/diputados/expediente/2026/98"),
        ((2026, "S", 13), "#/senado/expediente/2026/13"),
    ],
)
def test_the_public_page_is_the_portals(key, page):
    key = Key(period=key[0], chamber=key[1], number=key[2])

    assert public_page(key) == f"https://wb2server.congreso.gob.pe/spley-portal/{page}"
    assert public_page(key, "https://practica.example/") == f"https://practica.example/{page}"


def test_a_file_that_stands_in_a_step_and_again_among_all_files_is_one():
    data = law()
    data["archivos"].append(data["seguimientos"][0]["archivos"][0] | {"seguimientoPleyId": None})

    dossier = read_dossier(data)

    assert [file.source_id for file in dossier.steps[-1].documents] == ["8009"]
    assert "8009" not in [file.source_id for file in dossier.documents]


def test_an_unknown_role_is_noticed_and_the_signature_is_not_lost():
    data = law()
    data["firmantes"][0]["tipoFirmanteId"] = 9

    assert len(read_dossier(data).signatories) == 3
    assert "tipoFirmanteId 9" in [notice.value for notice in novelties(data)]


@pytest.mark.parametrize("name", ["numDocumento", "documentoIdentidad", "dato"])
def test_a_new_field_of_a_signatory_is_noticed_and_kept_empty(name):
    data = law()
    data["firmantes"][0][name] = "12345678"

    read, answer = read_json(to_bytes({"data": data}), url="https://x.example/", parser="spley/1")

    assert b"12345678" not in answer.body
    assert [notice.value for notice in novelties(read["data"])] == [name]
    assert len(read_dossier(read["data"]).signatories) == 3


@pytest.mark.parametrize("unseen", [" ", "\u00a0", "\u200b"])
def test_a_text_that_cannot_be_seen_counts_as_none(unseen):
    data = law(titulo=unseen, sumilla=unseen, fecPresentacion=unseen)
    data["seguimientos"][0]["desEstado"] = unseen
    data["seguimientos"][0]["archivos"][0] |= {"descripcion": unseen, "nombreArchivo": unseen}

    dossier = read_dossier(data)

    assert (dossier.title, dossier.presented) == (dossier.label, None)
    assert dossier.steps[-1].status == NO_STATUS
    assert dossier.steps[-1].documents[0].title.startswith("Documento ")


def broken(change):
    data = law()
    change(data)
    return data


@pytest.mark.parametrize(
    "data, says",
    [
        ({"x": 1}, "no general"),
        (["a", 7], "no general"),
        (7, "no general"),
        (broken(lambda data: data.pop("seguimientos")), "no seguimientos"),
        (broken(lambda data: data.update(firmantes=None)), "no firmantes"),
        (broken(lambda data: data.pop("archivos")), "no archivos"),
        (law(fecPresentacion="ayer"), "'ayer'"),
        (law(proyectoLey=None), "cannot be read"),
        (law(proyectoLey="S/N"), "is not the number"),
        (law(perParId="2021"), "cannot be read"),
        (broken(lambda data: data["general"].pop("titulo")), "has no titulo"),
        (broken(lambda data: data["seguimientos"][0].pop("desEstado")), "has no desEstado"),
        (broken(lambda data: data["seguimientos"][0].pop("fecha")), "has no fecha"),
        (
            broken(lambda data: data["seguimientos"][0].update(seguimientoPleyId=None)),
            "seguimientoPleyId None",
        ),
        (broken(lambda data: data["seguimientos"][0].update(desEstado=7)), "cannot be read"),
        (broken(lambda data: data["seguimientos"].append(7)), "cannot be read"),
        (broken(lambda data: data["firmantes"][0].pop("nombre")), "has no nombre"),
        (broken(lambda data: data["acumulados"][0].pop("pleyNum")), "has no pleyNum"),
        (
            broken(lambda data: data["general"].update(desEstado="") or data.update(seguimientos=[])),
            "neither a state",
        ),
    ],
)
def test_a_dossier_of_another_shape_is_refused_and_says_where(data, says):
    with pytest.raises(Unbelievable, match=says) as refused:
        read_dossier(data)

    assert refused.value.kind == "shape"
    assert "87654321" not in refused.value.detail


@pytest.mark.parametrize("data", [{}, [], None])
def test_a_dossier_with_nothing_in_it_is_empty(data):
    with pytest.raises(Unbelievable) as refused:
        read_dossier(data)

    assert refused.value.kind == "empty"


# The spider


BILLS = [(2021, "C", 90100, "https://portal.example/90100"), (2021, "C", 90101), (2021, "C", 90102)]


def answer(number, **changes):
    return envelope(law(proyectoLey=f"{number}/2023-CR", **changes))


def number_of(request):
    return int(request.url.rsplit("/", 1)[1])


def missing():
    return 404, b'{"code":404,"status":"El Proyecto de Ley No Existe","data":null}'


def test_every_dossier_is_read_and_links_to_the_page_it_was_given(drive):
    driven = drive(SpleyDetail(SERVICE, BILLS), lambda request: answer(number_of(request)))

    assert [(item.key.number, item.url) for item in driven.items] == [
        (90100, "https://portal.example/90100"),
        (90101, "https://wb2server.congreso.gob.pe/spley-portal/#/expediente/2021/90101"),
        (90102, "https://wb2server.congreso.gob.pe/spley-portal/#/expediente/2021/90102"),
    ]
    assert [request.url for request in driven.requests] == [
        f"{SERVICE}/expediente/2021/{n}" for n in (90100, 90101, 90102)
    ]
    assert {item.answer for item in driven.items} == {answer.sha256 for answer in driven.answers}


def test_with_a_key_the_addresses_are_sealed(drive):
    spider = SpleyDetail(SERVICE, [(2021, "C", 10305)], mode="key", key="0123456789abcdef")

    driven = drive(spider, lambda request: answer(10305))

    assert driven.requests[0].url == f"{SERVICE}/expediente/H5srdEocZMrdVwbAjN7hyQ/N-pGNtuNa-5a3bKQ7c0F-A"


@pytest.mark.parametrize(
    "said",
    [missing(), (200, b'{"code":404,"status":"El Proyecto de Ley No Existe","data":null}')],
)
def test_a_bill_that_does_not_exist_is_told_for_that_bill_alone(drive, said):
    driven = drive(
        SpleyDetail(SERVICE, BILLS),
        lambda request: said if number_of(request) == 90101 else answer(number_of(request)),
    )

    assert [type(item) for item in driven.items] == [DossierItem, UnreadItem, DossierItem]
    assert (driven.items[1].key.number, driven.items[1].kind) == (90101, "missing")


def test_one_dossier_that_cannot_be_read_does_not_cost_the_others(drive):
    said = {90100: (500, b"boom"), 90101: answer(90101, fecPresentacion="ayer"), 90102: answer(90102)}

    driven = drive(SpleyDetail(SERVICE, BILLS), lambda request: said[number_of(request)])

    assert [(type(item), getattr(item, "kind", None)) for item in driven.items] == [
        (UnreadItem, "unavailable"),
        (UnreadItem, "shape"),
        (DossierItem, None),
    ]


def test_a_dossier_of_another_bill_is_not_taken_for_the_one_asked(drive):
    driven = drive(SpleyDetail(SERVICE, BILLS[:2]), lambda request: answer(90100))

    assert [getattr(item, "kind", "read") for item in driven.items] == ["read", "foreign"]


def test_a_bill_whose_summary_says_no_existe_exists(drive):
    driven = drive(
        SpleyDetail(SERVICE, BILLS[:1]), lambda request: answer(90100, sumilla="DONDE NO EXISTE FARO")
    )

    assert [type(item) for item in driven.items] == [DossierItem]


@pytest.mark.parametrize(
    "said, kind",
    [((400, b'{"code":400}'), "blocked"), ((403, b"<html>rdwr</html>"), "blocked"), ((301, b""), "moved")],
)
def test_a_refusal_ends_the_reading_at_once(drive, said, kind):
    asked = []

    with pytest.raises(Unbelievable) as refused:
        drive(SpleyDetail(SERVICE, BILLS), lambda request: asked.append(request) or said)

    assert refused.value.kind == kind
    assert len(asked) == 1


def test_a_key_that_no_longer_fits_is_suspected_and_not_shown(drive):
    spider = SpleyDetail(SERVICE, BILLS, mode="key", key="0123456789abcdef")

    with pytest.raises(Unbelievable, match="CONGRESS_DETAIL_KEY") as refused:
        drive(spider, lambda request: (400, b"bad"))

    assert "0123456789abcdef" not in str(refused.value)


def test_where_not_one_dossier_can_be_read_the_source_is_at_fault(drive):
    with pytest.raises(Unbelievable, match="not one of 2 dossiers"):
        drive(SpleyDetail(SERVICE, BILLS[:2]), lambda request: (500, b"boom"))


def test_bills_that_do_not_exist_are_no_fault_of_the_source(drive):
    driven = drive(SpleyDetail(SERVICE, BILLS), lambda request: missing())

    assert {item.kind for item in driven.items} == {"missing"}


def test_five_failures_in_a_row_end_the_reading(drive):
    asked = []

    with pytest.raises(Unbelievable, match="5 dossiers in a row"):
        drive(
            SpleyDetail(SERVICE, [(2021, "C", n) for n in range(1, 40)]),
            lambda request: asked.append(1) or (503, b""),
        )

    assert len(asked) == 5


def test_no_bill_at_all_is_refused_before_anything_is_asked():
    with pytest.raises(ValueError, match="no bill"):
        SpleyDetail(SERVICE, [])
