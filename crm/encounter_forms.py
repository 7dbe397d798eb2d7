"""Forms of an encounter's page: who came, what was said, how many attended, what was handed over, what is planned."""

import uuid

from django import forms
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm import attachments, logging
from crm.forms import DayField, InteractionForm, short_text, team_seeing
from crm.models import (
    Affiliation,
    Attendance,
    DiscussionPoint,
    Institution,
    Interaction,
    Participant,
    Person,
    Post,
    Task,
)
from crm.picking import PickField


def signed(interaction, user):
    """What is written down at an encounter is seen by those who see the encounter."""
    return {"circle": interaction.circle, "owner": user.partner, "logged_by": user}


class AsksWhom:
    """Fields for somebody by her name, an institution, or both."""

    def ask_whom(self, user):
        self.user = user
        self.fields["person"] = PickField(
            Person,
            user=user,
            allows_new=user.has_perm("crm.add_person"),
            required=False,
            label=_("Persona"),
            help_text=_("Una parte del nombre basta. Nunca una persona que recibe nuestros servicios."),
        )
        self.fields["institution"] = PickField(Institution, user=user, required=False, label=_("Institución"))

    def met(self, interaction, **more):
        """The participant these fields name, in the post she held on that day."""
        person, institution = self.cleaned_data["person"], self.cleaned_data["institution"]
        if isinstance(person, str):
            person = Person.objects.create(name=person, **signed(interaction, self.user))
        there = [institution] if institution else []
        post = logging.post_held(person, interaction.day, there, self.user) if person else None
        return Participant(
            interaction=interaction,
            person=person,
            post=post,
            institution=institution or (post and post.institution),
            **more,
        )


BY_AUDIENCE = _("Quienes son de una organización de la comunidad se cuentan por público, en «Asistencia».")


def counts_by_audience(institution):
    return institution is not None and institution.kind == Institution.Kind.COMMUNITY


class ParticipantForm(AsksWhom, forms.Form):
    """One more who took part."""

    heads = forms.IntegerField(
        label=_("Si la institución envió personal a capacitarse, ¿cuántas personas?"),
        min_value=1,
        max_value=10_000,
        required=False,
        help_text=_("Un número, nunca nombres. Solo si arriba no pusiste a una persona."),
    )

    def __init__(self, *args, user, interaction, **kwargs):
        super().__init__(*args, **kwargs)
        self.interaction = interaction
        self.ask_whom(user)
        self.fields["stands_in_for"] = PickField(
            Person,
            user=user,
            required=False,
            label=_("¿Vino en lugar de alguien?"),
            help_text=_("Si la directora mandó a otra persona, escribe aquí a la directora."),
        )
        if not interaction.trains:
            del self.fields["heads"]
        self.order_fields(["person", "institution", "stands_in_for", "heads"])

    def clean(self):
        data = super().clean()
        person, institution, absent = (data.get(n) for n in ("person", "institution", "stands_in_for"))
        if not self.errors and not person and not institution:
            self.add_error("person", _("Escribe con quién fue: una persona o una institución."))
        if data.get("heads") and (person or not institution) and not self.errors:
            self.add_error("heads", _("Cuántas vinieron se anota de una institución, no de una persona."))
        elif data.get("heads") and counts_by_audience(institution):
            self.add_error("heads", BY_AUDIENCE)
        if isinstance(person, Person) and person == absent:
            self.add_error("stands_in_for", _("Nadie viene en lugar de sí misma."))
        if absent and not person and not self.errors:
            self.add_error("person", _("¿Quién vino en su lugar?"))
        if not self.errors and self.is_there(person, institution):
            self.add_error("person" if person else "institution", _("Ya consta en este encuentro."))
        return data

    def is_there(self, person, institution):
        if isinstance(person, str):  # the form that added her, sent again
            return self.interaction.has_met(person__name__iexact=person)
        if person:
            return self.interaction.has_met(person=person)
        return self.interaction.has_met(person=None, institution=institution)

    @transaction.atomic
    def save(self):
        # Two copies of the form wait for each other here.
        self.interaction.lock()
        if self.is_there(self.cleaned_data["person"], self.cleaned_data["institution"]):
            return None
        absent = self.cleaned_data["stands_in_for"]
        participant = self.met(self.interaction, stands_in_for=absent, heads=self.cleaned_data.get("heads"))
        if absent:
            there = [participant.institution] if participant.institution else []
            participant.stands_in_for_post = logging.post_held(absent, self.interaction.day, there, self.user)
        participant.save()
        return participant


