"""One event may reach us three ways: entered by hand, as a new status in the list, as a step of the dossier.
Whichever comes first is told; the others join it and are recorded as its echoes."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from legislation import alerts, stages
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
    entered = bill.steps.unconfirmed().order_by("pk")
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
def enter_step(bill, user, *, status, day, detail="", note="", same_as=None):
    """Write down a step that staff heard of. Return (step, is_new).

    Where the dossier shows it already, or it is said to be the same as one entered before, their note joins that
    step and nobody is told again; where only the list shows it, the step is confirmed at once."""
    Edition.advance()
    readings = LabelReading.objects.stages()
    if known := same_as or shown_already(bill, status, day, detail, readings):
        known.entered_note = "\n".join(filter(None, [known.entered_note, note]))
        known.save(update_fields=["entered_note"])
        return known, False

    ledger = Ledger(by=user)
    told = statuses_told(bill, ledger.now)
    echo_of = next((change for change in told if stages.key(change.new) == stages.key(status)), None)
    is_listed = echo_of is not None or is_status_of_list(bill, status, day)
    step = Step.objects.create(
        bill=bill,
        source_key=f"hand:{timezone.now().timestamp():.6f}:{user.pk}",
        day=day,
        status=status,
        stage=stages.stage_of(status, detail, readings) or bill.stage,
        detail=detail,
        entered_by=user,
        entered_note=note,
        confirmed=ledger.now if is_listed else None,
    )
    new = " — ".join(filter(None, [status, detail]))
    ledger.add(Change.Kind.STEP_ADDED, bill, step=step, new=new, day=day, echo_of=echo_of, quiet=is_listed)
    ask_about(status, bill, ledger, readings)
    ledger.write()
    return step, True


def shown_already(bill, status, day, detail, readings):
    """The step by which Congress itself shows this; what one of us wrote down proves nothing."""
    return alike(bill.steps.seen_in_congress(), status, day, detail, readings)


def entered_before(bill, *, status, day, detail=""):
    """What a colleague wrote down and may be the same; only people can say. None where Congress shows it."""
    readings = LabelReading.objects.stages()
    if shown_already(bill, status, day, detail, readings):
        return None
    entered = bill.steps.unconfirmed().select_related("entered_by")
    return alike(entered, status, day, detail, readings)


def alike(steps, status, day, detail, readings):
    for step in steps.in_order().reverse():
        near = day is None or step.day is None or abs(step.day - day) <= SAME_ENTRY
        if near and is_same(step, status, detail, readings):
            return step
    return None


def is_status_of_list(bill, status, day):
    """Whether this is the status that the list has been showing, and that no step accounts for yet."""
    if stages.key(bill.status) != stages.key(status):
        return False
    seen = bill.changes.filter(kind=Change.Kind.STATUS_CHANGED).aggregate(last=Max("seen"))["last"]
    since = timezone.localdate(seen or bill.first_observed)
    in_dossier = bill.steps.seen_in_congress().values_list("status", flat=True)
    return (day is None or day <= since + SAME_ENTRY) and stages.key(status) not in map(
        stages.key, in_dossier
    )


def ask_about(status, bill, ledger, readings):
    """Words of ours that mean no stage we know wait for staff, as those of Congress do."""
    if stages.is_known(status, readings):
        return
    _reading, is_new = LabelReading.objects.get_or_create(key=stages.key(status), defaults={"label": status})
    if is_new:
        ledger.add(Change.Kind.LABEL_UNKNOWN, bill, new=status)


# Putting right what was written down. The first change stays as it is; another follows it.


@transaction.atomic
def correct_step(step, user, *, status, day, detail="", reason):
    """Say what a step should have said; return the change, None where Congress was faster or all is as it was."""
    step = still_ours(step)
    if step is None or (step.status, step.day, step.detail) == (status, day, detail):
        return None
    old = said(step)
    readings = LabelReading.objects.stages()
    step.status, step.day, step.detail = status, day, detail
    step.stage = stages.stage_of(status, detail, readings) or step.bill.stage
    return set_right(step, user, old, reason, asking=readings)


@transaction.atomic
def take_back_step(step, user, *, reason):
    """Say that there was no such step; return the change, None where Congress was faster."""
    step = still_ours(step)
    if step is None:
        return None
    step.withdrawn = timezone.now()
    return set_right(step, user, said(step), reason)


def still_ours(step):
    """The step as it is now, if it still waits; called first, so that no reading confirms it meanwhile."""
    Edition.advance()
    return Step.objects.unconfirmed().select_related("bill").filter(pk=step.pk).first()


def set_right(step, user, old, reason, asking=None):
    step.entered_note = "\n".join(filter(None, [step.entered_note, f"{user}: {reason}"]))
    step.save(update_fields=["status", "day", "detail", "stage", "withdrawn", "entered_note"])
    ledger = Ledger(by=user)
    new = "" if step.withdrawn else said(step)
    change = ledger.add(
        Change.Kind.STEP_CORRECTED,
        step.bill,
        step=step,
        old=old,
        new=new,
        day=step.day if new else None,
        quiet=True,
    )
    if asking is not None:
        ask_about(step.status, step.bill, ledger, asking)
    ledger.write()
    alerts.tell_those_told(change)
    return change


def said(step):
    """A step of ours in one line, with its day: it may be the day that was wrong."""
    day = f"{step.day:%d/%m/%Y}" if step.day else ""
    return " — ".join(filter(None, [step.status, step.detail, day]))
