"""The form of /registro/: one meeting, in as few taps as it takes."""

import uuid
from datetime import datetime, time

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.circles import Circle, choices_for
from crm.forms import DayField, short_text
from crm.models import Institution, Interaction, Participant, Person, Position, Region
from crm.picking import PickField
from legislation.models import Cause

KINDS = Interaction.Kind
PICKED = ("person", "institution")


class LogForm(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput)
    met = forms.MultipleChoiceField(
        label=_("¿Con quién?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    title = forms.CharField(label=_("Puesto o función"), max_length=150, required=False)
    kind = forms.ChoiceField(label=_("¿Qué fue?"), choices=KINDS.choices)
    day = DayField(label=_("¿Qué día?"), error_messages={"required": _("Di qué día fue.")})
    outcome = forms.CharField(
        label=_("¿En qué quedó?"),
        max_length=300,
        help_text=_("Una frase basta."),
        widget=short_text(2),
        error_messages={"required": _("Escribe en qué quedó.")},
    )
    summary = forms.CharField(
        label=_("Qué se conversó"), required=False, max_length=5000, widget=short_text(3)
    )
    cause = forms.ModelChoiceField(Cause.objects.all(), label=_("Causa"), required=False)
    stance = forms.TypedChoiceField(
        label=_("¿Qué postura mostró?"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("No dijo")), *Position.Stance.choices],
        widget=forms.RadioSelect,
    )
    promise = forms.CharField(label=_("¿A qué se comprometió?"), required=False, max_length=300)
    promise_due = DayField(label=_("¿Para cuándo?"), required=False)
    task = forms.CharField(label=_("¿Qué nos toca hacer?"), required=False, max_length=300)
    task_due = DayField(label=_("¿Para cuándo?"), required=False)
    note = forms.CharField(
        label=_("Nota reservada"),
        required=False,
        max_length=5000,
        widget=short_text(2),
        help_text=_("Se guarda cifrada y la ve solo tu organización."),
    )
    region = forms.ModelChoiceField(Region.objects.all(), label=_("Región"), required=False)
    place = forms.CharField(label=_("Lugar"), required=False, max_length=150)
    circle = forms.ChoiceField(label=_("¿Quiénes lo ven?"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["person"] = PickField(
            Person, user=user, allows_new=True, required=False, label=_("Otra persona")
        )
        self.fields["institution"] = PickField(
            Institution, user=user, allows_new=True, required=False, label=_("Institución")
        )
        self.fields["circle"].choices = choices_for(user)
        self.fields["met"].choices = self.known(self.initial.get("recent", ()))
        if user.partner_id is None:
            self.fields["note"].help_text = _("Se guarda cifrada.")

    def known(self, recent):
        """Those she met lately, and whoever a form that is sent names: checked again against what she may see."""
        sent = self.data.getlist("met") if self.is_bound else []
        self.known_records = {}
        for value in [*recent, *sent]:
            if value not in self.known_records and (record := find(value, self.user)):
                self.known_records[value] = record
        return [(value, str(record)) for value, record in self.known_records.items()]

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Ese día todavía no llega. Aquí se registra lo que ya pasó."))
        return day

    def clean(self):
        data = super().clean()
        nobody = not data.get("met") and not data.get("person") and not data.get("institution")
        if nobody and not {"person", "institution"} & self.errors.keys():
            self.add_error("met", _("Marca o escribe con quién fue."))
        if data.get("title") and not (data.get("person") and data.get("institution")):
            self.add_error("title", _("Escribe también la persona y la institución de ese puesto."))
        if self.names_nobody_in_particular(data):
            self.add_error(
                "met",
                _(
                    "Son varias personas, y la postura o el compromiso es de una. Marca solo a ella, o escribe la institución."
                ),
            )
        if data.get("stance") is not None and not data.get("cause"):
            self.add_error("cause", _("Di sobre qué causa mostró esa postura."))
        if data.get("day"):
            for name in ("promise_due", "task_due"):
                if data.get(name) and data[name] < data["day"]:
                    self.add_error(name, _("El plazo es anterior al encuentro."))
        return data

    def names_nobody_in_particular(self, data):
        """Whether something was said or promised by one of several people, without an institution to speak for."""
        met, person = set(data.get("met", ())), data.get("person")
        if person:
            met.add(value_of(person) if isinstance(person, Person) else "p")
        told = data.get("stance") is not None or data.get("promise")
        return told and len(met) > 1 and not data.get("institution") and all(one[0] == "p" for one in met)

    def moment(self):
        """That day: now if it is today, else at noon, for the hour is not asked."""
        day = self.cleaned_data["day"]
        if day == timezone.localdate():
            return timezone.now()
        return timezone.make_aware(datetime.combine(day, time(12)))


def told_fields():
    """Those that she fills with words of her own, and a form has before it knows whose it is."""
    names = ("outcome", "summary", "promise", "task", "note", "title", "place")
    return [(name, LogForm.base_fields[name]) for name in names]


def carried(data):
    """All that a form brought, as pairs for another one."""
    names = [*LogForm.base_fields, *PICKED, *(f"{name}-key" for name in PICKED)]
    return [(name, value) for name in names for value in data.getlist(name)]


def value_of(record):
    return f"{'p' if isinstance(record, Person) else 'i'}{record.pk}"


def find(value, user):
    model = {"p": Person, "i": Institution}.get(value[:1])
    if model is None or not value[1:].isdecimal() or len(value) > 19:
        return None
    return model.objects.visible_to(user).filter(pk=value[1:]).first()


def starting_values(user, met=()):
    """What the last one teaches, and who is usually met."""
    mine = Interaction.objects.visible_to(user).filter(logged_by=user).order_by("-logged", "-pk")
    last = mine.prefetch_related("causes").first()
    causes = list(Cause.objects.all()[:2])
    learnt = {}
    if last:
        learnt = {
            "kind": last.kind,
            "region": last.region_id,
            "circle": last.circle,
            "cause": next((cause.pk for cause in last.causes.all()), None),
        }
    if len(causes) == 1:
        learnt["cause"] = causes[0].pk
    given = [value_of(record) for record in met]
    return {
        "key": uuid.uuid4(),
        "day": timezone.localdate(),
        "kind": KINDS.MEETING,
        "circle": Circle.COALITION,
        "stance": "",
        **learnt,
        "met": given,
        "recent": list(dict.fromkeys([*given, *recent(user, mine)])),
    }


def recent(user, mine, shown=6):
    rows = Participant.objects.visible_to(user).filter(interaction__in=mine.values("pk")[:10])
    values = [
        f"p{participant.person_id}" if participant.person_id else f"i{participant.institution_id}"
        for participant in rows.order_by("-interaction_id", "pk")
    ]
    return list(dict.fromkeys(values))[:shown]
