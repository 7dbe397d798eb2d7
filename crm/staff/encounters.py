"""What is written on an encounter's page: who came, what was said, how many attended, files, and what is planned."""

from functools import wraps

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from crm import attachments, history, logging
from crm.encounter_forms import (
    AttachmentForm,
    AttendanceForm,
    DiscussionPointForm,
    ParticipantDetailForm,
    ParticipantForm,
    PlanForm,
)
from crm.models import Attendance, DiscussionPoint, Institution, Interaction, Person
from crm.staff.pages import fill_in, may, page_of, visible


def of_interaction(view):
    """For what is written on an interaction's page: she may see it, and change it."""

    @wraps(view)
    def guarded(request, pk, **kwargs):
        return view(request, visible(request, Interaction, pk, "change"), **kwargs)

    return guarded


def ask(request, interaction, form, *, title, done, save=None, **more):
    """A form that leads back to the interaction's page."""

    def save_and_return(form):
        (save or type(form).save)(form)
        return page_of(interaction)

    return fill_in(
        request,
        form,
        title=title,
        about=(str(interaction), page_of(interaction)),
        save=save_and_return,
        done=done,
        **more,
    )


def part(request, interaction, name, pk):
    return get_object_or_404(getattr(interaction, name).visible_to(request.user), pk=pk)


# Who took part


@of_interaction
def add_participant(request, interaction):
    form = ParticipantForm(request.POST or None, user=request.user, interaction=interaction)
    return ask(
        request,
        interaction,
        form,
        title=_("¿Quién más participó?"),
        done=_("Quedó entre quienes participaron."),
    )


@of_interaction
def edit_participant(request, interaction, part_pk):
    participant = part(request, interaction, "participants", part_pk)
    form = ParticipantDetailForm(request.POST or None, instance=participant, user=request.user)
    return ask(request, interaction, form, title=str(participant), done=_("Guardamos los cambios."))


# What was said


@of_interaction
def add_point(request, interaction):
    form = DiscussionPointForm(
        request.POST or None, instance=DiscussionPoint(interaction=interaction), user=request.user
    )
    return ask(request, interaction, form, title=_("Punto conversado"), done=_("El punto quedó anotado."))


@of_interaction
def edit_point(request, interaction, part_pk):
    point = part(request, interaction, "points", part_pk)
    form = DiscussionPointForm(request.POST or None, instance=point, user=request.user)
    return ask(request, interaction, form, title=_("Corregir el punto"), done=_("Guardamos los cambios."))


# How many came


@of_interaction
def add_attendance(request, interaction):
    form = AttendanceForm(
        request.POST or None, instance=Attendance(interaction=interaction), user=request.user
    )
    return ask(request, interaction, form, title=_("¿Cuántas personas vinieron?"), done=_("Quedó contado."))


@of_interaction
def edit_attendance(request, interaction, part_pk):
    attendance = part(request, interaction, "attendances", part_pk)
    form = AttendanceForm(request.POST or None, instance=attendance, user=request.user)
    return ask(request, interaction, form, title=_("Corregir el conteo"), done=_("Guardamos los cambios."))


@require_POST
@of_interaction
def remove_part(request, interaction, name, part_pk):
    part(request, interaction, name, part_pk).delete()
    messages.success(request, _("Quedó quitado. La historia lo recuerda."))
    return redirect(page_of(interaction))


# Files


@of_interaction
def add_attachment(request, interaction):
    form = AttachmentForm(request.POST, request.FILES) if request.method == "POST" else AttachmentForm()
    return ask(
        request,
        interaction,
        form,
        title=_("Adjuntar un archivo"),
        save=lambda form: keep_attachment(interaction, form.cleaned_data["file"], request.user),
        done=_("El archivo quedó adjunto."),
    )


@transaction.atomic
def keep_attachment(interaction, file, by):
    if attachments.keep(interaction, file, by):
        history.note(
            [interaction], "+", "attachments", "", by
        )  # without its name, which may be a reason to remove it


@require_POST
@of_interaction
@transaction.atomic
def remove_attachment(request, interaction, part_pk):
    part(request, interaction, "attachments", part_pk).delete()
    history.note([interaction], "-", "attachments", "", request.user)
    messages.success(request, _("El archivo ya no está."))
    return redirect(page_of(interaction))


@require_safe
def download_attachment(request, pk, part_pk):
    interaction = visible(request, Interaction, pk)
    return attachments.download(part(request, interaction, "attachments", part_pk))


# What is still to come


def plan(request):
    may(request, "add", Interaction)
    form = PlanForm(request.POST or None, user=request.user, initial=whom(request))
    return fill_in(
        request,
        form,
        title=_("Programar un encuentro"),
        about=(_("Encuentros"), reverse("interactions:index")),
        save=lambda form: page_of(planned(form, request.user)),
        done=_("El encuentro quedó programado."),
    )


def planned(form, user):
    """The interaction of this form, made now or when the form arrived before."""
    key = form.cleaned_data["key"]
    if found := logging.kept(key, user):
        return found
    try:
        with transaction.atomic():
            return form.save()
    except IntegrityError:
        # Another copy of the same form was quicker.
        if found := logging.kept(key, user):
            return found
        raise ValidationError(
            _("No se pudo guardar. Abre otra vez «Programar un encuentro» y envíalo de nuevo.")
        ) from None


def whom(request):
    """With whom, as the address says: ?persona=5."""
    named = {"person": ("persona", Person), "institution": ("institucion", Institution)}
    found = {}
    for field, (name, model) in named.items():
        number = request.GET.get(name, "")
        if number.isdecimal() and len(number) < 19:
            found[field] = model.objects.visible_to(request.user).filter(pk=number).first()
    return found


@require_POST
@of_interaction
def hold(request, interaction):
    if interaction.settle(Interaction.State.HELD):
        messages.success(request, _("Quedó como realizado. Cuenta qué se conversó y en qué quedó."))
        return redirect("interactions:edit", interaction.pk)
    if interaction.is_ahead:
        messages.error(request, _("Todavía no empieza. Si cambió de hora, corrígela."))
    return redirect(page_of(interaction))


@require_POST
@of_interaction
def cancel(request, interaction):
    if interaction.settle(Interaction.State.CANCELLED):
        messages.success(request, _("Quedó como cancelado. Se conserva, para que se sepa."))
    return redirect(page_of(interaction))
