"""News by mail for anybody: nothing is kept before she confirms, and nothing after she leaves."""

import logging
import re
import threading
import time
from collections import Counter
from unittest.mock import patch

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.db import IntegrityError, connection, connections, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.users.models import UserProfile

from accounts.models import User
from crm.private_addresses import HidePrivateAddresses
from legislation import strangers, subscribing
from legislation.mailing import announce
from legislation.models import Change, Delivery, Demonstration, Edition, Follow, Message
from scrapers.models import Source
from tests.legislation.mail_world import follow, make_bill, make_cause, make_member, see
from tests.legislation.test_public_budgets import queries_of

pytestmark = pytest.mark.django_db
ROSA = "rosa@ejemplo.pe"


@pytest.fixture(autouse=True)
def sending(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.SITE_URL = "http://testserver"
    cache.clear()


@pytest.fixture
def client():
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def bill():
    return make_bill()


@pytest.fixture
def cause(bill):
    return make_cause("Derechos en el trabajo", bill)


def ask(client, *causes, email=ROSA, language="", **more):
    with translation.override(language or "es"):
        address = reverse("subscribe")
    return client.post(address, {"causes": [cause.slug for cause in causes], "email": email} | more)


def link_in(message):
    return re.search(r"http://testserver(\S+)", message.body)[1]


def subscribe(client, *causes, **more):
    ask(client, *causes, **more)
    link = link_in(mail.outbox[-1])
    assert client.post(link).url.endswith("/suscribirse/listo/")
    return User.objects.get(email=more.get("email", ROSA))


def announced():
    tally = Counter()
    announce(tally)
    return tally


def stops_in(message):
    return re.findall(r"http://testserver(\S*/dejar/\S+/)", message.body)


# Asking


def test_the_page_is_the_same_for_all_and_marks_the_cause_she_came_from(client, cause):
    other = make_cause("Otra")

    page = client.get(reverse("subscribe"), {"causa": cause.slug})
    boxes = re.findall(r"<input[^>]*name=\"causes\"[^>]*>", page.content.decode())

    assert [("checked" in box) for box in boxes if f'"{cause.slug}"' in box] == [True]
    assert [("checked" in box) for box in boxes if f'"{other.slug}"' in box] == [False]
    assert page["ETag"]
    assert not page.cookies


def test_a_cause_that_is_not_public_can_be_neither_seen_nor_asked_for(client, cause):
    hidden = make_cause("Escondida", is_public=False)

    assert "Escondida" not in client.get(reverse("subscribe"), {"causa": hidden.slug}).content.decode()
    assert ask(client, hidden).status_code == 422
    assert not mail.outbox


def test_asking_writes_one_mail_and_keeps_nothing(client, cause):
    response = ask(client, cause, email="Rosa@Ejemplo.pe")

    assert response.url == reverse("subscribe-written")
    assert response["Cache-Control"] == "no-store, private"
    assert not response.cookies
    assert [message.to for message in mail.outbox] == [[ROSA]]
    assert not User.objects.exists()
    assert not Follow.objects.exists()


def test_the_mail_tells_who_looks_on_nothing(client, cause):
    ask(client, cause)
    [message] = mail.outbox

    assert message.subject == "Confirma tu correo"
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    for word in ("Derechos", "trabajo", "ley", "rosa", cause.slug):
        assert word not in message.body.replace(link_in(message), "")
    assert "rosa" not in link_in(message)


def test_the_answer_is_the_same_whoever_is_known(client, cause):
    make_member(ROSA)
    subscribe(client, cause, email="subscrita@ejemplo.pe")

    answers = [
        ask(client, cause, email=email) for email in (ROSA, "subscrita@ejemplo.pe", "nueva@ejemplo.pe")
    ]

    assert len({(answer.status_code, answer.url, answer.content) for answer in answers}) == 1
    bodies = {message.body.replace(link_in(message), "") for message in mail.outbox}
    assert len(bodies) == 1


@pytest.mark.parametrize(
    "email",
    [
        "",
        "rosa",
        "rosa@ejemplo.pe\nBcc: otra@ejemplo.pe",
        "rosa@ejemplo.pe\r\nSubject: x",
        "rosa@ejemplo.pe,otra@ejemplo.pe",
        "<rosa@ejemplo.pe>",
        f"{'a' * 300}@ejemplo.pe",
    ],
)
def test_what_is_not_one_address_is_not_written_to(client, cause, email):
    response = ask(client, cause, email=email)

    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert not mail.outbox


@pytest.mark.parametrize("sent", [{}, {"causes": "no-hay"}, {"bill": "2021/C/1"}, {"bill": "' or 1"}])
def test_whoever_asks_for_nothing_is_told(client, cause, sent):
    assert client.post(reverse("subscribe"), {"email": ROSA} | sent).status_code == 422
    assert not mail.outbox


def test_another_site_cannot_send_the_form(client, cause):
    for headers in ({"Origin": "https://mala.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
        response = client.post(reverse("subscribe"), {"causes": cause.slug, "email": ROSA}, headers=headers)
        assert response.status_code == 403
    assert not mail.outbox


def test_what_fills_in_every_field_is_answered_and_ignored(client, cause):
    assert ask(client, cause, **{strangers.TRAP: "x"}).url == reverse("subscribe-written")
    assert not mail.outbox


def test_nobodys_mailbox_is_flooded(client, cause):
    for email in (ROSA, "ROSA@ejemplo.pe", "rosa+1@ejemplo.pe", "r.osa@ejemplo.pe", "ro.sa+2@ejemplo.pe"):
        assert ask(client, cause, email=email).url == reverse("subscribe-written")

    assert len(mail.outbox) == 3
    assert ask(client, cause, email="otra@ejemplo.pe").url == reverse("subscribe-written")
    assert len(mail.outbox) == 4


@pytest.mark.parametrize(
    "email",
    [
        '"rosa"@ejemplo.pe',
        '"ro\\sa"@ejemplo.pe',
        "=?utf-8?q?rosa?=@ejemplo.pe",
        "=?utf-8?q?a=0d=0adata?=@ejemplo.pe",
        "ro\N{LATIN SMALL LETTER LONG S}a@ejemplo.pe",
        "rosa@[192.0.2.1]",
        f"a@{'ñ' * 60}.pe",
    ],
    ids=ascii,
)
def test_an_address_that_can_be_written_in_endless_ways_or_in_none_is_not_written_to(client, cause, email):
    response = ask(client, cause, email=email)

    assert response.status_code == 422
    assert "correo" in str(response.context["form"].errors["email"])
    assert not mail.outbox


@pytest.mark.parametrize("email", ["o'hara_1-a+b@ejemplo.pe", "rosa@año.pe"])
def test_others_are(client, cause, email):
    ask(client, cause, email=email)

    assert [message.to for message in mail.outbox] == [[email]]


def test_a_domain_is_counted_once_however_it_is_written(client, cause):
    for domain in ("año.pe", "AÑO.pe", "xn--ao-zja.pe", "an\N{COMBINING TILDE}o.pe", "ａño.pe"):
        assert ask(client, cause, email=f"rosa@{domain}").url == reverse("subscribe-written")

    assert len(mail.outbox) == 3


def test_one_network_cannot_write_to_everybody(client, cause):
    answers = [ask(client, cause, email=f"a{n}@ejemplo.pe").status_code for n in range(32)]

    assert answers == [302] * 30 + [429] * 2
    assert len(mail.outbox) == 30


def test_a_server_that_refuses_is_said_and_the_address_stays_out_of_the_log(client, cause, caplog):
    with patch.object(subscribing.EmailMessage, "send", side_effect=OSError(f"refused <{ROSA}>")):
        response = ask(client, cause)

    assert response.status_code == 503
    assert "Ahora no podemos enviar correos" in response.content.decode()
    assert "OSError" in caplog.text
    assert "rosa" not in caplog.text


def test_without_a_mail_server_only_a_demonstration_shows_the_link(client, cause, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    assert "<form" not in client.get(reverse("subscribe")).content.decode().split("<main")[1]
    assert "/confirmar/" not in ask(client, cause).content.decode()

    Demonstration.objects.create(pk=1)
    assert "/suscribirse/confirmar/" in ask(client, cause).content.decode()


# Confirming


def test_opening_the_link_only_asks_and_hides_most_of_the_address(client, cause):
    ask(client, cause)
    for method in (client.get, client.head):
        page = method(link_in(mail.outbox[0]))
    text = client.get(link_in(mail.outbox[0])).content.decode()

    assert page.status_code == 200
    assert page["Cache-Control"] == "no-store, private"
    assert not page.cookies
    assert "Derechos en el trabajo" in text
    assert "r•••@ejemplo.pe" in text
    assert ROSA not in text
    assert not User.objects.exists()


def test_the_button_makes_her_follow_in_her_language_and_gives_no_rights(client, cause):
    rosa = subscribe(client, cause, language="en")

    assert [f.cause for f in rosa.follows.all()] == [cause]
    assert rosa.is_subscriber
    assert not rosa.has_usable_password()
    assert not (rosa.is_staff or rosa.is_superuser or rosa.groups.exists())
    assert UserProfile.objects.get(user=rosa).preferred_language == "en"
    assert link_in(mail.outbox[0]).startswith("/en/suscribirse/confirmar/")


def test_pressing_twice_is_harmless(client, cause):
    ask(client, cause)
    link = link_in(mail.outbox[0])

    assert [client.post(link).url for _ in range(3)] == [reverse("subscribed")] * 3
    assert Follow.objects.count() == User.objects.count() == 1


def test_a_link_that_was_used_does_not_bring_back_who_left(client, cause):
    rosa = subscribe(client, cause)
    subscribing.leave(rosa, rosa.follows.all())

    assert client.post(link_in(mail.outbox[0])).status_code == 410
    assert client.post(link_in(mail.outbox[0]).rstrip("/") + "%3D/").status_code in (404, 410)
    assert not User.objects.exists()


def test_a_link_expires(client, cause):
    ask(client, cause)
    later = time.time() + subscribing.LIFETIME + 60
    with patch("time.time", return_value=later):
        for method in (client.get, client.post):
            assert method(link_in(mail.outbox[0])).status_code == 404
    assert not User.objects.exists()


@pytest.mark.parametrize("token", ["x", "é", "gAAAAA", "a" * 2000, "%00", "hers.all"])
def test_a_forged_link_does_nothing(client, cause, token):
    for method in (client.get, client.post):
        response = method(f"/suscribirse/confirmar/{token}/")
        assert response.status_code == 404
    assert not User.objects.exists()


def test_a_changed_link_does_nothing(client, cause):
    ask(client, cause)
    link = link_in(mail.outbox[0])
    changed = link[:60] + ("A" if link[60] != "A" else "B") + link[61:]

    assert client.post(changed).status_code == 404
    assert not User.objects.exists()


def test_a_link_still_holds_when_the_key_was_changed_since(client, cause, settings):
    ask(client, cause)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-for-tests-" * 3

    assert client.post(link_in(mail.outbox[0])).url == reverse("subscribed")


def test_a_cause_hidden_meanwhile_is_not_followed(client, cause):
    ask(client, cause)
    cause.is_public = False
    cause.save()

    assert client.post(link_in(mail.outbox[0])).status_code == 404
    assert not User.objects.exists()


def test_one_bill_can_be_asked_for_from_its_page(client, bill):
    page = client.get(bill.get_absolute_url()).content.decode()
    way = re.search(r'href="(/suscribirse/\?proyecto=[^"]+)"', page)[1]
    assert bill.label in client.get(way).content.decode()

    ask(client, bill="2026/D/434")
    client.post(link_in(mail.outbox[0]))

    assert Follow.objects.get().bill == bill


def test_a_member_who_asks_by_mail_stays_a_member(client, cause):
    ana = make_member("ana@ejemplo.pe", is_staff=True, password="una clave larga y buena")
    ask(client, cause, email="ana@ejemplo.pe")
    client.post(link_in(mail.outbox[0]))
    ana.refresh_from_db()

    assert [f.cause for f in ana.follows.all()] == [cause]
    assert (ana.is_subscriber, ana.is_staff, ana.has_usable_password()) == (False, True, True)


def test_whose_account_was_closed_is_told_and_not_let_wait_in_vain(client, cause):
    make_member("ana@ejemplo.pe", is_active=False)
    ask(client, cause, email="ana@ejemplo.pe")

    assert client.post(link_in(mail.outbox[0])).status_code == 409
    assert not Follow.objects.exists()


def test_a_member_who_is_signed_in_sees_what_she_follows(cause):
    ana = make_member("ana@ejemplo.pe")
    follow(ana, cause)
    make_cause("Otra")
    member = Client()
    member.force_login(ana)
    page = member.get(reverse("subscribe")).content.decode()

    assert page.count(reverse("unfollow")) == 1
    assert page.count(f'action="{reverse("follow")}"') == 1
    assert 'name="email"' not in page


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("/en/suscribirse/confirmar/gAAAA-x/", "/en/suscribirse/confirmar/…/"),
        ("/seguimiento/dejar/all.a:b-c_d/", "/seguimiento/dejar/…/"),
        ("/cuenta/password/reset/key/1-abc/", "/cuenta/password/reset/key/…/"),
        ("/seguimiento/dejar/", "/seguimiento/dejar/"),
    ],
)
def test_the_log_does_not_hold_the_link(path, written):
    said = logging.makeLogRecord({"msg": "Not Found: %s", "args": (path,)})

    assert HidePrivateAddresses().filter(said)
    assert said.getMessage() == f"Not Found: {written}"


# News, and leaving


def test_she_gets_the_news_of_her_cause_in_her_language_with_a_way_out(client, cause, bill):
    subscribe(client, cause, language="en")
    see(Change.Kind.SIGNATORY_ADDED, bill, new="Ejemplo Ficticia, Rosa")

    assert announced() == {"sent": 1}
    letter = mail.outbox[-1]
    assert letter.to == [ROSA]
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert all(address.startswith("/en/") for address in stops_in(letter))
    assert f"{reverse('following')}\n" not in letter.body


def test_only_members_are_told_that_a_source_does_not_answer(client, cause):
    subscribe(client, cause)
    ana = make_member("ana@ejemplo.pe")
    follow(ana, cause)
    source = Source.objects.first()
    see(Change.Kind.SOURCE_FAILING, source=source, new="no responde")

    assert [delivery.recipient for delivery in Delivery.objects.all()] == [ana]


def test_a_member_and_a_subscriber_each_get_their_own_foot(client, cause, bill):
    subscribe(client, cause)
    follow(make_member("ana@ejemplo.pe"), cause)
    see(Change.Kind.SIGNATORY_ADDED, bill, new="Ejemplo Ficticia, Rosa")
    announced()
    letters = {letter.to[0]: letter for letter in mail.outbox[1:]}

    assert "borramos tu correo" in letters[ROSA].body
    assert "borramos tu correo" in letters[ROSA].alternatives[0].content
    assert "borramos tu correo" not in letters["ana@ejemplo.pe"].body
    assert "/seguimiento/\n" in letters["ana@ejemplo.pe"].body


def test_leaving_the_last_erases_the_address_and_all_that_was_sent(client, cause, bill):
    subscribe(client, cause)
    see(Change.Kind.SIGNATORY_ADDED, bill, new="Ejemplo Ficticia, Rosa")
    announced()
    [stop] = stops_in(mail.outbox[-1])
    assert "borramos tu correo" in client.get(stop).content.decode()

    response = client.post(stop)

    assert response.url == reverse("unsubscribed")
    assert "borramos tu correo" in client.get(response.url).content.decode()
    assert not (User.objects.exists() or Message.objects.exists() or Delivery.objects.exists())
    assert not UserProfile.objects.exists()
    assert client.post(stop).status_code == 404


def test_a_mail_program_erases_it_in_one_request(client, cause, bill):
    subscribe(client, cause)
    see(Change.Kind.SIGNATORY_ADDED, bill, new="Ejemplo Ficticia, Rosa")
    announced()
    address = mail.outbox[-1].extra_headers["List-Unsubscribe"].strip("<>").removeprefix("http://testserver")

    assert client.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not User.objects.exists()


def test_leaving_one_of_two_keeps_the_other(client, cause, bill):
    other = make_cause("Otra", bill)
    rosa = subscribe(client, cause, other)
    see(Change.Kind.SIGNATORY_ADDED, bill, new="Ejemplo Ficticia, Rosa")
    announced()
    stop = stops_in(mail.outbox[-1])[0]

    assert client.post(stop).url == stop
    assert rosa.follows.count() == 1


def test_a_member_who_leaves_the_last_is_not_erased(cause):
    ana = make_member("ana@ejemplo.pe")
    follow(ana, cause)

    assert not subscribing.leave(ana, ana.follows.all())
    assert User.objects.filter(pk=ana.pk).exists()


def test_whose_cause_is_deleted_is_forgotten_by_the_timetable(client, cause, bill, capsys):
    subscribe(client, cause)
    keeps = make_cause("Otra", bill)
    subscribe(client, keeps, email="otra@ejemplo.pe")
    make_member("ana@ejemplo.pe")
    cause.delete()

    for expected in ("1 forgotten", "0 forgotten"):
        call_command("forget_subscribers")
        assert expected in capsys.readouterr().out
    assert set(User.objects.values_list("email", flat=True)) == {"otra@ejemplo.pe", "ana@ejemplo.pe"}


def test_a_change_told_after_she_left_names_nobody(client, cause, bill):
    rosa = subscribe(client, cause)
    see(Change.Kind.SIGNATORY_ADDED, bill, new="Ejemplo Ficticia, Rosa")
    subscribing.leave(rosa, rosa.follows.all())
    see(Change.Kind.SIGNATORY_ADDED, bill, new="Otra Ficticia, Rosa")

    assert not Delivery.objects.exists()
    assert announced() == {}


# What staff may know


def test_staff_see_neither_the_address_nor_whether_it_is_there(client, cause, bill, admin_client):
    subscribe(client, cause)
    see(Change.Kind.SIGNATORY_ADDED, bill, new="Ejemplo Ficticia, María")
    announced()
    rosa = User.objects.get(email=ROSA)

    for name in ("mails:index", "deliveries:index", "wagtailadmin_home"):
        page = admin_client.get(reverse(name)).content.decode()
        assert ROSA not in page
    assert f"Suscripción {rosa.pk}" in admin_client.get(reverse("mails:index")).content.decode()
    for name in ("mails:index", "deliveries:index"):
        found = admin_client.get(reverse(name), {"q": ROSA}).content.decode()
        assert f"Suscripción {rosa.pk}" not in found
    assert ROSA not in admin_client.get(reverse("wagtailusers_users:index")).content.decode()
    for name in ("edit", "delete"):
        assert admin_client.get(reverse(f"wagtailusers_users:{name}", args=[rosa.pk])).status_code == 404


def test_what_the_mail_server_says_of_her_is_kept_without_her_address(
    client, cause, bill, mail_server, settings
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    subscribe(client, cause)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    mail_server.refuse[ROSA] = f"550 5.1.1 <{ROSA}> no such user"
    see(Change.Kind.SIGNATORY_ADDED, bill, new="Ejemplo Ficticia, Rosa")
    announced()
    error = Delivery.objects.get().error

    assert "no such user" in error
    assert ROSA not in error


def test_a_subscriber_cannot_be_given_a_way_in(client, cause):
    subscribe(client, cause)
    make_member("ana@ejemplo.pe")
    mail.outbox.clear()

    for email in (ROSA, "ana@ejemplo.pe"):
        Client().post(reverse("account_reset_password"), {"email": email})

    assert "/cuenta/password/reset/key/" in mail.outbox[1].body

    assert "/cuenta/password/reset/key/" not in mail.outbox[0].body


def test_whoever_joins_the_team_keeps_what_she_follows(client, cause, admin_client):
    rosa = subscribe(client, cause)
    form = {"email": ROSA, "first_name": "Rosa", "last_name": "", "partner": "", "groups": []}
    response = admin_client.post(reverse("wagtailusers_users:add"), form)
    assert response.status_code == 302
    rosa.refresh_from_db()

    assert (rosa.first_name, rosa.is_subscriber) == ("Rosa", False)
    assert rosa.follows.count() == 1


@pytest.mark.parametrize("rights", [{"is_staff": True}, {"is_superuser": True}])
def test_the_database_gives_a_subscriber_no_rights(rights):
    with pytest.raises(IntegrityError):
        User.objects.create_user(ROSA, is_subscriber=True, **rights)


# At the same moment


def test_who_leaves_while_a_change_is_being_told_waits_her_turn(shared_database, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    bill = make_bill()
    rosa = make_member(ROSA, is_subscriber=True)
    follow(rosa, make_cause("Derechos en el trabajo", bill))
    results, here = [], connections["default"]

    def leave():
        connections["default"] = here.copy()
        try:
            results.append(subscribing.leave(rosa, rosa.follows.all()))
        finally:
            connection.close()

    other = threading.Thread(target=leave)
    with transaction.atomic():
        Edition.advance()
        other.start()
        other.join(0.3)  # long enough for it to go ahead, if nothing kept it
        assert other.is_alive()
        see(Change.Kind.SIGNATORY_ADDED, bill, new="Ejemplo Ficticia, Rosa")
        assert Delivery.objects.count() == 1
    other.join(20)

    assert results == [True]
    assert not (User.objects.exists() or Delivery.objects.exists() or Follow.objects.exists())


# What it costs


def test_the_page_costs_the_same_with_many_causes(client, bill):
    make_cause("Una", bill)
    few = queries_of(client, reverse("subscribe"))
    for number in range(50):
        make_cause(f"Otra {number}")

    assert queries_of(client, reverse("subscribe")) == few <= 6
