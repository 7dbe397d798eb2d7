"""The bills of a cause, one after the other: its number changes, the cause goes on."""

from datetime import date

from django.db.models import Prefetch

from legislation import easy_words, paths
from legislation.models import Bill
from legislation.plain_words import situation


def read(causes):
    """Causes with their bills as .chain_bills, youngest first, .current the youngest, and where that stands as
    .path, .situation and .easy. The number of queries does not grow with the causes."""
    bills = Bill.objects.with_last_checked().select_related("period").defer("search")
    causes = list(causes.prefetch_related(Prefetch("bills", bills, to_attr="chain_bills")))
    for cause in causes:
        cause.chain_bills.sort(key=age, reverse=True)
        cause.current = cause.chain_bills[0] if cause.chain_bills else None
    drawn = paths.for_bills({cause.current for cause in causes if cause.current})
    for cause in causes:
        if cause.current:
            cause.path = drawn[cause.current.pk]
            cause.situation = situation(cause.path)
            cause.easy = easy_words.lines(cause.path)
    return causes


def age(bill):
    return bill.period_id, bill.presented or date.min, bill.pk
