import hashlib
import json
import secrets
import uuid
import zlib
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.db.models import Exists, F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Left, Length, Lower
from django.db.models.lookups import Exact, GreaterThanOrEqual, In, IsNull
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from crm import partial_dates
from crm.circles import Circle, is_on_team, seen_by
from crm.encryption import EncryptedTextField
from crm.partial_dates import PartialDateField
from crm.searching import Searchable, SearchableQuerySet, SearchedPart, SearchedPartQuerySet, digits, simple
from legislation.models import Cause

AT_ONCE = 5000  # numbers in one question
MOST_HEADS = 100_000
FIRST_MOMENT, LAST_MOMENT = datetime(1900, 1, 1, tzinfo=UTC), datetime(2101, 1, 2, tzinfo=UTC)

# Nothing here may hold a service user. A Person is a public official, a civil servant or a representative of an
# organization; those who attend a workshop are counted, by audience and gender, and never named.


def head_count(verbose_name, **kwargs):
    """A number of people that somebody counted: a slip of the finger is not summed up in a donor's report."""
    most = MaxValueValidator(MOST_HEADS, _("Revisa el número: no puede pasar de %(limit_value)s."))
    return models.PositiveIntegerField(verbose_name, validators=[most], **kwargs)


def user_key(verbose_name, related_name="+", **kwargs):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=verbose_name,
        related_name=related_name,
        **kwargs,
    )


def optional_key(model, verbose_name, related_name, on_delete=models.PROTECT):
    return models.ForeignKey(
        model, on_delete, null=True, blank=True, verbose_name=verbose_name, related_name=related_name
    )


def exactly_one(*names):
    """The condition that one of these keys is set and the others are not."""
    condition = Q()
    for chosen in names:
        condition |= Q(**{f"{name}__isnull": name != chosen for name in names})
    return condition


# Circles


class CircledQuerySet(models.QuerySet):
    """Rows that only some of the team may see. visible_to() is the only way in for whatever answers a user."""

    HAS_CIRCLE = True
    LEANS_ON = ()  # keys to records without which a row says nothing: who may not see those does not see it

    def visible_to(self, user):
        if not is_on_team(user):
            return self.none()
        seen = seen_by(user) if self.HAS_CIRCLE else Q()
        for name in self.LEANS_ON:
            empty = Q(**{name: None}) if self.may_be_empty(name) else Q()
            seen &= empty | seen_by(user, f"{name}__")
        return self.filter(seen)

    def not_hidden_from(self, user, *names):
        """As visible_to(), for questions about thousands of rows: the few records that she may not see are left out.

        Names are those of LEANS_ON that still have to be judged."""
        if not is_on_team(user):
            return self.none()
        rows = self.filter(seen_by(user)) if self.HAS_CIRCLE else self
        for name in names or self.LEANS_ON:
            hidden = self.model._meta.get_field(name).related_model.objects.hidden_from(user)
            rows = rows.exclude(**{f"{name}__in": hidden.values("pk")})
        return rows.order_by()

    def hidden_from(self, user):
        return self.filter(circle__in=[Circle.PARTNER, Circle.LEADERSHIP]).exclude(seen_by(user)).order_by()

    def may_be_empty(self, path):
        model, nullable = self.model, False
        for name in path.split("__"):
            field = model._meta.get_field(name)
            model, nullable = field.related_model, nullable or field.null
        return nullable


class Record(models.Model):
    """What the coalition knows, with the circle of those who may see it and the organization it belongs to."""

    circle = models.CharField(_("quiénes la ven"), max_length=10, choices=Circle, default=Circle.COALITION)
    owner = models.ForeignKey(
        "accounts.Partner",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("organización que la registró"),
        related_name="+",
    )
    logged_by = user_key(_("la registró"))
    logged = models.DateTimeField(_("registrada"), default=timezone.now, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=~Q(circle=Circle.PARTNER) | Q(owner__isnull=False),
                name="%(app_label)s_%(class)s_circle_has_owner",
            ),
        ]


def listing_index(name, *order):
    """A list in its usual order, and its count: the circle is judged in the index, before any row is read."""
    return models.Index(fields=[*order, "circle", "owner"], name=f"crm_{name}_listing")


def open_first():
    """Open ones first, by when they fall due and those without a day last; then the closed, the latest first."""
    is_closed, has_no_day = IsNull(F("closed"), False), IsNull(F("due"), True)
    return [is_closed.asc(), F("closed").desc(), has_no_day.asc(), F("due").asc(), F("id").desc()]


def met_index(name):
    """Whom we have not met since a day, and how many they are."""
    return models.Index(fields=["last_met", "circle", "owner"], name=f"crm_{name}_met")


# Where


class Region(models.Model):
    """A region by its INEI code: 24 departments and Callao. The codes follow the alphabet, Áncash after Amazonas; of
    accents, databases make what they like."""

    code = models.CharField(_("código INEI"), max_length=2, primary_key=True)
    name = models.CharField(_("nombre"), max_length=40, unique=True)
    is_priority = models.BooleanField(_("región del programa"), default=False)

    class Meta:
        verbose_name = _("región")
        verbose_name_plural = _("regiones")
        ordering = ["-is_priority", "code"]

    def __str__(self):
        return self.name


class Province(models.Model):
    code = models.CharField(_("código INEI"), max_length=4, primary_key=True)
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("región"), related_name="provinces")
    name = models.CharField(_("nombre"), max_length=60)

    class Meta:
        verbose_name = _("provincia")
        verbose_name_plural = _("provincias")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(Exact(Left("code", 2), F("region_id"))), name="crm_province_of_its_region"
            ),
        ]

    def __str__(self):
        return self.name


class TagQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of records that she may see: the word alone may tell what a hidden one is about."""
        if not is_on_team(user):
            return self.none()
        on_some = [
            model.tags.through.objects.filter(
                seen_by(user, f"{model._meta.model_name}__"), tag=OuterRef("pk")
            )
            for model in (Institution, Person)
        ]
        return self.filter(Exists(on_some[0]) | Exists(on_some[1]))

    def named(self, names):
        """The tags of these names, made where there is none; accents and case make no other tag."""
        known = {simple(tag.name): tag for tag in self.all()}
        for name in names:
            if simple(name) not in known:
                known[simple(name)], _created = self.get_or_create(name__iexact=name, defaults={"name": name})
        return [known[key] for key in dict.fromkeys(map(simple, names))]


class Tag(models.Model):
    """A word of the team's own for what no column says."""

    LONGEST = 40

    name = models.CharField(_("etiqueta"), max_length=LONGEST)

    objects = TagQuerySet.as_manager()

    class Meta:
        verbose_name = _("etiqueta")
        verbose_name_plural = _("etiquetas")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("name"), name="crm_one_tag_per_name")]

    def __str__(self):
        return self.name


# Whom we know


class Influence(models.IntegerChoices):
    """How much an institution or a post can do for or against us. Unknown is empty. A person has that of her posts."""

    HIGH = 3, _("Alta")
    MEDIUM = 2, _("Media")
    LOW = 1, _("Baja")


def influence_field():
    return models.PositiveSmallIntegerField(
        _("influencia"),
        choices=Influence,
        null=True,
        blank=True,
        help_text=_("Cuánto puede hacer por la causa, o en contra. Si no se sabe, déjalo vacío."),
    )


def influence_is_known_or_empty(model):
    return models.CheckConstraint(
        condition=Q(influence=None) | Q(influence__in=Influence.values), name=f"crm_{model}_influence"
    )


class MetQuerySet(models.QuerySet):
    def refresh_last_met(self):
        """Write the column again, after encounters or who took part in them changed."""
        key = self.model._meta.model_name
        held = Participant.objects.in_the_open(key).filter(**{key: OuterRef("pk")}).order_by()
        latest = held.values(key).annotate(latest=Max("interaction__starts")).values("latest")
        return self.order_by().update(last_met=Subquery(latest))


class Met(models.Model):
    """Whom we meet. The column holds what everybody who sees the record may know: crm.contacts adds the rest."""

    last_met = models.DateTimeField(_("último encuentro"), null=True, editable=False)

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        before = type(self).objects.filter(pk=self.pk).values_list("circle", flat=True).first()
        super().save(*args, **kwargs)
        if before not in (None, self.circle):
            # Of those met together with it, only some may know now, or all.
            refresh_last_met(Participant.objects.filter(**{self._meta.model_name: self}).those_met())


def refresh_last_met(those_met):
    """Of people and institutions, as pairs of their numbers."""
    for model, numbers in zip((Person, Institution), zip(*those_met, strict=True), strict=False):
        pks = sorted(set(numbers) - {None})
        for start in range(0, len(pks), AT_ONCE):
            model.objects.filter(pk__in=pks[start : start + AT_ONCE]).refresh_last_met()


class InstitutionQuerySet(SearchableQuerySet, MetQuerySet, CircledQuerySet):
    def for_listing(self):
        return self.select_related("region", "province", "owner")


