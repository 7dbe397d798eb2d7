"""Positions, commitments, tasks, notes and contact ways: their lists, and the forms that open from what they are about."""

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from crm import history
from crm.forms import (
    AliasForm,
    CloseCommitmentForm,
    CloseTaskForm,
    CommitmentForm,
    ContactWayForm,
    NoteForm,
    PositionForm,
    TaskForm,
)
from crm.models import (
    Alias,
    Commitment,
    ContactWay,
    Institution,
    Interaction,
    Note,
    Person,
    Position,
    Proposal,
    PublicCommitment,
    Task,
    open_first,
)
from crm.staff import bulk
from crm.staff.lists import CircledIndexView
from crm.staff.pages import CircledPage, fill_in, may, page_of, visible
from legislation.staff.lists import Cell, day, inspect_url, saying, short
from legislation.staff.pages import back_to

SUBJECTS = {"persona": Person, "institucion": Institution, "encuentro": Interaction, "compromiso": Commitment}


def subject_of(record):
    return record.person or record.institution


def of_matching(query, user):
    """The condition that a row's person or institution is found by these words."""
    people = Person.objects.visible_to(user).matching(query).order_by().values("pk")
    institutions = Institution.objects.visible_to(user).matching(query).order_by().values("pk")
    return Q(person__in=people) | Q(institution__in=institutions)


def subject_cell(name, label, inspect):
    return Cell(
        name,
        label,
        lambda row: str(subject_of(row) or ""),
        url=inspect_url(inspect),
    )


class PositionIndexView(CircledIndexView):
    page_title = gettext_lazy("Posturas")
    search_placeholder = gettext_lazy("De quién")
    list_display = [
        subject_cell("who", gettext_lazy("Quién"), "positions"),
        Cell(
            "stance",
            gettext_lazy("Postura"),
            lambda position: position.get_stance_display(),
            sort_key="stance",
        ),
        Cell("cause", gettext_lazy("Causa"), lambda position: position.cause),
        Cell("stated", gettext_lazy("Fecha"), lambda position: day(position.stated), sort_key="stated"),
        Cell(
            "grade",
            gettext_lazy("Qué tan seguro es"),
            lambda position: position.get_grade_display(),
            detail=lambda position: _("retirada") if position.withdrawn else "",
        ),
    ]
    sheet = [
        (gettext_lazy("Quién"), subject_of),
        (gettext_lazy("Causa"), lambda position: position.cause),
        (gettext_lazy("Postura"), lambda position: position.get_stance_display()),
        (gettext_lazy("Fecha"), lambda position: position.stated),
        (gettext_lazy("Qué tan seguro es"), lambda position: position.get_grade_display()),
        (gettext_lazy("Dónde consta"), lambda position: position.evidence),
        (gettext_lazy("Retirada"), lambda position: position.withdrawn),
        (gettext_lazy("Quiénes la ven"), lambda position: position.get_circle_display()),
    ]
    default_ordering = ["-stated", "-pk"]

    def get_base_queryset(self):
        rows = super().get_base_queryset().select_related("person", "institution", "cause")
        return rows.defer("words", "person__search", "institution__search")

    def matching(self, queryset, query):
        return queryset.filter(of_matching(query, self.request.user))


class CommitmentIndexView(CircledIndexView):
    page_title = gettext_lazy("Compromisos")
    search_placeholder = gettext_lazy("Quién o qué prometió")
    acts = [bulk.CreateTasks()]
    list_display = [
        Cell(
            "what",
            gettext_lazy("Compromiso"),
            lambda commitment: short(commitment.what),
            url=inspect_url("commitments"),
            detail=lambda commitment: str(subject_of(commitment)),
        ),
        Cell("made", gettext_lazy("Desde"), lambda commitment: day(commitment.made), sort_key="made"),
        Cell(
            "due",
            gettext_lazy("Para cuándo"),
            lambda commitment: day(commitment.due),
            detail=lambda commitment: _("vencido") if commitment.is_overdue else "",
            sort_key="due",
        ),
        Cell("state", gettext_lazy("Situación"), lambda commitment: commitment.get_state_display()),
    ]
    sheet = [
        (gettext_lazy("Compromiso"), lambda commitment: commitment.what),
        (gettext_lazy("Quién"), lambda commitment: commitment.person),
        (gettext_lazy("Institución"), lambda commitment: commitment.institution),
        (gettext_lazy("Fecha"), lambda commitment: commitment.made),
        (gettext_lazy("Para cuándo"), lambda commitment: commitment.due),
        (gettext_lazy("Situación"), lambda commitment: commitment.get_state_display()),
        (gettext_lazy("Prueba"), lambda commitment: commitment.evidence),
        (gettext_lazy("Quiénes la ven"), lambda commitment: commitment.get_circle_display()),
    ]
    default_ordering = open_first()

    def get_base_queryset(self):
        rows = super().get_base_queryset().select_related("person", "institution")
        return rows.defer("person__search", "institution__search")

    def matching(self, queryset, query):
        return queryset.filter(of_matching(query, self.request.user) | saying(query, "what"))


