"""Encounters: the list and the page of one."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm import collisions, history, timeline
from crm.forms import InteractionForm
from crm.models import (
    Attendance,
    Commitment,
    DiscussionPoint,
    Institution,
    Interaction,
    Participant,
    Person,
    Position,
    Post,
    Task,
)
from crm.searching import needles
from crm.staff.lists import CircledIndexView
from crm.staff.pages import CircledPage, fill_in, page_of, visible
from legislation.staff.lists import Cell, inspect_url, moment, short

MOST_FOUND = 8000  # numbers in one question


class InteractionIndexView(CircledIndexView):
    page_title = gettext_lazy("Encuentros")
    search_placeholder = gettext_lazy("Con quién, qué se dijo, en qué quedó")
    new_url, new_label = "interactions:plan", gettext_lazy("Programar un encuentro")
    list_display = [
        Cell(
            "kind",
            gettext_lazy("Encuentro"),
            lambda interaction: interaction.get_kind_display(),
            url=inspect_url("interactions"),
            detail=lambda interaction: short(
                interaction.outcome or interaction.summary or interaction.next_step, 90
            ),
        ),
        Cell(
            "starts",
            gettext_lazy("Cuándo"),
            lambda interaction: moment(interaction.starts),
            sort_key="starts",
        ),
        Cell("met", gettext_lazy("Con quién"), lambda interaction: short("; ".join(interaction.met), 110)),
        Cell("region", gettext_lazy("Región"), lambda interaction: interaction.region),
        Cell(
            "partners",
            gettext_lazy("De nosotras"),
            lambda interaction: interaction.who_of_us,
            detail=lambda interaction: coincides(interaction.others),
        ),
        Cell(
            "state",
            gettext_lazy("Situación"),
            lambda interaction: interaction.get_state_display(),
            tag=lambda interaction: "" if interaction.state == Interaction.State.HELD else "w-status--label",
        ),
    ]
    sheet = [
        (gettext_lazy("Cuándo"), lambda interaction: interaction.starts),
        (gettext_lazy("Tipo"), lambda interaction: interaction.get_kind_display()),
        (gettext_lazy("Situación"), lambda interaction: interaction.get_state_display()),
        (gettext_lazy("Con quién"), lambda interaction: interaction.met),
        (gettext_lazy("Asistencia"), lambda interaction: interaction.attended),
        (gettext_lazy("Región"), lambda interaction: interaction.region),
        (gettext_lazy("Lugar"), lambda interaction: interaction.place),
        (gettext_lazy("De nosotras"), lambda interaction: interaction.who_of_us),
        (gettext_lazy("Qué se conversó"), lambda interaction: interaction.summary),
        (gettext_lazy("En qué quedó"), lambda interaction: interaction.outcome),
        (gettext_lazy("Qué sigue"), lambda interaction: interaction.next_step),
        (gettext_lazy("Quiénes la ven"), lambda interaction: interaction.get_circle_display()),
    ]
    default_ordering = ["-starts", "-pk"]

    def get_base_queryset(self):
        return super().get_base_queryset().for_listing()

    def matching(self, queryset, query):
        """What was said, or with whom. Hidden participants do not answer for it."""
        if not needles(query):
            return queryset
        said = Interaction.objects.visible_to(self.request.user).matching(query).order_by()
        said = said.values_list("pk", flat=True)
        parts = [
            said,
            self.with_any("person", Person, query),
            self.with_any("institution", Institution, query),
        ]
        return queryset.filter(self.any_of(parts))

    def any_of(self, parts):
        """Asked once where they are not too many: the count and the page would each ask again."""
        found = set()
        for part in parts:
            found.update(part[:MOST_FOUND])
        if len(found) < MOST_FOUND:
            return Q(pk__in=found)
        condition = Q()
        for part in parts:
            condition |= Q(pk__in=part)
        return condition

    def with_any(self, key, model, query):
        """Interactions with somebody whose name says this."""
        found = model.objects.visible_to(self.request.user).matching(query).order_by().values("pk")
        participants = Participant.objects.visible_to(self.request.user).filter(**{f"{key}__in": found})
        return participants.order_by().values_list("interaction", flat=True)

    def dress(self, rows):
        present = timeline.participants_of(rows, self.request.user)
        attended = {}
        for attendance in Attendance.objects.visible_to(self.request.user).filter(interaction__in=rows):
            attended.setdefault(attendance.interaction_id, []).append(str(attendance))
        for row in rows:
            row.met = [str(participant) for participant in present.get(row.pk, ())]
            row.attended = attended.get(row.pk, [])
        others = collisions.of_interactions(self.request.user, rows, present)
        for row in rows:
            row.others = others.get(row.pk, [])


def coincides(others):
    """The other organizations that are about to meet the same ones, or just did."""
    names = sorted({name for meeting in others for name in meeting.partners.values()})
    return _("coincide con %(who)s") % {"who": ", ".join(names)} if names else ""


# Whose changes belong to the story of an interaction.
PARTS = [(model, "interaction") for model in (Participant, DiscussionPoint, Attendance)]


class InteractionPage(CircledPage):
    template_name = "crm/admin/interaction.html"
    index_title = gettext_lazy("Encuentros")

    def get_context_data(self, **kwargs):
        interaction, user = self.object, self.request.user
        here = {"interaction": interaction}
        participants = list(interaction.participants.visible_to(user).for_display())
        return super().get_context_data(**kwargs) | {
            "interaction": interaction,
            "participants": stood_in_for(participants, user),
            "points": points_of(interaction, participants, user),
            "attendances": interaction.attendances.visible_to(user),
            "attachments": interaction.attachments.visible_to(user).defer("body").select_related("added_by"),
            "positions": Position.objects.visible_to(user)
            .filter(**here)
            .select_related("person", "institution", "cause")
            .defer("words"),
            "commitments": Commitment.objects.visible_to(user)
            .filter(**here)
            .select_related("person", "institution"),
            "tasks": Task.objects.visible_to(user).filter(**here, point=None).select_related("assignee"),
            "notes": interaction.notes.visible_to(user).select_related("logged_by", "owner"),
            "may_edit": user.has_perm("crm.change_interaction"),
            "entries": history.of_record(interaction, user, PARTS),
            "notice": collisions.with_interaction(user, interaction, participants),
        }


def stood_in_for(participants, user):
    """Each with whoever she came in place of, in words, if that may be known to the reader."""
    absent = [participant.stands_in_for_id for participant in participants]
    offices = [participant.stands_in_for_post_id for participant in participants]
    people = Person.objects.visible_to(user).in_bulk(list(filter(None, absent)))
    posts = Post.objects.visible_to(user).select_related("institution").in_bulk(list(filter(None, offices)))
    return [
        (
            participant,
            people.get(participant.stands_in_for_id, ""),
            posts.get(participant.stands_in_for_post_id, ""),
        )
        for participant in participants
    ]


def points_of(interaction, participants, user):
    """What was said, by whom and what follows from it, so far as the reader may know."""
    points = list(interaction.points.visible_to(user))
    present = {participant.pk: participant for participant in participants}
    tasks = Task.objects.visible_to(user).in_bulk(
        [point.follow_up_id for point in points if point.follow_up_id]
    )
    return [(point, present.get(point.said_by_id), tasks.get(point.follow_up_id)) for point in points]


def edit(request, pk):
    interaction = visible(request, Interaction, pk, "change")
    form = InteractionForm(request.POST or None, instance=interaction, user=request.user)

    def save(form):
        form.save()
        return page_of(interaction)

    return fill_in(
        request,
        form,
        title=_("Corregir"),
        about=(str(interaction), page_of(interaction)),
        save=save,
        done=_("Guardamos los cambios."),
    )
