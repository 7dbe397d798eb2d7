"""The CRM's part of the demonstration, loaded on any day."""

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from crm import demonstration
from crm.models import Interaction, Person
from legislation.models import Cause
from scrapers.management.commands import load_demo
from tests.crm.test_demonstration import TEXTS

pytestmark = pytest.mark.django_db


@pytest.fixture
def cause():
    load_demo.create_team()
    return Cause.objects.create(**load_demo.CAUSE)


def contents():
    return {model: sorted(map(str, model.objects.values_list(*fields))) for model, fields in TEXTS.items()}


def test_the_same_day_brings_the_same_demonstration(cause):
    found = []
    for _ in range(2):
        point = transaction.savepoint()
        demonstration.load(cause, today=date(2027, 9, 14))
        found.append(contents())
        transaction.savepoint_rollback(point)

    assert found[0] == found[1]


@pytest.mark.parametrize("today", [date(2026, 12, 31), date(2028, 2, 29), date(2031, 7, 28)])
def test_it_never_ages(cause, today):
    demonstration.load(cause, today=today)

    assert Person.objects.in_office(today).count() == 202
    assert Interaction.objects.filter(state="planned", starts__date__lte=today).count() == 0
    assert Interaction.objects.held().filter(starts__date__gte=today).count() == 0
    assert Interaction.objects.held().filter(starts__date__gt=today - timedelta(days=30)).count() > 10


def test_it_is_written_in_few_questions(cause):
    with CaptureQueriesContext(connection) as queries:
        demonstration.load(cause)

    assert len(queries) < 200
