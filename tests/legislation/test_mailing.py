"""Who is told, of what, how often, and what happens when the mail server is not well."""

from collections import Counter
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.db.models import F
from django.utils import timezone

from legislation import mailing, post
from legislation.models import Change, Delivery, Message
from legislation.reconciling import enter_step
from tests.congress import days_ago, dossier, followed, read, row, step, whole_list
from tests.legislation.mail_server import text_of
from tests.legislation.mail_world import follow, make_bill, make_cause, make_member, make_step, see

State, Kind = Delivery.State, Change.Kind


@pytest.fixture
def ana(db):
    return make_member("ana@ejemplo.pe")


@pytest.fixture
def bea(db):
    return make_member("bea@ejemplo.pe")


@pytest.fixture
def bill(db):
    return make_bill()


def announce():
    tally = Counter()
    mailing.announce(tally)
    return tally


def let_pass(**time):
    """Make everything that was written so much older."""
    time = timedelta(**time)
    Delivery.objects.update(not_before=F("not_before") - time, claimed=F("claimed") - time)
    Message.objects.update(written=F("written") - time)


def states():
    return dict(Delivery.objects.values_list("recipient__email", "state"))


# Whom and what


def test_each_follower_is_told_once_however_often_it_runs(ana, bea, bill, mail_server):
    follow(ana, bill), follow(bea, make_cause("Causa", bill))
    see(Kind.STEP_ADDED, bill, step=make_step(bill), new="DICTAMEN")

    call_command("announce"), call_command("announce")

    assert [to for to, _ in mail_server.received] == ["ana@ejemplo.pe", "bea@ejemplo.pe"]
    assert set(states().values()) == {State.SENT}
    assert Message.objects.filter(sent=None).count() == 0
    assert mail_server.connections == 1


def test_recipients_never_see_each_other(ana, bea, bill, mail_server):
    follow(ana, bill), follow(bea, bill)
    see(Kind.FILE_ADDED, bill, new="OPINION.pdf")

    announce()

    for to, message in mail_server.received:
        other = {"ana@ejemplo.pe", "bea@ejemplo.pe"} - {to}
        assert message["To"] == to
        assert other.pop() not in message.as_string() + text_of(message)


def test_headers_say_what_kind_of_mail_this_is(ana, bill, mail_server, settings):
    settings.SITE_URL = "https://incidencia.example"
    follow(ana, bill)
    see(Kind.FILE_ADDED, bill, new="OPINION.pdf")

    announce()

    message = mail_server.to("ana@ejemplo.pe")[0]
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe"].strip().startswith("<https://incidencia.example/seguimiento/dejar/")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Message-ID"] == Message.objects.get().message_id
    assert message["Message-ID"].endswith("@incidencia.example>")
    assert message["Date"].datetime.replace(microsecond=0) == Message.objects.get().written.replace(
        microsecond=0
    )


def test_two_steps_same_day_same_text_are_two_events_in_one_digest(mail_server):
    bill = followed(status="PRESENTADO")
    filed = step("PRESENTADO", id=1)
    read(dossier(filed))
    agenda = [step("EN AGENDA DEL PLENO", id=number, day=days_ago(0)) for number in (2, 3)]

    read(dossier(filed, *agenda))
    announce()

    assert bill.changes.filter(kind=Kind.STEP_ADDED).count() == 2
    assert len(mail_server.received) == 1
    assert text_of(mail_server.received[0][1]).count("El Congreso dice: «EN AGENDA DEL PLENO»") == 2


def test_event_dated_10_days_ago_first_seen_now_is_one_alert_labelled_late(mail_server):
    followed(status="PRESENTADO")
    filed = step("PRESENTADO", id=1)
    read(dossier(filed))

    for _ in range(3):
        read(dossier(filed, step("EN COMISIÓN", id=2, day=days_ago(10))))
        announce()

    assert len(mail_server.received) == 1
    message = mail_server.received[0][1]
    assert "con retraso" in message["Subject"]
    assert "Registrado con retraso" in text_of(message)


