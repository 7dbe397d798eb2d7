"""People: the list, the story of one, and what may be done to it."""

from typing import NamedTuple

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm import collisions, contacts, history, partial_dates, timeline, turnover
from crm.bulk import links
from crm.circles import Circle
from crm.forms import AffiliationForm, ChangePostForm, LeaveForm, PersonForm
from crm.models import (
    Affiliation,
    Alias,
    Commitment,
    ContactWay,
    Influence,
    Merge,
    Note,
    Person,
    Position,
    Task,
)
from crm.staff import bulk
from crm.staff.following import StarCell, attach_followed, is_followed
from crm.staff.lists import CircledIndexView
from crm.staff.pages import PLACES, CircledPage, fill_in, may, page_of, visible
from legislation.staff.lists import Cell, day, inspect_url


class Held(NamedTuple):
    """A post as its holder has it, in words: a list of thousands makes no records of what it only names."""

    started: str
    ended: str
    title: str
    institution: str
    region: str | None
    influence: int | None

    def __str__(self):
        return f"{self.title}, {self.institution}"

    def is_held_on(self, day):
        return partial_dates.spans(self.started, self.ended, day)


def attach_positions(rows, key, user):
    """The present stances of a page of people or institutions, as pairs of a cause and a stance."""
    present = Position.objects.visible_to(user).filter(**{f"{key}__in": rows}).present()
    stances = {}
    for pk, cause, stance in present.values_list(key, "cause__name", "stance"):
        stances.setdefault(pk, []).append((cause, Position.Stance(stance)))
    for row in rows:
        row.stances = stances.get(row.pk, [])


def attach_last_contact(rows, key, user):
    dates = contacts.dates(user, key, [row.pk for row in rows])
    for row in rows:
        row.last_contact = dates.get(row.pk)


def attach_posts(people, user):
    """What each holds today, and if nothing, what she held last."""
    today, held = timezone.localdate(), {}
    rows = Affiliation.objects.visible_to(user).filter(person__in=people).newest_first()
    place = "post__institution"
    named = ("post__title", f"{place}__name", f"{place}__region__name", "post__influence")
    for pk, *words in rows.values_list("person", "started", "ended", *named):
        held.setdefault(pk, []).append(Held(*words))
    for person in people:
        posts = held.get(person.pk, [])
        person.posts_now = [post for post in posts if post.is_held_on(today)]
        past = [post for post in posts if post.ended and not post.is_held_on(today)]
        person.last_held = past[0] if past and not person.posts_now else None
        person.influence = influence_of(person.posts_now)


def attach_tags(rows, key):
    """The names of the tags of each."""
    pairs = links(rows[0]).filter(**{f"{key}__in": rows}).order_by("tag__name")
    names = {}
    for pk, name in pairs.values_list(key, "tag__name"):
        names.setdefault(pk, []).append(name)
    for row in rows:
        row.tag_names = names.get(row.pk, [])


def posts_in_words(person):
    if post := person.last_held:
        until = partial_dates.in_words(post.ended)
        return _("Antes: %(post)s, hasta %(until)s") % {"post": post, "until": until}
    return "; ".join(post.title for post in person.posts_now)


def influence_of(posts):
    """In words, the highest that these posts give whoever holds them."""
    highest = max((post.influence or 0 for post in posts), default=0)
    return Influence(highest).label if highest else ""


def stances_in_words(row):
    return "; ".join(f"{cause}: {stance.label}" for cause, stance in row.stances)


class PersonIndexView(CircledIndexView):
    page_title = gettext_lazy("Personas")
    search_placeholder = gettext_lazy("Nombre, correo o teléfono")
    new_url, new_label = "people:new", gettext_lazy("Nueva persona")
    acts = [bulk.PutTags(), bulk.TakeTags(), bulk.CreateTasks()]
    list_display = [
        Cell(
            "name",
            gettext_lazy("Persona"),
            "name",
            url=inspect_url("people"),
            detail=posts_in_words,
            sort_key="name",
        ),
        StarCell("people"),
        Cell(
            "institution",
            gettext_lazy("Institución"),
            lambda person: "; ".join(post.institution for post in person.posts_now),
            detail=lambda person: ", ".join(regions(person)),
        ),
        Cell("influence", gettext_lazy("Influencia"), "influence"),
        Cell("stance", gettext_lazy("Postura"), stances_in_words),
        Cell("last_contact", gettext_lazy("Último contacto"), lambda person: day(person.last_contact)),
        Cell("tags", gettext_lazy("Etiquetas"), lambda person: ", ".join(person.tag_names)),
    ]
    sheet = [
        (gettext_lazy("Nombre"), lambda person: person.name),
        (gettext_lazy("Puesto"), lambda person: [post.title for post in person.posts_now]),
        (gettext_lazy("Institución"), lambda person: [post.institution for post in person.posts_now]),
        (gettext_lazy("Región"), lambda person: regions(person)),
        (gettext_lazy("Influencia"), lambda person: person.influence),
        (gettext_lazy("Postura"), stances_in_words),
        (gettext_lazy("Último contacto"), lambda person: person.last_contact),
        (gettext_lazy("Etiquetas"), lambda person: person.tag_names),
        (gettext_lazy("Quiénes la ven"), lambda person: Circle(person.circle).label),
    ]
    default_ordering = ["name", "pk"]

    def get_base_queryset(self):
        return super().get_base_queryset().defer("search")

    def dress(self, rows):
        attach_tags(rows, "person")
        attach_posts(rows, self.request.user)
        attach_last_contact(rows, "person", self.request.user)
        attach_positions(rows, "person", self.request.user)
        attach_followed(rows, "person", self.request.user)


def regions(person):
    return list(dict.fromkeys(post.region for post in person.posts_now if post.region))


