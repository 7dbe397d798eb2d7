"""Two organizations about to meet the same person or institution: who is told, and who must not be."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from crm import collisions
from tests.crm import world

pytestmark = pytest.mark.django_db
SECRET = world.SECRET


@pytest.fixture
def ana(client):
    user = world.member("ana", of="IESSDEH")
    client.force_login(user)
    return user


@pytest.fixture
def bea():
    return world.member("bea", of="REDTRANS")


def days(number):
    return timezone.now() + timedelta(days=number)


def planned(*met, by, on, **fields):
    return world.interaction(*met, by=by, starts=days(on), state="planned", **fields)


def told(user, record):
    found = collisions.with_record(user, record)
    return [str(meeting) for meeting in found.meetings] if found else []


def near(user, interaction):
    participants = list(interaction.participants.visible_to(user))
    return collisions.with_interaction(user, interaction, participants)


def test_she_is_told_of_a_meeting_that_another_organization_plans(client, ana, bea):
    rosa = world.person()
    meeting = planned(rosa, by=bea, on=5)
    day = timezone.localtime(meeting.starts)

    assert told(ana, rosa) == [f"REDTRANS: Reunión para el {day:%d/%m/%Y}"]
    page = client.get(f"/admin/personas/inspect/{rosa.pk}/").content.decode()
    assert "Otra organización también está en contacto" in page
    assert f"encuentros/inspect/{meeting.pk}/" in page


@pytest.mark.parametrize(
    ("on", "words"), [(0, "hoy"), (-1, "ayer"), (-3, "hace 3 días"), (-7, "hace 7 días")]
)
def test_she_is_told_of_one_that_was_held_in_the_last_week(ana, bea, on, words):
    place = world.institution()
    world.interaction(place, by=bea, starts=days(on) - timedelta(seconds=1), kind="call")

    assert told(ana, place) == [f"REDTRANS: Llamada {words}"]


def test_what_is_long_ago_far_ahead_called_off_or_our_own_is_no_news(ana, bea):
    rosa = world.person()
    world.interaction(rosa, by=bea, starts=days(-9))
    planned(rosa, by=bea, on=16)
    world.interaction(rosa, by=bea, starts=days(3), state="cancelled")
    planned(rosa, by=bea, on=-2)  # planned, and nobody said what became of it
    planned(rosa, by=ana, on=3)
    both = planned(rosa, by=ana, on=4)
    both.partners.add(bea.partner)
    planned(world.person("Otra"), by=bea, on=3)

    assert told(ana, rosa) == []


def test_two_that_plan_within_days_of_each_other_should_agree(client, ana, bea):
    rosa = world.person()
    mine, hers = planned(rosa, by=ana, on=12), planned(rosa, by=bea, on=1)

    assert collisions.with_record(ana, rosa).is_clash
    assert collisions.with_record(bea, rosa).is_clash
    assert [meeting.pk for meeting in near(ana, mine).meetings] == [hers.pk]
    assert [meeting.pk for meeting in near(bea, hers).meetings] == [mine.pk]
    page = client.get(f"/admin/encuentros/inspect/{mine.pk}/").content.decode()
    assert "conviene ponerse de acuerdo" in page
    assert f"encuentros/inspect/{hers.pk}/" in page
    assert "coincide con REDTRANS" in client.get("/admin/encuentros/").content.decode()


def test_near_is_fourteen_days_from_the_meeting_itself(ana, bea):
    rosa = world.person()
    mine = planned(rosa, by=ana, on=40)
    planned(rosa, by=bea, on=27)
    planned(rosa, by=bea, on=55)

    assert [meeting.day for meeting in near(ana, mine).meetings] == [timezone.localtime(days(27)).date()]


def test_sharing_an_institution_is_enough(ana, bea):
    place = world.institution()
    mine = planned(world.person("Rosa"), place, by=ana, on=3)
    hers = planned(world.person("Luz"), place, by=bea, on=4)

    assert [meeting.pk for meeting in near(ana, mine).meetings] == [hers.pk]


def test_where_nobody_noted_who_goes_it_is_of_whoever_registered_it(ana):
    rosa = world.person()
    world.interaction(rosa, starts=days(2), state="planned", owner=world.partner("Miluska"))
    world.interaction(rosa, starts=days(2), state="planned")

    assert [words.split(":")[0] for words in told(ana, rosa)] == ["Miluska"]


def test_she_who_belongs_to_none_of_them_is_told_of_all(ana, bea):
    rosa = world.person()
    planned(rosa, by=ana, on=2)
    planned(rosa, by=bea, on=3)

    assert len(told(world.member("charo", of=None), rosa)) == 2


@pytest.mark.parametrize("circle", ["partner", "leadership"])
def test_a_meeting_kept_in_a_circle_is_not_betrayed_anywhere(client, ana, bea, circle):
    rosa, place = world.person("Rosa Abierta"), world.institution("Instituto Abierto")
    mine = planned(rosa, place, by=ana, on=4)
    world.interaction(rosa, by=ana, starts=days(-20))  # so that she is offered at /registro/
    pages = [
        f"/admin/personas/inspect/{rosa.pk}/",
        f"/admin/instituciones/inspect/{place.pk}/",
        f"/admin/encuentros/inspect/{mine.pk}/",
        "/admin/encuentros/",
        f"/registro/?persona={rosa.pk}",
        f"/registro/listo/{mine.pk}/",
    ]
    before = [len(client.get(page).content) for page in pages]
    closed = {"circle": circle, "owner": bea.partner}
    hidden = planned(rosa, place, by=bea, on=3, place=SECRET, **closed)
    held = world.interaction(rosa, place, by=bea, starts=days(-2), outcome=SECRET, **closed)

    for page, length in zip(pages, before, strict=True):
        text = client.get(page).content.decode()
        for betrayal in ("REDTRANS:", "Otra organización", "ponerse de acuerdo", "coincide con", SECRET):
            assert betrayal not in text, (page, betrayal)
        for meeting in (hidden, held):
            assert f"inspect/{meeting.pk}/" not in text, page
        assert abs(len(text.encode()) - length) < 200, page  # tokens differ, nothing was added
    assert not collisions.with_record(ana, rosa)
    assert not near(ana, mine)


def test_she_who_keeps_it_to_herself_is_told_of_the_other(bea, ana):
    rosa = world.person()
    mine = planned(rosa, by=bea, on=3, **world.closed("REDTRANS"))
    planned(rosa, by=ana, on=4)

    assert len(near(bea, mine).meetings) == 1


def test_a_shared_person_whom_she_may_not_see_does_not_connect_two_meetings(ana, bea):
    hidden = world.person(SECRET, **world.closed("REDTRANS"))
    mine, hers = planned(by=ana, on=3), planned(by=bea, on=4)
    for meeting in (mine, hers):
        meeting.participants.create(person=hidden)

    assert not near(ana, mine)
    assert [meeting.pk for meeting in near(bea, hers).meetings] == [mine.pk]


def test_the_light_page_tells_it_of_those_it_offers(client, ana, bea):
    rosa = world.person()
    world.interaction(rosa, by=bea, starts=days(-3))

    page = client.get(f"/registro/?persona={rosa.pk}").content.decode()

    assert "<strong>Rosa Núñez</strong>: REDTRANS: Reunión hace 3 días" in page
    mine = world.interaction(rosa, by=ana, starts=days(-1))
    assert "REDTRANS: Reunión hace 3 días" in client.get(f"/registro/listo/{mine.pk}/").content.decode()


def test_a_page_of_rows_costs_one_query(ana, bea, django_assert_num_queries):
    people = [world.person(f"Rosa {n}") for n in range(50)]
    mine = [planned(rosa, by=ana, on=n % 20 + 1) for n, rosa in enumerate(people)]
    for n, rosa in enumerate(people):
        planned(rosa, by=bea, on=n % 20 + 2)
    present = {row.pk: list(row.participants.all()) for row in mine}
    rows = list(type(mine[0]).objects.filter(pk__in=present).prefetch_related("partners"))
    collisions.with_record(ana, people[0])  # what is read of her once

    with django_assert_num_queries(1):
        found = collisions.of_interactions(ana, rows, present)
    with django_assert_num_queries(1):
        assert len(collisions.with_records(ana, people)) > 10

    assert all(found[row.pk] for row in rows)


def test_where_nothing_is_planned_nothing_is_asked(ana, django_assert_num_queries):
    held = world.interaction(world.person(), by=ana, starts=days(-3))
    present = {held.pk: list(held.participants.all())}

    with django_assert_num_queries(0):
        assert collisions.of_interactions(ana, [held], present) == {}


def test_a_list_of_fifty_planned_ones_costs_as_many_queries_as_one(client, ana, bea):
    def fill(numbers):
        for n in numbers:
            rosa = world.person(f"Rosa {n}")
            planned(rosa, by=ana, on=2)
            planned(rosa, by=bea, on=3)

    def cost():
        with CaptureQueriesContext(connection) as asked:
            assert "coincide con" in client.get("/admin/encuentros/").content.decode()
        return len(asked)

    fill([1])
    cost()
    one = cost()
    fill(range(2, 26))

    assert cost() <= one
