import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scrapers.answers import canonical, clean, open_json, read_html, read_json
from scrapers.identity import is_identity, mask
from scrapers.items import fold, tidy
from scrapers.problems import Unbelievable, excerpt
from tests.scrapers.small_congress import saved_page, to_bytes

MARK = "dni-of-a-person"
NAMES = [
    "dni",
    "DNI",
    "Dni",
    "nroDni",
    "numDNI",
    "dniFirmante",
    "DNIFirmante",
    "dni_padre",
    "doc-dni",
    "dni2",
    "numerodni1",
    "documentoIdentidad",
]

leaves = st.none() | st.booleans() | st.integers() | st.text(max_size=10)
bearers = st.dictionaries(st.sampled_from(NAMES), st.just(MARK) | st.lists(st.just(MARK)), min_size=1)
trees = st.recursive(
    leaves | bearers,
    lambda child: (
        st.lists(child, max_size=4)
        | st.dictionaries(
            st.text(max_size=8) | st.sampled_from(["data", "firmantes", "archivos"]), child, max_size=4
        )
        | st.tuples(st.dictionaries(st.text(max_size=5), child, max_size=3), bearers).map(
            lambda two: two[0] | two[1]
        )
    ),
    max_leaves=25,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no failure
@given(trees)
def test_no_identity_number_leaves_an_answer_wherever_it_stood(data):
    try:
        _, answer = read_json(to_bytes(data), url="https://x.example/", parser="spley/1")
    except Unbelievable as refused:
        assert MARK not in refused.detail
    else:
        assert MARK.encode() not in answer.body


def test_fields_that_only_look_like_an_identity_are_kept():
    assert not any(map(is_identity, ("titulo", "indnivel", "medianiaTotal", "pleyNum", "admision")))


def test_an_identity_number_typed_into_a_text_is_masked():
    body = to_bytes(
        {"descripcion": "Carta de una vecina, DNI N° 12345678, y otra (dni: 87654321), RU 1348904"}
    )

    text = open_json(body)["descripcion"]

    assert text == "Carta de una vecina, DNI N° ########, y otra (dni: ########), RU 1348904"


@pytest.mark.parametrize(
    "said",
    [
        r"DNI N\u00b0 12345678",  # as JSON may write it
        r"D.N.I.\u00a012345678",
        r"DNI\n12345678",
        r"\u0044NI 12345678",
        "DNI número 12345678",
        "DNI Nro. 12345678",
        "DNI Nº. 12345678",
        "DNIs N.os 12345678 y 87654321",
        "DNI N° 12.345.678",
        "DNI y/o CE: 12345678",
        "DNI de la señora Ana Ficticia N° 12345678",
        "documento nacional de identidad N.° 12345678",
        "carné de extranjería 001234567",
        "copia_DNI_12345678.pdf",
        r"\"dni\":\"12345678\"",
    ],
)
def test_an_identity_number_is_masked_however_it_is_written(said):
    _, answer = read_json(f'{{"a": ["con {said}"]}}'.encode(), url="https://x.example/", parser="spley/1")

    assert not re.search(r"\d", json.loads(answer.body)["a"][0])


@pytest.mark.parametrize(
    "said",
    [
        "DNI electrónico, Ley N° 31234 del 21.11.2024",
        "DNI del 21/11/2024",
        "DNI gratuito: S/ 12345678",
        "el DNI, a $ 12 345 678",
        "DNI de 25000000 peruanos",
        "DNI para niñas; expediente 12345678",
        "10305/2024-CR, sobre el DNI",
        "medianía 12345678",
    ],
)
def test_other_numbers_beside_the_word_stay(said):
    assert mask(said) == said


def test_of_a_private_letter_only_its_place_and_date_are_kept():
    data = open_json(saved_page("spley_dossier_law.json"))["data"]

    assert data["documentosAnexos"] == [
        {"documentoAnexoId": 501, "pleyId": 90100, "fecha": "2024-07-04", "uuid": "0000-1", "activo": True}
    ]


def test_a_file_in_the_citizens_section_of_a_committee_loses_its_name_and_the_others_keep_theirs():
    files = {
        file["proyectoArchivoId"]: file
        for file in open_json(saved_page("spley_dossier_law.json"))["data"]["archivos"]
    }

    assert "descripcion" not in files[8101]
    assert files[8100]["descripcion"] == "OFICIO 1 - MINISTERIO FICTICIO[R]"


def test_a_citizens_section_with_a_new_id_is_known_by_its_name():
    section = {"seccionId": 900, "desSeccion": "Opiniones y pedidos  CIUDADANOS sobre la propuesta"}
    file = {"proyectoArchivoId": 1, "seccionId": 900, "descripcion": "CARTA DE UNA PERSONA"}

    cleaned = clean({"data": {"secciones": [section], "archivos": [file]}})

    assert cleaned["data"]["archivos"] == [{"proyectoArchivoId": 1, "seccionId": 900}]


def test_nothing_of_a_person_is_left_in_the_kept_bytes_of_a_dossier():
    _, answer = read_json(saved_page("spley_dossier_law.json"), url="https://x.example/", parser="spley/1")

    for secret in (b"87654321", b"11223344", b"Secreta", b"SECRETA", b"secreta"):
        assert secret not in answer.body


def test_the_same_content_has_the_same_hash_whatever_its_order_spacing_and_clock():
    one = b'{"code":200,"data":{"a":1,"b":"\xc3\xb3"},"timestamp":"2026-10-08T23:03:10.781-05:00"}'
    two = b'{ "timestamp": "2026-10-09T08:00:00.000-05:00", "data": {"b": "\\u00f3", "a": 1}, "code": 200 }'

    hashes = {read_json(body, url="https://x.example/", parser="spley/1")[1].sha256 for body in (one, two)}

    assert len(hashes) == 1


def test_what_hangs_below_a_signatory_is_not_kept():
    signed = [{"nombre": "Ficticia, Ana", "documento": {"numero": "12345678"}}, ["12345678"]]

    assert clean({"firmantes": signed}) == {
        "firmantes": [{"nombre": "Ficticia, Ana", "documento": None}, None]
    }


def test_other_content_has_another_hash():
    one, two = (
        read_json(to_bytes({"a": n}), url="https://x.example/", parser="p/1")[1].sha256 for n in (1, 2)
    )

    assert one != two


def test_a_timestamp_inside_the_data_is_content_and_stays():
    assert clean({"timestamp": "now", "data": {"timestamp": "then"}}) == {"data": {"timestamp": "then"}}


def test_half_a_surrogate_pair_does_not_break_the_keeping():
    assert json.loads(canonical(json.loads('{"a":"\\ud800"}'))) == {"a": "\ud800"}


@pytest.mark.parametrize(
    "body, kind",
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"<!doctype html><html><app-root></app-root></html>", "html"),
        (b"<html><title>Radware Captcha Page</title></html>", "blocked"),
        (b"<html>Acceso denegado. Support ID: 123</html>", "blocked"),
        (b'{"code":200,"data":{"proyectos":[{"perParId":20', "truncated"),
        (b"\xff\xfe\x00", "shape"),
        (b"[" * 100_000 + b"]" * 100_000, "shape"),
        (b"[" + b"9" * 5000 + b"]", "shape"),
    ],
)
def test_an_answer_that_is_no_data_says_what_it_is_instead(body, kind):
    with pytest.raises(Unbelievable) as refused:
        open_json(body)

    assert refused.value.kind == kind