class Institution(Searchable, Met, Record):
    """An organization with which we have relations."""

    SEARCHED = frozenset({"name", "acronym"})

    class Kind(models.TextChoices):
        CONGRESS = "congress", _("Congreso")
        MINISTRY = "ministry", _("Ministerio u organismo nacional")
        REGIONAL_GOVERNMENT = "regional_government", _("Gobierno regional")
        MUNICIPALITY = "municipality", _("Municipalidad")
        HEALTH_DIRECTORATE = "health_directorate", _("Dirección de salud")
        HEALTH_SERVICE = "health_service", _("Hospital o centro de salud")
        POLICE = "police", _("Policía o serenazgo")
        PROSECUTION = "prosecution", _("Ministerio Público")
        JUDICIARY = "judiciary", _("Poder Judicial")
        OMBUDSMAN = "ombudsman", _("Defensoría del Pueblo")
        EDUCATION = "education", _("Educación o universidad")
        PARTY = "party", _("Partido o movimiento político")
        CIVIL_SOCIETY = "civil_society", _("Organización de la sociedad civil")
        COMMUNITY = "community", _("Organización de trabajadoras sexuales o personas trans")
        INTERNATIONAL = "international", _("Organismo internacional")
        MEDIA = "media", _("Medio de comunicación")
        OTHER = "other", _("Otra")

    class Level(models.TextChoices):
        NATIONAL = "national", _("Nacional")
        REGIONAL = "regional", _("Regional")
        PROVINCIAL = "provincial", _("Provincial")
        DISTRICT = "district", _("Distrital")
        INTERNATIONAL = "international", _("Internacional")

    class Status(models.TextChoices):
        ACTIVE = "active", _("En funciones")
        CLOSED = "closed", _("Ya no existe")

    name = models.CharField(_("nombre"), max_length=200)
    acronym = models.CharField(_("siglas"), max_length=30, blank=True)
    kind = models.CharField(_("tipo"), max_length=20, choices=Kind)
    level = models.CharField(_("nivel"), max_length=13, choices=Level)
    region = optional_key(Region, _("región"), "institutions")
    province = optional_key(Province, _("provincia"), "institutions")
    district = models.CharField(_("distrito"), max_length=60, blank=True)
    parent = optional_key("self", _("depende de"), "children")
    status = models.CharField(_("situación"), max_length=10, choices=Status, default=Status.ACTIVE)
    influence = influence_field()
    staff_to_train = head_count(_("personal por capacitar"), null=True, blank=True)
    staff_counted = models.DateField(_("contado el"), null=True, blank=True)
    tags = models.ManyToManyField(Tag, blank=True, verbose_name=_("etiquetas"), related_name="institutions")
    history = HistoricalRecords(excluded_fields=["search", "last_met"])

    objects = InstitutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("institución")
        verbose_name_plural = _("instituciones")
        ordering = ["name", "pk"]
        permissions = [("export_records", _("Puede descargar listas de relaciones"))]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(province=None)
                | Q(Q(region__isnull=False), Exact(Left("province_id", 2), F("region_id"))),
                name="crm_institution_province_of_region",
            ),
            models.CheckConstraint(
                condition=Q(district="") | Q(province__isnull=False),
                name="crm_institution_district_of_province",
            ),
            models.CheckConstraint(condition=~Q(parent=F("pk")), name="crm_institution_not_its_own_parent"),
            influence_is_known_or_empty("institution"),
            models.CheckConstraint(
                condition=Q(staff_to_train=None, staff_counted=None)
                | Q(staff_to_train__gte=1, staff_counted__isnull=False),
                name="crm_institution_staff_has_a_day",
            ),
        ]
        indexes = [
            listing_index("institution", "name", "id"),
            met_index("institution"),
            models.Index(fields=["circle", "owner", "id"], name="crm_institution_circle"),  # hidden_from()
            models.Index(fields=["region", "kind"], name="crm_institution_where"),  # filters; region pages
            models.Index(
                fields=["influence", "region"],
                condition=Q(influence__isnull=False),
                name="crm_institution_rated",
            ),  # the cold list
        ]

    def __str__(self):
        return self.name

    @transaction.atomic
    def close(self, on):
        """It no longer exists, nor do its posts; what was said and promised stays."""
        self.posts.filter(closed=None).close(on)
        self.status = self.Status.CLOSED
        self.save(update_fields=["status"])

    @property
    def place(self):
        named = (str(part) for part in (self.district, self.province, self.region) if part)
        return ", ".join(dict.fromkeys(named))  # "Lima" is all of "Lima, Lima, Lima"


class PersonQuerySet(SearchableQuerySet, MetQuerySet, CircledQuerySet):
    def in_office(self, today=None):
        """Representatives: people who hold some post today."""
        current = Affiliation.objects.current(today)
        return self.filter(pk__in=current.values("person"))


class Person(Searchable, Met, Record):
    """A public official, a civil servant or a representative of an organization. Never a service user."""

    SEARCHED = frozenset({"name", "given_names", "first_surname", "second_surname"})

    name = models.CharField(
        _("nombre que usa"),
        max_length=150,
        help_text=_("Como quiere que la nombren. Es el único que se muestra."),
    )
    given_names = models.CharField(_("nombres"), max_length=80, blank=True)
    first_surname = models.CharField(_("primer apellido"), max_length=60, blank=True)
    second_surname = models.CharField(_("segundo apellido"), max_length=60, blank=True)
    tags = models.ManyToManyField(Tag, blank=True, verbose_name=_("etiquetas"), related_name="people")
    history = HistoricalRecords(excluded_fields=["search", "last_met"])

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("persona")
        verbose_name_plural = _("personas")
        ordering = ["name", "pk"]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(condition=~Q(name=""), name="crm_person_has_a_name"),
        ]
        indexes = [
            listing_index("person", "name", "id"),
            met_index("person"),
            models.Index(fields=["circle", "owner", "id"], name="crm_person_circle"),  # hidden_from()
        ]

    def __str__(self):
        return self.name

    @property
    def preferred_way(self):
        return next((way for way in self.contact_ways.all() if way.is_preferred), None)


class AliasQuerySet(SearchedPartQuerySet, CircledQuerySet):
    HAS_CIRCLE = False
    LEANS_ON = ("person", "institution")


class Alias(SearchedPart):
    """Another form of a name under which people look for somebody."""

    FORGOTTEN = frozenset({"name"})

    person = optional_key(Person, _("persona"), "aliases", models.CASCADE)
    institution = optional_key(Institution, _("institución"), "aliases", models.CASCADE)
    name = models.CharField(
        _("otra forma del nombre"),
        max_length=150,
        help_text=_("Otra manera de escribirlo, o un apodo. Nunca un nombre que la persona dejó de usar."),
    )
    history = HistoricalRecords()

    objects = AliasQuerySet.as_manager()

    class Meta:
        verbose_name = _("otro nombre")
        verbose_name_plural = _("otros nombres")
        constraints = [
            models.CheckConstraint(condition=exactly_one("person", "institution"), name="crm_alias_of_one"),
            models.UniqueConstraint("person", Lower("name"), name="crm_alias_once_per_person"),
            models.UniqueConstraint("institution", Lower("name"), name="crm_alias_once_per_institution"),
        ]

    def __str__(self):
        return self.name

    def siblings(self):
        """Those of the same person or institution."""
        return (self.person or self.institution).aliases.exclude(pk=self.pk)


class ContactWayQuerySet(SearchedPartQuerySet, CircledQuerySet):
    HAS_CIRCLE = False
    LEANS_ON = ("person", "institution")


class ContactWay(SearchedPart):
    """A phone, an e-mail, an address of an office. A person's is kept only on a basis that the law knows."""

    FORGOTTEN = frozenset({"value", "label", "proof"})

    class Kind(models.TextChoices):
        PHONE = "phone", _("Teléfono")
        MOBILE = "mobile", _("Celular o WhatsApp")
        EMAIL = "email", _("Correo electrónico")
        OFFICE = "office", _("Dirección de la oficina")
        WEB = "web", _("Página web")

    class Basis(models.TextChoices):
        PUBLIC_FUNCTION = "public_function", _("Dato de su función pública")
        CONSENT = "consent", _("Dio su consentimiento")

    person = optional_key(Person, _("persona"), "contact_ways", models.CASCADE)
    institution = optional_key(Institution, _("institución"), "contact_ways", models.CASCADE)
    kind = models.CharField(_("medio"), max_length=10, choices=Kind)
    value = models.CharField(_("dato"), max_length=200)
    label = models.CharField(_("detalle"), max_length=60, blank=True)
    is_preferred = models.BooleanField(_("es el preferido"), default=False)
    basis = models.CharField(_("por qué podemos guardarlo"), max_length=15, choices=Basis, blank=True)
    proof = models.CharField(
        _("prueba del consentimiento"),
        max_length=200,
        blank=True,
        help_text=_("Cuándo y cómo lo dio: «por correo, el 5 de marzo de 2026»."),
    )
    history = HistoricalRecords()

    objects = ContactWayQuerySet.as_manager()

    class Meta:
        verbose_name = _("forma de contacto")
        verbose_name_plural = _("formas de contacto")
        ordering = ["-is_preferred", "pk"]
        constraints = [
            models.CheckConstraint(condition=exactly_one("person", "institution"), name="crm_contact_of_one"),
            models.CheckConstraint(
                condition=Q(person=None) | Q(basis__in=["public_function", "consent"]),
                name="crm_contact_has_basis",
            ),
            models.CheckConstraint(
                condition=~Q(basis="consent") | ~Q(proof=""), name="crm_contact_consent_has_proof"
            ),
            models.UniqueConstraint("person", "kind", "value", name="crm_contact_once_per_person"),
            models.UniqueConstraint("institution", "kind", "value", name="crm_contact_once_per_institution"),
            models.UniqueConstraint(
                "person", condition=Q(is_preferred=True), name="crm_contact_person_prefers_one"
            ),
            models.UniqueConstraint(
                "institution", condition=Q(is_preferred=True), name="crm_contact_institution_prefers_one"
            ),
        ]

    def __str__(self):
        return self.value

    def siblings(self):
        """Those of the same person or institution."""
        return (self.person or self.institution).contact_ways.exclude(pk=self.pk)

    def searchable(self):
        is_number = self.kind in (self.Kind.PHONE, self.Kind.MOBILE)
        return digits(self.value) if is_number else simple(self.value)


