"""Posts of an institution: which there are, who holds them, and that they or the institution ceased to be."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from crm.models import Affiliation, Alias, ContactWay, Person, Post
from tests.crm import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(client):
    user = world.member("ana")
    client.force_login(user)
    return user


@pytest.fixture
def place(ana):
    return world.institution()


def at(place, *parts):
    return f"/admin/instituciones/{place.pk}/" + "".join(f"{part}/" for part in parts)


def page(client, place):
    answer = client.get(f"/admin/instituciones/inspect/{place.pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


def sent(client, address, **data):
    answer = client.post(address, data)
    assert answer.status_code == 302, answer.context["form"].errors
    return answer


def refused(client, address, **data):
    answer = client.post(address, data)
    assert answer.status_code == 422
    return answer.content.decode()


def test_a_seat_is_there_before_anybody_holds_it(client, place):
    sent(client, at(place, "puesto"), title="Directora", is_seat="on")
    sent(client, at(place, "puesto"), title="Asesora")

    text = page(client, place)

    assert "1 puesto sin nadie que conozcamos" in text
    assert text.count("vacante, o no sabemos quién") == 1


def test_two_posts_of_one_institution_are_not_called_the_same(client, place):
    world.post("Directora", at=place)
    other = world.post("Subdirectora", at=place)
    world.post("Jefa", at=world.institution("Otra"))

    assert "Ya hay un puesto con ese nombre" in refused(client, at(place, "puesto"), title="DIRECTORA")
    assert "Ya hay un puesto" in refused(client, at(place, "puesto", other.pk), title="directora")
    sent(client, at(place, "puesto"), title="Jefa")


def test_somebody_takes_a_vacant_seat(client, place):
    seat, rosa = world.post(at=place), world.person()

    sent(client, at(place, "puesto", seat.pk, "ocupa"), person="rosa", started="3/2026")

    held = Affiliation.objects.get()
    assert (held.person, held.post, held.started) == (rosa, seat, "2026-03")
    assert "Rosa Núñez" in page(client, place)


def test_a_seat_is_taken_by_one_and_a_role_by_many(client, place):
    seat, role = world.post(at=place), world.post("Promotora", at=place, is_seat=False)
    world.affiliation(world.person("La titular"), seat)
    held = world.affiliation(world.person("Una promotora"), role)
    world.person("Rosa")

    assert "La titular lo ocupa todavía." in refused(
        client, at(place, "puesto", seat.pk, "ocupa"), person="rosa"
    )
    sent(client, at(place, "puesto", role.pk, "ocupa"), person="rosa")
    assert "Ya consta en este puesto." in refused(
        client, at(place, "puesto", role.pk, "ocupa"), person=held.person.name
    )


def test_somebody_new_is_written_down_as_closed_as_the_institution(client, ana):
    closed = world.institution(circle="partner", owner=ana.partner)
    seat = world.post(at=closed)
    data = {"person": "Nadia Ruiz", "person-key": "new"}

    sent(client, at(closed, "puesto", seat.pk, "ocupa"), **data)

    nadia = Person.objects.get()
    assert (nadia.circle, nadia.owner, nadia.logged_by) == ("partner", ana.partner, ana)


def test_a_post_is_closed_and_whoever_held_it_leaves_that_day(client, place):
    held = world.affiliation(where=world.post(at=place))
    former = world.affiliation(world.person("La de antes"), held.post, started="2020", ended="2024")
    address = at(place, "puesto", held.post_id, "suprimir")

    sent(client, address, on="2026-10-01")

    held.refresh_from_db()
    former.refresh_from_db()
    assert (held.ended, former.ended) == ("2026-10-01", "2024")
    assert Post.objects.get().closed == date(2026, 10, 1)
    text = page(client, place)
    assert "1 puesto que ya no existe" in text
    assert "puesto sin nadie" not in text


def test_a_post_is_not_closed_before_somebody_began_nor_tomorrow(client, place):
    hidden = world.person(world.SECRET, **world.closed())
    held = world.affiliation(hidden, world.post(at=place), started="2026-03")
    address = at(place, "puesto", held.post_id, "suprimir")

    text = refused(client, address, on="2025-01-01")
    assert "Alguien asumió después de ese día." in text
    assert world.SECRET not in text
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert "Ese día todavía no llega." in refused(client, address, on=tomorrow.isoformat())
    assert Post.objects.get().closed is None


def test_an_institution_ceases_with_its_posts_and_keeps_its_story(client, ana, place):
    held = world.affiliation(where=world.post(at=place))
    seen = world.interaction(place, by=ana, summary="Se conversó del dictamen")
    assert client.get(at(place, "ya-no-existe")).status_code == 200

    sent(client, at(place, "ya-no-existe"), on="2026-10-01")

    held.refresh_from_db()
    place.refresh_from_db()
    assert (held.ended, held.post.closed, place.status) == ("2026-10-01", date(2026, 10, 1), "closed")
    text = page(client, place)
    assert "Ya no existe" in text
    assert f"/admin/encuentros/inspect/{seen.pk}/" in text
    assert "Añadir un puesto" not in text


def test_contact_ways_and_names_are_taken_off_institutions_and_people(client, place):
    rosa = world.person()
    for owner, name, key in ((place, "instituciones", "institution"), (rosa, "personas", "person")):
        way, alias = world.way(owner), Alias.objects.create(name="GORE", **{key: owner})
        addresses = [
            f"/admin/{name}/{owner.pk}/contacto/{way.pk}/quitar/",
            f"/admin/{name}/{owner.pk}/nombre/{alias.pk}/quitar/",
        ]
        for address in addresses:
            assert address in client.get(f"/admin/{name}/inspect/{owner.pk}/").content.decode()
            assert client.get(address).status_code == 405
            sent(client, address)

        owner.refresh_from_db()
        assert "gore" not in owner.search
        assert "987654321" not in owner.search
    assert not ContactWay.objects.exists()
    assert not Alias.objects.exists()


def test_what_was_taken_off_is_not_kept_in_the_history_either(client, place):
    rosa = world.person()
    way = world.way(rosa, "987654321", label="de su casa", basis="consent", proof="Por correo")
    alias = Alias.objects.create(person=rosa, name="Nombre que dejó")
    client.post(f"/admin/personas/{rosa.pk}/contacto/{way.pk}/quitar/")
    client.post(f"/admin/personas/{rosa.pk}/nombre/{alias.pk}/quitar/")

    assert set(ContactWay.history.values_list("value", "label", "proof")) == {("", "", "")}
    assert set(Alias.history.values_list("name", flat=True)) == {""}
    text = client.get(f"/admin/personas/inspect/{rosa.pk}/").content.decode()
    assert "Se quitó: forma de contacto «Celular o WhatsApp»" in text
    assert "Ana" in text
    assert "Nombre que dejó" not in text


def test_the_history_tells_of_posts_and_holders(client, place):
    sent(client, at(place, "puesto"), title="Directora", is_seat="on")
    world.person()
    sent(client, at(place, "puesto", Post.objects.get().pk, "ocupa"), person="rosa")
    world.affiliation(world.person(world.SECRET, **world.closed()), Post.objects.get())

    text = page(client, place)

    assert "Se añadió: puesto «Directora»" in text
    assert "Se añadió: cargo «Rosa Núñez, Directora, Gobierno Regional de Piura»" in text
    assert world.SECRET not in text


def test_whoever_may_not_change_institutions_changes_no_post(client, place):
    held = world.affiliation(where=world.post(at=place))
    client.force_login(world.member("rita", groups=("Suscriptoras",)))

    for parts in (
        ("puesto",),
        ("puesto", held.post_id, "ocupa"),
        ("puesto", held.post_id, "suprimir"),
        ("ya-no-existe",),
    ):
        answer = client.post(at(place, *parts), {"on": "2026-10-01", "title": "x"})
        assert answer.status_code == 403 or answer.url == "/admin/", parts
    held.refresh_from_db()
    assert (held.ended, held.post.closed, Post.objects.count()) == ("", None, 1)


def test_many_posts_cost_as_many_queries_as_one(client, place):
    def more(numbers):
        for n in numbers:
            post = world.post(f"Puesto {n}", at=place)
            world.affiliation(world.person(f"Antes {n}"), post, started="2020", ended="2024")
            world.affiliation(world.person(f"Ahora {n}"), post)
            world.way(place, f"a{n}@example.org", "email")
            Alias.objects.create(institution=place, name=f"Otro {n}")

    more([0])
    page(client, place)
    with CaptureQueriesContext(connection) as one:
        page(client, place)
    more(range(1, 50))

    with CaptureQueriesContext(connection) as fifty:
        page(client, place)

    assert len(fifty) <= len(one)
    assert len(fifty) <= 42
