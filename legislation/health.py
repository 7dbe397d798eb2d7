"""Whether we still see what Congress does, and whether people still hear of it from us."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.apps import apps
from django.db.models import Count, Max, Min, OuterRef, Subquery
from django.utils import timezone

from legislation import demonstration
from legislation.models import Chamber, Delivery, Listing

TIMETABLE_IS_DEAD = timedelta(minutes=15)  # it beats every minute, and after each reading
DELIVERY_IS_STUCK = timedelta(minutes=30)  # `announce` runs every minute or so


def sources():
    """Sources we look at, each with last_started, last_ok and the problem of its last rejected reading."""
    # The arrows of the house: legislation does not import the half of scrapers that knows Django.
    source, run = apps.get_model("scrapers", "Source"), apps.get_model("scrapers", "ScrapeRun")
    rejected = run.objects.filter(source=OuterRef("pk"), status=run.Status.FAILED).order_by("-started")
    return (
        source.objects.filter(enabled=True)
        .with_last_runs()
        .annotate(last_problem=Subquery(rejected.values("problem")[:1]))
        .order_by("name")
    )


def last_read():
    """When one of the lists of Congress was last read whole."""
    return Listing.objects.aggregate(last=Max("last_read"))["last"]


class Trouble(NamedTuple):
    """Sources whose last reading failed, in one sentence's worth of words."""

    is_of_all: bool  # no list and no dossier could be read
    names: str  # of those that have not answered for long; empty while we only try again
    since: datetime | None
    whole: datetime | None  # when all that is in trouble had been read well


def trouble():
    """What readers must know of sources that fail; None while everything answers."""
    sources = apps.get_model("scrapers", "Source").objects.filter(enabled=True)
    asked = list(sources.with_last_runs().order_by("name"))
    if not (known := [source for source in asked if source.failures]):
        return None
    silent = [source for source in known if source.is_failing]
    read = [source.last_ok for source in known]
    return Trouble(
        len(known) == len(asked),
        "; ".join(map(name_of, silent)),
        min((source.failing_since for source in silent if source.failing_since), default=None),
        None if None in read else min(read),
    )


def name_of(source):
    """A source in words for everybody."""
    chamber = Chamber(source.chamber).label if source.chamber else ""
    return ", ".join(str(part) for part in (source.get_spider_display(), source.period, chamber) if part)


def state_of(source, now):
    if source.is_failing or source.is_unread(now):
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
        and "failing" not in {state_of(source, now) for source in known}
        and not (waiting["oldest_seconds"] or 0) > DELIVERY_IS_STUCK.total_seconds()
    )
    return {
        "status": "ok" if well else "failing",
        "checked": moment(now),
        "database": True,
        "demonstration": demonstration.is_loaded(),
        "timetable": timetable,
        "deliveries": waiting,
        "sources": [as_json(source, now) for source in known],
    }


def timetable_of(known, now):
    """Whether something still starts readings and sends mail."""
    beat = apps.get_model("scrapers", "Heartbeat").objects.values_list("beat", flat=True).first()
    started = max((source.last_started for source in known if source.last_started), default=None)
    return {
        "alive": beat is not None and now - beat <= TIMETABLE_IS_DEAD,
        "last_beat": moment(beat),
        "last_started": moment(started),
    }


def deliveries(now):
    due = Delivery.objects.due(now).aggregate(waiting=Count("pk"), oldest=Min("not_before"))
    oldest = due["oldest"]
    return {
        "waiting": due["waiting"],
        "oldest_seconds": None if oldest is None else int((now - oldest).total_seconds()),
    }


def as_json(source, now):
    return {
        "name": source.name,
        "status": state_of(source, now),
        "last_ok": moment(source.last_ok),
        "last_started": moment(source.last_started),
        "failing_since": moment(source.failing_since),
        "failures": source.failures,
        "problem": (source.last_problem or None) if source.failures else None,
        "next_due": moment(source.next_reading),
    }


def moment(value):
    return value and timezone.localtime(value).isoformat(timespec="seconds")
