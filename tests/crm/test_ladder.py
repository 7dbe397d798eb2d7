"""The training ladder: how far each institution's staff is trained, and whose refresher is due."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from crm.figures import training
from crm.figures.scope import Scope
from crm.models import Institution, Participant
from tests.crm import world

pytestmark = pytest.mark.django_db
PLACE = "/admin/cifras/capacitacion/"


@pytest.fixture
def ana(client):
    user = world.member("ana")
    client.force_login(user)
    return user


def station(name="Comisaría de Yarinacocha", **fields):
    given = {"kind": "police", "region_id": "25", "staff_to_train": 14, "staff_counted": date(2025, 1, 1)}
    return world.institution(name, **given | fields)


def train(place, heads, *, new=None, day=(2025, 8, 5), **fields):
    meeting = world.interaction(kind="training", starts=world.moment(*day), **fields)
    return Participant.objects.create(interaction=meeting, institution=place, heads=heads, new_heads=new)


def step(user, until=date(2026, 11, 28), **asked):
    [found] = training.ladder(Scope(user, until), **asked)
    return found


def test_six_of_fourteen_last_in_august_refresher_due(client, ana):
    train(station(), 6)

    text = client.get(PLACE, {"until": "2026-11-28"}).content.decode()

    assert "6 de 14 capacitadas" in text
    assert "última 2025-08" in text
    assert "refuerzo pendiente" in text


def test_a_refresher_is_due_after_so_many_months(ana):
    train(station(), 6)

    assert step(ana).due == date(2026, 8, 1)
    assert not step(ana, until=date(2026, 7, 31)).is_due
    assert step(ana, until=date(2026, 8, 1)).is_due
    assert not step(ana, months=24).is_due


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ([], (0, "=")),
        ([(6, None)], (6, "=")),
        ([(6, None), (4, 1)], (7, "=")),
        ([(6, 5), (4, 0)], (5, "=")),
        ([(6, None), (4, None)], (6, ">=")),  # the four may be four of the six
        ([(4, None), (9, None), (5, 2)], (9, ">=")),
    ],
)
def test_people_are_told_apart_only_as_far_as_somebody_asked(sent, told):
    came = [(date(2025, 1, 1), heads, new) for heads, new in sent]

    assert training.trained(came)[:2] == told


def test_staff_that_was_never_trained_waits_and_comes_first(ana):
    train(station("Al día"), 5, day=(2026, 10, 1))
    station("Nunca")
    train(station("Sin contar", staff_to_train=None, staff_counted=None), 3, day=(2026, 10, 1))

    steps = training.ladder(Scope(ana, date(2026, 11, 28)))

    assert [(one.institution.name, one.is_due) for one in steps] == [
        ("Nunca", True),
        ("Al día", False),
        ("Sin contar", False),
    ]


def test_of_the_community_nobody_is_counted_by_organization(client, ana):
    home = world.institution("Asociación", kind="community")
    meeting = world.interaction(kind="training")
    data = {"institution": "Asociación", "institution-key": home.pk, "heads": "6"}

    assert client.get(f"{PLACE}{home.pk}/personal/").status_code == 404
    answer = client.post(f"/admin/encuentros/{meeting.pk}/participante/", data)
    assert answer.status_code == 422 and "heads" in answer.context["form"].errors
    train(home, 9)
    assert training.ladder(Scope(ana, date(2026, 11, 28))) == []


def test_how_many_came_is_written_where_the_training_is_and_never_beside_a_name(client, ana):
    place, meeting = station(), world.interaction(kind="training", starts=world.moment(2026, 10, 1))
    address = f"/admin/encuentros/{meeting.pk}/participante/"
    both = {
        "institution": str(place),
        "institution-key": place.pk,
        "person": "Rosa Nueva",
        "person-new": "on",
        "heads": "6",
    }
    assert client.post(address, both).status_code == 422

    client.post(address, {"institution": str(place), "institution-key": place.pk, "heads": "6"})

    participant = Participant.objects.get()
    assert participant.heads == 6
    assert (
        "6 personas de su personal" in client.get(f"/admin/encuentros/inspect/{meeting.pk}/").content.decode()
    )
    client.post(
        f"{address}{participant.pk}/corregir/",
        {"institution": str(place), "institution-key": place.pk, "heads": "7", "new_heads": "2"},
    )
    participant.refresh_from_db()
    assert (participant.heads, participant.new_heads) == (7, 2)
    other = world.interaction(world.institution("Otra"), kind="meeting")
    assert "heads" not in client.get(f"/admin/encuentros/{other.pk}/participante/").context["form"].fields


def test_the_staff_is_counted_on_a_day(client, ana):
    place = station(staff_to_train=None, staff_counted=None)

    wrong = client.post(
        f"{PLACE}{place.pk}/personal/", {"staff_to_train": "0", "staff_counted": "2999-01-01"}
    )
    right = client.post(
        f"{PLACE}{place.pk}/personal/", {"staff_to_train": "18", "staff_counted": "2026-03-01"}
    )

    assert (wrong.status_code, set(wrong.context["form"].errors)) == (
        422,
        {"staff_to_train", "staff_counted"},
    )
    assert right.status_code == 302
    place.refresh_from_db()
    assert (place.staff_to_train, place.staff_counted) == (18, date(2026, 3, 1))


def test_the_database_refuses_heads_beside_a_name_and_staff_without_a_day():
    meeting = world.interaction(kind="training")
    for make in (
        lambda: Participant.objects.create(interaction=meeting, person=world.person(), heads=3),
        lambda: Participant.objects.create(
            interaction=meeting, institution=world.institution(), heads=3, new_heads=4
        ),
        lambda: Institution.objects.filter(pk=world.institution("Otra").pk).update(staff_to_train=3),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            make()


def test_a_stranger_sees_neither_the_institution_nor_its_trainings(client, ana):
    mine = world.closed("REDTRANS")
    hidden = station(world.SECRET, **mine)
    train(hidden, 6)
    train(station("Abierta"), 4, **mine)

    text = client.get(PLACE, {"until": "2026-11-28"}).content.decode()

    assert world.SECRET not in text and "0 de 14" in text
    assert client.post(f"{PLACE}{hidden.pk}/personal/", {"staff_to_train": "1"}).status_code == 404
    client.force_login(world.member("rita", groups=()))
    assert client.get(PLACE).status_code == 403
    client.logout()
    assert client.get(PLACE).status_code == 302


def test_fifty_institutions_cost_as_many_queries_as_one(client, ana):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            client.get(PLACE, {"until": "2026-11-28"})
        return len(queries)

    train(station("0"), 3)
    cost()
    one = cost()
    for n in range(1, 50):
        train(station(str(n)), 3)

    assert cost() == one
