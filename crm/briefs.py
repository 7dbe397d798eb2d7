"""What to know before a meeting, on one page: about a person, an institution, or all whom an encounter brings together.

Reserved notes are not read here, nor the words of a position, which are sealed: a page on paper is read by others.
"""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Case, F, Q, Value, When
from django.utils import formats, timezone
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm import contacts, timeline
from crm.models import (
    Affiliation,
    Commitment,
    ContactWay,
    Institution,
    Interaction,
    Participant,
    Person,
    Position,
    Post,
    Task,
)
from legislation import demonstration
from legislation.models import Cause

SHOWN = 12  # of each kind; a page holds no more
LONGEST = 240  # characters of one line
MOST_PEOPLE = 30
NEW_IN_POST = timedelta(days=180)
Stance = Position.Stance


class Line(NamedTuple):
    text: str
    detail: str = ""
    day: date | None = None  # the oldest are left out first; what has no day, last


@dataclass(frozen=True)
class Section:
    heading: str
    lines: tuple = ()
    total: int = 0  # of which the lines are the first
    empty: str = ""  # what is said where there is nothing

    @property
    def left_out(self):
        """How many more there are, in words."""
        more = self.total - len(self.lines)
        return (
            ngettext("y uno más en el registro", "y %(n)s más en el registro", more) % {"n": more}
            if more
            else ""
        )

    def shorter(self):
        return replace(self, lines=self.lines[:-1])


@dataclass(frozen=True)
class Brief:
    title: str
    lead: tuple  # who she is, or when and where
    main: tuple  # sections of the wide column
    side: tuple  # of the narrow one
    reader: str
    day: date

    @property
    def notice(self):
        words = {"name": self.reader, "day": in_figures(self.day)}
        notice = _("Confidencial · generado para %(name)s el %(day)s") % words
        if not demonstration.is_loaded():
            return notice
        # Paper leaves the screen, whose banner stays behind.
        return f"{_('Demostración:')} {_('nada aquí es real.')} {notice}"


@dataclass
class About:
    """Whom it is about, so far as the reader may see them."""

    user: object
    people: list = field(default_factory=list)
    institutions: list = field(default_factory=list)
    held: list = field(default_factory=list)  # current affiliations of these people, or in these institutions
    causes: list = field(default_factory=list)

    @property
    def posts(self):
        return [affiliation.post_id for affiliation in self.held]

    @property
    def everybody(self):
        return [*self.people, *self.institutions]

    def matters(self):
        return Q(person__in=self.people) | Q(institution__in=self.institutions)

    def name(self, row):
        """Of whom a row speaks, where there is more than one."""
        subject = row.person or row.institution
        return f"{subject}: " if subject and [subject] != self.everybody else ""


def prepare(record, user):
    """The brief about a person, an institution or an encounter that this user may see."""
    about = ABOUT[type(record)](record, user)
    title, lead = HEAD[type(record)](record, about)
    promised, asked = promises(about), ours(about)
    main = (questions(about, promised), positions(about), last_contacts(about))
    side = (reach(about), posts(record, about), told_promises(about, promised), told_tasks(about, asked))
    return Brief(title, tuple(lead), main, side, str(user), timezone.localdate())


# Whom it is about


def about_person(person, user):
    held = current(user).filter(person=person)
    return About(user, [person], [], list(held), some_causes())


def about_institution(institution, user):
    held = list(current(user).filter(post__institution=institution)[:MOST_PEOPLE])
    return About(user, people_of(held), [institution], held, some_causes())


def about_interaction(interaction, user):
    present = list(participants(interaction, user))
    people = list(dict.fromkeys(row.person for row in present if row.person))
    institutions = list(dict.fromkeys(row.institution for row in present if row.institution))
    held = list(current(user).filter(person__in=people))
    if not people:
        held = list(current(user).filter(post__institution__in=institutions)[:MOST_PEOPLE])
        people = people_of(held)
    return About(user, people, institutions, held, list(interaction.causes.all()) or some_causes())


def current(user):
    rows = Affiliation.objects.visible_to(user).current().for_display().newest_first()
    return rows.select_related("person", "post__institution__region")


def people_of(held):
    return list(dict.fromkeys(affiliation.person for affiliation in held))


def participants(interaction, user):
    rows = Participant.objects.visible_to(user).filter(interaction=interaction).for_display().order_by("pk")
    return rows[:MOST_PEOPLE]


def some_causes():
    return list(Cause.objects.all()[:3])


ABOUT = {Person: about_person, Institution: about_institution, Interaction: about_interaction}


# Who they are


def head_of_person(person, about):
    held = [in_post(affiliation) for affiliation in about.held]
    return person.name, held or [_("Hoy no tiene ningún cargo que conozcamos.")]


def head_of_institution(institution, about):
    what = [institution.get_kind_display(), institution.get_level_display(), institution.place]
    name = f"{institution.name} ({institution.acronym})" if institution.acronym else institution.name
    lead = [joined(what)]
    parent = Institution.objects.visible_to(about.user).filter(pk=institution.parent_id).first()
    if parent:
        lead.append(_("Depende de %(parent)s") % {"parent": parent})
    if institution.status == Institution.Status.CLOSED:
        lead.append(institution.get_status_display())
    return name, lead


