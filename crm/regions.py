"""How things stand in each region, as far as she who asks may know.

Every figure is one question to the database, whatever the number of regions and of rows.
"""

from collections import Counter
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Case, Count, Max, Q, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from crm import contacts
from crm.models import Affiliation, Commitment, Institution, Interaction, Participant, Position, Post, Task

SILENT_DAYS = 90
MONTHS = 12


class Coverage(NamedTuple):
    """Of the institutions that still exist: how many we know, how many we ever met, how many lately."""

    known: int = 0
    met: int = 0
    lately: int = 0

    @property
    def silent(self):
        return self.known - self.lately

    @property
    def never(self):
        return self.known - self.met


def total(coverages):
    return Coverage(*(sum(figures) for figures in zip(Coverage(), *coverages, strict=True)))


class Pending(NamedTuple):
    open: int
    overdue: int


class Figures(NamedTuple):
    """What is counted of one region."""

    region: object
    coverage: Coverage
    representatives: int
    vacant: int
    months: list  # of (first day, interactions held)
    planned: int
    commitments: Pending
    tasks: Pending
    stances: dict  # (cause, stance) → how many hold it today

    @property
    def held(self):
        return sum(count for _month, count in self.months)


def day_of_silence(days):
    """The day before which a last contact counts as silence."""
    return timezone.localdate() - timedelta(days=days)


# Institutions


def institutions(user):
    return Institution.objects.visible_to(user).filter(status=Institution.Status.ACTIVE, region__isnull=False)


def coverage(user, days, **where):
    """Coverage by (region code, kind of institution)."""
    lately = contacts.was_met(user, "institution", since=day_of_silence(days))
    rows = institutions(user).filter(**where).order_by().values("region", "kind")
    counted = rows.annotate(
        known=Count("pk"),
        met=Count("pk", filter=contacts.was_met(user, "institution")),
        lately=Count("pk", filter=lately),
    )
    return {
        (row["region"], row["kind"]): Coverage(row["known"], row["met"], row["lately"]) for row in counted
    }


def of_region(coverages, region):
    return total(figures for (code, _kind), figures in coverages.items() if code == region.pk)


def by_kind(coverages, region):
    """(kind, its name, coverage), the most numerous first."""
    kinds = dict(Institution.Kind.choices)
    rows = [(kind, kinds[kind], figures) for (code, kind), figures in coverages.items() if code == region.pk]
    return sorted(rows, key=lambda row: -row[2].known)


def silent(user, region, days, shown):
    """The institutions that we once met and have not met for long, the longest silence first."""
    there = institutions(user).filter(region=region)
    met = Participant.objects.visible_to(user).filter(institution__in=there.order_by().values("pk"))
    held = met.that_took_place().order_by()
    last = held.values("institution").annotate(last=Max("interaction__starts"))
    quiet = last.filter(last__lt=contacts.start_of(day_of_silence(days))).order_by("last", "institution")[
        :shown
    ]
    keys = [row["institution"] for row in quiet]
    found = Institution.objects.visible_to(user).defer("search").in_bulk(keys)
    latest = contacts.latest(user, "institution", keys)
    told = contacts.of_each(user, [number for _moment, number in latest.values()])
    return [(found[key], told[latest[key][1]]) for key in keys]


def never_met(user, region, shown):
    rows = institutions(user).filter(~contacts.was_met(user, "institution"), region=region)
    return rows.defer("search").order_by("name", "pk")[:shown]


# Figures


def figures(user, regions, coverages):
    """The figures of these regions, in their order."""
    people = representatives(user, regions)
    counted = {
        "representatives": {region.pk: len(people[region.pk]) for region in regions},
        "vacant": vacant(user, regions),
        "planned": count(planned(user), regions, held_in),
        "commitments": pending(Commitment.objects.visible_to(user).open(), regions, concerns(user)),
        "tasks": pending(located(Task.objects.visible_to(user).open()), regions, asked(user)),
        "months": months(user, regions),
        "stances": stances(user, regions, people),
    }
    return [
        Figures(
            region,
            of_region(coverages, region),
            **{name: of_each[region.pk] for name, of_each in counted.items()},
        )
        for region in regions
    ]


def count(rows, regions, lies_in, what="pk", **options):
    """How many of these rows lie in each region."""
    counted = rows.order_by().aggregate(
        **{f"in_{region.pk}": Count(what, filter=lies_in(region), **options) for region in regions}
    )
    return {region.pk: counted[f"in_{region.pk}"] for region in regions}


