"""The steps of a bill as days in a calendar. What a phone may show on its screen names only number and state."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Count, Max
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vDuration

from legislation import demonstration
from scrapers.items import legible

READ_AGAIN = timedelta(hours=6)


def bill_calendar(bill, page):
    """The iCalendar bytes of one bill; page is the address of its page."""
    mark = demonstration.mark()
    calendar = published(mark + bill.label)
    for step in dated_steps(bill):
        calendar.add_component(event(step, bill, page, mark))
    return calendar.to_ical()


def published(name):
    """How every calendar of ours begins."""
    calendar = Calendar()
    calendar.add("prodid", f"-//Incidencia//{get_language()}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    calendar.add("refresh-interval", vDuration(READ_AGAIN), parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", vDuration(READ_AGAIN))
    return calendar


def entry_of(uid, title, *, changed, sequence, status):
    """An entry that a phone recognizes when it comes again, changed or called off."""
    entry = Event()
    entry.add("uid", f"{uid}@{urlsplit(settings.SITE_URL).hostname}")
    entry.add("summary", title)
    entry.add("dtstamp", changed)
    entry.add("last-modified", changed)
    entry.add("sequence", sequence)
    entry.add("status", status)
    return entry


def fill_day(entry, day):
    # A date without an hour: it is that day wherever the phone is.
    entry.add("dtstart", day)
    entry.add("dtend", day + timedelta(days=1))
    entry.add("transp", "TRANSPARENT")


def dated_steps(bill):
    steps = bill.steps.shown().exclude(day=None).in_order()
    return steps.annotate(times_changed=Count("changes"), last_seen=Max("changes__seen"))


def event(step, bill, page, mark=""):
    changed = max(filter(None, [step.first_observed, step.last_seen, step.withdrawn, step.confirmed]))
    # Changes are only ever appended, so their number grows with everything that happens to the step.
    entry = entry_of(
        f"paso-{step.pk}",
        mark + summary(step, bill),
        changed=changed,
        sequence=step.times_changed,
        status=status(step),
    )
    fill_day(entry, step.day)
    entry.add("url", f"{page}#paso-{step.pk}")
    return entry


def status(step):
    if step.withdrawn:
        return "CANCELLED"
    return "TENTATIVE" if step.is_unconfirmed else "CONFIRMED"


def summary(step, bill):
    words = {"bill": bill.label, "state": legible(step.status)}
    if step.is_unconfirmed:
        return _("%(bill)s: %(state)s (sin confirmar)") % words
    return _("%(bill)s: %(state)s") % words
