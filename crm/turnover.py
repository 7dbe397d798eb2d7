"""Authorities come and go; what they promised stays with the post."""

from typing import NamedTuple

from django.db import transaction
from django.db.models import Q
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from crm import partial_dates
from crm.models import Affiliation, Commitment, Position, Task

LONGEST = Task._meta.get_field("what").max_length


class Pending(NamedTuple):
    """What is open with somebody who holds a post, and must not be lost with her."""

    commitments: list
    positions: list
    tasks: list


def pending(affiliation, user):
    person, post = affiliation.person, affiliation.post
    hers = Q(person=person) & (Q(post=post) | Q(post=None))
    commitments = Commitment.objects.visible_to(user).open().filter(hers | Q(person=None, post=post))
    positions = (
        Position.objects.visible_to(user).present().filter(hers).select_related("cause").defer("words")
    )
    about = Q(person=person) | Q(post=post) | Q(commitment__in=commitments.values("pk"))
    tasks = Task.objects.visible_to(user).open().filter(about, ~Q(kind=Task.Kind.INDUCT))
    return Pending(list(commitments), list(positions), list(tasks))


@transaction.atomic
def leave(affiliation, *, on, by):
    """End it on a day that may be partial, and ask somebody to receive the successor. Returns that task or None."""
    affiliation.ended = on
    affiliation.save(update_fields=["ended"])
    return receive_successor(affiliation, by=by) if affiliation.post.is_seat else None


def receive_successor(affiliation, *, by):
    task, _created = Task.objects.get_or_create(
        post=affiliation.post,
        kind=Task.Kind.INDUCT,
        state=Task.State.OPEN,
        defaults=receiving(affiliation, by=by),
    )
    return task


def receiving(affiliation, *, by):
    """What the task says, whose it is and who sees it."""
    whose = narrower(affiliation.person, affiliation.post.institution)
    return {
        "what": why_received(affiliation)[:LONGEST],
        "due": until_then(affiliation),
        "assignee_id": by.pk,
        "logged_by_id": by.pk,
        # Named after her and her post: whoever may not see them must not see it either.
        "circle": whose.circle,
        "owner_id": whose.owner_id or by.partner_id,
    }


def why_received(affiliation):
    """Also until when she stays, if she is still there: nobody looks for her successor too soon."""
    words = {"person": affiliation.person, "post": affiliation.post.title}
    if until_then(affiliation) is None:
        return _("Recibir a quien sucede a %(person)s en %(post)s") % words
    until = formats.date_format(until_then(affiliation), "SHORT_DATE_FORMAT")
    return _("Desde el %(until)s, recibir a quien sucederá a %(person)s en %(post)s, que hoy sigue ahí") % (
        words | {"until": until}
    )


def until_then(affiliation):
    """The first day on which she no longer holds the post, if that is still to come."""
    today = timezone.localdate()
    return partial_dates.first_day_after(affiliation.ended) if affiliation.held_on(today) else None


def narrower(*records):
    """The record that fewer people see."""
    return min(records, key=lambda record: record.circle == "coalition")


@transaction.atomic
def change_post(affiliation, *, to, on, by):
    """She leaves one post for another: one act, two dates that meet. Returns the new affiliation and the task."""
    task = leave(affiliation, on=on, by=by)
    return Affiliation.objects.create(person=affiliation.person, post=to, started=on), task
