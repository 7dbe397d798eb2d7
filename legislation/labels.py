"""What staff say a label of the source means, applied to every bill and step that carries it."""

from typing import NamedTuple

from django.db import transaction
from django.db.models import Q

from legislation import stages
from legislation.models import Bill, Edition, LabelReading, Step
from legislation.standing import restage

AT_ONCE = 500  # bills read again together


class Restaged(NamedTuple):
    bills: int
    steps: int


def spellings(model, key):
    """The ways in which this model's rows write a label."""
    statuses = model.objects.order_by().values_list("status", flat=True).distinct()
    return [status for status in statuses if stages.key(status) == key]


def carrying(reading):
    """Bills that have the label as their status, or in a step."""
    steps = Step.objects.filter(status__in=spellings(Step, reading.key))
    by_status = Q(status__in=spellings(Bill, reading.key))
    return Bill.objects.filter(by_status | Q(pk__in=steps.values("bill")))


@transaction.atomic
def apply(reading):
    """Read again whatever carries the label, and count what changed. It is no news: nobody is told."""
    Edition.advance()
    readings = LabelReading.objects.stages()
    changed = Restaged(0, 0)
    pks = list(carrying(reading).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(pks), AT_ONCE):
        bills = list(Bill.objects.filter(pk__in=pks[start : start + AT_ONCE]).defer("search", "summary"))
        before = {bill.pk: bill.stage for bill in bills}
        steps_before = dict(Step.objects.filter(bill__in=bills).values_list("pk", "stage"))
        restage(bills, readings)
        steps_after = Step.objects.filter(bill__in=bills).values_list("pk", "stage")
        changed = Restaged(
            changed.bills + sum(bill.stage != before[bill.pk] for bill in bills),
            changed.steps + sum(stage != steps_before[pk] for pk, stage in steps_after),
        )
    return changed
