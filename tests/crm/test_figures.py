"""The figures of the programme: what counts, what is not told, and that each number is what its list says."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from accounts.models import User
from crm import demonstration
from crm.figures import counting
from crm.figures.amounts import CERTAINTY, NOTHING, Amount, total
from crm.figures.scope import Scope
from crm.models import Attendance, Commitment, Interaction, Participant, Position, Region, Study
from legislation.models import Cause, Demonstration
from scrapers.management.commands import load_demo
from tests.crm import world

COUNTED = date(2011, 9, 30)
SECRET = world.SECRET


@pytest.fixture
def ana(db, client):
    user = world.coordinator("ana")
    client.force_login(user)
    return user


def scope(user, **asked):
    return Scope(user=user, **{"until": timezone.localdate()} | asked)


def amount(user, code, **asked):
    """The same by its own question and by the one for all of them."""
    one = counting.BY_CODE[code].amount(scope(user, **asked))
    assert counting.count_all(scope(user, **asked))[code] == one
    return one


def count(user, code, **asked):
    found = amount(user, code, **asked)
    return found.value if found.qualifier == "=" else (found.qualifier, found.value)


def page(client, address="/admin/cifras/", **query):
    answer = client.get(address, query)
    assert answer.status_code == 200
    return answer


def consultation(*met, **fields):
    return world.interaction(*met, **{"kind": "consultation", "region_id": "20"} | fields)


def training(kind="training", *, region="20", day=(2026, 5, 4), **counts):
    """With so many of each audience; a count may carry its qualifier: (16, ">=")."""
    row = world.interaction(kind=kind, region_id=region, starts=world.moment(*day))
    for audience, heads in counts.items():
        number, qualifier = heads if isinstance(heads, tuple) else (heads, "=")
        row.attendances.create(audience=audience, count=number, qualifier=qualifier)
    return row


# Amounts

PATIENTLY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
amounts = st.builds(Amount, st.integers(0, 500), st.sampled_from(CERTAINTY), st.integers(0, 3))
HOLDS = {
    "=": lambda true, told: true == told,
    ">=": lambda true, told: true >= told,
    ">": lambda true, told: true > told,
}


@PATIENTLY
@given(st.lists(amounts, max_size=8), st.randoms())
def test_a_sum_is_the_same_in_whatever_order_and_grouping(parts, chance):
    shuffled = chance.sample(parts, len(parts))
    half = len(parts) // 2

    assert total(parts) == total(shuffled) == total(parts[:half]) + total(parts[half:])
    assert total([*parts, NOTHING]) == total(parts)


@PATIENTLY
@given(st.lists(st.tuples(amounts.filter(lambda one: one.qualifier != "~"), st.integers(1, 50)), max_size=8))
def test_what_holds_of_the_parts_holds_of_their_sum(parts):
    surplus = {"=": lambda more: 0, ">=": lambda more: more - 1, ">": lambda more: more}
    true = sum(part.value + surplus[part.qualifier](more) for part, more in parts)

    told = total(part for part, _more in parts)

    assert HOLDS[told.qualifier](true, told.value)


@PATIENTLY
@given(st.lists(amounts, min_size=1, max_size=8))
def test_a_sum_is_as_sure_as_its_least_sure_part_and_about_stays_about(parts):
    qualifiers = {part.qualifier for part in parts}

    assert total(parts).qualifier == max(qualifiers, key=CERTAINTY.index)
    assert (total(parts).qualifier == "~") == ("~" in qualifiers)


# Consultations


def test_whoever_came_twice_or_for_two_institutions_is_one_representative(ana):
    rosa, health, police = world.person(), world.institution("Salud"), world.institution("Policía")
    for place in (health, police):
        meeting = consultation()
        Participant.objects.create(interaction=meeting, person=rosa, institution=place)

    assert count(ana, "representantes-consultadas") == 1
    assert count(ana, "instituciones-consultadas") == 2
    assert count(ana, "consultas") == 2


def test_a_delegate_counts_herself_and_the_absent_one_does_not(ana):
    absent, delegate = world.person("La directora"), world.person("Su delegada")
    Participant.objects.create(
        interaction=consultation(),
        person=delegate,
        stands_in_for=absent,
        institution=world.institution(),
    )

    assert count(ana, "representantes-consultadas") == 1
    assert list(counting.BY_CODE["representantes-consultadas"].rows(scope(ana))) == [delegate]


def test_an_institution_without_a_named_person_counts_and_a_person_without_one_too(ana):
    consultation(world.institution())
    consultation(world.person("Sin institución"))

    assert count(ana, "representantes-consultadas") == 1
    assert count(ana, "instituciones-consultadas") == 1


def test_only_consultations_that_took_place_count_in_their_period_region_and_organization(ana):
    place = world.institution()
    consultation(world.person("A tiempo"), place, by=ana, starts=world.moment(2026, 3, 31, 23))
    consultation(world.person("Al día siguiente"), starts=world.moment(2026, 4, 1, 0))
    consultation(world.person("De otra región"), region_id="12", starts=world.moment(2026, 3, 2))
    consultation(world.person("Cancelada"), state="cancelled", starts=world.moment(2026, 3, 2))
    consultation(world.person("Programada"), state="planned", starts=world.moment(2026, 3, 2))
    world.interaction(world.person("Reunión"), starts=world.moment(2026, 3, 2))
    code, march = "representantes-consultadas", {"since": date(2026, 3, 1), "until": date(2026, 3, 31)}
    piura = Region.objects.get(pk="20")

    assert count(ana, code) == 3
    assert count(ana, code, **march) == 2
    assert count(ana, code, **march, region=piura) == 1
    assert count(ana, code, partner=world.partner("IESSDEH")) == 1
    assert count(ana, code, partner=world.partner("REDTRANS")) == 0
    assert count(ana, "regiones-consultadas", **march) == 2
    assert count(ana, "instituciones-consultadas", sector="regional_government") == 1


# Head-counts


def test_those_trained_keep_how_sure_their_numbers_are(ana):
    training("workshop", peer_educators=24)
    training("workshop", peer_educators=(16, ">="))
    training(officials=(10, ">"), law_enforcement=8)
    training(officials=30)

    assert count(ana, "educadoras-de-pares") == (">=", 40)
    assert count(ana, "funcionariado") == (">", 40)
    assert count(ana, "policia") == 8


def test_first_timers_are_what_is_added_where_they_were_asked(ana):
    row = training("workshop", peer_educators=20)
    row.attendances.update(first_timers=12)
    training("workshop", peer_educators=9)

    assert count(ana, "educadoras-de-pares") == 21


def test_groups_of_a_conference_stand_apart_and_no_number_adds_them(client, ana):
    training("conference", day=(2026, 5, 4), sex_workers=98, trans=130, authorities=69)

    shown = page(client)

    found = {row.figure.code: row.amount.value for _title, rows in shown.context["sections"] for row in rows}
    assert [found[f"conferencia-{one}"] for one in ("sex-workers", "trans", "authorities")] == [98, 130, 69]
    assert not {98 + 130, 98 + 69, 130 + 69, 98 + 130 + 69} & set(found.values())


def test_a_small_count_is_in_no_sum_whatever_is_asked(client, ana):
    training("workshop", peer_educators=24)
    training("workshop", region="12", day=(2026, 6, 1), peer_educators=3)
    junin = Region.objects.get(pk="12")
    code = "educadoras-de-pares"

    assert amount(ana, code) == (24, ">=", 1)
    assert amount(ana, code, until=date(2026, 5, 31)) == (24, "=", 0)
    assert amount(ana, code, region=junin) == (0, ">=", 1)
    assert str(amount(ana, code, region=junin)) == "no se muestra: son pocas"
    behind = page(client, f"/admin/cifras/lista/{code}/").content.decode().split("<h2>")[1]
    assert re.findall(r'crm-behind-number">\s*(.*?)\s*<', behind) == ["&lt; 5", "24"]
    assert "27" not in re.sub("<[^>]*>", "", behind)  # an address may hold any number


def tellable(row):
    return not (row.hides_count or row.hides_first_timers)


def test_the_database_and_the_record_agree_on_what_is_too_small(ana):
    audiences = ["peer_educators", "officials", "trans"]
    for heads in range(1, 12):
        for first in [None, *range(heads + 1)]:
            row = training("workshop")
            for audience, gender in zip(audiences, ["women", "trans_women", "men"], strict=True):
                row.attendances.create(audience=audience, gender=gender, count=heads, first_timers=first)

    for code, audience in (
        ("educadoras-de-pares", "peer_educators"),
        ("funcionariado", "officials"),
        ("personas-trans", "trans"),
    ):
        told = [row for row in Attendance.objects.filter(audience=audience) if tellable(row)]
        expected = sum(row.count if row.first_timers is None else row.first_timers for row in told)
        hidden = Attendance.objects.filter(audience=audience).count() - len(told)
        assert amount(ana, code) == (expected, ">=", hidden)


def test_no_two_numbers_on_the_page_give_a_small_count_away_by_subtraction(ana):
    for day, region, heads in [(4, "20", 7), (5, "20", 3), (6, "12", 1), (7, "25", 4), (8, "25", 9)]:
        training("workshop", region=region, day=(2026, 5, day), sex_workers=heads)
    days = [date(2026, 5, day) for day in range(3, 10)]
    regions = [None, *Region.objects.filter(pk__in=["20", "12", "25"])]
    asked = [{"since": a, "until": b, "region": r} for a in days for b in days if a <= b for r in regions]

    told = {counting.BY_CODE["trabajadoras-sexuales"].amount(scope(ana, **one)).value for one in asked}

    assert told == {0, 7, 9, 16}


# Promises and positions


def test_promises_are_counted_as_they_stood_on_the_last_day(ana):
    made = {"made": date(2026, 1, 10), "due": date(2026, 2, 10)}
    world.commitment(what="Sigue abierto", **made)
    proof = {"state": "kept", "evidence": "Acta"}
    world.commitment(world.person("B"), "Se cumplió tarde", **made, **proof, closed=date(2026, 3, 5))
    world.commitment(world.person("C"), "Todavía a tiempo", made=date(2026, 1, 10), due=date(2026, 9, 1))
    february = {"until": date(2026, 2, 28)}

    assert count(ana, "compromisos-hechos", **february) == 3
    assert count(ana, "compromisos-cumplidos", **february) == 0
    assert count(ana, "compromisos-vencidos", **february) == 2
    march = {"since": date(2026, 3, 1), "until": date(2026, 3, 31)}
    assert count(ana, "compromisos-hechos", **march) == 0
    assert count(ana, "compromisos-cumplidos", **march) == 1
    assert count(ana, "compromisos-vencidos", **march) == 1


def test_a_position_moved_against_the_one_before_even_if_that_is_older_than_the_period(ana):
    rosa, place = world.person(), world.institution()
    world.position(rosa, stance=-1, stated=date(2025, 5, 1))
    world.position(rosa, stance=1, stated=date(2026, 5, 1))
    world.position(rosa, stance=1, stated=date(2026, 6, 1))
    world.position(place, stance=2, stated=date(2026, 1, 1))
    world.position(place, stance=0, stated=date(2026, 6, 1))
    world.position(place, stance=-2, stated=date(2026, 6, 2), withdrawn=timezone.now())

    assert count(ana, "posturas-a-favor") == 1
    assert count(ana, "posturas-en-contra") == 1
    assert count(ana, "posturas-a-favor", since=date(2026, 5, 1)) == 1
    assert count(ana, "posturas-a-favor", since=date(2026, 5, 2)) == 0
    assert count(ana, "posturas-a-favor", until=date(2026, 4, 30)) == 0


def test_promises_and_positions_lie_where_their_institution_is_or_her_post_was(ana):
    held = world.affiliation(started="2026-01", ended="2026-06")
    world.commitment(held.person, made=date(2026, 2, 1))
    world.commitment(world.institution("De Junín", region_id="12"), made=date(2026, 2, 1))
    piura = Region.objects.get(pk="20")

    assert count(ana, "compromisos-hechos", until=date(2026, 3, 1), region=piura) == 1
    assert count(ana, "compromisos-hechos", region=piura) == 0  # she no longer works there


def test_meetings_are_told_by_institution(client, ana):
    often, once = world.institution("Muchas veces"), world.institution("Una vez")
    for n in range(3):
        world.interaction(world.person(f"Persona {n}"), often, starts=world.moment(2026, 3, n + 1))
    world.interaction(often, once, starts=world.moment(2026, 4, 1))

    assert count(ana, "encuentros") == 4
    assert count(ana, "instituciones-con-encuentros") == 2
    lines = page(client, "/admin/cifras/lista/instituciones-con-encuentros/").context["page"].object_list
    assert [(line.title, line.number) for line in lines] == [("Muchas veces", 4), ("Una vez", 1)]


# The demonstration


@pytest.fixture
def loaded(db):
    load_demo.create_team()
    demonstration.load(Cause.objects.create(**load_demo.CAUSE))
    Demonstration.objects.create(pk=1)


CASE_STUDY = {
    "representantes-consultadas": "202",
    "instituciones-consultadas": "69",
    "regiones-consultadas": "4",
    "educadoras-de-pares": "al menos 79",
    "funcionariado": "más de 40",
    "policia": "28",
    "conferencia-sex-workers": "98",
    "conferencia-trans": "130",
    "conferencia-authorities": "69",
    "estudios": "1",
}


def test_the_demonstration_opens_at_the_figures_of_the_case_study_each_with_its_rows(loaded, client):
    for user in User.objects.all():
        amounts = counting.count_all(Scope(user, COUNTED))
        assert {code: str(amounts[code]) for code in CASE_STUDY} == CASE_STUDY
    client.force_login(user)

    shown = page(client)

    found = {row.figure.code: row for _title, rows in shown.context["sections"] for row in rows}
    assert {code: str(found[code].amount) for code in CASE_STUDY} == CASE_STUDY
    for code, row in found.items():
        assert behind(client, row.url) == row.amount.value, code
    for lines in shown.context["ledger"].values():
        for line, links in lines[:4]:
            for name, address in links.items():
                assert behind(client, address) == getattr(line, name), address


def behind(client, address):
    """What the list at an address comes to."""
    shown = client.get(address).context
    figure, paginator = shown["figure"], shown["page"].paginator
    if not isinstance(figure, counting.HeadCount):
        return paginator.count
    return sum(int(line.number.split()[-1]) for line in shown["page"].object_list if line.number != "< 5")


def test_every_number_until_today_is_what_its_list_says(loaded, client):
    leader = User.objects.order_by("pk").first()
    client.force_login(leader)

    shown = page(client, until=timezone.localdate().isoformat())

    for _title, rows in shown.context["sections"]:
        for row in rows:
            assert behind(client, row.url) == row.amount.value, row.figure.code
    assert "no se suman" in shown.content.decode()


# Who may, and what it costs


def test_two_readers_see_different_numbers_and_the_page_says_so(client, ana):
    mine = world.closed("REDTRANS")
    hidden = world.institution(SECRET, **mine)
    consultation(world.person(SECRET, **mine), hidden)
    consultation(world.institution("Abierta"), starts=world.moment(2026, 3, 2), **mine)
    training("workshop", peer_educators=20).__class__.objects.filter(kind="workshop").update(**mine)
    world.commitment(hidden, SECRET)
    world.position(hidden, stance=0, stated=date(2026, 1, 1))
    world.position(hidden, stance=2)

    shown = page(client)
    assert "de lo que puedes ver" in shown.content.decode()
    assert {code for code, found in counting.count_all(scope(ana)).items() if found.value} == {
        "consultas",
        "regiones-consultadas",
        "encuentros",
    }
    for code in counting.BY_CODE:
        assert SECRET not in page(client, f"/admin/cifras/lista/{code}/").content.decode()
    bea = world.member("bea", of="REDTRANS")
    assert count(bea, "instituciones-consultadas") == 2
    assert count(bea, "educadoras-de-pares") == 20
    assert count(bea, "posturas-a-favor") == 1


def test_leaving_out_the_hidden_few_finds_the_same_as_judging_each(ana):
    circles = [{}, world.closed("REDTRANS"), world.closed("IESSDEH"), {"circle": "leadership"}]
    for whose in circles:
        for of in circles:
            rosa, place = world.person(**whose), world.institution(**whose)
            world.interaction(rosa, place, **of)
            for about in (rosa, place):
                world.position(about, **of)
                world.commitment(about, **of)
    readers = [ana, world.member("bea", of="REDTRANS"), world.leader(), world.member("rita", groups=())]

    for reader in [*readers, world.member("sola", of=None)]:
        for model in (Position, Commitment):
            seen = set(model.objects.visible_to(reader))
            assert set(model.objects.not_hidden_from(reader)) == seen, (reader, model)
        met = Participant.objects.visible_at(reader, Interaction.objects.visible_to(reader))
        assert set(met) == set(Participant.objects.visible_to(reader)), reader


ADDRESSES = [
    "/admin/cifras/",
    "/admin/cifras/imprimir/",
    "/admin/cifras/descargar/",
    "/admin/cifras/lista/consultas/",
]


@pytest.mark.django_db
def test_whoever_is_not_on_the_team_reads_no_figure(client):
    for address in ADDRESSES:
        assert client.get(address).status_code == 302, address
    client.force_login(world.member("rita", groups=()))
    for address in ADDRESSES:
        assert client.get(address).status_code == 403, address


def test_what_leaves_the_screen_is_for_those_who_may_download(client, ana):
    for address in ADDRESSES:
        assert client.get(address).status_code == 200, address
        assert client.post(address).status_code == 405, address
    client.force_login(world.member("eva"))
    for address in ADDRESSES[1:3]:
        assert client.get(address, headers={"x-requested-with": "XMLHttpRequest"}).status_code == 403, address
    assert "descargar" not in page(client).content.decode()


def test_an_unknown_figure_is_not_there_and_nonsense_asks_for_nothing(client, ana):
    assert client.get("/admin/cifras/lista/otra/").status_code == 404
    for query in ({"since": "x", "region": "99", "partner": "-1", "sector": "x"}, {"until": "9" * 30}):
        assert page(client, **query).context["scope"].until == timezone.localdate()
    asked = {"since": "2026-05-02", "until": "2026-05-01"}
    assert "El periodo termina antes de empezar." in page(client, **asked).content.decode()


def test_the_spreadsheet_says_what_the_page_says(client, ana, tmp_path):
    training("workshop", peer_educators=(24, ">="), sex_workers=3)
    consultation(world.person(), world.institution("=cmd()"))
    path = tmp_path / "cifras.xlsx"

    answer = client.get("/admin/cifras/descargar/", {"until": "2026-12-31"})
    path.write_bytes(b"".join(answer.streaming_content))

    rows = list(load_workbook(path).active.iter_rows(values_only=True))
    by_label = {row[1]: row[2:5] for row in rows}
    assert by_label["Educadoras de pares capacitadas"] == ("al menos", 24, "contada")
    assert by_label["Trabajadoras sexuales en talleres"][1] == "no se muestra: son pocas"
    assert by_label["Gobierno regional: Instituciones"] == ("exactamente", 1, "contada")
    assert "demostracion" not in answer["Content-Disposition"]
    Demonstration.objects.create(pk=1)
    assert "demostracion-cifras" in client.get("/admin/cifras/descargar/")["Content-Disposition"]


def fill(numbers, by):
    for n in numbers:
        place = world.institution(f"Municipalidad {n}")
        rosa = world.affiliation(world.person(f"Rosa {n}"), world.post(at=place)).person
        consultation(rosa, place, by=by, starts=world.moment(2026, 3, 1) + timedelta(hours=n))
        training("workshop", day=(2026, 4, 1), peer_educators=10 + n, officials=n)
        training("conference", day=(2026, 4, 1), authorities=n)
        world.position(rosa, stance=-1, stated=date(2026, 1, 1))
        world.position(rosa, stance=1)
        world.commitment(rosa)
        Study.objects.create(title=f"Estudio {n}", authors="Salazar y Silva", published="2020")


def test_fifty_of_everything_cost_as_many_queries_as_one(client, ana):
    addresses = ["/admin/cifras/", *(f"/admin/cifras/lista/{code}/" for code in counting.BY_CODE)]
    fill([1], ana)
    for address in addresses:
        page(client, address)  # what is read once for all
    one = {address: cost(client, address) for address in addresses}
    fill(range(2, 51), ana)

    for address in addresses:
        assert cost(client, address) <= one[address] <= 40, address


def cost(client, address):
    with CaptureQueriesContext(connection) as queries:
        page(client, address)
    return len(queries)
