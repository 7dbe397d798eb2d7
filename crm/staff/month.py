"""The calendar: meetings planned, held and called off, and what falls due, a month or a day at a time."""

import calendar
from datetime import date, time, timedelta
from itertools import groupby
from typing import NamedTuple
from urllib.parse import urlencode

from django import forms
from django.db.models import Q
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Partner
from crm import contacts, timeline
from crm.models import Affiliation, Commitment, Interaction, Region, Task
from crm.staff.pages import may
from legislation.staff.pages import trail

YEARS = range(1990, 2101)
OF_A_MONTH, OF_A_DAY = 5, 200  # shown of each day
BY_THE_END = time.max  # a deadline has no hour: meetings stand before it


class CalendarForm(forms.Form):
    region = forms.ModelChoiceField(
        Region.objects.all(), required=False, label=gettext_lazy("Región"), empty_label=gettext_lazy("Todas")
    )
    partner = forms.ModelChoiceField(
        Partner.objects.all(),
        required=False,
        label=gettext_lazy("Organización"),
        empty_label=gettext_lazy("Todas"),
    )
    mine = forms.BooleanField(required=False, label=gettext_lazy("Solo lo mío"))

    def asked(self):
        """What is understood of it; nonsense asks for nothing."""
        self.is_valid()
        return dict.fromkeys(self.fields) | self.cleaned_data

    def query(self):
        """What is asked, as an address says it."""
        given = {name: getattr(value, "pk", value) for name, value in self.asked().items() if value}
        return {name: "on" if value is True else value for name, value in given.items()}


class Mark(NamedTuple):
    """Something on a day, before its row is read; in the order of the day."""

    day: date
    at: time
    kind: str
    pk: int


class Day(NamedTuple):
    day: date
    is_outside: bool
    is_today: bool
    items: list  # pairs of a kind and a record
    more: int


def index(request):
    may(request, "view", Interaction)
    form = CalendarForm(request.GET)
    day = parse_day(request.GET.get("dia", ""))
    month = (day or parse_month(request.GET.get("mes", ""))).replace(day=1)
    days = [day] if day else whole_weeks(month)
    shown = days_of(request.user, days, month, form.asked(), OF_A_DAY if day else OF_A_MONTH)
    query = form.query()
    return render(
        request,
        "crm/admin/month.html",
        {
            "header_title": _("Calendario"),
            "breadcrumbs_items": trail(("", _("Calendario"))),
            "form": form,
            "month": month,
            "day": day,
            "days": shown,
            "is_empty": not any(one.items for one in shown if not one.is_outside),
            "query": urlencode(query),
            "previous": urlencode({"mes": f"{month - timedelta(days=1):%Y-%m}"} | query),
            "next": urlencode({"mes": f"{month + timedelta(days=31):%Y-%m}"} | query),
        },
    )


def parse_day(text):
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day and day.year in YEARS else None


def parse_month(text):
    return parse_day(f"{text}-01") or timezone.localdate()


def whole_weeks(month):
    """From the Monday before it begins to the Sunday after it ends."""
    return list(calendar.Calendar().itermonthdates(month.year, month.month))


def days_of(user, days, month, asked, most):
    found = sorted(marks(user, days[0], days[-1], asked))
    by_day = {day: list(group) for day, group in groupby(found, lambda mark: mark.day)}
    records = read([mark for group in by_day.values() for mark in group[:most]], user)
    today = timezone.localdate()
    for_day = {
        day: [(mark.kind, records[mark.kind][mark.pk]) for mark in group[:most]]
        for day, group in by_day.items()
    }
    return [
        Day(
            day,
            day.month != month.month,
            day == today,
            for_day.get(day, []),
            max(0, len(by_day.get(day, [])) - most),
        )
        for day in days
    ]


# What stands on these days: first only when and which, then the rows that are shown


def marks(user, first, last, asked):
    begin = contacts.start_of(first)
    end = contacts.start_of(last + timedelta(days=1))
    meetings = narrowed(Interaction, user, asked).filter(starts__gte=begin, starts__lt=end)
    for pk, starts in meetings.order_by().values_list("pk", "starts"):
        moment = timezone.localtime(starts)
        yield Mark(moment.date(), moment.time(), "interaction", pk)
    for kind, model in (("commitment", Commitment), ("task", Task)):
        rows = narrowed(model, user, asked).open().filter(due__gte=first, due__lte=last)
        for pk, due in rows.order_by().values_list("pk", "due"):
            yield Mark(due, BY_THE_END, kind, pk)


def narrowed(model, user, asked):
    rows = model.objects.visible_to(user)
    if asked["region"]:
        rows = rows.filter(in_region(model, user, asked["region"]))
    if asked["partner"]:
        rows = rows.filter(**{"partners" if model is Interaction else "owner": asked["partner"]})
    return hers(rows, user) if asked["mine"] else rows


def hers(rows, user):
    if rows.model is Commitment:
        return rows.made_to(user)
    return rows.filter(**{"staff" if rows.model is Interaction else "assignee": user})


def in_region(model, user, region):
    if model is Interaction:
        return Q(region=region)
    posts = Affiliation.objects.visible_to(user).current().filter(post__institution__region=region)
    there = Q(institution__region=region) | Q(person__in=posts.order_by().values("person"))
    if model is Task:
        promised = Commitment.objects.visible_to(user).filter(there).order_by()
        there |= Q(post__institution__region=region) | Q(interaction__region=region)
        there |= Q(commitment__in=promised.values("pk"))
    return there


def read(marks, user):
    """The rows behind these marks by kind and number: one question for each kind."""
    numbers = {kind: [mark.pk for mark in marks if mark.kind == kind] for kind in ("interaction", *ABOUT)}
    meetings = Interaction.objects.visible_to(user).defer("search").in_bulk(numbers["interaction"])
    present = timeline.participants_of(list(meetings), user)
    for meeting in meetings.values():
        meeting.met = "; ".join(str(participant) for participant in present.get(meeting.pk, ()))
    records = {"interaction": meetings}
    for kind, (model, keys) in ABOUT.items():
        rows = model.objects.visible_to(user).select_related(*keys)
        hidden = [f"{key}__search" for key in ("person", "institution")]
        records[kind] = rows.defer(*hidden).in_bulk(numbers[kind])
    return records


ABOUT = {
    "commitment": (Commitment, ["person", "institution"]),
    "task": (Task, ["person", "institution", "assignee"]),
}