def head_of_interaction(interaction, about):
    starts = timezone.localtime(interaction.starts)
    when = formats.date_format(starts, "DATETIME_FORMAT")
    remote = _("a distancia") if interaction.is_remote else ""
    ours = joined([interaction.who_of_us, *(str(user) for user in interaction.staff.all())], ", ")
    lead = [joined([when, remote, interaction.place, interaction.region])]
    if ours:
        lead.append(_("De nosotras: %(who)s") % {"who": ours})
    return f"{interaction.get_kind_display()} · {interaction.get_state_display()}", lead


HEAD = {Person: head_of_person, Institution: head_of_institution, Interaction: head_of_interaction}


def in_post(affiliation):
    institution = affiliation.post.institution
    where = f"{institution} ({institution.region})" if institution.region else str(institution)
    return joined([f"{affiliation.post.title}, {where}", affiliation.span])


def posts(record, about):
    if isinstance(record, Person):
        return posts_of_person(record, about)
    if isinstance(record, Institution):
        return posts_of_institution(record, about)
    lines = [Line(str(row), with_post(row)) for row in participants(record, about.user)]
    return section(_("Con quiénes"), lines, empty=_("No se anotó con quién."))


def posts_of_person(person, about):
    rows = Affiliation.objects.visible_to(about.user).filter(person=person).for_display().newest_first()
    past = [row for row in rows if not row.is_current]
    lines = [Line(in_post(row), day=timeline.earliest(row.started) if row.started else None) for row in past]
    return section(_("Cargos que tuvo"), lines)


def posts_of_institution(institution, about):
    lines = [
        Line(f"{row.post.title}: {row.person}", joined([row.span, novelty(row)])) for row in about.held
    ] + [Line(f"{post.title}: {_('vacante, o no sabemos quién')}") for post in vacancies(about)]
    return section(_("Quiénes están"), lines, empty=_("No conocemos a nadie todavía."))


def with_post(participant):
    post = participant.post
    return joined([post.title if post else "", participant.institution if participant.person else ""], ", ")


def vacancies(about):
    rows = Post.objects.visible_to(about.user).vacant().filter(institution__in=about.institutions)
    return list(rows[:SHOWN])


def novelty(affiliation):
    return _("asumió hace poco") if is_new(affiliation) else ""


def is_new(affiliation):
    started = affiliation.started
    return bool(started) and timeline.earliest(started) > timezone.localdate() - NEW_IN_POST


# What they think, what was said


def present(about):
    rows = Position.objects.visible_to(about.user).filter(about.matters()).present()
    rows = rows.select_related("person", "institution", "cause").defer("words")
    return rows.order_by("-stated", "-pk")


def positions(about):
    rows, total = first(present(about))
    lines = [
        Line(
            f"{about.name(row)}{row.get_stance_display()} · {row.cause}",
            joined([in_figures(row.stated), row.get_grade_display(), row.evidence]),
            row.stated,
        )
        for row in rows
    ]
    return section(_("Postura de hoy"), lines, total, _("No la conocemos."))


def last_contacts(about):
    rows, total = first(meetings(about).order_by("-starts", "-pk").prefetch_related("partners", "staff"))
    lines = []
    for row in rows:
        day = timezone.localtime(row.starts).date()
        who = joined([row.who_of_us, contacts.who(row) if row.staff.all() else ""], ": ")
        lines.append(
            Line(
                joined([in_figures(day), row.get_kind_display(), who]),
                row.outcome or Truncator(row.summary).chars(LONGEST),
                day,
            )
        )
    return section(_("Últimos contactos"), lines, total, _("Todavía no hemos tenido contacto."))


def meetings(about):
    """Held with them, or with whoever came in their place."""
    posts = Q(post__in=about.posts) | Q(stands_in_for_post__in=about.posts) if about.institutions else Q()
    took_part = about.matters() | Q(stands_in_for__in=about.people) | posts
    mine = Participant.objects.visible_to(about.user).filter(took_part).order_by()
    keys = list(mine.values_list("interaction", flat=True)[: timeline.MOST_MEETINGS])
    return contacts.past(about.user).filter(pk__in=keys).defer("search")


# What they promised, what we owe


def promises(about):
    """Open ones first; those of a post too, for they outlive who made them."""
    rows = Commitment.objects.visible_to(about.user).filter(about.matters() | Q(post__in=about.posts))
    is_closed = Case(When(state__in=Commitment.OPEN, then=Value(0)), default=Value(1))
    ordered = rows.order_by(is_closed, F("due").asc(nulls_last=True), "-closed", "-pk")
    return first(ordered.select_related("person", "institution"))


def told_promises(about, promised):
    rows, total = promised
    lines = [
        Line(
            f"{about.name(row)}{row.what}",
            joined([state_of(row), until(row), row.evidence]),
            None if row.is_open else row.closed,
        )
        for row in rows
    ]
    return section(_("Lo que prometieron"), lines, total, _("Nada que sepamos."))


