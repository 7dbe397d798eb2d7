"""From a file to records, and back."""

import pytest

from crm.models import Affiliation, ContactWay, Institution, Pair, Person, Spreadsheet
from tests.crm import sheets, world

pytestmark = pytest.mark.django_db
HEAD = ["Nombres y apellidos", "Cargo", "Institución", "Correo", "Celular", "Etiquetas"]
ROSA = [
    "NÚÑEZ QUISPE, María",
    "Alcaldesa",
    "MUNICIPALIDAD PROV. DE CORONEL PORTILLO",
    "m@muni.gob.pe",
    "961234567",
    "salud",
]


@pytest.fixture
def coco(client):
    user = world.coordinator()
    client.force_login(user)
    return user


def place():
    return world.institution(
        "Municipalidad Provincial de Coronel Portillo",
        kind="municipality",
        level="provincial",
        region_id="25",
    )


def test_a_person_comes_in_with_her_post_and_contacts(coco):
    muni = place()

    sheet = sheets.imported(sheets.csv_of(HEAD, ROSA), by=coco, basis="public_function")

    assert (sheet.state, sheet.counts["created"]) == ("done", 1)
    maria = Person.objects.get()
    assert (maria.name, maria.given_names, maria.first_surname, maria.second_surname) == (
        "María Núñez Quispe",
        "María",
        "Núñez",
        "Quispe",
    )
    assert [(a.post.title, a.post.institution) for a in maria.affiliations.all()] == [("Alcaldesa", muni)]
    assert {(w.kind, w.value, w.basis) for w in maria.contact_ways.all()} == {
        ("email", "m@muni.gob.pe", "public_function"), ("mobile", "961 234 567", "public_function"),
    }  # fmt: skip
    assert maria.search == Person.objects.get().searchable()
    assert (maria.owner, maria.logged_by, maria.history.count()) == (coco.partner, coco, 1)
    assert [tag.name for tag in maria.tags.all()] == ["salud"]


def test_the_same_file_again_makes_nothing_new(coco):
    place()
    body = sheets.csv_of(
        HEAD, ROSA, ["Ana Ruiz Paz", "Regidora", "Municipalidad Provincial de Coronel Portillo", "", "", ""]
    )
    sheets.imported(body, by=coco)

    again = sheets.planned(body, by=coco)

    assert sheets.verdicts(again) == ["skip", "skip"]


def test_an_import_undone_leaves_things_as_they_were(coco):
    place()
    sheet = sheets.imported(sheets.csv_of(HEAD, ROSA), by=coco, basis="public_function")

    sheets.undo(sheet)

    assert (sheet.state, sheet.counts["taken_back"], sheet.counts["kept"]) == ("undone", 1, 0)
    assert not (Person.objects.exists() or Affiliation.objects.exists() or ContactWay.objects.exists())
    assert Institution.objects.count() == 1
    assert not Person.history.exists()


def test_that_they_look_like_somebody_does_not_keep_those_who_are_taken_back(coco):
    place()
    sheet = sheets.imported(sheets.csv_of(HEAD, ROSA), by=coco)
    other = world.person("Maria Nuñez Quispe")
    Pair.objects.create(person=Person.objects.earliest("pk"), other_person=other, score=70, reasons="near")

    sheets.undo(sheet)

    assert sheet.counts["kept"] == 0
    assert Person.objects.get() == other
    assert not Pair.objects.exists()


def test_the_whole_way_in_the_screens(client, coco, monkeypatch):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from crm.imports import work

    monkeypatch.setattr(work, "launch", lambda sheet: work.work_on(Spreadsheet.objects.get(pk=sheet.pk)))
    place()
    file = SimpleUploadedFile("lista.csv", sheets.csv_of(HEAD, ROSA))
    there = client.post("/admin/planillas/", {"kind": "people", "circle": "coalition", "file": file}).url
    page = client.get(there)
    assert "María" in page.content.decode()
    data = {name: field.initial or "" for name, field in page.context["form"].fields.items()}
    here = client.post(there, data | {"basis": "public_function"}).url
    assert "Confirmar: importar 1 fila" in client.get(here).content.decode()
    client.post(f"{here}confirmar/")
    assert "Deshacer" in client.get(here).content.decode()
    assert Person.objects.count() == 1
    client.post(f"{here}deshacer/")
    assert "Deshechas" in client.get(here).content.decode()
    assert not Person.objects.exists()
