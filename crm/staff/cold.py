"""Whom we have not met for long though much depends on them: the oldest first."""

from typing import NamedTuple
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm import contacts
from crm.models import Influence, Institution, Person, Region
from crm.staff.filters import InstitutionFilterSet, PersonFilterSet, Silence
from crm.staff.pages import PLACES, may
from crm.staff.people import attach_posts
from legislation.staff.pages import trail

SHOWN = 50


class ColdForm(forms.Form):
    region = forms.ModelChoiceField(
        Region.objects.all(), required=False, label=gettext_lazy("Región"), empty_label=gettext_lazy("Todas")
    )
    influence = forms.ChoiceField(choices=Influence.choices, required=False, label=gettext_lazy("Influencia"))
    silence = forms.ChoiceField(
        choices=[(one.value, one.label) for one in Silence if one != Silence.RECENT],
        required=False,
        label=gettext_lazy("Último contacto"),
    )

    def asked(self):
        """Where the address does not say or says nonsense, what the list is made for."""
        self.is_valid()
        region = self.cleaned_data.get("region")
        return {
            "region": region.pk if region else "",
            "influence": self.cleaned_data.get("influence") or Influence.HIGH.value,
            "silence": self.cleaned_data.get("silence") or Silence.QUARTER.value,
        }


class Source(NamedTuple):
    """One of the two lists that this one is made of."""

    key: str
    model: type
    filterset: type
    more: dict  # what the list is asked besides

    def address(self, asked):
        place = reverse(f"{PLACES[self.model.__name__]}:index")
        return f"{place}?{urlencode(asked | self.more)}"

    def rows(self, request, asked):
        seen = self.model.objects.visible_to(request.user)
        return self.filterset(asked | self.more, queryset=seen, request=request).qs.order_by()


SOURCES = [
    Source("institution", Institution, InstitutionFilterSet, {"status": Institution.Status.ACTIVE.value}),
    Source("person", Person, PersonFilterSet, {}),  # influence is that of posts held today
]


class Silent(NamedTuple):
    """Sorts as the list does: whoever was never met comes first, then the longest silence."""

    since: float
    name: str
    key: str
    pk: int
    interaction: int | None


def index(request):
    may(request, "view", Institution)
    may(request, "view", Person)
    asked = ColdForm(request.GET).asked()
    found = sorted(row for source in SOURCES for row in silent(source, request, asked))
    page = Paginator(found, SHOWN).get_page(request.GET.get("p"))
    return render(
        request,
        "crm/admin/cold.html",
        {
            "header_title": _("Lista fría"),
            "breadcrumbs_items": trail(("", _("Lista fría"))),
            "form": ColdForm(initial=asked),
            "page": page,
            "rows": dressed(page.object_list, request.user),
            "query": urlencode(asked),
            "lists": [(source.model._meta.verbose_name_plural, source.address(asked)) for source in SOURCES],
        },
    )


def silent(source, request, asked):
    names = dict(source.rows(request, asked).values_list("pk", "name"))
    last = contacts.latest(request.user, source.key, list(names))
    for pk, name in names.items():
        moment, interaction = last.get(pk, (None, None))
        yield Silent(moment.timestamp() if moment else 0, name, source.key, pk, interaction)


def dressed(page, user):
    """Each row with its record and the last contact, in as many questions for one row as for fifty."""
    numbers = {key: [row.pk for row in page if row.key == key] for key in ("institution", "person")}
    places = Institution.objects.visible_to(user).for_listing().defer("search")
    people = Person.objects.visible_to(user).defer("search").in_bulk(numbers["person"])
    attach_posts(list(people.values()), user)
    records = {"institution": places.in_bulk(numbers["institution"]), "person": people}
    told = contacts.of_each(user, [row.interaction for row in page if row.interaction])
    return [(records[row.key][row.pk], row.key, told.get(row.interaction)) for row in page]