class PostQuerySet(CircledQuerySet):
    HAS_CIRCLE = False
    LEANS_ON = ("institution",)

    def vacant(self, today=None):
        """Seats that exist and that nobody holds today."""
        held = Affiliation.objects.current(today).values("post")
        return self.filter(is_seat=True, closed=None).exclude(pk__in=held)

    def taken_up_after(self, day):
        """Whether somebody, seen or hidden, began in one of them later than this."""
        return Affiliation.objects.filter(post__in=self.values("pk"), started__gt=day.isoformat()).exists()

    @transaction.atomic
    def close(self, on):
        """They no longer exist, and from that day on nobody holds them."""
        still = Q(ended="") | Q(ended__gt=on.isoformat())
        for affiliation in Affiliation.objects.filter(still, post__in=self.values("pk")):
            affiliation.ended = on.isoformat()
            affiliation.save(update_fields=["ended"])
        for post in self.filter(closed=None):
            post.closed = on
            post.save(update_fields=["closed"])


class Post(models.Model):
    """A seat in an institution, which is there when nobody sits in it; or a role that many may have."""

    institution = models.ForeignKey(
        Institution, models.PROTECT, verbose_name=_("institución"), related_name="posts"
    )
    title = models.CharField(_("puesto o función"), max_length=150)
    is_seat = models.BooleanField(
        _("existe aunque esté vacante"),
        default=True,
        help_text=_("Quita la marca si es una función que pueden tener varias personas a la vez."),
    )
    influence = influence_field()
    closed = models.DateField(_("suprimido el"), null=True, blank=True)
    history = HistoricalRecords()

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("puesto")
        verbose_name_plural = _("puestos")
        ordering = ["-is_seat", "title"]
        constraints = [
            models.UniqueConstraint("institution", Lower("title"), name="crm_one_post_per_title"),
            influence_is_known_or_empty("post"),
        ]
        indexes = [
            models.Index(
                fields=["influence", "institution"],
                condition=Q(influence__isnull=False),
                name="crm_post_rated",
            ),  # the cold list
        ]

    def __str__(self):
        return f"{self.title}, {self.institution}"


class AffiliationQuerySet(CircledQuerySet):
    HAS_CIRCLE = False
    LEANS_ON = ("person", "post__institution")

    def current(self, today=None):
        return self.filter(partial_dates.holds_on(today or timezone.localdate()))

    def for_display(self):
        return self.select_related("person", "post__institution", "on_behalf_of")

    def newest_first(self):
        return self.order_by("-started", "-pk")


class Affiliation(models.Model):
    """A person in a post, from and to dates that may be partial. Whether it is current is read from them."""

    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("persona"), related_name="affiliations")
    post = models.ForeignKey(Post, models.PROTECT, verbose_name=_("puesto"), related_name="affiliations")
    on_behalf_of = optional_key(Institution, _("en representación de"), "represented_by")
    started = PartialDateField(_("desde"))
    ended = PartialDateField(_("hasta"))
    history = HistoricalRecords()

    objects = AffiliationQuerySet.as_manager()

    class Meta:
        verbose_name = _("cargo")
        verbose_name_plural = _("cargos")
        ordering = ["-started", "-pk"]
        constraints = [
            *(
                models.CheckConstraint(
                    condition=Q(In(Length(name), [0, 4, 7, 10])),
                    name=f"crm_affiliation_{name}_is_a_partial_date",
                )
                for name in ("started", "ended")
            ),
            # Compared as precisely as both are known: from 2024-03 to 2024 is possible.
            models.CheckConstraint(
                condition=Q(ended="") | Q(GreaterThanOrEqual(F("ended"), Left("started", Length("ended")))),
                name="crm_affiliation_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                "person", "post", condition=Q(ended=""), name="crm_affiliation_held_once_at_a_time"
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-started"], name="crm_affiliation_person"),  # a person's posts
            models.Index(
                fields=["post", "-started"], name="crm_affiliation_post"
            ),  # holders, past ones included
            models.Index(fields=["ended", "started", "person"], name="crm_affiliation_current"),  # current()
        ]

    def __str__(self):
        return f"{self.person}, {self.post}"

    @property
    def is_current(self):
        return self.held_on(timezone.localdate())

    def held_on(self, day):
        return partial_dates.spans(self.started, self.ended, day)

    @property
    def span(self):
        started, ended = partial_dates.in_words(self.started), partial_dates.in_words(self.ended)
        if started and ended:
            return _("de %(started)s a %(ended)s") % {"started": started, "ended": ended}
        if ended:
            return _("hasta %(ended)s") % {"ended": ended}
        return _("desde %(started)s") % {"started": started} if started else ""


# What was said


class InteractionQuerySet(SearchableQuerySet, CircledQuerySet):
    def held(self):
        """Those that took place: neither called off nor still to come."""
        return self.filter(state=Interaction.State.HELD)

    def attended_by(self, user):
        """Those to which she went: looked up for each, since of hers there may be a hundred thousand."""
        went = Interaction.staff.through.objects.filter(interaction=OuterRef("pk"), user=user)
        return self.filter(Exists(went))

    def for_listing(self):
        return self.select_related("region").defer("search").prefetch_related("partners")

    def those_met(self):
        return Participant.objects.filter(interaction__in=self.order_by().values("pk")).those_met()

    def update(self, **fields):
        met = self.those_met() if Interaction.TELLS & fields.keys() else []
        count = super().update(**fields)
        refresh_last_met(met)
        return count

    def bulk_update(self, objs, fields, *args, **kwargs):
        count = super().bulk_update(objs, fields, *args, **kwargs)
        if Interaction.TELLS & {*fields}:
            refresh_last_met(Participant.objects.filter(interaction__in=objs).those_met())
        return count

    def delete(self):
        met = self.those_met()
        result = super().delete()
        refresh_last_met(met)
        return result


class Interaction(Searchable, Record):
    """We met, called, wrote or trained. Once kept it stays: a donor's report counts it."""

    SEARCHED = frozenset({"summary", "outcome", "next_step", "place"})
    TELLS = frozenset({"starts", "state", "circle"})  # what says whether and when somebody was met

    class Kind(models.TextChoices):
        MEETING = "meeting", _("Reunión")
        CALL = "call", _("Llamada")
        MESSAGE = "message", _("WhatsApp o mensaje")
        EMAIL = "email", _("Correo electrónico")
        LETTER = "letter", _("Carta u oficio")
        VISIT = "visit", _("Visita")
        CONSULTATION = "consultation", _("Consulta")
        WORKSHOP = "workshop", _("Taller")
        TRAINING = "training", _("Capacitación")
        CONFERENCE = "conference", _("Conferencia o acto público")
        COORDINATION = "coordination", _("Coordinación entre nosotras")

    class State(models.TextChoices):
        PLANNED = "planned", _("Programado")
        HELD = "held", _("Realizado")
        CANCELLED = "cancelled", _("Cancelado")

    TRAININGS = (Kind.WORKSHOP, Kind.TRAINING)

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # a form sent twice is one record
    kind = models.CharField(_("tipo"), max_length=15, choices=Kind, default=Kind.MEETING)
    state = models.CharField(_("situación"), max_length=10, choices=State, default=State.HELD)
    starts = models.DateTimeField(_("comienza"))
    ends = models.DateTimeField(_("termina"), null=True, blank=True)
    is_remote = models.BooleanField(_("a distancia"), default=False)
    place = models.CharField(_("lugar"), max_length=150, blank=True)
    region = optional_key(Region, _("región"), "interactions")
    partners = models.ManyToManyField(
        "accounts.Partner", verbose_name=_("organizaciones socias presentes"), related_name="+", blank=True
    )
    staff = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("quiénes fuimos"), related_name="interactions", blank=True
    )
    causes = models.ManyToManyField(Cause, verbose_name=_("causas"), related_name="interactions", blank=True)
    summary = models.TextField(_("qué se conversó"), blank=True)
    outcome = models.CharField(_("en qué quedó"), max_length=300, blank=True)
    next_step = models.CharField(_("qué sigue"), max_length=300, blank=True)
    history = HistoricalRecords(excluded_fields=["search"])

    objects = InteractionQuerySet.as_manager()

    class Meta:
        verbose_name = _("encuentro")
        verbose_name_plural = _("encuentros")
        ordering = ["-starts", "-pk"]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("starts")), name="crm_interaction_ends_after_it_starts"
            ),
            # A year that no calendar of ours can write would break every list that the meeting stands in.
            models.CheckConstraint(
                condition=Q(starts__gte=FIRST_MOMENT, starts__lt=LAST_MOMENT)
                & (Q(ends=None) | Q(ends__lt=LAST_MOMENT)),
                name="crm_interaction_in_a_plausible_year",
            ),
        ]
        indexes = [
            listing_index("interaction", "-starts", "-id"),
            models.Index(
                fields=["state", "kind", "starts", "region", "circle", "owner", "id"],
                name="crm_interaction_counted",
            ),  # the figures: what took place is found without reading a row
            models.Index(
                fields=["region", "-starts"], name="crm_interaction_region"
            ),  # region filter and pages
            models.Index(
                fields=["logged_by", "-logged", "-id"], name="crm_interaction_by"
            ),  # her last one, in /registro/
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.day:%d/%m/%Y}"

    def save(self, *args, **kwargs):
        is_new = self._state.adding
        super().save(*args, **kwargs)
        if not is_new:
            refresh_last_met(self.participants.those_met())

    def delete(self, *args, **kwargs):
        met = self.participants.those_met()
        result = super().delete(*args, **kwargs)
        refresh_last_met(met)
        return result

    @cached_property
    def who_of_us(self):
        return ", ".join(partner.short_name for partner in self.partners.all())

    @property
    def day(self):
        return timezone.localtime(self.starts).date()

    @property
    def is_ahead(self):
        return self.starts > timezone.now()

    @property
    def trains(self):
        return self.kind in self.TRAININGS

    def lock(self):
        """The row as it is now; whoever else asks for it waits for the end of this transaction."""
        return Interaction.objects.select_for_update().get(pk=self.pk)

    def has_met(self, **somebody):
        """Whether they are among those met, hidden or not: nobody takes part twice."""
        return self.participants.filter(**somebody).exists()

    @transaction.atomic
    def settle(self, state):
        """A planned one was held or called off, once; what was called off stays so. Returns whether it changed."""
        now = self.lock()
        if now.state != self.State.PLANNED or (state == self.State.HELD and now.is_ahead):
            return False
        now.state = self.state = state
        now.save(update_fields=["state"])
        return True


