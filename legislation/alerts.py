"""Who is told of a change. The rows are written in the transaction of the change; `mailing` sends them.

Whoever waits for a bill also hears of the bill it may go on as, even before a person confirms that: an alert that is
missed is worse than one that is marked as doubtful. Her reason says so."""

from collections import defaultdict

from django.conf import settings
from django.db.models import F, Q
from django.utils import translation
from django.utils.translation import gettext as _

from legislation.models import Bill, BillLink, Change, Delivery, Follow

ABOUT_SOURCES = (Change.Kind.SOURCE_FAILING, Change.Kind.SOURCE_BACK)


def tell(changes):
    """Write one Delivery for each (change, causes beside the bill's own) and each member who waits for it."""
    changes = [(change, causes) for change, causes in changes if change.kind != Change.Kind.LABEL_UNKNOWN]
    if not changes:
        return
    ties = ties_of({change.bill_id for change, _ in changes if is_tied(change)})
    labels = dict(
        Bill.objects.filter(pk__in={pk for earlier in ties.values() for pk in earlier}).values_list(
            "pk", "label"
        )
    )
    followers = followers_of(changes, labels)
    deliveries = []
    with translation.override(settings.LANGUAGE_CODE):  # whatever language the changes were made in
        for change, causes in changes:
            hers = defaultdict(
                dict
            )  # member → her follows, each with the tie that leads from it to this change
            for follow, onward in whoever_waits(change, causes, followers, ties.get(change.bill_id, {})):
                hers[follow.user_id].setdefault(follow, onward and (labels[onward[0]], onward[1]))
            hers.pop(change.by_id, None)  # nobody is told what she did herself
            deliveries += [delivery_of(change, user, follows) for user, follows in hers.items()]
    Delivery.objects.bulk_create(deliveries, batch_size=500)


def whoever_waits(change, causes, followers, ties):
    """(follow, the tie that leads from it to this change: nothing, or the earlier bill and whether it is sure)."""
    waiting = list(followers["sources"]) if change.kind in ABOUT_SOURCES else []
    # Whoever waits for that very bill need not hear that it was found.
    if change.bill_id and change.kind != Change.Kind.BILL_FOUND:
        waiting += followers["bill", change.bill_id]
    for cause in causes:
        waiting += followers["cause", cause]
    yield from ((follow, ()) for follow in waiting)
    for earlier, is_sure in ties.items() if is_tied(change) else ():
        for follow in followers["bill", earlier]:
            if not (is_sure and follow.cause_id):  # of a cause, its chain says what belongs to it
                yield follow, (earlier, is_sure)


def delivery_of(change, user, follows):
    why = [[follow.key, *onward] for follow, onward in follows.items()]
    first, onward = next(iter(follows.items()))
    return Delivery(change=change, recipient_id=user, why=why, reason=in_words(first, change, *onward))


def tell_those_told(change):
    """Whoever was told of a step is told of its correction, once, whether or not she still waits for news."""
    told = Delivery.objects.filter(change__step=change.step, recipient__is_active=True).exclude(change=change)
    told = told.exclude(recipient=change.by).exclude(state=Delivery.State.LEFT)
    last = {delivery.recipient_id: delivery for delivery in told.order_by("pk")}
    Delivery.objects.bulk_create(
        Delivery(change=change, recipient_id=user, why=delivery.why, reason=delivery.reason)
        for user, delivery in last.items()
    )


def is_tied(change):
    """Whether it concerns those who wait for an earlier bill; of a bill found, the link that was found tells them."""
    return change.bill_id is not None and change.kind != Change.Kind.BILL_FOUND


def ties_of(bills):
    """Bill id → {earlier bill whose text it carries, or may carry: whether people confirmed the whole way}."""
    edges, level = {}, set(bills)
    while level:
        edges |= {bill: [] for bill in level}
        links = BillLink.objects.onward().filter(other__in=level)
        for other, earlier, state in links.values_list("other", "bill", "state"):
            edges[other].append((earlier, state == BillLink.State.CONFIRMED))
        level = {earlier for found in edges.values() for earlier, _ in found} - set(edges)
    return {bill: earlier_than(bill, edges) for bill in bills if edges[bill]}


