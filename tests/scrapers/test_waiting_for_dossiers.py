"""Whoever puts a bill into a cause, or follows it, sees its steps within a minute and not after six hours."""

from datetime import timedelta

import pytest
from django.utils import timezone

from legislation.models import Bill, Follow
from scrapers.models import Source
from tests.congress import cause_with, dossier, member, read, row, step, whole_list

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossiers():
    source = Source.objects.get(spider="spley_detail")
    source.runs.create(started=timezone.now() - timedelta(minutes=5)).finish()
    Source.objects.filter(pk=source.pk).update(every=timedelta(hours=6))
    return source


@pytest.mark.parametrize("how", ["cause", "follow"])
def test_a_bill_newly_waited_for_has_its_dossier_read_at_once(dossiers, how):
    read(*whole_list(row()))
    bill = Bill.objects.get()
    assert dossiers not in Source.objects.due()

    if how == "cause":
        cause_with(bill)
    else:
        Follow.objects.create(user=member(), bill=bill)
    assert dossiers in Source.objects.due()

    dossiers.runs.create().finish()
    assert dossiers not in Source.objects.due()


def test_one_whose_dossier_was_read_waits_its_turn(dossiers):
    read(*whole_list(row()))
    read(dossier(step("EN COMISIÓN")))

    cause_with(Bill.objects.get())

    assert dossiers not in Source.objects.due()
