"""What staff may narrow their lists by."""

import django_filters
from django.db.models import Exists, OuterRef, TextChoices
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from legislation.models import (
    Bill,
    BillLink,
    Cause,
    CauseMatch,
    Chamber,
    Change,
    Delivery,
    LabelReading,
    Message,
    Period,
)
from legislation.stages import Stage


class YesNo(TextChoices):
    YES = "1", _("Sí")
    NO = "0", _("No")


class Choice(django_filters.ChoiceFilter):
    def __init__(self, label, choices, **kwargs):
        super().__init__(label=label, choices=choices, **{"empty_label": _("Todo")} | kwargs)


class CauseChoice(django_filters.ModelChoiceFilter):
    def __init__(self, **kwargs):
        super().__init__(label=_("Causa"), queryset=Cause.objects.all(), empty_label=_("Todas"), **kwargs)


class BillFilterSet(WagtailFilterSet):
    """The same questions as the public list, answered by the same Bill.objects.matching()."""

    class Meta:
        model = Bill
        fields = []

    stage = Choice(_("Etapa"), Stage.choices, method="matching")
    period = Choice(_("Periodo"), lambda: Period.objects.values_list("year", "label"), method="matching")
    chamber = Choice(_("Cámara"), Chamber.choices, method="matching")
    cause = CauseChoice(field_name="causes", to_field_name="slug")
    in_cause = Choice(_("En alguna causa"), YesNo.choices, method="in_some_cause")
    lapsed = Choice(_("Caducó"), YesNo.choices, method="matching")

    def matching(self, bills, name, value):
        return bills.matching(**{name: value})

    def in_some_cause(self, bills, name, value):
        chained = Exists(Cause.bills.through.objects.filter(bill=OuterRef("pk")))
        return bills.filter(chained if value == YesNo.YES else ~chained)


class ChangeFilterSet(WagtailFilterSet):
    class Meta:
        model = Change
        fields = []

    kind = Choice(_("Qué pasó"), Change.Kind.choices)
    cause = CauseChoice(field_name="bill__causes")
    late = Choice(_("Registrado con retraso"), YesNo.choices, method="flag")
    echo = Choice(_("Repite algo ya contado"), YesNo.choices, method="is_echo")

    def flag(self, changes, name, value):
        return changes.filter(**{name: value == YesNo.YES})

    def is_echo(self, changes, name, value):
        return changes.filter(echo_of__isnull=value == YesNo.NO)


class DecisionFilterSet(WagtailFilterSet):
    """Shows what waits for a decision, unless asked for something else."""

    ALL = "all"
    at_first = "proposed"

    def __init__(self, data=None, *args, **kwargs):
        if data is not None and "state" not in data:
            data = data.copy()
            data["state"] = self.at_first
        super().__init__(data, *args, **kwargs)

    def in_state(self, rows, name, value):
        return rows if value == self.ALL else rows.filter(state=value)


def state_choice(states, at_first="proposed"):
    choices = [*states.choices, (DecisionFilterSet.ALL, _("Todo"))]
    return Choice(_("Decisión"), choices, empty_label=None, initial=at_first, method="in_state")


class MatchFilterSet(DecisionFilterSet):
    class Meta:
        model = CauseMatch
        fields = []

    state = state_choice(CauseMatch.State)
    cause = CauseChoice()
    where = Choice(_("Dónde aparece"), CauseMatch.Where.choices)


class LinkFilterSet(DecisionFilterSet):
    """Those that wait come first; those that were decided, or that a dossier itself says, are there to look over."""

    class Meta:
        model = BillLink
        fields = []

    at_first = DecisionFilterSet.ALL
    state = state_choice(BillLink.State, at_first)
    kind = Choice(_("Relación"), BillLink.Kind.choices)


class LabelFilterSet(WagtailFilterSet):
    class Meta:
        model = LabelReading
        fields = []

    decided = Choice(_("Tiene etapa"), YesNo.choices, method="is_decided")

    def is_decided(self, readings, name, value):
        return readings.exclude(stage="") if value == YesNo.YES else readings.filter(stage="")


class MessageFilterSet(WagtailFilterSet):
    class Meta:
        model = Message
        fields = []

    class Fate(TextChoices):
        SENT = "sent", _("Enviado")
        KEPT = "kept", _("Guardado aquí")
        FAILED = "failed", _("No se pudo enviar")
        PERHAPS = "perhaps", _("Quizá enviado")

    fate = Choice(_("Qué fue de él"), Fate.choices, method="met")

    def met(self, messages, name, value):
        if value == self.Fate.SENT:
            return messages.exclude(sent=None)
        having = Delivery.objects.filter(message=OuterRef("pk"), state=value)
        return messages.filter(Exists(having))


class DeliveryFilterSet(WagtailFilterSet):
    class Meta:
        model = Delivery
        fields = []

    state = Choice(_("Estado"), Delivery.State.choices)
