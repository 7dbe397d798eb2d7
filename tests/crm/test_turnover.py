"""Who holds which post: partial dates, changes of post, and what must not be lost with somebody who leaves."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from crm import partial_dates, turnover
from crm.models import Affiliation, Person, Post, Task
from tests.crm import world

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("2024", "2024"),
        ("3/2024", "2024-03"),
        ("05/03/2024", "2024-03-05"),
        ("5-3-2024", "2024-03-05"),
        ("2024-03", "2024-03"),
        ("2024-03-05", "2024-03-05"),
    ],
)
def test_a_date_is_kept_as_precise_as_it_was_typed(typed, kept):
    assert partial_dates.parse(typed) == kept


@pytest.mark.parametrize("typed", ["ayer", "2024-13", "31/02/2024", "24", "2024-3", "20245"])
def test_what_is_no_date_is_refused_by_name(typed):
    with pytest.raises(ValidationError, match=typed):
        partial_dates.parse(typed)


@pytest.mark.parametrize(
    ("started", "ended", "current"),
    [
        ("2024", "", True),
        ("", "", True),
        ("2026-11-21", "", True),
        ("2026-11-22", "", False),
        ("2027", "", False),
        ("2024", "2025", False),
        ("2024", "2026", True),
        ("2024", "2026-11", True),
        ("2024", "2026-10", False),
        ("2024", "2026-11-21", False),  # the day she leaves is her successor's
        ("2024", "2026-11-22", True),
        ("2024", "2027-01", True),
    ],
)
def test_whether_a_post_is_held_is_read_from_its_dates(started, ended, current, time_machine):
    time_machine.move_to("2026-11-21T15:00:00Z", tick=False)
    affiliation = world.affiliation(started=started, ended=ended)

    assert affiliation.is_current is current
    assert Affiliation.objects.current(TODAY).exists() is current
    assert Person.objects.in_office(TODAY).exists() is current
    assert Post.objects.vacant(TODAY).exists() is not current


@pytest.mark.parametrize(
    "dates",
    [{"started": "2024", "ended": "2023"}, {"started": "2024-05", "ended": "2024-04-30"}, {"started": "202"}],
)
def test_the_database_refuses_dates_that_cannot_be(dates):
    with pytest.raises(IntegrityError):
        world.affiliation(**dates)


def test_a_span_may_be_known_better_at_one_end():
    assert world.affiliation(started="2024-03", ended="2024").pk


def test_nobody_holds_the_same_post_twice_at_once():
    first = world.affiliation()

    with pytest.raises(IntegrityError):
        world.affiliation(first.person, first.post, started="2025")


def test_a_change_of_post_is_one_act_and_the_past_stays():
    ana, old = world.member(), world.affiliation(started="2023")
    new = world.post("Viceministra", at=world.institution("Ministerio de Salud"))

    affiliation, task = turnover.change_post(old, to=new, on="2026-11-01", by=ana)

    old.refresh_from_db()
    assert (old.ended, affiliation.started, affiliation.ended) == ("2026-11-01", "2026-11-01", "")
    assert [row.post for row in old.person.affiliations.current(TODAY)] == [new]
    assert (task.kind, task.post, task.assignee) == ("induct", old.post, ana)
    assert "Rosa Núñez" in task.what


def test_what_is_open_with_somebody_who_leaves_is_listed():
    ana, old = world.member(), world.affiliation()
    promise = world.commitment(old.person, post=old.post)
    world.commitment(old.person, "Ya cumplida", state="kept", evidence="acta", closed=TODAY)
    stance = world.position(old.person)
    call = world.task(person=old.person)
    hidden = world.commitment(old.person, "De otra organización", **world.closed("REDTRANS"))

    turnover.leave(old, on="2026-11-01", by=ana)
    pending = turnover.pending(old, ana)

    assert pending == ([promise], [stance], [call])
    assert hidden not in pending.commitments


def test_a_departure_reported_twice_opens_one_task():
    ana, old = world.member(), world.affiliation()

    first = turnover.leave(old, on="2026-11-01", by=ana)
    second = turnover.leave(old, on="2026-11-02", by=ana)

    assert first == second
    assert Task.objects.count() == 1


def test_the_task_is_seen_by_no_more_people_than_she_is():
    bea = world.member("bea", of="REDTRANS")
    old = world.affiliation(world.person(**world.closed("REDTRANS")))

    task = turnover.leave(old, on="2026-11-01", by=bea)

    assert task in Task.objects.visible_to(bea)
    assert task not in Task.objects.visible_to(world.member("ana", of="IESSDEH"))


def test_a_role_that_many_may_have_leaves_no_seat_behind():
    ana = world.member()
    old = world.affiliation(where=world.post("Asesora", is_seat=False))

    assert turnover.leave(old, on="2026", by=ana) is None
    assert not Post.objects.vacant(date(2027, 1, 1)).exists()


@pytest.mark.parametrize(
    ("ended", "due"),
    [("2027-03-05", date(2027, 3, 5)), ("2027-03", date(2027, 4, 1)), ("2026", date(2027, 1, 1))],
)
def test_who_leaves_later_is_not_succeeded_today(ended, due, time_machine):
    time_machine.move_to("2026-11-21T15:00:00Z", tick=False)
    held = world.affiliation()

    task = turnover.leave(held, on=ended, by=world.member())

    assert task.due == due
    assert task.what == (
        f"Desde el {due:%d/%m/%Y}, recibir a quien sucederá a Rosa Núñez en Directora regional de salud, que hoy sigue ahí"
    )


def test_a_long_name_and_a_long_post_fit_into_the_task():
    held = world.affiliation(world.person("Ñ" * 150), world.post("Ó" * 150))

    task = turnover.leave(held, on="2099", by=world.member())

    assert len(task.what) == 300


def test_what_is_listed_of_a_position_is_not_unsealed_for_it(monkeypatch):
    held = world.affiliation()
    world.position(held.person, words="Cuenten conmigo")
    monkeypatch.setattr("crm.encryption.decrypt", None)

    listed = turnover.pending(held, world.member()).positions

    assert [str(position) for position in listed] == ["Rosa Núñez: A favor"]
