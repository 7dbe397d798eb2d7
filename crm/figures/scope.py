"""What is asked: by whom, from when to when, where and of which organization."""

from dataclasses import dataclass
from datetime import date, timedelta

from crm import contacts
from crm.models import Affiliation, Attendance, Interaction, Participant


@dataclass(frozen=True)
class Scope:
    user: object
    until: date
    since: date | None = None
    region: object = None
    partner: object = None
    sector: str = ""  # a kind of institution; only consultations and meetings are told apart by it

    @property
    def is_whole(self):
        """Everything up to a day: what baselines and targets speak of."""
        return not (self.since or self.region or self.partner or self.sector)

    def interactions(self, *kinds):
        """Those that took place within the period, there, and with that organization present."""
        rows = Interaction.objects.visible_to(self.user).held().order_by()
        rows = rows.filter(starts__lt=contacts.start_of(self.until + timedelta(days=1)))
        if self.since:
            rows = rows.filter(starts__gte=contacts.start_of(self.since))
        if kinds:
            rows = rows.filter(kind__in=kinds)
        if self.region:
            rows = rows.filter(region=self.region)
        return rows.filter(partners=self.partner) if self.partner else rows

    def participants(self, *kinds):
        rows = Participant.objects.visible_to(self.user).order_by()
        if self.sector:
            rows = rows.filter(institution__kind=self.sector)
        return rows.filter(interaction__in=self.interactions(*kinds).values("pk"))

    def attendances(self, *kinds):
        rows = Attendance.objects.visible_to(self.user).order_by()
        return rows.filter(interaction__in=self.interactions(*kinds).values("pk"))

    def within(self, rows, field):
        """Rows whose day lies in the period."""
        rows = rows.filter(**{f"{field}__lte": self.until})
        return rows.filter(**{f"{field}__gte": self.since}) if self.since else rows

    def stakeholders(self, rows):
        """Rows about a person or an institution, of the region where it is, or where she held a post on that day."""
        if self.partner:
            rows = rows.filter(owner=self.partner)
        if not self.region:
            return rows
        posts = Affiliation.objects.visible_to(self.user).current(self.until).order_by()
        there = posts.filter(post__institution__region=self.region).values("person")
        return rows.filter(institution__region=self.region) | rows.filter(person__in=there)