class ParticipantQuerySet(CircledQuerySet):
    HAS_CIRCLE = False
    LEANS_ON = ("interaction", "person", "institution")

    def in_the_open(self, key):
        """Of meetings that took place and that whoever sees the one met sees too, and whom else they were with."""
        other = {"person": "institution", "institution": "person"}[key]
        return self.filter(
            Q(**{other: None}) | Q(**{f"{other}__circle": Circle.COALITION}),
            interaction__circle=Circle.COALITION,
        ).that_took_place()

    def that_took_place(self):
        return self.filter(interaction__state=Interaction.State.HELD, interaction__starts__lte=timezone.now())

    def visible_at(self, user, interactions):
        """As visible_to(), at many interactions that she may see."""
        rows = self.not_hidden_from(user, "person", "institution")
        return rows.filter(interaction__in=interactions.values("pk"))

    def those_met(self):
        return list(self.order_by().values_list("person", "institution"))

    def bulk_create(self, objs, *args, **kwargs):
        made = super().bulk_create(objs, *args, **kwargs)
        refresh_last_met([(one.person_id, one.institution_id) for one in objs])
        return made

    def bulk_update(self, objs, *args, **kwargs):
        rows = self.model.objects.filter(pk__in=[one.pk for one in objs])
        before = rows.those_met()
        count = super().bulk_update(objs, *args, **kwargs)
        refresh_last_met(before + rows.those_met())
        return count

    def update(self, **fields):
        before, rows = (
            self.those_met(),
            self.model.objects.filter(pk__in=list(self.values_list("pk", flat=True))),
        )
        count = super().update(**fields)
        refresh_last_met(before + rows.those_met())
        return count

    def delete(self):
        before = self.those_met()
        result = super().delete()
        refresh_last_met(before)
        return result

    def for_display(self):
        return self.select_related(
            "person", "post__institution", "institution", "stands_in_for", "stands_in_for_post__institution"
        )


class Participant(models.Model):
    """Somebody met: in which post on that day, for which institution, and in whose place."""

    interaction = models.ForeignKey(Interaction, models.CASCADE, related_name="participants")
    person = optional_key(Person, _("persona"), "participations")
    post = optional_key(Post, _("puesto que tenía"), "participations")
    institution = optional_key(Institution, _("institución"), "participations")  # the one spoken for that day
    stands_in_for = optional_key(Person, _("en lugar de"), "stood_in_by")
    stands_in_for_post = optional_key(Post, _("en lugar de quien ocupa"), "stood_in_by")
    # Of an institution that sent its staff to a training: how many, never who.
    heads = head_count(_("cuántas personas de su personal"), null=True, blank=True)
    new_heads = head_count(_("de ellas, por primera vez"), null=True, blank=True)
    history = HistoricalRecords()

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = _("participante")
        verbose_name_plural = _("participantes")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(institution__isnull=False),
                name="crm_participant_is_someone",
            ),
            models.CheckConstraint(
                condition=Q(stands_in_for=None) | ~Q(stands_in_for=F("person")),
                name="crm_participant_not_for_herself",
            ),
            models.CheckConstraint(
                condition=Q(heads=None, new_heads=None)
                | Q(Q(new_heads=None) | Q(new_heads__lte=F("heads")), person=None, heads__gte=1),
                name="crm_participant_heads_of_an_institution",
            ),
            models.UniqueConstraint("interaction", "person", name="crm_participant_once"),
            models.UniqueConstraint(
                "interaction",
                "institution",
                condition=Q(person=None),
                name="crm_participant_institution_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["person", "interaction"], name="crm_participant_person"
            ),  # timeline, last contact
            models.Index(fields=["institution", "interaction"], name="crm_participant_instit"),  # the same
            models.Index(
                fields=["interaction", "person", "institution"], name="crm_participant_counted"
            ),  # the figures: who was there
        ]

    def __str__(self):
        return str(self.person or self.institution)

    def save(self, *args, **kwargs):
        before = Participant.objects.filter(pk=self.pk).those_met()
        super().save(*args, **kwargs)
        refresh_last_met([*before, (self.person_id, self.institution_id)])

    def delete(self, *args, **kwargs):
        result = super().delete(*args, **kwargs)
        refresh_last_met([(self.person_id, self.institution_id)])
        return result


class DiscussionPointQuerySet(CircledQuerySet):
    HAS_CIRCLE = False
    LEANS_ON = ("interaction",)


class DiscussionPoint(models.Model):
    """One matter of an interaction. Its follow-up is a task, whose state is the point's."""

    interaction = models.ForeignKey(Interaction, models.CASCADE, related_name="points")
    position = models.PositiveSmallIntegerField(default=0)
    topic = models.CharField(_("tema"), max_length=120)
    said = models.TextField(_("qué se dijo"), blank=True)
    said_by = optional_key(Participant, _("quién lo dijo"), "points", models.SET_NULL)
    follow_up = models.OneToOneField(
        "Task", models.SET_NULL, null=True, blank=True, verbose_name=_("seguimiento"), related_name="point"
    )
    history = HistoricalRecords()

    objects = DiscussionPointQuerySet.as_manager()

    class Meta:
        verbose_name = _("punto conversado")
        verbose_name_plural = _("puntos conversados")
        ordering = ["position", "pk"]

    def __str__(self):
        return self.topic


class AttendanceQuerySet(CircledQuerySet):
    HAS_CIRCLE = False
    LEANS_ON = ("interaction",)

    def visible_at(self, interactions):
        """As visible_to(), at many interactions that somebody may see."""
        return self.filter(interaction__in=interactions.values("pk")).order_by()


class Attendance(models.Model):
    """How many came, by audience and gender. Never who, and never so few that one could tell who."""

    class Audience(models.TextChoices):
        SEX_WORKERS = "sex_workers", _("Trabajadoras y trabajadores sexuales")
        TRANS = "trans", _("Personas trans")
        PEER_EDUCATORS = "peer_educators", _("Educadoras de pares")
        OFFICIALS = "officials", _("Funcionariado regional o municipal")
        LAW_ENFORCEMENT = "law_enforcement", _("Policía y serenazgo")
        HEALTH_STAFF = "health_staff", _("Personal de salud")
        JUSTICE = "justice", _("Operadores de justicia")
        CIVIL_SOCIETY = "civil_society", _("Sociedad civil")
        AUTHORITIES = "authorities", _("Autoridades")
        OTHER = "other", _("Otro público")

    class Gender(models.TextChoices):
        WOMEN = "women", _("Mujeres")
        TRANS_WOMEN = "trans_women", _("Mujeres trans")
        MEN = "men", _("Hombres")
        TRANS_MEN = "trans_men", _("Hombres trans")
        NON_BINARY = "non_binary", _("Personas no binarias")
        NOT_ASKED = "not_asked", _("Sin preguntar")

    class Qualifier(models.TextChoices):
        EXACTLY = "=", _("exactamente")
        AT_LEAST = ">=", _("al menos")
        MORE_THAN = ">", _("más de")
        ABOUT = "~", _("cerca de")

    FEWEST_SHOWN = 5
    # Of whom a small number could give somebody away.
    SHIELDED_AUDIENCES = (Audience.SEX_WORKERS, Audience.TRANS, Audience.PEER_EDUCATORS)
    SHIELDED_GENDERS = (Gender.TRANS_WOMEN, Gender.TRANS_MEN, Gender.NON_BINARY)

    interaction = models.ForeignKey(Interaction, models.CASCADE, related_name="attendances")
    audience = models.CharField(_("público"), max_length=15, choices=Audience)
    gender = models.CharField(_("género"), max_length=12, choices=Gender, default=Gender.NOT_ASKED)
    qualifier = models.CharField(
        _("qué tan exacto"), max_length=2, choices=Qualifier, default=Qualifier.EXACTLY
    )
    count = head_count(_("cuántas personas"))
    first_timers = head_count(_("cuántas venían por primera vez"), null=True, blank=True)
    history = HistoricalRecords()

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("asistencia")
        verbose_name_plural = _("asistencias")
        ordering = ["audience", "gender"]
        constraints = [
            models.UniqueConstraint("interaction", "audience", "gender", name="crm_attendance_counted_once"),
            models.CheckConstraint(condition=Q(count__gte=1), name="crm_attendance_is_of_someone"),
            models.CheckConstraint(
                condition=Q(first_timers=None) | Q(first_timers__lte=F("count")),
                name="crm_attendance_first_timers_within",
            ),
        ]

    def __str__(self):
        return f"{self.get_audience_display()}, {self.get_gender_display()}: {self.count_in_words}"

    @property
    def is_shielded(self):
        return self.audience in self.SHIELDED_AUDIENCES or self.gender in self.SHIELDED_GENDERS

    def is_too_few(self, number):
        return self.is_shielded and 0 < number < self.FEWEST_SHOWN

    @property
    def hides_count(self):
        return self.is_too_few(self.count)

    @property
    def hides_first_timers(self):
        """Also when those who had come before are few: one number would give the other away."""
        first = self.first_timers
        if first is None:
            return False
        return self.hides_count or self.is_too_few(first) or self.is_too_few(self.count - first)

    @property
    def count_in_words(self):
        if self.hides_count:
            return str(_("menos de %(n)s") % {"n": self.FEWEST_SHOWN})
        if self.qualifier == self.Qualifier.EXACTLY:
            return str(self.count)
        return f"{self.get_qualifier_display()} {self.count}"

    @property
    def first_timers_in_words(self):
        if self.first_timers is None:
            return ""
        return str(_("no se muestra: son pocas")) if self.hides_first_timers else str(self.first_timers)