def test_future_dated_session_is_one_alert(mail_server):
    followed(status="PRESENTADO")
    filed = step("PRESENTADO", id=1)
    read(dossier(filed))
    session = step("EN AGENDA DEL PLENO", id=2, day=days_ago(-6))

    for day in range(10):  # before the session, on its day, and after it
        read(dossier(filed, session), now=timezone.now() + timedelta(days=day))
        announce()

    assert len(mail_server.received) == 1
    assert "Está previsto para el" in text_of(mail_server.received[0][1])


def test_what_staff_entered_is_not_told_again_when_congress_shows_it(bea, mail_server):
    bill = followed(status="PRESENTADO")
    filed = step("PRESENTADO", id=1)
    read(dossier(filed))

    enter_step(bill, bea, status="DICTAMEN", day=days_ago(0), note="me lo dijo una asesora")
    announce()
    read(dossier(filed, step("DICTAMEN", id=2, day=days_ago(0))))
    announce()

    assert len(mail_server.received) == 1
    assert "Sin confirmar" in text_of(mail_server.received[0][1])


def test_a_status_and_its_step_are_told_once(mail_server):
    followed(status="PRESENTADO")
    filed = step("PRESENTADO", id=1)
    read(dossier(filed))

    read(*whole_list(row(status="DICTAMEN")))
    announce()
    read(dossier(filed, step("DICTAMEN", id=2, day=days_ago(0))))
    announce()

    assert len(mail_server.received) == 1


def test_inactive_members_get_nothing_and_the_row_says_why(ana, bea, bill, mail_server):
    follow(ana, bill), follow(bea, bill)
    see(Kind.FILE_ADDED, bill, new="OPINION.pdf")
    ana.is_active = False
    ana.save()

    announce()

    assert [to for to, _ in mail_server.received] == ["bea@ejemplo.pe"]
    assert states() == {"ana@ejemplo.pe": State.FAILED, "bea@ejemplo.pe": State.SENT}
    assert Delivery.objects.get(recipient=ana).error == "La cuenta está desactivada."
    assert not Message.objects.filter(recipient=ana).exists()


# No server


def test_without_a_server_mails_are_written_and_kept(ana, bill, settings, capsys):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    follow(ana, bill)
    see(Kind.FILE_ADDED, bill, new="OPINION.pdf")

    call_command("announce")

    assert states() == {"ana@ejemplo.pe": State.KEPT}
    assert "OPINION.pdf" in Message.objects.get().text
    assert "EMAIL_URL is empty" in capsys.readouterr().out


def test_kept_mails_are_not_sent_when_a_server_comes_later(ana, bill, settings, mail_server):
    smtp, settings.EMAIL_BACKEND = (
        settings.EMAIL_BACKEND,
        "django.core.mail.backends.dummy.EmailBackend",
    )
    follow(ana, bill)
    see(Kind.FILE_ADDED, bill, new="OPINION.pdf")
    announce()

    settings.EMAIL_BACKEND = smtp
    let_pass(days=2)
    announce()

    assert mail_server.received == []
    assert states() == {"ana@ejemplo.pe": State.KEPT}


# A server that is not well


def test_a_refused_recipient_never_stops_the_others(ana, bea, bill, mail_server):
    follow(ana, bill), follow(bea, bill)
    see(Kind.FILE_ADDED, bill, new="OPINION.pdf")
    mail_server.refuse["ana@ejemplo.pe"] = "550 5.1.1 No such user"

    waits = []
    for _ in range(3):
        announce()
        told = Delivery.objects.get(recipient=ana)
        waits.append(round((told.not_before - timezone.now()) / timedelta(minutes=1)))
        let_pass(hours=1)

    assert len(mail_server.to("bea@ejemplo.pe")) == 1
    assert waits[:2] == [15, 60]
    assert (told.state, told.error, told.attempts) == (State.FAILED, "550 5.1.1 No such user", 3)
    announce()
    assert mail_server.seen.count("RCPT") == 4


