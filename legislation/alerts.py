"""Who is told of a change. The rows are written in the transaction of the change; `mailing` sends them."""

from collections import defaultdict

from django.conf import settings
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from legislation.models import Change, Delivery, Follow

ABOUT_SOURCES = (Change.Kind.SOURCE_FAILING, Change.Kind.SOURCE_BACK)


def tell(changes):
    """Write one Delivery for each (change, causes beside the bill's own) and each member who waits for it."""
    changes = [(change, causes) for change, causes in changes if change.kind != Change.Kind.LABEL_UNKNOWN]
    if not changes:
        return
    followers = followers_of(changes)
    deliveries = []
    for change, causes in changes:
        reasons = {}
        for follow in followers["sources"] if change.kind in ABOUT_SOURCES else ():
            reasons.setdefault(follow.user_id, reason(follow))
        for follow in followers["bill", change.bill_id] if change.bill_id else ():
            reasons.setdefault(follow.user_id, reason(follow))
        for cause in causes:
            for follow in followers["cause", cause]:
                reasons.setdefault(follow.user_id, reason(follow))
        reasons.pop(change.by_id, None)  # nobody is told what she did herself
        deliveries += [
            Delivery(change=change, recipient_id=user, reason=why) for user, why in reasons.items()
        ]
    Delivery.objects.bulk_create(deliveries, batch_size=500)


def followers_of(changes):
    """Follows by what they wait for: ("bill", id), ("cause", id), and "sources" for anything at all."""
    bills = {change.bill_id for change, _ in changes if change.bill_id}
    causes = {cause for _, causes in changes for cause in causes}
    wanted = Q(bill__in=bills) | Q(cause__in=causes) | Q(cause__bills__in=bills)
    if any(change.kind in ABOUT_SOURCES for change, _ in changes):
        wanted = Q()
    follows = Follow.objects.filter(wanted, user__is_active=True).select_related("cause", "bill").distinct()
    chains = defaultdict(set)
    for cause, bill in Follow.objects.filter(cause__bills__in=bills).values_list("cause", "cause__bills"):
        chains[cause].add(bill)

    found = defaultdict(list)
    for follow in follows.order_by("pk"):
        found["sources"].append(follow)
        if follow.bill_id:
            found["bill", follow.bill_id].append(follow)
        else:
            found["cause", follow.cause_id].append(follow)
            for bill in chains[follow.cause_id]:
                found["bill", bill].append(follow)
    return found


def reason(follow):
    """In Spanish, whatever language whoever caused the change was working in."""
    with translation.override(settings.LANGUAGE_CODE):
        return in_words(follow)


def in_words(follow):
    if follow.cause_id:
        return _("Sigues la causa «%(cause)s».") % {"cause": follow.cause.name}
    return _("Sigues el proyecto de ley %(bill)s.") % {"bill": follow.bill.label}