class AttachmentQuerySet(CircledQuerySet):
    HAS_CIRCLE = False
    LEANS_ON = ("interaction",)


class Attachment(models.Model):
    """A file of an interaction. It lies outside what the web server hands out."""

    interaction = models.ForeignKey(Interaction, models.CASCADE, related_name="attachments")
    name = models.CharField(_("nombre"), max_length=150)
    sha256 = models.CharField(max_length=64, editable=False)
    size = models.PositiveIntegerField(_("tamaño"), editable=False)
    body = models.BinaryField()
    added_by = user_key(_("lo adjuntó"))
    added = models.DateTimeField(_("adjuntado"), default=timezone.now)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("archivo adjunto")
        verbose_name_plural = _("archivos adjuntos")
        ordering = ["added", "pk"]
        constraints = [
            models.UniqueConstraint("interaction", "sha256", name="crm_attachment_once"),
        ]

    def __str__(self):
        return self.name


class NoteQuerySet(CircledQuerySet):
    LEANS_ON = ("interaction", "person", "institution")


class Note(Record):
    """What should not be read by whoever gets hold of the database. It has a circle of its own."""

    interaction = optional_key(Interaction, _("encuentro"), "notes", models.CASCADE)
    person = optional_key(Person, _("persona"), "notes", models.CASCADE)
    institution = optional_key(Institution, _("institución"), "notes", models.CASCADE)
    text = EncryptedTextField(_("nota reservada"))
    history = HistoricalRecords()

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("nota reservada")
        verbose_name_plural = _("notas reservadas")
        ordering = ["-logged", "-pk"]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=exactly_one("interaction", "person", "institution"), name="crm_note_about_one"
            ),
        ]

    def __str__(self):
        return str(_("Nota del %(day)s") % {"day": f"{timezone.localtime(self.logged):%d/%m/%Y}"})


# Where they stand, what they promised, what we must do


class PositionQuerySet(CircledQuerySet):
    LEANS_ON = ("person", "institution")

    def standing(self):
        return self.filter(withdrawn=None)

    def present(self, among=None):
        """The present one of each person or institution on each cause: the newest that stands among these rows,
        or among wider ones of which these are a part.

        A newer one outside them, hidden from whoever asks, does not make itself felt.
        """
        standing, of_all = self.standing(), (self if among is None else among).standing().order_by()
        newer = Q(stated__gt=OuterRef("stated")) | Q(stated=OuterRef("stated"), pk__gt=OuterRef("pk"))
        for key in ("person", "institution"):
            of_the_same = of_all.filter(newer, **{key: OuterRef(key), "cause": OuterRef("cause")})
            standing = standing.filter(~Exists(of_the_same))
        return standing


class Position(Record):
    """What a person or an institution stated about a cause. Rows are added; the present one is the newest."""

    class Stance(models.IntegerChoices):
        SUPPORT = 2, _("A favor")
        LEANING = 1, _("Se inclina a favor")
        UNDECIDED = 0, _("Sin decidir")
        LEANING_AGAINST = -1, _("Se inclina en contra")
        AGAINST = -2, _("En contra")

    class Grade(models.TextChoices):
        PUBLIC = "public", _("Público o grabado")
        WRITTEN = "written", _("Por escrito, a nosotras")
        TWO = "two", _("Lo dijo ante dos de nosotras")
        ONE = "one", _("Lo dijo ante una de nosotras")
        INFERRED = "inferred", _("Lo deducimos")

    person = optional_key(Person, _("persona"), "positions")
    institution = optional_key(Institution, _("institución"), "positions")
    post = optional_key(Post, _("puesto que tenía"), "positions")
    cause = models.ForeignKey(Cause, models.PROTECT, verbose_name=_("causa"), related_name="positions")
    stance = models.SmallIntegerField(_("postura"), choices=Stance)
    stated = models.DateField(_("fecha"))
    # What a named person thinks of a law is sensitive data: her words are sealed, whatever the circle.
    words = EncryptedTextField(_("con qué palabras"), blank=True)
    evidence = models.CharField(
        _("dónde consta"), max_length=500, blank=True, help_text=_("Enlace, documento o quiénes lo oyeron.")
    )
    grade = models.CharField(_("qué tan seguro es"), max_length=10, choices=Grade)
    interaction = optional_key(Interaction, _("encuentro"), "positions")
    withdrawn = models.DateTimeField(_("retirada"), null=True, blank=True, editable=False)
    history = HistoricalRecords()

    objects = PositionQuerySet.as_manager()

    class Meta:
        verbose_name = _("postura")
        verbose_name_plural = _("posturas")
        ordering = ["-stated", "-pk"]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=exactly_one("person", "institution"), name="crm_position_of_one"
            ),
            models.CheckConstraint(
                condition=Q(stance__gte=-2, stance__lte=2), name="crm_position_between_the_extremes"
            ),
            models.CheckConstraint(
                condition=~Q(grade="public") | ~Q(evidence=""), name="crm_position_public_has_evidence"
            ),
        ]
        indexes = [
            # present(): nothing newer of the same person or institution on the same cause
            models.Index(fields=["person", "cause", "-stated"], name="crm_position_person"),
            models.Index(fields=["institution", "cause", "-stated"], name="crm_position_institution"),
            listing_index("position", "-stated", "-id"),
        ]

    def __str__(self):
        return f"{self.person or self.institution}: {self.get_stance_display()}"


class CommitmentQuerySet(CircledQuerySet):
    LEANS_ON = ("person", "institution")

    def open(self):
        return self.filter(state__in=Commitment.OPEN)

    def made_to(self, user):
        """Those that she wrote down, or that were made at a meeting of hers."""
        where = Interaction.objects.visible_to(user).filter(pk=OuterRef("interaction")).order_by()
        return self.filter(Q(logged_by=user) | Exists(where.attended_by(user)))

    def overdue(self, today=None):
        return self.open().filter(due__lt=today or timezone.localdate())


class Commitment(Record):
    """What somebody promised, by when, and the proof that it was kept."""

    class State(models.TextChoices):
        MADE = "made", _("Por cumplir")
        IN_PROGRESS = "in_progress", _("En curso")
        KEPT = "kept", _("Cumplido")
        PARTLY = "partly", _("Cumplido en parte")
        BROKEN = "broken", _("No se cumplió")
        WITHDRAWN = "withdrawn", _("Se retractó")

    OPEN = ("made", "in_progress")
    PROVEN = ("kept", "partly")

    person = optional_key(Person, _("quién"), "commitments")
    institution = optional_key(Institution, _("institución"), "commitments")
    post = optional_key(Post, _("desde qué puesto"), "commitments")
    cause = optional_key(Cause, _("causa"), "commitments")
    what = models.CharField(_("a qué se comprometió"), max_length=300)
    made = models.DateField(_("fecha del compromiso"))
    due = models.DateField(_("para cuándo"), null=True, blank=True)
    interaction = optional_key(Interaction, _("en qué encuentro"), "commitments")
    state = models.CharField(_("situación"), max_length=12, choices=State, default=State.MADE)
    evidence = models.CharField(_("prueba de que se cumplió"), max_length=500, blank=True)
    closed = models.DateField(_("cerrado el"), null=True, blank=True)
    history = HistoricalRecords()

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("compromiso")
        verbose_name_plural = _("compromisos")
        ordering = [F("due").asc(nulls_last=True), "-pk"]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(institution__isnull=False),
                name="crm_commitment_of_someone",
            ),
            models.CheckConstraint(
                condition=Q(due=None) | Q(due__gte=F("made")), name="crm_commitment_due_later"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["kept", "partly"]) | ~Q(evidence=""),
                name="crm_commitment_kept_has_evidence",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["made", "in_progress"], closed=None)
                | Q(~Q(state__in=["made", "in_progress"]), closed__isnull=False),
                name="crm_commitment_closed_has_a_day",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due"], condition=Q(state__in=["made", "in_progress"]), name="crm_commitment_due"
            ),  # overdue(), the list of open ones
            models.Index(*open_first(), name="crm_commitment_listing"),  # the list in its usual order
        ]

    def __str__(self):
        return self.what

    @property
    def is_open(self):
        return self.state in self.OPEN

    @property
    def is_overdue(self):
        return self.is_open and self.due is not None and self.due < timezone.localdate()