# The story of one


# Whose changes belong to the story of a person.
PARTS = [(model, "person") for model in (ContactWay, Alias, Affiliation)]


class PersonPage(CircledPage):
    template_name = "crm/admin/person.html"
    index_title = gettext_lazy("Personas")

    def get_context_data(self, **kwargs):
        person, user = self.object, self.request.user
        merges = merges_of(person, user)
        affiliations = person.affiliations.visible_to(user).for_display().newest_first()
        return super().get_context_data(**kwargs) | {
            "person": person,
            "person_key": str(person.pk),
            "affiliations": affiliations,
            "current": [affiliation for affiliation in affiliations if affiliation.is_current],
            "contact": timeline.silence(contacts.last(user, person=person)),
            "notice": collisions.with_record(user, person),
            "timeline": timeline.of_person(person, user),
            "may_edit": user.has_perm("crm.change_person"),
            "is_followed": is_followed(person, user),
            "merges": merges,
            "entries": history.of_record(person, user, PARTS, merges),
            **story(user, person=person),
        }


def merges_of(record, user):
    merges = Merge.objects.visible_to(user).of(record).defer("journal")
    return list(merges.select_related("by", "undone_by"))


def story(user, **about):
    """What the pages of a person and of an institution both tell."""
    record = next(iter(about.values()))
    return {
        "remove_way": f"{PLACES[type(record).__name__]}:remove_way",
        "remove_alias": f"{PLACES[type(record).__name__]}:remove_alias",
        "subject_key": record.pk,
        "ways": ContactWay.objects.visible_to(user).filter(**about),
        "aliases": Alias.objects.visible_to(user).filter(**about),
        "positions": Position.objects.visible_to(user)
        .filter(**about)
        .present()
        .select_related("cause")
        .defer("words"),
        "commitments": Commitment.objects.visible_to(user).open().filter(**about),
        "tasks": Task.objects.visible_to(user).open().filter(**about).select_related("assignee"),
        "notes": Note.objects.visible_to(user).filter(**about).select_related("logged_by", "owner"),
        "tags": record.tags.all(),
        "merges": Merge.objects.visible_to(user)
        .of(record)
        .defer("journal")
        .select_related("by", "undone_by"),
    }


# Writing


def new(request):
    may(request, "add", Person)
    form = PersonForm(request.POST or None, user=request.user)
    return fill_in(
        request,
        form,
        title=_("Nueva persona"),
        about=(_("Personas"), reverse("people:index")),
        save=lambda form: page_of(form.save()),
        done=_("Guardada."),
        help_text=_(
            "Solo funcionarias, autoridades y representantes de organizaciones. Nunca una persona que recibe "
            "nuestros servicios: a ella se la cuenta, no se la nombra."
        ),
    )


def edit(request, pk):
    person = visible(request, Person, pk, "change")
    form = PersonForm(request.POST or None, instance=person, user=request.user)
    return fill_in(
        request,
        form,
        title=_("Corregir"),
        about=(str(person), page_of(person)),
        save=lambda form: page_of(form.save()),
        done=_("Guardamos los cambios."),
    )


def add_post(request, pk):
    person = visible(request, Person, pk, "change")
    may(request, "add", Affiliation)
    form = AffiliationForm(request.POST or None, user=request.user)

    def save(form):
        Affiliation.objects.get_or_create(
            person=person, post=form.post(), ended="", defaults={"started": form.cleaned_data["started"]}
        )
        return page_of(person)

    return fill_in(
        request,
        form,
        title=_("Añadir un cargo"),
        about=(str(person), page_of(person)),
        save=save,
        done=_("El cargo quedó registrado."),
    )


def affiliation_of(request, pk, affiliation):
    person = visible(request, Person, pk, "change")
    rows = person.affiliations.visible_to(request.user).for_display()
    return get_object_or_404(rows, pk=affiliation, ended="")


def change_post(request, pk, affiliation):
    old = affiliation_of(request, pk, affiliation)
    form = ChangePostForm(request.POST or None, user=request.user, affiliation=old)

    def save(form):
        to, on = form.post(), form.cleaned_data["started"]
        turnover.change_post(old, to=to, on=on, by=request.user)
        return reverse("people:left", args=[pk, old.pk])

    return fill_in(
        request,
        form,
        title=_("Cambio de cargo"),
        about=(str(old.person), page_of(old.person)),
        save=save,
        done=_("El cambio de cargo quedó registrado."),
        help_text=_("Deja de ser %(post)s el mismo día en que empieza en el nuevo puesto.")
        % {"post": old.post},
    )


def leave(request, pk, affiliation):
    old = affiliation_of(request, pk, affiliation)
    form = LeaveForm(request.POST or None, affiliation=old)

    def save(form):
        turnover.leave(old, on=form.cleaned_data["ended"], by=request.user)
        return reverse("people:left", args=[pk, old.pk])

    return fill_in(
        request,
        form,
        title=_("Dejó el cargo"),
        about=(str(old.person), page_of(old.person)),
        save=save,
        done=_("Quedó registrado."),
        help_text=str(old.post),
    )


class LeftPage(CircledPage):
    """What stays open after somebody left a post."""

    template_name = "crm/admin/left.html"
    index_title = gettext_lazy("Personas")

    def get_context_data(self, **kwargs):
        rows = self.object.affiliations.visible_to(self.request.user).for_display()
        affiliation = get_object_or_404(rows, pk=self.kwargs["affiliation"])
        induction = (
            Task.objects.visible_to(self.request.user).open().filter(post=affiliation.post, kind="induct")
        )
        return super().get_context_data(**kwargs) | {
            "person": self.object,
            "affiliation": affiliation,
            "pending": turnover.pending(affiliation, self.request.user),
            "induction": induction.first(),
        }
