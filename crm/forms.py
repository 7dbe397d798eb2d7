"""Forms of the staff screens. What a record is about comes from its address; what she may see bounds the rest."""

from django import forms
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm import history, partial_dates
from crm.asking import AsksOnce
from crm.circles import LEADERSHIP_GROUP, Circle, choices_for, circle_holds
from crm.models import (
    Affiliation,
    Alias,
    CalendarAddress,
    Commitment,
    ContactWay,
    Institution,
    Interaction,
    Note,
    Person,
    Position,
    Post,
    Region,
    Tag,
    Task,
)
from crm.picking import PickField
from crm.tagging import TagsField, has_letters

User = get_user_model()
FIRST_YEAR, LAST_YEAR = 1900, 2100


class Day(forms.DateInput):
    def __init__(self, **attrs):
        super().__init__(attrs={"type": "date", **attrs}, format="%Y-%m-%d")


def plausible(day):
    """A slip of the finger in the year would otherwise lead every list for a long time."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise forms.ValidationError(_("Revisa el año: pusiste %(year)d."), params={"year": day.year})


def not_ahead(day):
    if day > timezone.localdate():
        raise forms.ValidationError(_("Ese día todavía no llega."))


class DayField(forms.DateField):
    widget = Day
    default_validators = [plausible]


class Moment(forms.DateTimeInput):
    def __init__(self, **attrs):
        super().__init__(attrs={"type": "datetime-local", **attrs}, format="%Y-%m-%dT%H:%M")


def short_text(rows=2):
    return forms.Textarea(attrs={"rows": rows})


class RecordForm(forms.ModelForm):
    """A form that knows who fills it in, and signs what is new with her and her organization."""

    HAPPENED = ()  # days that cannot be still to come

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        for name, field in self.fields.items():
            if isinstance(field, forms.DateField | forms.DateTimeField):
                field.validators = [*field.validators, plausible]
            if name in self.HAPPENED:
                field.validators = [*field.validators, not_ahead]
        if "circle" in self.fields:
            self.fields["circle"].choices = choices_for(user)

    def clean_circle(self):
        circle = self.cleaned_data["circle"]
        if circle == Circle.PARTNER and self.instance.owner_id not in (None, self.user.partner_id):
            raise forms.ValidationError(
                _("Este registro es de %(owner)s: solo esa organización puede cerrarlo para sí."),
                params={"owner": self.instance.owner},
            )
        return circle

    def save(self, commit=True):
        """Also what comes to a list of the record, or leaves it, stands in its history."""
        lists = [
            field.name for field in self._meta.model._meta.many_to_many if field.name in self.cleaned_data
        ]
        before = {} if self.instance._state.adding else {name: self.listed(name) for name in lists}
        record = super().save(commit)
        for name, was in before.items():
            now = self.listed(name)
            for sign, those in (("+", now - was), ("-", was - now)):
                for one in sorted(those, key=str):
                    history.note([record], sign, name, str(one), self.user)
        return record

    def listed(self, name):
        return set(getattr(self.instance, name).all())

    def _post_clean(self):
        if not self.instance.pk:
            self.instance.logged_by = self.user
            self.instance.owner = self.user.partner
        elif self.cleaned_data.get("circle") == Circle.PARTNER and not self.instance.owner_id:
            self.instance.owner = self.user.partner
        super()._post_clean()


class TaggedForm(RecordForm):
    """With tags that are typed, and made where there are none of that name."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["tags"].remind(self.user)
        self.fields["name"].validators = [*self.fields["name"].validators, has_letters]

    @transaction.atomic
    def save(self, commit=True):
        self.cleaned_data["tags"] = Tag.objects.named(self.cleaned_data["tags"])
        return super().save(commit)


class InstitutionForm(AsksOnce, TaggedForm):
    tags = TagsField(required=False)

    class Meta:
        model = Institution
        fields = [
            "name",
            "acronym",
            "kind",
            "level",
            "region",
            "province",
            "district",
            "status",
            "influence",
            "tags",
            "circle",
        ]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.fields["province"].choices = [("", "—"), *provinces_by_region()]
        self.fields["parent"] = PickField(
            Institution,
            user=user,
            exclude=self.instance.pk,
            required=False,
            label=_("Depende de"),
            initial=self.visible_parent(),
        )

    def visible_parent(self):
        return Institution.objects.visible_to(self.user).filter(pk=self.instance.parent_id).first()

    def clean(self):
        data = super().clean()
        province, region = data.get("province"), data.get("region")
        if province and not region:
            data["region"] = province.region
        elif province and province.region_id != region.pk:
            self.add_error(
                "province",
                _("%(province)s está en %(region)s.") % {"province": province, "region": province.region},
            )
        if data.get("district") and not province:
            self.add_error("province", _("Di en qué provincia está el distrito."))
        return data

    def save(self, commit=True):
        hidden = self.instance.parent_id and not self.visible_parent()
        if not hidden:
            self.instance.parent = self.cleaned_data["parent"]
        return super().save(commit)