class TaskQuerySet(CircledQuerySet):
    LEANS_ON = ("person", "institution", "post__institution", "interaction")

    def visible_to(self, user):
        promised = Commitment.objects.visible_to(user).filter(pk=OuterRef("commitment")).order_by()
        about = Q(commitment=None) | Exists(promised)
        return super().visible_to(user).filter(about)

    def open(self):
        return self.filter(state=Task.State.OPEN)

    def overdue(self, today=None):
        return self.open().filter(due__lt=today or timezone.localdate())


class Task(Record):
    """What one of us must do next, about at most one record."""

    class Kind(models.TextChoices):
        FOLLOW_UP = "follow_up", _("Seguimiento")
        INDUCT = "induct", _("Recibir a quien le sucede")

    class State(models.TextChoices):
        OPEN = "open", _("Pendiente")
        DONE = "done", _("Hecha")
        DROPPED = "dropped", _("Ya no hace falta")

    ABOUT = ("person", "institution", "post", "interaction", "commitment")

    kind = models.CharField(_("tipo"), max_length=10, choices=Kind, default=Kind.FOLLOW_UP)
    what = models.CharField(_("qué hay que hacer"), max_length=300)
    assignee = user_key(_("a cargo de"), related_name="tasks")
    due = models.DateField(_("para cuándo"), null=True, blank=True)
    person = optional_key(Person, _("persona"), "tasks")
    institution = optional_key(Institution, _("institución"), "tasks")
    post = optional_key(Post, _("puesto"), "tasks")
    interaction = optional_key(Interaction, _("encuentro"), "tasks")
    commitment = optional_key(Commitment, _("compromiso"), "tasks")
    state = models.CharField(_("situación"), max_length=10, choices=State, default=State.OPEN)
    outcome = models.CharField(_("en qué quedó"), max_length=300, blank=True)
    closed = models.DateTimeField(_("cerrada"), null=True, blank=True, editable=False)
    closed_by = user_key(_("la cerró"))
    history = HistoricalRecords()

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("tarea")
        verbose_name_plural = _("tareas")
        ordering = [F("due").asc(nulls_last=True), "-pk"]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=exactly_one("person", "institution", "post", "interaction", "commitment")
                | Q(person=None, institution=None, post=None, interaction=None, commitment=None),
                name="crm_task_about_at_most_one",
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed=None) | Q(~Q(state="open"), closed__isnull=False),
                name="crm_task_closed_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | ~Q(outcome=""), name="crm_task_done_has_outcome"
            ),
            # However often a change of post is reported, her successor is received once.
            models.UniqueConstraint(
                "post", condition=Q(kind="induct", state="open"), name="crm_task_one_induction_per_post"
            ),
        ]
        indexes = [
            models.Index(
                fields=["assignee", "due"], condition=Q(state="open"), name="crm_task_open"
            ),  # somebody's open tasks
            models.Index(
                fields=["due"], condition=Q(state="open"), name="crm_task_due"
            ),  # what falls due in a month of the calendar
            models.Index(*open_first(), name="crm_task_listing"),  # the list in its usual order
        ]

    def __str__(self):
        return self.what

    @property
    def about(self):
        return next((getattr(self, name) for name in self.ABOUT if getattr(self, f"{name}_id")), None)

    @property
    def is_overdue(self):
        return self.state == self.State.OPEN and self.due is not None and self.due < timezone.localdate()


# Ways of looking


class FollowQuerySet(CircledQuerySet):
    HAS_CIRCLE = False
    LEANS_ON = ("person", "institution")

    def visible_to(self, user):
        """Her own, of what she may still see."""
        return super().visible_to(user).filter(user=user)


class Follow(models.Model):
    """A member keeps an eye on a person or an institution."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="followed_records")
    person = optional_key(Person, _("persona"), "followers", models.CASCADE)
    institution = optional_key(Institution, _("institución"), "followers", models.CASCADE)
    since = models.DateTimeField(default=timezone.now)

    objects = FollowQuerySet.as_manager()

    class Meta:
        verbose_name = _("seguimiento")
        verbose_name_plural = _("seguimientos")
        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(condition=exactly_one("person", "institution"), name="crm_follow_of_one"),
            models.UniqueConstraint("user", "person", name="crm_follow_person_once"),
            models.UniqueConstraint("user", "institution", name="crm_follow_institution_once"),
        ]

    def __str__(self):
        return f"{self.user}: {self.record}"

    @property
    def record(self):
        return self.person or self.institution


class SavedViewQuerySet(models.QuerySet):
    def visible_to(self, user):
        if not is_on_team(user):
            return self.none()
        return self.filter(Q(owner=user) | Q(is_shared=True))


class SavedView(models.Model):
    """A list as somebody filtered it, by a name. Whoever opens it sees only what she may see."""

    class Place(models.TextChoices):
        INSTITUTIONS = "institutions", _("Instituciones")
        PEOPLE = "people", _("Personas")
        INTERACTIONS = "interactions", _("Encuentros")
        POSITIONS = "positions", _("Posturas")
        COMMITMENTS = "commitments", _("Compromisos")
        TASKS = "tasks", _("Tareas")

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views")
    place = models.CharField(_("lista"), max_length=12, choices=Place)
    name = models.CharField(_("nombre"), max_length=60)
    query = models.CharField(max_length=1000, blank=True)
    is_shared = models.BooleanField(_("la pueden abrir mis colegas"), default=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("vista guardada")
        verbose_name_plural = _("vistas guardadas")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint("owner", "place", Lower("name"), name="crm_one_view_per_name"),
        ]

    def __str__(self):
        return self.name


class CalendarAddressQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(user=user) if is_on_team(user) else self.none()


class CalendarAddress(models.Model):
    """Where a member's phone reads her calendar without signing in. Of its secret only a digest is kept."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="private_calendar_address"
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    has_links = models.BooleanField(
        _("llevar en cada entrada la dirección de su página"),
        default=False,
        help_text=_(
            "Para abrirla hay que entrar con tu cuenta, pero quien vea tu teléfono leerá de qué sitio es."
        ),
    )
    made = models.DateTimeField(default=timezone.now, editable=False)

    objects = CalendarAddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("dirección privada de calendario")
        verbose_name_plural = _("direcciones privadas de calendario")

    def __str__(self):
        return str(self.user)

    @staticmethod
    def digest_of(secret):
        # The secret is long and random: guessing it is hopeless however quick the digest.
        return hashlib.sha256(secret.encode()).hexdigest()

    @classmethod
    def renew(cls, user, *, has_links=False):
        """Open a new address, and close the one before. Returns the secret, which nobody can read again."""
        secret = secrets.token_urlsafe(32)
        given = {"digest": cls.digest_of(secret), "has_links": has_links, "made": timezone.now()}
        cls.objects.update_or_create(user=user, defaults=given)
        return secret

    @classmethod
    def opened_by(cls, secret):
        """The address of this secret, if its owner is still on the team."""
        address = cls.objects.filter(digest=cls.digest_of(secret)).select_related("user").first()
        return address if address and is_on_team(address.user) else None


# Duplicates


def of_two(name, other):
    """The condition that a row is about two of the same kind, each pair written one way round."""
    return Q(**{f"{name}__isnull": False, f"{name}__lt": F(other)})


class PairQuerySet(CircledQuerySet):
    HAS_CIRCLE = False
    LEANS_ON = ("person", "other_person", "institution", "other_institution")

    def open(self):
        return self.filter(decided=None)

    def of(self, model):
        return self.filter(**{f"{model._meta.model_name}__isnull": False})


class Pair(models.Model):
    """Two records that may be one. That they are not is remembered, with who said so."""

    person = optional_key(Person, _("persona"), "pairs", models.CASCADE)
    other_person = optional_key(Person, _("la otra persona"), "other_pairs", models.CASCADE)
    institution = optional_key(Institution, _("institución"), "pairs", models.CASCADE)
    other_institution = optional_key(Institution, _("la otra institución"), "other_pairs", models.CASCADE)
    score = models.PositiveSmallIntegerField(_("cuánto se parecen"))
    reasons = models.CharField(_("en qué se parecen"), max_length=100)  # of crm.likeness, between commas
    found = models.DateTimeField(_("encontradas"), default=timezone.now)
    decided = models.DateTimeField(_("no son la misma, desde"), null=True, blank=True)
    decided_by = user_key(_("lo dijo"))

    objects = PairQuerySet.as_manager()

    class Meta:
        verbose_name = _("posible duplicado")
        verbose_name_plural = _("posibles duplicados")
        ordering = ["-score", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(of_two("person", "other_person"), institution=None, other_institution=None)
                | Q(of_two("institution", "other_institution"), person=None, other_person=None),
                name="crm_pair_of_two_alike",
            ),
            models.UniqueConstraint("person", "other_person", name="crm_pair_of_people_once"),
            models.UniqueConstraint("institution", "other_institution", name="crm_pair_of_institutions_once"),
        ]
        indexes = [
            models.Index(
                fields=["-score", "id"], condition=Q(decided=None), name="crm_pair_listing"
            ),  # the list of open ones
        ]

    def __str__(self):
        one, other = self.both
        return f"{one} ≈ {other}"

    @property
    def both(self):
        if self.person_id:
            return self.person, self.other_person
        return self.institution, self.other_institution


class MergeQuerySet(CircledQuerySet):
    HAS_CIRCLE = False
    LEANS_ON = ("person", "institution")

    def standing(self):
        return self.filter(undone=None)

    def of(self, record):
        return self.filter(**{type(record)._meta.model_name: record})

    def that_took(self, model, number):
        """The one through which the record of this number became part of another."""
        return self.standing().filter(**{f"{model._meta.model_name}__isnull": False, "merged": number})

    def past_undoing(self, now=None):
        return self.filter(at__lt=(now or timezone.now()) - Merge.UNDOABLE_FOR).exclude(is_final=True)