def test_a_refusal_after_a_server_that_put_it_off_is_tried_again_as_often_as_any(ana, bill, mail_server):
    follow(ana, bill)
    see(Kind.FILE_ADDED, bill, new="OPINION.pdf")
    mail_server.refuse["ana@ejemplo.pe"] = "451 4.7.1 Greylisted"
    for _ in range(3):
        announce(), let_pass(hours=1)
    mail_server.refuse["ana@ejemplo.pe"] = "550 5.7.1 Relaying denied"
    for _ in range(2):
        announce(), let_pass(hours=1)
    assert states() == {"ana@ejemplo.pe": State.DUE}

    mail_server.refuse.clear()
    announce()

    assert len(mail_server.received) == 1
    assert states() == {"ana@ejemplo.pe": State.SENT}


def test_nor_do_refusals_cost_it_the_three_days(ana, bill, mail_server):
    follow(ana, bill)
    see(Kind.FILE_ADDED, bill, new="OPINION.pdf")
    answers = ["550 5.7.1 Relaying denied", "451 4.7.1 Greylisted", "550 5.7.1 Relaying denied"]
    waits = []

    for answer in [*answers, "451 4.7.1 Greylisted", "550 5.7.1 Relaying denied"]:
        mail_server.refuse["ana@ejemplo.pe"] = answer
        announce()
        told = Delivery.objects.get()
        waits.append(round((told.not_before - timezone.now()) / timedelta(minutes=1)))
        let_pass(hours=1)

    assert waits[:4] == [15, 1, 60, 5]
    assert (told.state, told.attempts, told.refusals) == (State.FAILED, 5, 3)


def test_a_recipient_put_off_is_tried_less_and_less_often_for_three_days(ana, bill, mail_server):
    follow(ana, bill)
    see(Kind.FILE_ADDED, bill, new="OPINION.pdf")
    mail_server.refuse["ana@ejemplo.pe"] = "451 4.7.1 Greylisted, try again later"

    waits = []
    while True:
        announce()
        told = Delivery.objects.get()
        if told.state == State.FAILED:
            break
        wait = told.not_before - timezone.now()
        waits.append(round(wait / timedelta(minutes=1)))
        announce()  # too early: nothing happens
        let_pass(seconds=wait.total_seconds())

    assert waits[:6] == [1, 5, 15, 60, 240, 240]
    assert timedelta(days=2, hours=16) < timedelta(minutes=sum(waits)) <= timedelta(days=3)
    assert told.attempts == len(waits) + 1
    assert told.error == "451 4.7.1 Greylisted, try again later"


def test_a_retried_mail_is_the_same_mail(ana, bill, mail_server):
    follow(ana, bill)
    see(Kind.FILE_ADDED, bill, new="OPINION.pdf")
    mail_server.answers["DATA"] = "452 4.3.1 Out of space"
    announce()
    del mail_server.answers["DATA"]
    see(Kind.FILE_ADDED, bill, new="OTRA.pdf")

    let_pass(minutes=1)
    announce()

    first, second = mail_server.to("ana@ejemplo.pe")
    assert "OPINION.pdf" in text_of(first) and "OTRA.pdf" not in text_of(first)
    assert "OTRA.pdf" in text_of(second) and "OPINION.pdf" not in text_of(second)
    assert set(Delivery.objects.values_list("state", "error")) == {(State.SENT, "")}


