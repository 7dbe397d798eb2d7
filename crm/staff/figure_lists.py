"""The rows that a figure counts, page by page, each as one line that leads to its record."""

from typing import NamedTuple

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _

from crm.figures.amounts import Amount
from crm.models import (
    Attendance,
    Commitment,
    Institution,
    Interaction,
    Participant,
    Person,
    Position,
    Region,
    Study,
)
from crm.staff.matters import subject_of
from crm.staff.pages import page_of
from legislation.staff.lists import day

SHOWN = 50


class Line(NamedTuple):
    title: str
    url: str
    detail: str
    number: str = ""


def page(figure, scope, number):
    """A page whose object_list is lines."""
    rows = figure.rows(scope)
    numbers = figure.numbers(scope) if figure.numbers else {}
    describe, order, related = LISTED[rows.model]
    rows = rows.order_by(*order).select_related(*related)
    if numbers:
        keys = sorted(rows.values_list("pk", flat=True), key=lambda pk: -numbers.get(pk, 0))
        found = Paginator(keys, SHOWN).get_page(number)
        by_key = rows.in_bulk(found.object_list)
        records = [by_key[key] for key in found.object_list]
    else:
        found = Paginator(rows, SHOWN).get_page(number)
        records = list(found.object_list)
    found.object_list = [
        line._replace(number=numbers.get(record.pk, line.number))
        for record, line in zip(records, describe(records, scope), strict=True)
    ]
    return found


def joined(*parts):
    return " · ".join(str(part) for part in parts if part)


def institutions(records, scope):
    for record in records:
        yield Line(str(record), page_of(record), joined(record.get_kind_display(), record.region))


def people(records, scope):
    """Each with the institutions she came for."""
    spoke = scope.participants(Interaction.Kind.CONSULTATION).filter(person__in=records)
    came_for = {}
    for person, institution in spoke.values_list("person", "institution__name").distinct():
        came_for.setdefault(person, []).append(institution or "")
    for record in records:
        yield Line(str(record), page_of(record), joined(*sorted(came_for.get(record.pk, []))))


def regions(records, scope):
    for record in records:
        yield Line(str(record), reverse("regions:inspect", args=[record.pk]), "")


def interactions(records, scope):
    present = Participant.objects.visible_to(scope.user).filter(interaction__in=records)
    names = {}
    for interaction, name in present.values_list("interaction", "institution__name").distinct():
        names.setdefault(interaction, []).append(name)
    for record in records:
        whom = sorted(filter(None, names.get(record.pk, [])))
        detail = joined(record.region, "; ".join(whom[:3]), more(len(whom) - 3))
        yield Line(str(record), page_of(record), detail)


def more(count):
    return _("y %(n)d más") % {"n": count} if count > 0 else ""


def attendances(records, scope):
    for record in records:
        meeting = record.interaction
        unsummed = _("no se suma") if record.is_hidden else ""
        detail = joined(unsummed, meeting.region, record.get_audience_display(), record.get_gender_display())
        number = "< 5" if record.is_hidden else Amount(record.tally, record.qualifier)
        yield Line(str(meeting), page_of(meeting), detail, str(number))


def commitments(records, scope):
    for record in records:
        due = _("para el %(day)s") % {"day": day(record.due)} if record.due else ""
        detail = joined(subject_of(record), day(record.made), due, record.get_state_display())
        yield Line(record.what, page_of(record), detail)


def positions(records, scope):
    for record in records:
        detail = joined(record.get_stance_display(), record.cause, day(record.stated))
        yield Line(str(subject_of(record)), page_of(record), detail)


def studies(records, scope):
    for record in records:
        there = reverse("figures:study", args=[record.pk])
        yield Line(str(record), there, joined(record.authors, record.published, record.scope))


LISTED = {
    Institution: (institutions, ["name", "pk"], ["region"]),
    Person: (people, ["name", "pk"], []),
    Region: (regions, ["name"], []),
    Interaction: (interactions, ["-starts", "-pk"], ["region"]),
    Attendance: (attendances, ["-interaction__starts", "pk"], ["interaction__region"]),
    Commitment: (commitments, ["-made", "-pk"], ["person", "institution"]),
    Position: (positions, ["-stated", "-pk"], ["person", "institution", "cause"]),
    Study: (studies, ["-published", "title"], []),
}
