"""Bills that died with their period. No source says so: we compute it."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from legislation.ledger import Ledger
from legislation.models import LATE_AFTER, Bill, Change, Edition, Listing


@transaction.atomic
def mark_lapsed(today=None):
    """Note each watched bill that lapsed and was not noted before; return how many.

    It is news only where we had seen the bill alive, and somebody waited for it before the period ended."""
    today = today or timezone.localdate()
    noted = Change.objects.filter(kind=Change.Kind.LAPSED).values("bill")
    bills = Bill.objects.lapsed(today).watched().exclude(pk__in=noted).select_related("period")
    lapsed = settled(bills)
    news = awaited(lapsed)
    ledger = Ledger()
    for bill in lapsed:
        ledger.add(
            Change.Kind.LAPSED,
            bill,
            old=bill.status,
            day=bill.period.ends,
            quiet=bill.pk not in news or timezone.localdate(bill.first_observed) > bill.period.ends,
        )
    if ledger.entries:
        ledger.write()
        Edition.advance()
    return len(ledger.entries)


def settled(bills):
    """Those of which we know that they ended open: of the others we may not have read yet that they became law.

    Congress writes some steps down days after them. A list that was never read whole, as of the archive, leaves the
    day on which we found the bill."""
    lists = {(p, c): read for p, c, read in Listing.objects.values_list("period", "chamber", "last_read")}
    return [
        bill
        for bill in bills
        if timezone.localdate(lists.get((bill.period_id, bill.chamber), bill.first_observed))
        >= bill.period.ends + LATE_AFTER
    ]


def awaited(bills):
    """Ids of those that were in a cause, or followed, while their period lasted."""
    found = set()
    for period in {bill.period for bill in bills}:
        over = timezone.make_aware(datetime.combine(period.ends + timedelta(days=1), time.min))
        found.update(Bill.objects.filter(period=period).watched(before=over).values_list("pk", flat=True))
    return found
