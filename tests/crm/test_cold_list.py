"""Influence, and the list of those on whom much depends and whom we have not met for long."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from crm.models import Influence
from tests.crm import world

pytestmark = pytest.mark.django_db
HIGH, MEDIUM, LOW = Influence.HIGH, Influence.MEDIUM, Influence.LOW


@pytest.fixture
def ana(client):
    user = world.coordinator("ana")
    client.force_login(user)
    return user


def ago(days):
    return timezone.now() - timedelta(days=days)


def holder(name, influence=HIGH, **place):
    """A person in a post of this influence."""
    at = world.institution(f"Institución de {name}", **place)
    return world.affiliation(world.person(name), world.post(at=at, influence=influence)).person


def cold(client, **query):
    answer = client.get("/admin/lista-fria/", query)
    assert answer.status_code == 200
    return [(str(record), contact and contact.days) for record, _key, contact in answer.context["rows"]]


def ask(client, name, **query):
    return [str(row) for row in client.get(f"/admin/{name}/", query).context["object_list"]]


def test_lists_are_narrowed_by_influence(client, ana):
    world.institution("Alta", influence=HIGH)
    world.institution("Sin saber")

    assert ask(client, "instituciones", influence="3") == ["Alta"]
    assert ask(client, "instituciones", influence="unknown") == ["Sin saber"]


def test_a_person_has_the_highest_influence_of_the_posts_she_holds_today(client, ana):
    rosa = holder("Rosa", LOW)
    world.affiliation(rosa, world.post(at=world.institution("Consejo"), influence=MEDIUM))
    world.affiliation(rosa, world.post(at=world.institution("Antes"), influence=HIGH), ended="2024-05")
    unknown = holder("Nadie sabe", None)

    assert ask(client, "personas", influence="2") == ["Rosa"]
    assert ask(client, "personas", influence="1") == ask(client, "personas", influence="3") == []
    assert ask(client, "personas", influence="unknown") == [str(unknown)]
    assert "Media" in client.get("/admin/personas/?influence=2").content.decode()


def test_a_post_that_she_may_not_see_lends_no_influence(client, ana):
    rosa = holder("Rosa", LOW)
    hidden = world.institution("Oculta", **world.closed("REDTRANS"))
    world.affiliation(rosa, world.post(at=hidden, influence=HIGH))

    assert ask(client, "personas", influence="3") == []
    assert ask(client, "personas", influence="1") == ["Rosa"]
    assert cold(client) == []


def test_influence_is_written_on_the_institution_and_on_the_post(client, ana):
    post = world.post()
    place = post.institution
    data = {"name": place.name, "kind": place.kind, "level": place.level, "status": "active"}
    client.post(
        f"/admin/instituciones/{place.pk}/corregir/",
        data | {"region": "20", "circle": "coalition", "influence": "2"},
    )
    client.post(
        f"/admin/instituciones/{place.pk}/puesto/{post.pk}/",
        {"title": post.title, "influence": "3", "is_seat": "on"},
    )

    place.refresh_from_db()
    post.refresh_from_db()
    assert (place.influence, post.influence) == (MEDIUM, HIGH)
    page = client.get(f"/admin/instituciones/inspect/{place.pk}/").content.decode()
    assert "influencia media" in page
    assert "influencia alta" in page


def test_a_post_of_a_hidden_institution_or_of_another_is_not_there(client, ana):
    hidden = world.post(at=world.institution("Oculta", **world.closed("REDTRANS")))
    mine = world.institution("Mía")

    for place in (hidden.institution_id, mine.pk):
        address = f"/admin/instituciones/{place}/puesto/{hidden.pk}/"
        assert client.get(address).status_code == 404
        assert client.post(address, {"title": "x"}).status_code == 404
    client.force_login(world.member("rita", groups=()))
    assert client.get(f"/admin/instituciones/{mine.pk}/puesto/1/").status_code == 403


def test_only_known_degrees_of_influence_are_kept():
    with pytest.raises(IntegrityError), transaction.atomic():
        world.institution(influence=7)


def test_the_cold_list_begins_with_those_never_met_and_then_the_longest_silence(client, ana):
    for name, days in (("Hace cien", 100), ("Hace doscientos", 200), ("Ayer", 1)):
        world.interaction(holder(name), by=ana, starts=ago(days))
    holder("Nunca")
    place = world.institution("Hace ciento cincuenta", influence=HIGH)
    world.interaction(place, starts=ago(150))

    assert cold(client) == [
        ("Nunca", None),
        ("Hace doscientos", 200),
        ("Hace ciento cincuenta", 150),
        ("Hace cien", 100),
    ]
    page = client.get("/admin/lista-fria/").content.decode()
    assert "hace <strong>200</strong> días" in page
    assert ", Ana</div>" in page


def test_the_cold_list_leaves_out_former_holders_closed_institutions_and_lesser_influence(client, ana):
    former = holder("Fue")
    former.affiliations.update(ended="2025")
    world.institution("Cerrada", influence=HIGH, status="closed")
    holder("Poca", LOW)
    holder("No se sabe", None)

    assert cold(client) == []
    assert cold(client, influence="1") == [("Poca", None)]


def test_the_cold_list_is_narrowed_by_region_and_by_silence(client, ana):
    holder("De Piura")
    world.interaction(holder("De Junín", region_id="12"), starts=ago(40))

    assert cold(client, region="20") == [("De Piura", None)]
    assert cold(client, region="12") == []
    assert cold(client, region="12", silence="-30") == [("De Junín", 40)]
    assert cold(client, silence="never") == [("De Piura", None)]
    assert cold(client, region="99", silence="x", influence="y", p="z") == cold(client)


def test_its_links_ask_the_lists_the_same_question(client, ana):
    holder("De Piura")
    world.institution("Gobierno", influence=HIGH)
    answer = client.get("/admin/lista-fria/", {"region": "20"})

    found = [str(row) for _label, address in answer.context["lists"] for row in follow(client, address)]

    assert found == ["Gobierno", "De Piura"]


def follow(client, address):
    return client.get(address).context["object_list"]


def test_the_cold_list_knows_nothing_that_she_may_not_see(client, ana):
    hidden = world.closed("REDTRANS")
    world.institution(world.SECRET, influence=HIGH, **hidden)
    world.affiliation(
        world.person(world.SECRET, **hidden), world.post(at=world.institution("G"), influence=HIGH)
    )
    known = holder("Conocida")
    world.interaction(known, by=world.member("bea", of="REDTRANS"), starts=ago(5), **hidden)

    assert cold(client) == [("Conocida", None)]
    page = client.get("/admin/lista-fria/").content.decode()
    assert world.SECRET not in page
    assert "Bea" not in page


def test_the_cold_list_is_closed_to_strangers_and_written_by_nobody(client, ana):
    client.force_login(world.member("rita", groups=()))
    assert client.get("/admin/lista-fria/").status_code == 403
    client.logout()
    assert client.get("/admin/lista-fria/").status_code == 302


def test_the_cold_list_costs_the_same_with_one_and_with_fifty(client, ana):
    def fill(numbers):
        for n in numbers:
            world.interaction(
                holder(f"P{n}"), world.institution(f"I{n}", influence=HIGH), by=ana, starts=ago(99)
            )

    fill([1])
    cold(client)
    with CaptureQueriesContext(connection) as one:
        assert len(cold(client)) == 2
    fill(range(2, 51))

    with CaptureQueriesContext(connection) as fifty:
        assert len(cold(client)) == 50

    assert len(fifty) <= len(one)
    assert len(fifty) <= 28