@pytest.mark.parametrize(("stage", "minutes"), [("MAIL", 1), ("RCPT", 1), ("DATA", 60)])
def test_a_connection_broken_midway_costs_one_mail_a_while(ana, bea, bill, mail_server, stage, minutes):
    follow(ana, bill), follow(bea, bill)
    see(Kind.FILE_ADDED, bill, new="OPINION.pdf")
    mail_server.hang_up_at[stage] = 1

    announce()
    assert mail_server.ids() == [Message.objects.get(recipient=bea).message_id]
    wait = Delivery.objects.get(recipient=ana).not_before - timezone.now()
    assert round(wait / timedelta(minutes=1)) == minutes
    let_pass(minutes=minutes)
    announce()

    assert [to for to, _ in mail_server.received] == ["bea@ejemplo.pe", "ana@ejemplo.pe"]
    assert set(states().values()) == {State.SENT}


def test_a_server_that_breaks_every_connection_ends_the_run(bill, mail_server):
    for number in range(6):
        follow(make_member(f"persona{number}@ejemplo.pe"), bill)
    see(Kind.FILE_ADDED, bill, new="OPINION.pdf")
    mail_server.hang_up_at["RCPT"] = 99

    with pytest.raises(CommandError, match=r"broke off 3 messages in a row.* 6 deliveries wait"):
        call_command("announce")

    assert Delivery.objects.filter(attempts=0).count() == 3
    mail_server.hang_up_at.clear()
    let_pass(minutes=1)
    call_command("announce")
    assert sorted(to for to, _ in mail_server.received) == [f"persona{n}@ejemplo.pe" for n in range(6)]


def test_a_server_that_does_not_want_us_as_sender_costs_nobody_her_mail(ana, bill, mail_server):
    follow(ana, bill)
    see(Kind.FILE_ADDED, bill, new="OPINION.pdf")
    mail_server.answers["MAIL"] = "553 5.7.1 Sender address rejected"

    for _ in range(4):
        announce()
        let_pass(hours=1)
    mail_server.answers.clear()
    let_pass(hours=4)
    announce()

    assert len(mail_server.to("ana@ejemplo.pe")) == 1


def test_a_server_that_is_down_stops_the_run_and_loses_nothing(settings, bill, mail_server):
    for number in range(5):
        follow(make_member(f"persona{number}@ejemplo.pe"), bill)
    see(Kind.FILE_ADDED, bill, new="OPINION.pdf")
    settings.EMAIL_PORT, port = 1, settings.EMAIL_PORT  # nothing listens there

    with pytest.raises(CommandError, match=r"127\.0\.0\.1:1 .*refused.* 5 deliveries wait"):
        call_command("announce")

    assert set(Delivery.objects.values_list("state", "attempts")) == {(State.DUE, 0)}
    see(Kind.FILE_ADDED, bill, new="OTRA.pdf")
    settings.EMAIL_PORT = port
    call_command("announce")
    assert [to for to, _ in mail_server.received] == [f"persona{n}@ejemplo.pe" for n in range(5)]
    for _, message in mail_server.received:
        assert text_of(message).index("OPINION.pdf") < text_of(message).index("OTRA.pdf")


def test_a_server_that_does_not_know_our_password_costs_nobody_a_try(settings, ana, bill, mail_server):
    follow(ana, bill)
    see(Kind.FILE_ADDED, bill, new="OPINION.pdf")
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "incidencia", "secreto-mal-escrito"

    with pytest.raises(CommandError, match="does not let us in") as raised:
        call_command("announce")

    assert "secreto" not in str(raised.value)
    assert set(Delivery.objects.values_list("state", "attempts")) == {(State.DUE, 0)}


def test_a_database_that_is_locked_for_a_moment_makes_no_duplicate(shared_database, mail_server, monkeypatch):
    bill = make_bill()
    follow(make_member("ana@ejemplo.pe"), bill)
    see(Kind.FILE_ADDED, bill, new="OPINION.pdf")
    pauses, mark = [], mailing.mark_sent

    def locked_twice(*args):
        if len(pauses) < 2:
            raise OperationalError("database is locked")
        return mark(*args)

    monkeypatch.setattr(mailing, "mark_sent", locked_twice)
    monkeypatch.setattr(mailing.time, "sleep", pauses.append)

    announce(), announce()

    assert pauses == [1, 2]
    assert len(mail_server.received) == 1
    assert states() == {"ana@ejemplo.pe": State.SENT}


