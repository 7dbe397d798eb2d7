"""Each page in pages/ beside what must be read from it."""

import json

import pytest

from scrapers.items import BillItem, DossierItem, ListItem, NoticeItem
from scrapers.problems import Unbelievable
from scrapers.saved import read_saved
from tests.scrapers.small_congress import PAGES, envelope, row, saved_page, to_bytes

READABLE = sorted(
    path.name
    for path in PAGES.glob("*.*")
    if path.suffix in (".json", ".html") and ".items." not in path.name
)
CATALOGUES = ("spley_periods.json", "spley_filters.json")


@pytest.mark.parametrize("name", [name for name in READABLE if name not in CATALOGUES])
def test_a_saved_page_is_read_as_its_golden_file_says(name):
    items, answer = read_saved(saved_page(name), name)
    found = [{type(item).__name__: item.model_dump(mode="json")} for item in items]
    golden = PAGES / f"{name}.items.json"

    if not golden.exists():
        golden.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n")
        pytest.fail(f"wrote {golden.name}: read it, then commit it")

    assert found == json.loads(golden.read_text())
    assert all(
        item.answer == answer.sha256
        for item in items
        if isinstance(item, BillItem | DossierItem | NoticeItem)
    )


def test_every_golden_file_belongs_to_a_page():
    assert {path.name for path in PAGES.glob("*.items.json")} == {
        f"{name}.items.json" for name in READABLE if name not in CATALOGUES
    }


def test_a_dossier_is_known_with_and_without_its_envelope():
    data = json.loads(saved_page("spley_dossier_law.json"))

    (with_envelope, *_), _ = read_saved(to_bytes(data), "a.json")
    (alone, *_), _ = read_saved(to_bytes(data["data"]), "b.json")

    assert with_envelope.model_copy(update={"answer": ""}) == alone.model_copy(update={"answer": ""})


def test_the_three_forms_of_a_list_give_the_same_bills():
    rows = [row(2), row(1)]
    forms = [envelope({"proyectos": rows, "rowsTotal": 2}), envelope(rows), rows]

    readings = [
        [
            item.model_copy(update={"answer": ""})
            for item in read_saved(to_bytes(form), "x.json")[0]
            if type(item) is BillItem
        ]
        for form in forms
    ]

    assert readings[0] == readings[1] == readings[2]
    assert len(readings[0]) == 2


def test_a_saved_list_is_whole_only_if_it_says_so_itself():
    whole = read_saved(to_bytes(envelope({"proyectos": [row(2), row(1)], "rowsTotal": 2})), "x.json")[0]
    part = read_saved(to_bytes(envelope({"proyectos": [row(2), row(1)], "rowsTotal": 13})), "x.json")[0]

    assert [item for item in whole if isinstance(item, ListItem)] == [
        ListItem(period=2021, chamber="C", total=2)
    ]
    assert not [item for item in part if isinstance(item, ListItem)]


@pytest.mark.parametrize(
    "body, kind, says",
    [
        (to_bytes({"name": "a spreadsheet"}), "shape", "«x.json» is neither a dossier"),
        (to_bytes([{"proyecto_ley": "1", "titulo": "x"}]), "shape", "«x.json» is neither a dossier"),
        (to_bytes([1, 2]), "shape", "neither"),
        (to_bytes("text"), "shape", "neither"),
        (to_bytes(7), "shape", "neither"),
        (to_bytes(None), "shape", "neither"),
        (to_bytes([]), "empty", "without bills"),
        (to_bytes(envelope({"proyectos": [], "rowsTotal": 0})), "empty", "without bills"),
        (
            to_bytes({"code": 400, "status": "Ingrese el periodo", "errors": []}),
            "shape",
            "Ingrese el periodo",
        ),
        (saved_page("spley_periods.json"), "shape", "neither"),
        (saved_page("spley_filters.json"), "shape", "neither"),
        (saved_page("spley_dossier_law.json")[:3000], "truncated", "breaks"),
        (b"<html><body><p>Otra cosa</p></body></html>", "shape", "is no list, ficha or expediente"),
        (b"PK\x03\x04 a zip", "shape", "neither data nor a web page"),
        (b"", "empty", "no content"),
    ],
)
def test_a_file_that_is_no_answer_of_congress_is_refused_in_a_sentence(body, kind, says):
    with pytest.raises(Unbelievable, match=says) as refused:
        read_saved(body, "some/folder/x.json")

    assert refused.value.kind == kind


def test_the_answer_of_a_file_names_the_file_and_not_its_folder():
    _, answer = read_saved(saved_page("spley_dossier_law.json"), "private/place/law.json")

    assert answer.url == "archivo:law.json"
