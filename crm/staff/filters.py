"""What the lists of the CRM may be narrowed by. Each answers from what the reader may see, and nothing else."""

from datetime import timedelta

import django_filters
from django.db.models import Q, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from accounts.models import Partner
from crm import contacts, regions
from crm.models import (
    Affiliation,
    Commitment,
    Follow,
    Influence,
    Institution,
    Interaction,
    Participant,
    Person,
    Position,
    Region,
    Tag,
    Task,
)
from legislation.staff.filters import CauseChoice, Choice, YesNo


class Silence(TextChoices):
    """How long ago we last met somebody."""

    RECENT = "30", _("Hace 30 días o menos")
    MONTH = "-30", _("Hace más de 30 días")
    QUARTER = "-90", _("Hace más de 90 días")
    HALF_YEAR = "-180", _("Hace más de 180 días")
    NEVER = "never", _("Nunca")


UNKNOWN = ("unknown", _("No se sabe"))


class Chosen(django_filters.ModelChoiceFilter):
    def __init__(self, label, queryset, **kwargs):
        super().__init__(label=label, queryset=queryset, empty_label=_("Todas"), **kwargs)


def region_filter(**kwargs):
    return Chosen(_("Región"), Region.objects.all(), **kwargs)


def owner_filter():
    return Chosen(_("Organización que la registró"), Partner.objects.all(), field_name="owner")


def tag_filter():
    return Chosen(_("Etiqueta"), lambda request: Tag.objects.visible_to(request.user), field_name="tags")


def stance_filter(**kwargs):
    return Choice(_("Postura"), Position.Stance.choices, **kwargs)


class CircledFilterSet(WagtailFilterSet):
    @property
    def user(self):
        return self.request.user


class StakeholderFilterSet(CircledFilterSet):
    """People or institutions: what they think, and since when we have not met."""

    key = ""  # of a position or a participant

    def taking(self, rows, name, value):
        positions = Position.objects.visible_to(self.user).present().filter(stance=value)
        return rows.filter(pk__in=positions.filter(**{f"{self.key}__isnull": False}).values(self.key))

    def followed_by_her(self, rows, name, value):
        mine = Follow.objects.visible_to(self.user).filter(**{f"{self.key}__isnull": False})
        return rows.filter(pk__in=mine.order_by().values(self.key))

    def silent(self, rows, name, value):
        since = None
        if value != Silence.NEVER:
            since = timezone.localdate() - timedelta(days=abs(int(value)))
        met = contacts.was_met(self.user, self.key, since=since)
        return rows.filter(met if value == Silence.RECENT else ~met)


def followed_filter():
    return Choice(_("Las que sigo"), [("1", _("Sí"))], method="followed_by_her")


class InstitutionFilterSet(StakeholderFilterSet):
    key = "institution"

    class Meta:
        model = Institution
        fields = []

    region = region_filter()
    kind = Choice(_("Tipo"), Institution.Kind.choices)
    level = Choice(_("Nivel"), Institution.Level.choices)
    influence = Choice(_("Influencia"), [*Influence.choices, UNKNOWN], method="of_influence")
    stance = stance_filter(method="taking")
    silence = Choice(_("Último contacto"), Silence.choices, method="silent")
    owner = owner_filter()
    tags = tag_filter()
    status = Choice(_("Situación"), Institution.Status.choices)
    followed = followed_filter()

    def of_influence(self, institutions, name, value):
        return institutions.filter(influence=None if value == UNKNOWN[0] else value)


class PersonFilterSet(StakeholderFilterSet):
    key = "person"

    class Meta:
        model = Person
        fields = []

    region = region_filter(method="working_in")
    kind = Choice(_("Tipo de institución"), Institution.Kind.choices, method="working_in")
    in_office = Choice(_("Tiene cargo hoy"), YesNo.choices, method="holding")
    influence = Choice(_("Influencia"), [*Influence.choices, UNKNOWN], method="of_influence")
    stance = stance_filter(method="taking")
    silence = Choice(_("Último contacto"), Silence.choices, method="silent")
    owner = owner_filter()
    tags = tag_filter()
    followed = followed_filter()

    def posts(self):
        return Affiliation.objects.visible_to(self.user).current().order_by()

    def working_in(self, people, name, value):
        there = self.posts().filter(**{f"post__institution__{name}": value})
        return people.filter(pk__in=there.values("person"))

    def of_influence(self, people, name, value):
        """By the most influential of the posts that somebody holds today."""
        rated = self.posts().filter(post__influence__isnull=False)
        if value == UNKNOWN[0]:
            return people.filter(pk__in=self.posts().values("person")).exclude(pk__in=rated.values("person"))
        equal = people.filter(pk__in=rated.filter(post__influence=value).values("person"))
        if int(value) == Influence.HIGH:
            return equal
        return equal.exclude(pk__in=rated.filter(post__influence__gt=value).values("person"))

    def holding(self, people, name, value):
        held = self.posts().values("person")
        return people.filter(pk__in=held) if value == YesNo.YES else people.exclude(pk__in=held)


