"""Whether we still see what Congress does, and whether people still hear of it from us."""

from datetime import timedelta

from django.db.models import Count, Min, OuterRef, Subquery
from django.utils import timezone

from legislation import demonstration
from legislation.models import Chamber, Change, Delivery

A_READING_TAKES = timedelta(minutes=30)  # at the very most
DELIVERY_IS_STUCK = timedelta(minutes=30)  # `announce` runs every minute or so


def sources():
    """Sources we look at, each with last_started, last_ok and the problem of its last rejected reading."""
    source, run = (Change._meta.get_field(name).related_model for name in ("source", "run"))
    rejected = run.objects.filter(source=OuterRef("pk"), status=run.Status.FAILED).order_by("-started")
    return (
        source.objects.filter(enabled=True)
        .with_last_runs()
        .annotate(last_problem=Subquery(rejected.values("problem")[:1]))
        .order_by("name")
    )


def name_of(source):
    """A source in words for everybody."""
    chamber = Chamber(source.chamber).label if source.chamber else ""
    return ", ".join(str(part) for part in (source.get_spider_display(), source.period, chamber) if part)


def state_of(source):
    if source.is_failing:
        return "failing"
    if source.failures:
        return "retrying"
    return "ok" if source.last_ok else "waiting"


def report(now=None):
    """Everything a watchman needs, and nothing about anybody."""
    now = now or timezone.now()
    known = list(sources())
    waiting = deliveries(now)
    timetable = timetable_of(known, now)
    well = (
        timetable["alive"]
        and not any(source.is_failing for source in known)
        and not (waiting["oldest_seconds"] or 0) > DELIVERY_IS_STUCK.total_seconds()
    )
    return {
        "status": "ok" if well else "failing",
        "checked": moment(now),
        "database": True,
        "demonstration": demonstration.is_loaded(),
        "timetable": timetable,
        "deliveries": waiting,
        "sources": [as_json(source) for source in known],
    }


def timetable_of(known, now):
    """Whether something still starts readings: a source that is asked often must have been asked lately."""
    started = max((source.last_started for source in known if source.last_started), default=None)
    patience = min((source.every for source in known), default=timedelta(0)) * 2 + A_READING_TAKES
    return {"alive": started is not None and now - started <= patience, "last_started": moment(started)}


def deliveries(now):
    due = Delivery.objects.due(now).aggregate(waiting=Count("pk"), oldest=Min("not_before"))
    oldest = due["oldest"]
    return {
        "waiting": due["waiting"],
        "oldest_seconds": None if oldest is None else int((now - oldest).total_seconds()),
    }


def as_json(source):
    return {
        "name": source.name,
        "status": state_of(source),
        "last_ok": moment(source.last_ok),
        "last_started": moment(source.last_started),
        "failing_since": moment(source.failing_since),
        "failures": source.failures,
        "problem": (source.last_problem or None) if source.failures else None,
        "next_due": moment(source.next_reading),
    }


def moment(value):
    return value and timezone.localtime(value).isoformat(timespec="seconds")