def provinces_by_region():
    for region in Region.objects.prefetch_related("provinces"):
        yield region.name, [(province.pk, province.name) for province in region.provinces.all()]


class PersonForm(AsksOnce, TaggedForm):
    tags = TagsField(required=False)

    class Meta:
        model = Person
        fields = ["name", "given_names", "first_surname", "second_surname", "tags", "circle"]


class PartialDate(forms.CharField):
    def __init__(self, **kwargs):
        super().__init__(
            **{"max_length": 10, "help_text": _("Año, mes y año o día: 2024, 3/2024 o 5/3/2024.")} | kwargs
        )

    def clean(self, value):
        value = super().clean(value)
        return partial_dates.parse(value) if value else value


class AffiliationForm(forms.Form):
    """Where somebody works now: an institution that we know, and the name of the post there."""

    title = forms.CharField(label=_("Puesto o función"), max_length=150)
    started = PartialDate(label=_("Desde"), required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields = {
            "institution": PickField(Institution, user=user, label=_("Institución")),
            **self.fields,
        }

    def post(self):
        """The post of that title, made if the institution had none."""
        institution, title = self.cleaned_data["institution"], self.cleaned_data["title"]
        return Post.objects.get_or_create(
            institution=institution, title__iexact=title, defaults={"title": title}
        )[0]


def not_before(affiliation, ended):
    """A post ends after it began, compared as precisely as both are known."""
    if ended < affiliation.started[: len(ended)]:
        raise forms.ValidationError(
            _("Es anterior a cuando empezó: %(started)s."),
            params={"started": partial_dates.in_words(affiliation.started)},
        )
    return ended


class ChangePostForm(AffiliationForm):
    """A change of post is one act: the old one ends where the new one begins."""

    started = PartialDate(label=_("¿Desde cuándo?"), initial=lambda: timezone.localdate().isoformat())

    def __init__(self, *args, affiliation, **kwargs):
        super().__init__(*args, **kwargs)
        self.affiliation = affiliation

    def clean_started(self):
        return not_before(self.affiliation, self.cleaned_data["started"])

    def clean(self):
        data = super().clean()
        held = self.affiliation.person.affiliations.visible_to(self.user).filter(ended="")
        if held.filter(
            post__institution=data.get("institution"), post__title__iexact=data.get("title")
        ).exists():
            self.add_error("title", _("Ya consta en ese puesto."))
        return data


class PostForm(forms.ModelForm):
    """The seat itself, whoever sits in it."""

    class Meta:
        model = Post
        fields = ["title", "influence", "is_seat", "closed"]
        widgets = {"closed": Day()}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        if self.instance.closed is None:  # that is an act of its own: whoever holds it leaves
            del self.fields["closed"]

    def clean_title(self):
        title = self.cleaned_data["title"]
        posts = self.instance.institution.posts.visible_to(self.user).exclude(pk=self.instance.pk)
        if posts.filter(title__iexact=title).exists():
            raise forms.ValidationError(_("Ya hay un puesto con ese nombre en la institución."))
        return title


class AppointForm(forms.Form):
    """Who holds a post, and since when."""

    started = PartialDate(label=_("Desde"), required=False)

    def __init__(self, *args, user, post, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.post = user, post
        person = PickField(
            Person,
            user=user,
            allows_new=user.has_perm("crm.add_person"),
            label=_("¿Quién?"),
            help_text=_("Una parte del nombre basta."),
        )
        self.fields = {"person": person, **self.fields}

    def clean_person(self):
        person = self.cleaned_data["person"]
        holders = self.post.affiliations.visible_to(self.user).current().for_display()
        if self.post.is_seat and (holder := holders.first()):
            raise forms.ValidationError(
                _("%(person)s lo ocupa todavía. Anota primero, en su página, que dejó el cargo."),
                params={"person": holder.person},
            )
        if isinstance(person, Person) and holders.filter(person=person).exists():
            raise forms.ValidationError(_("Ya consta en este puesto."))
        return person

    @transaction.atomic
    def save(self):
        person, institution = self.cleaned_data["person"], self.post.institution
        if isinstance(person, str):
            owner = institution.owner if institution.circle == Circle.PARTNER else self.user.partner
            person = Person.objects.create(
                name=person, circle=institution.circle, owner=owner, logged_by=self.user
            )
        return Affiliation.objects.get_or_create(
            person=person, post=self.post, ended="", defaults={"started": self.cleaned_data["started"]}
        )[0]


class CloseForm(forms.Form):
    """The day on which posts ceased to be."""

    on = DayField(label=_("¿Desde qué día?"), initial=timezone.localdate, validators=[not_ahead])

    def __init__(self, *args, posts, **kwargs):
        super().__init__(*args, **kwargs)
        self.posts = posts

    def clean_on(self):
        on = self.cleaned_data["on"]
        if self.posts.taken_up_after(on):
            raise forms.ValidationError(_("Alguien asumió después de ese día. Corrige la fecha."))
        return on


class LeaveForm(forms.Form):
    ended = PartialDate(label=_("¿Hasta cuándo?"), initial=lambda: timezone.localdate().isoformat())

    def __init__(self, *args, affiliation, **kwargs):
        super().__init__(*args, **kwargs)
        self.affiliation = affiliation

    def clean_ended(self):
        return not_before(self.affiliation, self.cleaned_data["ended"])


class ContactWayForm(forms.ModelForm):
    class Meta:
        model = ContactWay
        fields = ["kind", "value", "label", "is_preferred", "basis", "proof"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.institution_id:
            del self.fields["basis"], self.fields["proof"]
        else:
            self.fields["basis"].required = True

    def clean(self):
        data = super().clean()
        if data.get("basis") == ContactWay.Basis.CONSENT and not data.get("proof"):
            self.add_error("proof", _("Sin la prueba del consentimiento no podemos guardar este dato."))
        if self.instance.siblings().filter(kind=data.get("kind"), value=data.get("value")).exists():
            self.add_error("value", _("Ese dato ya está anotado."))
        return data

    @transaction.atomic
    def save(self, commit=True):
        """Only one is preferred: the newest."""
        if self.cleaned_data["is_preferred"]:
            for way in self.instance.siblings().filter(is_preferred=True):
                way.is_preferred = False
                way.save(update_fields=["is_preferred"])
        return super().save(commit)


class AliasForm(forms.ModelForm):
    class Meta:
        model = Alias
        fields = ["name"]

    def clean_name(self):
        name = self.cleaned_data["name"]
        if self.instance.siblings().filter(name__iexact=name).exists():
            raise forms.ValidationError(_("Esa forma del nombre ya está anotada."))
        return name


class InteractionForm(RecordForm):
    class Meta:
        model = Interaction
        fields = [
            "kind",
            "state",
            "starts",
            "ends",
            "is_remote",
            "place",
            "region",
            "partners",
            "staff",
            "causes",
            "summary",
            "outcome",
            "next_step",
            "circle",
        ]
        widgets = {
            "starts": Moment(),
            "ends": Moment(),
            "summary": short_text(5),
            "partners": forms.CheckboxSelectMultiple,
            "staff": forms.CheckboxSelectMultiple,
            "causes": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["staff"].queryset = team()
        if self.instance.pk:  # who was there stays, though she has left the team
            self.fields["staff"].queryset = User.objects.filter(
                Q(pk__in=team().order_by().values("pk")) | Q(interactions=self.instance)
            ).distinct()
        # A planned one is held or called off by its buttons; what was called off stays so.
        if self.instance.pk and self.instance.state == Interaction.State.HELD:
            self.fields["state"].choices = [
                (state.value, state.label) for state in (Interaction.State.HELD, Interaction.State.CANCELLED)
            ]
        else:
            self.fields.pop("state", None)

    def clean(self):
        data = super().clean()
        starts, ends = data.get("starts"), data.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", _("Termina antes de empezar."))
        if data.get("state") == Interaction.State.HELD and starts and starts > timezone.now():
            self.add_error("starts", _("Todavía no llega, y este encuentro consta como realizado."))
        return data


def team():
    members = User.objects.filter(is_active=True, groups__permissions__codename="access_admin")
    return members.distinct().order_by("first_name", "email")


def team_seeing(record):
    """Those of the team to whom a task about this record may be given."""
    if record.circle == Circle.PARTNER:
        return team().filter(partner=record.owner_id)
    if record.circle == Circle.LEADERSHIP:
        return team().filter(Q(is_superuser=True) | Q(groups__name=LEADERSHIP_GROUP))
    return team()


class PositionForm(RecordForm):
    HAPPENED = ("stated",)

    class Meta:
        model = Position
        fields = ["cause", "stance", "stated", "grade", "words", "evidence", "circle"]
        widgets = {"stated": Day(), "words": short_text(3), "stance": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["stated"].initial = timezone.localdate
        self.fields["stance"].choices = Position.Stance.choices

    def clean(self):
        data = super().clean()
        if data.get("grade") == Position.Grade.PUBLIC and not data.get("evidence"):
            self.add_error("evidence", _("Si es público, di dónde consta."))
        return data


class CommitmentForm(RecordForm):
    HAPPENED = ("made", "closed")

    class Meta:
        model = Commitment
        fields = ["what", "made", "due", "cause", "state", "evidence", "closed", "circle"]
        widgets = {"made": Day(), "due": Day(), "closed": Day()}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["made"].initial = timezone.localdate
        if not self.instance.pk:
            del self.fields["state"], self.fields["evidence"], self.fields["closed"]

    def clean(self):
        data = super().clean()
        made, due, state = data.get("made"), data.get("due"), data.get("state", Commitment.State.MADE)
        if made and due and due < made:
            self.add_error("due", _("El plazo es anterior al compromiso."))
        if state in Commitment.PROVEN and not data.get("evidence"):
            self.add_error("evidence", _("Di con qué se prueba que se cumplió."))
        if state in Commitment.OPEN:
            data["closed"] = None
        elif not data.get("closed"):
            data["closed"] = timezone.localdate()
        elif made and data["closed"] < made:
            self.add_error("closed", _("Es anterior al compromiso."))
        return data


class CloseCommitmentForm(forms.ModelForm):
    """What came of a promise, and what shows it."""

    state = forms.ChoiceField(
        label=_("¿Qué pasó?"),
        choices=[(state.value, state.label) for state in Commitment.State if state not in Commitment.OPEN],
        widget=forms.RadioSelect,
        error_messages={"required": _("Elige qué pasó.")},
    )

    class Meta:
        model = Commitment
        fields = ["state", "evidence", "closed"]
        labels = {"evidence": _("¿Qué lo prueba?"), "closed": _("¿Qué día?")}
        help_texts = {"evidence": _("Enlace, documento, acta o quiénes lo vieron.")}
        widgets = {"closed": Day(), "evidence": short_text(2)}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["state"] = ""
        self.initial["closed"] = timezone.localdate()
        self.fields["closed"].required = True

    def clean(self):
        data = super().clean()
        if data.get("state") in Commitment.PROVEN and not data.get("evidence"):
            self.add_error("evidence", _("Di con qué se prueba que se cumplió."))
        closed = data.get("closed")
        if closed and closed > timezone.localdate():
            self.add_error("closed", _("Ese día todavía no llega."))
        elif closed and closed < self.instance.made:
            self.add_error("closed", _("Es anterior al compromiso."))
        return data


class TaskForm(RecordForm):
    class Meta:
        model = Task
        fields = ["what", "due", "assignee", "circle"]
        widgets = {"due": Day()}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["assignee"].queryset = team()
        if not self.instance.pk:
            self.fields["assignee"].initial = self.user

    def clean(self):
        data = super().clean()
        assignee, circle = data.get("assignee"), data.get("circle")
        if assignee and circle and not self.could_see(assignee, circle):
            self.add_error("assignee", _("%(who)s no podría ver esta tarea.") % {"who": assignee})
        return data

    def could_see(self, assignee, circle):
        about = self.instance.about
        if about and not type(about).objects.visible_to(assignee).filter(pk=about.pk).exists():
            return False
        owner = self.instance.owner_id or self.user.partner_id
        return circle_holds(circle, owner, assignee)


class QuickTaskForm(RecordForm):
    """A task for herself, in one line."""

    class Meta:
        model = Task
        fields = ["what", "due"]
        widgets = {"due": Day()}


class OutcomeForm(forms.ModelForm):
    """What came of a meeting, which thereby took place."""

    class Meta:
        model = Interaction
        fields = ["outcome"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["outcome"].required = True

    def save(self, commit=True):
        self.instance.settle(Interaction.State.HELD)
        self.instance.save(update_fields=["outcome"])
        return self.instance


class CloseTaskForm(forms.Form):
    outcome = forms.CharField(label=_("¿En qué quedó?"), max_length=300)
    state = forms.ChoiceField(
        label=_("Situación"),
        choices=[(Task.State.DONE, Task.State.DONE.label), (Task.State.DROPPED, Task.State.DROPPED.label)],
        initial=Task.State.DONE,
    )


class NoteForm(RecordForm):
    class Meta:
        model = Note
        fields = ["text", "circle"]
        widgets = {"text": short_text(4)}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # What is said in confidence stays with us, unless she decides otherwise.
        self.fields["circle"].initial = Circle.PARTNER if self.user.partner_id else Circle.COALITION


class CalendarAddressForm(forms.ModelForm):
    class Meta:
        model = CalendarAddress
        fields = ["has_links"]
