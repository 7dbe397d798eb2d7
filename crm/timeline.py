"""The story of a person or an institution in one line: what was said, stated, promised, and who came and went."""

from datetime import date
from typing import NamedTuple

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from crm import partial_dates
from crm.contacts import who
from crm.models import Affiliation, Commitment, Interaction, Participant, Position

SHOWN = 40
YEAR = 365  # days
MOST_MEETINGS = 20_000  # of one institution; keys in one question


class Entry(NamedTuple):
    day: date
    shown_day: str  # a day as precise as it is known; empty where `day` is all of it
    kind: str  # of the template's words
    record: object
    who: str = ""
    others: tuple = ()


def of_person(person, user):
    return told(user, Q(person=person), Q(person=person) | Q(stands_in_for=person), Q(person=person))


def of_institution(institution, user):
    there = Q(institution=institution)
    # Its posts by their keys: across a join, no index would serve both sides of the "or".
    posts = list(institution.posts.visible_to(user).values_list("pk", flat=True))
    took_part = there | Q(post__in=posts) | Q(stands_in_for_post__in=posts)
    return told(user, there, took_part, Q(post__in=posts))


def told(user, about, took_part, held):
    """Newest first. What lies beyond the page is in the lists."""
    entries = [
        *interactions(user, took_part),
        *(
            Entry(position.stated, "", "position", position)
            for position in Position.objects.visible_to(user).filter(about).select_related("cause")[:SHOWN]
        ),
        *(
            Entry(commitment.made, "", "commitment", commitment)
            for commitment in Commitment.objects.visible_to(user).filter(about)[:SHOWN]
        ),
        *comings_and_goings(user, held),
    ]
    return sorted(entries, key=lambda entry: entry.day, reverse=True)[:SHOWN]


def interactions(user, took_part):
    mine = Participant.objects.visible_to(user).filter(took_part).order_by()
    rows = (
        Interaction.objects.visible_to(user)
        .filter(pk__in=list(mine.values_list("interaction", flat=True)[:MOST_MEETINGS]))
        .defer("search")
        .select_related("region")
        .prefetch_related("staff", "partners", "causes")
        .order_by("-starts", "-pk")[:SHOWN]
    )
    rows = list(rows)
    present = participants_of(rows, user)
    for row in rows:
        day = timezone.localtime(row.starts).date()
        yield Entry(day, "", "interaction", row, who(row), tuple(present.get(row.pk, ())))


def participants_of(interactions, user):
    """Interaction → those met that she may see, one query for all."""
    present = {}
    for participant in (
        Participant.objects.visible_to(user).filter(interaction__in=interactions).for_display().order_by("pk")
    ):
        present.setdefault(participant.interaction_id, []).append(participant)
    return present


def comings_and_goings(user, held):
    rows = Affiliation.objects.visible_to(user).filter(held).for_display().newest_first()[:SHOWN]
    for affiliation in rows:
        for text, kind in ((affiliation.started, "started"), (affiliation.ended, "ended")):
            if text and text <= timezone.localdate().isoformat():
                yield Entry(earliest(text), partial_dates.in_words(text), kind, affiliation)


def earliest(text):
    return date(*(int(part) for part in f"{text}-01-01"[:10].split("-")))


def silence(contact):
    """ "último contacto hace 43 días, por Miluska", as a sentence."""
    if contact is None:
        return _("Todavía no hemos tenido contacto.")
    when = ago(contact.days)
    if not contact.by:
        return _("Último contacto %(when)s.") % {"when": when}
    return _("Último contacto %(when)s, por %(who)s.") % {"when": when, "who": contact.by}


def ago(days):
    if days >= 2 * YEAR:
        return _("hace %(n)s años") % {"n": days // YEAR}
    return {0: _("hoy"), 1: _("ayer")}.get(days) or _("hace %(n)s días") % {"n": days}
