"""A machine's clock ran a year ahead and was set back: what it wrote meanwhile blocks nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from legislation.models import Bill, Listing
from scrapers.answers import keep
from scrapers.models import ScrapeRun, Source
from tests.congress import days_ago, dossier, followed, read, row, step, whole_list

pytestmark = pytest.mark.django_db
SENT = step("EN COMISIÓN", id=2, day=days_ago(40))


@pytest.fixture
def in_a_year():
    return timezone.now() + timedelta(days=365)


@pytest.fixture
def source():
    return Source.objects.get(name="lista-2026-diputados")


def test_a_source_read_in_a_year_is_due_now(source, in_a_year):
    source.runs.create(started=in_a_year).finish()

    assert source in Source.objects.due()


def test_one_read_by_a_clock_a_little_ahead_is_not(source):
    source.runs.create(started=timezone.now() + timedelta(seconds=30)).finish()

    assert source not in Source.objects.due()


def test_a_reading_begun_in_a_year_is_given_up_and_one_begun_now_is_not(source, in_a_year):
    other = Source.objects.get(name="lista-2026-senado")
    ahead, now = source.runs.create(started=in_a_year), other.runs.create()

    ScrapeRun.objects.give_up()

    ahead.refresh_from_db(), now.refresh_from_db()
    assert (ahead.status, now.status) == ("failed", "running")


def test_a_list_read_in_a_year_does_not_outdate_what_is_read_now(in_a_year):
    followed(status="EN COMISIÓN")
    Listing.objects.update(last_read=in_a_year)
    answer = keep(b"{}", url="https://congreso.example/", parser="spley/1")

    read(*whole_list(row(status="DICTAMEN", answer=answer.sha256)), answers=[answer])

    assert Bill.objects.get().status == "DICTAMEN"
    assert Listing.objects.get().last_read <= timezone.now()


def test_a_dossier_read_in_a_year_does_not_outdate_what_is_read_now(in_a_year):
    followed(status="EN COMISIÓN")
    read(dossier(SENT))
    Bill.objects.update(dossier_read=in_a_year)

    read(dossier(SENT, step("DICTAMEN", id=3, day=days_ago(1))))

    assert Bill.objects.get().steps.count() == 2
