"""What the database itself refuses, whoever asks."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from crm.models import Attendance, Participant, Province, Region, Task
from tests.crm import world

pytestmark = pytest.mark.django_db


def refused(make):
    with pytest.raises(IntegrityError), transaction.atomic():
        make()


def test_every_region_and_province_of_peru_is_there_by_its_code():
    assert Region.objects.count() == 25
    assert Province.objects.count() == 196
    assert set(Region.objects.filter(is_priority=True).values_list("name", flat=True)) == {
        "Arequipa",
        "Junín",
        "Piura",
        "Ucayali",
    }
    assert Province.objects.get(code="2501").name == "Coronel Portillo"
    assert Province.objects.get(code="2008").name == "Sechura"


def test_a_province_lies_in_its_region():
    refused(lambda: world.institution(region_id="20", province_id="2501"))
    refused(lambda: world.institution(region_id=None, province_id="2501"))
    assert world.institution(region_id="25", province_id="2501", district="Yarinacocha").pk


def test_nothing_finer_than_a_district_and_no_district_without_a_province():
    refused(lambda: world.institution(district="Castilla"))


def test_a_persons_phone_is_kept_only_on_a_basis_that_the_law_knows():
    person = world.person()

    refused(lambda: world.way(person, basis=""))
    refused(lambda: world.way(person, basis="consent"))
    assert world.way(person, basis="consent", proof="Por correo, el 5 de marzo de 2026").pk


def test_one_contact_way_is_preferred():
    person = world.person()
    world.way(person, is_preferred=True)

    refused(lambda: world.way(person, "999 111 222", is_preferred=True))


def test_head_counts_are_of_someone_and_first_timers_are_among_them():
    meeting = world.interaction()

    refused(lambda: Attendance.objects.create(interaction=meeting, audience="officials", count=0))
    refused(
        lambda: Attendance.objects.create(interaction=meeting, audience="officials", count=3, first_timers=4)
    )
    assert Attendance.objects.create(interaction=meeting, audience="officials", count=3, first_timers=3).pk
    refused(lambda: Attendance.objects.create(interaction=meeting, audience="officials", count=5))


def test_attendance_has_no_place_for_a_name():
    kinds = {field.name: field.get_internal_type() for field in Attendance._meta.concrete_fields}
    free_text = {
        name
        for name, kind in kinds.items()
        if kind == "TextField" or (kind == "CharField" and not Attendance._meta.get_field(name).choices)
    }

    assert free_text == set()
    assert not any(name in kinds for name in ("person", "name", "code"))


def test_a_participant_is_someone_once():
    meeting, person = world.interaction(), world.person()

    refused(lambda: Participant.objects.create(interaction=meeting))
    Participant.objects.create(interaction=meeting, person=person)
    refused(lambda: Participant.objects.create(interaction=meeting, person=person))
    refused(
        lambda: Participant.objects.create(
            interaction=world.interaction(), person=person, stands_in_for=person
        )
    )


def test_a_position_is_of_one_and_public_ones_say_where():
    refused(lambda: world.position(world.person(), institution=world.institution()))
    refused(lambda: world.position(grade="public"))
    refused(lambda: world.position(stance=3))


def test_a_kept_promise_has_its_proof_and_its_day():
    refused(lambda: world.commitment(state="kept", closed=date(2026, 11, 1)))
    refused(lambda: world.commitment(state="kept", evidence="acta"))
    refused(lambda: world.commitment(closed=date(2026, 11, 1)))
    refused(lambda: world.commitment(due=date(2020, 1, 1)))


def test_a_done_task_says_what_came_of_it():
    now = timezone.now()

    refused(lambda: world.task(state="done", closed=now))
    refused(lambda: world.task(state="done", outcome="Enviada"))
    refused(lambda: world.task(person=world.person(), institution=world.institution()))
    assert Task.objects.create(what="Enviar", state="done", outcome="Enviada", closed=now).pk


def test_an_interaction_does_not_end_before_it_starts():
    refused(lambda: world.interaction(starts=world.moment(2026, 10, 9), ends=world.moment(2026, 10, 8)))


def test_the_present_position_is_the_newest_that_stands():
    from crm.models import Position

    rosa, lia = world.person("Rosa"), world.person("Lía")
    world.position(rosa, stance=-2, stated=date(2025, 1, 1))
    newest = world.position(rosa, stance=1, stated=date(2026, 1, 1))
    world.position(rosa, stance=2, stated=date(2026, 6, 1), withdrawn=timezone.now())
    other = world.position(lia, stance=0, stated=date(2024, 1, 1))

    assert set(Position.objects.present()) == {newest, other}
    assert not Position.objects.present().filter(stance=-2).exists()


def test_a_newer_position_that_is_hidden_from_her_does_not_make_itself_felt():
    from crm.models import Position

    rosa = world.person()
    known = world.position(rosa, stance=0, stated=date(2025, 1, 1))
    hidden = world.position(rosa, stance=2, stated=date(2026, 1, 1), **world.closed("REDTRANS"))

    assert list(Position.objects.visible_to(world.member(of="IESSDEH")).present()) == [known]
    assert list(Position.objects.visible_to(world.member("bea", of="REDTRANS")).present()) == [hidden]
