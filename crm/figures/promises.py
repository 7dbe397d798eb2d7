"""What was promised and kept, and who changed her mind, within a period and as of its last day."""

from django.db.models import F, Q, Window
from django.db.models.functions import Lag

from crm.models import Commitment, Position


def commitments(scope):
    return scope.stakeholders(Commitment.objects.not_hidden_from(scope.user))


def made(scope):
    return scope.within(commitments(scope), "made")


def kept(scope):
    return scope.within(commitments(scope).filter(state=Commitment.State.KEPT), "closed")


def overdue(scope):
    """As of the last day, whenever they were made: what was closed later was open then."""
    still_open = Q(closed=None) | Q(closed__gt=scope.until)
    return commitments(scope).filter(still_open, made__lte=scope.until, due__lt=scope.until)


def with_the_one_before(scope):
    """Standing positions up to the last day with the stance before, of the same one on the same cause."""
    before = Window(
        Lag("stance"),
        partition_by=[F("person"), F("institution"), F("cause")],
        order_by=[F("stated"), F("pk")],
    )
    standing = Position.objects.not_hidden_from(scope.user).standing().filter(stated__lte=scope.until)
    return standing.annotate(before=before)


def moved(scope, **how):
    """Narrowed only now: the stance before may be older than the period, or written down by others."""
    found = with_the_one_before(scope).filter(**how).values("pk")
    rows = scope.stakeholders(Position.objects.not_hidden_from(scope.user))
    return scope.within(rows, "stated").filter(pk__in=found)


def moved_towards(scope):
    return moved(scope, stance__gt=F("before"))


def moved_away(scope):
    return moved(scope, stance__lt=F("before"))
