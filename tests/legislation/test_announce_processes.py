"""Real `announce` processes, several at once and killed with -9: nobody is told twice, nobody is left out.

The one window: the server has the mail and the row does not say so yet. What is sent again then is the same mail."""

import signal
from collections import Counter
from datetime import timedelta
from functools import partial

import pytest
from django.core.management import execute_from_command_line
from django.db import transaction
from django.db.models import F
from django.db.utils import OperationalError

from legislation import mailing
from legislation.models import Change, Delivery, Message
from tests.forking import Forked
from tests.legislation.dying_announce import POINTS, arrange
from tests.legislation.mail_server import MailServer, text_of
from tests.legislation.mail_world import follow, make_bill, make_member, see

WINDOW = ("sent and not yet marked", "marked and not yet committed")
PATIENCE = 120  # seconds; a busy machine takes its time
State = Delivery.State


@pytest.fixture
def server(shared_database, settings):
    with MailServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server


@pytest.fixture
def start(server):
    """Start `announce` in a process of its own, once arrange() has been called there."""
    running = []

    def start(arrange=lambda: None):
        def announce():
            arrange()
            execute_from_command_line(["manage.py", "announce"])

        running.append(Forked(announce))
        return running[-1]

    yield start
    for process in running:
        process.kill()


def ended(process):
    """Exit status and everything it said."""
    return process.ended(PATIENCE)


def make_followers(number):
    bill = make_bill()
    for n in range(number):
        follow(make_member(f"persona{n:03}@ejemplo.pe"), bill)
    see(Change.Kind.FILE_ADDED, bill, new="OPINION.pdf")
    return [f"persona{n:03}@ejemplo.pe" for n in range(number)]


def let_lease_run_out():
    past = Delivery.LEASE + timedelta(minutes=1)
    Delivery.objects.update(claimed=F("claimed") - past, not_before=F("not_before") - past)


def run_here():
    """The run after: what it does needs no process of its own."""
    mailing.announce(Counter())


def times_told(server):
    return Counter(to for to, _ in server.received)


def copies(server):
    """Mails that the server got again, as it would show them: by their Message-ID."""
    return [id for id, times in Counter(server.ids()).items() if times > 1]


@pytest.mark.parametrize("point", POINTS)
def test_killed_anywhere_it_leaves_nobody_out_and_tells_again_only_in_the_window(point, server, start):
    everybody = make_followers(4)

    status, said = ended(start(partial(arrange, point)))
    assert status == -signal.SIGKILL, said
    let_lease_run_out()
    run_here()

    assert set(times_told(server)) == set(everybody)
    assert len(copies(server)) == (1 if point in WINDOW else 0)
    assert len(server.received) == 4 + len(copies(server))
    assert Message.objects.exclude(sent=None).count() == Message.objects.count() == 4
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.SENT}


def test_kill_between_enqueue_and_send_loses_nothing(server, start):
    make_followers(2)
    server.pause_at = "RCPT"
    process = start()
    assert server.paused.wait(PATIENCE)

    process.kill()
    ended(process)
    server.pause_at = None
    server.go_on.set()
    let_lease_run_out()
    run_here()

    assert times_told(server) == {"persona000@ejemplo.pe": 1, "persona001@ejemplo.pe": 1}


def test_kill_between_send_and_record_may_repeat_one_mail_that_can_be_known_again(server, start):
    make_followers(2)
    server.pause_at = "ACCEPTED"
    process = start()
    assert server.paused.wait(PATIENCE)

    process.kill()
    ended(process)
    server.pause_at = None
    server.go_on.set()
    let_lease_run_out()
    run_here()

    assert times_told(server) == {"persona000@ejemplo.pe": 2, "persona001@ejemplo.pe": 1}
    first, second = server.to("persona000@ejemplo.pe")
    assert first["Message-ID"] == second["Message-ID"]
    assert (first["Date"], first["Subject"]) == (second["Date"], second["Subject"])
    assert text_of(first) == text_of(second)


def test_killed_again_and_again_it_still_tells_everybody(server, start):
    everybody = make_followers(12)
    kills = [1, 2, 3, 5, 9, 14]  # the server's events at which the process dies, counted from its start
    in_window = 0

    for event in kills:
        server.seen.clear()
        server.pause_after = event
        server.paused.clear()
        server.go_on.clear()
        process = start()
        assert server.paused.wait(PATIENCE)
        process.kill()
        ended(process)
        in_window += server.seen[-1] == "ACCEPTED"
        server.pause_after = None
        server.go_on.set()
        let_lease_run_out()
    run_here()

    assert set(times_told(server)) == set(everybody)
    assert len(server.received) - len(everybody) <= in_window
    assert len(set(server.ids())) == len(everybody)
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.SENT}


@pytest.mark.parametrize(("processes", "deliveries"), [(2, 40), (4, 200)])
def test_several_at_once_over_200_deliveries_tell_each_once(processes, deliveries, server, start):
    everybody = make_followers(deliveries)
    server.wait_for_connections = processes  # so that they truly run at the same time

    for status, said in [ended(process) for process in [start() for _ in range(processes)]]:
        assert status == 0, said

    assert times_told(server) == dict.fromkeys(everybody, 1)
    assert server.connections == processes
    assert set(Delivery.objects.values_list("state", "attempts")) == {(State.SENT, 1)}
    assert Message.objects.exclude(sent=None).count() == Message.objects.count() == deliveries


def test_run_twice_it_tells_nothing_new(server, start):
    make_followers(3)

    assert ended(start())[0] == 0
    status, said = ended(start())

    assert (status, len(server.received)) == (0, 3)
    assert "Messages sent: 0." in said


def test_no_transaction_is_open_while_the_server_thinks(server, start):
    make_followers(1)
    server.pause_at = "DATA"
    process = start()
    assert server.paused.wait(PATIENCE)

    try:
        with transaction.atomic():  # SQLite takes its one write lock here, PostgreSQL locks the rows
            list(Delivery.objects.select_for_update(nowait=True))
    except OperationalError as error:
        pytest.fail(f"a transaction was open: {error}")

    server.go_on.set()
    assert ended(process)[0] == 0
    assert len(server.received) == 1


def test_asked_to_end_it_ends_after_the_mail_at_hand(server, start):
    make_followers(3)
    server.pause_at = "DATA"
    process = start()
    assert server.paused.wait(PATIENCE)

    process.terminate()
    server.pause_at = None
    server.go_on.set()
    status, said = ended(process)

    assert status == 0, said
    assert len(server.received) == 1
    states = Counter(Delivery.objects.values_list("state", flat=True))
    assert states == {State.SENT: 1, State.DUE: 2}


def test_a_server_that_is_down_is_named_and_the_status_is_1(server, start):
    make_followers(3)
    server.__exit__()

    status, said = ended(start())

    assert status == 1
    assert f"127.0.0.1:{server.port}" in said and "3 deliveries wait" in said
    assert "Traceback" not in said
