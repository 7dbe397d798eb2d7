"""The calendar in the admin: a month or a day of meetings and of what falls due."""

from datetime import date, datetime, timedelta
from urllib.parse import urlencode

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.crm import world

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/calendario/"


@pytest.fixture(autouse=True)
def in_november():
    with time_machine.travel(
        datetime(2026, 11, 18, 10, tzinfo=timezone.get_fixed_timezone(-300)), tick=False
    ):
        yield


@pytest.fixture
def ana(client):
    user = world.member("ana")
    client.force_login(user)
    return user


def page(client, **query):
    answer = client.get(ADDRESS, query)
    assert answer.status_code == 200
    return answer


def found(client, **query):
    return {
        day.day.day: [str(record) for _kind, record in day.items]
        for day in page(client, **query).context["days"]
        if day.items
    }


def test_a_month_holds_meetings_of_every_state_and_what_falls_due(client, ana):
    world.interaction(world.person("Rosa Núñez"), by=ana, starts=world.moment(2026, 11, 3, 15))
    world.interaction(starts=world.moment(2026, 11, 3, 9), state="cancelled")
    world.interaction(starts=world.moment(2026, 11, 27), state="planned")
    world.commitment(what="Promesa", due=date(2026, 11, 9))
    world.task("Tarea", due=date(2026, 11, 30))
    world.task("Hecha", due=date(2026, 11, 30), state="done", outcome="x", closed=timezone.now())

    answer = page(client)

    assert found(client) == {
        3: ["Reunión, 03/11/2026", "Reunión, 03/11/2026"],
        9: ["Promesa"],
        27: ["Reunión, 27/11/2026"],
        30: ["Tarea"],
    }
    html = answer.content.decode()
    for words in ("Rosa Núñez", "Cancelado:", "Programado:", "Compromiso vencido:", "Noviembre de 2026"):
        assert words in html, words
    assert [record.state for _kind, record in answer.context["days"][8].items] == ["cancelled", "held"]


def test_a_meeting_late_in_the_evening_stands_on_its_day_in_lima(client, ana):
    world.interaction(starts=world.moment(2026, 11, 30, 23))

    assert found(client) == {30: ["Reunión, 30/11/2026"]}
    assert found(client, mes="2026-12") == {30: ["Reunión, 30/11/2026"]}  # the Monday of its first week


def test_the_weeks_are_whole_and_today_is_marked(client, ana):
    days = page(client).context["days"]

    assert (days[0].day, days[-1].day) == (date(2026, 10, 26), date(2026, 12, 6))
    assert [day.day for day in days if day.is_today] == [date(2026, 11, 18)]
    assert [day.is_outside for day in days].count(False) == 30


@pytest.mark.parametrize(
    ("month", "before", "after"),
    [("2026-01", "2025-12", "2026-02"), ("2026-12", "2026-11", "2027-01"), ("2028-02", "2028-01", "2028-03")],
)
def test_one_walks_from_month_to_month_with_what_one_asked(client, ana, month, before, after):
    answer = page(client, mes=month, region="20", mine="on")

    assert answer.context["previous"] == urlencode({"mes": before, "region": "20", "mine": "on"})
    assert answer.context["next"] == urlencode({"mes": after, "region": "20", "mine": "on"})


@pytest.mark.parametrize(
    "month", ["", "x", "2026-13", "0001-01", "9999-12", "2026-11-01", "-5", "２０２６-11"]
)
def test_an_address_that_names_no_month_shows_this_one(client, ana, month):
    assert page(client, mes=month).context["month"] == date(2026, 11, 1)
    assert page(client, dia=month, region="zz", partner="x").context["month"] == date(2026, 11, 1)


def test_it_is_narrowed_by_region(client, ana):
    here, there = world.institution("Piura"), world.institution("Junín", region_id="12")
    rosa = world.affiliation(world.person("Rosa"), world.post(at=here)).person
    due = {"due": date(2026, 11, 20)}
    world.interaction(starts=world.moment(2026, 11, 3), region_id="20")
    meeting = world.interaction(starts=world.moment(2026, 11, 4), region_id="12")
    for place in (here, there):
        promise = world.commitment(place, f"Promete {place}", **due)
        world.task(f"Por {place}", institution=place, **due)
        world.task(f"Por puesto en {place}", post=world.post("Otra", at=place), **due)
        world.task(f"Por promesa de {place}", commitment=promise, **due)
    world.commitment(rosa, "Promete Rosa", **due)
    world.task("Por encuentro en Junín", interaction=meeting, **due)

    assert found(client, region="20") == {
        3: ["Reunión, 03/11/2026"],
        20: ["Promete Piura", "Promete Rosa", "Por Piura", "Por puesto en Piura", "Por promesa de Piura"],
    }
    assert "Por encuentro en Junín" in found(client, region="12", dia="2026-11-20")[20]


