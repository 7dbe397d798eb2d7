"""When we last met somebody, as far as she who asks may know."""

from typing import NamedTuple

from django.db.models import Max
from django.utils import timezone

from crm.models import Interaction, Participant


class LastContact(NamedTuple):
    interaction: Interaction
    days: int
    by: str  # of us: who went, or else which organizations


def dates(user, key, pks):
    """The day of the last contact with each of these people ("person") or institutions ("institution")."""
    met = held(user).filter(**{f"{key}__in": pks}).order_by().values_list(key)
    last = met.annotate(last=Max("interaction__starts"))
    return {pk: timezone.localtime(starts).date() for pk, starts in last}


def held(user):
    return Participant.objects.visible_to(user).filter(
        interaction__state=Interaction.State.HELD, interaction__starts__lte=timezone.now()
    )


def met_since(user, key, day):
    """The ones met on that day or later, as a subquery without empty keys."""
    rows = held(user).filter(interaction__starts__date__gte=day, **{f"{key}__isnull": False})
    return rows.order_by().values(key)


def last(user, **met):
    """The last contact with a person (person=…) or an institution (institution=…), if there was one."""
    participants = held(user).filter(**met).values("interaction")
    meetings = Interaction.objects.visible_to(user).filter(pk__in=participants)
    interaction = meetings.prefetch_related("staff", "partners").order_by("-starts", "-pk").first()
    if interaction is None:
        return None
    days = (timezone.localdate() - timezone.localtime(interaction.starts).date()).days
    return LastContact(interaction, days, who(interaction))


def who(interaction):
    people = [user.first_name or str(user) for user in interaction.staff.all()]
    return ", ".join(people or [partner.short_name for partner in interaction.partners.all()])
