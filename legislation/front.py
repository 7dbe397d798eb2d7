"""What the first page and those of causes show of Congress."""

from legislation import chains, headlines
from legislation.models import Bill, Cause, Change, Follow

NEWS = 6
NEWEST = 5


def in_congress(user):
    """Our causes where they stand, the latest of their bills; while there are none, the newest bills of all."""
    causes = chains.read(Cause.objects.public().with_bills())
    bills = [bill for cause in causes for bill in cause.chain_bills]
    return {
        "causes": causes,
        "news": news(bills, NEWS),
        "followed": followed_causes(user),
        "newest": () if causes else Bill.objects.for_listing()[:NEWEST],
    }


def news(bills, most):
    known = {bill.pk: bill for bill in bills}
    if not known:
        return []
    changes = list(headlines.public(Change.objects.filter(bill__in=known))[:most])
    for change in changes:
        change.bill = known[change.bill_id]
    return [(change, headlines.headline(change)) for change in changes]


def followed_causes(user):
    if not user.is_authenticated:
        return set()
    return set(Follow.objects.filter(user=user).exclude(cause=None).values_list("cause", flat=True))