class Merge(models.Model):
    """Two records became one: which stayed, which number went, and every step, sealed, to take it back."""

    UNDOABLE_FOR = timedelta(days=30)

    person = optional_key(Person, _("persona que quedó"), "merges")
    institution = optional_key(Institution, _("institución que quedó"), "merges")
    merged = models.PositiveBigIntegerField(_("número de la que se unió"))
    by = user_key(_("las unió"))
    at = models.DateTimeField(_("unidas"), default=timezone.now)
    journal = EncryptedTextField(blank=True)
    is_final = models.BooleanField(
        default=False
    )  # its time is over, and what it would take to undo it is gone
    undone = models.DateTimeField(_("deshecha"), null=True, blank=True)
    undone_by = user_key(_("la deshizo"))

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("unión")
        verbose_name_plural = _("uniones")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=exactly_one("person", "institution"), name="crm_merge_of_one"),
            *(
                models.UniqueConstraint(
                    "merged",
                    condition=Q(**{"undone": None, f"{other}__isnull": True}),
                    name=f"crm_merge_{name}_once",
                )
                for name, other in (("person", "institution"), ("institution", "person"))
            ),
        ]

    def __str__(self):
        return str(_("Unión con «%(record)s»") % {"record": self.record})

    @property
    def record(self):
        return self.person or self.institution

    @property
    def last_day(self):
        return timezone.localdate(self.at + self.UNDOABLE_FOR)

    @property
    def is_undoable(self):
        return self.undone is None and not self.is_final and timezone.now() < self.at + self.UNDOABLE_FOR


# Figures


class IndicatorQuerySet(CircledQuerySet):
    HAS_CIRCLE = False


class Indicator(models.Model):
    """What the programme promised to measure. Its value is counted from rows, or reported by hand: never both."""

    class Level(models.TextChoices):
        INDIVIDUAL = "individual", _("Individual")
        COMMUNITY = "community", _("Comunitario")
        LEGAL_POLITICAL = "legal_political", _("Legal y político")

    class Frequency(models.TextChoices):
        MONTHLY = "monthly", _("Cada mes")
        QUARTERLY = "quarterly", _("Cada trimestre")
        HALF_YEARLY = "half_yearly", _("Cada semestre")
        YEARLY = "yearly", _("Cada año")
        ONCE = "once", _("Una sola vez")

    class Disaggregation(models.TextChoices):
        NONE = "none", _("No se reparte")
        REGION = "region", _("Por región")
        SECTOR = "sector", _("Por tipo de institución")
        AUDIENCE = "audience", _("Por público y género")

    code = models.SlugField(_("código"), max_length=30, unique=True)
    name_es = models.CharField(_("nombre en español"), max_length=150)
    name_en = models.CharField(_("nombre en inglés"), max_length=150)
    level = models.CharField(_("nivel"), max_length=15, choices=Level)
    definition = models.TextField(_("qué mide"))
    how_counted = models.TextField(_("cómo se cuenta"))
    computation = models.CharField(_("de dónde sale el valor"), max_length=40, blank=True)
    unit = models.CharField(_("unidad"), max_length=60)
    population = models.CharField(_("población"), max_length=120)
    disaggregation = models.CharField(
        _("cómo se reparte"), max_length=10, choices=Disaggregation, default=Disaggregation.NONE
    )
    qualifier = models.CharField(
        _("qué tan exacto es el valor de partida"),
        max_length=2,
        choices=Attendance.Qualifier,
        default=Attendance.Qualifier.EXACTLY,
    )
    baseline = models.DecimalField(
        _("valor de partida, reportado"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    baseline_day = models.DateField(_("fecha del valor de partida"), null=True, blank=True)
    target = models.DecimalField(_("meta"), max_digits=12, decimal_places=2, null=True, blank=True)
    target_day = models.DateField(_("fecha de la meta"), null=True, blank=True)
    frequency = models.CharField(
        _("cada cuánto se mide"), max_length=12, choices=Frequency, default=Frequency.HALF_YEARLY
    )
    owner = models.ForeignKey(
        "accounts.Partner", models.PROTECT, verbose_name=_("organización responsable"), related_name="+"
    )
    is_published = models.BooleanField(_("se puede publicar"), default=False)
    evidence = models.URLField(_("enlace a la evidencia"), max_length=300, blank=True)
    history = HistoricalRecords()

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicador")
        verbose_name_plural = _("indicadores")
        ordering = ["level", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(baseline=None, baseline_day=None)
                | Q(baseline__gte=0, baseline_day__isnull=False),
                name="crm_indicator_baseline_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(target=None, target_day=None) | Q(target__gte=0, target_day__isnull=False),
                name="crm_indicator_target_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(baseline_day=None) | Q(target_day=None) | Q(target_day__gt=F("baseline_day")),
                name="crm_indicator_target_after_baseline",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self):
        return self.name_en if get_language() == "en" else self.name_es

    @property
    def is_counted(self):
        return self.computation != ""


class ReportedValueQuerySet(CircledQuerySet):
    HAS_CIRCLE = False


class ReportedValue(models.Model):
    """The value of an indicator on a day, as somebody says it, with who says so."""

    indicator = models.ForeignKey(
        Indicator, models.PROTECT, verbose_name=_("indicador"), related_name="reported_values"
    )
    day = models.DateField(_("a qué fecha"))
    qualifier = models.CharField(
        _("qué tan exacto"),
        max_length=2,
        choices=Attendance.Qualifier,
        default=Attendance.Qualifier.EXACTLY,
    )
    value = models.DecimalField(_("valor"), max_digits=12, decimal_places=2)
    source = models.CharField(_("quién lo dice y dónde consta"), max_length=300)
    logged_by = user_key(_("lo registró"))
    logged = models.DateTimeField(_("registrado"), default=timezone.now, editable=False)
    history = HistoricalRecords()

    objects = ReportedValueQuerySet.as_manager()

    class Meta:
        verbose_name = _("valor reportado")
        verbose_name_plural = _("valores reportados")
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint("indicator", "day", name="crm_reported_once_a_day"),
            models.CheckConstraint(condition=Q(value__gte=0), name="crm_reported_not_negative"),
            models.CheckConstraint(condition=~Q(source=""), name="crm_reported_has_a_source"),
        ]

    def __str__(self):
        return f"{self.indicator}: {self.value}"


class StudyQuerySet(CircledQuerySet):
    HAS_CIRCLE = False

    def published_by(self, day):
        """A year or a month counts from its beginning: that it was published then is all that is known."""
        return self.filter(published__gt="", published__lte=day.isoformat())


class Study(models.Model):
    """A survey or a mapping that was published: the document and its tables. Never the places."""

    title = models.CharField(_("título"), max_length=250)
    authors = models.CharField(_("quiénes lo hicieron"), max_length=200)
    published = PartialDateField(_("se publicó en"))
    scope = models.CharField(
        _("qué abarca"),
        max_length=200,
        blank=True,
        help_text=_("«Cuatro ciudades». Nunca lugares de trabajo, direcciones ni nombres de locales."),
    )
    link = models.URLField(_("enlace al documento"), max_length=300, blank=True)
    notes = models.TextField(_("notas"), blank=True)
    history = HistoricalRecords()

    objects = StudyQuerySet.as_manager()

    class Meta:
        verbose_name = _("estudio")
        verbose_name_plural = _("estudios")
        ordering = ["-published", "title"]
        constraints = [
            models.UniqueConstraint(Lower("title"), name="crm_one_study_per_title"),
            models.CheckConstraint(
                condition=Q(In(Length("published"), [0, 4, 7, 10])),
                name="crm_study_published_is_a_partial_date",
            ),
        ]

    def __str__(self):
        return self.title


class StudyTableQuerySet(CircledQuerySet):
    HAS_CIRCLE = False


class StudyTable(models.Model):
    """One table of a study. A cell that could give somebody away is not kept: it is empty (None) from the start."""

    class Measure(models.TextChoices):
        HEADS = "heads", _("Número de personas")
        PERCENT = "percent", _("Porcentajes")

    study = models.ForeignKey(Study, models.PROTECT, verbose_name=_("estudio"), related_name="tables")
    title = models.CharField(_("título de la tabla"), max_length=200)
    source = models.CharField(_("de dónde sale: página o cuadro"), max_length=200)
    notes = models.TextField(_("notas"), blank=True)
    measure = models.CharField(_("qué dicen las celdas"), max_length=7, choices=Measure)
    asked = head_count(
        _("a cuántas personas se preguntó"),
        null=True,
        blank=True,
        help_text=_("Para porcentajes. Si las columnas son grupos distintos, las del grupo más pequeño."),
    )
    headings = models.JSONField(_("columnas"))
    rows = models.JSONField(_("filas"))  # of [label, cell, cell…]
    history = HistoricalRecords()

    objects = StudyTableQuerySet.as_manager()

    class Meta:
        verbose_name = _("tabla de un estudio")
        verbose_name_plural = _("tablas de estudios")
        ordering = ["study", "pk"]
        constraints = [
            models.UniqueConstraint("study", Lower("title"), name="crm_study_table_once"),
            models.CheckConstraint(
                condition=~Q(measure="percent") | Q(asked__gte=1), name="crm_study_table_percent_of_how_many"
            ),
        ]

    def __str__(self):
        return self.title


# Spreadsheets


class SpreadsheetQuerySet(CircledQuerySet):
    def visible_to(self, user):
        """Her own; and those of others for whoever may bring in spreadsheets and belongs to their circle."""
        if not is_on_team(user):
            return self.none()
        hers = Q(logged_by=user)
        return self.filter(hers | seen_by(user)) if user.has_perm("crm.import_records") else self.filter(hers)

    def stale(self, now=None):
        """Whose copy of the file has lain here for a day."""
        return self.exclude(staged=None).filter(logged__lt=(now or timezone.now()) - Spreadsheet.KEPT)


class Spreadsheet(Record):
    """A file of rows on its way into the records. What it creates has its circle and its owner."""

    KEPT = timedelta(hours=24)
    UNDOABLE = timedelta(days=30)

    class Kind(models.TextChoices):
        INSTITUTIONS = "institutions", _("Instituciones")
        PEOPLE = "people", _("Personas con sus cargos")
        INTERACTIONS = "interactions", _("Encuentros")

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("Por decir qué es cada columna")
        MAPPED = "mapped", _("Preparando la vista previa")
        PLANNED = "planned", _("Por revisar y confirmar")
        CONFIRMED = "confirmed", _("Importando")
        DONE = "done", _("Importada")
        UNDOING = "undoing", _("Deshaciendo")
        UNDONE = "undone", _("Deshecha")

    kind = models.CharField(_("qué trae"), max_length=12, choices=Kind)
    state = models.CharField(_("situación"), max_length=9, choices=State, default=State.UPLOADED)
    name = models.CharField(_("archivo"), max_length=150)
    sha256 = models.CharField(max_length=64, editable=False)
    staged = models.BinaryField(null=True, editable=False)  # its table, packed, for a day
    columns = models.JSONField(default=list)  # for each column the field it goes to, or ""
    creates_institutions = models.BooleanField(
        _("crear las instituciones que no estén"),
        default=False,
        help_text=_("Si no, las filas que nombran una institución que no conocemos se quedan fuera."),
    )
    ends_posts = models.BooleanField(
        _("quien llega a un cargo nuevo deja el que tenía"),
        default=False,
        help_text=_("El anterior termina cuando empieza el nuevo. Si no, conserva los dos."),
    )
    basis = models.CharField(
        _("por qué podemos guardar correos y teléfonos de personas"),
        max_length=15,
        choices=[("public_function", ContactWay.Basis.PUBLIC_FUNCTION.label)],
        blank=True,
        help_text=_(
            "Si no lo eliges, y ninguna columna lo dice, no guardamos correos ni teléfonos de personas."
        ),
    )
    takes_good_rows = models.BooleanField(
        _("importar las filas buenas aunque otras estén mal"), default=False
    )
    counts = models.JSONField(default=dict)  # rows of each verdict, and what became of them
    seen = models.JSONField(default=list)  # how far the records had come when the plan was made
    message = models.CharField(max_length=300, blank=True)
    finished = models.DateTimeField(_("terminada"), null=True, editable=False)
    undone = models.DateTimeField(_("deshecha"), null=True, editable=False)
    undone_by = user_key(_("la deshizo"))

    objects = SpreadsheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("planilla")
        verbose_name_plural = _("planillas")
        ordering = ["-logged", "-pk"]
        default_permissions = ()
        permissions = [("import_records", _("Puede importar planillas"))]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(state__in=["done", "undoing", "undone"]) | Q(finished__isnull=False),
                name="crm_spreadsheet_done_has_a_time",
            ),
        ]
        indexes = [models.Index(fields=["-logged", "-id"], name="crm_spreadsheet_newest")]  # the list

    def __str__(self):
        return self.name

    @property
    def table(self):
        """The headings and the rows of the file, as long as they are kept."""
        return unpacked(self.staged) if self.staged else None

    @property
    def is_kept(self):
        return self.staged is not None

    @property
    def may_be_undone(self):
        """Also what stayed the first time: whatever was built on it may be gone since."""
        is_there = self.state == self.State.DONE or (self.state == self.State.UNDONE and self.counts["kept"])
        return bool(is_there) and self.finished > timezone.now() - self.UNDOABLE

    def moved(self, before, after, **fields):
        """Whether it was we who took it from one of these states to the next: of two at once, one does."""
        states = [before] if isinstance(before, str) else before
        count = Spreadsheet.objects.filter(pk=self.pk, state__in=states).update(state=after, **fields)
        if count:
            for name, value in {"state": after, **fields}.items():
                setattr(self, name, value)
        return bool(count)


