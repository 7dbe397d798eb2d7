"""When we last met somebody, as far as she who asks may know."""

from datetime import datetime, time
from typing import NamedTuple

from django.utils import timezone

from crm.models import Interaction, Participant


class LastContact(NamedTuple):
    interaction: Interaction
    days: int
    by: str  # of us: who went, or else which organizations


def dates(user, key, pks):
    """The day of the last contact with each of these people ("person") or institutions ("institution")."""
    # In two steps: joined, a database that knows its tables badly would go through all interactions.
    met = Participant.objects.visible_to(user).filter(**{f"{key}__in": pks}).order_by()
    pairs = list(met.values_list(key, "interaction"))
    starts = dict(past(user).filter(pk__in={pk for _key, pk in pairs}).values_list("pk", "starts"))
    last = {}
    for who_was_met, interaction in pairs:
        if interaction in starts:
            last[who_was_met] = max(starts[interaction], last.get(who_was_met, starts[interaction]))
    return {pk: timezone.localtime(moment).date() for pk, moment in last.items()}


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


def last(user, **met):
    """The last contact with a person (person=…) or an institution (institution=…), if there was one."""
    # A list of keys, not a subquery: with "the latest first" it would be sought among all interactions.
    participants = Participant.objects.visible_to(user).filter(**met).order_by()
    meetings = past(user).filter(pk__in=list(participants.values_list("interaction", flat=True)))
    interaction = (
        meetings.defer("search").prefetch_related("staff", "partners").order_by("-starts", "-pk").first()
    )
    if interaction is None:
        return None
    days = (timezone.localdate() - timezone.localtime(interaction.starts).date()).days
    return LastContact(interaction, days, who(interaction))


def who(interaction):
    people = [user.first_name or str(user) for user in interaction.staff.all()]
    return ", ".join(people or [partner.short_name for partner in interaction.partners.all()])
