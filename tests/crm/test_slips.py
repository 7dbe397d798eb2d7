"""What people mistype, send twice or find changed: told in a sentence at the field, never an error, never two records."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from crm.models import Affiliation, Commitment, ContactWay, Interaction, Position, Tag
from tests.crm import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(client):
    user = world.member("ana")
    client.force_login(user)
    return user


def sent(client, address, **data):
    answer = client.post(address, data)
    assert answer.status_code == 302, answer.context["form"].errors
    return answer


def refused(client, address, **data):
    answer = client.post(address, data)
    assert answer.status_code == 422
    return answer.content.decode()


def at(record, *words):
    places = {"person": "personas", "institution": "instituciones", "interaction": "encuentros"}
    return "/".join(["/admin", places[record._meta.model_name], str(record.pk), *map(str, words), ""])


# Days


@pytest.mark.parametrize("year", [1, 202, 2206, 9999])
def test_a_slip_in_the_year_of_a_meeting_is_told_before_it_breaks_a_list(client, ana, year):
    meeting = world.interaction(by=ana)
    data = {"kind": "meeting", "circle": "coalition", "state": "held"}

    page = refused(client, at(meeting, "corregir"), starts=f"{year:04}-12-31T23:59", **data)

    assert f"Revisa el año: pusiste {year}." in page
    ends = refused(
        client, at(meeting, "corregir"), starts="2026-10-09T10:00", ends=f"{year:04}-12-31T23:59", **data
    )
    assert f"Revisa el año: pusiste {year}." in ends


@pytest.mark.parametrize("day", [datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)])
def test_the_database_takes_no_meeting_of_another_age(day):
    with pytest.raises(IntegrityError), transaction.atomic():
        Interaction.objects.create(starts=day)


def test_what_was_held_does_not_lie_ahead(client, ana):
    meeting = world.interaction(by=ana)
    tomorrow = timezone.localtime() + timedelta(days=1)

    page = refused(
        client,
        at(meeting, "corregir"),
        kind="meeting",
        circle="coalition",
        state="held",
        starts=f"{tomorrow:%Y-%m-%dT%H:%M}",
    )

    assert "este encuentro consta como realizado" in page


def test_nobody_takes_a_position_or_makes_a_promise_tomorrow(client, ana):
    rosa, cause = world.person(), world.cause()
    tomorrow = timezone.localdate() + timedelta(days=1)

    stance = {"cause": cause.pk, "stance": 1, "grade": "one", "circle": "coalition", "stated": tomorrow}
    assert "Ese día todavía no llega." in refused(
        client, f"/admin/posturas/nueva/?persona={rosa.pk}", **stance
    )
    promise = {"what": "Recibirnos", "circle": "coalition", "made": tomorrow}
    assert "Ese día todavía no llega." in refused(
        client, f"/admin/compromisos/nuevo/?persona={rosa.pk}", **promise
    )
    assert not Position.objects.exists()
    assert not Commitment.objects.exists()


def test_a_promise_is_not_corrected_into_one_closed_before_it_was_made(client, ana):
    promise = world.commitment()
    data = {"what": promise.what, "made": "2026-10-09", "state": "broken", "circle": "coalition"}

    page = refused(client, f"/admin/compromisos/{promise.pk}/corregir/", closed="2026-10-08", **data)

    assert "Es anterior al compromiso." in page


def test_nobody_leaves_a_post_before_she_took_it_up(client, ana):
    held = world.affiliation(started="2024-03-05")
    address = at(held.person, "cargo", held.pk)

    assert "Es anterior a cuando empezó: 5 de marzo de 2024." in refused(
        client, f"{address}fin/", ended="2024-02"
    )
    moved = {"institution": held.post.institution.name, "title": "Asesora", "started": "2023"}
    assert "Es anterior a cuando empezó" in refused(client, f"{address}cambio/", **moved)
    sent(client, f"{address}fin/", ended="2024")


def test_a_change_of_post_leads_to_another_post(client, ana):
    held = world.affiliation()

    page = refused(
        client,
        at(held.person, "cargo", held.pk, "cambio"),
        institution=held.post.institution.name,
        title=held.post.title.upper(),
        started="2026-11-01",
    )

    assert "Ya consta en ese puesto." in page
    assert Affiliation.objects.get() == held


# Ways of contact and other names


@pytest.mark.parametrize("record", [world.person, world.institution])
def test_what_is_noted_already_is_told_so(client, ana, record):
    record = record()
    way = {"kind": "mobile", "value": "987 654 321", "basis": "public_function"}
    sent(client, at(record, "contacto"), **way)
    sent(client, at(record, "nombre"), name="La Doctora")

    assert "Ese dato ya está anotado." in refused(client, at(record, "contacto"), **way)
    assert "Esa forma del nombre ya está anotada." in refused(client, at(record, "nombre"), name="la doctora")


@pytest.mark.parametrize("record", [world.person, world.institution])
def test_the_newest_preferred_way_takes_the_place_of_the_one_before(client, ana, record):
    record = record()
    way = {"kind": "mobile", "basis": "public_function", "is_preferred": "on"}

    sent(client, at(record, "contacto"), value="987 654 321", **way)
    sent(client, at(record, "contacto"), value="912 345 678", **way)

    assert ContactWay.objects.get(is_preferred=True).value == "912 345 678"
    assert ContactWay.objects.count() == 2


# Names


@pytest.mark.parametrize(
    ("name", "says"),
    [("x" * 201, "menos de"), ("\u200b", "no tiene letras ni números")],
)
@pytest.mark.parametrize("field", ["person", "institution"])
def test_a_name_that_no_record_can_have_is_told_at_once(client, ana, field, name, says):
    data = {"key": uuid4(), "kind": "meeting", "day": timezone.localdate(), "circle": "coalition"}

    page = refused(client, "/registro/", outcome="Bien", **{field: name, f"{field}-key": "new"}, **data)

    assert says in page
    assert not Interaction.objects.exists()


def test_nobody_is_written_down_under_a_name_that_nobody_could_read(client, ana):
    page = refused(client, "/admin/personas/nueva/", name="\u200b", circle="coalition")

    assert "no tiene letras ni números" in page


# Tags


def test_the_tag_of_a_hidden_record_is_named_nowhere_to_a_stranger(client, ana):
    hidden, seen = world.person(**world.closed()), world.person("Ana Paz")
    hidden.tags.add(Tag.objects.create(name=world.SECRET))
    seen.tags.add(Tag.objects.create(name="Aliada"))

    for address in ("/admin/personas/", "/admin/personas/nueva/", at(seen, "corregir")):
        page = client.get(address).content.decode()
        assert world.SECRET not in page
        assert "Aliada" in page


# The light page


def logged(**data):
    given = {"key": uuid4(), "kind": "meeting", "day": timezone.localdate(), "circle": "coalition"}
    return given | {"outcome": "Bien"} | data


def test_what_one_of_several_said_is_not_given_to_the_first(client, ana):
    rosa, lia, cause = world.person(), world.person("Lía Paz"), world.cause()
    both = {"met": [f"p{rosa.pk}", f"p{lia.pk}"]}

    page = refused(client, "/registro/", **logged(**both, stance="-2", cause=cause.pk))
    assert "Son varias personas" in page
    assert "Son varias personas" in refused(client, "/registro/", **logged(**both, promise="Recibirnos"))

    sent(client, "/registro/", **logged(**both))
    place = world.institution()
    sent(client, "/registro/", **logged(met=[*both["met"], f"i{place.pk}"], stance="2", cause=cause.pk))
    assert Position.objects.get().institution == place


def test_a_post_without_whose_it_is_is_not_dropped_in_silence(client, ana):
    rosa = world.person()

    page = refused(client, "/registro/", **logged(met=[f"p{rosa.pk}"], title="Alcaldesa"))

    assert "Escribe también la persona y la institución de ese puesto." in page


def test_a_colleague_who_left_the_team_stays_where_she_was(client, ana):
    meeting, bea = world.interaction(by=ana), world.member("bea")
    meeting.staff.add(bea)
    bea.is_active = False
    bea.save()

    form = client.get(at(meeting, "corregir")).context["form"]

    assert bea in form.fields["staff"].queryset
