"""To stop following by the link of a mail, without signing in."""

import logging
import re
from collections import Counter
from datetime import date

import pytest
from django.test import Client
from django.utils import translation
from wagtail.users.models import UserProfile

from legislation import alerts, leaving, letters
from legislation.mailing import announce
from legislation.models import BillLink, Change, Delivery, Follow, Message
from legislation.reconciling import enter_step, take_back_step
from scrapers.models import Source
from tests.legislation.mail_server import html_of, text_of
from tests.legislation.mail_world import follow, make_bill, make_cause, make_member, see

Kind = Change.Kind
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_our_address(settings):
    settings.SITE_URL = "http://testserver"


@pytest.fixture
def bill():
    return make_bill()


@pytest.fixture
def cause(bill):
    return make_cause("Derechos en el trabajo", bill)


@pytest.fixture
def ana(cause):
    user = make_member("ana@ejemplo.pe")
    follow(user, cause)
    return user


def send():
    tally = Counter()
    announce(tally)
    return tally


def mail_of(user, bill, mail_server):
    see(Kind.SIGNATORY_ADDED, bill, new="Ejemplo Ficticia, Rosa")
    send()
    return mail_server.to(user.email)[-1]


def links(mail):
    """The addresses of a mail's own links to stop, in its order."""
    return re.findall(r"http://testserver(\S*/dejar/\S+/)", text_of(mail))


def one_click(mail):
    return mail["List-Unsubscribe"].strip().removeprefix("<http://testserver").removesuffix(">")


def test_a_mail_carries_the_headers_and_the_links_to_stop(ana, bill, mail_server):
    mail = mail_of(ana, bill, mail_server)

    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert re.fullmatch(r"/seguimiento/dejar/[0-9a-f]{32}\.all\.[\w-]{43}/", one_click(mail))
    assert len(links(mail)) == 1
    assert links(mail)[0] in html_of(mail)
    assert "hers." not in text_of(mail) + html_of(mail)


def test_the_address_says_nothing_of_her(ana, bill, mail_server):
    mail = mail_of(ana, bill, mail_server)

    for address in (one_click(mail), *links(mail)):
        name, what = leaving.signer().unsign(address.split("/")[-2]).split(".")
        assert f"<{name}@testserver>" == mail["Message-ID"]
        assert what in ("all", Follow.objects.get().key)


def test_opening_the_link_changes_nothing(ana, bill, mail_server, client):
    mail = mail_of(ana, bill, mail_server)

    for address in (one_click(mail), links(mail)[0]):
        for ask in (client.get, client.head):
            assert ask(address).status_code == 200
    page = client.get(links(mail)[0])

    assert Follow.objects.get().user == ana
    assert "Derechos en el trabajo" in page.content.decode()
    assert page["X-Robots-Tag"] == "noindex"
    assert not page.cookies


def test_the_button_stops_it_and_pressing_twice_is_harmless(ana, bill, mail_server):
    address = links(mail_of(ana, bill, mail_server))[0]
    stranger_to_forms = Client(enforce_csrf_checks=True)

    for _ in range(2):
        response = stranger_to_forms.post(address)
        assert (response.status_code, response.url) == (302, address)
    page = stranger_to_forms.get(address).content.decode()

    assert not Follow.objects.exists()
    assert "Ya no lo sigues" in page
    assert "<button" not in page.split("<main", 1)[1]


def test_a_mail_program_stops_it_in_one_request(ana, bill, mail_server):
    address = one_click(mail_of(ana, bill, mail_server))
    program = Client(enforce_csrf_checks=True)

    for _ in range(2):
        assert program.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Follow.objects.exists()


def test_each_link_stops_its_own_and_one_click_all_of_that_mail(ana, bill, mail_server, client):
    follow(ana, bill)
    follow(ana, other := make_bill(435))
    bruna = make_member("bruna@ejemplo.pe")
    follow(bruna, bill)
    mail = mail_of(ana, bill, mail_server)

    assert len(links(mail)) == 2
    client.post(links(mail)[0])
    assert {f.bill or f.cause for f in ana.follows.all()} == {bill, other}

    client.post(one_click(mail), {"List-Unsubscribe": "One-Click"})
    assert [f.bill for f in ana.follows.all()] == [other]
    assert bruna.follows.count() == 1


@pytest.mark.parametrize(
    "spoil", [str.upper, lambda token: token[:-1], lambda token: "x" + token, lambda _: "x.all.y"]
)
def test_a_forged_or_damaged_address_is_refused_calmly(ana, bill, mail_server, client, spoil):
    token = links(mail_of(ana, bill, mail_server))[0].split("/")[-2]

    for ask in (client.get, client.post):
        page = ask(f"/seguimiento/dejar/{spoil(token)}/")
        assert page.status_code == 404
        assert "Este enlace no sirve" in page.content.decode()
    assert Follow.objects.count() == 1


def test_the_address_of_a_mail_we_no_longer_know_is_refused_calmly(ana, client):
    for ask in (client.get, client.post):
        assert (
            "Este enlace no sirve"
            in ask(f"/seguimiento/dejar/{leaving.sign('0' * 32, 'all')}/").content.decode()
        )
    assert Follow.objects.count() == 1


def test_signed_in_she_may_follow_again_and_nobody_else_is_offered_it(ana, cause, bill, mail_server, client):
    address = links(mail_of(ana, bill, mail_server))[0]
    client.post(address)

    client.force_login(make_member("bruna@ejemplo.pe"))
    assert 'name="cause"' not in client.get(address).content.decode()

    client.force_login(ana)
    assert 'name="cause"' in client.get(address).content.decode()
    client.post("/seguimiento/seguir/", {"cause": cause.slug, "next": address})
    assert Follow.objects.get().cause == cause
    assert "¿Dejar de seguir?" in client.get(address).content.decode()


