"""One event may reach us three ways: entered by hand, as a new status in the list, as a step of the dossier.
Whichever comes first is told; the others join it and are recorded as its echoes."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from legislation import stages
from legislation.ledger import Ledger
from legislation.models import Change, Edition, LabelReading, Step

SAME_EVENT = timedelta(days=30)  # a status seen in the list and its step in the dossier come within this
SAME_ENTRY = timedelta(days=10)  # a step entered by hand and the source's own are dated within this


def is_same(step, status, detail="", readings=None):
    """Whether a step entered by hand means this status: by its words, or by what they stand for."""
    keys = {stages.key(step.status), stages.key(status)}
    if len(keys) == 1:
        return True
    if keys & stages.OF_THEIR_OWN:
        return False
    stage = stages.stage_of(status, detail, readings)
    return stage == stages.stage_of(step.status, step.detail, readings) not in (None, stages.Stage.UNKNOWN)


def first_told(step):
    """The change that told of a step, be it the status that a list had shown before it."""
    added = step.changes.filter(kind=Change.Kind.STEP_ADDED).select_related("echo_of").order_by("pk").first()
    return (added.echo_of or added) if added else None


def note_status(bill, old, ledger, *, answer=""):
    """Note that a bill's status changed. If staff had entered it by hand, that step is now confirmed."""
    entered = Step.objects.unconfirmed().filter(bill=bill).order_by("pk")
    step = next((step for step in entered if is_same(step, bill.status)), None)
    if step:
        step.confirmed = ledger.now
        step.save(update_fields=["confirmed"])
    ledger.add(
        Change.Kind.STATUS_CHANGED,
        bill,
        step=step,
        old=old,
        new=bill.status,
        echo_of=step and first_told(step),
        answer=answer,
    )


def statuses_told(bill, now):
    """Status changes that lists told about a bill lately, and that no step has yet taken up."""
    return list(
        bill.changes.filter(
            kind=Change.Kind.STATUS_CHANGED, echoes=None, echo_of=None, seen__gte=now - SAME_EVENT
        ).order_by("pk")
    )


def told_by_list(statuses, item):
    """The status change that already told of this step; it is taken off the list, so that it serves once."""
    for change in statuses:
        near = item.day is None or abs(timezone.localdate(change.seen) - item.day) <= SAME_EVENT
        if near and stages.key(change.new) == stages.key(item.status):
            statuses.remove(change)
            return change
    return None


def entered_by_hand(steps, item, readings):
    """The row that staff made for this step before the source showed it; it is taken off the list."""
    for step in steps:
        near = item.day is None or step.day is None or abs(item.day - step.day) <= SAME_ENTRY
        if near and is_same(step, item.status, item.detail, readings):
            steps.remove(step)
            return step
    return None


@transaction.atomic
def enter_step(bill, user, *, status, day, detail="", note=""):
    """Write down a step that staff heard of. Return (step, is_new).

    Where the dossier shows it already, their note joins that step and nobody is told again; where only the
    list shows it, the step is confirmed at once."""
    Edition.advance()
    readings = LabelReading.objects.stages()
    if shown := shown_already(bill, status, day, detail, readings):
        shown.entered_note = "\n".join(filter(None, [shown.entered_note, note]))
        shown.save(update_fields=["entered_note"])
        return shown, False

    ledger = Ledger(by=user)
    echo_of = next(
        (c for c in statuses_told(bill, ledger.now) if stages.key(c.new) == stages.key(status)),
        None,
    )
    step = Step.objects.create(
        bill=bill,
        source_key=f"hand:{timezone.now().timestamp():.6f}:{user.pk}",
        day=day,
        status=status,
        stage=stages.stage_of(status, detail, readings) or bill.stage,
        detail=detail,
        entered_by=user,
        entered_note=note,
        confirmed=ledger.now if echo_of else None,
    )
    ledger.add(
        Change.Kind.STEP_ADDED,
        bill,
        step=step,
        new=" — ".join(filter(None, [status, detail])),
        day=day,
        echo_of=echo_of,
    )
    ledger.write()
    return step, True


def shown_already(bill, status, day, detail, readings):
    for step in bill.steps.standing().in_order().reverse():
        near = day is None or step.day is None or abs(step.day - day) <= SAME_ENTRY
        if near and is_same(step, status, detail, readings):
            return step
    return None
