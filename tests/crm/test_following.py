"""A member keeps an eye on people and institutions."""

import pytest
from django.db import IntegrityError, transaction

from crm.models import Follow
from tests.crm import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(client):
    user = world.member("ana")
    client.force_login(user)
    return user


def followed(user):
    return [follow.record for follow in Follow.objects.visible_to(user)]


@pytest.mark.parametrize(
    ("make", "place"), [(world.person, "personas"), (world.institution, "instituciones")]
)
def test_she_follows_from_the_page_and_stops(client, ana, make, place):
    record = make()
    page = f"/admin/{place}/inspect/{record.pk}/"
    assert "☆ Seguir" in client.get(page).content.decode()

    for _again in range(2):
        assert client.post(f"/admin/{place}/{record.pk}/seguir/").url == page
    assert followed(ana) == [record]
    assert "★ Dejar de seguir" in client.get(page).content.decode()

    client.post(f"/admin/{place}/{record.pk}/dejar-de-seguir/")
    assert followed(ana) == []


def test_she_follows_from_a_list_and_comes_back_to_it(client, ana):
    rosa, other = world.person("Rosa"), world.person("Otra")
    here = "/admin/personas/?region=20"

    answer = client.post(f"/admin/personas/{rosa.pk}/seguir/", {"next": here})

    assert answer.url == here
    page = client.get("/admin/personas/").content.decode()
    assert "Dejar de seguir a Rosa" in page
    assert "Seguir a Otra" in page
    assert list(client.get("/admin/personas/?followed=1").context["object_list"]) == [rosa]
    assert other not in followed(ana)


def test_it_leads_nowhere_else(client, ana):
    answer = client.post(f"/admin/personas/{world.person().pk}/seguir/", {"next": "https://malo.example/"})

    assert answer.url.startswith("/admin/personas/inspect/")


def test_whom_each_follows_is_her_own_affair(client, ana):
    rosa = world.person("Rosa")
    Follow.objects.create(user=world.member("bea"), person=rosa)

    assert followed(ana) == []
    assert "☆ Seguir" in client.get(f"/admin/personas/inspect/{rosa.pk}/").content.decode()
    client.post(f"/admin/personas/{rosa.pk}/dejar-de-seguir/")
    assert Follow.objects.visible_to(world.User.objects.get(email="bea@example.org")).exists()


def test_what_she_may_no_longer_see_vanishes_from_what_she_follows(ana):
    rosa = world.person("Rosa")
    Follow.objects.create(user=ana, person=rosa)

    rosa.circle, rosa.owner = "partner", world.partner("REDTRANS")
    rosa.save()

    assert followed(ana) == []


def test_a_stranger_follows_nothing_and_get_changes_nothing(client, ana):
    hidden, rosa = world.person(**world.closed("REDTRANS")), world.person("Rosa")

    for action in ("seguir", "dejar-de-seguir"):
        assert client.post(f"/admin/personas/{hidden.pk}/{action}/").status_code == 404
        assert client.get(f"/admin/personas/{rosa.pk}/{action}/").status_code == 405
    client.force_login(world.member("rita", groups=()))
    assert client.post(f"/admin/personas/{rosa.pk}/seguir/").status_code == 403

    assert followed(ana) == []


def test_the_database_keeps_a_follow_to_one_thing_once(ana):
    rosa = world.person()
    Follow.objects.create(user=ana, person=rosa)

    for keys in ({"person": rosa}, {}, {"person": world.person("B"), "institution": world.institution()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Follow.objects.create(user=ana, **keys)
