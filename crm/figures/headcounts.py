"""Sums of head-counts. One that could give somebody away is in no sum, so that no sum can give it away.

A filter, a period or another page therefore never makes a small number appear by subtraction: it was not in there.
"""

from django.db.models import BooleanField, Case, Count, F, Q, Sum, Value, When
from django.db.models.functions import Coalesce

from crm.figures.amounts import NOTHING, Amount, too_few, total
from crm.models import Attendance, Interaction

TRAININGS = Interaction.TRAININGS
CONFERENCES = (Interaction.Kind.CONFERENCE,)
FEW = range(1, Attendance.FEWEST_SHOWN)


def group_of(kinds):
    return "conference" if Interaction.Kind.CONFERENCE in kinds else "training"


def hides(tally):
    """The condition that a head-count is not told, as Attendance.hides_count and hides_first_timers say it."""
    shielded = Q(audience__in=Attendance.SHIELDED_AUDIENCES) | Q(gender__in=Attendance.SHIELDED_GENDERS)
    few = Q(count__in=FEW)
    if tally != F("count"):
        few |= Q(first_timers__in=FEW) | Q(came_before__in=FEW)
    return shielded & few


def tallied(rows, kinds):
    """Each head-count with what it adds to a sum, and whether it is too small to be told."""
    first = Coalesce("first_timers", "count")
    tally = F("count") if group_of(kinds) == "conference" else first
    return rows.alias(came_before=F("count") - first).annotate(
        tally=tally,
        is_hidden=Case(When(hides(tally), then=Value(True)), default=False, output_field=BooleanField()),
    )


def rows(scope, kinds):
    return tallied(scope.attendances(*kinds), kinds)


def summed(rows, *keys):
    """Amounts by these keys."""
    amounts = {}
    grouped = rows.order_by().values(*keys, "qualifier", "is_hidden")
    for row in grouped.annotate(heads=Sum("tally"), rows=Count("pk")):
        key = tuple(row[name] for name in keys)
        part = too_few(row["rows"]) if row["is_hidden"] else Amount(row["heads"], row["qualifier"])
        amounts[key] = amounts.get(key, NOTHING) + part
    return amounts


def total_of(rows):
    return total(summed(rows).values())


def sums(scope):
    """Of every audience, at trainings and at conferences."""
    return {
        (group_of(kinds), audience): amount
        for kinds in (TRAININGS, CONFERENCES)
        for (audience,), amount in summed(rows(scope, kinds), "audience").items()
    }