def test_an_answer_that_does_not_come_in_time_is_tried_again_as_the_same_mail(
    ana, bill, mail_server, monkeypatch
):
    monkeypatch.setattr(post, "ANSWER_WITHIN", 0.3)
    follow(ana, bill)
    see(Kind.FILE_ADDED, bill, new="OPINION.pdf")
    mail_server.pause_at = "ACCEPTED"

    announce()
    assert states() == {"ana@ejemplo.pe": State.DUE}
    mail_server.pause_at = None
    mail_server.go_on.set()
    let_pass(hours=1)
    announce()

    first, second = mail_server.ids()
    assert first == second
    assert states() == {"ana@ejemplo.pe": State.SENT}


def test_a_mail_that_is_never_answered_goes_out_three_times_and_is_then_perhaps_sent(ana, bill, mail_server):
    follow(ana, bill)
    see(Kind.FILE_ADDED, bill, new="OPINION.pdf")
    mail_server.hang_up_at["ACCEPTED"] = 99

    waits = []
    for _ in range(5):
        announce()
        told = Delivery.objects.get()
        waits.append(round((told.not_before - timezone.now()) / timedelta(hours=1)))
        let_pass(hours=12)

    assert waits[:2] == [1, 12]
    assert len(mail_server.received) == 3 and len(set(mail_server.ids())) == 1
    assert (told.state, told.unanswered) == (State.PERHAPS, 3)
    assert "Connection unexpectedly closed" in told.error


def test_a_connection_that_breaks_before_the_text_is_out_has_not_sent_it(ana, bill, mail_server):
    follow(ana, bill)
    see(Kind.FILE_ADDED, bill, new="OPINION.pdf")
    mail_server.hang_up_at["ACCEPTED"] = 1
    announce(), let_pass(hours=1)

    for _ in range(4):
        mail_server.hang_up_at["RCPT"] = 1
        announce(), let_pass(hours=1)

    assert Delivery.objects.get().unanswered == 1
    assert states() == {"ana@ejemplo.pe": State.DUE}


def test_a_claim_lasts_longer_than_the_slowest_sending():
    assert Delivery.LEASE.total_seconds() > mailing.LONGEST_SENDING


def test_a_process_that_slept_too_long_over_its_claim_sends_nothing(ana, bill, mail_server, monkeypatch):
    follow(ana, bill)
    see(Kind.FILE_ADDED, bill, new="OPINION.pdf")
    monkeypatch.setattr(mailing, "LONGEST_SENDING", Delivery.LEASE.total_seconds() + 1)

    announce()

    assert mail_server.received == []
    assert states() == {"ana@ejemplo.pe": State.SENDING}


# A sender that died


def claimed(delivery, **ago):
    """As a process left it that died with this delivery in hand."""
    Delivery.objects.filter(pk=delivery.pk).update(
        state=State.SENDING, claimed=timezone.now() - timedelta(**ago), attempts=1
    )


def test_what_another_process_holds_is_left_alone(ana, bill, mail_server):
    follow(ana, bill)
    see(Kind.FILE_ADDED, bill, new="OPINION.pdf")
    claimed(Delivery.objects.get(), minutes=9)

    announce()

    assert mail_server.received == []


def test_what_a_dead_process_held_is_sent_as_it_had_been_written(ana, bill, mail_server):
    follow(ana, bill)
    see(Kind.FILE_ADDED, bill, new="OPINION.pdf")
    mailing.take(ana.pk, None, mailing.Run(post.Post(), Counter(), {}))
    see(Kind.FILE_ADDED, bill, new="OTRA.pdf")
    let_pass(minutes=11)

    announce()

    dead, new = mail_server.to("ana@ejemplo.pe")
    assert "OPINION.pdf" in text_of(dead) and "OTRA.pdf" not in text_of(dead)
    assert "OTRA.pdf" in text_of(new) and "OPINION.pdf" not in text_of(new)
    assert Message.objects.count() == 2


