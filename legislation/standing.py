"""Where bills stand, read again from the labels we keep. Nothing here is news: nobody is told."""

from collections import defaultdict

from legislation import stages
from legislation.models import Bill, BillLink, LabelReading, Step
from legislation.stages import Stage

CARRIED = (Stage.SENT_TO_EXECUTIVE, Stage.OBSERVED, Stage.PROMULGATED, Stage.LAW)


def accumulated_keys():
    """Bills that another dossier carries: their "Publicada" is that one's law, not their own.

    Where two dossiers name each other, nothing says which leads, and neither counts as carried."""
    rows = BillLink.objects.standing().filter(kind=BillLink.Kind.ACCUMULATED)
    pairs = {
        (key[:3], key[3:])
        for key in rows.values_list(
            "bill__period", "bill__chamber", "bill__number", "other_period", "other_chamber", "other_number"
        )
    }
    return {other for lead, other in pairs if (other, lead) not in pairs}


def own_stage(stage, is_accumulated):
    return Stage.REPORTED if is_accumulated and stage in CARRIED else stage


def restage(bills, readings=None):
    """Read the labels of these bills and their steps again: after a new dossier, a new mapping, a label that
    staff explained, or an accumulation."""
    readings = LabelReading.objects.stages() if readings is None else readings
    accumulated = accumulated_keys()
    changed = []
    for bill, steps in with_steps(bills):
        reached = stages.read_steps([(step.status, step.detail) for step in steps], readings)
        for step, stage in zip(steps, reached, strict=True):
            if step.stage != stage:
                step.stage = stage
                changed.append(step)
        stage = next(
            (step.stage for step in reversed(steps) if stages.key(step.status) == stages.key(bill.status)),
            None,
        )
        stage = (
            stage
            or stages.stage_of(bill.status, readings=readings)
            or (reached[-1] if reached else bill.stage)
        )
        is_accumulated = bill.key in accumulated
        bill.stage = own_stage(stage, is_accumulated)
        bill.stage_version = stages.VERSION
        if is_accumulated:
            bill.law_number = ""
        elif found := stages.law_number([(step.status, step.detail) for step in steps]):
            bill.law_number = found
    Step.objects.bulk_update(changed, ["stage"], batch_size=500)
    Bill.objects.bulk_update(bills, ["stage", "stage_version", "law_number"], batch_size=500)


def with_steps(bills):
    """Each bill with its standing steps that the source has shown, oldest first."""
    by_bill = defaultdict(list)
    steps = Step.objects.filter(bill__in=bills).seen_in_congress()
    for step in steps.in_order():
        by_bill[step.bill_id].append(step)
    return [(bill, by_bill[bill.pk]) for bill in bills]
