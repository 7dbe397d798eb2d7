"""What a member has before her, as a calendar for her phone.

Others see her phone, and who offers the calendar reads along: an entry says at most the region. It never holds a
word that somebody typed.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Max, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Timezone, TimezoneStandard

from crm.models import Commitment, Interaction, Task
from crm.staff.pages import page_of
from legislation.calendars import entry_of, fill_day, published

BACK = timedelta(days=90)
MOST = 1000  # entries of each kind, the latest: nobody has more, and a phone reads all of them every time
USUAL = timedelta(hours=1)  # a meeting of which nobody said how long it takes


def of_member(user, has_links=False):
    """The iCalendar bytes of her meetings, her tasks and what was promised to her."""
    calendar = published(_("Agenda"))
    calendar.add_component(lima())
    for meeting in her_meetings(user):
        calendar.add_component(linked(meeting_entry(meeting), meeting, has_links))
    for deadline in (*her_tasks(user), *promised_to_her(user)):
        calendar.add_component(linked(deadline_entry(deadline), deadline, has_links))
    return calendar.to_ical()


def lima():
    """Without summer time, said as plainly as it is: phones have guessed it wrong."""
    standard = TimezoneStandard()
    standard.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001 - a clock on the wall
    standard.add("tzoffsetfrom", timedelta(hours=-5))
    standard.add("tzoffsetto", timedelta(hours=-5))
    standard.add("tzname", "-05")
    zone = Timezone()
    zone.add("tzid", settings.TIME_ZONE)
    zone.add_component(standard)
    return zone


# What is hers


def her_meetings(user):
    mine = Interaction.objects.visible_to(user).attended_by(user).filter(starts__gte=timezone.now() - BACK)
    return with_versions(mine).select_related("region").defer("search").order_by("-starts", "-pk")[:MOST]


def her_tasks(user):
    mine = Task.objects.visible_to(user).open().filter(assignee=user)
    return with_versions(lately_due(mine))


def promised_to_her(user):
    mine = Commitment.objects.visible_to(user).open().made_to(user)
    return with_versions(lately_due(mine))


def lately_due(rows):
    return rows.filter(due__gte=timezone.localdate() - BACK).order_by("-due", "-pk")[:MOST]


def with_versions(rows):
    """How often each was written, and when last."""
    versions = rows.model.history.filter(id=OuterRef("pk")).order_by().values("id")
    return rows.annotate(
        times_written=Subquery(versions.annotate(n=Count("pk")).values("n")),
        last_written=Subquery(versions.annotate(last=Max("history_date")).values("last")),
    )


# One entry


def meeting_entry(meeting):
    is_off = meeting.state == Interaction.State.CANCELLED
    entry = versioned(
        meeting, f"encuentro-{meeting.pk}", title(meeting), "CANCELLED" if is_off else "CONFIRMED"
    )
    entry.add("dtstart", timezone.localtime(meeting.starts))
    entry.add("dtend", timezone.localtime(meeting.ends or meeting.starts + USUAL))
    return entry


def title(meeting):
    kinds = {Interaction.Kind.CALL: _("Llamada"), Interaction.Kind.VISIT: _("Visita")}
    what = kinds.get(meeting.kind, _("Reunión"))
    if meeting.region:
        what = _("%(what)s, %(region)s") % {"what": what, "region": meeting.region}
    if meeting.state == Interaction.State.CANCELLED:
        return _("Cancelado: %(what)s") % {"what": what}
    return what


def deadline_entry(row):
    entry = versioned(row, f"{type(row)._meta.model_name}-{row.pk}", _("Plazo"), "CONFIRMED")
    fill_day(entry, row.due)
    return entry


def versioned(row, uid, title, status):
    entry = entry_of(
        uid,
        title,
        changed=row.last_written or row.logged,
        sequence=max(0, (row.times_written or 0) - 1),
        status=status,
    )
    entry.add("class", "PRIVATE")
    return entry


def linked(entry, row, has_links):
    if has_links:
        entry.add("url", f"{settings.SITE_URL}{page_of(row)}")
    return entry
