"""The steps of a bill as days in a calendar. What a phone may show on its screen names only number and state."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Count, Max
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vDuration

READ_AGAIN = timedelta(hours=6)


def bill_calendar(bill, page):
    """The iCalendar bytes of one bill; page is the address of its page."""
    calendar = Calendar()
    calendar.add("prodid", f"-//Incidencia//{get_language()}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", bill.label)
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    calendar.add("refresh-interval", vDuration(READ_AGAIN), parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", vDuration(READ_AGAIN))
    for step in dated_steps(bill):
        calendar.add_component(event(step, bill, page))
    return calendar.to_ical()


def dated_steps(bill):
    steps = bill.steps.exclude(day=None).in_order()
    return steps.annotate(times_changed=Count("changes"), last_seen=Max("changes__seen"))


def event(step, bill, page):
    entry = Event()
    changed = max(filter(None, [step.first_observed, step.last_seen, step.withdrawn, step.confirmed]))
    entry.add("uid", f"paso-{step.pk}@{urlsplit(settings.SITE_URL).hostname}")
    entry.add("summary", summary(step, bill))
    # A date without an hour: it is that day wherever the phone is.
    entry.add("dtstart", step.day)
    entry.add("dtend", step.day + timedelta(days=1))
    entry.add("dtstamp", changed)
    entry.add("last-modified", changed)
    # Changes are only ever appended, so this grows with everything that happens to the step.
    entry.add("sequence", step.times_changed)
    entry.add("status", status(step))
    entry.add("transp", "TRANSPARENT")
    entry.add("url", f"{page}#paso-{step.pk}")
    return entry


def status(step):
    if step.withdrawn:
        return "CANCELLED"
    return "TENTATIVE" if step.is_unconfirmed else "CONFIRMED"


def summary(step, bill):
    words = {"bill": bill.label, "state": step.status}
    if step.is_unconfirmed:
        return _("%(bill)s: %(state)s (sin confirmar)") % words
    return _("%(bill)s: %(state)s") % words