class InteractionFilterSet(CircledFilterSet):
    class Meta:
        model = Interaction
        fields = []

    kind = Choice(_("Tipo"), Interaction.Kind.choices)
    state = Choice(_("Situación"), Interaction.State.choices)
    region = region_filter()
    partner = Chosen(_("Organización presente"), Partner.objects.all(), field_name="partners")
    cause = CauseChoice(field_name="causes")
    institution_kind = Choice(_("Tipo de institución"), Institution.Kind.choices, method="with_kind")
    since = django_filters.DateFilter(label=_("Desde"), field_name="starts", lookup_expr="date__gte")
    until = django_filters.DateFilter(label=_("Hasta"), field_name="starts", lookup_expr="date__lte")

    def with_kind(self, interactions, name, value):
        met = Participant.objects.visible_to(self.user).filter(institution__kind=value)
        return interactions.filter(pk__in=met.values("interaction"))


class PositionFilterSet(CircledFilterSet):
    class Meta:
        model = Position
        fields = []

    stance = stance_filter()
    cause = CauseChoice()
    grade = Choice(_("Qué tan seguro es"), Position.Grade.choices)
    present = Choice(_("Solo la actual de cada quien"), [("1", _("Sí"))], method="only_present")
    region = region_filter(method="in_region")
    owner = owner_filter()

    def only_present(self, positions, name, value):
        # The newest among those she may see: a newer one that is hidden from her must not make itself felt.
        return positions.present(among=Position.objects.visible_to(self.user))

    def in_region(self, positions, name, value):
        people = Affiliation.objects.visible_to(self.user).current().filter(post__institution__region=value)
        return positions.filter(
            Q(institution__region=value) | Q(person__in=people.order_by().values("person"))
        )


class CommitmentFilterSet(CircledFilterSet):
    class Meta:
        model = Commitment
        fields = []

    class Standing(TextChoices):
        OPEN = "open", _("Por cumplir o en curso")
        OVERDUE = "overdue", _("Vencidos")

    standing = Choice(_("Pendientes"), Standing.choices, method="in_standing")
    state = Choice(_("Situación"), Commitment.State.choices)
    cause = CauseChoice()
    region = region_filter(method="in_region")
    owner = owner_filter()

    def in_region(self, commitments, name, value):
        return commitments.filter(regions.concerns(self.user)(value))

    def in_standing(self, commitments, name, value):
        return commitments.overdue() if value == self.Standing.OVERDUE else commitments.open()


class TaskFilterSet(CircledFilterSet):
    class Meta:
        model = Task
        fields = []

    class Whose(TextChoices):
        MINE = "mine", _("A mi cargo")
        NOBODYS = "nobody", _("Sin nadie a cargo")

    class Standing(TextChoices):
        OPEN = "open", _("Pendientes")
        OVERDUE = "overdue", _("Vencidas")
        CLOSED = "closed", _("Cerradas")

    whose = Choice(_("De quién"), Whose.choices, method="of")
    standing = Choice(_("Situación"), Standing.choices, method="in_standing")
    kind = Choice(_("Tipo"), Task.Kind.choices)
    region = region_filter(method="in_region")
    owner = owner_filter()

    def in_region(self, tasks, name, value):
        there = regions.located(tasks).filter(regions.asked(self.user)(value))
        return tasks.filter(pk__in=there.order_by().values("pk"))

    def of(self, tasks, name, value):
        return tasks.filter(assignee=self.user if value == self.Whose.MINE else None)

    def in_standing(self, tasks, name, value):
        if value == self.Standing.CLOSED:
            return tasks.exclude(state=Task.State.OPEN)
        return tasks.overdue() if value == self.Standing.OVERDUE else tasks.open()