class TaskIndexView(CircledIndexView):
    page_title = gettext_lazy("Tareas")
    search_placeholder = gettext_lazy("Qué hay que hacer")
    new_url, new_label = "tasks:new", gettext_lazy("Nueva tarea")
    acts = [bulk.Assign()]
    list_display = [
        Cell(
            "what",
            gettext_lazy("Tarea"),
            lambda task: short(task.what),
            url=inspect_url("tasks"),
            detail=lambda task: str(subject_of(task) or ""),
        ),
        Cell("assignee", gettext_lazy("A cargo de"), lambda task: task.assignee or ""),
        Cell(
            "due",
            gettext_lazy("Para cuándo"),
            lambda task: day(task.due),
            detail=lambda task: _("vencida") if task.is_overdue else "",
            sort_key="due",
        ),
        Cell("state", gettext_lazy("Situación"), lambda task: task.get_state_display()),
    ]
    sheet = [
        (gettext_lazy("Tarea"), lambda task: task.what),
        (gettext_lazy("Sobre"), subject_of),
        (gettext_lazy("A cargo de"), lambda task: task.assignee),
        (gettext_lazy("Para cuándo"), lambda task: task.due),
        (gettext_lazy("Situación"), lambda task: task.get_state_display()),
        (gettext_lazy("En qué quedó"), lambda task: task.outcome),
        (gettext_lazy("Quiénes la ven"), lambda task: task.get_circle_display()),
    ]
    default_ordering = open_first()

    def get_base_queryset(self):
        rows = super().get_base_queryset().select_related("person", "institution", "assignee")
        return rows.defer("person__search", "institution__search")

    def matching(self, queryset, query):
        return queryset.filter(of_matching(query, self.request.user) | saying(query, "what", "outcome"))


# One of them


class MatterPage(CircledPage):
    """A page that shows one record and what it is about."""

    template_name = "crm/admin/matter.html"

    def get_object(self, queryset=None):
        rows = self.model.objects.visible_to(self.request.user)
        return get_object_or_404(
            rows.select_related("person", "institution", "owner", "logged_by"), pk=self.pk
        )

    def get_context_data(self, **kwargs):
        record, user = self.object, self.request.user
        model = self.model._meta.model_name
        return super().get_context_data(**kwargs) | {
            "record": record,
            "model": model,
            "subject": subject_of(record),
            "subject_url": page_of(subject_of(record)) if subject_of(record) else "",
            "interaction": Interaction.objects.visible_to(user).filter(pk=record.interaction_id).first(),
            "may_edit": user.has_perm(f"crm.change_{model}"),
            "entries": history.of_record(record, user),
        }


class PositionPage(MatterPage):
    index_title = gettext_lazy("Posturas")


class CommitmentPage(MatterPage):
    index_title = gettext_lazy("Compromisos")

    def get_context_data(self, **kwargs):
        user = self.request.user
        published = PublicCommitment.objects.visible_to(user).filter(commitment=self.object).first()
        proposal = (
            Proposal.objects.visible_to(user).filter(commitment=self.object).select_related("by").first()
        )
        return super().get_context_data(**kwargs) | {
            "published": published,
            "proposal": proposal,
            "may_publish": user.has_perm("crm.add_publiccommitment"),
        }


class TaskPage(MatterPage):
    index_title = gettext_lazy("Tareas")


# Writing


def subject(request, allowed):
    """What the address says the new record is about: ?persona=5."""
    for name, model in SUBJECTS.items():
        if model in allowed and (number := request.GET.get(name, "")):
            if not number.isdecimal() or len(number) > 18:
                raise Http404(f"{name}={number!r} is not the number of a record.")
            return visible(request, model, number)
    return None


def key_of(record):
    return {type(record)._meta.model_name: record}