# What cannot be written


def test_one_corrupt_subscription_others_sent(ana, bea, bill, mail_server):
    other = make_bill(90)
    follow(ana, bill), follow(bea, bill), follow(bea, other)
    see(Kind.LINK_PROPOSED, other, new="no link at all")  # cannot be put into words
    see(Kind.FILE_ADDED, bill, new="OPINION.pdf")

    announce()

    assert sorted(to for to, _ in mail_server.received) == ["ana@ejemplo.pe", "bea@ejemplo.pe"]
    assert "OPINION.pdf" in text_of(mail_server.to("bea@ejemplo.pe")[0])
    broken = Delivery.objects.get(change__bill=other)
    assert broken.state == State.DUE and "No se pudo escribir" in broken.error
    for _ in range(20):
        let_pass(hours=4)
        announce()
    broken.refresh_from_db()
    assert broken.state == State.FAILED
    assert len(mail_server.received) == 2


def test_an_address_that_cannot_be_written_to_never_stops_the_others(ana, bea, bill, mail_server):
    follow(ana, bill), follow(bea, bill)
    see(Kind.FILE_ADDED, bill, new="OPINION.pdf")
    type(ana).objects.filter(pk=ana.pk).update(email="ana@@ejemplo\n.pe")

    announce()

    assert [to for to, _ in mail_server.received] == ["bea@ejemplo.pe"]
    assert "ana@@ejemplo" in Delivery.objects.get(recipient=ana).error


def test_a_member_without_an_address_is_not_said_to_have_been_told(ana, bill, mail_server):
    follow(ana, bill)
    see(Kind.FILE_ADDED, bill, new="OPINION.pdf")
    type(ana).objects.filter(pk=ana.pk).update(email="")

    announce()

    assert not mail_server.received
    assert Delivery.objects.get().state == State.DUE and "no address" in Delivery.objects.get().error


def test_a_digest_too_large_for_one_mail_comes_in_several(ana, mail_server):
    long = "ÑANDÚ & «ÁNGEL» " * 60
    for number in range(1, 61):
        bill = make_bill(number, title=long, status="DICTAMEN")
        follow(ana, bill)
        see(Kind.STEP_EDITED, bill, step=make_step(bill, detail=long), old=long, new=f"{number:05} {long}")

    announce()

    mails = Message.objects.order_by("pk")
    assert 1 < mails.count() == len(mail_server.received)
    assert max(len(mail.html.encode()) for mail in mails) <= 60_000
    texts = "".join(mail.text for mail in mails)
    assert [texts.count(f"«{number:05} ") for number in range(1, 61)] == [1] * 60
    assert set(states().values()) == {State.SENT}


@pytest.mark.parametrize("number", [1, 50])
def test_one_run_asks_the_database_as_often_for_fifty_changes_as_for_one(
    ana, mail_server, number, django_assert_num_queries
):
    bills = [make_bill(n) for n in range(1, 6)]
    follow(ana, make_cause("Causa", *bills))
    for n in range(number):
        see(Kind.FILE_ADDED, bills[n % 5], new=f"OPINION_{n}.pdf")

    # What waits, twice; the claim's lock, mark and rows; seven about bills and causes; the message and its rows; two
    # marks; and the brackets around the transactions.
    with django_assert_num_queries(22):
        announce()

    assert len(mail_server.received) == 1


def test_only_what_goes_by_mail_is_sent_by_mail(ana, bill, mail_server):
    follow(ana, bill)
    see(Kind.FILE_ADDED, bill, new="OPINION.pdf")
    Delivery.objects.update(channel="signal")

    announce()

    assert mail_server.received == []
