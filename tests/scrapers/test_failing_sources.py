"""A reading that failed is always recorded, whatever the source said, and readers hear of it at once."""

import pytest

from scrapers import readings
from scrapers.models import ALARM_AFTER, Source

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
