"""The column last_met, with what only some know added, always says what the rows say."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from crm import contacts
from crm.models import Institution, Interaction, Participant, Person
from tests.crm import world

DAYS = (None, 30, 90)
CIRCLES = ("coalition", "partner", "leadership")
STATES = ("held", "planned", "cancelled")


def really_met(user, key, since):
    """Without any column: from each row that she may see."""
    rows = Participant.objects.visible_to(user).select_related("interaction")
    held = [
        row for row in rows if row.interaction.state == "held" and row.interaction.starts <= timezone.now()
    ]
    if since:
        held = [row for row in held if timezone.localtime(row.interaction.starts).date() >= since]
    return {getattr(row, f"{key}_id") for row in held} - {None}


def agree(user):
    for key, model in (("person", Person), ("institution", Institution)):
        seen = model.objects.visible_to(user)
        for days in DAYS:
            since = timezone.localdate() - timedelta(days=days) if days else None
            met = contacts.was_met(user, key, since=since)
            found = set(seen.filter(met).values_list("pk", flat=True))
            assert found == really_met(user, key, since) & set(seen.values_list("pk", flat=True))
            assert not found & set(seen.filter(~met).values_list("pk", flat=True))
            assert seen.filter(met).count() + seen.filter(~met).count() == seen.count()


class Draw:
    def __init__(self, data):
        self.data = data

    def one(self, things):
        return self.data.draw(st.sampled_from(list(things)))

    def circle(self):
        circle = self.one(CIRCLES)
        return {"circle": circle, "owner": world.partner(self.one(("REDTRANS", "Miluska")))}


def add(draw):
    starts = timezone.now() - timedelta(days=draw.one((1, 45, 200)), hours=1)
    made = world.interaction(starts=starts, state=draw.one(STATES), **draw.circle())
    rows = [
        Participant(interaction=made, person=draw.one(Person.objects.all())),
        Participant(interaction=made, institution=draw.one(Institution.objects.all())),
    ]
    together = Participant(
        interaction=made, person=rows[0].person, institution=draw.one(Institution.objects.all())
    )
    how = draw.one(("save", "bulk", "together"))
    if how == "together":
        together.save()
    elif how == "bulk":
        Participant.objects.bulk_create(rows)
    else:
        [row.save() for row in rows]


def change_meeting(draw):
    if not Interaction.objects.exists():
        return
    meeting = draw.one(Interaction.objects.order_by("pk"))
    changes = {"state": draw.one(STATES), "starts": timezone.now() - timedelta(days=draw.one((1, 45, 200)))}
    if draw.one((True, False)):
        Interaction.objects.filter(pk=meeting.pk).update(**changes | draw.circle())
    else:
        for name, value in (changes | draw.circle()).items():
            setattr(meeting, name, value)
        meeting.save()


def change_participant(draw):
    if not Participant.objects.exists():
        return
    row = draw.one(Participant.objects.order_by("pk"))
    how = draw.one(("delete", "delete many", "another"))
    if how == "delete":
        row.delete()
    elif how == "delete many":
        Participant.objects.filter(interaction=row.interaction).delete()
    elif row.person_id is None:
        Participant.objects.filter(pk=row.pk).update(
            person=None, institution=draw.one(Institution.objects.all())
        )


def change_circle(draw):
    one = draw.one([*Person.objects.order_by("pk"), *Institution.objects.order_by("pk")])
    for name, value in draw.circle().items():
        setattr(one, name, value)
    one.save()


def remove_meeting(draw):
    if Interaction.objects.exists():
        draw.one(Interaction.objects.order_by("pk")).delete()


class LastMetTest(TestCase):
    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def test_it_says_what_the_rows_say_to_each_reader_whatever_happens(self, data):
        draw = Draw(data)
        for n in range(3):
            world.person(f"Persona {n}")
            world.institution(f"Institución {n}")
        readers = [world.member(), world.member("rita", of="REDTRANS"), world.leader()]

        for _ in range(data.draw(st.integers(1, 8))):
            draw.one((add, add, change_meeting, change_participant, change_circle, remove_meeting))(draw)

        for reader in readers:
            agree(reader)


@pytest.mark.django_db
def test_whoever_was_with_somebody_that_only_some_may_see_was_met_only_for_those():
    rosa, where = world.person(), world.institution()
    world.interaction(rosa, where)
    Participant.objects.filter(person=None).delete()
    Participant.objects.update(institution=where)
    ana, rita = world.member(), world.member("rita", of="REDTRANS")

    where.circle, where.owner = "partner", world.partner("REDTRANS")
    where.save()

    assert Person.objects.get().last_met is None
    assert not Person.objects.filter(contacts.was_met(ana, "person")).exists()
    assert Person.objects.filter(contacts.was_met(rita, "person")).exists()

    where.circle = "coalition"
    where.save()

    assert Person.objects.filter(contacts.was_met(ana, "person")).exists()


@pytest.mark.django_db
def test_filling_the_column_again_changes_nothing():
    rosa, where = world.person(), world.institution()
    world.interaction(rosa, where)
    before = [rosa.__class__.objects.get().last_met, Institution.objects.get().last_met]

    Person.objects.all().refresh_last_met()
    Institution.objects.all().refresh_last_met()

    assert None not in before
    assert [Person.objects.get().last_met, Institution.objects.get().last_met] == before
