"""What is asked: by whom, from when to when, where and of which organization."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import Q

from crm import contacts
from crm.models import Affiliation, Attendance, Interaction, Participant, Post


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

    def anywhere(self):
        """The same without a region: a training may be given in another than that of the institution."""
        return replace(self, region=None)

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
        rows = Participant.objects.visible_at(self.user, self.interactions(*kinds))
        return rows.filter(institution__kind=self.sector) if self.sector else rows

    def attendances(self, *kinds):
        return Attendance.objects.visible_at(self.interactions(*kinds))

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
        posts = Post.objects.visible_to(self.user).filter(institution__region=self.region)
        held = (
            Affiliation.objects.not_hidden_from(self.user, "person")
            .current(self.until)
            .filter(post__in=posts.order_by().values("pk"))
        )
        return rows.filter(
            Q(institution__region=self.region) | Q(person__in=held.order_by().values("person"))
        )
