"""Whom we consulted, and whom we met: each institution and each person once, however often they came."""

from typing import NamedTuple

from django.db.models import Count

from crm.models import Institution, Interaction, Person, Region

CONSULTATION = Interaction.Kind.CONSULTATION


def meetings(scope):
    rows = scope.interactions(CONSULTATION)
    return rows.filter(pk__in=took_part(scope, "interaction")) if scope.sector else rows


def took_part(scope, key, *kinds):
    """Numbers of those who took part, of the institutions they came for, or of the meetings."""
    found = scope.participants(*(kinds or [CONSULTATION])).filter(**{f"{key}__isnull": False})
    return found.values(key)


def people(scope):
    return Person.objects.visible_to(scope.user).filter(pk__in=took_part(scope, "person"))


def institutions(scope):
    return Institution.objects.visible_to(scope.user).filter(pk__in=took_part(scope, "institution"))


def regions(scope):
    return Region.objects.filter(pk__in=meetings(scope).filter(region__isnull=False).values("region"))


# Every kind of meeting, with institutions


def with_institutions(scope):
    return scope.participants().filter(institution__isnull=False)


def meetings_with_institutions(scope):
    found = with_institutions(scope).values("interaction")
    return Interaction.objects.visible_to(scope.user).filter(pk__in=found)


def institutions_met(scope):
    found = with_institutions(scope).values("institution")
    return Institution.objects.visible_to(scope.user).filter(pk__in=found)


# How many each has


def people_by_institution(scope):
    return each(scope.participants(CONSULTATION), "institution", "person")


def meetings_by_institution(scope):
    return each(with_institutions(scope), "institution", "interaction")


def consultations_by_region(scope):
    return each(meetings(scope), "region", "pk")


def each(rows, key, what):
    counted = rows.filter(**{f"{key}__isnull": False}).values(key).annotate(n=Count(what, distinct=True))
    return {row[key]: row["n"] for row in counted}


# The ledger


class Line(NamedTuple):
    key: str
    label: str
    institutions: int
    representatives: int
    consultations: int


class Ledger(NamedTuple):
    """Who was consulted up to a day, by region and by sector. Who came in two of them counts in both, once in all."""

    regions: list
    sectors: list


def ledger(scope):
    names = dict(Region.objects.values_list("pk", "name"))
    kinds = dict(Institution.Kind.choices)
    return Ledger(by(scope, "interaction__region", names), by(scope, "institution__kind", kinds))


def by(scope, key, names):
    counted = scope.participants(CONSULTATION).values(key)
    counted = counted.annotate(
        institutions=Count("institution", distinct=True),
        representatives=Count("person", distinct=True),
        consultations=Count("interaction", distinct=True),
    )
    found = {row[key]: row for row in counted}
    return [
        Line(
            value,
            names[value],
            found[value]["institutions"],
            found[value]["representatives"],
            found[value]["consultations"],
        )
        for value in names
        if value in found
    ]
