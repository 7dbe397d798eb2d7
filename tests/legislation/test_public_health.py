from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.utils import timezone

from accounts.models import User
from legislation import health
from legislation.models import Delivery
from scrapers.models import Heartbeat, ScrapeRun, Source
from tests.legislation.public_rows import make_bill, make_change

pytestmark = pytest.mark.django_db


def health_of(client):
    response = client.get("/salud/")
    return response.status_code, response.json()


def source_of(answer, name="lista-2026-diputados"):
    return next(source for source in answer["sources"] if source["name"] == name)


def read(name="lista-2026-diputados", *, ago=timedelta(minutes=1), status="ok", **fields):
    started = timezone.now() - ago
    return ScrapeRun.objects.create(
        source=Source.objects.get(name=name), started=started, ended=started, status=status, **fields
    )


@pytest.fixture
def alive():
    return Heartbeat.objects.create(pk=1)


def owe(*, ago):
    reader = User.objects.create_user("ana@example.org", "una clave larga y buena")
    return Delivery.objects.create(
        change=make_change(make_bill()), recipient=reader, not_before=timezone.now() - ago
    )


def test_a_system_that_reads_is_well(client, alive):
    read()

    status, answer = health_of(client)

    assert (status, answer["status"], answer["database"]) == (200, "ok", True)
    assert answer["timetable"]["alive"] is True
    assert source_of(answer)["status"] == "ok"
    assert source_of(answer)["last_ok"] is not None
    assert source_of(answer)["next_due"] > source_of(answer)["last_started"]


def test_a_system_that_never_read_is_not_well(client):
    status, answer = health_of(client)

    assert (status, answer["status"]) == (503, "failing")
    assert answer["timetable"] == {"alive": False, "last_beat": None, "last_started": None}
    assert source_of(answer)["status"] == "waiting"


def test_a_timetable_that_stopped_is_noticed(client):
    read()
    Heartbeat.objects.create(pk=1, beat=timezone.now() - timedelta(hours=2))

    status, answer = health_of(client)

    assert status == 503
    assert answer["timetable"]["alive"] is False


def test_a_source_that_fails_again_and_again_is_named_with_its_problem(client, alive):
    read(status="failed", problem="blocked", note="clave secreta en https://x.invalid/?k=1")
    Source.objects.filter(name="lista-2026-diputados").update(
        failures=3, failing_since=timezone.now() - timedelta(hours=1)
    )

    status, answer = health_of(client)

    assert status == 503
    source = source_of(answer)
    assert (source["status"], source["problem"], source["failures"]) == ("failing", "blocked", 3)
    assert source["failing_since"] is not None
    assert "secreta" not in client.get("/salud/").content.decode()


def test_one_failed_reading_is_no_alarm(client, alive):
    read(status="failed", problem="unavailable")
    Source.objects.filter(name="lista-2026-diputados").update(failures=1)

    status, answer = health_of(client)

    assert (status, source_of(answer)["status"]) == (200, "retrying")


def test_sources_that_are_switched_off_are_not_waited_for(client, alive):
    read()
    Source.objects.filter(name="palabras-2026-senado").update(enabled=False, failures=9)

    status, answer = health_of(client)

    assert status == 200
    assert "palabras-2026-senado" not in [source["name"] for source in answer["sources"]]


def test_mail_that_nobody_sends_is_noticed(client, alive):
    read()
    owe(ago=timedelta(hours=1))

    status, answer = health_of(client)

    assert status == 503
    assert answer["deliveries"]["waiting"] == 1
    assert answer["deliveries"]["oldest_seconds"] >= 3600


def test_mail_that_is_about_to_be_sent_is_well(client, alive):
    read()
    owe(ago=timedelta(seconds=20))

    assert health_of(client)[0] == 200


def test_it_says_nothing_about_anybody(client):
    read()
    owe(ago=timedelta(hours=1))

    assert "ana" not in client.get("/salud/").content.decode()


def test_a_database_that_does_not_answer_is_said_not_raised(client, monkeypatch):
    def broken():
        raise DatabaseError

    monkeypatch.setattr(health, "sources", broken)

    status, answer = health_of(client)

    assert (status, answer["database"], answer["status"]) == (503, False, "failing")


def test_it_is_never_kept(client):
    assert "no-store" in client.get("/salud/")["Cache-Control"]


def test_it_costs_the_same_however_many_readings_there_were(client, django_assert_max_num_queries):
    for minutes in range(50):
        read(ago=timedelta(minutes=minutes))

    with django_assert_max_num_queries(6):
        client.get("/salud/")


def test_a_database_that_is_gone_is_said_by_the_address_that_watches(client, monkeypatch):
    from django.db import OperationalError

    from legislation import page_cache

    def gone():
        raise OperationalError("the database is gone")

    monkeypatch.setattr(page_cache, "current_edition", gone)
    monkeypatch.setattr(health, "report", gone)

    answer = client.get("/salud/")

    assert (answer.status_code, answer.json()["database"]) == (503, False)
