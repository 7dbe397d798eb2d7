"""When we last met somebody, as far as she who asks may know."""

from datetime import datetime, time
from typing import NamedTuple

from django.db.models import Q
from django.utils import timezone

from crm.circles import Circle
from crm.models import Institution, Interaction, Participant, Person


class LastContact(NamedTuple):
    interaction: Interaction
    days: int
    by: str  # of us: who went, or else which organizations


def start_of(day):
    return timezone.make_aware(datetime.combine(day, time.min))


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


def was_met(user, key, since=None):
    """The condition that a person or an institution was met, ever or since a day.

    The column says it for what everybody knows who sees the record; the little that only some know is added."""
    moment = start_of(since) if since else None
    in_the_open = Q(last_met__gte=moment) if since else Q(last_met__isnull=False)
    return in_the_open | Q(pk__in=met_apart(user, key, moment))


def met_apart(user, key, moment=None):
    """Whom we met at what not everybody sees, or beside somebody whom not everybody sees."""
    other = {"person": "institution", "institution": "person"}[key]
    meetings = past(user).filter(starts__gte=moment) if moment else past(user)
    narrow = Q(circle__in=[Circle.PARTNER, Circle.LEADERSHIP])
    others = Person.objects if other == "person" else Institution.objects
    # Each by its own list: joined, the question would go through all who ever took part.
    at = {"interaction__in": list(meetings.filter(narrow).values_list("pk", flat=True))}
    beside = {
        f"{other}__in": list(others.visible_to(user).filter(narrow).order_by().values_list("pk", flat=True))
    }
    seen = Participant.objects.visible_to(user).filter(**{f"{key}__isnull": False}).order_by()
    found = set(seen.filter(**at).values_list(key, flat=True)) if at["interaction__in"] else set()
    if beside[f"{other}__in"]:
        # Here joined: a list of all meetings would be gone through once for each of the others.
        since = {"interaction__starts__gte": moment} if moment else {}
        found |= set(seen.that_took_place().filter(**since, **beside).values_list(key, flat=True))
    return found


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
