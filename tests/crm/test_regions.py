"""The pages of regions: what they count, what they leave out, what they cost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from crm import regions
from crm.models import Institution, Interaction, Region
from crm.region_map import PLACES, Shown, draw
from crm.regions import Coverage
from scrapers.items import fold
from tests.crm import world

pytestmark = pytest.mark.django_db
SECRET = world.SECRET


@pytest.fixture
def ana(client):
    user = world.member("ana")
    client.force_login(user)
    return user


def ago(days):
    return timezone.now() - timedelta(days=days)


def piura():
    return Region.objects.get(pk="20")


def figures(user, days=90):
    [of_piura] = regions.figures(user, [piura()], regions.coverage(user, days))
    return of_piura


def page(client, address="/admin/regiones/20/"):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_institutions_are_known_met_ever_and_met_lately(ana):
    world.institution("Nunca vista")
    world.interaction(world.institution("Vista hace mucho"), starts=ago(200))
    world.interaction(world.institution("Vista hace poco"), starts=ago(10))
    world.interaction(world.institution("Cancelada"), starts=ago(10), state="cancelled")
    world.interaction(world.institution("Programada"), starts=ago(-10), state="planned")
    world.institution("Ya no existe", status="closed")
    world.institution("De Junín", region_id="12")

    assert figures(ana).coverage == (5, 2, 1)
    assert figures(ana, days=365).coverage.lately == 2
    assert (figures(ana).coverage.silent, figures(ana).coverage.never) == (4, 3)


def test_coverage_is_told_by_kind(client, ana):
    world.institution("Una comisaría", kind="police")
    world.interaction(world.institution("Otra", kind="police"), starts=ago(10))

    coverages = regions.coverage(ana, 90, region=piura())

    assert regions.by_kind(coverages, piura()) == [("police", "Policía o serenazgo", (2, 1, 1))]
    assert "?region=20&amp;kind=police" in page(client)


def test_representatives_and_vacant_seats(ana):
    place = world.institution()
    rosa = world.affiliation(where=world.post("Directora", at=place)).person
    world.affiliation(rosa, world.post("Presidenta de la comisión", at=place))
    world.affiliation(world.person("Se fue"), world.post("Gerenta", at=place), started="2020", ended="2022")
    world.post("Promotora", at=place, is_seat=False)
    world.post("Suprimido", at=place, closed=timezone.localdate())

    assert (figures(ana).representatives, figures(ana).vacant) == (1, 1)


def test_encounters_are_counted_month_by_month(ana):
    first = timezone.localtime().replace(day=1, hour=0, minute=0)
    for starts in (first, first - timedelta(minutes=1), first - timedelta(days=800)):
        world.interaction(starts=starts, region_id="20")
    world.interaction(starts=first, region_id="12")

    months = figures(ana).months

    assert len(months) == 12
    assert [count for _day, count in months[-2:]] == [1, 1]
    assert months[-1][0] == first.date()
    assert figures(ana).held == 2


def test_stances_are_the_present_ones_of_institutions_and_of_who_works_there(ana):
    rosa = world.affiliation().person
    world.position(rosa, stance=2, stated=ago(100).date())
    world.position(rosa, stance=-1, stated=ago(5).date())
    world.position(world.institution("Comisaría", kind="police"), stance=0)
    world.position(world.person("Sin cargo"), stance=2)
    cause = world.cause().pk

    assert figures(ana).stances == {(cause, -1): 1, (cause, 0): 1}


def test_commitments_and_tasks_are_counted_by_whom_they_are_about(ana):
    late = {"due": ago(3).date()}
    held = world.affiliation()
    meeting = world.interaction(region_id="20")
    promise = world.commitment(held.person, made=ago(30).date(), **late)
    world.commitment(held.post.institution)
    world.commitment(held.post.institution, state="broken", closed=ago(1).date())
    world.commitment(world.person("De otra parte"))
    for about in (
        {"person": held.person},
        {"post": held.post},
        {"interaction": meeting},
        {"commitment": promise},
    ):
        world.task(**about)
    world.task(institution=held.post.institution, **late)
    world.task("Sobre nada")

    assert figures(ana).commitments == (2, 1)
    assert figures(ana).tasks == (5, 1)


def test_the_longest_silence_comes_first_with_who_broke_it_last(client, ana):
    miluska = world.member("miluska", of="Miluska")
    old, older = world.institution("Silencio largo"), world.institution("Silencio más largo")
    world.interaction(old, starts=ago(100), by=miluska)
    world.interaction(older, starts=ago(300), by=miluska)
    world.interaction(older, starts=ago(200), by=miluska)
    world.interaction(world.institution("Vista hace poco"), starts=ago(10))

    quiet = regions.silent(ana, piura(), 90, shown=10)

    assert [(place.name, contact.days) for place, contact in quiet] == [
        ("Silencio más largo", 200),
        ("Silencio largo", 100),
    ]
    assert "hace 200 días, por Miluska" in page(client)
    assert "hace 100 días" not in page(client, "/admin/regiones/20/?dias=150")
    assert regions.silent(ana, piura(), 250, shown=10) == []


@pytest.mark.parametrize("days", ["", "0", "-3", "x", "99999", "9" * 40, "²"])
def test_days_that_make_no_sense_are_ninety(client, ana, days):
    assert client.get("/admin/regiones/20/", {"dias": days}).context["days"] == 90


def test_the_four_regions_of_the_programme_stand_side_by_side(client, ana):
    world.institution()

    answer = client.get("/admin/regiones/")

    assert [str(region) for region in answer.context["regions"]] == ["Arequipa", "Junín", "Piura", "Ucayali"]
    assert answer.context["rows"][0].cells == [0, 0, 1, 0]


def test_every_region_has_a_tile_of_its_own_that_leads_to_it(client, ana):
    world.institution()

    text = page(client, "/admin/regiones/")

    assert set(PLACES) == set(Region.objects.values_list("pk", flat=True))
    assert len({(column, row) for _letters, column, row in PLACES.values()}) == 25
    assert len({letters for letters, _column, _row in PLACES.values()}) == 25
    for code in PLACES:
        assert text.count(f'href="/admin/regiones/{code}/?dias=90"') >= 2, code  # on the map and in its table
    assert "Piura. Instituciones que conocemos: 1; con contacto reciente: 0; en silencio: 1" in text
    assert "Tacna. No conocemos ninguna institución." in text


@pytest.mark.parametrize(
    ("shown", "number", "level"), [("conocidas", "4", 4), ("recientes", "25%", 1), ("silencio", "75%", 3)]
)
def test_tiles_are_shaded_by_the_figure_asked_for(client, ana, shown, number, level):
    for n in range(3):
        world.institution(f"Nunca vista {n}")
    world.interaction(world.institution("Vista hace poco"), starts=ago(10))

    drawing = client.get("/admin/regiones/", {"mapa": shown}).context["map"]

    [tile] = [tile for tile in drawing.tiles if tile.region == piura()]
    assert (tile.number, tile.level) == (number, level)
    assert drawing.shown == shown


def test_a_tile_is_shaded_as_its_number_says():
    of_piura = lambda known, lately: {("20", "police"): Coverage(known, known, lately)}  # noqa: E731
    tiles = [
        next(tile for tile in draw(of_piura(*counts), Shown.LATELY).tiles if tile.letters == "PIU")
        for counts in [(179, 90), (179, 91), (200, 1), (4, 4), (4, 0)]
    ]

    assert [(tile.number, tile.level) for tile in tiles] == [
        ("50%", 2),
        ("50%", 2),
        ("0%", 0),
        ("100%", 4),
        ("0%", 0),
    ]


def test_a_map_of_nothing_is_drawn_too(ana):
    for shown in Shown:
        assert {tile.level for tile in draw({}, shown).tiles} == {0}


def test_what_another_organization_keeps_to_itself_is_in_no_figure(client, ana):
    mine = world.closed("REDTRANS")
    place = world.institution(SECRET, **mine)
    rosa = world.affiliation(world.person(SECRET, **mine), world.post(at=place)).person
    world.interaction(rosa, place, starts=ago(200), region_id="20", outcome=SECRET, **mine)
    world.interaction(rosa, place, starts=ago(-3), region_id="20", state="planned", **mine)
    world.position(rosa)
    world.commitment(rosa, SECRET)
    world.task(SECRET, person=rosa)
    open_place = world.institution("Abierta")
    world.interaction(open_place, starts=ago(200), region_id="20", **mine)
    world.commitment(open_place, SECRET, **mine)

    of_piura = figures(ana)

    assert of_piura.coverage == (1, 0, 0)
    assert of_piura[2:4] == (0, 0)
    assert (of_piura.held, of_piura.planned, of_piura.stances) == (0, 0, {})
    assert of_piura.commitments == of_piura.tasks == (0, 0)
    for address in ("/admin/regiones/", "/admin/regiones/20/", "/admin/regiones/20/?dias=1"):
        assert SECRET not in page(client, address)
    bea = world.member("bea", of="REDTRANS")
    assert figures(bea).coverage == (2, 2, 0)


def test_whoever_may_not_read_the_records_does_not_read_their_sums(client):
    addresses = ["/admin/regiones/", "/admin/regiones/20/"]
    for address in addresses:
        assert client.get(address).status_code == 302

    client.force_login(world.member("rita", groups=()))
    for address in addresses:
        assert client.get(address).status_code == 403
    client.force_login(world.member("rosa", groups=("Moderators",)))
    for address in addresses:
        assert client.get(address).status_code in (302, 403)


def test_an_unknown_region_is_not_there_and_nothing_is_written(client, ana):
    assert client.get("/admin/regiones/99/").status_code == 404
    assert client.post("/admin/regiones/").status_code == 405
    assert client.post("/admin/regiones/20/").status_code == 405


def fill(numbers, by):
    for n in numbers:
        place = world.institution(f"Municipalidad {n}")
        rosa = world.affiliation(world.person(f"Rosa {n}"), world.post(f"Alcaldesa {n}", at=place)).person
        world.interaction(rosa, place, by=by, region_id="20", starts=ago(100 + n))
        world.interaction(rosa, place, by=by, region_id="20", starts=ago(-n), state="planned")
        world.institution(f"Nunca vista {n}")
        world.position(rosa)
        world.commitment(rosa)
        world.task(person=rosa, assignee=by)


@pytest.mark.parametrize("address", ["/admin/regiones/", "/admin/regiones/20/"])
def test_fifty_of_everything_cost_as_many_queries_as_one(client, ana, address):
    fill([1], ana)
    page(client, address)
    with CaptureQueriesContext(connection) as one:
        page(client, address)
    fill(range(2, 51), ana)

    with CaptureQueriesContext(connection) as fifty:
        page(client, address)

    assert len(fifty) <= len(one)
    assert len(fifty) <= 42


def test_lists_of_commitments_and_tasks_are_narrowed_by_region(client, ana):
    held = world.affiliation()
    world.commitment(held.person, "De Piura")
    world.commitment(world.institution("De Junín", region_id="12"), "De Junín")
    world.task("De Piura", post=held.post)
    world.task("De Junín", interaction=world.interaction(region_id="12"))

    for name in ("compromisos", "tareas"):
        rows = client.get(f"/admin/{name}/", {"region": "20"}).context["object_list"]
        assert [row.what for row in rows] == ["De Piura"], name


def test_reading_counts_nothing_twice(ana):
    place = world.institution()
    for n in range(3):
        world.interaction(world.person(f"Persona {n}"), place, starts=ago(n), region_id="20")

    assert figures(ana).coverage == (1, 1, 1)
    assert figures(ana).held == Interaction.objects.count() == 3
    assert Institution.objects.count() == 1


def test_codes_follow_the_alphabet_whatever_the_database_makes_of_accents():
    names = list(Region.objects.order_by("code").values_list("name", flat=True))

    assert names == sorted(names, key=fold)
    assert names[:2] == ["Amazonas", "Áncash"]
