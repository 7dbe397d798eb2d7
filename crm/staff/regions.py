"""Regions for the staff: the four of the programme side by side, the map, and the page of one."""

from typing import NamedTuple

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from crm import regions, timeline
from crm.models import Institution, Position, Region
from crm.region_map import Shown, draw, share
from crm.staff.pages import may
from legislation.models import Cause
from legislation.staff.pages import trail

LONGEST_SILENCE = 3650
SHOWN = 10
SILENT_SHOWN = 30
BARS = 40  # height of the drawing of months


class Row(NamedTuple):
    """One figure, side by side for several regions."""

    label: str
    cells: list
    is_heading: bool = False


class Bar(NamedTuple):
    day: object
    count: int
    x: int
    y: float
    height: float


def days_asked(request):
    """The days of silence in the address, if they make sense."""
    given = request.GET.get("dias", "")
    days = int(given) if given.isdecimal() and len(given) < 6 else 0
    return days if 1 <= days <= LONGEST_SILENCE else regions.SILENT_DAYS


@require_safe
def overview(request):
    may(request, "view", Institution)
    days = days_asked(request)
    coverages = regions.coverage(request.user, days)
    priority = list(Region.objects.filter(is_priority=True))
    figures = regions.figures(request.user, priority, coverages)
    asked = request.GET.get("mapa")
    shown = Shown(asked) if asked in Shown.values else Shown.KNOWN
    return render(
        request,
        "crm/admin/regions.html",
        {
            "days": days,
            "regions": priority,
            "rows": side_by_side(figures, days, list(Cause.objects.all())),
            "map": draw(coverages, shown),
            "choices": Shown.choices,
            **head(_("Regiones")),
        },
    )


@require_safe
def one(request, code):
    may(request, "view", Institution)
    region = get_object_or_404(Region, pk=code)
    user, days = request.user, days_asked(request)
    coverages = regions.coverage(user, days, region=region)
    [figures] = regions.figures(user, [region], coverages)
    quiet = figures.coverage.met - figures.coverage.lately
    meetings = list(regions.meetings_ahead(user, region, SHOWN))
    met = timeline.participants_of(meetings, user) if meetings else {}
    return render(
        request,
        "crm/admin/region.html",
        {
            "days": days,
            "region": region,
            "figures": figures,
            "kinds": regions.by_kind(coverages, region),
            "bars": bars(figures.months),
            "stances": stances(figures, Cause.objects.all()),
            "silent": regions.silent(user, region, days, SILENT_SHOWN) if quiet else [],
            "more_silent": max(0, quiet - SILENT_SHOWN),
            "never": regions.never_met(user, region, SHOWN) if figures.coverage.never else [],
            "commitments": regions.open_commitments(user, region, SHOWN),
            "tasks": regions.tasks_of(user, region, SHOWN),
            "meetings": [(meeting, met.get(meeting.pk, ())) for meeting in meetings],
            "others": Region.objects.filter(is_priority=True).exclude(pk=region.pk),
            **head(str(region), (reverse("regions:index"), _("Regiones"))),
        },
    )


def head(title, *places):
    return {"header_title": title, "breadcrumbs_items": trail(*places, ("", title))}


def side_by_side(figures, days, causes):
    lately = _("Con contacto en los últimos %(days)s días") % {"days": days}
    silent = _("Sin contacto en %(days)s días") % {"days": days}
    of_all = lambda value: [value(one) for one in figures]  # noqa: E731
    return [
        Row(_("Instituciones que conocemos"), of_all(lambda one: one.coverage.known)),
        Row(_("Con contacto alguna vez"), of_all(lambda one: one.coverage.met)),
        Row(lately, of_all(lambda one: with_share(one.coverage.lately, one.coverage.known))),
        Row(silent, of_all(lambda one: one.coverage.silent)),
        Row(_("Representantes en funciones"), of_all(lambda one: one.representatives)),
        Row(_("Puestos vacantes"), of_all(lambda one: one.vacant)),
        Row(_("Encuentros en doce meses"), of_all(lambda one: one.held)),
        Row(_("Encuentros programados"), of_all(lambda one: one.planned)),
        Row(_("Compromisos abiertos"), of_all(lambda one: one.commitments.open)),
        Row(_("Compromisos vencidos"), of_all(lambda one: one.commitments.overdue)),
        Row(_("Tareas pendientes"), of_all(lambda one: one.tasks.open)),
        Row(_("Tareas vencidas"), of_all(lambda one: one.tasks.overdue)),
        *(row for cause in causes for row in stance_rows(cause, figures)),
    ]


def stance_rows(cause, figures):
    yield Row(str(cause), [], is_heading=True)
    for stance, label in Position.Stance.choices:
        yield Row(label, [one.stances.get((cause.pk, stance), 0) for one in figures])


def with_share(part, whole):
    return f"{part} ({share(part, whole)}%)" if whole else "0"


def stances(figures, causes):
    """(cause, [(stance, its name, how many, where they are listed)])."""
    return [
        (
            cause,
            [
                (label, figures.stances.get((cause.pk, stance), 0), listed(figures.region, cause, stance))
                for stance, label in Position.Stance.choices
            ],
        )
        for cause in causes
    ]


def listed(region, cause, stance):
    query = urlencode({"region": region.pk, "cause": cause.pk, "stance": stance, "present": 1})
    return f"{reverse('positions:index')}?{query}"


def bars(months):
    most = max(count for _day, count in months) or 1
    return [
        Bar(day, count, n * 20 + 2, round(BARS - height, 1), round(height, 1))
        for n, (day, count) in enumerate(months)
        for height in [count * BARS / most]
    ]