def add(request, model, form_class, *, allowed, title, done, anywhere=False):
    """A new record about what the address names."""
    may(request, "add", model)
    about = subject(request, allowed)
    if about is None and not anywhere:
        raise Http404("The address does not say whom this is about.")
    instance = model(**key_of(about)) if about else model()
    form = form_class(request.POST or None, instance=instance, user=request.user)
    back = (str(about), page_of(about)) if about else (_("Tareas"), reverse("tasks:index"))

    def save(form):
        form.save()
        return back[1]

    return fill_in(request, form, title=title, about=back, save=save, done=done)


def new_position(request):
    return add(
        request,
        Position,
        PositionForm,
        allowed=(Person, Institution),
        title=_("Nueva postura"),
        done=_("La postura quedó registrada. Las anteriores se conservan."),
    )


def new_commitment(request):
    return add(
        request,
        Commitment,
        CommitmentForm,
        allowed=(Person, Institution),
        title=_("Nuevo compromiso"),
        done=_("El compromiso quedó registrado."),
    )


def new_task(request):
    return add(
        request,
        Task,
        TaskForm,
        allowed=(Person, Institution, Interaction, Commitment),
        title=_("Nueva tarea"),
        done=_("La tarea quedó registrada."),
        anywhere=True,
    )


def new_note(request):
    return add(
        request,
        Note,
        NoteForm,
        allowed=(Person, Institution, Interaction),
        title=_("Nueva nota reservada"),
        done=_("La nota quedó guardada, cifrada."),
    )


def edit_commitment(request, pk):
    return edit(request, Commitment, CommitmentForm, pk)


def edit_task(request, pk):
    return edit(request, Task, TaskForm, pk)


def edit(request, model, form_class, pk):
    record = visible(request, model, pk, "change")
    form = form_class(request.POST or None, instance=record, user=request.user)

    def save(form):
        form.save()
        return page_of(record)

    return fill_in(
        request,
        form,
        title=_("Corregir"),
        about=(str(record), page_of(record)),
        save=save,
        done=_("Guardamos los cambios."),
    )


def close_commitment(request, pk):
    commitment = visible(request, Commitment, pk, "change")
    if not commitment.is_open:
        messages.info(request, _("Este compromiso ya está cerrado. Si hubo un error, corrígelo."))
        return redirect(page_of(commitment))
    form = CloseCommitmentForm(request.POST or None, instance=commitment)

    def save(form):
        form.save()
        return page_of(commitment)

    return fill_in(
        request,
        form,
        title=_("¿Se cumplió?"),
        about=(str(commitment), page_of(commitment)),
        save=save,
        done=_("El compromiso quedó cerrado."),
        help_text=commitment.what,
    )


def close_task(request, pk):
    task = visible(request, Task, pk, "change")
    form = CloseTaskForm(request.POST or None)

    def save(form):
        if task.state == Task.State.OPEN:
            task.state, task.outcome = form.cleaned_data["state"], form.cleaned_data["outcome"]
            task.closed, task.closed_by = timezone.now(), request.user
            task.save()
        return back_to(request, page_of(task))

    return fill_in(
        request,
        form,
        title=_("Cerrar la tarea"),
        about=(str(task), page_of(task)),
        save=save,
        done=_("La tarea quedó cerrada."),
    )


@require_POST
def withdraw_position(request, pk):
    """It stays in the log, and no longer counts for the present label."""
    position = visible(request, Position, pk, "change")
    if position.withdrawn is None:
        position.withdrawn = timezone.now()
        position.save(update_fields=["withdrawn"])
    return redirect(page_of(position))


def add_part(request, pk, *, model, form_class, owner, title):
    about = visible(request, owner, pk, "change")
    form = form_class(request.POST or None, instance=model(**key_of(about)))

    def save(form):
        form.save()
        return page_of(about)

    return fill_in(
        request, form, title=title, about=(str(about), page_of(about)), save=save, done=_("Quedó guardado.")
    )


def new_way(request, pk, owner):
    return add_part(
        request,
        pk,
        model=ContactWay,
        form_class=ContactWayForm,
        owner=owner,
        title=_("Nueva forma de contacto"),
    )


def new_alias(request, pk, owner):
    return add_part(
        request, pk, model=Alias, form_class=AliasForm, owner=owner, title=_("Otra forma del nombre")
    )


@require_POST
def remove_part(request, pk, part, *, owner, name):
    """A contact way or another form of the name. What it said is not kept in the history either."""
    about = visible(request, owner, pk, "change")
    get_object_or_404(getattr(about, name).visible_to(request.user), pk=part).forget()
    messages.success(request, _("Ya no guardamos ese dato."))
    return redirect(page_of(about))