def pending(rows, regions, lies_in):
    """How many of these open rows lie in each region, and how many of them are late."""
    late = Case(When(due__lt=timezone.localdate(), then=True), default=False)
    by_region = {f"in_{region.pk}": Count("pk", filter=lies_in(region)) for region in regions}
    counted = {row["late"]: row for row in rows.order_by().values(late=late).annotate(**by_region)}
    found = lambda region, is_late: counted.get(is_late, {}).get(f"in_{region.pk}", 0)  # noqa: E731
    return {
        region.pk: Pending(found(region, True) + found(region, False), found(region, True))
        for region in regions
    }


def held_in(region):
    return Q(region=region)


def seat_in(region):
    return Q(institution__region=region)


def concerns(user):
    """The condition that something is about an institution of a region, or about who holds a post in one."""
    return lambda region: seat_in(region) | Q(person__in=people_of(user, [region]))


def people_of(user, regions):
    current = Affiliation.objects.visible_to(user).current().order_by()
    return current.filter(post__institution__region__in=regions).values("person")


def located(tasks):
    """With the person and the region each is about, be it by way of a post, an interaction or a commitment."""
    return tasks.alias(
        whose=Coalesce("person", "commitment__person"),
        where=Coalesce(
            "institution__region",
            "post__institution__region",
            "interaction__region",
            "commitment__institution__region",
        ),
    )


def asked(user):
    return lambda region: Q(where=region.pk) | Q(whose__in=people_of(user, [region]))


def representatives(user, regions):
    """The numbers of those who hold a post in each region today."""
    found = {region.pk: set() for region in regions}
    for region, person in people_of(user, regions).values_list("post__institution__region", "person"):
        found[region].add(person)
    return found


def vacant(user, regions):
    there = {"institution__status": Institution.Status.ACTIVE, "institution__region__in": regions}
    posts = Post.objects.visible_to(user).filter(**there)
    return count(posts.vacant(), regions, seat_in)


def planned(user):
    today = contacts.start_of(timezone.localdate())
    return Interaction.objects.visible_to(user).filter(state=Interaction.State.PLANNED, starts__gte=today)


def first_days(today):
    """The first days of the last twelve months, oldest first."""
    months = [today.year * 12 + today.month - 1 - ago for ago in reversed(range(MONTHS))]
    return [date(month // 12, month % 12 + 1, 1) for month in months]


def months(user, regions):
    """Interactions held in each of the last twelve months. Bounds, not dates cut by the database: it is quicker."""
    days = first_days(timezone.localdate())
    bounds = [contacts.start_of(day) for day in days]
    rows = contacts.past(user).filter(region__in=regions, starts__gte=bounds[0]).values("region")
    within = [
        Q(starts__gte=start, starts__lt=end) if end else Q(starts__gte=start)
        for start, end in zip(bounds, [*bounds[1:], None], strict=True)
    ]
    counted = rows.annotate(**{f"month_{n}": Count("pk", filter=when) for n, when in enumerate(within)})
    of_region = {row["region"]: row for row in counted}
    return {
        region.pk: [(day, of_region.get(region.pk, {}).get(f"month_{n}", 0)) for n, day in enumerate(days)]
        for region in regions
    }


def stances(user, regions, people):
    """How many people and institutions hold each stance on each cause today."""
    there = Q(institution__region__in=regions) | Q(person__in=people_of(user, regions))
    rows = Position.objects.visible_to(user).standing().filter(there).order_by("stated", "pk")
    newest = {}  # what present() asks: here are all positions of whom these are, and a later one takes its place
    for *whose, region, stance in rows.values_list(
        "person", "institution", "cause", "institution__region", "stance"
    ):
        newest[tuple(whose)] = region, stance
    counted = {region.pk: Counter() for region in regions}
    for (person, _institution, cause), (region, stance) in newest.items():
        for code in [region] if region else (code for code in counted if person in people[code]):
            counted[code][cause, stance] += 1
    return counted


# What is listed on the page of one


def open_commitments(user, region, shown):
    rows = Commitment.objects.visible_to(user).open().filter(concerns(user)(region))
    return rows.select_related("person", "institution").defer("person__search", "institution__search")[:shown]


def tasks_of(user, region, shown):
    rows = located(Task.objects.visible_to(user).open()).filter(asked(user)(region))
    return rows.select_related("assignee")[:shown]


def meetings_ahead(user, region, shown):
    rows = planned(user).filter(held_in(region)).order_by("starts", "pk")
    return rows.defer("search").prefetch_related("partners")[:shown]
