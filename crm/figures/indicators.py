"""How indicators stand: counted from rows, or as somebody reports it, and how far it is to the target."""

from decimal import Decimal
from typing import NamedTuple

from crm.figures.amounts import Amount
from crm.models import Indicator, ReportedValue


class Standing(NamedTuple):
    indicator: Indicator
    amount: Amount | None  # unknown: nobody has reported it, or not for this part of the programme
    reported: ReportedValue | None
    progress: int | None  # in hundredths of the way from the baseline to the target

    @property
    def baseline(self):
        return known(self.indicator.baseline, self.indicator.qualifier)

    @property
    def target(self):
        return known(self.indicator.target, "=")


def known(value, qualifier):
    return None if value is None else Amount(value, qualifier)


def standings(scope, amounts):
    """Of every indicator, given the amounts of all figures in this scope."""
    reported = reports(scope)
    rows = Indicator.objects.visible_to(scope.user).select_related("owner")
    return [standing(indicator, scope, amounts, reported) for indicator in rows]


def reports(scope):
    """The latest value reported of each indicator by the last day."""
    rows = ReportedValue.objects.visible_to(scope.user).filter(day__lte=scope.until).order_by("day", "pk")
    return {row.indicator_id: row for row in rows}


def standing(indicator, scope, amounts, reported):
    if indicator.is_counted:
        amount, report = amounts.get(indicator.computation), None
    else:
        report = reported.get(indicator.pk) if scope.is_whole else None
        amount = report and Amount(report.value, report.qualifier)
    return Standing(indicator, amount, report, progress(indicator, amount) if scope.is_whole else None)


def progress(indicator, amount):
    """Baselines and targets speak of the whole programme, and so does this."""
    start, end = indicator.baseline or 0, indicator.target
    if amount is None or amount.is_hidden or end is None or end == start:
        return None
    way = (Decimal(amount.value) - start) / (end - start)
    return max(0, min(100, int(100 * way)))
