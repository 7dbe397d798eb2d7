"""Whom we consulted, and whom we met: each institution and each person once, however often they came."""

from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef

from crm.models import Institution, Interaction, Participant, Person, Region

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


# Every kind of meeting


def institutions_met(scope):
    rows = Institution.objects.visible_to(scope.user)
    if not scope.is_whole:
        return rows.filter(pk__in=scope.participants().values("institution"))
    # Asked of each institution: the first meeting that is found is enough.
    there = scope.interactions().filter(pk=OuterRef("interaction"))
    seen = Participant.objects.not_hidden_from(scope.user, "person", "institution")
    return rows.filter(Exists(seen.filter(Exists(there), institution=OuterRef("pk"))))


# How many each has


def people_by_institution(scope):
    return each(scope.participants(CONSULTATION), "institution", "person")


def meetings_by_institution(scope):
    return each(scope.participants(), "institution", "interaction")


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

    institutions: int
    representatives: int
    regions: list
    sectors: list


def ledger(scope):
    """From one reading of who took part: each way of counting would cost as much as that."""
    rows = scope.participants(CONSULTATION).values_list(
        "interaction__region", "institution__kind", "institution", "person", "interaction"
    )
    found = list(rows)
    return Ledger(
        distinct(row[2] for row in found),
        distinct(row[3] for row in found),
        lines(found, 0, dict(Region.objects.values_list("pk", "name"))),
        lines(found, 1, dict(Institution.Kind.choices)),
    )


def distinct(values):
    return len(set(values) - {None})


def lines(found, place, names):
    by_key = {}
    for row in found:
        by_key.setdefault(row[place], []).append(row[2:])
    return [
        Line(key, names[key], *(distinct(column) for column in zip(*by_key[key], strict=True)))
        for key in names
        if key in by_key
    ]