class ParticipantDetailForm(forms.ModelForm):
    """In which post, for which institution, in whose place. What she may not see stays as it is."""

    HIDDEN_IF_UNSEEN = {
        "post": Post,
        "institution": Institution,
        "stands_in_for": Person,
        "stands_in_for_post": Post,
    }

    class Meta:
        model = Participant
        fields = ["post", "stands_in_for_post", "heads", "new_heads"]
        help_texts = {
            "heads": _("Un número, nunca nombres."),
            "new_heads": _("Cuántas no se habían capacitado antes."),
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, participant = user, self.instance
        self.fields["institution"] = PickField(
            Institution,
            user=user,
            required=False,
            label=_("¿Por qué institución vino?"),
            initial=participant.institution,
        )
        self.fields["stands_in_for"] = PickField(
            Person,
            user=user,
            exclude=participant.person_id,
            required=False,
            label=_("En lugar de"),
            initial=participant.stands_in_for,
        )
        self.fields["post"].queryset = self.posts(participant.person_id)
        self.fields["stands_in_for_post"].queryset = self.posts(participant.stands_in_for_id)
        self.order_fields(["institution", "post", "stands_in_for", "stands_in_for_post"])
        if participant.person_id or not participant.interaction.trains:
            del self.fields["heads"], self.fields["new_heads"]
        for name in [name for name in self.HIDDEN_IF_UNSEEN if self.is_unseen(name)]:
            del self.fields[name]

    def posts(self, person):
        """Those of the institution, and those she held at some time."""
        held = Affiliation.objects.visible_to(self.user).filter(person=person).order_by().values("post")
        there = Q(institution=self.instance.institution_id) | Q(pk__in=held)
        return Post.objects.visible_to(self.user).filter(there).select_related("institution")

    def is_unseen(self, name):
        pk, model = getattr(self.instance, f"{name}_id"), self.HIDDEN_IF_UNSEEN[name]
        return pk is not None and not model.objects.visible_to(self.user).filter(pk=pk).exists()

    def clean(self):
        data = super().clean()
        participant = self.instance
        if "institution" in self.fields and not data.get("institution") and not participant.person_id:
            self.add_error("institution", _("Sin institución no queda nadie. Si no vino, quítala."))
        if data.get("heads") and counts_by_audience(data.get("institution")):
            self.add_error("heads", BY_AUDIENCE)
        if (data.get("new_heads") or 0) > (data.get("heads") or 0):
            self.add_error("new_heads", _("No pueden ser más que quienes vinieron."))
        return data

    def clean_heads(self):
        heads = self.cleaned_data["heads"]
        if heads == 0:
            at_least_one(heads)
        return heads

    def clean_new_heads(self):
        return self.cleaned_data["new_heads"] if self.cleaned_data.get("heads") else None

    def save(self, commit=True):
        for name in {"institution", "stands_in_for"} & self.cleaned_data.keys():
            setattr(self.instance, name, self.cleaned_data[name])
        return super().save(commit)


class DiscussionPointForm(forms.ModelForm):
    """One matter, and what we must do about it: its follow-up is a task."""

    task = forms.CharField(label=_("¿Qué nos toca hacer?"), max_length=300, required=False)
    task_due = DayField(label=_("¿Para cuándo?"), required=False)
    assignee = forms.ModelChoiceField(None, label=_("A cargo de"), required=False)

    class Meta:
        model = DiscussionPoint
        fields = ["topic", "said", "said_by"]
        widgets = {"said": short_text(3)}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, interaction = user, self.instance.interaction
        present = interaction.participants.visible_to(user)
        if self.instance.said_by_id and not present.filter(pk=self.instance.said_by_id).exists():
            del self.fields["said_by"]  # somebody whom she may not see
        else:
            self.fields["said_by"].queryset = present.select_related("person", "institution")
        if self.instance.follow_up_id:
            for name in ("task", "task_due", "assignee"):
                del self.fields[name]
        else:
            self.fields["assignee"].queryset = team_seeing(interaction)
            self.fields["assignee"].initial = user

    def clean(self):
        data = super().clean()
        if data.get("task_due") and not data.get("task"):
            self.add_error("task", _("Di qué hay que hacer para ese día."))
        same = self.instance.interaction.points.visible_to(self.user).exclude(pk=self.instance.pk)
        if same.filter(topic=data.get("topic"), said=data.get("said", "")).exists():
            self.add_error("topic", _("Ese punto ya está anotado."))
        return data

    @transaction.atomic
    def save(self, commit=True):
        point, interaction = self.instance, self.instance.interaction
        if self.cleaned_data.get("task"):
            point.follow_up = Task.objects.create(
                what=self.cleaned_data["task"],
                due=self.cleaned_data["task_due"],
                assignee=self.cleaned_data["assignee"],
                interaction=interaction,
                **signed(interaction, self.user),
            )
        if not point.pk:
            point.position = interaction.points.visible_to(self.user).count() + 1
        return super().save(commit)


class AttendanceForm(forms.ModelForm):
    class Meta:
        model = Attendance
        fields = ["audience", "gender", "qualifier", "count", "first_timers"]
        help_texts = {
            "count": _("Un número, nunca nombres. Si son menos de 5 se guarda, pero no se muestra."),
            "first_timers": _("De ellas, cuántas no habían venido antes."),
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["count"].min_value = 1
        self.fields["count"].validators.append(at_least_one)
        # Whoever corrects a number that is not shown writes it again.
        if self.instance.pk and self.instance.hides_count:
            self.initial |= {"count": None, "first_timers": None}
        elif self.instance.pk and self.instance.hides_first_timers:
            self.initial["first_timers"] = None

    def clean(self):
        data = super().clean()
        count, first = data.get("count"), data.get("first_timers")
        if count and first and first > count:
            self.add_error("first_timers", _("No pueden ser más que quienes vinieron."))
        same = self.instance.interaction.attendances.visible_to(self.user).exclude(pk=self.instance.pk)
        if same.filter(audience=data.get("audience"), gender=data.get("gender")).exists():
            self.add_error(
                "audience", _("Ese público y ese género ya están contados aquí. Corrige ese conteo.")
            )
        return data


def at_least_one(number):
    if number < 1:
        raise forms.ValidationError(_("Si no vino nadie, no hace falta anotarlo."))


class AttachmentForm(forms.Form):
    file = forms.FileField(
        label=_("Archivo"),
        help_text=_(
            "PDF, Office, imagen o texto, hasta 10 MB. Nunca listas de asistentes ni fotos de quienes "
            "reciben nuestros servicios."
        ),
        widget=forms.FileInput(attrs={"accept": attachments.ACCEPTED}),
        error_messages={
            "required": _("Elige un archivo."),
            "empty": _("El archivo está vacío."),
            "missing": _("Elige un archivo."),
        },
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        attachments.check(file)
        return file


class PlanForm(AsksWhom, InteractionForm):
    """A meeting still to come. Sent twice, it is planned once."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    class Meta(InteractionForm.Meta):
        fields = [
            "kind",
            "starts",
            "ends",
            "is_remote",
            "place",
            "region",
            "partners",
            "staff",
            "causes",
            "circle",
        ]
        labels = {"staff": _("Quiénes vamos"), "partners": _("Organizaciones socias")}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.ask_whom(user)
        self.fields["staff"].initial = [user.pk]
        self.fields["partners"].initial = [user.partner_id] if user.partner_id else []
        self.order_fields(["key", "person", "institution", *self.Meta.fields])

    def clean_starts(self):
        starts = self.cleaned_data["starts"]
        if starts < timezone.now():
            raise forms.ValidationError(
                _("Esa hora ya pasó. Lo que ya pasó se anota en «Registrar encuentro».")
            )
        return starts

    def clean(self):
        data = super().clean()
        nobody = not data.get("person") and not data.get("institution")
        if nobody and not {"person", "institution"} & self.errors.keys():
            self.add_error("person", _("Escribe con quién será: una persona o una institución."))
        return data

    def save(self, commit=True):
        self.instance.key = self.cleaned_data["key"]
        self.instance.state = Interaction.State.PLANNED
        interaction = super().save(commit)
        self.met(interaction).save()
        return interaction
