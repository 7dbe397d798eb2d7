"""When we last met somebody, as far as she who asks may know."""

from datetime import datetime, time
from typing import NamedTuple

from django.db.models import Exists, OuterRef
from django.utils import timezone

from crm.models import Interaction, Participant


class LastContact(NamedTuple):
    interaction: Interaction
    days: int
    by: str  # of us: who went, or else which organizations


def latest(user, key, pks):
    """The last contact with each of these people ("person") or institutions ("institution"): moment and number."""
    # In two steps: joined, a database that knows its tables badly would go through all interactions.
    met = Participant.objects.visible_to(user).filter(**{f"{key}__in": pks}).order_by()
    pairs = list(met.values_list(key, "interaction"))
    starts = dict(past(user).filter(pk__in={pk for _key, pk in pairs}).values_list("pk", "starts"))
    last = {}
    for who_was_met, interaction in pairs:
        if interaction in starts:
            contact = (starts[interaction], interaction)
            last[who_was_met] = max(contact, last.get(who_was_met, contact))
    return last


def dates(user, key, pks):
    """The day of the last contact with each of them."""
    last = latest(user, key, pks)
    return {pk: timezone.localtime(moment).date() for pk, (moment, _number) in last.items()}


def past(user):
    """Interactions that took place."""
    return Interaction.objects.visible_to(user).held().filter(starts__lte=timezone.now()).order_by()


def met(user, key, since=None):
    """The ones met, ever or since a day, as a subquery without empty keys."""
    rows = past(user)
    if since:
        rows = rows.filter(starts__gte=timezone.make_aware(datetime.combine(since, time.min)))
    participants = Participant.objects.visible_to(user).filter(interaction__in=rows.values("pk"))
    return participants.filter(**{f"{key}__isnull": False}).order_by().values(key)


def was_met(user, key):
    """Whether the row outside was ever met, as a condition: a look at the first meeting is enough."""
    participants = Participant.objects.visible_to(user).filter(**{key: OuterRef("pk")})
    held = participants.filter(
        interaction__state=Interaction.State.HELD, interaction__starts__lte=timezone.now()
    )
    return Exists(held.order_by())


def last(user, **met):
    """The last contact with a person (person=…) or an institution (institution=…), if there was one."""
    # A list of keys, not a subquery: with "the latest first" it would be sought among all interactions.
    participants = Participant.objects.visible_to(user).filter(**met).order_by()
    meetings = past(user).filter(pk__in=list(participants.values_list("interaction", flat=True)))
    interaction = for_telling(meetings).order_by("-starts", "-pk").first()
    return told(interaction) if interaction else None


def of_each(user, interactions):
    """These interactions by their numbers, each as a last contact."""
    rows = for_telling(past(user).filter(pk__in=interactions))
    return {row.pk: told(row) for row in rows}


def for_telling(interactions):
    return interactions.defer("search").prefetch_related("staff", "partners")


def told(interaction):
    days = (timezone.localdate() - timezone.localtime(interaction.starts).date()).days
    return LastContact(interaction, days, who(interaction))


def who(interaction):
    people = [user.first_name or str(user) for user in interaction.staff.all()]
    return ", ".join(people or [partner.short_name for partner in interaction.partners.all()])