def test_in_english_the_links_lead_to_english_pages(ana, bill, mail_server, client):
    UserProfile.objects.create(user=ana, preferred_language="en")
    mail = mail_of(ana, bill, mail_server)

    assert {one_click(mail)[:4], links(mail)[0][:4]} == {"/en/"}
    assert 'lang="en"' in client.get(links(mail)[0]).content.decode()


# What was due already


def test_what_was_due_for_something_she_left_is_not_sent(ana, bill, mail_server):
    see(Kind.SIGNATORY_ADDED, bill, new="Ejemplo Ficticia, Rosa")
    ana.follows.all().delete()

    assert send() == {"left": 1}
    assert not mail_server.received
    assert Delivery.objects.get().state == Delivery.State.LEFT
    assert send() == {}


def test_what_she_waits_for_in_another_way_still_comes_and_says_so(ana, bill, mail_server):
    follow(ana, bill)
    see(Kind.SIGNATORY_ADDED, bill, new="Ejemplo Ficticia, Rosa")
    ana.follows.filter(bill=None).delete()
    send()

    mail = text_of(mail_server.to(ana.email)[0])
    assert f"Sigues el proyecto de ley {bill.label}." in mail
    assert "Derechos en el trabajo" not in mail


def test_of_several_things_due_only_those_she_left_are_left_out(ana, bill, mail_server):
    other = make_bill(435)
    follow(ana, other)
    for told in (bill, other):
        see(Kind.SIGNATORY_ADDED, told, new="Ejemplo Ficticia, Rosa")
    ana.follows.filter(bill=other).delete()

    assert send() == {"sent": 1, "left": 1}
    assert other.label not in text_of(mail_server.to(ana.email)[0])


def test_who_left_and_came_back_before_it_was_sent_is_told(ana, cause, bill, mail_server):
    see(Kind.SIGNATORY_ADDED, bill, new="Ejemplo Ficticia, Rosa")
    ana.follows.all().delete()
    follow(ana, cause)

    assert send() == {"sent": 1}


def test_a_written_mail_of_which_nothing_is_wanted_any_more_is_not_tried_again(ana, bill, mail_server):
    mail_server.answers["DATA"] = "451 later"
    see(Kind.SIGNATORY_ADDED, bill, new="Ejemplo Ficticia, Rosa")
    assert send() == {"put_off": 1}
    mail_server.answers.clear()
    Delivery.objects.update(not_before=Message.objects.get().written)
    ana.follows.all().delete()

    assert send() == {"left": 1}
    assert not mail_server.received


def test_a_correction_is_owed_even_to_who_left_and_says_why_it_comes(ana, bill, mail_server):
    rosa = make_member("rosa@ejemplo.pe")
    step, _ = enter_step(bill, rosa, status="DICTAMEN", day=date(2026, 11, 19), note="oí")
    send()
    ana.follows.all().delete()
    take_back_step(step, rosa, reason="era otro proyecto")

    assert send() == {"sent": 1}
    mail = text_of(mail_server.to(ana.email)[-1])
    assert "Te habíamos avisado de esto." in mail
    assert "Sigues" not in mail


def test_who_left_before_she_was_told_gets_no_correction(ana, bill, mail_server):
    rosa = make_member("rosa@ejemplo.pe")
    step, _ = enter_step(bill, rosa, status="DICTAMEN", day=date(2026, 11, 19), note="oí")
    ana.follows.all().delete()
    send()
    take_back_step(step, rosa, reason="era otro proyecto")

    assert send() == {}


def test_news_of_a_source_names_one_thing_she_follows_and_its_link_stops_only_that(ana, mail_server, client):
    follow(ana, other := make_bill(435))
    source = Source.objects.create(name="diputados", spider="spley", period=2026, chamber="D")
    see(Kind.SOURCE_FAILING, source=source, new="El Congreso no nos dejó pasar")
    send()
    mail = mail_server.to(ana.email)[0]
    assert len(links(mail)) == 1

    for _ in range(2):
        client.post(one_click(mail), {"List-Unsubscribe": "One-Click"})
    assert [f.bill for f in ana.follows.all()] == [other]


def test_why_she_gets_it_is_worded_in_her_language(ana, bill):
    follow(make_member("bruna@ejemplo.pe"), bill)
    link = BillLink.objects.create(
        kind=BillLink.Kind.REFILED_AS,
        bill=bill,
        other=(later := make_bill(512)),
        other_period=2026,
        other_chamber="D",
        other_number=512,
        other_label=later.label,
    )
    see(Kind.SIGNATORY_ADDED, later, new="Ejemplo Ficticia, Rosa")
    deliveries = list(letters.for_writing(Delivery.objects.filter(recipient=ana)))
    alerts.attach_follows(deliveries)

    with translation.override("en"):
        english = alerts.reasons(deliveries[0])
    assert link.state == BillLink.State.PROPOSED
    assert alerts.reasons(deliveries[0]) == [deliveries[0].reason]
    assert english != [deliveries[0].reason]
    assert all(word not in english[0] for word in ("Sigues", "programa"))


def test_a_link_to_stop_asked_for_in_an_odd_way_is_not_written_into_the_log(client):
    lines = []
    keep = logging.Handler()
    keep.emit = lambda record: lines.append(record.getMessage())
    logging.getLogger("django.request").addHandler(keep)
    try:
        client.put(f"/seguimiento/dejar/{leaving.sign('a' * 32, 'all')}/")
    finally:
        logging.getLogger("django.request").removeHandler(keep)

    assert lines == ["Method Not Allowed (PUT): /seguimiento/dejar/…/"]
