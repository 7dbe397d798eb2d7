"""What a list hands out comes in again as it went: nothing new, nothing changed, and the same file afterwards."""

import pytest

from crm.models import Institution, Interaction, Person, Post
from tests.crm import sheets, world

pytestmark = pytest.mark.django_db
LISTS = {"people": "personas", "institutions": "instituciones", "interactions": "encuentros"}


@pytest.fixture
def coco(client):
    user = world.coordinator()
    client.force_login(user)
    return user


@pytest.fixture
def book(coco):
    """People with no post, one and several, past ones, tags, odd names; institutions alike; encounters of each sort."""
    gore = world.institution(acronym="GRP", province_id="2001", district="Castilla")
    hospital = world.institution("Hospital de la Amistad", kind="health_service", region_id="12")
    ministry = world.institution("MINISTERIO DE SALUD", kind="ministry", level="national", region_id=None)
    rosa, eva = world.person("Rosa Núñez"), world.person("Eva de la Cruz y Paz Ríos")
    (
        world.person("María-José O'Higgins"),
        world.person("Inés Ríos", **world.closed("IESSDEH")),
    )
    world.affiliation(rosa, world.post(at=gore))
    world.affiliation(rosa, world.post("Integrante; invitada", at=hospital, is_seat=False), ended="2025")
    world.affiliation(
        rosa, Post.objects.create(title="Miembro de la mesa", institution=ministry, is_seat=False)
    )
    world.affiliation(eva, world.post("Jefa", at=hospital), started="2023-05")
    rosa.tags.create(name="aliada")
    hospital.tags.create(name="urgente")
    world.interaction(rosa, hospital, by=coco, kind="training", outcome="Firmará\nmañana")
    world.interaction(eva, by=coco, starts=world.moment(2025, 3, 5, 17), place="Sala 2", region_id="20")
    world.interaction(ministry, by=coco, starts=world.moment(2025, 3, 5, 17), state="cancelled")
    world.interaction(gore, by=coco, starts=world.moment(2027, 1, 5, 9), state="planned")


def handed_out(client, kind, form):
    return b"".join(client.get(f"/admin/{LISTS[kind]}/", {"export": form}))


def counted():
    return [model.objects.count() for model in (Institution, Interaction, Person, Post)]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", LISTS)
def test_nothing_is_new_and_nothing_changes(client, coco, book, kind, form):
    first, before = handed_out(client, kind, form), counted()

    sheet = sheets.imported(first, kind=kind, by=coco, name=f"lista.{form}", creates_institutions=True)

    assert set(sheet.counts) <= {"skip", "created", "changed"}, list(
        sheet.rows.exclude(verdict="skip").values("label", "verdict", "reason", "differences")
    )
    assert sheet.counts["created"] == sheet.counts["changed"] == 0
    assert counted() == before
    again = handed_out(client, kind, form)
    assert (again == first) if form == "csv" else (cells(again) == cells(first))


def cells(body):
    import io

    from openpyxl import load_workbook

    return list(load_workbook(io.BytesIO(body)).active.values)


def test_into_an_empty_book_they_come_as_they_were(client, coco):
    world.institution("Hospital Sur", kind="health_service", region_id="12")
    rosa = world.affiliation(
        world.person("Rosa Núñez"), world.post("Jefa", at=Institution.objects.get())
    ).person
    world.affiliation(rosa, world.post("Vocera", at=world.institution("Mesa de Salud", kind="civil_society")))
    rosa.tags.create(name="aliada")
    first = {kind: handed_out(client, kind, "csv") for kind in ("institutions", "people")}
    for model in (Person.affiliations.rel.related_model, Post, Person, Institution):
        model.objects.all().delete()

    for kind, body in first.items():
        sheets.imported(body, kind=kind, by=coco)

    assert Person.objects.count() == 1
    assert {kind: handed_out(client, kind, "csv") for kind in first} == first


def test_an_encounter_told_with_another_hour_or_company_is_another(client, coco, book):
    rows = ["Fecha", "Tipo", "Con quién"], ["2025-03-05 18:00", "Reunión", "Eva de la Cruz y Paz Ríos"]

    sheet = sheets.planned(
        sheets.csv_of(*rows, ["2025-03-05", "Reunión", "Eva de la Cruz y Paz Ríos"]),
        kind="interactions",
        by=coco,
    )

    assert sheets.verdicts(sheet) == ["new", "skip"]