def state_of(commitment):
    return _("Vencido") if commitment.is_overdue else commitment.get_state_display()


def ours(about):
    of_theirs = Commitment.objects.visible_to(about.user).filter(about.matters()).order_by().values("pk")
    with_them = Q(interaction__in=meetings(about).order_by().values("pk"))
    subject = about.matters() | Q(post__in=about.posts) | Q(commitment__in=of_theirs) | with_them
    rows = Task.objects.visible_to(about.user).filter(subject).exclude(state=Task.State.DROPPED)
    is_done = Case(When(state=Task.State.OPEN, then=Value(0)), default=Value(1))
    ordered = rows.order_by(is_done, F("due").asc(nulls_last=True), "-closed", "-pk")
    return first(ordered.select_related("assignee"))


def told_tasks(about, asked):
    rows, total = asked
    lines = [
        Line(
            row.what,
            joined([_("Vencida") if row.is_overdue else row.get_state_display(), row.assignee, until(row), row.outcome]),
            timezone.localtime(row.closed).date() if row.closed else None,
        )
        for row in rows
    ]  # fmt: skip
    return section(_("Lo que nos toca"), lines, total, _("Nada pendiente."))


def until(row):
    return _("para el %(day)s") % {"day": in_figures(row.due)} if row.due else ""


# What to ask


def questions(about, promised):
    rows, _total = promised
    overdue = [row for row in rows if row.is_overdue]
    waiting = [row for row in rows if row.is_open and not row.is_overdue]
    lines = [
        *(about.name(row) + _("Venció el %(day)s: «%(what)s». ¿En qué quedó?") % {"day": in_figures(row.due), "what": row.what} for row in overdue),
        *pending_step(about),
        *(about.name(row) + _("Falta cumplir: «%(what)s». ¿Cómo va?") % {"what": row.what} for row in waiting),
        *about_causes(about),
        *(_("Preguntar quién ocupa el puesto: %(post)s.") % {"post": post.title} for post in vacancies(about)),
        *(_("%(person)s asumió hace poco (%(span)s): conviene presentarse y contar la causa desde el comienzo.") % {"person": row.person, "span": row.span} for row in about.held if is_new(row)),
    ]  # fmt: skip
    return section(_("Qué preguntar"), [Line(text) for text in lines], empty=_("Nada pendiente."))


def pending_step(about):
    last = meetings(about).exclude(next_step="").order_by("-starts", "-pk").first()
    if last:
        yield _("Quedó pendiente: %(what)s") % {"what": last.next_step}


def about_causes(about):
    """What to ask of each cause: as they stand today, or what they think, where we do not know."""
    held = list(present(about)[:SHOWN])
    for row in held:
        yield capfirst(about.name(row) + to_ask(row.stance) % {"cause": row.cause})
    known = {row.cause_id for row in held}
    for cause in about.causes:
        if cause.pk not in known:
            yield _("Preguntar qué piensa de «%(cause)s».") % {"cause": cause}


def to_ask(stance):
    return {
        Stance.SUPPORT: _("preguntar qué puede hacer por «%(cause)s» y a quién puede convencer."),
        Stance.LEANING: _("preguntar qué necesita para apoyar «%(cause)s» con claridad."),
        Stance.UNDECIDED: _("preguntar qué le falta para decidirse sobre «%(cause)s»."),
        Stance.LEANING_AGAINST: _("preguntar qué le preocupa de «%(cause)s»."),
        Stance.AGAINST: _("escuchar por qué no apoya «%(cause)s»."),
    }[stance]


# How to reach them


def reach(about):
    """How each wants to be named, and the way each prefers."""
    rows = ContactWay.objects.visible_to(about.user).filter(about.matters())
    ways = {}
    for way in rows.select_related("person", "institution"):
        ways.setdefault(way.person or way.institution, []).append(way)
    lines = [
        Line(str(subject), "; ".join(map(way_in_words, ways.get(subject, ()))) or _("sin datos de contacto"))
        for subject in [*about.institutions, *about.people]
        if subject in ways or len(about.everybody) == 1
    ]
    return section(_("Cómo nombrar y contactar"), lines, empty=_("Sin datos de contacto."))


def way_in_words(way):
    preferred = _("preferido") if way.is_preferred else ""
    return f"{way.value} ({joined([way.get_kind_display(), way.label, preferred], ', ')})"


# Words


def section(heading, lines, total=None, empty=""):
    return Section(heading, tuple(lines[:SHOWN]), len(lines) if total is None else total, empty)


def first(rows):
    """The first rows, and how many there are."""
    shown = list(rows[:SHOWN])
    return shown, len(shown) if len(shown) < SHOWN else rows.order_by().count()


def joined(parts, between=" · "):
    return between.join(str(part) for part in parts if part)


def in_figures(day):
    return formats.date_format(day, "SHORT_DATE_FORMAT") if day else ""