@pytest.mark.parametrize(
    "body",
    [
        b'callback({"firmantes":[{"nombre":"Ficticia, Ana","dni":"12345678"}]})',
        b"<p>Firmante(numDocumento=12345678, ruc=10123456789)</p>",
        b"DNI N\xc2\xb0 12.345.678",
    ],
)
def test_no_identity_number_is_quoted_of_an_answer_that_is_no_data(body):
    with pytest.raises(Unbelievable) as refused:
        open_json(body)

    assert "#" in refused.value.detail
    assert not re.search(r"\d\d", refused.value.detail)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (
            "<!DOCTYPE html>\n<html><head><title>403 Forbidden</title><style>p {top: 0}</style>"
            "<script>if (a < b) go()</script></head><!-- x > y --><body><p>Acceso&nbsp;denegado</p><br/>por ahora",
            "403 Forbidden Acceso denegado por ahora",
        ),
        ("\ufeff <html>\n<app-root></app-root></html>", "<html> <app-root></app-root></html>"),  # it has none
        ("<html>Vuelva luego<script>cut o", "Vuelva luego"),
        ("a <b y c> d", "a <b y c> d"),
        ("la página " * 100, "la página " * 20 + "…"),
    ],
)
def test_of_a_page_its_words_are_quoted(body, said):
    assert excerpt(body) == said


@pytest.mark.parametrize(
    "body, kind",
    [
        (b"  ", "empty"),
        (b"<html><body>half a pa", "truncated"),
        (b"<html>Request rejected. Support ID 1</html>", "blocked"),
    ],
)
def test_a_page_of_the_old_system_that_is_none_says_what_it_is_instead(body, kind):
    with pytest.raises(Unbelievable) as refused:
        read_html(body, url="https://x.example/", parser="domino/1")

    assert refused.value.kind == kind


def test_a_page_of_the_old_system_is_kept_byte_for_byte():
    body = saved_page("domino_ficha.html")

    text, answer = read_html(body, url="https://x.example/", parser="domino/1")

    assert answer.body == body
    assert "Período" in text


def test_only_headers_that_say_something_of_the_content_are_kept():
    headers = {"content-type": "application/json", "set-cookie": "who=you", "server": "kong"}

    _, answer = read_json(b"{}", url="https://x.example/", parser="p/1", headers=headers)

    assert answer.headers == {"content-type": "application/json", "server": "kong"}


def test_a_header_is_kept_without_what_no_database_holds():
    _, answer = read_json(b"{}", url="https://x.example/", parser="p/1", headers={"etag": "a\0b\x93"})

    assert answer.headers == {"etag": "a b"}


def test_a_nul_never_reaches_an_item():
    assert tidy(" LEY\0DE\u00a0FAROS\r\n ") == "LEY DE FAROS"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("COMISIO\u0301N", "COMISIÓN"),  # one letter as two characters
        ("EN\u0001COMISIÓN\x93", "EN COMISIÓN"),  # no feed may hold control characters
        ("TRABAJO\u200bSEXUAL", "TRABAJO SEXUAL"),  # a blank without width
        ("TRA\u00adBAJO \u202eSEXUAL\ufeff", "TRABAJO SEXUAL"),  # unseen hyphens, writing turned around
        ("LEY\u061c\U000e0041\U000e007f 1", "LEY 1"),  # an Arabic mark, letters of tags
        ("LEY\ud800 \uffff1", "LEY 1"),  # half a pair, and no character at all
        ("«Ñandú» 🌂 ½", "«Ñandú» 🌂 ½"),
    ],
)
def test_a_text_keeps_what_can_be_seen(written, read):
    assert tidy(written) == read


def test_folding_makes_spellings_equal():
    assert fold("  APROBADO 1ERA.\nVotación ") == fold("Aprobado 1era. VOTACION") == "aprobado 1era. votacion"
