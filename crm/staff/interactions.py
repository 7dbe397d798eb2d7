"""Encounters: the list and the page of one."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm import history, timeline
from crm.forms import InteractionForm
from crm.models import Commitment, Institution, Interaction, Participant, Person, Position, Task
from crm.searching import needles
from crm.staff.lists import CircledIndexView
from crm.staff.pages import CircledPage, fill_in, page_of, visible
from legislation.staff.lists import Cell, inspect_url, moment, short


class InteractionIndexView(CircledIndexView):
    page_title = gettext_lazy("Encuentros")
    search_placeholder = gettext_lazy("Con quién, qué se dijo, en qué quedó")
    list_display = [
        Cell(
            "kind",
            gettext_lazy("Encuentro"),
            lambda interaction: interaction.get_kind_display(),
            url=inspect_url("interactions"),
            detail=lambda interaction: short(interaction.outcome or interaction.summary, 90),
        ),
        Cell(
            "starts",
            gettext_lazy("Cuándo"),
            lambda interaction: moment(interaction.starts),
            sort_key="starts",
        ),
        Cell("met", gettext_lazy("Con quién"), lambda interaction: short("; ".join(interaction.met), 110)),
        Cell("region", gettext_lazy("Región"), lambda interaction: interaction.region),
        Cell("partners", gettext_lazy("De nosotras"), lambda interaction: interaction.who_of_us),
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
        return queryset.filter(
            Q(
                pk__in=Interaction.objects.visible_to(self.request.user)
                .matching(query)
                .order_by()
                .values("pk")
            )
            | Q(pk__in=self.with_any("person", Person, query))
            | Q(pk__in=self.with_any("institution", Institution, query))
        )

    def with_any(self, key, model, query):
        """Interactions with somebody whose name says this."""
        found = model.objects.visible_to(self.request.user).matching(query).order_by().values("pk")
        participants = Participant.objects.visible_to(self.request.user).filter(**{f"{key}__in": found})
        return participants.order_by().values("interaction")

    def dress(self, rows):
        present = timeline.participants_of(rows, self.request.user)
        for row in rows:
            row.met = [str(participant) for participant in present.get(row.pk, ())]


class InteractionPage(CircledPage):
    template_name = "crm/admin/interaction.html"
    index_title = gettext_lazy("Encuentros")

    def get_context_data(self, **kwargs):
        interaction, user = self.object, self.request.user
        here = {"interaction": interaction}
        return super().get_context_data(**kwargs) | {
            "interaction": interaction,
            "participants": [
                (participant, stood_in_for(participant, user))
                for participant in interaction.participants.visible_to(user).for_display()
            ],
            "points": interaction.points.visible_to(user).select_related("follow_up"),
            "attendances": interaction.attendances.visible_to(user),
            "positions": Position.objects.visible_to(user)
            .filter(**here)
            .select_related("person", "institution", "cause"),
            "commitments": Commitment.objects.visible_to(user)
            .filter(**here)
            .select_related("person", "institution"),
            "tasks": Task.objects.visible_to(user).filter(**here).select_related("assignee"),
            "notes": interaction.notes.visible_to(user).select_related("logged_by", "owner"),
            "may_edit": user.has_perm("crm.change_interaction"),
            "entries": history.of_record(interaction, user),
        }


def stood_in_for(participant, user):
    """In whose place she came, in words, if that may be known to the reader."""
    person, post = participant.stands_in_for, participant.stands_in_for_post
    if person and Person.objects.visible_to(user).filter(pk=person.pk).exists():
        return str(person)
    if post and Institution.objects.visible_to(user).filter(pk=post.institution_id).exists():
        return str(post)
    return ""


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
