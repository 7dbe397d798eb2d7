import pytest
from django.urls import reverse
from django.utils import timezone

from legislation.models import Delivery, Message
from tests.legislation.staff import coordinator, make_bill, make_change, make_message, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return member(first_name="Ana", last_name="Quispe")


@pytest.fixture
def rosa():
    return coordinator(first_name="Rosa", last_name="Huamán")


def write(user, state="kept", **fields):
    change = make_change(make_bill(Message.objects.count() + 1), told=[user])
    error = "550 no existe" if state in ("failed", "perhaps") else ""
    change.deliveries.update(state=state, error=error, attempts=7, refusals=3, unanswered=3)
    return make_message(user, deliveries=change.deliveries.all(), **fields)


def test_a_member_reads_what_was_written_to_her_and_nothing_else(client, ana, rosa):
    own, other = write(ana, subject="Para Ana"), write(rosa, subject="Para Rosa")
    client.force_login(ana)

    for name in ("mails", "deliveries"):
        html = client.get(reverse(f"{name}:index")).content.decode()
        assert "Rosa Huamán" not in html
    assert client.get(reverse("mails:inspect", args=[own.pk])).status_code == 200
    for address in ("mails:inspect", "mails:html"):
        assert client.get(reverse(address, args=[other.pk])).status_code == 404
    assert client.get(reverse("deliveries:inspect", args=[other.deliveries.get().pk])).status_code == 404
    downloaded = b"".join(client.get(reverse("mails:index"), {"export": "csv"})).decode()
    assert "Para Ana" in downloaded
    assert "Para Rosa" not in downloaded
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "Para Ana" in home
    assert "Para Rosa" not in home


def test_coordinators_read_what_was_written_to_everybody(client, ana, rosa):
    write(ana, subject="Para Ana"), write(rosa, subject="Para Rosa")
    client.force_login(rosa)

    html = client.get(reverse("mails:index")).content.decode()

    assert "Para Ana" in html
    assert "Para Rosa" in html


def test_without_a_mail_server_it_is_said_that_messages_are_kept(client, ana, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    message = write(ana)
    client.force_login(ana)

    assert "No hay servidor de correo" in client.get(reverse("mails:index")).content.decode()
    html = client.get(reverse("mails:inspect", args=[message.pk])).content.decode()
    assert "el mensaje se guarda aquí" in html
    assert "Qué pasó…" in html


def test_the_html_of_a_mail_is_shown_in_a_box_from_which_nothing_gets_out(client, ana):
    message = write(ana, html="<h1>Se movió</h1><script>alert(1)</script>")
    client.force_login(ana)

    page = client.get(reverse("mails:inspect", args=[message.pk])).content.decode()
    box = client.get(reverse("mails:html", args=[message.pk]))

    assert 'sandbox=""' in page
    assert "<script>alert(1)" not in page
    policy = box["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "sandbox" in policy
    assert box["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize("state", Delivery.GIVEN_UP)
def test_a_message_that_was_given_up_shows_why_and_is_sent_again_on_demand(client, ana, rosa, state):
    message = write(ana, state)
    client.force_login(rosa)
    address = reverse("mails:inspect", args=[message.pk])
    assert "550 no existe" in client.get(address).content.decode()

    response = client.post(reverse("mails:retry", args=[message.pk]), follow=True)

    delivery = message.deliveries.get()
    assert (delivery.state, delivery.error) == (Delivery.State.DUE, "")
    assert (delivery.attempts, delivery.refusals, delivery.unanswered) == (0, 0, 0)
    assert delivery in Delivery.objects.due(timezone.now())
    assert delivery.message == message  # the same mail, so that a mail program knows it again
    assert "1 envío sale otra vez" in " ".join(map(str, response.context["messages"]))


@pytest.mark.parametrize("state", ["due", "sending", "sent", "kept"])
def test_what_did_not_fail_is_never_sent_again(client, ana, rosa, state):
    message = write(ana, state)
    before = list(Delivery.objects.values())
    client.force_login(rosa)

    client.post(reverse("mails:retry", args=[message.pk]))
    client.post(reverse("deliveries:retry", args=[message.deliveries.get().pk]))

    assert list(Delivery.objects.values()) == before


def test_a_delivery_that_was_never_written_can_be_tried_again_alone(client, ana, rosa):
    first = make_change(make_bill(1), told=[ana]).deliveries.get()
    second = make_change(make_bill(2), told=[ana]).deliveries.get()
    Delivery.objects.update(state="failed", error="No se pudo escribir el mensaje")
    client.force_login(rosa)

    client.post(reverse("deliveries:retry", args=[first.pk]))

    assert Delivery.objects.get(pk=first.pk).state == "due"
    assert Delivery.objects.get(pk=second.pk).state == "failed"


def test_a_message_that_carries_fifty_costs_as_many_queries_as_one_that_carries_one(
    client, ana, django_assert_max_num_queries, django_assert_num_queries
):
    client.force_login(ana)
    message = write(ana)
    address = reverse("mails:inspect", args=[message.pk])
    client.get(address)

    with django_assert_max_num_queries(20) as alone:
        client.get(address)
    for n in range(2, 51):
        make_change(make_bill(n + 100), told=[ana]).deliveries.update(message=message)
    with django_assert_num_queries(len(alone)):
        client.get(address)
