"""Two organizations about to meet the same person or institution, without knowing of one another.

Told only from what the reader may see: a meeting that another organization keeps to itself is not even hinted at.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from crm import contacts
from crm.models import Interaction, Participant

NEAR = timedelta(days=14)  # between two planned ones
FRESH = timedelta(days=7)  # since one that was held
State = Interaction.State


@dataclass
class Meeting:
    """An interaction planned or held lately: when, by which of the organizations, with whom."""

    pk: int
    kind: str
    state: str
    starts: datetime
    partners: dict = field(default_factory=dict)  # number → short name
    met: set = field(default_factory=set)  # ("person", 5), ("institution", 2)

    @property
    def day(self):
        return timezone.localtime(self.starts).date()

    @property
    def is_planned(self):
        return self.state == State.PLANNED

    def is_near(self, moment):
        return not self.is_planned or abs(self.starts - moment) <= NEAR

    def __str__(self):
        who = ", ".join(sorted(self.partners.values()))
        return _("%(who)s: %(kind)s %(when)s") % {
            "who": who,
            "kind": Interaction.Kind(self.kind).label,
            "when": self.when,
        }

    @property
    def when(self):
        if self.is_planned:
            return _("para el %(day)s") % {"day": formats.date_format(self.day, "SHORT_DATE_FORMAT")}
        days = (timezone.localdate() - self.day).days
        return {0: _("hoy"), 1: _("ayer")}.get(days) or _("hace %(n)s días") % {"n": days}


@dataclass
class Notice:
    """What is told of one person or institution."""

    meetings: list  # of other organizations than the reader's
    is_clash: bool  # whether two organizations plan to meet the same one within days of each other

    def __bool__(self):
        return bool(self.meetings)


def apart(one, other):
    """Whether two meetings have no organization in common."""
    return not one.partners.keys() & other.partners.keys()


def meetings(user, met, moments):
    """The meetings with any of these that are planned near these moments, or were held lately. One query."""
    start = contacts.start_of(timezone.localdate())
    planned = Q(
        interaction__state=State.PLANNED,
        interaction__starts__gte=max(start, min(moments) - NEAR),
        interaction__starts__lte=max(moments) + NEAR,
    )
    held = Q(
        interaction__state=State.HELD,
        interaction__starts__gte=start - FRESH,
        interaction__starts__lte=timezone.now(),
    )
    of_kind = {key: [pk for kind, pk in met if kind == key] for key in ("person", "institution")}
    shared = Q(person__in=of_kind["person"]) | Q(institution__in=of_kind["institution"])
    rows = Participant.objects.visible_to(user).filter(shared, planned | held).order_by("interaction__starts")
    return gathered(
        rows.values_list(
            "interaction",
            "interaction__kind",
            "interaction__state",
            "interaction__starts",
            "interaction__partners",
            "interaction__partners__short_name",
            "interaction__owner",
            "interaction__owner__short_name",
            "person",
            "institution",
        )
    )


def gathered(rows):
    """The rows of one query as meetings; whose they are, if nobody of us was noted, says who registered them."""
    found = {}
    for pk, kind, state, starts, partner, name, owner, owner_name, person, institution in rows:
        meeting = found.setdefault(pk, Meeting(pk, kind, state, starts))
        if partner or owner:
            meeting.partners[partner or owner] = name or owner_name
        meeting.met |= {
            (key, value) for key, value in (("person", person), ("institution", institution)) if value
        }
    return [meeting for meeting in found.values() if meeting.partners]


def key_of(record):
    return (type(record)._meta.model_name, record.pk)


def with_records(user, records):
    """What is told of each of these people and institutions, in their order: (record, notice)."""
    if not records:
        return []
    found = meetings(user, [key_of(record) for record in records], [timezone.now()])
    told = [(record, notice(user, [one for one in found if key_of(record) in one.met])) for record in records]
    return [(record, about) for record, about in told if about]


def with_record(user, record):
    return next((about for _record, about in with_records(user, [record])), None)


def notice(user, found):
    planned = [meeting for meeting in found if meeting.is_planned]
    clash = any(apart(one, other) and one.is_near(other.starts) for one in planned for other in planned)
    return Notice([meeting for meeting in found if user.partner_id not in meeting.partners], clash)


def of_interactions(user, rows, present):
    """Planned interaction → the meetings of other organizations that share somebody with it. One query for a page.

    present: interaction → its participants, as far as she may see them."""
    ahead = {row.pk: whom(present.get(row.pk, ())) for row in rows if is_ahead(row)}
    everybody = set().union(*ahead.values())
    if not everybody:
        return {}
    planned = [row for row in rows if row.pk in ahead]
    found = meetings(user, everybody, [row.starts for row in planned])
    return {row.pk: near(row, ahead[row.pk], found) for row in planned}


def with_interaction(user, row, participants):
    found = of_interactions(user, [row], {row.pk: participants}).get(row.pk, [])
    return Notice(found, any(meeting.is_planned for meeting in found))


def is_ahead(row):
    return row.state == State.PLANNED and timezone.localtime(row.starts).date() >= timezone.localdate()


def whom(participants):
    keys = ("person", "institution")
    return {(key, pk) for one in participants for key in keys if (pk := getattr(one, f"{key}_id"))}


def near(row, met, found):
    ours = {partner.pk for partner in row.partners.all()} or {row.owner_id}
    return [
        meeting
        for meeting in found
        if meeting.pk != row.pk
        and meeting.met & met
        and meeting.is_near(row.starts)
        and not meeting.partners.keys() & ours
    ]
