import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from legislation.models import Follow
from tests.legislation.public_rows import make_bill, make_cause, make_change

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def spanish():
    with translation.override("es"):
        yield


@pytest.fixture
def ana():
    return User.objects.create_user("ana@example.org", "una clave larga y buena")


@pytest.fixture
def member(client, ana):
    client.force_login(ana)
    return client


def test_a_member_follows_a_bill_once_however_often_she_asks(member, ana):
    bill = make_bill()

    for _ in range(2):
        response = member.post(reverse("follow"), {"bill": "2026/D/90001", "next": bill.get_absolute_url()})
        assert (response.status_code, response.url) == (302, bill.get_absolute_url())

    assert Follow.objects.get(user=ana).bill == bill


def test_a_member_follows_and_leaves_a_cause(member, ana):
    cause = make_cause()

    member.post(reverse("follow"), {"cause": cause.slug})
    assert Follow.objects.get(user=ana).cause == cause

    for _ in range(2):
        assert member.post(reverse("unfollow"), {"cause": cause.slug}).url == reverse("following")
    assert not Follow.objects.exists()


def test_leaving_touches_nobody_elses_follow(member):
    bill = make_bill()
    bruna = User.objects.create_user("bruna@example.org", "una clave larga y buena")
    Follow.objects.create(user=bruna, bill=bill)

    member.post(reverse("unfollow"), {"bill": "2026/D/90001"})

    assert Follow.objects.get().user == bruna


@pytest.mark.parametrize("name", ["follow", "unfollow"])
def test_reading_an_address_changes_nothing(member, name):
    make_bill()

    assert member.get(reverse(name), {"bill": "2026/D/90001"}).status_code == 405
    assert not Follow.objects.exists()


def test_a_stranger_is_led_to_the_sign_in_and_back(client):
    bill = make_bill()

    response = client.post(reverse("follow"), {"bill": "2026/D/90001", "next": bill.get_absolute_url()})

    assert response.url == f"{reverse('account_login')}?next={bill.get_absolute_url()}"
    assert not Follow.objects.exists()
    assert client.get(reverse("following")).url.startswith(reverse("account_login"))


def test_a_forged_form_is_refused(ana):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ana)
    make_bill()

    assert strict.post(reverse("follow"), {"bill": "2026/D/90001"}).status_code == 403
    assert not Follow.objects.exists()


@pytest.mark.parametrize(
    "address",
    ["https://malo.example/", "//malo.example", "javascript:alert(1)", "http:malo.example", "\\\\malo", ""],
)
def test_nobody_is_sent_to_another_site(member, address):
    make_bill()

    response = member.post(reverse("follow"), {"bill": "2026/D/90001", "next": address})

    assert response.url == reverse("following")


@pytest.mark.parametrize(
    "what",
    [
        {},
        {"bill": "1"},
        {"bill": "2026/D/99999"},
        {"bill": "9999999999/D/1"},
        {"bill": "2026/D/" + "9" * 40},
        {"bill": "2026/\0/1"},
        {"cause": "no-existe"},
        {"cause": "x\0y"},
    ],
)
def test_what_does_not_exist_cannot_be_followed(member, what):
    make_bill()

    assert member.post(reverse("follow"), what).status_code == 404
    assert not Follow.objects.exists()


def test_her_page_shows_what_she_follows_and_what_happened_to_it_and_nothing_else(member, ana):
    mine, in_cause, other = make_bill(90001), make_bill(90002), make_bill(90003)
    cause = make_cause(in_cause)
    make_cause(other, name="Otra causa", slug="otra")
    Follow.objects.create(user=ana, bill=mine)
    Follow.objects.create(user=ana, cause=cause)
    for bill in (mine, in_cause, other):
        make_change(bill, old="PRESENTADO", new=f"ESTADO DE {bill.number}")

    page = member.get(reverse("following")).content.decode()

    assert page.count("Estado de 90001") == 1
    assert page.count("Estado de 90002") == 1
    assert "90003" not in page
    assert "Otra causa" not in page


def test_her_page_with_nothing_on_it_helps(member):
    assert "Todavía no sigues nada" in member.get(reverse("following")).content.decode()


def test_a_cause_that_is_no_longer_public_can_still_be_left(member, ana):
    cause = make_cause(is_public=False)
    Follow.objects.create(user=ana, cause=cause)

    page = member.get(reverse("following")).content.decode()
    assert cause.name in page
    assert reverse("cause", args=[cause.slug]) not in page

    member.post(reverse("unfollow"), {"cause": cause.slug})
    assert not Follow.objects.exists()


def test_the_buttons_show_what_she_does_already(member, ana):
    bill = make_bill()
    cause = make_cause(bill)
    address = reverse("cause", args=[cause.slug])

    assert reverse("follow") in member.get(bill.get_absolute_url()).content.decode()
    Follow.objects.create(user=ana, bill=bill)
    Follow.objects.create(user=ana, cause=cause)

    for page in (bill.get_absolute_url(), address, "/"):
        text = member.get(page).content.decode()
        assert reverse("unfollow") in text
        assert f'action="{reverse("follow")}"' not in text


def test_her_pages_are_kept_by_nobody(member):
    assert "no-store" in member.get(reverse("following"))["Cache-Control"]