def packed(table):
    return zlib.compress(json.dumps(table, ensure_ascii=False, separators=(",", ":")).encode(), 3)


def unpacked(staged):
    return json.loads(zlib.decompress(bytes(staged)))


class OfSpreadsheetQuerySet(CircledQuerySet):
    HAS_CIRCLE = False

    def visible_to(self, user):
        return self.filter(spreadsheet__in=Spreadsheet.objects.visible_to(user).order_by().values("pk"))


class SpreadsheetRowQuerySet(OfSpreadsheetQuerySet):
    def to_be_written(self):
        chosen = Q(verdict=SpreadsheetRow.Verdict.ASK) & ~Q(decision__in=["", "leave"])
        return self.filter(Q(verdict__in=["new", "update"]) | chosen)

    def refused(self):
        undecided = Q(verdict=SpreadsheetRow.Verdict.ASK, decision__in=["", "leave"])
        return self.filter(Q(verdict=SpreadsheetRow.Verdict.ERROR) | undecided)


class SpreadsheetRow(models.Model):
    """What is going to become of one row, and what became of it."""

    class Verdict(models.TextChoices):
        NEW = "new", _("Se crea")
        UPDATE = "update", _("Cambia")
        ASK = "ask", _("¿Es la misma?")
        SKIP = "skip", _("Sin cambios")
        ERROR = "error", _("Con error")

    spreadsheet = models.ForeignKey(Spreadsheet, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()  # in the file
    part = models.PositiveSmallIntegerField(default=0)  # of two people in one row
    label = models.CharField(max_length=200)
    verdict = models.CharField(max_length=6, choices=Verdict)
    reason = models.TextField(blank=True)
    differences = models.JSONField(default=list)  # of a label, what is there now, and what will be
    likely = models.JSONField(default=list)  # whom it looks like: number, name, why
    plan = models.JSONField(default=dict)  # what is written; for a doubtful row, by decision
    decision = models.CharField(max_length=25, blank=True)  # "other", "leave" or the number of whom it is
    target = models.BigIntegerField(null=True)  # the record that changes, or was made
    is_anew = models.BooleanField(default=False)  # planned again, since the records had moved

    objects = SpreadsheetRowQuerySet.as_manager()

    class Meta:
        ordering = ["number", "part"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint("spreadsheet", "number", "part", name="crm_spreadsheet_row_once"),
        ]
        indexes = [
            models.Index(fields=["spreadsheet", "verdict", "number"], name="crm_spreadsheet_verdict"),
        ]  # the preview, filtered

    def __str__(self):
        return self.label

    def save_decision(self, decision):
        if self.verdict == self.Verdict.ASK and decision in {"", "other", "leave", *self.plan}:
            self.decision = decision
            self.save(update_fields=["decision"])


class SpreadsheetWrite(models.Model):
    """What one row wrote, so that it can be taken back: records it made, and columns as they were before."""

    spreadsheet = models.ForeignKey(Spreadsheet, models.CASCADE, related_name="writes")
    number = models.PositiveIntegerField()
    part = models.PositiveSmallIntegerField(default=0)
    made = models.JSONField(default=dict)  # numbers by model
    changed = models.JSONField(default=list)  # of model, number, columns as they were, columns as they became
    kept = models.CharField(max_length=300, blank=True)  # why it could not be taken back

    objects = OfSpreadsheetQuerySet.as_manager()

    class Meta:
        ordering = ["number", "part"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint("spreadsheet", "number", "part", name="crm_spreadsheet_write_once"),
        ]

    def __str__(self):
        return f"{self.spreadsheet} {self.number}"


class SpreadsheetEvent(models.Model):
    """Who did what with a spreadsheet. Rows are only added."""

    class What(models.TextChoices):
        UPLOADED = "uploaded", _("La subió")
        CONFIRMED = "confirmed", _("La confirmó")
        IMPORTED = "imported", _("Se importó")
        STOPPED = "stopped", _("La detuvo")
        REFUSED_ROWS = "refused_rows", _("Descargó las filas que no entraron")
        UNDONE = "undone", _("La deshizo")
        PURGED = "purged", _("Se borró la copia del archivo")

    spreadsheet = models.ForeignKey(Spreadsheet, models.CASCADE, related_name="events")
    what = models.CharField(max_length=12, choices=What)
    by = user_key(_("quién"))
    at = models.DateTimeField(default=timezone.now)
    detail = models.CharField(max_length=200, blank=True)

    objects = OfSpreadsheetQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        default_permissions = ()

    def __str__(self):
        return self.get_what_display()


class ColumnMemoryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of her organization."""
        return self.filter(owner=user.partner) if is_on_team(user) else self.none()


class ColumnMemory(models.Model):
    """What an organization said that a heading means, for the next file."""

    owner = models.ForeignKey("accounts.Partner", models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=12, choices=Spreadsheet.Kind)
    heading = models.CharField(max_length=100)
    field = models.CharField(max_length=20, blank=True)

    objects = ColumnMemoryQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint("owner", "kind", "heading", name="crm_column_meant_once"),
            models.UniqueConstraint(
                "kind", "heading", condition=Q(owner=None), name="crm_column_meant_once_by_nobodys"
            ),
        ]

    def __str__(self):
        return f"{self.heading}: {self.field}"


# What of it is public


from crm.publishing import Proposal, PublicCommitment  # noqa: E402, F401