def earlier_than(bill, edges):
    found, ahead = {}, [(bill, True)]
    while ahead:
        here, is_sure = ahead.pop()
        for earlier, is_confirmed in edges[here]:
            sure = is_sure and is_confirmed
            if earlier != bill and (earlier not in found or sure > found[earlier]):
                found[earlier] = sure
                ahead.append((earlier, sure))
    return found


def followers_of(changes, earlier=()):
    """Follows by what they wait for: ("bill", id), ("cause", id), and "sources" for anything at all."""
    bills = {change.bill_id for change, _ in changes if change.bill_id} | set(earlier)
    causes = {cause for _, causes in changes for cause in causes}
    wanted = Q(bill__in=bills) | Q(cause__in=causes) | Q(cause__bills__in=bills)
    if any(change.kind in ABOUT_SOURCES for change, _ in changes):
        wanted = Q()
    follows = Follow.objects.filter(wanted, user__is_active=True).select_related("cause", "bill").distinct()
    follows = follows.annotate(is_of_subscriber=F("user__is_subscriber"))
    chains = defaultdict(set)
    for cause, bill in Follow.objects.filter(cause__bills__in=bills).values_list("cause", "cause__bills"):
        chains[cause].add(bill)

    found = defaultdict(list)
    for follow in follows.order_by("pk"):
        if (
            not follow.is_of_subscriber
        ):  # she asked for news of Congress; what we cannot read, every page says
            found["sources"].append(follow)
        if follow.bill_id:
            found["bill", follow.bill_id].append(follow)
        else:
            found["cause", follow.cause_id].append(follow)
            for bill in chains[follow.cause_id]:
                found["bill", bill].append(follow)
    return found


# What of it she still waits for when it is sent


def attach_follows(deliveries):
    """Give the deliveries of one member what she still follows of that for which they were written."""
    hers = Follow.objects.filter(user=deliveries[0].recipient_id).select_related("cause", "bill")
    follows = {follow.key: follow for follow in hers}
    for delivery in deliveries:
        still = [(follows[key], *onward) for key, *onward in delivery.why if key in follows]
        # A source concerns all that she follows; the mail names one.
        delivery.follows = still if delivery.change.bill_id else still[:1]


def is_wanted(delivery):
    """Corrections of what she was told are owed to her whether or not she still follows."""
    return bool(delivery.follows) or not delivery.why or delivery.change.kind == Change.Kind.STEP_CORRECTED


def grounds(delivery):
    """All that a mail may say of why one change is told: two members with the same read the same."""
    follows = ((follow.key, *onward) for follow, *onward in delivery.follows)
    return (delivery.change_id, delivery.reason, bool(delivery.why), *follows)


def reasons(delivery):
    """Why she gets it, in the language that is active."""
    if delivery.follows:
        return [in_words(follow, delivery.change, *onward) for follow, *onward in delivery.follows]
    return [_("Te habíamos avisado de esto.") if delivery.why else delivery.reason]


def in_words(follow, change, earlier=None, is_sure=True):
    if follow.cause_id:
        words = _("Sigues la causa «%(cause)s».") % {"cause": follow.cause.title}
    else:
        words = _("Sigues el proyecto de ley %(bill)s.") % {"bill": follow.bill.label}
    return f"{words} {onward_in_words(earlier, change.bill.label, is_sure)}" if earlier else words


def onward_in_words(earlier, later, is_sure):
    words = {"earlier": earlier, "later": later}
    if is_sure:
        return _("%(earlier)s continúa como %(later)s.") % words
    return (
        _("El programa propone que %(earlier)s continúa como %(later)s; todavía nadie lo confirmó.") % words
    )