def test_it_is_narrowed_by_partner_and_to_what_is_hers(client, ana):
    bea = world.member("bea", of="REDTRANS")
    due = {"due": date(2026, 11, 20)}
    for who in (ana, bea):
        day = 3 if who == ana else 4
        meeting = world.interaction(by=who, starts=world.moment(2026, 11, day))
        world.commitment(what=f"Ante {who}", interaction=meeting, owner=who.partner, **due)
        world.task(f"De {who}", assignee=who, owner=who.partner, **due)

    for query in ({"mine": "on"}, {"partner": ana.partner.pk}):
        assert found(client, **query) == {3: ["Reunión, 03/11/2026"], 20: ["Ante Ana", "De Ana"]}


def test_a_full_day_is_cut_short_after_its_meetings_and_opens_whole(client, ana):
    for n in range(7):
        world.task(f"Tarea {n}", due=date(2026, 11, 20))
    meeting = world.interaction(starts=world.moment(2026, 11, 20, 18), state="planned")

    answer = page(client, region="")
    (day,) = [day for day in answer.context["days"] if day.items]
    assert (len(day.items), day.more) == (5, 3)
    assert day.items[0] == ("interaction", meeting)
    assert "?dia=2026-11-20&amp;" in answer.content.decode()

    whole = page(client, dia="2026-11-20").context["days"]
    assert [(one.day, len(one.items), one.more) for one in whole] == [(date(2026, 11, 20), 8, 0)]


def test_nothing_hidden_stands_in_it(client, ana):
    hidden = world.closed("REDTRANS")
    place, rosa = world.institution(world.SECRET, **hidden), world.person("Rosa")
    world.interaction(starts=world.moment(2026, 11, 3), **hidden)
    world.interaction(place, rosa, starts=world.moment(2026, 11, 4), region_id="20")
    world.commitment(rosa, world.SECRET, due=date(2026, 11, 5), **hidden)
    world.commitment(place, world.SECRET, due=date(2026, 11, 5))
    world.task(world.SECRET, due=date(2026, 11, 6), assignee=ana, **hidden)
    world.task(world.SECRET, due=date(2026, 11, 6), institution=place)

    for query in ({}, {"region": "20"}, {"mine": "on"}, {"partner": world.partner("REDTRANS").pk}):
        html = page(client, **query).content.decode()
        assert world.SECRET not in html
        assert not found(client, **query).keys() - {4}
    for day in (3, 5, 6):
        assert found(client, dia=f"2026-11-0{day}") == {}


def test_a_post_in_a_hidden_institution_does_not_tell_the_region(client, ana):
    hidden = world.institution("Oculta", **world.closed("REDTRANS"))
    rosa = world.affiliation(world.person("Rosa"), world.post(at=hidden)).person
    world.commitment(rosa, "Promete", due=date(2026, 11, 5))

    assert found(client, region="20") == {}


def test_strangers_do_not_open_it(client, ana):
    client.force_login(world.member("rita", groups=()))
    assert client.get(ADDRESS).status_code == 403
    client.logout()
    assert client.get(ADDRESS).status_code == 302


def test_a_month_of_fifty_costs_as_much_as_a_month_of_one(client, ana):
    def fill(numbers):
        for n in numbers:
            day, rosa = n % 28 + 1, world.person(f"Rosa {n}")
            place = world.institution(f"Instituto {n}")
            world.interaction(rosa, place, by=ana, starts=world.moment(2026, 11, day))
            world.commitment(rosa, due=date(2026, 11, day), made=date(2026, 10, 1))
            world.task(due=date(2026, 11, day), institution=place, assignee=ana)

    query = {"region": "20", "mine": "on", "partner": ana.partner.pk}
    fill([1])
    costs = []
    for asked in ({}, query):
        page(client, **asked)
        with CaptureQueriesContext(connection) as one:
            page(client, **asked)
        costs.append(len(one))
    fill(range(2, 51))

    for asked, cost in zip(({}, query), costs, strict=True):
        with CaptureQueriesContext(connection) as fifty:
            page(client, **asked)
        assert len(fifty) <= cost
    assert max(costs) <= 22


def test_the_clock_of_lima_has_no_summer_time():
    assert world.moment(2026, 1, 1).utcoffset() == world.moment(2026, 7, 1).utcoffset() == timedelta(hours=-5)
