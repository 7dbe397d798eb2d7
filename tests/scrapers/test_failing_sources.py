"""A reading that failed is always recorded, whatever the source said, and readers hear of it at once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from legislation import health as public_health
from legislation.models import Delivery
from scrapers import readings
from scrapers.models import ALARM_AFTER, GIVE_UP_AFTER, Heartbeat, ScrapeRun, Source
from scrapers.viewsets import health, with_health
from tests.congress import followed

pytestmark = pytest.mark.django_db


def fail(source, detail="a block page came", times=ALARM_AFTER):
    for _ in range(times):
        run = readings.start(source)
        readings.give_up(run, "blocked", detail)
    return run


@pytest.fixture
def source():
    return Source.objects.get(name="lista-2026-senado")


@pytest.mark.parametrize("said", ["<html>\0", "half a pair: \ud800"])
def test_no_text_of_the_source_keeps_its_failure_from_being_recorded(source, said):
    run = fail(source, said)

    run.refresh_from_db()
    assert run.status == "failed"
    source.refresh_from_db()
    assert source.is_failing


def test_kept_pages_say_at_once_that_a_source_fails_and_that_it_is_back(client, source):
    def says():
        return "no podemos leer una parte" in client.get("/").content.decode()

    before = says()
    fail(source)
    failing = says()
    readings.take_in(readings.start(source), [], [])

    assert (before, failing, says()) == (False, True, False)


# Readings that are killed


def kill(source, times=1):
    """Begin readings that never end, each after the one before was given up."""
    for _ in range(times):
        run = readings.start(source)
        ScrapeRun.objects.filter(pk=run.pk).update(started=timezone.now() - GIVE_UP_AFTER * 2)
    return run


def told():
    return list(Delivery.objects.order_by("pk").values_list("change__kind", flat=True))


def said(source):
    Heartbeat.now()
    report = public_health.report()
    return report["status"], next(each for each in report["sources"] if each["name"] == source.name)["status"]


def test_readings_that_die_one_after_the_other_are_told_once_and_so_is_the_good_one(source):
    followed()
    kill(source, times=ALARM_AFTER + 2)
    readings.give_up_dead()
    failing = told()

    readings.take_in(readings.start(source), [], [])

    source.refresh_from_db()
    assert failing == ["source_failing"]
    assert told() == ["source_failing", "source_back"]
    assert (source.failures, source.failing_since) == (0, None)


def test_one_reading_that_died_is_no_alarm(source):
    followed()
    kill(source)

    readings.take_in(readings.start(source), [], [])

    assert (told(), said(source)) == ([], ("ok", "ok"))


def test_two_processes_that_see_one_dead_reading_count_it_once(source, monkeypatch):
    kill(source)
    seen_by_both = list(ScrapeRun.objects.dead())

    readings.give_up_dead()
    monkeypatch.setattr(ScrapeRun.objects, "dead", lambda: seen_by_both)
    readings.give_up_dead()

    source.refresh_from_db()
    assert source.failures == 1


def test_saved_answers_whose_import_died_are_no_source_that_fails():
    followed()
    saved = Source.objects.get(name="respuestas-guardadas")

    kill(saved, times=ALARM_AFTER + 1)

    assert told() == []


@pytest.mark.parametrize("has_been_read", [True, False])
def test_a_source_whose_readings_are_all_stopped_is_said_to_fail(source, has_been_read):
    long_ago = timezone.now() - timedelta(hours=30)
    if has_been_read:
        ScrapeRun.objects.create(source=source, status="ok", started=long_ago, ended=long_ago)
    for hours in range(30):
        run = source.runs.create(started=long_ago + timedelta(hours=hours))
        readings.give_up(run, "early", "stopped from outside")
    source.runs.create()

    assert said(source) == ("failing", "failing")
    assert health(with_health(Source.objects.all()).get(pk=source.pk)).level == "bad"


def test_a_source_read_seldom_and_well_does_not_fail(source):
    Source.objects.filter(pk=source.pk).update(every=timedelta(days=7))
    last_week = timezone.now() - timedelta(days=8)
    ScrapeRun.objects.create(source=source, status="ok", started=last_week, ended=last_week)

    assert said(source) == ("ok", "ok")
