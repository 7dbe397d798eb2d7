"""Bills that died with their period. No source says so: we compute it."""

from django.db import transaction
from django.utils import timezone

from legislation.ledger import Ledger
from legislation.models import Bill, Change, Edition


@transaction.atomic
def mark_lapsed(today=None):
    """Note each watched bill that lapsed and was not noted before; return how many.

    It is news only where we had seen the bill alive."""
    today = today or timezone.localdate()
    noted = Change.objects.filter(kind=Change.Kind.LAPSED).values("bill")
    bills = Bill.objects.lapsed(today).watched().exclude(pk__in=noted).select_related("period")
    ledger = Ledger()
    for bill in bills:
        ledger.add(
            Change.Kind.LAPSED,
            bill,
            old=bill.status,
            day=bill.period.ends,
            quiet=timezone.localdate(bill.first_observed) > bill.period.ends,
        )
    if ledger.entries:
        ledger.write()
        Edition.advance()
    return len(ledger.entries)
