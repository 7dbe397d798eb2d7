"""How far the staff of each institution is trained, without a list of who came.

"6 of 14 trained, last in August 2025, refresher due": one workshop changes little, so it has to come again.
"""

from datetime import date
from typing import NamedTuple

from django.db.models import Q
from django.utils import timezone

from crm.figures.amounts import NOTHING, Amount, Qualifier
from crm.figures.headcounts import TRAININGS
from crm.models import Institution

REFRESH_AFTER = 12  # months


class Step(NamedTuple):
    institution: Institution
    trained: Amount
    last: date | None
    due: date | None  # when the refresher is
    is_due: bool

    @property
    def share(self):
        staff = self.institution.staff_to_train
        return min(100, 100 * self.trained.value // staff) if staff else None


def ladder(scope, months=REFRESH_AFTER):
    """A step for each institution whose staff was counted or came: first those that wait."""
    came = sessions(scope)
    rows = Institution.objects.visible_to(scope.user).filter(status=Institution.Status.ACTIVE)
    rows = rows.filter(Q(staff_to_train__isnull=False) | Q(pk__in=came))
    rows = rows.exclude(kind=Institution.Kind.COMMUNITY).select_related("region").defer("search")
    if scope.region:
        rows = rows.filter(region=scope.region)
    steps = [step(row, came.get(row.pk, []), scope.until, months) for row in rows]
    return sorted(steps, key=lambda one: (not one.is_due, one.last or date.min, one.institution.name))


def sessions(scope):
    """Of each institution the trainings to which it sent people: day, how many, how many of them new; oldest first."""
    rows = scope.anywhere().participants(*TRAININGS).filter(heads__isnull=False, institution__isnull=False)
    found = {}
    for key, starts, heads, new in rows.order_by("interaction__starts").values_list(
        "institution", "interaction__starts", "heads", "new_heads"
    ):
        found.setdefault(key, []).append((timezone.localtime(starts).date(), heads, new))
    return found


def step(institution, came, until, months):
    last = came[-1][0] if came else None
    due = later(last, months) if last else None
    waits = due <= until if due else institution.staff_to_train is not None
    return Step(institution, trained(came), last, due, waits)


def trained(came):
    """How many different people. Where nobody asked who was new, no more is sure than the largest group."""
    if not came:
        return NOTHING
    new = [heads if n == 0 and first is None else first for n, (_day, heads, first) in enumerate(came)]
    if None not in new:
        return Amount(sum(new))
    surely = max(sum(first or 0 for first in new), *(heads for _day, heads, _first in came))
    return Amount(surely, Qualifier.AT_LEAST)


def later(day, months):
    """The first of the month so many months later: a refresher is due by month."""
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)
