"""What a member has before her: her tasks, her meetings, what was promised to her, whom she follows."""

from datetime import timedelta
from typing import NamedTuple

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from crm import contacts, news, timeline
from crm.forms import OutcomeForm, QuickTaskForm
from crm.models import Commitment, Interaction, Task
from crm.staff import sent_forms
from crm.staff.pages import may, visible
from legislation.staff.pages import trail
from legislation.staff.panels import StaffPanel

BACK = timedelta(days=14)  # meetings without an outcome; what is news
AHEAD = timedelta(days=30)  # commitments that fall due
MOST_TASKS = 100
MOST_MEETINGS = 20
MOST_COMMITMENTS = 50


class Group(NamedTuple):
    title: str
    tasks: list
    is_late: bool = False


def index(request, form=None):
    may(request, "view", Task)
    user, of_all = request.user, bool(request.GET.get("todos"))
    tasks = list(my_tasks(user)[: MOST_TASKS + 1])
    return render(
        request,
        "crm/admin/work.html",
        {
            "header_title": _("Mi trabajo"),
            "breadcrumbs_items": trail(("", _("Mi trabajo"))),
            "form": form or QuickTaskForm(user=user),
            "may_write": user.has_perm("crm.change_task"),
            "groups": by_urgency(tasks[:MOST_TASKS]),
            "more_tasks": len(tasks) > MOST_TASKS,
            "unfinished": with_whom(without_outcome(user)[:MOST_MEETINGS], user),
            "coming": with_whom(coming(user)[:MOST_MEETINGS], user),
            "commitments": falling_due(user, of_all)[:MOST_COMMITMENTS],
            "of_all": of_all,
            "followed": news.of_followed(user, since=contacts.start_of(timezone.localdate() - BACK)),
            "here": request.get_full_path(),
        },
        status=422 if form else 200,
    )


# What is hers


def my_tasks(user):
    mine = Task.objects.visible_to(user).open().filter(assignee=user)
    about = mine.select_related("person", "institution", "post__institution", "interaction", "commitment")
    return about.defer("person__search", "institution__search", "interaction__search")


def by_urgency(tasks):
    """In groups of which those without tasks are left out."""
    today = timezone.localdate()
    sunday = today + timedelta(days=6 - today.weekday())
    groups = [
        (_("Vencidas"), lambda due: due and due < today),
        (_("Hoy"), lambda due: due == today),
        (_("Esta semana"), lambda due: due and today < due <= sunday),
        (_("Más adelante"), lambda due: due and due > max(today, sunday)),
        (_("Sin fecha"), lambda due: due is None),
    ]
    found = [Group(title, [task for task in tasks if belongs(task.due)]) for title, belongs in groups]
    found[0] = found[0]._replace(is_late=True)
    return [group for group in found if group.tasks]


def my_meetings(user):
    rows = Interaction.objects.visible_to(user).attended_by(user)
    return rows.select_related("region").defer("search")


def without_outcome(user):
    """Her meetings of the last two weeks of which nobody has said what came of them."""
    now = timezone.now()
    lately = my_meetings(user).filter(starts__gte=now - BACK, starts__lt=now, outcome="")
    return lately.exclude(state=Interaction.State.CANCELLED).order_by("starts", "pk")


def coming(user):
    """Called-off ones too: nobody must go there in vain."""
    return my_meetings(user).filter(starts__gte=timezone.now()).order_by("starts", "pk")


def with_whom(meetings, user):
    rows = list(meetings)
    present = timeline.participants_of(rows, user)
    return [(row, present.get(row.pk, ())) for row in rows]


def falling_due(user, of_all=False):
    soon = Commitment.objects.visible_to(user).open().filter(due__lte=timezone.localdate() + AHEAD)
    rows = soon if of_all else soon.made_to(user)
    rows = rows.select_related("person", "institution", "logged_by")
    return rows.defer("person__search", "institution__search")


# Done where it stands


@require_POST
def add(request):
    may(request, "add", Task)
    if there := sent_forms.answered(request):
        return redirect(there)
    form = QuickTaskForm(request.POST, instance=Task(assignee=request.user), user=request.user)
    if not form.is_valid():
        return index(request, form)
    there = sent_forms.once(request, lambda: form.save() and reverse("work:index"))
    messages.success(request, _("La tarea quedó registrada."))
    return redirect(there)


@require_POST
def outcome(request, pk):
    interaction = visible(request, Interaction, pk, "change")
    form = OutcomeForm(request.POST, instance=interaction)
    if form.is_valid():
        form.save()
        messages.success(request, _("Quedó guardado."))
    else:
        messages.error(request, _("Escribe en qué quedó."))
    return redirect("work:index")


class WorkPanel(StaffPanel):
    """On the first page of the admin: what cannot wait."""

    name, order = "work", 15
    template_name = "crm/admin/panels/work.html"
    permission = "crm.view_task"

    def content(self, user):
        today = timezone.localdate()
        urgent = my_tasks(user).filter(due__lte=today)
        week = coming(user).filter(starts__lt=contacts.start_of(today + timedelta(days=7)))
        return {
            "tasks": urgent[:5],
            "urgent": urgent.count(),
            "meetings": with_whom(week[:3], user),
            "unfinished": without_outcome(user).count(),
            "late": falling_due(user).filter(due__lt=today).count(),
            "url": reverse("work:index"),
        }
