"""Institutions: the list, the story of one with its posts and their holders."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm import collisions, contacts, history, timeline
from crm.forms import CloseForm, InstitutionForm
from crm.models import Affiliation, Alias, ContactWay, Institution, Post
from crm.staff import bulk
from crm.staff.following import StarCell, attach_followed, is_followed
from crm.staff.lists import CircledIndexView
from crm.staff.pages import CircledPage, fill_in, may, page_of, visible
from crm.staff.people import (
    attach_last_contact,
    attach_positions,
    attach_tags,
    merges_of,
    stances_in_words,
    story,
)
from legislation.staff.lists import Cell, day, inspect_url


class InstitutionIndexView(CircledIndexView):
    page_title = gettext_lazy("Instituciones")
    search_placeholder = gettext_lazy("Nombre, siglas, correo o teléfono")
    new_url, new_label = "institutions:new", gettext_lazy("Nueva institución")
    acts = [bulk.PutTags(), bulk.TakeTags(), bulk.CreateTasks()]
    list_display = [
        Cell(
            "name",
            gettext_lazy("Institución"),
            "name",
            url=inspect_url("institutions"),
            detail=lambda institution: institution.acronym,
            sort_key="name",
        ),
        StarCell("institutions"),
        Cell("kind", gettext_lazy("Tipo"), lambda institution: institution.get_kind_display()),
        Cell("place", gettext_lazy("Dónde"), lambda institution: institution.place),
        Cell(
            "influence",
            gettext_lazy("Influencia"),
            lambda institution: institution.get_influence_display() or "",
        ),
        Cell("stance", gettext_lazy("Postura"), stances_in_words),
        Cell(
            "last_contact", gettext_lazy("Último contacto"), lambda institution: day(institution.last_contact)
        ),
        Cell("tags", gettext_lazy("Etiquetas"), lambda institution: ", ".join(institution.tag_names)),
    ]
    sheet = [
        (gettext_lazy("Institución"), lambda institution: institution.name),
        (gettext_lazy("Siglas"), lambda institution: institution.acronym),
        (gettext_lazy("Tipo"), lambda institution: institution.get_kind_display()),
        (gettext_lazy("Nivel"), lambda institution: institution.get_level_display()),
        (gettext_lazy("Región"), lambda institution: institution.region),
        (gettext_lazy("Provincia"), lambda institution: institution.province),
        (gettext_lazy("Distrito"), lambda institution: institution.district),
        (gettext_lazy("Situación"), lambda institution: institution.get_status_display()),
        (gettext_lazy("Influencia"), lambda institution: institution.get_influence_display()),
        (gettext_lazy("Postura"), stances_in_words),
        (gettext_lazy("Último contacto"), lambda institution: institution.last_contact),
        (gettext_lazy("Etiquetas"), lambda institution: institution.tag_names),
        (gettext_lazy("Quiénes la ven"), lambda institution: institution.get_circle_display()),
    ]
    default_ordering = ["name", "pk"]

    def get_base_queryset(self):
        return super().get_base_queryset().for_listing().defer("search")

    def dress(self, rows):
        attach_tags(rows, "institution")
        attach_last_contact(rows, "institution", self.request.user)
        attach_positions(rows, "institution", self.request.user)
        attach_followed(rows, "institution", self.request.user)


# Whose changes belong to the story of an institution.
PARTS = [
    *((model, "institution") for model in (ContactWay, Alias, Post)),
    (Affiliation, "post__institution"),
]


class InstitutionPage(CircledPage):
    template_name = "crm/admin/institution.html"
    index_title = gettext_lazy("Instituciones")

    def get_context_data(self, **kwargs):
        institution, user = self.object, self.request.user
        merges = merges_of(institution, user)
        seen = Institution.objects.visible_to(user)
        return super().get_context_data(**kwargs) | {
            "institution": institution,
            "institution_key": str(institution.pk),
            "parent": seen.filter(pk=institution.parent_id).first(),
            "parts": seen.filter(parent=institution).order_by("name"),
            **posts_and_holders(institution, user),
            "contact": timeline.silence(contacts.last(user, institution=institution)),
            "notice": collisions.with_record(user, institution),
            "timeline": timeline.of_institution(institution, user),
            "may_edit": user.has_perm("crm.change_institution"),
            "is_followed": is_followed(institution, user),
            "merges": merges,
            "entries": history.of_record(institution, user, PARTS, merges),
            **story(user, institution=institution),
        }


def posts_and_holders(institution, user):
    """Each post with whoever holds it and whoever did, so far as she may see them; and how many seats are empty."""
    rows = Affiliation.objects.visible_to(user).filter(post__institution=institution)
    holders = {}
    for affiliation in rows.for_display().newest_first():
        holders.setdefault(affiliation.post_id, []).append(affiliation)
    posts, closed = [], []
    for post in institution.posts.visible_to(user):
        held = holders.get(post.pk, [])
        now = [affiliation for affiliation in held if affiliation.is_current]
        before = [affiliation for affiliation in held if affiliation not in now]
        (closed if post.closed else posts).append((post, now, before))
    vacancies = sum(post.is_seat and not now for post, now, _before in posts)
    return {"posts": posts, "closed_posts": closed, "vacancies": vacancies}


def new(request):
    may(request, "add", Institution)
    form = InstitutionForm(request.POST or None, user=request.user)
    return fill_in(
        request,
        form,
        title=_("Nueva institución"),
        about=(_("Instituciones"), reverse("institutions:index")),
        save=lambda form: page_of(form.save()),
        done=_("Guardada."),
    )


def edit(request, pk):
    institution = visible(request, Institution, pk, "change")
    form = InstitutionForm(request.POST or None, instance=institution, user=request.user)
    return fill_in(
        request,
        form,
        title=_("Corregir"),
        about=(str(institution), page_of(institution)),
        save=lambda form: page_of(form.save()),
        done=_("Guardamos los cambios."),
    )


def close(request, pk):
    institution = visible(request, Institution, pk, "change")
    posts = institution.posts.visible_to(request.user).filter(closed=None)
    form = CloseForm(request.POST or None, posts=posts)

    def save(form):
        institution.close(form.cleaned_data["on"])
        return page_of(institution)

    return fill_in(
        request,
        form,
        title=_("Ya no existe"),
        about=(str(institution), page_of(institution)),
        save=save,
        done=_("Quedó como que ya no existe. Todo lo que se dijo y prometió se conserva."),
        help_text=_("Ese día terminan también sus puestos y los cargos de quienes los ocupan."),
        button=_("Ya no existe"),
    )
